// SPDX-License-Identifier: EUPL-1.2
// See record.h. Tables of 5 to 40 fields are read front to back; a result of a hundred thousand
// rows reads each field once, so nothing here allocates. INCLUDEs occur in lists of arguments,
// where their linear search is nothing beside the work that follows.
#include "base/record.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/verdict.h"

const kt_field *kt_record_next(const kt_record *record, size_t *at, size_t *base)
{
    size_t left = (*at)++;
    for (const kt_field *f = record->field; f->name != NULL; f++) {
        if (f->type != KT_FIELD_INCLUDE) {
            *base = 0;
            if (left-- == 0)
                return f;
            continue;
        }
        for (const kt_field *inner = f->record->field; inner->name != NULL; inner++) {
            *base = f->offset;
            assert(inner->type != KT_FIELD_INCLUDE); // one level is enough, and no recursion
            if (left-- == 0)
                return inner;
        }
    }
    return NULL;
}

const kt_field *kt_record_find(const kt_record *record, const char *name, size_t *base)
{
    size_t at = 0;
    const kt_field *field;
    while ((field = kt_record_next(record, &at, base)) != NULL) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

bool kt_record_flag(const kt_record *record, const void *row, const char *name)
{
    size_t base;
    const kt_field *field = kt_record_find(record, name, &base);
    return field != NULL && field->type == KT_FIELD_FLAG &&
           *(const bool *)((const char *)row + base + field->offset);
}

static void write_count(void *place, size_t size, uint64_t count)
{
    switch (size) {
    case sizeof(uint8_t):
        *(uint8_t *)place = (uint8_t)count;
        break;
    case sizeof(uint16_t):
        *(uint16_t *)place = (uint16_t)count;
        break;
    case sizeof(uint32_t):
        *(uint32_t *)place = (uint32_t)count;
        break;
    default:
        assert(size == sizeof(uint64_t));
        *(uint64_t *)place = count;
    }
}

static uint64_t read_count(const void *place, size_t size)
{
    switch (size) {
    case sizeof(uint8_t):
        return *(const uint8_t *)place;
    case sizeof(uint16_t):
        return *(const uint16_t *)place;
    case sizeof(uint32_t):
        return *(const uint32_t *)place;
    default:
        assert(size == sizeof(uint64_t));
        return *(const uint64_t *)place;
    }
}

void kt_record_set_number(void *row, const kt_field *field, size_t base, double number)
{
    char *place = (char *)row + base + field->offset;
    switch (field->type) {
    case KT_FIELD_NUMBER:
        *(double *)(void *)place = number;
        break;
    case KT_FIELD_COUNT:
        assert(number >= 0.0 && number <= 9007199254740992.0); // 2^53: exact in a double
        write_count(place, field->size, (uint64_t)number);
        break;
    default:
        assert(field->type == KT_FIELD_CHOICE || field->type == KT_FIELD_DAY);
        *(int32_t *)(void *)place = (int32_t)number;
    }
}

void kt_record_default(void *row, const kt_record *record)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    memset(row, 0, record->size);
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        if (field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT ||
            field->type == KT_FIELD_CHOICE || field->type == KT_FIELD_DAY)
            kt_record_set_number(row, field, base, field->missing);
    }
}

void *kt_record_add_row(void *row, const kt_field *field, size_t base)
{
    char *start = (char *)row + base;
    void *rows;
    size_t size = field->record->size;
    assert(field->type == KT_FIELD_LIST && field->next == NULL);
    uint64_t n = read_count(start + field->count_offset, field->count_size);
    memcpy(&rows, start + field->offset, sizeof rows);
    if (n >= SIZE_MAX / size - 1)
        return NULL;
    char *grown = realloc(rows, (size_t)(n + 1) * size);
    if (grown == NULL)
        return NULL;
    memcpy(start + field->offset, &grown, sizeof grown);
    write_count(start + field->count_offset, field->count_size, n + 1);
    kt_record_default(grown + n * size, field->record);
    return grown + n * size;
}

void kt_record_free(void *row, const kt_record *record)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        char *start = (char *)row + base;
        void *rows;
        if (field->type != KT_FIELD_LIST || field->next != NULL)
            continue;
        memcpy(&rows, start + field->offset, sizeof rows);
        free(rows);
        rows = NULL;
        memcpy(start + field->offset, &rows, sizeof rows);
        write_count(start + field->count_offset, field->count_size, 0);
    }
}

static void set_choice(kt_value *out, const kt_field *field, int32_t choice)
{
    kt_value_set_text(out, choice == KT_NO_CHOICE ? NULL : field->choices[choice]);
}

static void set_verdict(kt_value *out, kt_verdict verdict)
{
    out->kind = KT_VALUE_NULL;
    if (verdict != KT_VERDICT_UNKNOWN)
        kt_value_set_flag(out, verdict == KT_VERDICT_YES);
}

void kt_record_value(kt_value *out, const kt_field *field, size_t base, const void *row,
                     const void *context, const kt_pool *pool)
{
    const void *place = (const char *)row + base + field->offset;
    out->kind = KT_VALUE_NULL;
    if (field->get != NULL) {
        field->get(out, row, context);
        return;
    }
    switch (field->type) {
    case KT_FIELD_TEXT:
        kt_value_set_text(out, *(const char *const *)place);
        break;
    case KT_FIELD_SYMBOL:
        kt_value_set_text(out, kt_pool_text(pool, *(const kt_symbol *)place));
        break;
    case KT_FIELD_NUMBER:
        kt_value_set_number(out, *(const double *)place);
        break;
    case KT_FIELD_COUNT:
        kt_value_set_count(out, read_count(place, field->size));
        break;
    case KT_FIELD_FLAG:
        kt_value_set_flag(out, *(const bool *)place);
        break;
    case KT_FIELD_CHOICE:
        set_choice(out, field, *(const int32_t *)place);
        break;
    case KT_FIELD_VERDICT:
        set_verdict(out, *(const kt_verdict *)place);
        break;
    case KT_FIELD_DAY: {
        int32_t day = *(const int32_t *)place;
        kt_value_set_day(out, day == KT_NO_DAY ? (double)NAN : day);
        break;
    }
    default:
        assert(false); // lists, maps and records have rows, not a value
    }
}

const void *kt_record_row(const kt_field *field, const void *row, const void *context,
                          kt_cursor *cursor)
{
    if (field->next != NULL)
        return field->next(row, context, cursor);
    const char *start = (const char *)row;
    if (field->type == KT_FIELD_RECORD)
        return cursor->at++ == 0 ? start + field->offset : NULL;
    const char *first = *(const char *const *)(const void *)(start + field->offset);
    uint64_t n = read_count(start + field->count_offset, field->count_size);
    return cursor->at < n ? first + cursor->at++ * field->record->size : NULL;
}
