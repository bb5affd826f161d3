// SPDX-License-Identifier: EUPL-1.2
// The front of src/diagram on structures whose answer is known by arithmetic or by hand, and at its
// limits: constants, large counts, lists that are cut, memory, the stop flag, bad structures.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagram/cutset.h"

static kt_structure *structure(uint32_t n_events)
{
    kt_structure *s = NULL;
    kt_error err;
    assert_int_equal(kt_structure_open(&s, n_events, &err), KT_OK);
    return s;
}

static kt_input add(kt_structure *s, kt_gate_kind kind, const kt_input *input, uint32_t n)
{
    kt_error err;
    kt_gate gate = {.kind = kind, .n_inputs = n, .input = input};
    kt_input name = kt_structure_gate(s->n_gates);
    assert_int_equal(kt_structure_add_gate(s, &gate, &err), KT_OK);
    return name;
}

static kt_input add_weighted(kt_structure *s, const kt_input *input, const double *share,
                             uint32_t n, double min_share)
{
    kt_error err;
    kt_gate gate = {KT_GATE_WEIGHTED, n, input, share, min_share};
    kt_input name = kt_structure_gate(s->n_gates);
    assert_int_equal(kt_structure_add_gate(s, &gate, &err), KT_OK);
    return name;
}

// k of the events from `first` on to first + n - 1 fail, as a weighted gate.
static kt_input add_vote(kt_structure *s, uint32_t first, uint32_t n, uint32_t k)
{
    kt_input input[400];
    double share[400];
    for (uint32_t i = 0; i < n; i++) {
        input[i] = kt_structure_event(first + i);
        share[i] = 1.0 / n;
    }
    return add_weighted(s, input, share, n, (double)(n - k + 1) / n);
}

typedef struct fixture {
    kt_arena arena;
    kt_error err;
    kt_cutset_result r;
} fixture;

static void solve(fixture *f, const kt_structure *s, const kt_cutset_options *options)
{
    assert_int_equal(kt_cutset_solve(&f->r, s, options, &f->arena, &f->err), KT_OK);
}

static void done(fixture *f, kt_structure *s)
{
    kt_arena_free(&f->arena);
    kt_structure_close(s);
}

static void a_top_that_never_fails_has_no_cut_set(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(2);
    (void)state;
    solve(&f, s, NULL); // the top of an empty structure
    assert_true(f.r.complete);
    assert_string_equal(f.r.count, "0");
    assert_int_equal(f.r.n_orders, 0);
    assert_int_equal(f.r.n_sets, 0);
    assert_true(f.r.probability == 0.0);
    s->top = add(s, KT_GATE_AND, (kt_input[]){kt_structure_event(0), KT_INPUT_NEVER}, 2);
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "0");
    done(&f, s);
}

static void a_top_that_always_fails_has_the_empty_set(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(2);
    (void)state;
    s->top = add(s, KT_GATE_OR, (kt_input[]){kt_structure_event(0), KT_INPUT_ALWAYS}, 2);
    solve(&f, s, NULL);
    assert_true(f.r.complete);
    assert_string_equal(f.r.count, "1");
    assert_int_equal(f.r.n_orders, 1);
    assert_int_equal(f.r.order[0].order, 0);
    assert_string_equal(f.r.order[0].count, "1");
    assert_int_equal(f.r.n_sets, 1);
    assert_int_equal(f.r.set[0].n, 0);
    assert_true(f.r.set[0].probability == 1.0);
    assert_true(f.r.probability == 1.0);
    done(&f, s);
}

static void a_weighted_gate_without_shares_has_failed(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(1);
    (void)state;
    s->top = add_weighted(s, (kt_input[]){kt_structure_event(0)}, (double[]){0.0}, 1, 0.0);
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "1");
    assert_int_equal(f.r.set[0].n, 0);
    done(&f, s);
}

static void a_single_event_is_a_structure(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(3);
    (void)state;
    assert_int_equal(kt_structure_set_event(s, 1, 77, 0.25, &f.err), KT_OK);
    s->top = kt_structure_event(1);
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "1");
    assert_int_equal(f.r.n_sets, 1);
    assert_int_equal(f.r.set[0].event[0], 1);
    assert_true(f.r.probability == 0.25);
    assert_int_equal(f.r.n_importances, 1);
    assert_true(f.r.importance[0].birnbaum == 1.0);
    assert_true(f.r.importance[0].fussell_vesely == 1.0);
    assert_true(f.r.importance[0].risk_achievement == 4.0);
    done(&f, s);
}

// 150 of 300 fail: C(300, 150) sets, a number of 89 digits.
static void counts_are_exact_beyond_64_bits(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(300);
    (void)state;
    s->top = add_vote(s, 0, 300, 150);
    solve(&f, s, &(kt_cutset_options){.no_list = true});
    assert_true(f.r.complete);
    assert_string_equal(f.r.count, "937597027728274527931937544390640848792326557"
                                   "00081358920472352712975170021839591675861424");
    assert_int_equal(f.r.n_orders, 1);
    assert_int_equal(f.r.order[0].order, 150);
    done(&f, s);
}

// 40 independent pairs, all of which must fail: 2^40 sets of 40 events, in 40 modules.
static void modules_multiply(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(80);
    kt_input pair[40];
    (void)state;
    for (uint32_t i = 0; i < 40; i++)
        pair[i] = add(s, KT_GATE_OR,
                      (kt_input[]){kt_structure_event(2 * i), kt_structure_event(2 * i + 1)}, 2);
    s->top = add(s, KT_GATE_AND, pair, 40);
    solve(&f, s, &(kt_cutset_options){.order = 40, .max_sets = 3});
    assert_string_equal(f.r.count, "1099511627776");
    assert_int_equal(f.r.order[0].order, 40);
    assert_int_equal(f.r.n_sets, 3);
    assert_int_equal(f.r.listed, 39);
    for (uint32_t k = 0; k < 40; k++) // the first set in order: the first of each pair
        assert_int_equal(f.r.set[0].event[k], 2 * k);
    assert_int_equal(f.r.set[1].event[39], 79);
    assert_int_equal(f.r.set[2].event[38], 77);
    assert_int_equal(f.r.set[2].event[39], 78);
    done(&f, s);
}

// Published shares: 0.5 left of 0.6 + 0.1 + 0.3 with a threshold that floating point just misses.
static void a_threshold_has_a_tolerance(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(3);
    kt_input input[] = {kt_structure_event(0), kt_structure_event(1), kt_structure_event(2)};
    (void)state;
    s->top =
        add_weighted(s, input, (double[]){0.1, 0.2, 0.7}, 3, 0.3); // 0.1 + 0.2 > 0.3 in doubles
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "2"); // {2, 0}, {2, 1}: what is left is 0.2, 0.1
    s->top = add_weighted(s, input, (double[]){0.1, 0.2, 0.7}, 3, 0.3 + 3e-12);
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "1"); // {2}
    assert_int_equal(f.r.set[0].n, 1);
    assert_int_equal(f.r.set[0].event[0], 2);
    done(&f, s);
}

// A share that is so small that the order of the sum decides: as the gate sums, in the order given.
static void sums_run_in_the_order_given(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(3);
    kt_input input[] = {kt_structure_event(0), kt_structure_event(1), kt_structure_event(2)};
    double fine = 1.0 + 0x1p-52; // min_share - 1e-12 has to come out as this
    double min_share = fine + 1e-12;
    (void)state;
    while (min_share - 1e-12 > fine)
        min_share = nextafter(min_share, 0.0);
    while (min_share - 1e-12 < fine)
        min_share = nextafter(min_share, 2.0);
    if (min_share - 1e-12 != fine)
        skip();
    // (2^-53 + 2^-53) + 1 is fine, (1 + 2^-53) + 2^-53 is not: each rounds back to 1.
    s->top = add_weighted(s, input, (double[]){0x1p-53, 0x1p-53, 1.0}, 3, min_share);
    solve(&f, s, NULL);
    assert_string_equal(f.r.count, "3");
    s->top = add_weighted(s, input, (double[]){1.0, 0x1p-53, 0x1p-53}, 3, min_share);
    solve(&f, s, NULL);
    assert_int_equal(f.r.set[0].n, 0); // it has failed from the start
    done(&f, s);
}

static void an_unknown_probability_makes_the_top_unknown_where_it_matters(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(3);
    (void)state;
    assert_int_equal(kt_structure_set_event(s, 0, 0, 0.5, &f.err), KT_OK);
    kt_input both =
        add(s, KT_GATE_AND, (kt_input[]){kt_structure_event(0), kt_structure_event(1)}, 2);
    s->top = add(s, KT_GATE_OR, (kt_input[]){both, kt_structure_event(0)}, 2);
    solve(&f, s, NULL); // a or (a and b): b does not matter
    assert_true(f.r.probability == 0.5);
    assert_int_equal(f.r.n_missing, 0);
    s->top = add(s, KT_GATE_OR, (kt_input[]){kt_structure_event(0), kt_structure_event(1)}, 2);
    solve(&f, s, NULL);
    assert_true(isnan(f.r.probability));
    assert_int_equal(f.r.n_missing, 1);
    assert_int_equal(f.r.n_importances, 2);
    assert_true(isnan(f.r.importance[0].birnbaum));
    assert_true(f.r.set[0].probability == 0.5);
    assert_true(isnan(f.r.set[1].probability));
    done(&f, s);
}

static void small_probabilities_keep_their_digits(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(4);
    kt_input x[4];
    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        x[i] = kt_structure_event(i);
        assert_int_equal(kt_structure_set_event(s, i, i, 1e-9, &f.err), KT_OK);
    }
    s->top = add(s, KT_GATE_AND, x, 4);
    solve(&f, s, &(kt_cutset_options){.order = 4});
    assert_true(fabs(f.r.probability / 1e-36 - 1.0) < 1e-14);
    done(&f, s);
}

static void sets_are_cut_in_their_order(void **state)
{
    fixture f = {0}, all = {0};
    kt_structure *s = structure(12);
    (void)state;
    for (uint32_t i = 0; i < 12; i++) // ids run against the numbers
        assert_int_equal(kt_structure_set_event(s, i, 100 - i, 0.1, &f.err), KT_OK);
    s->top = add_vote(s, 0, 12, 4); // 495 sets of 4
    solve(&all, s, &(kt_cutset_options){.order = 4});
    assert_int_equal(all.r.n_sets, 495);
    assert_int_equal(all.r.listed, 4);
    for (size_t most = 1; most < 495; most += 61) {
        solve(&f, s, &(kt_cutset_options){.order = 4, .max_sets = most});
        assert_int_equal(f.r.n_sets, most);
        assert_int_equal(f.r.listed, 3);
        for (size_t i = 0; i < most; i++)
            assert_memory_equal(f.r.set[i].event, all.r.set[i].event, 4 * sizeof(uint32_t));
    }
    assert_int_equal(all.r.set[0].event[0], 11); // the lowest id
    kt_arena_free(&all.arena);
    done(&f, s);
}

// A grid in which every row and every column shares events with all others: no modules, and a
// function that is large in any order.
static kt_structure *grid(uint32_t n)
{
    kt_structure *s = structure(n * n);
    kt_input line[64], lines[64];
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++)
            line[k] = kt_structure_event(i * n + k);
        lines[i] = add(s, KT_GATE_OR, line, n);
    }
    kt_input rows = add(s, KT_GATE_AND, lines, n);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++)
            line[k] = kt_structure_event(k * n + i);
        lines[i] = add(s, KT_GATE_OR, line, n);
    }
    kt_input columns = add(s, KT_GATE_AND, lines, n);
    s->top = add(s, KT_GATE_OR, (kt_input[]){rows, columns}, 2);
    return s;
}

static void what_does_not_fit_is_bounded_and_says_so(void **state)
{
    fixture f = {0};
    kt_structure *s = grid(18);
    (void)state;
    // One event more that stops the top alone, so that there is something to find.
    kt_structure *t = structure(18 * 18 + 1);
    for (uint32_t g = 0; g < s->n_gates; g++)
        add(t, (kt_gate_kind)s->kind[g], s->input + kt_structure_first(s, g),
            (uint32_t)(s->end[g] - kt_structure_first(s, g)));
    t->top = add(t, KT_GATE_OR, (kt_input[]){s->top, kt_structure_event(18 * 18)}, 2);
    solve(&f, t, &(kt_cutset_options){.order = 2, .memory_limit = 1 << 20});
    assert_false(f.r.complete);
    assert_non_null(f.r.reason);
    assert_non_null(strstr(f.r.reason, "memory limit of 1 MiB"));
    assert_true(isnan(f.r.probability));
    assert_int_equal(f.r.explored, 2);
    assert_string_equal(f.r.count, "1");
    assert_int_equal(f.r.set[0].event[0], 18 * 18);
    assert_true(f.r.n_cut_gates > 0);
    assert_true(f.r.peak_bytes <= 1 << 20);
    kt_structure_close(t);
    done(&f, s);
}

// Shares that no two sums of are the same.
static double irregular(uint32_t i)
{
    return 0.01 + 0.03 * fabs(sin(1.0 + 7.0 * i));
}

static void a_large_market_is_counted_whole(void **state)
{
    enum { N = 30 };
    fixture f = {0};
    kt_structure *s = structure(N);
    kt_input input[N];
    double share[N];
    double total = 0.0;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        input[i] = kt_structure_event(i);
        share[i] = irregular(i);
        total += share[i];
    }
    s->top = add_weighted(s, input, share, N, 0.5 * total);
    solve(&f, s, &(kt_cutset_options){.judge = true, .memory_limit = 64 << 20});
    assert_true(f.r.complete);
    assert_false(f.r.judged);
    assert_string_equal(f.r.count, "59280644");
    assert_true(f.r.nodes < 200000);
    done(&f, s);
}

// A chain as deep as the logarithm of its length: each item needs two others and has a market of
// three makers out of all, of which two must be left; two items in ten have one maker.
static kt_structure *supply_chain(uint32_t n)
{
    kt_structure *s = structure(n);
    kt_input *item = calloc(n, sizeof *item);
    uint32_t at = 1;
    assert_non_null(item);
    for (uint32_t i = n; i-- > 0;) {
        kt_input maker[3];
        kt_input need[3];
        double share[3] = {0.5, 0.3, 0.2};
        uint32_t n_needs = 0;
        for (uint32_t k = 0; k < 3; k++) {
            at = at * 1664525u + 1013904223u;
            maker[k] = kt_structure_event((at >> 8) % n);
        }
        for (uint32_t below = 2 * i + 1; below <= 2 * i + 2 && below < n; below++)
            need[n_needs++] = item[below];
        need[n_needs++] = i % 10 < 2 ? maker[0] : add_weighted(s, maker, share, 3, 0.45);
        item[i] = add(s, KT_GATE_OR, need, n_needs);
    }
    s->top = item[0];
    free(item);
    return s;
}

static void work_for_few_events_grows_with_the_chain(void **state)
{
    enum { N = 4000 };
    fixture f[2];
    memset(f, 0, sizeof f);
    (void)state;
    for (uint32_t k = 0; k < 2; k++) {
        kt_structure *s = supply_chain(k == 0 ? N : 4 * N);
        solve(&f[k], s, &(kt_cutset_options){.order = 2, .bounded = true});
        assert_int_equal(f[k].r.explored, 2);
        assert_true(f[k].r.n_sets > 100);
        kt_structure_close(s);
    }
    assert_true(f[1].r.nodes < 5 * f[0].r.nodes);
    assert_true(f[1].r.peak_bytes < 5 * f[0].r.peak_bytes);
    for (uint32_t k = 0; k < 2; k++)
        kt_arena_free(&f[k].arena);
}

static void the_stop_flag_stops(void **state)
{
    fixture f = {0};
    kt_flag stop = {1};
    kt_control control = {.stop = &stop};
    kt_structure *s = grid(18);
    (void)state;
    kt_status status =
        kt_cutset_solve(&f.r, s, &(kt_cutset_options){.control = &control}, &f.arena, &f.err);
    assert_int_equal(status, KT_NO_RESOURCES);
    assert_string_equal(f.err.message, "stopped before the end: nothing was written");
    done(&f, s);
}

static void bad_structures_are_refused(void **state)
{
    fixture f = {0};
    kt_structure *s = structure(2);
    kt_input event = kt_structure_event(0);
    kt_gate gate = {KT_GATE_WEIGHTED, 1, &event, (double[]){-0.1}, 0.5};
    (void)state;
    assert_int_equal(kt_structure_add_gate(s, &gate, &f.err), KT_BAD_INPUT);
    assert_string_equal(f.err.message, "gate 0: share -0.1 is not ≥ 0");
    gate.share = (double[]){0.1};
    gate.min_share = NAN;
    assert_int_equal(kt_structure_add_gate(s, &gate, &f.err), KT_BAD_INPUT);
    assert_int_equal(kt_structure_set_event(s, 0, 0, 1.5, &f.err), KT_BAD_INPUT);
    event = kt_structure_event(2);
    gate = (kt_gate){.kind = KT_GATE_OR, .n_inputs = 1, .input = &event};
    assert_int_equal(kt_structure_add_gate(s, &gate, &f.err), KT_BAD_INPUT);
    assert_string_equal(f.err.message, "gate 0: there is no event 2");
    add(s, KT_GATE_OR, (kt_input[]){kt_structure_gate(1)}, 1);
    s->top = kt_structure_gate(0);
    assert_int_equal(kt_structure_check(s, &f.err), KT_BAD_INPUT);
    assert_string_equal(f.err.message, "gate 0: there is no gate 1");
    add(s, KT_GATE_OR, (kt_input[]){kt_structure_gate(2)}, 1);
    add(s, KT_GATE_AND, (kt_input[]){kt_structure_event(0), kt_structure_gate(0)}, 2);
    assert_int_equal(kt_cutset_solve(&f.r, s, NULL, &f.arena, &f.err), KT_BAD_INPUT);
    assert_string_equal(f.err.message, "cycle of gates: 0 → 1 → 2 → 0");
    assert_int_equal(kt_structure_set_event(s, 1, 0, 0.5, &f.err), KT_OK);
    assert_int_equal(kt_structure_check(s, &f.err), KT_BAD_INPUT);
    assert_string_equal(f.err.message, "two events have the id 0");
    done(&f, s);
}

// A chain of 20,000 gates: nothing may recurse over the structure or the diagram.
static void depth_does_not_matter(void **state)
{
    enum { DEPTH = 20000 };
    fixture f = {0};
    kt_structure *s = structure(DEPTH);
    kt_input last = kt_structure_event(0);
    (void)state;
    for (uint32_t i = 1; i < DEPTH; i++)
        last = add(s, i % 2 == 0 ? KT_GATE_AND : KT_GATE_OR,
                   (kt_input[]){last, kt_structure_event(i)}, 2);
    s->top = last;
    solve(&f, s, NULL);
    assert_true(f.r.complete);
    assert_string_equal(f.r.order[0].count, "1"); // the last OR's own event
    assert_int_equal(f.r.n_orders, DEPTH / 2);
    done(&f, s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_top_that_never_fails_has_no_cut_set),
        cmocka_unit_test(a_top_that_always_fails_has_the_empty_set),
        cmocka_unit_test(a_weighted_gate_without_shares_has_failed),
        cmocka_unit_test(a_single_event_is_a_structure),
        cmocka_unit_test(counts_are_exact_beyond_64_bits),
        cmocka_unit_test(modules_multiply),
        cmocka_unit_test(a_threshold_has_a_tolerance),
        cmocka_unit_test(sums_run_in_the_order_given),
        cmocka_unit_test(an_unknown_probability_makes_the_top_unknown_where_it_matters),
        cmocka_unit_test(small_probabilities_keep_their_digits),
        cmocka_unit_test(sets_are_cut_in_their_order),
        cmocka_unit_test(what_does_not_fit_is_bounded_and_says_so),
        cmocka_unit_test(a_large_market_is_counted_whole),
        cmocka_unit_test(work_for_few_events_grows_with_the_chain),
        cmocka_unit_test(the_stop_flag_stops),
        cmocka_unit_test(bad_structures_are_refused),
        cmocka_unit_test(depth_does_not_matter),
    };
    return cmocka_run_group_tests_name("diagram_cutset", tests, NULL, NULL);
}
