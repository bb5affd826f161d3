// SPDX-License-Identifier: EUPL-1.2
// keten template: an empty workbook to fill in. A file that is there already is left alone: it may
// have been filled in.

#include "base/lang.h"
#include "report/form/template.h"
#include "report/record/template_record.h"
#include "report/view/template_view.h"
#include "service/operation.h"

static const char *const KINDS[] = {
    [KT_TEMPLATE_CASE] = "case", [KT_TEMPLATE_SELF_SCAN] = "self-scan", NULL};

typedef struct arguments {
    const char *output;
    int32_t kind; // kt_template_kind
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "output", .type = KT_FIELD_TEXT, KT_AT(arguments, output),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_NEEDED, .word = "FILE",
     .help = "the workbook; one that is there already is left alone (-o FILE does the same)"},
    {.name = "kind", .type = KT_FIELD_CHOICE, KT_AT(arguments, kind), .choices = KINDS,
     .help = "a sheet for each table, or one sheet for a small company"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "template_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_template_result *out = result;
    const arguments *a = given;
    kt_status status = KT_OK;
    if (a->output == NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            "keten template needs -o FILE.xlsx: where to write it");
    KT_TRY(kt_template_check_path(a->output, err));
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    out->path = a->output;
    kt_template form = {
        .reference = out->the_case, .kind = (kt_template_kind)a->kind, .lang = request->lang};
    kt_disclosed disclosed = kt_disclose_form(&form);
    KT_TRY(kt_template_write(a->output, &disclosed, control, err));
    request->stays = kt_lang_text(request->lang, "the workbook is written");
done:
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    (void)given;
    kt_template_view_build(document, ((const kt_template_result *)result)->path);
}

static void free_result(void *result)
{
    (void)result; // the case is the session's
}

const kt_operation kt_operation_template = {
    .name = "template",
    .summary = "an empty workbook to fill in: a case, or a self-scan for a small company",
    .example = "keten template -o case.xlsx --lang nl",
    .traits = KT_OPERATION_WRITES,
    .arguments = &ARGUMENTS,
    .result = &kt_template_record,
    .run = run,
    .view = view,
    .close = free_result,
};
