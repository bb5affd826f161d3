// SPDX-License-Identifier: EUPL-1.2
// Areas and semi-finished goods on a case worked out by hand.
#include "analysis/assess/area.h"

#include "analysis/assess/assess.h"
#include "facts.h"

// A ship of a radar (alloy, glass) and a pump (salt or nothing else). Ore has supply risk 3.48,
// salt 4: see SMALL_REFERENCE. The alloy is made in BBB (0.5) and CCC (0.3), the rest is not known.
static const table_text CASE[] = {
    {"items", "id,kind,name_en,material,stage\nship,platform,Ship,,\nradar,system,Radar,,\n"
              "pump,component,Pump,,\nalloy,semi_finished,Alloy,,\nglass,semi_finished,Glass,,\n"
              "ore,material,Ore,ore,extraction\nsalt,material,Salt,salt,extraction\n"},
    {"bom", "parent,child,quantity,essential,alternative_group\nship,radar,1,,\nship,pump,1,,\n"
            "radar,alloy,3,,\nradar,glass,1,,\nalloy,ore,1,,\nglass,salt,1,no,\n"
            "glass,ore,1,no,\npump,salt,1,,g\npump,ore,1,,g\n"},
    {"organisations", "id,name,country\nsmelter,Smelter,BBB\nfoundry,Foundry,CCC\n"},
    {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier,buyer,share\nalloy,smelter,,0.5\nalloy,foundry,,0.3\n"},
    {"areas", "id,name_en,name_nl\nsee,See,Zien\nmove,Move,Varen\nfly,Fly,Vliegen\n"},
    {"item_areas", "item,area,business_impact,evidence\nradar,see,5,C\npump,move,2,D\n"},
    {NULL, NULL},
};

static kt_case *open_case(kt_assessment **a)
{
    kt_case *c = NULL;
    kt_error error = {0};
    assert_int_equal(open_made(&c, SMALL_REFERENCE, CASE, &error), KT_OK);
    assert_int_equal(kt_assess_target(a, c, NULL, NULL, &error), KT_OK);
    return c;
}

static double ore_risk(void)
{
    double global = 0.36 * 8.0 * 1.1 + 0.16 * 4.0;
    double eu = 0.09 * 2.0 * 0.8 + 0.49 * 8.0 * 1.1;
    return (global * 0.25 + eu * 0.75) * 0.81;
}

// The radar loses everything without ore (its alloy), half of its glass without salt.
static void areas_worked_by_hand(void **state)
{
    (void)state;
    kt_assessment *a = NULL;
    kt_case *c = open_case(&a);
    const kt_area_risk *see = &a->areas.row[2];
    const kt_area_risk *move = &a->areas.row[1];
    const kt_area_risk *fly = &a->areas.row[0];
    double ore = ore_risk();
    double salt = 4.0;
    double most = 5.0 * (ore > salt ? ore : salt);
    assert_true(fabs(see->maximum - most) < 1e-9);
    assert_true(fabs(see->mean - 5.0 * (1.0 * ore + 0.5 * salt) / 1.5) < 1e-9);
    assert_true(fabs(see->cause[0].share - ore / (ore + 0.5 * salt)) < 1e-9);
    assert_int_equal(see->n_causes, 2);
    // as built the pump takes salt; that ore could stand in does not help it
    assert_true(fabs(move->maximum - 2.0 * salt) < 1e-9 && fabs(move->mean - 2.0 * salt) < 1e-9);
    assert_int_equal(move->n_causes, 1);
    assert_int_equal(fly->items, 0); // nothing is mapped: not known, not zero
    assert_true(isnan(fly->maximum) && isnan(fly->mean) && isnan(fly->impact));
    assert_int_equal(fly->mean_above, KT_VERDICT_UNKNOWN);
    assert_true(fabs(a->areas.average_mean - (see->mean + move->mean) / 2.0) < 1e-9);
    assert_int_equal(see->mean_above, KT_VERDICT_YES);
    assert_int_equal(move->mean_above, KT_VERDICT_NO);
    assert_true(see->assumed == 0.0 && move->assumed == 1.0 && a->areas.assumed == 0.5);
    // the seeded defect: a mean that does not weigh with dependence
    assert_true(fabs(see->mean - 5.0 * (ore + salt) / 2.0) > 1e-3);
    kt_assess_free(a);
    kt_case_free(c);
}

static const kt_own_risk *find(const kt_assessment *a, const char *id)
{
    for (size_t i = 0; i < a->own.n; i++) {
        kt_symbol symbol = a->network.item[a->own.row[i].item].id;
        if (strcmp(kt_pool_text(&a->the_case->pool, symbol), id) == 0)
            return &a->own.row[i];
    }
    fail_msg("%s is not there", id);
    return NULL;
}

static void own_risk_beside_that_of_materials(void **state)
{
    (void)state;
    kt_assessment *a = NULL;
    kt_case *c = open_case(&a);
    const kt_own_risk *alloy = find(a, "alloy");
    assert_true(fabs(alloy->own - (0.25 * 8.0 + 0.09 * 4.0)) < 1e-12);
    // the unknown 0.2 is worst with BBB: 0.7² instead of 0.5²
    assert_true(fabs(alloy->own_upper - (0.49 * 8.0 + 0.09 * 4.0)) < 1e-12);
    assert_true(fabs(alloy->known - 0.8) < 1e-12);
    assert_true(fabs(alloy->geopolitical - 0.34 * (0.5 * 0.8 + 0.3 * 0.4)) < 1e-12);
    assert_true(fabs(alloy->worst - ore_risk()) < 1e-12);
    assert_true(fabs(alloy->weighted - ore_risk()) < 1e-12 && alloy->covered == 1.0);
    const kt_own_risk *glass = find(a, "glass");
    assert_true(isnan(glass->own) && isnan(glass->own_upper) && glass->known == 0.0);
    assert_true(isnan(glass->worst)); // it has no essential input
    assert_true(fabs(glass->weighted - (ore_risk() + 4.0) / 2.0) < 1e-12);
    const kt_own_risk *pump = find(a, "pump");
    assert_true(fabs(pump->worst - 4.0) < 1e-12);
    assert_int_equal(pump->material, material_row(c, "salt"));
    kt_assess_free(a);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_worked_by_hand),
        cmocka_unit_test(own_risk_beside_that_of_materials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
