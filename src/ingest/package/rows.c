// SPDX-License-Identifier: EUPL-1.2
// The hot path is one field of a million rows: find the column, hash a text or read a number, store
// it. Everything else happens once a file or once a fault. Bytes flow through three callbacks, so
// that no file is ever held whole:
//
//     file.c: chunk of 256 KiB, hashed  →  csv.c: field, record  →  here: cells.c stores the field
#include "ingest/package/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/grow.h"
#include "base/number.h"
#include "base/room.h"
#include "base/text.h"
#include "format/csv.h"
#include "ingest/package/cells.h"
#include "ingest/package/row_count.h"

enum {
    MOST_UNEVEN = 10000,
    MOST_A_BYTE = sizeof(double), // of a table for a byte of its file: a cell is at least its comma
};

typedef struct reader {
    kt_table *table;
    kt_rows_reading *reading;
    const kt_root *root;
    kt_pool *pool;
    kt_fault_list *faults;
    kt_csv *csv;
    uint32_t record; // 0 = header
    uint32_t field;  // of this record
    size_t capacity; // rows every column has room for
    bool started;    // the first bytes were seen
    bool asked;      // whether the table has room
    bool header_done;
    bool foreign;    // what follows cannot be read, and that has been said
    bool stopped;    // at a cell that is too long
    size_t n_uneven; // rows with another number of fields than the header
    bool no_memory;
} reader;

static kt_fault place_of(const reader *r, uint32_t field)
{
    return (kt_fault){.file = r->table->file,
                      .package = r->table->package,
                      .record = r->record,
                      .field = field,
                      .see_record = KT_NO_RECORD};
}

static int spec_column(const kt_table_spec *spec, const char *name, size_t length)
{
    for (int c = 0; spec->column[c].name != NULL; c++) {
        if (strlen(spec->column[c].name) == length &&
            memcmp(spec->column[c].name, name, length) == 0)
            return c;
    }
    return -1;
}

// Spreadsheets of many countries write ";" or a tab. One fault says so; what would follow from it
// (one column, everything missing) is not reported.
static void check_separator(reader *r, const char *text, size_t length)
{
    bool semicolon = memchr(text, ';', length) != NULL;
    r->foreign = semicolon || memchr(text, '\t', length) != NULL;
    if (r->foreign)
        kt_fault_add(
            r->faults, place_of(r, 0),
            "the columns are separated by %s: a comma is expected, and \".\" as decimal mark",
            semicolon ? "\";\"" : "tab");
}

static void check_header_name(reader *r, int spec, const char *text, size_t length, kt_symbol name)
{
    kt_buffer shown = {0};
    kt_text_show(&shown, text, length, 40);
    r->no_memory |= shown.failed;
    const char *word = shown.text == NULL ? "" : shown.text;
    for (uint32_t c = 0; c < r->table->n_columns; c++) {
        if (name != 0 && r->table->column[c].name == name)
            kt_fault_add(r->faults, place_of(r, r->field), "column \"%s\" appears twice", word);
    }
    if (!kt_text_valid(text, length)) {
        kt_fault_add(r->faults, place_of(r, r->field), "column name \"%s\" is not valid UTF-8",
                     word);
    } else if (length == 0) {
        kt_fault_add(r->faults, place_of(r, r->field), "column %u has no name", r->field + 1);
    } else if (spec < 0) {
        kt_fault place = place_of(r, r->field);
        place.kind = KT_NOTE_WARNING;
        kt_fault_add(r->faults, place, "column \"%s\" is not part of the format: kept, not used",
                     word);
    }
    kt_buffer_free(&shown);
}

static void header_field(reader *r, const char *text, size_t length)
{
    kt_table *table = r->table;
    kt_column column = {0};
    if (r->field == 0)
        check_separator(r, text, length);
    if (r->foreign)
        return;
    if (r->field == KT_TABLE_COLUMNS) {
        r->foreign = true;
        kt_fault_add(r->faults, place_of(r, r->field), "the table has more than %d columns",
                     KT_TABLE_COLUMNS);
        return;
    }
    int spec = spec_column(table->spec, text, length);
    size_t capacity = table->n_columns;

    if (kt_text_valid(text, length) && !kt_pool_add(r->pool, text, length, &column.name))
        r->no_memory = true;
    check_header_name(r, spec, text, length, column.name);
    if (spec >= 0 && table->at[spec] < 0) {
        column.spec = &table->spec->column[spec];
        table->at[spec] = (int16_t)table->n_columns;
    }
    table->column =
        kt_grow_array(table->column, &capacity, capacity + 1, sizeof column, &r->no_memory);
    if (r->no_memory)
        return;
    table->column[table->n_columns++] = column;
}

static void end_header(reader *r)
{
    const kt_table_spec *spec = r->table->spec;
    for (int c = 0; !r->foreign && spec->column[c].name != NULL; c++) {
        if (spec->column[c].need != KT_MAY && r->table->at[c] < 0)
            kt_fault_add(r->faults, place_of(r, r->field), "column \"%s\" is missing",
                         spec->column[c].name);
    }
    r->header_done = true;
}

// Room for one more row, all its cells empty.
static bool begin_row(reader *r)
{
    kt_table *table = r->table;
    size_t row = table->n_rows;
    if (row == r->capacity) {
        size_t target = r->capacity < 64 ? 64 : r->capacity + r->capacity / 2;
        if (target > UINT32_MAX - 2)
            return false;
        for (uint32_t c = 0; c < table->n_columns; c++) {
            kt_column *column = &table->column[c];
            size_t capacity = r->capacity;
            column->cells = kt_grow_array(column->cells, &capacity, target, kt_cells_size(column),
                                          &r->no_memory);
        }
        if (r->no_memory)
            return false;
        r->capacity = target;
    }
    for (uint32_t c = 0; c < table->n_columns; c++)
        kt_cells_clear(&table->column[c], row);
    table->n_rows++;
    return true;
}

static void on_field(void *user, const char *text, size_t length)
{
    reader *r = user;
    if (r->no_memory || (r->foreign && r->header_done))
        return;
    if (!r->header_done) {
        header_field(r, text, length);
    } else {
        if (r->field == 0 && !begin_row(r)) {
            r->no_memory = true;
            return;
        }
        if (r->field < r->table->n_columns) {
            kt_column *column = &r->table->column[r->field];
            kt_cell cell = {text, length, r->table->n_rows - 1, place_of(r, r->field)};
            if (!kt_cells_store(column, &cell, r->pool, r->faults))
                r->no_memory = true;
        }
    }
    r->field++;
}

// A short row takes as much memory as a whole one: a file of them that is small would take all.
static void count_uneven(reader *r)
{
    r->foreign = ++r->n_uneven == MOST_UNEVEN;
    if (r->foreign)
        kt_fault_add(r->faults, place_of(r, 0),
                     "%d rows have another number of fields than the header: what follows is not "
                     "read",
                     MOST_UNEVEN);
}

static void next_record(reader *r)
{
    r->field = 0;
    r->record++;
}

static void on_record(void *user)
{
    reader *r = user;
    if (r->no_memory)
        return;
    if (!r->header_done) {
        end_header(r);
    } else if (!r->foreign && r->field != r->table->n_columns) {
        uint32_t at = r->field < r->table->n_columns ? r->field : r->table->n_columns;
        kt_fault_add(r->faults, place_of(r, at), "row has %u fields, the header has %u", r->field,
                     r->table->n_columns);
        count_uneven(r);
    }
    next_record(r);
}

static void on_broken(void *user)
{
    reader *r = user;
    if (r->no_memory)
        return;
    if (r->foreign) {
        r->header_done = true;
        next_record(r);
        return;
    }
    if (!r->header_done)
        end_header(r);
    else if (r->field == 0 && !begin_row(r)) // keeps row numbers and records in step
        r->no_memory = true;
    kt_fault_add(r->faults, place_of(r, r->field),
                 "malformed quotes: a quoted field is \"…\" with every quote inside it doubled");
    count_uneven(r);
    next_record(r);
}

kt_status kt_rows_step(kt_rows_reading *reading, kt_error *err)
{
    uint64_t n = reading->chunk > reading->n_chunks ? 0 : reading->n_chunks; // files may have grown
    return kt_control_step(reading->control, "reading", reading->chunk++, n, err);
}

static void on_too_long(void *user, const char *text, size_t length)
{
    reader *r = user;
    kt_buffer shown = {0};
    r->stopped = true;
    kt_text_show(&shown, text, length, 40);
    r->no_memory |= shown.failed;
    if (!r->no_memory)
        kt_fault_add(r->faults, place_of(r, r->field),
                     "\"%s\" is a cell of more than %d bytes: the rest of the file is not read",
                     shown.text, KT_CSV_FIELD);
    kt_buffer_free(&shown);
}

// Whether the columns alone would be more than what is free. Rows are counted only where it may be
// so, which for a file of a gigabyte is where less than eight are free; texts come on top of it.
static kt_status ask_room(reader *r, kt_error *err)
{
    uint64_t size = kt_root_size(r->root, r->table->file);
    uint64_t n = 0;
    size_t row = 0;
    r->asked = true;
    if (r->foreign || size < KT_ROOM_SMALL / MOST_A_BYTE || size <= kt_room_free() / MOST_A_BYTE)
        return KT_OK;
    kt_status status =
        kt_row_count(&n, r->root, r->table->file, MOST_UNEVEN, r->reading->control, err);
    if (status != KT_OK)
        return status;
    for (uint32_t c = 0; c < r->table->n_columns; c++)
        row += kt_cells_size(&r->table->column[c]);
    return n > r->capacity ? kt_room_ask((n - r->capacity) * row, err) : KT_OK;
}

static kt_status on_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    reader *r = user;
    size_t skip = r->started ? 0 : kt_csv_byte_order_mark(bytes, length);
    r->started = true;
    kt_status status = kt_rows_step(r->reading, err);
    if (status == KT_OK)
        status = kt_csv_feed(r->csv, bytes + skip, length - skip, err);
    if (status == KT_OK && r->no_memory)
        status = kt_error_no_memory(err);
    if (status == KT_OK && r->header_done && !r->asked)
        status = ask_room(r, err);
    return status == KT_OK && r->stopped ? KT_BAD_INPUT : status;
}

static void trim_columns(const reader *r)
{
    for (uint32_t c = 0; c < r->table->n_columns; c++) {
        kt_column *column = &r->table->column[c];
        size_t capacity = r->capacity;
        column->cells =
            kt_grow_trim(column->cells, &capacity, r->table->n_rows, kt_cells_size(column));
    }
}

kt_status kt_rows_read(kt_table *table, const kt_root *root, kt_rows_reading *reading,
                       char sha256[KT_SHA256_TEXT], kt_error *err)
{
    kt_fault_list *faults = reading->faults;
    reader r = {
        .table = table, .reading = reading, .root = root, .pool = reading->pool, .faults = faults};
    kt_status status = KT_OK;

    KT_TRY(kt_csv_open(&r.csv, (kt_csv_sink){&r, on_field, on_record, on_broken}, err));
    kt_csv_limit_fields(r.csv, on_too_long);
    if (sha256 != NULL)
        sha256[0] = '\0';
    status = kt_root_read(root, table->file, on_chunk, &r, sha256, err);
    if (r.stopped && !r.no_memory)
        status = KT_OK;
    KT_TRY(status);
    KT_TRY(kt_csv_finish(r.csv, err));
    if (!r.header_done && !r.no_memory && !r.stopped)
        kt_fault_add(faults, place_of(&r, 0), "the file is empty: a header row is expected");
    trim_columns(&r);
    if (r.no_memory || faults->failed)
        status = kt_error_no_memory(err);
done:
    kt_csv_close(r.csv);
    return status;
}
