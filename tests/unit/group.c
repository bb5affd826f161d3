// SPDX-License-Identifier: EUPL-1.2
// Grouping of rows by a key.
#include "setting.h"

#include "model/group.h"
#include "model/table.h"

static void rows_come_grouped_in_file_order(void **state)
{
    (void)state;
    const uint32_t key[] = {2, 0, 2, KT_NO_ROW, 4, 0, 2};
    const uint32_t first[] = {0, 2, 2, 5, 5, 6};
    const uint32_t row[] = {1, 5, 0, 2, 6, 4};
    kt_group group;
    assert_int_equal(kt_group_rows(&group, key, 7, 5, NULL), KT_OK);
    assert_int_equal(group.n, 5);
    assert_memory_equal(group.first, first, sizeof first);
    assert_memory_equal(group.row, row, sizeof row);
    kt_group_free(&group);
}

static void nothing_one_and_all_in_one(void **state)
{
    (void)state;
    const uint32_t none[] = {KT_NO_ROW, KT_NO_ROW};
    const uint32_t same[] = {0, 0, 0};
    kt_group group;
    assert_int_equal(kt_group_rows(&group, none, 0, 0, NULL), KT_OK);
    assert_int_equal(group.first[0], 0);
    kt_group_free(&group);
    assert_int_equal(kt_group_rows(&group, none, 2, 3, NULL), KT_OK);
    assert_int_equal(group.first[3], 0);
    kt_group_free(&group);
    assert_int_equal(kt_group_rows(&group, same, 3, 1, NULL), KT_OK);
    assert_int_equal(group.first[1], 3);
    assert_int_equal(group.row[2], 2);
    kt_group_free(&group);
}

static void agrees_with_looking_through_all(void **state)
{
    (void)state;
    enum { N = 3000, GROUPS = 70 };
    uint32_t key[N];
    uint32_t seed = 3;
    kt_group group;
    for (uint32_t r = 0; r < N; r++) {
        seed = seed * 1664525u + 1013904223u;
        key[r] = (seed >> 8) % (GROUPS + 5) < GROUPS ? (seed >> 8) % (GROUPS + 5) : KT_NO_ROW;
    }
    assert_int_equal(kt_group_rows(&group, key, N, GROUPS, NULL), KT_OK);
    for (uint32_t g = 0; g < GROUPS; g++) {
        uint32_t k = group.first[g];
        for (uint32_t r = 0; r < N; r++) {
            if (key[r] == g)
                assert_int_equal(group.row[k++], r);
        }
        assert_int_equal(k, group.first[g + 1]);
    }
    kt_group_free(&group);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_grouped_in_file_order),
        cmocka_unit_test(nothing_one_and_all_in_one),
        cmocka_unit_test(agrees_with_looking_through_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
