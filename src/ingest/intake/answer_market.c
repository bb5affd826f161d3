// SPDX-License-Identifier: EUPL-1.2
// Writes supply rows for each item of the material and stage. A stage that only the reference had
// becomes an item, and the requirement on the stage before, which the world market had by itself,
// becomes a row of the bill of materials: with rows of its own the market of the reference no
// longer applies. A few rows an answer.
#include "ingest/intake/answer_market.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"

// A material without a stage is `processing` where the reference knows that, else `extraction`.
static const char *stage_of(const kt_answer_reading *r, uint32_t item, kt_symbol material)
{
    const kt_table *supply = &r->c->reference[KT_MATERIAL_SUPPLY];
    int stage = kt_table_choice(kt_answer_reading_table_of(r, KT_ITEMS), KT_ITEMS_STAGE, item);
    if (stage != 0)
        return kt_schema_stage_name(stage);
    for (uint32_t row = 0; row < supply->n_rows; row++) {
        if (kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, row) == material &&
            kt_table_choice(supply, KT_MATERIAL_SUPPLY_STAGE, row) == KT_STAGE_PROCESSING)
            return kt_schema_stage_name(KT_STAGE_PROCESSING);
    }
    return kt_schema_stage_name(KT_STAGE_EXTRACTION);
}

static bool is_on_market(const kt_answer_reading *r, uint32_t item)
{
    const kt_table *items = kt_answer_reading_table_of(r, KT_ITEMS);
    kt_symbol material = kt_table_text(items, KT_ITEMS_MATERIAL, item);
    if (material == 0)
        material = kt_table_text(items, KT_ITEMS_ID, item);
    return kt_table_choice(items, KT_ITEMS_KIND, item) == KT_KIND_MATERIAL &&
           material == kt_answer_reading_symbol_of(r, r->cells->part[1]) &&
           strcmp(stage_of(r, item, material), r->cells->part[2]) == 0;
}

// "MATERIAL.STAGE": what the network calls a stage that the reference adds.
static const char *stage_item(kt_answer_reading *r, const char *material, const char *stage)
{
    kt_buffer text = {0};
    kt_buffer_format(&text, "%s.%s", material, stage);
    const char *id = text.failed ? NULL : kt_arena_text(&r->out->arena, text.text, text.length);
    kt_buffer_free(&text);
    r->failed |= id == NULL;
    return id == NULL ? "" : id;
}

static bool has_item(const kt_answer_reading *r, const char *id)
{
    if (kt_case_row(&r->c->item, kt_answer_reading_symbol_of(r, id)) != KT_NO_ROW)
        return true;
    for (size_t k = 0; k < r->out->n_changes; k++) {
        const kt_answer_change *old = &r->out->change[k];
        if (old->table == KT_ITEMS && strcmp(old->cell[0].text, id) == 0)
            return true;
    }
    return false;
}

static void add_stage_item(kt_answer_reading *r, const char *id, const char *material,
                           const char *stage)
{
    static const int KEY[] = {KT_ITEMS_ID};
    if (has_item(r, id))
        return;
    kt_answer_change *item = kt_answer_reading_change(r, KT_ITEMS, 1, KEY, &id);
    kt_answer_reading_set(item, KT_ITEMS_KIND, "material");
    kt_answer_reading_set(item, KT_ITEMS_NAME_EN, id);
    kt_answer_reading_set(item, KT_ITEMS_UNIT, "kg");
    kt_answer_reading_set(item, KT_ITEMS_MATERIAL, material);
    kt_answer_reading_set(item, KT_ITEMS_STAGE, stage);
}

// The row of the reference that links the stage before to this one, or KT_NO_ROW.
static uint32_t find_link(const kt_answer_reading *r, const char *material, const char *stage)
{
    const kt_table *links = &r->c->reference[KT_STAGE_LINKS];
    for (uint32_t row = 0; row < links->n_rows; row++) {
        int to = kt_table_choice(links, KT_STAGE_LINKS_TO, row);
        if (kt_table_text(links, KT_STAGE_LINKS_MATERIAL, row) ==
                kt_answer_reading_symbol_of(r, material) &&
            strcmp(kt_schema_stage_name(to), stage) == 0)
            return row;
    }
    return KT_NO_ROW;
}

// The requirement on the stage before, which the world market had by itself.
static void keep_stage_before(kt_answer_reading *r, uint32_t item_row, const char *material)
{
    static const int KEY[] = {KT_BOM_PARENT, KT_BOM_CHILD, KT_BOM_ALTERNATIVE_GROUP};
    const kt_table *items = kt_answer_reading_table_of(r, KT_ITEMS);
    const kt_table *links = &r->c->reference[KT_STAGE_LINKS];
    uint32_t link = find_link(r, material, r->cells->part[2]);
    char number[KT_NUMBER_SIZE] = "1";
    if (link == KT_NO_ROW)
        return;
    const char *from = kt_schema_stage_name(kt_table_choice(links, KT_STAGE_LINKS_FROM, link));
    const char *before = stage_item(r, material, from);
    const char *item = kt_answer_reading_text_of(r, kt_table_text(items, KT_ITEMS_ID, item_row));
    double kg = kt_table_choice(items, KT_ITEMS_UNIT, item_row) == KT_UNIT_KG
                    ? 1.0
                    : kt_table_number(items, KT_ITEMS_MASS_KG, item_row);
    double yield = kt_table_number(links, KT_STAGE_LINKS_YIELD, link);
    if (kg > 0.0)
        kt_number_shortest(number, kg);
    const char *quantity = kt_arena_text(&r->out->arena, number, strlen(number));
    number[0] = '\0';
    if (!isnan(yield))
        kt_number_shortest(number, yield);
    const char *arrives = kt_arena_text(&r->out->arena, number, strlen(number));
    r->failed |= quantity == NULL || arrives == NULL;
    add_stage_item(r, before, material, from);
    kt_answer_change *row =
        kt_answer_reading_change(r, KT_BOM, 3, KEY, (const char *const[]){item, before, ""});
    kt_answer_reading_set(row, KT_BOM_QUANTITY, quantity);
    kt_answer_reading_set(row, KT_BOM_YIELD, arrives);
    kt_answer_reading_set(row, KT_BOM_EVIDENCE, "D");
    kt_answer_reading_set(row, KT_BOM_EVIDENCE + 1,
                          "assumption: the stage before, as the reference links it");
}

static bool has_market_rows(const kt_answer_reading *r, uint32_t item_row)
{
    const kt_table *supply = kt_answer_reading_table_of(r, KT_SUPPLY);
    kt_symbol item = kt_table_text(kt_answer_reading_table_of(r, KT_ITEMS), KT_ITEMS_ID, item_row);
    for (uint32_t row = 0; row < supply->n_rows; row++) {
        if (kt_table_text(supply, KT_SUPPLY_ITEM, row) == item &&
            kt_table_text(supply, KT_SUPPLY_BUYER, row) == 0)
            return true;
    }
    return false;
}

bool kt_answer_market_read(kt_answer_reading *r)
{
    const kt_table *items = kt_answer_reading_table_of(r, KT_ITEMS);
    const char *material = r->cells->part[1];
    const char *stage = r->cells->part[2];
    size_t n = 0;
    if (r->cells->word != KT_WORD_GIVEN)
        return r->cells->word == KT_WORD_UNKNOWN || r->cells->word == KT_WORD_WITHHELD;
    if (!kt_answer_reading_needs_supplier(r))
        return true;
    // Items that have rows take them only where no other waits for the answer: it came before.
    for (int again = 0; again < 2 && n == 0; again++) {
        for (uint32_t row = 0; row < items->n_rows; row++) {
            if (!is_on_market(r, row) || has_market_rows(r, row) != (again == 1))
                continue;
            kt_answer_reading_add_supplier(
                r, kt_answer_reading_text_of(r, kt_table_text(items, KT_ITEMS_ID, row)), "");
            if (again == 0)
                keep_stage_before(r, row, material);
            n++;
        }
    }
    if (n == 0) {
        const char *id = stage_item(r, material, stage);
        add_stage_item(r, id, material, stage);
        kt_answer_reading_add_supplier(r, id, "");
    }
    return true;
}
