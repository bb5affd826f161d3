// SPDX-License-Identifier: EUPL-1.2
// Reads prices (5,700 monthly rows), production and reserves once, and works volatility, trend and
// years of reserves out from them. The shipped prices are sorted by material and month, but that is
// not relied on: the last months of a series are kept in order as they are met.
#include "analysis/supply/indicator.h"

#include <string.h>

#include "base/date.h"
#include "base/stat.h"

enum { MONTHS_A_YEAR = 12 };

double kt_indicator_volatility(const double *price, size_t n)
{
    double change[KT_INDICATOR_MONTHS];
    size_t n_changes = 0;
    for (size_t i = 1; i < n && n_changes < KT_INDICATOR_MONTHS; i++)
        change[n_changes++] = log(price[i] / price[i - 1]);
    if (n_changes < KT_INDICATOR_LEAST)
        return (double)NAN;
    return kt_stat_deviation(change, n_changes) * sqrt((double)MONTHS_A_YEAR);
}

double kt_indicator_trend(const double *price, size_t n)
{
    kt_sum xy = {0};
    kt_sum xx = {0};
    double mean = ((double)n - 1.0) / 2.0;
    if (n < KT_INDICATOR_LEAST + 1)
        return (double)NAN;
    for (size_t i = 0; i < n; i++) {
        double x = (double)i - mean;
        kt_stat_add(&xy, x * log(price[i]));
        kt_stat_add(&xx, x * x);
    }
    return expm1(kt_stat_total(&xy) / kt_stat_total(&xx) * MONTHS_A_YEAR);
}

// The newest months of one material's series, oldest first: one more than there are changes.
typedef struct series {
    kt_symbol month[KT_INDICATOR_MONTHS + 1];
    double price[KT_INDICATOR_MONTHS + 1];
    kt_symbol unit;
    uint32_t n;
} series;

static void insert_month(series *s, const kt_pool *pool, kt_symbol month, double price)
{
    uint32_t full = KT_INDICATOR_MONTHS + 1;
    uint32_t at = s->n;
    while (at > 0 && strcmp(kt_pool_text(pool, s->month[at - 1]), kt_pool_text(pool, month)) > 0)
        at--;
    if (s->n == full) { // the oldest drops out
        if (at == 0)
            return;
        at--;
        memmove(s->month, s->month + 1, at * sizeof s->month[0]);
        memmove(s->price, s->price + 1, at * sizeof s->price[0]);
    } else {
        memmove(s->month + at + 1, s->month + at, (s->n - at) * sizeof s->month[0]);
        memmove(s->price + at + 1, s->price + at, (s->n - at) * sizeof s->price[0]);
        s->n++;
    }
    s->month[at] = month;
    s->price[at] = price;
}

// The price of a month is its mean: it is known when the month is over.
static bool is_over(const char *month, int32_t day)
{
    char first[11];
    int32_t begin = 0;
    int32_t end = 0;
    if (strlen(month) != 7)
        return false;
    memcpy(first, month, 7);
    memcpy(first + 7, "-01", 4);
    if (!kt_date_read(&begin, first, 10))
        return false;
    kt_date_write(first, begin + 31); // a day of the next month, whatever its length
    memcpy(first + 7, "-01", 4);
    return kt_date_read(&end, first, 10) && end <= day;
}

static kt_status read_prices(kt_indicator *out, const kt_basis *b, int32_t day, kt_error *err)
{
    const kt_case *c = b->the_case;
    const kt_table *prices = &c->reference[KT_PRICES];
    kt_arena scratch = {0};
    series *all = kt_arena_alloc(&scratch, (size_t)b->n_materials + 1, sizeof *all);
    if (all == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < prices->n_rows; r++) {
        uint32_t m = kt_case_row(&c->material, kt_table_text(prices, KT_PRICES_MATERIAL, r));
        kt_symbol month = kt_table_text(prices, KT_PRICES_MONTH, r);
        kt_symbol unit = kt_table_text(prices, KT_PRICES_UNIT, r);
        if (m == KT_NO_ROW || !is_over(kt_pool_text(&c->pool, month), day))
            continue;
        if (all[m].n > 0 && all[m].unit != unit) // a second series in another unit cannot be joined
            continue;
        all[m].unit = unit;
        insert_month(&all[m], &c->pool, month, kt_table_number(prices, KT_PRICES_PRICE, r));
    }
    for (uint32_t m = 0; m < b->n_materials; m++) {
        const series *s = &all[m];
        out[m].volatility = kt_indicator_volatility(s->price, s->n);
        out[m].trend = kt_indicator_trend(s->price, s->n);
        out[m].price = s->n > 0 ? s->price[s->n - 1] : (double)NAN;
        out[m].price_month = s->n > 0 ? s->month[s->n - 1] : 0;
        out[m].price_unit = s->unit;
        out[m].price_months = s->n;
    }
    kt_arena_free(&scratch);
    return KT_OK;
}

// World extraction of the newest year in tonnes; NaN unless every country has them.
static double world_extraction(const kt_basis *b, uint32_t material)
{
    const kt_table *production = &b->the_case->reference[KT_PRODUCTION];
    double newest = 0.0;
    kt_sum sum = {0};
    for (uint32_t r = 0; r < production->n_rows; r++) {
        double year = kt_table_number(production, KT_PRODUCTION_YEAR, r);
        if (kt_case_row(&b->the_case->material,
                        kt_table_text(production, KT_PRODUCTION_MATERIAL, r)) != material ||
            kt_table_choice(production, KT_PRODUCTION_STAGE, r) != KT_STAGE_EXTRACTION ||
            year < newest)
            continue;
        if (year > newest)
            sum = (kt_sum){0};
        newest = year;
        kt_stat_add(&sum, kt_table_number(production, KT_PRODUCTION_TONNES, r));
    }
    return newest > 0.0 ? kt_stat_total(&sum) : (double)NAN;
}

static void read_reserves(kt_indicator *out, const kt_basis *b)
{
    const kt_case *c = b->the_case;
    const kt_table *reserves = &c->reference[KT_RESERVES];
    for (uint32_t r = 0; r < reserves->n_rows; r++) {
        uint32_t m = kt_case_row(&c->material, kt_table_text(reserves, KT_RESERVES_MATERIAL, r));
        int year = (int)kt_table_number(reserves, KT_RESERVES_YEAR, r);
        if (m != KT_NO_ROW && year > out[m].reserve_year)
            out[m].reserve_year = year;
    }
    for (uint32_t r = 0; r < reserves->n_rows; r++) {
        uint32_t m = kt_case_row(&c->material, kt_table_text(reserves, KT_RESERVES_MATERIAL, r));
        double share = kt_table_number(reserves, KT_RESERVES_SHARE, r);
        if (m == KT_NO_ROW ||
            (int)kt_table_number(reserves, KT_RESERVES_YEAR, r) != out[m].reserve_year)
            continue;
        kt_indicator *i = &out[m];
        bool first = i->reserve_largest == KT_NO_ROW;
        i->reserve_hhi = (first ? 0.0 : i->reserve_hhi) + share * share;
        i->reserve_years =
            (first ? 0.0 : i->reserve_years) + kt_table_number(reserves, KT_RESERVES_TONNES, r);
        if (first || share > i->reserve_share) {
            i->reserve_share = share;
            i->reserve_largest =
                kt_case_row(&c->country, kt_table_text(reserves, KT_RESERVES_COUNTRY, r));
        }
    }
    for (uint32_t m = 0; m < b->n_materials; m++)
        out[m].reserve_years /= world_extraction(b, m);
}

kt_status kt_indicator_find(kt_indicator **out, const kt_basis *b, int32_t day, kt_arena *arena,
                            kt_error *err)
{
    const kt_table *materials = &b->the_case->reference[KT_MATERIALS];
    *out = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof **out);
    if (*out == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < b->n_materials; m++)
        (*out)[m] = (kt_indicator){
            .reserve_years = (double)NAN,
            .reserve_hhi = (double)NAN,
            .reserve_share = (double)NAN,
            .reserve_largest = KT_NO_ROW,
            .companionality = kt_table_number(materials, KT_MATERIALS_COMPANIONALITY, m),
        };
    read_reserves(*out, b);
    return read_prices(*out, b, day, err);
}
