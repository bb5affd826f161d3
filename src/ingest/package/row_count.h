// SPDX-License-Identifier: EUPL-1.2
// How many rows a file of a table has, before room is made for them.
#ifndef KT_INGEST_PACKAGE_ROW_COUNT_H
#define KT_INGEST_PACKAGE_ROW_COUNT_H

#include "base/control.h"
#include "format/root.h"

// Records after the first that have as many fields as it: never more than are stored when the file
// is read, which ends at a cell that is too long and after `most_uneven` other records. Holds
// nothing of the file. O(bytes): one more pass of the parser. KT_BAD_INPUT when it cannot be read.
kt_status kt_row_count(uint64_t *out, const kt_root *root, const char *file, size_t most_uneven,
                       const kt_control *control, kt_error *err);

#endif
