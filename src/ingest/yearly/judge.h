// SPDX-License-Identifier: EUPL-1.2
// What must hold of a reference beyond the form of its tables: the invariants that figures of
// several publications, years and editions can break. Whoever adds a vintage asks it of the whole.
#ifndef KT_INGEST_YEARLY_JUDGE_H
#define KT_INGEST_YEARLY_JUDGE_H

#include "base/control.h"
#include "model/case.h"

// Adds a fault, at "material_supply.csv:17" (rows counted from the head, which is 1), for each
//   list of shares that adds up to more than the world: 1.03 where the shares are rounded (the
//     study's say nothing of their kind), 1.0005 elsewhere; lists that are no market aside;
//   list of EU sourcing that is the world's, rounded: more than nine tenths of it agree to the
//     percent with the world's list of the same years, at a stage of which criticality_inputs does
//     not say so;
//   row that is there twice in one edition: a country in a list of shares or of production, a world
//     output, a country's governance of a year, a month of a series of prices.
// KT_NO_RESOURCES only. O(rows log rows).
kt_status kt_judge_reference(kt_notes *faults, const kt_case *reference, const kt_control *control,
                             kt_error *err);

#endif
