// SPDX-License-Identifier: EUPL-1.2
// The rule of risky dependencies: each of its four conditions answered yes, no and unknown.
#include "setting.h"

#include "analysis/assess/assess.h"

static kt_case *the_case;
static kt_assessment *a;

static void assess(const char *items, const char *bom, const char *supply, const char *stocks,
                   const kt_risk_rule *rule)
{
    const file_text files[] = {
        {"items", items},
        {"bom", bom},
        {"organisations", "id,name,country\nyard,Yard,NLD\nworks,Works,DEU\n"},
        {"supply", supply},
        {stocks == NULL ? NULL : "stocks", stocks},
        {NULL, NULL}};
    kt_error error = {0};
    the_case = case_of(files);
    if (kt_assess_target(&a, the_case, NULL, rule, &error) != KT_OK)
        fail_msg("%s", error.message);
}

static void drop(void)
{
    kt_assess_free(a);
    kt_case_free(the_case);
}

static const kt_risk *risk(const char *flow)
{
    for (size_t i = 0; i < a->risks.n; i++) {
        if (strcmp(a->risks.row[i].flow->id, flow) == 0)
            return &a->risks.row[i];
    }
    fail_msg("no risk %s", flow);
    return NULL;
}

static void answers(const kt_risk *r, kt_verdict concentrated, kt_verdict unreliable,
                    kt_verdict no_substitute, kt_verdict impact)
{
    assert_int_equal(r->condition[KT_CONCENTRATED], concentrated);
    assert_int_equal(r->condition[KT_UNRELIABLE], unreliable);
    assert_int_equal(r->condition[KT_NO_SUBSTITUTE], no_substitute);
    assert_int_equal(r->condition[KT_IMPACT], impact);
    kt_verdict least = concentrated < unreliable ? concentrated : unreliable;
    least = no_substitute < least ? no_substitute : least;
    assert_int_equal(r->verdict, impact < least ? impact : least);
}

static const kt_verdict NO = KT_VERDICT_NO;
static const kt_verdict YES = KT_VERDICT_YES;
static const kt_verdict MAYBE = KT_VERDICT_UNKNOWN;

#define ITEMS                                                                                      \
    "id,kind,name_en,unit,function_critical\nship,platform,S,,\nshaft,component,H,,\n"             \
    "blade,semi_finished,B,,yes\nplate,semi_finished,P,,\ntungsten,material,W,kg,\n"
#define BOM                                                                                        \
    "parent,child,quantity,essential,evidence\nship,shaft,1,,A\nshaft,blade,2,,C\nblade,tungsten," \
    "3,,B\n"
#define YARD "item,supplier,share,switch_days\nship,yard,1,\n"

// The world market of tungsten: China 80 %, with a restriction on record; the United States 20 %.
static void all_four_conditions_make_a_risk(void **state)
{
    (void)state;
    assess(ITEMS, BOM, YARD, NULL, NULL);
    assert_int_equal(a->risks.n, 1); // the worst flow of the material
    const kt_risk *r = risk("CHN/tungsten/processing");
    answers(r, YES, YES, YES, YES);
    assert_near(r->share, 0.8);
    assert_near(r->dependence, 0.8);
    assert_near(r->dependence_built, 0.8);
    assert_near(r->governance, -0.3); // mean of the latest year
    assert_true(r->restricted);
    assert_int_equal(r->bloc, KT_BLOC_ELSEWHERE);
    assert_int_equal(r->evidence, KT_EVIDENCE_C); // the weakest on the way
    assert_true(r->function_critical);
    assert_true(isnan(r->stock_days));
    assert_int_equal(r->half_product, kt_network_find(&a->network, "blade"));
    assert_int_equal(r->part, kt_network_find(&a->network, "shaft"));
    assert_int_equal(r->alternative, KT_NO_ROW);
    drop();
}

static void concentration_is_a_share_of_one_country(void **state)
{
    (void)state;
    assess(ITEMS, BOM, YARD, NULL, &(kt_risk_rule){0.800001, 0.0, 0.1});
    answers(risk("CHN/tungsten/processing"), NO, YES, YES, YES);
    drop();
    assess(ITEMS, BOM, YARD, NULL, &(kt_risk_rule){0.799999, 0.0, 0.1});
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, YES);
    drop();
}

static void a_threshold_that_is_met_is_reached(void **state)
{
    (void)state;
    const char *supply = YARD "tungsten,country:CHN,0.75,\ntungsten,country:USA,0.25,\n";
    assess(ITEMS, BOM, supply, NULL, &(kt_risk_rule){0.75, 0.0, 0.75});
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, YES);
    drop();
}

static void concentration_counts_all_items_of_the_material(void **state)
{
    (void)state;
    assess("id,kind,name_en,unit,material\nship,platform,S,,\ntungsten,material,W,kg,\n"
           "wire,material,V,kg,tungsten\n",
           "parent,child,quantity\nship,tungsten,1\nship,wire,3\n",
           "item,supplier,share,switch_days\nship,yard,1,\nwire,country:USA,1,\n", NULL, NULL);
    answers(risk("USA/tungsten/processing"), YES, NO, YES, YES); // (0.2 + 3) / 4
    assert_near(risk("USA/tungsten/processing")->share, 0.8);
    drop();
}

static void allies_are_not_unreliable(void **state)
{
    (void)state;
    const kt_risk_rule strict = {0.0, 2.5, 0.1}; // every third country would be
    const char *const supply[] = {"tungsten,country:NLD,1,\n", "tungsten,country:DEU,1,\n",
                                  "tungsten,country:USA,1,\n", "tungsten,country:AUS,1,\n"};
    const char *const flow[] = {"NLD/tungsten/processing", "DEU/tungsten/processing",
                                "USA/tungsten/processing", "AUS/tungsten/processing"};
    for (size_t i = 0; i < 4; i++) {
        char rows[200];
        snprintf(rows, sizeof rows, "%s%s", YARD, supply[i]);
        assess(ITEMS, BOM, rows, NULL, &strict);
        answers(risk(flow[i]), YES, i < 3 ? NO : YES, YES, YES);
        drop();
    }
}

static void governance_decides_where_nothing_is_restricted(void **state)
{
    (void)state;
    const char *items = "id,kind,name_en,unit\nship,platform,S,\ngallium,material,G,kg\n";
    const char *bom = "parent,child,quantity\nship,gallium,1\n";
    assess(items, bom, YARD "gallium,country:CHN,1,\n", NULL, NULL);
    answers(risk("CHN/gallium/processing"), YES, YES, YES, YES); // -0.3 < 0
    assert_false(risk("CHN/gallium/processing")->restricted);
    drop();
    assess(items, bom, YARD "gallium,country:CHN,1,\n", NULL, &(kt_risk_rule){0.65, -0.31, 0.1});
    answers(risk("CHN/gallium/processing"), YES, NO, YES, YES);
    drop();
    assess(items, bom, YARD "gallium,country:KAZ,1,\n", NULL, NULL); // no estimate is on record
    answers(risk("KAZ/gallium/processing"), YES, MAYBE, YES, YES);
    assert_true(isnan(risk("KAZ/gallium/processing")->governance));
    drop();
}

#define EITHER                                                                                     \
    "parent,child,quantity,alternative_group\nship,shaft,1,\nshaft,blade,2,g\nshaft,plate,2,"      \
    "g\nblade,tungsten,3,\n"

static void a_substitute_must_come_before_the_stock_ends(void **state)
{
    (void)state;
    const char *supply = YARD "plate,works,1,90\nplate,yard,0,\n";
    assess(ITEMS, EITHER, supply, NULL, NULL);
    const kt_risk *r = risk("CHN/tungsten/processing");
    answers(r, YES, YES, MAYBE, YES); // it exists; nobody says whether in time
    assert_int_equal(r->alternative, kt_network_find(&a->network, "plate"));
    assert_near(r->dependence, 0.0);
    assert_near(r->dependence_built, 0.8);
    assert_near(r->switch_days, 90.0);
    drop();
    assess(ITEMS, EITHER, supply, "item,holder,days_of_cover\ntungsten,works,89\n", NULL);
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, YES);
    drop();
    assess(ITEMS, EITHER, supply,
           "item,holder,days_of_cover\ntungsten,works,20\ntungsten,yard,90\nship,yard,1\n", NULL);
    answers(risk("CHN/tungsten/processing"), YES, YES, NO, YES); // the largest stock counts
    assert_near(risk("CHN/tungsten/processing")->stock_days, 90.0);
    drop();
}

static void a_substitute_that_needs_the_same_is_none(void **state)
{
    (void)state;
    assess(ITEMS,
           "parent,child,quantity,alternative_group\nship,shaft,1,\nshaft,blade,2,g\n"
           "shaft,plate,2,g\nblade,tungsten,3,\nplate,tungsten,1,\n",
           YARD, NULL, NULL);
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, YES);
    drop();
}

// The weight of an input that is not essential decides the loss: 2 of 100 EUR.
static void small_losses_have_no_impact_unless_critical(void **state)
{
    (void)state;
    const char *items = "id,kind,name_en,unit,value_eur,function_critical\nship,platform,S,,,\n"
                        "hull,component,H,,98,\nlamp,semi_finished,L,,2,%s\n"
                        "tungsten,material,W,kg,,\n";
    const char *bom = "parent,child,quantity,essential\nship,hull,1,\nship,lamp,1,no\n"
                      "lamp,tungsten,1,\n";
    char text[400];
    snprintf(text, sizeof text, items, "");
    assess(text, bom, YARD "hull,works,1,\n", NULL, NULL);
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, NO);
    assert_near(risk("CHN/tungsten/processing")->dependence, 0.02 * 0.8);
    drop();
    snprintf(text, sizeof text, items, "yes");
    assess(text, bom, YARD "hull,works,1,\n", NULL, NULL);
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, YES);
    drop();
    snprintf(text, sizeof text, items, "");
    assess(text, bom, YARD, NULL, NULL); // who makes hulls is unknown: they may fail too
    answers(risk("CHN/tungsten/processing"), YES, YES, YES, MAYBE);
    assert_near(risk("CHN/tungsten/processing")->dependence_upper, 1.0);
    drop();
}

static void the_riskiest_come_first(void **state)
{
    (void)state;
    assess("id,kind,name_en,unit\nship,platform,S,\ntungsten,material,W,kg\ngallium,material,G,kg\n"
           "iron,material,F,kg\n",
           "parent,child,quantity\nship,tungsten,1\nship,gallium,1\nship,iron,1\n",
           YARD "iron,country:AUS,1,\n", NULL, NULL);
    assert_int_equal(a->risks.n, 3);
    assert_string_equal(a->risks.row[0].flow->id, "CHN/gallium/processing"); // 90 %
    assert_string_equal(a->risks.row[1].flow->id, "CHN/tungsten/processing");
    assert_string_equal(a->risks.row[2].flow->id, "AUS/iron/extraction"); // reliable: no
    assert_int_equal(a->risks.row[2].verdict, KT_VERDICT_NO);
    assert_int_equal(a->risks.row[0].half_product, KT_NO_ROW); // straight into the ship
    drop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_four_conditions_make_a_risk),
        cmocka_unit_test(concentration_is_a_share_of_one_country),
        cmocka_unit_test(a_threshold_that_is_met_is_reached),
        cmocka_unit_test(concentration_counts_all_items_of_the_material),
        cmocka_unit_test(allies_are_not_unreliable),
        cmocka_unit_test(governance_decides_where_nothing_is_restricted),
        cmocka_unit_test(a_substitute_must_come_before_the_stock_ends),
        cmocka_unit_test(a_substitute_that_needs_the_same_is_none),
        cmocka_unit_test(small_losses_have_no_impact_unless_critical),
        cmocka_unit_test(the_riskiest_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
