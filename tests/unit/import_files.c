// SPDX-License-Identifier: EUPL-1.2
// The small parts of an import: delimited text, JSON trees, grids, canonical CSV, folders that are
// replaced whole.
#include <fcntl.h>
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

#include "format/csv_write.h"
#include "format/file.h"
#include "format/folder.h"
#include "format/json_tree.h"
#include "format/sniff.h"
#include "ingest/merge/merge_key.h"
#include "model/label.h"
#include "model/schema.h"

static void expect_decoded(const char *bytes, size_t length, kt_sniff_encoding encoding,
                           const char *text)
{
    kt_buffer out = {0};
    kt_sniff sniff = {0};
    kt_error error;
    assert_int_equal(kt_sniff_decode(&out, &sniff, bytes, length, &error), KT_OK);
    assert_int_equal(sniff.encoding, encoding);
    assert_string_equal(out.text, text);
    kt_buffer_free(&out);
}

static void encodings_are_found_from_the_bytes(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_sniff sniff = {0};
    kt_error error;
    expect_decoded("\xEF\xBB\xBF"
                   "\xC3\xA9",
                   5, KT_SNIFF_UTF8, "\xC3\xA9");
    expect_decoded("caf\xE9 \x80", 6, KT_SNIFF_WINDOWS_1252, "caf\xC3\xA9 \xE2\x82\xAC");
    expect_decoded("\xFF\xFE"
                   "a\0b\0",
                   6, KT_SNIFF_UTF16LE, "ab");
    expect_decoded("\0a\0b\0;\0c", 8, KT_SNIFF_UTF16BE, "ab;c");
    expect_decoded("\xFE\xFF\xD8\x3D\xDE\x00", 6, KT_SNIFF_UTF16BE, "\xF0\x9F\x98\x80");
    assert_int_equal(kt_sniff_decode(&out, &sniff, "caf\xE9 \x81", 6, &error), KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "byte 6"));
    kt_buffer_free(&out);
    assert_int_equal(kt_sniff_decode(&out, &sniff, "\xFF\xFE\x00\xD8", 4, &error), KT_BAD_INPUT);
    kt_buffer_free(&out);
}

static char delimiter_of(const char *text)
{
    return kt_sniff_delimiter(text, strlen(text));
}

static void the_delimiter_divides_evenly(void **state)
{
    (void)state;
    assert_int_equal(delimiter_of("a;b;c\n1,5;2,5;x\n1,5;3;y\n"), ';');
    assert_int_equal(delimiter_of("a,b\n\"x;y;z\",2\n\"p;q;r\",3\n"), ',');
    assert_int_equal(delimiter_of("a\tb\n1,2\t3\n"), '\t');
    assert_int_equal(delimiter_of("only one column\nand text\n"), ',');
    assert_int_equal(delimiter_of(""), ',');
}

static void places_are_cells_or_lines(void **state)
{
    (void)state;
    char place[KT_GRID_PLACE];
    char letters[4];
    kt_grid book = {.file = "a.xlsx", .sheet = "Blad1"};
    kt_grid text = {.file = "a.csv", .sheet = ""};
    kt_grid_place(place, &book, 12, 2);
    assert_string_equal(place, "a.xlsx:Blad1!C12");
    kt_grid_place(place, &text, 12, 2);
    assert_string_equal(place, "a.csv:12:3");
    kt_grid_place(place, &text, 12, KT_GRID_COLUMNS);
    assert_string_equal(place, "a.csv:12");
    kt_grid_letters(letters, 16383);
    assert_string_equal(letters, "XFD");
    kt_grid_letters(letters, 26);
    assert_string_equal(letters, "AA");
}

static void a_tree_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char TEXT[] = "{\n \"a\": [\n  1,\n  {},\n  [],\n  {\n   \"b\": null\n  }\n ],\n "
                               "\"c\": \"\\u00e9\\n\",\n \"d\": true\n}\n";
    kt_arena arena = {0};
    kt_buffer out = {0};
    kt_json_tree_fault fault;
    char place[64];
    kt_json_tree *tree = kt_json_tree_read(TEXT, strlen(TEXT), NULL, &arena, &fault);
    assert_non_null(tree);
    kt_json_tree_write(&out, tree);
    kt_json_tree *again = kt_json_tree_read(out.text, out.length, NULL, &arena, &fault);
    assert_non_null(again);
    assert_string_equal(kt_json_tree_text(again, "c", ""), "\xC3\xA9\n");
    kt_json_tree_place(place, sizeof place, kt_json_tree_get(tree, "a")->last->first);
    assert_string_equal(place, "/a/3/b");
    assert_null(kt_json_tree_read("{\"a\":1,\"a\":2}", 13, NULL, &arena, &fault));
    assert_true(fault.line == 1 && strstr(fault.message, "twice") != NULL);
    assert_null(kt_json_tree_read("[1,\n 2", 6, NULL, &arena, &fault));
    assert_int_equal(fault.line, 2);
    kt_buffer_free(&out);
    kt_arena_free(&arena);
}

static void csv_is_quoted_only_where_it_must(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_csv_write_field(&out, "plain", true);
    kt_csv_write_field(&out, "a,b", false);
    kt_csv_write_field(&out, "say \"no\"", false);
    kt_csv_write_field(&out, "", false);
    kt_csv_write_field(&out, " x", false);
    kt_csv_write_end(&out);
    kt_csv_write_field(&out, "", true);
    kt_csv_write_end(&out);
    assert_string_equal(out.text, "plain,\"a,b\",\"say \"\"no\"\"\",,\" x\"\n\"\"\n");
    kt_buffer_free(&out);
}

static void expect_file(const char *folder, const char *name, const char *content)
{
    kt_buffer text = {0};
    kt_error error;
    char *path = kt_file_join(folder, name);
    assert_int_equal(kt_file_load(&text, path, 1000, NULL, &error), KT_OK);
    assert_string_equal(text.text, content);
    kt_buffer_free(&text);
    free(path);
}

static void a_folder_is_replaced_whole_or_not_at_all(void **state)
{
    (void)state;
    char base[] = "/tmp/keten-folder-XXXXXX";
    kt_folder folder;
    kt_error error;
    assert_non_null(mkdtemp(base));
    char *target = kt_file_join(base, "case");
    assert_int_equal(kt_folder_open(&folder, target, &error), KT_OK);
    assert_int_equal(kt_folder_write(&folder, "a.csv", "one", 3, &error), KT_OK);
    assert_int_equal(kt_folder_write(&folder, "sub/b.csv", "two", 3, &error), KT_OK);
    assert_int_equal(access(target, F_OK), -1); // not before it is committed
    assert_int_equal(kt_folder_commit(&folder, &error), KT_OK);
    kt_folder_close(&folder);
    expect_file(target, "sub/b.csv", "two");

    assert_int_equal(kt_folder_open(&folder, target, &error), KT_OK);
    assert_int_equal(kt_folder_write(&folder, "a.csv", "new", 3, &error), KT_OK);
    expect_file(target, "a.csv", "one"); // a draft does not reach through its links
    kt_folder_close(&folder);
    expect_file(target, "a.csv", "one");

    assert_int_equal(kt_folder_open(&folder, target, &error), KT_OK);
    assert_int_equal(kt_folder_write(&folder, "a.csv", "new", 3, &error), KT_OK);
    assert_int_equal(kt_folder_commit(&folder, &error), KT_OK);
    kt_folder_close(&folder);
    expect_file(target, "a.csv", "new");
    expect_file(target, "sub/b.csv", "two"); // carried over
    char *gone = kt_file_join(base, "absent/case");
    assert_int_equal(kt_folder_open(&folder, gone, &error), KT_BAD_INPUT);
    kt_folder_close(&folder);
    free(gone);

    char *file = kt_file_join(target, "a.csv");
    assert_int_equal(kt_folder_open(&folder, file, &error), KT_BAD_INPUT);
    kt_folder_close(&folder);
    free(file);
    char command[3][200];
    snprintf(command[0], sizeof command[0], "%s/sub/b.csv", target);
    snprintf(command[1], sizeof command[1], "%s/a.csv", target);
    snprintf(command[2], sizeof command[2], "%s/sub", target);
    for (int i = 0; i < 3; i++)
        assert_int_equal(remove(command[i]), 0);
    assert_int_equal(rmdir(target), 0);
    assert_int_equal(rmdir(base), 0); // no draft was left behind
    free(target);
}

// Every table of a case has a key, a label and, for each column, help: the template and the merge
// would be silent about a new table otherwise.
static void every_column_has_a_label(void **state)
{
    (void)state;
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        const kt_table_spec *spec = &kt_schema_case[t];
        assert_non_null(kt_merge_key(spec->name));
        assert_string_not_equal(kt_label_about(spec->name), "");
        for (int c = 0; spec->column[c].name != NULL; c++) {
            kt_label label = kt_label_column(spec->name, spec->column[c].name);
            if (*label.help == '\0')
                fail_msg("%s.%s has no help", spec->name, spec->column[c].name);
            for (int k = 0; spec->column[c].choices != NULL && spec->column[c].choices[k] != NULL;
                 k++)
                assert_int_equal(kt_label_find(spec->column[c].choices,
                                               kt_label_choice(spec->column[c].choices[k])),
                                 k);
        }
    }
    assert_string_equal(kt_label_column("items", "no such column").help, ""); // the seeded defect
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_found_from_the_bytes),
        cmocka_unit_test(the_delimiter_divides_evenly),
        cmocka_unit_test(places_are_cells_or_lines),
        cmocka_unit_test(a_tree_comes_back_as_it_was),
        cmocka_unit_test(csv_is_quoted_only_where_it_must),
        cmocka_unit_test(a_folder_is_replaced_whole_or_not_at_all),
        cmocka_unit_test(every_column_has_a_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
