// SPDX-License-Identifier: EUPL-1.2
// Reads one CSV file into one table, typed as its spec says. Every cell that does not fit is a
// fault and reads as empty; the rows keep their numbers, so that later checks can still point at
// them.
#ifndef KT_INGEST_PACKAGE_ROWS_H
#define KT_INGEST_PACKAGE_ROWS_H

#include "base/fault.h"
#include "base/sha256.h"
#include "model/table.h"

// Fills `table`, which has its spec, file and package, from the file at `path`. Texts go to `pool`,
// faults to `faults`. `sha256` gets the file's. KT_BAD_INPUT when the file cannot be read at all.
kt_status kt_rows_read(kt_table *table, const char *path, kt_pool *pool, kt_fault_list *faults,
                       char sha256[KT_SHA256_TEXT], kt_error *err);

#endif
