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
    const char *compare_period; // NULL: with no other figures
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
    {.name = "compare-period", .type = KT_FIELD_TEXT, KT_AT(arguments, compare_period),
     .word = "newest|YEAR|YEAR-YEAR", .instead = "no comparison",
     .help = "other years of the world's figures: what is different under those"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "assess_arguments", .field = FIELDS, .size = sizeof(arguments)};

// What is assessed under the other figures: nothing is drawn, as only the ranking is read.
static kt_status compare(kt_assess_result *out, kt_request *request, kt_session_target of,
                         kt_assess_question *question, kt_error *err)
{
    kt_status status = KT_OK;
    kt_study study = {.control = question->control};
    question->figures = of.figures;
    question->firmness.draws = 0;
    KT_TRY(kt_request_study(&study, request, of, err));
    KT_TRY(kt_assess_study(&out->other, &study, question, err));
    KT_TRY(kt_comparison_find(&out->comparison, &out->other->risks, &out->assessment->risks,
                              &out->assessment->arena, err));
done:
    return status;
}

// The other figures; KT_BAD_USAGE where they are the same ones.
static kt_status read_other(kt_vintage *out, const char *text, const kt_vintage *asked,
                            kt_error *err)
{
    kt_status status = kt_shared_arguments_period(out, "compare-period", text, err);
    if (status == KT_OK && kt_vintage_is(out, asked))
        return kt_error_set(err, KT_BAD_USAGE,
                            "--compare-period \"%.40s\" is what is assessed already: another "
                            "period is expected",
                            text);
    return status;
}

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_assess_result *out = result;
    const arguments *a = given;
    kt_assess_question question = {
        .rule = a->rule, .full = a->how.full, .firmness = {a->draws, a->seed}, .control = control};
    kt_session_target of;
    kt_vintage other = {0};
    kt_study study = {.control = control};
    kt_status status = KT_OK;
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    if (a->compare_period != NULL)
        KT_TRY(read_other(&other, a->compare_period, &of.figures.vintage, err));
    KT_TRY(kt_shared_arguments_buyer_of(&question.buyer, &a->buyer, &a->of, err));
    question.figures = of.figures;
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_request_study(&study, request, of, err));
    KT_TRY(kt_assess_study(&out->assessment, &study, &question, err));
    of.figures.vintage = other;
    if (a->compare_period != NULL)
        KT_TRY(compare(out, request, of, &question, err));
done:
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    kt_assess_view_build(document, result, ((const arguments *)given)->how.full);
}

static void free_result(void *result)
{
    kt_assess_result *r = result;
    kt_assess_free(r->assessment);
    kt_assess_free(r->other);
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
