// SPDX-License-Identifier: EUPL-1.2
// See run_check.h.
#include "service/run_check.h"

#include "base/lang.h"
#include "service/session.h"

static void write_places(kt_json *json, const kt_case *c, const char *key, bool warnings)
{
    kt_json_open(json, key, '[');
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault_place *fault = &c->places[i];
        if (fault->warning != warnings)
            continue;
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "file", fault->file);
        kt_json_count(json, "line", fault->line);
        kt_json_count(json, "column", fault->column);
        kt_json_text(json, "message", fault->message);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_json(kt_reply *reply, const kt_case *c)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "check", c);
    kt_json_open(&json, "result", '{');
    kt_json_bool(&json, "ok", c->faults.n_errors == 0);
    kt_json_open(&json, "rows", '{');
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (c->table[t].file != NULL)
            kt_json_count(&json, c->table[t].spec->name, c->table[t].n_rows);
    }
    kt_json_close(&json, '}');
    write_places(&json, c, "faults", false);
    write_places(&json, c, "warnings", true);
    kt_json_close(&json, '}');
    kt_session_end_json(&json);
}

static void write_text(kt_reply *reply, const kt_case *c, kt_lang lang)
{
    kt_buffer_format(&reply->out, "ok: %s", c->id);
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (c->table[t].file != NULL)
            kt_buffer_format(&reply->out, ", %u %s", c->table[t].n_rows, c->table[t].spec->name);
    }
    size_t n_warnings = c->faults.n - c->faults.n_errors;
    if (n_warnings > 0)
        kt_buffer_format(&reply->out, kt_lang_text(lang, " (%zu warnings)"), n_warnings);
    kt_buffer_put(&reply->out, "\n");
}

kt_status kt_run_check(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_case *c = NULL;
    kt_status status = kt_session_open(&c, reply, request, err);
    bool faulty = status == KT_BAD_INPUT && c != NULL;
    if (status != KT_OK && !faulty)
        return status;
    if (!faulty && !request->given[KT_OPTION_QUIET])
        kt_session_report(reply, c, true);
    if (request->given[KT_OPTION_JSON])
        write_json(reply, c);
    else if (!faulty)
        write_text(reply, c, request->lang);
    kt_case_free(c);
    kt_status finished = kt_session_finish(reply, err);
    return finished != KT_OK ? finished : status;
}
