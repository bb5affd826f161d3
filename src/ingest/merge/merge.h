// SPDX-License-Identifier: EUPL-1.2
// Merges a delivery into the draft of a case: what is new, what changes, what two sources
// contradict.
//
// A row is the same as one of the case when the columns that name it agree (merge_key.h). Then,
// cell by cell: an empty cell is filled; an equal one (as a number, where it is one) stays; a
// different one is a change when both rows have the same source and evidence, and a contradiction
// when they do not. The better evidence wins a contradiction (A before B, C, D; none is D), and
// what the case has when they are equal; both values are kept in the table `conflicts`. Answers of
// the company that was asked override a row, or remove it (delivery.h). Where the delivered row
// wins, the row takes its source, and keeps the weaker evidence when a figure of the old row stays
// beside it.
#ifndef KT_INGEST_MERGE_MERGE_H
#define KT_INGEST_MERGE_MERGE_H

#include "ingest/intake/delivery.h"
#include "ingest/intake/reject.h"
#include "ingest/merge/merge_log.h"
#include "ingest/package/draft.h"

// Merges all rows of the delivery that are not refused. The origin of each draft row that is added
// or changed becomes the row's number: rows of all delivered tables are numbered through in order.
// Rows that contradict an earlier row of the same delivery, or have no name, are refused. O(rows).
// KT_NO_RESOURCES only, when draft->control stops it too.
kt_status kt_merge_delivery(kt_merge_log *merge, kt_draft *draft, kt_delivery *delivery,
                            const kt_grid_list *grids, kt_reject_list *rejects, kt_error *err);

#endif
