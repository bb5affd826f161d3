// SPDX-License-Identifier: EUPL-1.2
// Numbers as text: against strtod, and back.
#include "setting.h"

#include "base/number.h"

enum { ROUNDS = 200000 };

typedef bool reader(double *out, const char *text, size_t length);

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13; // xorshift64: the same numbers everywhere
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// Digit strings as people and programs write them, with all lengths and exponents.
static void random_text(char text[64], uint64_t *seed)
{
    unsigned n = 1 + (unsigned)(next_random(seed) % 22);
    unsigned point = (unsigned)(next_random(seed) % 24);
    size_t at = 0;
    if (next_random(seed) % 4 == 0)
        text[at++] = '-';
    for (unsigned i = 0; i < n; i++) {
        if (i == point && i > 0)
            text[at++] = '.';
        text[at++] = (char)('0' + next_random(seed) % 10);
    }
    text[at] = '\0';
    if (next_random(seed) % 2 == 0)
        snprintf(text + at, 64 - at, "e%d", (int)(next_random(seed) % 80) - 40);
}

static unsigned disagreements_with_strtod(reader *read)
{
    uint64_t seed = 20250113;
    unsigned n = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char text[64];
        double value = 0.0;
        random_text(text, &seed);
        n += !read(&value, text, strlen(text)) || value != strtod(text, NULL);
    }
    return n;
}

// The seeded defect: multiplying by a power of ten outside the range where it is exact.
static bool read_carelessly(double *out, const char *text, size_t length)
{
    const char *e = memchr(text, 'e', length);
    bool read = kt_number_read(out, text, e == NULL ? length : (size_t)(e - text));
    if (e != NULL)
        *out *= pow(10.0, strtod(e + 1, NULL));
    return read;
}

static void reads_what_strtod_reads(void **state)
{
    (void)state;
    assert_int_equal(disagreements_with_strtod(kt_number_read), 0);
    assert_true(disagreements_with_strtod(read_carelessly) > 100);
}

static void every_double_comes_back(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < ROUNDS; i++) {
        char text[KT_NUMBER_SIZE];
        double value = double_of(next_random(&seed));
        double back = 0.0;
        if (!isfinite(value))
            continue;
        size_t length = kt_number_shortest(text, value);
        assert_int_equal(strlen(text), length);
        assert_true(kt_number_read(&back, text, length));
        assert_memory_equal(&back, &value, sizeof back);
    }
}

static void writes_the_fewest_digits(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *text;
    } known[] = {
        {0.0, "0"},
        {-0.0, "0"},
        {1.0, "1"},
        {-2.5, "-2.5"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3.0, "0.3333333333333333"},
        {100.0, "100"},
        {1e15, "1e15"},
        {1e22, "1e22"},
        {1e23, "1e23"},
        {9007199254740993.0, "9007199254740992"},
        {1.5e-7, "1.5e-7"},
        {5e-324, "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e308"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        char text[KT_NUMBER_SIZE];
        kt_number_shortest(text, known[i].value);
        assert_string_equal(text, known[i].text);
    }
}

// 17 digits always bring a double back; where fewer do, no more than those are written.
static void never_writes_more_than_seventeen_digits(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (int i = 0; i < ROUNDS; i++) {
        char text[KT_NUMBER_SIZE];
        char longest[40];
        double value = (double)(next_random(&seed) >> 11) * 0x1p-53;
        size_t length = kt_number_shortest(text, value);
        snprintf(longest, sizeof longest, "%.17g", value);
        assert_true(length <= strlen(longest));
    }
}

static void refuses_what_is_no_number(void **state)
{
    (void)state;
    const char *const bad[] = {"",        "-",      "+1",    ".5",       "1.",  "1e",    "1e+",
                               "e5",      "1,5",    " 1",    "1 ",       "0x1", "1_0",   "NaN",
                               "nan",     "inf",    "-inf",  "Infinity", "--1", "1e5.5", "1-",
                               "1e99999", "-1e999", "1.2.3", "½",        "1d5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double value = 0.0;
        if (kt_number_read(&value, bad[i], strlen(bad[i])))
            fail_msg("\"%s\" is read as %g", bad[i], value);
    }
    double value;
    assert_false(kt_number_read(&value, "1\0", 2));
}

static void reads_only_the_bytes_it_is_given(void **state)
{
    (void)state;
    double value;
    assert_true(kt_number_read(&value, "12345", 3));
    assert_near(value, 123.0);
    assert_true(kt_number_read(&value, "123456789012345678901,5", 21));
    assert_near(value / 1e20, 1.23456789012345678901);
}

static void reads_small_and_long_ones(void **state)
{
    (void)state;
    char text[500];
    double value = 1.0;
    assert_true(kt_number_read(&value, "1e-999", 6)); // below the smallest double
    assert_near(value, 0.0);
    assert_true(kt_number_read(&value, "-0", 2));
    assert_true(value == 0.0);
    memset(text, '9', sizeof text);
    assert_true(kt_number_read(&value, text, 300));
    assert_near(value / 1e300, 1.0);
    assert_false(kt_number_read(&value, text, sizeof text)); // more than any double needs
    memset(text, '0', sizeof text);
    text[499] = '7';
    assert_true(kt_number_read(&value, text, sizeof text)); // leading zeroes are no digits
    assert_near(value, 7.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_strtod_reads),
        cmocka_unit_test(every_double_comes_back),
        cmocka_unit_test(writes_the_fewest_digits),
        cmocka_unit_test(never_writes_more_than_seventeen_digits),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(reads_only_the_bytes_it_is_given),
        cmocka_unit_test(reads_small_and_long_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
