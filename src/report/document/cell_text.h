// SPDX-License-Identifier: EUPL-1.2
// A cell as text: digits, decimal mark, unit and mark of the reader's language. Renderers that
// write text share it; a workbook keeps the figure itself.
#ifndef KT_REPORT_DOCUMENT_CELL_TEXT_H
#define KT_REPORT_DOCUMENT_CELL_TEXT_H

#include "base/buffer.h"
#include "keten.h"
#include "report/document/cell.h"

// How long a name may be, in columns, where room is short; 0: as long as it is.
typedef struct kt_cell_text_room {
    size_t part, half_product; // steps of a path
    size_t name;               // a cell that says it may be shortened
} kt_cell_text_room;

// Appends the cell. Not for KT_CELL_SERIES, which is drawn.
void kt_cell_text_write(kt_buffer *out, const kt_cell *cell, kt_lang lang, kt_cell_text_room room);

#endif
