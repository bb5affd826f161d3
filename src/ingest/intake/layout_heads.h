// SPDX-License-Identifier: EUPL-1.2
// Rows of a parts list that are no parts, as people lay lists out: heads of groups ("200
// Propulsion" merged across the row) and totals. They are counted and the first named, so that the
// reader hears of it.
#ifndef KT_INGEST_INTAKE_LAYOUT_HEADS_H
#define KT_INGEST_INTAKE_LAYOUT_HEADS_H

#include "base/notes.h"
#include "ingest/intake/mapping.h"

typedef enum kt_layout_heads_kind {
    KT_LAYOUT_HEADS_NONE,
    KT_LAYOUT_HEADS_HEAD,
    KT_LAYOUT_HEADS_TOTAL,
    KT_LAYOUT_HEADS_N
} kt_layout_heads_kind;

enum { KT_LAYOUT_HEADS_NAMED = 3 };

typedef struct kt_layout_heads {
    bool numbered;    // all parts of the list have a number
    bool named_parts; // it has a column for their names beside
    size_t n[KT_LAYOUT_HEADS_N];
    uint32_t first[KT_LAYOUT_HEADS_N]; // number of the first row of each kind
    kt_symbol named[KT_LAYOUT_HEADS_N]
                   [KT_LAYOUT_HEADS_NAMED]; // what the first rows of each kind say
} kt_layout_heads;

// Looks at the list as a whole. O(rows).
void kt_layout_heads_begin(kt_layout_heads *heads, const kt_grid *grid, const kt_pool *pool,
                           const kt_mapping_sheet *sheet);

// What the row is; counts it. Never a row of a table of a case, nor one with a part number. Nothing
// but a name is a head only in a list of numbered parts, nothing but a number only when it reads as
// a heading ("200 Propulsion"). The word of a total counts where the name
// stands, or in a column without a meaning when the row names no part: a supplier may be called
// Total, and a remark may begin with it.
kt_layout_heads_kind kt_layout_heads_row(kt_layout_heads *heads, const kt_grid *grid,
                                         const kt_pool *pool, const kt_mapping_sheet *sheet,
                                         size_t row);

// One remark for each kind that occurred.
void kt_layout_heads_say(const kt_layout_heads *heads, const kt_grid *grid, const kt_pool *pool,
                         kt_notes *remarks);

#endif
