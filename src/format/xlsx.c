// SPDX-License-Identifier: EUPL-1.2
// One pass over the XML of each sheet: about 40 bytes a cell, 100 MB/s. Nothing is kept but the
// grid, so that a sheet of a million rows costs its cells and no tree of elements.
#include "format/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "format/xlsx_book.h"
#include "format/xlsx_text.h"

enum {
    MAX_ROW = 1048576,        // Excel's own
    MAX_SERIAL = 2958465,     // 9999-12-31
    UNIX_SERIAL_1900 = 25569, // 1970-01-01
    UNIX_SERIAL_1904 = 24107,
    FALSE_LEAP_DAY = 60, // the 1900 epoch counts a 29 February 1900 that never was
    PLAIN_DIGITS = 15,   // so many digits of a double are exact as text
    MERGE_SHOWN = 40,
};

// Of text in the cells of a workbook, shared ones as often as they are used.
static const size_t MAX_BYTES = (size_t)256 << 20;

typedef struct sheet_reader {
    const kt_xlsx_book *book;
    kt_grid *grid;
    kt_pool *pool;
    kt_buffer text;
    uint32_t row;    // number of the row at hand
    uint32_t column; // of the cell at hand
    uint32_t next;   // column of a cell without a reference
    char type;       // of the cell: 'n', 's', 'b', 'e', 'd', 't' for a text in place
    uint8_t style;   // kt_xlsx_style
    bool formula;    // the cell has one
    bool valued;     // and a value
    bool in_row, in_cell;
    bool in_place;                  // is
    bool in_value;                  // v or t
    bool in_phonetic;               // rPh
    bool disordered;                // rows or cells not in order, in another, or outside the sheet
    char two_values[KT_GRID_PLACE]; // the first cell with more than one
    size_t n_bytes;                 // of text, in all cells of the workbook so far
    char too_long[KT_GRID_PLACE];   // the first cell with more than KT_XLSX_BOOK_TEXT
    char bad_merge[KT_GRID_PLACE];  // the first range of merged cells that is none
    size_t n_formulas, n_valueless;
    char first_formula[KT_GRID_PLACE], first_valueless[KT_GRID_PLACE];
} sheet_reader;

// "BC12" → 54; KT_GRID_COLUMNS when it is no reference.
static uint32_t column_of(const char *reference, const char **rest)
{
    uint32_t column = 0;
    const char *c = reference;
    for (; *c >= 'A' && *c <= 'Z' && column <= KT_GRID_COLUMNS; c++)
        column = column * 26 + (uint32_t)(*c - 'A') + 1;
    *rest = c;
    return column == 0 || column > KT_GRID_COLUMNS ? KT_GRID_COLUMNS : column - 1;
}

// A whole number without a sign, of at most nine digits; false for anything else.
static bool read_count(uint32_t *out, const char *text)
{
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 9 || text[n] != '\0')
        return false;
    *out = (uint32_t)strtoul(text, NULL, 10);
    return true;
}

static void begin_row(sheet_reader *r, const char *const *attributes)
{
    const char *number = kt_xml_attribute(attributes, "r");
    uint32_t row = r->row + 1;
    bool named = number == NULL || read_count(&row, number);
    r->disordered |= r->in_row || !named || row <= r->row || row > MAX_ROW;
    r->in_row = true;
    if (r->disordered)
        return;
    r->row = row;
    r->next = 0;
    kt_grid_begin_row(r->grid, r->row);
}

static char type_of(const char *name)
{
    static const struct {
        const char *name;
        char type;
    } TYPES[] = {{"n", 'n'}, {"s", 's'},   {"b", 'b'},        {"e", 'e'},
                 {"d", 'd'}, {"str", 't'}, {"inlineStr", 't'}};
    for (size_t i = 0; name != NULL && i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strcmp(TYPES[i].name, name) == 0)
            return TYPES[i].type;
    }
    return 'n';
}

static void begin_cell(sheet_reader *r, const char *const *attributes)
{
    const char *reference = kt_xml_attribute(attributes, "r");
    const char *style = kt_xml_attribute(attributes, "s");
    const char *rest;
    uint32_t row = r->row;
    uint32_t index = 0;
    uint32_t column = reference == NULL ? r->next : column_of(reference, &rest);
    bool named = reference == NULL || (read_count(&row, rest) && row == r->row);
    r->disordered |=
        !r->in_row || r->in_cell || !named || column < r->next || column >= KT_GRID_COLUMNS;
    r->in_cell = true;
    if (r->disordered)
        return;
    if (style != NULL && !read_count(&index, style))
        index = UINT32_MAX;
    r->column = column;
    r->next = column + 1;
    r->type = type_of(kt_xml_attribute(attributes, "t"));
    r->style = index < r->book->n_styles ? r->book->style[index] : (uint8_t)KT_XLSX_PLAIN;
    r->formula = false;
    r->valued = false;
    r->text.length = 0;
}

static void on_merge(sheet_reader *r, const char *reference)
{
    const char *rest;
    const char *second;
    kt_grid *grid = r->grid;
    uint32_t left = column_of(reference, &rest);
    unsigned long top = strtoul(rest, NULL, 10);
    const char *colon = strchr(reference, ':');
    if (colon == NULL)
        return;
    uint32_t right = column_of(colon + 1, &second);
    unsigned long bottom = strtoul(second, NULL, 10);
    if (left >= KT_GRID_COLUMNS || right >= KT_GRID_COLUMNS || top == 0 || bottom > MAX_ROW ||
        bottom < top || right < left) {
        if (*r->bad_merge == '\0')
            snprintf(r->bad_merge, sizeof r->bad_merge, "%.*s",
                     (int)kt_text_whole(reference, MERGE_SHOWN), reference);
        return;
    }
    grid->merge = kt_grow_array(grid->merge, &grid->merge_capacity, grid->n_merges + 1,
                                sizeof *grid->merge, &grid->failed);
    if (!grid->failed)
        grid->merge[grid->n_merges++] =
            (kt_grid_merge){(uint32_t)top, (uint32_t)bottom, (uint16_t)left, (uint16_t)right};
}

// A cell has one v, or one is with any number of t in it.
static void begin_value(sheet_reader *r)
{
    if (r->valued && *r->two_values == '\0')
        kt_grid_place(r->two_values, r->grid, r->row, r->column);
    r->valued = true;
}

static void on_start(void *user, const char *name, const char *const *attributes)
{
    sheet_reader *r = user;
    bool is_value = r->in_cell && strcmp(name, "v") == 0;
    bool is_place = r->in_cell && strcmp(name, "is") == 0;
    if (is_value || is_place)
        begin_value(r);
    r->in_value |= is_value || (r->in_place && strcmp(name, "t") == 0 && !r->in_phonetic);
    r->in_place |= is_place;
    if (strcmp(name, "c") == 0)
        begin_cell(r, attributes);
    else if (strcmp(name, "f") == 0)
        r->formula = true;
    else if (strcmp(name, "row") == 0)
        begin_row(r, attributes);
    else if (strcmp(name, "rPh") == 0)
        r->in_phonetic = true;
    else if (strcmp(name, "mergeCell") == 0 && kt_xml_attribute(attributes, "ref") != NULL)
        on_merge(r, kt_xml_attribute(attributes, "ref"));
}

static void on_text(void *user, const char *text, size_t length)
{
    sheet_reader *r = user;
    if (!r->in_value)
        return;
    if (r->text.length + length <= KT_XLSX_BOOK_TEXT)
        kt_buffer_add(&r->text, text, length);
    else if (*r->too_long == '\0')
        kt_grid_place(r->too_long, r->grid, r->row, r->column);
}

static void put(sheet_reader *r, kt_grid_type type, const char *text, size_t length)
{
    kt_grid_cell cell = {
        .column = (uint16_t)r->column, .type = (uint8_t)type, .formula = r->formula};
    r->n_bytes += length;
    if (r->n_bytes <= MAX_BYTES)
        kt_grid_put(r->grid, r->pool, cell, text, length);
}

static bool put_date(sheet_reader *r, double serial)
{
    char text[11];
    if (!(serial >= 0 && serial < MAX_SERIAL + 1.0))
        return false;
    int32_t day = (int32_t)serial; // the time of the day is dropped
    if (!r->book->epoch_1904 && day == FALSE_LEAP_DAY)
        return false; // 29 February 1900: there was none
    if (r->book->epoch_1904)
        day -= UNIX_SERIAL_1904;
    else
        day -= day < FALSE_LEAP_DAY ? UNIX_SERIAL_1900 - 1 : UNIX_SERIAL_1900;
    kt_date_write(text, day);
    put(r, KT_GRID_DATE, text, strlen(text));
    return true;
}

static bool is_plain(const char *text, size_t length)
{
    return length <= PLAIN_DIGITS && memchr(text, 'E', length) == NULL &&
           memchr(text, 'e', length) == NULL;
}

// Spreadsheets store 0.3 as 0.29999999999999999: the shortest text of the same number is meant.
static void put_number(sheet_reader *r, const char *text, size_t length)
{
    double value;
    char shortest[KT_NUMBER_SIZE];
    kt_grid_type type = r->style == KT_XLSX_PERCENT ? KT_GRID_PERCENT : KT_GRID_NUMBER;
    if (!kt_number_read(&value, text, length))
        put(r, KT_GRID_ERROR, text, length);
    else if (r->style == KT_XLSX_DATE && put_date(r, value))
        return;
    else if (is_plain(text, length))
        put(r, type, text, length);
    else
        put(r, type, shortest, kt_number_shortest(shortest, value));
}

static void note_formula(sheet_reader *r)
{
    if (!r->formula)
        return;
    if (r->n_formulas++ == 0)
        kt_grid_place(r->first_formula, r->grid, r->row, r->column);
    if (r->valued)
        return;
    if (r->n_valueless++ == 0)
        kt_grid_place(r->first_valueless, r->grid, r->row, r->column);
    static const char NO_VALUE[] = "a formula without a stored value";
    put(r, KT_GRID_ERROR, NO_VALUE, sizeof NO_VALUE - 1);
}

static void put_shared(sheet_reader *r, const char *text)
{
    uint32_t index;
    if (!read_count(&index, text) || index >= r->book->n_strings) {
        put(r, KT_GRID_ERROR, text, strlen(text));
        return;
    }
    const char *shared = kt_pool_text(r->pool, r->book->string[index]);
    put(r, KT_GRID_TEXT, shared, strlen(shared));
}

static void put_truth(sheet_reader *r, const char *text, size_t length)
{
    if (strcmp(text, "1") == 0 || strcmp(text, "true") == 0)
        put(r, KT_GRID_BOOL, "yes", 3);
    else if (strcmp(text, "0") == 0 || strcmp(text, "false") == 0)
        put(r, KT_GRID_BOOL, "no", 2);
    else
        put(r, KT_GRID_ERROR, text, length);
}

static size_t before_time(const char *text, size_t length)
{
    const char *time = memchr(text, 'T', length);
    return time == NULL ? length : (size_t)(time - text);
}

static void end_cell(sheet_reader *r)
{
    char *text = r->text.text;
    size_t length = r->text.length;
    if (r->row == 0 || r->disordered)
        return;
    note_formula(r);
    if (!r->valued || length == 0)
        return;
    switch (r->type) {
    case 's':
        put_shared(r, text);
        break;
    case 'b':
        put_truth(r, text, length);
        break;
    case 'e':
        put(r, KT_GRID_ERROR, text, length);
        break;
    case 'd': // ISO 8601, a time may follow
        put(r, KT_GRID_DATE, text, before_time(text, length));
        break;
    case 't':
        put(r, KT_GRID_TEXT, text, kt_xlsx_text_decode(text, length));
        break;
    default:
        put_number(r, text, length);
    }
}

static void on_end(void *user, const char *name)
{
    sheet_reader *r = user;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        r->in_value = false;
    } else if (strcmp(name, "is") == 0) {
        r->in_place = false;
    } else if (strcmp(name, "c") == 0) {
        end_cell(r);
        r->in_cell = false;
    } else if (strcmp(name, "row") == 0) {
        r->in_row = false;
    } else if (strcmp(name, "rPh") == 0) {
        r->in_phonetic = false;
    }
}

static void say_formulas(const sheet_reader *r, kt_notes *remarks)
{
    if (r->n_formulas > r->n_valueless)
        kt_notes_add(remarks, KT_NOTE_WARNING, r->first_formula,
                     "cells with a formula: %zu, this is the first: the values that the "
                     "spreadsheet stored are read",
                     r->n_formulas - r->n_valueless);
    if (r->n_valueless > 0)
        kt_notes_add(remarks, KT_NOTE_WARNING, r->first_valueless,
                     "formulas without a stored value: %zu, this is the first: open the file in a "
                     "spreadsheet and save it",
                     r->n_valueless);
}

static void say_merges(const kt_grid *grid, kt_notes *remarks)
{
    char place[KT_GRID_PLACE];
    if (grid->n_merges == 0)
        return;
    kt_grid_place(place, grid, grid->merge[0].first_row, grid->merge[0].first_column);
    kt_notes_add(remarks, KT_NOTE_WARNING, place,
                 "ranges of merged cells: %zu, this is the first: their value is taken for each "
                 "row of the range",
                 grid->n_merges);
}

// What was read of a sheet, judged.
static kt_status judge_sheet(sheet_reader *r, const char *name, kt_error *err)
{
    if (r->grid->failed || r->text.failed)
        return kt_error_set(err, KT_NO_RESOURCES, "%.200s: the sheet is too large for memory",
                            name);
    if (r->grid->full)
        return kt_error_set(err, KT_BAD_INPUT, "%.200s: more than 100 million cells", name);
    if (r->n_bytes > MAX_BYTES)
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.200s: the cells of the workbook hold more than 256 MiB of text",
                            name);
    if (*r->too_long != '\0')
        return kt_error_set(err, KT_BAD_INPUT, "%s: the cell holds more than 32,767 characters",
                            r->too_long);
    if (r->disordered)
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.200s: rows or cells are not in order, near row %u", name, r->row);
    if (*r->two_values != '\0')
        return kt_error_set(err, KT_BAD_INPUT, "%s: the cell holds more than one value",
                            r->two_values);
    if (*r->bad_merge != '\0')
        return kt_error_set(err, KT_BAD_INPUT, "%.200s: \"%s\" is no range of merged cells", name,
                            r->bad_merge);
    return kt_grid_index_merges(r->grid, err);
}

static kt_status read_sheet(kt_grid_list *out, kt_archive *archive, const kt_xlsx_sheet *sheet,
                            sheet_reader *r, kt_xlsx_place place, kt_error *err)
{
    if (sheet->twin)
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.200s: the sheet is the same part of the file as another, %.200s",
                            sheet->name, sheet->part);
    r->grid = kt_grid_add(out, place.file, sheet->name);
    if (r->grid == NULL)
        return kt_error_no_memory(err);
    r->grid->hidden = sheet->hidden;
    kt_status status = kt_xlsx_book_part(
        archive, sheet->part, (kt_xml_sink){r, on_start, on_end, on_text}, r->book->control, err);
    kt_grid_end(r->grid);
    if (status == KT_OK)
        status = judge_sheet(r, sheet->name, err);
    kt_buffer_free(&r->text);
    if (status != KT_OK)
        return status;
    say_formulas(r, place.remarks);
    say_merges(r->grid, place.remarks);
    return KT_OK;
}

static kt_status read_archive(kt_grid_list *out, kt_archive *archive, kt_xlsx_place place,
                              kt_error *err)
{
    kt_xlsx_book book = {.arena = place.arena, .pool = place.pool, .control = out->control};
    size_t n_bytes = 0;
    kt_status status = kt_xlsx_book_read(&book, archive, err);
    for (size_t i = 0; status == KT_OK && i < book.n_sheets; i++) {
        sheet_reader r = {.book = &book, .pool = place.pool, .n_bytes = n_bytes};
        kt_control_tell(out->control, "reading", i, book.n_sheets);
        if (book.sheet[i].part != NULL) {
            status = read_sheet(out, archive, &book.sheet[i], &r, place, err);
            n_bytes = r.n_bytes;
            continue;
        }
        char where[KT_GRID_PLACE];
        snprintf(where, sizeof where, "%.*s:%.*s", (int)kt_text_whole(place.file, KT_GRID_FILE),
                 place.file, (int)kt_text_whole(book.sheet[i].name, KT_GRID_SHEET),
                 book.sheet[i].name);
        kt_notes_add(place.remarks, KT_NOTE_PLAIN, where,
                     "the sheet is no table (a chart, say): it is not read");
    }
    kt_xlsx_book_free(&book);
    return status;
}

kt_status kt_xlsx_read_bytes(kt_grid_list *out, const void *bytes, size_t length,
                             kt_xlsx_place place, kt_error *err)
{
    kt_archive *archive = NULL;
    kt_status status = kt_archive_open_bytes(&archive, bytes, length, err);
    if (status == KT_OK)
        status = read_archive(out, archive, place, err);
    kt_archive_close(archive);
    return status;
}
