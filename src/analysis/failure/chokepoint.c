// SPDX-License-Identifier: EUPL-1.2
// Solves up to six failure structures: the asked one, its upper bound and the four thresholds;
// tenths of a second in all for a frigate. What would take minutes is recognised by what it is and
// by counting steps (diagram/cutset.h) and answered for sets of few events, so that the answer does
// not depend on the computer. Listed sets are looked up in the others by bisection, because all are
// sorted alike.
#include "analysis/failure/chokepoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/failure/residual.h"
#include "base/lang.h"
#include "base/text.h"

const double kt_chokepoint_threshold[KT_N_THRESHOLDS] = {0.0, 0.1, 0.25, 0.5};

enum { MAX_EXPLAINED = 500 }; // sets with a chain for each event; the others are listed without

typedef struct finding {
    kt_chokepoints *out;
    const kt_study *study;
    kt_lang lang;
    kt_error *err;
} finding;

// ---------------------------------------------------------------------------------- probabilities

static void note_rate(double *rate, kt_symbol id, double failure)
{
    if (isnan(rate[id]) || failure > rate[id])
        rate[id] = failure;
}

// By symbol the largest rate of the supply rows that name a site, or a supplier of an organisation;
// NaN where none does. One pass over all rows, whatever the number of events. The caller frees it.
static double *largest_rates(const kt_case *c, kt_event_class event_class)
{
    const kt_table *supply = &c->table[KT_SUPPLY];
    double *rate = malloc(c->pool.n * sizeof *rate);
    for (size_t symbol = 0; rate != NULL && symbol < c->pool.n; symbol++)
        rate[symbol] = (double)NAN;
    for (uint32_t r = 0; rate != NULL && r < supply->n_rows; r++) {
        double failure = kt_table_number(supply, KT_SUPPLY_FAILURE, r);
        kt_symbol supplier = kt_table_text(supply, KT_SUPPLY_SUPPLIER, r);
        if (isnan(failure))
            continue;
        note_rate(rate, supplier, failure);
        uint32_t owner = kt_case_supplier(c, supplier).organisation;
        if (event_class == KT_CLASS_ORGANISATION && owner != KT_NO_ROW)
            note_rate(rate, kt_table_text(&c->table[KT_ORGANISATIONS], KT_ORGANISATIONS_ID, owner),
                      failure);
    }
    return rate;
}

static double hazard_rate(const kt_case *c, const char *id, int type)
{
    const kt_table *hazards = &c->reference[KT_HAZARDS];
    for (uint32_t r = 0; r < hazards->n_rows; r++) {
        if (kt_table_choice(hazards, KT_HAZARDS_TYPE, r) == type &&
            strcmp(kt_pool_text(&c->pool, kt_table_text(hazards, KT_HAZARDS_TARGET, r)), id) == 0)
            return kt_table_number(hazards, KT_HAZARDS_FAILURE, r);
    }
    return (double)NAN;
}

// 1 - exp(-failure_per_year) of the event: of the supply rows (site, organisation) or of the
// reference's hazards (country, flow); NaN where no rate is known. `largest`: of the supply rows.
static double event_probability(const kt_case *c, const kt_events *events, uint32_t event,
                                const double *largest)
{
    const char *id = events->event[event].id;
    kt_symbol symbol = kt_pool_find(&c->pool, id, strlen(id));
    double rate = (double)NAN;
    switch (events->event_class) {
    case KT_CLASS_SITE:
    case KT_CLASS_ORGANISATION:
        rate = largest[symbol];
        break;
    case KT_CLASS_COUNTRY:
        rate = hazard_rate(c, id, KT_EVENT_COUNTRY);
        break;
    case KT_CLASS_FLOW:
        rate = hazard_rate(c, id, KT_EVENT_FLOW);
        break;
    default: // no source says how often a material is gone from the world
        break;
    }
    return -expm1(-rate);
}

// ---------------------------------------------------------------------------------- what is left
// out

static kt_status exclude_one(const finding *f, const char *id, size_t length)
{
    const kt_events *events = &f->out->events;
    char name[200];
    uint32_t nearest = KT_NO_ROW;
    size_t best = SIZE_MAX;
    snprintf(name, sizeof name, "%.*s", (int)(length < 190 ? length : 190), id);
    for (uint32_t e = 0; e < events->n; e++) {
        if (strcmp(events->event[e].id, name) == 0) {
            f->out->excluded[e] = true;
            return KT_OK;
        }
        size_t distance = kt_text_distance(events->event[e].id, name);
        if (distance < best) {
            best = distance;
            nearest = e;
        }
    }
    const char *class = kt_lang_text(f->lang, kt_event_class_name(events->event_class));
    if (nearest == KT_NO_ROW)
        return kt_error_set(f->err, KT_BAD_INPUT,
                            kt_lang_text(f->lang,
                                         "excluded event \"%s\": the target has no events of "
                                         "the class %s"),
                            name, class);
    return kt_error_set(f->err, KT_BAD_INPUT,
                        kt_lang_text(f->lang,
                                     "excluded event \"%s\": the target has no %s of that id: did "
                                     "you mean \"%s\"?"),
                        name, class, events->event[nearest].id);
}

static kt_status exclude_all(const finding *f)
{
    kt_status status = KT_OK;
    for (const char *at = f->out->options.exclude; at != NULL && *at != '\0' && status == KT_OK;) {
        size_t length = strcspn(at, ",");
        if (length > 0)
            status = exclude_one(f, at, length);
        at += length + (at[length] == ',');
    }
    return status;
}

// ---------------------------------------------------------------------------------- solving

static kt_status set_probabilities(kt_structure *structure, const finding *f)
{
    const kt_case *c = f->study->network->the_case;
    const kt_events *events = &f->out->events;
    kt_status status = kt_control_check(f->study->control, f->err);
    double *largest = largest_rates(c, events->event_class);
    if (largest == NULL)
        return kt_error_no_memory(f->err);
    for (uint32_t e = 0; e < events->n && status == KT_OK; e++) {
        double probability = event_probability(c, events, e, largest);
        status = kt_structure_set_event(structure, e, e, probability, f->err);
    }
    free(largest);
    return status;
}

static kt_status build(kt_structure **out, const finding *f, const kt_failure_rule *rule)
{
    kt_status status =
        kt_failure_structure(out, f->study, &f->out->events, f->out->excluded, rule, f->err);
    if (status == KT_OK && f->out->options.probability)
        status = set_probabilities(*out, f);
    if (status != KT_OK) {
        kt_structure_close(*out);
        *out = NULL;
    }
    return status;
}

static kt_status solve(const finding *f, kt_cutset_result *result, kt_failure_rule rule,
                       bool bounded)
{
    const kt_chokepoint_options *asked = &f->out->options;
    kt_structure *structure = NULL;
    kt_status status = KT_OK;
    kt_cutset_options options = {
        .order = asked->order,
        .memory_limit = asked->memory_limit,
        .control = asked->control,
        .bounded = bounded,
        .judge = asked->memory_limit == 0, // a limit that the user states is worth trying
        .no_probability = !asked->probability,
        .no_list = asked->extent == KT_CHOKEPOINT_COUNT,
    };
    KT_TRY(build(&structure, f, &rule));
    status = kt_cutset_solve(result, structure, &options, f->study->arena, f->err);
    if (status == KT_NO_RESOURCES && kt_control_stopped(asked->control))
        status = kt_control_check(asked->control, f->err); // whatever it was that ended first
done:
    kt_structure_close(structure);
    return status;
}

static bool same_set(const kt_cutset *a, const kt_cutset *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->event, b->event, a->n * sizeof *a->event) == 0);
}

// Sets are sorted by size, then by events.
static int compare_sets(const kt_cutset *a, const kt_cutset *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (uint32_t i = 0; i < a->n; i++) {
        if (a->event[i] != b->event[i])
            return a->event[i] < b->event[i] ? -1 : 1;
    }
    return 0;
}

static bool is_listed(const kt_cutset_result *result, const kt_cutset *set)
{
    size_t low = 0;
    size_t high = result->n_sets;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (same_set(&result->set[middle], set))
            return true;
        if (compare_sets(&result->set[middle], set) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void compare_thresholds(kt_chokepoint_set *set, const kt_chokepoints *c)
{
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        set->holds[t] = is_listed(&c->at[t], set->cut);
        set->sensitive |= !set->holds[t];
    }
}

// ---------------------------------------------------------------------------------- explaining

// The material at which both chains of a pair begin, or KT_NO_ROW.
static uint32_t common_material(const kt_network *net, const kt_explanation *why)
{
    if (why->n != 2 || why->chain[0].n == 0 || why->chain[1].n == 0)
        return KT_NO_ROW;
    uint32_t a = why->chain[0].item[0];
    uint32_t b = why->chain[1].item[0];
    bool same = net->item[a].material != 0 && net->item[a].material == net->item[b].material;
    return same ? a : KT_NO_ROW;
}

static kt_status find_shared_material(const finding *f)
{
    const kt_network *net = f->study->network;
    kt_chokepoints *out = f->out;
    uint32_t n_pairs = 0;
    uint32_t n_unexplained = 0;
    uint32_t best = 0;
    uint32_t *n = calloc(net->the_case->pool.n, sizeof *n); // by symbol of the material
    if (n == NULL)
        return kt_error_no_memory(f->err);
    for (size_t i = 0; i < out->result.n_sets; i++) {
        const kt_explanation *why = &out->set[i].why;
        if (out->set[i].cut->n != 2)
            continue;
        n_pairs++;
        n_unexplained += why->n == 0;
        uint32_t item = common_material(net, why);
        if (item != KT_NO_ROW && ++n[net->item[item].material] > best) {
            best = n[net->item[item].material];
            out->shared_material = item;
        }
    }
    out->shared_part = n_pairs > 0 ? (double)best / n_pairs : 0.0;
    if (n_unexplained > 0)
        out->shared_material = KT_NO_ROW;
    free(n);
    return KT_OK;
}

static kt_status describe_sets(const finding *f)
{
    kt_chokepoints *out = f->out;
    kt_failure_rule rule = {.min_share = out->options.min_share};
    out->set = kt_arena_alloc(f->study->arena, out->result.n_sets + 1, sizeof *out->set);
    if (out->set == NULL)
        return kt_error_no_memory(f->err);
    for (size_t i = 0; i < out->result.n_sets; i++) {
        const kt_cutset *cut = &out->result.set[i];
        out->set[i].cut = cut;
        if (out->options.extent == KT_CHOKEPOINT_ALL)
            compare_thresholds(&out->set[i], out);
        if (i < MAX_EXPLAINED && kt_explain_set(&out->set[i].why, f->study, &out->events,
                                                cut->event, cut->n, &rule) != KT_OK)
            return kt_control_failed(f->study->control, f->err);
        kt_status status = kt_control_check(f->study->control, f->err);
        if (status != KT_OK)
            return status;
    }
    return find_shared_material(f);
}

static kt_status find_residuals(const finding *f)
{
    kt_chokepoints *out = f->out;
    const kt_residual_request request = {.set = out->result.set,
                                         .n = out->result.n_sets,
                                         .events = &out->events,
                                         .access = out->options.access};
    if (request.access == NULL) {
        for (size_t i = 0; i < request.n; i++)
            out->set[i].residual_first = (double)NAN;
        return KT_OK;
    }
    double *left = malloc((request.n + 1) * sizeof *left);
    if (left == NULL)
        return kt_error_no_memory(f->err);
    kt_status status = kt_residual_first(left, &request, f->study, f->err);
    for (size_t i = 0; i < request.n && status == KT_OK; i++)
        out->set[i].residual_first = left[i];
    free(left);
    return status;
}

// The upper bound, and the other least shares.
static kt_status solve_variants(const finding *f)
{
    kt_chokepoints *out = f->out;
    kt_failure_rule rule = {.min_share = out->options.min_share, .unknown_fails = true};
    kt_status status = solve(f, &out->upper, rule, false);
    rule.unknown_fails = false;
    for (int t = 0; t < KT_N_THRESHOLDS && status == KT_OK; t++) {
        rule.min_share = kt_chokepoint_threshold[t];
        if (rule.min_share == out->options.min_share)
            out->at[t] = out->result;
        else
            status = solve(f, &out->at[t], rule, false);
    }
    return status;
}

static kt_status begin(finding *f, const kt_chokepoint_options *options)
{
    const kt_study *study = f->study;
    kt_chokepoints *out = f->out;
    *out = (kt_chokepoints){.options = *options, .shared_material = KT_NO_ROW};
    if (out->options.order == 0)
        out->options.order = 2;
    const kt_event_request request = {study->network, study->reach.producer, options->event_class,
                                      options->control};
    kt_status status = kt_event_list(&out->events, &request, study->arena, f->err);
    if (status != KT_OK)
        return status;
    out->excluded = kt_arena_alloc(study->arena, out->events.n, sizeof *out->excluded);
    return out->excluded == NULL ? kt_error_no_memory(f->err) : exclude_all(f);
}

kt_status kt_chokepoint_find(kt_chokepoints *out, const kt_study *study,
                             const kt_chokepoint_options *options, kt_lang lang, kt_error *err)
{
    kt_study own = *study; // of this work
    finding f = {out, &own, lang, err};
    own.control = options->control;
    kt_chokepoint_extent extent = options->extent;
    kt_failure_rule rule = {.min_share = options->min_share};
    kt_status status = begin(&f, options);
    if (status == KT_OK)
        status = solve(&f, &out->result, rule, extent == KT_CHOKEPOINT_BRIEF);
    if (status == KT_OK && extent == KT_CHOKEPOINT_ALL)
        status = solve_variants(&f);
    if (status == KT_OK && extent != KT_CHOKEPOINT_COUNT)
        status = describe_sets(&f);
    if (status == KT_OK && extent != KT_CHOKEPOINT_COUNT)
        status = find_residuals(&f);
    return status;
}

kt_status kt_chokepoint_structure(kt_structure **out, kt_events *events, const kt_study *study,
                                  const kt_chokepoint_options *options, kt_lang lang, kt_error *err)
{
    kt_chokepoints chokepoints;
    kt_failure_rule rule = {.min_share = options->min_share};
    kt_study own = *study; // of this work
    finding f = {&chokepoints, &own, lang, err};
    own.control = options->control;
    *out = NULL;
    kt_status status = begin(&f, options);
    if (status == KT_OK) {
        chokepoints.options.probability = true;
        status = build(out, &f, &rule);
    }
    *events = chokepoints.events;
    return status;
}
