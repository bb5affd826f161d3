// SPDX-License-Identifier: EUPL-1.2
// The tables of the criticality of materials.
#ifndef KT_REPORT_VIEW_CRITICALITY_TABLES_VIEW_H
#define KT_REPORT_VIEW_CRITICALITY_TABLES_VIEW_H

#include "analysis/supply/criticality.h"
#include "report/document/document.h"

// What a builder of a page carries around.
typedef struct kt_criticality_page {
    kt_document *document;
    const kt_criticality *d;
} kt_criticality_page;

// The `n` riskiest materials, one row each.
void kt_criticality_tables_view_ranking(kt_criticality_page *page, uint32_t n);

// Stages that differ from the published figure by more than the tolerance, each with its cause.
void kt_criticality_tables_view_differences(kt_criticality_page *page);

// The observatory's indicators of the `n` riskiest materials.
void kt_criticality_tables_view_indicators(kt_criticality_page *page, uint32_t n);

// Strategic materials against the benchmarks of Regulation (EU) 2024/1252.
void kt_criticality_tables_view_benchmarks(kt_criticality_page *page);

// Stages and measures of one material.
void kt_criticality_tables_view_stages(kt_criticality_page *page, uint32_t material);
// Whether any measure on the material is in force for the importer, suspended, or may be in force.
bool kt_criticality_tables_view_has_restrictions(const kt_criticality_page *page,
                                                 uint32_t material);
void kt_criticality_tables_view_restrictions(kt_criticality_page *page, uint32_t material);
void kt_criticality_tables_view_history(kt_criticality_page *page, uint32_t material);

// Why a stage differs, in words; "" within the tolerance. The note of the data comes as it is.
const char *kt_criticality_tables_view_cause(kt_criticality_page *page, uint32_t stage);

// Names: of a material, of a row of countries ("?" for KT_NO_ROW).
const char *kt_criticality_tables_view_material(const kt_criticality_page *page, uint32_t material);
const char *kt_criticality_tables_view_country(const kt_criticality_page *page, uint32_t country);

// "yes", "no" or "?".
const char *kt_criticality_tables_view_answer(const kt_criticality_page *page, kt_verdict answer);

#endif
