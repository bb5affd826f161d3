// SPDX-License-Identifier: EUPL-1.2
// See run_import.h.
#include "service/run_import.h"

#include "base/date.h"
#include "base/lang.h"
#include "ingest/merge/import.h"
#include "report/record/import_json.h"
#include "report/view/import_view.h"
#include "service/session.h"

static void write_json(kt_reply *reply, const kt_import *import)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "import",
                          import->merged != NULL ? import->merged : import->reference);
    kt_import_json_write(&json, import);
    kt_session_end_json(&json);
}

static kt_status write_text(kt_reply *reply, const kt_import *import, const kt_request *request,
                            kt_error *err)
{
    kt_document document = {0};
    kt_import_view_options options = {.lang = request->lang,
                                      .target = request->text[KT_OPTION_OUTPUT],
                                      .full = request->given[KT_OPTION_FULL],
                                      .quiet = request->given[KT_OPTION_QUIET]};
    kt_import_view_build(&document, import, options);
    return kt_session_show(reply, &document, request, err);
}

// What stands in the way becomes the exit status; the document says what it is.
static kt_status conclude(const kt_import *import, kt_lang lang, kt_error *err)
{
    static const char *const REASON[] = {
        [KT_IMPORT_ASKS_MAPPING] = "nothing was written: the columns were guessed; look at them, "
                                   "then run again with --yes",
        [KT_IMPORT_ASKS_CHANGES] = "nothing was written: values of the case would change; look at "
                                   "them, then run again with --yes",
        [KT_IMPORT_REFUSED] = "nothing was written: rows were refused; put them right, or run "
                              "again with --accept-partial",
        [KT_IMPORT_FAULTY] = "nothing was written: the merged case would have faults",
    };
    switch (import->outcome) {
    case KT_IMPORT_WRITTEN:
    case KT_IMPORT_UNCHANGED:
    case KT_IMPORT_DRY:
        return KT_OK;
    default:
        return kt_error_set(err, KT_BAD_INPUT, "%s", kt_lang_text(lang, REASON[import->outcome]));
    }
}

kt_status kt_run_import(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_import import = {0};
    char day[11] = "";
    kt_import_options options = {.file = request->subjects,
                                 .n_files = request->n_subjects,
                                 .target = request->text[KT_OPTION_OUTPUT],
                                 .mapping = request->text[KT_OPTION_MAPPING],
                                 .dry_run = request->given[KT_OPTION_DRY_RUN],
                                 .accept_partial = request->given[KT_OPTION_ACCEPT_PARTIAL],
                                 .yes = request->given[KT_OPTION_YES],
                                 .date = day,
                                 .lang = request->lang};
    if (request->given[KT_OPTION_DATE])
        kt_date_write(day, request->day[KT_OPTION_DATE]);
    if (options.target == NULL)
        return kt_error_set(
            err, KT_BAD_USAGE,
            kt_lang_text(request->lang, "keten import needs -o CASE: the folder to import into"));
    status = kt_import_run(&import, &options, err);
    if (status == KT_BAD_INPUT && import.reference != NULL) // its faults, where it has any
        kt_session_report(reply, import.reference, false);
    if (status != KT_OK)
        goto done;
    if (import.outcome == KT_IMPORT_WRITTEN)
        reply->stays = kt_lang_text(request->lang, "the case was changed");
    if (request->given[KT_OPTION_JSON])
        write_json(reply, &import);
    else
        KT_TRY(write_text(reply, &import, request, err));
    if (import.outcome == KT_IMPORT_FAULTY)
        kt_session_report(reply, import.merged, false);
    KT_TRY(kt_session_finish(reply, err));
    KT_TRY(conclude(&import, request->lang, err));
done:
    kt_import_close(&import);
    return status;
}
