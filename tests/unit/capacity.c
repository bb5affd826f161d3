// SPDX-License-Identifier: EUPL-1.2
// The capacity rule: by hand, against a slow recursive twin, and what must always hold.
#include "model/network_build.h"
#include "setting.h"

#include "analysis/kernel/capacity.h"

// ship needs a pump or else a motor, and is better with paint (weight 40 / 100).
static const file_text SHIP[] = {
    {"items", "id,kind,name_en,value_eur\nship,platform,S,\npump,component,P,60\n"
              "motor,component,M,90\npaint,component,V,40\n"},
    {"bom", "parent,child,quantity,essential,alternative_group\nship,pump,1,,drive\n"
            "ship,motor,1,,drive\nship,paint,1,no,\n"},
    {"organisations", "id,name,country\nyard,Yard,NLD\nworks,Works,DEU\nmill,Mill,USA\n"},
    {"supply", "item,supplier,share,spare_share\nship,yard,1,\npump,works,0.6,0.3\n"
               "pump,mill,0.4,0.5\nmotor,country:CHN,0.5,\nmotor,unknown,0.5,\npaint,mill,1,\n"},
    {NULL, NULL}};

enum { LANES = 8 };

static kt_case *the_case;
static kt_network net;
static kt_circuit circuit;
static kt_capacity capacity;

static void open_capacity(bool reallocate, bool first_only)
{
    const kt_circuit_options everything = {.reallocate = reallocate};
    const kt_capacity_options options = {
        .lanes = KT_LANES_D8, .first_only = first_only, .given = true};
    assert_int_equal(kt_network_build(&net, the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_circuit_open(&circuit, &net, &everything, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&capacity, &circuit, &options, NULL), KT_OK);
}

static void begin_as(const file_text *files, bool reallocate, bool first_only)
{
    the_case = case_of(files);
    open_capacity(reallocate, first_only);
}

static void begin(const file_text *files)
{
    begin_as(files, false, false);
}

static void end(void)
{
    kt_capacity_close(&capacity);
    kt_circuit_close(&circuit);
    kt_network_free(&net);
    kt_case_free(the_case);
}

static void leave(uint32_t lane, const char *id, const char *supplier, double left)
{
    const kt_network_item *item = &net.item[kt_network_find(&net, id)];
    for (uint32_t p = item->producer; p < item[1].producer; p++) {
        if (strcmp(kt_pool_text(&the_case->pool, net.producer[p].supplier), supplier) == 0)
            kt_capacity_set(&capacity, p, lane, left);
    }
}

static double output(const char *id, uint32_t lane)
{
    return kt_capacity_item(&capacity, kt_network_find(&net, id), lane);
}

static double output_of(uint32_t item)
{
    return kt_capacity_item(&capacity, item, 0);
}

// Lane by lane, the same as in the two tests below.
static void break_things(void)
{
    leave(1, "pump", "works", 0.0);
    leave(1, "motor", "country:CHN", 0.0);
    leave(2, "paint", "mill", 0.0);
    leave(3, "pump", "works", 0.0);
    leave(3, "motor", "country:CHN", 0.0);
    leave(3, "motor", "unknown", 0.0);
    leave(3, "paint", "mill", 0.5);
    leave(4, "ship", "yard", 0.3);
    leave(5, "ship", "yard", 0.5);
    leave(5, "paint", "mill", 0.0);
    leave(6, "pump", "works", 0.0);
    leave(6, "pump", "mill", 0.0);
    leave(6, "motor", "country:CHN", 0.0);
    leave(6, "motor", "unknown", 0.0);
    leave(7, "pump", "works", 0.25);
    leave(7, "pump", "mill", 0.25);
}

static void eight_scenarios_by_hand(void **state)
{
    (void)state;
    begin(SHIP);
    break_things();
    kt_capacity_sweep(&capacity);
    assert_near(output("ship", 0), 1.0);
    assert_near(output("ship", 1), 0.5); // the better of pump 0.4 and motor 0.5
    assert_near(output("ship", 2), 0.6); // 1 - 0.4 · 1
    assert_near(output("ship", 3), 0.4); // pump 0.4; paint would allow 0.8
    assert_near(output("ship", 4), 0.3);
    assert_near(output("ship", 5), 0.3); // 0.5 · 0.6
    assert_near(output("ship", 6), 0.0);
    assert_near(output("ship", 7), 1.0); // the motor stands in
    assert_near(output("pump", 1), 0.4);
    assert_near(output("pump", 7), 0.25);
    end();
}

static void as_built_the_first_alternative_counts(void **state)
{
    (void)state;
    begin_as(SHIP, false, true);
    break_things();
    kt_capacity_sweep(&capacity);
    assert_near(output("ship", 0), 1.0);
    assert_near(output("ship", 1), 0.4);
    assert_near(output("ship", 7), 0.25);
    end();
}

static void spare_shares_help_where_they_may(void **state)
{
    (void)state;
    begin_as(SHIP, true, false);
    leave(1, "pump", "works", 0.0);
    leave(1, "motor", "country:CHN", 0.0);
    leave(2, "pump", "mill", 0.5);
    kt_capacity_sweep(&capacity);
    assert_near(output("pump", 0), 1.8);
    assert_near(output("ship", 0), 1.0); // more than is needed is no more than 1
    assert_near(output("ship", 1), 0.9);
    assert_near(output("pump", 2), 0.9 + 0.45);
    assert_near(output("ship", 2), 1.0);
    end();
}

// A circuit of one item: what lies above it is not reached, and reads as untouched.
static void a_circuit_ends_at_the_item_that_is_asked(void **state)
{
    (void)state;
    the_case = case_of(SHIP);
    assert_int_equal(kt_network_build(&net, the_case, &kt_figures_study, NULL, NULL), KT_OK);
    uint32_t pump = kt_network_find(&net, "pump");
    const kt_circuit_options one = {.item = &pump, .n_items = 1};
    assert_int_equal(kt_circuit_open(&circuit, &net, &one, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&capacity, &circuit, NULL, NULL), KT_OK);
    leave(0, "pump", "works", 0.0);
    leave(0, "ship", "yard", 0.0);
    kt_capacity_sweep(&capacity);
    assert_near(output("pump", 0), 0.4);
    assert_near(output("ship", 0), 1.0);
    end();
}

// Shares in float take memory that only who asks for them pays.
static void lanes_of_float_must_be_asked_for(void **state)
{
    (void)state;
    kt_error error = {0};
    kt_capacity refused;
    const kt_capacity_options options = {.lanes = KT_LANES_F16};
    begin(SHIP);
    assert_int_equal(kt_capacity_open(&refused, &circuit, &options, &error), KT_BAD_USAGE);
    assert_string_equal(error.message, "the circuit was not laid out for lanes of float");
    assert_null(refused.memory);
    end();
}

// Stepping through what a change touches, inputs first, gives what a sweep gives.
static void a_change_can_be_stepped_through(void **state)
{
    (void)state;
    begin(SHIP);
    kt_capacity stepped;
    const kt_capacity_options options = {.lanes = KT_LANES_D8, .stepped = true};
    assert_int_equal(kt_capacity_open(&stepped, &circuit, &options, NULL), KT_OK);
    kt_capacity_sweep(&stepped);
    leave(1, "paint", "mill", 0.25);
    kt_capacity_sweep(&capacity);
    uint32_t paint = kt_network_find(&net, "paint");
    uint32_t ship = kt_network_find(&net, "ship");
    uint32_t p = net.item[paint].producer;
    assert_near(kt_capacity_left(&stepped, p, 1), 1.0);
    kt_capacity_set(&stepped, p, 1, 0.25);
    assert_near(kt_capacity_left(&stepped, p, 1), 0.25);
    kt_capacity_step(&stepped, paint);
    assert_near(kt_capacity_item(&stepped, ship, 1), 1.0); // not yet
    kt_capacity_step(&stepped, ship);
    assert_near(kt_capacity_item(&stepped, ship, 1), 0.7);
    assert_true(kt_capacity_item(&stepped, ship, 1) == output("ship", 1));
    kt_capacity_close(&stepped);
    end();
}

// What is not essential weighs together at most 1; the rest is never below 0.
static void all_inputs_may_be_not_essential(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items",
         "id,kind,name_en\nship,platform,S\na,component,A\nb,component,B\nc,component,C\n"},
        {"bom", "parent,child,quantity,essential\nship,a,1,no\nship,b,1,no\nship,c,1,no\n"},
        {NULL, NULL}};
    begin(files);
    leave(1, "a", "unknown", 0.0);
    leave(2, "a", "unknown", 0.0);
    leave(2, "b", "unknown", 0.0);
    leave(3, "a", "unknown", 0.0);
    leave(3, "b", "unknown", 0.0);
    leave(3, "c", "unknown", 0.0);
    kt_capacity_sweep(&capacity);
    assert_near(output("ship", 1), 2.0 / 3);
    assert_near(output("ship", 2), 1.0 / 3);
    assert_near(output("ship", 3), 0.0);
    assert_true(output("ship", 3) >= 0.0);
    end();
}

// Equal weights of 9 inputs add up to a little more than 1.
static void rounding_gives_no_output_below_nothing(void **state)
{
    (void)state;
    char items[1000] = "id,kind,name_en\nship,platform,S\n";
    char bom[1000] = "parent,child,quantity,essential\n";
    for (int i = 0; i < 9; i++) {
        size_t n_items = strlen(items);
        size_t n_bom = strlen(bom);
        snprintf(items + n_items, sizeof items - n_items, "p%d,component,P\n", i);
        snprintf(bom + n_bom, sizeof bom - n_bom, "ship,p%d,1,no\n", i);
    }
    const file_text files[] = {{"items", items}, {"bom", bom}, {NULL, NULL}};
    begin(files);
    for (uint32_t p = 0; p + 1 < net.n_producers; p++)
        kt_capacity_set(&capacity, p, 0, 0.0); // all but the ship's own, which comes last
    kt_capacity_sweep(&capacity);
    assert_true(output("ship", 0) == 0.0);
    end();
}

// --- the twin: top down, once per question, with nothing remembered

typedef struct twin {
    uint32_t lane;
    bool sums_alternatives; // the seeded defect
} twin;

enum { MOST_ITEMS = 100 };
static double given[MOST_ITEMS][LANES]; // what can be had of an item's market; NaN: not given

static void give_nothing(void)
{
    for (uint32_t i = 0; i < MOST_ITEMS; i++) {
        for (uint32_t l = 0; l < LANES; l++)
            given[i][l] = (double)NAN;
    }
}

static double of_producer(const twin *t, uint32_t p);

static double of_mix(const twin *t, uint32_t mix)
{
    double sum = 0.0;
    uint32_t item = net.mix_item[mix];
    if (mix == net.item[item].mix && !isnan(given[item][t->lane]))
        return given[item][t->lane];
    for (uint64_t k = net.mix_source[mix]; k < net.mix_source[mix + 1]; k++)
        sum += net.source[k].share * of_producer(t, net.source[k].producer);
    return sum;
}

static double of_producer(const twin *t, uint32_t p)
{
    uint32_t recipe = net.producer[p].recipe;
    double least = 1.0;
    double lost = 0.0;
    for (uint32_t k = net.recipe_requirement[recipe]; k < net.recipe_requirement[recipe + 1]; k++) {
        double best = 0.0;
        for (uint32_t j = net.requirement[k].alternative; j < net.requirement[k + 1].alternative;
             j++) {
            double one = of_mix(t, net.alternative[j].mix);
            best = t->sums_alternatives ? best + one : fmax(best, one);
        }
        best = fmin(best, 1.0);
        if (net.requirement[k].essential)
            least = fmin(least, best);
        else
            lost += net.requirement[k].weight * (1.0 - best);
    }
    return kt_capacity_left(&capacity, p, t->lane) * fmin(least, fmax(0.0, 1.0 - lost));
}

// The small case with everything in it, eight random scenarios at a time.
static unsigned disagreements(bool sums_alternatives)
{
    uint32_t seed = 11;
    unsigned n = 0;
    for (int round = 0; round < 100; round++) {
        for (uint32_t p = 0; p < net.n_producers; p++) {
            for (uint32_t l = 0; l < LANES; l++) {
                seed = seed * 1664525u + 1013904223u;
                kt_capacity_set(&capacity, p, l, (double)(seed >> 8) / 0x1p24);
            }
        }
        kt_capacity_sweep(&capacity);
        for (uint32_t l = 0; l < LANES; l++) {
            twin t = {l, sums_alternatives};
            for (uint32_t i = 0; i < net.n_items; i++)
                n += fabs(of_mix(&t, net.item[i].mix) - kt_capacity_item(&capacity, i, l)) > 1e-12;
        }
    }
    return n;
}

static void agrees_with_a_slow_twin(void **state)
{
    (void)state;
    give_nothing();
    kt_open_options options = {.data_dir = SMALL_DATA};
    assert_int_equal(kt_open_case(&the_case, SMALL_CASE, &options, NULL), KT_OK);
    open_capacity(false, false);
    assert_int_equal(disagreements(false), 0);
    assert_true(disagreements(true) > 10);
    end();
}

static unsigned n_reference_markets(void)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < net.n_items; i++)
        n += net.item[i].market == KT_MARKET_REFERENCE;
    return n;
}

// Some producers less, some markets of the reference given: partial sweeps and whole ones, and,
// every other time, one that goes on from what is known without what is given.
static unsigned disagreements_where_given(uint32_t one_in)
{
    uint32_t seed = 23;
    unsigned n = 0;
    for (int round = 0; round < 100; round++) {
        give_nothing();
        for (uint32_t k = 0; k < net.n_producers * LANES; k++) {
            seed = seed * 1664525u + 1013904223u;
            if (seed >> 16 < 65536 / one_in)
                kt_capacity_set(&capacity, k / LANES, k % LANES, (double)(seed & 0xFFFF) / 0x1p16);
        }
        if (round % 2 == 1)
            kt_capacity_sweep(&capacity);
        for (uint32_t i = 0; i < net.n_items; i++) {
            seed = seed * 1664525u + 1013904223u;
            if (net.item[i].market != KT_MARKET_REFERENCE || (seed >> 16) % 2)
                continue;
            given[i][seed % LANES] = (double)(seed >> 8) / 0x1p24;
            kt_capacity_give(&capacity, i, seed % LANES, given[i][seed % LANES]);
        }
        if (round % 2 == 1)
            kt_capacity_sweep_given(&capacity);
        else
            kt_capacity_sweep(&capacity);
        for (uint32_t l = 0; l < LANES; l++) {
            twin t = {l, false};
            for (uint32_t i = 0; i < net.n_items; i++)
                n += fabs(of_mix(&t, net.item[i].mix) - kt_capacity_item(&capacity, i, l)) > 1e-12;
        }
        kt_capacity_clear(&capacity);
    }
    return n;
}

static void a_market_of_the_reference_can_be_given(void **state)
{
    (void)state;
    kt_open_options options = {.data_dir = SMALL_DATA};
    assert_int_equal(kt_open_case(&the_case, SMALL_CASE, &options, NULL), KT_OK);
    open_capacity(false, false);
    assert_true(net.n_items <= MOST_ITEMS && n_reference_markets() > 1);
    assert_int_equal(disagreements_where_given(2), 0);
    assert_int_equal(disagreements_where_given(1000), 0); // so few that a sweep is partial
    give_nothing();
    kt_capacity_sweep(&capacity);
    for (uint32_t i = 0; i < net.n_items; i++) // taken back, nothing is left of it
        assert_near(output_of(i), 1.0);
    end();
}

static void less_of_anything_never_gives_more(void **state)
{
    (void)state;
    begin(SHIP);
    uint32_t seed = 5;
    for (int round = 0; round < 200; round++) {
        for (uint32_t p = 0; p < net.n_producers; p++) {
            seed = seed * 1664525u + 1013904223u;
            double left = (double)(seed >> 8) / 0x1p24;
            for (uint32_t l = 0; l < LANES; l++) {
                kt_capacity_set(&capacity, p, l, left); // each lane has a little less of some
                if ((p + l) % 3 == 0)
                    left *= 0.9;
            }
        }
        kt_capacity_sweep(&capacity);
        for (uint32_t l = 1; l < LANES; l++)
            assert_true(output("ship", l) <= output("ship", l - 1) + 1e-15);
    }
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_scenarios_by_hand),
        cmocka_unit_test(as_built_the_first_alternative_counts),
        cmocka_unit_test(spare_shares_help_where_they_may),
        cmocka_unit_test(a_circuit_ends_at_the_item_that_is_asked),
        cmocka_unit_test(lanes_of_float_must_be_asked_for),
        cmocka_unit_test(a_change_can_be_stepped_through),
        cmocka_unit_test(all_inputs_may_be_not_essential),
        cmocka_unit_test(rounding_gives_no_output_below_nothing),
        cmocka_unit_test(agrees_with_a_slow_twin),
        cmocka_unit_test(a_market_of_the_reference_can_be_given),
        cmocka_unit_test(less_of_anything_never_gives_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
