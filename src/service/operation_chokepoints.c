// SPDX-License-Identifier: EUPL-1.2
// keten chokepoints: the smallest sets of events that stop the target.
#include "report/record/chokepoint_record.h"
#include "report/render/open_psa.h"
#include "report/view/chokepoint_view.h"
#include "report/view/scope_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    kt_target_arguments of;
    kt_buyer_arguments buyer;
    kt_full_argument how;
    int32_t by; // kt_event_class
    uint32_t order;
    bool count, probability;
    const char *exclude;
    double min_share;
    uint64_t memory; // MB; 0: not given
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {.name = "by", .type = KT_FIELD_CHOICE, KT_AT(arguments, by),
     .choices = kt_chokepoint_record_classes, .help = "what may fail"},
    {.name = "order", .type = KT_FIELD_COUNT, KT_AT(arguments, order), .word = "N", .min = 1.0,
     .max = 100.0, .missing = 2.0, .help = "list sets of up to N events"},
    {.name = "count", .type = KT_FIELD_FLAG, KT_AT(arguments, count),
     .help = "print only how many sets there are"},
    {.name = "probability", .type = KT_FIELD_FLAG, KT_AT(arguments, probability),
     .help = "the probability per year, from the failure rates on record"},
    {.name = "exclude", .type = KT_FIELD_TEXT, KT_AT(arguments, exclude), .word = "EVENTS",
     .help = "events that never occur, separated by commas"},
    {.name = "min-share", .type = KT_FIELD_NUMBER, KT_AT(arguments, min_share), .word = "SHARE",
     .max = 1.0, .unit = "share",
     .help = "least share of a supply that will do, where the data state none"},
    {.name = "memory", .type = KT_FIELD_COUNT, KT_AT(arguments, memory), .word = "MB", .min = 1.0,
     .max = 1048576.0, .instead = "1024",
     .help = "most memory for the diagrams, in MB; where given, all sets are tried"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "chokepoints_arguments", .field = FIELDS, .size = sizeof(arguments)};

static kt_chokepoint_options options_of(const arguments *a, const kt_request *request,
                                        const kt_control *control)
{
    bool counted = a->count && request->want == KT_WANT_DOCUMENT;
    return (kt_chokepoint_options){.event_class = (kt_event_class)a->by,
                                   .min_share = a->min_share,
                                   .order = a->order,
                                   .probability = a->probability,
                                   .exclude = a->exclude,
                                   .memory_limit = (size_t)a->memory << 20,
                                   .extent = counted ? KT_CHOKEPOINT_COUNT : KT_CHOKEPOINT_ALL,
                                   .control = control};
}

// The structure alone, and the ids of its events.
static kt_status make_structure(kt_chokepoint_result *out, const kt_chokepoint_options *options,
                                kt_lang lang, kt_error *err)
{
    kt_events events;
    kt_status status =
        kt_chokepoint_structure(&out->structure, &events, &out->study, options, lang, err);
    if (status != KT_OK)
        return status;
    out->event_id = kt_arena_alloc(&out->arena, events.n, sizeof *out->event_id);
    if (out->event_id == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < events.n; e++)
        out->event_id[e] = events.event[e].id;
    return KT_OK;
}

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_chokepoint_result *out = result;
    const arguments *a = given;
    kt_chokepoint_options options = options_of(a, request, control);
    kt_session_target of;
    kt_buyer_options buyer;
    kt_status status = KT_OK;
    if (a->count && request->want == KT_WANT_FORMAT)
        return kt_error_set(err, KT_BAD_USAGE,
                            "--count does not go with --format open-psa, which writes the "
                            "structure and counts nothing");
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&buyer, &a->buyer, &a->of, err));
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_request_network(&out->network, request, &of.figures, control, err));
    out->study = (kt_study){.arena = &out->arena, .control = control};
    KT_TRY(kt_request_study(&out->study, request, of, err));
    KT_TRY(kt_buyer_open(&out->buyer, &out->study, &buyer, err));
    options.access = &out->buyer.access;
    if (request->want == KT_WANT_FORMAT)
        KT_TRY(make_structure(out, &options, request->lang, err));
    else
        KT_TRY(kt_chokepoint_find(&out->chokepoints, &out->study, &options, request->lang, err));
done:
    out->study.control = NULL; // it ends here
    return status;
}

static void view(kt_document *document, const void *result, const void *given)
{
    const kt_chokepoint_result *r = result;
    const arguments *a = given;
    if (a->count) {
        kt_chokepoint_view_count(document, &r->chokepoints.result);
        return;
    }
    kt_chokepoint_view_build(document, &r->chokepoints, &r->study, a->how.full);
    kt_scope_view_note(document, (kt_scope)a->of.scope);
}

static kt_status write_open_psa(kt_buffer *out, const kt_disclosed *disclosed, kt_error *err)
{
    const kt_chokepoint_result *r = disclosed->form;
    const char *target =
        kt_pool_text(&r->the_case->pool, r->network.item[r->study.reach.target].id);
    const kt_open_psa_form form = {r->structure, target, r->event_id};
    const kt_disclosed structure = kt_disclose_form(&form);
    return kt_open_psa_write(out, &structure, err);
}

static void free_result(void *result)
{
    kt_chokepoint_result *r = result;
    kt_structure_close(r->structure);
    kt_buyer_close(&r->buyer);
    kt_network_free(&r->network);
    kt_arena_free(&r->arena);
}

static const kt_operation_format FORMATS[] = {
    {"open-psa", "the failure structure, for another fault-tree tool", write_open_psa},
    {NULL, NULL, NULL}};

const kt_operation kt_operation_chokepoints = {
    .name = "chokepoints",
    .subject = "CASE",
    .summary = "the smallest sets of countries, companies or materials that stop the target",
    .example = "keten chokepoints data/cases/lcf --by country --min-share 0.5",
    .arguments = &ARGUMENTS,
    .result = &kt_chokepoint_record,
    .formats = FORMATS,
    .run = run,
    .view = view,
    .close = free_result,
};
