// SPDX-License-Identifier: EUPL-1.2
// Scenarios and years as a document.
#ifndef KT_REPORT_VIEW_SIMULATE_VIEW_H
#define KT_REPORT_VIEW_SIMULATE_VIEW_H

#include "analysis/years/montecarlo.h"
#include "report/document/document.h"

// Fills an empty document.
void kt_simulate_view_build(kt_document *document, const kt_montecarlo *run,
                            const kt_montecarlo_options *options);

#endif
