// SPDX-License-Identifier: EUPL-1.2
// See figure.h.
#include "ingest/yearly/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Zeros behind the point say nothing.
static void trim(char *text)
{
    char *end = text + strlen(text);
    if (strchr(text, '.') == NULL)
        return;
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

void kt_figure_fixed(char out[KT_NUMBER_SIZE], double value, int decimals)
{
    snprintf(out, KT_NUMBER_SIZE, "%.*f", decimals, value);
    trim(out);
    if (strcmp(out, "-0") == 0)
        snprintf(out, KT_NUMBER_SIZE, "0");
}

void kt_figure_write(char out[KT_NUMBER_SIZE], double value, int digits)
{
    double size = value == 0.0 ? 0.0 : floor(log10(fabs(value)));
    int behind = digits - 1 - (int)size;
    double step = pow(10.0, -behind);
    if (behind > 0) {
        snprintf(out, KT_NUMBER_SIZE, "%.*f", behind < 20 ? behind : 20, value);
        trim(out);
    } else {
        snprintf(out, KT_NUMBER_SIZE, "%.0f", round(value / step) * step);
    }
}
