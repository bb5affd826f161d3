// SPDX-License-Identifier: EUPL-1.2
// What the producers of an item require: the rows of the bill of materials, drawn on the market or
// on the buyer's own sources, and the stage before of a material on the reference market.
#ifndef KT_MODEL_RECIPE_H
#define KT_MODEL_RECIPE_H

#include "model/builder.h"

// Adds the recipes of network item `item` and gives each of its producers one; the markets of its
// inputs must have been built. Sets builder->failed when memory runs out or the work
// is stopped.
void kt_recipe_build(kt_builder *builder, uint32_t item);

#endif
