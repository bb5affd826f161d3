// SPDX-License-Identifier: EUPL-1.2
// Nodes lie in one array, and a hash table of chains through it finds equal ones: 16 bytes a node
// and 4 a bucket, where pointers would take twice as much. A full store first collects what nothing
// holds (mark and sweep), then doubles, until its limit: 1e3 nodes for a frigate, 3e7 in 1 GB. The
// memo of results grows with the work done and is given up first when a sweep needs room.
#include "diagram/diagram.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 1 << 12,
    FIRST_MEMOS = 1 << 12,
    FIRST_LIST = 64,
    MEMO_PART = 3,
    TICKS_PER_LOOK = 1 << 12,
    MIN_GAIN = 4,
    MOST_REFILLS = 64 // a full memo written over so often holds too little of the work to end it
};
#define DEFAULT_LIMIT ((size_t)1 << 30)
#define MAX_NODES ((size_t)1 << 31)

bool kt_diagram_fail(kt_diagram *d, kt_diagram_failure failure)
{
    if (d->failure == KT_DIAGRAM_FINE)
        d->failure = failure;
    return false;
}

static size_t power_at_most(size_t n)
{
    size_t power = 1;
    while (power <= n / 2)
        power *= 2;
    return power;
}

// Bytes of a store of so many nodes: the nodes, their buckets and marks.
static size_t bytes_for(size_t capacity)
{
    return capacity * sizeof(kt_diagram_node) + power_at_most(capacity) * sizeof(kt_node) +
           capacity / 8 + 8;
}

static void count_bytes(kt_diagram *d, size_t more, size_t less)
{
    d->bytes += more;
    assert(d->bytes >= less);
    d->bytes -= less;
    if (d->bytes > d->peak_bytes)
        d->peak_bytes = d->bytes;
}

static size_t hash_of(const kt_diagram *d, uint32_t level, kt_node lo, kt_node hi)
{
    uint64_t h = ((uint64_t)lo << 32 | hi) ^ d->options.hash_seed;
    h = (h ^ (uint64_t)level * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return (size_t)(h >> 20) & d->bucket_mask;
}

// --------------------------------------------------------------------------- collecting, growing

static bool is_marked(const kt_diagram *d, kt_node f)
{
    return (d->marked[f / 64] >> (f % 64)) & 1u;
}

// Marks what lies below `root`. The stack holds at most one node a level.
static void mark(kt_diagram *d, kt_node root)
{
    size_t depth = 0;
    if (root == KT_NODE_NONE)
        return;
    d->mark_stack[depth++] = root;
    while (depth > 0) {
        kt_node f = d->mark_stack[--depth];
        while (f >= 2 && !is_marked(d, f)) {
            d->marked[f / 64] |= (uint64_t)1 << (f % 64);
            if (d->node[f].hi >= 2)
                d->mark_stack[depth++] = d->node[f].hi;
            f = d->node[f].lo;
        }
    }
}

static void mark_all(kt_diagram *d, kt_node lo, kt_node hi)
{
    memset(d->marked, 0, (d->n_used / 64 + 1) * sizeof *d->marked);
    mark(d, lo);
    mark(d, hi);
    for (size_t i = 0; i < d->n_frames; i++) {
        const kt_diagram_frame *frame = &d->frame[i];
        mark(d, frame->f);
        mark(d, frame->g);
        for (int p = 0; p < 3; p++)
            mark(d, frame->part[p]);
    }
    for (const kt_diagram_watch *w = d->watched; w != NULL; w = w->next) {
        for (size_t i = 0; i < w->n; i++)
            mark(d, w->node[i]);
    }
}

static void chain(kt_diagram *d, kt_node f)
{
    kt_diagram_node *node = &d->node[f];
    kt_node *bucket = &d->bucket[hash_of(d, node->level, node->lo, node->hi)];
    node->next = *bucket;
    *bucket = f;
}

static void forget_dead_memos(kt_diagram *d)
{
    for (size_t i = 0; d->memo != NULL && i <= d->memo_mask; i++) {
        kt_diagram_memo *a = &d->memo[i];
        bool dead = (a->f >= 2 && !is_marked(d, a->f)) || (a->g >= 2 && !is_marked(d, a->g)) ||
                    (a->result >= 2 && !is_marked(d, a->result));
        if (dead)
            *a = (kt_diagram_memo){0};
    }
}

// Frees every node that nothing holds; lo and hi are about to get a parent.
static void collect(kt_diagram *d, kt_node lo, kt_node hi)
{
    mark_all(d, lo, hi);
    memset(d->bucket, 0, (d->bucket_mask + 1) * sizeof *d->bucket);
    d->free_node = 0;
    d->n_free = 0;
    for (size_t i = d->n_used; i-- > 2;) {
        kt_node f = (kt_node)i;
        if (is_marked(d, f)) {
            chain(d, f);
            continue;
        }
        d->node[f] = (kt_diagram_node){.level = KT_LEVEL_LAST, .next = d->free_node};
        d->free_node = f;
        d->n_free++;
    }
    d->n_kept = d->n_used - d->n_free;
    d->created_before = d->n_created;
    forget_dead_memos(d);
}

void kt_diagram_tidy(kt_diagram *d)
{
    if (d->n_created - d->created_before > d->n_used / 4)
        collect(d, KT_NODE_0, KT_NODE_0);
}

static bool grow_to(kt_diagram *d, size_t capacity)
{
    size_t n_buckets = power_at_most(capacity);
    kt_diagram_node *node = realloc(d->node, capacity * sizeof *node);
    if (node == NULL)
        return kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
    d->node = node;
    uint64_t *marked = realloc(d->marked, (capacity / 64 + 1) * sizeof *marked);
    if (marked == NULL)
        return kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
    d->marked = marked;
    if (n_buckets != d->bucket_mask + 1 || d->bucket == NULL) {
        kt_node *bucket = calloc(n_buckets, sizeof *bucket);
        if (bucket == NULL)
            return kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
        free(d->bucket);
        d->bucket = bucket;
        d->bucket_mask = n_buckets - 1;
        for (size_t f = 2; f < d->n_used; f++) {
            if (d->node[f].level != KT_LEVEL_LAST)
                chain(d, (kt_node)f);
        }
    }
    count_bytes(d, bytes_for(capacity), d->capacity == 0 ? 0 : bytes_for(d->capacity));
    d->capacity = capacity;
    return true;
}

// The largest store that is at most twice this one and within the limit; 0 when none is larger.
static size_t next_capacity(const kt_diagram *d)
{
    size_t others = d->bytes - bytes_for(d->capacity);
    size_t limit = d->options.memory_limit;
    for (size_t capacity = 2 * d->capacity; capacity > d->capacity + d->capacity / 8;
         capacity -= capacity / 16) {
        if (capacity < MAX_NODES && others < limit && bytes_for(capacity) <= limit - others)
            return capacity;
    }
    return 0;
}

// A free node, by collecting or growing. An attempt with a budget grows where it can: then the
// number of nodes it creates does not depend on what happens to be remembered.
static bool make_room(kt_diagram *d, kt_node lo, kt_node hi)
{
    size_t larger = next_capacity(d);
    bool grow_first = larger != 0 && (d->budget != UINT64_MAX || d->n_kept > d->capacity / 2);
    if (!grow_first) {
        collect(d, lo, hi);
        if (d->n_free >= d->capacity / 2 || (larger == 0 && d->n_free >= d->capacity / MIN_GAIN))
            return true;
    }
    if (larger != 0)
        return grow_to(d, larger);
    return kt_diagram_fail(d, KT_DIAGRAM_LIMIT);
}

// ----------------------------------------------------------------------------------------- nodes

static kt_node find_or_add(kt_diagram *d, uint32_t level, kt_node lo, kt_node hi)
{
    assert(level < d->options.n_levels);
    if (lo == KT_NODE_NONE || hi == KT_NODE_NONE)
        return KT_NODE_NONE;
    assert(level < kt_diagram_level(d, lo) && level < kt_diagram_level(d, hi)); // ordered
    size_t hash = hash_of(d, level, lo, hi);
    for (kt_node f = d->bucket[hash]; f != 0; f = d->node[f].next) {
        const kt_diagram_node *node = &d->node[f];
        if (node->lo == lo && node->hi == hi && node->level == level)
            return f;
    }
    if (d->n_created >= d->budget) {
        kt_diagram_fail(d, KT_DIAGRAM_BUDGET);
        return KT_NODE_NONE;
    }
    if (d->free_node == 0 && d->n_used == d->capacity) {
        if (!make_room(d, lo, hi))
            return KT_NODE_NONE;
        hash = hash_of(d, level, lo, hi);
    }
    kt_node f = d->free_node;
    if (f != 0) {
        d->free_node = d->node[f].next;
        d->n_free--;
    } else {
        f = (kt_node)d->n_used++;
    }
    d->node[f] = (kt_diagram_node){level, lo, hi, d->bucket[hash]};
    d->bucket[hash] = f;
    d->n_created++;
    return f;
}

kt_node kt_diagram_function(kt_diagram *d, uint32_t level, kt_node lo, kt_node hi)
{
    return lo == hi ? lo : find_or_add(d, level, lo, hi);
}

kt_node kt_diagram_family(kt_diagram *d, uint32_t level, kt_node lo, kt_node hi)
{
    return hi == KT_NODE_0 ? lo : find_or_add(d, level, lo, hi);
}

kt_status kt_diagram_open(kt_diagram **out, const kt_diagram_options *options, kt_error *err)
{
    assert(options->n_levels < KT_LEVEL_LAST);
    *out = NULL;
    kt_diagram *d = calloc(1, sizeof *d);
    if (d == NULL)
        return kt_error_no_memory(err);
    d->options = *options;
    if (d->options.memory_limit == 0)
        d->options.memory_limit = DEFAULT_LIMIT;
    d->budget = UINT64_MAX;
    d->mark_stack = malloc(((size_t)options->n_levels + 2) * sizeof *d->mark_stack);
    if (d->mark_stack == NULL || !grow_to(d, FIRST_CAPACITY)) {
        kt_diagram_close(d);
        return kt_error_no_memory(err);
    }
    d->node[KT_NODE_0] = (kt_diagram_node){KT_LEVEL_LAST, KT_NODE_0, KT_NODE_0, 0};
    d->node[KT_NODE_1] = (kt_diagram_node){KT_LEVEL_LAST, KT_NODE_1, KT_NODE_1, 0};
    d->n_used = 2;
    *out = d;
    return KT_OK;
}

void kt_diagram_close(kt_diagram *d)
{
    if (d == NULL)
        return;
    free(d->node);
    free(d->bucket);
    free(d->marked);
    free(d->mark_stack);
    free(d->memo);
    free(d->position);
    free(d->frame);
    free(d);
}

void kt_diagram_watch_nodes(kt_diagram *d, kt_diagram_watch *watch)
{
    watch->next = d->watched;
    d->watched = watch;
}

void kt_diagram_unwatch(kt_diagram *d)
{
    assert(d->watched != NULL);
    d->watched = d->watched->next;
}

// Room for twice as many results as before, the old ones among them.
static bool grow_memo(kt_diagram *d)
{
    size_t old = d->memo == NULL ? 0 : d->memo_mask + 1;
    size_t n = old == 0 ? FIRST_MEMOS : 2 * old;
    kt_diagram_memo *fresh = calloc(n, sizeof *fresh);
    if (fresh == NULL)
        return false;
    count_bytes(d, n * sizeof *fresh, 0);
    kt_diagram_memo *before = d->memo;
    d->memo = fresh;
    d->memo_mask = n - 1;
    d->n_memos = 0;
    for (size_t i = 0; i < old; i++) {
        if (before[i].key != 0)
            *kt_diagram_memo_at(d, before[i].key, before[i].f, before[i].g) = before[i];
    }
    free(before);
    count_bytes(d, 0, old * sizeof *fresh);
    return true;
}

// The table follows the work, not the nodes: a function of few nodes may take many operations, and
// a table that forgets makes them exponential.
bool kt_diagram_memo_ready(kt_diagram *d)
{
    size_t n = d->memo == NULL ? 0 : d->memo_mask + 1;
    if (n > 0 && d->n_memos < n)
        return true;
    size_t allowed = d->options.memory_limit / MEMO_PART;
    bool room = 3 * n * sizeof *d->memo + d->bytes <= d->options.memory_limit;
    if (n == 0 || (room && 2 * n * sizeof *d->memo <= allowed))
        (void)grow_memo(d);
    else if (++d->n_refills > MOST_REFILLS)
        return kt_diagram_fail(d, KT_DIAGRAM_LIMIT);
    d->n_memos = 0; // not to be asked again at once
    return d->memo != NULL || kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
}

bool kt_diagram_goes_on(kt_diagram *d)
{
    if (++d->ticks % TICKS_PER_LOOK == 0 && kt_control_stopped(d->options.control))
        return kt_diagram_fail(d, KT_DIAGRAM_STOPPED);
    return d->failure == KT_DIAGRAM_FINE;
}

kt_status kt_diagram_status(kt_diagram *d, kt_error *err)
{
    kt_diagram_failure failure = d->failure;
    d->failure = KT_DIAGRAM_FINE;
    if (failure != KT_DIAGRAM_FINE)
        d->reported = failure;
    double megabytes = (double)d->options.memory_limit / 1048576.0;
    switch (failure) {
    case KT_DIAGRAM_FINE:
        return KT_OK;
    case KT_DIAGRAM_LIMIT:
        return kt_error_set(err, KT_NO_RESOURCES,
                            "the decision diagram needs more than its memory limit of %.0f MiB",
                            megabytes);
    case KT_DIAGRAM_MEMORY:
        return kt_error_no_memory(err);
    case KT_DIAGRAM_STOPPED:
        return kt_control_check(d->options.control, err);
    case KT_DIAGRAM_BUDGET:
        return kt_error_set(err, KT_NO_RESOURCES,
                            "the decision diagram takes more nodes than are worth waiting for");
    }
    return kt_error_set(err, KT_INTERNAL, "a decision diagram failed for no known reason (%d)",
                        (int)failure);
}

// ------------------------------------------------------------------------------- room for sweeps

void *kt_diagram_claim(kt_diagram *d, size_t n, size_t size)
{
    if (size != 0 && n >= SIZE_MAX / 2 / size) {
        kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
        return NULL;
    }
    size_t need = n * size;
    if (d->memo != NULL && d->bytes + need > d->options.memory_limit) {
        count_bytes(d, 0, (d->memo_mask + 1) * sizeof *d->memo);
        free(d->memo);
        d->memo = NULL;
    }
    if (d->bytes + need > d->options.memory_limit) {
        kt_diagram_fail(d, KT_DIAGRAM_LIMIT);
        return NULL;
    }
    void *room = malloc(need == 0 ? 1 : need);
    if (room == NULL)
        kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
    else
        count_bytes(d, need, 0);
    return room;
}

void kt_diagram_release(kt_diagram *d, void *room, size_t n, size_t size)
{
    if (room == NULL)
        return;
    free(room);
    count_bytes(d, 0, n * size);
}

static bool add_to_list(kt_diagram_list *list, kt_diagram *d, kt_node f)
{
    if (list->n == list->capacity) {
        size_t more = list->capacity == 0 ? FIRST_LIST : 2 * list->capacity;
        kt_node *larger = kt_diagram_claim(d, more, sizeof *larger);
        if (larger == NULL)
            return false;
        if (list->n > 0)
            memcpy(larger, list->node, list->n * sizeof *larger);
        kt_diagram_release(d, list->node, list->capacity, sizeof *list->node);
        list->node = larger;
        list->capacity = more;
    }
    d->position[f] = (uint32_t)list->n;
    list->node[list->n++] = f;
    return true;
}

// The nodes below the root, in the order of a walk that takes lo before hi.
static bool walk(kt_diagram_list *list, kt_diagram *d, kt_node root)
{
    size_t depth = 0;
    d->mark_stack[depth++] = root;
    while (depth > 0) {
        kt_node f = d->mark_stack[--depth];
        while (f >= 2 && d->position[f] == UINT32_MAX) {
            if (!add_to_list(list, d, f))
                return false;
            assert(depth <=
                   d->options.n_levels); // one node a level waits, and there is room for it
            if (d->node[f].hi >= 2)
                d->mark_stack[depth++] = d->node[f].hi;
            f = d->node[f].lo;
        }
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

// For few nodes on levels far apart: by level, then by place in the walk.
static void sort_by_keys(kt_node *sorted, uint64_t *key, const kt_diagram_list *list,
                         const kt_diagram *d)
{
    for (size_t i = 0; i < list->n; i++)
        key[i] = (uint64_t)kt_diagram_level(d, list->node[i]) << 32 | i;
    if (list->n > 1)
        qsort(key, list->n, sizeof *key, by_key);
    for (size_t i = 0; i < list->n; i++)
        sorted[i] = list->node[key[i] & UINT32_MAX];
}

// For many: a counting sort over the levels from `low` on; start[] begins with zeroes.
static void sort_by_counting(kt_node *sorted, uint64_t *start, uint32_t low, size_t n_levels,
                             const kt_diagram_list *list, const kt_diagram *d)
{
    for (size_t i = 0; i < list->n; i++)
        start[kt_diagram_level(d, list->node[i]) - low + 1]++;
    for (size_t l = 1; l < n_levels; l++)
        start[l] += start[l - 1];
    for (size_t i = 0; i < list->n; i++)
        sorted[start[kt_diagram_level(d, list->node[i]) - low]++] = list->node[i];
}

// Stable: within a level the nodes stay in the order of the walk.
static bool sort_by_level(kt_diagram_list *list, kt_diagram *d)
{
    uint32_t low = KT_LEVEL_LAST;
    uint32_t high = 0;
    for (size_t i = 0; i < list->n; i++) {
        uint32_t level = kt_diagram_level(d, list->node[i]);
        low = level < low ? level : low;
        high = level > high ? level : high;
    }
    size_t n_levels = list->n == 0 ? 1 : (size_t)(high - low) + 1;
    bool few = n_levels > list->n;
    size_t n_words = few ? list->n : n_levels + 1;
    kt_node *sorted = kt_diagram_claim(d, list->capacity, sizeof *sorted);
    uint64_t *word = kt_diagram_claim(d, n_words, sizeof *word);
    bool done = sorted != NULL && word != NULL;
    if (done) {
        memset(sorted, 0, list->n * sizeof *sorted);
        memset(word, 0, n_words * sizeof *word);
        if (few)
            sort_by_keys(sorted, word, list, d);
        else
            sort_by_counting(sorted, word, low, n_levels, list, d);
    }
    kt_diagram_release(d, word, n_words, sizeof *word);
    if (!done) {
        kt_diagram_release(d, sorted, list->capacity, sizeof *sorted);
        return false;
    }
    kt_diagram_release(d, list->node, list->capacity, sizeof *list->node);
    list->node = sorted;
    for (size_t i = 0; i < list->n; i++)
        d->position[sorted[i]] = (uint32_t)i;
    return true;
}

static bool make_positions(kt_diagram *d)
{
    if (d->n_positions >= d->n_used)
        return true;
    kt_diagram_release(d, d->position, d->n_positions, sizeof *d->position);
    d->n_positions = 0;
    d->position = kt_diagram_claim(d, d->capacity, sizeof *d->position);
    if (d->position == NULL)
        return false;
    d->n_positions = d->capacity;
    memset(d->position, 0xFF, d->n_positions * sizeof *d->position);
    return true;
}

kt_status kt_diagram_reach(kt_diagram_list *out, kt_diagram *d, kt_node root, kt_error *err)
{
    assert(root < d->n_used);
    *out = (kt_diagram_list){0};
    if (make_positions(d) && walk(out, d, root) && sort_by_level(out, d))
        return KT_OK;
    kt_diagram_drop_list(d, out);
    return kt_diagram_status(d, err);
}

void kt_diagram_drop_list(kt_diagram *d, kt_diagram_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        d->position[list->node[i]] = UINT32_MAX;
    kt_diagram_release(d, list->node, list->capacity, sizeof *list->node);
    *list = (kt_diagram_list){0};
}
