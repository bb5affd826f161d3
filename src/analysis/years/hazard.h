// SPDX-License-Identifier: EUPL-1.2
// What may happen in a year, with its probability: read from failure rates of suppliers, from the
// reference's hazards, and from the scenarios of the case.
#ifndef KT_ANALYSIS_YEARS_HAZARD_H
#define KT_ANALYSIS_YEARS_HAZARD_H

#include "analysis/chain/event.h"
#include "analysis/years/montecarlo_result.h"

// Sites: the largest failure_per_year of their supply rows; organisations: the largest of the rows
// that name the organisation itself, since its sites are drawn by themselves and the same accident
// must not count twice; countries and flows: the reference's hazards; scenarios: their own
// probability. `run` has network, reach and scenarios; `control` may be NULL. O(producers log
// producers + supply rows + events · hazards). Arrays live in `arena`. KT_NO_RESOURCES only.
kt_status kt_hazard_list(kt_hazards *out, const kt_montecarlo *run, const kt_control *control,
                         kt_arena *arena, kt_error *err);

#endif
