// SPDX-License-Identifier: EUPL-1.2
// Preloaded before the C library: lets the n-th allocation (or read) of a program fail, and tells
// at the end how many there were and how many blocks were never given back. faults.py runs it for
// n = 1, 2, … A case of a few rows makes some hundreds of allocations.
//
//     KETEN_FAULT_ALLOCATION=n    the n-th allocation fails
//     KETEN_FAULT_READ=n          the n-th read fails with EIO
//     KETEN_FAULT_LASTING=1       and so does every later one
//     KETEN_FAULT_REPORT=fd       where "allocations reads live" is written when the program ends
//
// strdup and the like call malloc, so they are met as well. Counting begins when the program's
// libraries are loaded. Not for programs built with a sanitizer, which brings its own malloc.
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc's own names of the functions that are replaced here.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);
long syscall(long number, ...);

typedef struct counter {
    long n, fail_at; // 0: never
} counter;

static counter allocations;
static counter reads;
static long live;
static bool lasting;
static bool counting;
static int report = -1;

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtol(text, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
    allocations.fail_at = number_of("KETEN_FAULT_ALLOCATION");
    reads.fail_at = number_of("KETEN_FAULT_READ");
    lasting = number_of("KETEN_FAULT_LASTING") != 0;
    report = getenv("KETEN_FAULT_REPORT") == NULL ? -1 : (int)number_of("KETEN_FAULT_REPORT");
    counting = true;
}

__attribute__((destructor)) static void end(void)
{
    char text[80];
    counting = false;
    int length = snprintf(text, sizeof text, "%ld %ld %ld\n", allocations.n, reads.n, live);
    if (report >= 0 && write(report, text, (size_t)length) != length)
        _exit(125);
}

static bool fails(counter *c)
{
    if (!counting)
        return false;
    c->n++;
    return c->fail_at > 0 && (c->n == c->fail_at || (lasting && c->n > c->fail_at));
}

static void *keep(void *block)
{
    live += counting && block != NULL;
    return block;
}

static void *refuse(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size)
{
    return fails(&allocations) ? refuse() : keep(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return fails(&allocations) ? refuse() : keep(__libc_calloc(n, size));
}

void *realloc(void *block, size_t size)
{
    if (fails(&allocations))
        return refuse();
    void *moved = __libc_realloc(block, size);
    return block == NULL ? keep(moved) : moved;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(&allocations) ? refuse() : keep(__libc_memalign(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (fails(&allocations))
        return ENOMEM;
    *out = keep(__libc_memalign(alignment, size));
    return *out == NULL ? ENOMEM : 0;
}

void free(void *block)
{
    live -= counting && block != NULL;
    __libc_free(block);
}

ssize_t read(int file, void *bytes, size_t length)
{
    if (fails(&reads)) {
        errno = EIO;
        return -1;
    }
    return (ssize_t)syscall(SYS_read, file, bytes, length);
}
