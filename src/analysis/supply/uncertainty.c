// SPDX-License-Identifier: EUPL-1.2
// Makes draws in blocks of 64, a block by one thread, into columns of their own; quantiles are
// taken afterwards, a stage or material at a time. Each value has its place before the threads
// start, so none waits for another and nothing depends on their number. All values are kept,
// because a quantile needs them all: 8 bytes a draw and figure.
#include "analysis/supply/uncertainty.h"

#include <stdlib.h>

#include "base/parallel.h"
#include "base/philox.h"
#include "base/stat.h"

enum { BLOCK = 64, WORDS = 4 };

static const double LOW = 0.05;
static const double HIGH = 0.95;

typedef struct scratch {
    kt_basis_values values;
    kt_supply_risk_values result;
    uint32_t *order; // [n_materials]
} scratch;

typedef struct sampling {
    const kt_supply_risk *supply_risk;
    kt_uncertainty *out;
    uint32_t draws;
    double *stage_sr;    // [n_stages][draws]
    double *material_sr; // [n_materials][draws]
    double *rank;        // [n_materials][draws]
    scratch *scratch;    // [threads]
    double *sorted;      // [threads][draws]
} sampling;

// Uniform between the bounds; NaN stays NaN. Returns the next free draw.
static uint64_t draw_between(double *out, const double *low, const double *high, uint32_t n,
                             kt_philox stream, uint64_t draw)
{
    for (uint32_t i = 0; i < n; i += WORDS) {
        double u[WORDS];
        kt_philox_uniform4(u, stream, draw++);
        for (uint32_t k = 0; k < WORDS && i + k < n; k++)
            out[i + k] = low[i + k] + u[k] * (high[i + k] - low[i + k]);
    }
    return draw;
}

static double within_scale(double governance)
{
    return governance < 0.0 ? 0.0 : governance > 10.0 ? 10.0 : governance;
}

static void draw_governance(double *out, const kt_basis *b, kt_philox stream, uint64_t draw)
{
    for (uint32_t i = 0; i < b->n_countries; i += 2) {
        double normal[2];
        kt_philox_normal2(normal, stream, draw++);
        for (uint32_t k = 0; k < 2 && i + k < b->n_countries; k++)
            out[i + k] = within_scale(b->published.governance[i + k] +
                                      normal[k] * b->governance_error[i + k]);
    }
}

static void draw_values(const kt_basis_values *v, const kt_basis *b, kt_philox stream)
{
    uint64_t next = draw_between(v->share, b->low.share, b->high.share, b->n_shares, stream, 0);
    next = draw_between(v->import_reliance, b->low.import_reliance, b->high.import_reliance,
                        b->n_stages, stream, next);
    next = draw_between(v->eol_rir, b->low.eol_rir, b->high.eol_rir, b->n_stages, stream, next);
    draw_governance(v->governance, b, stream, next);
}

// Ranks 1 (largest) to the number of known values; equal values share their mean rank. 0: unknown.
// Insertion sort: the order hardly changes from draw to draw, so it costs little more than a scan.
static uint32_t rank_values(double *rank, size_t step, const double *sr, uint32_t *order,
                            uint32_t n)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t m = order[i];
        rank[m * step] = 0.0;
        if (isnan(sr[m]))
            continue;
        uint32_t at = known++;
        uint32_t held = order[at]; // an unknown one, or m itself
        order[i] = held;
        for (; at > 0 && sr[order[at - 1]] < sr[m]; at--)
            order[at] = order[at - 1];
        order[at] = m;
    }
    for (uint32_t first = 0; first < known;) {
        uint32_t end = first + 1;
        while (end < known && sr[order[end]] == sr[order[first]])
            end++;
        double mean = (double)(first + 1 + end) / 2.0;
        for (; first < end; first++)
            rank[order[first] * step] = mean;
    }
    return known;
}

// Pearson's correlation of the ranks, over materials with a known value.
static double correlate(const double *published, const double *rank, size_t step, uint32_t n,
                        uint32_t known)
{
    double mean = (known + 1) / 2.0;
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (uint32_t m = 0; m < n; m++) {
        if (published[m] == 0.0)
            continue;
        double x = published[m] - mean;
        double y = rank[m * step] - mean;
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : 1.0;
}

static kt_status draw_block(void *user, uint64_t block, unsigned worker, kt_error *err)
{
    const sampling *s = user;
    const kt_supply_risk *c = s->supply_risk;
    const kt_basis *b = c->basis;
    const scratch *own = &s->scratch[worker];
    size_t step = s->draws;
    (void)err; // nothing can fail here
    for (uint32_t m = 0; m < b->n_materials; m++)
        own->order[m] = m;
    for (size_t d = block * BLOCK; d < (block + 1) * BLOCK && d < s->draws; d++) {
        kt_philox stream = {s->out->options.seed, d};
        draw_values(&own->values, b, stream);
        kt_supply_risk_evaluate(&own->result, b, &own->values, c->used);
        for (uint32_t k = 0; k < b->n_stages; k++)
            s->stage_sr[k * step + d] = own->result.stage[k].sr;
        for (uint32_t m = 0; m < b->n_materials; m++)
            s->material_sr[m * step + d] = own->result.sr[m];
        rank_values(s->rank + d, step, own->result.sr, own->order, b->n_materials);
    }
    return KT_OK;
}

static kt_interval interval_of(const double *value, double *sorted, uint32_t n)
{
    kt_interval interval = {(double)NAN, (double)NAN, (double)NAN};
    uint32_t above = 0;
    for (uint32_t d = 0; d < n; d++) {
        if (isnan(value[d]))
            return interval;
        sorted[d] = value[d];
        above += kt_supply_risk_above(value[d]);
    }
    kt_stat_sort(sorted, n);
    interval.p05 = kt_stat_quantile(sorted, n, LOW);
    interval.p95 = kt_stat_quantile(sorted, n, HIGH);
    interval.above = n > 0 ? (double)above / n : (double)NAN;
    return interval;
}

// A rank; 0 where there is none, since nothing is known of the material.
static uint32_t whole(double rank)
{
    return isnan(rank) ? 0 : (uint32_t)rank;
}

// Round r: stage r, or the material after the last stage.
static kt_status summarise(void *user, uint64_t round, unsigned worker, kt_error *err)
{
    const sampling *s = user;
    const kt_basis *b = s->supply_risk->basis;
    double *sorted = s->sorted + (size_t)worker * s->draws;
    (void)err; // nothing can fail here
    if (round < b->n_stages) {
        s->out->stage[round] = interval_of(s->stage_sr + round * s->draws, sorted, s->draws);
        return KT_OK;
    }
    size_t m = round - b->n_stages;
    const double *rank = s->rank + m * s->draws;
    s->out->material[m] = interval_of(s->material_sr + m * s->draws, sorted, s->draws);
    for (uint32_t d = 0; d < s->draws; d++)
        sorted[d] = rank[d];
    kt_stat_sort(sorted, s->draws);
    s->out->rank[m].p05 = whole(kt_stat_quantile(sorted, s->draws, LOW));
    s->out->rank[m].p95 = whole(ceil(kt_stat_quantile(sorted, s->draws, HIGH)));
    return KT_OK;
}

static kt_status open_scratch(sampling *s, unsigned threads, kt_arena *arena, kt_error *err)
{
    const kt_basis *b = s->supply_risk->basis;
    s->scratch = kt_arena_alloc(arena, threads, sizeof *s->scratch);
    s->sorted = kt_arena_alloc(arena, (size_t)threads * s->draws, sizeof *s->sorted);
    if (s->scratch == NULL || s->sorted == NULL)
        return kt_error_no_memory(err);
    for (unsigned t = 0; t < threads; t++) {
        scratch *own = &s->scratch[t];
        own->values.share = kt_arena_alloc(arena, b->n_shares, sizeof(double));
        own->values.governance = kt_arena_alloc(arena, b->n_countries, sizeof(double));
        own->values.import_reliance = kt_arena_alloc(arena, b->n_stages, sizeof(double));
        own->values.eol_rir = kt_arena_alloc(arena, b->n_stages, sizeof(double));
        own->order = kt_arena_alloc(arena, b->n_materials, sizeof *own->order);
        if (own->values.share == NULL || own->values.governance == NULL ||
            own->values.import_reliance == NULL || own->values.eol_rir == NULL ||
            own->order == NULL || kt_supply_risk_allocate(&own->result, b, arena, err) != KT_OK)
            return kt_error_no_memory(err);
    }
    return KT_OK;
}

static kt_status open_columns(sampling *s, kt_arena *arena, kt_error *err)
{
    const kt_basis *b = s->supply_risk->basis;
    size_t draws = s->draws;
    s->stage_sr = kt_arena_alloc(arena, draws * b->n_stages, sizeof(double));
    s->material_sr = kt_arena_alloc(arena, draws * b->n_materials, sizeof(double));
    s->rank = kt_arena_alloc(arena, draws * b->n_materials, sizeof(double));
    if (s->stage_sr == NULL || s->material_sr == NULL || s->rank == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

// Ranks of the published figures, and how the draws follow them.
static kt_status rank_published(const sampling *s, kt_arena *arena, kt_error *err)
{
    const kt_supply_risk *c = s->supply_risk;
    uint32_t n = c->basis->n_materials;
    double *published = kt_arena_alloc(arena, (size_t)n + 1, sizeof *published);
    uint32_t *order = kt_arena_alloc(arena, (size_t)n + 1, sizeof *order);
    kt_sum sum = {0};
    if (published == NULL || order == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < n; m++)
        order[m] = m;
    uint32_t known = rank_values(published, 1, c->values.sr, order, n);
    for (uint32_t m = 0; m < n; m++)
        s->out->rank[m].rank = (uint32_t)published[m]; // equal ones: the best rank, rounded down
    for (uint32_t d = 0; d < s->draws; d++)
        kt_stat_add(&sum, correlate(published, s->rank + d, s->draws, n, known));
    s->out->stability = s->draws > 0 ? kt_stat_total(&sum) / s->draws : (double)NAN;
    return KT_OK;
}

kt_status kt_uncertainty_find(kt_uncertainty *out, const kt_supply_risk *c,
                              kt_uncertainty_options options, kt_arena *arena, kt_error *err)
{
    const kt_basis *b = c->basis;
    kt_status status = KT_OK;
    kt_arena temporary = {0};
    sampling s = {.supply_risk = c, .out = out, .draws = options.draws};
    kt_parallel drawing = {.n_tasks = (s.draws + BLOCK - 1) / BLOCK,
                           .task = draw_block,
                           .user = &s,
                           .control = options.control,
                           .phase = "drawing figures"};
    kt_parallel summary = drawing;
    summary.n_tasks = (uint64_t)b->n_stages + b->n_materials;
    summary.task = summarise;
    unsigned threads = kt_parallel_threads(&drawing);
    if (kt_parallel_threads(&summary) > threads)
        threads = kt_parallel_threads(&summary);
    *out = (kt_uncertainty){.options = options};
    out->stage = kt_arena_alloc(arena, (size_t)b->n_stages + 1, sizeof *out->stage);
    out->material = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof *out->material);
    out->rank = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof *out->rank);
    if (out->stage == NULL || out->material == NULL || out->rank == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(open_columns(&s, &temporary, err));
    KT_TRY(open_scratch(&s, threads, &temporary, err));
    KT_TRY(kt_parallel_run(&drawing, err));
    KT_TRY(kt_parallel_run(&summary, err));
    KT_TRY(rank_published(&s, &temporary, err));
done:
    kt_arena_free(&temporary);
    return status;
}
