// SPDX-License-Identifier: EUPL-1.2
// Fields of structs: defaults, reading by name and by type, and whether the records of every
// operation say what their structs are.
#include "setting.h"

#include "base/buffer.h"
#include "base/record.h"
#include "base/verdict.h"
#include "report/record/common_record.h"
#include "service/operation_table.h"
#include "service/presentation.h"

typedef struct inner {
    double share;
    uint16_t year;
} inner;

typedef struct sample {
    const char *text;
    kt_symbol symbol;
    double number;
    uint8_t tiny;
    uint16_t small;
    uint32_t middle;
    uint64_t large;
    bool flag;
    int32_t choice;
    kt_verdict verdict;
    int32_t day;
    inner in;
    const inner *rows;
    uint16_t n_rows;
    double *again;
    uint8_t n_again;
} sample;

static const char *const COLOURS[] = {"red", "green", NULL};

// clang-format off
static const kt_field INNER[] = {
    {.name = "share", .type = KT_FIELD_NUMBER, KT_AT(inner, share), .max = 1.0, .missing = 0.25,
     .word = "S", .help = "h"},
    {.name = "year", .type = KT_FIELD_COUNT, KT_AT(inner, year), .max = 2200.0, .missing = 2026.0,
     .word = "Y", .help = "h"},
    {0}};
// clang-format on
static const kt_record INNER_RECORD = {.name = "inner", .field = INNER, .size = sizeof(inner)};

// clang-format off
static const kt_field AGAIN[] = {
    {.name = "again", .type = KT_FIELD_NUMBER, .size = sizeof(double), .max = 1.0, .missing = 0.5,
     .word = "X"},
    {0}};
// clang-format on
static const kt_record AGAIN_RECORD = {
    .name = "again", .field = AGAIN, .size = sizeof(double), .shape = KT_SHAPE_VALUE};

static void get_double(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, 2.0 * ((const sample *)row)->number);
}

static void get_from_context(kt_value *out, const void *row, const void *context)
{
    (void)row;
    kt_value_set_text(out, ((const sample *)context)->text);
}

// Counts down from `tiny`: rows that are made on the way.
static const void *next_down(const void *row, const void *context, kt_cursor *cursor)
{
    uint32_t *made = (uint32_t *)(void *)cursor->room;
    (void)context;
    if (cursor->at == ((const sample *)row)->tiny)
        return NULL;
    *made = ((const sample *)row)->tiny - (uint32_t)cursor->at++;
    return made;
}

// clang-format off
static const kt_field DOWN[] = {
    {.name = "n", .type = KT_FIELD_COUNT, .offset = 0, .size = sizeof(uint32_t)},
    {0}};
// clang-format on
static const kt_record DOWN_RECORD = {
    .name = "down", .field = DOWN, .size = sizeof(uint32_t), .shape = KT_SHAPE_VALUE};

// clang-format off
static const kt_field SAMPLE[] = {
    {.name = "text", .type = KT_FIELD_TEXT, KT_AT(sample, text)},
    {.name = "symbol", .type = KT_FIELD_SYMBOL, KT_AT(sample, symbol)},
    {.name = "number", .type = KT_FIELD_NUMBER, KT_AT(sample, number)},
    {.name = "tiny", .type = KT_FIELD_COUNT, KT_AT(sample, tiny)},
    {.name = "small", .type = KT_FIELD_COUNT, KT_AT(sample, small)},
    {.name = "middle", .type = KT_FIELD_COUNT, KT_AT(sample, middle)},
    {.name = "large", .type = KT_FIELD_COUNT, KT_AT(sample, large)},
    {.name = "flag", .type = KT_FIELD_FLAG, KT_AT(sample, flag)},
    {.name = "choice", .type = KT_FIELD_CHOICE, KT_AT(sample, choice), .choices = COLOURS},
    {.name = "verdict", .type = KT_FIELD_VERDICT, KT_AT(sample, verdict)},
    {.name = "day", .type = KT_FIELD_DAY, KT_AT(sample, day)},
    {.name = "double", .type = KT_FIELD_NUMBER, .get = get_double},
    {.name = "whole", .type = KT_FIELD_TEXT, .get = get_from_context},
    {.name = "in", .type = KT_FIELD_RECORD, .offset = offsetof(sample, in),
     .record = &INNER_RECORD},
    {.name = "rows", .type = KT_FIELD_LIST, KT_ROWS(sample, rows, n_rows),
     .record = &INNER_RECORD},
    {.name = "down", .type = KT_FIELD_LIST, .next = next_down, .record = &DOWN_RECORD},
    {0}};
// clang-format on
static const kt_record SAMPLE_RECORD = {.name = "sample", .field = SAMPLE, .size = sizeof(sample)};

// clang-format off
static const kt_field ARGUMENTS[] = {
    {.name = "text", .type = KT_FIELD_TEXT, KT_AT(sample, text), .word = "T", .help = "h"},
    {.name = "number", .type = KT_FIELD_NUMBER, KT_AT(sample, number), .min = -1.0, .max = 1.0,
     .missing = -0.5, .word = "X", .help = "h"},
    {.name = "tiny", .type = KT_FIELD_COUNT, KT_AT(sample, tiny), .max = 255.0, .missing = 255.0,
     .word = "N", .help = "h"},
    {.name = "small", .type = KT_FIELD_COUNT, KT_AT(sample, small), .max = 65535.0,
     .missing = 65535.0, .word = "N", .help = "h"},
    {.name = "middle", .type = KT_FIELD_COUNT, KT_AT(sample, middle), .max = 4294967295.0,
     .missing = 4294967295.0, .word = "N", .help = "h"},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(sample, in), .record = &INNER_RECORD},
    {.name = "large", .type = KT_FIELD_COUNT, KT_AT(sample, large), .max = 9007199254740991.0,
     .missing = 9007199254740991.0, .word = "N", .help = "h"},
    {.name = "flag", .type = KT_FIELD_FLAG, KT_AT(sample, flag), .help = "h"},
    {.name = "choice", .type = KT_FIELD_CHOICE, KT_AT(sample, choice), .choices = COLOURS,
     .missing = KT_NO_CHOICE, .instead = "none", .help = "h"},
    {.name = "day", .type = KT_FIELD_DAY, KT_AT(sample, day), .missing = KT_NO_DAY, .word = "DAY",
     .help = "h"},
    {.name = "again", .type = KT_FIELD_LIST, KT_ROWS(sample, again, n_again),
     .record = &AGAIN_RECORD, .help = "h"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS_RECORD = {
    .name = "arguments", .field = ARGUMENTS, .size = sizeof(sample)};

static kt_value value_of(const char *name, const sample *row, const kt_pool *pool)
{
    kt_value value = {0};
    size_t base;
    const kt_field *field = kt_record_find(&SAMPLE_RECORD, name, &base);
    assert_non_null(field);
    kt_record_value(&value, field, base, row, row, pool);
    return value;
}

// ---------------------------------------------------------------------------------------- reading

static void what_is_not_given_has_its_default(void **state)
{
    sample s;
    (void)state;
    memset(&s, 0xff, sizeof s);
    kt_record_default(&s, &ARGUMENTS_RECORD);
    assert_null(s.text);
    assert_near(s.number, -0.5);
    assert_int_equal(s.tiny, UINT8_MAX);
    assert_int_equal(s.small, UINT16_MAX);
    assert_int_equal(s.middle, UINT32_MAX);
    assert_true(s.large == 9007199254740991u);
    assert_false(s.flag);
    assert_int_equal(s.choice, KT_NO_CHOICE);
    assert_int_equal(s.day, KT_NO_DAY);
    assert_near(s.in.share, 0.25); // of the record that is included
    assert_int_equal(s.in.year, 2026);
    assert_null(s.rows);
}

static void a_field_is_found_by_name(void **state)
{
    size_t base = 7;
    (void)state;
    assert_ptr_equal(kt_record_find(&ARGUMENTS_RECORD, "large", &base), &ARGUMENTS[6]);
    assert_int_equal(base, 0);
    assert_ptr_equal(kt_record_find(&ARGUMENTS_RECORD, "year", &base), &INNER[1]);
    assert_int_equal(base, offsetof(sample, in));
    assert_null(kt_record_find(&ARGUMENTS_RECORD, "yea", &base));
    assert_null(kt_record_find(&ARGUMENTS_RECORD, "", &base));
    size_t at = 0;
    size_t n = 0;
    while (kt_record_next(&ARGUMENTS_RECORD, &at, &base) != NULL)
        n++;
    assert_int_equal(n, 12); // ten of its own and two included
}

static void a_flag_is_found_by_name(void **state)
{
    sample s = {.flag = true};
    (void)state;
    assert_true(kt_record_flag(&ARGUMENTS_RECORD, &s, "flag"));
    assert_false(kt_record_flag(&ARGUMENTS_RECORD, &s, "text")); // no flag
    assert_false(kt_record_flag(&ARGUMENTS_RECORD, &s, "full")); // no such field
}

static void values_are_read_by_their_type(void **state)
{
    (void)state;
    kt_pool pool;
    kt_symbol symbol;
    assert_true(kt_pool_open(&pool));
    assert_true(kt_pool_add(&pool, "steel", 5, &symbol));
    sample s = {
        .text = "one", .symbol = symbol, .number = 1.5, .flag = true, .choice = 1, .day = 1};
    assert_string_equal(value_of("text", &s, NULL).text, "one");
    assert_string_equal(value_of("symbol", &s, &pool).text, "steel");
    assert_near(value_of("number", &s, NULL).number, 1.5);
    assert_true(value_of("flag", &s, NULL).flag);
    assert_string_equal(value_of("choice", &s, NULL).text, "green");
    kt_value day = value_of("day", &s, NULL);
    assert_int_equal(day.kind, KT_VALUE_TEXT);
    assert_string_equal(day.room, "1970-01-02");
    assert_near(value_of("double", &s, NULL).number, 3.0);
    assert_string_equal(value_of("whole", &s, NULL).text, "one");
    kt_pool_close(&pool);
}

static void counts_of_each_size_are_read_and_written(void **state)
{
    static const char *const NAMES[] = {"tiny", "small", "middle", "large"};
    static const double MOST[] = {255.0, 65535.0, 4294967295.0, 9007199254740992.0};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        sample s = {0};
        size_t base;
        const kt_field *field = kt_record_find(&SAMPLE_RECORD, NAMES[i], &base);
        kt_record_set_number(&s, field, base, MOST[i]);
        for (size_t k = 0; k < 4; k++) // and no other is touched
            assert_true((double)value_of(NAMES[k], &s, NULL).count == (k == i ? MOST[i] : 0.0));
    }
}

static void what_is_not_known_is_null(void **state)
{
    static const char *const NAMES[] = {"text", "number", "choice", "verdict", "day", "double"};
    sample s = {.number = (double)NAN,
                .choice = KT_NO_CHOICE,
                .verdict = KT_VERDICT_UNKNOWN,
                .day = KT_NO_DAY};
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_int_equal(value_of(NAMES[i], &s, NULL).kind, KT_VALUE_NULL);
    s.number = (double)INFINITY; // no document can hold it
    assert_int_equal(value_of("number", &s, NULL).kind, KT_VALUE_NULL);
    assert_int_equal(value_of("double", &s, NULL).kind, KT_VALUE_NULL);
    s.number = -(double)INFINITY;
    assert_int_equal(value_of("number", &s, NULL).kind, KT_VALUE_NULL);
    s.verdict = KT_VERDICT_NO;
    assert_int_equal(value_of("verdict", &s, NULL).kind, KT_VALUE_FLAG);
    assert_false(value_of("verdict", &s, NULL).flag);
    s.verdict = KT_VERDICT_YES;
    assert_true(value_of("verdict", &s, NULL).flag);
}

static void rows_are_walked_to_their_end(void **state)
{
    const inner rows[] = {{0.1, 2001}, {0.2, 2002}, {0.3, 2003}};
    sample s = {.tiny = 3, .rows = rows, .n_rows = 3};
    const char *const names[] = {"rows", "down", "in"};
    const size_t n[] = {3, 3, 1};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        kt_cursor cursor = {0};
        size_t base;
        size_t found = 0;
        const void *row;
        const kt_field *field = kt_record_find(&SAMPLE_RECORD, names[i], &base);
        while ((row = kt_record_row(field, &s, &s, &cursor)) != NULL) {
            if (i == 0)
                assert_ptr_equal(row, &rows[found]);
            if (i == 1)
                assert_int_equal(*(const uint32_t *)row, 3 - found);
            if (i == 2)
                assert_ptr_equal(row, &s.in);
            found++;
        }
        assert_int_equal(found, n[i]);
        assert_null(kt_record_row(field, &s, &s, &cursor));
    }
    s.n_rows = 0;
    kt_cursor cursor = {0};
    size_t base;
    assert_null(kt_record_row(kt_record_find(&SAMPLE_RECORD, "rows", &base), &s, &s, &cursor));
}

static void an_argument_that_is_given_again_has_a_row_each_time(void **state)
{
    struct includes { // the arguments stand somewhere in it
        uint32_t before;
        sample in;
    } whole = {.before = 7};
    size_t base;
    const kt_field *field = kt_record_find(&ARGUMENTS_RECORD, "again", &base);
    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        double *row = kt_record_add_row(&whole, field, offsetof(struct includes, in) + base);
        assert_non_null(row);
        assert_near(*row, 0.5);
        *row = i / 200.0;
    }
    assert_int_equal(whole.in.n_again, 200);
    for (unsigned i = 0; i < 200; i++)
        assert_near(whole.in.again[i], i / 200.0);
    kt_record_free(&whole.in, &ARGUMENTS_RECORD);
    assert_null(whole.in.again);
    assert_int_equal(whole.in.n_again, 0);
    assert_int_equal(whole.before, 7);
    kt_record_free(&whole.in, &ARGUMENTS_RECORD); // none is allowed
}

// ---------------------------------------------------------------------------- structs and records

enum { MOST_RECORDS = 300, MOST_CHOICES = 100 };

static void complain(kt_buffer *out, const kt_record *record, const kt_field *field,
                     const char *what)
{
    kt_buffer_format(out, "%s.%s: %s\n", record->name, field == NULL ? "" : field->name, what);
}

static bool is_count_size(size_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

static bool size_fits(kt_field_type type, size_t size)
{
    switch (type) {
    case KT_FIELD_TEXT:
        return size == sizeof(const char *);
    case KT_FIELD_SYMBOL:
        return size == sizeof(kt_symbol);
    case KT_FIELD_NUMBER:
        return size == sizeof(double);
    case KT_FIELD_COUNT:
        return is_count_size(size);
    case KT_FIELD_FLAG:
        return size == sizeof(bool);
    case KT_FIELD_VERDICT:
        return size == sizeof(kt_verdict);
    default:
        return size == sizeof(int32_t); // a choice, a day
    }
}

static bool has_rows(const kt_field *field)
{
    return field->type == KT_FIELD_RECORD || field->type == KT_FIELD_LIST ||
           field->type == KT_FIELD_MAP || field->type == KT_FIELD_INCLUDE;
}

static void check_rows(kt_buffer *out, const kt_record *record, const kt_field *field)
{
    bool inside = field->type == KT_FIELD_RECORD || field->type == KT_FIELD_INCLUDE;
    if (field->record == NULL) {
        complain(out, record, field, "has no record");
        return;
    }
    if (field->type == KT_FIELD_MAP && field->record->key == NULL)
        complain(out, record, field, "a map whose rows have no key");
    if (field->next != NULL)
        return;
    if (inside && field->offset + field->record->size > record->size)
        complain(out, record, field, "ends outside the struct");
    if (!inside && (field->offset + sizeof(void *) > record->size ||
                    field->count_offset + field->count_size > record->size))
        complain(out, record, field, "ends outside the struct");
    if (!inside && !is_count_size(field->count_size))
        complain(out, record, field, "the number of rows has no size");
}

// A field that no row has yet needs no place.
static void check_plain(kt_buffer *out, const kt_record *record, const kt_field *field)
{
    size_t n = 0;
    bool placed = field->get == NULL &&
                  (field->size > 0 || field->when == NULL || field->when(NULL, NULL) == KT_PRESENT);
    if (placed && !size_fits(field->type, field->size))
        complain(out, record, field, "its size is not that of its type");
    if (placed && field->offset + field->size > record->size)
        complain(out, record, field, "ends outside the struct");
    if (field->record != NULL || field->next != NULL)
        complain(out, record, field, "a plain value has no rows");
    while (field->choices != NULL && n < MOST_CHOICES && field->choices[n] != NULL)
        n++;
    if (field->type == KT_FIELD_CHOICE && (n == 0 || n == MOST_CHOICES))
        complain(out, record, field, "its choices have no end");
}

static void check_name(kt_buffer *out, const kt_record *record, const kt_field *field)
{
    if ((*field->name == '\0') != (field->type == KT_FIELD_INCLUDE))
        complain(out, record, field, "has no name");
    for (const kt_field *other = record->field; other < field; other++) {
        bool same = *field->name != '\0' && strcmp(other->name, field->name) == 0;
        bool twins = other + 1 == field && other->when != NULL && field->when != NULL;
        if (same && !twins)
            complain(out, record, field, "its name is not its own");
    }
}

// What is wrong with the record, a line each.
static void check_record(kt_buffer *out, const kt_record *record)
{
    size_t n = 0;
    for (const kt_field *field = record->field; field->name != NULL; field++, n++) {
        check_name(out, record, field);
        if (has_rows(field))
            check_rows(out, record, field);
        else
            check_plain(out, record, field);
    }
    if ((n == 0 && record->shape != KT_SHAPE_OBJECT) || (record->shape == KT_SHAPE_VALUE && n != 1))
        complain(out, record, NULL, "has not the fields of its shape");
}

// Checks a record and all that lie under it; returns how many.
static size_t check_records(kt_buffer *out, const kt_record *record)
{
    const kt_record *seen[MOST_RECORDS] = {record};
    size_t n = 1;
    for (size_t i = 0; i < n; i++) {
        check_record(out, seen[i]);
        for (const kt_field *field = seen[i]->field; field->name != NULL; field++) {
            bool known = field->record == NULL;
            for (size_t k = 0; k < n && !known; k++)
                known = seen[k] == field->record;
            assert_true(n < MOST_RECORDS);
            if (!known)
                seen[n++] = field->record;
        }
    }
    return n;
}

// `field` is that of a row where the argument may be given again.
static void check_default(kt_buffer *out, const kt_record *record, const kt_field *field)
{
    bool number = field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT;
    double most = field->size == 8 ? 9007199254740992.0 : ldexp(1.0, 8 * (int)field->size) - 1.0;
    size_t n = 0;
    if (number && !(field->min < field->max))
        complain(out, record, field, "has no range");
    if (number && field->instead == NULL &&
        !(field->missing >= field->min && field->missing <= field->max))
        complain(out, record, field, "its default is out of range");
    if (field->type == KT_FIELD_COUNT && (field->min < 0.0 || field->max > most))
        complain(out, record, field, "its range does not fit its size");
    while (field->choices != NULL && field->choices[n] != NULL)
        n++;
    if (field->type == KT_FIELD_CHOICE &&
        (field->missing >= (double)n || (field->missing < 0.0 && field->instead == NULL)))
        complain(out, record, field, "its default is none of its choices");
}

static const kt_field *given_field(const kt_field *field)
{
    bool again = field->type == KT_FIELD_LIST && field->record->shape == KT_SHAPE_VALUE;
    return again ? field->record->field : field;
}

// What is wrong with the arguments of an operation.
static void check_arguments(kt_buffer *out, const kt_record *record)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        size_t own;
        const kt_field *value = given_field(field);
        bool simple = value->type == KT_FIELD_TEXT || value->type == KT_FIELD_NUMBER ||
                      value->type == KT_FIELD_COUNT || value->type == KT_FIELD_CHOICE ||
                      value->type == KT_FIELD_DAY ||
                      (value->type == KT_FIELD_FLAG && value == field);
        if (!simple || field->get != NULL || field->next != NULL || field->when != NULL)
            complain(out, record, field, "is not what a user can give");
        if (field->help == NULL)
            complain(out, record, field, "is not explained");
        if (value->word == NULL && value->type != KT_FIELD_FLAG && value->type != KT_FIELD_CHOICE)
            complain(out, record, field, "has no word for its value");
        if (kt_record_find(record, field->name, &own) != field)
            complain(out, record, field, "its name is not its own");
        check_default(out, record, value);
    }
}

static void finds_nothing(kt_buffer *faults)
{
    if (faults->length > 0)
        fail_msg("%s", faults->text);
    kt_buffer_free(faults);
}

static void structs_and_records_of_operations_agree(void **state)
{
    kt_buffer faults = {0};
    size_t n = 0;
    (void)state;
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        const kt_operation *operation = kt_operation_table[i];
        n += check_records(&faults, operation->result);
        n += check_records(&faults, operation->arguments);
        check_arguments(&faults, operation->arguments);
    }
    check_records(&faults, &kt_presentation_record);
    check_arguments(&faults, &kt_presentation_record);
    check_records(&faults, &SAMPLE_RECORD);
    check_arguments(&faults, &ARGUMENTS_RECORD);
    assert_true(n > 20);
    finds_nothing(&faults);
}

// An option of the presentation may be an operation's own only where that operation writes itself.
static void options_mean_one_thing(void **state)
{
    (void)state;
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        const kt_operation *operation = kt_operation_table[i];
        size_t at = 0;
        size_t base;
        const kt_field *field;
        while ((field = kt_record_next(&kt_presentation_record, &at, &base)) != NULL) {
            size_t own;
            const kt_field *other = kt_record_find(operation->arguments, field->name, &own);
            bool writes = (operation->traits & KT_OPERATION_WRITES) != 0;
            if (other != NULL && !(writes && strcmp(field->name, "output") == 0))
                fail_msg("keten %s has a --%s of its own", operation->name, field->name);
            if (writes && strcmp(field->name, "output") == 0)
                assert_true(other != NULL && (other->traits & KT_FIELD_UNTOLD) != 0);
        }
    }
}

static kt_presence never(const void *row, const void *context)
{
    (void)row;
    (void)context;
    return KT_ABSENT;
}

// The seeded defects: each must be complained of.
static void records_that_do_not_agree_are_noticed(void **state)
{
    static const char *const NO_CHOICES[] = {NULL};
    const kt_field wrong[] = {
        {.name = "size", .type = KT_FIELD_NUMBER, KT_AT(sample, middle)},
        {.name = "outside",
         .type = KT_FIELD_NUMBER,
         .offset = sizeof(sample),
         .size = sizeof(double)},
        {.name = "bool", .type = KT_FIELD_CHOICE, KT_AT(sample, flag), .choices = COLOURS},
        {.name = "odd", .type = KT_FIELD_COUNT, .offset = 0, .size = 3},
        {.name = "choices", .type = KT_FIELD_CHOICE, KT_AT(sample, choice), .choices = NO_CHOICES},
        {.name = "record",
         .type = KT_FIELD_RECORD,
         .offset = sizeof(sample) - 1,
         .record = &INNER_RECORD},
        {.name = "list",
         .type = KT_FIELD_LIST,
         .offset = offsetof(sample, rows),
         .record = &INNER_RECORD},
        {.name = "map",
         .type = KT_FIELD_MAP,
         KT_ROWS(sample, rows, n_rows),
         .record = &INNER_RECORD},
        {.name = "nothing", .type = KT_FIELD_LIST, KT_ROWS(sample, rows, n_rows)},
        {.name = "", .type = KT_FIELD_TEXT, KT_AT(sample, text)}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kt_field fields[] = {wrong[i], {0}};
        const kt_record record = {.name = "wrong", .field = fields, .size = sizeof(sample)};
        kt_buffer faults = {0};
        check_record(&faults, &record);
        if (faults.length == 0)
            fail_msg("\"%s\" was not noticed", wrong[i].name);
        kt_buffer_free(&faults);
    }
}

static void names_that_are_not_unique_are_noticed(void **state)
{
    const kt_field text = {.name = "text", .type = KT_FIELD_TEXT, KT_AT(sample, text)};
    kt_field twin = text;
    (void)state;
    twin.when = never;
    const kt_field other = {.name = "number", .type = KT_FIELD_NUMBER, KT_AT(sample, number)};
    const kt_field good[] = {twin, twin, other, {0}};
    const kt_field same[] = {text, text, {0}};
    const kt_field apart[] = {twin, other, twin, {0}};
    const kt_field *const lists[] = {good, same, apart};
    for (size_t i = 0; i < 3; i++) {
        const kt_record record = {.name = "names", .field = lists[i], .size = sizeof(sample)};
        kt_buffer faults = {0};
        check_record(&faults, &record);
        assert_true((faults.length > 0) == (i > 0));
        kt_buffer_free(&faults);
    }
}

static void arguments_without_sense_are_noticed(void **state)
{
    kt_field wrong[] = {ARGUMENTS[1], ARGUMENTS[1], ARGUMENTS[2], ARGUMENTS[8], ARGUMENTS[8],
                        ARGUMENTS[0], ARGUMENTS[0], SAMPLE[1],    ARGUMENTS[10]};
    (void)state;
    wrong[0].missing = 2.0;      // above its range
    wrong[1].max = wrong[1].min; // none
    wrong[2].max = 256.0;        // more than a byte holds
    wrong[3].missing = 2.0;      // of two choices
    wrong[4].instead = NULL;     // no choice, and no words for that
    wrong[5].help = NULL;
    wrong[6].word = NULL;
    wrong[8].record = &INNER_RECORD; // given again, of more than one value
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const kt_field fields[] = {wrong[i], {0}};
        const kt_record record = {.name = "wrong", .field = fields, .size = sizeof(sample)};
        kt_buffer faults = {0};
        check_arguments(&faults, &record);
        if (faults.length == 0)
            fail_msg("%zu was not noticed", i);
        kt_buffer_free(&faults);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_given_has_its_default),
        cmocka_unit_test(a_field_is_found_by_name),
        cmocka_unit_test(a_flag_is_found_by_name),
        cmocka_unit_test(values_are_read_by_their_type),
        cmocka_unit_test(counts_of_each_size_are_read_and_written),
        cmocka_unit_test(what_is_not_known_is_null),
        cmocka_unit_test(rows_are_walked_to_their_end),
        cmocka_unit_test(an_argument_that_is_given_again_has_a_row_each_time),
        cmocka_unit_test(structs_and_records_of_operations_agree),
        cmocka_unit_test(options_mean_one_thing),
        cmocka_unit_test(records_that_do_not_agree_are_noticed),
        cmocka_unit_test(names_that_are_not_unique_are_noticed),
        cmocka_unit_test(arguments_without_sense_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
