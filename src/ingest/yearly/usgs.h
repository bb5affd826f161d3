// SPDX-License-Identifier: EUPL-1.2
// Reads the world's output out of the data releases of the USGS Mineral Commodity Summaries: the
// world data (editions up to 2025) and the commodities data (from 2026 on).
#ifndef KT_INGEST_YEARLY_USGS_H
#define KT_INGEST_YEARLY_USGS_H

#include "ingest/yearly/yearly.h"

// Adds the amounts of a table in one of the two layouts, and finds sheet->edition and
// sheet->source. The edition of the commodities data is the year after the last one that it has
// figures of, as these summaries come out in January. What cannot be taken goes to the rejects, a
// series that no row of `published_names` knows once. The edition stays 0 where the table has no
// figures of ours. KT_NO_RESOURCES only.
kt_status kt_usgs_read(kt_output_amount_list *out, kt_yearly *yearly, kt_yearly_sheet *sheet,
                       kt_error *err);

#endif
