// SPDX-License-Identifier: EUPL-1.2
// What the layers do with what a caller keeps in its hand while work goes on (kt_control of
// keten.h: a flag that stops it, a function that hears how far it is, the number of threads). One
// struct passes through every layer, so that any work of more than a second can be stopped and
// tells where it is.
#ifndef KT_BASE_CONTROL_H
#define KT_BASE_CONTROL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

// The caller's control as this version of the library knows it: members that its struct does not
// have are 0. `given` may be NULL.
kt_control kt_control_take(const kt_control *given);

// True when the caller wants the work to end. O(1), cheap enough for every thousand steps.
bool kt_control_stopped(const kt_control *control);

// KT_NO_RESOURCES, with the words for it, when the caller wants the work to end; else KT_OK.
kt_status kt_control_check(const kt_control *control, kt_error *err);

// The failure of work that ends early for one of two reasons: stopped, where the flag is raised,
// else for want of memory. Always KT_NO_RESOURCES.
kt_status kt_control_failed(const kt_control *control, kt_error *err);

// Tells the listener. Called from one thread at a time; some hundred times in a piece of work, not
// more.
void kt_control_tell(const kt_control *control, const char *phase, uint64_t done, uint64_t n);

// For a loop that counts its steps by one: tells the listener where `done` begins a new hundredth
// of `n` (each time where n is 0), then looks at the flag as kt_control_check does. O(1): some
// nanoseconds, so that every step of a microsecond can afford it.
kt_status kt_control_step(const kt_control *control, const char *phase, uint64_t done, uint64_t n,
                          kt_error *err);

// For loops whose steps differ very much in length: work is counted in units of about a nanosecond,
// and the flag is looked at once for every KT_PACE of them.
enum { KT_PACE = 1 << 22 }; // some milliseconds

typedef struct kt_pace {
    const kt_control *control;
    uint64_t spent; // units since the last look
} kt_pace;

// True when the caller wants the work to end.
static inline bool kt_control_spend(kt_pace *pace, uint64_t units)
{
    pace->spent += units;
    if (pace->spent < KT_PACE)
        return false;
    pace->spent = 0;
    return kt_control_stopped(pace->control);
}

// The number of threads that is asked for; 0: as many as there are processors.
unsigned kt_control_threads(const kt_control *control);

#endif
