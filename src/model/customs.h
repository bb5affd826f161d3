// SPDX-License-Identifier: EUPL-1.2
// What customs say of who a country buys a material from: the partner of a declaration, by value.
// The partner is not the origin (goods that passed a port or a trader stay in its name), the
// figures are of civil and military trade together, and what is confidential is missing; whoever
// shows them says so. Masses are not published by partner here, so no kilograms are given.
#ifndef KT_MODEL_CUSTOMS_H
#define KT_MODEL_CUSTOMS_H

#include "model/vintage.h"

typedef struct kt_customs_partner {
    kt_symbol country;
    double share;     // of all that is imported of it, by value
    double value_eur; // a year
} kt_customs_partner;

typedef struct kt_customs {
    kt_customs_partner *partner; // [n] the largest first, then by id
    uint32_t n;                  // 0: no imports are on record
    double named;                // sum of the shares: partners below half a percent have no row
    double value_eur;            // a year, partners without a row included
    int year;                    // of the figures; 0: none
    kt_symbol period;            // the same, as the table has it
    bool late;                   // later than what was asked for: it stands in
    uint32_t n_codes;            // customs codes that were summed
    uint32_t n_shared_codes;     // of them, codes of several materials: they say no more of one
                                 // than of the others
} kt_customs;

typedef struct kt_customs_question {
    kt_symbol importer; // a country
    kt_symbol material;
    int stage;
    kt_vintage vintage;
} kt_customs_question;

// The imports in one year for all codes: the one that the vintage prefers. A row whose year cannot
// be read is passed over. Arrays live in `arena`.
// O(rows of imports + countries). KT_NO_RESOURCES only.
kt_status kt_customs_find(kt_customs *out, const kt_case *the_case,
                          const kt_customs_question *question, kt_arena *arena, kt_error *err);

#endif
