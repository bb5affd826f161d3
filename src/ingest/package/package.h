// SPDX-License-Identifier: EUPL-1.2
// datapackage.json: which tables a package has and which file holds each.
#ifndef KT_INGEST_PACKAGE_PACKAGE_H
#define KT_INGEST_PACKAGE_PACKAGE_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/sha256.h"
#include "format/root.h"

typedef struct kt_resource {
    const char *name; // of the table
    const char *path; // beneath the package's folder
} kt_resource;

typedef struct kt_package {
    const char *name, *title, *description; // "" where absent
    const char *description_nl;             // an extension of ours; "" where absent
    kt_resource *resource;                  // [n]
    size_t n;
    char sha256[KT_SHA256_TEXT]; // of datapackage.json
} kt_package;

extern const char kt_package_file[]; // "datapackage.json"

// Reads datapackage.json beneath `root`. Texts live in `arena`; what is wrong with it goes to
// `faults`, and resources that cannot be used are left out. KT_NO_RESOURCES only.
kt_status kt_package_read(kt_package *out, const kt_root *root, uint32_t package, kt_arena *arena,
                          kt_fault_list *faults, kt_error *err);

// Adds the fault that the file `name` cannot be read. Only the system knows why, and `reason` says
// it in one language: for the others the file is tried once more.
void kt_package_unreadable(kt_fault_list *faults, kt_fault place, const kt_root *root,
                           const char *name, const kt_error *reason);

#endif
