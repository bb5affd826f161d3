// SPDX-License-Identifier: EUPL-1.2
// Puts the delivered rows of a new edition beside those on record: a list (the shares of one
// material, stage and year, say) is taken whole or not at all, no row on record is changed or taken
// out, and what is on record already is not put there twice. What differs is told.
#ifndef KT_INGEST_YEARLY_BESIDE_H
#define KT_INGEST_YEARLY_BESIDE_H

#include "ingest/yearly/yearly.h"

// What became of a figure.
typedef enum kt_beside_kind {
    KT_BESIDE_CHANGED,  // the year before, or an earlier edition of this year, has another one
    KT_BESIDE_APPEARED, // a row that the list before does not have
    KT_BESIDE_GONE,     // the list before has it, and this one does not
    KT_BESIDE_DIFFERS,  // the record has the same edition, with another figure, or a row
                        // that only one of the two has: the record stays
    KT_N_BESIDE
} kt_beside_kind;

typedef struct kt_beside_change {
    kt_beside_kind kind;
    const char *table;
    kt_symbol key;    // "cobalt extraction COD": the names of the row, divided by blanks
    kt_symbol column; // of the figure
    kt_symbol period; // of the new figure; of the old one where it is gone
    kt_symbol before_period;
    double before, after; // NaN: there is none
    bool is_ratio;        // zero means none of it: parts of the old figure say something
    const char *place;    // of the delivered row; "" where it is gone
} kt_beside_change;

// What a table gets.
typedef struct kt_beside_count {
    const char *table;
    size_t n_rows;    // delivered
    size_t n_new;     // put beside the others
    size_t n_same;    // on record already, of this edition
    size_t n_older;   // of an edition before the one on record: not taken
    size_t n_differs; // of the edition on record, with another figure: not taken
} kt_beside_count;

typedef struct kt_beside {
    kt_beside_count *count; // [n_counts]
    size_t n_counts, count_capacity;
    kt_beside_change *change; // [n]
    size_t n, capacity;
    bool failed;
} kt_beside; // {0} is empty

// Puts all delivered rows into the draft. O(rows delivered · rows on record of their list + lists ·
// rows on record).
void kt_beside_put(kt_beside *beside, kt_yearly *yearly, kt_draft *draft,
                   kt_publication publication);

// The column that says of which edition a row of the table is: "edition", or what its rows are
// cited by; NULL: no table that vintages are put into.
const char *kt_beside_edition(const char *table);

void kt_beside_free(kt_beside *beside);

// New minus old in parts of the old; NaN where either is not known or the old is zero, and for
// figures on a scale whose zero is its middle (governance).
double kt_beside_part(const kt_beside_change *change);

#endif
