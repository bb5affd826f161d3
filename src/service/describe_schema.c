// SPDX-License-Identifier: EUPL-1.2
// See describe.h. The walk over records keeps its own stack, as the JSON writer does; a schema of
// the largest result is some 20 kB.
#include "service/describe_schema.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "service/presentation.h"

enum { MOST_DEPTH = 12 };

// A record whose fields are being described.
typedef struct frame {
    const kt_record *record;
    const kt_field *field; // the next one
    int braces;            // to close when the record is done
    bool in_twins;         // the field before has the same name: both stand in one anyOf
} frame;

typedef struct walk {
    kt_json json;
    frame frame[MOST_DEPTH];
    size_t depth;
} walk;

static void put_type(kt_json *json, const char *type, bool nullable)
{
    if (!nullable) {
        kt_json_text(json, "type", type);
        return;
    }
    kt_json_open(json, "type", '[');
    kt_json_text(json, NULL, type);
    kt_json_text(json, NULL, "null");
    kt_json_close(json, ']');
}

static void put_choices(kt_json *json, const kt_field *field, bool nullable)
{
    kt_json_open(json, "enum", '[');
    for (size_t i = 0; field->choices[i] != NULL; i++)
        kt_json_text(json, NULL, field->choices[i]);
    if (nullable)
        kt_json_null(json, NULL);
    kt_json_close(json, ']');
}

// A value that a getter makes may always be null.
static void put_plain(kt_json *json, const kt_field *field)
{
    bool nullable = field->when != NULL || field->get != NULL;
    switch (field->type) {
    case KT_FIELD_SYMBOL:
        put_type(json, "string", nullable);
        break;
    case KT_FIELD_NUMBER:
        put_type(json, "number", true);
        break;
    case KT_FIELD_COUNT:
        put_type(json, "integer", nullable);
        kt_json_number(json, "minimum", fmin(field->min, field->missing));
        break;
    case KT_FIELD_FLAG:
        put_type(json, "boolean", nullable);
        break;
    case KT_FIELD_VERDICT:
        put_type(json, "boolean", true);
        break;
    case KT_FIELD_CHOICE:
        put_choices(json, field, true);
        break;
    default:
        put_type(json, "string", true);
        if (field->type == KT_FIELD_DAY)
            kt_json_text(json, "format", "date");
    }
}

static void put_about(kt_json *json, const kt_field *field)
{
    if (field->help != NULL)
        kt_json_text(json, "description", field->help);
    if (field->unit != NULL)
        kt_json_text(json, "unit", field->unit);
}

static void push(walk *w, const kt_record *record, int braces)
{
    assert(w->depth < MOST_DEPTH);
    w->frame[w->depth++] = (frame){.record = record, .field = record->field, .braces = braces};
}

// Describes the field: all of it where it is plain, else up to the fields of its record, which the
// walk goes on with.
static void open_field(walk *w, const char *key, const kt_field *field)
{
    kt_json *json = &w->json;
    bool nullable = field->when != NULL;
    int braces = 1;
    kt_json_open(json, key, '{');
    put_about(json, field);
    while (field->record != NULL) {
        const kt_record *record = field->record;
        if (field->type == KT_FIELD_RECORD) {
            nullable |= field->next != NULL;
        } else {
            bool list = field->type == KT_FIELD_LIST;
            put_type(json, list ? "array" : "object", nullable);
            kt_json_open(json, list ? "items" : "additionalProperties", '{');
            nullable = false;
            braces++;
        }
        if (record->shape == KT_SHAPE_VALUE) {
            field = &record->field[0];
            continue;
        }
        put_type(json, record->shape == KT_SHAPE_OBJECT ? "object" : "array", nullable);
        kt_json_open(json, record->shape == KT_SHAPE_OBJECT ? "properties" : "prefixItems",
                     record->shape == KT_SHAPE_OBJECT ? '{' : '[');
        push(w, record, braces);
        return;
    }
    put_plain(json, field);
    while (braces-- > 0)
        kt_json_close(json, '}');
}

static void close_record(walk *w, const frame *f)
{
    kt_json *json = &w->json;
    if (f->record->shape == KT_SHAPE_TUPLE) {
        kt_json_close(json, ']');
        kt_json_bool(json, "items", false);
    } else {
        kt_json_close(json, '}');
        kt_json_open(json, "required", '[');
        for (const kt_field *each = f->record->field; each->name != NULL; each++) {
            if (each->when == NULL)
                kt_json_text(json, NULL, each->name);
        }
        kt_json_close(json, ']');
        kt_json_bool(json, "additionalProperties", false);
    }
    for (int i = 0; i < f->braces; i++)
        kt_json_close(json, '}');
}

static bool same_name(const kt_field *a, const kt_field *b)
{
    return a->name != NULL && b->name != NULL && strcmp(a->name, b->name) == 0;
}

static void run(walk *w)
{
    while (w->depth > 0) {
        frame *f = &w->frame[w->depth - 1];
        const kt_field *field = f->field;
        bool second = f->in_twins;
        if (second && !same_name(field, field - 1)) { // both are told
            kt_json_close(&w->json, ']');
            kt_json_close(&w->json, '}');
            f->in_twins = second = false;
        }
        if (field->name == NULL) {
            w->depth--;
            close_record(w, f);
            continue;
        }
        if (!second && same_name(field, field + 1)) {
            kt_json_open(&w->json, field->name, '{');
            kt_json_open(&w->json, "anyOf", '[');
            f->in_twins = true;
        }
        f->field++;
        bool keyed = !f->in_twins && f->record->shape == KT_SHAPE_OBJECT;
        open_field(w, keyed ? field->name : NULL, field);
    }
}

// What holds when it is not given is in its range, even where it stands for something in words.
static void put_argument_type(kt_json *json, const kt_field *field)
{
    double high = fmax(field->max, field->missing);
    if (field->type == KT_FIELD_CHOICE) // one is chosen, unless none is the default
        put_choices(json, field, field->missing < 0.0);
    else
        put_plain(json, field);
    if ((field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT) && !isinf(high))
        kt_json_number(json, "maximum", high);
    if (field->type == KT_FIELD_NUMBER)
        kt_json_number(json, "minimum", fmin(field->min, field->missing));
}

static void put_argument(kt_json *json, const kt_field *field)
{
    kt_json_open(json, field->name, '{');
    put_about(json, field);
    if (field->type == KT_FIELD_LIST) {
        put_type(json, "array", false);
        kt_json_open(json, "items", '{');
        put_argument_type(json, field->record->field);
        kt_json_close(json, '}');
    } else {
        put_argument_type(json, field);
    }
    if (field->type == KT_FIELD_CHOICE && field->missing >= 0.0)
        kt_json_text(json, "default", field->choices[(size_t)field->missing]);
    else if ((field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT) &&
             field->instead == NULL)
        kt_json_number(json, "default", field->missing);
    kt_json_close(json, '}');
}

static void put_arguments(kt_json *json, const kt_record *record)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    kt_json_open(json, "arguments", '{');
    kt_json_text(json, "type", "object");
    kt_json_open(json, "properties", '{');
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        if (!(field->traits & KT_FIELD_UNTOLD))
            put_argument(json, field);
    }
    kt_json_close(json, '}');
    kt_json_open(json, "required", '[');
    for (at = 0; (field = kt_record_next(record, &at, &base)) != NULL;) {
        if (!(field->traits & KT_FIELD_UNTOLD))
            kt_json_text(json, NULL, field->name);
    }
    kt_json_close(json, ']');
    kt_json_bool(json, "additionalProperties", false);
    kt_json_close(json, '}');
}

static void put_case(kt_json *json)
{
    static const char *const KEYS[] = {"id", "sha256", "description"};
    kt_json_open(json, "case", '{');
    kt_json_text(json, "type", "object");
    kt_json_open(json, "properties", '{');
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        kt_json_open(json, KEYS[i], '{');
        put_type(json, "string", true);
        kt_json_close(json, '}');
    }
    kt_json_close(json, '}');
    kt_json_open(json, "required", '[');
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        kt_json_text(json, NULL, KEYS[i]);
    kt_json_close(json, ']');
    kt_json_bool(json, "additionalProperties", false);
    kt_json_close(json, '}');
}

void kt_describe_schema_put(kt_json *json, const char *key, const kt_operation *operation)
{
    static const char *const KEYS[] = {"keten", "command", "case", "arguments", "result"};
    walk w = {.json = *json};
    const kt_field result = {
        .name = "result", .type = KT_FIELD_RECORD, .record = operation->result};
    kt_json_open(&w.json, key, '{');
    kt_json_text(&w.json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    kt_json_text(&w.json, "title", operation->name);
    kt_json_text(&w.json, "description", operation->summary);
    kt_json_text(&w.json, "type", "object");
    kt_json_open(&w.json, "required", '[');
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        kt_json_text(&w.json, NULL, KEYS[i]);
    kt_json_close(&w.json, ']');
    kt_json_bool(&w.json, "additionalProperties", false);
    kt_json_open(&w.json, "properties", '{');
    kt_json_open(&w.json, "keten", '{');
    kt_json_text(&w.json, "type", "string");
    kt_json_close(&w.json, '}');
    kt_json_open(&w.json, "command", '{');
    kt_json_text(&w.json, "const", operation->name);
    kt_json_close(&w.json, '}');
    put_case(&w.json);
    put_arguments(&w.json, operation->arguments);
    open_field(&w, result.name, &result);
    run(&w);
    kt_json_close(&w.json, '}');
    kt_json_close(&w.json, '}');
    *json = w.json;
}

void kt_describe_schema(kt_buffer *out, const kt_operation *operation)
{
    kt_json json = {.out = out};
    kt_describe_schema_put(&json, NULL, operation);
    kt_buffer_put(out, "\n");
}
