// SPDX-License-Identifier: EUPL-1.2
// See record_json.h. The walk keeps its own stack, six deep for the deepest result (files, sheets,
// columns), so that a result of a million rows costs no memory and no recursion.
#include "report/record/record_json.h"

#include <assert.h>
#include <string.h>

enum { MOST_DEPTH = 12 };

// A row being written, and the rows it is one of.
typedef struct frame {
    const kt_field *rows; // the field that the row is one of; NULL: the first row
    const void *owner;    // the row that has that field
    const void *owner_context;
    kt_cursor cursor;
    const kt_record *record;
    const void *row, *context;
    const char *key;       // that the row is written under; NULL in a list
    const kt_field *field; // to be written next
} frame;

typedef struct walk {
    kt_json *json;
    const kt_pool *pool;
    const kt_control *control;
    frame frame[MOST_DEPTH];
    size_t depth;
} walk;

static void open_row(walk *w, frame *f, const void *row, const char *key)
{
    f->row = row;
    f->context = f->record->is_context ? row : f->owner_context;
    f->key = key;
    f->field = f->record->field;
    if (f->record->shape != KT_SHAPE_VALUE)
        kt_json_open(w->json, key, f->record->shape == KT_SHAPE_OBJECT ? '{' : '[');
}

static void close_row(walk *w, const frame *f)
{
    if (f->record->shape != KT_SHAPE_VALUE)
        kt_json_close(w->json, f->record->shape == KT_SHAPE_OBJECT ? '}' : ']');
}

static const char *key_of_row(frame *f, const void *row, const char *key)
{
    if (f->rows->type == KT_FIELD_MAP)
        return f->record->key(row, f->owner_context, &f->cursor);
    return f->rows->type == KT_FIELD_LIST ? NULL : key;
}

// Goes to the next row of the field that the top frame walks; leaves it behind the last one.
static void step_row(walk *w, frame *f, const char *key)
{
    bool first = f->row == NULL;
    bool only = f->rows->type == KT_FIELD_RECORD;
    const void *row =
        only && !first ? NULL : kt_record_row(f->rows, f->owner, f->owner_context, &f->cursor);
    if (row != NULL) {
        open_row(w, f, row, key_of_row(f, row, key));
        return;
    }
    if (!only)
        kt_json_close(w->json, f->rows->type == KT_FIELD_LIST ? ']' : '}');
    else if (first)
        kt_json_null(w->json, key);
    w->depth--;
}

static void enter(walk *w, const kt_field *field, const void *row, const void *context,
                  const char *key)
{
    assert(w->depth < MOST_DEPTH);
    frame *f = &w->frame[w->depth++];
    *f = (frame){.rows = field, .owner = row, .owner_context = context, .record = field->record};
    if (field->type != KT_FIELD_RECORD)
        kt_json_open(w->json, key, field->type == KT_FIELD_LIST ? '[' : '{');
    step_row(w, f, key);
}

static void write_value(kt_json *json, const char *key, const kt_value *value)
{
    switch (value->kind) {
    case KT_VALUE_NULL:
        kt_json_null(json, key);
        break;
    case KT_VALUE_TEXT:
        kt_json_text(json, key, value->text);
        break;
    case KT_VALUE_NUMBER:
        kt_json_number(json, key, value->number);
        break;
    case KT_VALUE_COUNT:
        kt_json_count(json, key, value->count);
        break;
    case KT_VALUE_FLAG:
        kt_json_bool(json, key, value->flag);
        break;
    }
}

static void write_field(walk *w, const kt_field *field, const void *row, const void *context,
                        const char *key)
{
    kt_value value;
    kt_presence presence = field->when == NULL ? KT_PRESENT : field->when(row, context);
    if (presence == KT_ABSENT)
        return;
    if (presence == KT_ABSENT_AS_NULL) {
        kt_json_null(w->json, key);
    } else if (field->record != NULL) {
        enter(w, field, row, context, key);
    } else {
        kt_record_value(&value, field, 0, row, context, w->pool);
        write_value(w->json, key, &value);
    }
}

static void run(walk *w)
{
    while (w->depth > 0 && !kt_control_stopped(w->control)) {
        frame *f = &w->frame[w->depth - 1];
        const kt_field *field = f->field;
        if (field->name == NULL) {
            close_row(w, f);
            if (f->rows == NULL)
                w->depth--;
            else
                step_row(w, f, NULL);
            continue;
        }
        f->field++;
        const char *key = f->record->shape == KT_SHAPE_OBJECT  ? field->name
                          : f->record->shape == KT_SHAPE_VALUE ? f->key
                                                               : NULL;
        write_field(w, field, f->row, f->context, key);
    }
}

void kt_record_json_write(kt_json *json, const char *key, const kt_disclosed *disclosed)
{
    walk w = {.json = json, .pool = disclosed->pool, .control = disclosed->control, .depth = 1};
    w.frame[0].record = disclosed->record;
    w.frame[0].owner_context = disclosed->row;
    open_row(&w, &w.frame[0], disclosed->row, key);
    run(&w);
}

void kt_record_json_field(kt_json *json, const kt_disclosed *disclosed, const kt_field *field,
                          const void *row, const void *context)
{
    walk w = {.json = json, .pool = disclosed->pool};
    write_field(&w, field, row, context, NULL);
    run(&w);
}

void kt_record_json_arguments(kt_json *json, const char *key, const kt_disclosed *disclosed)
{
    const void *arguments = disclosed->row;
    size_t at = 0;
    size_t base;
    const kt_field *field;
    walk w = {.json = json, .pool = disclosed->pool};
    kt_json_open(json, key, '{');
    while ((field = kt_record_next(disclosed->record, &at, &base)) != NULL) {
        kt_value value;
        if (field->traits & KT_FIELD_UNTOLD)
            continue;
        if (field->type == KT_FIELD_LIST) {
            enter(&w, field, (const char *)arguments + base, arguments, field->name);
            run(&w);
            continue;
        }
        kt_record_value(&value, field, base, arguments, arguments, disclosed->pool);
        write_value(json, field->name, &value);
    }
    kt_json_close(json, '}');
}
