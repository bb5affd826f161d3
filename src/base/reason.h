// SPDX-License-Identifier: EUPL-1.2
// Why the system refused something, in the reader's language: the reasons that people meet when
// files are read and written.
#ifndef KT_BASE_REASON_H
#define KT_BASE_REASON_H

#include "base/error.h"

// `code` is an errno; in the language of the record (`err` may be NULL: English). Static, or the
// system's own words for a rare one.
const char *kt_reason_for(const kt_error *err, int code);

#endif
