// SPDX-License-Identifier: EUPL-1.2
// What the items that a case maps to areas lose without each material.
// Internal to: area, area_items.
#ifndef KT_ANALYSIS_ASSESS_AREA_ITEMS_H
#define KT_ANALYSIS_ASSESS_AREA_ITEMS_H

#include "analysis/assess/area_cells.h"
#include "model/network.h"

// As built, without alternatives, because supply risk speaks of the chain as it is. A sweep for
// every sixteen materials of the network. `control` may be NULL. KT_NO_RESOURCES, or a stop.
kt_status kt_area_items_add(kt_area_cells *cells, const kt_network *network,
                            const kt_control *control, kt_error *err);

#endif
