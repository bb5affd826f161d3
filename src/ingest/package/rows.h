// SPDX-License-Identifier: EUPL-1.2
// Reads one CSV file into one table, typed as its spec says. Every cell that does not fit is a
// fault and reads as empty; the rows keep their numbers, so that later checks can still point at
// them.
#ifndef KT_INGEST_PACKAGE_ROWS_H
#define KT_INGEST_PACKAGE_ROWS_H

#include "base/control.h"
#include "base/fault.h"
#include "base/sha256.h"
#include "model/table.h"

// What the reading of several files has in common.
typedef struct kt_rows_reading {
    kt_pool *pool;             // gets the texts
    kt_fault_list *faults;     // gets the faults
    const kt_control *control; // may be NULL
    uint64_t chunk, n_chunks;  // how far the reading of all files is; n_chunks 0: not known
} kt_rows_reading;

// Fills `table`, whose spec, file and package are set, from the file at `path`. `sha256` gets the
// file's. KT_BAD_INPUT when the file cannot be read at all.
kt_status kt_rows_read(kt_table *table, const char *path, kt_rows_reading *reading,
                       char sha256[KT_SHA256_TEXT], kt_error *err);

// Counts a chunk of a file that is read, tells it, and looks whether the reading is to end.
kt_status kt_rows_step(kt_rows_reading *reading, kt_error *err);

#endif
