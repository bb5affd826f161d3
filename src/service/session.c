// SPDX-License-Identifier: EUPL-1.2
// See session.h.
#include "service/session.h"

#include "base/lang.h"
#include "ingest/package/open.h"
#include "report/render/render_text.h"

void kt_session_report(kt_reply *reply, const kt_case *c, bool with_warnings)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault_place *fault = &c->places[i];
        if (fault->warning && !with_warnings)
            continue;
        kt_buffer_format(
            &reply->messages, "%s:%u:%u: %s%s\n", fault->file, fault->line, fault->column,
            fault->warning ? kt_lang_text(c->faults.lang, "warning: ") : "", fault->message);
    }
    if (c->faults.cut)
        kt_buffer_format(&reply->messages, "%s\n",
                         kt_lang_text(c->faults.lang, "more faults than can be shown"));
}

kt_status kt_session_open(kt_case **out, kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_open_options options = {.lang = request->lang, .control = request->control};
    kt_status status = kt_open_case(out, request->subject, &options, err);
    if (status == KT_BAD_INPUT && *out != NULL)
        kt_session_report(reply, *out, false);
    return status;
}

kt_status kt_session_open_reference(kt_case **out, kt_reply *reply, const kt_request *request,
                                    kt_error *err)
{
    kt_open_options options = {
        .lang = request->lang, .all_tables = true, .control = request->control};
    kt_status status = request->subject == NULL
                           ? kt_open_reference(out, &options, err)
                           : kt_open_case(out, request->subject, &options, err);
    if (status == KT_BAD_INPUT && *out != NULL)
        kt_session_report(reply, *out, false);
    return status;
}

kt_risk_rule kt_session_rule(const kt_request *request)
{
    kt_risk_rule rule = kt_risk_default_rule;
    if (request->given[KT_OPTION_CONCENTRATED])
        rule.concentrated = request->number[KT_OPTION_CONCENTRATED];
    if (request->given[KT_OPTION_GOVERNANCE])
        rule.governance = request->number[KT_OPTION_GOVERNANCE];
    if (request->given[KT_OPTION_IMPACT])
        rule.impact = request->number[KT_OPTION_IMPACT];
    return rule;
}

void kt_session_begin_json(kt_json *json, kt_reply *reply, const char *command, const kt_case *c)
{
    *json = (kt_json){.out = &reply->out};
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "keten", KT_VERSION);
    kt_json_text(json, "command", command);
    kt_json_open(json, "case", '{');
    kt_json_text(json, "id", c->id);
    kt_json_text(json, "sha256", c->sha256);
    kt_json_text(json, "description", c->description);
    kt_json_close(json, '}');
}

void kt_session_end_json(kt_json *json)
{
    kt_json_close(json, '}');
    kt_buffer_put(json->out, "\n");
}

kt_status kt_session_show(kt_reply *reply, kt_document *document, const kt_request *request,
                          kt_error *err)
{
    bool failed = document->failed;
    if (!failed)
        kt_render_text(&reply->out, document,
                       (kt_render_text_options){request->width, request->colour});
    kt_document_free(document);
    return failed ? kt_error_no_memory(err) : KT_OK;
}

kt_status kt_session_finish(kt_reply *reply, kt_error *err)
{
    return reply->out.failed || reply->messages.failed ? kt_error_no_memory(err) : KT_OK;
}
