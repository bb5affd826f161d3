// SPDX-License-Identifier: EUPL-1.2
// The kernel against a plain loop over the network, on random networks: every kind of lanes, every
// instruction set, full and partial sweeps, lean circuits. 200 networks; KETEN_CASES asks for more.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/kernel/capacity.h"
#include "base/room.h"
#include "random_network.h"

static const double TOLERANCE = 1e-12;

enum { MAX_P = ITEMS * MOST_PRODUCERS };

typedef struct scenario_set {
    double left[KT_MOST_LANES][MAX_P];
    double expected[KT_MOST_LANES][ITEMS]; // market of each item
} scenario_set;

// Few changes in some sets, so that partial sweeps are made, many in others.
static void draw_scenarios(scenario_set *set, const kt_network *net, dice *d)
{
    double few = uniform(d) < 0.5 ? 0.004 : 0.2;
    for (uint32_t l = 0; l < KT_MOST_LANES; l++) {
        for (uint32_t p = 0; p < net->n_producers; p++)
            set->left[l][p] = uniform(d) < few ? (uniform(d) < 0.5 ? 0.0 : uniform(d)) : 1.0;
    }
}

static void expect(scenario_set *set, const kt_network *net, bool reallocate, bool first_only)
{
    double output[MAX_P];
    double mix[ITEMS * MOST_MIXES];
    for (uint32_t l = 0; l < KT_MOST_LANES; l++) {
        plain x = {net, reallocate, first_only, set->left[l], output, mix};
        plain_sweep(&x);
        for (uint32_t i = 0; i < ITEMS; i++)
            set->expected[l][i] = mix[net->item[i].mix];
    }
}

static void apply(kt_capacity *c, const scenario_set *set, uint32_t first)
{
    for (uint32_t l = 0; l < c->lanes; l++) {
        for (uint32_t p = 0; p < c->circuit->network->n_producers; p++) {
            if (set->left[first + l][p] != 1.0)
                kt_capacity_set(c, p, l, set->left[first + l][p]);
        }
    }
}

// Sweeps a set with one kernel, twice, and gives the markets of `item` to `found`.
static void run_kernel(double *found, const kt_circuit *circuit, kt_capacity_options options,
                       const scenario_set *set, uint32_t item)
{
    kt_capacity c;
    assert_int_equal(kt_capacity_open(&c, circuit, &options, NULL), KT_OK);
    for (uint32_t first = 0; first < KT_MOST_LANES; first += c.lanes) {
        apply(&c, set, first);
        kt_capacity_sweep(&c);
        for (uint32_t l = 0; l < c.lanes; l++)
            found[first + l] = kt_capacity_item(&c, item, l);
        kt_capacity_clear(&c);
    }
    kt_capacity_sweep(&c); // nothing is left of the scenarios
    for (uint32_t l = 0; l < c.lanes; l++)
        assert_true(kt_capacity_item(&c, item, l) >= found[l] - TOLERANCE ||
                    options.lanes == KT_LANES_F16);
    kt_capacity_close(&c);
}

// Whether some producer stands before one that the network has first: it is drawn on more.
static bool is_reordered(const kt_circuit *circuit)
{
    const kt_network *net = circuit->network;
    for (uint32_t p = 1; p < net->n_producers; p++) {
        if (circuit->producer_at[p - 1] != KT_NO_ROW && circuit->producer_at[p] != KT_NO_ROW &&
            circuit->producer_at[p - 1] > circuit->producer_at[p])
            return true;
    }
    return false;
}

// Returns whether the circuit stands in another order than the network.
static bool compare_case(const kt_network *net, scenario_set *set, dice *d)
{
    bool reordered = false;
    uint32_t item = ITEMS - 1 - below(d, 3);
    bool reallocate = uniform(d) < 0.3;
    bool first_only = uniform(d) < 0.3;
    double bound = 0.0;
    expect(set, net, reallocate, first_only);
    for (int lean = 0; lean < 2; lean++) {
        kt_circuit circuit;
        kt_circuit_options wanted = {.item = &item,
                                     .n_items = 1,
                                     .reallocate = reallocate,
                                     .lean = lean == 1,
                                     .single = true};
        assert_int_equal(kt_circuit_open(&circuit, net, &wanted, NULL), KT_OK);
        assert_int_equal(kt_circuit_float_bound(&bound, &circuit, item, NULL), KT_OK);
        double of_double[KT_MOST_LANES];
        for (int lanes = 0; lanes < KT_N_LANES; lanes++) {
            for (int instructions = KT_INSTRUCTIONS_BASE; instructions < KT_N_INSTRUCTIONS;
                 instructions++) {
                double found[KT_MOST_LANES];
                if (!kt_capacity_can((kt_instructions)instructions))
                    continue;
                const kt_capacity_options options = {.lanes = (kt_lanes)lanes,
                                                     .instructions = (kt_instructions)instructions,
                                                     .first_only = first_only};
                run_kernel(found, &circuit, options, set, item);
                for (uint32_t l = 0; l < KT_MOST_LANES; l++) {
                    double tolerance = lanes == KT_LANES_F16 ? bound : TOLERANCE;
                    assert_true(fabs(found[l] - set->expected[l][item]) <= tolerance);
                }
                if (lanes == KT_LANES_D8 && instructions == KT_INSTRUCTIONS_BASE)
                    memcpy(of_double, found, sizeof found);
                else if (lanes != KT_LANES_F16)
                    assert_memory_equal(found, of_double, sizeof found); // the same bits
            }
        }
        reordered |= is_reordered(&circuit);
        kt_circuit_close(&circuit);
    }
    return reordered;
}

static uint64_t n_cases(void)
{
    const char *text = getenv("KETEN_CASES");
    return text == NULL ? 200 : strtoull(text, NULL, 10);
}

static void equals_a_plain_loop_on_random_networks(void **state)
{
    (void)state;
    unsigned n_reordered = 0;
    scenario_set *set = room(1, sizeof *set);
    for (uint64_t run = 0; run < n_cases(); run++) {
        dice d = {run, 0};
        kt_network net = make_network(&d);
        draw_scenarios(set, &net, &d);
        n_reordered += compare_case(&net, set, &d);
        kt_network_free(&net);
    }
    assert_true(n_reordered > 0);
    free(set);
}

// Of every kind of lanes: what KETEN_KERNEL names is what runs, or is refused in words.
static void runs_the_kernel_that_the_environment_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        kt_instructions instructions;
    } NAMES[] = {{"sse2", KT_INSTRUCTIONS_BASE},
                 {"avx2", KT_INSTRUCTIONS_AVX2},
                 {"avx512", KT_INSTRUCTIONS_AVX512}};
    dice d = {1, 0};
    kt_network net = make_network(&d);
    kt_circuit circuit;
    kt_circuit_options wanted = {.single = true};
    assert_int_equal(kt_circuit_open(&circuit, &net, &wanted, NULL), KT_OK);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0] * KT_N_LANES; i++) {
        kt_capacity_options options = {.lanes = (kt_lanes)(i % KT_N_LANES)};
        kt_instructions instructions = NAMES[i / KT_N_LANES].instructions;
        kt_capacity named;
        kt_capacity asked;
        kt_error error = {0};
        assert_int_equal(setenv("KETEN_KERNEL", NAMES[i / KT_N_LANES].name, 1), 0);
        if (!kt_capacity_can(instructions)) {
            assert_int_equal(kt_capacity_open(&named, &circuit, &options, &error), KT_BAD_USAGE);
            assert_non_null(strstr(error.message, NAMES[i / KT_N_LANES].name));
            continue;
        }
        assert_int_equal(kt_capacity_open(&named, &circuit, &options, &error), KT_OK);
        options.instructions = instructions;
        assert_int_equal(kt_capacity_open(&asked, &circuit, &options, &error), KT_OK);
        assert_ptr_equal(named.kernel, asked.kernel);
        kt_capacity_close(&named);
        kt_capacity_close(&asked);
    }
    static const char *const OTHERS[] = {"base", "SSE2", "avx", "avx2 ", "best"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        kt_capacity refused;
        kt_error error = {0};
        setenv("KETEN_KERNEL", OTHERS[i], 1);
        assert_int_equal(kt_capacity_open(&refused, &circuit, NULL, &error), KT_BAD_USAGE);
        assert_non_null(strstr(error.message, "is not one of"));
    }
    unsetenv("KETEN_KERNEL");
    kt_circuit_close(&circuit);
    kt_network_free(&net);
}

static void there_are_as_many_states_as_there_is_room_for(void **state)
{
    (void)state;
    enum { TOO_MANY = 1u << 30 }; // of some ten kilobytes: terabytes
    dice d = {1, 0};
    kt_network net = make_network(&d);
    kt_circuit circuit;
    kt_error error = {0};
    assert_int_equal(kt_circuit_open(&circuit, &net, NULL, NULL), KT_OK);
    const kt_capacity_options options = {.lanes = KT_LANES_D16};
    unsigned n = 2;
    assert_int_equal(kt_capacity_fit(&n, &circuit, &options, &error), KT_OK);
    assert_int_equal(n, 2);
    if (kt_room_free() != UINT64_MAX) {
        n = TOO_MANY;
        assert_int_equal(kt_capacity_room(&circuit, &options, n, &error), KT_NO_RESOURCES);
        assert_int_equal(kt_capacity_fit(&n, &circuit, &options, &error), KT_OK);
        assert_true(n >= 2 && n < TOO_MANY);
        assert_int_equal(kt_capacity_room(&circuit, &options, n / 2, &error), KT_OK);
    }
    kt_circuit_close(&circuit);
    kt_network_free(&net);
}

// A seeded defect: one share a millionth off must be seen by the same comparison.
static void would_notice_a_wrong_share(void **state)
{
    (void)state;
    scenario_set *set = room(1, sizeof *set);
    uint32_t item = ITEMS - 1;
    unsigned noticed = 0;
    for (uint64_t run = 0; run < 50; run++) {
        dice d = {run, 0};
        kt_circuit circuit;
        kt_network net = make_network(&d);
        double found[KT_MOST_LANES];
        draw_scenarios(set, &net, &d);
        expect(set, &net, false, false);
        kt_circuit_options wanted = {.item = &item, .n_items = 1};
        assert_int_equal(kt_circuit_open(&circuit, &net, &wanted, NULL), KT_OK);
        if (circuit.n_sources > 0)
            circuit.source_share[circuit.n_sources - 1] *= 1.0 - 1e-6;
        run_kernel(found, &circuit, (kt_capacity_options){.lanes = KT_LANES_D16}, set, item);
        bool off = false;
        for (uint32_t l = 0; l < KT_MOST_LANES; l++)
            off |= fabs(found[l] - set->expected[l][item]) > TOLERANCE;
        noticed += off;
        kt_circuit_close(&circuit);
        kt_network_free(&net);
    }
    assert_true(noticed > 40);
    free(set);
}

// Weights of 1 change nothing; a weight on one of two equal sources moves the mix as it should.
static void weights_divide_the_shares_anew(void **state)
{
    (void)state;
    uint32_t item = 0;
    dice d = {3, 0};
    kt_circuit circuit;
    kt_capacity c;
    kt_network net = make_network(&d);
    net.item[0].mix = 0;
    uint32_t n = (uint32_t)(net.mix_source[1] - net.mix_source[0]);
    for (uint64_t k = 0; k < n; k++)
        net.source[k].share = 1.0 / n;
    kt_circuit_options wanted = {.item = &item, .n_items = 1};
    assert_int_equal(kt_circuit_open(&circuit, &net, &wanted, NULL), KT_OK);
    assert_int_equal(
        kt_capacity_open(&c, &circuit,
                         &(kt_capacity_options){.lanes = KT_LANES_D8, .weighted = true}, NULL),
        KT_OK);
    kt_capacity_set_all(&c, 0, 0.0);
    kt_capacity_weigh(&c, 0, 1, 3.0);
    kt_capacity_sweep(&c);
    assert_true(fabs(kt_capacity_item(&c, item, 0) - (1.0 - 1.0 / n)) < TOLERANCE);
    assert_true(fabs(kt_capacity_item(&c, item, 1) - (1.0 - 3.0 / (n + 2.0))) < TOLERANCE);
    kt_capacity_close(&c);
    kt_circuit_close(&circuit);
    kt_network_free(&net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_a_plain_loop_on_random_networks),
        cmocka_unit_test(runs_the_kernel_that_the_environment_names),
        cmocka_unit_test(there_are_as_many_states_as_there_is_room_for),
        cmocka_unit_test(would_notice_a_wrong_share),
        cmocka_unit_test(weights_divide_the_shares_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
