// SPDX-License-Identifier: EUPL-1.2
// See template_lists.h.
#include "report/form/template_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/pool.h"
#include "base/text.h"

enum { COUNTRY_COLUMN = 0, ALLOY_COLUMN = 1, MATERIAL_COLUMN = 2 };
enum { NAME_BYTES = 200, ID_BYTES = 64, ITEM_TEXT = 300 };

typedef struct writing {
    kt_xlsx_writer *book;
    const kt_case *reference;
    kt_lang lang;
    bool failed;
} writing;

static const char *cell(const kt_case *c, const kt_table *table, int column, uint32_t row)
{
    return kt_pool_text(&c->pool, kt_table_text(table, column, row));
}

static int column_of(const kt_table *table, const char *name)
{
    for (int c = 0; table->spec->column[c].name != NULL; c++) {
        if (strcmp(table->spec->column[c].name, name) == 0)
            return c;
    }
    return 0;
}

// As a person looks for it: "aluminium" before "Bearing steel".
static int by_text(const void *left, const void *right)
{
    int order = strcasecmp(left, right);
    return order != 0 ? order : strcmp(left, right);
}

// "Germany (DEU)"
static void put_item(char text[ITEM_TEXT], const char *name, const char *id)
{
    snprintf(text, ITEM_TEXT, "%.*s (%.*s)", (int)kt_text_whole(name, NAME_BYTES), name,
             (int)kt_text_whole(id, ID_BYTES), id);
}

// Sorts and writes a column of the sheet with the lists. Frees the texts.
static void write_list(writing *w, uint16_t column, char (*text)[ITEM_TEXT], size_t n)
{
    qsort(text, n, ITEM_TEXT, by_text);
    for (size_t i = 0; i < n; i++)
        kt_xlsx_write_text(w->book, (uint32_t)i + 2, column, text[i], KT_XLSX_WRITE_PLAIN);
    free(text);
}

static void list_countries(writing *w)
{
    const kt_table *t = &w->reference->reference[KT_COUNTRIES];
    int name = w->lang == KT_LANG_NL ? KT_COUNTRIES_NAME_NL : KT_COUNTRIES_NAME_EN;
    char(*text)[ITEM_TEXT] = calloc(t->n_rows + 1, ITEM_TEXT);
    w->failed |= text == NULL;
    for (uint32_t r = 0; text != NULL && r < t->n_rows; r++)
        put_item(text[r], cell(w->reference, t, name, r),
                 cell(w->reference, t, KT_COUNTRIES_ISO3, r));
    if (text != NULL)
        write_list(w, COUNTRY_COLUMN, text, t->n_rows);
}

// The materials into text[n…]; how many texts there are then.
static size_t name_materials(const writing *w, char (*text)[ITEM_TEXT], size_t n)
{
    const kt_table *m = &w->reference->reference[KT_MATERIALS];
    int name = w->lang == KT_LANG_NL ? KT_MATERIALS_NAME_NL : KT_MATERIALS_NAME_EN;
    for (uint32_t r = 0; text != NULL && r < m->n_rows; r++)
        put_item(text[n++], cell(w->reference, m, name, r),
                 cell(w->reference, m, KT_MATERIALS_ID, r));
    return n;
}

static void list_materials(writing *w)
{
    size_t n = w->reference->reference[KT_MATERIALS].n_rows;
    char(*text)[ITEM_TEXT] = calloc(n + 1, ITEM_TEXT);
    w->failed |= text == NULL;
    if (text != NULL)
        write_list(w, MATERIAL_COLUMN, text, name_materials(w, text, 0));
}

// Materials, and alloys and other compositions, each once.
static void list_alloys(writing *w)
{
    const kt_table *c = &w->reference->reference[KT_COMPOSITIONS];
    int composition = column_of(c, w->lang == KT_LANG_NL ? "name_nl" : "name_en");
    kt_symbol before = 0;
    char(*text)[ITEM_TEXT] =
        calloc((size_t)w->reference->reference[KT_MATERIALS].n_rows + c->n_rows + 1, ITEM_TEXT);
    w->failed |= text == NULL;
    size_t n = name_materials(w, text, 0);
    for (uint32_t r = 0; text != NULL && r < c->n_rows; r++) {
        kt_symbol id = kt_table_text(c, 0, r);
        if (id != before)
            put_item(text[n++], cell(w->reference, c, composition, r), cell(w->reference, c, 0, r));
        before = id;
    }
    if (text != NULL)
        write_list(w, ALLOY_COLUMN, text, n);
}

size_t kt_template_lists_count(const kt_case *reference)
{
    const kt_table *c = &reference->reference[KT_COMPOSITIONS];
    size_t n = reference->reference[KT_MATERIALS].n_rows;
    for (uint32_t r = 0; r < c->n_rows; r++)
        n += r == 0 || kt_table_text(c, 0, r) != kt_table_text(c, 0, r - 1);
    return n;
}

const char *kt_template_lists_sheet(kt_lang lang)
{
    return kt_lang_text(lang, "Lists");
}

bool kt_template_lists_write(kt_xlsx_writer *book, const kt_case *reference, kt_lang lang)
{
    writing w = {book, reference, lang, false};
    kt_xlsx_write_add(book, kt_template_lists_sheet(lang), false);
    kt_xlsx_write_text(book, 0, 0, "keten:lists", KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_text(book, 1, COUNTRY_COLUMN, kt_lang_text(lang, "Countries"),
                       KT_XLSX_WRITE_OPTIONAL);
    kt_xlsx_write_text(book, 1, ALLOY_COLUMN, kt_lang_text(lang, "Materials and alloys"),
                       KT_XLSX_WRITE_OPTIONAL);
    kt_xlsx_write_text(book, 1, MATERIAL_COLUMN, kt_lang_text(lang, "Materials"),
                       KT_XLSX_WRITE_OPTIONAL);
    kt_xlsx_write_width(book, COUNTRY_COLUMN, 45);
    kt_xlsx_write_width(book, ALLOY_COLUMN, 70);
    kt_xlsx_write_width(book, MATERIAL_COLUMN, 45);
    list_countries(&w);
    list_alloys(&w);
    list_materials(&w);
    kt_xlsx_write_freeze(book, 2, 0);
    return !w.failed;
}
