// SPDX-License-Identifier: EUPL-1.2
// Rows of a parts list that are no parts, as people lay lists out: heads of groups ("200
// Propulsion" merged across the row) and totals. They are counted and the first named, so that the
// reader hears of it.
#ifndef KT_INGEST_ASIDE_H
#define KT_INGEST_ASIDE_H

#include "ingest/mapping.h"
#include "ingest/remark.h"

typedef enum kt_aside_kind {
    KT_ASIDE_NONE,
    KT_ASIDE_HEAD,
    KT_ASIDE_TOTAL,
    KT_ASIDE_N
} kt_aside_kind;

enum { KT_ASIDE_NAMED = 3 };

typedef struct kt_aside {
    bool numbered;    // all parts of the list have a number
    bool named_parts; // it has a column for their names beside
    size_t n[KT_ASIDE_N];
    uint32_t first[KT_ASIDE_N];                  // number of the first row of each kind
    kt_symbol named[KT_ASIDE_N][KT_ASIDE_NAMED]; // what the first rows of each kind say
} kt_aside;

// Looks at the list as a whole. O(rows).
void kt_aside_begin(kt_aside *aside, const kt_grid *grid, const kt_pool *pool,
                    const kt_mapping_sheet *sheet);

// What the row is; counts it. Never a row of a table of a case, nor one with a part number. Nothing
// but a name is a head only in a list of numbered parts, nothing but a number only when it reads as
// a heading ("200 Propulsion"). The word of a total counts where the name
// stands, or in a column without a meaning when the row names no part: a supplier may be called
// Total, and a remark may begin with it.
kt_aside_kind kt_aside_row(kt_aside *aside, const kt_grid *grid, const kt_pool *pool,
                           const kt_mapping_sheet *sheet, size_t row);

// One remark for each kind that occurred.
void kt_aside_say(const kt_aside *aside, const kt_grid *grid, const kt_pool *pool,
                  kt_remark_list *remarks);

#endif
