// SPDX-License-Identifier: EUPL-1.2
// keten import: files of anybody into a case. What stands in the way is a result, not a failure: it
// is shown first, and becomes the exit status afterwards.
#include "base/date.h"
#include "base/lang.h"
#include "report/record/import_record.h"
#include "report/view/import_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    const char *output;
    bool dry_run, accept_partial, yes;
    kt_full_argument how;
    const char *mapping;
    int32_t date;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "output", .type = KT_FIELD_TEXT, KT_AT(arguments, output),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_NEEDED, .word = "CASE",
     .help = "folder of the case; made when it is not there (-o CASE does the same)"},
    {.name = "dry-run", .type = KT_FIELD_FLAG, KT_AT(arguments, dry_run),
     .help = "show what would change, write nothing"},
    {.name = "accept-partial", .type = KT_FIELD_FLAG, KT_AT(arguments, accept_partial),
     .help = "take the rows that are right, although others are refused"},
    {.name = "mapping", .type = KT_FIELD_TEXT, KT_AT(arguments, mapping), .word = "FILE",
     .help = "which column means what; a file that is not there yet gets the proposal"},
    {.name = "yes", .type = KT_FIELD_FLAG, KT_AT(arguments, yes),
     .help = "agree to the columns as guessed and to values that change"},
    {.name = "date", .type = KT_FIELD_DAY, KT_AT(arguments, date), .word = "DATE",
     .missing = KT_NO_DAY, .help = "the day on which the questionnaires came back, YYYY-MM-DD"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "import_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_import_result *out = result;
    const arguments *a = given;
    char day[11] = "";
    kt_import_options options = {.file = request->subject,
                                 .n_files = request->n_subjects,
                                 .target = a->output,
                                 .mapping = a->mapping,
                                 .dry_run = a->dry_run,
                                 .accept_partial = a->accept_partial,
                                 .yes = a->yes,
                                 .date = day,
                                 .lang = request->lang,
                                 .control = control};
    if (a->output == NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            "keten import needs -o CASE: the folder to import into");
    kt_status status = kt_session_reference(&options.reference, request->session, control, err);
    if (options.reference == NULL)
        return status;
    if (a->date != KT_NO_DAY)
        kt_date_write(day, a->date);
    out->target = a->output;
    out->quiet = request->quiet;
    status = kt_import_run(&out->import, &options, err);
    out->the_case = out->import.merged != NULL ? out->import.merged : out->import.reference;
    if (status == KT_BAD_INPUT && out->import.reference != NULL) // its faults, where it has any
        kt_request_report(request, out->import.reference, false);
    if (status == KT_OK && out->import.outcome == KT_IMPORT_WRITTEN)
        request->stays = kt_lang_text(request->lang, "the case was changed");
    if (status == KT_OK && out->import.merged != NULL)
        kt_request_warn_markings(request, out->import.merged);
    if (status == KT_OK && out->import.outcome == KT_IMPORT_FAULTY)
        kt_request_report(request, out->import.merged, false);
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const kt_import_result *r = result;
    const arguments *a = given;
    kt_import_view_build(
        document, &r->import,
        (kt_import_view_options){.target = r->target, .full = a->how.full, .quiet = r->quiet});
}

static kt_status conclude(const void *result, kt_error *err)
{
    const kt_import *import = &((const kt_import_result *)result)->import;
    switch (import->outcome) {
    case KT_IMPORT_ASKS_MAPPING:
        if (import->mapping_path != NULL)
            return kt_error_set(err, KT_BAD_INPUT,
                                "nothing was written to the case: the columns as guessed are in "
                                "%.500s; look at them there, then run again",
                                import->mapping_path);
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: the columns were guessed; look at them, then run "
                            "again with --yes");
    case KT_IMPORT_ASKS_CHANGES:
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: values of the case would change; look at them, "
                            "then run again with --yes");
    case KT_IMPORT_REFUSED:
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: rows were refused; put them right, or run again "
                            "with --accept-partial");
    case KT_IMPORT_FAULTY:
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: the merged case would have faults");
    default:
        return KT_OK;
    }
}

static void free_result(void *result)
{
    kt_import_close(&((kt_import_result *)result)->import);
}

const kt_operation kt_operation_import = {
    .name = "import",
    .subject = "FILE...",
    .summary = "workbooks, CSV, CycloneDX and material declarations into a case",
    .example = "keten import parts.xlsx -o mycase --dry-run",
    .traits = KT_OPERATION_WRITES,
    .arguments = &ARGUMENTS,
    .result = &kt_import_record,
    .run = run,
    .view = view,
    .close = free_result,
    .conclude = conclude,
};
