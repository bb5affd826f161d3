// SPDX-License-Identifier: EUPL-1.2
// The tables of the dossier of materials.
#ifndef KT_REPORT_CRITICALITY_TABLES_H
#define KT_REPORT_CRITICALITY_TABLES_H

#include "analysis/dossier.h"
#include "report/document.h"

// What a builder of a page carries around.
typedef struct kt_dossier_page {
    kt_document *document;
    const kt_dossier *d;
    kt_lang lang;
} kt_dossier_page;

// The `n` riskiest materials, one row each.
void kt_criticality_tables_ranking(kt_dossier_page *page, uint32_t n);

// Stages that differ from the published figure by more than the tolerance, each with its cause.
void kt_criticality_tables_differences(kt_dossier_page *page);

// The observatory's indicators of the `n` riskiest materials.
void kt_criticality_tables_indicators(kt_dossier_page *page, uint32_t n);

// Strategic materials against the benchmarks of Regulation (EU) 2024/1252.
void kt_criticality_tables_benchmarks(kt_dossier_page *page);

// Stages and measures of one material.
void kt_criticality_tables_stages(kt_dossier_page *page, uint32_t material);
void kt_criticality_tables_restrictions(kt_dossier_page *page, uint32_t material);
void kt_criticality_tables_history(kt_dossier_page *page, uint32_t material);

// Why a stage differs, in words; "" within the tolerance. The note of the data comes as it is.
const char *kt_criticality_tables_cause(kt_dossier_page *page, uint32_t stage);

// Names: of a material, of a row of countries ("?" for KT_NO_ROW).
const char *kt_criticality_tables_material(const kt_dossier_page *page, uint32_t material);
const char *kt_criticality_tables_country(const kt_dossier_page *page, uint32_t country);

// "yes", "no" or "?".
const char *kt_criticality_tables_answer(const kt_dossier_page *page, kt_answer answer);

#endif
