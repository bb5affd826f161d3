// SPDX-License-Identifier: EUPL-1.2
// Recipes that are laid out as trees against the same ones laid out whole: a ship of 700 parts,
// some of them not essential, some alternatives of each other, each with two makers. Every bit of
// every lane, in full and partial sweeps, as built, and while changes are followed up.
#include "setting.h"

#include "analysis/kernel/variant.h"
#include "model/network_build.h"
#include "random_network.h"

enum { PARTS = 700, EVENTS = 40, TEXT = 1 << 17 };

typedef struct laid {
    kt_circuit circuit;
    kt_capacity capacity;
    kt_variant variant;
} laid;

static struct {
    kt_case *the_case;
    kt_network network;
} ship;

static int open_ship(void **state)
{
    static char text[4][TEXT];
    size_t at[4] = {0};
    dice d = {1, 0};
    (void)state;
#define SAY(k, ...) at[k] += (size_t)snprintf(text[k] + at[k], TEXT - at[k], __VA_ARGS__)
    SAY(0, "id,kind,name_en\nship,platform,Ship\n");
    SAY(1, "parent,child,quantity,essential,alternative_group\n");
    SAY(2, "id,name,country\nyard,Yard,NLD\n");
    SAY(3, "item,supplier,share\nship,yard,1\n");
    for (int i = 0; i < PARTS; i++) {
        SAY(0, "p%d,component,Part %d\n", i, i);
        if (i % 10 < 2)
            SAY(1, "ship,p%d,1,yes,g%d\n", i, i / 10);
        else
            SAY(1, "ship,p%d,1,%s,\n", i, i % 10 == 5 ? "no" : "yes");
        SAY(2, "a%d,A %d,NLD\nb%d,B %d,DEU\n", i, i, i, i);
        double share = 0.001 * below(&d, 1000);
        SAY(3, "p%d,a%d,%.3f\np%d,b%d,%.3f\n", i, i, share, i, i, 1.0 - share);
    }
#undef SAY
    const file_text files[] = {
        {"items", text[0]}, {"bom", text[1]}, {"organisations", text[2]}, {"supply", text[3]}, {0}};
    ship.the_case = case_of(files);
    return kt_network_build(&ship.network, ship.the_case, &kt_figures_study, NULL, NULL) != KT_OK;
}

static int close_ship(void **state)
{
    (void)state;
    kt_network_free(&ship.network);
    kt_case_free(ship.the_case);
    return 0;
}

static void lay(laid *l, bool whole, const kt_capacity_options *options)
{
    const kt_circuit_options of = {.whole = whole, .single = options->lanes == KT_LANES_F16};
    assert_int_equal(kt_circuit_open(&l->circuit, &ship.network, &of, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&l->capacity, &l->circuit, options, NULL), KT_OK);
    l->variant = (kt_variant){.capacity = &l->capacity, .n_capacities = 1, .circuit = &l->circuit};
    assert_int_equal(kt_variant_open(&l->variant, NULL), KT_OK);
}

static void clear(laid *l)
{
    kt_variant_close(&l->variant);
    kt_capacity_close(&l->capacity);
    kt_circuit_close(&l->circuit);
}

static bool alike(const laid *a, const laid *b)
{
    uint32_t item = kt_network_find(&ship.network, "ship");
    bool same = true;
    for (uint32_t l = 0; l < a->capacity.lanes; l++) {
        double x = kt_capacity_item(&a->capacity, item, l);
        double y = kt_capacity_item(&b->capacity, item, l);
        same = same && memcmp(&x, &y, sizeof x) == 0;
    }
    return same;
}

// Few fail, so that sweeps are partial, or many.
static void fail_some(laid *tree, laid *whole, dice *d, uint32_t n)
{
    kt_capacity_clear(&tree->capacity);
    kt_capacity_clear(&whole->capacity);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t p = below(d, ship.network.n_producers);
        uint32_t lane = below(d, tree->capacity.lanes);
        double left = uniform(d) < 0.5 ? 0.0 : uniform(d);
        kt_capacity_set(&tree->capacity, p, lane, left);
        kt_capacity_set(&whole->capacity, p, lane, left);
    }
    kt_capacity_sweep(&tree->capacity);
    kt_capacity_sweep(&whole->capacity);
}

static void a_tree_has_the_bits_of_the_whole(void **state)
{
    (void)state;
    for (int k = 0; k < 2 * KT_N_LANES; k++) {
        const kt_capacity_options options = {.lanes = (kt_lanes)(k / 2), .first_only = k % 2 == 1};
        laid tree;
        laid whole;
        dice d = {(uint64_t)k, 0};
        lay(&tree, false, &options);
        lay(&whole, true, &options);
        assert_true(tree.circuit.n_recipes > whole.circuit.n_recipes + PARTS / KT_CIRCUIT_PART / 2);
        for (int event = 0; event < EVENTS; event++) {
            fail_some(&tree, &whole, &d, event % 4 == 0 ? 500 : 1 + below(&d, 20));
            assert_true(alike(&tree, &whole));
        }
        clear(&tree);
        clear(&whole);
    }
}

// A producer, a share, an input that becomes essential, and one that is always or never there.
static kt_change draw_change(dice *d)
{
    const kt_network *net = &ship.network;
    uint32_t item = kt_network_find(net, "ship");
    uint32_t recipe = net->producer[net->item[item].producer].recipe;
    uint32_t first = net->recipe_requirement[recipe];
    uint32_t k = first + below(d, net->recipe_requirement[recipe + 1] - first);
    uint64_t source = below(d, (uint32_t)net->n_sources);
    uint32_t mix = 0;
    switch (below(d, 4)) {
    case 0:
        return (kt_change){
            .kind = KT_CHANGE_SCALE, .at = below(d, net->n_producers), .value = uniform(d)};
    case 1:
        while (net->mix_source[mix + 1] <= source)
            mix++;
        return (kt_change){.kind = KT_CHANGE_SHARE, .in = mix, .at = source, .value = uniform(d)};
    case 2:
        return (kt_change){.kind = KT_CHANGE_ESSENTIAL, .in = recipe, .at = k, .value = 1.0};
    default:
        return (kt_change){.kind = KT_CHANGE_ALTERNATIVE,
                           .in = recipe,
                           .at = net->requirement[k].alternative,
                           .mix = uniform(d) < 0.7 ? KT_CHANGE_ALWAYS : KT_CHANGE_NEVER};
    }
}

static void changes_are_followed_through_a_tree(void **state)
{
    const kt_capacity_options options = {.followed = true};
    laid tree;
    laid whole;
    dice d = {7, 0};
    (void)state;
    lay(&tree, false, &options);
    lay(&whole, true, &options);
    for (int event = 0; event < 10 * EVENTS; event++) {
        if (event % EVENTS == 0)
            fail_some(&tree, &whole, &d, 100);
        for (uint32_t n = 1 + below(&d, 4); n > 0; n--) {
            kt_change change = draw_change(&d);
            kt_variant_apply(&tree.variant, &change, 1, KT_EVERY_LANE);
            kt_variant_apply(&whole.variant, &change, 1, KT_EVERY_LANE);
        }
        kt_variant_follow(&tree.variant);
        kt_capacity_sweep(&whole.capacity);
        assert_true(alike(&tree, &whole));
        kt_variant_unfollow(&tree.variant);
        kt_variant_revert(&tree.variant, 0);
        kt_variant_revert(&whole.variant, 0);
        kt_capacity_sweep(&whole.capacity);
        assert_true(alike(&tree, &whole));
    }
    clear(&tree);
    clear(&whole);
}

// The seeded defect: a part that draws on nothing any more.
static void a_part_that_is_cut_off_is_noticed(void **state)
{
    const kt_capacity_options options = {.lanes = KT_LANES_D8};
    laid tree;
    laid whole;
    dice d = {3, 0};
    unsigned noticed = 0;
    (void)state;
    lay(&tree, false, &options);
    lay(&whole, true, &options);
    uint32_t ship_step = tree.circuit.item_step[kt_network_find(&ship.network, "ship")];
    uint32_t part = tree.circuit.step_recipe[ship_step];
    kt_requirement *cut = &tree.circuit.requirement[tree.circuit.recipe_requirement[part]];
    for (uint32_t k = 0; k < KT_CIRCUIT_PART; k++) {
        cut[k].essential = false; // of no weight
        cut[k].weight = 0.0;
    }
    for (int event = 0; event < EVENTS; event++) {
        fail_some(&tree, &whole, &d, 30);
        noticed += !alike(&tree, &whole);
    }
    assert_true(noticed > 0);
    clear(&tree);
    clear(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_has_the_bits_of_the_whole),
        cmocka_unit_test(changes_are_followed_through_a_tree),
        cmocka_unit_test(a_part_that_is_cut_off_is_noticed),
    };
    return cmocka_run_group_tests(tests, open_ship, close_ship);
}
