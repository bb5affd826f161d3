// SPDX-License-Identifier: EUPL-1.2
// Every gate is read as a threshold over its inputs: an OR fails at one, an AND at all, a vote at a
// share that is lost. Then a gate implies another when the least loss of the second that comes with
// a failure of the first is a failure too. That least loss is a knapsack; its fractional answer is
// never above it, so that what it proves holds, and takes a sort. Only inputs that have enough in
// common are compared: 91 votes over 157 countries of a frigate take a millisecond. The work is
// counted and ends at a limit, the same on every computer.
#include "diagram/implied.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const uint64_t MAX_WORK = (uint64_t)1 << 28; // steps of a few nanoseconds
static const double NEARLY_WHOLE = 1e-9; // a count of inputs that is whole but for rounding

// An input that both gates have.
typedef struct common {
    double ours, theirs; // weight in the first gate, and in the second
} common;

typedef struct comparison {
    const kt_normal *normal;
    kt_input *input; // of the result
    size_t n_dropped;
    size_t *first;   // [n_codes + 1] of each input code the places in `user`
    uint32_t *user;  // siblings that have it: their places among the inputs of the gate at hand
    kt_input *atom;  // [n_atoms] codes that have users
    double *weight;  // by code: in the gate that may imply another
    double *shared;  // by sibling: its weight in inputs that the gate at hand has
    uint32_t *near;  // siblings with something in common
    bool *dropped;   // by sibling
    common *list;    // scratch
    size_t *n_users; // by code
    uint64_t work;
    kt_pace pace;
} comparison;

// A gate as a threshold over its inputs, or an event as one over itself.
typedef struct threshold {
    const kt_input *input;
    const double *share; // NULL: each input weighs 1
    size_t n;
    double needed; // weight that is lost whenever it fails, at least
    double enough; // weight that, lost, makes it fail for certain
} threshold;

static double weight_of(const threshold *t, size_t k)
{
    return t->share == NULL ? 1.0 : t->share[k];
}

static threshold threshold_of(const kt_normal *normal, const kt_input *x)
{
    if (!kt_structure_is_gate(*x))
        return (threshold){x, NULL, 1, 1.0, 1.0 - NEARLY_WHOLE};
    uint32_t g = kt_structure_number(*x);
    size_t first = normal->first[g];
    threshold t = {.input = normal->input + first, .n = normal->first[g + 1] - first};
    if (normal->kind[g] != KT_GATE_WEIGHTED) {
        t.needed = normal->kind[g] == KT_GATE_OR ? 1.0 : (double)t.n;
        t.enough = t.needed - NEARLY_WHOLE;
        return t;
    }
    double total = 0.0;
    t.share = normal->share + first;
    for (size_t k = 0; k < t.n; k++)
        total += t.share[k];
    double fine = normal->min_share[g] - KT_SHARE_TOLERANCE;
    double rounding = 8.0 * ((double)t.n + 1.0) * DBL_EPSILON * (total + fine);
    t.needed = total - fine - rounding;
    t.enough = total - fine + rounding;
    return t;
}

static int by_price(const void *left, const void *right)
{
    const common *a = left;
    const common *b = right;
    double x = a->theirs * b->ours;
    double y = b->theirs * a->ours;
    return (x > y) - (x < y);
}

// The least that the second gate loses when the first one, which has `rest` to lose in what both
// have, fails; or less.
static double least_loss(common *list, size_t n, double rest)
{
    double loss = 0.0;
    if (n > 1)
        qsort(list, n, sizeof *list, by_price);
    for (size_t i = 0; i < n && rest > 0.0; i++) {
        double part = list[i].ours < rest ? 1.0 : rest / list[i].ours;
        loss += part * list[i].theirs;
        rest -= list[i].ours;
    }
    return rest > 0.0 ? INFINITY : loss; // the first one cannot fail
}

// Whether the gate whose weights are laid out by code, `total` in all, implies `other`.
static bool implies(comparison *c, const threshold *one, double total, const threshold *other)
{
    size_t n = 0;
    double both = 0.0;
    for (size_t k = 0; k < other->n; k++) {
        double ours = c->weight[other->input[k]];
        if (ours == 0.0)
            continue;
        c->list[n++] = (common){fabs(ours), weight_of(other, k)};
        if (ours > 0.0) // an input given twice is met once
            both += ours;
        c->weight[other->input[k]] = -fabs(ours);
    }
    for (size_t k = 0; k < other->n; k++)
        c->weight[other->input[k]] = fabs(c->weight[other->input[k]]);
    c->work += other->n + 8 * n;
    double apart = total - both; // may be lost without harm to the other
    double loss = least_loss(c->list, n, one->needed - (apart > 0.0 ? apart : 0.0));
    if (other->share == NULL)
        loss = ceil(loss - NEARLY_WHOLE); // a number of inputs
    return loss > other->enough;
}

// ------------------------------------------------------------------------------ siblings

// Who has which input: siblings by code, in compressed rows.
static size_t index_siblings(comparison *c, size_t first, size_t n)
{
    size_t n_atoms = 0;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        threshold t = threshold_of(c->normal, &c->normal->input[first + i]);
        for (size_t k = 0; k < t.n; k++) {
            if (t.input[k] != KT_INPUT_NEVER && c->n_users[t.input[k]]++ == 0)
                c->atom[n_atoms++] = t.input[k];
        }
    }
    for (size_t a = 0; a < n_atoms; a++) {
        c->first[c->atom[a]] = at;
        at += c->n_users[c->atom[a]];
        c->n_users[c->atom[a]] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        threshold t = threshold_of(c->normal, &c->normal->input[first + i]);
        for (size_t k = 0; k < t.n; k++) {
            kt_input x = t.input[k];
            if (x != KT_INPUT_NEVER)
                c->user[c->first[x] + c->n_users[x]++] = (uint32_t)i;
        }
    }
    c->work += at;
    return n_atoms;
}

// The weight that each sibling has in inputs of sibling `i`; how many have any.
static size_t meet_siblings(comparison *c, const threshold *t)
{
    size_t n_near = 0;
    for (size_t k = 0; k < t->n; k++) {
        kt_input x = t->input[k];
        for (size_t u = 0; x != KT_INPUT_NEVER && u < c->n_users[x]; u++) {
            uint32_t j = c->user[c->first[x] + u];
            if (c->shared[j] == 0.0)
                c->near[n_near++] = j;
            c->shared[j] += 1.0;
        }
        c->work += 1 + (x == KT_INPUT_NEVER ? 0 : c->n_users[x]);
    }
    return n_near;
}

// Sibling `i` of the gate against those that it has an input in common with.
static void compare_one(comparison *c, size_t first, uint32_t i, bool either)
{
    const kt_normal *normal = c->normal;
    threshold one = threshold_of(normal, &normal->input[first + i]);
    double total = 0.0;
    for (size_t k = 0; k < one.n; k++) {
        if (one.input[k] == KT_INPUT_NEVER)
            continue;
        c->weight[one.input[k]] += weight_of(&one, k);
        total += weight_of(&one, k);
    }
    size_t n_near = meet_siblings(c, &one);
    for (size_t m = 0; m < n_near; m++) {
        uint32_t j = c->near[m];
        uint32_t loser = either ? i : j;
        kt_input x = normal->input[first + j];
        threshold other = threshold_of(normal, &normal->input[first + j]);
        bool all_met = !kt_structure_is_gate(x) ||
                       normal->kind[kt_structure_number(x)] != KT_GATE_AND ||
                       c->shared[j] >= (double)other.n;
        c->shared[j] = 0.0;
        if (j == i || c->dropped[i] || c->dropped[j] || !all_met)
            continue;
        if (implies(c, &one, total, &other)) {
            c->dropped[loser] = true;
            c->input[first + loser] = either ? KT_INPUT_NEVER : KT_INPUT_ALWAYS;
            c->n_dropped++;
        }
    }
    for (size_t k = 0; k < one.n; k++)
        c->weight[one.input[k]] = 0.0;
}

static kt_status compare_inputs(comparison *c, uint32_t gate, kt_error *err)
{
    size_t first = c->normal->first[gate];
    size_t n = c->normal->first[gate + 1] - first;
    kt_status status = KT_OK;
    size_t n_atoms = index_siblings(c, first, n);
    for (uint32_t i = 0; i < n && c->work < MAX_WORK && status == KT_OK; i++) {
        uint64_t before = c->work;
        if (!c->dropped[i])
            compare_one(c, first, i, c->normal->kind[gate] == KT_GATE_OR);
        if (kt_control_spend(&c->pace, 4 * (c->work - before)))
            status = kt_control_check(c->pace.control, err);
    }
    for (size_t a = 0; a < n_atoms; a++)
        c->n_users[c->atom[a]] = 0;
    for (size_t i = 0; i < n; i++)
        c->dropped[i] = false;
    return status;
}

// The most inputs that the siblings of one gate have together, themselves included.
static size_t most_users(const kt_normal *in)
{
    size_t most = 0;
    for (uint32_t g = 0; g < in->n_gates; g++) {
        size_t n = 0;
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            uint32_t below = kt_structure_number(in->input[k]);
            n += kt_structure_is_gate(in->input[k]) ? in->first[below + 1] - in->first[below] : 1;
        }
        most = n > most ? n : most;
    }
    return most;
}

static kt_status open_comparison(comparison *c, kt_arena *arena, kt_error *err)
{
    const kt_normal *in = c->normal;
    uint32_t larger = in->n_gates > in->n_events ? in->n_gates : in->n_events;
    size_t n_codes = 2 * (size_t)larger + 4;
    size_t n_inputs = in->first[in->n_gates];
    size_t n_users = most_users(in);
    c->input = kt_arena_alloc(arena, n_inputs, sizeof *c->input);
    c->first = kt_arena_alloc(arena, n_codes, sizeof *c->first);
    c->n_users = kt_arena_alloc(arena, n_codes, sizeof *c->n_users);
    c->weight = kt_arena_alloc(arena, n_codes, sizeof *c->weight);
    c->user = kt_arena_alloc(arena, n_users, sizeof *c->user);
    c->atom = kt_arena_alloc(arena, n_users, sizeof *c->atom);
    c->shared = kt_arena_alloc(arena, n_inputs, sizeof *c->shared);
    c->near = kt_arena_alloc(arena, n_inputs, sizeof *c->near);
    c->dropped = kt_arena_alloc(arena, n_inputs, sizeof *c->dropped);
    c->list = kt_arena_alloc(arena, n_inputs, sizeof *c->list);
    if (c->input == NULL || c->first == NULL || c->n_users == NULL || c->weight == NULL ||
        c->user == NULL || c->atom == NULL || c->shared == NULL || c->near == NULL ||
        c->dropped == NULL || c->list == NULL)
        return kt_error_no_memory(err);
    for (size_t k = 0; k < n_inputs; k++)
        c->input[k] = in->input[k];
    return KT_OK;
}

kt_status kt_implied_drop(kt_normal *out, size_t *n, const kt_normal *in, const kt_control *control,
                          kt_arena *arena, kt_error *err)
{
    comparison c = {.normal = in, .pace = {.control = control}};
    kt_status status = open_comparison(&c, arena, err);
    for (uint32_t g = 0; g < in->n_gates && status == KT_OK; g++) {
        if (in->kind[g] != KT_GATE_WEIGHTED)
            status = compare_inputs(&c, g, err);
    }
    *out = *in;
    out->input = c.input;
    *n = c.n_dropped;
    return status;
}
