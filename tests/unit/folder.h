// SPDX-License-Identifier: EUPL-1.2
// A folder of files under $TMPDIR, for tests that need a case of their own.
#ifndef KETEN_TESTS_UNIT_FOLDER_H
#define KETEN_TESTS_UNIT_FOLDER_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct folder {
    char path[256];
} folder;

static inline folder folder_make(void)
{
    folder f;
    const char *where = getenv("TMPDIR");
    snprintf(f.path, sizeof f.path, "%.200s/keten-XXXXXX", where == NULL ? "/tmp" : where);
    assert_non_null(mkdtemp(f.path));
    return f;
}

static inline void folder_file(char out[600], const folder *f, const char *name)
{
    snprintf(out, 600, "%s/%s", f->path, name);
}

static inline void folder_put(const folder *f, const char *name, const char *text)
{
    char path[600];
    folder_file(path, f, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline unsigned folder_count(const folder *f)
{
    unsigned n = 0;
    DIR *dir = opendir(f->path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        n += entry->d_name[0] != '.';
    closedir(dir);
    return n;
}

// Files and links in it, one level deep.
static inline void folder_remove(const folder *f)
{
    DIR *dir = opendir(f->path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[600];
        folder_file(path, f, entry->d_name);
        unlink(path);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(f->path);
}

#endif
