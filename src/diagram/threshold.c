// SPDX-License-Identifier: EUPL-1.2
// Takes the inputs first in the order of their levels, which keeps the diagrams small, with a
// margin around the threshold wider than what the order of a sum can change. Only when a sum falls
// within that margin are they taken in the order given, with intervals that are checked by adding
// as the gate does. Adding a share to a larger sum never gives a smaller one in doubles either, so
// what holds at both ends of an interval holds within it. Gates have tens of inputs, seldom
// hundreds.
#include "diagram/threshold.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "diagram/structure.h"

// Sums from lo to hi have one future.
typedef struct interval {
    double lo, hi;
    size_t node; // index in table.node
} interval;

typedef struct layer {
    interval *interval; // ascending
    size_t n, capacity;
    double rest; // the shares from this input on, summed
} layer;

typedef struct frame {
    uint32_t input;
    int stage;
    double sum;
    interval failed; // the future when this input fails
} frame;

typedef struct table {
    const kt_algebra *algebra;
    const kt_threshold *t;
    uint32_t *order; // which input comes when
    layer *layer;    // [n + 1]
    frame *stack;    // [n + 1]
    kt_node *node;
    size_t n_nodes, node_capacity;
    kt_diagram_watch watch;
    double threshold; // fine from here on
    double margin;    // 0: in the order given, exactly
    bool near;        // a sum was too near the threshold to tell
} table;

static bool add_node(table *b, kt_node node)
{
    bool failed = false;
    if (node == KT_NODE_NONE)
        return false;
    bool room = b->n_nodes < b->algebra->diagram->options.memory_limit / 16 / sizeof(interval);
    if (!room)
        return kt_diagram_fail(b->algebra->diagram, KT_DIAGRAM_LIMIT);
    b->node = kt_grow_array(b->node, &b->node_capacity, b->n_nodes + 1, sizeof *b->node, &failed);
    b->watch.node = b->node;
    if (failed)
        return kt_diagram_fail(b->algebra->diagram, KT_DIAGRAM_MEMORY);
    b->node[b->n_nodes++] = node;
    b->watch.n = b->n_nodes;
    return true;
}

// The first interval that begins above `sum`.
static size_t position(const layer *l, double sum)
{
    size_t from = 0;
    size_t to = l->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (l->interval[middle].lo <= sum)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool insert(table *b, layer *l, interval new)
{
    bool failed = false;
    l->interval = kt_grow_array(l->interval, &l->capacity, l->n + 1, sizeof *l->interval, &failed);
    if (failed)
        return kt_diagram_fail(b->algebra->diagram, KT_DIAGRAM_MEMORY);
    size_t at = position(l, new.lo);
    memmove(l->interval + at + 1, l->interval + at, (l->n - at) * sizeof *l->interval);
    l->interval[at] = new;
    l->n++;
    return true;
}

static bool find(const layer *l, double sum, interval *out)
{
    size_t at = position(l, sum);
    if (at == 0 || l->interval[at - 1].hi < sum)
        return false;
    *out = l->interval[at - 1];
    return true;
}

static double double_below(double x)
{
    return nextafter(x, -INFINITY);
}

// The sums that, plus `share`, fall within `fine`: an interval around `sum`, which does.
static interval before_adding(const table *b, interval fine, double share, double sum)
{
    enum { TRIES = 4 };
    double lo = fine.lo - share;
    double hi = fine.hi - share;
    if (b->margin > 0.0) // rounding is within the margin
        return (interval){lo < sum ? lo : sum, hi > sum ? hi : sum, 0};
    for (int i = 0; i < TRIES && lo + share < fine.lo; i++)
        lo = nextafter(lo, INFINITY);
    for (int i = 0; i < TRIES && hi + share > fine.hi; i++)
        hi = double_below(hi);
    if (!(lo <= sum && lo + share >= fine.lo))
        lo = sum;
    if (!(hi >= sum && hi + share <= fine.hi))
        hi = sum;
    return (interval){lo, hi, 0};
}

// What follows when input `frame->input` fails, or when it is fine: both are known now.
static bool join(table *b, const frame *top, interval fine, interval *out)
{
    uint32_t input = b->order[top->input];
    const kt_algebra *a = b->algebra;
    kt_node failed = kt_algebra_both(a, b->t->input[input], b->node[top->failed.node]);
    if (!add_node(b, failed)) // keeps it while the next one is built
        return false;
    kt_node node = kt_algebra_either(a, failed, b->node[fine.node]);
    if (node == KT_NODE_NONE)
        return false;
    b->node[b->n_nodes - 1] = node;
    interval own = before_adding(b, fine, b->t->share[input], top->sum);
    out->lo = own.lo > top->failed.lo ? own.lo : top->failed.lo;
    out->hi = own.hi < top->failed.hi ? own.hi : top->failed.hi;
    out->node = b->n_nodes - 1;
    return insert(b, &b->layer[top->input], *out);
}

// The future of the sum 0 before the first input, by working out all that it needs.
static bool fill(table *b, interval *out)
{
    size_t depth = 0;
    interval last = {0};
    b->stack[depth++] = (frame){.input = 0, .sum = 0.0};
    while (depth > 0) {
        frame *top = &b->stack[depth - 1];
        if (top->stage == 0 && find(&b->layer[top->input], top->sum, &last)) {
            depth--;
            continue;
        }
        if (top->input == b->t->n) {
            b->near = true;
            return false;
        }
        double sum = top->sum;
        if (top->stage == 1)
            top->failed = last;
        if (top->stage == 0 && b->t->input[b->order[top->input]] == KT_NODE_0) { // cannot fail
            top->failed = (interval){-INFINITY, INFINITY, 0};
            top->stage = 1;
        }
        if (top->stage == 2) {
            if (!join(b, top, last, &last))
                return false;
            depth--;
            continue;
        }
        if (top->stage++ == 1)
            sum += b->t->share[b->order[top->input]];
        b->stack[depth++] = (frame){.input = top->input + 1, .sum = sum};
    }
    *out = last;
    return true;
}

// What is certain before each input: sums that do already, and sums that all the rest cannot make
// do.
static bool begin(table *b)
{
    uint32_t n = b->t->n;
    double total = 0.0;
    if (!add_node(b, KT_NODE_0) || !add_node(b, KT_NODE_1))
        return false;
    for (uint32_t i = n; i-- > 0;) {
        total += b->t->share[b->order[i]];
        b->layer[i].rest = total;
    }
    double rounding = 8.0 * (n + 1) * DBL_EPSILON * (total + b->threshold);
    b->margin = b->margin > 0.0 ? rounding : 0.0;
    for (uint32_t i = 0; i <= n; i++) {
        double too_low = i == n && b->margin == 0.0 ? double_below(b->threshold)
                                                    : b->threshold - b->layer[i].rest - rounding;
        if (!insert(b, &b->layer[i], (interval){-INFINITY, too_low, 1}) ||
            !insert(b, &b->layer[i], (interval){b->threshold + b->margin, INFINITY, 0}))
            return false;
    }
    return true;
}

static kt_node build(table *b)
{
    kt_node result = KT_NODE_NONE;
    interval all = {0};
    uint32_t n = b->t->n;
    b->layer = calloc((size_t)n + 1, sizeof *b->layer);
    b->stack = calloc((size_t)n + 2, sizeof *b->stack);
    b->watch = (kt_diagram_watch){0};
    kt_diagram_watch_nodes(b->algebra->diagram, &b->watch);
    if (b->layer == NULL || b->stack == NULL)
        kt_diagram_fail(b->algebra->diagram, KT_DIAGRAM_MEMORY);
    else if (begin(b) && fill(b, &all))
        result = b->node[all.node];
    kt_diagram_unwatch(b->algebra->diagram);
    for (uint32_t i = 0; b->layer != NULL && i <= n; i++)
        free(b->layer[i].interval);
    free(b->layer);
    free(b->stack);
    free(b->node);
    b->layer = NULL;
    b->stack = NULL;
    b->node = NULL;
    b->n_nodes = b->node_capacity = 0;
    return result;
}

// Upper levels first; among equals as given. Insertion: gates have tens of inputs, seldom hundreds.
static void order_inputs(table *b)
{
    const kt_diagram *d = b->algebra->diagram;
    for (uint32_t i = 0; i < b->t->n; i++) {
        uint32_t level = kt_diagram_level(d, b->t->input[i]);
        uint32_t at = i;
        for (; at > 0 && kt_diagram_level(d, b->t->input[b->order[at - 1]]) > level; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = i;
    }
}

kt_node kt_threshold_build(const kt_algebra *algebra, kt_threshold *t)
{
    assert(t->n > 0 && t->min_share > KT_SHARE_TOLERANCE);
    table b = {.algebra = algebra, .t = t, .threshold = t->min_share - KT_SHARE_TOLERANCE};
    b.order = malloc(((size_t)t->n + 1) * sizeof *b.order);
    if (b.order == NULL) {
        kt_diagram_fail(algebra->diagram, KT_DIAGRAM_MEMORY);
        return KT_NODE_NONE;
    }
    order_inputs(&b);
    b.margin = 1.0; // any: begin() works it out
    kt_node result = build(&b);
    t->near = b.near;
    if (b.near) {
        for (uint32_t i = 0; i < t->n; i++)
            b.order[i] = i;
        b.margin = 0.0;
        result = build(&b);
    }
    free(b.order);
    return result;
}
