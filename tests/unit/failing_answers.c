// SPDX-License-Identifier: EUPL-1.2
// Answers of companies while memory runs out: all of them are read, or none with that reason.
#include "failing.h"

#include "ingest/intake/questionnaire_answers.h"

static kt_case *frigate;

// One answer of each kind of question, and one that is refused.
static const kt_answer_row ROWS[] = {
    {"supplier/otto-fuel", "see the columns to the right", "Acme Fuels & Sons", "Canada", "60 %",
     "", "", "from our records", "since 2020"},
    {"supplier/otto-fuel", "see the columns to the right", "boeing", "", "0.4", "", "", "", ""},
    {"supply/chilled-water-plant/heinen-hopman", "no", "W\xC3\xA4rtsil\xC3\xA4", "", "", "", "", "",
     ""},
    {"input/yag-phosphor/cerium", "no: there is an alternative", "lutetium", "", "", "", "", "",
     ""},
    {"market/niobium/processing/global", "see the columns to the right", "", "Germany", "0.5", "",
     "", "", ""},
    {"market/niobium/extraction/global", "see the columns to the right", "", "Germany", "", "", "",
     "", ""},
    {"time/ndfeb-high-temperature-grade/sm2co17-magnet", "see the columns to the right", "", "", "",
     "90", "365", "", ""},
    {"supplier/no-such-item", "we do not know", "", "", "", "", "", "", ""},
};

static size_t expected;

static kt_status read_answers(size_t *found, kt_error *err)
{
    kt_questionnaire_answers answers = {0};
    kt_answer_sender sender = {"kongsberg", "2026-03-31", NULL};
    kt_status status = kt_questionnaire_answers_read(&answers, frigate, &sender, ROWS,
                                                     sizeof ROWS / sizeof ROWS[0], err);
    *found = 1000 * answers.n_changes + answers.n_refusals;
    kt_questionnaire_answers_free(&answers);
    return status;
}

static const char *run_once(void)
{
    size_t found = 0;
    kt_error error = {0};
    failing_begin();
    kt_status status = read_answers(&found, &error);
    failing_end();
    if (failing.live != 0)
        return "leaves blocks behind";
    if (status == KT_OK)
        return found == expected ? NULL : "reads something else";
    return failing.met && kt_error_is_no_memory(&error) ? NULL : "gives another reason";
}

static void answers_are_all_read_or_none(void **state)
{
    (void)state;
    unsigned long runs = 0;
    assert_int_equal(read_answers(&expected, NULL), KT_OK);
    assert_true(expected > 10000);        // changes
    assert_int_equal(expected % 1000, 1); // and one refusal
    for (int lasting = 0; lasting < 2; lasting++) {
        failing_options with = {.memory = true, .lasting = lasting != 0};
        const char *wrong = failing_some(run_once, &with, lasting != 0 ? 7 : 1, &runs);
        if (wrong != NULL)
            fail_msg("allocation %lu: %s", failing.at, wrong);
    }
    assert_true(runs > 50);
}

// The seeded defect.
static void an_answer_that_is_lost_is_noticed(void **state)
{
    (void)state;
    size_t whole = expected;
    expected++;
    failing.at = 0;
    failing.with = (failing_options){.memory = true};
    assert_string_equal(run_once(), "reads something else");
    expected = whole;
}

static int open_frigate(void **state)
{
    (void)state;
    return kt_open_case(&frigate, "lcf", NULL, NULL) == KT_OK ? 0 : -1;
}

static int close_frigate(void **state)
{
    (void)state;
    kt_case_free(frigate);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_all_read_or_none),
        cmocka_unit_test(an_answer_that_is_lost_is_noticed),
    };
    return cmocka_run_group_tests(tests, open_frigate, close_frigate);
}
