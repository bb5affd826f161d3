// SPDX-License-Identifier: EUPL-1.2
// Faults are sorted once, when a case was read. The order is by file, line and column and not by
// the time of finding, because different rules pass over the same file. Hardly any; at worst a
// million, as many as a file of a million rows with one mistake in each has.
#include "base/fault.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

void kt_fault_add(kt_fault_list *faults, kt_fault place, const char *format, ...)
{
    assert(place.file != NULL);
    va_list args;
    va_start(args, format);
    kt_notes_put(faults, place, format, args);
    va_end(args);
}

static int order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare(const void *left, const void *right)
{
    const kt_fault *a = left;
    const kt_fault *b = right;
    int by = order(a->package, b->package);
    by = by != 0 ? by : strcmp(a->file, b->file);
    by = by != 0 ? by : order(a->line, b->line);
    by = by != 0 ? by : order(a->column, b->column);
    return by != 0 ? by : strcmp(a->message, b->message); // the English one, in every language
}

kt_status kt_fault_sort(kt_fault_list *faults, const kt_control *control, kt_error *err)
{
    return kt_sort_long(faults->note, faults->n, sizeof *faults->note, compare, control, err);
}
