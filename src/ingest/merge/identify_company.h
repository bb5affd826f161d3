// SPDX-License-Identifier: EUPL-1.2
// Puts right what an import wrote while it was not yet known who a company is, once that is known:
//
//  - a company that looked like one of the case was taken as a new one meanwhile (`taken_as` of
//    its row in `answers`); the answer says which it is: every row that names the new one names
//    that one, other answers and the delivery at hand included, and what the new one's own row
//    tells fills the other's empty cells;
//  - a supplier without a country counted as `unknown` and left its name in `supplier_name`; now
//    an organisation has that name, or an answer says which it is: the row names it. A row of
//    several names becomes several; its share is the share of all together, so none of them gets
//    it;
//  - the supplier of an item was unknown, and one row said so; now a row names a supplier: it is
//    no second one beside the unknown one but the answer.
//
// Rows that become two of the same name become one, by the rules of merge.h: where they differ, the
// better evidence counts, what the case had under that name when it is equal, and the other value
// is kept in `conflicts`. A row with figures of both has the weaker evidence of the two. Two shares
// that one source gives of one market are added. Every change is told with the merge.
#ifndef KT_INGEST_MERGE_IDENTIFY_COMPANY_H
#define KT_INGEST_MERGE_IDENTIFY_COMPANY_H

#include "ingest/merge/merge.h"
#include "ingest/recognise/recognise.h"

// Works on the draft, before the delivery is merged into it; organisations that the delivery brings
// are known too, and cells of the delivery that name a company which is gone get its new name.
// O(rows of the case) where a company has become known.
kt_status kt_identify_company_all(kt_merge_log *merge, kt_draft *draft, kt_delivery *delivery,
                                  const kt_grid_list *grids, const kt_recogniser *recogniser,
                                  kt_error *err);

#endif
