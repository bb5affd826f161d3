// SPDX-License-Identifier: EUPL-1.2
// Writes through libxlsxwriter with a fixed date, so that the same calls give the same bytes.
// Sheets of tens to thousands of rows, in memory until the book is closed; the library then puts
// the file together in memory too, where no full disk has it write of its own to standard error. A
// failure is kept until the close, so that a hundred cells need one check.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): memfd_create
#include "format/xlsx_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/reason.h"
#include "format/archive.h"
#include "format/xlsx_text.h"
#include "format/xml.h"

struct kt_xlsx_writer {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *style[KT_XLSX_WRITE_N_STYLES];
    lxw_error error; // the first
    bool abandoned;
    int memory;          // a file in memory that the library writes; -1: it writes save->part
    const kt_save *save; // where it is written
};

enum {
    NAME_BYTES = 31 * 4 + 1,
    TITLE_CHARACTERS = 32,
    MESSAGE_CHARACTERS = 255,
    TITLE_POINTS = 24,
    FILE_NAME = 64,
    N_TEMPORARY = 4, // more than the library holds at a time
};

// The colours of the reports: a dark blue, a pale one, greys that stay readable when printed.
static const lxw_color_t DARK = 0x1F3A5F;
static const lxw_color_t PALE = 0xDCE6F1;
static const lxw_color_t GREY = 0x767676;
static const lxw_color_t LINE = 0xA6A6A6;
static const lxw_color_t WHITE = 0xFFFFFF;

static void keep_error(kt_xlsx_writer *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

static void set_font(lxw_format *format, double size, lxw_color_t colour, bool bold, bool slanted)
{
    format_set_font_name(format, "Calibri");
    format_set_font_size(format, size);
    format_set_font_color(format, colour);
    if (bold)
        format_set_bold(format);
    if (slanted)
        format_set_italic(format);
}

static void set_styles(kt_xlsx_writer *book)
{
    lxw_format **style = book->style;
    set_font(style[KT_XLSX_WRITE_PLAIN], 11, LXW_COLOR_BLACK, false, false);
    set_font(style[KT_XLSX_WRITE_TITLE], 16, DARK, true, false);
    set_font(style[KT_XLSX_WRITE_HEADING], 12, DARK, true, false);
    set_font(style[KT_XLSX_WRITE_WRAPPED], 11, LXW_COLOR_BLACK, false, false);
    set_font(style[KT_XLSX_WRITE_NEEDED], 11, WHITE, true, false);
    set_font(style[KT_XLSX_WRITE_OPTIONAL], 11, DARK, true, false);
    set_font(style[KT_XLSX_WRITE_TECHNICAL], 8, GREY, false, false);
    set_font(style[KT_XLSX_WRITE_EXAMPLE], 11, GREY, false, true);
    set_font(style[KT_XLSX_WRITE_ANSWER], 11, LXW_COLOR_BLACK, false, false);
    format_set_text_wrap(style[KT_XLSX_WRITE_WRAPPED]);
    format_set_align(style[KT_XLSX_WRITE_WRAPPED], LXW_ALIGN_VERTICAL_TOP);
    for (int s = KT_XLSX_WRITE_NEEDED; s <= KT_XLSX_WRITE_OPTIONAL; s++) {
        format_set_text_wrap(style[s]);
        format_set_align(style[s], LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(style[s], s == KT_XLSX_WRITE_NEEDED ? DARK : PALE);
        format_set_border(style[s], LXW_BORDER_THIN);
        format_set_border_color(style[s], LINE);
    }
    format_set_border(style[KT_XLSX_WRITE_ANSWER], LXW_BORDER_THIN);
    format_set_border_color(style[KT_XLSX_WRITE_ANSWER], LINE);
    format_set_text_wrap(style[KT_XLSX_WRITE_ANSWER]);
    format_set_align(style[KT_XLSX_WRITE_ANSWER], LXW_ALIGN_VERTICAL_TOP);
}

// The name of a file in memory, which book->memory is; that of the part where there is none.
static const char *choose_file(kt_xlsx_writer *book, char name[FILE_NAME])
{
    book->memory = memfd_create("keten-workbook", MFD_CLOEXEC);
    snprintf(name, FILE_NAME, "/proc/self/fd/%d", book->memory);
    if (book->memory >= 0 && access(name, W_OK) == 0)
        return name;
    if (book->memory >= 0)
        close(book->memory);
    book->memory = -1;
    return book->save->part;
}

static void free_book(kt_xlsx_writer *book)
{
    if (book->memory >= 0)
        close(book->memory);
    free(book);
}

kt_status kt_xlsx_write_open(kt_xlsx_writer **out, const kt_save *save, kt_error *err)
{
    *out = NULL;
    char name[FILE_NAME];
    kt_xlsx_writer *book = calloc(1, sizeof *book);
    if (book == NULL)
        return kt_error_no_memory(err);
    book->save = save;
    book->workbook = workbook_new(choose_file(book, name));
    bool good = book->workbook != NULL;
    for (int s = 0; good && s < KT_XLSX_WRITE_N_STYLES; s++) {
        book->style[s] = workbook_add_format(book->workbook);
        good = book->style[s] != NULL;
    }
    if (!good) {
        lxw_workbook_free(book->workbook);
        free_book(book);
        return kt_error_no_memory(err);
    }
    lxw_doc_properties properties = {.author = "Keten", .created = 1735689600}; // 2025-01-01
    keep_error(book, workbook_set_properties(book->workbook, &properties));
    set_styles(book);
    *out = book;
    return KT_OK;
}

// The library says of a full disk that permissions may be wrong: the system knows better.
static kt_status refuse(const char *path, lxw_error error, int code, kt_error *err)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED || code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status(code), "%s cannot be written: %s", path,
                        code != 0 ? kt_reason_for(err, code) : lxw_strerror(error));
}

static void pass_start(void *user, const char *name, const char *const *attributes)
{
    (void)user;
    (void)name;
    (void)attributes;
}

static void pass_end(void *user, const char *name)
{
    (void)user;
    (void)name;
}

static void pass_text(void *user, const char *text, size_t length)
{
    (void)user;
    (void)text;
    (void)length;
}

static kt_status read_part(kt_archive *archive, const char *entry, kt_error *err)
{
    kt_xml *xml = NULL;
    kt_status status = kt_xml_open(&xml, (kt_xml_sink){NULL, pass_start, pass_end, pass_text}, err);
    if (status == KT_OK)
        status = kt_archive_read(archive, entry, kt_xml_feed, xml, err);
    if (status == KT_OK)
        status = kt_xml_finish(xml, err);
    kt_xml_close(xml);
    return status;
}

// The library puts each part into a temporary file first, and does not see where one of them could
// not be written to its end: so what came out is read once more.
static kt_status check_parts(const kt_xlsx_writer *book, const void *bytes, size_t length,
                             kt_error *err)
{
    kt_archive *archive = NULL;
    kt_status status = kt_archive_open_bytes(&archive, bytes, length, NULL);
    size_t n = status == KT_OK ? kt_archive_entries(archive) : 0;
    for (size_t i = 0; i < n && status == KT_OK; i++) {
        const char *entry = kt_archive_entry(archive, i);
        status = entry == NULL ? KT_NO_RESOURCES : read_part(archive, entry, NULL);
    }
    kt_archive_close(archive);
    if (status == KT_NO_RESOURCES)
        return kt_error_no_memory(err);
    if (status != KT_OK)
        return kt_error_set(err, KT_NO_RESOURCES,
                            "%s cannot be written: the folder for temporary files (TMPDIR) is "
                            "full, or lost what was put there",
                            book->save->path);
    return KT_OK;
}

// What the library wrote, to where it belongs.
static kt_status deliver(const kt_xlsx_writer *book, kt_error *err)
{
    int file = book->memory >= 0 ? book->memory : book->save->file;
    off_t length = lseek(file, 0, SEEK_END);
    void *bytes =
        length <= 0 ? MAP_FAILED : mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return kt_error_no_memory(err);
    kt_status status = check_parts(book, bytes, (size_t)length, err);
    if (status == KT_OK && book->memory >= 0)
        status = kt_save_write(book->save, bytes, (size_t)length, err);
    (void)munmap(bytes, (size_t)length);
    return status;
}

void kt_xlsx_write_abandon(kt_xlsx_writer *book)
{
    book->abandoned = true;
}

// Whether the library can open its temporary files; where it cannot, it would write of that to
// standard error. 0, or the reason of the system.
static int try_to_open(const kt_xlsx_writer *book)
{
    int file[N_TEMPORARY];
    int n = 0;
    int code = 0;
    while (n < N_TEMPORARY && code == 0) {
        file[n] = fcntl(book->save->file, F_DUPFD_CLOEXEC, 0);
        if (file[n] >= 0)
            n++;
        else
            code = errno;
    }
    while (n > 0)
        close(file[--n]);
    return code;
}

static kt_status refuse_to_open(kt_xlsx_writer *book, int code, kt_error *err)
{
    kt_status status = refuse(book->save->path, LXW_NO_ERROR, code, err);
    lxw_workbook_free(book->workbook);
    free_book(book);
    return status;
}

kt_status kt_xlsx_write_close(kt_xlsx_writer *book, kt_error *err)
{
    kt_status status = KT_OK;
    int code = try_to_open(book);
    if (code != 0)
        return refuse_to_open(book, code, err);
    errno = 0;
    lxw_error closed = workbook_close(book->workbook);
    code = errno;
    lxw_error error = book->error != LXW_NO_ERROR ? book->error : closed;
    if (book->abandoned)
        status = kt_error_no_memory(err);
    else if (error != LXW_NO_ERROR)
        status = refuse(book->save->path, error, error == closed ? code : 0, err);
    else
        status = deliver(book, err);
    free_book(book);
    return status;
}

// At most `characters` of the text, whole ones.
static void cut(char *out, size_t size, const char *text, size_t characters)
{
    size_t used = 0;
    for (size_t n = 0; *text != '\0' && used + 5 < size; text++) {
        bool begins = ((unsigned char)*text & 0xC0u) != 0x80u;
        if (begins && n++ == characters)
            break;
        out[used++] = *text;
    }
    out[used] = '\0';
}

void kt_xlsx_write_add(kt_xlsx_writer *book, const char *name, bool accent)
{
    char shown[NAME_BYTES];
    cut(shown, sizeof shown, name, LXW_SHEETNAME_MAX);
    // Asked first, because the library writes of a name that it refuses to standard error.
    lxw_error error = workbook_validate_sheet_name(book->workbook, shown);
    lxw_worksheet *sheet =
        error == LXW_NO_ERROR ? workbook_add_worksheet(book->workbook, shown) : NULL;
    if (sheet == NULL) {
        keep_error(book, error == LXW_NO_ERROR ? LXW_ERROR_MEMORY_MALLOC_FAILED : error);
        return;
    }
    book->sheet = sheet;
    worksheet_set_tab_color(sheet, accent ? DARK : PALE);
}

// A cell holds so many characters and no more: of a longer text there is the beginning.
static void cut_cell(kt_buffer *text)
{
    static const char MORE[] = "…";
    if (text->failed || text->length <= KT_XLSX_TEXT)
        return;
    if (kt_xlsx_text_most(text->text, KT_XLSX_TEXT) == text->length)
        return;
    text->length = kt_xlsx_text_most(text->text, KT_XLSX_TEXT - 1);
    kt_buffer_put(text, MORE);
}

void kt_xlsx_write_text(kt_xlsx_writer *book, uint32_t row, uint16_t column, const char *text,
                        kt_xlsx_write_style style)
{
    kt_buffer held = {0};
    if (book->sheet == NULL)
        return;
    kt_xlsx_text_encode(&held, text);
    cut_cell(&held);
    if (held.failed)
        keep_error(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        keep_error(book,
                   worksheet_write_string(book->sheet, row, column,
                                          held.text == NULL ? "" : held.text, book->style[style]));
    kt_buffer_free(&held);
    if (style == KT_XLSX_WRITE_TITLE) // programs keep a row at the height of plain text
        kt_xlsx_write_height(book, row, TITLE_POINTS);
}

void kt_xlsx_write_comment(kt_xlsx_writer *book, uint32_t row, uint16_t column, const char *text)
{
    if (book->sheet != NULL && *text != '\0')
        keep_error(book, worksheet_write_comment(book->sheet, row, column, text));
}

void kt_xlsx_write_width(kt_xlsx_writer *book, uint16_t column, double characters)
{
    if (book->sheet != NULL)
        keep_error(book, worksheet_set_column(book->sheet, column, column, characters, NULL));
}

void kt_xlsx_write_height(kt_xlsx_writer *book, uint32_t row, double points)
{
    if (book->sheet != NULL)
        keep_error(book, worksheet_set_row(book->sheet, row, points, NULL));
}

void kt_xlsx_write_add_rule(kt_xlsx_writer *book, const kt_xlsx_write_rule *rule)
{
    char title[TITLE_CHARACTERS * 4 + 8];
    char message[MESSAGE_CHARACTERS * 4 + 8];
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_ANY};
    if (book->sheet == NULL)
        return;
    cut(title, sizeof title, rule->title, TITLE_CHARACTERS - 1);
    cut(message, sizeof message, rule->message, MESSAGE_CHARACTERS - 1);
    if (rule->choices != NULL) {
        validation.validate = LXW_VALIDATION_TYPE_LIST;
        validation.value_list = (char **)rule->choices;
    } else if (rule->range != NULL) {
        validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        validation.value_formula = (char *)rule->range;
    }
    validation.error_type =
        rule->strict ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_INFORMATION;
    if (rule->range != NULL && !rule->strict)
        validation.show_error = LXW_VALIDATION_OFF; // a list to help, other words are welcome
    validation.input_title = title;
    validation.input_message = message;
    if (rule->strict) { // else a program says "invalid value" and no more
        validation.error_title = title;
        validation.error_message = message;
    }
    keep_error(book, worksheet_data_validation_range(book->sheet, rule->first_row, rule->column,
                                                     rule->last_row, rule->column, &validation));
}

void kt_xlsx_write_freeze(kt_xlsx_writer *book, uint32_t row, uint16_t column)
{
    if (book->sheet != NULL)
        worksheet_freeze_panes(book->sheet, row, column);
}

void kt_xlsx_write_begin_at(kt_xlsx_writer *book, uint32_t row, uint16_t column)
{
    if (book->sheet != NULL)
        worksheet_set_selection(book->sheet, row, column, row, column);
}

void kt_xlsx_write_print(kt_xlsx_writer *book, uint32_t head_rows, bool one_page)
{
    if (book->sheet == NULL)
        return;
    worksheet_set_landscape(book->sheet);
    worksheet_set_paper(book->sheet, 9); // A4
    worksheet_fit_to_pages(book->sheet, 1, one_page ? 1 : 0);
    if (head_rows > 0)
        keep_error(book, worksheet_repeat_rows(book->sheet, 0, head_rows - 1));
}

void kt_xlsx_write_hide(kt_xlsx_writer *book, uint16_t column)
{
    lxw_row_col_options hidden = {.hidden = 1};
    if (book->sheet != NULL)
        keep_error(book, worksheet_set_column_opt(book->sheet, column, column, LXW_DEF_COL_WIDTH,
                                                  NULL, &hidden));
}
