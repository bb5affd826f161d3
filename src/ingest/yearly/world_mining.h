// SPDX-License-Identifier: EUPL-1.2
// Reads World Mining Data, chapter 6.4: production of each mineral by country, a sheet a mineral.
#ifndef KT_INGEST_YEARLY_WORLD_MINING_H
#define KT_INGEST_YEARLY_WORLD_MINING_H

#include "ingest/yearly/yearly.h"

// Adds rows of `production` for the newest year of the sheet, and finds sheet->edition (two years
// after that one) and sheet->source. The name of the sheet says what it is of. It is refused as a
// whole where its total differs eightfold or more from the newest year on record (a thousandfold
// can be agreed to), or its countries add up to more than 1.1 times it. KT_NO_RESOURCES only.
kt_status kt_world_mining_read(kt_yearly *yearly, kt_yearly_sheet *sheet, kt_error *err);

#endif
