// SPDX-License-Identifier: EUPL-1.2
// A scenario over a year. What a target needs and what the world makes are kilograms a year, so a
// measure that stopped everything for two months and a fifth for the other ten took a third of a
// year's supply: to set its worst day against a year's need would say that it lasted a year. Of
// each producer it keeps
//
//     1/365 · sum over the days of its first year of what the scenario leaves of it on that day
//
// It is a mean over what is left, so it supposes that a buyer can wait, or has bought ahead, within
// the year. Without time nothing else can be said of it.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_YEAR_H
#define KT_ANALYSIS_YEARS_SCENARIO_YEAR_H

#include "analysis/years/scenario.h"

typedef struct kt_scenario_year {
    kt_change *change; // [n] by producer: those of which something is taken at some time
    size_t n;
} kt_scenario_year;

// The mean of the first 365 days, from day 0. The list lives in `arena`; false when memory runs
// out. O(producers hit · effects² · log producers).
bool kt_scenario_year_find(kt_scenario_year *out, const kt_scenarios *scenarios, uint32_t scenario,
                           kt_arena *arena);

#endif
