// SPDX-License-Identifier: EUPL-1.2
// What two rows of the same name are worth: grades, figures that are the same, lists of sources,
// sums of shares.
#include "setting.h"

#include "ingest/recognise/evidence.h"

static void a_grade_is_one_letter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int grade;
    } GRADES[] = {{"A", 0}, {"B", 1}, {"C", 2}, {"D", 3},  {"", 3},
                  {"E", 3}, {"a", 3}, {"@", 3}, {"AB", 3}, {"A ", 3}};
    for (size_t i = 0; i < sizeof GRADES / sizeof GRADES[0]; i++)
        assert_int_equal(kt_evidence_grade(GRADES[i].text), GRADES[i].grade);
}

static void figures_are_the_same_as_numbers(void **state)
{
    (void)state;
    assert_true(kt_evidence_same("1.50", "1.5"));
    assert_true(kt_evidence_same("yard", "yard"));
    assert_true(kt_evidence_same("", ""));
    assert_false(kt_evidence_same("1.5", "1.51"));
    assert_false(kt_evidence_same("1.5", "yard"));
    assert_false(kt_evidence_same("yard", "1.5"));
    assert_false(kt_evidence_same("yard", "Yard"));
    assert_false(kt_evidence_same("0", ""));
}

static void expect_joined(const char *sources, const char *more, const char *expected)
{
    kt_buffer out = {0};
    kt_evidence_join(&out, sources, more);
    assert_false(out.failed);
    assert_string_equal(out.text == NULL ? "" : out.text, expected);
    kt_buffer_free(&out);
}

static void each_source_is_named_once(void **state)
{
    (void)state;
    expect_joined("", "", "");
    expect_joined("a book", "", "a book");
    expect_joined("", "a book", "a book");
    expect_joined("a book", "a book", "a book");
    expect_joined("a book", "a list", "a book; a list");
    expect_joined("a book; a list", "a list; a map; a book", "a book; a list; a map");
    expect_joined("big-a.csv", "a.csv", "big-a.csv; a.csv"); // the end of another
    expect_joined("a.csv.gz", "a.csv", "a.csv.gz; a.csv");   // the beginning of another
    expect_joined("ab", "ac", "ab; ac");                     // as long as another
    expect_joined("a book", "; a list", "a book; a list");   // an empty one is none
    expect_joined("a;b", "b", "a;b; b");                     // a semicolon alone divides nothing
}

// Sources of `n` bytes, all of one letter.
static const char *long_source(char *out, char letter, size_t n)
{
    memset(out, letter, n);
    out[n] = '\0';
    return out;
}

static void a_list_that_is_too_long_says_that_there_are_more(void **state)
{
    (void)state;
    static const char MORE[] = "; …";
    char kept[5100];
    char other[5000];
    char expected[5200];
    long_source(kept, 'a', 4000);
    snprintf(expected, sizeof expected, "%s; %s", kept, long_source(other, 'b', 96));
    expect_joined(kept, other, expected); // 4,096 in all
    snprintf(expected, sizeof expected, "%s%s", kept, MORE);
    expect_joined(kept, long_source(other, 'b', 97), expected);
    memcpy(kept, expected, strlen(expected) + 1);
    expect_joined(kept, other, expected); // said once
    expect_joined(long_source(kept, 'a', 4500), "", kept);
    expect_joined("", kept, kept);
    expect_joined(kept, kept, kept);
    snprintf(expected, sizeof expected, "b%s", MORE);
    expect_joined("b", long_source(other, 'c', 4096), expected); // shorter than what it ends in
}

static void shares_are_added_without_the_noise_of_binary_figures(void **state)
{
    (void)state;
    char text[KT_NUMBER_SIZE];
    double sum = 0.0;
    assert_true(kt_evidence_sum(text, &sum, "0.3", "0.6"));
    assert_string_equal(text, "0.9");
    assert_true(sum == 0.9);
    assert_true(kt_evidence_sum(text, &sum, "1e-9", "0.5"));
    assert_string_equal(text, "0.500000001");
    assert_false(kt_evidence_sum(text, &sum, "", "0.6"));
    assert_false(kt_evidence_sum(text, &sum, "0.3", "most"));
    assert_false(kt_evidence_sum(text, &sum, "1e300", "1e300")); // no number of that many digits
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grade_is_one_letter),
        cmocka_unit_test(figures_are_the_same_as_numbers),
        cmocka_unit_test(each_source_is_named_once),
        cmocka_unit_test(a_list_that_is_too_long_says_that_there_are_more),
        cmocka_unit_test(shares_are_added_without_the_noise_of_binary_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
