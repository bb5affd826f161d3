// SPDX-License-Identifier: EUPL-1.2
// Lets each event fail alone, takes those that stop the top out of the rest, then puts shared
// causes beside their gates and drops what is implied until nothing changes, a handful of times at
// most. The whole is the same function, so whatever is worked out from it later (counts,
// probabilities, sets) needs to know nothing of this.
#include "diagram/reduce.h"

#include <assert.h>
#include <string.h>

#include "diagram/factor.h"
#include "diagram/implied.h"
#include "diagram/normalise.h"
#include "diagram/spread.h"

enum { MAX_PASSES = 8 };

// The events that stop the top alone. A limit on the work would have to be told of; there is none,
// because what an event makes fail is seldom much, and the top ends it.
static kt_status find_singles(bool *single, const kt_normal *normal, const kt_control *control,
                              kt_arena *arena, kt_error *err)
{
    kt_spread spread;
    kt_pace pace = {.control = control};
    kt_status status = kt_spread_open(&spread, normal, arena, err);
    for (uint32_t e = 0; status == KT_OK && e < normal->n_events; e++) {
        single[e] = kt_spread_event(&spread, e);
        if (kt_control_spend(&pace, 16 * ((uint64_t)spread.n_touched + 1)))
            status = kt_control_check(control, err);
    }
    return status;
}

// The same form with these events never failing, simplified.
static kt_status without_singles(kt_normal *out, const kt_normal *in, const bool *single,
                                 kt_arena *arena, kt_error *err)
{
    kt_normal left = *in;
    size_t n = in->first[in->n_gates];
    left.input = kt_arena_alloc(arena, n, sizeof *left.input);
    if (left.input == NULL)
        return kt_error_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        kt_input x = in->input[k];
        bool gone = kt_structure_is_event(x) && single[kt_structure_number(x)];
        left.input[k] = gone ? KT_INPUT_NEVER : x;
    }
    if (kt_structure_is_event(in->top))
        left.top = KT_INPUT_NEVER; // stops itself
    return kt_normalise_again(out, &left, arena, err);
}

static kt_status drop_implied(kt_normal *normal, size_t *n, const kt_control *control,
                              kt_arena *arena, kt_error *err)
{
    kt_normal left = {0};
    kt_status status = kt_implied_drop(&left, n, normal, control, arena, err);
    return status == KT_OK && *n > 0 ? kt_normalise_again(normal, &left, arena, err) : status;
}

static kt_status factor(kt_normal *normal, size_t *n, kt_arena *arena, kt_error *err)
{
    kt_normal left = {0};
    kt_status status = kt_factor(&left, n, normal, arena, err);
    return status == KT_OK && *n > 0 ? kt_normalise_again(normal, &left, arena, err) : status;
}

// Either may make room for the other.
static kt_status shrink(kt_normal *normal, const kt_control *control, kt_arena *arena,
                        kt_error *err)
{
    kt_status status = KT_OK;
    size_t n_apart = 1;
    size_t n_dropped = 1;
    for (int pass = 0; n_apart + n_dropped > 0 && pass < MAX_PASSES; pass++) {
        status = factor(normal, &n_apart, arena, err);
        if (status == KT_OK)
            status = kt_control_check(control, err);
        if (status == KT_OK)
            status = drop_implied(normal, &n_dropped, control, arena, err);
        if (status != KT_OK)
            break;
    }
    return status;
}

// An OR over the events and what is left.
static kt_status join(kt_normal *out, const kt_normal *rest, const bool *single, kt_arena *arena,
                      kt_error *err)
{
    kt_normal all = *rest;
    size_t n_inputs = rest->first[rest->n_gates];
    uint32_t gate = rest->n_gates;
    size_t at = n_inputs;
    kt_status status =
        kt_normal_reserve(&all, (size_t)gate + 1, n_inputs + rest->n_events + 1, arena, err);
    if (status != KT_OK)
        return status;
    memcpy(all.kind, rest->kind, gate * sizeof *all.kind);
    memcpy(all.min_share, rest->min_share, gate * sizeof *all.min_share);
    memcpy(all.first, rest->first, ((size_t)gate + 1) * sizeof *all.first);
    memcpy(all.input, rest->input, n_inputs * sizeof *all.input);
    memcpy(all.share, rest->share, n_inputs * sizeof *all.share);
    for (uint32_t e = 0; e < rest->n_events; e++) {
        if (single[e])
            all.input[at++] = kt_structure_event(e);
    }
    all.input[at++] = rest->top; // may be the constant that an OR does not mind
    all.kind[gate] = KT_GATE_OR;
    all.min_share[gate] = 0.0;
    all.first[gate + 1] = at;
    all.n_gates = gate + 1;
    all.top = kt_structure_gate(gate);
    return kt_normalise_again(out, &all, arena, err);
}

kt_status kt_reduce(kt_normal *normal, const kt_control *control, kt_arena *arena, kt_error *err)
{
    assert(normal->top > KT_INPUT_ALWAYS);
    kt_normal rest = {0};
    bool *single = kt_arena_alloc(arena, normal->n_events, sizeof *single);
    if (single == NULL)
        return kt_error_no_memory(err);
    kt_status status = find_singles(single, normal, control, arena, err);
    if (status == KT_OK)
        status = without_singles(&rest, normal, single, arena, err);
    if (status == KT_OK)
        status = shrink(&rest, control, arena, err);
    return status == KT_OK ? join(normal, &rest, single, arena, err) : status;
}
