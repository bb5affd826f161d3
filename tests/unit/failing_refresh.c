// SPDX-License-Identifier: EUPL-1.2
// A refresh while memory runs out, once and from then on. It says so, or does all of it; nothing is
// left behind.
#include "failing.h"

#include "refreshing.h"

// Of some hundred thousand allocations, most of them of reading the reference, so many fail.
enum { START = 7, RUNS = 25 };

static const char FIRST_FILE[] = KETEN_SOURCE_DIR "/tests/cases/yearly/usgs-invented-2027.csv";
static const char *const FILES[] = {
    FIRST_FILE,
    KETEN_SOURCE_DIR "/tests/cases/yearly/pink-sheet-invented.csv",
    KETEN_SOURCE_DIR "/tests/cases/yearly/governance-part.csv",
};

static folder data;

static const char *refresh_once(void)
{
    kt_refresh refresh;
    kt_error err = {0};
    kt_refresh_options options = {.file = FILES,
                                  .n_files = sizeof FILES / sizeof FILES[0],
                                  .data = data.path,
                                  .dry_run = true};
    failing_begin();
    kt_status status = kt_refresh_run(&refresh, &options, &err);
    kt_refresh_outcome outcome = refresh.outcome;
    kt_refresh_close(&refresh);
    failing_end();
    if (failing.live > 0)
        return "leaves blocks behind";
    if (status == KT_OK)
        return outcome == KT_REFRESH_DRY ? NULL : "comes to another end";
    if (status != KT_NO_RESOURCES || strstr(err.message, "memory") == NULL)
        return "does not say that memory ran out";
    return failing.met ? NULL : "fails undisturbed";
}

static void an_allocation_may_fail(void **state)
{
    static const failing_options WITH[] = {
        {.memory = true},
        {.memory = true, .lasting = true},
        {.memory = true, .after = FIRST_FILE}, // behind the reference as it was
    };
    (void)state;
    if (!FAILING_MEMORY)
        skip();
    for (size_t i = 0; i < sizeof WITH / sizeof WITH[0]; i++) {
        failing.with = WITH[i];
        failing.at = 0;
        const char *wrong = refresh_once(); // undisturbed, to count
        unsigned long n = failing.n;
        for (unsigned long at = START; wrong == NULL && at <= n; at += n / RUNS + 1) {
            failing.at = at;
            wrong = refresh_once();
        }
        if (wrong != NULL)
            fail_msg("allocation %lu: %s", failing.at, wrong);
    }
}

static int begin(void **state)
{
    (void)state;
    data = folder_make();
    copy_reference(&data);
    return 0;
}

static int end(void **state)
{
    (void)state;
    remove_reference(&data);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_allocation_may_fail)};
    return cmocka_run_group_tests(tests, begin, end);
}
