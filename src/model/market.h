// SPDX-License-Identifier: EUPL-1.2
// The producers of an item and the mixes that draw on them: its market, and the mixes of single
// buyers.
#ifndef KT_MODEL_MARKET_H
#define KT_MODEL_MARKET_H

#include "model/builder.h"

// Published shares are divided by their sum when it is above this; below, the rest is unknown.
extern const double kt_market_nearly_whole;

// Adds producers, mixes and sources of network item `item`. Sets builder->failed when memory runs
// out or the work is stopped. O(rows of the item log rows).
void kt_market_build(kt_builder *builder, uint32_t item);

#endif
