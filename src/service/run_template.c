// SPDX-License-Identifier: EUPL-1.2
// See run_template.h. A file that is there already is left alone: it may have been filled in.
#include "service/run_template.h"

#include "base/lang.h"
#include "ingest/package/open.h"
#include "report/form/template.h"
#include "service/session.h"

kt_status kt_run_template(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *reference = NULL;
    const char *path = request->text[KT_OPTION_OUTPUT];
    kt_open_options options = {.lang = request->lang};
    kt_template_kind kind = request->given[KT_OPTION_TEMPLATE_KIND]
                                ? (kt_template_kind)request->choice[KT_OPTION_TEMPLATE_KIND]
                                : KT_TEMPLATE_CASE;
    if (path == NULL)
        return kt_error_set(
            err, KT_BAD_USAGE,
            kt_lang_text(request->lang, "keten template needs -o FILE.xlsx: where to write it"));
    KT_TRY(kt_template_check_path(path, err)); // before the reference is read for nothing
    status = kt_open_reference(&reference, &options, err);
    if (status == KT_BAD_INPUT && reference != NULL)
        kt_session_report(reply, reference, false);
    if (status != KT_OK)
        goto done;
    KT_TRY(kt_template_write(path, reference, kind, request->lang, err));
    reply->stays = kt_lang_text(request->lang, "the workbook is written");
    if (request->given[KT_OPTION_JSON]) {
        kt_json json;
        kt_session_begin_json(&json, reply, "template", reference);
        kt_json_open(&json, "result", '{');
        kt_json_text(&json, "path", path);
        kt_json_close(&json, '}');
        kt_session_end_json(&json);
    } else {
        kt_buffer_format(&reply->out,
                         kt_lang_text(request->lang, "%s is written. When it is filled in: keten "
                                                     "import %s -o CASE --dry-run\n"),
                         path, path);
    }
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_case_free(reference);
    return status;
}
