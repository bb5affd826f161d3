// SPDX-License-Identifier: EUPL-1.2
// One writer at a time: a lock file beside what is written, which stays in its place while the
// thing itself changes places. The kernel gives the lock back when its process ends, however it
// ends: a file without a holder is one that a killed run left, and is taken like a new one. A file
// system that has no locks gives none; then only the look before the change is left.
#ifndef KT_FORMAT_LOCK_H
#define KT_FORMAT_LOCK_H

#include "base/control.h"

enum { KT_LOCK_NAME = 256, KT_LOCK_SECONDS = 10 };

typedef struct kt_lock {
    int folder; // borrowed: where the file stands
    int file;   // 0: not held
    char name[KT_LOCK_NAME];
} kt_lock; // {0} is not held

typedef struct kt_lock_wait {
    const kt_control *control; // hears that it is waited, and may end it; NULL: nobody
    unsigned milliseconds;     // how long; 0: KT_LOCK_SECONDS
} kt_lock_wait;

// Takes the lock of `name` in the descriptor `folder`; waits for a run that has it. KT_NO_RESOURCES
// when that one does not end in time, or the user wants to stop; KT_BAD_INPUT with the reason where
// the file cannot be made. `shown` is what is locked, for the message.
kt_status kt_lock_take(kt_lock *lock, int folder, const char *name, const char *shown,
                       const kt_lock_wait *wait, kt_error *err);

// True while it is held; false on a file system without locks.
bool kt_lock_held(const kt_lock *lock);

// Removes the file and gives the lock back.
void kt_lock_release(kt_lock *lock);

#endif
