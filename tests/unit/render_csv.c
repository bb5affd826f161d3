// SPDX-License-Identifier: EUPL-1.2
// Tables of results as CSV: which there are, their heads and cells; and that every table of every
// operation has as many cells in each row as in its head.
#include "operation_result.h"
#include "setting.h"

#include "format/csv.h"
#include "report/record/common_record.h"
#include "report/render/render_csv.h"

typedef struct place {
    double home, away;
    bool known;
} place;

typedef struct row {
    const char *id;
    const char *const *words;
    uint32_t n_words;
    place at;
    const place *places;
    uint32_t n_places;
    double mean;
} row;

typedef struct box {
    const row *rows;
    uint32_t n_rows;
    bool there;
} box;

typedef struct result {
    const row *rows;
    uint32_t n_rows;
    const char *const *words;
    uint32_t n_words;
    box in;
} result;

// ------------------------------------------------------------------------------------ its records

static kt_presence is_known(const void *at, const void *context)
{
    (void)context;
    return ((const place *)at)->known ? KT_PRESENT : KT_ABSENT;
}

static kt_presence is_unknown(const void *at, const void *context)
{
    (void)context;
    return ((const place *)at)->known ? KT_ABSENT : KT_PRESENT;
}

static kt_presence has_words(const void *of, const void *context)
{
    (void)context;
    return ((const row *)of)->n_words > 0 ? KT_PRESENT : KT_ABSENT;
}

static kt_presence has_none(const void *of, const void *context)
{
    (void)context;
    return ((const row *)of)->n_words > 0 ? KT_ABSENT : KT_PRESENT;
}

static kt_presence has_places(const void *of, const void *context)
{
    (void)context;
    return ((const row *)of)->n_places > 0 ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

static kt_presence is_there(const void *of, const void *context)
{
    (void)context;
    return ((const result *)of)->in.there ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

// clang-format off
static const kt_field PLACE[] = {
    {.name = "home", .type = KT_FIELD_NUMBER, KT_AT(place, home)},
    {.name = "away", .type = KT_FIELD_NUMBER, KT_AT(place, away), .when = is_known},
    {.name = "away", .type = KT_FIELD_FLAG, KT_AT(place, known), .when = is_unknown},
    {0}};
// clang-format on
static const kt_record PLACE_RECORD = {.name = "place", .field = PLACE, .size = sizeof(place)};

// clang-format off
static const kt_field ROW[] = {
    {.name = "id", .type = KT_FIELD_TEXT, KT_AT(row, id)},
    {.name = "words", .type = KT_FIELD_LIST, KT_ROWS(row, words, n_words),
     .record = &kt_common_record_text},
    {.name = "place", .type = KT_FIELD_RECORD, .offset = offsetof(row, at),
     .record = &PLACE_RECORD},
    {.name = "places", .type = KT_FIELD_LIST, KT_ROWS(row, places, n_places),
     .record = &PLACE_RECORD, .when = has_places},
    {.name = "mean", .type = KT_FIELD_NUMBER, KT_AT(row, mean), .when = has_words},
    {.name = "mean", .type = KT_FIELD_COUNT, KT_AT(row, n_places), .when = has_none},
    {0}};
// clang-format on
static const kt_record ROW_RECORD = {.name = "row", .field = ROW, .size = sizeof(row)};

// clang-format off
static const kt_field BOX[] = {
    {.name = "there", .type = KT_FIELD_FLAG, KT_AT(box, there)},
    {.name = "rows", .type = KT_FIELD_LIST, KT_ROWS(box, rows, n_rows), .record = &ROW_RECORD},
    {0}};
// clang-format on
static const kt_record BOX_RECORD = {.name = "box", .field = BOX, .size = sizeof(box)};

// clang-format off
static const kt_field RESULT[] = {
    {.name = "rows", .type = KT_FIELD_LIST, KT_ROWS(result, rows, n_rows), .record = &ROW_RECORD},
    {.name = "words", .type = KT_FIELD_LIST, KT_ROWS(result, words, n_words),
     .record = &kt_common_record_text},
    {.name = "box", .type = KT_FIELD_RECORD, .offset = offsetof(result, in),
     .record = &BOX_RECORD, .when = is_there},
    {.name = "map", .type = KT_FIELD_MAP, KT_ROWS(result, rows, n_rows), .record = &ROW_RECORD},
    {0}};
// clang-format on
static const kt_record RESULT_RECORD = {.name = "result", .field = RESULT, .size = sizeof(result)};

#define HEAD "id,words,place.home,place.away,places,mean\n"

static const char *const WORDS[] = {"CHN", "USA", "a, b"};
static const place PLACES[] = {{1.0, 2.0, true}, {(double)NAN, 0.0, false}};

static const row ROWS[] = {
    {"one", WORDS, 3, {0.1, 0.9, true}, PLACES, 2, 0.25},
    {"a \"b\", c\nd", NULL, 0, {(double)NAN, 0.0, false}, NULL, 0, 0.5},
};

static void gives(const result *r, const char *table, const char *expected)
{
    kt_buffer out = {0};
    kt_disclosed disclosed = kt_disclose_record(&RESULT_RECORD, r, NULL);
    kt_render_csv(&out, &disclosed, table);
    assert_false(out.failed);
    assert_string_equal(out.text, expected);
    kt_buffer_free(&out);
}

// ------------------------------------------------------------------------------------------ tests

static void tables_are_named_by_the_keys_that_lead_to_them(void **state)
{
    kt_buffer names = {0};
    (void)state;
    assert_int_equal(kt_render_csv_tables(&names, &RESULT_RECORD), 2);
    assert_string_equal(names.text, "rows, box.rows"); // no list of words, no map
    kt_buffer_free(&names);
    assert_int_equal(kt_render_csv_tables(&names, &PLACE_RECORD), 0);
    kt_buffer_free(&names);
}

static void unknown_tables_are_known_to_be_so(void **state)
{
    static const char *const NONE[] = {"",    "row",   "rows.",     "box",   "words",
                                       "map", ".rows", "box.there", "place", "rows.places"};
    (void)state;
    assert_true(kt_render_csv_knows(&RESULT_RECORD, "rows"));
    assert_true(kt_render_csv_knows(&RESULT_RECORD, "box.rows"));
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++)
        assert_false(kt_render_csv_knows(&RESULT_RECORD, NONE[i]));
}

// Lists of words are one cell, records a column a field, deeper ones JSON; twins share a column.
static void each_kind_of_field_has_its_cells(void **state)
{
    const result r = {.rows = ROWS, .n_rows = 2};
    (void)state;
    gives(&r, "rows",
          HEAD "one,\"CHN; USA; a, b\",0.1,0.9,"
               "\"[{\"\"home\"\":1,\"\"away\"\":2},{\"\"home\"\":null,\"\"away\"\":false}]\",0.25\n"
               "\"a \"\"b\"\", c\nd\",,,false,,0\n");
}

static void what_a_terminal_obeys_is_shown(void **state)
{
    static const char *const WORD[] = {"a\x1b[2J\xC2\x9B\tb"};
    static const row HOSTILE = {"\x1b]0;x\x07\u202e\nb", WORD, 1, {1.0, 1.0, false}, NULL, 0, 0.5};
    const result r = {.rows = &HOSTILE, .n_rows = 1};
    (void)state;
    gives(&r, "rows", HEAD "\"\\x1B]0;x\\x07\\u202E\nb\",a\\x1B[2J\\xC2\\x9B\\x09b,1,false,,0.5\n");
}

static void a_table_without_rows_is_its_head(void **state)
{
    const result r = {.in = {.there = true}};
    (void)state;
    gives(&r, "rows", HEAD);
    gives(&r, "box.rows", HEAD);
}

static void a_table_behind_an_absent_record_is_its_head(void **state)
{
    result r = {.rows = ROWS, .n_rows = 1, .in = {.rows = ROWS, .n_rows = 1, .there = false}};
    (void)state;
    gives(&r, "box.rows", HEAD);
    r.in.there = true;
    gives(&r, "box.rows",
          HEAD
          "one,\"CHN; USA; a, b\",0.1,0.9,"
          "\"[{\"\"home\"\":1,\"\"away\"\":2},{\"\"home\"\":null,\"\"away\"\":false}]\",0.25\n");
}

// A table as the reader of CSV gives it back.
typedef struct reading {
    kt_buffer names; // of its columns, each between two line ends
    size_t n_columns, n_cells, n_rows;
    bool whole;
} reading;

static void on_cell(void *user, const char *text, size_t length)
{
    reading *r = user;
    r->n_cells++;
    if (r->n_rows > 0)
        return;
    kt_buffer name = {0};
    kt_buffer_put(&name, "\n");
    kt_buffer_add(&name, text, length);
    kt_buffer_put(&name, "\n");
    r->whole &= length > 0 && strstr(r->names.text, name.text) == NULL; // a name of its own
    kt_buffer_add(&r->names, text, length);
    kt_buffer_put(&r->names, "\n");
    kt_buffer_free(&name);
}

static void on_row(void *user)
{
    reading *r = user;
    if (r->n_rows++ == 0)
        r->n_columns = r->n_cells;
    r->whole &= r->n_cells == r->n_columns;
    r->n_cells = 0;
}

static void on_broken(void *user)
{
    ((reading *)user)->whole = false;
}

// Whether the head names each column once and every row has a cell for each; *n gets the rows.
static bool is_whole(const char *text, size_t *n)
{
    reading r = {.whole = true};
    kt_csv *csv = NULL;
    kt_buffer_put(&r.names, "\n");
    assert_int_equal(kt_csv_open(&csv, (kt_csv_sink){&r, on_cell, on_row, on_broken}, NULL), KT_OK);
    assert_int_equal(kt_csv_feed(csv, text, strlen(text), NULL), KT_OK);
    assert_int_equal(kt_csv_finish(csv, NULL), KT_OK);
    kt_csv_close(csv);
    kt_buffer_free(&r.names);
    *n = r.n_rows - (r.n_rows > 0);
    return r.whole && r.n_rows > 0;
}

// Renders all tables of a result; returns how many rows they have.
static size_t all_are_whole(const operation_result *r)
{
    kt_buffer names = {0};
    size_t n_all = 0;
    kt_disclosed disclosed = kt_disclose_record(r->operation->result, r->found,
                                                &kt_session_case_of(r->request.taken)->pool);
    kt_render_csv_tables(&names, r->operation->result);
    char *rest = names.text;
    for (char *name; rest != NULL && (name = strtok_r(rest, ", ", &rest)) != NULL;) {
        kt_buffer out = {0};
        size_t n;
        kt_render_csv(&out, &disclosed, name);
        assert_false(out.failed);
        if (!is_whole(out.text, &n))
            fail_msg("keten %s, table %s:\n%.2000s", r->operation->name, name, out.text);
        n_all += n;
        kt_buffer_free(&out);
    }
    kt_buffer_free(&names);
    return n_all;
}

static void tables_of_operations_are_whole(void **state)
{
    size_t n = 0;
    (void)state;
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        for (size_t k = 0; k < N_OPERATION_CASES; k++) {
            operation_result r;
            if (!run_operation(&r, kt_operation_table[i], OPERATION_CASES[k]))
                continue;
            n += all_are_whole(&r);
            end_operation(&r);
        }
    }
    assert_true(n > 100);
}

// The seeded defects: a row that lacks a cell, a name that two columns have, no head, a quote.
static void tables_that_are_not_whole_are_noticed(void **state)
{
    static const char *const BAD[] = {"a,b\n1,2\n3\n", "a,a\n1,2\n", "",
                                      "a,b\n1,2,3\n",  "a,\n1,2\n",  "a,b\n1,\"2\"3\n"};
    size_t n;
    (void)state;
    assert_true(is_whole("a,b\n1,\"2\n\"\n", &n));
    assert_int_equal(n, 1);
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(is_whole(BAD[i], &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_named_by_the_keys_that_lead_to_them),
        cmocka_unit_test(unknown_tables_are_known_to_be_so),
        cmocka_unit_test(each_kind_of_field_has_its_cells),
        cmocka_unit_test(what_a_terminal_obeys_is_shown),
        cmocka_unit_test(a_table_without_rows_is_its_head),
        cmocka_unit_test(a_table_behind_an_absent_record_is_its_head),
        cmocka_unit_test(tables_of_operations_are_whole),
        cmocka_unit_test(tables_that_are_not_whole_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
