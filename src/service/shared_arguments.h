// SPDX-License-Identifier: EUPL-1.2
// Arguments that several operations take, described once: a record includes them.
#ifndef KT_SERVICE_SHARED_ARGUMENTS_H
#define KT_SERVICE_SHARED_ARGUMENTS_H

#include "analysis/assess/risk.h"
#include "base/control.h"
#include "base/record.h"
#include "service/session.h"

// What is analysed, and on which figures.
typedef struct kt_target_arguments {
    const char *target; // item id; NULL: the only platform
    int32_t scope;      // kt_scope
} kt_target_arguments;

extern const kt_record kt_shared_arguments_target;

// The same, as a session takes it.
kt_session_target kt_shared_arguments_of(const kt_target_arguments *arguments);

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

extern const char *const kt_shared_arguments_scopes[]; // "global", "eu"

#endif
