// SPDX-License-Identifier: EUPL-1.2
// See fault.h.
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"
#include "base/sort.h"

enum { MAX_FAULTS = 1000000 };

void kt_fault_add(kt_fault_list *faults, kt_fault place, const char *format, ...)
{
    faults->n_errors += !place.warning;
    if (faults->n >= MAX_FAULTS) {
        faults->cut = true;
        return;
    }
    format = kt_lang_text(faults->lang, format);
    va_list args;
    va_start(args, format);
    char *text = kt_arena_format(&faults->texts, format, args);
    va_end(args);
    place.message = text;
    faults->failed |= text == NULL;
    faults->fault = kt_grow_array(faults->fault, &faults->capacity, faults->n + 1,
                                  sizeof *faults->fault, &faults->failed);
    if (faults->failed)
        return;
    faults->fault[faults->n++] = place;
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
    return by != 0 ? by : strcmp(a->message, b->message);
}

kt_status kt_fault_sort(kt_fault_list *faults, const kt_control *control, kt_error *err)
{
    return kt_sort_long(faults->fault, faults->n, sizeof *faults->fault, compare, control, err);
}

void kt_fault_free(kt_fault_list *faults)
{
    kt_arena_free(&faults->texts);
    free(faults->fault);
    *faults = (kt_fault_list){0};
}
