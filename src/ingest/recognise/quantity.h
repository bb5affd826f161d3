// SPDX-License-Identifier: EUPL-1.2
// Figures as people write them → our numbers and units: "1.234,5 kg", "35 %", "6 weken", "€ 1.200".
// The decimal mark is given, or 0 where the file does not decide: then "1.234" is refused, because
// it is two numbers.
#ifndef KT_INGEST_RECOGNISE_QUANTITY_H
#define KT_INGEST_RECOGNISE_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

typedef enum kt_quantity_kind {
    KT_QUANTITY_PLAIN,
    KT_QUANTITY_MASS,  // kg
    KT_QUANTITY_TIME,  // days
    KT_QUANTITY_MONEY, // EUR
    KT_QUANTITY_SHARE, // 0..1
} kt_quantity_kind;

typedef enum kt_quantity_fault {
    KT_QUANTITY_GOOD,
    KT_QUANTITY_NO_NUMBER,
    KT_QUANTITY_TWO_WAYS, // thousands or decimals: nothing decides
    KT_QUANTITY_WRONG_UNIT,
} kt_quantity_fault;

// By the name of our column: *_kg mass, *_days time, *_eur money, share and its like shares.
kt_quantity_kind kt_quantity_kind_of(const char *column);

// Factor from a unit ("g", "weken", "%", "k€"; letter case does not matter) to ours; 0 when it is
// no unit of that kind. A month is 30.4375 days, a year 365.25.
double kt_quantity_factor(kt_quantity_kind kind, const char *unit, size_t length);

// Reads all of `text`. `unit` (may be NULL or "") is the column's, and counts where the text has
// none of its own.
kt_quantity_fault kt_quantity_read(double *out, const char *text, char decimal,
                                   kt_quantity_kind kind, const char *unit);

#endif
