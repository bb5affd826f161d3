// SPDX-License-Identifier: EUPL-1.2
// keten refresh: the user's own downloads of yearly tables into the reference of his data folder.
// What could not be taken is a result, and no failure; a reference that would be wrong is one.
#include <stdlib.h>

#include "base/lang.h"
#include "report/record/refresh_record.h"
#include "report/view/refresh_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    const char *output;
    bool dry_run, yes;
    kt_full_argument how;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "output", .type = KT_FIELD_TEXT, KT_AT(arguments, output),
     .traits = KT_FIELD_UNTOLD, .word = "DATA",
     .instead = "the folder that KETEN_DATA names",
     .help = "the data folder to refresh, a copy of your own (-o DATA does the same)"},
    {.name = "dry-run", .type = KT_FIELD_FLAG, KT_AT(arguments, dry_run),
     .help = "show what would change, write nothing"},
    {.name = "yes", .type = KT_FIELD_FLAG, KT_AT(arguments, yes),
     .help = "agree that figures a thousand times off the record mean a thousand times their unit"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "refresh_arguments", .field = FIELDS, .size = sizeof(arguments)};

// The faults of the reference, as it is or as it would be.
static void report(kt_request *request, const kt_refresh *refresh)
{
    if (refresh->merged != NULL && refresh->outcome == KT_REFRESH_FAULTY)
        kt_request_report(request, refresh->merged, false);
    else if (refresh->reference != NULL && refresh->reference->faults.n_errors > 0)
        kt_request_report(request, refresh->reference, false);
}

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_refresh_result *out = result;
    const arguments *a = given;
    const char *data = a->output != NULL ? a->output : getenv("KETEN_DATA");
    if (data == NULL || *data == '\0')
        return kt_error_set(err, KT_BAD_USAGE,
                            "keten refresh needs -o DATA, or KETEN_DATA: the data folder to "
                            "refresh, a copy of your own");
    kt_refresh_options options = {.file = request->subject,
                                  .n_files = request->n_subjects,
                                  .data = data,
                                  .dry_run = a->dry_run,
                                  .yes = a->yes,
                                  .lang = request->lang,
                                  .control = control};
    out->data = data;
    out->quiet = request->quiet;
    kt_status status = kt_refresh_run(&out->refresh, &options, err);
    const kt_refresh *refresh = &out->refresh;
    out->the_case = refresh->merged != NULL ? refresh->merged : refresh->reference;
    if (status == KT_BAD_INPUT || status == KT_OK)
        report(request, refresh);
    if (status == KT_OK && refresh->outcome == KT_REFRESH_WRITTEN)
        request->stays = kt_lang_text(request->lang, "the data folder was changed");
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const kt_refresh_result *r = result;
    const arguments *a = given;
    kt_refresh_view_build(
        document, &r->refresh,
        (kt_refresh_view_options){.data = r->data, .full = a->how.full, .quiet = r->quiet});
}

static kt_status conclude(const void *result, kt_error *err)
{
    const kt_refresh *refresh = &((const kt_refresh_result *)result)->refresh;
    if (refresh->outcome == KT_REFRESH_UNCHANGED && refresh->beside.n_counts == 0 &&
        refresh->rejects.notes.n > 0)
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: no row of the files could be taken");
    if (refresh->outcome == KT_REFRESH_FAULTY)
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing was written: the reference would have faults");
    return KT_OK;
}

static void free_result(void *result)
{
    kt_refresh_close(&((kt_refresh_result *)result)->refresh);
}

const kt_operation kt_operation_refresh = {
    .name = "refresh",
    .subject = "FILE...",
    .summary = "yearly tables as you downloaded them: a new vintage in your data folder",
    .example = "keten refresh MCS2027_Commodities_Data.csv -o mydata --dry-run",
    .traits = KT_OPERATION_WRITES,
    .arguments = &ARGUMENTS,
    .result = &kt_refresh_record,
    .run = run,
    .view = view,
    .close = free_result,
    .conclude = conclude,
};
