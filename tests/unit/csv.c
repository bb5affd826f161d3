// SPDX-License-Identifier: EUPL-1.2
// CSV as a stream of fields and records.
#include "setting.h"

#include "base/buffer.h"
#include "format/csv.h"

static void on_field(void *user, const char *text, size_t length)
{
    kt_buffer_put(user, "[");
    kt_buffer_add(user, text, length);
    kt_buffer_put(user, "]");
}

static void on_record(void *user)
{
    kt_buffer_put(user, ".");
}

static void on_broken(void *user)
{
    kt_buffer_put(user, "!");
}

static kt_buffer read_pieces(const char *bytes, size_t length, size_t piece)
{
    kt_buffer events = {0};
    kt_csv *csv = NULL;
    assert_int_equal(
        kt_csv_open(&csv, (kt_csv_sink){&events, on_field, on_record, on_broken}, NULL), KT_OK);
    for (size_t at = 0; at < length; at += piece) {
        size_t n = piece < length - at ? piece : length - at;
        assert_int_equal(kt_csv_feed(csv, bytes + at, n, NULL), KT_OK);
    }
    assert_int_equal(kt_csv_finish(csv, NULL), KT_OK);
    kt_csv_close(csv);
    kt_buffer_put(&events, "");
    return events;
}

// Whole, and in pieces of every size.
static void gives(const char *bytes, const char *expected)
{
    size_t length = strlen(bytes);
    for (size_t piece = 1; piece <= length + 1; piece++) {
        kt_buffer events = read_pieces(bytes, length, piece);
        assert_string_equal(events.text, expected);
        kt_buffer_free(&events);
    }
}

static void reads_fields_and_records(void **state)
{
    (void)state;
    gives("a,b\nc,d\n", "[a][b].[c][d].");
    gives("a,b\r\nc,d\r\n", "[a][b].[c][d].");
    gives("a,b\rc,d\r", "[a][b].[c][d].");
    gives("a,b\nc,d", "[a][b].[c][d].");
    gives("a,,\n,\n", "[a][][].[][].");
    gives("", "");
    gives("a", "[a].");
    gives(" a , b \n", "[ a ][ b ]."); // spaces are text
}

static void blank_lines_are_no_records(void **state)
{
    (void)state;
    gives("\n\na\n\n\nb\n\n", "[a].[b].");
    gives("a\r\n\r\nb\r\n", "[a].[b].");
    gives("\n", "");
    gives(" \n", "[ ].");
}

static void quotes_hold_commas_line_ends_and_quotes(void **state)
{
    (void)state;
    gives("\"a,b\",\"c\nd\"\n", "[a,b][c\nd].");
    gives("\"a\r\nb\"\r\n", "[a\r\nb].");
    gives("\"say \"\"hi\"\"\"\n", "[say \"hi\"].");
    gives("\"\",\"\"\"\"\n", "[][\"].");
    gives("\"a\"", "[a].");
}

static void a_malformed_quote_spoils_one_record(void **state)
{
    (void)state;
    gives("a,b\"c,d\ne,f\n", "[a]![e][f].");
    gives("\"a\"b,c\nd\n", "![d].");
    gives("a,\"b\" ,c\r\nd,e\r\n", "[a]![d][e].");
    gives("a\"b", "!");
    gives("a\"b\nc\"d\ne\n", "!![e].");
}

static void an_unclosed_quote_takes_the_rest(void **state)
{
    (void)state;
    gives("a,\"b\nc,d\n", "[a]!");
    gives("\"", "!");
}

static void a_byte_order_mark_is_three_bytes(void **state)
{
    (void)state;
    assert_int_equal(kt_csv_byte_order_mark("\xEF\xBB\xBFid", 5), 3);
    assert_int_equal(kt_csv_byte_order_mark("\xEF\xBB\xBF", 3), 3);
    assert_int_equal(kt_csv_byte_order_mark("\xEF\xBB", 2), 0);
    assert_int_equal(kt_csv_byte_order_mark("id,kind", 7), 0);
    assert_int_equal(kt_csv_byte_order_mark("", 0), 0);
}

static void any_byte_is_text(void **state)
{
    (void)state;
    char bytes[256];
    size_t n = 0;
    for (int c = 0; c < 256; c++) {
        if (c != '"' && c != ',' && c != '\n' && c != '\r')
            bytes[n++] = (char)c;
    }
    for (size_t piece = 1; piece <= n; piece += 50) {
        kt_buffer events = read_pieces(bytes, n, piece);
        assert_int_equal(events.length, n + 3);
        assert_memory_equal(events.text + 1, bytes, n);
        kt_buffer_free(&events);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fields_and_records),
        cmocka_unit_test(blank_lines_are_no_records),
        cmocka_unit_test(quotes_hold_commas_line_ends_and_quotes),
        cmocka_unit_test(a_malformed_quote_spoils_one_record),
        cmocka_unit_test(an_unclosed_quote_takes_the_rest),
        cmocka_unit_test(a_byte_order_mark_is_three_bytes),
        cmocka_unit_test(any_byte_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
