// SPDX-License-Identifier: EUPL-1.2
// See save_set.h. Some tens of files; renaming one takes microseconds, so a stop between two of
// them is not looked for.
#include "base/save_set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/save.h"

kt_status kt_save_set_open(kt_save_set *out, const char *folder, kt_error *err)
{
    struct stat info;
    *out = (kt_save_set){.folder = strdup(folder)};
    if (out->folder == NULL)
        return kt_error_no_memory(err);
    bool there = stat(folder, &info) == 0;
    kt_status status = kt_save_folder(folder, err);
    out->made = status == KT_OK && !there;
    return status;
}

// "folder/name", and behind it `end`; NULL when memory runs out.
static char *path_of(const kt_save_set *set, const char *name, const char *end)
{
    size_t size = strlen(set->folder) + strlen(name) + strlen(end) + 2;
    char *path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s/%s%s", set->folder, name, end);
    return path;
}

kt_status kt_save_set_add(const char **out, kt_save_set *set, const char *name, kt_error *err)
{
    char end[32];
    bool failed = false;
    snprintf(end, sizeof end, ".%ld.part", (long)getpid());
    set->part =
        kt_grow_array(set->part, &set->part_capacity, set->n + 1, sizeof *set->part, &failed);
    set->path =
        kt_grow_array(set->path, &set->path_capacity, set->n + 1, sizeof *set->path, &failed);
    char *part = failed ? NULL : path_of(set, name, end);
    char *path = failed ? NULL : path_of(set, name, "");
    if (part == NULL || path == NULL) {
        free(part);
        free(path);
        return kt_error_no_memory(err);
    }
    set->part[set->n] = part;
    set->path[set->n++] = path;
    *out = part;
    return KT_OK;
}

kt_status kt_save_set_commit(kt_save_set *set, kt_error *err)
{
    for (size_t i = 0; i < set->n; i++) {
        if (rename(set->part[i], set->path[i]) != 0)
            return kt_error_set(err, KT_NO_RESOURCES, "%s cannot be written: %s", set->path[i],
                                kt_save_reason(errno, err));
        set->made = false; // it holds a file now
    }
    return KT_OK;
}

void kt_save_set_close(kt_save_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        (void)unlink(set->part[i]); // gone already where it has its name
        free(set->part[i]);
        free(set->path[i]);
    }
    if (set->made)
        (void)rmdir(set->folder);
    free(set->part);
    free(set->path);
    free(set->folder);
    *set = (kt_save_set){0};
}
