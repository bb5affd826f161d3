// SPDX-License-Identifier: EUPL-1.2
// keten criticality: supply risk and other indicators of raw materials.
#include "report/record/common_record.h"
#include "report/record/criticality_record.h"
#include "report/view/criticality_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    const char *material;
    int32_t scope;
    int32_t date;
    const char *importer;
    uint32_t draws;
    uint64_t seed;
    kt_threads_argument threads;
    kt_full_argument how;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "material", .type = KT_FIELD_TEXT, KT_AT(arguments, material), .word = "MATERIAL",
     .instead = "all", .help = "one material, by id or name"},
    {.name = "scope", .type = KT_FIELD_CHOICE, KT_AT(arguments, scope),
     .choices = kt_common_record_scopes, .missing = KT_NO_CHOICE,
     .instead = "both, as published",
     .help = "supply risk on world supply (global) or EU sourcing (eu) alone"},
    {.name = "date", .type = KT_FIELD_DAY, KT_AT(arguments, date), .word = "DATE",
     .missing = KT_NO_DAY, .instead = "that of the newest announcement on record",
     .help = "the day of export restrictions and prices, YYYY-MM-DD"},
    {.name = "importer", .type = KT_FIELD_TEXT, KT_AT(arguments, importer), .word = "WHO",
     .instead = "EU27",
     .help = "who buys: a country (NLD), a group (EU27, NATO) or an organisation of the case"},
    {.name = "draws", .type = KT_FIELD_COUNT, KT_AT(arguments, draws), .word = "N",
     .max = KT_UNCERTAINTY_MOST, .missing = KT_UNCERTAINTY_DRAWS,
     .help = "random draws for the ranges; 0: no ranges"},
    {.name = "seed", .type = KT_FIELD_COUNT, KT_AT(arguments, seed), .word = "S",
     .max = 9007199254740991.0, .help = "seed of the draws: the same seed gives the same bytes"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, threads),
     .record = &kt_shared_arguments_threads},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "criticality_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_supply_used used_of(int32_t scope)
{
    if (scope == KT_NO_CHOICE)
        return 0; // as the study chose
    return scope == KT_SCOPE_EU ? KT_USED_EU : KT_USED_GLOBAL;
}

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_criticality_result *out = result;
    const arguments *a = given;
    kt_status status = KT_OK;
    kt_control own = kt_shared_arguments_control(control, &a->threads);
    kt_criticality_options options = {
        .importer = a->importer,
        .dated = a->date != KT_NO_DAY,
        .day = a->date,
        .used = used_of(a->scope),
        .uncertainty = {.draws = a->draws, .seed = a->seed, .control = &own}};
    out->material = KT_NO_ROW;
    KT_TRY(kt_request_reference(&out->the_case, request, control, err));
    if (a->material != NULL)
        KT_TRY(kt_criticality_material(&out->material, out->the_case, a->material, err));
    KT_TRY(kt_criticality_open(&out->criticality, out->the_case, &options, err));
done:
    out->criticality.uncertainty.options.control = NULL; // it ends here
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const kt_criticality_result *r = result;
    const arguments *a = given;
    kt_criticality_view_build(document, &r->criticality,
                              (kt_criticality_view){.material = r->material, .full = a->how.full});
}

static void free_result(void *result)
{
    kt_criticality_close(&((kt_criticality_result *)result)->criticality);
}

const kt_operation kt_operation_criticality = {
    .name = "criticality",
    .subject = "[CASE]",
    .summary = "supply risk and other indicators of raw materials, with their uncertainty",
    .example = "keten criticality --material gallium",
    .arguments = &ARGUMENTS,
    .result = &kt_criticality_record,
    .run = run,
    .view = view,
    .close = free_result,
};
