// SPDX-License-Identifier: EUPL-1.2
// Rows of a questionnaire → changes of the frigate's tables, written as one line each.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "ingest/intake/questionnaire_answers.h"
#include "ingest/package/open.h"

static kt_case *frigate;

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

static kt_answer_row blank(const char *id, const char *answer)
{
    return (kt_answer_row){id, answer, "", "", "", "", "", "", ""};
}

// "+supply item=x supplier=y buyer= | share=0.5 …" for each change, "!1 country: …" for each
// refusal.
static void read_all(kt_buffer *out, const kt_answer_row *row, size_t n)
{
    kt_questionnaire_answers answers;
    kt_answer_sender sender = {"kongsberg", "2026-03-31", NULL};
    assert_int_equal(kt_questionnaire_answers_read(&answers, frigate, &sender, row, n, NULL),
                     KT_OK);
    for (size_t k = 0; k < answers.n_changes; k++) {
        const kt_answer_change *c = &answers.change[k];
        const kt_table_spec *spec = &kt_schema_case[c->table];
        kt_buffer_format(out, "%s%s", c->remove ? "-" : "+", spec->name);
        for (size_t i = 0; i < c->n_cells; i++)
            kt_buffer_format(out, "%s %s=%s", i == c->n_key ? " |" : "",
                             spec->column[c->cell[i].column].name, c->cell[i].text);
        kt_buffer_put(out, "\n");
    }
    for (size_t k = 0; k < answers.n_refusals; k++)
        kt_buffer_format(out, "!%zu %s: %s\n", answers.refusal[k].answer, answers.refusal[k].column,
                         answers.refusal[k].reason);
    assert_false(out->failed);
    kt_questionnaire_answers_free(&answers);
}

static void expect(const kt_answer_row *row, size_t n, const char *expected)
{
    kt_buffer out = {0};
    read_all(&out, row, n);
    assert_string_equal(out.text == NULL ? "" : out.text, expected);
    kt_buffer_free(&out);
}

#define PROOF "evidence=B source=questionnaire, kongsberg, 2026-03-31"
#define RECORD(id, answer)                                                                         \
    "+questions id=" id " | organisation=kongsberg answered=2026-03-31 answer=" answer " " PROOF   \
    "\n"

static void an_empty_answer_changes_nothing(void **state)
{
    (void)state;
    kt_answer_row row = blank("supplier/mercury", "");
    expect(&row, 1, "");
    expect(NULL, 0, "");
}

static void a_known_company_becomes_the_supplier(void **state)
{
    (void)state;
    kt_answer_row row = blank("supplier/otto-fuel", "see the columns to the right");
    row.name = "boeing";
    row.share = "60 %";
    row.evidence = "from our records";
    row.remark = "since 2020";
    expect(&row, 1,
           "+supply item=otto-fuel supplier=boeing buyer= | share=0.6 evidence=A "
           "source=questionnaire, kongsberg, 2026-03-31: since 2020\n"
           "+questions id=supplier/otto-fuel | organisation=kongsberg answered=2026-03-31 "
           "answer=given "
           "evidence=A source=questionnaire, kongsberg, 2026-03-31: since 2020\n");
}

static void the_columns_to_the_right_are_an_answer_by_themselves(void **state)
{
    (void)state;
    kt_answer_row row = blank("supplier/otto-fuel", "");
    row.remark = "later";
    expect(&row, 1, "");
    row.country = "NLD";
    row.remark = "";
    expect(&row, 1,
           "+supply item=otto-fuel supplier=country:NLD buyer= | " PROOF
           "\n" RECORD("supplier/otto-fuel", "given"));
    row.id = "supply/chilled-water-plant/heinen-hopman";
    expect(&row, 1, "!0 answer: this is no answer to this question\n");
}

static void several_lines_are_one_answer_with_several_suppliers(void **state)
{
    (void)state;
    kt_answer_row row[2] = {blank("supplier/otto-fuel", "see the columns to the right"),
                            blank("supplier/otto-fuel", "see the columns to the right")};
    row[0].name = "Acme Fuels & Sons";
    row[0].country = "Canada";
    row[1].country = "NOR";
    expect(row, 2,
           "+organisations id=acme-fuels-sons | name=Acme Fuels & Sons country=CAN "
           "role=supplier " PROOF "\n"
           "+supply item=otto-fuel supplier=acme-fuels-sons buyer= | " PROOF
           "\n" RECORD("supplier/otto-fuel",
                       "given") "+supply item=otto-fuel supplier=country:NOR buyer= | " PROOF "\n");
}

static void not_knowing_and_not_saying_are_answers(void **state)
{
    (void)state;
    kt_answer_row row = blank("supplier/otto-fuel", "we do not know");
    expect(&row, 1, RECORD("supplier/otto-fuel", "unknown"));
    row.answer = "onbekend"; // pasted over the list
    expect(&row, 1, RECORD("supplier/otto-fuel", "unknown"));
    row.answer = "we will not say";
    expect(&row, 1,
           "+supply item=otto-fuel supplier=withheld buyer= | " PROOF
           "\n" RECORD("supplier/otto-fuel", "withheld"));
}

static void a_supplier_is_confirmed_or_replaced(void **state)
{
    (void)state;
    kt_answer_row row = blank("supply/chilled-water-plant/heinen-hopman", "yes");
    row.share = "1";
    expect(&row, 1,
           "+supply item=chilled-water-plant supplier=heinen-hopman buyer= | share=1 " PROOF
           "\n" RECORD("supply/chilled-water-plant/heinen-hopman", "given"));
    row = blank("supply/chilled-water-plant/heinen-hopman", "no");
    expect(&row, 1,
           "-supply item=chilled-water-plant supplier=heinen-hopman buyer=\n"
           "+supply item=chilled-water-plant supplier=unknown buyer= | " PROOF
           "\n" RECORD("supply/chilled-water-plant/heinen-hopman", "given"));
    row.name = "Wärtsilä";
    expect(&row, 1,
           "-supply item=chilled-water-plant supplier=heinen-hopman buyer=\n"
           "+supply item=chilled-water-plant supplier=wartsila buyer= | " PROOF
           "\n" RECORD("supply/chilled-water-plant/heinen-hopman", "given"));
}

static void an_input_is_confirmed_dropped_or_given_an_alternative(void **state)
{
    (void)state;
    kt_answer_row row = blank("input/yag-phosphor/cerium", "yes");
    expect(&row, 1,
           "+bom parent=yag-phosphor child=cerium alternative_group= | " PROOF
           " essential=yes\n" RECORD("input/yag-phosphor/cerium", "given"));
    row.answer = "no";
    expect(&row, 1,
           "-bom parent=yag-phosphor child=cerium alternative_group=\n" RECORD(
               "input/yag-phosphor/cerium", "given"));
    row.answer = "no: there is an alternative";
    expect(&row, 1, "!0 name: the name of the alternative is needed\n");
}

static void a_market_gets_named_suppliers(void **state)
{
    (void)state;
    kt_answer_row row = blank("market/gallium/processing/global", "see the columns to the right");
    row.country = "Germany";
    row.share = "0.5";
    expect(&row, 1,
           "+supply item=gallium supplier=country:DEU buyer= | share=0.5 " PROOF
           "\n" RECORD("market/gallium/processing/global", "given"));
}

// What the world market had by itself is written down, so that the answer takes nothing away.
static void a_market_keeps_the_stage_before(void **state)
{
    (void)state;
    kt_answer_row row = blank("market/niobium/processing/global", "see the columns to the right");
    row.country = "Germany";
    expect(&row, 1,
           "+supply item=niobium supplier=country:DEU buyer= | " PROOF "\n"
           "+items id=niobium.extraction | kind=material name_en=niobium.extraction unit=kg "
           "material=niobium stage=extraction\n"
           "+bom parent=niobium child=niobium.extraction alternative_group= | quantity=1 "
           "evidence=D source=assumption: the stage before, as the reference links it\n" RECORD(
               "market/niobium/processing/global", "given"));
    row.id = "market/niobium/extraction/global"; // which only the reference has
    expect(&row, 1,
           "+items id=niobium.extraction | kind=material name_en=niobium.extraction unit=kg "
           "material=niobium stage=extraction\n"
           "+supply item=niobium.extraction supplier=country:DEU buyer= | " PROOF
           "\n" RECORD("market/niobium/extraction/global", "given"));
}

static void stocks_and_switching_are_days(void **state)
{
    (void)state;
    kt_answer_row row =
        blank("time/ndfeb-high-temperature-grade/sm2co17-magnet", "see the columns to the right");
    row.days = "90";
    row.switch_days = "365";
    expect(&row, 1,
           "+stocks item=ndfeb-high-temperature-grade holder=kongsberg | days_of_cover=90 " PROOF
           "\n"
           "+supply item=sm2co17-magnet supplier=unknown buyer= | switch_days=365 " PROOF
           "\n" RECORD("time/ndfeb-high-temperature-grade/sm2co17-magnet", "given"));
}

static void what_cannot_be_read_is_refused_with_its_reason(void **state)
{
    (void)state;
    kt_answer_row row = blank("supplier/no-such-item", "we do not know");
    expect(&row, 1, "!0 id: the case has no such question\n");
    row = blank("supplier", "we do not know");
    expect(&row, 1, "!0 id: the case has no such question\n");
    row = blank("supplier/otto-fuel", "perhaps");
    expect(&row, 1, "!0 answer: \"perhaps\": one of the answers of the list is expected\n");
    row = blank("supplier/otto-fuel", "yes");
    expect(&row, 1, "!0 answer: this is no answer to this question\n");
    row = blank("supplier/otto-fuel", "see the columns to the right");
    expect(&row, 1, "!0 name: a company or a country is needed\n");
    row.name = "Acme";
    expect(&row, 1, "!0 country: \"Acme\": the country of this company is needed\n");
    row.country = "Atlantis";
    expect(&row, 1, "!0 country: \"Atlantis\": no country of the list\n");
    row.country = "NLD";
    row.answer = "we do not know";
    expect(&row, 1,
           "!0 answer: \"we do not know\": the columns beside it are filled in: one of the two is "
           "expected\n");
    row.answer = "";
    row.share = "1.7";
    expect(&row, 1, "!0 share: \"1.7\": a share from 0 to 1, or 0 % to 100 %, is expected\n");
}

static void nobody_else_answers(void **state)
{
    (void)state;
    kt_questionnaire_answers answers;
    kt_error error = {0};
    kt_answer_sender sender = {"nobody", "", NULL};
    assert_int_equal(kt_questionnaire_answers_read(&answers, frigate, &sender, NULL, 0, &error),
                     KT_BAD_INPUT);
    assert_string_equal(error.message, "\"nobody\" is not an organisation of the case");
}

static void dutch_words_mean_the_same(void **state)
{
    (void)state;
    for (int w = KT_WORD_GIVEN; w < KT_N_WORDS; w++) {
        kt_answer_row english =
            blank("supplier/otto-fuel", kt_answer_words_text((kt_answer_word)w, KT_LANG_EN));
        kt_answer_row dutch =
            blank("supplier/otto-fuel", kt_answer_words_text((kt_answer_word)w, KT_LANG_NL));
        kt_buffer one = {0};
        kt_buffer two = {0};
        if (w == KT_WORD_GIVEN || w == KT_WORD_UNKNOWN || w == KT_WORD_WITHHELD)
            assert_string_not_equal(english.answer, dutch.answer);
        if (w != KT_WORD_UNKNOWN && w != KT_WORD_WITHHELD) // beside these it is a second answer
            english.country = dutch.country = "NLD";
        read_all(&one, &english, 1);
        read_all(&two, &dutch, 1);
        assert_string_equal(one.text, two.text);
        kt_buffer_free(&one);
        kt_buffer_free(&two);
    }
}

// The seeded defect: an answer that is read as another one must not give the same changes.
static void a_swapped_answer_is_noticed(void **state)
{
    (void)state;
    kt_answer_row right = blank("supply/chilled-water-plant/heinen-hopman", "yes");
    kt_answer_row wrong = blank("supply/chilled-water-plant/heinen-hopman", "no");
    kt_buffer one = {0};
    kt_buffer two = {0};
    read_all(&one, &right, 1);
    read_all(&two, &wrong, 1);
    assert_string_not_equal(one.text, two.text);
    kt_buffer_free(&one);
    kt_buffer_free(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_answer_changes_nothing),
        cmocka_unit_test(a_known_company_becomes_the_supplier),
        cmocka_unit_test(the_columns_to_the_right_are_an_answer_by_themselves),
        cmocka_unit_test(several_lines_are_one_answer_with_several_suppliers),
        cmocka_unit_test(not_knowing_and_not_saying_are_answers),
        cmocka_unit_test(a_supplier_is_confirmed_or_replaced),
        cmocka_unit_test(an_input_is_confirmed_dropped_or_given_an_alternative),
        cmocka_unit_test(a_market_gets_named_suppliers),
        cmocka_unit_test(a_market_keeps_the_stage_before),
        cmocka_unit_test(stocks_and_switching_are_days),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_its_reason),
        cmocka_unit_test(nobody_else_answers),
        cmocka_unit_test(dutch_words_mean_the_same),
        cmocka_unit_test(a_swapped_answer_is_noticed),
    };
    return cmocka_run_group_tests(tests, open_frigate, close_frigate);
}
