// SPDX-License-Identifier: EUPL-1.2
// See session.h. A command opens one case in its life; reading the reference is most of the work of
// a small one (some 80 ms), so a session keeps what it has opened.
#include "service/session.h"

#include "base/lang.h"
#include "ingest/package/open.h"
#include "model/marking.h"

void kt_session_close(kt_session *session)
{
    kt_case_free(session->the_case);
    kt_buffer_free(&session->messages);
    session->the_case = NULL;
}

void kt_session_report(kt_session *session, const kt_case *c, bool with_warnings)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault_place *fault = &c->places[i];
        if (fault->warning && !with_warnings)
            continue;
        kt_buffer_format(
            &session->messages, "%s:%u:%u: %s%s\n", fault->file, fault->line, fault->column,
            fault->warning ? kt_lang_text(c->faults.lang, "warning: ") : "", fault->message);
    }
    if (c->faults.cut)
        kt_buffer_format(&session->messages, "%s\n",
                         kt_lang_text(c->faults.lang, "more faults than can be shown"));
}

void kt_session_warn_markings(kt_session *session, const kt_case *c)
{
    kt_markings marked = kt_marking_count(c);
    if (session->quiet || marked.participants + marked.restricted == 0)
        return;
    kt_buffer_format(&session->messages,
                     kt_lang_text(session->lang,
                                  "warning: this case has rows that are not for everyone "
                                  "(restricted: %llu, participants: %llu). Markings are recorded, "
                                  "not enforced: what is shown or written rests on all rows. Mind "
                                  "who reads it.\n"),
                     (unsigned long long)marked.restricted,
                     (unsigned long long)marked.participants);
}

static kt_status open_once(const kt_case **out, kt_session *session, bool all_tables,
                           const kt_control *control, kt_error *err)
{
    kt_open_options options = {.lang = session->lang, .all_tables = all_tables, .control = control};
    kt_status status = KT_OK;
    bool opened = session->the_case == NULL;
    if (opened)
        status = session->n_subjects == 0
                     ? kt_open_reference(&session->the_case, &options, err)
                     : kt_open_case(&session->the_case, session->subject[0], &options, err);
    *out = session->the_case;
    if (status == KT_BAD_INPUT && *out != NULL)
        kt_session_report(session, *out, false);
    if (status == KT_OK && opened)
        kt_session_warn_markings(session, *out);
    return status;
}

kt_status kt_session_case(const kt_case **out, kt_session *session, const kt_control *control,
                          kt_error *err)
{
    return open_once(out, session, false, control, err);
}

kt_status kt_session_reference(const kt_case **out, kt_session *session, const kt_control *control,
                               kt_error *err)
{
    return open_once(out, session, true, control, err);
}
