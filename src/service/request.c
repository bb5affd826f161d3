// SPDX-License-Identifier: EUPL-1.2
// See request.h. A run opens one case.
#include "service/request.h"

#include "base/lang.h"
#include "base/text.h"
#include "model/marking.h"

void kt_request_close(kt_request *request)
{
    kt_session_give(request->session, request->taken);
    kt_buffer_free(&request->messages);
    request->taken = NULL;
}

void kt_request_report(kt_request *request, const kt_case *c, bool with_warnings)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault_place *fault = &c->places_in[request->lang][i];
        if (fault->warning && !with_warnings)
            continue;
        kt_text_tell(&request->messages, "%s:%u:%u: %s%s", fault->file, fault->line, fault->column,
                     fault->warning ? kt_lang_text(request->lang, "warning: ") : "",
                     fault->message);
    }
    if (c->faults.cut)
        kt_text_tell(&request->messages, "%s",
                     kt_lang_text(request->lang, "more faults than can be shown"));
}

void kt_request_warn_markings(kt_request *request, const kt_case *c)
{
    kt_markings marked = kt_marking_count(c);
    if (request->quiet || marked.participants + marked.restricted == 0)
        return;
    kt_text_tell(&request->messages,
                 kt_lang_text(request->lang,
                              "warning: this case has rows that are not for everyone "
                              "(restricted: %llu, participants: %llu). Markings are recorded, "
                              "not enforced: what is shown or written rests on all rows. Mind "
                              "who reads it."),
                 (unsigned long long)marked.restricted, (unsigned long long)marked.participants);
}

static kt_status open_once(const kt_case **out, kt_request *request, bool all_tables,
                           const kt_control *control, kt_error *err)
{
    const char *path = request->n_subjects == 0 ? NULL : request->subject[0];
    kt_status status = KT_OK;
    bool opened = request->taken == NULL;
    if (opened)
        status = kt_session_take(&request->taken, request->session, path, all_tables, control, err);
    *out = request->taken == NULL ? NULL : kt_session_case_of(request->taken);
    if (status == KT_BAD_INPUT && *out != NULL)
        kt_request_report(request, *out, false);
    if (status == KT_OK && opened)
        kt_request_warn_markings(request, *out);
    return status;
}

kt_status kt_request_case(const kt_case **out, kt_request *request, const kt_control *control,
                          kt_error *err)
{
    return open_once(out, request, false, control, err);
}

kt_status kt_request_reference(const kt_case **out, kt_request *request, const kt_control *control,
                               kt_error *err)
{
    return open_once(out, request, true, control, err);
}

kt_status kt_request_network(kt_network *out, kt_request *request, const kt_figures *figures,
                             const kt_control *control, kt_error *err)
{
    const kt_network *network = NULL;
    kt_status status =
        kt_session_network(&network, request->session, request->taken, figures, control, err);
    if (status == KT_OK)
        *out = kt_network_borrow(network);
    return status;
}

kt_status kt_request_study(kt_study *out, kt_request *request, kt_session_target target,
                           kt_error *err)
{
    const kt_study *study = NULL;
    kt_arena *arena = out->arena;
    const kt_control *control = out->control;
    kt_status status =
        kt_session_study(&study, request->session, request->taken, target, control, err);
    if (status != KT_OK)
        return status;
    *out = *study;
    out->arena = arena;
    out->control = control;
    return KT_OK;
}
