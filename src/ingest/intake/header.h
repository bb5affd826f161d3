// SPDX-License-Identifier: EUPL-1.2
// What the columns of other people's parts lists are called, in Dutch and English: a table of
// words for each field, and the unit that a header may carry ("Massa (g)", "Levertijd [weken]").
#ifndef KT_INGEST_INTAKE_HEADER_H
#define KT_INGEST_INTAKE_HEADER_H

#include "ingest/recognise/fold.h"

enum { KT_HEADER_UNIT = 16 };

// The field of a parts list (kt_delivery_parts, or `level`: layout_levels.h) that a header most
// likely means; NULL when none. `unit` gets the header's own unit, "" when it has none.
const char *kt_header_field(char unit[KT_HEADER_UNIT], const char *header);

#endif
