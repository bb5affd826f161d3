// SPDX-License-Identifier: EUPL-1.2
// A record says what the fields of a struct are: name, type, unit, place, default, range, help. It
// is written once for what an operation takes and once for what it finds; JSON, CSV, schema, help,
// manual page and completion are all made from it.
//
// An argument that may be given again is a LIST whose record has the shape of one value: a list in
// JSON and for programs, the option several times on a command line. Its rows belong to the struct
// (kt_record_add_row, kt_record_free).
//
// A field is read in one of three ways. Plain: `offset` into the row. Computed: `get` fills a
// value. Many: a list, map or record has rows of its own, plain (`offset` of the pointer and
// `count_offset` of their number) or from `next`. `context` is the result as a whole, which getters
// may need to look up a name; where a record says `is_context`, its row is the context of what is
// inside it.
#ifndef KT_BASE_RECORD_H
#define KT_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/pool.h"
#include "base/value.h"

typedef enum kt_field_type {
    KT_FIELD_TEXT,    // const char *; NULL: none
    KT_FIELD_SYMBOL,  // kt_symbol of the pool that is walked with; 0 gives ""
    KT_FIELD_NUMBER,  // double; NaN: not known
    KT_FIELD_COUNT,   // a whole number of `size` bytes, unsigned
    KT_FIELD_FLAG,    // bool
    KT_FIELD_CHOICE,  // an enum of 4 bytes: position in `choices`; KT_NO_CHOICE: none
    KT_FIELD_VERDICT, // kt_verdict: yes, no, or not known
    KT_FIELD_DAY,     // int32_t: days since 1970-01-01; KT_NO_DAY: none
    KT_FIELD_RECORD,  // a struct inside
    KT_FIELD_LIST,    // rows of `record`
    KT_FIELD_MAP,     // the same, each under the name that record->key gives
    KT_FIELD_INCLUDE  // the fields of `record` stand here as if they were written here
} kt_field_type;

enum { KT_NO_CHOICE = -1, KT_NO_DAY = INT32_MIN };

typedef enum kt_presence { KT_PRESENT, KT_ABSENT, KT_ABSENT_AS_NULL } kt_presence;

// Where a walk over rows is: 0 at the first. `row` has room for rows that are made on the way.
typedef struct kt_cursor {
    uint64_t at, at_2; // both are the walk's own
    max_align_t room[4];
} kt_cursor;

typedef enum kt_record_shape {
    KT_SHAPE_OBJECT, // {"name": value, …}
    KT_SHAPE_TUPLE,  // [value, …]
    KT_SHAPE_VALUE   // its only field, bare
} kt_record_shape;

typedef struct kt_field kt_field;

typedef struct kt_record {
    const char *name;      // of the struct, for schema and tests
    const kt_field *field; // ends at a NULL name
    size_t size;           // of the struct
    kt_record_shape shape;
    bool is_context;
    const char *(*key)(const void *row, const void *context, kt_cursor *cursor); // of a map's row
} kt_record;

// Of an argument.
enum {
    KT_FIELD_UNTOLD = 1u << 0, // decides how it is run or where it goes: never told beside a result
    KT_FIELD_NEEDED = 1u << 1, // without it the operation cannot begin
    KT_FIELD_SHELL = 1u << 2,  // for a command line alone: programs have another way to say it
};

struct kt_field {
    const char *name; // JSON key, head of a column, option; "" for INCLUDE
    kt_field_type type;
    unsigned traits;
    const char *unit; // "kg", "share", "days", "EUR", …; NULL: none
    const char *help; // English, one sentence; NULL: none
    size_t offset, size, count_offset, count_size;
    void (*get)(kt_value *out, const void *row, const void *context);
    const void *(*next)(const void *row, const void *context, kt_cursor *cursor);
    kt_presence (*when)(const void *row, const void *context); // NULL: always there
    const kt_record *record;
    const char *const *choices; // of a choice, NULL-terminated
    // Of an argument:
    const char *word;    // for its value in the help: "SHARE"; NULL: the choices
    double min, max;     // of a number or count; max may be infinite for a number
    double missing;      // number, count, choice, day: what it is when it is not given
    const char *instead; // English, what holds when it is not given, where no value says it
};

// The place of a member, its size checked by tests/unit/record.c.
#define KT_AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define KT_ROWS(type, pointer, count)                                                              \
    .offset = offsetof(type, pointer), .count_offset = offsetof(type, count),                      \
    .count_size = sizeof(((type *)0)->count)

// Sets every field of `row` to what it is when it is not given.
void kt_record_default(void *row, const kt_record *record);

// One more row, as it is when it is not given, behind those of a list; the field and base are what
// kt_record_find gives. NULL when memory runs out: the list is then as it was.
void *kt_record_add_row(void *row, const kt_field *field, size_t base)
    __attribute__((warn_unused_result));

// Frees the rows that kt_record_add_row made; the lists are empty then.
void kt_record_free(void *row, const kt_record *record);

// Writes a number, count, choice or day into its place; the caller has checked its range.
void kt_record_set_number(void *row, const kt_field *field, size_t base, double number);

// The field with this name, INCLUDEs looked into; *base gets what to add to its offset. NULL: none.
const kt_field *kt_record_find(const kt_record *record, const char *name, size_t *base);

// Walks the fields, those of INCLUDEs in their place. *at is 0 at first; NULL at the end.
const kt_field *kt_record_next(const kt_record *record, size_t *at, size_t *base);

// The flag of this name; false where the record has none.
bool kt_record_flag(const kt_record *record, const void *row, const char *name);

// Reads a plain or computed field of a row. `base` is what to add to the offset.
void kt_record_value(kt_value *out, const kt_field *field, size_t base, const void *row,
                     const void *context, const kt_pool *pool);

// The next row of a list, map or record field; NULL after the last one.
const void *kt_record_row(const kt_field *field, const void *row, const void *context,
                          kt_cursor *cursor);

#endif
