// SPDX-License-Identifier: EUPL-1.2
// The sum behind one flow: a small case by hand, germanium on the frigate with what its tables say,
// and that every figure is the one of the assessment.
#include "facts.h"

#include "analysis/assess/assess.h"
#include "analysis/assess/flow_sum.h"
#include "model/network_build.h"

#define NEAR(actual, expected) near_at((actual), (expected), __FILE__, __LINE__)

static void near_at(double actual, double expected, const char *file, int line)
{
    if (fabs(actual - expected) <= 1e-9 * (1.0 + fabs(expected)) ||
        (isnan(actual) && isnan(expected)))
        return;
    print_error("%s:%d: %.17g, expected %.17g\n", file, line, actual, expected);
    fail();
}

// ore: Bravo 0.7, three others with 0.1 each, of which Delta is under sanctions. The world makes
// 1,000 kg and could make 1,200; a tenth is recycled. salt: suppliers of its own.
static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.1,\nsalt,Salt,zout,,yes,yes,no,,\n"
                  "sand,Sand,zand,,no,no,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\n"
                  "AAA,Alfa,Alfa,,,EU27\nBBB,Bravo,Bravo,,,\nCCC,Charlie,Charlie,,,NATO\n"
                  "DDD,Delta,Delta,,,\nEEE,Echo,Echo,,,\n"},
    {"material_supply",
     "material,stage,scope,country,share,t,period,basis,of_group,evidence,source\n"
     "ore,processing,global,BBB,0.7,,2024,complete,,B,Atlas\n"
     "ore,processing,global,AAA,0.1,,2024,complete,,B,Atlas\n"
     "ore,processing,global,CCC,0.1,,2024,complete,,B,Atlas\n"
     "ore,processing,global,DDD,0.1,,2024,complete,,B,Atlas\n"
     "ore,processing,global,EEE,0,,2024,complete,,B,Atlas\n"
     "sand,processing,global,BBB,1,,2024,complete,sands,B,Atlas\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"governance", "country,year,va,pv,ge,rq,rl,cc\nBBB,2023,-1,-1,-1,-1,-1,-1\n"},
    {"world_output", "material,stage,period,tonnes,basis,primary,capacity,evidence,source\n"
                     "ore,processing,2024,1,statistic,yes,1.2,B,Atlas\n"},
    {"makers", "material,stage,country,maker,since\nsand,processing,EEE,Yard,\n"
               "sand,processing,EEE,Mill,\nsand,processing,DDD,Pit,\n"},
    {"sanctions", "country,kind,effective,ended,act\nDDD,economic,2020-01-01,,Regulation 1\n"},
    {"export_restrictions",
     "material,country,target,measure,effective,ended,suspended_from,suspended_until,announced\n"
     "ore,BBB,AAA,ban,2024-06-01,,,,2024-05-01\n"
     "ore,BBB,CCC,ban,2024-06-01,,,,\n"
     "ore,BBB,ALL,tax,2024-06-01,,,,\n"
     "ore,BBB,ALL,licence,2024-06-01,,2024-07-01,2024-08-01,2025-01-01\n"
     "ore,AAA,ALL,ban,2024-06-01,,,,\n"},
    {"annual_prices", "material,stage,form,market,origin,year,usd_per_kg,content,fraction\n"
                      "ore,processing,compound,Alfa,,2023,20,oxide,0.5\n"},
    {"exchange_rates", "year,usd_per_eur\n2023,1.25\n"},
    {NULL, NULL},
};

// The hull takes 6 kg of ore, two masts 2 kg each: 10 kg, of which 1 kg is in stock.
static const table_text TABLES[] = {
    {"items", "id,kind,name_en,unit,material,stage\nship,platform,S,,,\nhull,system,H,,,\n"
              "rig,system,R,,,\nmast,component,M,,,\nore,material,O,kg,ore,processing\n"
              "salt,material,A,kg,salt,processing\nsand,material,Z,kg,sand,processing\n"},
    {"bom", "parent,child,quantity\nship,hull,1\nship,rig,1\nhull,ore,6\nrig,mast,2\nmast,ore,2\n"
            "hull,salt,3\nhull,sand,1\n"},
    {"organisations", "id,name,country\nyard,Yard,AAA\n"},
    {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier,share\nship,yard,1\nsalt,country:BBB,0.8\nsalt,country:AAA,0.2\n"},
    {"stocks", "item,holder,quantity,days_of_cover\nore,yard,1,\n"},
    {NULL, NULL}};

typedef struct setting {
    kt_case *the_case;
    kt_network net;
    kt_arena arena;
    kt_study study;
    kt_flow_question question;
    kt_flow_sum sum;
    kt_error error;
} setting;

static void begin_on(setting *s, kt_scope scope)
{
    const kt_figures figures = {scope, {.newest = true}};
    assert_int_equal(kt_network_build(&s->net, s->the_case, &figures, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->net, NULL, NULL, &s->arena, NULL), KT_OK);
    s->question = (kt_flow_question){.rule = kt_risk_default_rule, .buyer = kt_buyer_default};
}

static void begin(setting *s)
{
    begin_on(s, KT_SCOPE_GLOBAL);
}

static void begin_made(setting *s)
{
    *s = (setting){0};
    assert_int_equal(open_made(&s->the_case, REFERENCE, TABLES, NULL), KT_OK);
    begin(s);
}

static void begin_frigate_on(setting *s, kt_scope scope)
{
    const kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    *s = (setting){0};
    assert_int_equal(kt_open_case(&s->the_case, KETEN_SOURCE_DIR "/data/cases/lcf", &options, NULL),
                     KT_OK);
    begin_on(s, scope);
}

static void begin_frigate(setting *s)
{
    begin_frigate_on(s, KT_SCOPE_GLOBAL);
}

static void explain(setting *s, const char *flow)
{
    s->question.flow = flow;
    kt_flow_sum_close(&s->sum);
    if (kt_flow_sum_find(&s->sum, &s->study, &s->question, &s->error) != KT_OK)
        fail_msg("%s", s->error.message);
}

static void end(setting *s)
{
    kt_flow_sum_close(&s->sum);
    kt_network_free(&s->net);
    kt_case_free(s->the_case);
    kt_arena_free(&s->arena);
}

static const char *text(const setting *s, kt_symbol symbol)
{
    return kt_pool_text(&s->the_case->pool, symbol);
}

static const kt_flow_source *source(const setting *s, const char *country)
{
    for (uint32_t k = 0; k < s->sum.n_sources; k++) {
        if (strcmp(text(s, s->sum.source[k].country), country) == 0)
            return &s->sum.source[k];
    }
    fail_msg("no source in %s", country);
    return NULL;
}

static void the_bounds_come_out_on_paper(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.n_sources, 5);
    assert_int_equal(source(&s, "BBB")->verdict, KT_FLOW_SOURCE_FAILS);
    assert_int_equal(source(&s, "DDD")->verdict, KT_FLOW_SOURCE_WILL_NOT);
    assert_int_equal(source(&s, "CCC")->verdict, KT_FLOW_SOURCE_SELLS);
    NEAR(source(&s, "BBB")->left, 0.0);
    NEAR(source(&s, "DDD")->kept, 0.0);
    NEAR(s.sum.proportional, 0.3);
    assert_true(s.sum.scarce);
    NEAR(s.sum.sells, 0.2);
    NEAR(s.sum.located, 0.2);
    double accessible = (1000.0 + 200.0) * 0.2 + 1000.0 * 0.1 / 0.9;
    NEAR(s.sum.market.secondary_kg, 1000.0 * 0.1 / 0.9);
    NEAR(s.sum.risk.accessible_kg, accessible);
    NEAR(s.sum.reachable_kg, 0.01 * accessible);
    NEAR(s.sum.market.need_kg, 10.0);
    NEAR(s.sum.market.stock_kg, 1.0);
    NEAR(s.sum.first, (0.01 * accessible + 1.0) / 10.0);
    NEAR(s.sum.available, (0.01 * accessible + 1.0) / 10.0);
    NEAR(s.sum.risk.dependence, 0.7);
    NEAR(s.sum.risk.dependence_first, 1.0 - (0.01 * accessible + 1.0) / 10.0);
    NEAR(s.sum.risk.cost_eur, 10.0 * 20.0 / 1.25 / 0.5);
    NEAR(s.sum.usd_per_eur, 1.25);
    end(&s);
}

static void each_user_has_its_part_and_its_way(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.uses.n, 2);
    const kt_flow_use *hull = &s.sum.uses.row[0];
    const kt_flow_use *mast = &s.sum.uses.row[1];
    NEAR(hull->kg_per_year, 6.0);
    NEAR(hull->share, 0.6);
    NEAR(mast->kg_per_year, 4.0);
    assert_int_equal(hull->n_path, 2);
    assert_int_equal(mast->n_path, 3);
    assert_string_equal(text(&s, s.net.item[mast->path[0]].id), "ship");
    assert_string_equal(text(&s, s.net.item[mast->path[1]].id), "rig");
    assert_string_equal(text(&s, s.net.item[mast->path[2]].id), "mast");
    end(&s);
}

static void an_act_says_whom_it_can_refuse(void **state)
{
    (void)state;
    setting s;
    begin_made(&s); // the yard is in Alfa; the day is that of the newest announcement
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.n_acts, 4);
    assert_int_equal(s.sum.act[0].refuses, KT_FORCE_YES); // a ban for Alfa
    assert_false(s.sum.act[1].names_buyer);               // for Charlie
    assert_int_equal(s.sum.act[1].refuses, KT_FORCE_NOT);
    assert_true(s.sum.act[2].names_buyer); // a tax for all makes dear
    assert_false(s.sum.act[2].concerns);
    assert_int_equal(s.sum.act[3].status, KT_RESTRICTION_UNKNOWN); // its suspension has run out
    assert_int_equal(s.sum.act[3].refuses, KT_FORCE_UNKNOWN);
    end(&s);
}

static kt_maker_verdict maker(const setting *s, const char *country)
{
    for (uint32_t k = 0; k < s->sum.makers.n; k++) {
        if (strcmp(text(s, s->sum.makers.row[k].country), country) == 0)
            return s->sum.makers.row[k].verdict;
    }
    fail_msg("no maker in %s", country);
    return KT_N_MAKER_VERDICTS;
}

static void every_maker_has_its_reason(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "BBB/ore/processing");
    assert_true(s.sum.makers.published);
    assert_int_equal(s.sum.makers.n_counted, 2);
    assert_int_equal(maker(&s, "AAA"), KT_MAKER_COUNTS);
    assert_int_equal(maker(&s, "BBB"), KT_MAKER_ITSELF);
    assert_int_equal(maker(&s, "DDD"), KT_MAKER_WILL_NOT);
    assert_int_equal(maker(&s, "EEE"), KT_MAKER_OF_NOTHING);
    explain(&s, "BBB/sand/processing"); // published for a group: two makers in one country
    assert_false(s.sum.makers.published);
    assert_int_equal(s.sum.makers.n_counted, 1);
    assert_int_equal(s.sum.makers.n, 4);
    assert_int_equal(s.sum.makers.row[0].verdict, KT_MAKER_OF_GROUP);
    assert_int_equal(s.sum.makers.row[2].verdict, KT_MAKER_AGAIN);
    end(&s);
}

static void the_rule_is_judged(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.risk.mechanism, KT_MECHANISM_DENIED);
    assert_int_equal(s.sum.risk.risky, KT_RISKY_YES);
    NEAR(s.sum.risk.share, 0.7);
    NEAR(s.sum.risk.governance, -1.0);
    s.question.buyer.hostile = "none"; // Delta is a third way out
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.makers.n_counted, 3);
    assert_int_equal(s.sum.risk.mechanism, KT_MECHANISM_SHORTAGE);
    NEAR(s.sum.sells, 0.3);
    s.question.buyer.reach = 1.0;
    explain(&s, "BBB/ore/processing");
    assert_int_equal(s.sum.risk.mechanism, KT_MECHANISM_PRICE);
    assert_int_equal(s.sum.risk.risky, KT_RISKY_NO);
    end(&s);
}

static void a_flow_that_is_not_the_worst_is_explained_too(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "AAA/ore/processing");
    NEAR(s.sum.proportional, 0.9);
    assert_true(s.sum.scarce); // a tenth is lost
    NEAR(s.sum.sells, 0.8);
    NEAR(s.sum.risk.share, 0.1);
    NEAR(s.sum.risk.dependence, 0.1);
    assert_int_equal(s.sum.risk.risky, KT_RISKY_NO);
    end(&s);
}

static void suppliers_that_the_case_names_are_no_world_market(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    explain(&s, "BBB/salt/processing");
    NEAR(s.sum.available, 0.2);
    NEAR(s.sum.reachable_kg, (double)NAN);
    NEAR(s.sum.first, (double)NAN);
    NEAR(s.sum.market.world_kg, (double)NAN);
    assert_int_equal(s.sum.output, KT_NO_ROW);
    assert_int_equal(source(&s, "AAA")->verdict, KT_FLOW_SOURCE_SELLS);
    assert_true(source(&s, "AAA")->supply_row != KT_NO_ROW);
    assert_int_equal(s.sum.risk.mechanism, KT_MECHANISM_SHORTAGE);
    end(&s);
}

static void refused(setting *s, const char *flow, const char *message)
{
    s->question.flow = flow;
    s->error = (kt_error){0};
    kt_flow_sum_close(&s->sum);
    assert_int_equal(kt_flow_sum_find(&s->sum, &s->study, &s->question, &s->error), KT_BAD_INPUT);
    assert_string_equal(s->error.message, message);
}

static void a_flow_that_is_not_there_is_refused_with_the_nearest(void **state)
{
    (void)state;
    setting s;
    begin_made(&s);
    refused(&s, "BBB/oer/processing",
            "flow \"BBB/oer/processing\" is not in the chain of the target: did you mean "
            "\"BBB/ore/processing\", \"AAA/ore/processing\", \"BBB/salt/processing\"?");
    refused(&s, "salt",
            "flow \"salt\" is not in the chain of the target: did you mean "
            "\"AAA/salt/processing\", \"BBB/salt/processing\"?");
    refused(&s, "?",
            "flow \"?\" is not in the chain of the target: COUNTRY/material/stage is "
            "expected, such as AAA/ore/processing");
    kt_flow_sum_close(&s.sum);
    s.question.buyer.hostile = "XYZ";
    s.question.flow = "BBB/ore/processing";
    assert_int_equal(kt_flow_sum_find(&s.sum, &s.study, &s.question, &s.error), KT_BAD_INPUT);
    end(&s);
}

// ------------------------------------------------------------------------------------- the frigate

static double number(const setting *s, kt_reference_table table, int column, uint32_t row)
{
    return kt_table_number(&s->the_case->reference[table], column, row);
}

static void germanium_on_the_frigate_comes_out_of_its_tables(void **state)
{
    (void)state;
    setting s;
    begin_frigate(&s);
    explain(&s, "CHN/germanium/processing");
    double kept = 0.0;
    for (uint32_t k = 0; k < s.sum.n_sources; k++) {
        const kt_flow_source *from = &s.sum.source[k];
        bool sells = strcmp(text(&s, from->country), "CHN") != 0 &&
                     strcmp(text(&s, from->country), "RUS") != 0;
        assert_true(from->world_row != KT_NO_ROW);
        kept +=
            sells ? number(&s, KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_SHARE, from->world_row) : 0.0;
    }
    double tonnes = number(&s, KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_TONNES, s.sum.output);
    NEAR(s.sum.sells, kept);
    NEAR(s.sum.reachable_kg, 0.01 * tonnes * 1000.0 * kept);
    NEAR(s.sum.risk.need_share, s.sum.market.need_kg / s.sum.reachable_kg);
    // four ships and a life of 30 years
    NEAR(s.sum.market.need_kg, s.sum.risk.need_kg * 4.0 / 30.0);
    NEAR(s.sum.first, 1.0);
    assert_int_equal(s.sum.risk.mechanism, KT_MECHANISM_PRICE);
    end(&s);
}

static void same(const kt_risk *one, const kt_risk *other)
{
    const double figures[][2] = {{one->share, other->share},
                                 {one->dependence, other->dependence},
                                 {one->dependence_built, other->dependence_built},
                                 {one->dependence_upper, other->dependence_upper},
                                 {one->dependence_first, other->dependence_first},
                                 {one->first_built, other->first_built},
                                 {one->governance, other->governance},
                                 {one->need_kg, other->need_kg},
                                 {one->need_kg_per_year, other->need_kg_per_year},
                                 {one->accessible_kg, other->accessible_kg},
                                 {one->need_share, other->need_share},
                                 {one->cost_eur, other->cost_eur},
                                 {one->stock_days, other->stock_days}};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        assert_true(figures[i][0] == figures[i][1] ||
                    (isnan(figures[i][0]) && isnan(figures[i][1])));
    assert_int_equal(one->mechanism, other->mechanism);
    assert_int_equal(one->risky, other->risky);
    assert_int_equal(one->part, other->part);
    assert_int_equal(one->alternative, other->alternative);
    assert_memory_equal(one->condition, other->condition, sizeof one->condition);
}

// What access.h and tonnage.h used, put together again from what is shown.
static void holds_together(const kt_flow_sum *sum)
{
    double kept = 0.0;
    double users = 0.0;
    for (uint32_t k = 0; k < sum->n_sources; k++)
        kept += sum->source[k].kept;
    for (uint32_t k = 0; k < sum->uses.n; k++)
        users += sum->uses.row[k].kg_per_year;
    NEAR(kept, sum->sells);
    NEAR(users, sum->market.need_kg);
    if (!isnan(sum->risk.accessible_kg))
        NEAR((sum->market.world_kg + sum->market.spare_kg) * sum->located +
                 sum->market.secondary_kg,
             sum->risk.accessible_kg);
    NEAR(fmin(1.0, isnan(sum->first) ? sum->sells : fmax(sum->sells, sum->first)), sum->available);
}

static void rows_are_those_of_the_assessment(kt_scope scope)
{
    setting s;
    kt_assess_question question = kt_assess_default;
    kt_assessment *a = NULL;
    begin_frigate_on(&s, scope);
    question.figures.scope = scope;
    assert_int_equal(kt_assess_target(&a, s.the_case, NULL, &question, NULL), KT_OK);
    assert_true(a->risks.n > 40);
    for (size_t i = 0; i < a->risks.n; i++) {
        explain(&s, a->risks.row[i].flow->id);
        same(&s.sum.risk, &a->risks.row[i]);
        holds_together(&s.sum);
    }
    kt_assess_free(a);
    end(&s);
}

static void every_row_is_the_one_of_the_assessment(void **state)
{
    (void)state;
    rows_are_those_of_the_assessment(KT_SCOPE_GLOBAL);
}

static void so_it_is_of_customs_partners(void **state)
{
    (void)state;
    rows_are_those_of_the_assessment(KT_SCOPE_NL);
}

static void figures_hold_together_of_any_flow(void **state)
{
    (void)state;
    setting s;
    begin_frigate(&s);
    explain(&s, "CHN/germanium/processing");
    const kt_events flows = s.sum.flows;
    for (uint32_t e = 0; e < flows.n; e += 97) {
        explain(&s, flows.event[e].id);
        holds_together(&s.sum);
    }
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bounds_come_out_on_paper),
        cmocka_unit_test(each_user_has_its_part_and_its_way),
        cmocka_unit_test(an_act_says_whom_it_can_refuse),
        cmocka_unit_test(every_maker_has_its_reason),
        cmocka_unit_test(the_rule_is_judged),
        cmocka_unit_test(a_flow_that_is_not_the_worst_is_explained_too),
        cmocka_unit_test(suppliers_that_the_case_names_are_no_world_market),
        cmocka_unit_test(a_flow_that_is_not_there_is_refused_with_the_nearest),
        cmocka_unit_test(germanium_on_the_frigate_comes_out_of_its_tables),
        cmocka_unit_test(every_row_is_the_one_of_the_assessment),
        cmocka_unit_test(so_it_is_of_customs_partners),
        cmocka_unit_test(figures_hold_together_of_any_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
