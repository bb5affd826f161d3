// SPDX-License-Identifier: EUPL-1.2
// keten simulate: scenarios, and the years that may come.
#include "report/record/simulate_record.h"
#include "report/view/scope_view.h"
#include "report/view/simulate_view.h"
#include "service/event_arguments.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    kt_target_arguments of;
    kt_buyer_arguments buyer;
    bool is_static;
    const char *scenario;
    kt_event_arguments what_if;
    uint64_t runs, seed;
    double spread;
    int32_t sampling;
    kt_threads_argument threads;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "static", .type = KT_FIELD_FLAG, KT_AT(arguments, is_static),
     .traits = KT_FIELD_NEEDED,
     .help = "without time: what is left while everything drawn is on at once"},
    {.name = "scenario", .type = KT_FIELD_TEXT, KT_AT(arguments, scenario), .word = "ID",
     .instead = "all of the case, and the year",
     .help = "one scenario: of the case, or a dated measure by its id; dated takes all of these"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, what_if),
     .record = &kt_event_arguments_record},
    {.name = "runs", .type = KT_FIELD_COUNT, KT_AT(arguments, runs), .word = "N", .min = 1.0,
     .max = 1e9, .missing = 1.0,
     .help = "number of years to draw; with 1 nothing is drawn, each scenario stands alone"},
    {.name = "seed", .type = KT_FIELD_COUNT, KT_AT(arguments, seed), .word = "S",
     .max = 9007199254740991.0, .missing = 1.0,
     .help = "seed of the draws: the same seed gives the same bytes"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, threads),
     .record = &kt_shared_arguments_threads},
    {.name = "spread", .type = KT_FIELD_NUMBER, KT_AT(arguments, spread), .word = "SHARE",
     .max = 1.0, .unit = "share",
     .help = "uncertain shares: each times an even draw from 1 - SHARE to 1 + SHARE"},
    {.name = "sampling", .type = KT_FIELD_CHOICE, KT_AT(arguments, sampling),
     .choices = kt_simulate_record_samplings, .help = "how years are drawn"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "simulate_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_simulate_result *out = result;
    const arguments *a = given;
    kt_control own = kt_shared_arguments_control(control, &a->threads);
    kt_session_target of;
    kt_buyer_options buyer;
    kt_status status = KT_OK;
    out->options = (kt_montecarlo_options){.runs = a->runs,
                                           .seed = a->seed,
                                           .scenario = a->scenario,
                                           .spread = a->spread,
                                           .sampling = (kt_sampling)a->sampling,
                                           .control = &own};
    if (!a->is_static)
        return kt_error_set(err, KT_BAD_USAGE,
                            "only --static is there yet: add it to see what is left while a "
                            "scenario lasts");
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&buyer, &a->buyer, &a->of, err));
    out->options.buyer = &buyer;
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_event_arguments_read(&out->options.supposed, &a->what_if, out->the_case, &out->arena,
                                   err));
    KT_TRY(kt_request_network(&out->network, request, &of.figures, control, err));
    KT_TRY(
        kt_montecarlo_run(&out->run, &out->network, a->of.target, &out->options, &out->arena, err));
    request->dated = out->run.scenarios.dated;
done:
    out->options.control = NULL; // it ends here
    out->options.buyer = NULL;
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const kt_simulate_result *r = result;
    kt_simulate_view_build(document, &r->run, &r->options);
    kt_scope_view_note(document, (kt_scope)((const arguments *)given)->of.scope);
}

static void free_result(void *result)
{
    kt_simulate_result *r = result;
    kt_network_free(&r->network);
    kt_arena_free(&r->arena);
}

const kt_operation kt_operation_simulate = {
    .name = "simulate",
    .subject = "CASE",
    .summary = "scenarios, and the years that may come: what is left, how likely",
    .example = "keten simulate data/cases/lcf --static --runs 10000",
    .arguments = &ARGUMENTS,
    .result = &kt_simulate_record,
    .run = run,
    .view = view,
    .close = free_result,
};
