// SPDX-License-Identifier: EUPL-1.2
// GeoPolRisk: the geopolitical supply risk of a material for one importer (Gemechu et al. 2016;
// Cimprich et al. 2019; Santillán-Saldivar et al. 2022; Koyamparambath et al. 2024):
//
//     HHI         = sum over countries of production² / (sum of production)²
//     import risk = sum over countries of g · imports from it / (own production + all imports)
//     score       = HHI · import risk
//     g           = (2.5 - WGI political stability) / 5, cut to 0..1; 0.5 where not known
//
// The importer may be a country, a group of countries, or one company with its own purchases.
#ifndef KT_ANALYSIS_SUPPLY_GEOPOLRISK_H
#define KT_ANALYSIS_SUPPLY_GEOPOLRISK_H

#include "analysis/supply/basis.h"
#include "analysis/supply/importer.h"

// What the imports of the importer were taken from.
typedef enum kt_import_basis {
    KT_IMPORT_UNKNOWN,   // nothing: no score
    KT_IMPORT_TRADE,     // rows of the reference's `trade`, and own production in tonnes
    KT_IMPORT_SOURCING,  // EU sourcing shares of the EU study: own production and imports
    KT_IMPORT_PURCHASES, // supply rows of the case that name the organisation or its sites as buyer
    KT_IMPORT_MARKET,    // supply rows of the case for everyone
    KT_IMPORT_WORLD, // assumption: the importer buys from each country in proportion to its output
} kt_import_basis;

typedef struct kt_geopolrisk {
    double hhi; // of world production, 0..1; NaN where not known
    double import_risk, score;
    int year;       // of the production behind the HHI; 0: the mean of the shares' years
    double foreign; // share of what it uses that comes from elsewhere; NaN where not known
    uint8_t basis;  // kt_import_basis
} kt_geopolrisk;

// g of one political stability estimate; NaN gives 0.5.
double kt_geopolrisk_factor(double stability);

// HHI of `n` amounts in any unit; NaN when they sum to 0. No amount may be negative.
double kt_geopolrisk_hhi(const double *production, size_t n);

// Import risk of `n` flows, each with its factor; `own` is the importer's own production in the
// same unit. 0 when nothing is imported; NaN when there is neither.
double kt_geopolrisk_import_risk(const double *factor, const double *import, size_t n, double own);

// One row per stage of the basis. Arrays live in `arena`. O(stages · rows of a table), 20 ms for
// the whole reference. KT_NO_RESOURCES only.
// `control` may be NULL.
kt_status kt_geopolrisk_find(kt_geopolrisk **out, const kt_basis *basis,
                             const kt_importer *importer, const kt_control *control,
                             kt_arena *arena, kt_error *err);

#endif
