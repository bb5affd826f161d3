// SPDX-License-Identifier: EUPL-1.2
// The rule of risky dependencies: each of its four conditions answered yes, no and unknown; the
// verdict by mechanism. The worst flow of each material against a sweep for every flow alone, on
// random small chains.
#include "setting.h"

#include "analysis/assess/assess.h"
#include "base/buffer.h"
#include "base/philox.h"

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
    kt_assess_question question = kt_assess_default;
    question.rule = rule == NULL ? kt_risk_default_rule : *rule;
    the_case = case_of(files);
    if (kt_assess_target(&a, the_case, NULL, &question, &error) != KT_OK)
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
    // the world's output of nothing is on record here: only named suppliers can be judged
    if (r->mechanism == KT_MECHANISM_UNKNOWN)
        assert_int_equal(r->risky, KT_RISKY_UNKNOWN);
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

// As it is built there is no tungsten in it: that the substitute for the plate would need some is
// in the ranking, but nobody has to buy it.
static void what_only_an_alternative_holds_is_not_needed(void **state)
{
    (void)state;
    assess(ITEMS,
           "parent,child,quantity,alternative_group\nship,shaft,1,\nshaft,plate,2,g\nshaft,blade,2,"
           "g\nblade,tungsten,3,\n",
           YARD "plate,works,1,\n", NULL, NULL);
    assert_near(risk("CHN/tungsten/processing")->need_kg_per_year, 0.0);
    assert_false(kt_risk_is_needed(risk("CHN/tungsten/processing")));
    drop();
    assess(ITEMS, BOM, YARD, NULL, NULL);
    assert_near(risk("CHN/tungsten/processing")->need_kg_per_year, 6.0);
    assert_true(kt_risk_is_needed(risk("CHN/tungsten/processing")));
    drop();
    assert_true(kt_risk_is_needed(&(kt_risk){.need_kg_per_year = (double)NAN})); // not known
    assert_true(kt_risk_is_needed(&(kt_risk){.dependence_built = 0.5})); // nobody replaces it
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
    assert_int_equal(a->risks.row[1].risky, KT_RISKY_UNKNOWN);
    assert_string_equal(a->risks.row[2].flow->id, "AUS/iron/extraction"); // reliable: no
    assert_int_equal(a->risks.row[2].mechanism, KT_MECHANISM_SHORTAGE);   // its supplier is named
    assert_int_equal(a->risks.row[2].risky, KT_RISKY_NO);
    assert_int_equal(a->risks.row[0].half_product, KT_NO_ROW); // straight into the ship
    drop();
}

// ------------------------------------------------------------------ against every flow alone

enum { PARTS = 7, MATERIALS = 5, MOST_FLOWS = 128 };

typedef struct drawing {
    uint64_t run;
    uint32_t draw;
} drawing;

static unsigned below(drawing *d, unsigned n)
{
    return (unsigned)(kt_philox_uniform((kt_philox){20261129, d->run}, d->draw++) * n);
}

// Five materials of three kinds, each drawn on by some of seven parts, from one to four countries.
static void assess_drawn(uint64_t run)
{
    static const char *const NAMES[] = {"tungsten", "gallium", "iron"};
    static const char *const COUNTRIES[] = {"CHN", "USA", "AUS", "KAZ", "DEU"};
    drawing d = {run, 0};
    kt_buffer items = {0};
    kt_buffer bom = {0};
    kt_buffer supply = {0};
    kt_buffer_put(&items, "id,kind,name_en,unit,material\nship,platform,S,,\n");
    kt_buffer_put(&bom, "parent,child,quantity,essential,alternative_group\nship,p0,1,,\n");
    kt_buffer_put(&supply, "item,supplier,share\nship,yard,1\n");
    for (unsigned m = 0; m < MATERIALS; m++) {
        unsigned first = below(&d, 5);
        kt_buffer_format(&items, "m%u,material,M,kg,%s\n", m, NAMES[below(&d, 3)]);
        for (unsigned k = 0, n = 1 + below(&d, 4); k < n; k++)
            kt_buffer_format(&supply, "m%u,country:%s,0.%u\n", m, COUNTRIES[(first + k) % 5],
                             1 + below(&d, 2));
    }
    for (unsigned p = 0; p < PARTS; p++) {
        kt_buffer_format(&items, "p%u,component,P,,\n", p);
        kt_buffer_format(&supply, "p%u,works,1\n", p);
        for (unsigned q = p + 1; q < PARTS; q++) {
            if (q == p + 1 || below(&d, 4) == 0)
                kt_buffer_format(&bom, "p%u,p%u,1,,%s\n", p, q, below(&d, 3) == 0 ? "g" : "");
        }
        for (unsigned m = 0; m < MATERIALS; m++) {
            if (below(&d, 3) == 0)
                kt_buffer_format(&bom, "p%u,m%u,%u,,%s\n", p, m, 1 + below(&d, 3),
                                 below(&d, 3) == 0 ? "h" : "");
        }
    }
    assert_false(items.failed || bom.failed || supply.failed);
    assess(items.text, bom.text, supply.text, NULL, &(kt_risk_rule){0.3, 0.0, 0.15});
    kt_buffer_free(&items);
    kt_buffer_free(&bom);
    kt_buffer_free(&supply);
}

static double units_of(kt_symbol material, uint8_t stage, kt_symbol country)
{
    double units = 0.0;
    for (uint32_t p = 0; p < a->network.n_producers; p++) {
        const kt_network_item *item = &a->network.item[a->network.producer[p].item];
        if (item->material == material && item->stage == stage &&
            (country == 0 || a->network.producer[p].country == country))
            units += a->study.explosion.units[p].typical;
    }
    return units;
}

static kt_verdict promise(const kt_risk *risk)
{
    kt_risk copy = *risk;
    kt_risk_judge(&copy, &a->rule);
    kt_verdict one = copy.condition[KT_CONCENTRATED];
    kt_verdict two = copy.condition[KT_UNRELIABLE];
    return one < two ? one : two;
}

// Each flow alone. Where suppliers are named it falls short as soon as one fails; nobody knows what
// the world makes of the rest.
static void judge_alone(kt_risk *out, kt_capacity *used)
{
    const kt_exposure *flows = &a->exposure[KT_CLASS_FLOW];
    for (uint32_t e = 0; e < flows->events.n; e++) {
        const kt_event *flow = &flows->events.event[e];
        const kt_network_item *item = NULL; // that is left with least
        double least = 2.0;
        for (uint32_t k = flow->first; k < flow[1].first; k++)
            kt_capacity_set(used, flows->events.producer[k], 0, 0.0);
        kt_capacity_sweep(used);
        for (uint32_t i = 0; i < a->network.n_items; i++) {
            const kt_network_item *one = &a->network.item[i];
            bool makes = false;
            for (uint32_t k = flow->first; k < flow[1].first; k++)
                makes |= a->network.producer[flows->events.producer[k]].item == i;
            if (makes && kt_capacity_item(used, i, 0) < least) {
                least = kt_capacity_item(used, i, 0);
                item = one;
            }
        }
        double all = units_of(flow->material, flow->stage, 0);
        bool restricted = strcmp(flow->id, "CHN/tungsten/processing") == 0;
        kt_mechanism short_or_not =
            least < 1.0 - 1e-12 ? KT_MECHANISM_SHORTAGE : KT_MECHANISM_PRICE;
        out[e] = (kt_risk){
            .flow = flow,
            .share = all > 0.0 ? units_of(flow->material, flow->stage, flow->country) / all
                               : (double)NAN,
            .dependence = kt_exposure_loss(used, a->study.reach.target, 0),
            .governance = kt_country_governance(the_case, flow->country),
            .restricted = restricted,
            .mechanism = item->market == KT_MARKET_REFERENCE ? KT_MECHANISM_UNKNOWN : short_or_not,
            .bloc = kt_country_bloc(the_case, flow->country, a->study.home),
        };
        kt_capacity_clear(used);
    }
}

static bool riskier(const kt_risk *x, const kt_risk *y)
{
    if (x->mechanism != y->mechanism)
        return x->mechanism > y->mechanism;
    if (promise(x) != promise(y))
        return promise(x) > promise(y);
    if (x->dependence != y->dependence)
        return x->dependence > y->dependence;
    double differ = x->share - y->share; // of the same units, but added in another order
    if (fabs(differ) > 1e-12 || isnan(x->share) != isnan(y->share))
        return isnan(y->share) || differ > 0.0;
    if (isnan(x->governance) != isnan(y->governance))
        return isnan(y->governance);
    if (!isnan(x->governance) && x->governance != y->governance)
        return x->governance < y->governance;
    return strcmp(x->flow->id, y->flow->id) < 0;
}

static void check_worst(const kt_risk *alone, uint32_t n)
{
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *kept = &a->risks.row[i];
        const kt_risk *worst = NULL;
        for (uint32_t e = 0; e < n; e++) {
            if (alone[e].flow->material == kept->flow->material &&
                (worst == NULL || riskier(&alone[e], worst)))
                worst = &alone[e];
        }
        assert_string_equal(kept->flow->id, worst->flow->id);
        assert_true(kept->dependence == worst->dependence);
        assert_true(kept->dependence_first == worst->dependence); // nobody is hostile
        assert_int_equal(kept->mechanism, worst->mechanism);
    }
}

static void the_worst_flow_of_each_material_is_kept(void **state)
{
    (void)state;
    const char *cases = getenv("KETEN_CASES");
    uint64_t n = cases == NULL ? 200 : strtoull(cases, NULL, 10);
    for (uint64_t run = 0; run < n; run++) {
        kt_risk alone[MOST_FLOWS];
        kt_circuit circuit;
        kt_capacity used;
        assess_drawn(run);
        assert_int_equal(kt_circuit_open(&circuit, &a->network, NULL, NULL), KT_OK);
        assert_int_equal(kt_capacity_open(&used, &circuit, NULL, NULL), KT_OK);
        assert_true(a->exposure[KT_CLASS_FLOW].events.n < MOST_FLOWS);
        judge_alone(alone, &used);
        check_worst(alone, a->exposure[KT_CLASS_FLOW].events.n);
        kt_capacity_close(&used);
        kt_circuit_close(&circuit);
        drop();
    }
}

// A risk of which all four conditions hold, by the loss that its mechanism looks at.
static kt_risk judged(kt_mechanism mechanism, kt_bloc bloc, double proportional, double first)
{
    kt_risk risk = {.share = 0.9,
                    .mechanism = mechanism,
                    .bloc = bloc,
                    .governance = -1.0,
                    .dependence = proportional,
                    .dependence_built = proportional,
                    .dependence_first = first,
                    .first_built = first,
                    .stock_days = (double)NAN,
                    .switch_days = (double)NAN};
    kt_risk_judge(&risk, &kt_risk_default_rule);
    return risk;
}

static void the_mechanism_says_which_loss_counts(void **state)
{
    (void)state;
    const kt_bloc third = KT_BLOC_ELSEWHERE;
    const struct {
        kt_mechanism mechanism;
        kt_bloc bloc;
        double proportional, first;
        kt_risky expected;
    } rows[] = {
        {KT_MECHANISM_DENIED, third, 0.9, 0.0, KT_RISKY_YES}, // nobody is served
        {KT_MECHANISM_DENIED, third, 0.05, 0.0, KT_RISKY_NO},
        {KT_MECHANISM_DENIED, KT_BLOC_NATO, 0.9, 0.0, KT_RISKY_ALLIED},
        {KT_MECHANISM_FORM, third, 0.9, 0.0, KT_RISKY_YES},
        {KT_MECHANISM_SHORTAGE, third, 0.9, 0.5, KT_RISKY_YES},
        {KT_MECHANISM_SHORTAGE, third, 0.9, 0.05, KT_RISKY_NO},
        {KT_MECHANISM_SHORTAGE, KT_BLOC_EU, 0.9, 0.5, KT_RISKY_ALLIED},
        {KT_MECHANISM_SHORTAGE, KT_BLOC_HOME, 0.9, 0.5, KT_RISKY_ALLIED},
        {KT_MECHANISM_SHORTAGE, KT_BLOC_HOME, 0.9, 0.05, KT_RISKY_NO},
        {KT_MECHANISM_PRICE, third, 0.9, 0.0, KT_RISKY_NO},
        {KT_MECHANISM_UNKNOWN, third, 0.9, 0.9, KT_RISKY_UNKNOWN},
        {KT_MECHANISM_UNKNOWN, KT_BLOC_EU, 0.0, 0.0, KT_RISKY_UNKNOWN}, // never looks safe
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kt_risk r = judged(rows[i].mechanism, rows[i].bloc, rows[i].proportional, rows[i].first);
        assert_int_equal(r.risky, rows[i].expected);
    }
    // one condition that is not known, the others met: nobody knows; one that is not met: no
    kt_risk unsure = judged(KT_MECHANISM_DENIED, third, 0.9, 0.0);
    unsure.governance = (double)NAN;
    kt_risk_judge(&unsure, &kt_risk_default_rule);
    assert_int_equal(unsure.risky, KT_RISKY_UNKNOWN);
    unsure.share = 0.5;
    kt_risk_judge(&unsure, &kt_risk_default_rule);
    assert_int_equal(unsure.risky, KT_RISKY_NO);
    unsure = judged(KT_MECHANISM_DENIED, third, 0.9, 0.0);
    unsure.dependence = 0.0; // a substitute, and no row says whether it comes in time
    kt_risk_judge(&unsure, &kt_risk_default_rule);
    assert_int_equal(unsure.risky, KT_RISKY_UNKNOWN);
    unsure.bloc = KT_BLOC_NATO;
    kt_risk_judge(&unsure, &kt_risk_default_rule);
    assert_int_equal(unsure.risky, KT_RISKY_NO);
    unsure = judged(KT_MECHANISM_DENIED, third, 0.05, 0.0);
    unsure.dependence_upper = 0.9; // it may lose more
    kt_risk_judge(&unsure, &kt_risk_default_rule);
    assert_int_equal(unsure.risky, KT_RISKY_UNKNOWN);
    kt_risk bought = judged(KT_MECHANISM_PRICE, third, 0.9, 0.0);
    bought.denial_unknown = true; // a suspension has run out, and nobody says what holds
    kt_risk_judge(&bought, &kt_risk_default_rule);
    assert_int_equal(bought.risky, KT_RISKY_UNKNOWN);
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
        cmocka_unit_test(what_only_an_alternative_holds_is_not_needed),
        cmocka_unit_test(a_substitute_that_needs_the_same_is_none),
        cmocka_unit_test(small_losses_have_no_impact_unless_critical),
        cmocka_unit_test(the_riskiest_come_first),
        cmocka_unit_test(the_worst_flow_of_each_material_is_kept),
        cmocka_unit_test(the_mechanism_says_which_loss_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
