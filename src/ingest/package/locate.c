// SPDX-License-Identifier: EUPL-1.2
// Reads a file once more, counting lines and columns, with the faults of that file sorted by
// record, so that one pass finds them all. About 15 ns a byte: a second for a file of a million
// rows, and only when it is wrong.
#include "ingest/package/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "format/csv.h"
#include "format/file.h"

// One place to find: the fault's own, or the second place its message speaks of.
typedef struct wanted {
    kt_fault *fault;
    uint32_t record, field;
    bool see;
} wanted;

typedef struct position {
    uint32_t line, column;
} position;

typedef struct locator {
    kt_csv *csv;
    const kt_control *control;
    wanted *wanted; // sorted by record and field
    size_t n, next;
    uint32_t record, field;
    position at;          // of the byte being fed
    position start;       // of the current field
    bool fresh;           // no byte of this record was seen yet
    bool skipping;        // the rest of a broken record, to the end of its line
    unsigned char before; // the last byte; 0 at the start of the file
} locator;

static int by_record_and_field(const void *left, const void *right)
{
    const wanted *a = left;
    const wanted *b = right;
    if (a->record != b->record)
        return a->record < b->record ? -1 : 1;
    return (a->field > b->field) - (a->field < b->field);
}

static void found(const wanted *w, position p)
{
    if (w->see) {
        w->fault->see_line = p.line;
    } else {
        w->fault->line = p.line;
        w->fault->column = p.column;
    }
}

static void on_field(void *user, const char *text, size_t length)
{
    (void)text;
    (void)length;
    locator *l = user;
    while (l->next < l->n && l->wanted[l->next].record == l->record &&
           l->wanted[l->next].field <= l->field)
        found(&l->wanted[l->next++], l->start);
    l->field++;
    l->start = (position){l->at.line, l->at.column + 1}; // behind the delimiter being fed
}

static void end_record(locator *l, position place)
{
    while (l->next < l->n && l->wanted[l->next].record <= l->record)
        found(&l->wanted[l->next++], place);
    l->record++;
    l->field = 0;
    l->fresh = true;
}

static void on_record(void *user)
{
    locator *l = user;
    end_record(l, l->at);
}

static void on_broken(void *user)
{
    locator *l = user;
    end_record(l, l->start); // the field that the quote spoiled
    l->skipping = true;
}

static void advance(locator *l, unsigned char byte)
{
    bool second_of_pair = byte == '\n' && l->before == '\r';
    if (byte == '\n' || byte == '\r') {
        l->at.line += !second_of_pair;
        l->at.column = 1;
    } else {
        l->at.column += (byte & 0xC0u) != 0x80u; // continuation bytes are no characters
    }
    l->before = byte;
}

static kt_status on_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    locator *l = user;
    size_t skip = l->before == 0 ? kt_csv_byte_order_mark(bytes, length) : 0;
    kt_status stop = kt_control_check(l->control, err);
    if (stop != KT_OK)
        return stop;
    for (size_t i = skip; i < length && l->next < l->n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (l->skipping)
            l->skipping = byte != '\n';
        else if (l->fresh && byte != '\n' && byte != '\r') {
            l->start = l->at;
            l->fresh = false;
        }
        kt_status status = kt_csv_feed(l->csv, bytes + i, 1, err);
        if (status != KT_OK)
            return status;
        advance(l, byte);
    }
    return KT_OK;
}

static size_t collect(wanted *out, kt_fault_list *faults, const char *file, uint32_t package)
{
    size_t n = 0;
    for (size_t i = 0; i < faults->n; i++) {
        kt_fault *fault = &faults->note[i];
        if (fault->package != package || strcmp(fault->file, file) != 0)
            continue;
        fault->line = 1;
        fault->column = 1;
        if (fault->record != KT_NO_RECORD)
            out[n++] = (wanted){fault, fault->record, fault->field, false};
        if (fault->see_record != KT_NO_RECORD)
            out[n++] = (wanted){fault, fault->see_record, 0, true};
    }
    return n;
}

kt_status kt_locate_faults(kt_fault_list *faults, const kt_fault *one, const char *path,
                           const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    locator l = {.control = control, .at = {1, 1}, .start = {1, 1}, .fresh = true};
    l.wanted = malloc((2 * faults->n + 1) * sizeof *l.wanted);
    if (l.wanted == NULL)
        return kt_error_no_memory(err);
    l.n = collect(l.wanted, faults, one->file, one->package);
    KT_TRY(kt_sort_long(l.wanted, l.n, sizeof *l.wanted, by_record_and_field, control, err));
    KT_TRY(kt_csv_open(&l.csv, (kt_csv_sink){&l, on_field, on_record, on_broken}, err));
    if (kt_file_read(path, on_chunk, &l, NULL, err) == KT_NO_RESOURCES) {
        status = KT_NO_RESOURCES;
        goto done;
    }
    KT_TRY(kt_csv_finish(l.csv, err));
done:
    kt_csv_close(l.csv);
    free(l.wanted);
    return status;
}
