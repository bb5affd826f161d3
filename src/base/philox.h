// SPDX-License-Identifier: EUPL-1.2
// Random numbers that are looked up, not stepped: a number is a function of (seed, run, draw) and
// of nothing else, so results do not depend on threads, order or batch size. Philox4x32-10 (Salmon
// et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) with the seed as key and (draw,
// run) as counter. About 10 ns a block of four words.
#ifndef KT_BASE_PHILOX_H
#define KT_BASE_PHILOX_H

#include <stdint.h>

// The place in the stream of random numbers; each draw is a block of four words.
typedef struct kt_philox {
    uint64_t seed, run;
} kt_philox;

void kt_philox_block(uint32_t word[4], kt_philox stream, uint64_t draw);

// Four independent numbers uniform in the open interval (0, 1), of 32 bits each: fine for noise,
// too coarse for tails below 1e-9.
void kt_philox_uniform4(double out[4], kt_philox stream, uint64_t draw);

// Two independent numbers uniform in (0, 1), never 0 or 1: multiples of 2^-53 plus 2^-54.
void kt_philox_pair(double out[2], kt_philox stream, uint64_t draw);

// The first of the pair.
double kt_philox_uniform(kt_philox stream, uint64_t draw);

// Two independent standard normal numbers (Box and Muller 1958), of 52-bit uniforms: up to 8.5
// standard deviations.
void kt_philox_normal2(double out[2], kt_philox stream, uint64_t draw);

#endif
