// SPDX-License-Identifier: EUPL-1.2
// A CSV file → a table, and faults with the line and column where they are.
#include "setting.h"

#include "base/buffer.h"
#include "ingest/package/locate.h"
#include "ingest/package/row_count.h"
#include "ingest/package/rows.h"
#include "model/schema.h"

enum { MOST_UNEVEN = 10000 }; // as the reader has it

typedef struct reading {
    uint64_t counted;
    kt_table table;
    kt_pool pool;
    kt_fault_list faults;
    kt_status status;
    char sha256[KT_SHA256_TEXT];
} reading;

static void read_bytes(reading *r, const char *bytes, size_t length)
{
    char folder[] = "/tmp/keten-unit-XXXXXX";
    assert_non_null(mkdtemp(folder));
    put_file(folder, "t.csv", bytes, length);
    kt_root root = root_of(folder);
    *r = (reading){.table = {.spec = &kt_schema_case[KT_DEMAND], .file = "t.csv"}};
    memset(r->table.at, 0xFF, sizeof r->table.at);
    assert_true(kt_pool_open(&r->pool));
    kt_rows_reading into = {.pool = &r->pool, .faults = &r->faults};
    uint64_t counted = 0;
    assert_int_equal(kt_row_count(&counted, &root, "t.csv", MOST_UNEVEN, NULL, NULL), KT_OK);
    r->status = kt_rows_read(&r->table, &root, &into, r->sha256, NULL);
    assert_true(counted <= r->table.n_rows); // whatever is in the file
    r->counted = counted;
    const kt_fault one = {.file = "t.csv"};
    assert_int_equal(kt_locate_faults(&r->faults, &one, &root, NULL, NULL), KT_OK);
    kt_root_close(&root);
    assert_int_equal(kt_fault_sort(&r->faults, NULL, NULL), KT_OK);
    drop_file(folder, "t.csv");
    rmdir(folder);
}

static void close_reading(reading *r)
{
    kt_table_free(&r->table);
    kt_notes_free(&r->faults);
    kt_pool_close(&r->pool);
}

// The table is demand: item, year, quantity, priority. `expected` is "line:column message" a line.
static void gives(const char *bytes, const char *expected)
{
    reading r;
    char all[2000] = "";
    read_bytes(&r, bytes, strlen(bytes));
    assert_int_equal(r.status, KT_OK);
    for (size_t i = 0; i < r.faults.n; i++) {
        const kt_fault *f = &r.faults.note[i];
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%u:%u %s\n", f->line, f->column, f->message);
    }
    assert_string_equal(all, expected);
    close_reading(&r);
}

// What is asked for before a table is read is what its rows take.
static void rows_are_counted_as_they_are_read(void **state)
{
    static const char *const EVEN[] = {
        "item,year\n",
        "item,year\na,2020\nb,2021\n",
        "item,year\r\n\r\na,2020\r\n\n\nb,2021",
        "\xEF\xBB\xBFitem,year\n\"a\nb\",2020\n\"c \"\"d\"\",\ne\",2021\n",
    };
    (void)state;
    for (size_t k = 0; k < sizeof EVEN / sizeof EVEN[0]; k++) {
        reading r;
        read_bytes(&r, EVEN[k], strlen(EVEN[k]));
        assert_int_equal(r.counted, r.table.n_rows);
        close_reading(&r);
    }
    reading r; // rows that are not as the header are stored, but not relied on
    const char *uneven = "item,year\na,2020\nb\nc\"d,1\ne,2021,5\nf,2022\n";
    read_bytes(&r, uneven, strlen(uneven));
    assert_int_equal(r.counted, 2);
    assert_true(r.table.n_rows > 2);
    close_reading(&r);
}

// A file of rows that are not as the header is not read to its end, and not counted to it.
static void what_is_not_read_is_not_counted(void **state)
{
    enum { ROWS = 2 * MOST_UNEVEN, ROW = 8 };
    char *text = malloc(2 * ROWS * ROW + 20);
    reading r;
    (void)state;
    assert_non_null(text);
    size_t at = (size_t)snprintf(text, 20, "item,year\n");
    for (int k = 0; k < ROWS; k++)
        at += (size_t)snprintf(text + at, 2 * ROW, "a\nb,2020\n");
    read_bytes(&r, text, at);
    assert_true(r.counted > MOST_UNEVEN / 2 && r.counted <= MOST_UNEVEN);
    close_reading(&r);
    free(text);
}

static void columns_come_in_any_order(void **state)
{
    (void)state;
    reading r;
    const char bytes[] = "colour,quantity,item,year\nred,2.5,radar,2030\n\nblue,1,mast,2031\n";
    read_bytes(&r, bytes, sizeof bytes - 1);
    assert_int_equal(r.table.n_rows, 2);
    assert_int_equal(r.table.n_columns, 4);
    assert_string_equal(kt_pool_text(&r.pool, kt_table_text(&r.table, 0, 1)), "mast");
    assert_near(kt_table_number(&r.table, 2, 0), 2.5);
    assert_near(kt_table_number(&r.table, 1, 1), 2031.0);
    assert_true(isnan(kt_table_number(&r.table, 3, 0)));                           // no such column
    assert_string_equal(kt_pool_text(&r.pool, r.table.column[0].text[1]), "blue"); // kept
    assert_int_equal(r.faults.n, 1);
    assert_true(r.faults.note[0].kind == KT_NOTE_WARNING);
    close_reading(&r);
}

static void the_hash_is_that_of_the_bytes(void **state)
{
    (void)state;
    reading r;
    read_bytes(&r, "abc", 3);
    assert_string_equal(r.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    close_reading(&r);
}

static void many_rows_fill_every_column(void **state)
{
    (void)state;
    enum { N = 20000 };
    kt_buffer text = {0};
    kt_buffer_put(&text, "item,year,quantity,priority\n");
    for (int i = 0; i < N; i++)
        kt_buffer_format(&text, "item-%d,%d,%d.5,\n", i % 100, 1900 + i % 300, i);
    reading r;
    read_bytes(&r, text.text, text.length);
    kt_buffer_free(&text);
    assert_int_equal(r.table.n_rows, N);
    assert_int_equal(r.faults.n, 0);
    for (uint32_t i = 0; i < N; i++) {
        char id[20];
        snprintf(id, sizeof id, "item-%u", i % 100);
        assert_string_equal(kt_pool_text(&r.pool, kt_table_text(&r.table, 0, i)), id);
        assert_near(kt_table_number(&r.table, 2, i), i + 0.5);
        assert_true(isnan(kt_table_number(&r.table, 3, i)));
    }
    close_reading(&r);
}

static void places_are_lines_and_characters(void **state)
{
    (void)state;
    gives("item,year,quantity\nradar,2030,x\nmast,y,1\n",
          "2:12 quantity \"x\" is not a number\n3:6 year \"y\" is not a number\n");
    gives("item,year,quantity\r\nradar,2030,x\r\n", "2:12 quantity \"x\" is not a number\n");
    gives("item,year,quantity\rradar,2030,x\r", "2:12 quantity \"x\" is not a number\n");
    gives("\xEF\xBB\xBFitem,year,quantity\nradar,2030,x", "2:12 quantity \"x\" is not a number\n");
    gives("\n\nitem,year,quantity\n\n\nradar,2030,x\n", "6:12 quantity \"x\" is not a number\n");
    gives("item,year,quantity,note\nradar,2030,x,\n",
          "1:20 column \"note\" is not part of the format: kept, not used\n"
          "2:12 quantity \"x\" is not a number\n");
}

static void places_behind_quoted_fields(void **state)
{
    (void)state;
    gives("note,item,year,quantity\n\"één,\r\ntwee\",a,2030,x\n",
          "1:1 column \"note\" is not part of the format: kept, not used\n"
          "3:14 quantity \"x\" is not a number\n");
    gives("item,year,quantity\n\"a\",\"2030\",\"x\"\n", "2:12 quantity \"x\" is not a number\n");
}

static void rows_that_are_short_or_long(void **state)
{
    (void)state;
    gives("item,year,quantity\nradar,2030\n", "2:11 row has 2 fields, the header has 3\n");
    gives("item,year,quantity\nradar", "2:6 row has 1 fields, the header has 3\n");
    gives("item,year,quantity\na,2030,1,2,3\n", "2:10 row has 5 fields, the header has 3\n");
    gives("item,year,quantity\n \n",
          "2:1 item \" \" is not an id: 1 to 64 of A-Z a-z 0-9 . _ - are expected, the first a "
          "letter or digit\n2:2 row has 1 fields, the header has 3\n");
}

static void headers_that_are_wrong(void **state)
{
    (void)state;
    gives("", "1:1 the file is empty: a header row is expected\n");
    gives("\n\n", "1:1 the file is empty: a header row is expected\n");
    gives("item,year\n", "1:10 column \"quantity\" is missing\n");
    gives("item,year,quantity,year\n", "1:20 column \"year\" appears twice\n");
    gives("item,year,quantity,\n", "1:20 column 4 has no name\n");
    gives("item,year,quantity,\xFF\n", "1:20 column name \"\\xFF\" is not valid UTF-8\n");
    gives("Item,year,quantity\n", "1:1 column \"Item\" is not part of the format: kept, not used\n"
                                  "1:19 column \"item\" is missing\n");
}

#define QUOTES "malformed quotes: a quoted field is \"…\" with every quote inside it doubled\n"

static void a_broken_record_does_not_shift_the_next_ones(void **state)
{
    (void)state;
    gives("item,year,quantity\na,20\"30,1\n-,2030,x\n",
          "2:3 " QUOTES "3:1 item \"-\" is not an id: 1 to 64 of A-Z a-z 0-9 . _ - are expected, "
          "the first a letter or digit\n3:8 quantity \"x\" is not a number\n");
    gives("item,year,quantity\n\"a\"b,2030,1\n\"c\"d,2030,1\na,x,1\n",
          "2:1 " QUOTES "3:1 " QUOTES "4:3 year \"x\" is not a number\n");
    gives("item,year,quantity\na,x,\"1\nb,y,2\n", "2:3 year \"x\" is not a number\n2:5 " QUOTES);
}

// A cell of `length` bytes in the third row, quoted or not, in a table that goes on behind it.
static void read_long(reading *r, size_t length, bool quoted)
{
    kt_buffer text = {0};
    kt_buffer_put(&text, "item,year,quantity\na,2030,1\nb,2030,");
    kt_buffer_put(&text, quoted ? "\"" : "");
    kt_buffer_repeat(&text, "x", length);
    kt_buffer_put(&text, quoted ? "\"\nc,y,1\n" : "\nc,y,1\n");
    read_bytes(r, text.text, text.length);
    kt_buffer_free(&text);
}

static void a_cell_has_a_limit(void **state)
{
    (void)state;
    static const char FIRST[] = "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\" is a cell of more "
                                "than 1048576 bytes: the rest of the file is not read";
    for (int quoted = 0; quoted < 2; quoted++) {
        reading r;
        read_long(&r, (1 << 20) + 1, quoted != 0);
        assert_int_equal(r.status, KT_OK);
        assert_int_equal(r.faults.n, 1);
        assert_string_equal(r.faults.note[0].message, FIRST);
        assert_int_equal(r.faults.note[0].line, 3);
        assert_int_equal(r.faults.note[0].column, 8);
        assert_string_equal(r.sha256, "");
        close_reading(&r);
        read_long(&r, 1 << 20, quoted != 0); // long, but it fits
        assert_int_equal(r.faults.n, 2);
        assert_non_null(strstr(r.faults.note[0].message, "is not a number"));
        assert_int_equal(r.faults.note[1].line, 4);
        close_reading(&r);
    }
}

// Reads beneath /tmp what is no table; gives the reason.
static kt_error cannot_read(const char *name)
{
    kt_table table = {.spec = &kt_schema_case[KT_DEMAND], .file = name};
    kt_pool pool;
    kt_fault_list faults = {0};
    kt_error error = {0};
    kt_root root = root_of("/tmp");
    kt_rows_reading into = {.pool = &pool, .faults = &faults};
    assert_true(kt_pool_open(&pool));
    assert_int_equal(kt_rows_read(&table, &root, &into, NULL, &error), KT_BAD_INPUT);
    kt_root_close(&root);
    kt_table_free(&table);
    kt_pool_close(&pool);
    return error;
}

static void a_folder_is_no_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/keten-unit-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_string_equal(cannot_read(folder + 5).message, "cannot be read: it is a folder");
    assert_string_equal(cannot_read("no").message, "cannot be opened: there is no such file");
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_counted_as_they_are_read),
        cmocka_unit_test(what_is_not_read_is_not_counted),
        cmocka_unit_test(columns_come_in_any_order),
        cmocka_unit_test(the_hash_is_that_of_the_bytes),
        cmocka_unit_test(many_rows_fill_every_column),
        cmocka_unit_test(places_are_lines_and_characters),
        cmocka_unit_test(places_behind_quoted_fields),
        cmocka_unit_test(rows_that_are_short_or_long),
        cmocka_unit_test(headers_that_are_wrong),
        cmocka_unit_test(a_broken_record_does_not_shift_the_next_ones),
        cmocka_unit_test(a_cell_has_a_limit),
        cmocka_unit_test(a_folder_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
