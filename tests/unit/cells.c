// SPDX-License-Identifier: EUPL-1.2
// One cell of text → one typed value, or a fault that says what was expected.
#include "setting.h"

#include "base/date.h"
#include "ingest/package/cells.h"
#include "model/schema.h"

static const char *const COLOURS[] = {"red", "green", NULL};

static const kt_column_spec ID = {.name = "id", .type = KT_COLUMN_ID, .need = KT_FILLED};
static const kt_column_spec TEXT = {.name = "note", .type = KT_COLUMN_TEXT};
static const kt_column_spec COUNTRY = {.name = "country", .type = KT_COLUMN_COUNTRY};
static const kt_column_spec FREE = {.name = "value", .type = KT_COLUMN_NUMBER};
static const kt_column_spec SHARE = {.name = "share", .type = KT_COLUMN_NUMBER, .max = 1};
static const kt_column_spec YIELD = {
    .name = "yield", .type = KT_COLUMN_NUMBER, .max = 1, .above_min = true};
static const kt_column_spec DATE = {.name = "date", .type = KT_COLUMN_DATE};
static const kt_column_spec CHOICE = {
    .name = "colour", .type = KT_COLUMN_CHOICE, .choices = COLOURS};

typedef struct result {
    double number;
    int choice;
    char text[80];
    char message[200]; // "" where there was no fault
} result;

static result store_bytes(const kt_column_spec *spec, const char *text, size_t length)
{
    result out = {.number = (double)NAN};
    kt_pool pool;
    kt_fault_list faults = {0};
    uint64_t room = 0; // the largest cell
    kt_column column = {.spec = spec, .cells = &room};
    kt_cell cell = {text, length, 0, {.file = "t.csv"}};
    assert_true(kt_pool_open(&pool));
    assert_true(kt_pool_add(&pool, "extra", 5, &column.name));
    assert_true(kt_cells_size(&column) <= sizeof room);
    kt_cells_clear(&column, 0);
    assert_true(kt_cells_store(&column, &cell, &pool, &faults));
    kt_column_type type = spec == NULL ? KT_COLUMN_TEXT : spec->type;
    if (type == KT_COLUMN_NUMBER || type == KT_COLUMN_DATE)
        out.number = *column.number;
    else if (type == KT_COLUMN_CHOICE)
        out.choice = *column.choice;
    else
        snprintf(out.text, sizeof out.text, "%s", kt_pool_text(&pool, *column.text));
    assert_true(faults.n <= 1);
    if (faults.n == 1)
        snprintf(out.message, sizeof out.message, "%s", faults.note[0].message);
    kt_notes_free(&faults);
    kt_pool_close(&pool);
    return out;
}

static result store(const kt_column_spec *spec, const char *text)
{
    return store_bytes(spec, text, strlen(text));
}

static void refused(const kt_column_spec *spec, const char *text, const char *message)
{
    result r = store(spec, text);
    assert_string_equal(r.message, message);
    assert_true(isnan(r.number));
    assert_int_equal(r.choice, 0);
}

static void numbers_within_their_bounds(void **state)
{
    (void)state;
    assert_near(store(&SHARE, "0.25").number, 0.25);
    assert_near(store(&SHARE, "0").number, 0.0);
    assert_near(store(&SHARE, "1").number, 1.0);
    assert_near(store(&YIELD, "1e-9").number, 1e-9);
    assert_near(store(&FREE, "-7e3").number, -7000.0);
    refused(&SHARE, "1.0000000000000002", "share 1.0000000000000002 is above 1");
    refused(&SHARE, "-1e-300", "share -1e-300 is below 0");
    refused(&YIELD, "0", "yield 0 is not above 0");
    refused(&YIELD, "2", "yield 2 is above 1");
}

static void what_is_no_number_says_why(void **state)
{
    (void)state;
    refused(&FREE, "NaN", "value \"NaN\" is not a finite number");
    refused(&FREE, "-inf", "value \"-inf\" is not a finite number");
    refused(&FREE, "+Infinity", "value \"+Infinity\" is not a finite number");
    refused(&FREE, "0,5", "value \"0,5\" is not a number: the decimal mark is \".\"");
    refused(&FREE, "1.000,5", "value \"1.000,5\" is not a number: the decimal mark is \".\"");
    refused(&FREE, "many", "value \"many\" is not a number");
    refused(&FREE, "infinite", "value \"infinite\" is not a number");
    refused(&FREE, "\x01", "value \"\\x01\" is not a number");
}

static void dates_are_days(void **state)
{
    (void)state;
    int32_t day = 0;
    assert_true(kt_date_read(&day, "2025-01-13", 10));
    assert_near(store(&DATE, "2025-01-13").number, day);
    refused(&DATE, "13-01-2025", "date \"13-01-2025\" is not a date: YYYY-MM-DD is expected");
    refused(&DATE, "2025-02-30", "date \"2025-02-30\" is not a date: YYYY-MM-DD is expected");
}

static void choices_are_one_of_the_list(void **state)
{
    (void)state;
    assert_int_equal(store(&CHOICE, "red").choice, 1);
    assert_int_equal(store(&CHOICE, "green").choice, 2);
    refused(&CHOICE, "Red", "colour \"Red\" is not one of: red, green");
    refused(&CHOICE, "red ", "colour \"red \" is not one of: red, green");
}

static void texts_are_utf8(void **state)
{
    (void)state;
    assert_string_equal(store(&TEXT, "één, \"twee\"").text, "één, \"twee\"");
    assert_string_equal(store(&COUNTRY, "nld").text, "nld"); // whether it is one is asked later
    assert_string_equal(store(&TEXT, "a\xFF").message, "note \"a\\xFF\" is not valid UTF-8");
    assert_string_equal(store_bytes(&TEXT, "a\0b", 3).message,
                        "note \"a\\x00b\" contains a NUL byte");
}

static void ids_are_kept_to_be_pointed_at(void **state)
{
    (void)state;
    result r = store(&ID, "pump 2");
    assert_string_equal(r.text, "pump 2");
    assert_string_equal(r.message, "id \"pump 2\" is not an id: 1 to 64 of A-Z a-z 0-9 . _ - are "
                                   "expected, the first a letter or digit");
    assert_string_equal(store(&ID, "pump-2").message, "");
}

static void empty_cells_are_faults_where_one_is_needed(void **state)
{
    (void)state;
    const kt_column_spec *const may[] = {&TEXT, &COUNTRY, &FREE, &SHARE, &DATE, &CHOICE, NULL};
    for (size_t i = 0; i < 7; i++) {
        result r = store(may[i], "");
        assert_string_equal(r.message, "");
        assert_true(isnan(r.number));
        assert_int_equal(r.choice, 0);
        assert_string_equal(r.text, "");
    }
    assert_string_equal(store(&ID, "").message, "id is empty");
}

static void columns_that_the_format_does_not_know_are_text(void **state)
{
    (void)state;
    assert_string_equal(store(NULL, "1,5 NaN").text, "1,5 NaN");
    assert_string_equal(store(NULL, "\xFF").message, "extra \"\\xFF\" is not valid UTF-8");
}

static void long_values_are_cut_in_messages(void **state)
{
    (void)state;
    char text[200];
    char expected[200];
    memset(text, 'x', sizeof text);
    text[199] = '\0';
    snprintf(expected, sizeof expected, "value \"%.60s…\" is not a number", text);
    refused(&FREE, text, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_within_their_bounds),
        cmocka_unit_test(what_is_no_number_says_why),
        cmocka_unit_test(dates_are_days),
        cmocka_unit_test(choices_are_one_of_the_list),
        cmocka_unit_test(texts_are_utf8),
        cmocka_unit_test(ids_are_kept_to_be_pointed_at),
        cmocka_unit_test(empty_cells_are_faults_where_one_is_needed),
        cmocka_unit_test(columns_that_the_format_does_not_know_are_text),
        cmocka_unit_test(long_values_are_cut_in_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
