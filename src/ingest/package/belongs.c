// SPDX-License-Identifier: EUPL-1.2
// See belongs.h. Goes up from the file, folder by folder: a table may lie in a folder of the
// package. What cannot be read is no package, and its files belong to nothing.
#define _XOPEN_SOURCE 700 // NOLINT(bugprone-reserved-identifier): realpath
#include "ingest/package/belongs.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/package/package.h"
#include "model/table.h"

// A package of anything else is none of ours.
static bool is_ours(const kt_package *package)
{
    static const char *const SURE[] = {"items", "materials"}; // of a case, of the reference
    for (size_t i = 0; i < package->n; i++) {
        for (size_t s = 0; s < sizeof SURE / sizeof SURE[0]; s++) {
            if (strcmp(package->resource[i].name, SURE[s]) == 0)
                return true;
        }
    }
    return false;
}

// Whether the package in `folder` has the file of that path beneath it.
static bool package_has(const char *folder, const char *beneath)
{
    kt_arena arena = {0};
    kt_fault_list faults = {.quiet = true};
    kt_package package;
    kt_root root;
    bool has = false;
    if (kt_root_open(&root, *folder == '\0' ? "/" : folder, false, NULL) != KT_OK)
        return false;
    if (kt_package_read(&package, &root, KT_PACKAGE_CASE, &arena, &faults, NULL) == KT_OK &&
        is_ours(&package)) {
        has = strcmp(beneath, kt_package_file) == 0;
        for (size_t i = 0; i < package.n; i++)
            has |= kt_root_same_path(package.resource[i].path, beneath);
    }
    kt_root_close(&root);
    kt_notes_free(&faults);
    kt_arena_free(&arena);
    return has;
}

kt_status kt_belongs_refuse(const char *path, kt_error *err)
{
    char *real = realpath(path, NULL);
    kt_status status = KT_OK;
    char *slash = real == NULL ? NULL : strrchr(real, '/');
    while (slash != NULL && status == KT_OK) {
        *slash = '\0';
        char *above = strrchr(real, '/');
        if (package_has(real, slash + 1))
            status = kt_error_set(err, KT_BAD_INPUT,
                                  "%.500s is a file that a case is read from: choose another name",
                                  path);
        *slash = '/';
        slash = above;
    }
    free(real);
    return status;
}
