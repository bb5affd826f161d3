// SPDX-License-Identifier: EUPL-1.2
// Countries that are supposed not to sell to this buyer once something is scarce. By default those
// that have already refused: countries under economic sanctions of the EU, and countries with an
// end-use ban, a listing of organisations or a refusal of military use in force against the EU,
// NATO, a member of either or a company of one, that took effect in the five years before the day.
// A licence or a ban for everybody makes no country hostile: it says what is scarce, not for whom.
#ifndef KT_ANALYSIS_SUPPLY_HOSTILE_H
#define KT_ANALYSIS_SUPPLY_HOSTILE_H

#include "model/network.h"

enum { KT_HOSTILE_YEARS = 5 };

typedef struct kt_hostile {
    bool *country;   // [countries]
    const char **id; // [n] alpha-3, sorted
    uint32_t n;
} kt_hostile;

// `list`: alpha-3 codes with commas between, "none", or NULL for the default. Arrays live in
// `arena`. KT_BAD_INPUT for a code that the reference does not have; KT_NO_RESOURCES.
kt_status kt_hostile_find(kt_hostile *out, const kt_case *the_case, const char *list, int32_t day,
                          kt_arena *arena, kt_error *err);

// Marks the producers of a network that are in one of these countries.
void kt_hostile_mark(bool *producer, const kt_hostile *hostile, const kt_network *network);

#endif
