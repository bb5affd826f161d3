// SPDX-License-Identifier: EUPL-1.2
// See comparison.h. The rows before are found by their material in an index that is sorted once:
// some 65 rows for a frigate, as many as there are materials for an economy.
#include "analysis/assess/comparison.h"

#include <stdlib.h>

static const double ROUNDING = 1e-9; // 0.75 - 0.65 is less than a tenth in binary

typedef struct ranked {
    kt_symbol material;
    const kt_risk *row;
} ranked;

static int by_material(const void *left, const void *right)
{
    kt_symbol a = ((const ranked *)left)->material;
    kt_symbol b = ((const ranked *)right)->material;
    return (a > b) - (a < b);
}

static ranked *index_of(const kt_risks *ranking)
{
    ranked *index = calloc(ranking->n + 1, sizeof *index);
    for (size_t i = 0; index != NULL && i < ranking->n; i++)
        index[i] = (ranked){ranking->row[i].flow->material, &ranking->row[i]};
    if (index != NULL)
        qsort(index, ranking->n, sizeof *index, by_material);
    return index;
}

static const kt_risk *find(const ranked *index, size_t n, kt_symbol material)
{
    const ranked key = {.material = material};
    const ranked *found = bsearch(&key, index, n, sizeof key, by_material);
    return found == NULL ? NULL : found->row;
}

static kt_verdict held(const kt_risk *risk)
{
    if (risk == NULL)
        return KT_VERDICT_UNKNOWN;
    kt_verdict concentrated = risk->condition[KT_CONCENTRATED];
    kt_verdict unreliable = risk->condition[KT_UNRELIABLE];
    return concentrated < unreliable ? concentrated : unreliable;
}

// Where either is not known nothing can be said of how far it moved.
static bool moved(const kt_risk *before, const kt_risk *after)
{
    return fabs(after->share - before->share) >= KT_COMPARISON_MOVED - ROUNDING;
}

// One of them may be NULL.
static void add(kt_comparison *out, kt_symbol material, const kt_risk *before, const kt_risk *after)
{
    bool both = before != NULL && after != NULL;
    kt_compared row = {.material = material,
                       .before = before,
                       .after = after,
                       .held_before = held(before),
                       .held = held(after),
                       .verdict = !both || before->risky != after->risky,
                       .mechanism = !both || before->mechanism != after->mechanism,
                       .share = both && moved(before, after)};
    row.hold = row.held_before != row.held;
    if (row.verdict || row.mechanism || row.hold || row.share)
        out->row[out->n++] = row;
}

// What differs that matters most: the lower, the more.
static int weight(const kt_compared *row)
{
    return row->verdict ? 0 : row->mechanism ? 1 : row->hold ? 2 : 3;
}

// Rows of one ranking stand in its order in memory; those that are ranked after come first.
static int by_weight(const void *left, const void *right)
{
    const kt_compared *a = left;
    const kt_compared *b = right;
    if (weight(a) != weight(b))
        return weight(a) - weight(b);
    if ((a->after == NULL) != (b->after == NULL))
        return a->after == NULL ? 1 : -1;
    return a->after == NULL ? (a->before > b->before) - (a->before < b->before)
                            : (a->after > b->after) - (a->after < b->after);
}

kt_status kt_comparison_find(kt_comparison *out, const kt_risks *before, const kt_risks *after,
                             kt_arena *arena, kt_error *err)
{
    *out = (kt_comparison){.row = kt_arena_alloc(arena, before->n + after->n, sizeof *out->row)};
    ranked *old = index_of(before);
    ranked *new = index_of(after);
    kt_status status = KT_OK;
    if (out->row == NULL || old == NULL || new == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < after->n; i++) {
        kt_symbol material = after->row[i].flow->material;
        add(out, material, find(old, before->n, material), &after->row[i]);
    }
    for (size_t i = 0; i < before->n; i++) {
        kt_symbol material = before->row[i].flow->material;
        if (find(new, after->n, material) == NULL)
            add(out, material, &before->row[i], NULL);
    }
    qsort(out->row, out->n, sizeof *out->row, by_weight);
done:
    free(old);
    free(new);
    return status;
}

bool kt_comparison_is_more(const kt_compared *compared)
{
    return compared->held == KT_VERDICT_YES && compared->held_before == KT_VERDICT_NO;
}

bool kt_comparison_is_less(const kt_compared *compared)
{
    return compared->held == KT_VERDICT_NO && compared->held_before == KT_VERDICT_YES;
}
