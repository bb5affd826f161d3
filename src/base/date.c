// SPDX-License-Identifier: EUPL-1.2
// Turns dates into day numbers by counting 400-year eras that begin on 1 March (E. G. Richards,
// "Calendars", 2013): the leap day is then the last of its year and needs no exception. The C
// library's time functions read the clock's zone and are not used.
#include "base/date.h"

#include <stdio.h>

static const int DAYS_PER_ERA = 146097;
static const int EPOCH = 719468; // days from 0000-03-01 to 1970-01-01

static int32_t day_number(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - EPOCH;
}

static bool read_digits(int *out, const char *text, int n)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

bool kt_date_read(int32_t *out, const char *text, size_t length)
{
    int year;
    int month;
    int day;
    if (length != 10 || text[4] != '-' || text[7] != '-' || !read_digits(&year, text, 4) ||
        !read_digits(&month, text + 5, 2) || !read_digits(&day, text + 8, 2))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *out = day_number(year, month, day);
    char back[11];
    kt_date_write(back, *out); // 31 April comes back as 1 May
    return back[8] == text[8] && back[9] == text[9];
}

void kt_date_write(char text[11], int32_t day)
{
    int z = day + EPOCH;
    int era = z / DAYS_PER_ERA;
    int day_of_era = z - era * DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int year = era * 400 + year_of_era + (month <= 2);
    int day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    char wide[40];
    snprintf(wide, sizeof wide, "%04d-%02d-%02d", year, month, day_of_month);
    for (int i = 0; i < 10; i++)
        text[i] = wide[i];
    text[10] = '\0';
}
