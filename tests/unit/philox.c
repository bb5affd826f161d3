// SPDX-License-Identifier: EUPL-1.2
// The generator against the published answers of its authors, each sampler against its
// distribution; a sampler with a planted fault must fail the same test.
#include "base/philox.h"

#include "base/stat.h"
#include "facts.h"

enum { MANY = 100000 };

// Random123, known-answer tests of philox4x32 with 10 rounds.
static void the_block_is_that_of_the_authors(void **state)
{
    (void)state;
    const struct {
        kt_philox stream;
        uint64_t draw;
        uint32_t word[4];
    } known[] = {
        {{0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{UINT64_MAX, UINT64_MAX}, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x299f31d0a4093822, 0x0370734413198a2e},
         0x85a308d3243f6a88,
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t word[4];
        kt_philox_block(word, known[i].stream, known[i].draw);
        for (int k = 0; k < 4; k++)
            assert_int_equal(word[k], known[i].word[k]);
    }
}

static double uniform(double x)
{
    return x;
}

static double normal(double x)
{
    return 0.5 * erfc(-x / sqrt(2.0));
}

// Kolmogorov and Smirnov: the largest distance between the sample's distribution and `cdf`, times
// sqrt(n). Below 1.95 in 999 of 1,000 right samples; the seed is fixed, so a right one stays right.
static double distance(double *sample, size_t n, double (*cdf)(double))
{
    double most = 0.0;
    kt_stat_sort(sample, n);
    for (size_t i = 0; i < n; i++) {
        double at = cdf(sample[i]);
        double above = (double)(i + 1) / (double)n - at;
        double below = at - (double)i / (double)n;
        most = above > most ? above : most;
        most = below > most ? below : most;
    }
    return most * sqrt((double)n);
}

static double *room(size_t n)
{
    double *sample = malloc(n * sizeof *sample);
    assert_non_null(sample);
    return sample;
}

static void samplers_follow_their_distribution(void **state)
{
    (void)state;
    double *sample = room(MANY);
    kt_philox stream = {.seed = 7, .run = 11};
    for (size_t i = 0; i < MANY; i += 4)
        kt_philox_uniform4(sample + i, stream, i);
    assert_true(distance(sample, MANY, uniform) < 1.95);
    for (size_t i = 0; i < MANY; i++)
        sample[i] = kt_philox_uniform(stream, i);
    assert_true(distance(sample, MANY, uniform) < 1.95);
    for (size_t i = 0; i < MANY; i += 2)
        kt_philox_normal2(sample + i, stream, i);
    assert_true(distance(sample, MANY, normal) < 1.95);
    for (size_t i = 0; i < MANY; i++) { // along runs instead of draws
        double pair[2];
        kt_philox_normal2(pair, (kt_philox){.seed = 7, .run = i}, 0);
        sample[i] = pair[1];
    }
    assert_true(distance(sample, MANY, normal) < 1.95);
    free(sample);
}

// The seeded defects: a normal that is 2 % too wide, a uniform that forgets its top bit.
static void a_wrong_sampler_is_caught(void **state)
{
    (void)state;
    double *sample = room(MANY);
    kt_philox stream = {.seed = 7, .run = 11};
    for (size_t i = 0; i < MANY; i += 2) {
        kt_philox_normal2(sample + i, stream, i);
        sample[i] *= 1.02;
        sample[i + 1] *= 1.02;
    }
    assert_true(distance(sample, MANY, normal) > 1.95);
    for (size_t i = 0; i < MANY; i++)
        sample[i] = kt_philox_uniform(stream, i) * 0.5;
    assert_true(distance(sample, MANY, uniform) > 1.95);
    free(sample);
}

static void numbers_of_a_pair_do_not_follow_each_other(void **state)
{
    (void)state;
    double xy = 0.0;
    for (size_t i = 0; i < MANY; i++) {
        double pair[2];
        kt_philox_normal2(pair, (kt_philox){.seed = 3}, i);
        xy += pair[0] * pair[1];
    }
    assert_true(fabs(xy / sqrt((double)MANY)) < 3.3);
}

// Chi-square over 64 cells of 2^16 draws: 63 degrees of freedom, mean 63, deviation 11.2.
static double chi_square(uint64_t seed, double lean)
{
    unsigned cell[64] = {0};
    double sum = 0.0;
    for (uint64_t draw = 0; draw < 65536; draw++)
        cell[(unsigned)(pow(kt_philox_uniform((kt_philox){seed, 7}, draw), lean) * 64.0)]++;
    for (int i = 0; i < 64; i++)
        sum += (cell[i] - 1024.0) * (cell[i] - 1024.0) / 1024.0;
    return sum;
}

static void spreads_evenly(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++)
        assert_true(fabs(chi_square(seed, 1.0) - 63.0) < 5.0 * 11.2);
    assert_true(chi_square(1, 1.05) > 63.0 + 5.0 * 11.2); // a leaning generator is noticed
}

static void stays_within_zero_and_one(void **state)
{
    (void)state;
    for (uint64_t draw = 0; draw < 100000; draw++) {
        double pair[2];
        kt_philox_pair(pair, (kt_philox){3, 1}, draw);
        assert_true(pair[0] > 0.0 && pair[0] < 1.0 && pair[1] > 0.0 && pair[1] < 1.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_block_is_that_of_the_authors),
        cmocka_unit_test(samplers_follow_their_distribution),
        cmocka_unit_test(a_wrong_sampler_is_caught),
        cmocka_unit_test(numbers_of_a_pair_do_not_follow_each_other),
        cmocka_unit_test(spreads_evenly),
        cmocka_unit_test(stays_within_zero_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
