// SPDX-License-Identifier: EUPL-1.2
// A parts list taken apart: each row becomes an item, a row of the bill of materials, an
// organisation, a supply row and a stock, as far as it says so. A material or alloy that is
// recognised brings its composition from the reference data.
//
// What the list does not say is not made up, with three exceptions that are said and graded D: a
// quantity of 1 where there is none, 1 gram of a material where the part has no mass (the format
// needs a quantity above 0), and the only part that goes into nothing is taken for the platform
// when the case has none.
#ifndef KT_INGEST_INTAKE_PARTS_H
#define KT_INGEST_INTAKE_PARTS_H

#include "ingest/intake/intake.h"

// Empties the delivery's table `parts` into the others. `draft` is the case as it is: parts that it
// has keep their id. O(rows). KT_NO_RESOURCES only.
kt_status kt_parts_expand(const kt_intake *intake, const kt_draft *draft, kt_error *err);

#endif
