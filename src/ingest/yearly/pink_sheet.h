// SPDX-License-Identifier: EUPL-1.2
// Reads the monthly prices of the World Bank's Pink Sheet (CMO-Historical-Data-Monthly.xlsx).
#ifndef KT_INGEST_YEARLY_PINK_SHEET_H
#define KT_INGEST_YEARLY_PINK_SHEET_H

#include "ingest/yearly/yearly.h"

// Adds rows of `prices` for the commodities that published_names has, and finds sheet->edition (the
// year of the date above the heads) and sheet->source. A series whose unit is not the one on
// record, or whose newest month that both have is not within a half and twice the price there, is
// refused as a whole, and so is a table of years: its means are those of the months.
// KT_NO_RESOURCES only.
kt_status kt_pink_sheet_read(kt_yearly *yearly, kt_yearly_sheet *sheet, kt_error *err);

#endif
