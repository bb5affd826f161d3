// SPDX-License-Identifier: EUPL-1.2
// Markets (an item and its buyer) with one row that says only that the supplier is unknown: where
// the delivery names one, the row names it too.
// Internal to: identify_company.
#ifndef KT_INGEST_MERGE_IDENTIFY_COMPANY_MARKET_H
#define KT_INGEST_MERGE_IDENTIFY_COMPANY_MARKET_H

#include "ingest/merge/identify_company_row.h"

// O(rows of supply, of the case and delivered).
void kt_identify_company_market_all(kt_identifying *identifying, const kt_delivery *delivery,
                                    const kt_grid_list *grids);

#endif
