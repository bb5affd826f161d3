// SPDX-License-Identifier: EUPL-1.2
// An arena: many small results with one lifetime, freed at once. Blocks of 64 KiB; a larger request
// gets a block of its own. Everything comes back zeroed.
#ifndef KT_BASE_ARENA_H
#define KT_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct kt_arena {
    struct kt_arena_block *block; // newest first
} kt_arena;                       // {0} is an empty arena

// Room for `n` objects of `size` bytes, aligned to 16; NULL when memory runs out or n * size
// overflows. n = 0 gives a pointer that must not be read. Lives until kt_arena_free.
void *kt_arena_alloc(kt_arena *arena, size_t n, size_t size);

// A copy of the `length` bytes at `text`, with a NUL behind it. NULL when memory runs out.
char *kt_arena_text(kt_arena *arena, const char *text, size_t length);

// The formatted text; NULL when memory runs out.
char *kt_arena_format(kt_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

void kt_arena_free(kt_arena *arena);

#endif
