// SPDX-License-Identifier: EUPL-1.2
// Reads the Worldwide Governance Indicators as they are published since 2024: a row a country, year
// and indicator, with its estimate and standard error.
#ifndef KT_INGEST_YEARLY_GOVERNANCE_H
#define KT_INGEST_YEARLY_GOVERNANCE_H

#include "ingest/yearly/yearly.h"

// Adds rows of `governance` and `governance_errors`, from the first year on record on, and finds
// sheet->edition (the year after the last one of the table) and sheet->source. Analyses take
// governance from one edition alone: a table that lacks an indicator, or has less than nine tenths
// of the countries on record, is refused as a whole. KT_NO_RESOURCES only.
kt_status kt_governance_read(kt_yearly *yearly, kt_yearly_sheet *sheet, kt_error *err);

#endif
