// SPDX-License-Identifier: EUPL-1.2
// Every call to the system and every allocation of an operation failing in turn. The functions of
// the C library are replaced by those here, which count while an operation is watched and let the
// n-th call fail; all others go on to the library. To be included by one file of a test program,
// before any other header. A sanitizer brings an allocator of its own: allocations never fail
// there.
//
// Some hundreds of calls an operation, each of them failing with each reason once and from then on:
// some thousand runs a test, of tens of microseconds each.
#ifndef KETEN_TESTS_UNIT_FAILING_H
#define KETEN_TESTS_UNIT_FAILING_H

#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): RTLD_NEXT, renameat2
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "setting.h"

#define FAILING_MEMORY (!ADDRESS_SANITIZER)

typedef struct failing_options {
    bool memory;                          // allocations fail, instead of calls to the system
    int code;                             // errno of what fails
    bool lasting;                         // and of every call after it
    size_t piece;                         // most bytes that one read or write moves; 0: any
    bool no_exchange, no_links, no_locks; // what the file system cannot do
    int lock_code;                        // errno of a lock that cannot be had; 0: there are locks
    const char *after; // nothing fails before this file is opened; NULL: everything may
} failing_options;

static struct {
    failing_options with;
    bool watched;
    bool begun;       // with.after was opened
    bool met;         // the n-th call was made, and failed
    unsigned long n;  // calls so far
    unsigned long at; // which fails; 0: none
    long live;        // blocks that were not given back
} failing;

static void failing_begin(void)
{
    failing.n = 0;
    failing.met = false;
    failing.begun = failing.with.after == NULL;
    failing.live = 0;
    failing.watched = true;
}

static void failing_end(void)
{
    failing.watched = false;
}

// ---------------------------------------------------------------------------- calls to the system

// Whether this call fails; errno is then set.
static bool failing_call(bool memory)
{
    if (!failing.watched || !failing.begun || failing.with.memory != memory)
        return false;
    failing.n++;
    if (failing.at == 0 || failing.n < failing.at ||
        (failing.n > failing.at && !failing.with.lasting))
        return false;
    failing.met = true;
    errno = memory ? ENOMEM : failing.with.code;
    return true;
}

static void failing_opens(const char *path)
{
    if (failing.watched && !failing.begun && strcmp(path, failing.with.after) == 0)
        failing.begun = true;
}

static bool failing_lacks(bool lack, int code)
{
    if (failing.watched && lack)
        errno = code;
    return failing.watched && lack;
}

static size_t failing_piece(size_t length)
{
    size_t most = failing.watched ? failing.with.piece : 0;
    return most != 0 && length > most ? most : length;
}

// The next function of the name, the library's, of the type of the one that is defined here.
#define NEXT(name, symbol)                                                                         \
    static __typeof__(&name) next;                                                                 \
    if (next == NULL)                                                                              \
    *(void **)&next = failing_next(symbol)

static void *failing_next(const char *symbol)
{
    bool watched = failing.watched;
    failing.watched = false; // what the search asks for is not the operation's
    void *found = dlsym(RTLD_NEXT, symbol);
    failing.watched = watched;
    if (found == NULL)
        abort();
    return found;
}

// A function that fails with `failure`; `symbol` is its name in the library.
#define REPLACE(type, failure, name, symbol, parameters, arguments)                                \
    type name parameters                                                                           \
    {                                                                                              \
        NEXT(name, symbol);                                                                        \
        return failing_call(false) ? failure : next arguments;                                     \
    }

#define MODE_OF(flags)                                                                             \
    mode_t mode = 0;                                                                               \
    if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {                                                  \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode = (mode_t)va_arg(rest, unsigned);                                                     \
        va_end(rest);                                                                              \
    }

int open(const char *path, int flags, ...)
{
    NEXT(open, "open64");
    MODE_OF(flags)
    failing_opens(path);
    return failing_call(false) ? -1 : next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    NEXT(openat, "openat64");
    MODE_OF(flags)
    return failing_call(false) ? -1 : next(folder, path, flags, mode);
}

int fcntl(int file, int command, ...)
{
    NEXT(fcntl, "fcntl64");
    va_list rest;
    va_start(rest, command);
    int value = va_arg(rest, int);
    va_end(rest);
    return failing_call(false) ? -1 : next(file, command, value);
}

ssize_t read(int file, void *bytes, size_t length)
{
    NEXT(read, "read");
    return failing_call(false) ? -1 : next(file, bytes, failing_piece(length));
}

ssize_t pread(int file, void *bytes, size_t length, off_t at)
{
    NEXT(pread, "pread64");
    return failing_call(false) ? -1 : next(file, bytes, failing_piece(length), at);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    NEXT(write, "write");
    return failing_call(false) ? -1 : next(file, bytes, failing_piece(length));
}

// A file is closed, whatever close says.
int close(int file)
{
    NEXT(close, "close");
    return failing_call(false) ? (next(file), errno = failing.with.code, -1) : next(file);
}

// That the disk keeps what it was told to is not what is tried here.
int fsync(int file)
{
    (void)file;
    return failing_call(false) ? -1 : 0;
}

// Nobody is waited for.
int nanosleep(const struct timespec *time, struct timespec *left)
{
    (void)time;
    (void)left;
    return 0;
}

int flock(int file, int operation)
{
    NEXT(flock, "flock");
    return failing_call(false) || failing_lacks(failing.with.no_locks, ENOLCK) ||
                   failing_lacks(failing.with.lock_code != 0, failing.with.lock_code)
               ? -1
               : next(file, operation);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    NEXT(linkat, "linkat");
    return failing_call(false) || failing_lacks(failing.with.no_links, EPERM)
               ? -1
               : next(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    NEXT(renameat2, "renameat2");
    return failing_call(false) || failing_lacks(failing.with.no_exchange, EINVAL)
               ? -1
               : next(from_folder, from, to_folder, to, flags);
}

REPLACE(int, -1, fstat, "fstat64", (int file, struct stat *info), (file, info))
REPLACE(int, -1, stat, "stat64", (const char *path, struct stat *info), (path, info))
REPLACE(int, -1, lstat, "lstat64", (const char *path, struct stat *info), (path, info))
REPLACE(int, -1, fstatat, "fstatat64", (int folder, const char *path, struct stat *info, int flags),
        (folder, path, info, flags))
REPLACE(int, -1, mkdir, "mkdir", (const char *path, mode_t mode), (path, mode))
REPLACE(int, -1, mkdirat, "mkdirat", (int folder, const char *path, mode_t mode),
        (folder, path, mode))
REPLACE(int, -1, rename, "rename", (const char *from, const char *to), (from, to))
REPLACE(int, -1, renameat, "renameat",
        (int from_folder, const char *from, int to_folder, const char *to),
        (from_folder, from, to_folder, to))
REPLACE(int, -1, symlinkat, "symlinkat", (const char *target, int folder, const char *path),
        (target, folder, path))
REPLACE(ssize_t, -1, readlinkat, "readlinkat",
        (int folder, const char *path, char *target, size_t size), (folder, path, target, size))
REPLACE(int, -1, unlink, "unlink", (const char *path), (path))
REPLACE(int, -1, unlinkat, "unlinkat", (int folder, const char *path, int flags),
        (folder, path, flags))
REPLACE(DIR *, NULL, opendir, "opendir", (const char *path), (path))
REPLACE(DIR *, NULL, fdopendir, "fdopendir", (int folder), (folder))
REPLACE(struct dirent *, NULL, readdir, "readdir64", (DIR * folder), (folder))
REPLACE(int, -1, fchmod, "fchmod", (int file, mode_t mode), (file, mode))
REPLACE(int, -1, fchmodat, "fchmodat", (int folder, const char *path, mode_t mode, int flags),
        (folder, path, mode, flags))
REPLACE(int, -1, fchown, "fchown", (int file, uid_t user, gid_t group), (file, user, group))
REPLACE(int, -1, futimens, "futimens", (int file, const struct timespec times[2]), (file, times))
REPLACE(ssize_t, -1, fgetxattr, "fgetxattr", (int file, const char *name, void *value, size_t size),
        (file, name, value, size))
REPLACE(int, -1, fsetxattr, "fsetxattr",
        (int file, const char *name, const void *value, size_t size, int flags),
        (file, name, value, size, flags))
REPLACE(int, -1, fremovexattr, "fremovexattr", (int file, const char *name), (file, name))
REPLACE(int, -1, getentropy, "getentropy", (void *bytes, size_t length), (bytes, length))
REPLACE(ssize_t, -1, getrandom, "getrandom", (void *bytes, size_t length, unsigned flags),
        (bytes, length, flags))
REPLACE(int, -1, poll, "poll", (struct pollfd * file, nfds_t n, int milliseconds),
        (file, n, milliseconds))
REPLACE(char *, NULL, realpath, "realpath", (const char *path, char *resolved), (path, resolved))

// -------------------------------------------------------------------------------------- memory

#if FAILING_MEMORY
// glibc's own names of the functions that are replaced here.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static void *failing_keep(void *block)
{
    failing.live += failing.watched && block != NULL;
    return block;
}

void *malloc(size_t size)
{
    return failing_call(true) ? NULL : failing_keep(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
    return failing_call(true) ? NULL : failing_keep(__libc_calloc(n, size));
}

void *realloc(void *block, size_t size)
{
    if (failing_call(true))
        return NULL;
    void *moved = __libc_realloc(block, size);
    return block == NULL ? failing_keep(moved) : moved;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return failing_call(true) ? NULL : failing_keep(__libc_memalign(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    *out = failing_call(true) ? NULL : failing_keep(__libc_memalign(alignment, size));
    return *out == NULL ? ENOMEM : 0;
}

void free(void *block)
{
    failing.live -= failing.watched && block != NULL;
    __libc_free(block);
}
#endif

// Most of what an analysis allocates comes out of a block that its arena has already: each of those
// fails as well.
void *failing_arena_alloc(kt_arena *arena, size_t n, size_t size);
char *failing_arena_text(kt_arena *arena, const char *text, size_t length);
char *failing_arena_format(kt_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#define kt_arena_alloc failing_arena_alloc
#define kt_arena_text failing_arena_text
#define kt_arena_format failing_arena_format
#include "base/arena.c" // in place of the library's
#undef kt_arena_alloc
#undef kt_arena_text
#undef kt_arena_format

void *kt_arena_alloc(kt_arena *arena, size_t n, size_t size)
{
    return failing_call(true) ? NULL : failing_arena_alloc(arena, n, size);
}

char *kt_arena_text(kt_arena *arena, const char *text, size_t length)
{
    return failing_call(true) ? NULL : failing_arena_text(arena, text, length);
}

char *kt_arena_format(kt_arena *arena, const char *format, va_list args)
{
    return failing_call(true) ? NULL : failing_arena_format(arena, format, args);
}

// ---------------------------------------------------------------------------------- every one

// One run, in a setting of its own: it begins and ends the watch around what is tried, and judges
// what came of it: the name of what is wrong, NULL when nothing is.
typedef const char *(*failing_run)(void);

enum { FAILING_DENSE = 150 }; // calls at the beginning and at the end, of which each fails

// The n-th call fails, for every `step`-th n, and every n near the beginning and the end, where
// things happen once: the first complaint, NULL when there is none. *runs: how many were tried.
static inline const char *failing_some(failing_run run, const failing_options *with,
                                       unsigned long step, unsigned long *runs)
{
    failing.with = *with;
    failing.at = 0;
    const char *wrong = run(); // undisturbed, to count
    unsigned long total = failing.n;
    while (wrong == NULL && failing.at <= total) {
        bool dense = failing.at < FAILING_DENSE || failing.at + FAILING_DENSE > total;
        failing.at += dense ? 1 : step;
        wrong = run();
        ++*runs;
    }
    return wrong;
}

// The same for every n.
static inline const char *failing_each(failing_run run, const failing_options *with,
                                       unsigned long *runs)
{
    return failing_some(run, with, 1, runs);
}

#endif
