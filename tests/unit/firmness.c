// SPDX-License-Identifier: EUPL-1.2
// How firm a verdict is: nothing without draws, the same at any time, near one half on a knife
// edge, and 1 where nothing that is drawn decides.
#include "facts.h"

#include "analysis/assess/assess.h"

#define SHARES(share)                                                                              \
    "material,stage,scope,country,share,t,period\n"                                                \
    "ore,processing,global,FAR," share ",,2024\nore,processing,global,OWN,0.3,,2024\n"

static const char HEAD_OF_RESTRICTIONS[] =
    "material,country,target,products,measure,announced,effective,ended,suspended_from,"
    "suspended_until,applies_to,organisations,approval_rate,approval_days,legal_reference,hs_codes,"
    "evidence,source,note\n";

static kt_case *the_case;
static kt_assessment *a;

// A ship with a kilogram of ore, of which FAR supplies a share and decides who gets any.
static void assess(const char *shares, uint32_t draws, uint64_t seed)
{
    char restrictions[600];
    snprintf(restrictions, sizeof restrictions,
             "%sore,FAR,ALL,,licence,2024-01-01,2024-01-01,,,,,,,,,,C,made up,\n",
             HEAD_OF_RESTRICTIONS);
    const table_text reference[] = {
        {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                      "companionality\nore,Ore,erts,,yes,yes,no,,\n"},
        {"countries",
         "iso3,name_en,name_nl,lat,lon,groups\nFAR,Far,Ver,,,\nOWN,Own,Eigen,,,EU27\n"},
        {"material_supply", shares},
        {"stage_links", "material,from_stage,to_stage,yield\n"},
        {"governance", "country,year,va,pv,ge,rq,rl,cc,evidence,source\n"
                       "FAR,2023,-1,-1,-1,-1,-1,-1,C,made up\n"},
        {"export_restrictions", restrictions},
        {"world_output", "material,stage,period,tonnes,basis,primary,capacity\n"
                         "ore,processing,2024,80,statistic,yes,\n"},
        {NULL, NULL}};
    const table_text tables[] = {
        {"items", "id,kind,name_en,unit,mass_kg,material,stage\nship,platform,S,,,,\n"
                  "lump,material,Lump,kg,,ore,processing\n"},
        {"bom", "parent,child,quantity\nship,lump,1\n"},
        {"organisations", "id,name,country\nyard,Yard,OWN\n"},
        {"sites", "id,organisation,country\n"},
        {"supply", "item,supplier,share\nship,yard,1\n"},
        {NULL, NULL}};
    kt_assess_question question = kt_assess_default;
    question.firmness = (kt_firmness_options){draws, seed};
    kt_error error = {0};
    assert_int_equal(open_made(&the_case, reference, tables, NULL), KT_OK);
    if (kt_assess_target(&a, the_case, NULL, &question, &error) != KT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(a->risks.n, 1);
}

static double drop(void)
{
    double firmness = a->risks.row[0].firmness;
    kt_assess_free(a);
    kt_case_free(the_case);
    return firmness;
}

static void nothing_is_known_without_draws(void **state)
{
    (void)state;
    assess(SHARES("0.7"), 0, 1);
    assert_true(isnan(drop()));
}

// Two makers are fewer than three, so it is denied as long as FAR has 0.65 of it.
static void a_share_at_the_threshold_is_a_knife_edge(void **state)
{
    (void)state;
    assess(SHARES("0.66"), 4000, 1);
    assert_int_equal(a->risks.row[0].mechanism, KT_MECHANISM_DENIED);
    assert_int_equal(a->risks.row[0].risky, KT_RISKY_YES);
    double one = drop();
    // the logs of the odds of 0.66 and 0.65 lie 0.0443 apart, of the 0.405 drawn to either side
    assert_true(fabs(one - (0.405465 + 0.044255) / (2.0 * 0.405465)) < 0.03);
    assert_true(one < KT_FIRMNESS_EDGE);
    assess(SHARES("0.66"), 4000, 1);
    assert_true(drop() == one);
    assess(SHARES("0.66"), 4000, 2);
    assert_true(drop() != one);
}

static void what_nothing_drawn_can_change_is_firm(void **state)
{
    (void)state;
    assess(SHARES("0.7"), 1000, 1);
    assert_int_equal(a->risks.row[0].risky, KT_RISKY_YES);
    double edge = drop();
    assess("material,stage,scope,country,share,t,period\nore,processing,global,FAR,0.95,,2024\n"
           "ore,processing,global,OWN,0.05,,2024\n",
           1000, 1);
    assert_int_equal(a->risks.row[0].risky, KT_RISKY_YES);
    double firm = drop();
    assert_true(firm == 1.0 && edge < firm);
}

// Each list on record of the market is as likely as the other.
static void the_years_on_record_are_drawn(void **state)
{
    (void)state;
    assess("material,stage,scope,country,share,t,period\nore,processing,global,FAR,0.95,,2024\n"
           "ore,processing,global,OWN,0.05,,2024\nore,processing,global,FAR,0.3,,2020\n"
           "ore,processing,global,OWN,0.7,,2020\nore,processing,eu,FAR,0.3,,2021\n",
           4000, 1);
    assert_int_equal(a->risks.row[0].risky, KT_RISKY_YES);
    assert_true(fabs(drop() - 0.5) < 0.03);
}

// Whatever the mechanism, the verdict that the screen prints is that of the figures on the screen.
static void undisturbed(const char *folder, const kt_buyer_options *buyer)
{
    kt_assess_question question = kt_assess_default;
    kt_error error = {0};
    question.buyer = *buyer;
    const kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    assert_int_equal(kt_open_case(&the_case, folder, &options, &error), KT_OK);
    if (kt_assess_target(&a, the_case, NULL, &question, &error) != KT_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        const kt_firmness_draw as_it_is = {risk->share, 1.0, 1.0, risk->governance};
        if (kt_firmness_judge(risk, &a->rule, &as_it_is) != risk->risky)
            fail_msg("%s: %s", risk->flow->id, kt_mechanism_name(risk->mechanism));
    }
    (void)drop();
}

static void figures_as_they_are_give_the_verdict_as_it_is(void **state)
{
    (void)state;
    const double reaches[] = {0.01, 1e-4, 1e-6, 0.0};
    for (size_t i = 0; i < sizeof reaches / sizeof reaches[0]; i++) {
        for (int32_t need = KT_NEED_KIND_NEWBUILD; need <= KT_NEED_KIND_SUSTAINMENT; need++) {
            kt_buyer_options buyer = kt_buyer_default;
            buyer.reach = reaches[i];
            buyer.need = need;
            undisturbed(KETEN_SOURCE_DIR "/data/cases/lcf", &buyer);
            buyer.hostile = "none";
            undisturbed(KETEN_SOURCE_DIR "/data/cases/lcf", &buyer);
        }
    }
}

// Of the ore enough is left, of the metal made of it not: that loss moves with the share too.
static void a_shortage_further_on_is_drawn_as_one(void **state)
{
    (void)state;
    const kt_event flow = {.id = "FAR/ore/extraction"};
    kt_risk risk = {.flow = &flow,
                    .share = 0.7,
                    .dependence = 0.7,
                    .dependence_built = 0.7,
                    .dependence_first = 0.4,
                    .first_built = 0.4,
                    .restricted = true,
                    .bloc = KT_BLOC_ELSEWHERE,
                    .mechanism = KT_MECHANISM_SHORTAGE,
                    .facts = {.dominates = true,
                              .n_outside = 9,
                              .available = 1.0,
                              .sells = 0.3,
                              .reachable_kg = 100.0,
                              .need_kg = 1.0}};
    kt_risk_judge(&risk, &kt_risk_default_rule);
    assert_int_equal(risk.risky, KT_RISKY_YES);
    kt_firmness_draw draw = {0.7, 1.0, 1.0, -1.0};
    assert_int_equal(kt_firmness_judge(&risk, &kt_risk_default_rule, &draw), KT_RISKY_YES);
    draw.share = 0.66;
    assert_int_equal(kt_firmness_judge(&risk, &kt_risk_default_rule, &draw), KT_RISKY_YES);
    draw.share = 0.64; // not concentrated
    assert_int_equal(kt_firmness_judge(&risk, &kt_risk_default_rule, &draw), KT_RISKY_NO);
}

// A measure counts from the share on at which a country dominates, whichever side the figure is of.
static void what_would_refuse_is_known_below_the_threshold_too(void **state)
{
    (void)state;
    assess(SHARES("0.64"), 4000, 1);
    const kt_risk *risk = &a->risks.row[0];
    assert_int_equal(risk->refusal, KT_FORCE_YES);
    assert_int_equal(risk->risky, KT_RISKY_NO);
    const kt_firmness_draw more = {0.7, 1.0, 1.0, risk->governance};
    assert_int_equal(kt_firmness_judge(risk, &a->rule, &more), KT_RISKY_YES);
    double edge = drop();
    assert_true(edge < KT_FIRMNESS_EDGE && edge > 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_without_draws),
        cmocka_unit_test(a_share_at_the_threshold_is_a_knife_edge),
        cmocka_unit_test(what_nothing_drawn_can_change_is_firm),
        cmocka_unit_test(the_years_on_record_are_drawn),
        cmocka_unit_test(figures_as_they_are_give_the_verdict_as_it_is),
        cmocka_unit_test(a_shortage_further_on_is_drawn_as_one),
        cmocka_unit_test(what_would_refuse_is_known_below_the_threshold_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
