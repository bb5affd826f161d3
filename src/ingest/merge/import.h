// SPDX-License-Identifier: EUPL-1.2
// Brings any files into a case: read, map, merge, check, write. Nothing is written unless the
// merged case passes every check that `keten check` makes. A row that does not is refused with its
// place and reason, and the others are only taken when the caller says so.
#ifndef KT_INGEST_MERGE_IMPORT_H
#define KT_INGEST_MERGE_IMPORT_H

#include "ingest/merge/import_state.h"

// Runs the import. KT_OK for every outcome above: it is in out->outcome. KT_BAD_INPUT when a file
// cannot be read at all, with its name. KT_NO_RESOURCES when memory or the disk does not suffice,
// or when options->control stops it: nothing has then been written and nothing stays behind; the
// last look is right before the first file gets its name. The caller closes *out either way.
kt_status kt_import_run(kt_import *out, const kt_import_options *options, kt_error *err);
void kt_import_close(kt_import *import);

#endif
