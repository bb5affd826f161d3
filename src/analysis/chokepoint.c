// SPDX-License-Identifier: EUPL-1.2
// See chokepoint.h. Six structures are solved: the asked one and its upper bound whole, the four
// thresholds only as far as sets are listed; milliseconds each for a frigate.
#include "analysis/chokepoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

// The largest rate of supply rows whose supplier is the site, or belongs to the organisation.
static double largest_rate(const kt_case *c, kt_symbol id, bool is_site)
{
    const kt_table *supply = &c->table[KT_SUPPLY];
    double rate = (double)NAN;
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        double failure = kt_table_number(supply, KT_SUPPLY_FAILURE, r);
        if (isnan(failure) || failure <= rate)
            continue;
        kt_symbol supplier = kt_table_text(supply, KT_SUPPLY_SUPPLIER, r);
        bool own = supplier == id;
        if (!own && !is_site) {
            uint32_t owner = kt_case_supplier(c, supplier).organisation;
            own = owner != KT_NO_ROW &&
                  kt_table_text(&c->table[KT_ORGANISATIONS], KT_ORGANISATIONS_ID, owner) == id;
        }
        if (own)
            rate = failure;
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

double kt_chokepoint_probability(const kt_case *c, const kt_events *events, uint32_t event)
{
    const char *id = events->event[event].id;
    kt_symbol symbol = kt_pool_find(&c->pool, id, strlen(id));
    double rate = (double)NAN;
    switch (events->event_class) {
    case KT_CLASS_SITE:
        rate = largest_rate(c, symbol, true);
        break;
    case KT_CLASS_ORGANISATION:
        rate = largest_rate(c, symbol, false);
        break;
    case KT_CLASS_COUNTRY:
        rate = hazard_rate(c, id, KT_EVENT_COUNTRY);
        break;
    case KT_CLASS_FLOW:
        rate = hazard_rate(c, id, KT_EVENT_FLOW);
        break;
    default: // nobody publishes how often a material is gone from the world
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
    if (nearest == KT_NO_ROW)
        return kt_error_set(f->err, KT_BAD_INPUT,
                            kt_lang_text(f->lang,
                                         "excluded event \"%s\": the target has no events of "
                                         "the class %s"),
                            name, kt_event_class_name(events->event_class));
    return kt_error_set(f->err, KT_BAD_INPUT,
                        kt_lang_text(f->lang,
                                     "excluded event \"%s\" is not a %s of the target: did you "
                                     "mean \"%s\"?"),
                        name, kt_event_class_name(events->event_class), events->event[nearest].id);
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

// Markets of forty countries, each weighed against a least share, make diagrams that do not fit any
// memory: then there is no use in filling much of it before sets of few events are looked for.
static size_t memory_limit(const kt_chokepoint_options *asked, const kt_failure_rule *rule)
{
    if (asked->memory_limit > 0)
        return asked->memory_limit;
    return (size_t)(rule->min_share > 0.0 ? 32 : 1024) << 20;
}

static kt_status solve(const finding *f, kt_cutset_result *result, kt_failure_rule rule,
                       bool bounded)
{
    const kt_chokepoint_options *asked = &f->out->options;
    const kt_events *events = &f->out->events;
    kt_structure *structure = NULL;
    kt_status status = KT_OK;
    kt_cutset_options options = {
        .order = asked->order,
        .memory_limit = memory_limit(asked, &rule),
        .stop = asked->stop,
        .bounded = bounded,
        .no_probability = !asked->probability,
    };
    KT_TRY(kt_failure_structure(&structure, f->study, events, f->out->excluded, &rule, f->err));
    for (uint32_t e = 0; e < events->n; e++) {
        double probability = (double)NAN;
        if (asked->probability)
            probability = kt_chokepoint_probability(f->study->network->the_case, events, e);
        KT_TRY(kt_structure_set_event(structure, e, e, probability, f->err));
    }
    KT_TRY(kt_cutset_solve(result, structure, &options, f->study->arena, f->err));
done:
    kt_structure_close(structure);
    return status;
}

static bool same_set(const kt_cutset *a, const kt_cutset *b)
{
    return a->n == b->n && memcmp(a->event, b->event, a->n * sizeof *a->event) == 0;
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

static bool is_sensitive(const kt_chokepoints *c, const kt_cutset *set)
{
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        if (!is_listed(&c->at[t], set))
            return true;
    }
    return false;
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
    uint32_t best = 0;
    uint32_t *n = calloc(net->the_case->pool.n, sizeof *n); // by symbol of the material
    if (n == NULL)
        return kt_error_no_memory(f->err);
    for (size_t i = 0; i < out->result.n_sets; i++) {
        const kt_explanation *why = &out->set[i].why;
        if (out->set[i].cut->n != 2 || why->n == 0)
            continue;
        n_pairs++;
        uint32_t item = common_material(net, why);
        if (item != KT_NO_ROW && ++n[net->item[item].material] > best) {
            best = n[net->item[item].material];
            out->shared_material = item;
        }
    }
    out->shared_part = n_pairs > 0 ? (double)best / n_pairs : 0.0;
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
        out->set[i].sensitive = is_sensitive(out, cut);
        if (i < MAX_EXPLAINED && kt_explain_set(&out->set[i].why, f->study, &out->events,
                                                cut->event, cut->n, &rule) != KT_OK)
            return kt_error_no_memory(f->err);
    }
    return find_shared_material(f);
}

kt_status kt_chokepoint_find(kt_chokepoints *out, const kt_study *study,
                             const kt_chokepoint_options *options, kt_lang lang, kt_error *err)
{
    finding f = {out, study, lang, err};
    kt_status status = KT_OK;
    *out = (kt_chokepoints){.options = *options, .shared_material = KT_NO_ROW};
    if (out->options.order == 0)
        out->options.order = 2;
    KT_TRY(kt_event_list(&out->events, study->network, &study->reach, options->event_class,
                         study->arena, err));
    out->excluded = kt_arena_alloc(study->arena, out->events.n, sizeof *out->excluded);
    if (out->excluded == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(exclude_all(&f));
    KT_TRY(solve(&f, &out->result, (kt_failure_rule){options->min_share, false}, false));
    KT_TRY(solve(&f, &out->upper, (kt_failure_rule){options->min_share, true}, false));
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        if (kt_chokepoint_threshold[t] == options->min_share)
            out->at[t] = out->result;
        else
            KT_TRY(
                solve(&f, &out->at[t], (kt_failure_rule){kt_chokepoint_threshold[t], false}, true));
    }
    KT_TRY(describe_sets(&f));
done:
    return status;
}
