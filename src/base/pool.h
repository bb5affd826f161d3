// SPDX-License-Identifier: EUPL-1.2
// A string pool: each different text is stored once and named by a 32-bit symbol, so that tables
// hold 4 bytes a cell and equality is one comparison. Symbol 0 is the empty text. Expected: 1e2 (a
// frigate) to 1e7 texts (an economy).
//
// A pool may stand below a parent, which then gets no more texts: symbols of the parent are good in
// it, and what the parent has is not stored again. So cases share the texts of one reference.
#ifndef KT_BASE_POOL_H
#define KT_BASE_POOL_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef uint32_t kt_symbol;

typedef struct kt_pool_slot {
    kt_symbol symbol; // 0 = free
    uint32_t hash;    // beside it, so that a probe reads one line of memory
} kt_pool_slot;

enum { KT_POOL_SECRET = 192 };

typedef struct kt_pool {
    const struct kt_pool *parent; // NULL: none
    kt_arena texts;
    const char **text; // [n - first] NUL-terminated
    size_t first;      // symbols below it are the parent's
    size_t n;          // symbols, those of the parent included
    size_t capacity;
    kt_pool_slot *slot;                   // open addressing
    size_t n_slots;                       // a power of two
    unsigned char secret[KT_POOL_SECRET]; // key of the hash: decides where texts lie, nothing else
} kt_pool;

// {0} is not a pool: it needs its symbol 0. False when memory runs out.
bool kt_pool_open(kt_pool *pool);

// The same below `parent`, which has no parent itself, lives longer and is not added to any more:
// any number of pools may stand below it, in any number of threads.
bool kt_pool_open_below(kt_pool *pool, const kt_pool *parent);
void kt_pool_close(kt_pool *pool);

// The symbol of `text`, added when new. False when memory runs out or 2^32 - 1 texts are reached.
bool kt_pool_add(kt_pool *pool, const char *text, size_t length, kt_symbol *out);

// The symbol of `text`, or 0 when the pool does not have it (or it is empty).
kt_symbol kt_pool_find(const kt_pool *pool, const char *text, size_t length);

// Borrowed, lives as long as the pool.
static inline const char *kt_pool_text(const kt_pool *pool, kt_symbol symbol)
{
    assert(symbol < pool->n);
    return symbol < pool->first ? pool->parent->text[symbol] : pool->text[symbol - pool->first];
}

#endif
