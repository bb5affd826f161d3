// SPDX-License-Identifier: EUPL-1.2
// The stress table as a document: the flows that hurt most, what fails with each country, what
// tariffs cost.
#ifndef KT_REPORT_VIEW_STRESS_VIEW_H
#define KT_REPORT_VIEW_STRESS_VIEW_H

#include "analysis/years/stress.h"
#include "report/document/document.h"

typedef struct kt_stress_view_options {
    bool full; // every flow, country and organisation, not the worst of them
    bool time; // with the days that stocks last
} kt_stress_view_options;

// Fills an empty document.
void kt_stress_view_build(kt_document *document, const kt_stress *stress,
                          kt_stress_view_options options);

#endif
