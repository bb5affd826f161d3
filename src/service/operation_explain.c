// SPDX-License-Identifier: EUPL-1.2
// keten explain: the sum behind one flow.
#include "report/record/explain_record.h"
#include "report/view/explain_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    const char *flow;
    kt_target_arguments of;
    kt_buyer_arguments buyer;
    kt_risk_rule rule;
    kt_full_argument how;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "flow", .type = KT_FIELD_TEXT, KT_AT(arguments, flow), .traits = KT_FIELD_NEEDED,
     .word = "FLOW",
     .help = "what to explain: COUNTRY/material/stage, such as CHN/gallium/processing"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, rule),
     .record = &kt_shared_arguments_rule},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "explain_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_explain_result *out = result;
    const arguments *a = given;
    kt_flow_question question = {.flow = a->flow, .rule = a->rule, .control = control};
    kt_session_target of;
    kt_status status = KT_OK;
    if (a->flow == NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            "--flow COUNTRY/material/stage is needed: which flow to explain");
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&question.buyer, &a->buyer, &a->of, err));
    kt_vintage_write(out->period, &of.figures.vintage);
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_request_network(&out->network, request, &of.figures, control, err));
    out->study = (kt_study){.arena = &out->arena, .control = control};
    KT_TRY(kt_request_study(&out->study, request, of, err));
    KT_TRY(kt_flow_sum_find(&out->sum, &out->study, &question, err));
done:
    out->study.control = NULL; // it ends here
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    kt_explain_view_build(document, result, ((const arguments *)given)->how.full);
}

static void free_result(void *result)
{
    kt_explain_result *r = result;
    kt_flow_sum_close(&r->sum);
    kt_network_free(&r->network);
    kt_arena_free(&r->arena);
}

const kt_operation kt_operation_explain = {
    .name = "explain",
    .subject = "CASE",
    .summary = "the sum behind one flow: every figure, its source, and the rule",
    .example = "keten explain data/cases/lcf --flow CHN/germanium/processing",
    .arguments = &ARGUMENTS,
    .result = &kt_explain_record,
    .run = run,
    .view = view,
    .close = free_result,
};
