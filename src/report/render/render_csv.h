// SPDX-License-Identifier: EUPL-1.2
// One table of a result as CSV: rows are those of a list of the record, heads are its JSON keys in
// their order. Figures are written in full, as in JSON; what is not known is an empty cell.
//
// A table is named by the keys that lead to it: "risks", "dependence.country"; a list of plain
// values is none. A field that is a record gives a column for each of its fields ("place.home"), a
// list of plain values one cell ("CHN; USA"), anything deeper one cell with its JSON. Two fields of
// one name, of which a row has one, share a column.
#ifndef KT_REPORT_RENDER_RENDER_CSV_H
#define KT_REPORT_RENDER_RENDER_CSV_H

#include "base/buffer.h"
#include "base/error.h"
#include "report/document/disclose.h"

// Appends the names of all tables, separated by ", "; returns how many there are.
size_t kt_render_csv_tables(kt_buffer *out, const kt_record *record);

// True when the record has a table of that name.
bool kt_render_csv_knows(const kt_record *record, const char *table);

// Appends the table; `table` must be known. A table that this result does not have is its head
// alone. O(cells).
void kt_render_csv(kt_buffer *out, const kt_disclosed *disclosed, const char *table);

#endif
