// SPDX-License-Identifier: EUPL-1.2
// Takes one file of an import into its delivery: finds out which format it has and which mapping it
// needs.
// Internal to: import.
#ifndef KT_INGEST_MERGE_IMPORT_FILE_H
#define KT_INGEST_MERGE_IMPORT_FILE_H

#include "ingest/intake/intake.h"
#include "ingest/merge/import_state.h"

// Reads the file at `path` as file number `index` of the import: fills import->file[index], grids
// and remarks; formats without tables go straight into the delivery.
kt_status kt_import_file_read(kt_import *import, size_t index, const char *path,
                              const kt_intake *intake, kt_error *err);

// Finds or proposes the mapping of a file with tables: the caller's, the case's own
// (mappings/NAME.json, then the others that fit), else a proposal. `given` (may be NULL) is the
// caller's; *used tells whether it was taken.
kt_status kt_import_file_map(kt_import *import, size_t index, const char *folder, const char *given,
                             bool *used, kt_error *err);

// The name under which the file's mapping is kept: "mappings/NAME.json".
void kt_import_file_profile(char path[128], const kt_import_file *file);

#endif
