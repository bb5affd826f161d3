// SPDX-License-Identifier: EUPL-1.2
// See control.h. Every function takes NULL, so that callers without a user pass nothing.
#include "base/control.h"

#include <stddef.h>
#include <string.h>

kt_control kt_control_take(const kt_control *given)
{
    kt_control own = {0};
    if (given == NULL)
        return own;
    size_t size = given->size == 0 || given->size > sizeof own ? sizeof own : given->size;
    memcpy(&own, given, size);
    own.size = sizeof own;
    return own;
}

void kt_flag_raise(kt_flag *flag)
{
    if (flag != NULL)
        atomic_store(&flag->raised, 1);
}

bool kt_control_stopped(const kt_control *control)
{
    return control != NULL && control->stop != NULL &&
           atomic_load_explicit(&control->stop->raised, memory_order_relaxed) != 0;
}

kt_status kt_control_check(const kt_control *control, kt_error *err)
{
    if (!kt_control_stopped(control))
        return KT_OK;
    return kt_error_set(err, KT_NO_RESOURCES, "stopped before the end: nothing was written");
}

kt_status kt_control_failed(const kt_control *control, kt_error *err)
{
    return kt_control_stopped(control) ? kt_control_check(control, err) : kt_error_no_memory(err);
}

void kt_control_tell(const kt_control *control, const char *phase, uint64_t done, uint64_t n)
{
    if (control == NULL || control->progress == NULL)
        return;
    control->progress(control->user, &(kt_progress){sizeof(kt_progress), phase, done, n});
}

static bool begins_hundredth(uint64_t done, uint64_t n)
{
    return n <= 100 || done == 0 || done * 100 / n != (done - 1) * 100 / n;
}

kt_status kt_control_step(const kt_control *control, const char *phase, uint64_t done, uint64_t n,
                          kt_error *err)
{
    if (control == NULL)
        return KT_OK;
    if (control->progress != NULL && begins_hundredth(done, n))
        kt_control_tell(control, phase, done, n);
    return kt_control_check(control, err);
}

unsigned kt_control_threads(const kt_control *control)
{
    return control == NULL ? 0 : control->threads;
}
