// SPDX-License-Identifier: EUPL-1.2
// Which files a case is read from, so that no result is written over one of them.
#ifndef KT_INGEST_PACKAGE_BELONGS_H
#define KT_INGEST_PACKAGE_BELONGS_H

#include "base/error.h"

// KT_BAD_INPUT when the file `path` is the datapackage.json of a case or of reference data, or a
// table that one in a folder above it names, links followed; KT_OK when it is none, or is not
// there.
kt_status kt_belongs_refuse(const char *path, kt_error *err);

#endif
