// SPDX-License-Identifier: EUPL-1.2
// See cell_text.h. Two significant digits for figures: their evidence carries no more.
#include "report/document/cell_text.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/document/quantity_text.h"

// The name, or its beginning and "…": cut behind a word where one ends in its second half, else
// inside the word.
static void put_short(kt_buffer *out, const char *name, size_t columns)
{
    size_t used;
    if (columns == 0 || kt_text_width(name) <= columns) {
        kt_buffer_put(out, name);
        return;
    }
    size_t bytes = kt_text_fit(name, columns - 1, &used);
    for (size_t end = bytes; end > bytes / 2; end--) {
        if (name[end] == ' ' || name[end] == '-') {
            bytes = end;
            break;
        }
    }
    while (bytes > 0 && strchr(" ,(-", name[bytes - 1]) != NULL)
        bytes--;
    kt_buffer_add(out, name, bytes);
    kt_buffer_put(out, "…");
}

static void put_path(kt_buffer *out, const kt_cell *cell, kt_cell_text_room room)
{
    for (size_t i = 0; i < cell->n; i++) {
        const kt_cell_step *step = &cell->step[i];
        kt_buffer_put(out, i == 0 ? "" : " → ");
        put_short(out, step->name,
                  step->kind == KT_STEP_PART           ? room.part
                  : step->kind == KT_STEP_HALF_PRODUCT ? room.half_product
                                                       : 0);
    }
}

static void put_count(kt_buffer *out, uint64_t count, kt_lang lang)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_count(text, count, lang);
    kt_buffer_put(out, text);
}

static void put_figure(kt_buffer *out, const kt_cell *cell, kt_lang lang)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    char more[KT_QUANTITY_TEXT_SIZE];
    switch (cell->kind) {
    case KT_CELL_SHARE:
        kt_quantity_text_share(text, cell->value, lang);
        break;
    case KT_CELL_MASS:
        kt_quantity_text_mass(text, cell->value, lang);
        break;
    case KT_CELL_GROWTH:
        kt_quantity_text_growth(text, cell->value);
        break;
    case KT_CELL_SPREAD:
        kt_quantity_text_share(text, cell->value, lang);
        kt_quantity_text_share(more, cell->high, lang);
        kt_buffer_format(out, "%s ± %s", text, more);
        return;
    case KT_CELL_RANGE:
        kt_quantity_text_number(text, cell->value, lang);
        kt_quantity_text_number(more, cell->high, lang);
        kt_buffer_format(out, "%s–%s", text, more);
        return;
    default:
        kt_quantity_text_number(text, cell->value, lang);
    }
    kt_buffer_format(out, "%s%s", cell->kind == KT_CELL_FACTOR ? "× " : "", text);
    if (cell->unit != NULL)
        kt_buffer_format(out, " %s", cell->unit);
}

void kt_cell_text_write(kt_buffer *out, const kt_cell *cell, kt_lang lang, kt_cell_text_room room)
{
    static const char *const BEFORE[] = {[KT_MARK_AT_LEAST] = "≥ ", [KT_MARK_MORE] = "> "};
    static const char *const BEHIND[] = {
        [KT_MARK_ABOVE] = " ▲", [KT_MARK_SHORT] = " *", [KT_MARK_UNSURE] = "+?"};
    size_t mark = cell->mark;
    assert(cell->kind != KT_CELL_SERIES);
    if (mark < sizeof BEFORE / sizeof BEFORE[0] && BEFORE[mark] != NULL)
        kt_buffer_put(out, BEFORE[mark]);
    if (cell->kind == KT_CELL_TEXT)
        put_short(out, cell->text, cell->shorten ? room.name : 0);
    else if (cell->kind == KT_CELL_PATH)
        put_path(out, cell, room);
    else if (cell->kind == KT_CELL_COUNT)
        put_count(out, cell->count, lang);
    else if (isnan(cell->value))
        kt_buffer_put(out, cell->text == NULL ? "?" : cell->text);
    else
        put_figure(out, cell, lang);
    if (mark < sizeof BEHIND / sizeof BEHIND[0] && BEHIND[mark] != NULL)
        kt_buffer_put(out, BEHIND[mark]);
}
