// SPDX-License-Identifier: EUPL-1.2
// Rows that are not taken over, each with its place and reason, and the file that tells the sender:
// the refused rows as they were, ready to be put right and sent again.
#ifndef KT_INGEST_INTAKE_REJECT_H
#define KT_INGEST_INTAKE_REJECT_H

#include "base/notes.h"
#include "ingest/intake/delivery.h"

typedef struct kt_reject_list {
    kt_notes notes;         // a reason each, at the place of the cell at fault
    kt_delivery_place *row; // [notes.n] that is refused for it
    size_t capacity;
} kt_reject_list; // {0} is an empty list

// Adds a reason; one row may have several. `format` is English, looked up in the list's language.
void kt_reject_add(kt_reject_list *list, kt_delivery_place row, const char *place,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

// The same with the values of a caller that has taken them itself.
void kt_reject_add_list(kt_reject_list *list, kt_delivery_place row, const char *place,
                        const char *format, va_list args) __attribute__((format(printf, 4, 0)));
void kt_reject_free(kt_reject_list *list);

// Number of different rows. KT_NO_RESOURCES only. O(n log n).
kt_status kt_reject_rows(size_t *out, const kt_reject_list *list, kt_error *err);

// Appends CSV: place, reason, then the cells of the row as the file has them.
void kt_reject_write(kt_buffer *out, const kt_reject_list *list, const kt_grid_list *grids,
                     const kt_pool *pool);

#endif
