// SPDX-License-Identifier: EUPL-1.2
// Figures as people read them, in English and in Dutch.
#include "setting.h"

#include "report/document/quantity_text.h"

typedef void writer(char text[KT_QUANTITY_TEXT_SIZE], double value, kt_lang lang);

static void both(writer *write, double value, const char *english, const char *dutch)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    write(text, value, KT_LANG_EN);
    assert_string_equal(text, english);
    write(text, value, KT_LANG_NL);
    assert_string_equal(text, dutch);
}

static void shares_have_two_digits(void **state)
{
    (void)state;
    both(kt_quantity_text_share, 0.0, "0 %", "0 %");
    both(kt_quantity_text_share, 1.0, "100 %", "100 %");
    both(kt_quantity_text_share, 0.943, "94 %", "94 %");
    both(kt_quantity_text_share, 0.0341, "3.4 %", "3,4 %");
    both(kt_quantity_text_share, 0.0994, "9.9 %", "9,9 %");
    both(kt_quantity_text_share, 0.0999, "10 %", "10 %");
    both(kt_quantity_text_share, 0.1, "10 %", "10 %");
    both(kt_quantity_text_share, 0.001, "0.1 %", "0,1 %");
}

static void counts_keep_all_digits(void **state)
{
    (void)state;
    const struct {
        uint64_t count;
        const char *english, *dutch;
    } cases[] = {{0, "0", "0"},
                 {999, "999", "999"},
                 {1000, "1,000", "1.000"},
                 {202015, "202,015", "202.015"},
                 {UINT64_MAX, "18,446,744,073,709,551,615", "18.446.744.073.709.551.615"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[KT_QUANTITY_TEXT_SIZE];
        kt_quantity_text_count(text, cases[i].count, KT_LANG_EN);
        assert_string_equal(text, cases[i].english);
        kt_quantity_text_count(text, cases[i].count, KT_LANG_NL);
        assert_string_equal(text, cases[i].dutch);
    }
}

static void shares_never_round_to_nothing_or_all(void **state)
{
    (void)state;
    both(kt_quantity_text_share, 0.0009, "< 0.1 %", "< 0,1 %");
    both(kt_quantity_text_share, 1e-8, "< 0.1 %", "< 0,1 %");
    both(kt_quantity_text_share, 1e-300, "0 %", "0 %"); // rounding of a sum
    both(kt_quantity_text_share, 0.9951, "> 99 %", "> 99 %");
    both(kt_quantity_text_share, 0.99999999, "> 99 %", "> 99 %");
    both(kt_quantity_text_share, 0.99, "99 %", "99 %");
    both(kt_quantity_text_share, 1.0 - 1e-12, "100 %", "100 %"); // that is rounding
}

static void what_is_not_known_is_a_question_mark(void **state)
{
    (void)state;
    writer *const writers[] = {kt_quantity_text_share, kt_quantity_text_mass,
                               kt_quantity_text_number};
    for (size_t i = 0; i < 3; i++) {
        both(writers[i], (double)NAN, "?", "?");
        both(writers[i], (double)INFINITY, "?", "?");
    }
}

static void numbers_have_two_digits_and_thousands(void **state)
{
    (void)state;
    both(kt_quantity_text_number, 0.0, "0", "0");
    both(kt_quantity_text_number, 1234567.0, "1,200,000", "1.200.000");
    both(kt_quantity_text_number, 999.0, "1,000", "1.000");
    both(kt_quantity_text_number, 12.34, "12", "12");
    both(kt_quantity_text_number, 1.25, "1.3", "1,3");
    both(kt_quantity_text_number, 0.123, "0.12", "0,12");
    both(kt_quantity_text_number, 0.0123, "0.012", "0,012");
    both(kt_quantity_text_number, -45678.0, "-46,000", "-46.000");
    both(kt_quantity_text_number, 1e15, "1,000,000,000,000,000", "1.000.000.000.000.000");
    both(kt_quantity_text_number, 1e30, "?", "?");
}

static void masses_have_a_unit_that_fits(void **state)
{
    (void)state;
    both(kt_quantity_text_mass, 0.0, "0 kg", "0 kg");
    both(kt_quantity_text_mass, 6050000.0, "6,100 t", "6.100 t");
    both(kt_quantity_text_mass, 1230.0, "1.2 t", "1,2 t");
    both(kt_quantity_text_mass, 999.9, "1.0 t", "1,0 t"); // not "1,000 kg"
    both(kt_quantity_text_mass, 12.0, "12 kg", "12 kg");
    both(kt_quantity_text_mass, 1.0, "1.0 kg", "1,0 kg");
    both(kt_quantity_text_mass, 0.0031, "3.1 g", "3,1 g");
    both(kt_quantity_text_mass, 0.9999, "1.0 kg", "1,0 kg");
    both(kt_quantity_text_mass, 0.0000031, "3.1 mg", "3,1 mg");
    both(kt_quantity_text_mass, 1e-7, "< 1 mg", "< 1 mg");
}

static void growth_has_a_sign_and_no_decimals(void **state)
{
    static const struct {
        double growth;
        const char *text;
    } cases[] = {{0.124, "+12 %"}, {-0.031, "-3 %"},   {0.0, "+0 %"},
                 {2.5, "+250 %"},  {(double)NAN, "?"}, {(double)INFINITY, "?"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[KT_QUANTITY_TEXT_SIZE];
        kt_quantity_text_growth(text, cases[i].growth);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_have_two_digits),
        cmocka_unit_test(counts_keep_all_digits),
        cmocka_unit_test(shares_never_round_to_nothing_or_all),
        cmocka_unit_test(what_is_not_known_is_a_question_mark),
        cmocka_unit_test(numbers_have_two_digits_and_thousands),
        cmocka_unit_test(masses_have_a_unit_that_fits),
        cmocka_unit_test(growth_has_a_sign_and_no_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
