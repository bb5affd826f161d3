// SPDX-License-Identifier: EUPL-1.2
// A document on a screen: wrapping, columns, characters that are wide or take no room.
#include "setting.h"

#include "base/text.h"
#include "report/render/render_text.h"

static void gives(const kt_document *document, size_t width, bool colour, const char *expected)
{
    kt_buffer out = {0};
    assert_false(document->failed);
    kt_render_text(&out, document, (kt_render_text_options){width, colour});
    assert_string_equal(out.text, expected);
    kt_buffer_free(&out);
}

static void paragraphs_wrap_at_spaces(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "one two three four");
    gives(&d, 18, false, "one two three four\n");
    gives(&d, 17, false, "one two three\nfour\n");
    gives(&d, 7, false, "one two\nthree\nfour\n");
    gives(&d, 3, false, "one\ntwo\nthr\nee\nfou\nr\n"); // a word longer than the line is cut
    gives(&d, 0, false, "one two three four\n");
    kt_document_free(&d);
}

static void points_hang(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_TITLE, "%s", "Title");
    kt_document_add(&d, KT_BLOCK_HEADING, "%s", "Heading");
    kt_document_add(&d, KT_BLOCK_POINT, "%s", "één twee drie");
    gives(&d, 10, false, "Title\n\nHeading\n- één twee\n  drie\n");
    gives(&d, 10, true, "\x1b[1mTitle\n\x1b[0m\n\x1b[1mHeading\n\x1b[0m- één twee\n  drie\n");
    kt_document_free(&d);
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "造船所 造船所 ab");
    gives(&d, 13, false, "造船所 造船所\nab\n");
    gives(&d, 12, false, "造船所\n造船所 ab\n");
    kt_document_free(&d);
}

static void empty_text_is_a_line(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "");
    gives(&d, 10, false, "\n");
    kt_document_free(&d);
}

static void table(kt_document *d)
{
    const kt_column_head head[] = {
        {.title = "land"}, {.title = "wat", .wide = true}, {.title = "deel", .right = true}};
    const char *const rows[][3] = {{"China", "wolfraam uit de hele wereld", "94 %"},
                                   {"België", "造船", "3,0 %"},
                                   {"", "", ""}};
    kt_document_table(d, head, 3);
    for (size_t r = 0; r < 3; r++)
        kt_document_row(d, rows[r]);
}

static void columns_line_up_and_the_wide_one_wraps(void **state)
{
    (void)state;
    kt_document d = {0};
    table(&d);
    gives(&d, 60, false,
          "land    wat                           deel\n"
          "──────  ───────────────────────────  ─────\n"
          "China   wolfraam uit de hele wereld   94 %\n"
          "België  造船                         3,0 %\n"
          "\n");
    gives(&d, 40, false,
          "land    wat                         deel\n"
          "──────  ─────────────────────────  ─────\n"
          "China   wolfraam uit de hele        94 %\n"
          "        wereld\n"
          "België  造船                       3,0 %\n"
          "\n");
    kt_document_free(&d);
}

static void no_line_is_wider_than_the_screen(void **state)
{
    (void)state;
    for (size_t width = 45; width < 120; width++) {
        kt_document d = {0};
        kt_buffer out = {0};
        table(&d);
        kt_document_add(&d, KT_BLOCK_POINT, "%s", "een zin met — onder meer — é, € en 造船所 erin");
        kt_render_text(&out, &d, (kt_render_text_options){.width = width});
        for (char *line = out.text; *line != '\0';) {
            char *end = strchr(line, '\n');
            *end = '\0';
            assert_true(kt_text_width(line) <= width);
            assert_true(end == line || end[-1] != ' ');
            line = end + 1;
        }
        kt_buffer_free(&out);
        kt_document_free(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_wrap_at_spaces),
        cmocka_unit_test(points_hang),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(empty_text_is_a_line),
        cmocka_unit_test(columns_line_up_and_the_wide_one_wraps),
        cmocka_unit_test(no_line_is_wider_than_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
