// SPDX-License-Identifier: EUPL-1.2
// Memory: arena, growing arrays, buffers, sets and the string pool.
#include "setting.h"

#include "base/arena.h"
#include "base/bitset.h"
#include "base/buffer.h"
#include "base/grow.h"
#include "base/pages.h"
#include "base/pool.h"
#include "base/secret.h"
#include "base/sort.h"

static void arena_gives_zeroed_aligned_room_that_stays(void **state)
{
    (void)state;
    kt_arena arena = {0};
    const size_t sizes[] = {1, 7, 16, 100, 16383, 16384, 16385, 65536, 1000000, 3, 0, 40};
    unsigned char *room[300];
    size_t n = sizeof sizes / sizeof sizes[0];
    for (size_t i = 0; i < 300; i++) {
        size_t size = sizes[i % n];
        room[i] = kt_arena_alloc(&arena, size, 1);
        assert_non_null(room[i]);
        assert_int_equal((uintptr_t)room[i] % 16, 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(room[i][k], 0);
        memset(room[i], (int)(i % 255 + 1), size);
    }
    for (size_t i = 0; i < 300; i++) { // nobody's room was given to somebody else
        for (size_t k = 0; k < sizes[i % n]; k++)
            assert_int_equal(room[i][k], i % 255 + 1);
    }
    kt_arena_free(&arena);
    assert_null(arena.block);
    kt_arena_free(&arena); // again is fine
}

static void arena_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    kt_arena arena = {0};
    assert_null(kt_arena_alloc(&arena, SIZE_MAX / 2, 4));
    assert_null(kt_arena_alloc(&arena, SIZE_MAX, 1));
    assert_null(kt_arena_alloc(&arena, 2, SIZE_MAX / 2));
    assert_non_null(kt_arena_alloc(&arena, SIZE_MAX, 0));
    kt_arena_free(&arena);
}

static void arena_copies_text_with_its_end(void **state)
{
    (void)state;
    kt_arena arena = {0};
    assert_string_equal(kt_arena_text(&arena, "radar mast", 5), "radar");
    assert_string_equal(kt_arena_text(&arena, "", 0), "");
    assert_string_equal(kt_arena_text(&arena, NULL, 0), "");
    kt_arena_free(&arena);
}

static void grow_keeps_what_is_there_and_grows_by_half(void **state)
{
    (void)state;
    uint32_t *array = NULL;
    size_t capacity = 0;
    size_t moves = 0;
    bool failed = false;
    for (size_t n = 0; n < 100000; n++) {
        size_t before = capacity;
        array = kt_grow_array(array, &capacity, n + 1, sizeof *array, &failed);
        assert_false(failed);
        assert_true(capacity > n);
        moves += capacity != before;
        array[n] = (uint32_t)(n * 7);
    }
    assert_true(moves < 30); // log(100000 / 16) / log(1.5)
    for (size_t n = 0; n < 100000; n++)
        assert_int_equal(array[n], n * 7);
    array = kt_grow_trim(array, &capacity, 100000, sizeof *array);
    assert_int_equal(capacity, 100000);
    assert_int_equal(array[99999], 99999 * 7);
    array = kt_grow_trim(array, &capacity, 0, sizeof *array);
    assert_int_equal(capacity, 100000); // nothing left to point at: as it was
    free(array);
}

static void grow_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    size_t capacity = 0;
    bool failed = false;
    uint64_t *array = kt_grow_array(NULL, &capacity, 4, sizeof *array, &failed);
    uint64_t *same = kt_grow_array(array, &capacity, SIZE_MAX / 4, sizeof *array, &failed);
    assert_true(failed);
    assert_ptr_equal(same, array);
    assert_int_equal(capacity, 16);
    free(same);
}

static void buffer_appends_in_four_ways(void **state)
{
    (void)state;
    kt_buffer buffer = {0};
    kt_buffer_add(&buffer, "kilogram", 4);
    kt_buffer_put(&buffer, ", ");
    kt_buffer_format(&buffer, "%d × %s", 3, "Ga");
    kt_buffer_repeat(&buffer, "─", 3);
    assert_string_equal(buffer.text, "kilo, 3 × Ga───");
    assert_int_equal(buffer.length, strlen(buffer.text));
    assert_false(buffer.failed);
    kt_buffer_free(&buffer);
    assert_null(buffer.text);
    kt_buffer_add(&buffer, "", 0);
    assert_string_equal(buffer.text, "");
    kt_buffer_free(&buffer);
}

static void buffer_remembers_that_it_failed(void **state)
{
    (void)state;
    kt_buffer buffer = {0};
    kt_buffer_put(&buffer, "before");
    kt_buffer_add(&buffer, "x", ((size_t)1 << 30) - 5); // more than 1 GiB in all
    assert_true(buffer.failed);
    kt_buffer_put(&buffer, "after");
    kt_buffer_format(&buffer, "%d", 1);
    assert_string_equal(buffer.text, "before");
    kt_buffer_free(&buffer);
}

static void bitset_holds_what_was_added(void **state)
{
    (void)state;
    enum { N = 1000 };
    assert_int_equal(kt_bitset_words(63), 1);
    assert_int_equal(kt_bitset_words(64), 2);
    uint64_t words[N / 64 + 1] = {0};
    bool twin[N] = {false};
    kt_bitset set = {words};
    for (size_t i = 0; i < N; i += 1 + i % 5) {
        kt_bitset_add(&set, i);
        twin[i] = true;
    }
    for (size_t i = 0; i < N; i++)
        assert_int_equal(kt_bitset_has(&set, i), twin[i]);
}

static void pool_gives_one_symbol_a_text(void **state)
{
    (void)state;
    enum { N = 20000 };
    kt_pool pool;
    char text[32];
    kt_symbol symbol;
    assert_true(kt_pool_open(&pool));
    assert_true(kt_pool_add(&pool, "", 0, &symbol));
    assert_int_equal(symbol, 0);
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 1; i <= N; i++) {
            int length = snprintf(text, sizeof text, "item-%u", i);
            assert_true(kt_pool_add(&pool, text, (size_t)length, &symbol));
            assert_int_equal(symbol, i);
        }
    }
    assert_int_equal(pool.n, N + 1);
    for (unsigned i = 1; i <= N; i++) {
        int length = snprintf(text, sizeof text, "item-%u", i);
        assert_int_equal(kt_pool_find(&pool, text, (size_t)length), i);
        assert_string_equal(kt_pool_text(&pool, i), text);
    }
    kt_pool_close(&pool);
}

static void pool_knows_what_its_parent_has(void **state)
{
    (void)state;
    enum { N = 3000 };
    kt_pool parent;
    kt_pool child[2];
    char text[32];
    kt_symbol symbol;
    kt_symbol shared;
    assert_true(kt_pool_open(&parent));
    for (unsigned i = 1; i <= N; i++) {
        snprintf(text, sizeof text, "item-%u", i);
        assert_true(kt_pool_add(&parent, text, strlen(text), &symbol));
    }
    for (int k = 0; k < 2; k++) {
        assert_true(kt_pool_open_below(&child[k], &parent));
        assert_true(kt_pool_add(&child[k], "item-7", 6, &shared));
        assert_int_equal(shared, 7);
        assert_int_equal(child[k].n, parent.n); // nothing was stored
        for (unsigned i = 1; i <= N; i++) {
            snprintf(text, sizeof text, "own-%d-%u", k, i);
            assert_true(kt_pool_add(&child[k], text, strlen(text), &symbol));
            assert_int_equal(symbol, N + i);
            assert_string_equal(kt_pool_text(&child[k], symbol), text);
            assert_int_equal(kt_pool_find(&child[k], text, strlen(text)), symbol);
        }
        assert_string_equal(kt_pool_text(&child[k], 7), "item-7");
        assert_string_equal(kt_pool_text(&child[k], 0), "");
        assert_int_equal(kt_pool_find(&child[k], "item-3000", 9), N);
    }
    assert_int_equal(parent.n, N + 1);
    assert_int_equal(kt_pool_find(&parent, "own-0-1", 7), 0);
    assert_int_equal(kt_pool_find(&child[1], "own-0-1", 7), 0);
    kt_pool_close(&child[0]);
    kt_pool_close(&child[1]);
    kt_pool_close(&parent);
}

static void pool_tells_a_text_from_its_beginning(void **state)
{
    (void)state;
    kt_pool pool;
    kt_symbol whole;
    kt_symbol part;
    assert_true(kt_pool_open(&pool));
    assert_true(kt_pool_add(&pool, "gallium-arsenide", 16, &whole));
    assert_int_equal(kt_pool_find(&pool, "gallium-arsenide", 7), 0);
    assert_true(kt_pool_add(&pool, "gallium-arsenide", 7, &part));
    assert_true(part != whole);
    assert_string_equal(kt_pool_text(&pool, part), "gallium");
    assert_int_equal(kt_pool_find(&pool, "gallium\0", 8), 0);
    assert_int_equal(kt_pool_find(&pool, "", 0), 0);
    kt_pool_close(&pool);
}

// Texts that an unkeyed XXH3 all gives one value: their first 8 bytes are those of its own secret,
// which makes a factor of its product 0.
static void pool_spreads_texts_chosen_to_collide(void **state)
{
    (void)state;
    enum { N = 2000 };
    kt_pool pool;
    kt_symbol symbol;
    unsigned char text[33] = "\xb8\xfe\x6c\x39\x23\xa4\x4b\xbe";
    assert_true(kt_pool_open(&pool));
    for (unsigned i = 0; i < N; i++) {
        snprintf((char *)text + 8, sizeof text - 8, "%08u0123456789abcdef", i);
        assert_true(kt_pool_add(&pool, (const char *)text, 32, &symbol));
        assert_int_equal(symbol, i + 1);
    }
    size_t longest = 0;
    for (size_t s = 0; s < pool.n_slots; s++) {
        size_t home = pool.slot[s].hash & (pool.n_slots - 1);
        size_t steps = (s - home) & (pool.n_slots - 1);
        longest = pool.slot[s].symbol != 0 && steps > longest ? steps : longest;
    }
    assert_true(longest < 200); // about 10 are usual, N where all collide
    kt_pool_close(&pool);
}

static void secrets_differ(void **state)
{
    (void)state;
    unsigned char a[192] = {0};
    unsigned char b[192] = {0};
    kt_secret_fill(a, sizeof a);
    kt_secret_fill(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a + 176, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16); // all of it
}

static unsigned n_compared;

static int by_value(const void *left, const void *right)
{
    const int *a = left;
    const int *b = right;
    n_compared++;
    return (*a > *b) - (*a < *b);
}

static void sort_looks_before_it_sorts(void **state)
{
    (void)state;
    int sorted[] = {1, 2, 2, 5, 9};
    int late[] = {1, 2, 5, 9, 2}; // out of order only at the end
    n_compared = 0;
    kt_sort(sorted, 5, sizeof sorted[0], by_value);
    assert_int_equal(n_compared, 4);
    kt_sort(late, 5, sizeof late[0], by_value);
    assert_memory_equal(late, sorted, sizeof sorted);
    kt_sort(NULL, 0, sizeof sorted[0], by_value);
    kt_sort(late, 1, sizeof late[0], by_value);
}

static void large_blocks_keep_growing_where_they_are(void **state)
{
    (void)state;
    enum { MIB = 1 << 20 };
    size_t capacity = 0;
    bool failed = false;
    unsigned char *bytes = NULL;
    for (size_t n = MIB; n <= 32 * MIB; n += MIB) {
        bytes = kt_grow_array(bytes, &capacity, n, 1, &failed);
        assert_false(failed);
        memset(bytes + n - MIB, (int)(n / MIB), MIB);
    }
    for (size_t n = MIB; n <= 32 * MIB; n += MIB)
        assert_int_equal(bytes[n - 1], n / MIB);
    kt_pages_enlarge(NULL, 0);
    kt_pages_enlarge(bytes + 1, 8 * MIB + 1); // anywhere within a block
    assert_int_equal(bytes[8 * MIB], 9);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_room_that_stays),
        cmocka_unit_test(arena_refuses_sizes_that_overflow),
        cmocka_unit_test(arena_copies_text_with_its_end),
        cmocka_unit_test(grow_keeps_what_is_there_and_grows_by_half),
        cmocka_unit_test(grow_refuses_sizes_that_overflow),
        cmocka_unit_test(sort_looks_before_it_sorts),
        cmocka_unit_test(large_blocks_keep_growing_where_they_are),
        cmocka_unit_test(buffer_appends_in_four_ways),
        cmocka_unit_test(buffer_remembers_that_it_failed),
        cmocka_unit_test(bitset_holds_what_was_added),
        cmocka_unit_test(pool_gives_one_symbol_a_text),
        cmocka_unit_test(pool_knows_what_its_parent_has),
        cmocka_unit_test(pool_tells_a_text_from_its_beginning),
        cmocka_unit_test(pool_spreads_texts_chosen_to_collide),
        cmocka_unit_test(secrets_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
