// SPDX-License-Identifier: EUPL-1.2
// Bounds how many events a gate needs. Each event alone is followed upwards first: that says which
// gates one event makes fail, and how much of every other gate it takes away. A set of m events
// takes away at most what its m events take away alone, and the inputs that fail by several events
// together: those whose own bound is at most m. So bounds follow from inputs to users. They are
// never too high, therefore nothing that a set of so few events can do is left out.
#include "diagram/few.h"

#include <float.h>
#include <string.h>

#include "diagram/normalise.h"
#include "diagram/spread.h"

static const uint32_t NEVER = UINT32_MAX; // more events than were asked for

typedef struct bounds {
    const kt_normal *normal;
    uint32_t order;
    kt_spread spread;
    bool *alone; // [n_gates] some event alone makes it fail
    uint32_t
        *several;  // [n_gates] events, two or more, that make it fail together: at least so many
    size_t *first; // [n_gates + 1] where its largest losses are
    double *loss;  // the largest losses by one event that does not make it fail, descending
    uint32_t *n_losses; // [n_gates] of them known
    double *beside;     // [n_gates] of its inputs, what several events together may take away
    kt_pace pace;
} bounds;

static bool counts_losses(const kt_normal *normal, uint32_t gate)
{
    return normal->kind[gate] != KT_GATE_OR;
}

static kt_status open_bounds(bounds *b, kt_arena *arena, kt_error *err)
{
    const kt_normal *normal = b->normal;
    size_t n = normal->n_gates;
    size_t at = 0;
    b->alone = kt_arena_alloc(arena, n, sizeof *b->alone);
    b->several = kt_arena_alloc(arena, n, sizeof *b->several);
    b->first = kt_arena_alloc(arena, n + 1, sizeof *b->first);
    b->n_losses = kt_arena_alloc(arena, n, sizeof *b->n_losses);
    b->beside = kt_arena_alloc(arena, n, sizeof *b->beside);
    if (b->alone == NULL || b->several == NULL || b->first == NULL || b->n_losses == NULL ||
        b->beside == NULL)
        return kt_error_no_memory(err);
    for (uint32_t g = 0; g < n; g++) {
        size_t n_inputs = normal->first[g + 1] - normal->first[g];
        b->first[g] = at;
        if (counts_losses(normal, g)) // as many events as inputs take away all that any can
            at += n_inputs < b->order ? n_inputs : b->order;
    }
    b->first[n] = at;
    b->loss = kt_arena_alloc(arena, at, sizeof *b->loss);
    if (b->loss == NULL)
        return kt_error_no_memory(err);
    return kt_spread_open(&b->spread, normal, arena, err);
}

// Keeps the largest losses of the gate.
static void note_loss(bounds *b, uint32_t gate, double loss)
{
    double *list = b->loss + b->first[gate];
    uint32_t room = (uint32_t)(b->first[gate + 1] - b->first[gate]);
    uint32_t at = b->n_losses[gate];
    if (at == room && loss <= list[at - 1])
        return;
    if (at < room)
        b->n_losses[gate]++;
    else
        at--;
    for (; at > 0 && list[at - 1] < loss; at--)
        list[at] = list[at - 1];
    list[at] = loss;
}

// An event that makes the top fail need not be followed beside its way there: nothing else is
// asked of it. What it was seen to do counts.
static kt_status follow_events(bounds *b, kt_error *err)
{
    kt_spread *s = &b->spread;
    for (uint32_t e = 0; e < b->normal->n_events; e++) {
        kt_spread_event(s, e);
        for (uint32_t i = 0; i < s->n_touched; i++) {
            uint32_t g = s->touched[i];
            if (s->failed[g])
                b->alone[g] = true;
            else if (counts_losses(b->normal, g))
                note_loss(b, g, s->lost[g]);
        }
        if (kt_control_spend(&b->pace, 16 * ((uint64_t)s->n_touched + 1)))
            return kt_control_check(b->pace.control, err);
    }
    return KT_OK;
}

// What must be lost for the gate to fail, at least.
static double needed(const kt_normal *normal, uint32_t gate)
{
    size_t n = normal->first[gate + 1] - normal->first[gate];
    double total = 0.0;
    if (normal->kind[gate] != KT_GATE_WEIGHTED)
        return (double)n;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++)
        total += normal->share[k];
    double fine = normal->min_share[gate] - KT_SHARE_TOLERANCE;
    return total - fine - 8.0 * ((double)n + 1.0) * DBL_EPSILON * (total + fine);
}

static double weight(const kt_normal *normal, uint32_t gate, size_t k)
{
    return normal->kind[gate] == KT_GATE_WEIGHTED ? normal->share[k] : 1.0;
}

// Of the inputs of the gate, what may fail by `m` events together and by none of them alone.
static double lost_together(const bounds *b, uint32_t gate, uint32_t m)
{
    const kt_normal *normal = b->normal;
    double sum = 0.0;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++) {
        kt_input x = normal->input[k];
        if (kt_structure_is_gate(x) && b->several[kt_structure_number(x)] <= m)
            sum += weight(normal, gate, k);
    }
    return sum;
}

static double lost_alone(const bounds *b, uint32_t gate, uint32_t m)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < m && i < b->n_losses[gate]; i++)
        sum += b->loss[b->first[gate] + i];
    return sum;
}

// The fewest events, two or more, that may take away enough together; NEVER: more than the order.
static uint32_t bound_of_losses(bounds *b, uint32_t gate)
{
    double enough = needed(b->normal, gate) * (1.0 - 4.0 * DBL_EPSILON);
    b->beside[gate] = lost_together(b, gate, b->order);
    if (b->order < 2 || lost_alone(b, gate, b->order) + b->beside[gate] < enough)
        return NEVER;
    for (uint32_t m = 2; m < b->order; m++) {
        if (lost_alone(b, gate, m) + (b->beside[gate] > 0.0 ? lost_together(b, gate, m) : 0.0) >=
            enough)
            return m;
    }
    return b->order;
}

static uint32_t at_least(const bounds *b, kt_input x)
{
    if (!kt_structure_is_gate(x))
        return x == KT_INPUT_NEVER ? NEVER : 1;
    return b->alone[kt_structure_number(x)] ? 1 : b->several[kt_structure_number(x)];
}

static uint32_t bound_of(bounds *b, uint32_t gate)
{
    const kt_normal *normal = b->normal;
    bool either = normal->kind[gate] == KT_GATE_OR;
    uint32_t bound = either ? NEVER : bound_of_losses(b, gate);
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++) {
        kt_input x = normal->input[k];
        uint32_t own = at_least(b, x);
        if (normal->kind[gate] == KT_GATE_AND && own > bound)
            bound = own;
        if (either && kt_structure_is_gate(x) && b->several[kt_structure_number(x)] < bound)
            bound = b->several[kt_structure_number(x)];
    }
    return bound > b->order ? NEVER : bound;
}

// ---------------------------------------------------------------------------- what is left out

// Whether no set of so few events that has this one makes the vote fail: its own loss, the largest
// of the others, and what fails by several together are not enough.
static bool is_idle(const bounds *b, uint32_t vote, double loss)
{
    const double *largest = b->loss + b->first[vote];
    bool listed = b->order > 1 && b->n_losses[vote] == b->order && loss >= largest[b->order - 2];
    double others = listed ? lost_alone(b, vote, b->order) - loss // it is one of the largest
                           : lost_alone(b, vote, b->order - 1);
    return (loss + others + b->beside[vote]) * (1.0 + 4.0 * DBL_EPSILON) < needed(b->normal, vote);
}

// Takes the event out of the votes in which it never decides anything.
static void idle_event(const bounds *b, uint32_t event, kt_input *input, bool *changed)
{
    const kt_spread *s = &b->spread;
    kt_input x = kt_structure_event(event);
    for (size_t u = s->first[x]; u < s->first[x + 1]; u++) {
        uint32_t g = s->use[u].gate;
        if (b->normal->kind[g] != KT_GATE_WEIGHTED || s->failed[g] || !is_idle(b, g, s->lost[g]))
            continue;
        input[s->use[u].place] = KT_INPUT_NEVER;
        changed[g] = true;
    }
}

static kt_status idle_events(bounds *b, kt_input *input, bool *changed, kt_error *err)
{
    for (uint32_t e = 0; e < b->normal->n_events; e++) {
        if (!kt_spread_event(&b->spread, e))
            idle_event(b, e, input, changed);
        if (kt_control_spend(&b->pace, 16 * ((uint64_t)b->spread.n_touched + 1)))
            return kt_control_check(b->pace.control, err);
    }
    return KT_OK;
}

static void leave_out_gates(const bounds *b, kt_input *input, bool *changed)
{
    const kt_normal *normal = b->normal;
    for (uint32_t g = 0; g < normal->n_gates; g++) {
        changed[g] |= at_least(b, kt_structure_gate(g)) > b->order;
        for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
            if (at_least(b, input[k]) > b->order)
                input[k] = KT_INPUT_NEVER;
        }
    }
}

// Bounds of every gate.
static kt_status find_bounds(bounds *b, kt_arena *arena, kt_error *err)
{
    kt_status status = open_bounds(b, arena, err);
    if (status == KT_OK)
        status = follow_events(b, err);
    for (uint32_t g = 0; status == KT_OK && g < b->normal->n_gates; g++)
        b->several[g] = bound_of(b, g);
    return status;
}

kt_status kt_few_find(kt_few *out, const kt_normal *in, uint32_t order, const kt_control *control,
                      kt_arena *arena, kt_error *err)
{
    bounds b = {.normal = in, .order = order, .pace = {.control = control}};
    kt_normal left = *in;
    size_t n_inputs = in->first[in->n_gates];
    left.input = kt_arena_alloc(arena, n_inputs, sizeof *left.input);
    bool *changed = kt_arena_alloc(arena, in->n_gates, sizeof *changed);
    *out = (kt_few){0};
    if (left.input == NULL || changed == NULL)
        return kt_error_no_memory(err);
    memcpy(left.input, in->input, n_inputs * sizeof *left.input);
    kt_status status = find_bounds(&b, arena, err);
    if (status == KT_OK)
        status = idle_events(&b, left.input, changed, err);
    if (status != KT_OK)
        return status;
    leave_out_gates(&b, left.input, changed);
    left.top = at_least(&b, in->top) > order ? KT_INPUT_NEVER : in->top;
    for (uint32_t g = 0; g < in->n_gates; g++)
        out->n_left_out += changed[g];
    return kt_normalise_again(&out->normal, &left, arena, err);
}
