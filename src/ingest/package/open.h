// SPDX-License-Identifier: EUPL-1.2
// Opens a folder as a checked case: read both packages, index, validate, locate the faults, hash.
#ifndef KT_INGEST_PACKAGE_OPEN_H
#define KT_INGEST_PACKAGE_OPEN_H

#include "model/case.h"

// `path`: a case folder, its datapackage.json, or the name of a case under the data folder's
// cases/. KT_OK: *out is ready for analysis. KT_BAD_INPUT with *out set: it has faults, in
// out->faults with their places. KT_BAD_INPUT with *out NULL: there is nothing to read (`err` says
// why). KT_NO_RESOURCES without *out when memory runs out or options->control stops it. `options`
// may be NULL.
kt_status kt_open_case(kt_case **out, const char *path, const kt_open_options *options,
                       kt_error *err);

// The reference package alone (a case without tables), for commands that need no case.
kt_status kt_open_reference(kt_case **out, const kt_open_options *options, kt_error *err);

#endif
