// SPDX-License-Identifier: EUPL-1.2
// Text: what is valid UTF-8, how the rest is shown, widths, ids, and what a user may have meant.
#include "setting.h"

#include "base/text.h"

// UTF-8 of the Unicode Standard, table 3-7, said byte by byte.
static bool is_valid_slowly(const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        unsigned char c = s[i];
        size_t more = c < 0x80 ? 0 : c < 0xC2 ? 9 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 9;
        if (c == 0 || more == 9 || i + more >= n)
            return false;
        for (size_t k = 1; k <= more; k++) {
            unsigned char low = 0x80;
            unsigned char high = 0xBF;
            if (k == 1) {
                low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
                high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
            }
            if (s[i + k] < low || s[i + k] > high)
                return false;
        }
        i += more + 1;
    }
    return true;
}

static void valid_agrees_with_the_standard(void **state)
{
    (void)state;
    unsigned char text[24];
    uint32_t seed = 1;
    unsigned n_valid = 0;
    for (int i = 0; i < 300000; i++) {
        static const unsigned char LIKELY[] = {'a',  0,    0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0,
                                               0x9F, 0x98, 0x80, 0xED, 0xA0, 0xF4, 0x90, 0xC0};
        seed = seed * 1664525u + 1013904223u;
        size_t length = (seed >> 20) % 5 + (i % 2 == 0 ? 0 : 16);
        memset(text, 'x', sizeof text);
        for (size_t k = 0; k < length; k++) {
            seed = seed * 1664525u + 1013904223u;
            if (i % 2 == 0 || k % 7 == 3)
                text[k] = LIKELY[(seed >> 24) % 16];
        }
        bool valid = kt_text_valid((const char *)text, length);
        assert_int_equal(valid, is_valid_slowly(text, length));
        n_valid += valid;
    }
    assert_in_range(n_valid, 10000, 290000); // both answers were tried
}

static void shown(const char *text, size_t length, size_t limit, const char *expected)
{
    kt_buffer out = {0};
    kt_text_show(&out, text, length, limit);
    assert_string_equal(out.text == NULL ? "" : out.text, expected);
    kt_buffer_free(&out);
}

static void shows_bytes_that_are_no_text(void **state)
{
    (void)state;
    shown("Sch\xFCle", 6, 60, "Sch\\xFCle");
    shown("a\0b", 3, 60, "a\\x00b");
    shown("\x1b[31m\n", 6, 60, "\\x1B[31m\\x0A");
    shown("\xC2\x85", 2, 60, "\\xC2\\x85"); // a control character of Latin-1
    shown("\xE2\x82", 2, 60, "\\xE2\\x82");
    shown("a\u202eb", 5, 60, "a\\u202Eb");
    shown("één €", 9, 60, "één €");
    shown("", 0, 60, "");
    shown("abcdef", 6, 3, "abc…");
    shown("abc", 3, 3, "abc");
    shown("aé", 3, 2, "aé"); // a character is not cut
}

// What a terminal would obey, or what makes one name pass for another, is shown.
static void shows_characters_that_turn_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } HIDDEN[] = {
        {"\xD8\x9C", "\\u061C"},
        {"\xE2\x80\x8E", "\\u200E"},
        {"\xE2\x80\x8F", "\\u200F"},
        {"\xE2\x80\xAA", "\\u202A"},
        {"\xE2\x80\xAE", "\\u202E"},
        {"\xE2\x81\xA6", "\\u2066"},
        {"\xE2\x81\xA9", "\\u2069"},
        {"\xE2\x80\xA8", "\\u2028"},
        {"\xE2\x80\xA9", "\\u2029"},
        {"\x7F", "\\x7F"},
        {"\t", "\\x09"},
        {"\xC2\x9B", "\\xC2\\x9B"},
    };
    static const char *const SEEN[] = {
        "radar",        "\xC2\xA0",     "\xC2\xB5m",    "\xD8\x9B",     "",
        "\xE2\x82\xAC", "\xE2\x80\xA7", "\xE2\x80\xAF", "\xE2\x81\x9E", "\xE2\x80\x90"};
    for (size_t i = 0; i < sizeof HIDDEN / sizeof HIDDEN[0]; i++) {
        shown(HIDDEN[i].text, strlen(HIDDEN[i].text), 60, HIDDEN[i].shown);
        assert_false(kt_text_is_shown(HIDDEN[i].text));
    }
    for (size_t i = 0; i < sizeof SEEN / sizeof SEEN[0]; i++) {
        shown(SEEN[i], strlen(SEEN[i]), 60, SEEN[i]);
        assert_true(kt_text_is_shown(SEEN[i]));
    }
    assert_false(kt_text_is_shown("a\xE2"));
    assert_false(kt_text_is_shown("a\x9B"));
}

static void a_line_has_no_line_end_within(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_text_tell(&out, "%s: %d", "a\nb", 7);
    kt_text_tell(&out, "%s", "");
    assert_string_equal(out.text, "a\\x0Ab: 7\n\n");
    kt_buffer_free(&out);
    char line[8];
    assert_int_equal(kt_text_line(line, sizeof line, "ab\ncd"), 7); // \x0A, and no room for more
    assert_string_equal(line, "ab\\x0Ac");
    assert_int_equal(kt_text_line(line, sizeof line, "abcde\nf"), 5);
    assert_string_equal(line, "abcde");
}

static void a_beginning_ends_with_a_whole_character(void **state)
{
    (void)state;
    static const char TEXT[] = "a\xC3\xA9\xE2\x82\xAC"; // a é €
    static const size_t WHOLE[] = {0, 1, 1, 3, 3, 3, 6, 6, 6};
    for (size_t most = 0; most < sizeof WHOLE / sizeof WHOLE[0]; most++)
        assert_int_equal(kt_text_whole(TEXT, most), WHOLE[most]);
}

static void points_that_are_no_characters_are_shown(void **state)
{
    (void)state;
    shown("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90", 9, 99, "\\uFFFE\\uFFFF\\uFDD0");
    shown("\xF0\x9F\xBF\xBF\xF4\x8F\xBF\xBF", 8, 99, "\\u1FFFF\\u10FFFF");
    assert_false(kt_text_is_shown("\xF1\x8F\xBF\xBF"));
    assert_true(kt_text_is_shown("\xEF\xBF\xBD \xF0\x9F\x98\x80")); // U+FFFD, an emoji
}

static void width_counts_terminal_columns(void **state)
{
    (void)state;
    assert_int_equal(kt_text_width(""), 0);
    assert_int_equal(kt_text_width("radar"), 5);
    assert_int_equal(kt_text_width("één → €"), 7);
    assert_int_equal(kt_text_width("造船所"), 6);
    assert_int_equal(kt_text_width("e\xCC\x81"), 1); // a combining accent
    assert_int_equal(kt_text_width("a\xFFz"), 3);
}

static void finds_words_of_an_id(void **state)
{
    (void)state;
    assert_true(kt_text_has_word("fn-air-defence", "fn"));
    assert_true(kt_text_has_word("fn-air-defence", "Air"));
    assert_true(kt_text_has_word("tungsten.extraction", "extr"));
    assert_true(kt_text_has_word("lcf", "lcf"));
    assert_false(kt_text_has_word("fn-air-defence", "ir"));
    assert_false(kt_text_has_word("lcf", "lcf2"));
    assert_false(kt_text_has_word("lcf", ""));
    assert_false(kt_text_has_word("", "a"));
}

static void distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(kt_text_distance("lcf", "lcf"), 0);
    assert_int_equal(kt_text_distance("lcf", "LCF"), 0);
    assert_int_equal(kt_text_distance("", "abc"), 3);
    assert_int_equal(kt_text_distance("frigate", "frigat"), 1);
    assert_int_equal(kt_text_distance("frigate", "firgate"), 1); // neighbours swapped
    assert_int_equal(kt_text_distance("kitten", "sitting"), 3);
    assert_int_equal(kt_text_distance("ca", "abc"), 3); // optimal string alignment
}

static void distance_is_the_same_both_ways(void **state)
{
    (void)state;
    const char *const words[] = {
        "air-defence",
        "air-defense",
        "radar",
        "radra",
        "",
        "x",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < 7; i++) {
        for (size_t j = 0; j < 7; j++)
            assert_int_equal(kt_text_distance(words[i], words[j]),
                             kt_text_distance(words[j], words[i]));
    }
}

static void knows_an_id(void **state)
{
    (void)state;
    const char *const good[] = {"a", "7", "Sm2Co17", "air-defence", "a.b_c-d", "CHN"};
    const char *const bad[] = {"",    "-a", ".a",  "_a",  "a b",
                               "a/b", "é",  "a\n", "a:b", "country:CHN"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(kt_text_is_id(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(kt_text_is_id(bad[i], strlen(bad[i])));
    char longest[66];
    memset(longest, 'a', sizeof longest);
    assert_true(kt_text_is_id(longest, 64));
    assert_false(kt_text_is_id(longest, 65));
}

// What a terminal obeys, turns or leaves out is no part of a name that people compare by eye.
static void what_nobody_sees_is_shown(void **state)
{
    static const struct {
        const char *text, *shown;
    } TEXTS[] = {
        {"pay\u200bpal", "pay\\u200Bpal"}, // no width,
        {"a\u200cb\u200db", "a\\u200Cb\\u200Db"},
        {"a\u2060b\ufeffc", "a\\u2060b\\uFEFFc"},
        {"co\u00adop", "co\\u00ADop"},
        {"a\u034fb\u061cc", "a\\u034Fb\\u061Cc"},
        {"a\u3164b\uffa0c\u115fd", "a\\u3164b\\uFFA0c\\u115Fd"}, // the fillers of Hangul,
        {"a\u180eb\u17b4c", "a\\u180Eb\\u17B4c"},
        {"a\ufe0fb", "a\\uFE0Fb"},
        {"a\U000e0041b\U0001d173c", "a\\uE0041b\\u1D173c"}, // tags, and beams of music
        {"a\u2066b\u2069c\u200fd", "a\\u2066b\\u2069c\\u200Fd"},
        {"a\u2028b", "a\\u2028b"},
        {"Wärtsilä “ÅÄÖ” → 造 ﺱ 😀 क ᚠ", NULL}, // as they are
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        kt_buffer out = {0};
        kt_text_show_lines(&out, TEXTS[i].text);
        assert_string_equal(out.text, TEXTS[i].shown == NULL ? TEXTS[i].text : TEXTS[i].shown);
        assert_int_equal(kt_text_is_shown(TEXTS[i].text), TEXTS[i].shown == NULL);
        kt_buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_of_an_id),
        cmocka_unit_test(valid_agrees_with_the_standard),
        cmocka_unit_test(shows_bytes_that_are_no_text),
        cmocka_unit_test(shows_characters_that_turn_text),
        cmocka_unit_test(a_line_has_no_line_end_within),
        cmocka_unit_test(a_beginning_ends_with_a_whole_character),
        cmocka_unit_test(points_that_are_no_characters_are_shown),
        cmocka_unit_test(width_counts_terminal_columns),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(distance_is_the_same_both_ways),
        cmocka_unit_test(knows_an_id),
        cmocka_unit_test(what_nobody_sees_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
