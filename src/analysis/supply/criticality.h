// SPDX-License-Identifier: EUPL-1.2
// The result of an inquiry into the supply risk of the reference's materials, on a day and for an
// importer: formula, restrictions, GeoPolRisk, indicators and benchmarks in one struct for document
// and JSON.
#ifndef KT_ANALYSIS_SUPPLY_CRITICALITY_H
#define KT_ANALYSIS_SUPPLY_CRITICALITY_H

#include "analysis/supply/benchmark.h"
#include "analysis/supply/geopolrisk.h"
#include "analysis/supply/indicator.h"
#include "analysis/supply/restriction.h"
#include "analysis/supply/uncertainty.h"

typedef struct kt_criticality_options {
    const char *importer; // NULL: EU27
    bool dated;           // `day` was given; else the day of the newest announcement on record
    int32_t day;
    kt_supply_used used;                // 0: as the study chose
    kt_uncertainty_options uncertainty; // its control is set to the one below
    const kt_control *control;          // may be NULL
} kt_criticality_options;

typedef struct kt_criticality {
    kt_arena arena;
    const kt_case *the_case;
    kt_basis basis;
    kt_supply_risk supply_risk;
    kt_uncertainty uncertainty;
    kt_importer importer;
    kt_restrictions restrictions;
    kt_geopolrisk *geopolrisk; // [n_stages]
    kt_indicator *indicator;   // [n_materials]
    kt_benchmark *benchmark;   // [n_materials]
    uint32_t *ranking;         // [n_materials] by SR, largest first, unknown ones last, then by id
    uint32_t *by_id;           // [n_materials]
} kt_criticality;

// KT_BAD_INPUT: an importer that is not known, a day out of range. *out is then empty.
kt_status kt_criticality_open(kt_criticality *out, const kt_case *the_case,
                              const kt_criticality_options *options, kt_error *err);
void kt_criticality_close(kt_criticality *criticality);

// The material a user names, by id or name. KT_BAD_INPUT names the nearest.
kt_status kt_criticality_material(uint32_t *row, const kt_case *the_case, const char *name,
                                  kt_error *err);

#endif
