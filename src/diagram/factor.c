// SPDX-License-Identifier: EUPL-1.2
// For each AND and vote: what would be lost if one cause failed that stands below the OR gates
// among its inputs. Where that makes the gate fail for certain, the gate becomes an OR of the cause
// and of itself without it: its OR inputs are written once more, for this gate alone, without the
// cause. The copies are small, because a source is an OR of its own event and a handful of needs.
#include "diagram/factor.h"

#include <float.h>
#include <string.h>

enum { GROWTH = 4 }; // inputs of the result over inputs of the form, at most

typedef struct factoring {
    const kt_normal *in;
    kt_normal *out;
    size_t n_inputs, room; // of the result
    kt_input *map;         // what each gate of `in` has become
    double *loss;          // by input code: lost with it
    uint32_t *seen;        // by input code: the last input of the gate that had it, + 1
    bool *apart;           // by input code: put beside the gate at hand
    kt_input *cause;       // those with a loss
    size_t n_causes;
} factoring;

static kt_input mapped(const factoring *f, kt_input x)
{
    return kt_structure_is_gate(x) ? f->map[kt_structure_number(x)] : x;
}

static void begin_gate(factoring *f, kt_gate_kind kind, double min_share)
{
    f->out->kind[f->out->n_gates] = (uint8_t)kind;
    f->out->min_share[f->out->n_gates] = min_share;
}

static void put(factoring *f, kt_input x, double share)
{
    f->out->input[f->n_inputs] = x;
    f->out->share[f->n_inputs++] = share;
}

static kt_input end_gate(factoring *f)
{
    uint32_t gate = f->out->n_gates++;
    f->out->first[gate + 1] = f->n_inputs;
    return kt_structure_gate(gate);
}

static kt_input copy_gate(factoring *f, uint32_t gate)
{
    const kt_normal *in = f->in;
    begin_gate(f, (kt_gate_kind)in->kind[gate], in->min_share[gate]);
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++)
        put(f, mapped(f, in->input[k]), in->share[k]);
    return end_gate(f);
}

static bool is_or(const kt_normal *in, kt_input x)
{
    return kt_structure_is_gate(x) && in->kind[kt_structure_number(x)] == KT_GATE_OR;
}

static void note(factoring *f, kt_input cause, uint32_t input, double weight)
{
    if (f->seen[cause] == input + 1)
        return; // an OR names it once; so does the input itself
    if (f->seen[cause] == 0)
        f->cause[f->n_causes++] = cause;
    f->seen[cause] = input + 1;
    f->loss[cause] += weight;
}

// The causes at the inputs of the gate, and what is lost with each.
static void note_causes(factoring *f, uint32_t gate)
{
    const kt_normal *in = f->in;
    size_t first = in->first[gate];
    f->n_causes = 0;
    for (size_t k = first; k < in->first[gate + 1]; k++) {
        kt_input x = in->input[k];
        double weight = in->kind[gate] == KT_GATE_WEIGHTED ? in->share[k] : 1.0;
        uint32_t input = (uint32_t)(k - first);
        if (x == KT_INPUT_NEVER)
            continue;
        note(f, x, input, weight);
        if (!is_or(in, x))
            continue;
        uint32_t below = kt_structure_number(x);
        for (size_t j = in->first[below]; j < in->first[below + 1]; j++)
            note(f, in->input[j], input, weight);
    }
}

// A loss that makes the gate fail, whatever the rounding.
static double enough(const kt_normal *in, uint32_t gate)
{
    size_t n = in->first[gate + 1] - in->first[gate];
    double total = 0.0;
    if (in->kind[gate] == KT_GATE_AND)
        return (double)n - 0.5;
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++)
        total += in->share[k];
    double fine = in->min_share[gate] - KT_SHARE_TOLERANCE;
    return total - fine + 8.0 * ((double)n + 1.0) * DBL_EPSILON * (total + fine);
}

// Inputs that writing the gate apart takes.
static size_t size_apart(const factoring *f, uint32_t gate)
{
    const kt_normal *in = f->in;
    size_t size = f->n_causes + 1;
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++) {
        uint32_t below = kt_structure_number(in->input[k]);
        size += 1 + (is_or(in, in->input[k]) ? in->first[below + 1] - in->first[below] : 0);
    }
    return size;
}

// An input of the gate without the causes that are put beside it.
static kt_input without_causes(factoring *f, kt_input x)
{
    const kt_normal *in = f->in;
    bool touched = false;
    if (f->apart[x])
        return KT_INPUT_NEVER;
    if (!is_or(in, x))
        return mapped(f, x);
    uint32_t below = kt_structure_number(x);
    for (size_t j = in->first[below]; j < in->first[below + 1]; j++)
        touched |= f->apart[in->input[j]];
    if (!touched)
        return mapped(f, x);
    begin_gate(f, KT_GATE_OR, 0.0);
    for (size_t j = in->first[below]; j < in->first[below + 1]; j++) {
        if (!f->apart[in->input[j]])
            put(f, mapped(f, in->input[j]), 0.0);
    }
    return end_gate(f);
}

// The gate without the causes, and an OR of it and them. `list`: room for its inputs.
static kt_input put_apart(factoring *f, uint32_t gate, kt_input *list)
{
    const kt_normal *in = f->in;
    size_t first = in->first[gate];
    for (size_t k = first; k < in->first[gate + 1]; k++)
        list[k - first] = without_causes(f, in->input[k]);
    begin_gate(f, (kt_gate_kind)in->kind[gate], in->min_share[gate]);
    for (size_t k = first; k < in->first[gate + 1]; k++)
        put(f, list[k - first], in->share[k]);
    kt_input rest = end_gate(f);
    begin_gate(f, KT_GATE_OR, 0.0);
    for (size_t c = 0; c < f->n_causes; c++) {
        if (f->apart[f->cause[c]])
            put(f, mapped(f, f->cause[c]), 0.0);
    }
    put(f, rest, 0.0);
    return end_gate(f);
}

static kt_input factor_gate(factoring *f, uint32_t gate, kt_input *list, size_t *n)
{
    double needed = enough(f->in, gate);
    size_t n_apart = 0;
    size_t rest = f->in->first[f->in->n_gates] - f->in->first[gate]; // for the gates that follow
    note_causes(f, gate);
    for (size_t c = 0; c < f->n_causes; c++) {
        kt_input cause = f->cause[c];
        f->apart[cause] = f->loss[cause] > needed;
        n_apart += f->apart[cause];
    }
    bool fits = f->n_inputs + size_apart(f, gate) + rest <= f->room;
    kt_input made = n_apart > 0 && fits ? put_apart(f, gate, list) : copy_gate(f, gate);
    *n += fits ? n_apart : 0;
    for (size_t c = 0; c < f->n_causes; c++) {
        kt_input cause = f->cause[c];
        f->loss[cause] = 0.0;
        f->seen[cause] = 0;
        f->apart[cause] = false;
    }
    return made;
}

static kt_status open_factoring(factoring *f, kt_arena *arena, kt_error *err)
{
    const kt_normal *in = f->in;
    uint32_t larger = in->n_gates > in->n_events ? in->n_gates : in->n_events;
    size_t n_codes = 2 * (size_t)larger + 4;
    f->room = GROWTH * (in->first[in->n_gates] + 4);
    f->map = kt_arena_alloc(arena, in->n_gates, sizeof *f->map);
    f->loss = kt_arena_alloc(arena, n_codes, sizeof *f->loss);
    f->seen = kt_arena_alloc(arena, n_codes, sizeof *f->seen);
    f->apart = kt_arena_alloc(arena, n_codes, sizeof *f->apart);
    f->cause = kt_arena_alloc(arena, n_codes, sizeof *f->cause);
    if (f->map == NULL || f->loss == NULL || f->seen == NULL || f->apart == NULL ||
        f->cause == NULL)
        return kt_error_no_memory(err);
    return kt_normal_reserve(f->out, f->room, f->room, arena, err);
}

kt_status kt_factor(kt_normal *out, size_t *n, const kt_normal *in, kt_arena *arena, kt_error *err)
{
    factoring f = {.in = in, .out = out};
    *n = 0;
    *out = (kt_normal){.n_events = in->n_events, .event = in->event};
    kt_input *list = kt_arena_alloc(arena, in->first[in->n_gates], sizeof *list);
    kt_status status = open_factoring(&f, arena, err);
    if (status != KT_OK)
        return status;
    if (list == NULL)
        return kt_error_no_memory(err);
    for (uint32_t g = 0; g < in->n_gates; g++)
        f.map[g] = in->kind[g] == KT_GATE_OR ? copy_gate(&f, g) : factor_gate(&f, g, list, n);
    out->top = mapped(&f, in->top);
    return KT_OK;
}
