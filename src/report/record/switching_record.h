// SPDX-License-Identifier: EUPL-1.2
// The fields of an alternative that is left out because switching to it takes time.
#ifndef KT_REPORT_RECORD_SWITCHING_RECORD_H
#define KT_REPORT_RECORD_SWITCHING_RECORD_H

#include "analysis/chain/switching.h"
#include "base/record.h"

extern const kt_record kt_switching_record; // of kt_switching_item

// The next one that the target reaches; the cursor holds the row.
const void *kt_switching_record_next(const kt_switching *late, kt_cursor *cursor);

// Present where there is any.
kt_presence kt_switching_record_when(const kt_switching *late);

#endif
