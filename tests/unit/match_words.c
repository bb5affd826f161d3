// SPDX-License-Identifier: EUPL-1.2
// The words that names are recognised by: what stands for what, and what may be left out.
#include "facts.h"

#include "ingest/recognise/match_words.h"

#define NO_FIGURES                                                                                 \
    {"material_supply", "material,stage,scope,country,share,t,period\n"},                          \
    {                                                                                              \
        "stage_links", "material,from_stage,to_stage,yield\n"                                      \
    }

static const table_text REFERENCE[] = {
    NO_FIGURES,
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "steel,Steel,staal,,no,no,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nNLD,Netherlands,Nederland,,,EU27\n"},
    {"synonyms", "kind,text,id\n"
                 "word,Edelstahl,stainless\nword,stainless steel,inox\nword,inox,stainless-steel\n"
                 "word,RVS,stainless\nnoise,B.V,legal\nnoise,GmbH,legal\nnoise,plate,free\n"
                 "noise,plate,other\nnoise,mm,unit\nnoise,odd,none\nnoise,the,stop\n"
                 "noise,group,company\nnoise,from,origin\nnoise,ASTM,prefix\n"
                 "material,iron,steel\n"},
    {NULL, NULL},
};

static unsigned noise(const kt_match_words *words, const char *text)
{
    return kt_match_words_noise(words, text, strlen(text));
}

static const char *meaning(const kt_match_words *words, const char *text)
{
    return kt_match_words_meaning(words, text, strlen(text));
}

static void words_mean_others_and_may_be_left_out(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error error = {0};
    kt_match_words words;
    if (open_made(&c, REFERENCE, NULL, &error) != KT_OK)
        fail_msg("%s: %s", error.message, c->places[0].message);
    assert_int_equal(kt_match_words_open(&words, c, NULL), KT_OK);
    assert_string_equal(meaning(&words, "edelstahl"), "stainless"); // they are kept folded
    assert_string_equal(meaning(&words, "rvs"), "stainless");
    assert_null(meaning(&words, "Edelstahl"));
    assert_null(meaning(&words, "stainless"));       // itself
    assert_null(meaning(&words, "stainless steel")); // two words are no word
    assert_null(meaning(&words, "inox"));            // nor the meaning of one
    assert_null(meaning(&words, "iron"));            // the name of a material
    assert_int_equal(noise(&words, "gmbh"), KT_NOISE_LEGAL);
    assert_int_equal(noise(&words, "plate"), KT_NOISE_FREE | KT_NOISE_OTHER); // both
    assert_int_equal(noise(&words, "mm"), KT_NOISE_UNIT);
    assert_int_equal(noise(&words, "the"), KT_NOISE_STOP);
    assert_int_equal(noise(&words, "group"), KT_NOISE_COMPANY);
    assert_int_equal(noise(&words, "from"), KT_NOISE_ORIGIN);
    assert_int_equal(noise(&words, "astm"), KT_NOISE_PREFIX);
    assert_int_equal(noise(&words, "odd"), 0); // of a class that is not known
    assert_int_equal(noise(&words, "unheard"), 0);
    kt_match_words_close(&words);
    kt_match_words_close(&words); // closed already
    kt_case_free(c);
}

static void a_reference_without_them_has_none(void **state)
{
    (void)state;
    static const table_text BARE[] = {
        NO_FIGURES,
        {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                      "companionality\n"
                      "steel,Steel,staal,,no,no,no,,\n"},
        {"countries", "iso3,name_en,name_nl,lat,lon,groups\nNLD,Netherlands,Nederland,,,EU27\n"},
        {NULL, NULL},
    };
    kt_case *c = NULL;
    kt_match_words words;
    assert_int_equal(open_made(&c, BARE, NULL, NULL), KT_OK);
    assert_int_equal(kt_match_words_open(&words, c, NULL), KT_OK);
    assert_null(meaning(&words, "rvs"));
    assert_int_equal(noise(&words, "mm"), 0);
    assert_int_equal(noise(&words, ""), 0);
    kt_match_words_close(&words);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_mean_others_and_may_be_left_out),
        cmocka_unit_test(a_reference_without_them_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
