// SPDX-License-Identifier: EUPL-1.2
// Builds one family over all events, in the order of one rule and without modules. It serves
// structures of some hundred events whose votes weigh the same events (all countries, half of every
// supply), where no order of events keeps the diagram small. It counts the gates where something
// longer was left out, so that the caller can say so.
#include "diagram/bounded.h"

#include <assert.h>

#include "diagram/build.h"

// The gates that the top needs, inputs first.
static kt_status list_gates(uint32_t **out, kt_bounded *b, const kt_normal *normal, kt_arena *arena,
                            kt_error *err)
{
    bool *needed = kt_arena_alloc(arena, normal->n_gates, sizeof *needed);
    *out = kt_arena_alloc(arena, normal->n_gates, sizeof **out);
    if (needed == NULL || *out == NULL)
        return kt_error_no_memory(err);
    if (kt_structure_is_gate(normal->top))
        needed[kt_structure_number(normal->top)] = true;
    for (uint32_t g = normal->n_gates; g-- > 0;) {
        for (size_t k = normal->first[g]; needed[g] && k < normal->first[g + 1]; k++) {
            if (kt_structure_is_gate(normal->input[k]))
                needed[kt_structure_number(normal->input[k])] = true;
        }
    }
    for (uint32_t g = 0; g < normal->n_gates; g++) {
        if (needed[g])
            (*out)[b->n_gates++] = g;
    }
    return KT_OK;
}

// Gates of which all or several inputs together may need more than `order` events.
static kt_status count_cut(kt_bounded *b, const uint32_t *gate, const kt_normal *normal,
                           uint32_t order, kt_arena *arena, kt_error *err)
{
    uint32_t *longest = kt_arena_alloc(arena, normal->n_gates, sizeof *longest);
    if (longest == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < b->n_gates; i++) {
        uint32_t g = gate[i];
        uint64_t size = 0;
        for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
            kt_input x = normal->input[k];
            uint64_t own = x == KT_INPUT_NEVER ? 0 : 1;
            if (kt_structure_is_gate(x))
                own = longest[kt_structure_number(x)];
            if (normal->kind[g] == KT_GATE_OR)
                size = own > size ? own : size;
            else
                size += own;
        }
        b->n_cut += size > order ? 1 : 0;
        longest[g] = size > order ? order : (uint32_t)size;
    }
    return KT_OK;
}

static void give_up_solution(kt_solution *s)
{
    for (uint32_t m = 0; m < s->modules->n; m++)
        s->function[m] = s->family[m] = KT_NODE_0;
    kt_diagram_tidy(s->diagram);
}

kt_status kt_bounded_solve(kt_bounded *out, kt_solution *s, uint32_t order, kt_arena *arena,
                           kt_error *err)
{
    assert(order >= 1);
    uint32_t *gate = NULL;
    kt_diagram *d = s->diagram;
    *out = (kt_bounded){.family = KT_NODE_0};
    give_up_solution(s);
    kt_status status = list_gates(&gate, out, s->normal, arena, err);
    if (status == KT_OK)
        status = kt_modules_solve_levels(s, KT_ORDER_LARGE, arena, err);
    if (status != KT_OK)
        return status;
    kt_build build = {.algebra = {d, order},
                      .normal = s->normal,
                      .gate = gate,
                      .n_gates = out->n_gates,
                      .event_level = s->event_level,
                      .value = s->value,
                      .n_uses = s->n_uses};
    d->budget = d->n_created + KT_MODULES_SOLVE_EFFORT;
    out->family = kt_build_root(&build);
    d->budget = UINT64_MAX;
    if (out->family != KT_NODE_NONE)
        return count_cut(out, gate, s->normal, order, arena, err);
    return kt_diagram_status(d, err);
}
