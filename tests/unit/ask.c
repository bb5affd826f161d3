// SPDX-License-Identifier: EUPL-1.2
// What-ifs that step through what lies above a changed fact, against sweeps of the whole chain.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/assess/ask.h"
#include "analysis/assess/whatif.h"
#include "ingest/package/open.h"

typedef struct setting {
    kt_case *the_case;
    kt_assessment *a;
    kt_arena arena;
    kt_downstream above;
    kt_open_facts facts;
    kt_whatif whatif;
} setting;

static setting frigate;

static int open_frigate(void **state)
{
    setting *s = &frigate;
    (void)state;
    if (kt_open_case(&s->the_case, "lcf", NULL, NULL) != KT_OK ||
        kt_assess_target(&s->a, s->the_case, NULL, NULL, NULL) != KT_OK ||
        kt_downstream_find(&s->above, &s->a->study, &s->arena, NULL) != KT_OK ||
        kt_open_fact_list(&s->facts, s->a, NULL, &s->arena, NULL) != KT_OK ||
        kt_whatif_open(&s->whatif, s->a, s->above.target, NULL, NULL) != KT_OK)
        return -1;
    return 0;
}

static int close_frigate(void **state)
{
    setting *s = &frigate;
    (void)state;
    kt_whatif_close(&s->whatif);
    kt_open_fact_free(&s->facts);
    kt_arena_free(&s->arena);
    kt_assess_free(s->a);
    kt_case_free(s->the_case);
    return 0;
}

typedef struct lanes {
    double lane[KT_WHATIF_LANES];
} lanes;

static lanes lanes_of(const kt_capacity *capacity, uint32_t mix)
{
    lanes x;
    for (uint32_t l = 0; l < KT_WHATIF_LANES; l++)
        x.lane[l] = kt_capacity_mix(capacity, mix, l);
    return x;
}

// Fails eight countries that the frigate needs, one a lane.
static void fail_countries(kt_capacity *capacity)
{
    const kt_events *events = &frigate.a->exposure[KT_CLASS_COUNTRY].events;
    uint32_t lane = 0;
    for (uint32_t e = 0; e < events->n && lane < KT_WHATIF_LANES; e++) {
        if (frigate.a->exposure[KT_CLASS_COUNTRY].row[e].dependence < 0.1)
            continue;
        for (uint32_t k = events->event[e].first; k < events->event[e + 1].first; k++)
            kt_capacity_set(capacity, events->producer[k], lane, 0.0);
        lane++;
    }
    assert_int_equal(lane, KT_WHATIF_LANES);
    kt_capacity_sweep(capacity);
}

// What the target does not reach is not followed.
static bool same_where_reached(const lanes *followed, const kt_capacity *swept)
{
    const kt_network *net = &frigate.a->network;
    for (uint32_t m = 0; m < net->n_mixes; m++) {
        lanes now = lanes_of(swept, m);
        if (frigate.a->study.reach.item[net->mix_item[m]] &&
            memcmp(&followed[m], &now, sizeof now) != 0)
            return false;
    }
    return true;
}

// The number of facts (every `stride`-th) for which following an answer up and sweeping differ in
// some item; `none`: nothing is followed up.
static size_t count_differences(size_t stride, bool none)
{
    kt_whatif *w = &frigate.whatif;
    kt_capacity *c = &w->capacity[0];
    uint32_t n_mixes = frigate.a->network.n_mixes;
    lanes *followed = malloc((size_t)n_mixes * sizeof *followed);
    size_t differ = 0;
    assert_non_null(followed);
    for (size_t i = 0; i < frigate.facts.n; i += stride) {
        const kt_open_fact *fact = &frigate.facts.fact[i];
        bool same = true;
        for (int r = 0; r < KT_N_RESOLUTIONS; r++) {
            if ((fact->answers >> r & 1u) == 0)
                continue;
            kt_whatif_apply(w, fact, (kt_resolution)r, ~0u);
            if (none)
                kt_variant_unfollow(&w->variant);
            for (uint32_t m = 0; m < n_mixes; m++)
                followed[m] = lanes_of(c, m);
            kt_capacity_sweep(c);
            same = same && same_where_reached(followed, c);
            kt_whatif_revert(w);
            if (none)
                kt_capacity_sweep(c);
        }
        differ += !same;
    }
    free(followed);
    return differ;
}

static void following_up_equals_a_sweep(void **state)
{
    (void)state;
    fail_countries(&frigate.whatif.capacity[0]);
    assert_true(frigate.facts.n > 1000);
    assert_int_equal(count_differences(7, false), 0);
}

// The seeded defect: nothing is followed up.
static void following_nothing_is_noticed(void **state)
{
    (void)state;
    fail_countries(&frigate.whatif.capacity[0]);
    assert_true(count_differences(7, true) > 50);
}

static void what_is_taken_back_leaves_no_trace(void **state)
{
    (void)state;
    const kt_network *net = &frigate.a->network;
    kt_circuit *own = &frigate.whatif.circuit;
    kt_circuit fresh;
    assert_int_equal(
        kt_circuit_open(&fresh, net,
                        &(kt_circuit_options){.item = &frigate.above.target, .n_items = 1}, NULL),
        KT_OK);
    fail_countries(&frigate.whatif.capacity[0]);
    lanes before = lanes_of(&frigate.whatif.capacity[0], net->item[frigate.above.target].mix);
    count_differences(1, false);
    lanes after = lanes_of(&frigate.whatif.capacity[0], net->item[frigate.above.target].mix);
    assert_memory_equal(&before, &after, sizeof before);
    assert_memory_equal(fresh.source_share, own->source_share,
                        fresh.n_sources * sizeof *fresh.source_share);
    assert_memory_equal(fresh.alternative, own->alternative,
                        fresh.n_alternatives * sizeof *fresh.alternative);
    for (uint32_t k = 0; k < fresh.n_requirements; k++)
        assert_int_equal(fresh.requirement[k].essential, own->requirement[k].essential);
    kt_circuit_close(&fresh);
}

static void users_lie_above_and_lead_to_the_target(void **state)
{
    (void)state;
    const kt_downstream *above = &frigate.above;
    uint32_t n_named = 0;
    for (uint32_t i = 0; i < frigate.a->network.n_items; i++) {
        if (!frigate.a->study.reach.item[i] || i == above->target)
            continue;
        uint32_t path[128];
        uint32_t made;
        uint32_t n = kt_downstream_path(above, i, false, path, 128, &made);
        assert_int_equal(path[0], i);
        assert_int_equal(path[n - 1], above->target);
        assert_true(made < n);
        for (uint32_t k = 1; k < n; k++)
            assert_true(path[k] > path[k - 1]);
        assert_true(above->depth[i] == above->depth[above->up[i]] + 1);
        n_named += kt_downstream_buyer(above, i) != KT_NO_ROW;
    }
    assert_true(n_named > 400);
}

// Every reached item has a place of its own, the target the first, and stands among what lies below
// the item that it is used in: a tree, each branch in one piece.
static void what_shares_its_way_up_stands_together(void **state)
{
    (void)state;
    const kt_downstream *above = &frigate.above;
    uint32_t n_items = frigate.a->network.n_items;
    uint32_t *place = calloc(n_items, sizeof *place);
    uint32_t *last = calloc(n_items, sizeof *last); // place in the branch
    uint32_t *count = calloc(n_items, sizeof *count);
    assert_non_null(place);
    assert_non_null(last);
    assert_non_null(count);
    assert_int_equal(kt_downstream_order(place, above, NULL), KT_OK);
    assert_int_equal(place[above->target], 0);
    for (uint32_t i = 0; i <= above->target; i++) {
        if (place[i] == n_items) {
            assert_int_equal(above->up[i], KT_NO_ROW);
            continue;
        }
        count[i]++;
        last[i] = place[i] > last[i] ? place[i] : last[i];
        assert_int_equal(last[i] - place[i] + 1, count[i]);
        if (i == above->target)
            continue;
        uint32_t user = above->up[i];
        assert_true(place[user] < place[i]);
        count[user] += count[i];
        last[user] = last[i] > last[user] ? last[i] : last[user];
    }
    free(place);
    free(last);
    free(count);
}

static void questions_come_best_first_and_each_once(void **state)
{
    (void)state;
    kt_ask ask;
    assert_int_equal(kt_ask_rank(&ask, frigate.a, NULL, NULL), KT_OK);
    assert_true(ask.n > 100);
    assert_int_equal(ask.n + ask.n_idle + ask.n_closed, ask.n_facts);
    for (size_t i = 1; i < ask.n; i++) {
        const kt_question *a = &ask.question[i - 1];
        const kt_question *b = &ask.question[i];
        bool alike = a->mechanism == b->mechanism && a->dependence_first == b->dependence_first;
        assert_true(a->mechanism >= b->mechanism);
        if (a->mechanism == b->mechanism)
            assert_true(a->dependence_first >= b->dependence_first);
        assert_true(!alike || a->n_flips >= b->n_flips);
        if (alike && a->n_flips == b->n_flips)
            assert_true(a->spread >= b->spread);
        assert_string_not_equal(a->fact.id, b->fact.id);
        assert_true(b->spread >= 0.0 && b->spread <= 1.0);
        assert_true(b->mean <= b->spread + kt_ask_tolerance);
    }
    kt_ask_free(&ask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(users_lie_above_and_lead_to_the_target),
        cmocka_unit_test(what_shares_its_way_up_stands_together),
        cmocka_unit_test(questions_come_best_first_and_each_once),
        cmocka_unit_test(following_up_equals_a_sweep),
        cmocka_unit_test(following_nothing_is_noticed),
        cmocka_unit_test(what_is_taken_back_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, open_frigate, close_frigate);
}
