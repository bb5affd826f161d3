// SPDX-License-Identifier: EUPL-1.2
// Tries some folders in turn, once a session. Beside the library, wherever a program of another has
// loaded it from: build/libketen.so finds ../data, PREFIX/lib ../share/keten, PREFIX/lib/TRIPLET
// ../../share/keten, a package of Python data. Beside the program: build/keten finds ../data, an
// unpacked release data. The library's own place is where one of its functions was loaded from, the
// program's comes from /proc/self/exe.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): dladdr
#include "ingest/package/datadir.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"

#ifndef KETEN_DATADIR
#define KETEN_DATADIR "/usr/local/share/keten"
#endif

enum { PATH_BYTES = 4096 };

static bool holds_reference(const char *folder)
{
    char path[PATH_BYTES];
    int length = snprintf(path, sizeof path, "%s/reference/datapackage.json", folder);
    return length > 0 && (size_t)length < sizeof path && access(path, R_OK) == 0;
}

// Leaves the folder of a file; false where the path has none.
static bool cut_name(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}

// The folder of the running program, or false.
static bool program_folder(char folder[PATH_BYTES])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_BYTES - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    return cut_name(folder);
}

// The folder of the file that this code was loaded from, or false.
static bool library_folder(char folder[PATH_BYTES])
{
    static const char MARK = 0; // an address of the library
    Dl_info info;
    if (dladdr(&MARK, &info) == 0 || info.dli_fname == NULL || strchr(info.dli_fname, '/') == NULL)
        return false; // a program that was found by its name alone
    char *path = realpath(info.dli_fname, NULL);
    bool known = path != NULL && strlen(path) < PATH_BYTES;
    if (known)
        memcpy(folder, path, strlen(path) + 1);
    free(path);
    return known && cut_name(folder);
}

// What the user names is used or refused, never replaced.
static kt_status take_named(char **out, const char *named, kt_error *err)
{
    if (!holds_reference(named))
        return kt_error_set(err, KT_BAD_INPUT,
                            "%s/reference/datapackage.json cannot be read: KETEN_DATA must name "
                            "the data folder of Keten",
                            named);
    *out = strdup(named);
    return *out == NULL ? kt_error_no_memory(err) : KT_OK;
}

// The first of the places below `folder` that holds the reference, in malloc memory; else NULL, and
// the places are added to `tried`.
static char *look_beside(kt_buffer *tried, const char *folder, const char *const *place)
{
    for (; *place != NULL; place++) {
        char path[PATH_BYTES + 32];
        snprintf(path, sizeof path, "%s/%s", folder, *place);
        if (holds_reference(path))
            return strdup(path);
        kt_buffer_format(tried, "%s%.300s", tried->length == 0 ? "" : ", ", path);
    }
    return NULL;
}

kt_status kt_datadir_find(char **out, const char *given, kt_error *err)
{
    static const char *const LIBRARY[] = {"../data", "data", "../share/keten", "../../share/keten",
                                          NULL};
    static const char *const INSTALLED[] = {".", NULL};
    static const char *const PROGRAM[] = {"../data", "data", NULL};
    const char *named = given != NULL ? given : getenv("KETEN_DATA");
    char folder[PATH_BYTES];
    kt_buffer tried = {0};
    kt_status status = KT_OK;
    *out = NULL;
    if (named != NULL && *named != '\0')
        return take_named(out, named, err);
    if (library_folder(folder))
        *out = look_beside(&tried, folder, LIBRARY);
    if (*out == NULL && program_folder(folder))
        *out = look_beside(&tried, folder, PROGRAM);
    if (*out == NULL)
        *out = look_beside(&tried, KETEN_DATADIR, INSTALLED);
    if (*out == NULL)
        status = tried.failed ? kt_error_no_memory(err)
                              : kt_error_set(err, KT_BAD_INPUT,
                                             "the reference data were not found in %.900s: set "
                                             "KETEN_DATA to the data folder of Keten",
                                             tried.text);
    kt_buffer_free(&tried);
    return status;
}
