// SPDX-License-Identifier: EUPL-1.2
// Preloaded before the C library: stops or kills a program at its n-th step on the file system, so
// that a test can look at (or change) what is there between two steps. writing.py runs it for
// n = 1, 2, … An import makes some hundreds of steps.
//
//     KETEN_STEP_KILL=n       the program is killed before its n-th change of the file system
//     KETEN_STEP_STOP=n       it stops itself there (SIGSTOP), and goes on when it is told to
//     KETEN_STEP_STOP_OPEN=n  it stops itself before it opens a file or folder for the n-th time
//     KETEN_STEP_REPORT=fd    where "changes opens" is written when the program ends
//     KETEN_STEP_WITHOUT=x,y  what the file system cannot do: exchange (of two names), noreplace
//                             (a rename that refuses), link (hard links), lock
//
// Steps of libraries that do not go through the names below, fopen's say, are not met.
#undef _FILE_OFFSET_BITS // which would make one name of open and open64
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1u
#define RENAME_EXCHANGE 2u
#endif

static long changes;
static long opens;
static long kill_at;
static long stop_at;
static long stop_open_at;
static int report = -1;
static const char *without = "";

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtol(text, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
    kill_at = number_of("KETEN_STEP_KILL");
    stop_at = number_of("KETEN_STEP_STOP");
    stop_open_at = number_of("KETEN_STEP_STOP_OPEN");
    report = getenv("KETEN_STEP_REPORT") == NULL ? -1 : (int)number_of("KETEN_STEP_REPORT");
    if (getenv("KETEN_STEP_WITHOUT") != NULL)
        without = getenv("KETEN_STEP_WITHOUT");
}

__attribute__((destructor)) static void end(void)
{
    char text[60];
    int length = snprintf(text, sizeof text, "%ld %ld\n", changes, opens);
    if (report >= 0 && write(report, text, (size_t)length) != length)
        _exit(125);
}

static void change(void)
{
    changes++;
    if (changes == kill_at)
        (void)kill(getpid(), SIGKILL);
    if (changes == stop_at)
        (void)kill(getpid(), SIGSTOP);
}

static void opening(int flags)
{
    opens++;
    if (opens == stop_open_at)
        (void)kill(getpid(), SIGSTOP);
    if ((flags & O_CREAT) != 0)
        change();
}

static int refuse(int code)
{
    errno = code;
    return -1;
}

#define MODE_OF(flags)                                                                             \
    mode_t mode = 0;                                                                               \
    if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {                                                  \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode = (mode_t)va_arg(arguments, unsigned);                                                \
        va_end(arguments);                                                                         \
    }

int open(const char *path, int flags, ...)
{
    MODE_OF(flags)
    opening(flags);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags)
    opening(flags);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags)
    opening(flags);
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags)
    opening(flags);
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    change();
    return (int)syscall(SYS_mkdirat, folder, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    change();
    if (strstr(without, "link") != NULL)
        return refuse(EPERM);
    return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlinkat(const char *target, int folder, const char *path)
{
    change();
    return (int)syscall(SYS_symlinkat, target, folder, path);
}

int symlink(const char *target, const char *path)
{
    return symlinkat(target, AT_FDCWD, path);
}

int unlinkat(int folder, const char *path, int flags)
{
    change();
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    change();
    if (((flags & RENAME_EXCHANGE) != 0 && strstr(without, "exchange") != NULL) ||
        ((flags & RENAME_NOREPLACE) != 0 && strstr(without, "noreplace") != NULL))
        return refuse(EINVAL);
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int fchmod(int file, mode_t mode)
{
    change();
    return (int)syscall(SYS_fchmod, file, mode);
}

int fsync(int file)
{
    change();
    return (int)syscall(SYS_fsync, file);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    if (file > STDERR_FILENO && file != report)
        change();
    return (ssize_t)syscall(SYS_write, file, bytes, length);
}

int flock(int file, int operation)
{
    if (strstr(without, "lock") != NULL)
        return refuse(ENOLCK);
    return (int)syscall(SYS_flock, file, operation);
}
