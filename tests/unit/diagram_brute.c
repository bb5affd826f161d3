// SPDX-License-Identifier: EUPL-1.2
// Cut sets, counts, probabilities and importances of random small structures against a brute-force
// twin that looks at every subset of events. Shared gates, alternatives, weighted gates with shares
// on and beside the threshold, constants, inputs given twice, gates in any order. 2,000 structures,
// or $DIAGRAM_CASES.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagram/cutset.h"

enum { MAX_EVENTS = 12, MAX_GATES = 16, MAX_INPUTS = 8, MAX_MASKS = 1 << MAX_EVENTS };

// A structure as the twin reads it: gate g has inputs among events and gates below g.
typedef struct plain_gate {
    kt_gate_kind kind;
    double min_share;
    uint32_t n;
    int input[MAX_INPUTS]; // 0.. an event; MAX_EVENTS.. a gate; -1 never, -2 always
    double share[MAX_INPUTS];
} plain_gate;

typedef struct plain {
    uint32_t n_events, n_gates; // the last gate is the top
    plain_gate gate[MAX_GATES];
    double probability[MAX_EVENTS];
} plain;

typedef struct truth {
    bool fails[MAX_MASKS];
    uint32_t set[MAX_MASKS]; // minimal cut sets as bits, smallest first, then by events
    uint32_t n_sets;
    uint32_t order[MAX_EVENTS + 1];
    double probability;
    double given[MAX_EVENTS][2]; // probability of the top when an event has not, has failed
} truth;

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

static double uniform(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

// ----------------------------------------------------------------------------- random structures

static void random_shares(plain_gate *gate, uint64_t *state)
{
    static const double thresholds[] = {0.0, 0.1, 0.25, 0.5, 2.0 / 3.0, 1.0, 1.5};
    uint32_t style = below(state, 4);
    double total = 0.0;
    for (uint32_t i = 0; i < gate->n; i++) {
        gate->share[i] = style == 0   ? 1.0 / gate->n
                         : style == 1 ? (double)below(state, 6) / 10.0
                                      : uniform(state) * (style == 2 ? 1.0 : 0.1);
        total += gate->share[i];
    }
    gate->min_share = thresholds[below(state, 7)] * (below(state, 2) == 0 ? 1.0 : total);
    if (below(state, 3) == 0) { // right on the sum of some of them
        gate->min_share = 0.0;
        for (uint32_t i = gate->n; i-- > 0;) {
            if (below(state, 2) == 0)
                gate->min_share += gate->share[i];
        }
        if (below(state, 3) == 0)
            gate->min_share += 1e-12;
    }
}

// An event; or a gate below, one that nothing uses yet before others, so that few are lost on the
// way to the top; or, seldom, a constant.
static int random_input(const plain *p, uint32_t g, bool *used, uint64_t *state)
{
    if (below(state, 150) == 0)
        return -1 - (int)below(state, 2);
    if (g == 0 || g < p->n_gates / 2 || below(state, 4) == 0)
        return (int)below(state, p->n_events);
    uint32_t gate = below(state, g);
    for (uint32_t i = 0; i < g && below(state, 4) != 0; i++) {
        if (!used[i]) {
            gate = i;
            break;
        }
    }
    used[gate] = true;
    return MAX_EVENTS + (int)gate;
}

// The first half of the gates have events only, the top what is left over as well.
static void random_gate(plain *p, uint32_t g, bool *used, uint64_t *state)
{
    plain_gate *gate = &p->gate[g];
    bool top = g + 1 == p->n_gates;
    gate->kind = (kt_gate_kind)below(state, 3);
    gate->n = below(state, 100) == 0 ? 0 : 2 + below(state, below(state, 4) == 0 ? 7 : 3);
    for (uint32_t i = 0; i < gate->n; i++)
        gate->input[i] = random_input(p, g, used, state);
    for (uint32_t i = 0; top && i < g && gate->n < MAX_INPUTS; i++) {
        if (!used[i])
            gate->input[gate->n++] = MAX_EVENTS + (int)i;
    }
    random_shares(gate, state);
}

static bool input_fails(int x, uint32_t mask, const bool *gate)
{
    if (x < 0)
        return x == -2;
    return x >= MAX_EVENTS ? gate[x - MAX_EVENTS] : ((mask >> x) & 1u) != 0;
}

static bool fails(const plain *p, uint32_t mask)
{
    bool gate[MAX_GATES];
    for (uint32_t g = 0; g < p->n_gates; g++) {
        const plain_gate *from = &p->gate[g];
        bool any = false;
        bool all = true;
        double left = 0.0;
        for (uint32_t k = 0; k < from->n; k++) {
            bool one = input_fails(from->input[k], mask, gate);
            any = any || one;
            all = all && one;
            if (!one)
                left += from->share[k];
        }
        gate[g] = from->kind == KT_GATE_OR    ? any
                  : from->kind == KT_GATE_AND ? all
                                              : !(left > 0.0 && left >= from->min_share - 1e-12);
    }
    return gate[p->n_gates - 1];
}

// A minimal cut set: events are mended in a random order for as long as it still fails.
static uint32_t some_cut_set(const plain *p, uint64_t *state)
{
    uint32_t mask = (1u << p->n_events) - 1;
    uint32_t event[MAX_EVENTS];
    for (uint32_t i = 0; i < p->n_events; i++) {
        uint32_t j = below(state, i + 1);
        event[i] = i;
        event[i] = event[j];
        event[j] = i;
    }
    for (uint32_t i = 0; i < p->n_events; i++) {
        if (fails(p, mask & ~(1u << event[i])))
            mask &= ~(1u << event[i]);
    }
    return mask;
}

// Most random structures have one or two cut sets: every twelfth of those is enough.
static bool is_wanted(const plain *p, uint64_t *state)
{
    enum { TRIES = 8, WANTED = 4 };
    uint32_t set[TRIES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < TRIES; i++) {
        uint32_t k = 0;
        set[n] = some_cut_set(p, state);
        while (set[k] != set[n])
            k++;
        n += k == n ? 1 : 0;
    }
    return n >= WANTED || below(state, 12) == 0;
}

static void draw_structure(plain *p, uint64_t *state)
{
    bool used[MAX_GATES] = {false};
    memset(p, 0, sizeof *p);
    p->n_events =
        below(state, 8) == 0 ? 1 + below(state, MAX_EVENTS) : MAX_EVENTS - below(state, 5);
    p->n_gates = 1 + below(state, MAX_GATES);
    for (uint32_t g = 0; g < p->n_gates; g++)
        random_gate(p, g, used, state);
    for (uint32_t e = 0; e < p->n_events; e++) {
        double u = uniform(state);
        p->probability[e] = u < 0.05 ? 0.0 : u > 0.95 ? 1.0 : u * u;
    }
}

static void random_structure(plain *p, uint64_t *state)
{
    do
        draw_structure(p, state);
    while (!is_wanted(p, state));
}

// The same structure for the solver: events and gates renumbered, gates in any order, inputs of OR
// and AND shuffled. Event e of the twin has the id 10 + 3 e.
static kt_structure *given(const plain *p, uint64_t *state)
{
    uint32_t event[MAX_EVENTS], gate[MAX_GATES], place[MAX_GATES];
    kt_structure *s = NULL;
    kt_error err;
    for (uint32_t i = 0; i < p->n_events; i++) {
        uint32_t j = below(state, i + 1);
        event[i] = i;
        event[i] = event[j];
        event[j] = i;
    }
    for (uint32_t i = 0; i < p->n_gates; i++) {
        uint32_t j = below(state, i + 1);
        gate[i] = i;
        gate[i] = gate[j];
        gate[j] = i;
    }
    for (uint32_t i = 0; i < p->n_gates; i++)
        place[gate[i]] = i;
    assert_int_equal(kt_structure_open(&s, p->n_events, &err), KT_OK);
    for (uint32_t e = 0; e < p->n_events; e++)
        assert_int_equal(kt_structure_set_event(s, event[e], 10 + 3 * e, p->probability[e], &err),
                         KT_OK);
    for (uint32_t i = 0; i < p->n_gates; i++) {
        const plain_gate *from = &p->gate[gate[i]];
        kt_input input[MAX_INPUTS];
        for (uint32_t k = 0; k < from->n; k++) {
            int x = from->input[k];
            kt_input named = x == -1           ? KT_INPUT_NEVER
                             : x == -2         ? KT_INPUT_ALWAYS
                             : x >= MAX_EVENTS ? kt_structure_gate(place[x - MAX_EVENTS])
                                               : kt_structure_event(event[x]);
            uint32_t j = from->kind == KT_GATE_WEIGHTED ? k : below(state, k + 1);
            if (j != k)
                input[k] = input[j];
            input[j] = named;
        }
        kt_gate to = {from->kind, from->n, input, from->share, from->min_share};
        assert_int_equal(kt_structure_add_gate(s, &to, &err), KT_OK);
    }
    s->top = kt_structure_gate(place[p->n_gates - 1]);
    return s;
}

// -------------------------------------------------------------------------------------- the twin

static uint32_t size_of(uint32_t mask)
{
    uint32_t n = 0;
    for (; mask != 0; mask &= mask - 1)
        n++;
    return n;
}

static int by_size_and_events(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    if (size_of(a) != size_of(b))
        return size_of(a) < size_of(b) ? -1 : 1;
    uint32_t apart = a ^ b;
    if (apart == 0)
        return 0;
    return (a & apart & (~apart + 1)) != 0 ? -1 : 1; // the first event that only one has
}

static void look_at_all(truth *t, const plain *p)
{
    uint32_t n_masks = 1u << p->n_events;
    memset(t, 0, sizeof *t);
    for (uint32_t mask = 0; mask < n_masks; mask++) {
        double probability = 1.0;
        t->fails[mask] = fails(p, mask);
        if (!t->fails[mask])
            continue;
        bool minimal = true;
        for (uint32_t e = 0; e < p->n_events; e++) {
            bool failed = ((mask >> e) & 1u) != 0;
            probability *= failed ? p->probability[e] : 1.0 - p->probability[e];
            if (failed && t->fails[mask & ~(1u << e)])
                minimal = false;
        }
        t->probability += probability;
        for (uint32_t e = 0; e < p->n_events; e++) {
            double others = 1.0;
            for (uint32_t o = 0; o < p->n_events; o++) {
                if (o != e)
                    others *= ((mask >> o) & 1u) != 0 ? p->probability[o] : 1.0 - p->probability[o];
            }
            t->given[e][(mask >> e) & 1u] += others;
        }
        if (!minimal)
            continue;
        t->set[t->n_sets++] = mask;
        t->order[size_of(mask)]++;
    }
    qsort(t->set, t->n_sets, sizeof *t->set, by_size_and_events);
}

// ------------------------------------------------------------------------------------ comparison

static uint32_t mask_of(const kt_structure *s, const kt_cutset *set)
{
    uint32_t mask = 0;
    for (uint32_t k = 0; k < set->n; k++)
        mask |= 1u << ((s->event_id[set->event[k]] - 10) / 3);
    return mask;
}

static const char *compare_sets(const kt_structure *s, const kt_cutset_result *r, const truth *t,
                                uint32_t order)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_sets; i++)
        n += size_of(t->set[i]) <= order;
    if (r->n_sets != n)
        return "number of sets listed";
    for (uint32_t i = 0; i < n; i++) {
        double probability = 1.0;
        if (mask_of(s, &r->set[i]) != t->set[i])
            return "a set, or its place";
        for (uint32_t k = 0; k < r->set[i].n; k++) {
            probability *= s->probability[r->set[i].event[k]];
            if (k > 0 && s->event_id[r->set[i].event[k]] <= s->event_id[r->set[i].event[k - 1]])
                return "order within a set";
        }
        if (fabs(probability - r->set[i].probability) > 1e-15)
            return "probability of a set";
    }
    return NULL;
}

static const char *compare_counts(const kt_cutset_result *r, const truth *t, uint32_t order)
{
    uint32_t n_orders = 0;
    uint32_t total = 0;
    for (uint32_t k = 0; k <= order && k <= MAX_EVENTS; k++) {
        total += t->order[k];
        if (t->order[k] == 0)
            continue;
        if (n_orders >= r->n_orders || r->order[n_orders].order != k ||
            strtoul(r->order[n_orders].count, NULL, 10) != t->order[k])
            return "count of an order";
        n_orders++;
    }
    if (n_orders != r->n_orders)
        return "number of orders";
    return strtoul(r->count, NULL, 10) == total ? NULL : "count";
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-12;
}

static const char *compare_measures(const kt_structure *s, const kt_cutset_result *r,
                                    const truth *t, const plain *p)
{
    bool listed[MAX_EVENTS] = {false};
    double top = t->probability;
    if (!near(r->probability, top))
        return "probability";
    for (uint32_t i = 0; i < r->n_importances; i++) {
        const kt_cutset_importance *x = &r->importance[i];
        uint32_t e = (s->event_id[x->event] - 10) / 3;
        listed[e] = true;
        if (!near(x->birnbaum, t->given[e][1] - t->given[e][0]))
            return "Birnbaum importance";
        if (top > 1e-3 && (!near(x->fussell_vesely, 1.0 - t->given[e][0] / top) ||
                           fabs(x->risk_achievement - t->given[e][1] / top) > 1e-9))
            return "Fussell-Vesely importance or risk achievement";
    }
    for (uint32_t e = 0; e < p->n_events; e++) {
        bool matters = false;
        for (uint32_t i = 0; i < t->n_sets; i++)
            matters = matters || ((t->set[i] >> e) & 1u) != 0;
        if (matters != listed[e])
            return "which events matter";
    }
    return NULL;
}

// NULL when the solver and the twin agree, else what they differ in.
static const char *differ(const kt_structure *s, const plain *p, const truth *t)
{
    static const kt_cutset_options all = {.order = MAX_EVENTS};
    kt_arena arena = {0};
    kt_cutset_result r;
    kt_error err;
    const char *what = NULL;
    assert_int_equal(kt_cutset_solve(&r, s, &all, &arena, &err), KT_OK);
    if (!r.complete || r.reason != NULL)
        what = "complete";
    if (what == NULL)
        what = compare_counts(&r, t, MAX_EVENTS);
    if (what == NULL)
        what = compare_sets(s, &r, t, MAX_EVENTS);
    if (what == NULL)
        what = compare_measures(s, &r, t, p);
    kt_arena_free(&arena);
    return what;
}

static const char *differ_bounded(const kt_structure *s, const truth *t, uint32_t order)
{
    kt_cutset_options options = {.order = order, .bounded = true};
    kt_arena arena = {0};
    kt_cutset_result r;
    kt_error err;
    bool longer = t->n_sets > 0 && size_of(t->set[t->n_sets - 1]) > order;
    assert_int_equal(kt_cutset_solve(&r, s, &options, &arena, &err), KT_OK);
    const char *what = r.complete && longer ? "complete, with sets left out" : NULL;
    if (what == NULL)
        what = compare_counts(&r, t, order);
    if (what == NULL)
        what = compare_sets(s, &r, t, order);
    kt_arena_free(&arena);
    return what;
}

// ------------------------------------------------------------------------------------- the tests

static uint32_t n_cases(void)
{
    const char *text = getenv("DIAGRAM_CASES");
    return text == NULL ? 2000 : (uint32_t)strtoul(text, NULL, 10);
}

static void agrees_with_all_subsets(void **state)
{
    static plain p;
    static truth t;
    (void)state;
    for (uint32_t i = 0; i < n_cases(); i++) {
        uint64_t random = 1000003u * (uint64_t)i;
        random_structure(&p, &random);
        look_at_all(&t, &p);
        kt_structure *s = given(&p, &random);
        const char *what = differ(s, &p, &t);
        if (what == NULL)
            what = differ_bounded(s, &t, 1 + below(&random, 4));
        kt_structure_close(s);
        if (what != NULL)
            fail_msg("structure %u: %s", i, what);
    }
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

// Bit for bit, with events named by id.
static const char *differ_in_bytes(const kt_cutset_result *a, const kt_structure *a_of,
                                   const kt_cutset_result *b, const kt_structure *b_of)
{
    if (strcmp(a->count, b->count) != 0 || a->n_orders != b->n_orders || a->n_sets != b->n_sets ||
        a->n_importances != b->n_importances || !same_number(a->probability, b->probability))
        return "count, orders, or probability";
    for (size_t i = 0; i < a->n_sets; i++) {
        if (mask_of(a_of, &a->set[i]) != mask_of(b_of, &b->set[i]) ||
            !same_number(a->set[i].probability, b->set[i].probability))
            return "a set";
    }
    for (uint32_t i = 0; i < a->n_importances; i++) {
        const kt_cutset_importance *x = &a->importance[i];
        const kt_cutset_importance *y = &b->importance[i];
        if (a_of->event_id[x->event] != b_of->event_id[y->event] ||
            !same_number(x->birnbaum, y->birnbaum) ||
            !same_number(x->fussell_vesely, y->fussell_vesely) ||
            !same_number(x->risk_achievement, y->risk_achievement))
            return "an importance";
    }
    return NULL;
}

static void gives_the_same_bytes_for_any_hash_seed_and_order_of_gates(void **state)
{
    static plain p;
    (void)state;
    for (uint32_t i = 0; i < n_cases(); i++) {
        uint64_t random = 7000001u * (uint64_t)i + 1;
        kt_structure *s[3] = {NULL, NULL, NULL};
        kt_cutset_result r[3];
        kt_arena arena = {0};
        kt_error err;
        const char *what = NULL;
        random_structure(&p, &random);
        for (uint32_t k = 0; k < 3; k++) {
            kt_cutset_options options = {.order = 4, .hash_seed = k * next_random(&random)};
            s[k] = given(&p, &random);
            assert_int_equal(kt_cutset_solve(&r[k], s[k], &options, &arena, &err), KT_OK);
            if (what == NULL && k > 0)
                what = differ_in_bytes(&r[0], s[0], &r[k], s[k]);
        }
        for (uint32_t k = 0; k < 3; k++)
            kt_structure_close(s[k]);
        kt_arena_free(&arena);
        if (what != NULL)
            fail_msg("structure %u: %s", i, what);
    }
}

// The comparison has to see it when the solver is given one gate of another kind, or a threshold
// that is a little higher.
static void catches_a_seeded_defect(void **state)
{
    static plain p, broken;
    static truth t, other;
    uint32_t n_broken = 0;
    uint32_t n_caught = 0;
    (void)state;
    for (uint32_t i = 0; i < 300; i++) {
        uint64_t random = 33331u * (uint64_t)i;
        random_structure(&p, &random);
        broken = p;
        plain_gate *gate = &broken.gate[below(&random, p.n_gates)];
        if (gate->kind == KT_GATE_WEIGHTED)
            gate->min_share += 0.2;
        else
            gate->kind = gate->kind == KT_GATE_OR ? KT_GATE_AND : KT_GATE_OR;
        look_at_all(&t, &p);
        look_at_all(&other, &broken);
        if (memcmp(t.fails, other.fails, sizeof t.fails) == 0)
            continue; // it makes no difference
        kt_structure *s = given(&broken, &random);
        n_broken++;
        n_caught += differ(s, &p, &t) != NULL;
        kt_structure_close(s);
    }
    assert_true(n_broken > 50);
    assert_int_equal(n_caught, n_broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_all_subsets),
        cmocka_unit_test(gives_the_same_bytes_for_any_hash_seed_and_order_of_gates),
        cmocka_unit_test(catches_a_seeded_defect),
    };
    return cmocka_run_group_tests_name("diagram_brute", tests, NULL, NULL);
}
