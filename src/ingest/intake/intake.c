// SPDX-License-Identifier: EUPL-1.2
// See intake.h. A parts list without masses may have an assumption a row.
#include "ingest/intake/intake.h"

void kt_intake_assume(const kt_intake *intake, kt_assumption what, const char *place,
                      const char *of)
{
    intake->assumed[what]++;
    kt_notes_add(intake->notes, KT_NOTE_WARNING, place,
                 what == KT_ASSUMED_QUANTITY ? "no quantity of \"%s\" is given: 1 is assumed"
                                             : "no mass of \"%s\" is given: 1 gram is assumed",
                 of);
}
