// SPDX-License-Identifier: EUPL-1.2
// Sorts the rows of each item by buyer and supplier, which puts duplicates side by side, and adds
// the shares of each buyer. A few rows an item, 1e7 in all for an economy. A sum may pass 1 by
// 1e-9, which is rounding. Reported is the row at which the sum passes.
#include "model/supply_rules.h"

#include <stdlib.h>

#include "base/number.h"
#include "base/sort.h"
#include "model/group.h"

static const double SHARE_TOLERANCE = 1e-9;

typedef struct supply_row {
    kt_symbol buyer, supplier;
    uint32_t row;
} supply_row;

static int by_buyer_supplier_row(const void *left, const void *right)
{
    const supply_row *a = left;
    const supply_row *b = right;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->supplier != b->supplier)
        return a->supplier < b->supplier ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static int by_row(const void *left, const void *right)
{
    const supply_row *a = left;
    const supply_row *b = right;
    return a->row < b->row ? -1 : 1;
}

static void check_duplicates(kt_case *c, const supply_row *rows, uint32_t n)
{
    const kt_table *supply = &c->table[KT_SUPPLY];
    for (uint32_t i = 1; i < n; i++) {
        if (rows[i].buyer != rows[i - 1].buyer || rows[i].supplier != rows[i - 1].supplier)
            continue;
        kt_fault place = kt_table_place(supply, rows[i].row, KT_SUPPLY_SUPPLIER);
        place.see_record = rows[i - 1].row + 1;
        const char *item =
            kt_pool_text(&c->pool, kt_table_text(supply, KT_SUPPLY_ITEM, rows[i].row));
        const char *supplier = kt_pool_text(&c->pool, rows[i].supplier);
        const char *buyer = kt_pool_text(&c->pool, rows[i].buyer);
        if (*buyer == '\0')
            kt_fault_add(&c->faults, place, "\"%s\" already supplies \"%s\" to the market",
                         supplier, item);
        else
            kt_fault_add(&c->faults, place, "\"%s\" already supplies \"%s\" to \"%s\"", supplier,
                         item, buyer);
    }
}

// `rows` are of one item and buyer, in file order. Reported where the sum first exceeds 1.
static void check_sum(kt_case *c, const supply_row *rows, uint32_t n)
{
    const kt_table *supply = &c->table[KT_SUPPLY];
    double sum = 0.0;
    for (uint32_t i = 0; i < n; i++) {
        double share = kt_table_number(supply, KT_SUPPLY_SHARE, rows[i].row);
        if (isnan(share))
            continue;
        sum += share;
        if (sum <= 1.0 + SHARE_TOLERANCE)
            continue;
        char text[KT_NUMBER_SIZE];
        kt_number_shortest(text, sum);
        kt_fault_add(&c->faults, kt_table_place(supply, rows[i].row, KT_SUPPLY_SHARE),
                     "shares of \"%s\" add up to %s, which is above 1",
                     kt_pool_text(&c->pool, kt_table_text(supply, KT_SUPPLY_ITEM, rows[i].row)),
                     text);
        return;
    }
}

static kt_status check_item(kt_case *c, supply_row *rows, uint32_t n, const kt_control *control,
                            kt_error *err)
{
    kt_status status = kt_sort_long(rows, n, sizeof *rows, by_buyer_supplier_row, control, err);
    if (status == KT_OK)
        check_duplicates(c, rows, n);
    if (c->table[KT_SUPPLY].at[KT_SUPPLY_SHARE] < 0)
        return status;
    for (uint32_t first = 0, end = 0; first < n && status == KT_OK; first = end) {
        while (end < n && rows[end].buyer == rows[first].buyer)
            end++;
        status = kt_sort_long(rows + first, end - first, sizeof *rows, by_row, control, err);
        if (status == KT_OK)
            check_sum(c, rows + first, end - first);
    }
    return status;
}

kt_status kt_supply_rules_check(kt_case *c, const kt_control *control, kt_error *err)
{
    const kt_table *supply = &c->table[KT_SUPPLY];
    kt_status status = KT_OK;
    kt_group by_item = {0};
    uint32_t *item = malloc(((size_t)supply->n_rows + 1) * sizeof *item);
    supply_row *rows = malloc(((size_t)supply->n_rows + 1) * sizeof *rows);

    if (item == NULL || rows == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol id = kt_table_text(supply, KT_SUPPLY_ITEM, r);
        bool whole = id != 0 && kt_table_text(supply, KT_SUPPLY_SUPPLIER, r) != 0;
        item[r] = whole ? kt_case_row(&c->item, id) : KT_NO_ROW;
    }
    KT_TRY(kt_group_rows(&by_item, item, supply->n_rows, c->table[KT_ITEMS].n_rows, err));
    for (uint32_t i = 0; i < by_item.n; i++) {
        uint32_t n = 0;
        for (uint32_t k = by_item.first[i]; k < by_item.first[i + 1]; k++) {
            uint32_t r = by_item.row[k];
            rows[n++] = (supply_row){kt_table_text(supply, KT_SUPPLY_BUYER, r),
                                     kt_table_text(supply, KT_SUPPLY_SUPPLIER, r), r};
        }
        KT_TRY(check_item(c, rows, n, control, err));
    }
done:
    kt_group_free(&by_item);
    free(item);
    free(rows);
    return status;
}
