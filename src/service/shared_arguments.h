// SPDX-License-Identifier: EUPL-1.2
// Arguments that several operations take, described once: a record includes them.
#ifndef KT_SERVICE_SHARED_ARGUMENTS_H
#define KT_SERVICE_SHARED_ARGUMENTS_H

#include "analysis/assess/assess.h"
#include "base/control.h"
#include "base/record.h"
#include "service/session.h"

// What is analysed, and on which figures.
typedef struct kt_target_arguments {
    const char *target; // item id; NULL: the only platform
    int32_t scope;      // kt_scope
    const char *period; // of the reference's figures, as the user names it
} kt_target_arguments;

extern const kt_record kt_shared_arguments_target;

// The same, as a session takes it. KT_BAD_USAGE for a period that cannot be read.
kt_status kt_shared_arguments_of(kt_session_target *out, const kt_target_arguments *arguments,
                                 kt_error *err);

// Years of figures, as the user names them to this option. KT_BAD_USAGE where they cannot be read.
kt_status kt_shared_arguments_period(kt_vintage *out, const char *option, const char *text,
                                     kt_error *err);

// Who buys, and what for.
typedef struct kt_buyer_arguments {
    int32_t need;        // kt_need_kind, or KT_NO_CHOICE
    const char *hostile; // NULL: the default
    double reach, life;
    int32_t date;
} kt_buyer_arguments;

extern const kt_record kt_shared_arguments_buyer;

// The same, as an analysis takes it. KT_BAD_USAGE for a modernisation of no item.
kt_status kt_shared_arguments_buyer_of(kt_buyer_options *out, const kt_buyer_arguments *arguments,
                                       const kt_target_arguments *of, kt_error *err);

// Whether all is shown.
typedef struct kt_full_argument {
    bool full;
} kt_full_argument;

extern const kt_record kt_shared_arguments_full;

// The rule of risky dependencies.
extern const kt_record kt_shared_arguments_rule; // of kt_risk_rule

// Threads to use: never told beside a result, which does not depend on it.
typedef struct kt_threads_argument {
    unsigned threads; // 0: as many as the computer has processors
} kt_threads_argument;

extern const kt_record kt_shared_arguments_threads;

// The caller's control with the number of threads that the user asks for; `control` may be NULL.
kt_control kt_shared_arguments_control(const kt_control *control,
                                       const kt_threads_argument *threads);

#endif
