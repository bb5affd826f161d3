// SPDX-License-Identifier: EUPL-1.2
// See request.h. A run opens one case.
#include "service/request.h"

#include "base/lang.h"
#include "ingest/package/open.h"
#include "model/marking.h"

void kt_request_close(kt_request *request)
{
    kt_case_free(request->the_case);
    kt_buffer_free(&request->messages);
    request->the_case = NULL;
}

void kt_request_report(kt_request *request, const kt_case *c, bool with_warnings)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault_place *fault = &c->places[i];
        if (fault->warning && !with_warnings)
            continue;
        kt_buffer_format(
            &request->messages, "%s:%u:%u: %s%s\n", fault->file, fault->line, fault->column,
            fault->warning ? kt_lang_text(c->faults.lang, "warning: ") : "", fault->message);
    }
    if (c->faults.cut)
        kt_buffer_format(&request->messages, "%s\n",
                         kt_lang_text(c->faults.lang, "more faults than can be shown"));
}

void kt_request_warn_markings(kt_request *request, const kt_case *c)
{
    kt_markings marked = kt_marking_count(c);
    if (request->quiet || marked.participants + marked.restricted == 0)
        return;
    kt_buffer_format(&request->messages,
                     kt_lang_text(request->lang,
                                  "warning: this case has rows that are not for everyone "
                                  "(restricted: %llu, participants: %llu). Markings are recorded, "
                                  "not enforced: what is shown or written rests on all rows. Mind "
                                  "who reads it.\n"),
                     (unsigned long long)marked.restricted,
                     (unsigned long long)marked.participants);
}

static kt_status open_once(const kt_case **out, kt_request *request, bool all_tables,
                           const kt_control *control, kt_error *err)
{
    kt_open_options options = {
        .data_dir = request->session == NULL ? NULL : kt_session_data_dir(request->session),
        .lang = request->lang,
        .all_tables = all_tables,
        .control = control};
    kt_status status = KT_OK;
    bool opened = request->the_case == NULL;
    if (opened)
        status = request->n_subjects == 0
                     ? kt_open_reference(&request->the_case, &options, err)
                     : kt_open_case(&request->the_case, request->subject[0], &options, err);
    *out = request->the_case;
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
