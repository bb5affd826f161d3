// SPDX-License-Identifier: EUPL-1.2
// Export restrictions on a day: which measures on record bind the exports of a material to an
// importer. A ban, licence duty, quota, tax, suspension, state trading or extraterritorial licence
// counts; restrictions on technology, reporting duties, disruptions, proposals and threats do not,
// nor do measures of the importing side.
#ifndef KT_ANALYSIS_SUPPLY_RESTRICTION_H
#define KT_ANALYSIS_SUPPLY_RESTRICTION_H

#include "analysis/supply/importer.h"

typedef enum kt_force {
    KT_FORCE_NOT,     // not yet, no longer, or not for this importer
    KT_FORCE_UNKNOWN, // on record, but the day it took effect is not
    KT_FORCE_YES,
} kt_force;

typedef struct kt_restrictions {
    int32_t day;
    kt_force *force;  // [rows of export_restrictions]
    uint32_t *yes;    // [n_materials] measures in force
    uint32_t *unsure; // [n_materials] measures whose day is not known
} kt_restrictions;

// First and last day that may be asked for: 1990-01-01 and 2099-12-31.
extern const char kt_restriction_first[];
extern const char kt_restriction_last[];

// The day of the newest announcement on record: the default, since nothing here reads a clock. The
// first day of the range where there is none.
int32_t kt_restriction_default_day(const kt_case *the_case);

// A measure is in force from the day it takes effect until the day before it ends. Arrays live in
// `arena`. KT_BAD_INPUT when the day is outside the range above; KT_NO_RESOURCES.
kt_status kt_restriction_find(kt_restrictions *out, const kt_case *the_case,
                              const kt_importer *importer, int32_t day, kt_arena *arena,
                              kt_error *err);

#endif
