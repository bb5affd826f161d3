// SPDX-License-Identifier: EUPL-1.2
// Scenarios and years as a document.
#ifndef KT_REPORT_SIMULATE_DOCUMENT_H
#define KT_REPORT_SIMULATE_DOCUMENT_H

#include "analysis/montecarlo.h"
#include "report/document.h"

// Fills an empty document.
void kt_simulate_document_build(kt_document *document, const kt_montecarlo *run,
                                const kt_montecarlo_options *options, kt_lang lang);

#endif
