// SPDX-License-Identifier: EUPL-1.2
// Two sweeps over each module's function, O(nodes). Bottom up: P(f) = (1 - p) · P(lo) + p · P(hi).
// Top down: the weight of a node is the probability of reaching it from the root, and what an event
// changes is the sum over its nodes of weight · (P(hi) - P(lo)). A module is an event with the
// probability of its root; what an event in it changes is multiplied by what the module changes
// (chain rule, because modules are independent of the rest). So all events cost as much as one.
#include "diagram/probability.h"

#include <assert.h>
#include <math.h>
#include <string.h>

typedef struct sweep {
    const kt_solution *s;
    const double *probability; // by event
    double *module;            // by module: probability that it fails
    double *change;         // by module: what its failure changes at the top; NaN: does not matter
    double *value, *weight; // by place in the list at hand
} sweep;

static uint32_t module_of(const sweep *w, kt_input x)
{
    return w->s->modules->of_gate[kt_structure_number(x)];
}

static double probability_at(const sweep *w, uint32_t level)
{
    kt_input x = w->s->at_level[level];
    return kt_structure_is_event(x) ? w->probability[kt_structure_number(x)]
                                    : w->module[module_of(w, x)];
}

static double value_of(const sweep *w, kt_node f)
{
    return f < 2 ? (double)f : w->value[w->s->diagram->position[f]];
}

static void values(const sweep *w, const kt_diagram_list *list)
{
    for (size_t i = list->n; i-- > 0;) {
        const kt_diagram_node *node = &w->s->diagram->node[list->node[i]];
        double p = probability_at(w, node->level);
        w->value[i] = (1.0 - p) * value_of(w, node->lo) + p * value_of(w, node->hi);
    }
}

// Adds `term` to *sum and what rounding lost to *lost (Neumaier).
static void add(double *sum, double *lost, double term)
{
    double next = *sum + term;
    *lost += fabs(*sum) >= fabs(term) ? (*sum - next) + term : (term - next) + *sum;
    *sum = next;
}

static void record(const sweep *w, kt_probability *out, uint32_t m, uint32_t level, double change)
{
    kt_input x = w->s->at_level[level];
    double whole = change * w->change[m];
    if (kt_structure_is_event(x))
        out->birnbaum[kt_structure_number(x)] = whole;
    else
        w->change[module_of(w, x)] = whole;
}

// The nodes of a level follow one another.
static void changes(const sweep *w, kt_probability *out, uint32_t m, const kt_diagram_list *list)
{
    const kt_diagram *d = w->s->diagram;
    memset(w->weight, 0, list->n * sizeof *w->weight);
    if (list->n > 0)
        w->weight[0] = 1.0;
    for (size_t i = 0; i < list->n;) {
        uint32_t level = kt_diagram_level(d, list->node[i]);
        double p = probability_at(w, level);
        double sum = 0.0;
        double lost = 0.0;
        for (; i < list->n && kt_diagram_level(d, list->node[i]) == level; i++) {
            const kt_diagram_node *node = &d->node[list->node[i]];
            if (node->lo >= 2)
                w->weight[d->position[node->lo]] += (1.0 - p) * w->weight[i];
            if (node->hi >= 2)
                w->weight[d->position[node->hi]] += p * w->weight[i];
            add(&sum, &lost, w->weight[i] * (value_of(w, node->hi) - value_of(w, node->lo)));
        }
        record(w, out, m, level, sum + lost);
    }
}

// Which events and modules matter to module m; those with an unknown probability are counted.
static void find_matters(const sweep *w, kt_probability *out, const kt_diagram_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        kt_input x = w->s->at_level[kt_diagram_level(w->s->diagram, list->node[i])];
        uint32_t number = kt_structure_number(x);
        if (!kt_structure_is_event(x)) {
            w->change[module_of(w, x)] = 0.0;
        } else if (!out->matters[number]) {
            out->matters[number] = true;
            out->n_missing += isnan(w->probability[number]) ? 1 : 0;
        }
    }
}

typedef enum phase { FIND, VALUES, CHANGES } phase;

static kt_status visit(const sweep *shared, kt_probability *out, uint32_t m, phase what,
                       kt_error *err)
{
    sweep w = *shared;
    kt_diagram *d = w.s->diagram;
    kt_node root = w.s->function[m];
    kt_diagram_list list;
    kt_status status = kt_diagram_reach(&list, d, root, err);
    if (status != KT_OK)
        return status;
    w.value = kt_diagram_claim(d, list.n, sizeof *w.value);
    w.weight = kt_diagram_claim(d, list.n, sizeof *w.weight);
    if (w.value != NULL && w.weight != NULL) {
        if (what == FIND)
            find_matters(&w, out, &list);
        else
            values(&w, &list);
        if (what == VALUES)
            w.module[m] = value_of(&w, root);
        if (what == CHANGES)
            changes(&w, out, m, &list);
    }
    kt_diagram_release(d, w.value, list.n, sizeof *w.value);
    kt_diagram_release(d, w.weight, list.n, sizeof *w.weight);
    kt_diagram_drop_list(d, &list);
    return kt_diagram_status(d, err);
}

kt_status kt_probability_solution(kt_probability *out, const kt_solution *s,
                                  const double *probability, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    uint32_t n_events = s->normal->n_events;
    uint32_t n = s->modules->n;
    sweep w = {.s = s, .probability = probability};
    *out = (kt_probability){.top = NAN};
    out->matters = kt_arena_alloc(arena, n_events, sizeof *out->matters);
    out->birnbaum = kt_arena_alloc(arena, n_events, sizeof *out->birnbaum);
    w.module = kt_arena_alloc(arena, n, sizeof *w.module);
    w.change = kt_arena_alloc(arena, n, sizeof *w.change);
    if (out->matters == NULL || out->birnbaum == NULL || w.module == NULL || w.change == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 1; m < n; m++)
        w.change[m] = NAN;
    w.change[0] = 1.0;
    for (uint32_t m = 0; m < n; m++) { // a module comes before those below it
        if (!isnan(w.change[m]))
            KT_TRY(visit(&w, out, m, FIND, err));
    }
    for (uint32_t e = 0; e < n_events && out->n_missing > 0; e++)
        out->birnbaum[e] = out->matters[e] ? NAN : 0.0;
    if (out->n_missing > 0)
        return KT_OK;
    for (uint32_t m = n; m-- > 0;) {
        if (!isnan(w.change[m]))
            KT_TRY(visit(&w, out, m, VALUES, err));
    }
    out->top = w.module[0];
    assert(out->top >= 0.0 && out->top <= 1.0 + 1e-9); // rounding aside
    for (uint32_t m = 0; m < n; m++) {
        if (!isnan(w.change[m]))
            KT_TRY(visit(&w, out, m, CHANGES, err));
    }
done:
    return status;
}
