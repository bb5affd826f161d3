// SPDX-License-Identifier: EUPL-1.2
// What an operation finds of a case when no option is given: real results for tests that walk over
// records.
#ifndef KT_UNIT_OPERATION_RESULT_H
#define KT_UNIT_OPERATION_RESULT_H

#include "service/operation_table.h"
#include "setting.h"

typedef struct operation_result {
    const kt_operation *operation;
    kt_request request;
    void *found, *arguments;
} operation_result;

static inline void end_operation(operation_result *r)
{
    kt_session *session = r->request.session;
    r->operation->close(r->found);
    kt_request_close(&r->request);
    kt_session_close(session);
    free(r->arguments);
    free(r->found);
}

// False where the operation wants more than a case; else the caller ends it.
static inline bool run_operation(operation_result *r, const kt_operation *operation,
                                 const char *folder)
{
    kt_error error = {0};
    size_t base;
    *r = (operation_result){
        .operation = operation,
        .request = {.subject = {folder}, .n_subjects = 1, .want = KT_WANT_RECORD},
        .found = calloc(1, operation->result->size),
        .arguments = calloc(1, operation->arguments->size)};
    assert_int_equal(kt_session_open(&r->request.session, NULL, &error), KT_OK);
    assert_true(r->found != NULL && r->arguments != NULL);
    kt_record_default(r->arguments, operation->arguments);
    const kt_field *flag = kt_record_find(operation->arguments, "static", &base);
    if (flag != NULL) // what `simulate` cannot do without
        *(bool *)((char *)r->arguments + base + flag->offset) = true;
    if (operation->run(r->found, &r->request, r->arguments, NULL, &error) == KT_OK)
        return true;
    end_operation(r);
    return false;
}

// Cases that are small and have something to find.
static const char *const OPERATION_CASES[] = {SMALL_CASE, KETEN_SOURCE_DIR "/tests/cases/asked"};
enum { N_OPERATION_CASES = 2 };

#endif
