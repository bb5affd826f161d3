// SPDX-License-Identifier: EUPL-1.2
// Decides hazard i by byte i of the run, whatever the others do, so that two samples with one seed
// see the same accidents; sixteen hazards cost one block of random numbers. Eight bits decide 255
// times of 256, the exact chance the rest. Shares and the first event have draws of their own. Tens
// to hundreds of hazards.
#include "analysis/years/draw.h"

#include <assert.h>
#include <stdlib.h>

#include "base/philox.h"

enum { BLOCK = 16 }; // hazards that a block of random numbers decides
static const double CELLS = 256.0;

static const uint64_t FIRST_EVENT = UINT64_C(1) << 40; // draws that no hazard has
static const uint64_t SHARES = UINT64_C(1) << 41;
static const uint64_t TIES = UINT64_C(1) << 42;

kt_status kt_draw_open(kt_draw *out, const kt_montecarlo *run, const kt_montecarlo_options *options,
                       kt_sampling sampling, kt_error *err)
{
    uint32_t n = run->hazards.n;
    *out = (kt_draw){.hazards = &run->hazards,
                     .scenarios = &run->scenarios,
                     .sampling = sampling,
                     .seed = options->seed,
                     .spread = options->spread};
    out->chance = malloc(((size_t)n + 1) * sizeof *out->chance);
    out->first = malloc(((size_t)n + 1) * sizeof *out->first);
    out->below = malloc(((size_t)n + 1) * sizeof *out->below);
    if (out->chance == NULL || out->first == NULL || out->below == NULL) {
        kt_draw_close(out);
        return kt_error_no_memory(err);
    }
    double quiet = 0.0; // logarithm of the probability that none so far occurs
    for (uint32_t i = 0; i < n; i++) {
        double p = run->hazards.row[i].probability;
        assert(p > 0.0 && p <= 1.0);
        // rare ones as often as one in n: about one of them a run, and none weighs more than e
        double raised = sampling == KT_SAMPLING_IMPORTANCE ? 1.0 / (double)(n + 1) : 0.0;
        out->chance[i] = p > raised ? p : raised;
        out->below[i] = (uint16_t)(out->chance[i] * CELLS);
        quiet += log1p(-p);
        out->first[i] = -expm1(quiet);
    }
    out->anything = n > 0 ? out->first[n - 1] : 0.0;
    return KT_OK;
}

double kt_draw_anything_but(const kt_draw *draw, uint32_t scenario)
{
    double quiet = 0.0;
    for (uint32_t i = 0; i < draw->hazards->n; i++) {
        const kt_hazard *hazard = &draw->hazards->row[i];
        if (!(hazard->is_scenario && hazard->first == scenario))
            quiet += log1p(-hazard->probability);
    }
    return -expm1(quiet);
}

void kt_draw_close(kt_draw *draw)
{
    free(draw->chance);
    free(draw->first);
    free(draw->below);
    *draw = (kt_draw){0};
}

void kt_draw_occur(const kt_draw *draw, kt_capacity *capacity, uint32_t i, uint32_t lane)
{
    assert(i < draw->hazards->n);
    const kt_hazard *hazard = &draw->hazards->row[i];
    if (hazard->is_scenario) {
        kt_scenario_apply(capacity, draw->scenarios, hazard->first,
                          draw->scenarios->row[hazard->first].worst_day, lane);
        return;
    }
    for (uint32_t k = hazard->first; k < hazard->first + hazard->n; k++)
        kt_capacity_set(capacity, draw->hazards->producer[k], lane, 0.0);
}

// The first hazard of a year in which there is one.
static uint32_t first_event(const kt_draw *draw, uint64_t run)
{
    double at = kt_philox_uniform((kt_philox){draw->seed, run}, FIRST_EVENT) * draw->anything;
    uint32_t low = 0;
    uint32_t high = draw->hazards->n - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (draw->first[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// Eight bits decide unless they equal the bits of the chance itself, once in 256; then the rest of
// the chance does.
static bool happens(const kt_draw *draw, uint64_t run, uint32_t i, uint32_t bits)
{
    if (bits != draw->below[i])
        return bits < draw->below[i];
    return kt_philox_uniform((kt_philox){draw->seed, run}, TIES + i) <
           draw->chance[i] * CELLS - (double)bits;
}

static bool ends(const kt_draw *draw, uint32_t i)
{
    return draw->stops != NULL && draw->stops[i];
}

// Decides the hazards from `from` on, sixteen a block, up to one that ends the year.
static void decide(kt_drawn *out, const kt_draw *draw, uint64_t run, uint32_t from)
{
    uint32_t n = draw->hazards->n;
    for (uint32_t block = from / BLOCK; block * BLOCK < n; block++) {
        uint32_t word[4];
        uint32_t end = (block + 1) * BLOCK < n ? (block + 1) * BLOCK : n;
        kt_philox_block(word, (kt_philox){draw->seed, run}, block);
        for (uint32_t i = block * BLOCK; i < end; i++) {
            uint32_t bits = word[i % BLOCK / 4] >> (i % 4 * 8) & 0xff;
            if (bits > draw->below[i] || i < from || !happens(draw, run, i, bits))
                continue;
            out->hazard[out->n++] = i;
            if (ends(draw, i))
                return;
        }
    }
}

// How many years a run of an importance sample stands for.
static double mass_of(const kt_drawn *drawn, const kt_draw *draw)
{
    double mass = 1.0;
    uint32_t next = 0; // of those that occur
    for (uint32_t i = 0; i < draw->hazards->n; i++) {
        double p = draw->hazards->row[i].probability;
        double q = draw->chance[i];
        bool occurs = next < drawn->n && drawn->hazard[next] == i;
        next += occurs;
        if (q != p)
            mass *= occurs ? p / q : (1.0 - p) / (1.0 - q);
    }
    return mass;
}

void kt_draw_year(kt_drawn *out, const kt_draw *draw, uint64_t run)
{
    assert(draw->sampling != KT_SAMPLING_STRATIFIED || draw->hazards->n == 0 ||
           draw->anything > 0.0);
    uint32_t from = 0;
    out->n = 0;
    out->mass = 1.0;
    if (draw->hazards->n == 0)
        return;
    if (draw->sampling == KT_SAMPLING_STRATIFIED) {
        uint32_t first = first_event(draw, run);
        out->hazard[out->n++] = first;
        from = ends(draw, first) ? draw->hazards->n : first + 1;
    }
    decide(out, draw, run, from);
    if (draw->sampling == KT_SAMPLING_IMPORTANCE)
        out->mass = mass_of(out, draw);
}

void kt_draw_shares(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane)
{
    const kt_circuit *circuit = capacity->circuit;
    double even[4] = {0};
    uint32_t block = KT_NO_ROW; // that `even` holds
    for (uint32_t p = 0; p < circuit->network->n_producers; p++) {
        if (circuit->producer_at[p] == KT_NO_ROW)
            continue;
        if (p / 4 != block)
            kt_philox_uniform4(even, (kt_philox){draw->seed, run}, SHARES + p / 4);
        block = p / 4;
        kt_capacity_weigh(capacity, p, lane, 1.0 + draw->spread * (2.0 * even[p % 4] - 1.0));
    }
}
