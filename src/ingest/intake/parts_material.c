// SPDX-License-Identifier: EUPL-1.2
// Makes items of materials and alloys as the frigate's are: unit kg, mass 1, the composition's
// range as quantity_min and quantity_max, an input with 0 as its least fraction not essential. Each
// material or alloy is given once a delivery, from some 600 rows of compositions, however many
// parts name it.
#include "ingest/intake/parts_material.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "ingest/intake/meaning.h"

typedef struct giving {
    kt_material_list *list;
    const kt_intake *intake;
    kt_delivery_place place;
} giving;

bool kt_parts_material_open(kt_material_list *list, const kt_draft *draft)
{
    *list = (kt_material_list){0};
    if (!kt_pool_open(&list->given)) {
        list->failed = true;
        return false;
    }
    const kt_draft_table *items = kt_draft_find(draft, "items");
    size_t id = items == NULL ? 0 : kt_draft_find_column(draft, items, "id");
    for (size_t r = 0; items != NULL && id < items->n_columns && r < items->n_rows; r++) {
        const char *text = kt_pool_text(draft->pool, *kt_draft_cell(items, r, id));
        kt_symbol symbol;
        list->failed |= !kt_pool_add(&list->given, text, strlen(text), &symbol);
    }
    return !list->failed;
}

void kt_parts_material_close(kt_material_list *list)
{
    kt_pool_close(&list->given);
}

// True the first time that `text` is asked for.
static bool is_first(kt_material_list *list, const char *text)
{
    kt_symbol symbol;
    if (kt_pool_find(&list->given, text, strlen(text)) != 0)
        return false;
    list->failed |= !kt_pool_add(&list->given, text, strlen(text), &symbol);
    return !list->failed;
}

static void begin(const giving *g, size_t table)
{
    kt_delivery_begin(g->intake->delivery, table, g->place);
}

static void put(const giving *g, size_t table, const char *field, const char *text)
{
    kt_delivery_put_text(g->intake->delivery, table, field, text);
}

static size_t table_of(const giving *g, const char *name)
{
    return kt_delivery_table_at(g->intake->delivery, name);
}

// Position of a column in the spec of a table of the reference.
static int column_of(const kt_table *table, const char *name)
{
    for (int c = 0; table->spec->column[c].name != NULL; c++) {
        if (strcmp(table->spec->column[c].name, name) == 0)
            return c;
    }
    return 0;
}

static const char *cell(const kt_case *c, const kt_table *table, const char *column, uint32_t row)
{
    return kt_pool_text(&c->pool, kt_table_text(table, column_of(table, column), row));
}

static void put_number(const giving *g, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    if (value != value)
        return;
    kt_number_shortest(text, value);
    put(g, table, field, text);
}

static void give_material(const giving *g, const char *id)
{
    const kt_case *reference = kt_recognise_reference(g->intake->recogniser);
    const kt_table *materials = &reference->reference[KT_MATERIALS];
    uint32_t row =
        kt_case_row(&reference->material, kt_pool_find(&reference->pool, id, strlen(id)));
    if (row == KT_NO_ROW || !is_first(g->list, id))
        return;
    size_t items = table_of(g, "items");
    begin(g, items);
    put(g, items, "id", id);
    put(g, items, "kind", "material");
    put(g, items, "name_en", cell(reference, materials, "name_en", row));
    put(g, items, "name_nl", cell(reference, materials, "name_nl", row));
    put(g, items, "unit", "kg");
    put(g, items, "mass_kg", "1");
    put(g, items, "material", id);
}

static const char *choice_text(const kt_table *table, const char *column, uint32_t row)
{
    int c = column_of(table, column);
    int choice = kt_table_choice(table, c, row);
    return choice == 0 ? "" : table->spec->column[c].choices[choice - 1];
}

static void give_fraction(const giving *g, const kt_table *compositions, uint32_t row)
{
    const kt_case *reference = kt_recognise_reference(g->intake->recogniser);
    const char *material = cell(reference, compositions, "material", row);
    double least = kt_table_number(compositions, column_of(compositions, "mass_fraction_min"), row);
    double usual = kt_table_number(compositions, column_of(compositions, "mass_fraction_typ"), row);
    double most = kt_table_number(compositions, column_of(compositions, "mass_fraction_max"), row);
    bool known = kt_case_row(&reference->material, kt_pool_find(&reference->pool, material,
                                                                strlen(material))) != KT_NO_ROW;
    if (!known || !(usual > 0)) // carbon, oxygen and their like have no chain
        return;
    give_material(g, material);
    size_t bom = table_of(g, "bom");
    begin(g, bom);
    put(g, bom, "parent", cell(reference, compositions, "composition", row));
    put(g, bom, "child", material);
    put_number(g, bom, "quantity", usual);
    put(g, bom, "essential", least > 0 || least != least ? "yes" : "no");
    put_number(g, bom, "quantity_min", least);
    put_number(g, bom, "quantity_max", most);
    put(g, bom, "evidence", choice_text(compositions, "evidence", row));
    put(g, bom, "source", cell(reference, compositions, "source", row));
}

static void give_composition(const giving *g, const char *id)
{
    const kt_case *reference = kt_recognise_reference(g->intake->recogniser);
    const kt_table *compositions = &reference->reference[KT_COMPOSITIONS];
    kt_symbol symbol = kt_pool_find(&reference->pool, id, strlen(id));
    bool named = false;
    if (symbol == 0 || !is_first(g->list, id))
        return;
    size_t items = table_of(g, "items");
    for (uint32_t row = 0; row < compositions->n_rows; row++) {
        if (kt_table_text(compositions, 0, row) != symbol)
            continue;
        if (!named) {
            begin(g, items);
            put(g, items, "id", id);
            put(g, items, "kind", "semi_finished");
            put(g, items, "name_en", cell(reference, compositions, "name_en", row));
            put(g, items, "name_nl", cell(reference, compositions, "name_nl", row));
            put(g, items, "unit", "kg");
            put(g, items, "mass_kg", "1");
            named = true;
        }
        give_fraction(g, compositions, row);
    }
}

void kt_parts_material_item(kt_material_list *list, const kt_intake *intake, const char *id,
                            bool composition, kt_delivery_place place)
{
    giving g = {list, intake, place};
    if (composition)
        give_composition(&g, id);
    else
        give_material(&g, id);
}

static void find_place(char place[KT_GRID_PLACE], const giving *g, uint16_t column)
{
    if (g->place.grid == KT_NO_GRID)
        kt_grid_place_text(place, kt_pool_text(g->intake->pool, g->place.text));
    else
        kt_grid_place(place, &g->intake->grids->grid[g->place.grid], g->place.number, column);
}

// An alloy or a material; names before what only looks like one.
static const char *find_meaning(const kt_intake *intake, const char *text, const char *place)
{
    const char *id = kt_recognise_text(intake->recogniser, KT_RECOGNISE_COMPOSITION, text);
    if (id == NULL)
        id = kt_recognise_text(intake->recogniser, KT_RECOGNISE_MATERIAL, text);
    if (id == NULL)
        id = kt_meaning_find(intake, KT_RECOGNISE_COMPOSITION, text, place);
    const kt_guess *guess =
        id == NULL ? kt_recognise_guess(intake->recogniser, KT_RECOGNISE_COMPOSITION, text) : NULL;
    if (guess == NULL || guess->settled)
        return id;
    return kt_meaning_find(intake, KT_RECOGNISE_MATERIAL, text, place);
}

void kt_parts_material_give(kt_material_list *list, const kt_intake *intake,
                            const kt_material_part *part)
{
    giving g = {list, intake, part->place};
    char place[KT_GRID_PLACE];
    const char *text = kt_pool_text(intake->pool, part->text);
    find_place(place, &g, part->column);
    const char *id = find_meaning(intake, text, place);
    if (id == NULL) {
        kt_meaning_ask(intake, KT_RECOGNISE_COMPOSITION, text, place);
        return;
    }
    bool composition = kt_recognise_is_composition(intake->recogniser, id);
    kt_parts_material_item(list, intake, id, composition, part->place);
    size_t bom = table_of(&g, "bom");
    if (part->mass == 0)
        kt_intake_assume(intake, KT_ASSUMED_MASS, place, text);
    begin(&g, bom);
    put(&g, bom, "parent", kt_pool_text(intake->pool, part->part));
    put(&g, bom, "child", id);
    put(&g, bom, "quantity", part->mass == 0 ? "0.001" : kt_pool_text(intake->pool, part->mass));
    put(&g, bom, "evidence", "D");
    put(&g, bom, "source",
        part->mass == 0 ? "assumption: the list gives no mass, 1 gram is taken"
                        : "assumption: the whole part is of this material");
}
