// SPDX-License-Identifier: EUPL-1.2
// See size.h.
#include "ingest/yearly/size.h"

#include <math.h>
#include <stdarg.h>

#include "ingest/yearly/figure.h"

// A year's output changes less than eightfold, and a wrong unit by a thousand.
static const double MOST_CHANGE = 8.0;
static const double THOUSAND = 1000.0;
static const double MOST_SUM = 1.10; // in totals: more is no rounding
enum { DIGITS = 6 };

static void refuse(kt_yearly *yearly, const kt_size *size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void refuse(kt_yearly *yearly, const kt_size *size, const char *format, ...)
{
    char place[KT_GRID_PLACE];
    const kt_grid *grid = &yearly->grids->grid[size->place.grid];
    kt_grid_place(place, grid, size->place.number, KT_GRID_COLUMNS);
    va_list args;
    va_start(args, format);
    kt_reject_add_list(yearly->rejects, size->place, place, format, args);
    va_end(args);
}

static double published_of(const kt_size *size)
{
    return isnan(size->total) ? size->sum : size->total;
}

static bool check_record(kt_yearly *yearly, kt_size *size)
{
    if (isnan(size->on_record)) {
        refuse(yearly, size,
               "%s, %s: nothing of this publication is on record to hold its unit and content "
               "against",
               size->material, size->stage);
        return false;
    }
    double times = published_of(size) / size->on_record;
    char now[KT_NUMBER_SIZE];
    char then[KT_NUMBER_SIZE];
    kt_figure_write(now, published_of(size), DIGITS);
    kt_figure_write(then, size->on_record, DIGITS);
    if (times < MOST_CHANGE && times > 1.0 / MOST_CHANGE)
        return true;
    bool below = times > 1.0 / THOUSAND / MOST_CHANGE && times < MOST_CHANGE / THOUSAND;
    bool above = times < THOUSAND * MOST_CHANGE && times > THOUSAND / MOST_CHANGE;
    if ((below || above) && yearly->agreed) {
        size->correction = below ? THOUSAND : 1.0 / THOUSAND;
        return true;
    }
    if (below || above)
        refuse(yearly, size,
               "%s, %s, %d: %s tonnes, where %s are on record for %d: the unit \"%s\" of the file "
               "looks wrong by a thousand; run again with --yes to take the figures as that",
               size->material, size->stage, size->year, now, then, size->year_on_record,
               size->unit);
    else
        refuse(yearly, size,
               "%s, %s, %d: %s tonnes, where %s are on record for %d: too far off to be the same "
               "thing",
               size->material, size->stage, size->year, now, then, size->year_on_record);
    return false;
}

static bool check_sum(kt_yearly *yearly, const kt_size *size)
{
    char sum[KT_NUMBER_SIZE];
    char total[KT_NUMBER_SIZE];
    if (isnan(size->total) || size->sum <= size->total * MOST_SUM)
        return true;
    kt_figure_write(sum, size->sum, DIGITS);
    kt_figure_write(total, size->total, DIGITS);
    refuse(yearly, size, "%s, %s, %d: its countries add up to %s tonnes, more than the total of %s",
           size->material, size->stage, size->year, sum, total);
    return false;
}

bool kt_size_check(kt_yearly *yearly, kt_size *size)
{
    size->correction = 1.0;
    if (!(published_of(size) > 0) && !(size->sum > 0)) // all of it withheld, or none made
        return false;
    return check_record(yearly, size) && check_sum(yearly, size);
}
