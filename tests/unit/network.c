// SPDX-License-Identifier: EUPL-1.2
// From tables to the network: rows of the world, order of items, markets, recipes.
#include "model/network_build.h"
#include "setting.h"

#include "model/market.h"
#include "model/network.h"
#include "model/world.h"

static kt_network net;
static kt_case *the_case;

static void build_scope(const file_text *files, kt_scope scope)
{
    kt_error error = {0};
    const kt_figures figures = {scope, kt_vintage_study};
    the_case = case_of(files);
    if (kt_network_build(&net, the_case, &figures, NULL, &error) != KT_OK)
        fail_msg("%s", error.message);
}

static void build(const file_text *files)
{
    build_scope(files, KT_SCOPE_GLOBAL);
}

static void drop(void)
{
    kt_network_free(&net);
    kt_case_free(the_case);
}

static const char *text(kt_symbol symbol)
{
    return kt_pool_text(&the_case->pool, symbol);
}

static const kt_network_item *item(const char *id)
{
    uint32_t i = kt_network_find(&net, id);
    assert_true(i != KT_NO_ROW);
    return &net.item[i];
}

// "supplier share, …" of a mix, in stored order; shares with four digits.
static const char *sources(uint32_t mix)
{
    static char all[600];
    all[0] = '\0';
    for (uint64_t k = net.mix_source[mix]; k < net.mix_source[mix + 1]; k++) {
        size_t used = strlen(all);
        const kt_source *s = &net.source[k];
        snprintf(all + used, sizeof all - used, "%s%s %.4g", used == 0 ? "" : ", ",
                 text(net.producer[s->producer].supplier), s->share);
    }
    return all;
}

static const char *market(const char *id)
{
    return sources(item(id)->mix);
}

static uint32_t producer(const char *id, const char *supplier)
{
    const kt_network_item *it = item(id);
    for (uint32_t p = it->producer; p < it[1].producer; p++) {
        if (strcmp(text(net.producer[p].supplier), supplier) == 0)
            return p;
    }
    fail_msg("%s is not made by %s", id, supplier);
    return 0;
}

// What requirement `k` of the producer draws on.
static const kt_alternative *input(const char *id, const char *supplier, uint32_t k)
{
    uint32_t recipe = net.producer[producer(id, supplier)].recipe;
    uint32_t requirement = net.recipe_requirement[recipe] + k;
    assert_true(requirement < net.recipe_requirement[recipe + 1]);
    return &net.alternative[net.requirement[requirement].alternative];
}

static uint32_t n_inputs(const char *id, const char *supplier)
{
    uint32_t recipe = net.producer[producer(id, supplier)].recipe;
    return net.recipe_requirement[recipe + 1] - net.recipe_requirement[recipe];
}

#define MAKERS                                                                                     \
    {"organisations", "id,name,country\nyard,Yard,NLD\nworks,Works,DEU\nmill,Mill,USA\n"},         \
    {                                                                                              \
        "sites", "id,organisation,country\ndock,yard,NLD\nfab,works,USA\nfab2,works,DEU\n"         \
    }

static void the_world_answers_by_material_stage_and_scope(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_world world;
    kt_open_options options = {.data_dir = SMALL_DATA};
    assert_int_equal(kt_open_reference(&c, &options, NULL), KT_OK);
    assert_int_equal(kt_world_open(&world, c, &kt_figures_study, NULL), KT_OK);
    kt_symbol gallium = kt_pool_find(&c->pool, "gallium", 7);
    kt_symbol tungsten = kt_pool_find(&c->pool, "tungsten", 8);
    double yield = 0.0;
    kt_world_market m = kt_world_find(&world, gallium, KT_STAGE_PROCESSING, KT_SCOPE_EU);
    assert_int_equal(m.n, 2);
    assert_int_equal(m.scope, KT_SCOPE_EU);
    assert_int_equal(kt_world_find(&world, gallium, KT_STAGE_EXTRACTION, KT_SCOPE_GLOBAL).n, 2);
    m = kt_world_find(&world, tungsten, KT_STAGE_PROCESSING, KT_SCOPE_EU);
    assert_int_equal(m.n, 2);
    assert_int_equal(m.scope, KT_SCOPE_GLOBAL); // the other scope stands in
    assert_int_equal(kt_world_find(&world, tungsten, KT_STAGE_EXTRACTION, KT_SCOPE_GLOBAL).n, 0);
    assert_int_equal(kt_world_find(&world, 0, KT_STAGE_EXTRACTION, KT_SCOPE_GLOBAL).n, 0);
    assert_int_equal(kt_world_find(&world, gallium, 0, KT_SCOPE_GLOBAL).n, 0);
    assert_int_equal(kt_world_default_stage(&world, gallium), KT_STAGE_PROCESSING);
    assert_int_equal(kt_world_stage_before(&world, gallium, KT_STAGE_PROCESSING, &yield),
                     KT_STAGE_EXTRACTION);
    assert_near(yield, 0.8);
    // a link alone is not enough: nothing is known of the extraction of tungsten
    assert_int_equal(kt_world_stage_before(&world, tungsten, KT_STAGE_PROCESSING, &yield), 0);
    assert_int_equal(kt_world_stage_before(&world, gallium, KT_STAGE_EXTRACTION, &yield), 0);
    kt_world_close(&world);
    kt_case_free(c);
}

static void items_come_inputs_first_then_by_id(void **state)
{
    (void)state;
    const char *const orders[] = {
        "id,kind,name_en\nship,platform,S\nmast,component,M\nbolt,component,B\nradar,system,R\n",
        "id,kind,name_en\nbolt,component,B\nradar,system,R\nmast,component,M\nship,platform,S\n"};
    for (size_t k = 0; k < 2; k++) {
        const file_text files[] = {
            {"items", orders[k]},
            {"bom", k == 0 ? "parent,child,quantity\nship,radar,1\nship,mast,1\nradar,mast,1\n"
                             "mast,bolt,4\n"
                           : "parent,child,quantity\nmast,bolt,4\nradar,mast,1\nship,mast,1\n"
                             "ship,radar,1\n"},
            {NULL, NULL}};
        build(files);
        assert_int_equal(net.n_items, 4);
        assert_string_equal(text(net.item[0].id), "bolt");
        assert_string_equal(text(net.item[1].id), "mast");
        assert_string_equal(text(net.item[2].id), "radar");
        assert_string_equal(text(net.item[3].id), "ship");
        assert_string_equal(market("bolt"), "unknown 1");
        drop();
    }
}

static void missing_shares_split_what_is_left(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\na,component,A\nb,component,B\nc,component,C\nd,component,D\n"
                  "e,component,E\nf,component,F\ng,component,G\n"},
        MAKERS,
        {"supply", "item,supplier,share\na,yard,\na,works,\na,mill,0.5\nb,yard,0.25\nc,yard,1\n"
                   "c,works,\nd,works,0.3\nd,unknown,0.2\ne,withheld,\nf,yard,0.9999999999\n"
                   "g,country:CHN,0\ng,yard,1\n"},
        {NULL, NULL}};
    build(files);
    assert_string_equal(market("a"), "mill 0.5, works 0.25, yard 0.25");
    assert_string_equal(market("b"), "unknown 0.75, yard 0.25");
    assert_string_equal(market("c"), "works 0, yard 1");
    assert_string_equal(market("d"), "unknown 0.7, works 0.3"); // the rest joins the row `unknown`
    assert_string_equal(market("e"), "withheld 1");
    assert_string_equal(market("f"), "yard 1"); // a rest below 1e-9 is rounding
    assert_string_equal(market("g"), "country:CHN 0, yard 1");
    drop();
}

static void a_rest_of_a_billionth_counts(void **state)
{
    (void)state;
    const file_text files[] = {{"items", "id,kind,name_en\na,component,A\nb,component,B\n"},
                               MAKERS,
                               {"supply", "item,supplier,share\na,yard,0.99999999899\n"
                                          "b,yard,0.99999999901\n"},
                               {NULL, NULL}};
    build(files);
    assert_int_equal(item("a")[1].producer - item("a")->producer, 2);
    assert_int_equal(item("b")[1].producer - item("b")->producer, 1);
    drop();
}

static void suppliers_know_their_organisation_and_country(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\na,component,A\n"},
        MAKERS,
        {"supply", "item,supplier\na,fab\na,works\na,country:CHN\na,withheld\na,unknown\n"},
        {NULL, NULL}};
    build(files);
    const kt_producer *p = net.producer;
    assert_int_equal(net.n_producers, 5);
    assert_int_equal(p[0].kind, KT_SUPPLIER_COUNTRY);
    assert_string_equal(text(p[0].country), "CHN");
    assert_int_equal(p[1].kind, KT_SUPPLIER_SITE);
    assert_string_equal(text(p[1].country), "USA"); // where the site is
    assert_int_equal(p[1].organisation, 1);
    assert_int_equal(p[1].site, 1);
    assert_int_equal(p[2].kind, KT_SUPPLIER_UNKNOWN);
    assert_int_equal(p[2].country, 0);
    assert_int_equal(p[3].kind, KT_SUPPLIER_WITHHELD);
    assert_int_equal(p[4].kind, KT_SUPPLIER_ORGANISATION);
    assert_string_equal(text(p[4].country), "DEU");
    drop();
}

static void buyers_sites_come_before_organisations_and_the_market(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\nship,platform,S\npump,component,P\n"},
        {"bom", "parent,child,quantity\nship,pump,1\n"},
        MAKERS,
        {"supply", "item,supplier,buyer,share\nship,dock,,0.2\nship,yard,,0.2\nship,fab,,0.2\n"
                   "ship,fab2,,0.2\nship,mill,,0.2\npump,mill,,1\npump,works,yard,1\n"
                   "pump,country:CHN,fab,0.5\npump,fab2,works,1\n"},
        {NULL, NULL}};
    build(files);
    assert_string_equal(market("pump"), "mill 1");
    assert_string_equal(sources(input("ship", "dock", 0)->mix), "works 1"); // of its organisation
    assert_string_equal(sources(input("ship", "yard", 0)->mix), "works 1");
    assert_string_equal(sources(input("ship", "fab", 0)->mix), "country:CHN 0.5, unknown 0.5");
    assert_string_equal(sources(input("ship", "fab2", 0)->mix), "fab2 1");
    assert_string_equal(sources(input("ship", "mill", 0)->mix), "mill 1"); // the market
    drop();
}

static void an_item_with_buyer_rows_only_is_unknown_to_others(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit\nship,platform,S,\nboat,platform,B,\npump,component,P,\n"
                  "tungsten,material,W,kg\n"},
        {"bom",
         "parent,child,quantity\nship,pump,1\nship,tungsten,1\nboat,pump,1\nboat,tungsten,1\n"},
        MAKERS,
        {"supply", "item,supplier,buyer\nship,yard,\nboat,mill,\npump,works,yard\n"
                   "tungsten,works,yard\n"},
        {NULL, NULL}};
    build(files);
    assert_string_equal(sources(input("ship", "yard", 0)->mix), "works 1");
    assert_string_equal(sources(input("boat", "mill", 0)->mix), "unknown 1");
    assert_string_equal(sources(input("ship", "yard", 1)->mix), "works 1");
    assert_string_equal(sources(input("boat", "mill", 1)->mix), "country:CHN 0.8, country:USA 0.2");
    drop();
}

// Published shares of tungsten add up to 0.98, of gallium to 0.95; the limit is 0.97.
static void reference_shares_are_divided_by_a_sum_above_097(void **state)
{
    (void)state;
    const file_text files[] = {{"items", "id,kind,name_en,unit,material,stage\n"
                                         "w,material,W,kg,tungsten,processing\n"
                                         "gallium,material,Ga,kg,,\n"
                                         "x,material,X,kg,unobtainium,\n"
                                         "e,material,E,kg,tungsten,extraction\n"},
                               {NULL, NULL}};
    build(files);
    assert_near(kt_market_nearly_whole, 0.97);
    assert_string_equal(market("w"), "country:CHN 0.8, country:USA 0.2");
    assert_near(item("w")->published_sum, 0.784 + 0.196);
    assert_string_equal(market("gallium"), "country:CHN 0.9, country:DEU 0.05, unknown 0.05");
    assert_string_equal(market("x"), "unknown 1");
    assert_true(isnan(item("x")->published_sum));
    assert_string_equal(market("e"), "unknown 1"); // this stage is not in the reference
    drop();
}

static void the_stage_before_is_added_to_the_reference_market_only(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit,mass_kg,material\ngallium,material,Ga,kg,,\n"
                  "wafer,material,Wafer,piece,0.5,gallium\nown,material,Own,kg,,gallium\n"},
        MAKERS,
        {"supply", "item,supplier,buyer\nown,works,\nwafer,works,yard\n"},
        {NULL, NULL}};
    build_scope(files, KT_SCOPE_EU);
    assert_string_equal(market("gallium"), "country:CHN 0.5, country:DEU 0.5");
    const kt_network_item *ore = item("gallium.extraction");
    assert_int_equal(ore->row, KT_NO_ROW);
    assert_int_equal(ore->stage, KT_STAGE_EXTRACTION);
    assert_int_equal(ore->scope, KT_SCOPE_GLOBAL);
    assert_string_equal(market("gallium.extraction"), "country:AUS 0.4, country:CHN 0.6");
    assert_ptr_equal(ore, &net.item[0]); // inputs first
    assert_near(input("gallium", "country:DEU", 0)->quantity, 1.0 / 0.8);
    assert_near(input("wafer", "country:DEU", 0)->quantity, 0.5 / 0.8); // its own mass
    assert_int_equal(n_inputs("wafer", "works"), 0); // sells to one buyer, is not of the market
    assert_int_equal(n_inputs("own", "works"), 0);   // its supply is known
    drop();
}

static void an_item_of_the_case_stands_for_the_stage_before(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit,mass_kg,material,stage\ngallium,material,Ga,kg,,,\n"
                  "gallium.extraction,material,Ore,piece,4,gallium,extraction\n"},
        MAKERS,
        {"supply", "item,supplier\ngallium.extraction,works\n"},
        {NULL, NULL}};
    build(files);
    assert_int_equal(net.n_items, 2);
    assert_string_equal(sources(input("gallium", "country:CHN", 0)->mix), "works 1");
    assert_near(input("gallium", "country:CHN", 0)->quantity, 1.0 / 4.0 / 0.8);
    drop();
}

static void a_stage_that_leads_back_is_refused(void **state)
{
    (void)state;
    const file_text files[] = {{"items",
                                "id,kind,name_en,unit,material,stage\ngallium,material,Ga,kg,,\n"
                                "gallium.extraction,material,Ore,kg,gallium,extraction\n"},
                               {"bom", "parent,child,quantity\ngallium.extraction,gallium,0.1\n"},
                               {NULL, NULL}};
    kt_error error = {0};
    the_case = case_of(files);
    assert_int_equal(kt_network_build(&net, the_case, &kt_figures_study, NULL, &error),
                     KT_BAD_INPUT);
    assert_string_equal(
        error.message,
        "the stage before item \"gallium\" is \"gallium.extraction\", which needs it: a cycle");
    assert_int_equal(net.n_items, 0);
    kt_case_free(the_case);
}

static void rows_of_a_group_are_one_requirement(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items",
         "id,kind,name_en\nship,platform,S\nz,component,Z\nb,component,B\nc,component,C\n"},
        {"bom",
         "parent,child,quantity,alternative_group,yield,quantity_min,quantity_max,min_share\n"
         "ship,z,2,drive,0.5,1,3,0.4\nship,c,1,,,,,\nship,b,4,drive,,,,\n"},
        {NULL, NULL}};
    build(files);
    assert_int_equal(n_inputs("ship", "unknown"), 2);
    // by the id of their first child: c before z, though b is an alternative of z
    const kt_alternative *c = input("ship", "unknown", 0);
    const kt_alternative *z = input("ship", "unknown", 1);
    assert_int_equal(net.mix_item[c->mix], kt_network_find(&net, "c"));
    assert_int_equal(net.mix_item[z->mix], kt_network_find(&net, "z"));
    assert_int_equal(net.mix_item[z[1].mix], kt_network_find(&net, "b"));
    assert_near(z->quantity, 4.0);
    assert_near(z->quantity_min, 2.0);
    assert_near(z->quantity_max, 6.0);
    assert_near(z->min_share, 0.4);
    assert_near(z[1].quantity_min, 4.0); // no range: the quantity
    assert_true(isnan(z[1].min_share));
    drop();
}

static void weights(const char *items, const char *bom, double w0, double w1, double w2)
{
    const file_text files[] = {{"items", items}, {"bom", bom}, {NULL, NULL}};
    build(files);
    uint32_t first = net.recipe_requirement[net.producer[producer("ship", "unknown")].recipe];
    assert_near(net.requirement[first].weight, w0);
    assert_near(net.requirement[first + 1].weight, w1);
    assert_near(net.requirement[first + 2].weight, w2);
    drop();
}

// The first row of a group counts, before yield.
static void weights_are_value_shares_or_equal(void **state)
{
    (void)state;
    const char *bom = "parent,child,quantity,essential,alternative_group,yield\nship,a,2,,,0.1\n"
                      "ship,b,1,no,g,\nship,d,9,no,g,\nship,c,3,,,\n";
    weights("id,kind,name_en,value_eur\nship,platform,S,\na,component,A,10\nb,component,B,50\n"
            "c,component,C,10\nd,component,D,1000\n",
            bom, 0.2, 0.5, 0.3);
    weights("id,kind,name_en,value_eur\nship,platform,S,\na,component,A,10\nb,component,B,\n"
            "c,component,C,10\nd,component,D,1000\n",
            bom, 1.0 / 3, 1.0 / 3, 1.0 / 3);
    weights("id,kind,name_en,value_eur\nship,platform,S,\na,component,A,0\nb,component,B,0\n"
            "c,component,C,0\nd,component,D,1000\n",
            bom, 1.0 / 3, 1.0 / 3, 1.0 / 3);
}

static void producers_without_sourcing_of_their_own_share_a_recipe(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\nship,platform,S\npump,component,P\n"},
        {"bom", "parent,child,quantity\nship,pump,1\n"},
        MAKERS,
        {"supply", "item,supplier,buyer\nship,works,\nship,yard,\nship,mill,\npump,mill,yard\n"},
        {NULL, NULL}};
    build(files);
    uint32_t mill = net.producer[producer("ship", "mill")].recipe;
    assert_int_equal(net.producer[producer("ship", "works")].recipe, mill);
    assert_true(net.producer[producer("ship", "yard")].recipe != mill);
    assert_int_equal(kt_network_find(&net, "no-such-item"), KT_NO_ROW);
    assert_int_equal(kt_network_find(&net, "yard"), KT_NO_ROW); // known, but no item
    drop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_world_answers_by_material_stage_and_scope),
        cmocka_unit_test(items_come_inputs_first_then_by_id),
        cmocka_unit_test(missing_shares_split_what_is_left),
        cmocka_unit_test(a_rest_of_a_billionth_counts),
        cmocka_unit_test(suppliers_know_their_organisation_and_country),
        cmocka_unit_test(buyers_sites_come_before_organisations_and_the_market),
        cmocka_unit_test(an_item_with_buyer_rows_only_is_unknown_to_others),
        cmocka_unit_test(reference_shares_are_divided_by_a_sum_above_097),
        cmocka_unit_test(the_stage_before_is_added_to_the_reference_market_only),
        cmocka_unit_test(an_item_of_the_case_stands_for_the_stage_before),
        cmocka_unit_test(a_stage_that_leads_back_is_refused),
        cmocka_unit_test(rows_of_a_group_are_one_requirement),
        cmocka_unit_test(weights_are_value_shares_or_equal),
        cmocka_unit_test(producers_without_sourcing_of_their_own_share_a_recipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
