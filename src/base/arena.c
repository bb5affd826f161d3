// SPDX-License-Identifier: EUPL-1.2
// Hands out pieces of blocks of 64 KiB, one behind the other; a piece larger than a quarter of a
// block gets a block of its own, behind the current one, which goes on being filled. Results take
// from some bytes to hundreds of megabytes. calloc gives the zeroes, because the system hands out
// large blocks already zeroed.
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

enum { BLOCK_BYTES = 65536, ALIGNMENT = 16 };

struct kt_arena_block {
    struct kt_arena_block *next;
    size_t used;
    size_t size;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

static struct kt_arena_block *new_block(size_t size)
{
    struct kt_arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL)
        return NULL;
    kt_pages_enlarge(block, sizeof *block + size);
    block->size = size;
    return block;
}

// `alignment` of what is handed out: a power of two up to ALIGNMENT.
static void *take(kt_arena *arena, size_t need, size_t alignment)
{
    struct kt_arena_block *block = arena->block;
    size_t at = block == NULL ? 0 : (block->used + alignment - 1) & ~(alignment - 1);
    if (block != NULL && at <= block->size && block->size - at >= need) {
        block->used = at + need;
        return block->bytes + at;
    }
    int large = need > BLOCK_BYTES / 4;
    struct kt_arena_block *fresh = new_block(large ? need : BLOCK_BYTES);
    if (fresh == NULL)
        return NULL;
    fresh->used = need;
    if (large && block != NULL) { // keep filling the current block: put the large one behind it
        fresh->next = block->next;
        block->next = fresh;
    } else {
        fresh->next = block;
        arena->block = fresh;
    }
    return fresh->bytes;
}

void *kt_arena_alloc(kt_arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > (SIZE_MAX / 2) / size)
        return NULL;
    return take(arena, n * size, ALIGNMENT);
}

// Texts stand side by side: a case may have five million of some ten bytes.
char *kt_arena_text(kt_arena *arena, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX / 2 ? take(arena, length + 1, 1) : NULL;
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *kt_arena_format(kt_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = length < 0 ? NULL : kt_arena_alloc(arena, (size_t)length + 1, 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void kt_arena_free(kt_arena *arena)
{
    struct kt_arena_block *block = arena->block;
    while (block != NULL) {
        struct kt_arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->block = NULL;
}
