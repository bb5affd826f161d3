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
#include "base/philox.h"

enum { ITEMS = 14, MOST_PRODUCERS = 6, MOST_INPUTS = 4, MOST_CHOICES = 3 };
enum { FEW_MIXES = 4, MOST_MIXES = 60 }; // of an item; one in ten has many buyers

static const double TOLERANCE = 1e-12;

typedef struct dice {
    uint64_t run, draw;
} dice;

static double uniform(dice *d)
{
    return kt_philox_uniform((kt_philox){20261124, d->run}, d->draw++);
}

static uint32_t below(dice *d, uint32_t n)
{
    return (uint32_t)(uniform(d) * n);
}

static void *room(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    assert_non_null(memory);
    return memory;
}

static void add_mix(kt_network *net, dice *d, uint32_t item, uint32_t buyer)
{
    uint32_t first = net->item[item].producer;
    double total = 0.0;
    uint64_t start = net->n_sources;
    for (uint32_t p = first; p < net->n_producers; p++) {
        if (buyer != 0 && uniform(d) < 0.4)
            continue;
        double share = uniform(d) < 0.15 ? 0.0 : uniform(d);
        double spare = uniform(d) < 0.3 ? uniform(d) : 0.0;
        net->source[net->n_sources++] = (kt_source){p, KT_NO_ROW, share, spare};
        total += share;
    }
    for (uint64_t k = start; k < net->n_sources && total > 0.0; k++)
        net->source[k].share /= total;
    net->mix_item[net->n_mixes] = item;
    net->mix_buyer[net->n_mixes] = buyer;
    net->mix_source[++net->n_mixes] = net->n_sources;
}

static void add_recipe(kt_network *net, dice *d, uint32_t item)
{
    uint32_t n = item == 0 ? 0 : below(d, MOST_INPUTS + 1);
    for (uint32_t k = 0; k < n; k++) {
        net->requirement[net->n_requirements] =
            (kt_requirement){net->n_alternatives, uniform(d) < 0.6, 1.0 / n};
        for (uint32_t j = 1 + below(d, MOST_CHOICES); j > 0; j--) {
            uint32_t child = below(d, item);
            uint32_t mix =
                net->item[child].mix + below(d, net->item[child + 1].mix - net->item[child].mix);
            net->alternative[net->n_alternatives++] =
                (kt_alternative){mix, KT_NO_ROW, 1, 1, 1, (double)NAN};
        }
        net->requirement[++net->n_requirements].alternative = net->n_alternatives;
    }
    net->recipe_requirement[++net->n_recipes] = net->n_requirements;
}

static kt_network make_network(dice *d)
{
    kt_network net = {.n_items = ITEMS};
    size_t n = ITEMS * MOST_PRODUCERS;
    net.item = room(ITEMS + 1, sizeof *net.item);
    net.producer = room(n, sizeof *net.producer);
    net.recipe_requirement = room(n + 1, sizeof *net.recipe_requirement);
    net.requirement = room(n * MOST_INPUTS + 1, sizeof *net.requirement);
    net.alternative = room(n * MOST_INPUTS * MOST_CHOICES, sizeof *net.alternative);
    net.mix_source = room(ITEMS * MOST_MIXES + 1, sizeof *net.mix_source);
    net.mix_buyer = room(ITEMS * MOST_MIXES, sizeof *net.mix_buyer);
    net.mix_item = room(ITEMS * MOST_MIXES, sizeof *net.mix_item);
    net.source = room(n * MOST_MIXES, sizeof *net.source);
    for (uint32_t i = 0; i < ITEMS; i++) {
        net.item[i].producer = net.n_producers;
        net.item[i].mix = net.n_mixes;
        for (uint32_t k = 1 + below(d, MOST_PRODUCERS); k > 0; k--) {
            bool own = net.n_producers == net.item[i].producer || uniform(d) < 0.5;
            if (own)
                add_recipe(&net, d, i);
            net.producer[net.n_producers++] = (kt_producer){.item = i, .recipe = net.n_recipes - 1};
        }
        uint32_t n_mixes = below(d, 10) == 0 ? MOST_MIXES : 1 + below(d, FEW_MIXES);
        for (uint32_t k = 0; k < n_mixes; k++)
            add_mix(&net, d, i, k);
        net.item[i + 1].producer = net.n_producers;
        net.item[i + 1].mix = net.n_mixes;
    }
    return net;
}

// The rule of DESIGN section 4 as it is written, one scenario.
typedef struct plain {
    const kt_network *net;
    bool reallocate, first_only;
    const double *left; // [n_producers]
    double *output, *mix;
} plain;

static double plain_recipe(const plain *x, uint32_t recipe)
{
    const kt_network *net = x->net;
    double worst = 1.0;
    double loss = 0.0;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        double best = 0.0;
        uint32_t first = net->requirement[k].alternative;
        uint32_t end = x->first_only ? first + 1 : net->requirement[k + 1].alternative;
        for (uint32_t j = first; j < end; j++)
            best = fmax(best, fmin(1.0, x->mix[net->alternative[j].mix]));
        if (net->requirement[k].essential)
            worst = fmin(worst, best);
        else
            loss += net->requirement[k].weight * (1.0 - best);
    }
    return fmin(worst, fmax(0.0, 1.0 - loss));
}

static void plain_sweep(const plain *x)
{
    const kt_network *net = x->net;
    for (uint32_t i = 0; i < net->n_items; i++) {
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++)
            x->output[p] = x->left[p] * plain_recipe(x, net->producer[p].recipe);
        for (uint32_t m = net->item[i].mix; m < net->item[i + 1].mix; m++) {
            x->mix[m] = 0.0;
            for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++)
                x->mix[m] += (net->source[k].share + (x->reallocate ? net->source[k].spare : 0.0)) *
                             x->output[net->source[k].producer];
        }
    }
}

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
        kt_circuit_options wanted = {&item, 1, reallocate, lean == 1, true, NULL};
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
        cmocka_unit_test(would_notice_a_wrong_share),
        cmocka_unit_test(weights_divide_the_shares_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
