// SPDX-License-Identifier: EUPL-1.2
// Two rankings side by side: by hand at the edges (ranked in one alone, a share that is not known,
// ten points exactly, another worst flow), and on random rankings against a walk over all pairs
// that decides each material by itself.
#include "setting.h"

#include "analysis/assess/comparison.h"
#include "base/philox.h"

enum { N_MATERIALS = 12 };

static kt_event flows[2][N_MATERIALS];
static kt_risk rows[2][N_MATERIALS];
static kt_risks ranking[2];
static kt_arena arena;
static kt_comparison found;

static void clear(void)
{
    kt_arena_free(&arena);
    ranking[0] = (kt_risks){rows[0], 0};
    ranking[1] = (kt_risks){rows[1], 0};
}

// One row more of the ranking before (0) or after (1).
static kt_risk *rank(int which, kt_symbol material, double share, kt_mechanism mechanism,
                     kt_risky risky, kt_verdict held)
{
    size_t i = ranking[which].n++;
    assert_true(i < N_MATERIALS);
    flows[which][i] = (kt_event){.id = "FAR/ore/processing", .material = material};
    rows[which][i] = (kt_risk){.flow = &flows[which][i],
                               .share = share,
                               .mechanism = mechanism,
                               .risky = risky,
                               .condition = {held, held, KT_VERDICT_YES, KT_VERDICT_YES}};
    return &rows[which][i];
}

static const kt_compared *compare(void)
{
    kt_error error = {0};
    assert_int_equal(kt_comparison_find(&found, &ranking[0], &ranking[1], &arena, &error), KT_OK);
    return found.row;
}

static const kt_verdict NO = KT_VERDICT_NO;
static const kt_verdict YES = KT_VERDICT_YES;
static const kt_verdict MAYBE = KT_VERDICT_UNKNOWN;

static void two_equal_rankings_differ_in_nothing(void **state)
{
    (void)state;
    clear();
    for (int which = 0; which < 2; which++) {
        rank(which, 3, 0.7, KT_MECHANISM_DENIED, KT_RISKY_YES, YES);
        rank(which, 1, (double)NAN, KT_MECHANISM_UNKNOWN, KT_RISKY_UNKNOWN, MAYBE);
    }
    compare();
    assert_int_equal(found.n, 0);
}

static void nothing_ranked_is_nothing_that_differs(void **state)
{
    (void)state;
    clear();
    compare();
    assert_int_equal(found.n, 0);
}

static void ten_points_are_told_of_and_less_is_not(void **state)
{
    (void)state;
    clear();
    rank(0, 1, 0.65, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(1, 1, 0.75, KT_MECHANISM_PRICE, KT_RISKY_NO, NO); // a little less than 0.1 in binary
    rank(0, 2, 0.65, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(1, 2, 0.5501, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(0, 3, 0.5, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(1, 3, 0.3, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    const kt_compared *row = compare();
    assert_int_equal(found.n, 2);
    assert_int_equal(row[0].material, 1);
    assert_int_equal(row[1].material, 3); // less counts as much as more
    assert_true(row[0].share && !row[0].hold && !row[0].mechanism && !row[0].verdict);
}

static void what_is_not_known_has_not_moved(void **state)
{
    (void)state;
    clear();
    rank(0, 1, (double)NAN, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(1, 1, 0.9, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    rank(0, 2, 0.9, KT_MECHANISM_PRICE, KT_RISKY_NO, YES);
    rank(1, 2, (double)NAN, KT_MECHANISM_PRICE, KT_RISKY_NO, MAYBE);
    const kt_compared *row = compare();
    assert_int_equal(found.n, 1); // but that it was known to be held is no longer so
    assert_int_equal(row->material, 2);
    assert_true(row->hold && !row->share);
    assert_false(kt_comparison_is_less(row));
}

static void ranked_in_one_alone_differs(void **state)
{
    (void)state;
    clear();
    rank(0, 1, 0.9, KT_MECHANISM_PRICE, KT_RISKY_NO, YES);
    rank(1, 2, 0.9, KT_MECHANISM_DENIED, KT_RISKY_YES, YES);
    const kt_compared *row = compare();
    assert_int_equal(found.n, 2);
    assert_int_equal(row[0].material, 2); // what is ranked after stands first
    assert_null(row[0].before);
    assert_int_equal(row[0].held_before, MAYBE);
    assert_true(row[0].verdict && row[0].mechanism && row[0].hold && !row[0].share);
    assert_false(kt_comparison_is_more(&row[0])); // of which nobody knows whether it was
    assert_int_equal(row[1].material, 1);
    assert_null(row[1].after);
    assert_int_equal(row[1].held, MAYBE);
}

static void both_conditions_hold_a_material(void **state)
{
    (void)state;
    clear();
    rank(0, 1, 0.7, KT_MECHANISM_PRICE, KT_RISKY_NO, YES)->condition[KT_UNRELIABLE] = NO;
    rank(1, 1, 0.7, KT_MECHANISM_PRICE, KT_RISKY_NO, YES);
    rank(0, 2, 0.7, KT_MECHANISM_PRICE, KT_RISKY_NO, YES);
    rank(1, 2, 0.64, KT_MECHANISM_PRICE, KT_RISKY_NO, YES)->condition[KT_CONCENTRATED] = NO;
    rank(0, 3, 0.7, KT_MECHANISM_PRICE, KT_RISKY_NO, NO)->condition[KT_CONCENTRATED] = YES;
    rank(1, 3, 0.7, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);
    const kt_compared *row = compare();
    assert_int_equal(found.n, 2);
    assert_true(kt_comparison_is_more(&row[0]) && !kt_comparison_is_less(&row[0]));
    assert_true(kt_comparison_is_less(&row[1]) && !kt_comparison_is_more(&row[1]));
}

static void what_matters_most_stands_first(void **state)
{
    (void)state;
    clear();
    for (kt_symbol m = 1; m <= 4; m++)
        rank(0, m, 0.5, KT_MECHANISM_SHORTAGE, KT_RISKY_NO, NO);
    rank(1, 1, 0.7, KT_MECHANISM_SHORTAGE, KT_RISKY_NO, NO);  // share
    rank(1, 2, 0.5, KT_MECHANISM_SHORTAGE, KT_RISKY_NO, YES); // hold
    rank(1, 3, 0.5, KT_MECHANISM_PRICE, KT_RISKY_NO, NO);     // mechanism
    rank(1, 4, 0.5, KT_MECHANISM_SHORTAGE, KT_RISKY_YES, NO); // verdict
    const kt_compared *row = compare();
    assert_int_equal(found.n, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(row[i].material, 4 - i);
}

// ---------------------------------------------------------------------------------- random
// rankings

static uint32_t below(uint32_t n, uint64_t sample, uint32_t *at)
{
    double u = kt_philox_uniform((kt_philox){20261130, sample}, (*at)++);
    uint32_t k = (uint32_t)(u * (double)n);
    return k < n ? k : n - 1;
}

// Some of the materials in some order, with few values so that much is equal.
static void rank_at_random(int which, uint64_t sample, uint32_t *at)
{
    kt_symbol order[N_MATERIALS] = {0};
    for (uint32_t m = 0; m < N_MATERIALS; m++) {
        uint32_t k = below(m + 1, sample, at);
        order[m] = order[k];
        order[k] = m + 1;
    }
    for (uint32_t m = 0; m < N_MATERIALS; m++) {
        double share =
            below(8, sample, at) == 0 ? (double)NAN : 0.05 * (double)below(20, sample, at);
        kt_mechanism mechanism = (kt_mechanism)below(2, sample, at);
        kt_risky risky = (kt_risky)(below(8, sample, at) == 0 ? KT_RISKY_YES : KT_RISKY_NO);
        kt_verdict held = (kt_verdict)below(3, sample, at);
        if (below(5, sample, at) > 0)
            rank(which, order[m], share, mechanism, risky, held);
    }
}

static const kt_risk *row_of(int which, kt_symbol material)
{
    for (size_t i = 0; i < ranking[which].n; i++) {
        if (rows[which][i].flow->material == material)
            return &rows[which][i];
    }
    return NULL;
}

// Shares are multiples of a twentieth: so many of them apart.
static bool is_ten_points(const kt_risk *a, const kt_risk *b)
{
    return !isnan(a->share) && !isnan(b->share) &&
           labs(lround(20.0 * a->share) - lround(20.0 * b->share)) >= 2;
}

static bool should_be_told(const kt_risk *a, const kt_risk *b)
{
    if (a == NULL || b == NULL)
        return a != b;
    return a->risky != b->risky || a->mechanism != b->mechanism ||
           a->condition[0] != b->condition[0] || is_ten_points(a, b);
}

static size_t times_told(kt_symbol material)
{
    size_t n = 0;
    for (size_t i = 0; i < found.n; i++)
        n += found.row[i].material == material;
    return n;
}

static void random_rankings_equal_a_walk_over_all_pairs(void **state)
{
    (void)state;
    for (uint64_t sample = 0; sample < 2000; sample++) {
        uint32_t at = 0;
        clear();
        rank_at_random(0, sample, &at);
        rank_at_random(1, sample, &at);
        compare();
        for (kt_symbol m = 1; m <= N_MATERIALS; m++)
            assert_int_equal(times_told(m), should_be_told(row_of(0, m), row_of(1, m)));
        for (size_t i = 0; i < found.n; i++) {
            assert_ptr_equal(found.row[i].before, row_of(0, found.row[i].material));
            assert_ptr_equal(found.row[i].after, row_of(1, found.row[i].material));
        }
    }
}

static void the_other_way_round_tells_the_same_turned(void **state)
{
    (void)state;
    for (uint64_t sample = 0; sample < 200; sample++) {
        uint32_t at = 0;
        kt_error error = {0};
        kt_comparison turned;
        clear();
        rank_at_random(0, sample, &at);
        rank_at_random(1, sample, &at);
        compare();
        assert_int_equal(kt_comparison_find(&turned, &ranking[1], &ranking[0], &arena, &error),
                         KT_OK);
        assert_int_equal(turned.n, found.n);
        size_t more = 0;
        size_t less = 0;
        for (size_t i = 0; i < found.n; i++) {
            more += kt_comparison_is_more(&found.row[i]);
            less += kt_comparison_is_less(&turned.row[i]);
        }
        assert_int_equal(more, less);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_equal_rankings_differ_in_nothing),
        cmocka_unit_test(nothing_ranked_is_nothing_that_differs),
        cmocka_unit_test(ten_points_are_told_of_and_less_is_not),
        cmocka_unit_test(what_is_not_known_has_not_moved),
        cmocka_unit_test(ranked_in_one_alone_differs),
        cmocka_unit_test(both_conditions_hold_a_material),
        cmocka_unit_test(what_matters_most_stands_first),
        cmocka_unit_test(random_rankings_equal_a_walk_over_all_pairs),
        cmocka_unit_test(the_other_way_round_tells_the_same_turned),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kt_arena_free(&arena);
    return failed;
}
