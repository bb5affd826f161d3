// SPDX-License-Identifier: EUPL-1.2
// Counts failed inputs upwards: an OR fails with its first, an AND with its last, a vote when too
// much share is lost. Shares are added in the order in which inputs fail; where that sum is too
// near the threshold to tell, what is left is added once more in the order of the gate, as
// everywhere. What an event has changed is taken back before the next one.
#include "diagram/spread.h"

#include <float.h>

static kt_status open_arrays(kt_spread *s, size_t n_codes, kt_arena *arena, kt_error *err)
{
    size_t n = s->normal->n_gates;
    s->first = kt_arena_alloc(arena, n_codes + 1, sizeof *s->first);
    s->use = kt_arena_alloc(arena, s->normal->first[n], sizeof *s->use);
    s->total = kt_arena_alloc(arena, n, sizeof *s->total);
    s->lost = kt_arena_alloc(arena, n, sizeof *s->lost);
    s->failed = kt_arena_alloc(arena, n, sizeof *s->failed);
    s->seen = kt_arena_alloc(arena, n, sizeof *s->seen);
    s->touched = kt_arena_alloc(arena, n, sizeof *s->touched);
    s->stack = kt_arena_alloc(arena, n + 1, sizeof *s->stack);
    if (s->first == NULL || s->use == NULL || s->total == NULL || s->lost == NULL ||
        s->failed == NULL || s->seen == NULL || s->touched == NULL || s->stack == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

kt_status kt_spread_open(kt_spread *out, const kt_normal *normal, kt_arena *arena, kt_error *err)
{
    uint32_t most = normal->n_gates > normal->n_events ? normal->n_gates : normal->n_events;
    size_t n_codes = 2 * (size_t)most + 4;
    *out = (kt_spread){.normal = normal};
    kt_status status = open_arrays(out, n_codes, arena, err);
    if (status != KT_OK)
        return status;
    for (size_t k = 0; k < normal->first[normal->n_gates]; k++)
        out->first[normal->input[k] + 1]++;
    for (size_t code = 0; code < n_codes; code++)
        out->first[code + 1] += out->first[code];
    for (uint32_t g = normal->n_gates; g-- > 0;) { // from behind: ends become beginnings
        for (size_t k = normal->first[g + 1]; k-- > normal->first[g];) {
            out->use[--out->first[normal->input[k] + 1]] = (kt_spread_use){g, k};
            out->total[g] += normal->share[k];
        }
    }
    for (size_t code = 0; code < n_codes; code++)
        out->first[code] = out->first[code + 1];
    out->first[n_codes] = normal->first[normal->n_gates];
    return KT_OK;
}

static bool has_failed(const kt_spread *s, kt_input x)
{
    return x == s->event || (kt_structure_is_gate(x) && s->failed[kt_structure_number(x)]);
}

// As the gate itself adds: what is left, in the order given.
static bool vote_fails_exactly(const kt_spread *s, uint32_t gate)
{
    const kt_normal *normal = s->normal;
    double left = 0.0;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++) {
        if (!has_failed(s, normal->input[k]))
            left += normal->share[k];
    }
    return !kt_normal_fine(left, normal->min_share[gate]);
}

static bool vote_fails(const kt_spread *s, uint32_t gate)
{
    const kt_normal *normal = s->normal;
    double n = (double)(normal->first[gate + 1] - normal->first[gate]);
    double threshold = normal->min_share[gate] - KT_SHARE_TOLERANCE;
    double rounding = 8.0 * (n + 1.0) * DBL_EPSILON * (s->total[gate] + threshold);
    double left = s->total[gate] - s->lost[gate];
    if (left > rounding && left >= threshold + rounding)
        return false;
    return left < threshold - rounding || vote_fails_exactly(s, gate);
}

static bool gate_fails(const kt_spread *s, uint32_t gate)
{
    size_t n = s->normal->first[gate + 1] - s->normal->first[gate];
    switch (s->normal->kind[gate]) {
    case KT_GATE_OR:
        return true;
    case KT_GATE_AND:
        return s->lost[gate] >= (double)n;
    default:
        return vote_fails(s, gate);
    }
}

static void take_back(kt_spread *s)
{
    for (uint32_t i = 0; i < s->n_touched; i++) {
        uint32_t g = s->touched[i];
        s->lost[g] = 0.0;
        s->failed[g] = s->seen[g] = false;
    }
    s->n_touched = 0;
    s->event = KT_INPUT_NEVER;
}

// One input of the gate has failed.
static void note_loss(kt_spread *s, const kt_spread_use *use)
{
    uint32_t g = use->gate;
    s->lost[g] += s->normal->kind[g] == KT_GATE_WEIGHTED ? s->normal->share[use->place] : 1.0;
    if (!s->seen[g])
        s->touched[s->n_touched++] = g;
    s->seen[g] = true;
}

bool kt_spread_event(kt_spread *s, uint32_t event)
{
    size_t depth = 0;
    take_back(s);
    s->event = kt_structure_event(event);
    s->stack[depth++] = s->event;
    while (depth > 0) {
        kt_input x = s->stack[--depth];
        if (x == s->normal->top)
            return true;
        for (size_t u = s->first[x]; u < s->first[x + 1]; u++) {
            uint32_t g = s->use[u].gate;
            note_loss(s, &s->use[u]);
            if (s->failed[g] || !gate_fails(s, g))
                continue;
            s->failed[g] = true;
            s->stack[depth++] = kt_structure_gate(g);
        }
    }
    return false;
}
