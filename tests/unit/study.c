// SPDX-License-Identifier: EUPL-1.2
// What an assessment finds: reach and tiers, visibility, explosion, origin, dependence, needs.
#include "setting.h"

#include "analysis/assess/assess.h"

static kt_case *the_case;
static kt_assessment *a;

static void assess(const file_text *files, const char *target)
{
    kt_error error = {0};
    the_case = case_of(files);
    if (kt_assess_target(&a, the_case, target, NULL, &error) != KT_OK)
        fail_msg("%s", error.message);
}

static void drop(void)
{
    kt_assess_free(a);
    kt_case_free(the_case);
}

static const kt_dependence *row(kt_event_class k, const char *id)
{
    for (uint32_t e = 0; e < a->exposure[k].events.n; e++) {
        if (strcmp(a->ranked[k][e].id, id) == 0)
            return &a->ranked[k][e];
    }
    fail_msg("no event %s", id);
    return NULL;
}

static const kt_material_need *need(const char *id, const char *stage)
{
    for (size_t i = 0; i < a->needs.n; i++) {
        if (strcmp(a->needs.row[i].id, id) == 0 && strcmp(a->needs.row[i].stage, stage) == 0)
            return &a->needs.row[i];
    }
    fail_msg("no need of %s, %s", id, stage);
    return NULL;
}

static uint32_t tier(const char *id, const char *supplier)
{
    const kt_network *net = &a->network;
    const kt_network_item *item = &net->item[kt_network_find(net, id)];
    for (uint32_t p = item->producer; p < item[1].producer; p++) {
        if (strcmp(kt_pool_text(&the_case->pool, net->producer[p].supplier), supplier) == 0)
            return a->study.reach.producer[p] ? a->study.reach.tier[p] : UINT32_MAX;
    }
    fail_msg("%s is not made by %s", id, supplier);
    return 0;
}

#define MAKERS                                                                                     \
    {"organisations", "id,name,country\nyard,Yard,NLD\nworks,Works,DEU\nmill,Mill,USA\n"},         \
    {                                                                                              \
        "sites", "id,organisation,country\ndock,yard,NLD\nfab,works,AUS\n"                         \
    }

static const file_text CHAIN[] = {
    {"items", "id,kind,name_en\nship,platform,S\npump,component,P\nvalve,component,V\n"
              "bolt,component,B\nnut,component,N\nidle,component,I\n"},
    {"bom",
     "parent,child,quantity\nship,pump,1\npump,valve,1\nvalve,bolt,1\nbolt,nut,1\nship,nut,1\n"},
    MAKERS,
    {"supply", "item,supplier,buyer,share\nship,dock,,1\npump,works,,1\nvalve,fab,,1\n"
               "bolt,mill,,0.5\nbolt,works,,0.5\nbolt,yard,,0\nnut,unknown,,1\nidle,mill,,1\n"},
    {NULL, NULL}};

static void tiers_are_changes_of_organisation(void **state)
{
    (void)state;
    assess(CHAIN, NULL);
    assert_int_equal(tier("ship", "dock"), 0);
    assert_int_equal(tier("pump", "works"), 1);
    assert_int_equal(tier("valve", "fab"), 1); // a site of the same organisation
    assert_int_equal(tier("bolt", "works"), 1);
    assert_int_equal(tier("bolt", "mill"), 2);
    assert_int_equal(tier("nut", "unknown"), 1); // the shortest way counts: straight from the dock
    assert_int_equal(tier("bolt", "yard"), UINT32_MAX); // a share of 0 is no source
    assert_int_equal(tier("idle", "mill"), UINT32_MAX); // nothing asks for it
    drop();
}

static void counts_are_of_what_is_reached(void **state)
{
    (void)state;
    assess(CHAIN, NULL);
    const kt_counts *n = &a->study.reach.counts;
    assert_int_equal(n->items, 5);
    assert_int_equal(n->producers, 6);
    assert_int_equal(n->requirements, 6); // dock 2, works 1, fab 1, both makers of bolts 1
    assert_int_equal(n->sources, 7);      // pump, nut, valve, bolt twice, nut twice
    assert_int_equal(n->suppliers, 4);    // dock, works, fab, mill
    assert_int_equal(n->countries, 4);
    assert_int_equal(n->materials, 0);
    drop();
}

static void a_target_below_the_platform_sees_its_part_only(void **state)
{
    (void)state;
    assess(CHAIN, "valve");
    assert_int_equal(tier("valve", "fab"), 0);
    assert_int_equal(tier("bolt", "mill"), 1);
    assert_int_equal(a->study.reach.counts.items, 3);
    assert_near(row(KT_CLASS_ORGANISATION, "mill")->dependence, 0.5);
    assert_near(row(KT_CLASS_ORGANISATION, "works")->dependence, 1.0);
    assert_string_equal(kt_pool_text(&the_case->pool, a->study.home), "AUS");
    drop();
}

static void visibility_divides_every_requirement(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit,value_eur\nship,platform,S,,\npump,component,P,,10\n"
                  "box,component,B,,\ngallium,material,Ga,kg,100\n"},
        {"bom", "parent,child,quantity\nship,pump,2\nship,box,1\npump,gallium,0.1\n"},
        MAKERS,
        {"supply", "item,supplier,share,evidence\nship,dock,1,A\npump,mill,0.5,\n"
                   "pump,withheld,0.3,B\nbox,country:KAZ,1,C\n"},
        {NULL, NULL}};
    assess(files, NULL);
    assert_int_equal(a->n_visibility, 3);
    const kt_visibility *v = a->visibility;
    assert_int_equal(v[0].tier, 0);
    assert_near(v[0].requirements, 2.0);
    assert_near(v[0].known, 0.5 + 1.0);
    assert_near(v[0].withheld, 0.3);
    assert_near(v[0].unknown, 0.2);
    assert_near(v[0].home, 0.0);
    assert_near(v[0].nato, 0.5);      // USA
    assert_near(v[0].elsewhere, 1.0); // KAZ
    assert_near(v[0].place_unknown, 0.5);
    assert_near(v[0].value_eur, 20.0); // the box has no value
    assert_near(v[0].value_known, 10.0);
    assert_near(v[0].value_withheld, 6.0);
    // tier 1: three makers of pumps buy gallium on the world market, which names no supplier
    assert_near(v[1].requirements, 3.0);
    assert_near(v[1].unknown, 3.0);
    assert_near(v[1].eu, 3 * 0.05);
    assert_near(v[1].elsewhere, 3 * 0.9);
    assert_near(v[1].value_eur, 20.0);
    assert_int_equal(v[2].tier, 2); // gallium needs its extraction
    assert_near(v[2].requirements, 3.0);
    // grades: bom 3 empty, supply A, empty, B, C
    assert_near(a->evidence[0], 1.0 / 7);
    assert_near(a->evidence[1], 1.0 / 7);
    assert_near(a->evidence[2], 1.0 / 7);
    assert_near(a->evidence[3], 4.0 / 7);
    drop();
}

// ship 2 radars, each 3 chips at a yield of a half, each 0.1 kg of gallium and 2 g of tungsten.
static const file_text RADAR[] = {
    {"items", "id,kind,name_en,unit,mass_kg,value_eur,material\nship,platform,S,,,,\n"
              "radar,system,R,,,,\nchip,component,C,,,,\ngallium,material,Ga,kg,,100,\n"
              "wire,material,W,piece,0.002,1,tungsten\n"},
    {"bom", "parent,child,quantity,quantity_min,quantity_max,yield\nship,radar,2,,,\n"
            "radar,chip,3,2,4,0.5\nchip,gallium,0.1,,0.2,\nchip,wire,1,,,\n"},
    MAKERS,
    {"supply", "item,supplier,share\nship,dock,1\nradar,works,0.25\n"},
    {NULL, NULL}};

static void the_explosion_multiplies_quantities_and_yields(void **state)
{
    (void)state;
    assess(RADAR, NULL);
    const kt_material_need *gallium = need("gallium", "processing");
    assert_near(gallium->kg, 2 * 3 / 0.5 * 0.1);
    assert_near(gallium->kg_min, 2 * 2 / 0.5 * 0.1);
    assert_near(gallium->kg_max, 2 * 4 / 0.5 * 0.2);
    assert_string_equal(gallium->top_country, "CHN");
    assert_near(gallium->top_share, 0.9);
    const kt_material_need *ore = need("gallium", "extraction");
    assert_near(ore->kg, 1.2 / 0.8);
    assert_near(ore->top_share, 0.6);
    const kt_material_need *wire = need("tungsten", "processing");
    assert_near(wire->kg, 12 * 0.002);
    assert_near(wire->dependence, 1.0);
    drop();
}

static void origin_follows_the_material_to_its_end(void **state)
{
    (void)state;
    assess(RADAR, NULL);
    double gallium = 1.2;
    double tungsten = 0.024;
    double all = gallium + tungsten;
    double china = gallium * 0.6 + tungsten * 0.8;
    assert_near(row(KT_CLASS_COUNTRY, "CHN")->origin_share_mass, china / all);
    assert_near(row(KT_CLASS_COUNTRY, "AUS")->origin_share_mass, gallium * 0.4 / all);
    assert_near(row(KT_CLASS_COUNTRY, "DEU")->origin_share_mass, 0.0); // it processes
    assert_near(row(KT_CLASS_FLOW, "DEU/gallium/processing")->origin_share_mass,
                gallium * 0.05 / all);
    assert_near(row(KT_CLASS_FLOW, "CHN/gallium/processing")->origin_share_mass,
                gallium * 0.9 / all);
    assert_near(row(KT_CLASS_MATERIAL, "tungsten")->origin_share_mass, tungsten / all);
    // by value: gallium 1.2 kg of 100 EUR, tungsten 12 pieces of 1 EUR
    assert_near(row(KT_CLASS_COUNTRY, "AUS")->origin_share_value, 120 * 0.4 / 132);
    drop();
}

static void origin_shares_add_up(void **state)
{
    (void)state;
    assess(RADAR, NULL);
    double sum = 0.0;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++)
        sum += a->ranked[KT_CLASS_COUNTRY][e].origin_share_mass;
    assert_near(sum, 1.0); // nothing ends in an unknown place: extraction is known whole
    drop();
}

static void a_mass_that_is_not_known_stays_so(void **state)
{
    (void)state;
    const file_text files[] = {{"items",
                                "id,kind,name_en,unit,mass_kg,material\nship,platform,S,,,\n"
                                "wire,material,W,piece,,tungsten\n"},
                               {"bom", "parent,child,quantity\nship,wire,5\n"},
                               {NULL, NULL}};
    assess(files, NULL);
    assert_true(isnan(need("tungsten", "processing")->kg));
    assert_string_equal(need("tungsten", "processing")->top_country, "CHN"); // by units
    assert_near(need("tungsten", "processing")->top_share, 0.8);
    assert_true(isnan(row(KT_CLASS_COUNTRY, "CHN")->origin_share_mass));
    drop();
}

// Two materials in one alloy: what enters with the alloy is traced back in equal parts.
static void a_material_of_materials_divides_equally(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit,material,stage\nship,platform,S,,,\nalloy,material,A,kg,,\n"
                  "tungsten,material,W,kg,,\nores,material,O,kg,gallium,extraction\n"},
        {"bom", "parent,child,quantity\nship,alloy,10\nalloy,tungsten,0.9\nalloy,ores,7\n"},
        MAKERS,
        {"supply", "item,supplier\nalloy,works\n"},
        {NULL, NULL}};
    assess(files, NULL);
    assert_near(need("tungsten", "processing")->kg, 9.0);
    assert_near(need("gallium", "extraction")->kg, 70.0);
    assert_near(row(KT_CLASS_COUNTRY, "USA")->origin_share_mass, 0.5 * 0.2);
    assert_near(row(KT_CLASS_COUNTRY, "AUS")->origin_share_mass, 0.5 * 0.4);
    assert_near(row(KT_CLASS_COUNTRY, "CHN")->origin_share_mass, 0.5 * 0.8 + 0.5 * 0.6);
    drop();
}

static void equal_countries_go_to_the_smaller_id(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en,unit\nship,platform,S,\ntungsten,material,W,kg\n"},
        {"bom", "parent,child,quantity\nship,tungsten,1\n"},
        {"supply", "item,supplier,share\ntungsten,country:USA,0.3\ntungsten,country:KAZ,0.3\n"
                   "tungsten,unknown,0.4\n"},
        {NULL, NULL}};
    assess(files, NULL);
    assert_string_equal(need("tungsten", "processing")->top_country, "KAZ");
    assert_near(need("tungsten", "processing")->top_share, 0.3);
    drop();
}

static void unknown_ends_deliver_or_fail(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\nship,platform,S\npump,component,P\nbox,component,B\n"
                  "lid,component,L\n"},
        {"bom", "parent,child,quantity\nship,pump,1\nship,box,1\nbox,lid,1\n"},
        MAKERS,
        {"supply", "item,supplier,share\nship,dock,1\npump,works,0.2\npump,withheld,0.3\n"
                   "pump,mill,0.5\nbox,works,0.4\nbox,unknown,0.6\nlid,mill,1\n"},
        {NULL, NULL}};
    assess(files, NULL);
    // works fails: pump 0.8, box 0.6 -> 0.6; with withheld pumps failing too: pump 0.5
    const kt_dependence *works = row(KT_CLASS_ORGANISATION, "works");
    assert_near(works->dependence, 0.4);
    assert_near(works->dependence_upper,
                0.5); // the unknown maker of boxes has an input: no open end
    const kt_dependence *mill = row(KT_CLASS_ORGANISATION, "mill");
    assert_near(mill->dependence, 1.0); // no lids
    assert_int_equal(works->items_affected, 3);
    assert_int_equal(mill->items_affected, 4);
    assert_near(row(KT_CLASS_SITE, "dock")->dependence, 1.0);
    assert_int_equal(row(KT_CLASS_SITE, "dock")->items_affected, 1);
    drop();
}

static void rows_are_sorted_by_dependence_then_id(void **state)
{
    (void)state;
    assess(CHAIN, NULL);
    for (int k = 0; k < KT_N_CLASSES; k++) {
        for (uint32_t e = 1; e < a->exposure[k].events.n; e++) {
            const kt_dependence *one = &a->ranked[k][e - 1];
            assert_true(one->dependence > one[1].dependence ||
                        (one->dependence == one[1].dependence && strcmp(one->id, one[1].id) < 0));
        }
    }
    drop();
}

static void a_site_fails_alone_an_organisation_with_its_sites(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\nship,platform,S\npump,component,P\n"},
        {"bom", "parent,child,quantity\nship,pump,1\n"},
        MAKERS,
        {"supply",
         "item,supplier,share\nship,yard,1\npump,fab,0.3\npump,works,0.5\npump,mill,0.2\n"},
        {NULL, NULL}};
    assess(files, NULL);
    assert_near(row(KT_CLASS_SITE, "fab")->dependence, 0.3);
    assert_near(row(KT_CLASS_ORGANISATION, "works")->dependence, 0.8);
    assert_near(row(KT_CLASS_COUNTRY, "DEU")->dependence, 0.5);
    assert_near(row(KT_CLASS_COUNTRY, "AUS")->dependence, 0.3); // where the site is
    drop();
}

static void a_case_with_faults_is_not_assessed(void **state)
{
    (void)state;
    const file_text files[] = {{"items", "id,kind,name_en\nship,vessel,S\n"}, {NULL, NULL}};
    kt_error error = {0};
    kt_assessment *none = NULL;
    kt_case *c = case_with_faults(files);
    assert_int_equal(kt_assess_target(&none, c, NULL, NULL, &error), KT_BAD_INPUT);
    assert_null(none);
    assert_string_equal(error.message, "the case has faults: it cannot be assessed");
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiers_are_changes_of_organisation),
        cmocka_unit_test(counts_are_of_what_is_reached),
        cmocka_unit_test(a_target_below_the_platform_sees_its_part_only),
        cmocka_unit_test(visibility_divides_every_requirement),
        cmocka_unit_test(the_explosion_multiplies_quantities_and_yields),
        cmocka_unit_test(origin_follows_the_material_to_its_end),
        cmocka_unit_test(origin_shares_add_up),
        cmocka_unit_test(a_mass_that_is_not_known_stays_so),
        cmocka_unit_test(a_material_of_materials_divides_equally),
        cmocka_unit_test(equal_countries_go_to_the_smaller_id),
        cmocka_unit_test(unknown_ends_deliver_or_fail),
        cmocka_unit_test(rows_are_sorted_by_dependence_then_id),
        cmocka_unit_test(a_site_fails_alone_an_organisation_with_its_sites),
        cmocka_unit_test(a_case_with_faults_is_not_assessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
