// SPDX-License-Identifier: EUPL-1.2
// keten assess: what the target depends on.
#include "report/record/assess_record.h"
#include "report/view/assess_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    kt_target_arguments of;
    kt_full_argument how;
    kt_risk_rule rule;
    kt_buyer_arguments buyer;
    uint32_t draws;
    uint64_t seed;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, rule),
     .record = &kt_shared_arguments_rule},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "draws", .type = KT_FIELD_COUNT, KT_AT(arguments, draws), .word = "N", .max = 1e6,
     .missing = KT_FIRMNESS_DRAWS,
     .help = "how often to draw what a verdict rests on, to see how firm it is; 0: not at all"},
    {.name = "seed", .type = KT_FIELD_COUNT, KT_AT(arguments, seed), .word = "S",
     .max = 9007199254740991.0, .missing = 1.0, .help = "seed of the draws"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "assess_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_assess_result *out = result;
    const arguments *a = given;
    kt_assess_question question = {
        .rule = a->rule, .full = a->how.full, .firmness = {a->draws, a->seed}, .control = control};
    kt_session_target of;
    kt_study study = {.control = control};
    kt_status status = KT_OK;
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&question.buyer, &a->buyer, &a->of, err));
    question.figures = of.figures;
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_request_study(&study, request, of, err));
    KT_TRY(kt_assess_study(&out->assessment, &study, &question, err));
done:
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    kt_assess_view_build(document, ((const kt_assess_result *)result)->assessment,
                         ((const arguments *)given)->how.full);
}

static void free_result(void *result)
{
    kt_assess_free(((kt_assess_result *)result)->assessment);
}

const kt_operation kt_operation_assess = {
    .name = "assess",
    .subject = "CASE",
    .summary = "what the target depends on: the riskiest dependencies, visibility, countries",
    .example = "keten assess data/cases/lcf --target fn-air-defence",
    .arguments = &ARGUMENTS,
    .result = &kt_assess_record,
    .run = run,
    .view = view,
    .close = free_result,
};
