// SPDX-License-Identifier: EUPL-1.2
// Where the data that come with Keten lie: $KETEN_DATA, else beside the program, else where they
// were installed. So every command works from any folder.
#ifndef KT_INGEST_PACKAGE_DATADIR_H
#define KT_INGEST_PACKAGE_DATADIR_H

#include "base/error.h"

// The folder that holds reference/datapackage.json, in malloc memory. `given` (may be NULL) comes
// before the environment. KT_BAD_INPUT names every folder that was looked in.
kt_status kt_datadir_find(char **out, const char *given, kt_error *err);

#endif
