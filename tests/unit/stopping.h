// SPDX-License-Identifier: EUPL-1.2
// Operations stopped at every look they take at the flag: each ends with the one status and the one
// message and leaves files as they were; that it gives back all memory is seen when the program is
// built with the address sanitizer. The library's own functions are used, but for the reading of
// the flag: that is counted here, and answered with yes from the look on that is asked for. To be
// included by one file of a test program, before any other header of ours.
#ifndef KETEN_TESTS_UNIT_STOPPING_H
#define KETEN_TESTS_UNIT_STOPPING_H

#include <stdatomic.h>

#include "base/control.h"
#include "setting.h"

static atomic_uint_fast64_t looks;
static uint64_t stop_at; // 0: never

static uint64_t looks_taken(void)
{
    return atomic_load(&looks);
}

static int look(const atomic_int *raised)
{
    uint64_t n = atomic_fetch_add(&looks, 1) + 1;
    return atomic_load(raised) != 0 || (stop_at != 0 && n >= stop_at);
}

#undef atomic_load_explicit
#define atomic_load_explicit(object, order) look(object)
#include "base/control.c" // in place of the library's

#include "base/sha256.h"
#include "folder.h"
#include "format/xlsx_write.h"

#define CASES KETEN_SOURCE_DIR "/tests/cases/"

enum { MOST_STOPS = 150 }; // of one operation, spread evenly over its looks

static const char STOPPED[] = "stopped before the end: nothing was written";

static folder work; // what an operation writes goes here

// Work that is not to be stopped, before the work that is.
static kt_case *open_quietly(const char *path)
{
    kt_case *c = NULL;
    assert_int_equal(kt_open_case(&c, path, &(kt_open_options){.all_tables = true}, NULL), KT_OK);
    return c;
}

// ---------------------------------------------------------------------------------- files

// The last row names no part: it is refused, and told beside the case.
static const char PARTS[] = "item;name;goes into;quantity;material;supplier;supplier country\n"
                            "ship;Ship;;;;;\npump;Pump;ship;2;316L;Pumps BV;Nederland\n"
                            "seal;Seal;pump;1;rubber;Nobody knows where;\n;;pump;1;;;\n";

static const char BOM[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":"
    "\"device\",\"bom-ref\":\"radar\",\"name\":\"Radar\"}},\"components\":[{\"type\":\"device\","
    "\"bom-ref\":\"face\",\"name\":\"Face\",\"supplier\":{\"name\":\"Faces\",\"address\":{"
    "\"country\":\"GB\"}}}],\"compositions\":[{\"aggregate\":\"incomplete\",\"assemblies\":["
    "\"face\"]}]}";

static const char DECLARATION[] =
    "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\"><BusinessInfo><Response>"
    "<SupplyCompany name=\"Chips\"/></Response></BusinessInfo><Product unitType=\"Each\">"
    "<ProductID itemNumber=\"C-1\" itemName=\"Chip\"><Amount value=\"50\" UOM=\"mg\"/></ProductID>"
    "</Product></MainDeclaration>";

static void copy_case(const char *from, const char *to)
{
    DIR *dir = opendir(from);
    assert_non_null(dir);
    assert_int_equal(mkdir(to, 0777), 0);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char path[900];
        kt_buffer text = {0};
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        for (int c; (c = fgetc(file)) != EOF;)
            kt_buffer_add(&text, &(char){(char)c}, 1);
        fclose(file);
        put_file(to, entry->d_name, text.text, text.length);
        kt_buffer_free(&text);
    }
    closedir(dir);
}

// The workbook that an import reads is one of ours, with a row filled in.
static void make_workbook(const char *path)
{
    kt_xlsx_writer *book = NULL;
    static const char *const ROWS[][3] = {{"item", "name", "quantity"}, {"hull", "Hull", "1"}};
    kt_save save;
    kt_save_outcome outcome = KT_SAVE_OTHER;
    assert_int_equal(kt_save_begin(&save, path, NULL), KT_OK);
    assert_int_equal(kt_xlsx_write_open(&book, &save, NULL), KT_OK);
    kt_xlsx_write_add(book, "parts", false);
    for (uint32_t r = 0; r < 2; r++) {
        for (uint16_t c = 0; c < 3; c++)
            kt_xlsx_write_text(book, r, c, ROWS[r][c], KT_XLSX_WRITE_PLAIN);
    }
    assert_int_equal(kt_xlsx_write_close(book, NULL), KT_OK);
    assert_int_equal(kt_save_keep(&save, path, &outcome, NULL), KT_OK);
    assert_int_equal(outcome, KT_SAVE_WRITTEN);
    kt_save_end(&save);
}

static void remove_all(const char *path)
{
    struct stat info;
    if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        DIR *dir = opendir(path);
        for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
            char inner[900];
            snprintf(inner, sizeof inner, "%.600s/%.255s", path, entry->d_name);
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                remove_all(inner);
        }
        if (dir != NULL)
            closedir(dir);
    }
    (void)remove(path);
}

static void fill_work(void)
{
    char path[600];
    char other[600];
    work = folder_make();
    folder_file(path, &work, "case");
    copy_case(CASES "asked", path);
    folder_file(other, &work, "other");
    copy_case(CASES "drawn", other);
    folder_put(&work, "parts.csv", PARTS);
    folder_put(&work, "bom.json", BOM);
    folder_put(&work, "chip.xml", DECLARATION);
    folder_file(path, &work, "filled.xlsx");
    make_workbook(path);
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

// Names and bytes of everything in a folder.
static void add_folder(kt_sha256 *sha, const char *path)
{
    struct dirent **entry = NULL;
    int n = scandir(path, &entry, NULL, by_name);
    for (int i = 0; i < n; i++) {
        char inner[900];
        struct stat info;
        const char *name = entry[i]->d_name;
        snprintf(inner, sizeof inner, "%.600s/%.255s", path, name);
        bool self = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        if (!self)
            kt_sha256_add(sha, name, strlen(name) + 1);
        if (!self && stat(inner, &info) == 0 && S_ISDIR(info.st_mode)) {
            add_folder(sha, inner);
        } else if (!self) {
            FILE *file = fopen(inner, "rb");
            char bytes[4096];
            size_t length = 0;
            while (file != NULL && (length = fread(bytes, 1, sizeof bytes, file)) > 0)
                kt_sha256_add(sha, bytes, length);
            if (file != NULL)
                fclose(file);
        }
        free(entry[i]);
    }
    free(entry);
}

static void stamp(char out[KT_SHA256_TEXT])
{
    kt_sha256 sha;
    kt_sha256_begin(&sha);
    add_folder(&sha, work.path);
    kt_sha256_end(&sha, out);
}

// ------------------------------------------------------------------------------------- the stops

typedef kt_status (*operation)(const kt_control *control, kt_error *err);

static const kt_flag NOT_RAISED = {0};

// The looks that one undisturbed run takes; it leaves the work folder as a fresh one.
static uint64_t count_looks(operation run, bool writes)
{
    char before[KT_SHA256_TEXT];
    char after[KT_SHA256_TEXT];
    kt_control control = {.stop = &NOT_RAISED, .threads = 1};
    kt_error error = {0};
    fill_work();
    stamp(before);
    stop_at = 0;
    atomic_store(&looks, 0);
    if (run(&control, &error) != KT_OK)
        fail_msg("undisturbed: %s", error.message);
    uint64_t n = looks_taken();
    stamp(after);
    assert_true((strcmp(before, after) != 0) == writes); // the seeded defect: a stop that writes
    remove_all(work.path);
    return n;
}

static void stop_everywhere(operation run, bool writes)
{
    kt_control control = {.stop = &NOT_RAISED, .threads = 1};
    uint64_t n = count_looks(run, writes);
    uint64_t step = n / MOST_STOPS + 1;
    char before[KT_SHA256_TEXT];
    char after[KT_SHA256_TEXT];
    assert_true(n > 0);
    fill_work();
    stamp(before);
    for (uint64_t at = 1; at <= n + step - 1; at += step) {
        kt_error error = {.lang = KT_LANG_EN};
        stop_at = at < n ? at : n; // the last one always
        atomic_store(&looks, 0);
        kt_status status = run(&control, &error);
        if (status != KT_NO_RESOURCES || strcmp(error.message, STOPPED) != 0)
            fail_msg("stopped at look %u of %u: status %d, \"%s\"", (unsigned)stop_at, (unsigned)n,
                     (int)status, error.message);
        stamp(after);
        if (strcmp(before, after) != 0)
            fail_msg("stopped at look %u of %u: files were written", (unsigned)stop_at,
                     (unsigned)n);
    }
    stop_at = 0;
    remove_all(work.path);
}

#define STOPS(name, run, writes)                                                                   \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        stop_everywhere(run, writes);                                                              \
    }

#endif
