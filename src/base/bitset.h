// SPDX-License-Identifier: EUPL-1.2
// A set of small numbers, one bit each, for events and producers that fail together. The caller
// owns the words (arena or malloc, zeroed).
#ifndef KT_BASE_BITSET_H
#define KT_BASE_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kt_bitset {
    uint64_t *word;
} kt_bitset;

static inline size_t kt_bitset_words(size_t n)
{
    return n / 64 + 1;
}

static inline bool kt_bitset_has(const kt_bitset *set, size_t i)
{
    return (set->word[i / 64] >> (i % 64)) & 1u;
}

static inline void kt_bitset_add(kt_bitset *set, size_t i)
{
    set->word[i / 64] |= (uint64_t)1 << (i % 64);
}

#endif
