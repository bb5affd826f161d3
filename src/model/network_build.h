// SPDX-License-Identifier: EUPL-1.2
// Builds the network of a case: the steps of chain.h, market.h and recipe.h in their order.
#ifndef KT_MODEL_NETWORK_BUILD_H
#define KT_MODEL_NETWORK_BUILD_H

#include "base/control.h"
#include "model/network.h"

// Builds the network of a case without faults, on these figures of the reference. `the_case` must
// outlive it. KT_BAD_INPUT when the
// stage chain of the reference leads back to where it began (a case item named MATERIAL.extraction
// can do that); KT_NO_RESOURCES when memory runs out or `control` (may be NULL) stops it. *out is
// then empty.
kt_status kt_network_build(kt_network *out, const kt_case *the_case, const kt_figures *figures,
                           const kt_control *control, kt_error *err);

#endif
