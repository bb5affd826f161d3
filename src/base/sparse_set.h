// SPDX-License-Identifier: EUPL-1.2
// A set of numbers of which few are in: a bit each, a bit for each word that has any, and a bit for
// each word of these. Finding the next member skips 262,144 numbers at a time, so that following a
// change through a network of a million producers costs what the change reaches, not what the
// network holds.
#ifndef KT_BASE_SPARSE_SET_H
#define KT_BASE_SPARSE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kt_sparse_set {
    uint64_t *word;  // [kt_sparse_set_words(n)]: the members, then `top` and `crown`
    uint64_t *top;   // a bit for each word of members
    uint64_t *crown; // a bit for each word of `top`
} kt_sparse_set;

static inline size_t kt_sparse_set_member_words(size_t n)
{
    return n / 64 + 1;
}

static inline size_t kt_sparse_set_top_words(size_t n)
{
    return kt_sparse_set_member_words(n) / 64 + 1;
}

static inline size_t kt_sparse_set_crown_words(size_t n)
{
    return kt_sparse_set_top_words(n) / 64 + 1;
}

// Words for numbers below n, all levels together.
static inline size_t kt_sparse_set_words(size_t n)
{
    return kt_sparse_set_member_words(n) + kt_sparse_set_top_words(n) +
           kt_sparse_set_crown_words(n);
}

// `set->word` has its words, all 0: the empty set.
static inline void kt_sparse_set_begin(kt_sparse_set *set, size_t n)
{
    set->top = set->word == NULL ? NULL : set->word + kt_sparse_set_member_words(n);
    set->crown = set->word == NULL ? NULL : set->top + kt_sparse_set_top_words(n);
}

static inline void kt_sparse_set_add(kt_sparse_set *set, size_t i)
{
    set->word[i / 64] |= (uint64_t)1 << (i % 64);
    set->top[i / 4096] |= (uint64_t)1 << (i / 64 % 64);
    set->crown[i / 262144] |= (uint64_t)1 << (i / 4096 % 64);
}

// The first bit from `from` on that is set; `end` where there is none before it.
static inline size_t kt_sparse_set_next_bit(const uint64_t *word, size_t from, size_t end)
{
    while (from < end) {
        uint64_t bits = word[from / 64] >> (from % 64);
        if (bits != 0) {
            from += (size_t)__builtin_ctzll(bits);
            return from < end ? from : end;
        }
        from = (from / 64 + 1) * 64;
    }
    return end;
}

// The first word from `w` on that has members; `end` where there is none before it.
static inline size_t kt_sparse_set_next_word(const kt_sparse_set *set, size_t w, size_t end)
{
    if (w >= end)
        return end;
    uint64_t words = set->top[w / 64] >> (w % 64);
    if (words == 0) {
        size_t last = (end - 1) / 64 + 1;
        size_t t = kt_sparse_set_next_bit(set->crown, w / 64 + 1, last);
        if (t == last)
            return end;
        words = set->top[t];
        w = t * 64;
    }
    w += (size_t)__builtin_ctzll(words);
    return w < end ? w : end;
}

// The next member in [from, end), or `end`.
static inline uint32_t kt_sparse_set_next(const kt_sparse_set *set, uint32_t from, uint32_t end)
{
    if (from >= end)
        return end;
    uint64_t bits = set->word[from / 64] >> (from % 64);
    size_t at = from;
    if (bits == 0) {
        size_t last = (size_t)end / 64 + 1;
        size_t w = kt_sparse_set_next_word(set, (size_t)from / 64 + 1, last);
        if (w == last)
            return end;
        bits = set->word[w];
        at = w * 64;
    }
    at += (size_t)__builtin_ctzll(bits);
    return at < end ? (uint32_t)at : end;
}

// Takes all members out. O(words with members).
static inline void kt_sparse_set_clear(kt_sparse_set *set, size_t n)
{
    size_t end = kt_sparse_set_member_words(n);
    for (size_t w = kt_sparse_set_next_word(set, 0, end); w < end;
         w = kt_sparse_set_next_word(set, w + 1, end))
        set->word[w] = 0;
    size_t tops = kt_sparse_set_top_words(n);
    for (size_t t = kt_sparse_set_next_bit(set->crown, 0, tops); t < tops;
         t = kt_sparse_set_next_bit(set->crown, t + 1, tops))
        set->top[t] = 0;
    for (size_t k = 0; k < kt_sparse_set_crown_words(n); k++)
        set->crown[k] = 0;
}

#endif
