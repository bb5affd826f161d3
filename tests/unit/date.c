// SPDX-License-Identifier: EUPL-1.2
// Dates against a naive twin that counts day by day.
#include "setting.h"

#include "base/date.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_leap_to_caesar(int year) // the seeded defect
{
    return year % 4 == 0;
}

static int days_in(int year, int month, bool leap(int))
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    (void)year;
    return DAYS[month - 1] + (month == 2 && leap(year));
}

// Days of 1600 to 2400 on which the program and a twin with this leap rule disagree.
static unsigned disagreements(bool leap(int))
{
    unsigned n = 0;
    int32_t day = -135140; // 1600-01-01
    for (int year = 1600; year <= 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int d = 1; d <= days_in(year, month, leap); d++, day++) {
                char text[40];
                char written[11];
                int32_t read = INT32_MIN;
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, d);
                kt_date_write(written, day);
                n += strcmp(written, text) != 0;
                n += !kt_date_read(&read, text, 10) || read != day;
            }
        }
    }
    return n;
}

static void agrees_with_counting(void **state)
{
    (void)state;
    assert_int_equal(disagreements(is_leap), 0);
    assert_true(disagreements(is_leap_to_caesar) > 1000);
}

static void knows_known_days(void **state)
{
    (void)state;
    int32_t day;
    assert_true(kt_date_read(&day, "1970-01-01", 10));
    assert_int_equal(day, 0);
    assert_true(kt_date_read(&day, "2000-03-01", 10));
    assert_int_equal(day, 11017);
    assert_true(kt_date_read(&day, "0001-01-01", 10));
    assert_int_equal(day, -719162);
    assert_true(kt_date_read(&day, "9999-12-31", 10));
    assert_int_equal(day, 2932896);
    char text[11];
    kt_date_write(text, -719162);
    assert_string_equal(text, "0001-01-01");
}

static void refuses_what_is_no_day(void **state)
{
    (void)state;
    const char *const bad[] = {"2023-02-29", "1900-02-29",  "2023-04-31", "2023-00-10",
                               "2023-13-01", "2023-01-00",  "2023-01-32", "0000-01-01",
                               "2023-1-01",  "2023/01/01",  "23-01-2023", "2023-01-1 ",
                               "-023-01-01", "2023-01-01T", "",           "2023"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t day;
        if (kt_date_read(&day, bad[i], strlen(bad[i])))
            fail_msg("\"%s\" is read as a date", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_counting),
        cmocka_unit_test(knows_known_days),
        cmocka_unit_test(refuses_what_is_no_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
