// SPDX-License-Identifier: EUPL-1.2
// keten check: every fault in the data. What it finds is its result, so a case with faults is told
// of as any other result, and the status comes after it.
#include "report/record/check_record.h"
#include "report/view/check_view.h"
#include "service/operation.h"

typedef struct arguments {
    char none; // C has no struct without members
} arguments;

static const kt_field FIELDS[] = {{0}};
static const kt_record ARGUMENTS = {
    .name = "check_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_check_result *out = result;
    // the long tables of the reference too: faults are told wherever they are
    kt_status status = kt_request_reference(&out->the_case, request, control, err);
    (void)given;
    out->lang = request->lang;
    if (status == KT_BAD_INPUT && out->the_case != NULL)
        return KT_OK;
    if (status == KT_OK && !request->quiet)
        kt_request_report(request, out->the_case, true);
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    (void)given;
    kt_check_view_build(document, ((const kt_check_result *)result)->the_case);
}

static void close_nothing(void *result)
{
    (void)result;
}

// Each fault has been told of with its place: there are no more words to say.
static kt_status conclude(const void *result, kt_error *err)
{
    (void)err;
    return ((const kt_check_result *)result)->the_case->faults.n_errors > 0 ? KT_BAD_INPUT : KT_OK;
}

const kt_operation kt_operation_check = {
    .name = "check",
    .subject = "CASE",
    .summary = "every fault in the data, or \"ok\" with counts",
    .example = "keten check data/cases/lcf",
    .arguments = &ARGUMENTS,
    .result = &kt_check_record,
    .run = run,
    .view = view,
    .close = close_nothing,
    .conclude = conclude,
};
