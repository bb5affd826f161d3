// SPDX-License-Identifier: EUPL-1.2
// See sort.h. A long array is sorted in pieces of 16,384 elements (some milliseconds each) by the
// library, which are then merged from the bottom up, with a look at the flag for each such piece.
#include "base/sort.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 14 }; // elements between two looks

typedef int (*comparison)(const void *, const void *);

static bool in_order(const void *array, size_t n, size_t size, comparison compare)
{
    const char *at = array;
    for (size_t k = 1; k < n; k++, at += size) {
        if (compare(at, at + size) > 0)
            return false;
    }
    return true;
}

void kt_sort(void *array, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    if (!in_order(array, n, size, compare))
        qsort(array, n, size, compare);
}

typedef struct merging {
    size_t size;
    comparison compare;
    const kt_control *control;
    kt_error *err;
    size_t written; // elements, since the last look
} merging;

static kt_status look(merging *m, size_t n)
{
    m->written += n;
    if (m->written < PIECE)
        return KT_OK;
    m->written = 0;
    return kt_control_check(m->control, m->err);
}

static kt_status sort_pieces(merging *m, char *array, size_t n)
{
    kt_status status = KT_OK;
    for (size_t first = 0; first < n && status == KT_OK; first += PIECE) {
        size_t length = n - first < PIECE ? n - first : PIECE;
        kt_sort(array + first * m->size, length, m->size, m->compare);
        status = kt_control_check(m->control, m->err);
    }
    return status;
}

// Merges two runs that lie behind each other, `left` of n_left elements first, into `to`. Of equal
// ones the left comes first.
static kt_status merge_runs(merging *m, char *to, const char *left, size_t n_left, size_t n_right)
{
    const char *right = left + n_left * m->size;
    const char *left_end = right;
    const char *end = right + n_right * m->size;
    kt_status status = KT_OK;
    while (left < left_end && right < end && status == KT_OK) {
        const char **from = m->compare(right, left) < 0 ? &right : &left;
        memcpy(to, *from, m->size);
        *from += m->size;
        to += m->size;
        status = look(m, 1);
    }
    if (status != KT_OK)
        return status;
    memcpy(to, left, (size_t)(left_end - left));
    memcpy(to + (left_end - left), right, (size_t)(end - right));
    return KT_OK;
}

// Merges runs of `length` elements pair by pair from one array into the other.
static kt_status merge_all(merging *m, char *to, const char *from, size_t n, size_t length)
{
    kt_status status = KT_OK;
    for (size_t first = 0; first < n && status == KT_OK; first += 2 * length) {
        size_t n_left = n - first < length ? n - first : length;
        size_t rest = n - first - n_left;
        size_t n_right = rest < length ? rest : length;
        status = merge_runs(m, to + first * m->size, from + first * m->size, n_left, n_right);
    }
    return status;
}

kt_status kt_sort_long(void *array, size_t n, size_t size,
                       int (*compare)(const void *, const void *), const kt_control *control,
                       kt_error *err)
{
    merging m = {.size = size, .compare = compare, .control = control, .err = err};
    if (n <= PIECE || in_order(array, n, size, compare)) {
        kt_sort(array, n, size, compare);
        return kt_control_check(control, err);
    }
    char *other = malloc(n * size); // the array exists, so the product fits
    if (other == NULL) {
        qsort(array, n, size, compare);
        return KT_OK;
    }
    char *from = array;
    char *to = other;
    kt_status status = sort_pieces(&m, array, n);
    for (size_t length = PIECE; length < n && status == KT_OK; length *= 2) {
        status = merge_all(&m, to, from, n, length);
        if (status != KT_OK) // what `to` holds is not whole
            break;
        char *last = from;
        from = to;
        to = last;
    }
    if (from == other)
        memcpy(array, other, n * size);
    free(other);
    return status;
}
