// SPDX-License-Identifier: EUPL-1.2
// The rows of a grid, by a mapping, into a delivery: every cell becomes what our column holds
// (figures in our units, dates, choices in our words, countries as codes), or refuses its row with
// the reason and the place. Ids and references are left to the checks of the case.
#ifndef KT_INGEST_FILL_H
#define KT_INGEST_FILL_H

#include "ingest/delivery.h"
#include "ingest/mapping.h"
#include "ingest/recognise.h"
#include "ingest/reject.h"

typedef struct kt_fill {
    kt_delivery *delivery;
    const kt_grid_list *grids;
    kt_pool *pool;
    kt_recogniser *recogniser;
    kt_remark_list *remarks;
    kt_reject_list *rejects;
    const kt_draft *draft; // the case as it is; NULL: a new one
} kt_fill;

// Reads grid `index` as the sheet says. Rows marked in a column headed `#` (examples of the
// template, or rows that somebody put aside), heads of groups, totals and empty rows give nothing;
// how many were left out is noted. Where a row that the case does not have yet has a Dutch name
// only, that stands in for the English one. O(cells). KT_NO_RESOURCES only.
kt_status kt_fill_rows(const kt_fill *fill, size_t index, const kt_mapping_sheet *sheet,
                       kt_error *err);

// "unknown" or "withheld" for the words that people use for them, in Dutch and English; else NULL.
const char *kt_fill_answer(const char *text);

#endif
