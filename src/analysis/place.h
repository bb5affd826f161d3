// SPDX-License-Identifier: EUPL-1.2
// Places as policy sees them: at home, in the European Union, in NATO, elsewhere.
#ifndef KT_ANALYSIS_PLACE_H
#define KT_ANALYSIS_PLACE_H

#include "model/network.h"

typedef enum kt_place {
    KT_PLACE_UNKNOWN,
    KT_PLACE_HOME,
    KT_PLACE_EU,   // and not home
    KT_PLACE_NATO, // and neither of those
    KT_PLACE_ELSEWHERE,
} kt_place;

// The country where the target is made: that of its largest supplier with a country; 0 when none
// has one.
kt_symbol kt_place_home(const kt_network *network, uint32_t target);

// O(length of the country's group list).
kt_place kt_place_of(const kt_case *the_case, kt_symbol country, kt_symbol home);

// True when the reference counts the country among the group: EU27, NATO, EEA, …
bool kt_place_in_group(const kt_case *the_case, kt_symbol country, const char *group);

// The country's name in the language; its code where the reference does not name it.
const char *kt_place_name(const kt_case *the_case, kt_symbol country, kt_lang lang);

// Mean of the six governance estimates in the latest year on record (about -2.5 to 2.5); NaN when
// unknown.
double kt_place_governance(const kt_case *the_case, kt_symbol country);

#endif
