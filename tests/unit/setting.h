// SPDX-License-Identifier: EUPL-1.2
// What the unit tests share: cmocka, comparing figures, and a case made of a few lines of text.
#ifndef KT_UNIT_SETTING_H
#define KT_UNIT_SETTING_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ingest/package/open.h"

#define SMALL_DATA KETEN_SOURCE_DIR "/tests/cases/data"
#define SMALL_CASE KETEN_SOURCE_DIR "/tests/cases/small"

// Whether this is built with the address sanitizer, which brings an allocator of its own.
#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif
#ifndef ADDRESS_SANITIZER
#define ADDRESS_SANITIZER 0
#endif

// Equal but for rounding.
#define assert_near(actual, expected) assert_near_at(actual, expected, __FILE__, __LINE__)

static inline void assert_near_at(double actual, double expected, const char *file, int line)
{
    if (fabs(actual - expected) <= 1e-12 || (isnan(actual) && isnan(expected)))
        return;
    print_error("%s:%d: %.17g, expected %.17g\n", file, line, actual, expected);
    fail();
}

// A folder held open, as a case is read.
static inline kt_root root_of(const char *folder)
{
    kt_root root;
    assert_int_equal(kt_root_open(&root, folder, false, NULL), KT_OK);
    return root;
}

typedef struct file_text {
    const char *name; // of the table; NULL ends a list
    const char *text; // header and rows
} file_text;

static const file_text NO_ROWS[] = {
    {"items", "id,kind,name_en\n"},         {"bom", "parent,child,quantity\n"},
    {"organisations", "id,name,country\n"}, {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier\n"},
};

static inline void put_file(const char *folder, const char *name, const char *text, size_t length)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void drop_file(const char *folder, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static inline bool lists(const file_text *files, const char *name)
{
    for (; files->name != NULL; files++) {
        if (strcmp(files->name, name) == 0)
            return true;
    }
    return false;
}

// Writes one table and names it in the descriptor.
static inline void put_table(char *descriptor, size_t size, const char *folder, file_text table)
{
    char name[80];
    size_t used = strlen(descriptor);
    snprintf(name, sizeof name, "%s.csv", table.name);
    put_file(folder, name, table.text, strlen(table.text));
    snprintf(descriptor + used, size - used, "%s{\"name\": \"%s\", \"path\": \"%s\"}",
             strchr(descriptor, '}') == NULL ? "" : ", ", table.name, name);
}

static inline void drop_tables(const char *folder, const file_text *files)
{
    char name[80];
    for (; files->name != NULL; files++) {
        snprintf(name, sizeof name, "%s.csv", files->name);
        drop_file(folder, name);
    }
    for (size_t i = 0; i < sizeof NO_ROWS / sizeof NO_ROWS[0]; i++) {
        snprintf(name, sizeof name, "%s.csv", NO_ROWS[i].name);
        drop_file(folder, name);
    }
    drop_file(folder, "datapackage.json");
    rmdir(folder);
}

// Opens a case of these tables, on the small reference data; required tables that are not listed
// are empty. Faults are the caller's to look at. Freed with kt_case_free.
static inline kt_case *case_with_faults(const file_text *files)
{
    char folder[] = "/tmp/keten-unit-XXXXXX";
    char descriptor[4000] = "{\"name\": \"unit\", \"resources\": [";
    assert_non_null(mkdtemp(folder));
    for (const file_text *f = files; f->name != NULL; f++)
        put_table(descriptor, sizeof descriptor, folder, *f);
    for (size_t i = 0; i < sizeof NO_ROWS / sizeof NO_ROWS[0]; i++) {
        if (!lists(files, NO_ROWS[i].name))
            put_table(descriptor, sizeof descriptor, folder, NO_ROWS[i]);
    }
    strncat(descriptor, "]}", sizeof descriptor - strlen(descriptor) - 1);
    put_file(folder, "datapackage.json", descriptor, strlen(descriptor));
    kt_case *c = NULL;
    kt_error error = {0};
    kt_open_options options = {.data_dir = SMALL_DATA};
    kt_status status = kt_open_case(&c, folder, &options, &error);
    drop_tables(folder, files);
    assert_true(status == KT_OK || status == KT_BAD_INPUT);
    assert_non_null(c);
    return c;
}

// The same for a case that has none.
static inline kt_case *case_of(const file_text *files)
{
    kt_case *c = case_with_faults(files);
    for (size_t i = 0; i < c->faults.n; i++) {
        if (!c->places[i].warning)
            fail_msg("%s:%u:%u: %s", c->places[i].file, c->places[i].line, c->places[i].column,
                     c->places[i].message);
    }
    return c;
}

#endif
