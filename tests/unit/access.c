// SPDX-License-Identifier: EUPL-1.2
// Who gets what remains: by hand on one market, and what must always hold.
#include "model/network_build.h"
#include "setting.h"

#include "analysis/chain/access.h"

// A radar needs gallium: China makes 0.9 of it, Germany 0.05, unknown makers the rest (the shares
// add up to 0.95). Its ore comes from China (0.6) and Australia (0.4).
static const file_text RADAR[] = {
    {"items", "id,kind,name_en,unit,material,stage\nship,platform,S,,,\nradar,system,R,,,\n"
              "gallium,material,G,kg,gallium,processing\n"},
    {"bom", "parent,child,quantity\nship,radar,1\nradar,gallium,2\n"},
    {NULL, NULL}};

static kt_case *the_case;
static kt_network net;
static kt_circuit circuit;
static kt_capacity capacity;
static kt_access rights;
static kt_access_market *market; // of gallium
static bool *hostile;
static uint32_t ship, gallium;

static void begin(void)
{
    the_case = case_of(RADAR);
    assert_int_equal(kt_network_build(&net, the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_circuit_open(&circuit, &net, &(kt_circuit_options){0}, NULL), KT_OK);
    kt_capacity_options options = {.lanes = KT_LANES_D8, .given = true};
    assert_int_equal(kt_capacity_open(&capacity, &circuit, &options, NULL), KT_OK);
    ship = kt_network_find(&net, "ship");
    gallium = kt_network_find(&net, "gallium");
    hostile = calloc(net.n_producers, sizeof *hostile);
    rights = (kt_access){.network = &net,
                         .reach = 0.01,
                         .hostile = hostile,
                         .market = calloc(net.n_items, sizeof *rights.market)};
    assert_non_null(hostile);
    assert_non_null(rights.market);
    for (uint32_t i = 0; i < net.n_items; i++)
        rights.market[i] = (kt_access_market){.world_kg = NAN, .need_kg = NAN};
    market = &rights.market[gallium];
    *market = (kt_access_market){.world_kg = 1000.0, .need_kg = 2.0};
}

static void end(void)
{
    kt_capacity_close(&capacity);
    kt_circuit_close(&circuit);
    kt_network_free(&net);
    kt_case_free(the_case);
    free(hostile);
    free(rights.market);
}

static uint32_t maker(const char *item, const char *supplier)
{
    uint32_t i = kt_network_find(&net, item);
    for (uint32_t p = net.item[i].producer; p < net.item[i + 1].producer; p++) {
        if (strcmp(kt_pool_text(&the_case->pool, net.producer[p].supplier), supplier) == 0)
            return p;
    }
    fail_msg("%s has no %s", item, supplier);
    return 0;
}

// What the ship loses, in proportion and first in line, when one maker fails.
typedef struct losses {
    double proportional, first;
} losses;

static losses lose(const char *item, const char *supplier)
{
    losses lost;
    kt_capacity_set(&capacity, maker(item, supplier), 0, 0.0);
    kt_capacity_sweep(&capacity);
    lost.proportional = 1.0 - kt_capacity_item(&capacity, ship, 0);
    kt_access_give(&capacity, &rights, 1);
    kt_capacity_sweep(&capacity);
    lost.first = 1.0 - kt_capacity_item(&capacity, ship, 0);
    kt_capacity_clear(&capacity);
    return lost;
}

static void who_is_served_first_lacks_what_is_not_there(void **state)
{
    (void)state;
    begin();
    losses lost = lose("gallium", "country:CHN");
    assert_near(lost.proportional, 0.9);
    assert_near(lost.first, 1.0 - 0.01 * 1000.0 * 0.05 / 2.0); // Germany's 50 kg, 1 % of it
    market->need_kg = 0.5;
    assert_near(lose("gallium", "country:CHN").first, 0.0);
    market->need_kg = 50.0;
    assert_near(lose("gallium", "country:CHN").first, 0.9); // in proportion he gets more
    end();
}

static void recycling_spare_capacity_and_stock_help(void **state)
{
    (void)state;
    begin();
    market->secondary_kg = 60.0; // of which 1 % is within reach, too
    assert_near(lose("gallium", "country:CHN").first, 1.0 - 0.01 * (50.0 + 60.0) / 2.0);
    market->spare_kg = 200.0; // where the output is: 5 % of it in Germany
    assert_near(lose("gallium", "country:CHN").first, 1.0 - 0.01 * (60.0 + 60.0) / 2.0);
    market->stock_kg = 0.4; // which is all his
    assert_near(lose("gallium", "country:CHN").first, 1.0 - (1.2 + 0.4) / 2.0);
    end();
}

static void what_other_makers_lose_of_their_ore_counts(void **state)
{
    (void)state;
    begin();
    losses lost = lose("gallium.extraction", "country:CHN");
    assert_near(lost.proportional, 0.6);
    // every maker is down to 0.4: 0.4 · (0.9 + 0.05) of 1,000 kg, 1 % of it, for 2 kg
    assert_near(lost.first, 0.0);
    market->need_kg = 8.0;
    assert_near(lose("gallium.extraction", "country:CHN").first, 1.0 - 3.8 / 8.0);
    end();
}

static void an_unknown_output_counts_for_nothing(void **state)
{
    (void)state;
    begin();
    market->world_kg = NAN;
    assert_near(lose("gallium", "country:CHN").first, 0.9);
    kt_capacity_sweep(&capacity);
    assert_true(isnan(kt_access_accessible_kg(&rights, &capacity, gallium, 0)));
    market->stock_kg = 1.0;
    assert_near(lose("gallium", "country:CHN").first, 0.5);
    market->need_kg = NAN;
    assert_near(lose("gallium", "country:CHN").first, 0.9);
    market->need_kg = 0.0;
    assert_near(lose("gallium", "country:CHN").first, 0.0);
    end();
}

static void who_is_hostile_sells_nothing_where_it_is_scarce(void **state)
{
    (void)state;
    begin();
    hostile[maker("gallium", "country:DEU")] = true;
    losses lost = lose("gallium", "country:CHN");
    assert_near(lost.proportional, 0.9);
    assert_near(lost.first, 0.95); // left is what nobody knows the maker of
    hostile[maker("gallium", "country:DEU")] = false;
    hostile[maker("gallium", "country:CHN")] = true;
    lost = lose("gallium", "country:DEU"); // a twentieth: dearer, but trade goes on
    assert_near(lost.proportional, 0.05);
    assert_near(lost.first, 0.0); // of nine tenths of the world
    kt_capacity_sweep(&capacity); // without an event trade goes on
    kt_access_give(&capacity, &rights, 1);
    kt_capacity_sweep(&capacity);
    assert_near(kt_capacity_item(&capacity, ship, 0), 1.0);
    end();
}

static void more_is_never_worse(void **state)
{
    (void)state;
    begin();
    uint32_t seed = 17;
    uint32_t china = maker("gallium", "country:CHN");
    for (int round = 0; round < 2000; round++) {
        double draw[6];
        for (int k = 0; k < 6; k++) {
            seed = seed * 1664525u + 1013904223u;
            draw[k] = (double)(seed >> 8) / 0x1p24;
        }
        rights.reach = draw[0] * 0.02;
        *market = (kt_access_market){.world_kg = draw[1] * 1000.0,
                                     .spare_kg = draw[1] * draw[4] * 500.0,
                                     .secondary_kg = draw[2] * 100.0,
                                     .need_kg = 0.1 + draw[3] * 10.0,
                                     .stock_kg = draw[4] > 0.5 ? draw[4] : 0.0};
        hostile[china] = false;
        const char *failing = draw[5] < 0.5 ? "country:CHN" : "country:DEU";
        losses lost = lose("gallium", failing);
        assert_true(lost.first <= lost.proportional + 1e-15);
        hostile[china] = true;
        assert_true(lose("gallium", failing).first >= lost.first);
        hostile[china] = false;
        const kt_access_market before = *market;
        rights.reach *= 1.5;
        assert_true(lose("gallium", failing).first <= lost.first);
        rights.reach /= 1.5;
        market->world_kg *= 1.5;
        assert_true(lose("gallium", failing).first <= lost.first);
        *market = before;
        market->stock_kg += 0.1;
        assert_true(lose("gallium", failing).first <= lost.first);
        *market = before;
        market->need_kg *= 1.5;
        assert_true(lose("gallium", failing).first >= lost.first);
        *market = before;
        rights.reach = 0.0;
        market->stock_kg = 0.0;
        assert_near(lose("gallium", failing).first, lost.proportional);
    }
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_served_first_lacks_what_is_not_there),
        cmocka_unit_test(recycling_spare_capacity_and_stock_help),
        cmocka_unit_test(what_other_makers_lose_of_their_ore_counts),
        cmocka_unit_test(an_unknown_output_counts_for_nothing),
        cmocka_unit_test(who_is_hostile_sells_nothing_where_it_is_scarce),
        cmocka_unit_test(more_is_never_worse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
