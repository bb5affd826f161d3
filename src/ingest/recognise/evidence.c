// SPDX-License-Identifier: EUPL-1.2
// Small comparisons of two cells as texts and numbers, done some times for each merged row. Sources
// are a list divided by "; " and compared one by one, because "a.csv" is another source than
// "big-a.csv".
#include "ingest/recognise/evidence.h"

#include <math.h>
#include <string.h>

enum { MOST_BYTES = 4096 };
static const char DIVIDER[] = "; ";
static const char AND_MORE[] = "; …";

int kt_evidence_grade(const char *evidence)
{
    return *evidence >= 'A' && *evidence <= 'D' && evidence[1] == '\0' ? *evidence - 'A'
                                                                       : 'D' - 'A';
}

bool kt_evidence_same(const char *a, const char *b)
{
    double x;
    double y;
    return strcmp(a, b) == 0 ||
           (kt_number_read(&x, a, strlen(a)) && kt_number_read(&y, b, strlen(b)) && x == y);
}

// The length of the first source of the list.
static size_t first_length(const char *sources)
{
    const char *end = strstr(sources, DIVIDER);
    return end == NULL ? strlen(sources) : (size_t)(end - sources);
}

// The source behind the first one; the end of the list where there is none.
static const char *next_source(const char *sources)
{
    sources += first_length(sources);
    return *sources == '\0' ? sources : sources + strlen(DIVIDER);
}

static bool has_source(const char *sources, const char *source, size_t length)
{
    for (; *sources != '\0'; sources = next_source(sources)) {
        if (first_length(sources) == length && memcmp(sources, source, length) == 0)
            return true;
    }
    return false;
}

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t n = strlen(end);
    return length >= n && memcmp(text + length - n, end, n) == 0;
}

void kt_evidence_join(kt_buffer *out, const char *sources, const char *more)
{
    bool too_long = *sources != '\0' && *more != '\0' && strcmp(sources, more) != 0 &&
                    strlen(sources) + strlen(more) > MOST_BYTES;
    if (too_long) {
        kt_buffer_put(out, sources);
        kt_buffer_put(out, ends_in(sources, AND_MORE) ? "" : AND_MORE);
        return;
    }
    const char *divider = *sources == '\0' ? "" : DIVIDER;
    kt_buffer_put(out, sources);
    for (const char *one = more; *one != '\0'; one = next_source(one)) {
        size_t length = first_length(one);
        if (length == 0 || has_source(sources, one, length))
            continue;
        kt_buffer_put(out, divider);
        kt_buffer_add(out, one, length);
        divider = DIVIDER;
    }
}

bool kt_evidence_sum(char text[KT_NUMBER_SIZE], double *sum, const char *a, const char *b)
{
    double x;
    double y;
    if (!kt_number_read(&x, a, strlen(a)) || !kt_number_read(&y, b, strlen(b)) ||
        !isfinite((x + y) * 1e12))
        return false;
    *sum = round((x + y) * 1e12) / 1e12; // 0.3 + 0.6 is 0.9
    kt_number_shortest(text, *sum);
    return true;
}
