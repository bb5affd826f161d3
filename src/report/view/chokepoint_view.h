// SPDX-License-Identifier: EUPL-1.2
// Chokepoints as a document.
#ifndef KT_REPORT_VIEW_CHOKEPOINT_VIEW_H
#define KT_REPORT_VIEW_CHOKEPOINT_VIEW_H

#include "analysis/assess/assess.h"
#include "analysis/failure/chokepoint.h"
#include "report/document/document.h"

// Fills an empty document; `full` lists every set that was found, else the first thirty: third
// countries before home and allies.
void kt_chokepoint_view_build(kt_document *document, const kt_chokepoints *chokepoints,
                              const kt_study *study, bool full);

// Fills an empty document with the number of sets alone, so that a script can read it; a number
// that is not the whole says so.
void kt_chokepoint_view_count(kt_document *document, const kt_cutset_result *result);

// The section of an assessment: which countries stop the target alone, how many pairs do, and
// through which material most pairs go; two lines. Nothing where they were not looked for.
void kt_chokepoint_view_section(kt_document *document, const kt_assessment *assessment);

#endif
