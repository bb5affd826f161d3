// SPDX-License-Identifier: EUPL-1.2
// Makes lists of amounts: for each material, stage and year what the world makes (world_output) and
// who makes it (material_supply), as rows of a delivery. Each list is held against what is on
// record of the same publication first: a figure some thousand times off is a unit that the file
// has wrong, and countries that add up to more than the world are no list.
#ifndef KT_INGEST_YEARLY_OUTPUT_LIST_H
#define KT_INGEST_YEARLY_OUTPUT_LIST_H

#include "ingest/yearly/yearly.h"

// Adds the rows of all lists. Sorts the amounts. A list that is refused is so as a whole, with the
// place of its total.
//   share of a country = amount / max(total, sum of all rows): where the total is rounded below the
//   sum, the sum is the whole;
//   tonnes = total · factor, content and factor as on record for the material and stage.
// The newest year of an edition is an estimate. A list of shares is made only where the study
// (2016 to 2020) has one. O(lists · rows on record).
void kt_output_list_make(kt_yearly *yearly, const kt_yearly_sheet *sheet,
                         kt_output_amount_list *amounts);

#endif
