// SPDX-License-Identifier: EUPL-1.2
// Countries as policy sees them: at home, in the European Union, in NATO, elsewhere; with their
// name and governance.
#ifndef KT_ANALYSIS_CHAIN_COUNTRY_H
#define KT_ANALYSIS_CHAIN_COUNTRY_H

#include "model/network.h"

typedef enum kt_bloc {
    KT_BLOC_UNKNOWN,
    KT_BLOC_HOME,
    KT_BLOC_EU,   // and not home
    KT_BLOC_NATO, // and neither of those
    KT_BLOC_ELSEWHERE,
} kt_bloc;

// The country where the target is made: where its largest supplier with a country is; 0 when none
// has one.
kt_symbol kt_country_home(const kt_network *network, uint32_t target);

// O(length of the country's group list).
kt_bloc kt_country_bloc(const kt_case *the_case, kt_symbol country, kt_symbol home);

// True when the reference counts the country among the group: EU27, NATO, EEA, …
bool kt_country_in_group(const kt_case *the_case, kt_symbol country, const char *group);

// The country's name in the language; its code where the reference does not name it.
const char *kt_country_name(const kt_case *the_case, kt_symbol country, kt_lang lang);

// Mean of the six governance estimates in the latest year on record (about -2.5 to 2.5); NaN when
// unknown.
double kt_country_governance(const kt_case *the_case, kt_symbol country);

// Standard error of a mean governance estimate that an evidence grade stands for where none is
// published: [1] is grade A. An assumption of ours.
extern const double kt_country_error_of_grade[5];

// Mean of the published standard errors of the six estimates, of the newest year that has any; NaN
// where none is published. The six rest on the same surveys, so they err together: the mean of six
// errs as much as one does, not 1/sqrt(6) of it.
double kt_country_published_error(const kt_case *the_case, kt_symbol country);

// Standard error of kt_country_governance: what its own row says, else the published errors, else
// what its grade stands for; NaN where the estimate is not known. The errors are of an edition of
// their own: a width around the estimate, no second estimate.
double kt_country_governance_error(const kt_case *the_case, kt_symbol country);

#endif
