// SPDX-License-Identifier: EUPL-1.2
// The criticality of materials as a document: an overview, everything, or one material.
#ifndef KT_REPORT_VIEW_CRITICALITY_VIEW_H
#define KT_REPORT_VIEW_CRITICALITY_VIEW_H

#include "analysis/supply/criticality.h"
#include "report/document/document.h"

typedef struct kt_criticality_view {
    uint32_t material; // row of materials, or KT_NO_ROW: all
    bool full;         // of all: every material, every difference, every indicator
} kt_criticality_view;

// Fills an empty document.
void kt_criticality_view_build(kt_document *document, const kt_criticality *criticality,
                               kt_criticality_view view);

#endif
