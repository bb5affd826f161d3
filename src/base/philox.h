// SPDX-License-Identifier: EUPL-1.2
// Random numbers by counting: the draw is a function of (seed, run, draw) and nothing else, so
// figures do not depend on threads, ranks or the order of work. Philox4x32 with ten rounds (Salmon
// et al., Parallel random numbers: as easy as 1, 2, 3, SC11), about 10 ns a block.
#ifndef KT_BASE_PHILOX_H
#define KT_BASE_PHILOX_H

#include <stdint.h>

// Four times 32 random bits. The seed is the key, (run, draw) the counter.
void kt_philox_block(uint32_t out[4], uint64_t seed, uint64_t run, uint64_t draw);

// Two independent numbers, evenly spread over (0, 1), never 0 or 1: multiples of 2^-53 plus 2^-54.
void kt_philox_pair(double out[2], uint64_t seed, uint64_t run, uint64_t draw);

// The first of the pair.
double kt_philox_uniform(uint64_t seed, uint64_t run, uint64_t draw);

#endif
