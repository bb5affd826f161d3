// SPDX-License-Identifier: EUPL-1.2
// The parts of matching: folded texts, identifiers, reasons, answers. The spellings it must get
// right are in match_spellings.c.
#include "ingest/recognise/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "ingest/package/open.h"
#include "ingest/recognise/match_identifier.h"

typedef struct fixture {
    kt_case *the_case;
    kt_matcher *matcher;
    kt_arena arena;
} fixture;

static kt_match_list ask(fixture *f, kt_match_kind kind, const char *text)
{
    kt_match_list list;
    kt_error err = {0};
    assert_int_equal(kt_match_text(&list, f->matcher, kind, text, &f->arena, &err), KT_OK);
    return list;
}

static const char *sure_id(const kt_match_list *list)
{
    return list->n > 0 && list->candidate[0].sure ? list->candidate[0].id : NULL;
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    kt_error err = {0};
    assert_non_null(f);
    if (kt_open_case(&f->the_case, KETEN_SOURCE_DIR "/tests/facts/spellings", NULL, &err) != KT_OK)
        fail_msg("%s", err.message);
    assert_int_equal(kt_match_open(&f->matcher, f->the_case, NULL, &err), KT_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    kt_match_close(f->matcher);
    kt_close(f->the_case);
    kt_arena_free(&f->arena);
    free(f);
    return 0;
}

static void folding_keeps_what_is_compared(void **state)
{
    static const char *const PAIRS[][2] = {
        {"Wärtsilä", "wartsila"},
        {"ŁÓDŹ", "lodz"},
        {"Straße", "strasse"},
        {"Ⅱ", "ii"},
        {"INCONEL® 718", "inconel  718"},
        {"Ørsted", "orsted"},
        {"½", "1/2"},
        {"中国", "中国"},
        {"a\xFFz", "a z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        char out[64];
        bool cut = true;
        size_t length = kt_text_fold(out, sizeof out, PAIRS[i][0], strlen(PAIRS[i][0]), &cut);
        assert_string_equal(out, PAIRS[i][1]);
        assert_int_equal(length, strlen(out));
        assert_false(cut);
    }
    char small[4];
    bool cut = false;
    assert_int_equal(kt_text_fold(small, sizeof small, "abcdef", 6, &cut), 3);
    assert_true(cut);
    assert_int_equal(kt_text_fold(small, sizeof small, "ab中", 5, &cut), 2); // no half characters
    assert_true(cut);
}

// LEI: the first three are examples of public registers, the rest are those with a digit changed.
static void identifiers_have_their_form(void **state)
{
    (void)state;
    assert_true(kt_match_identifier_is_lei("7H6GLXDRUGQFU57RNE97", 20)); // JPMorgan Chase Bank
    assert_true(kt_match_identifier_is_lei("213800WSGIIZCXF1P572", 20)); // Jaguar Land Rover
    assert_true(kt_match_identifier_is_lei("54930084uklvmy22ds16", 20)); // G.E. Financing
    for (int i = 0; i < 20; i++) {
        char lei[] = "213800WSGIIZCXF1P572";
        lei[i] = lei[i] == '1' ? '2' : '1';
        assert_false(kt_match_identifier_is_lei(lei, 20));
    }
    assert_false(kt_match_identifier_is_lei("213800WSGIIZCXF1P572", 19));
    assert_false(kt_match_identifier_is_lei("213800WSGIIZCXF1P5-2", 20));
    assert_true(kt_match_identifier_is_kvk("01234567", 8));
    assert_false(kt_match_identifier_is_kvk("0123456", 7));
    assert_false(kt_match_identifier_is_kvk("0123456a", 8));
    assert_true(kt_match_identifier_is_ncage("H00X1", 5));
    assert_true(kt_match_identifier_is_ncage("1abcH", 5));
    assert_false(kt_match_identifier_is_ncage("HABCD", 5));
    assert_false(kt_match_identifier_is_ncage("1O234", 5));
}

static void texts_without_meaning_give_nothing(void **state)
{
    static const char *const TEXTS[] = {"", " ", "-- / --", "\xFF\xFE", "??", "xqzv", "%s%n"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        for (int kind = 0; kind < KT_MATCH_N_KINDS; kind++) {
            kt_match_list list = ask(*state, (kt_match_kind)kind, TEXTS[i]);
            assert_null(sure_id(&list));
        }
    }
}

static void a_text_that_is_too_long_is_never_sure(void **state)
{
    char text[4096];
    memset(text, ' ', sizeof text);
    memcpy(text, "Netherlands", 11);
    text[sizeof text - 2] = 'x';
    text[sizeof text - 1] = '\0';
    kt_match_list list = ask(*state, KT_MATCH_COUNTRY, text);
    assert_true(list.n > 0);
    assert_null(sure_id(&list));
}

static void reasons_say_why(void **state)
{
    static const struct {
        kt_match_kind kind;
        const char *text, *reason;
    } REASONS[] = {
        {KT_MATCH_COMPOSITION, "1.4404", "\"1.4404\" names Stainless 316L (1.4404) typical"},
        {KT_MATCH_COMPOSITION, "Inconnel 718",
         "\"Inconnel 718\" names Inconel 718 (UNS N07718); \"inconnel\" read as \"inconel\""},
        {KT_MATCH_COMPOSITION, "Inconel 718 / 625",
         "\"inconel 718\" names Inconel 718 (UNS N07718); this leaves \"625\""},
        {KT_MATCH_ORGANISATION, "Thales",
         "only \"thales\" occurs in Thales Nederland; 1 other fits as well"},
    };
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
        kt_match_list list = ask(*state, REASONS[i].kind, REASONS[i].text);
        assert_true(list.n > 0);
        assert_string_equal(list.candidate[0].reason, REASONS[i].reason);
    }
}

static void reasons_speak_dutch(void **state)
{
    (void)state;
    kt_case *the_case = NULL;
    kt_matcher *matcher = NULL;
    kt_arena arena = {0};
    kt_match_list list;
    kt_error err = {0};
    const kt_open_options options = {.lang = KT_LANG_NL};
    assert_int_equal(kt_open_reference(&the_case, &options, &err), KT_OK);
    assert_int_equal(kt_match_open(&matcher, the_case, NULL, &err), KT_OK);
    assert_int_equal(kt_match_text(&list, matcher, KT_MATCH_COUNTRY, "Ivory Coast", &arena, &err),
                     KT_OK);
    assert_string_equal(list.candidate[0].reason, "\"Ivory Coast\" is een naam van Ivoorkust");
    assert_int_equal(kt_match_text(&list, matcher, KT_MATCH_ORGANISATION, "Thales", &arena, &err),
                     KT_OK);
    assert_int_equal(list.n, 0); // the reference has no organisations
    kt_match_close(matcher);
    kt_close(the_case);
    kt_arena_free(&arena);
}

static void an_answer_overrides_and_is_remembered(void **state)
{
    fixture *f = *state;
    kt_error err = {0};
    kt_match_list list = ask(f, KT_MATCH_COUNTRY, "Congo");
    assert_null(sure_id(&list));
    assert_int_equal(list.n, 2); // both are called that: neither may look certain
    for (size_t i = 0; i < list.n; i++) {
        assert_true(list.candidate[i].score == 0.5);
        assert_non_null(strstr(list.candidate[i].reason, "; 1 other fits as well"));
    }
    assert_true(list.best == 1.0);
    assert_int_equal(kt_match_answer(f->matcher, KT_MATCH_COUNTRY, "Congo", "COD", &err), KT_OK);
    list = ask(f, KT_MATCH_COUNTRY, " CONGO ");
    assert_true(list.answered);
    assert_string_equal(sure_id(&list), "COD");
    assert_string_equal(list.candidate[0].reason, "answered before");
    list = ask(f, KT_MATCH_ORGANISATION, "Congo"); // of another kind
    assert_false(list.answered);
    assert_int_equal(kt_match_answer(f->matcher, KT_MATCH_COUNTRY, "congo", NULL, &err), KT_OK);
    list = ask(f, KT_MATCH_COUNTRY, "Congo");
    assert_true(list.answered);
    assert_int_equal(list.n, 0);
    assert_int_equal(kt_match_answer(f->matcher, KT_MATCH_COUNTRY, "x", "QQQ", &err), KT_BAD_INPUT);
    assert_int_equal(kt_match_answer(f->matcher, KT_MATCH_COUNTRY, "--", "COD", &err),
                     KT_BAD_INPUT);
}

// The seeded defect: a LEI of the case with two digits swapped must not find the company.
static void an_identifier_is_exact(void **state)
{
    fixture *f = *state;
    kt_match_list list = ask(f, KT_MATCH_ORGANISATION, "LEI test00voorbeeldpmp03");
    assert_string_equal(sure_id(&list), "example-pumps");
    list = ask(f, KT_MATCH_ORGANISATION, "LEI test00voorbeeldpmp30");
    assert_null(sure_id(&list));
    list = ask(f, KT_MATCH_ORGANISATION, "LEI test00voorbeeldpmq03");
    assert_null(sure_id(&list));
    list = ask(f, KT_MATCH_ORGANISATION, "KvK 12345679");
    assert_null(sure_id(&list));
}

// Each kind finds its own things; a threshold above 1 leaves nothing sure.
static void each_kind_has_its_question(void **state)
{
    fixture *f = *state;
    kt_match_list list;
    assert_int_equal(
        kt_match_text(&list, f->matcher, KT_MATCH_COMPOSITION, "316L", &f->arena, NULL), KT_OK);
    assert_string_equal(sure_id(&list), "stainless-316l");
    assert_int_equal(
        kt_match_text(&list, f->matcher, KT_MATCH_ORGANISATION, "Saab AB", &f->arena, NULL), KT_OK);
    assert_string_equal(sure_id(&list), "saab");
    assert_int_equal(kt_match_text(&list, f->matcher, KT_MATCH_COUNTRY, "Holland", &f->arena, NULL),
                     KT_OK);
    assert_string_equal(sure_id(&list), "NLD");
    assert_int_equal(
        kt_match_text(&list, f->matcher, KT_MATCH_MATERIAL, "wolfraam", &f->arena, NULL), KT_OK);
    assert_string_equal(sure_id(&list), "tungsten");
    kt_match_threshold(f->matcher, 1.5);
    assert_int_equal(kt_match_text(&list, f->matcher, KT_MATCH_COUNTRY, "Holland", &f->arena, NULL),
                     KT_OK);
    assert_string_equal(list.candidate[0].id, "NLD");
    assert_null(sure_id(&list));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folding_keeps_what_is_compared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(identifiers_have_their_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_without_meaning_give_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_that_is_too_long_is_never_sure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reasons_say_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reasons_speak_dutch, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_overrides_and_is_remembered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_identifier_is_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_kind_has_its_question, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
