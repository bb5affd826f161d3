// SPDX-License-Identifier: EUPL-1.2
// The path for a structure whose diagram does not fit: its minimal cut sets of few events only.
// Every gate's family is built without the sets that are too long, so what is found is exactly the
// minimal cut sets up to that size; of longer ones nothing is known.
#ifndef KT_DIAGRAM_BOUNDED_H
#define KT_DIAGRAM_BOUNDED_H

#include "diagram/modules_solve.h"

typedef struct kt_bounded {
    kt_node family;   // not watched
    uint32_t n_gates; // that the top needs
    uint32_t n_cut;   // of these: where longer combinations were possible and were left out
} kt_bounded;

// Sets of up to `order` events (≥ 1); what the solution has built before is given up.
// KT_NO_RESOURCES when they do not fit, or when stopped.
kt_status kt_bounded_solve(kt_bounded *out, kt_solution *s, uint32_t order, kt_arena *arena,
                           kt_error *err);

#endif
