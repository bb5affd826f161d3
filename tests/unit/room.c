// SPDX-License-Identifier: EUPL-1.2
// Memory that is free: what Linux says of it, and what is refused.
#include "base/room.h"

#include <sys/resource.h>

#include "setting.h"

static void the_machine_has_what_is_available_and_its_swap(void **state)
{
    (void)state;
    assert_true(kt_room_of_machine("MemTotal:  8000 kB\nMemFree: 10 kB\nMemAvailable:   3000 kB\n"
                                   "SwapTotal: 900 kB\nSwapFree:   500 kB\n") == 3500 * 1024);
    assert_true(kt_room_of_machine("MemAvailable: 7 kB") == 7 * 1024);
    assert_true(kt_room_of_machine("MemTotal: 8000 kB\n") == UINT64_MAX);
    assert_true(kt_room_of_machine("") == UINT64_MAX);
}

static void a_group_without_a_limit_says_nothing(void **state)
{
    (void)state;
    assert_true(kt_room_number("max\n") == UINT64_MAX);
    assert_true(kt_room_number("-1\n") == UINT64_MAX);
    assert_true(kt_room_number("") == UINT64_MAX);
    assert_true(kt_room_number("4096\n") == 4096);
}

static void a_group_gives_back_what_it_keeps_of_files(void **state)
{
    (void)state;
    const char *version_2 = "anon 500\nfile 300\nkernel 90\nshmem 100\nfile_mapped 7\n"
                            "inactive_file 150\nslab_reclaimable 40\nslab 60\n";
    assert_true(kt_room_of_group("1000\n", "900\n", version_2) == 1000 - (900 - 200 - 40));
    const char *version_1 = "cache 1\nrss 500\nshmem 1\ntotal_cache 300\ntotal_rss 500\n"
                            "total_shmem 100\ntotal_inactive_file 150\n";
    assert_true(kt_room_of_group("1000\n", "900\n", version_1) == 1000 - (900 - 200));
    assert_true(kt_room_of_group("1000\n", "900\n", "") == 100);
    assert_true(kt_room_of_group("1000\n", "200\n", version_2) == 1000); // counted a moment later
    assert_true(kt_room_of_group("1000\n", "1400\n", "") == 0);
    assert_true(kt_room_of_group("max\n", "900\n", version_2) == UINT64_MAX);
    assert_true(kt_room_of_group("1000\n", "", version_2) == UINT64_MAX);
}

static void what_is_small_is_tried_and_what_cannot_be_is_refused(void **state)
{
    (void)state;
    kt_error err = {0};
    assert_int_equal(kt_room_ask(0, &err), KT_OK);
    assert_int_equal(kt_room_ask(KT_ROOM_SMALL - 1, NULL), KT_OK);
    if (kt_room_free() == UINT64_MAX)
        skip();
    assert_int_equal(kt_room_ask(UINT64_C(1) << 60, &err), KT_NO_RESOURCES);
    assert_non_null(strstr(err.message, "1152921504607 MB, and "));
    assert_non_null(strstr(err.message, " MB are free"));
    err.lang = KT_LANG_NL;
    assert_int_equal(kt_room_ask(UINT64_C(1) << 60, &err), KT_NO_RESOURCES);
    assert_non_null(strstr(err.message, " MB is vrij"));
}

// Never more careful than the system itself: what is refused is what malloc refuses. (That of a
// sanitizer lays out terabytes and ends the program where it gets nothing.)
static void what_fits_an_address_space_is_not_refused(void **state)
{
    (void)state;
    enum { MORE = 64 << 20 };
    struct rlimit before;
    kt_error err = {0};
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    struct rlimit tight = before;
    tight.rlim_cur = 4096; // below what is used: nothing is left
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
    uint64_t none = kt_room_free();
    kt_status refused = kt_room_ask(MORE, &err);
    setrlimit(RLIMIT_AS, &before);
    assert_true(none == 0);
    assert_int_equal(refused, KT_NO_RESOURCES);
    if (ADDRESS_SANITIZER)
        return;

    kt_status asked = KT_OK;
    void *taken = NULL; // at the tightest limit at which it can be had
    for (uint64_t limit = MORE; taken == NULL && limit < UINT64_C(1) << 40; limit += MORE / 64) {
        tight.rlim_cur = (rlim_t)limit;
        setrlimit(RLIMIT_AS, &tight);
        asked = kt_room_ask(MORE, &err);
        taken = malloc(MORE);
    }
    setrlimit(RLIMIT_AS, &before);
    assert_non_null(taken);
    free(taken);
    assert_int_equal(asked, KT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_machine_has_what_is_available_and_its_swap),
        cmocka_unit_test(a_group_without_a_limit_says_nothing),
        cmocka_unit_test(a_group_gives_back_what_it_keeps_of_files),
        cmocka_unit_test(what_is_small_is_tried_and_what_cannot_be_is_refused),
        cmocka_unit_test(what_fits_an_address_space_is_not_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
