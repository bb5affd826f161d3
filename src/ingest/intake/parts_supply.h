// SPDX-License-Identifier: EUPL-1.2
// Who supplies a part, and who has it in stock.
// Internal to: parts.
#ifndef KT_INGEST_INTAKE_PARTS_SUPPLY_H
#define KT_INGEST_INTAKE_PARTS_SUPPLY_H

#include "ingest/intake/parts_list.h"

// The company that filled in a self-scan, as the supplier of its product; 0 in any other list.
kt_symbol kt_parts_supply_company(kt_parts_list *list, kt_symbol product);

// The supply row and the stock that the row at hand tells of the item, for `buyer` (0: the market,
// and no one who could hold a stock).
void kt_parts_supply_give(kt_parts_list *list, kt_symbol item, kt_symbol buyer);

// Writes the names and sources of rows that several unknown suppliers share. Once, after all rows.
void kt_parts_supply_end(kt_parts_list *list);

#endif
