// SPDX-License-Identifier: EUPL-1.2
// Sorts the rows of each parent to find pairs that occur twice and groups that disagree; cycles are
// found by cycle.c. 1,800 rows for a frigate, up to 1e7.
#include "model/bom_rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "base/sort.h"
#include "model/cycle.h"

typedef struct bom_row {
    kt_symbol child, group;
    uint32_t row;
} bom_row;

static int by_child_and_row(const void *left, const void *right)
{
    const bom_row *a = left;
    const bom_row *b = right;
    if (a->child != b->child)
        return a->child < b->child ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static int by_group_and_row(const void *left, const void *right)
{
    const bom_row *a = left;
    const bom_row *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static kt_status check_pairs(kt_case *c, bom_row *rows, uint32_t n, const kt_control *control,
                             kt_error *err)
{
    const kt_table *bom = &c->table[KT_BOM];
    kt_status status = kt_sort_long(rows, n, sizeof *rows, by_child_and_row, control, err);
    for (uint32_t i = 1; i < n && status == KT_OK; i++) {
        status = kt_control_check(control, err); // one child may stand in very many groups
        for (uint32_t j = i; j-- > 0 && rows[j].child == rows[i].child;) {
            bool apart = rows[i].group != 0 && rows[j].group != 0 && rows[i].group != rows[j].group;
            if (apart)
                continue;
            kt_fault place = kt_table_place(bom, rows[i].row, KT_BOM_CHILD);
            place.see_record = rows[j].row + 1;
            kt_fault_add(&c->faults, place,
                         "child \"%s\" is already in the bill of materials of \"%s\"",
                         kt_pool_text(&c->pool, rows[i].child),
                         kt_pool_text(&c->pool, kt_table_text(bom, KT_BOM_PARENT, rows[i].row)));
            break;
        }
    }
    return status;
}

static bool essential(const kt_table *bom, uint32_t row)
{
    return kt_table_choice(bom, KT_BOM_ESSENTIAL, row) != KT_NO;
}

static kt_status check_groups(kt_case *c, bom_row *rows, uint32_t n, const kt_control *control,
                              kt_error *err)
{
    const kt_table *bom = &c->table[KT_BOM];
    kt_status status = kt_sort_long(rows, n, sizeof *rows, by_group_and_row, control, err);
    uint32_t first = 0;
    for (uint32_t i = 1; i < n && status == KT_OK; i++) {
        if (rows[i].group != rows[first].group)
            first = i;
        if (rows[i].group == 0 || essential(bom, rows[i].row) == essential(bom, rows[first].row))
            continue;
        kt_fault place = kt_table_place(bom, rows[i].row, KT_BOM_ESSENTIAL);
        place.see_record = rows[first].row + 1;
        kt_fault_add(&c->faults, place, "essential differs within alternative group \"%s\"",
                     kt_pool_text(&c->pool, rows[i].group));
    }
    return status;
}

static void check_ranges(kt_case *c)
{
    const kt_table *bom = &c->table[KT_BOM];
    for (uint32_t r = 0; r < bom->n_rows; r++) {
        double quantity = kt_table_number(bom, KT_BOM_QUANTITY, r);
        char text[KT_NUMBER_SIZE];
        if (kt_table_number(bom, KT_BOM_QUANTITY_MIN, r) > quantity) {
            kt_number_shortest(text, kt_table_number(bom, KT_BOM_QUANTITY_MIN, r));
            kt_fault_add(&c->faults, kt_table_place(bom, r, KT_BOM_QUANTITY_MIN),
                         "quantity_min %s is above quantity", text);
        }
        if (kt_table_number(bom, KT_BOM_QUANTITY_MAX, r) < quantity) {
            kt_number_shortest(text, kt_table_number(bom, KT_BOM_QUANTITY_MAX, r));
            kt_fault_add(&c->faults, kt_table_place(bom, r, KT_BOM_QUANTITY_MAX),
                         "quantity_max %s is below quantity", text);
        }
    }
}

static void report_cycle(void *user, const uint32_t *item, uint32_t n, uint32_t row)
{
    kt_case *c = user;
    const kt_table *items = &c->table[KT_ITEMS];
    kt_buffer text = {0};
    for (uint32_t i = 0; i <= n; i++) // and the first once more
        kt_buffer_format(&text, "%s%s", i == 0 ? "" : " → ",
                         kt_pool_text(&c->pool, kt_table_text(items, KT_ITEMS_ID, item[i % n])));
    if (text.failed)
        c->faults.failed = true;
    else
        kt_fault_add(&c->faults, kt_table_place(&c->table[KT_BOM], row, KT_BOM_CHILD),
                     "cycle in the bill of materials: %s", text.text);
    kt_buffer_free(&text);
}

static uint32_t *item_rows(const kt_case *c, const kt_table *table, int column)
{
    uint32_t *rows = malloc(((size_t)table->n_rows + 1) * sizeof *rows);
    for (uint32_t r = 0; rows != NULL && r < table->n_rows; r++) {
        kt_symbol id = kt_table_text(table, column, r);
        rows[r] = id == 0 ? KT_NO_ROW : kt_case_row(&c->item, id);
    }
    return rows;
}

kt_status kt_bom_rules_check(kt_case *c, const kt_control *control, kt_error *err)
{
    const kt_table *bom = &c->table[KT_BOM];
    kt_status status = KT_OK;
    kt_group children = {0};
    uint32_t *parent = item_rows(c, bom, KT_BOM_PARENT);
    uint32_t *child = item_rows(c, bom, KT_BOM_CHILD);
    bom_row *rows = malloc(((size_t)bom->n_rows + 1) * sizeof *rows);

    if (parent == NULL || child == NULL || rows == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(kt_group_rows(&children, parent, bom->n_rows, c->table[KT_ITEMS].n_rows, err));
    for (uint32_t p = 0; p < children.n; p++) {
        uint32_t n = 0;
        for (uint32_t k = children.first[p]; k < children.first[p + 1]; k++) {
            uint32_t r = children.row[k];
            kt_symbol id = kt_table_text(bom, KT_BOM_CHILD, r);
            if (id != 0)
                rows[n++] = (bom_row){id, kt_table_text(bom, KT_BOM_ALTERNATIVE_GROUP, r), r};
        }
        KT_TRY(check_pairs(c, rows, n, control, err));
        KT_TRY(check_groups(c, rows, n, control, err));
    }
    check_ranges(c);
    KT_TRY(kt_cycle_find(&(kt_cycle_graph){&children, child}, report_cycle, c, control, err));
done:
    kt_group_free(&children);
    free(parent);
    free(child);
    free(rows);
    return status;
}
