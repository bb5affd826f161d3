// SPDX-License-Identifier: EUPL-1.2
// Why the system refused something, in the reader's language: the reasons that people meet when
// files are read and written.
#ifndef KT_BASE_REASON_H
#define KT_BASE_REASON_H

#include <stdbool.h>

#include "base/error.h"

// `code` is an errno; in the language of the record (`err` may be NULL: English). Static, or the
// system's own words for a rare one.
const char *kt_reason_for(const kt_error *err, int code);

// The same for what cannot be made or written: what is missing is then the folder it goes into.
const char *kt_reason_for_writing(const kt_error *err, int code);

// The status of what could not be written: KT_NO_RESOURCES where memory, disk or a limit of the
// system ran out, or the disk fails; KT_BAD_INPUT where the name is to blame (no such folder,
// permission).
kt_status kt_reason_status(int code);

// The same of what could not be read: a disk that fails is then the fault of what lies on it.
kt_status kt_reason_status_of_reading(int code);

// True where the system says that nothing has the name. After any other reason something may have
// it, so what asked whether a file is there has no answer yet.
bool kt_reason_absent(int code);

#endif
