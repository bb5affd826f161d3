// SPDX-License-Identifier: EUPL-1.2
// CSV as a stream of fields and records.
#include "setting.h"

#include "base/buffer.h"
#include "format/csv.h"
#include "format/csv_write.h"

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

static void on_size(void *user, const char *text, size_t length)
{
    (void)text;
    kt_buffer_format(user, "[%zu]", length);
}

static void on_too_long(void *user, const char *text, size_t length)
{
    assert_true(length > KT_CSV_FIELD);
    assert_int_equal(text[KT_CSV_FIELD], 'x');
    kt_buffer_put(user, ">");
}

// Sizes of the fields of a,FIELD and another record, FIELD having `length` letters between `before`
// and `after`.
static kt_buffer limited(const char *before, size_t length, const char *after, size_t piece)
{
    kt_buffer text = {0};
    kt_buffer events = {0};
    kt_csv *csv = NULL;
    kt_buffer_format(&text, "a,%s", before);
    kt_buffer_repeat(&text, "x", length);
    kt_buffer_format(&text, "%s\nb,c\n", after);
    assert_int_equal(kt_csv_open(&csv, (kt_csv_sink){&events, on_size, on_record, on_broken}, NULL),
                     KT_OK);
    kt_csv_limit_fields(csv, on_too_long);
    for (size_t at = 0; at < text.length; at += piece) {
        size_t n = piece < text.length - at ? piece : text.length - at;
        assert_int_equal(kt_csv_feed(csv, text.text + at, n, NULL), KT_OK);
    }
    assert_int_equal(kt_csv_finish(csv, NULL), KT_OK);
    kt_csv_close(csv);
    kt_buffer_free(&text);
    return events;
}

static void a_field_may_have_a_limit(void **state)
{
    (void)state;
    static const size_t PIECES[] = {SIZE_MAX, 1, 1000, 65536, 65537, 262144};
    static const struct {
        const char *before, *after, *fits, *not ;
    } WAYS[] = {
        {"", "", "[1][1048576].[1][1].", "[1]>"},
        {"\"", "\"", "[1][1048576].[1][1].", "[1]>"},
        {"\"", "\"y", "[1]![1][1].", "[1]>"}, // malformed behind its end
    };
    for (size_t w = 0; w < sizeof WAYS / sizeof WAYS[0]; w++) {
        for (size_t p = 0; p < sizeof PIECES / sizeof PIECES[0]; p++) {
            kt_buffer fits = limited(WAYS[w].before, KT_CSV_FIELD, WAYS[w].after, PIECES[p]);
            kt_buffer not = limited(WAYS[w].before, KT_CSV_FIELD + 3, WAYS[w].after, PIECES[p]);
            assert_string_equal(fits.text, WAYS[w].fits);
            assert_string_equal(not .text, WAYS[w].not );
            kt_buffer_free(&fits);
            kt_buffer_free(&not );
        }
    }
}

// Texts that begin as a formula does, and what is none: each with its field behind a comma.
static void no_text_becomes_a_formula_and_all_read_back(void **state)
{
    static const struct {
        const char *text, *field;
    } TEXTS[] = {
        {"=1+1", "'=1+1"},
        {"+49", "'+49"},
        {"-x", "'-x"},
        {"@cmd", "'@cmd"},
        {"\tx", "'\tx"},
        {"'=1", "''=1"},
        {"''-", "'''-"},
        {"-", "'-"},
        {" =1", "' =1"}, // some pass over blanks
        {"\u00a0 \u3000=1", "'\u00a0 \u3000=1"},
        {"＝1", "'＝1"}, // what Japan types
        {"＋1", "'＋1"},
        {"－1", "'－1"},
        {"＠x", "'＠x"},
        {"a;=1", "a;'=1"}, // a cell of its own where fields are parted by `;`
        {"a; =1;b;@x", "a;' =1;b;'@x"},
        {"a\t=1", "a\t'=1"},
        {"=a;=b;'=c", "'=a;'=b;''=c"},
        {";=;;+", ";'=;;'+"},
        {"'abc", "'abc"},
        {"abc", "abc"},
        {"", ""},
        {"'", "'"},
        {"1=1", "1=1"},
        {"a; b", "a; b"},
        {"a;'b", "a;'b"},
        {"é=1", "é=1"},
        {"a-b", "a-b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        kt_buffer out = {0};
        kt_buffer back = {0};
        kt_csv_write_text(&out, TEXTS[i].text, false);
        const char *field = out.text + 1;
        assert_string_equal(field, TEXTS[i].field);
        bool guarded = kt_csv_write_unguard(&back, field, strlen(field));
        assert_int_equal(guarded, strcmp(field, TEXTS[i].text) != 0);
        assert_string_equal(guarded ? back.text : field, TEXTS[i].text);
        kt_buffer_free(&out);
        kt_buffer_free(&back);
    }
}

static void keep_field(void *user, const char *text, size_t length)
{
    kt_buffer *out = user;
    out->length = 0;
    kt_buffer_put(out, "");
    kt_buffer_add(out, text, length);
}

static void pass_record(void *user)
{
    (void)user;
}

// All texts of five signs, line ends and quotation marks among them, come back as they were; behind
// whatever ends a cell somewhere stands no sign that begins a formula.
static void what_is_guarded_comes_back(void **state)
{
    static const char SIGNS[] = {';', '\t', '\n', '\'', '"', ' ', '=', 'a'};
    enum { N = sizeof SIGNS, LENGTH = 5, ALL = N * N * N * N * N };
    kt_buffer field = {0};
    (void)state;
    for (size_t number = 0; number < ALL; number++) {
        char text[LENGTH + 1] = "";
        size_t rest = number;
        kt_buffer out = {0};
        kt_buffer back = {0};
        kt_csv *csv = NULL;
        for (size_t i = 0; i < LENGTH; i++, rest /= N)
            text[i] = SIGNS[rest % N];
        kt_csv_write_text(&out, text, true);
        assert_int_equal(
            kt_csv_open(&csv, (kt_csv_sink){&field, keep_field, pass_record, pass_record}, NULL),
            KT_OK);
        assert_int_equal(kt_csv_feed(csv, out.text, out.length, NULL), KT_OK);
        assert_int_equal(kt_csv_finish(csv, NULL), KT_OK);
        bool guarded = kt_csv_write_unguard(&back, field.text, field.length);
        assert_string_equal(guarded ? back.text : field.text, text);
        for (size_t i = 0; i < field.length; i++) {
            bool begins = i == 0 || strchr(";\t\n", field.text[i - 1]) != NULL;
            const char *first = field.text + i + strspn(field.text + i, " ");
            assert_false(begins && *first != '\0' && strchr("=\t\n", *first) != NULL);
        }
        kt_csv_close(csv);
        kt_buffer_free(&out);
        kt_buffer_free(&back);
    }
    kt_buffer_free(&field);
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
        cmocka_unit_test(no_text_becomes_a_formula_and_all_read_back),
        cmocka_unit_test(what_is_guarded_comes_back),
        cmocka_unit_test(a_field_may_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
