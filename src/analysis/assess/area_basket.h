// SPDX-License-Identifier: EUPL-1.2
// The public basket: what the typical items of each area hold.
// Internal to: area, area_basket.
#ifndef KT_ANALYSIS_ASSESS_AREA_BASKET_H
#define KT_ANALYSIS_ASSESS_AREA_BASKET_H

#include "analysis/assess/area_cells.h"

// A typical item depends in full on each material that it holds, by itself or in a composition; a
// material in several of them counts once. O(rows of typical_contents · those of compositions).
// KT_NO_RESOURCES only.
kt_status kt_area_basket_add(kt_area_cells *cells, kt_error *err);

#endif
