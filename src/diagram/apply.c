// SPDX-License-Identifier: EUPL-1.2
// The one loop under all operations of bdd.c and zdd.c, over 1e3 nodes (a frigate) to 3e7 (1 GB). A
// result is remembered in a table where a newer one replaces an older one in its place: losing a
// result costs time only, and the table needs no chains and no collector.
#include "diagram/apply.h"

#include <assert.h>

#include "base/grow.h"

enum { RULE_BITS = 5 };

static_assert(KT_APPLY_N_RULES <= 1 << RULE_BITS, "a rule's number does not fit in a key");

static uint32_t key_of(const kt_call *call)
{
    assert(call->k < UINT32_C(1) << (32 - RULE_BITS));
    return call->rule->id | call->k << RULE_BITS;
}

// What is known without work, or KT_NODE_NONE.
static kt_node known(kt_diagram *d, kt_call *call)
{
    kt_node result = call->rule->quick(d, call);
    if (result != KT_NODE_NONE)
        return result;
    uint32_t key = key_of(call);
    const kt_diagram_memo *a = kt_diagram_memo_at(d, key, call->f, call->g);
    return a->key == key && a->f == call->f && a->g == call->g ? a->result : KT_NODE_NONE;
}

static void remember(kt_diagram *d, const kt_diagram_frame *frame, kt_node result)
{
    kt_call call = {frame->rule, frame->f, frame->g, frame->k};
    uint32_t key = key_of(&call);
    *kt_diagram_memo_at(d, key, frame->f, frame->g) =
        (kt_diagram_memo){key, frame->f, frame->g, result};
    d->n_memos++;
}

static bool push(kt_diagram *d, const kt_call *call)
{
    if (d->n_frames == d->frame_capacity) {
        size_t before = d->frame_capacity;
        bool failed = false;
        d->frame =
            kt_grow_array(d->frame, &d->frame_capacity, d->n_frames + 1, sizeof *d->frame, &failed);
        if (failed)
            return kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
        d->bytes += (d->frame_capacity - before) * sizeof *d->frame;
    }
    d->frame[d->n_frames++] =
        (kt_diagram_frame){.rule = call->rule, .f = call->f, .g = call->g, .k = call->k};
    return true;
}

kt_node kt_apply_run(kt_diagram *d, const kt_apply_rule *rule, kt_node f, kt_node g, uint32_t k)
{
    kt_call call = {rule, f, g, k};
    size_t bottom = d->n_frames;
    if (f == KT_NODE_NONE || g == KT_NODE_NONE || !kt_diagram_goes_on(d) ||
        !kt_diagram_memo_ready(d))
        return KT_NODE_NONE;
    assert(f < d->n_used && g < d->n_used);
    assert(rule->id >= KT_APPLY_AND && rule->id < KT_APPLY_N_RULES);
    kt_node last = known(d, &call);
    if (last != KT_NODE_NONE)
        return last;
    if (!push(d, &call))
        return KT_NODE_NONE;
    last = KT_NODE_0;
    while (d->n_frames > bottom) {
        kt_diagram_frame *frame = &d->frame[d->n_frames - 1];
        kt_node result = KT_NODE_NONE;
        if (frame->rule->step(d, frame, last, &call, &result)) {
            last = known(d, &call);
            if (last == KT_NODE_NONE) { // the call has to be worked out
                last = KT_NODE_0;
                if (!push(d, &call))
                    break;
            }
            continue;
        }
        if (result == KT_NODE_NONE || !kt_diagram_goes_on(d) || !kt_diagram_memo_ready(d))
            break;
        remember(d, frame, result);
        d->n_frames--;
        last = result;
    }
    bool done = d->n_frames == bottom;
    d->n_frames = bottom;
    return done ? last : KT_NODE_NONE;
}
