// SPDX-License-Identifier: EUPL-1.2
// What is taken out of a structure before diagrams are built: each rule on structures that can be
// worked out by hand, and all of them on random ones, evaluated for every set of events before and
// after. 1,500 structures, or $DIAGRAM_CASES.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagram/factor.h"
#include "diagram/few.h"
#include "diagram/implied.h"
#include "diagram/normalise.h"
#include "diagram/reduce.h"
#include "diagram/spread.h"

enum { MAX_EVENTS = 8, MAX_GATES = 12, MAX_INPUTS = 6 };

typedef struct fixture {
    kt_structure *s;
    kt_normal normal;
    kt_arena arena;
    kt_error err;
} fixture;

static void start(fixture *f, uint32_t n_events)
{
    *f = (fixture){0};
    assert_int_equal(kt_structure_open(&f->s, n_events, &f->err), KT_OK);
}

static void done(fixture *f)
{
    kt_structure_close(f->s);
    kt_arena_free(&f->arena);
}

static kt_input add(fixture *f, kt_gate_kind kind, const kt_input *input, uint32_t n)
{
    kt_gate gate = {.kind = kind, .n_inputs = n, .input = input};
    assert_int_equal(kt_structure_add_gate(f->s, &gate, &f->err), KT_OK);
    return kt_structure_gate(f->s->n_gates - 1);
}

// A market of events from `first` on.
static kt_input market(fixture *f, uint32_t first, const double *share, uint32_t n,
                       double min_share)
{
    kt_input input[MAX_EVENTS];
    for (uint32_t i = 0; i < n; i++)
        input[i] = kt_structure_event(first + i);
    kt_gate gate = {KT_GATE_WEIGHTED, n, input, share, min_share};
    assert_int_equal(kt_structure_add_gate(f->s, &gate, &f->err), KT_OK);
    return kt_structure_gate(f->s->n_gates - 1);
}

static kt_normal *normal_of(fixture *f, kt_input top)
{
    f->s->top = top;
    assert_int_equal(kt_normalise(&f->normal, f->s, &f->arena, &f->err), KT_OK);
    return &f->normal;
}

static size_t n_implied(fixture *f, kt_input top)
{
    kt_normal out;
    size_t n = 0;
    normal_of(f, top);
    assert_int_equal(kt_implied_drop(&out, &n, &f->normal, NULL, &f->arena, &f->err), KT_OK);
    assert_int_equal(kt_normalise_again(&f->normal, &out, &f->arena, &f->err), KT_OK);
    return n;
}

// --------------------------------------------------------------------------------- implied gates

static void of_two_needs_for_one_market_the_greater_decides(void **state)
{
    static const double share[] = {0.3, 0.3, 0.2, 0.2};
    fixture f;
    (void)state;
    for (int either = 0; either < 2; either++) {
        start(&f, 4);
        kt_input needs[] = {market(&f, 0, share, 4, 0.6), market(&f, 0, share, 4, 0.3)};
        assert_int_equal(n_implied(&f, add(&f, either ? KT_GATE_OR : KT_GATE_AND, needs, 2)), 1);
        assert_int_equal(f.normal.n_gates, 1);
        double kept = f.normal.min_share[0]; // 60 % fails with less lost
        assert_true(either ? kept == 0.6 : kept == 0.3);
        done(&f);
    }
}

static void markets_of_others_are_kept(void **state)
{
    static const double share[] = {0.5, 0.3, 0.2};
    fixture f;
    (void)state;
    start(&f, 5);
    // Two countries of three are in both: losing the other one and one of them fails one only.
    kt_input needs[] = {market(&f, 0, share, 3, 0.4), market(&f, 1, share, 3, 0.4)};
    assert_int_equal(n_implied(&f, add(&f, KT_GATE_OR, needs, 2)), 0);
    assert_int_equal(f.normal.n_gates, 3);
    done(&f);
}

static void a_market_implies_an_event_that_it_needs(void **state)
{
    static const double share[] = {0.6, 0.2, 0.2};
    fixture f;
    (void)state;
    start(&f, 3);
    kt_input largest = kt_structure_event(0);
    kt_input needs[] = {market(&f, 0, share, 3, 0.3), largest}; // the other two are not enough
    assert_int_equal(n_implied(&f, add(&f, KT_GATE_OR, needs, 2)), 1);
    assert_true(f.normal.top == largest);
    done(&f);
}

static void a_loss_on_the_threshold_is_no_failure(void **state)
{
    static const double half[] = {0.5, 0.5};
    static const double more[] = {0.5, 0.2, 0.3};
    fixture f;
    (void)state;
    // The first fails by either event; the second is fine with one half left.
    start(&f, 3);
    kt_input needs[] = {market(&f, 0, half, 2, 0.6), market(&f, 0, more, 3, 0.5)};
    kt_input top = add(&f, KT_GATE_OR, needs, 2);
    assert_int_equal(n_implied(&f, top), 1); // losing more than half takes one of the two
    assert_int_equal(f.normal.n_gates, 1);
    done(&f);
    start(&f, 3);
    kt_input reverse[] = {market(&f, 0, half, 2, 0.6), market(&f, 0, more, 3, 0.5)};
    assert_int_equal(n_implied(&f, add(&f, KT_GATE_AND, reverse, 2)), 1);
    assert_int_equal(f.normal.kind[0], KT_GATE_WEIGHTED); // the second one stays
    done(&f);
}

// ------------------------------------------------------------------------------------ the others

static void a_shared_cause_stands_beside_the_vote(void **state)
{
    static const double share[] = {0.4, 0.3, 0.3};
    fixture f;
    kt_normal out;
    size_t n = 0;
    (void)state;
    start(&f, 5);
    kt_input maker[3];
    for (uint32_t i = 0; i < 3; i++) // each needs the steel of event 3, the last one event 4 too
        maker[i] =
            add(&f, KT_GATE_OR,
                (kt_input[]){kt_structure_event(i), kt_structure_event(3), kt_structure_event(4)},
                i == 2 ? 3 : 2);
    kt_gate pump = {KT_GATE_WEIGHTED, 3, maker, share, 0.5};
    assert_int_equal(kt_structure_add_gate(f.s, &pump, &f.err), KT_OK);
    normal_of(&f, kt_structure_gate(3));
    assert_int_equal(kt_factor(&out, &n, &f.normal, &f.arena, &f.err), KT_OK);
    assert_int_equal(n, 1);
    assert_int_equal(kt_normalise_again(&f.normal, &out, &f.arena, &f.err), KT_OK);
    uint32_t top = kt_structure_number(f.normal.top);
    bool beside = false;
    assert_int_equal(f.normal.kind[top], KT_GATE_OR);
    for (size_t k = 0; k < f.normal.first[f.normal.n_gates]; k++) {
        if (f.normal.input[k] != kt_structure_event(3))
            continue;
        assert_true(k >= f.normal.first[top]); // nowhere else
        beside = true;
    }
    assert_true(beside);
    done(&f);
}

static void few_events_leave_no_large_market(void **state)
{
    static const double share[] = {0.2, 0.2, 0.2, 0.2, 0.2};
    fixture f;
    kt_few few;
    (void)state;
    start(&f, 7);
    kt_input pair[] = {kt_structure_event(5), kt_structure_event(6)};
    kt_input all[] = {market(&f, 0, share, 5, 0.5), add(&f, KT_GATE_AND, pair, 2)};
    normal_of(&f, add(&f, KT_GATE_OR, all, 2));
    assert_int_equal(kt_few_find(&few, &f.normal, 2, NULL, &f.arena, &f.err), KT_OK);
    assert_int_equal(few.n_left_out, 1); // three of five are needed
    assert_int_equal(few.normal.n_gates, 1);
    assert_int_equal(few.normal.kind[0], KT_GATE_AND);
    assert_int_equal(kt_few_find(&few, &f.normal, 3, NULL, &f.arena, &f.err), KT_OK);
    assert_int_equal(few.n_left_out, 0);
    assert_int_equal(kt_few_find(&few, &f.normal, 1, NULL, &f.arena, &f.err), KT_OK);
    assert_true(few.normal.top == KT_INPUT_NEVER);
    done(&f);
}

// ---------------------------------------------------------------------------- random structures

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(next_random(state) % n);
}

// Half of the gates are markets over the same few events at the same few least shares; the top is
// an OR or an AND of the last ones, with some events beside them.
static void draw(fixture *f, uint64_t *random)
{
    static const double least[] = {0.0, 0.25, 0.5, 0.5, 0.75};
    uint32_t n_events = 3 + below(random, MAX_EVENTS - 2);
    uint32_t n_gates = 3 + below(random, MAX_GATES - 3);
    start(f, n_events);
    for (uint32_t g = 0; g < n_gates; g++) {
        bool last = g + 1 == n_gates;
        kt_input input[MAX_INPUTS];
        double share[MAX_INPUTS];
        uint32_t n = 2 + below(random, MAX_INPUTS - 1);
        kt_gate_kind kind = (kt_gate_kind)below(random, 3);
        kind = last && kind == KT_GATE_WEIGHTED ? KT_GATE_OR : kind;
        for (uint32_t i = 0; i < n; i++) {
            bool event = g == 0 || below(random, last ? 5 : 3) == 0 || (g < 4 && !last);
            input[i] = event ? kt_structure_event(below(random, n_events))
                             : kt_structure_gate(g - 1 - below(random, g < 4 ? g : 4));
            share[i] = 0.1 * (1 + below(random, 4));
        }
        kt_gate gate = {kind, n, input, share, least[below(random, 5)]};
        assert_int_equal(kt_structure_add_gate(f->s, &gate, &f->err), KT_OK);
    }
    normal_of(f, kt_structure_gate(n_gates - 1));
}

static bool fails(const kt_normal *normal, uint32_t mask)
{
    static bool gate[4096];
    assert_true(normal->n_gates <= sizeof gate);
    for (uint32_t g = 0; g < normal->n_gates; g++) {
        bool any = false;
        bool all = true;
        double left = 0.0;
        for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
            kt_input x = normal->input[k];
            uint32_t number = kt_structure_number(x);
            bool one = x == KT_INPUT_ALWAYS ||
                       (kt_structure_is_event(x) && ((mask >> number) & 1u) != 0) ||
                       (kt_structure_is_gate(x) && gate[number]);
            any |= one;
            all &= one;
            left += one ? 0.0 : normal->share[k];
        }
        gate[g] = normal->kind[g] == KT_GATE_OR    ? any
                  : normal->kind[g] == KT_GATE_AND ? all
                                                   : !kt_normal_fine(left, normal->min_share[g]);
    }
    if (kt_structure_is_gate(normal->top))
        return gate[kt_structure_number(normal->top)];
    return normal->top == KT_INPUT_ALWAYS ||
           (kt_structure_is_event(normal->top) &&
            ((mask >> kt_structure_number(normal->top)) & 1u) != 0);
}

static uint32_t size_of(uint32_t mask)
{
    uint32_t n = 0;
    for (; mask != 0; mask &= mask - 1)
        n++;
    return n;
}

// Whether both fail for the same sets of up to `order` events.
static bool same(const kt_normal *a, const kt_normal *b, uint32_t order)
{
    for (uint32_t mask = 0; mask < 1u << a->n_events; mask++) {
        if (size_of(mask) <= order && fails(a, mask) != fails(b, mask))
            return false;
    }
    return true;
}

static uint32_t n_cases(void)
{
    const char *text = getenv("DIAGRAM_CASES");
    return text == NULL ? 1500 : (uint32_t)strtoul(text, NULL, 10);
}

static bool is_constant(const kt_normal *normal)
{
    return normal->top == KT_INPUT_NEVER || normal->top == KT_INPUT_ALWAYS;
}

static void every_rule_keeps_what_fails(void **state)
{
    uint32_t n_smaller = 0;
    size_t n_dropped = 0;
    size_t n_apart = 0;
    (void)state;
    for (uint32_t i = 0; i < n_cases(); i++) {
        uint64_t random = 5000011u * (uint64_t)i;
        fixture f;
        kt_normal out;
        size_t n = 0;
        draw(&f, &random);
        if (!is_constant(&f.normal)) {
            kt_normal reduced = f.normal;
            assert_int_equal(kt_implied_drop(&out, &n, &f.normal, NULL, &f.arena, &f.err), KT_OK);
            n_dropped += n;
            if (!same(&f.normal, &out, MAX_EVENTS))
                fail_msg("structure %u: an input that is not implied was dropped", i);
            assert_int_equal(kt_factor(&out, &n, &f.normal, &f.arena, &f.err), KT_OK);
            n_apart += n;
            if (!same(&f.normal, &out, MAX_EVENTS))
                fail_msg("structure %u: a cause was put beside a gate that it does not stop", i);
            assert_int_equal(kt_reduce(&reduced, NULL, &f.arena, &f.err), KT_OK);
            n_smaller += reduced.n_gates < f.normal.n_gates;
            if (!same(&f.normal, &reduced, MAX_EVENTS))
                fail_msg("structure %u: reduced to another function", i);
        }
        done(&f);
    }
    assert_true(n_smaller > n_cases() / 10); // else nothing was tried
    assert_true(n_dropped > n_cases() / 10);
    assert_true(n_apart > n_cases() / 10);
}

static void few_events_do_the_same(void **state)
{
    uint32_t n_smaller = 0;
    (void)state;
    for (uint32_t i = 0; i < n_cases(); i++) {
        uint64_t random = 7000013u * (uint64_t)i;
        uint32_t order = 1 + below(&random, 4);
        fixture f;
        draw(&f, &random);
        for (int reduced = 0; reduced < 2 && !is_constant(&f.normal); reduced++) {
            kt_few few;
            if (reduced)
                assert_int_equal(kt_reduce(&f.normal, NULL, &f.arena, &f.err), KT_OK);
            assert_int_equal(kt_few_find(&few, &f.normal, order, NULL, &f.arena, &f.err), KT_OK);
            n_smaller += few.normal.n_gates < f.normal.n_gates;
            if (!same(&f.normal, &few.normal, order))
                fail_msg("structure %u: not the same for %u events", i, order);
            if (few.n_left_out == 0 && !same(&f.normal, &few.normal, MAX_EVENTS))
                fail_msg("structure %u: something was left out, and not counted", i);
        }
        done(&f);
    }
    assert_true(n_smaller > n_cases() / 10);
}

static void one_event_spreads_to_all_that_it_makes_fail(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < n_cases(); i++) {
        uint64_t random = 9000011u * (uint64_t)i;
        fixture f;
        kt_spread spread;
        draw(&f, &random);
        assert_int_equal(kt_spread_open(&spread, &f.normal, &f.arena, &f.err), KT_OK);
        for (uint32_t e = 0; e < f.normal.n_events && !is_constant(&f.normal); e++) {
            if (kt_spread_event(&spread, e) != fails(&f.normal, 1u << e))
                fail_msg("structure %u, event %u", i, e);
        }
        done(&f);
    }
}

// A form with one more input dropped than is implied is another function, and is seen to be.
static void a_wrong_reduction_is_noticed(void **state)
{
    uint32_t n_wrong = 0;
    (void)state;
    for (uint32_t i = 0; i < 200; i++) {
        uint64_t random = 31u * (uint64_t)i;
        fixture f;
        draw(&f, &random);
        if (!is_constant(&f.normal)) {
            kt_normal wrong = f.normal;
            uint32_t top = kt_structure_number(f.normal.top);
            size_t n = f.normal.first[f.normal.n_gates];
            wrong.input = kt_arena_alloc(&f.arena, n, sizeof *wrong.input);
            assert_non_null(wrong.input);
            memcpy(wrong.input, f.normal.input, n * sizeof *wrong.input);
            if (kt_structure_is_gate(f.normal.top) && f.normal.kind[top] == KT_GATE_OR)
                wrong.input[wrong.first[top]] = KT_INPUT_NEVER;
            n_wrong += !same(&f.normal, &wrong, MAX_EVENTS);
        }
        done(&f);
    }
    assert_true(n_wrong > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_needs_for_one_market_the_greater_decides),
        cmocka_unit_test(markets_of_others_are_kept),
        cmocka_unit_test(a_market_implies_an_event_that_it_needs),
        cmocka_unit_test(a_loss_on_the_threshold_is_no_failure),
        cmocka_unit_test(a_shared_cause_stands_beside_the_vote),
        cmocka_unit_test(few_events_leave_no_large_market),
        cmocka_unit_test(every_rule_keeps_what_fails),
        cmocka_unit_test(few_events_do_the_same),
        cmocka_unit_test(one_event_spreads_to_all_that_it_makes_fail),
        cmocka_unit_test(a_wrong_reduction_is_noticed),
    };
    return cmocka_run_group_tests_name("diagram_reduce", tests, NULL, NULL);
}
