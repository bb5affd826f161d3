// SPDX-License-Identifier: EUPL-1.2
// See philox.h.
#include "philox.h"

#include <Random123/philox.h>

void kt_philox_block(uint32_t out[4], uint64_t seed, uint64_t run, uint64_t draw)
{
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t counter = {
        {(uint32_t)draw, (uint32_t)(draw >> 32), (uint32_t)run, (uint32_t)(run >> 32)}};
    philox4x32_ctr_t bits = philox4x32(counter, key);
    for (int i = 0; i < 4; i++)
        out[i] = bits.v[i];
}

// The middle of one of 2^53 equal parts of (0, 1).
static double spread(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 11;
    return ((double)bits + 0.5) * 0x1p-53;
}

void kt_philox_pair(double out[2], uint64_t seed, uint64_t run, uint64_t draw)
{
    uint32_t bits[4];
    kt_philox_block(bits, seed, run, draw);
    out[0] = spread(bits[0], bits[1]);
    out[1] = spread(bits[2], bits[3]);
}

double kt_philox_uniform(uint64_t seed, uint64_t run, uint64_t draw)
{
    double pair[2];
    kt_philox_pair(pair, seed, run, draw);
    return pair[0];
}
