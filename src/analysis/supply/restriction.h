// SPDX-License-Identifier: EUPL-1.2
// Export restrictions on a day: which measures on record bind the exports of a material to an
// importer. A ban, licence duty, quota, tax, suspension, state trading or extraterritorial licence
// counts; restrictions on technology, reporting duties, disruptions, proposals and threats do not,
// nor do measures of the importing side.
#ifndef KT_ANALYSIS_SUPPLY_RESTRICTION_H
#define KT_ANALYSIS_SUPPLY_RESTRICTION_H

#include "analysis/supply/importer.h"

// What a measure is on a day, whomever it binds.
typedef enum kt_restriction_status {
    KT_RESTRICTION_UNKNOWN, // its first day is not known, or nothing is known after a suspension
    KT_RESTRICTION_NOT_YET,
    KT_RESTRICTION_IN_FORCE,
    KT_RESTRICTION_SUSPENDED,
    KT_RESTRICTION_ENDED
} kt_restriction_status;

typedef enum kt_force {
    KT_FORCE_NOT,     // not yet, no longer, suspended, or not for this importer
    KT_FORCE_UNKNOWN, // on record, but not whether it is in force
    KT_FORCE_YES,
} kt_force;

enum { KT_RESTRICTION_OLD_DAYS = 548 }; // a year and a half: our choice

typedef struct kt_restrictions {
    int32_t day;
    int32_t as_of;    // day of the newest announcement on record
    bool old;         // the record is older than a year and a half on the day
    uint8_t *status;  // [rows of export_restrictions] kt_restriction_status
    kt_force *force;  // [rows of export_restrictions]
    bool *binds;      // [rows of export_restrictions] it is of a kind that binds this importer
    uint32_t *yes;    // [n_materials] measures in force
    uint32_t *unsure; // [n_materials] measures of which that is not known
    uint32_t *absent; // [n_materials] countries that restrict exports after the Commission's own
                      // trade parameter (above 1), and have no row: the counts are at least
} kt_restrictions;

// First and last day that may be asked for: 1990-01-01 and 2099-12-31.
extern const char kt_restriction_first[];
extern const char kt_restriction_last[];

// The day of the newest announcement on record: the default, since nothing here reads a clock. The
// first day of the range where there is none.
int32_t kt_restriction_default_day(const kt_case *the_case);

// The status of a row of export_restrictions on a day. In force from the day it takes effect until
// the day before it ends; suspended from `suspended_from` until the day before `suspended_until`.
// From then on it is not known what holds, unless the row names its end: a suspension that has run
// out is neither in force again nor ended as long as no act says so. O(1); cannot fail.
kt_restriction_status kt_restriction_status_on(const kt_case *the_case, uint32_t row, int32_t day);

// NULL for a measure that has not begun.
const char *kt_restriction_status_name(kt_restriction_status status);

// A measure of the country on exports of the material is on record, of whatever kind and status.
// O(rows of export_restrictions); cannot fail.
bool kt_restriction_on_record(const kt_case *the_case, kt_symbol country, kt_symbol material);

// Whether a row of export_restrictions is of a kind that refuses the importer what it asks for, or
// lets somebody decide it, on a day on which it is in force: a ban, a licence duty or practice, an
// end-use ban, an extraterritorial licence, a suspension of exports, a listing of organisations.
// Not where the importer's own country took it. O(length of its target); cannot fail.
bool kt_restriction_refuses(const kt_case *the_case, uint32_t row, const kt_importer *importer);

// Whether such a row refuses the importer on the day. KT_FORCE_UNKNOWN where it is not known
// whether it is in force, or where it is one against organisations: it binds those alone, and who
// buys for this importer is not known. O(length of its target); cannot fail.
kt_force kt_restriction_force(const kt_case *the_case, uint32_t row, const kt_importer *importer,
                              int32_t day);

// Whether a row of export_restrictions is about the material as it leaves a stage: a measure on ore
// leaves what is refined free, one on some products the material itself. O(1); cannot fail.
bool kt_restriction_covers(const kt_case *the_case, uint32_t row, kt_stage stage);

// What a country sells of a material at one stage.
typedef struct kt_restriction_flow {
    kt_symbol country, material;
    kt_stage stage;
} kt_restriction_flow;

// The strongest of the measures that cover the flow. Quotas, taxes and state trading make dear, and
// refuse nobody. O(rows of export_restrictions).
kt_force kt_restriction_refusal(const kt_case *the_case, const kt_importer *importer,
                                kt_restriction_flow flow, int32_t day);

// The day from which the newest of those in force has had effect; NaN where none is. The same cost.
double kt_restriction_refused_since(const kt_case *the_case, const kt_importer *importer,
                                    kt_restriction_flow flow, int32_t day);

// Which measures bind the importer on the day. Arrays live in `arena`. KT_BAD_INPUT when the day is
// outside the range above; KT_NO_RESOURCES.
kt_status kt_restriction_find(kt_restrictions *out, const kt_case *the_case,
                              const kt_importer *importer, int32_t day, kt_arena *arena,
                              kt_error *err);

#endif
