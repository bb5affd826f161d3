// SPDX-License-Identifier: EUPL-1.2
// Areas, materials and semi-finished goods of an assessment, as blocks of its document.
#ifndef KT_REPORT_VIEW_AREA_VIEW_H
#define KT_REPORT_VIEW_AREA_VIEW_H

#include "analysis/assess/assess.h"
#include "report/document/document.h"

// The matrix of areas; nothing where the case has none.
void kt_area_view_matrix(kt_document *document, const kt_assessment *assessment);

// Supply risk of the materials that the target takes, and of what is made of them.
void kt_area_view_materials(kt_document *document, const kt_assessment *assessment);
void kt_area_view_semi_finished(kt_document *document, const kt_assessment *assessment);

#endif
