// SPDX-License-Identifier: EUPL-1.2
// Delimited text of unknown make: what is found out of it, what is said of it, what is refused.
#include "setting.h"

#include "format/sniff.h"
#include "workbook.h"

static kt_status read_text(kt_buffer *out, const char *text, size_t length, kt_error *err)
{
    kt_pool pool;
    kt_notes remarks = {0};
    kt_grid_list grids = {0};
    kt_buffer bytes = {0};
    assert_true(kt_pool_open(&pool));
    kt_buffer_add(&bytes, text, length);
    kt_status status = kt_sniff_read_bytes(&grids, &bytes, "f.csv", &pool, &remarks, err);
    if (status == KT_OK)
        workbook_tell(out, &grids, &pool);
    for (size_t i = 0; i < remarks.n && status == KT_OK; i++)
        kt_buffer_format(out, "\n%s", remarks.note[i].message);
    kt_buffer_free(&bytes);
    kt_grid_free(&grids);
    kt_notes_free(&remarks);
    kt_pool_close(&pool);
    return status;
}

static void expect_bytes(const char *text, size_t length, const char *expected)
{
    kt_buffer out = {0};
    kt_error error = {0};
    kt_status status = read_text(&out, text, length, &error);
    assert_string_equal(status == KT_OK ? out.text : error.message, expected);
    kt_buffer_free(&out);
}

static void expect(const char *text, const char *expected)
{
    expect_bytes(text, strlen(text), expected);
}

#define POINT "\nno number decides the decimal mark: \".\" is assumed, as in 1,234.5"
#define COMMA "\nno number decides the decimal mark: \",\" is assumed, as in 1.234,5"

static void rows_begin_at_their_line(void **state)
{
    (void)state;
    expect("a;b\r\n\r\n\"x\ny\"; z \r\n",
           "[] 1: A=a B=b 3: A=x\ny B=z\nread as UTF-8, columns divided "
           "by \";\"" COMMA);
    expect("a\tb\rc\td\r",
           "[] 1: A=a B=b 2: A=c B=d\nread as UTF-8, columns divided by \"tab\"" COMMA);
    expect("a|b\n\t c \t|\n",
           "[] 1: A=a B=b 2: A=c\nread as UTF-8, columns divided by \"|\"" POINT);
    expect("", "[]\nread as UTF-8, columns divided by \",\"" POINT);
}

static void the_hint_of_a_spreadsheet_is_taken(void **state)
{
    (void)state;
    static const char TOLD[] = "[] 2: A=a B=b,c\nread as UTF-8, columns divided by \";\"" COMMA;
    expect("sep=;\na;b,c\n", TOLD);
    expect("sep=;\r\na;b,c\n", TOLD);
    expect("sep=;\ra;b,c\n", TOLD);
    expect("sep=;a\nb;c\n",
           "[] 1: A=sep= B=a 2: A=b B=c\nread as UTF-8, columns divided by \";\"" COMMA);
    expect("sep=;\n", "[] 1: A=sep=\nread as UTF-8, columns divided by \";\"" COMMA);
}

static void figures_decide_the_decimal_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char says;
    } VOTES[] = {{"1,5", ','},
                 {"1.5", '.'},
                 {"-0.125", '.'},
                 {"-1.125", 0},
                 {"1.234,5", ','},
                 {"1,234.5", '.'},
                 {"1,234,567", '.'},
                 {"1.234.567", ','},
                 {"1.234", 0},
                 {"1234,567", ','},
                 {"1234567,891", ','},
                 {"1.2.3,4,5", 0},
                 {"1,2.3.4", 0},
                 {"1.4404", 0},
                 {"4.4404", '.'},
                 {"1.440x", 0},
                 {"1,", 0},
                 {",", 0},
                 {"12", 0},
                 {"-", 0},
                 {"1.5 kg", 0},
                 {"0,500", ','},
                 {"", 0}};
    for (size_t i = 0; i < sizeof VOTES / sizeof VOTES[0]; i++) {
        if (kt_sniff_vote(VOTES[i].text) != VOTES[i].says)
            fail_msg("\"%s\" says '%c'", VOTES[i].text, kt_sniff_vote(VOTES[i].text));
    }
    expect(
        "a;b\n1,5;x\n",
        "[] 1: A=a B=b 2: A=1,5 B=x\nread as UTF-8, columns divided by \";\"\nthe decimal mark is "
        "\",\", as in 1.234,5");
    expect(
        "a;b\n1.5;x\n",
        "[] 1: A=a B=b 2: A=1.5 B=x\nread as UTF-8, columns divided by \";\"\nthe decimal mark is "
        "\".\", as in 1,234.5");
    expect("a;b\n1.5;2,5\n",
           "[] 1: A=a B=b 2: A=1.5 B=2,5\nread as UTF-8, columns divided by \";\"\nboth \".\" and "
           "\",\" occur as decimal marks: numbers that can be read in two ways are "
           "refused");
}

static void bytes_that_are_no_text_are_named(void **state)
{
    (void)state;
    expect_bytes("\xFF\xFE"
                 "a",
                 3, "is UTF-16 with half a character at its end");
    expect_bytes("\xFF\xFE\x00\xDC", 4, "byte 1 is not valid UTF-16"); // the second half alone
    expect_bytes("\xFF\xFE\x00\xD8"
                 "a\0",
                 6, "byte 1 is not valid UTF-16"); // the first half before a letter
    expect_bytes("\xFF\xFE"
                 "a\0\0\0",
                 6, "byte 3 is not valid UTF-16");
    expect_bytes("caf\xE9 \x81", 6,
                 "byte 6 is neither UTF-8 nor Windows-1252: save the file as UTF-8");
    expect("caf\xE9;\xC3\xA9\n",
           "[] 1: A=caf\xC3\xA9 B=\xC3\x83\xC2\xA9\nread as Windows-1252, columns divided by "
           "\";\"\nsome "
           "letters are UTF-8, others are not: names with accents may be wrong; save the file as "
           "UTF-8" COMMA);
    expect("a;b\n\"x\"y;z\n",
           "f.csv:2: malformed quotes: a quoted field is \"\xE2\x80\xA6\" with every "
           "quote inside it doubled");
    expect("a;\"b\n\"x\"y;z\n\"p\"q\n",
           "f.csv:1: malformed quotes: a quoted field is \"\xE2\x80\xA6\" "
           "with every quote inside it doubled");
}

static void what_is_beyond_a_sheet_is_refused(void **state)
{
    (void)state;
    kt_buffer text = {0};
    kt_buffer_put(&text, "a;b\n");
    kt_buffer_repeat(&text, ";", 16384);
    size_t empty = text.length;
    kt_buffer_put(&text, "\n"); // nothing stands there
    kt_buffer out = {0};
    assert_int_equal(read_text(&out, text.text, text.length, NULL), KT_OK);
    kt_buffer_free(&out);
    text.length = empty;
    kt_buffer_put(&text, "x;y\n");
    expect_bytes(text.text, text.length, "f.csv:2: the row has more than 16,384 columns");
    kt_buffer_free(&text);
    kt_buffer_put(&text, "a;b\nc;");
    kt_buffer_repeat(&text, "x", (1u << 20) + 1);
    kt_buffer_put(&text, "\n");
    expect_bytes(text.text, text.length, "f.csv:2:2: the cell holds more than 1 MiB of text");
    kt_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_begin_at_their_line),
        cmocka_unit_test(the_hint_of_a_spreadsheet_is_taken),
        cmocka_unit_test(figures_decide_the_decimal_mark),
        cmocka_unit_test(bytes_that_are_no_text_are_named),
        cmocka_unit_test(what_is_beyond_a_sheet_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
