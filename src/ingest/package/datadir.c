// SPDX-License-Identifier: EUPL-1.2
// Tries three folders in turn; the program's own place comes from /proc/self/exe. "Beside the
// program": build/keten finds ../data, an unpacked release finds data. Once a command.
#include "ingest/package/datadir.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

// The folder of the running program, or false.
static bool program_folder(char folder[PATH_BYTES])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_BYTES - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}

kt_status kt_datadir_find(char **out, const char *given, kt_error *err)
{
    char program[PATH_BYTES];
    char beside[2][PATH_BYTES + 16] = {"", ""};
    const char *wanted = given != NULL ? given : getenv("KETEN_DATA");
    *out = NULL;

    if (program_folder(program)) {
        snprintf(beside[0], sizeof beside[0], "%s/../data", program);
        snprintf(beside[1], sizeof beside[1], "%s/data", program);
    }
    if (wanted != NULL &&
        *wanted != '\0') { // what the user names is used or refused, never replaced
        if (!holds_reference(wanted))
            return kt_error_set(
                err, KT_BAD_INPUT,
                "%s/reference/datapackage.json cannot be read: KETEN_DATA must name "
                "the data folder of Keten",
                wanted);
        *out = strdup(wanted);
        return *out == NULL ? kt_error_no_memory(err) : KT_OK;
    }
    const char *places[] = {beside[0], beside[1], KETEN_DATADIR};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (*places[i] != '\0' && holds_reference(places[i])) {
            *out = strdup(places[i]);
            return *out == NULL ? kt_error_no_memory(err) : KT_OK;
        }
    }
    return kt_error_set(
        err, KT_BAD_INPUT,
        "the reference data were not found in %.300s, %.300s or %.300s: set KETEN_DATA "
        "to the data folder of Keten",
        beside[0], beside[1], KETEN_DATADIR);
}
