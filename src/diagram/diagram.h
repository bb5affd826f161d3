// SPDX-License-Identifier: EUPL-1.2
// The store of decision-diagram nodes: every different node (level, lo, hi) exists once, so that
// equal functions and equal families of sets are one number, and equality is one comparison. BDD
// and ZDD nodes share the store; they differ only in which nodes are left out. Levels count from 0
// (top) downwards and never move: the order of variables is chosen before anything is built.
//
// Expected: 1e3 nodes (a frigate) to 3e7 (1 GB). Nodes that nothing holds any more are collected
// when the store is full: held is what lies on the stacks of running operations, in a watched
// array, and everything below that. A store obeys a memory limit and a flag that stops it; both end
// the work with a reason, never the process.
#ifndef KT_DIAGRAM_DIAGRAM_H
#define KT_DIAGRAM_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/control.h"

// A function (BDD: does the target fail?) or a family of sets (ZDD), by its root.
typedef uint32_t kt_node;

enum {
    KT_NODE_0 = 0, // never fails; the empty family
    KT_NODE_1 = 1, // always fails; the family of the empty set
};
#define KT_NODE_NONE UINT32_MAX  // an operation that failed: kt_diagram_status says why
#define KT_LEVEL_LAST UINT32_MAX // the level of the two constants, below all others

typedef enum kt_diagram_failure {
    KT_DIAGRAM_FINE,
    KT_DIAGRAM_LIMIT,   // the memory limit
    KT_DIAGRAM_MEMORY,  // the system has no more
    KT_DIAGRAM_STOPPED, // by the flag
    KT_DIAGRAM_BUDGET,  // the node budget of an attempt
} kt_diagram_failure;

typedef struct kt_diagram_node {
    uint32_t level; // KT_LEVEL_LAST for constants and for free nodes
    kt_node lo, hi; // the event has not failed, has failed
    kt_node next;   // in its hash chain, or in the list of free nodes
} kt_diagram_node;

// A remembered result: what operation `key` gave on f and g.
typedef struct kt_diagram_memo {
    uint32_t key; // 0 = free
    kt_node f, g, result;
} kt_diagram_memo;

// An operation under way (apply.h).
typedef struct kt_diagram_frame {
    const struct kt_apply_rule *rule;
    kt_node f, g;
    uint32_t k;      // third operand, a number
    uint32_t step;   // how often it has been gone on with
    kt_node part[3]; // results so far, KT_NODE_0 before
} kt_diagram_frame;

// An array of nodes that must be kept. Lies on its owner's stack; node and n may change meanwhile.
typedef struct kt_diagram_watch {
    const kt_node *node; // KT_NODE_NONE among them is passed over
    size_t n;
    struct kt_diagram_watch *next;
} kt_diagram_watch;

typedef struct kt_diagram_options {
    size_t memory_limit;       // bytes, sweeps included; 0: 1 GiB
    const kt_control *control; // of the caller; may be NULL
    uint64_t hash_seed;        // changes where nodes lie, never what is computed
    uint32_t n_levels;
} kt_diagram_options;

typedef struct kt_diagram {
    kt_diagram_node *node;
    size_t n_used, capacity; // the first n_used nodes have been in use
    kt_node free_node;       // list, 0 = empty
    size_t n_free;
    kt_node *bucket;
    size_t bucket_mask;
    uint64_t *marked; // bits, during collection
    kt_node *mark_stack;
    kt_diagram_memo *memo;
    size_t memo_mask;
    size_t n_memos;     // results remembered since the table grew
    size_t n_refills;   // times that a memo which may not grow was written over
    uint32_t *position; // [n_positions] place in the list at hand, UINT32_MAX else
    size_t n_positions;
    kt_diagram_frame *frame;
    size_t n_frames, frame_capacity;
    kt_diagram_watch *watched;
    kt_diagram_options options;
    size_t bytes, peak_bytes; // of everything here, and of the sweeps that asked for room
    uint64_t n_created;       // since the store was opened
    uint64_t budget;          // n_created may not pass it; UINT64_MAX = none
    size_t n_kept;            // live nodes after the last collection
    uint64_t created_before;  // n_created at the last collection
    uint32_t ticks;
    kt_diagram_failure failure, reported; // the one at hand, the last one that became a status
} kt_diagram;

static inline uint32_t kt_diagram_level(const kt_diagram *d, kt_node f)
{
    return d->node[f].level;
}

kt_status kt_diagram_open(kt_diagram **out, const kt_diagram_options *options, kt_error *err);
void kt_diagram_close(kt_diagram *d);

// The function "if the event at `level` has failed then hi else lo". lo and hi lie below `level`
// and need not be watched. KT_NODE_NONE when the store has failed.
kt_node kt_diagram_function(kt_diagram *d, uint32_t level, kt_node lo, kt_node hi);

// The family of the sets of lo, and of the sets of hi each with the event at `level`. As above.
kt_node kt_diagram_family(kt_diagram *d, uint32_t level, kt_node lo, kt_node hi);

// Frees every node that nothing holds, where enough were created since the last time to be worth
// it.
void kt_diagram_tidy(kt_diagram *d);

// Keeps the nodes of an array until it is unwatched; the newest is unwatched first.
void kt_diagram_watch_nodes(kt_diagram *d, kt_diagram_watch *watch);
void kt_diagram_unwatch(kt_diagram *d);

// Notes a failure that happened beside the nodes; the first one stays. Always false.
bool kt_diagram_fail(kt_diagram *d, kt_diagram_failure failure);

// Counts towards the look at the stop flag. False when the store has failed or must stop.
bool kt_diagram_goes_on(kt_diagram *d);

// Makes sure that there is a memo (a table of results) that fits the work done so far. Called
// between steps. False when the store has failed: without a table, operations would take
// exponential time.
bool kt_diagram_memo_ready(kt_diagram *d);

// Where the result of operation `key` on f and g is remembered; another one may lie there.
static inline kt_diagram_memo *kt_diagram_memo_at(const kt_diagram *d, uint32_t key, kt_node f,
                                                  kt_node g)
{
    uint64_t h = ((uint64_t)f << 32 | g) ^ d->options.hash_seed;
    h = (h ^ (uint64_t)key * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    h *= 0xD6E8FEB86659FD93u;
    return &d->memo[(size_t)(h >> 24) & d->memo_mask];
}

// Room for a sweep beside the nodes: malloc memory that counts towards the limit. NULL, and the
// store has failed, when there is none. The memo is given up first.
void *kt_diagram_claim(kt_diagram *d, size_t n, size_t size);
void kt_diagram_release(kt_diagram *d, void *room, size_t n, size_t size);

// What has failed, as a status and a message; KT_OK when nothing has. Ends the failure: what is
// held remains usable.
kt_status kt_diagram_status(kt_diagram *d, kt_error *err);

// The nodes below and at `root`, constants left out, upper levels first; within a level in the
// order in which a walk from the root meets them, so that sums over them have one order.
// d->position gives each its place, until the list is dropped; one list at a time. O(nodes).
typedef struct kt_diagram_list {
    kt_node *node;
    size_t n, capacity;
} kt_diagram_list;

kt_status kt_diagram_reach(kt_diagram_list *out, kt_diagram *d, kt_node root, kt_error *err);
void kt_diagram_drop_list(kt_diagram *d, kt_diagram_list *list);

#endif
