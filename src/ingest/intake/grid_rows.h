// SPDX-License-Identifier: EUPL-1.2
// Reads the rows of a grid, by a mapping, into a delivery: every cell becomes what our column holds
// (figures in our units, dates, choices in our words, countries as codes), or refuses its row with
// the reason and the place. Ids and references are left to the checks of the case.
#ifndef KT_INGEST_INTAKE_GRID_ROWS_H
#define KT_INGEST_INTAKE_GRID_ROWS_H

#include "ingest/intake/intake.h"

// Reads grid `index` as the sheet says. Rows marked in a column headed `#` (examples of the
// template, or rows that a person put aside), heads of groups, totals and empty rows give nothing;
// how many were left out is noted. Where a row that the case does not have yet has a Dutch name
// only, that stands in for the English one. O(cells). KT_NO_RESOURCES only.
kt_status kt_grid_rows_read(const kt_intake *intake, size_t index, const kt_mapping_sheet *sheet,
                            kt_error *err);

#endif
