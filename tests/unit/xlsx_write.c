// SPDX-License-Identifier: EUPL-1.2
// Workbooks that are written: what a spreadsheet shows of them, read back by our own reader and
// part by part; long texts and names, and every reason that a book cannot be written.
#include "setting.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "folder.h"
#include "format/archive.h"
#include "format/xlsx_text.h"
#include "format/xlsx_write.h"
#include "workbook.h"

static folder work;

typedef struct writing {
    char path[600];
    kt_save save;
    kt_xlsx_writer *book;
} writing;

static void begin(writing *w)
{
    *w = (writing){0};
    folder_file(w->path, &work, "book.xlsx");
    assert_int_equal(kt_save_begin(&w->save, w->path, NULL), KT_OK);
    assert_int_equal(kt_xlsx_write_open(&w->book, &w->save, NULL), KT_OK);
}

// Writes the book and takes its bytes.
static kt_buffer finish(writing *w)
{
    kt_buffer bytes = {0};
    kt_error error = {0};
    if (kt_xlsx_write_close(w->book, &error) != KT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(kt_save_replace(&w->save, NULL), KT_OK);
    kt_save_end(&w->save);
    assert_int_equal(kt_file_load(&bytes, w->path, 1 << 24, NULL, NULL), KT_OK);
    assert_int_equal(unlink(w->path), 0);
    return bytes;
}

// It cannot be written, for this reason; nothing is left in the folder.
static void expect_refused(writing *w, kt_status status, const char *reason)
{
    kt_error error = {0};
    char expected[900];
    assert_int_equal(kt_xlsx_write_close(w->book, &error), status);
    kt_save_end(&w->save);
    snprintf(expected, sizeof expected, "%s%s%s", *reason == ':' ? w->path : "",
             *reason == ':' ? " cannot be written" : "", reason);
    assert_string_equal(error.message, expected);
    assert_int_equal(folder_count(&work), 0);
}

// "[sheet] row: A=cell" of all sheets.
static void expect_cells(writing *w, const char *expected)
{
    kt_buffer bytes = finish(w);
    kt_buffer cells = {0};
    kt_error error = {0};
    if (workbook_read(&cells, bytes.text, bytes.length, &error) != KT_OK)
        fail_msg("%s", error.message);
    assert_string_equal(cells.text, expected);
    kt_buffer_free(&cells);
    kt_buffer_free(&bytes);
}

static kt_status add_bytes(void *user, const char *bytes, size_t length, kt_error *err)
{
    (void)err;
    kt_buffer_add(user, bytes, length);
    return KT_OK;
}

// The text of one part of a workbook. Caller frees it.
static kt_buffer part_of(const kt_buffer *bytes, const char *name)
{
    kt_buffer text = {0};
    kt_archive *archive = NULL;
    assert_int_equal(kt_archive_open_bytes(&archive, bytes->text, bytes->length, NULL), KT_OK);
    assert_int_equal(kt_archive_read(archive, name, add_bytes, &text, NULL), KT_OK);
    kt_archive_close(archive);
    return text;
}

static void expect_part(const kt_buffer *bytes, const char *name, const char *expected, bool has)
{
    kt_buffer text = part_of(bytes, name);
    if ((strstr(text.text, expected) != NULL) != has)
        fail_msg("%s %s %s:\n%s", name, has ? "lacks" : "has", expected, text.text);
    kt_buffer_free(&text);
}

static void plain(writing *w, uint32_t row, uint16_t column, const char *text)
{
    kt_xlsx_write_text(w->book, row, column, text, KT_XLSX_WRITE_PLAIN);
}

static void sheets_come_out_in_order(void **state)
{
    (void)state;
    char name[40];
    kt_buffer expected = {0};
    writing w;
    begin(&w);
    for (int s = 0; s < 40; s++) {
        snprintf(name, sizeof name, "Sheet %d", s);
        kt_xlsx_write_add(w.book, name, s % 2 == 0);
        plain(&w, 1, 1, name);
        kt_buffer_format(&expected, "[%s] 2: B=%s", name, name);
    }
    expect_cells(&w, expected.text);
    kt_buffer_free(&expected);
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    (void)state;
    kt_buffer bytes[2];
    for (int i = 0; i < 2; i++) {
        writing w;
        begin(&w);
        kt_xlsx_write_add(w.book, "One", true);
        kt_xlsx_write_text(w.book, 0, 0, "Title", KT_XLSX_WRITE_TITLE);
        kt_xlsx_write_comment(w.book, 0, 0, "why");
        bytes[i] = finish(&w);
    }
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_memory_equal(bytes[0].text, bytes[1].text, bytes[0].length);
    kt_buffer_free(&bytes[0]);
    kt_buffer_free(&bytes[1]);
}

// Names of sheets have at most 31 characters, whole ones, however many bytes they are.
static void a_long_name_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "ééééééééééééééééééééééééééééééééééé", false); // 35
    expect_cells(&w, "[ééééééééééééééééééééééééééééééé]");
}

// A cell of `n` characters of `bytes` bytes each.
static void put_long(kt_buffer *out, const char *character, size_t n)
{
    kt_buffer_free(out);
    for (size_t i = 0; i < n; i++)
        kt_buffer_put(out, character);
    assert_false(out->failed);
}

static void expect_long(const char *character, size_t n, const char *shown, size_t n_shown,
                        const char *end)
{
    writing w;
    kt_buffer text = {0};
    kt_buffer expected = {0};
    kt_buffer_put(&expected, "");
    put_long(&expected, shown, n_shown);
    put_long(&text, character, n);
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    plain(&w, 0, 0, text.text);
    kt_buffer bytes = finish(&w);
    kt_buffer part = part_of(&bytes, "xl/sharedStrings.xml");
    const char *cell = strstr(part.text, "<t>");
    const char *close = cell == NULL ? NULL : strstr(cell, "</t>");
    assert_non_null(close);
    cell += 3;
    assert_int_equal(close - cell, expected.length + strlen(end));
    assert_memory_equal(cell, expected.text, expected.length);
    assert_memory_equal(cell + expected.length, end, strlen(end));
    kt_buffer_free(&part);
    kt_buffer_free(&bytes);
    kt_buffer_free(&text);
    kt_buffer_free(&expected);
}

// 32,767 characters are the most that a cell holds: of more there is the beginning and "…".
static void a_long_cell_says_that_there_is_more(void **state)
{
    (void)state;
    expect_long("a", KT_XLSX_TEXT, "a", KT_XLSX_TEXT, "");
    expect_long("a", KT_XLSX_TEXT + 1, "a", KT_XLSX_TEXT - 1, "…");
    expect_long("é", KT_XLSX_TEXT, "é", KT_XLSX_TEXT, ""); // more bytes, as many characters
    expect_long("é", KT_XLSX_TEXT + 1, "é", KT_XLSX_TEXT - 1, "…");
    expect_long("😀", 20000, "😀", (KT_XLSX_TEXT - 1) / 2, "…"); // two units of UTF-16 each
}

static void control_characters_and_empty_cells(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    plain(&w, 0, 0, "");
    plain(&w, 0, 1,
          "a\x01"
          "b");
    plain(&w, 0, 2, "_x000D_");
    kt_xlsx_write_comment(w.book, 0, 1, "");
    expect_cells(&w, "[One] 1: B=a\x01"
                     "b C=_x000D_");
}

static void rules_are_strict_or_help(void **state)
{
    (void)state;
    static const char *const CHOICES[] = {"yes", "no", NULL};
    char title[60];
    char message[400];
    writing w;
    memset(title, 't', sizeof title);
    memset(message, 'm', sizeof message);
    title[sizeof title - 1] = message[sizeof message - 1] = '\0';
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    kt_xlsx_write_add_rule(w.book,
                           &(kt_xlsx_write_rule){1, 9, 0, CHOICES, NULL, "Strict", "say so", true});
    kt_xlsx_write_add_rule(
        w.book, &(kt_xlsx_write_rule){1, 9, 1, NULL, "=L!$A$2:$A$5", "Help", "pick one", false});
    kt_xlsx_write_add_rule(
        w.book, &(kt_xlsx_write_rule){1, 9, 2, NULL, "=L!$A$2:$A$5", "Only", "of these", true});
    kt_xlsx_write_add_rule(w.book,
                           &(kt_xlsx_write_rule){1, 9, 3, NULL, NULL, title, message, false});
    kt_buffer bytes = finish(&w);
    const char *sheet = "xl/worksheets/sheet1.xml";
    title[31] = message[254] = '\0';
    expect_part(&bytes, sheet, "<dataValidations count=\"4\">", true);
    expect_part(&bytes, sheet, "errorTitle=\"Strict\" error=\"say so\"", true);
    expect_part(&bytes, sheet, "<formula1>\"yes,no\"</formula1>", true);
    expect_part(&bytes, sheet, "errorTitle=\"Help\"", false); // other words are welcome
    expect_part(&bytes, sheet, "errorTitle=\"Only\" error=\"of these\"", true);
    expect_part(&bytes, sheet, "<formula1>L!$A$2:$A$5</formula1>", true);
    char expected[500];
    snprintf(expected, sizeof expected, "promptTitle=\"%s\" prompt=\"%s\"", title, message);
    expect_part(&bytes, sheet, expected, true);
    kt_buffer_free(&bytes);
}

static void a_sheet_is_laid_out(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", true);
    kt_xlsx_write_freeze(w.book, 2, 1);
    kt_xlsx_write_begin_at(w.book, 5, 1);
    kt_xlsx_write_width(w.book, 0, 20.0);
    kt_xlsx_write_hide(w.book, 3);
    kt_xlsx_write_height(w.book, 4, 33.0);
    kt_xlsx_write_print(w.book, 2, true);
    kt_xlsx_write_add(w.book, "Two", false);
    kt_xlsx_write_print(w.book, 0, false);
    kt_buffer bytes = finish(&w);
    const char *one = "xl/worksheets/sheet1.xml";
    const char *two = "xl/worksheets/sheet2.xml";
    expect_part(&bytes, one, "<tabColor rgb=\"FF1F3A5F\"/>", true);
    expect_part(&bytes, one, "<pane xSplit=\"1\" ySplit=\"2\" topLeftCell=\"B3\"", true);
    expect_part(&bytes, one, "activeCell=\"B6\" sqref=\"B6\"", true);
    expect_part(&bytes, one, "hidden=\"1\"", true);
    expect_part(&bytes, one, "<row r=\"5\" ht=\"33\" customHeight=\"1\"/>", true);
    expect_part(&bytes, one, "paperSize=\"9\" orientation=\"landscape\"", true);
    expect_part(&bytes, "xl/workbook.xml", "One!$1:$2", true);
    expect_part(&bytes, two, "<tabColor rgb=\"FFDCE6F1\"/>", true);
    expect_part(&bytes, two, "fitToHeight=\"0\"", true);
    expect_part(&bytes, "xl/workbook.xml", "Two!", false);
    kt_buffer_free(&bytes);
}

// What the library cannot take is kept until the book is closed, the first of it.
static void what_failed_first_is_told_at_the_end(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    kt_xlsx_write_add(w.book, "one", false); // names differ in more than their letters' size
    plain(&w, 1u << 20, 0, "below the last row");
    expect_refused(&w, KT_BAD_INPUT, ": Worksheet name is already in use.");
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    plain(&w, 1u << 20, 0, "below the last row");
    expect_refused(&w, KT_BAD_INPUT, ": Worksheet row or column index out of range.");
}

// Nothing is written to before there is a sheet, and nothing breaks.
static void without_a_sheet_there_is_nowhere_to_write(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "no [such] name", false);
    plain(&w, 0, 0, "text");
    kt_xlsx_write_comment(w.book, 0, 0, "why");
    kt_xlsx_write_width(w.book, 0, 20.0);
    kt_xlsx_write_height(w.book, 0, 20.0);
    kt_xlsx_write_hide(w.book, 0);
    kt_xlsx_write_freeze(w.book, 1, 1);
    kt_xlsx_write_begin_at(w.book, 1, 1);
    kt_xlsx_write_print(w.book, 1, true);
    kt_xlsx_write_add_rule(w.book, &(kt_xlsx_write_rule){.title = "", .message = ""});
    expect_refused(&w, KT_BAD_INPUT,
                   ": Worksheet name cannot contain invalid characters: '[ ] : * ? / \\'");
}

static void an_abandoned_book_is_not_written(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    kt_xlsx_write_abandon(w.book);
    expect_refused(&w, KT_NO_RESOURCES, "out of memory");
}

// The library would tell of files that it cannot open on standard error: it is not asked to.
static void without_files_to_open_the_reason_is_the_system_s(void **state)
{
    (void)state;
    struct rlimit before;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_true(next >= 0);
    close(next);
    struct rlimit few = {(rlim_t)next + 2, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    kt_error error = {0};
    kt_status status = kt_xlsx_write_close(w.book, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    kt_save_end(&w.save);
    char expected[700];
    snprintf(expected, sizeof expected, "%s cannot be written: Too many open files", w.path);
    assert_string_equal(error.message, expected);
    assert_int_equal(status, KT_NO_RESOURCES);
    assert_int_equal(folder_count(&work), 0);
}

// Books are put together in memory and then written where they belong: a full disk is met there.
static void a_full_disk_is_named(void **state)
{
    (void)state;
    writing w;
    begin(&w);
    kt_xlsx_write_add(w.book, "One", false);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(full >= 0);
    assert_int_equal(dup2(full, w.save.file), w.save.file);
    close(full);
    expect_refused(&w, KT_NO_RESOURCES, ": the disk is full");
}

static void a_book_that_may_not_be_written_is_refused_before_it_is_made(void **state)
{
    (void)state;
    char path[600];
    kt_save save = {0};
    kt_error error = {0};
    folder_file(path, &work, "none/book.xlsx");
    assert_int_equal(kt_save_begin(&save, path, &error), KT_BAD_INPUT);
    char expected[700];
    snprintf(expected, sizeof expected, "%s cannot be written: there is no such folder", path);
    assert_string_equal(error.message, expected);
    kt_save_end(&save);
    assert_int_equal(folder_count(&work), 0);
}

static int make_work(void **state)
{
    (void)state;
    work = folder_make();
    return 0;
}

static int drop_work(void **state)
{
    (void)state;
    folder_remove(&work);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_come_out_in_order),
        cmocka_unit_test(the_same_calls_give_the_same_bytes),
        cmocka_unit_test(a_long_name_is_cut_at_a_whole_character),
        cmocka_unit_test(a_long_cell_says_that_there_is_more),
        cmocka_unit_test(control_characters_and_empty_cells),
        cmocka_unit_test(rules_are_strict_or_help),
        cmocka_unit_test(a_sheet_is_laid_out),
        cmocka_unit_test(what_failed_first_is_told_at_the_end),
        cmocka_unit_test(without_a_sheet_there_is_nowhere_to_write),
        cmocka_unit_test(an_abandoned_book_is_not_written),
        cmocka_unit_test(without_files_to_open_the_reason_is_the_system_s),
        cmocka_unit_test(a_full_disk_is_named),
        cmocka_unit_test(a_book_that_may_not_be_written_is_refused_before_it_is_made),
    };
    return cmocka_run_group_tests(tests, make_work, drop_work);
}
