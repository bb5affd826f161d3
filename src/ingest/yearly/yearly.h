// SPDX-License-Identifier: EUPL-1.2
// What every reader of a yearly table gets: where its rows come from, what they are held against,
// and where they go. All of it is the refresh's.
#ifndef KT_INGEST_YEARLY_YEARLY_H
#define KT_INGEST_YEARLY_YEARLY_H

#include "ingest/intake/reject.h"
#include "ingest/package/draft.h"
#include "ingest/recognise/dictionary.h"
#include "ingest/yearly/layout.h"
#include "ingest/yearly/output_amount.h"
#include "model/case.h"

// A unit of the file that is not ours, or was not meant as it stands.
typedef struct kt_yearly_conversion {
    kt_symbol material;
    int stage; // kt_stage
    kt_symbol unit;
    double per_unit;   // of ours (tonnes) in one of it
    double correction; // 1; 1000 where the file means a thousand times what it says
    size_t n;          // figures
} kt_yearly_conversion;

typedef struct kt_yearly {
    kt_pool *pool; // of the grids, the draft and the delivery
    kt_arena *arena;
    const kt_grid_list *grids;
    const kt_draft *draft;          // the reference as it is
    const kt_case *reference;       // the same, checked
    const kt_dictionary *countries; // country_names.h
    kt_delivery *delivery;          // rows of our tables
    kt_reject_list *rejects;
    kt_notes *remarks;
    kt_yearly_conversion *conversion;
    size_t n_conversions, conversion_capacity;
    size_t n_left_out; // rows of things that are none of ours
    bool agreed;       // figures a thousand times off the record mean a thousand times as much
    bool failed;       // memory ran out
    const kt_control *control;
} kt_yearly;

// One table of a file.
typedef struct kt_yearly_sheet {
    size_t grid; // among the grids
    kt_layout_match match;
    int edition;        // found by the reader: the year of the publication
    const char *source; // as our rows cite it, found by the reader
} kt_yearly_sheet;

// The text of a cell, its blanks at both ends taken off; "" where there is none. Borrowed.
const char *kt_yearly_text(const kt_yearly *yearly, const kt_yearly_sheet *sheet, size_t row,
                           uint32_t column);

// The place of a row, for rejects and deliveries.
kt_delivery_place kt_yearly_place(const kt_yearly *yearly, const kt_yearly_sheet *sheet,
                                  size_t row);

// Refuses a row for what stands in a column. `format` as of kt_reject_add.
void kt_yearly_refuse(kt_yearly *yearly, const kt_yearly_sheet *sheet, size_t row, uint32_t column,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

// A text in the pool; 0 with yearly->failed set when memory runs out.
kt_symbol kt_yearly_symbol(kt_yearly *yearly, const char *text);

// Counts those of `n` amounts that have a figure and were converted from a unit that is not ours,
// or corrected (`correction` not 1). Called once they are taken.
void kt_yearly_convert(kt_yearly *yearly, const kt_output_amount *amount, size_t n,
                       double correction);

// The year behind what a publication's citations begin with, wherever it stands in `source`; of the
// Pink Sheet, which comes out each month, the day as 20260602. 0 where it does not stand there.
int kt_yearly_edition(kt_publication publication, const char *source);

// The citation of an edition; `kind` NULL: of the publication itself. In the arena; NULL when
// memory runs out.
const char *kt_yearly_cite(kt_yearly *yearly, kt_publication publication, int edition,
                           const char *kind);

#endif
