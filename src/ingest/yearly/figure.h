// SPDX-License-Identifier: EUPL-1.2
// Figures as the tables of the reference have them: no exponent, no more digits than they carry.
#ifndef KT_INGEST_YEARLY_FIGURE_H
#define KT_INGEST_YEARLY_FIGURE_H

#include "base/number.h"

// Writes `value` (finite, below 1e25) rounded to so many significant digits: "5651860", "62.6".
void kt_figure_write(char out[KT_NUMBER_SIZE], double value, int digits);

// Writes `value` (finite) with so many digits behind the point at most: "1.5471", "-0.05", "2".
void kt_figure_fixed(char out[KT_NUMBER_SIZE], double value, int decimals);

#endif
