// SPDX-License-Identifier: EUPL-1.2
// See render_csv.h. Rows are read one at a time and written at once: a table of a million rows
// needs no more memory than its text.
#include "report/render/render_csv.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "format/csv_write.h"
#include "report/record/record_json.h"

enum { MOST_NAME = 128 };

// ------------------------------------------------------------------------------------- the tables

// A list of a record, and the records that lead to it.
typedef struct place {
    const kt_field *outer; // the record field that the list is in; NULL: none
    const kt_field *list;
} place;

static void name_of(char name[MOST_NAME], const place *at)
{
    size_t n = 0;
    const char *parts[] = {at->outer == NULL ? "" : at->outer->name, at->outer == NULL ? "" : ".",
                           at->list->name};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(parts[i]);
        assert(n + length < MOST_NAME);
        memcpy(name + n, parts[i], length);
        n += length;
    }
    name[n] = '\0';
}

static bool is_plain_list(const kt_field *field)
{
    return field->type == KT_FIELD_LIST && field->record->shape == KT_SHAPE_VALUE &&
           field->record->field[0].record == NULL;
}

static bool is_table(const kt_field *field)
{
    return field->type == KT_FIELD_LIST && !is_plain_list(field);
}

// The next table of the record, *outer going through its fields, *inner through those of a record
// in it.
static bool next_table(place *out, const kt_record *record, size_t *outer, size_t *inner)
{
    for (const kt_field *f = record->field + *outer; f->name != NULL; f++, (*outer)++) {
        if (is_table(f) && *inner == 0) {
            *inner = 1;
            *out = (place){NULL, f};
            return true;
        }
        for (const kt_field *in = f->type == KT_FIELD_RECORD ? f->record->field + *inner : NULL;
             in != NULL && in->name != NULL; in++) {
            ++*inner;
            if (is_table(in)) {
                *out = (place){f, in};
                return true;
            }
        }
        *inner = 0;
    }
    return false;
}

size_t kt_render_csv_tables(kt_buffer *out, const kt_record *record)
{
    size_t outer = 0;
    size_t inner = 0;
    size_t n = 0;
    place at;
    while (next_table(&at, record, &outer, &inner)) {
        char name[MOST_NAME];
        name_of(name, &at);
        kt_buffer_format(out, "%s%s", n++ == 0 ? "" : ", ", name);
    }
    return n;
}

static bool find(place *out, const kt_record *record, const char *table)
{
    size_t outer = 0;
    size_t inner = 0;
    while (next_table(out, record, &outer, &inner)) {
        char name[MOST_NAME];
        name_of(name, out);
        if (strcmp(name, table) == 0)
            return true;
    }
    return false;
}

bool kt_render_csv_knows(const kt_record *record, const char *table)
{
    place at;
    return find(&at, record, table);
}

// ---------------------------------------------------------------------------------------- its
// cells

typedef struct pen {
    kt_buffer *out;
    kt_buffer cell;
    kt_buffer shown;
    bool words; // the cell is text: never a formula
    const kt_disclosed *disclosed;
    bool first; // of its row
} pen;

// A text of the data is shown, as everywhere that somebody may read it on a terminal.
static const char *show(pen *p, const char *text)
{
    if (kt_text_is_shown(text))
        return text;
    p->shown.length = 0;
    kt_text_show_lines(&p->shown, text);
    p->out->failed |= p->shown.failed;
    return p->shown.failed ? "" : p->shown.text;
}

static void put_text(pen *p, const char *text)
{
    text = show(p, text);
    if (p->words)
        kt_csv_write_text(p->out, text, p->first);
    else
        kt_csv_write_field(p->out, text, p->first);
    p->first = false;
}

static void add_value(kt_buffer *out, const kt_value *value)
{
    char number[KT_NUMBER_SIZE];
    switch (value->kind) {
    case KT_VALUE_NULL:
        break;
    case KT_VALUE_TEXT:
        kt_buffer_put(out, value->text);
        break;
    case KT_VALUE_NUMBER:
        kt_number_shortest(number, value->number);
        kt_buffer_put(out, number);
        break;
    case KT_VALUE_COUNT:
        kt_buffer_format(out, "%" PRIu64, value->count);
        break;
    case KT_VALUE_FLAG:
        kt_buffer_put(out, value->flag ? "true" : "false");
        break;
    }
}

static void add_list(pen *p, const kt_field *field, const void *row, const void *context)
{
    kt_cursor cursor = {0};
    const void *each;
    while ((each = kt_record_row(field, row, context, &cursor)) != NULL) {
        kt_value value;
        kt_record_value(&value, &field->record->field[0], 0, each,
                        field->record->is_context ? each : context, p->disclosed->pool);
        if (p->cell.length > 0)
            kt_buffer_put(&p->cell, "; ");
        add_value(&p->cell, &value);
    }
}

// One cell; `row` NULL: the record it is of is not there.
static void put_field(pen *p, const kt_field *field, const void *row, const void *context)
{
    kt_presence presence = row == NULL           ? KT_ABSENT
                           : field->when == NULL ? KT_PRESENT
                                                 : field->when(row, context);
    p->cell.length = 0;
    p->words = true;
    kt_buffer_put(&p->cell, "");
    if (presence == KT_PRESENT && is_plain_list(field)) {
        add_list(p, field, row, context);
    } else if (presence == KT_PRESENT && field->record != NULL) {
        kt_json json = {.out = &p->cell};
        kt_record_json_field(&json, p->disclosed, field, row, context);
    } else if (presence == KT_PRESENT) {
        kt_value value;
        kt_record_value(&value, field, 0, row, context, p->disclosed->pool);
        add_value(&p->cell, &value);
        p->words = value.kind == KT_VALUE_TEXT;
    }
    p->out->failed |= p->cell.failed;
    if (!p->cell.failed)
        put_text(p, p->cell.text);
}

// Whether the next field is the other of two of one name. A record among them has columns of its
// own, unless it is one cell with its JSON.
static bool has_twin(const kt_field *field, bool inside)
{
    const kt_field *next = field + 1;
    return next->name != NULL && strcmp(field->name, next->name) == 0 &&
           (inside || (field->type != KT_FIELD_RECORD && next->type != KT_FIELD_RECORD));
}

// The one of two twins that the row has.
static const kt_field *twin_of(const kt_field *field, const void *row, const void *context)
{
    bool second = row != NULL && field->when != NULL && field->when(row, context) == KT_ABSENT;
    return second ? field + 1 : field;
}

static void put_names(pen *p, const kt_field *record)
{
    for (const kt_field *in = record->record->field; in->name != NULL; in++) {
        p->cell.length = 0;
        kt_buffer_format(&p->cell, "%s.%s", record->name, in->name);
        p->out->failed |= p->cell.failed;
        if (!p->cell.failed)
            put_text(p, p->cell.text);
        in += has_twin(in, true);
    }
}

static void put_head(pen *p, const kt_record *record)
{
    p->first = true;
    for (const kt_field *f = record->field; f->name != NULL; f++) {
        if (f->type == KT_FIELD_RECORD)
            put_names(p, f);
        else
            put_text(p, f->name);
        f += has_twin(f, false);
    }
    kt_csv_write_end(p->out);
}

static void put_inner(pen *p, const kt_field *field, const void *row, const void *context)
{
    kt_cursor cursor = {0};
    bool there = field->when == NULL || field->when(row, context) == KT_PRESENT;
    const void *inside = there ? kt_record_row(field, row, context, &cursor) : NULL;
    const void *outside = field->record->is_context ? inside : context;
    for (const kt_field *in = field->record->field; in->name != NULL; in++) {
        bool twins = has_twin(in, true);
        put_field(p, twins ? twin_of(in, inside, outside) : in, inside, outside);
        in += twins;
    }
}

static void put_row(pen *p, const kt_record *record, const void *row, const void *context)
{
    p->first = true;
    for (const kt_field *f = record->field; f->name != NULL; f++) {
        bool twins = has_twin(f, false);
        if (f->type == KT_FIELD_RECORD)
            put_inner(p, f, row, context);
        else
            put_field(p, twins ? twin_of(f, row, context) : f, row, context);
        f += twins;
    }
    kt_csv_write_end(p->out);
}

void kt_render_csv(kt_buffer *out, const kt_disclosed *disclosed, const char *table)
{
    pen p = {.out = out, .disclosed = disclosed};
    const void *owner = disclosed->row;
    const void *context = disclosed->row;
    kt_cursor outer = {0};
    kt_cursor cursor = {0};
    place at;
    bool known = find(&at, disclosed->record, table);
    assert(known);
    if (!known)
        return;
    if (at.outer != NULL && at.outer->when != NULL && at.outer->when(owner, context) != KT_PRESENT)
        owner = NULL;
    else if (at.outer != NULL)
        owner = kt_record_row(at.outer, owner, context, &outer);
    if (owner != NULL && at.outer != NULL && at.outer->record->is_context)
        context = owner;
    put_head(&p, at.list->record);
    if (owner != NULL && at.list->when != NULL && at.list->when(owner, context) != KT_PRESENT)
        owner = NULL;
    const void *row = owner == NULL ? NULL : kt_record_row(at.list, owner, context, &cursor);
    for (; row != NULL && !kt_control_stopped(disclosed->control);
         row = kt_record_row(at.list, owner, context, &cursor))
        put_row(&p, at.list->record, row, at.list->record->is_context ? row : context);
    kt_buffer_free(&p.cell);
    kt_buffer_free(&p.shown);
}
