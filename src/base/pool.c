// SPDX-License-Identifier: EUPL-1.2
// Finds a text by open addressing with linear probing, at most two thirds full, for 1e2 to 1e7
// texts. The 32-bit hash in each slot keeps a probe from touching a text unless it is almost surely
// the right one, and makes growing a copy. A text that is stored never moves, so pointers to it
// stay good. The texts are those of strangers, who may choose them so that a known hash is the same
// for all: the hash has a key of its own in each pool (hashDoS; Crosby and Wallach, USENIX Security
// 2003). Symbols count up in the order in which texts come, so nothing that is seen depends on it.
#include "base/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/grow.h"
#include "base/pages.h"
#include "base/secret.h"

enum { FIRST_SLOTS = 1024 };

_Static_assert(sizeof((kt_pool *)0)->secret >= XXH3_SECRET_SIZE_MIN, "room for the key of XXH3");

static uint32_t hash_of(const kt_pool *pool, const char *text, size_t length)
{
    return (uint32_t)XXH3_64bits_withSecret(text, length, pool->secret, sizeof pool->secret);
}

// The slot that holds the text, or the free slot where it belongs.
static size_t probe(const kt_pool *pool, const char *text, size_t length, uint32_t hash)
{
    size_t mask = pool->n_slots - 1;
    size_t at = hash & mask;
    while (pool->slot[at].symbol != 0) {
        if (pool->slot[at].hash == hash) {
            const char *known = pool->text[pool->slot[at].symbol - pool->first];
            if (strncmp(known, text, length) == 0 && known[length] == '\0')
                return at;
        }
        at = (at + 1) & mask;
    }
    return at;
}

static bool rehash(kt_pool *pool, size_t n_slots)
{
    kt_pool_slot *slot = calloc(n_slots, sizeof *slot);
    if (slot == NULL)
        return false;
    kt_pages_enlarge(slot, n_slots * sizeof *slot); // read here and there
    for (size_t old = 0; old < pool->n_slots; old++) {
        if (pool->slot[old].symbol == 0)
            continue;
        size_t at = pool->slot[old].hash & (n_slots - 1);
        while (slot[at].symbol != 0)
            at = (at + 1) & (n_slots - 1);
        slot[at] = pool->slot[old];
    }
    free(pool->slot);
    pool->slot = slot;
    pool->n_slots = n_slots;
    return true;
}

static bool make_room(kt_pool *pool)
{
    bool failed = false;
    size_t own = pool->n - pool->first;
    pool->text =
        kt_grow_array((void *)pool->text, &pool->capacity, own + 1, sizeof *pool->text, &failed);
    if (failed)
        return false;
    return (own + 1) * 3 < pool->n_slots * 2 || rehash(pool, pool->n_slots * 2);
}

bool kt_pool_open(kt_pool *pool)
{
    *pool = (kt_pool){0};
    kt_secret_fill(pool->secret, sizeof pool->secret);
    if (!rehash(pool, FIRST_SLOTS) || !make_room(pool)) {
        kt_pool_close(pool);
        return false;
    }
    pool->text[0] = "";
    pool->n = 1;
    return true;
}

bool kt_pool_open_below(kt_pool *pool, const kt_pool *parent)
{
    assert(parent->n > 0 && parent->parent == NULL);
    *pool = (kt_pool){.parent = parent, .first = parent->n, .n = parent->n};
    memcpy(pool->secret, parent->secret, sizeof pool->secret); // one hash serves both
    if (rehash(pool, FIRST_SLOTS) && make_room(pool))
        return true;
    kt_pool_close(pool);
    return false;
}

void kt_pool_close(kt_pool *pool)
{
    kt_arena_free(&pool->texts);
    free(pool->text);
    free(pool->slot);
    *pool = (kt_pool){0};
}

// The symbol of the text in the pool or its parent, or 0.
static kt_symbol find(const kt_pool *pool, const char *text, size_t length, uint32_t hash)
{
    kt_symbol above = 0;
    if (pool->parent != NULL)
        above = pool->parent->slot[probe(pool->parent, text, length, hash)].symbol;
    return above != 0 ? above : pool->slot[probe(pool, text, length, hash)].symbol;
}

bool kt_pool_add(kt_pool *pool, const char *text, size_t length, kt_symbol *out)
{
    assert(pool->n_slots > 0); // opened: {0} has no slots to probe
    if (length == 0) {
        *out = 0;
        return true;
    }
    uint32_t hash = hash_of(pool, text, length);
    *out = find(pool, text, length, hash);
    if (*out != 0)
        return true;
    if (pool->n >= UINT32_MAX - 1 || !make_room(pool))
        return false;
    const char *copy = kt_arena_text(&pool->texts, text, length);
    if (copy == NULL)
        return false;
    kt_symbol symbol = (kt_symbol)pool->n++;
    pool->text[symbol - pool->first] = copy;
    pool->slot[probe(pool, text, length, hash)] = (kt_pool_slot){symbol, hash};
    *out = symbol;
    return true;
}

kt_symbol kt_pool_find(const kt_pool *pool, const char *text, size_t length)
{
    assert(pool->n_slots > 0);
    if (length == 0 || memchr(text, '\0', length) != NULL)
        return 0;
    return find(pool, text, length, hash_of(pool, text, length));
}
