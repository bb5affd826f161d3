// SPDX-License-Identifier: EUPL-1.2
// Preloaded before the C library: lets the n-th allocation (or read) of a program fail, and tells
// at the end how many there were and how many blocks were never given back. faults.py runs it for
// n = 1, 2, … A case of a few rows makes some hundreds of allocations.
//
//     KETEN_FAULT_ALLOCATION=n    the n-th allocation fails
//     KETEN_FAULT_READ=n          the n-th read fails with EIO
//     KETEN_FAULT_LASTING=1       and so does every later one
//     KETEN_FAULT_SPARE=a:b       allocations made in libraries of these names never fail
//     KETEN_FAULT_REPORT=fd       where "allocations reads live" is written when the program ends
//     KETEN_FAULT_PLACES=fd       where the number of each allocation is written that is the first
//                                 from its place: its calls, from main down to the allocator
//
// strdup and the like call malloc, so they are met as well. Counting begins when the program's
// libraries are loaded. Not for programs built with a sanitizer, which brings its own malloc.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc's own names of the functions that are replaced here.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);
long syscall(long number, ...);

enum { DEPTH = 64, PLACES = 1 << 16 };

typedef struct counter {
    long n, fail_at; // 0: never
} counter;

static counter allocations;
static counter reads;
static long live;
static bool lasting;
static bool counting;
static int report = -1;
static int places = -1;
static uint64_t known[PLACES]; // a hash of the calls; 0: free
static const char *spare;      // parts of libraries' file names, divided by `:`

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtol(text, NULL, 10);
}

static int file_of(const char *name)
{
    return getenv(name) == NULL ? -1 : (int)number_of(name);
}

__attribute__((constructor)) static void begin(void)
{
    allocations.fail_at = number_of("KETEN_FAULT_ALLOCATION");
    reads.fail_at = number_of("KETEN_FAULT_READ");
    lasting = number_of("KETEN_FAULT_LASTING") != 0;
    spare = getenv("KETEN_FAULT_SPARE");
    report = file_of("KETEN_FAULT_REPORT");
    places = file_of("KETEN_FAULT_PLACES");
    counting = true;
}

static void tell(int file, const char *text, int length)
{
    if (file >= 0 && write(file, text, (size_t)length) != length)
        _exit(125);
}

__attribute__((destructor)) static void end(void)
{
    char text[80];
    counting = false;
    tell(report, text, snprintf(text, sizeof text, "%ld %ld %ld\n", allocations.n, reads.n, live));
}

// Whether an allocation was asked for by these calls before. A full table knows no more.
static bool is_known(void *const *calls, int depth)
{
    uint64_t hash = 1469598103934665603U; // FNV-1a, of whole addresses
    for (int i = 0; i < depth; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)calls[i]) * 1099511628211U;
    hash |= 1;
    for (size_t i = 0, at = hash >> 48; i < PLACES; i++, at = (at + 1) % PLACES) {
        if (known[at] == hash)
            return true;
        if (known[at] == 0) {
            known[at] = hash;
            return false;
        }
    }
    return false;
}

static void tell_place(long n)
{
    void *calls[DEPTH];
    char text[32];
    counting = false; // what backtrace asks for is not the program's
    if (!is_known(calls, backtrace(calls, DEPTH)))
        tell(places, text, snprintf(text, sizeof text, "%ld\n", n));
    counting = true;
}

static bool fails(counter *c)
{
    if (!counting)
        return false;
    c->n++;
    return c->fail_at > 0 && (c->n == c->fail_at || (lasting && c->n > c->fail_at));
}

static bool is_listed(const char *file)
{
    char name[64];
    for (const char *at = spare; *at != '\0'; at += *at == ':') {
        size_t length = strcspn(at, ":");
        if (length == 0 || length >= sizeof name)
            return false;
        memcpy(name, at, length);
        name[length] = '\0';
        if (strstr(file, name) != NULL)
            return true;
        at += length;
    }
    return false;
}

// Whether an allocation is made by a library that is spared.
static bool is_spared(void *caller)
{
    Dl_info info;
    if (spare == NULL || !counting)
        return false;
    counting = false; // what dladdr asks for is not the program's
    bool found = dladdr(caller, &info) != 0 && info.dli_fname != NULL && is_listed(info.dli_fname);
    counting = true;
    return found;
}

static bool allocation_fails(void)
{
    bool answer = fails(&allocations);
    if (places >= 0 && counting)
        tell_place(allocations.n);
    return answer;
}

#define FAILS (!is_spared(__builtin_return_address(0)) && allocation_fails())

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
    return FAILS ? refuse() : keep(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return FAILS ? refuse() : keep(__libc_calloc(n, size));
}

void *realloc(void *block, size_t size)
{
    if (FAILS)
        return refuse();
    void *moved = __libc_realloc(block, size);
    return block == NULL ? keep(moved) : moved;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return FAILS ? refuse() : keep(__libc_memalign(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (FAILS)
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
