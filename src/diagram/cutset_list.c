// SPDX-License-Identifier: EUPL-1.2
// Puts the families of the modules into one over events, then writes its sets out, smallest first.
// At most 100,000 sets are listed by default, while there may be more than 2^64. So the sets of
// each size are counted first; where they are too many, those with the smallest event are taken,
// then those with the next one, and the others are never written out.
#include "diagram/cutset_list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "diagram/zdd.h"

// ------------------------------------------------------------------------------------- composing

typedef struct composer {
    const kt_solution *s;
    uint32_t order;
    kt_node *module; // by module: its sets over events; KT_NODE_0 before
    kt_node *part;   // by place in the list at hand
} composer;

static kt_node part_of(const composer *c, kt_node f)
{
    return f < 2 ? f : c->part[c->s->diagram->position[f]];
}

// A node of a module's family, with what stands for other modules replaced.
static kt_node compose_node(const composer *c, const kt_diagram_node *node)
{
    kt_diagram *d = c->s->diagram;
    kt_input x = c->s->at_level[node->level];
    uint32_t level = node->level;
    kt_node lo = part_of(c, node->lo);
    kt_node hi = part_of(c, node->hi);
    kt_node with = KT_NODE_NONE;
    kt_diagram_watch watch = {.node = &with, .n = 1};
    if (kt_structure_is_event(x))
        return kt_diagram_family(d, level, lo, kt_zdd_up_to(d, hi, c->order - 1));
    kt_node below = c->module[c->s->modules->of_gate[kt_structure_number(x)]];
    kt_diagram_watch_nodes(d, &watch);
    with = kt_zdd_append(d, below, hi);
    if (with != KT_NODE_NONE)
        with = kt_zdd_up_to(d, with, c->order);
    kt_node both = with == KT_NODE_NONE ? KT_NODE_NONE : kt_zdd_union(d, lo, with);
    kt_diagram_unwatch(d);
    return both;
}

// The family of module m over events, from the families of the modules below.
static kt_node compose_list(composer *c, const kt_diagram_list *list, kt_node root)
{
    kt_diagram *d = c->s->diagram;
    kt_diagram_watch watch = {.node = c->part, .n = list->n};
    kt_node result = KT_NODE_NONE;
    bool done = true;
    memset(c->part, 0, list->n * sizeof *c->part);
    kt_diagram_watch_nodes(d, &watch);
    for (size_t i = list->n; done && i-- > 0;) {
        kt_diagram_node node = d->node[list->node[i]]; // the store may move
        kt_node part = compose_node(c, &node);
        done = part != KT_NODE_NONE;
        c->part[i] = done ? part : KT_NODE_0;
    }
    if (done)
        result = part_of(c, root);
    kt_diagram_unwatch(d);
    return result;
}

static kt_status compose_module(composer *c, uint32_t m, kt_error *err)
{
    kt_diagram *d = c->s->diagram;
    kt_node root = kt_zdd_up_to(d, c->s->family[m], c->order);
    kt_diagram_watch watch = {.node = &root, .n = 1};
    kt_diagram_list list = {0};
    if (root == KT_NODE_NONE)
        return kt_diagram_status(d, err);
    kt_status status = kt_diagram_reach(&list, d, root, err);
    if (status != KT_OK)
        return status;
    kt_diagram_watch_nodes(d, &watch);
    c->part = kt_diagram_claim(d, list.n, sizeof *c->part);
    kt_node composed = c->part == NULL ? KT_NODE_NONE : compose_list(c, &list, root);
    kt_diagram_unwatch(d);
    kt_diagram_release(d, c->part, list.n, sizeof *c->part);
    kt_diagram_drop_list(d, &list);
    if (composed == KT_NODE_NONE)
        return kt_diagram_status(d, err);
    c->module[m] = composed;
    return KT_OK;
}

kt_status kt_cutset_list_compose(kt_node *out, const kt_solution *s, uint32_t order, kt_error *err)
{
    assert(order >= 1);
    uint32_t n = s->modules->n;
    composer c = {.s = s, .order = order, .module = calloc(n, sizeof *c.module)};
    kt_diagram_watch watch = {.node = c.module, .n = n};
    kt_status status = KT_OK;
    *out = KT_NODE_0;
    if (c.module == NULL)
        return kt_error_no_memory(err);
    kt_diagram_watch_nodes(s->diagram, &watch);
    for (uint32_t m = n; status == KT_OK && m-- > 0;)
        status = compose_module(&c, m, err);
    if (status == KT_OK)
        *out = c.module[0];
    kt_diagram_unwatch(s->diagram);
    free(c.module);
    return status;
}

// -------------------------------------------------------------------------------------- counting

static uint64_t add_saturating(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

// How many sets a family has; UINT64_MAX when there are as many or more.
static kt_status count(uint64_t *out, kt_diagram *d, kt_node family, kt_error *err)
{
    kt_diagram_list list;
    *out = family;
    if (family < 2)
        return KT_OK;
    kt_status status = kt_diagram_reach(&list, d, family, err);
    if (status != KT_OK)
        return status;
    uint64_t *n = kt_diagram_claim(d, list.n, sizeof *n);
    for (size_t i = list.n; n != NULL && i-- > 0;) {
        const kt_diagram_node *node = &d->node[list.node[i]];
        uint64_t lo = node->lo < 2 ? node->lo : n[d->position[node->lo]];
        uint64_t hi = node->hi < 2 ? node->hi : n[d->position[node->hi]];
        n[i] = add_saturating(lo, hi);
    }
    if (n != NULL)
        *out = n[0];
    kt_diagram_release(d, n, list.n, sizeof *n);
    kt_diagram_drop_list(d, &list);
    return kt_diagram_status(d, err);
}

// --------------------------------------------------------------------------------------- writing

typedef struct branch {
    kt_node node;
    uint32_t length;
    uint32_t event; // the last of the path to here, where length > 0 and `grows`
    bool grows;
} branch;

typedef struct writer {
    const kt_solution *s;
    kt_arena *arena;
    kt_cutset_list_set *set;
    size_t n, capacity;
    uint32_t *path;  // [n_levels] events of the set at hand
    uint32_t prefix; // how many of them all sets have
    branch *stack;   // [n_levels + 2]
} writer;

static int by_event(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int by_events(const void *left, const void *right)
{
    const kt_cutset_list_set *a = left;
    const kt_cutset_list_set *b = right;
    for (uint32_t i = 0; i < a->n && i < b->n; i++) {
        if (a->event[i] != b->event[i])
            return a->event[i] < b->event[i] ? -1 : 1;
    }
    return (a->n > b->n) - (a->n < b->n);
}

static bool write_set(writer *w, uint32_t n)
{
    bool failed = false;
    uint32_t *event = kt_arena_alloc(w->arena, n, sizeof *event);
    w->set = kt_grow_array(w->set, &w->capacity, w->n + 1, sizeof *w->set, &failed);
    if (event == NULL || failed)
        return false;
    if (n > 0)
        memcpy(event, w->path, n * sizeof *event);
    if (n > 1)
        qsort(event, n, sizeof *event, by_event);
    w->set[w->n++] = (kt_cutset_list_set){n, event};
    return true;
}

// Writes all sets of a family, each with the prefix, and sorts them.
static bool write_family(writer *w, kt_node family)
{
    const kt_diagram *d = w->s->diagram;
    size_t first = w->n;
    size_t depth = 0;
    w->stack[depth++] = (branch){family, w->prefix, 0, false};
    while (depth > 0) {
        branch b = w->stack[--depth];
        if (b.grows)
            w->path[b.length - 1] = b.event;
        if (b.node == KT_NODE_1 && !write_set(w, b.length))
            return false;
        if (b.node < 2)
            continue;
        const kt_diagram_node *node = &d->node[b.node];
        uint32_t event = kt_structure_number(w->s->at_level[node->level]);
        w->stack[depth++] = (branch){node->lo, b.length, 0, false};
        w->stack[depth++] = (branch){node->hi, b.length + 1, event, true};
    }
    if (w->n - first > 1)
        qsort(w->set + first, w->n - first, sizeof *w->set, by_events);
    return true;
}

// The first `most` sets of a family that has more: by the smallest event, then by the next one.
static kt_status write_first(writer *w, kt_node family, size_t most, kt_error *err)
{
    kt_diagram *d = w->s->diagram;
    kt_node having = KT_NODE_0;
    kt_node held[2] = {family, KT_NODE_0};
    kt_diagram_watch watch = {.node = held, .n = 2};
    kt_status status = KT_OK;
    kt_diagram_watch_nodes(d, &watch);
    for (uint32_t e = 0; e < w->s->normal->n_events && most > 0 && status == KT_OK; e++) {
        uint64_t n = 0;
        uint32_t level = w->s->event_level[e];
        having = held[1] = kt_zdd_having(d, held[0], level);
        if (having != KT_NODE_NONE)
            status = count(&n, d, having, err);
        if (having == KT_NODE_NONE || status != KT_OK || n == 0)
            continue;
        w->path[w->prefix] = e;
        w->prefix++;
        if (n > most) { // all that are wanted have this event
            held[0] = having;
            continue;
        }
        if (!write_family(w, having))
            status = kt_error_no_memory(err);
        w->prefix--;
        most -= (size_t)n;
        held[0] = kt_zdd_lacking(d, held[0], level);
    }
    w->prefix = 0;
    kt_diagram_unwatch(d);
    return status == KT_OK ? kt_diagram_status(d, err) : status;
}

static kt_status write_order(writer *w, kt_cutset_list *out, const kt_cutset_list_request *request,
                             uint32_t order, kt_error *err)
{
    kt_diagram *d = w->s->diagram;
    assert(w->n <= request->most);
    size_t most = request->most - w->n;
    uint64_t n = 0;
    kt_node sets = kt_zdd_of_size(d, request->family, order);
    if (sets == KT_NODE_NONE)
        return kt_diagram_status(d, err);
    kt_status status = count(&n, d, sets, err);
    if (status != KT_OK)
        return status;
    if (n > most) {
        out->cut = true;
        return write_first(w, sets, most, err);
    }
    return write_family(w, sets) ? KT_OK : kt_error_no_memory(err);
}

static kt_status write_orders(writer *w, kt_cutset_list *out, const kt_cutset_list_request *request,
                              kt_error *err)
{
    uint32_t last = w->s->diagram->options.n_levels;
    kt_status status = KT_OK;
    last = request->order < last ? request->order : last;
    for (uint32_t k = 0; k <= last && !out->cut && status == KT_OK; k++)
        status = write_order(w, out, request, k, err);
    if (status != KT_OK)
        return status;
    out->set = kt_arena_alloc(w->arena, w->n, sizeof *out->set);
    if (out->set == NULL)
        return kt_error_no_memory(err);
    if (w->n > 0)
        memcpy(out->set, w->set, w->n * sizeof *out->set);
    out->n = w->n;
    return KT_OK;
}

kt_status kt_cutset_list_family(kt_cutset_list *out, const kt_solution *s,
                                const kt_cutset_list_request *request, kt_arena *arena,
                                kt_error *err)
{
    size_t n_levels = s->diagram->options.n_levels;
    writer w = {.s = s, .arena = arena};
    kt_diagram_watch watch = {.node = &request->family, .n = 1};
    *out = (kt_cutset_list){0};
    w.path = malloc((n_levels + 1) * sizeof *w.path);
    w.stack = malloc((n_levels + 2) * sizeof *w.stack);
    kt_diagram_watch_nodes(s->diagram, &watch);
    kt_status status = w.path == NULL || w.stack == NULL ? kt_error_no_memory(err)
                                                         : write_orders(&w, out, request, err);
    kt_diagram_unwatch(s->diagram);
    free(w.path);
    free(w.stack);
    free(w.set);
    return status;
}
