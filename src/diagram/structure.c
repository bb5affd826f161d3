// SPDX-License-Identifier: EUPL-1.2
// Keeps gates in compressed rows, in the order in which they were added, and checks on request that
// they form a directed acyclic graph: names, then ids, then cycles by a walk with its own stack.
// Tens to some thousands of gates, at most 2^29 events and as many gates, so that one number of 32
// bits names a constant, an event (even) or a gate (odd).
#include "diagram/structure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/grow.h"

enum { MAX_NUMBER = 1 << 29, MAX_CYCLE_NAMED = 20 };

kt_status kt_structure_open(kt_structure **out, uint32_t n_events, kt_error *err)
{
    *out = NULL;
    if (n_events > MAX_NUMBER)
        return kt_error_set(err, KT_NO_RESOURCES, "%u events are more than %d", n_events,
                            MAX_NUMBER);
    kt_structure *s = calloc(1, sizeof *s);
    if (s == NULL)
        return kt_error_no_memory(err);
    s->n_events = n_events;
    s->top = KT_INPUT_NEVER;
    s->event_id = malloc(((size_t)n_events + 1) * sizeof *s->event_id);
    s->probability = malloc(((size_t)n_events + 1) * sizeof *s->probability);
    if (s->event_id == NULL || s->probability == NULL) {
        kt_structure_close(s);
        return kt_error_no_memory(err);
    }
    for (uint32_t i = 0; i < n_events; i++) {
        s->event_id[i] = i;
        s->probability[i] = NAN;
    }
    *out = s;
    return KT_OK;
}

void kt_structure_close(kt_structure *s)
{
    if (s == NULL)
        return;
    free(s->event_id);
    free(s->probability);
    free(s->kind);
    free(s->min_share);
    free(s->end);
    free(s->input);
    free(s->share);
    free(s);
}

kt_status kt_structure_set_event(kt_structure *s, uint32_t event, uint32_t id, double probability,
                                 kt_error *err)
{
    if (event >= s->n_events)
        return kt_error_set(err, KT_BAD_INPUT, "event %u of %u", event, s->n_events);
    if (!isnan(probability) && !(probability >= 0.0 && probability <= 1.0))
        return kt_error_set(err, KT_BAD_INPUT, "probability %g of event %u is not within 0..1",
                            probability, event);
    s->event_id[event] = id;
    s->probability[event] = probability;
    return KT_OK;
}

static bool make_room(kt_structure *s, size_t n_inputs)
{
    size_t n_gates = (size_t)s->n_gates + 1;
    bool failed = false;
    s->kind = kt_grow_array(s->kind, &s->kind_capacity, n_gates, sizeof *s->kind, &failed);
    s->min_share =
        kt_grow_array(s->min_share, &s->min_share_capacity, n_gates, sizeof *s->min_share, &failed);
    s->end = kt_grow_array(s->end, &s->end_capacity, n_gates, sizeof *s->end, &failed);
    s->input = kt_grow_array(s->input, &s->input_capacity, n_inputs, sizeof *s->input, &failed);
    s->share = kt_grow_array(s->share, &s->share_capacity, n_inputs, sizeof *s->share, &failed);
    return !failed;
}

static kt_status check_gate(const kt_structure *s, const kt_gate *gate, kt_error *err)
{
    bool weighted = gate->kind == KT_GATE_WEIGHTED;
    if (s->n_gates >= MAX_NUMBER)
        return kt_error_set(err, KT_NO_RESOURCES, "more than %d gates", MAX_NUMBER);
    if (weighted && !(isfinite(gate->min_share) && gate->min_share >= 0.0))
        return kt_error_set(err, KT_BAD_INPUT, "gate %u: min_share %g is not ≥ 0", s->n_gates,
                            gate->min_share);
    for (uint32_t i = 0; i < gate->n_inputs; i++) {
        kt_input input = gate->input[i];
        if (kt_structure_is_event(input) && kt_structure_number(input) >= s->n_events)
            return kt_error_set(err, KT_BAD_INPUT, "gate %u: there is no event %u", s->n_gates,
                                kt_structure_number(input));
        if (weighted && !(isfinite(gate->share[i]) && gate->share[i] >= 0.0))
            return kt_error_set(err, KT_BAD_INPUT, "gate %u: share %g is not ≥ 0", s->n_gates,
                                gate->share[i]);
    }
    return KT_OK;
}

kt_status kt_structure_add_gate(kt_structure *s, const kt_gate *gate, kt_error *err)
{
    kt_status status = check_gate(s, gate, err);
    if (status != KT_OK)
        return status;
    if (gate->n_inputs > SIZE_MAX / 2 - s->n_inputs || !make_room(s, s->n_inputs + gate->n_inputs))
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < gate->n_inputs; i++) {
        s->input[s->n_inputs] = gate->input[i];
        s->share[s->n_inputs] = gate->kind == KT_GATE_WEIGHTED ? gate->share[i] : 0.0;
        s->n_inputs++;
    }
    s->kind[s->n_gates] = (uint8_t)gate->kind;
    s->min_share[s->n_gates] = gate->kind == KT_GATE_WEIGHTED ? gate->min_share : 0.0;
    s->end[s->n_gates] = s->n_inputs;
    s->n_gates++;
    return KT_OK;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static kt_status check_ids(const kt_structure *s, kt_error *err)
{
    kt_status status = KT_OK;
    size_t n = s->n_events;
    uint32_t *id = malloc((n + 1) * sizeof *id);
    if (id == NULL)
        return kt_error_no_memory(err);
    memcpy(id, s->event_id, n * sizeof *id);
    if (n > 1)
        qsort(id, n, sizeof *id, by_number);
    for (size_t i = 1; i < n && status == KT_OK; i++) {
        if (id[i] == id[i - 1])
            status = kt_error_set(err, KT_BAD_INPUT, "two events have the id %u", id[i]);
    }
    free(id);
    return status;
}

static kt_status check_names(const kt_structure *s, kt_error *err)
{
    for (uint32_t g = 0; g < s->n_gates; g++) {
        for (size_t k = kt_structure_first(s, g); k < s->end[g]; k++) {
            if (kt_structure_is_gate(s->input[k]) && kt_structure_number(s->input[k]) >= s->n_gates)
                return kt_error_set(err, KT_BAD_INPUT, "gate %u: there is no gate %u", g,
                                    kt_structure_number(s->input[k]));
        }
    }
    uint32_t top = s->top >= 2 ? kt_structure_number(s->top) : 0;
    if ((kt_structure_is_gate(s->top) && top >= s->n_gates) ||
        (kt_structure_is_event(s->top) && top >= s->n_events))
        return kt_error_set(err, KT_BAD_INPUT, "the top is no gate or event of the structure");
    return KT_OK;
}

typedef struct walk {
    uint8_t *state;  // of a gate: 0 unseen, 1 on the stack, 2 done
    uint32_t *stack; // gates from the start of the walk to here
    size_t *next;    // by gate: which of its inputs comes next
} walk;

static kt_status report_cycle(const walk *w, size_t depth, uint32_t gate, kt_error *err)
{
    kt_buffer text = {0};
    size_t from = depth;
    while (w->stack[from] != gate)
        from--;
    for (size_t d = from; d <= depth && d < from + MAX_CYCLE_NAMED; d++)
        kt_buffer_format(&text, "%u → ", w->stack[d]);
    kt_buffer_format(&text, depth - from >= MAX_CYCLE_NAMED ? "… → %u" : "%u", gate);
    kt_status status = text.failed
                           ? kt_error_no_memory(err)
                           : kt_error_set(err, KT_BAD_INPUT, "cycle of gates: %s", text.text);
    kt_buffer_free(&text);
    return status;
}

static kt_status walk_from(const kt_structure *s, walk *w, uint32_t start, kt_error *err)
{
    size_t depth = 0;
    w->stack[0] = start;
    w->state[start] = 1;
    for (;;) {
        uint32_t gate = w->stack[depth];
        if (w->next[gate] == s->end[gate]) {
            w->state[gate] = 2;
            if (depth-- == 0)
                return KT_OK;
            continue;
        }
        kt_input input = s->input[w->next[gate]++];
        if (!kt_structure_is_gate(input))
            continue;
        uint32_t below = kt_structure_number(input);
        if (w->state[below] == 1)
            return report_cycle(w, depth, below, err);
        if (w->state[below] == 0) {
            w->state[below] = 1;
            w->stack[++depth] = below;
        }
    }
}

static kt_status check_cycles(const kt_structure *s, kt_error *err)
{
    kt_status status = KT_OK;
    size_t n = (size_t)s->n_gates + 1;
    walk w = {.state = calloc(n, 1),
              .stack = calloc(n, sizeof *w.stack),
              .next = malloc(n * sizeof *w.next)};
    if (w.state == NULL || w.stack == NULL || w.next == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t g = 0; g < s->n_gates; g++)
        w.next[g] = kt_structure_first(s, g);
    for (uint32_t g = 0; g < s->n_gates; g++) {
        if (w.state[g] == 0)
            KT_TRY(walk_from(s, &w, g, err));
    }
done:
    free(w.state);
    free(w.stack);
    free(w.next);
    return status;
}

kt_status kt_structure_check(const kt_structure *s, kt_error *err)
{
    kt_status status = check_ids(s, err);
    if (status == KT_OK)
        status = check_names(s, err);
    return status == KT_OK ? check_cycles(s, err) : status;
}
