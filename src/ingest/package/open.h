// SPDX-License-Identifier: EUPL-1.2
// Opens a folder as a checked case on the reference: read, index, validate, locate the faults,
// hash.
#ifndef KT_INGEST_PACKAGE_OPEN_H
#define KT_INGEST_PACKAGE_OPEN_H

#include "format/root.h"
#include "model/case.h"

// `path`: a case folder, its datapackage.json, or the name of a case under the data folder's
// cases/. KT_OK: *out is ready for analysis. KT_BAD_INPUT with *out set: it has faults, in
// out->faults with their places. KT_BAD_INPUT with *out NULL: there is nothing to read (`err` says
// why). KT_NO_RESOURCES without *out when memory runs out or options->control stops it. `options`
// may be NULL.
kt_status kt_open_case(kt_case **out, const char *path, const kt_open_options *options,
                       kt_error *err);

// The reference package alone, for commands that need no case, and for cases to be opened on.
kt_status kt_open_reference(kt_case **out, const kt_open_options *options, kt_error *err);

// The same of a folder that is open already, with files in memory before those on the disk. *out is
// set with KT_OK, whatever faults it has (kt_open_judge).
kt_status kt_open_reference_beneath(kt_case **out, const kt_root *root,
                                    const kt_open_options *options, kt_error *err);

// As kt_open_case, on a reference that is open (and was opened with the same choice of tables): any
// number of cases in any number of threads share it, and it outlives them. `path` NULL: a case
// without tables, that has the reference and its faults alone.
kt_status kt_open_on(kt_case **out, const char *path, const kt_case *reference,
                     const kt_open_options *options, kt_error *err);

// The same for a case whose folder is open already, with files in memory before those on the disk.
kt_status kt_open_beneath(kt_case **out, const kt_root *root, const kt_case *reference,
                          const kt_open_options *options, kt_error *err);

// The hash that a case at `path` would have if it was opened on the reference now: its files are
// read and hashed, and nothing is made of them. False where one of them cannot be read.
bool kt_open_hash(char sha256[KT_SHA256_TEXT], const char *path, const kt_case *reference,
                  const kt_open_options *options);

// KT_BAD_INPUT where the case has faults; `shown` is what the user calls it.
kt_status kt_open_judge(const kt_case *the_case, const char *shown, kt_error *err);

#endif
