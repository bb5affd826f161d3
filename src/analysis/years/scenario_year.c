// SPDX-License-Identifier: EUPL-1.2
// See scenario_year.h. A scenario has up to some twenty events, whose first and last days cut the
// year into pieces on which nothing changes. A piece is looked at once for each producer that is
// hit: some hundreds.
#include "analysis/years/scenario_year.h"

#include <stdlib.h>
#include <string.h>

static const double DAYS = 365.0;

static int by_producer(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

// Whether the effect is on that producer; those of an effect ascend.
static bool hits(const kt_scenarios *scenarios, const kt_effect *effect, uint32_t producer)
{
    return effect->n > 0 && bsearch(&producer, scenarios->producer + effect->first, effect->n,
                                    sizeof producer, by_producer) != NULL;
}

// The first day behind `day` on which some effect begins or ends; the end of the year at most.
static double next_day(const kt_scenarios *scenarios, const kt_scenario *scenario, double day)
{
    double next = DAYS;
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        next = effect->start > day && effect->start < next ? effect->start : next;
        next = effect->end > day && effect->end < next ? effect->end : next;
    }
    return next;
}

static double left_on(const kt_scenarios *scenarios, const kt_scenario *scenario, uint32_t producer,
                      double day)
{
    double left = 1.0;
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        if (day >= effect->start && day < effect->end && hits(scenarios, effect, producer))
            left *= effect->left;
    }
    return left;
}

static double mean_left(const kt_scenarios *scenarios, const kt_scenario *scenario,
                        uint32_t producer)
{
    double taken = 0.0; // what is taken is summed: of what nothing is, exactly 1 is left
    for (double day = 0.0; day < DAYS;) {
        double next = next_day(scenarios, scenario, day);
        taken += (1.0 - left_on(scenarios, scenario, producer, day)) * (next - day);
        day = next;
    }
    return taken < DAYS ? 1.0 - taken / DAYS : 0.0;
}

bool kt_scenario_year_find(kt_scenario_year *out, const kt_scenarios *scenarios, uint32_t s,
                           kt_arena *arena)
{
    const kt_scenario *scenario = &scenarios->row[s];
    const kt_effect *effect = &scenarios->effect[scenario->first];
    size_t most = 0;
    for (uint32_t e = 0; e < scenario->n; e++)
        most += effect[e].n;
    *out = (kt_scenario_year){.change = kt_arena_alloc(arena, most + 1, sizeof *out->change)};
    uint32_t *producer = malloc((most + 1) * sizeof *producer);
    if (out->change == NULL || producer == NULL) {
        free(producer);
        return false;
    }
    if (most > 0) { // the effects of a scenario stand together, and so do their producers
        memcpy(producer, scenarios->producer + effect->first, most * sizeof *producer);
        qsort(producer, most, sizeof *producer, by_producer);
    }
    for (size_t k = 0; k < most; k++) {
        if (k > 0 && producer[k] == producer[k - 1])
            continue;
        double left = mean_left(scenarios, scenario, producer[k]);
        if (left < 1.0)
            out->change[out->n++] =
                (kt_change){.kind = KT_CHANGE_SCALE, .at = producer[k], .value = left};
    }
    free(producer);
    return true;
}
