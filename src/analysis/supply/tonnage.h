// SPDX-License-Identifier: EUPL-1.2
// How large each market of the reference is that a target draws on, and how much of it the target
// needs, in kilograms a year: what access.h sets against each other.
#ifndef KT_ANALYSIS_SUPPLY_TONNAGE_H
#define KT_ANALYSIS_SUPPLY_TONNAGE_H

#include "analysis/chain/access.h"
#include "analysis/chain/yearly_use.h"
#include "model/vintage.h"

typedef struct kt_tonnage {
    kt_access_market *market; // [n_items] of items on a reference market
    double *one_kg;           // [n_items] that one unit of the target needs of it, losses in making
                              // included; NaN: not known
    uint32_t *output;         // [n_items] row of world_output, or KT_NO_ROW: none is published, or
                              // none of what the item draws on
} kt_tonnage;

// World output is the one of the vintage; a row that publishes capacity above it adds that as
// spare. What is recycled is counted beside output that is primary: T · e / (1 - e), e the
// recycling input rate of the material. Need and stock are sums over all reached items of the same
// material and stage: a target's whole need, never one requirement's. A stock that is stated in
// days is that part of what is taken of its item in a year. O(items + rows). Arrays live in the
// study's arena.
//
// T is of the world market. Set against the EU's sourcing shares it says that of what the EU buys
// the same part remains as of the world's output: its sources are producers. Customs partners are
// not (goods of a trader stay in his name), so of a market of imports (KT_SCOPE_NL) nothing can be
// said in kilograms: world_kg is NaN there, capacity and recycling are left out, and what is not
// denied is `unknown` (mechanism.h), never safe. `one` is the use of one unit of the target.
// KT_NO_RESOURCES only.
kt_status kt_tonnage_find(kt_tonnage *out, const kt_study *study, const kt_yearly_use *use,
                          const kt_yearly_use *one, const kt_vintage *vintage, kt_error *err);

#endif
