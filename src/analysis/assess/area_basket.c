// SPDX-License-Identifier: EUPL-1.2
// Some thirty typical items that hold two hundred materials and compositions; all of it is one
// table of yes and no. The items go in the order of their ids, so that no sum depends on the order
// of rows.
#include "analysis/assess/area_basket.h"

#include <stdlib.h>
#include <string.h>

typedef struct typical_item {
    const char *id;
    uint32_t row; // of typical_items
} typical_item;

// [typical_items][n_materials]
typedef struct holding {
    const kt_case *the_case;
    uint32_t n_materials;
    bool *held;
} holding;

static void hold(const holding *h, uint32_t item, kt_symbol material)
{
    uint32_t m = kt_case_row(&h->the_case->material, material);
    if (m != KT_NO_ROW)
        h->held[(size_t)item * h->n_materials + m] = true;
}

static void hold_composition(const holding *h, uint32_t item, kt_symbol composition)
{
    const kt_table *rows = &h->the_case->reference[KT_COMPOSITIONS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_COMPOSITIONS_COMPOSITION, r) == composition)
            hold(h, item, kt_table_text(rows, KT_COMPOSITIONS_MATERIAL, r));
    }
}

static void read_contents(const holding *h)
{
    const kt_table *rows = &h->the_case->reference[KT_TYPICAL_CONTENTS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        kt_symbol id = kt_table_text(rows, KT_TYPICAL_CONTENTS_ITEM, r);
        kt_symbol composition = kt_table_text(rows, KT_TYPICAL_CONTENTS_COMPOSITION, r);
        uint32_t item = kt_case_row(&h->the_case->typical_item, id);
        if (item == KT_NO_ROW)
            continue;
        hold(h, item, kt_table_text(rows, KT_TYPICAL_CONTENTS_MATERIAL, r));
        if (composition != 0)
            hold_composition(h, item, composition);
    }
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const typical_item *)left)->id, ((const typical_item *)right)->id);
}

static void add_item(kt_area_cells *cells, const holding *h, uint32_t item)
{
    const kt_table *items = &h->the_case->reference[KT_TYPICAL_ITEMS];
    uint32_t area = kt_area_cells_row(cells, kt_table_text(items, KT_TYPICAL_ITEMS_AREA, item));
    double impact = kt_table_number(items, KT_TYPICAL_ITEMS_IMPACT, item);
    for (uint32_t m = 0; area != KT_NO_ROW && m < h->n_materials; m++) {
        if (h->held[(size_t)item * h->n_materials + m])
            kt_area_cells_add(cells, area, m, impact, 1.0);
    }
}

kt_status kt_area_basket_add(kt_area_cells *cells, kt_error *err)
{
    const kt_case *c = cells->the_case;
    const kt_table *items = &c->reference[KT_TYPICAL_ITEMS];
    kt_status status = KT_OK;
    kt_arena scratch = {0};
    holding h = {.the_case = c, .n_materials = cells->n_materials};
    typical_item *item = kt_arena_alloc(&scratch, (size_t)items->n_rows + 1, sizeof *item);
    h.held = kt_arena_alloc(&scratch, (size_t)items->n_rows * h.n_materials + 1, sizeof *h.held);
    if (item == NULL || h.held == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    read_contents(&h);
    for (uint32_t i = 0; i < items->n_rows; i++)
        item[i] =
            (typical_item){kt_pool_text(&c->pool, kt_table_text(items, KT_TYPICAL_ITEMS_ID, i)), i};
    qsort(item, items->n_rows, sizeof *item, by_id);
    for (uint32_t i = 0; i < items->n_rows; i++)
        add_item(cells, &h, item[i].row);
done:
    kt_arena_free(&scratch);
    return status;
}
