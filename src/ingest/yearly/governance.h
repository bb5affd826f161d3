// SPDX-License-Identifier: EUPL-1.2
// Reads the Worldwide Governance Indicators as they are published: since 2024 a row a country, year
// and indicator, since 2025 a sheet an indicator, each estimate with its standard error.
#ifndef KT_INGEST_YEARLY_GOVERNANCE_H
#define KT_INGEST_YEARLY_GOVERNANCE_H

#include "ingest/yearly/yearly.h"

// Adds rows of `governance` and `governance_errors`, from the first year on record on, of the `n`
// sheets of one file that have one layout, and finds their edition (the year after the last one of
// the tables) and source. Where the sheets are one an indicator, their names say which. Analyses
// take governance from one edition alone: a file that lacks an indicator, or has it for less than
// nine tenths of the countries on record, is refused as a whole; of an estimate that stands there
// twice the first counts. KT_NO_RESOURCES only.
kt_status kt_governance_read(kt_yearly *yearly, kt_yearly_sheet *sheet, size_t n, kt_error *err);

#endif
