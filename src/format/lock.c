// SPDX-License-Identifier: EUPL-1.2
// See lock.h. The file is removed by whoever holds it, so that nothing is left beside the case; who
// waited for it may then hold a file without a name, and looks for that: the lock of a name is the
// lock of the file that has the name.
#include "format/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/reason.h"
#include "format/root.h"

enum { PAUSE_MILLISECONDS = 50, NAME_MOST = 200 };

static bool has_name(const kt_lock *lock)
{
    struct stat open_one;
    struct stat named;
    return fstat(lock->file, &open_one) == 0 &&
           fstatat(lock->folder, lock->name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

// Whether the file system has no locks, and not this one cannot be had. (EBADF: NFS wants a file to
// be open for writing.)
static bool has_no_locks(int code)
{
    static const int WITHOUT[] = {ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL, EBADF};
    for (size_t i = 0; i < sizeof WITHOUT / sizeof WITHOUT[0]; i++) {
        if (WITHOUT[i] == code)
            return true;
    }
    return false;
}

// One attempt: 0 held or not to be had on this file system (then lock->file is 0), EWOULDBLOCK
// another one has it, else the reason why there is no file.
static int attempt(kt_lock *lock)
{
    static const int FLAGS = O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int file = kt_root_lift(openat(lock->folder, lock->name, O_RDWR | FLAGS, 0666));
    if (file < 0 && errno == EACCES) // another user's, in a folder that both may write to
        file = kt_root_lift(openat(lock->folder, lock->name, O_RDONLY | FLAGS, 0666));
    int code = errno;
    if (file < 0)
        return code;
    lock->file = file;
    code = flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (code == 0 && has_name(lock))
        return 0;
    if (code == 0 || code == EINTR) // another one took its name, or it was no attempt
        code = EWOULDBLOCK;
    if (code != EWOULDBLOCK) // none here, or a failure: then no file either
        (void)unlinkat(lock->folder, lock->name, 0);
    if (has_no_locks(code))
        code = 0;
    close(file);
    lock->file = 0;
    return code;
}

static void pause_a_little(void)
{
    struct timespec time = {0, PAUSE_MILLISECONDS * 1000000L};
    (void)nanosleep(&time, NULL); // a signal ends it early: the flag it sets is looked at next
}

kt_status kt_lock_take(kt_lock *lock, int folder, const char *name, const char *shown,
                       const kt_lock_wait *wait, kt_error *err)
{
    unsigned limit = wait->milliseconds == 0 ? KT_LOCK_SECONDS * 1000 : wait->milliseconds;
    *lock = (kt_lock){.folder = folder};
    snprintf(lock->name, sizeof lock->name, ".%.*s.keten-lock", NAME_MOST, name);
    int code = attempt(lock);
    for (unsigned waited = 0; code == EWOULDBLOCK; waited += PAUSE_MILLISECONDS) {
        if (waited >= limit)
            return kt_error_set(err, KT_NO_RESOURCES,
                                "another import into %.500s is not done after %u seconds: nothing "
                                "was written",
                                shown, limit / 1000);
        kt_status status = kt_control_check(wait->control, err);
        if (status != KT_OK)
            return status;
        kt_control_tell(wait->control, "waiting for another import into the case", waited, limit);
        pause_a_little();
        code = attempt(lock);
    }
    if (code == 0)
        return KT_OK;
    return kt_error_set(err, kt_reason_status(code), "%.500s cannot be written: %s", shown,
                        kt_reason_for(err, code));
}

bool kt_lock_held(const kt_lock *lock)
{
    return lock->file > 0;
}

void kt_lock_release(kt_lock *lock)
{
    if (lock->file > 0) {
        (void)unlinkat(lock->folder, lock->name, 0);
        close(lock->file);
    }
    *lock = (kt_lock){0};
}
