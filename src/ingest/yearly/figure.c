// SPDX-License-Identifier: EUPL-1.2
// See figure.h.
#include "ingest/yearly/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void kt_figure_write(char out[KT_NUMBER_SIZE], double value, int digits)
{
    double size = value == 0.0 ? 0.0 : floor(log10(fabs(value)));
    int behind = digits - 1 - (int)size;
    double step = pow(10.0, -behind);
    if (behind > 0) {
        snprintf(out, KT_NUMBER_SIZE, "%.*f", behind < 20 ? behind : 20, value);
        char *end = out + strlen(out);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    } else {
        snprintf(out, KT_NUMBER_SIZE, "%.0f", round(value / step) * step);
    }
}
