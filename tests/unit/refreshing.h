// SPDX-License-Identifier: EUPL-1.2
// A data folder of a test's own: a copy of the reference that comes with the program, and what a
// refresh makes of it.
#ifndef KETEN_TESTS_UNIT_REFRESHING_H
#define KETEN_TESTS_UNIT_REFRESHING_H

#include <sys/stat.h>

#include "folder.h"
#include "ingest/package/open.h"
#include "ingest/yearly/refresh.h"

static kt_case *reference; // that comes with the program

static inline int open_reference(void **state)
{
    (void)state;
    kt_open_options options = {.all_tables = true};
    return kt_open_reference(&reference, &options, NULL) == KT_OK ? 0 : -1;
}

static inline int close_reference(void **state)
{
    (void)state;
    kt_case_free(reference);
    return 0;
}

static inline void copy_file(const char *from, const char *to)
{
    char bytes[1 << 16];
    size_t n;
    FILE *in = fopen(from, "r");
    FILE *out = fopen(to, "w");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

// A copy of the reference that comes with the program.
static inline void copy_reference(const folder *to)
{
    static const char FROM[] = KETEN_SOURCE_DIR "/data/reference";
    char path[600];
    folder_file(path, to, "reference");
    assert_int_equal(mkdir(path, 0777), 0);
    DIR *dir = opendir(FROM);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char old[600];
        char new[1200];
        snprintf(old, sizeof old, "%s/%s", FROM, entry->d_name);
        snprintf(new, sizeof new, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            copy_file(old, new);
    }
    closedir(dir);
}

static inline void remove_reference(const folder *at)
{
    char path[300];
    snprintf(path, sizeof path, "%s/reference", at->path);
    folder inside;
    snprintf(inside.path, sizeof inside.path, "%.255s", path);
    folder_remove(&inside);
    folder_remove(at);
}

#endif
