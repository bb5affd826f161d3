// SPDX-License-Identifier: EUPL-1.2
// See philox.h. Uniforms are the middles of equal cells, so that neither 0 nor 1 ever comes out and
// a logarithm of one is finite.
#include "base/philox.h"

#include <Random123/philox.h>
#include <math.h>

static const double TWO_PI = 6.283185307179586;

void kt_philox_block(uint32_t word[4], kt_philox stream, uint64_t draw)
{
    philox4x32_ctr_t counter = {{(uint32_t)draw, (uint32_t)(draw >> 32), (uint32_t)stream.run,
                                 (uint32_t)(stream.run >> 32)}};
    philox4x32_key_t key = {{(uint32_t)stream.seed, (uint32_t)(stream.seed >> 32)}};
    philox4x32_ctr_t block = philox4x32(counter, key);
    for (int i = 0; i < 4; i++)
        word[i] = block.v[i];
}

static double wide_uniform(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 12; // 52 bits, and the half of the cell
    return ((double)bits + 0.5) * 0x1p-52;
}

void kt_philox_uniform4(double out[4], kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    for (int i = 0; i < 4; i++)
        out[i] = ((double)word[i] + 0.5) * 0x1p-32;
}

double kt_philox_uniform(kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    return wide_uniform(word[0], word[1]);
}

void kt_philox_normal2(double out[2], kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    double radius = sqrt(-2.0 * log(wide_uniform(word[0], word[1])));
    double angle = TWO_PI * wide_uniform(word[2], word[3]);
    out[0] = radius * cos(angle);
    out[1] = radius * sin(angle);
}
