// SPDX-License-Identifier: EUPL-1.2
// See draw.h. Hazard i is decided by number i of the run whatever the others do, so that two
// samples with one seed see the same accidents; shares and the first event have draws of their own.
#include "analysis/draw.h"

#include <stdlib.h>

#include "base/philox.h"

static const uint64_t FIRST_EVENT = UINT64_C(1) << 40; // draws apart from those of the hazards
static const uint64_t SHARES = UINT64_C(1) << 41;
static const uint64_t TIES = UINT64_C(1) << 42;

kt_status kt_draw_open(kt_draw *out, const kt_montecarlo *run, const kt_montecarlo_options *options,
                       kt_error *err)
{
    uint32_t n = run->hazards.n;
    *out = (kt_draw){.hazards = &run->hazards,
                     .scenarios = &run->scenarios,
                     .sampling = options->sampling,
                     .seed = options->seed,
                     .spread = options->spread};
    out->chance = malloc(((size_t)n + 1) * sizeof *out->chance);
    out->first = malloc(((size_t)n + 1) * sizeof *out->first);
    if (out->chance == NULL || out->first == NULL) {
        kt_draw_close(out);
        return kt_error_no_memory(err);
    }
    double quiet = 0.0; // logarithm of the probability that none so far occurs
    for (uint32_t i = 0; i < n; i++) {
        double p = run->hazards.row[i].probability;
        // rare ones as often as one in n: about one of them a run, and none weighs more than e
        double raised = options->sampling == KT_SAMPLING_IMPORTANCE ? 1.0 / (double)(n + 1) : 0.0;
        out->chance[i] = p > raised ? p : raised;
        quiet += log1p(-p);
        out->first[i] = -expm1(quiet);
    }
    out->anything = n > 0 ? out->first[n - 1] : 0.0;
    return KT_OK;
}

void kt_draw_close(kt_draw *draw)
{
    free(draw->chance);
    free(draw->first);
    *draw = (kt_draw){0};
}

static void occur(const kt_draw *draw, kt_capacity *capacity, uint32_t i, uint32_t lane)
{
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

typedef struct year {
    uint64_t run;
    uint32_t lane;
    uint32_t from;  // hazards before it are settled
    uint32_t given; // scenario that has happened anyway, or KT_NO_ROW
    bool raised;    // an importance sample: hazards occur with draw->chance
} year;

// True with probability `chance`: the 32 bits decide unless they are those of the chance itself,
// once in 2^32; then the rest of it does.
static bool happens(const kt_draw *draw, uint64_t run, uint32_t i, uint32_t bits, double chance)
{
    double scaled = chance * 0x1p32;
    if ((double)bits + 1.0 <= scaled)
        return true;
    return (double)bits < scaled &&
           kt_philox_uniform((kt_philox){draw->seed, run}, TIES + i) < scaled - (double)bits;
}

// Decides the hazards; returns how many years the run stands for.
static double decide(const kt_draw *draw, kt_capacity *capacity, const year *y)
{
    uint32_t bits[4] = {0};
    double mass = 1.0;
    for (uint32_t i = y->from; i < draw->hazards->n; i++) {
        if (i == y->from || i % 4 == 0)
            kt_philox_block(bits, (kt_philox){draw->seed, y->run}, i / 4);
        const kt_hazard *hazard = &draw->hazards->row[i];
        double p = hazard->probability;
        double q = y->raised ? draw->chance[i] : p;
        if (hazard->is_scenario && hazard->first == y->given)
            continue;
        bool occurs = happens(draw, y->run, i, bits[i % 4], q);
        if (occurs)
            occur(draw, capacity, i, y->lane);
        if (q != p)
            mass *= occurs ? p / q : (1.0 - p) / (1.0 - q);
    }
    return mass;
}

double kt_draw_year(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane,
                    uint32_t given)
{
    year y = {.run = run, .lane = lane, .given = given};
    if (draw->hazards->n == 0)
        return 1.0;
    y.raised = given == KT_NO_ROW && draw->sampling == KT_SAMPLING_IMPORTANCE;
    if (given == KT_NO_ROW && draw->sampling == KT_SAMPLING_STRATIFIED) {
        uint32_t first = first_event(draw, run);
        occur(draw, capacity, first, lane);
        y.from = first + 1;
    }
    return decide(draw, capacity, &y);
}

void kt_draw_shares(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane)
{
    const kt_network *net = capacity->circuit->network;
    double pair[2] = {0};
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (p % 2 == 0)
            kt_philox_pair(pair, (kt_philox){draw->seed, run}, SHARES + p / 2);
        kt_capacity_weigh(capacity, p, lane, 1.0 + draw->spread * (2.0 * pair[p % 2] - 1.0));
    }
}
