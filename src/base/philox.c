// SPDX-License-Identifier: EUPL-1.2
// Draws by Philox of Random123 and turns words into uniform and normal numbers. Uniforms are the
// middles of equal cells, so that neither 0 nor 1 ever comes out and a logarithm of one is finite.
// About 10 ns a block of four words. Normal numbers come by Box and Muller, which takes a fixed
// number of words, so that no draw depends on how many came before.
#include "base/philox.h"

#include <Random123/philox.h>
#include <assert.h>
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

// The middle of one of 2^bits equal cells of (0, 1); bits is 52 or 53.
static double middle_of_cell(uint32_t high, uint32_t low, int bits)
{
    assert(bits == 52 || bits == 53);
    uint64_t cell = ((uint64_t)high << 32 | low) >> (64 - bits);
    return ((double)cell + 0.5) * (bits == 52 ? 0x1p-52 : 0x1p-53);
}

void kt_philox_uniform4(double out[4], kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    for (int i = 0; i < 4; i++)
        out[i] = ((double)word[i] + 0.5) * 0x1p-32;
}

void kt_philox_pair(double out[2], kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    out[0] = middle_of_cell(word[0], word[1], 53);
    out[1] = middle_of_cell(word[2], word[3], 53);
}

double kt_philox_uniform(kt_philox stream, uint64_t draw)
{
    double pair[2];
    kt_philox_pair(pair, stream, draw);
    return pair[0];
}

void kt_philox_normal2(double out[2], kt_philox stream, uint64_t draw)
{
    uint32_t word[4];
    kt_philox_block(word, stream, draw);
    double radius = sqrt(-2.0 * log(middle_of_cell(word[0], word[1], 52)));
    double angle = TWO_PI * middle_of_cell(word[2], word[3], 52);
    out[0] = radius * cos(angle);
    out[1] = radius * sin(angle);
}
