// SPDX-License-Identifier: EUPL-1.2
// The items of a network and their order: inputs before what is made of them.
#ifndef KT_MODEL_CHAIN_H
#define KT_MODEL_CHAIN_H

#include "model/builder.h"

// Fills item, n_items and item_of of the network, and item_of_row, stage_before and stage_yield of
// the builder. Adds an item MATERIAL.extraction where the reference knows the stage that feeds one.
// KT_BAD_INPUT when a stage leads back to itself; KT_NO_RESOURCES. O(items log items + BOM rows).
kt_status kt_chain_order(kt_builder *builder, kt_error *err);

#endif
