// SPDX-License-Identifier: EUPL-1.2
// The dossier of materials as a document: an overview, everything, or one material.
#ifndef KT_REPORT_CRITICALITY_DOCUMENT_H
#define KT_REPORT_CRITICALITY_DOCUMENT_H

#include "analysis/dossier.h"
#include "report/document.h"

typedef struct kt_criticality_view {
    kt_lang lang;
    uint32_t material; // row of materials, or KT_NO_ROW: all
    bool full;         // of all: every material, every difference, every indicator
} kt_criticality_view;

// Fills an empty document.
void kt_criticality_document_build(kt_document *document, const kt_dossier *dossier,
                                   kt_criticality_view view);

#endif
