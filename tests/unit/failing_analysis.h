// SPDX-License-Identifier: EUPL-1.2
// An analysis of an open case while memory runs out: it ends with "out of memory", or, where it can
// do without, with what an undisturbed run finds; and every block is given back. To be included by
// one file of a test program, before any other header.
#ifndef KETEN_TESTS_UNIT_FAILING_ANALYSIS_H
#define KETEN_TESTS_UNIT_FAILING_ANALYSIS_H

#include "failing.h"

#define CASES KETEN_SOURCE_DIR "/tests/cases/"

// An analysis of an open case; *figure is one that depends on all of it.
typedef kt_status (*analysis)(double *figure, const kt_case *c, kt_error *err);

static struct {
    analysis run;
    const kt_case *the_case;
    double figure; // of an undisturbed run
} tried;

static const char *run_once(void)
{
    kt_error error = {0};
    double figure = 0.0;
    failing_begin();
    kt_status status = tried.run(&figure, tried.the_case, &error);
    failing_end();
    if (failing.live != 0)
        return "leaves blocks behind";
    if (status == KT_OK)
        return figure == tried.figure ? NULL : "finds something else";
    if (!failing.met)
        return "fails undisturbed";
    return status == KT_NO_RESOURCES && kt_error_is_no_memory(&error) ? NULL
                                                                      : "gives another reason";
}

// A case, and the data folder that it is on.
typedef struct opened_on {
    const char *path, *data;
} opened_on;

// Every `step`-th allocation fails, from the `step`-th on.
static void without_memory_on(analysis run, opened_on files, unsigned long step)
{
    kt_case *c = NULL;
    kt_error error = {0};
    kt_open_options options = {.data_dir = files.data, .all_tables = true};
    unsigned long runs = 0;
    assert_int_equal(kt_open_case(&c, files.path, &options, &error), KT_OK);
    failing.at = 0;
    tried.figure = 0.0;
    if (run(&tried.figure, c, &error) != KT_OK)
        fail_msg("undisturbed: %s", error.message);
    tried.run = run;
    tried.the_case = c;
    for (int lasting = 0; FAILING_MEMORY && lasting < 2; lasting++) {
        failing_options with = {.memory = true, .lasting = lasting != 0};
        const char *wrong = failing_some(run_once, &with, step, &runs);
        if (wrong != NULL)
            fail_msg("allocation %lu%s: %s", failing.at, lasting != 0 ? " and later" : "", wrong);
    }
    assert_true(runs > 5 || !FAILING_MEMORY);
    kt_case_free(c);
}

// On the small data.
static inline void without_memory(analysis run, const char *path, unsigned long step)
{
    without_memory_on(run, (opened_on){path, SMALL_DATA}, step);
}

#endif
