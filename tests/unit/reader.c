// SPDX-License-Identifier: EUPL-1.2
// What a reader sees: messages in the language of the error record, and columns that stay aligned
// whatever a word's length.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/document/quantity_text.h"
#include "report/render/render_text.h"

static void an_error_speaks_the_language_of_its_record(void **state)
{
    (void)state;
    kt_error dutch = {.lang = KT_LANG_NL};
    kt_error english = {0};
    assert_int_equal(kt_error_set(&dutch, KT_BAD_INPUT, "%s is empty", "id"), KT_BAD_INPUT);
    (void)kt_error_set(&english, KT_BAD_INPUT, "%s is empty", "id");
    assert_string_equal(dutch.message, "id is leeg");
    assert_string_equal(english.message, "id is empty");
    assert_int_equal(kt_error_no_memory(NULL), KT_NO_RESOURCES);
}

static void a_text_is_cut_at_a_character(void **state)
{
    (void)state;
    size_t used;
    assert_int_equal(kt_text_fit("één →", 3, &used), 5); // é takes two bytes and one column
    assert_int_equal(used, 3);
    assert_int_equal(kt_text_fit("\xE4\xB8\xAD\xE4\xB8\xAD", 3, &used), 3); // two columns each
    assert_int_equal(used, 2);
    assert_int_equal(kt_text_fit("ab", 9, &used), 2);
    assert_int_equal(kt_text_fit("", 9, &used), 0);
    assert_int_equal(used, 0);
}

// The least width of a wide column is 24.
static void a_word_wider_than_its_column_is_cut(void **state)
{
    (void)state;
    kt_document document = {0};
    kt_buffer out = {0};
    const kt_column_head head[] = {{.title = "a", .wide = true}, {.title = "b"}};
    const kt_cell row[] = {kt_cell_text("abcdefghijklmnopqrstuvwxyz0123456789"),
                           kt_cell_text("end")};
    const kt_disclosed disclosed = kt_disclose_document(&document);
    kt_document_table(&document, head, 2);
    kt_document_row(&document, row);
    kt_render_text(&out, &disclosed, (kt_render_text_options){.width = 20});
    assert_false(document.failed || out.failed);
    assert_non_null(strstr(out.text, "\nabcdefghijklmnopqrstuvwx  end\nyz0123456789\n"));
    kt_buffer_free(&out);
    kt_document_free(&document);
}

static void a_figure_shows_no_noise(void **state)
{
    (void)state;
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, 5.5e-16, KT_LANG_EN);
    assert_string_equal(text, "0 %");
    kt_quantity_text_share(text, 0.0997, KT_LANG_NL);
    assert_string_equal(text, "10 %");
    kt_quantity_text_share(text, 0.0994, KT_LANG_NL);
    assert_string_equal(text, "9,9 %");
    kt_quantity_text_share(text, 2e-4, KT_LANG_EN);
    assert_string_equal(text, "< 0.1 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_speaks_the_language_of_its_record),
        cmocka_unit_test(a_text_is_cut_at_a_character),
        cmocka_unit_test(a_word_wider_than_its_column_is_cut),
        cmocka_unit_test(a_figure_shows_no_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
