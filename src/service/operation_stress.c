// SPDX-License-Identifier: EUPL-1.2
// keten stress: every country, supplier and flow fails alone.
#include "report/record/stress_record.h"
#include "report/view/scope_view.h"
#include "report/view/stress_view.h"
#include "service/event_arguments.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    kt_target_arguments of;
    kt_buyer_arguments buyer;
    kt_full_argument how;
    kt_threads_argument threads;
    bool time;
    kt_event_arguments what_if;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {.name = "time", .type = KT_FIELD_FLAG, KT_AT(arguments, time),
     .help = "how soon: days that stocks on record bridge, and days to switch to another source"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, what_if),
     .record = &kt_event_arguments_record},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, threads),
     .record = &kt_shared_arguments_threads},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "stress_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_stress_result *out = result;
    const arguments *a = given;
    kt_control own = kt_shared_arguments_control(control, &a->threads);
    kt_stress_options options = {.target = a->of.target, .control = &own, .full = a->how.full};
    kt_status status = KT_OK;
    kt_session_target of;
    kt_buyer_options buyer;
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&buyer, &a->buyer, &a->of, err));
    options.buyer = &buyer;
    out->scope = of.figures.scope;
    KT_TRY(kt_request_reference(&out->the_case, request, control, err)); // world output is long
    KT_TRY(
        kt_event_arguments_read(&options.supposed, &a->what_if, out->the_case, &out->arena, err));
    KT_TRY(kt_request_network(&out->network, request, &of.figures, control, err));
    KT_TRY(kt_stress_run(&out->stress, &out->network, &options, &out->arena, err));
done:
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const arguments *a = given;
    kt_stress_view_build(document, &((const kt_stress_result *)result)->stress,
                         (kt_stress_view_options){.full = a->how.full, .time = a->time});
    kt_scope_view_note(document, (kt_scope)a->of.scope);
}

static void free_result(void *result)
{
    kt_stress_result *r = result;
    kt_network_free(&r->network);
    kt_arena_free(&r->arena);
}

const kt_operation kt_operation_stress = {
    .name = "stress",
    .subject = "CASE",
    .summary = "every country, supplier and flow fails alone: who loses what",
    .example = "keten stress data/cases/lcf",
    .arguments = &ARGUMENTS,
    .result = &kt_stress_record,
    .run = run,
    .view = view,
    .close = free_result,
};
