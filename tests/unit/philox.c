// SPDX-License-Identifier: EUPL-1.2
// Philox against the published known answers (Random123, tests/kat_vectors), and its spread.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/philox.h"

static void gives_the_published_answers(void **state)
{
    (void)state;
    static const struct {
        uint64_t seed, run, draw;
        uint32_t bits[4];
    } KNOWN[] = {
        {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x299f31d0a4093822,
         0x0370734413198a2e,
         0x85a308d3243f6a88,
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        uint32_t bits[4];
        kt_philox_block(bits, KNOWN[i].seed, KNOWN[i].run, KNOWN[i].draw);
        assert_memory_equal(bits, KNOWN[i].bits, sizeof bits);
    }
}

// Chi-square over 64 cells of 2^16 draws: 63 degrees of freedom, mean 63, deviation 11.2.
static double chi_square(uint64_t seed, double lean)
{
    unsigned cell[64] = {0};
    double sum = 0.0;
    for (uint64_t draw = 0; draw < 65536; draw++)
        cell[(unsigned)(pow(kt_philox_uniform(seed, 7, draw), lean) * 64.0)]++;
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
        kt_philox_pair(pair, 3, 1, draw);
        assert_true(pair[0] > 0.0 && pair[0] < 1.0 && pair[1] > 0.0 && pair[1] < 1.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_answers),
        cmocka_unit_test(spreads_evenly),
        cmocka_unit_test(stays_within_zero_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
