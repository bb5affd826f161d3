// SPDX-License-Identifier: EUPL-1.2
// See fill.h. The hot path is a text or a plain number that is taken as it is: one comparison of
// types and one symbol.
#include "ingest/fill.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/fold.h"
#include "ingest/label.h"
#include "ingest/meaning.h"
#include "ingest/quantity.h"

enum { CONTEXT_KEYS = 5, SHOWN = 60 };

// What a sheet says once for all of its rows: a key in column A, the value in column C.
static const char *const CONTEXT[CONTEXT_KEYS] = {"company.name", "company.country", "company.kvk",
                                                  "product.name", "product.number"};

typedef struct filling {
    const kt_fill *fill;
    const kt_grid *grid;
    uint32_t grid_index;
    const kt_mapping_sheet *sheet;
    size_t table;
    const kt_table_spec *spec;
    char decimal;
    const kt_column_spec **column; // [sheet->n] what we hold, NULL: unknown or not taken
    size_t *field;                 // [sheet->n] of the delivery
    kt_symbol context[CONTEXT_KEYS];
    size_t context_field[CONTEXT_KEYS];
    size_t n_marked, n_rows;
    uint32_t first_marked;
    bool failed;
} filling;

// One cell on its way from theirs to ours.
typedef struct passage {
    const char *text;
    kt_grid_type type;
    const kt_column_spec *column;
    const char *unit;
    char decimal;
    char buffer[KT_FOLD_SIZE];
    const char *reason;  // English, takes the column's name, the text, the choices; NULL: fine
    const char *choices; // NULL: those of the column
    const kt_fill *fill;
    const kt_grid *grid; // and where in it
    uint32_t number, at;
} passage;

static const struct {
    const char *answer;
    const char *words; // folded
} ANSWERS[] = {
    {"unknown", " unknown onbekend weetniet wetenweniet weetikniet dontknow nb nvt "},
    {"withheld", " withheld wewillnotsay willnotsay zeggenweniet geheim vertrouwelijk "
                 "nietvrijgegeven confidential "},
};

const char *kt_fill_answer(const char *text)
{
    char word[KT_FOLD_SIZE];
    char wanted[KT_FOLD_SIZE + 2];
    kt_fold_word(word, text, strlen(text));
    if (*word == '\0')
        return *text == '?' ? "unknown" : NULL;
    snprintf(wanted, sizeof wanted, " %s ", word);
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        if (strstr(ANSWERS[i].words, wanted) != NULL)
            return ANSWERS[i].answer;
    }
    return NULL;
}

static void pass_number(passage *p)
{
    double value;
    kt_quantity_kind kind = kt_quantity_kind_of(p->column->name);
    bool typed = p->type == KT_GRID_NUMBER || p->type == KT_GRID_PERCENT;
    bool unit = *p->unit != '\0' && p->type != KT_GRID_PERCENT;
    if (p->type == KT_GRID_DATE) {
        p->reason = "%s: \"%s\" is a date, a number is expected: check the format of the cell";
        return;
    }
    if (!unit && (typed || p->decimal == '.' || p->decimal == 0) &&
        kt_number_read(&value, p->text, strlen(p->text)) &&
        (typed || p->decimal == '.' || strpbrk(p->text, ".,") == NULL))
        return; // as it is
    if (kt_fill_answer(p->text) != NULL) {
        p->text = "";
        return;
    }
    switch (kt_quantity_read(&value, p->text, typed ? '.' : p->decimal, kind, p->unit)) {
    case KT_QUANTITY_GOOD:
        kt_number_shortest(p->buffer, value);
        p->text = p->buffer;
        break;
    case KT_QUANTITY_TWO_WAYS:
        p->reason = "%s: \"%s\" can be read in two ways, with thousands or with decimals: say "
                    "which in the mapping (\"decimal\")";
        break;
    case KT_QUANTITY_WRONG_UNIT:
        p->reason = "%s: \"%s\" has a unit that does not fit";
        break;
    default:
        p->reason = "%s: \"%s\" is not a number";
    }
}

// The number that the next at most `digits` digits make; -1 when there is none.
static int take_digits(const char **text, int digits)
{
    int value = -1;
    for (; digits > 0 && **text >= '0' && **text <= '9'; digits--, (*text)++)
        value = (value < 0 ? 0 : value * 10) + (**text - '0');
    return value;
}

// d-m-yyyy, d/m/yyyy, d.m.yyyy: with `/` only where day and month cannot be confused.
static bool read_day_first(int32_t *day, const char *text, bool *two_ways)
{
    char iso[11];
    *two_ways = false;
    int d = take_digits(&text, 2);
    char mark = *text;
    if (d < 0 || (mark != '-' && mark != '/' && mark != '.'))
        return false;
    text++;
    int m = take_digits(&text, 2);
    if (m < 0 || *text != mark)
        return false;
    text++;
    int y = take_digits(&text, 4);
    if (y < 1000 || *text != '\0')
        return false;
    *two_ways = mark == '/' && d <= 12 && m <= 12 && d != m;
    snprintf(iso, sizeof iso, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100,
             (unsigned)d % 100);
    return !*two_ways && kt_date_read(day, iso, 10);
}

static void pass_date(passage *p)
{
    int32_t day;
    bool two_ways;
    if (kt_date_read(&day, p->text, strlen(p->text)))
        return;
    if (p->type == KT_GRID_TEXT && read_day_first(&day, p->text, &two_ways)) {
        kt_date_write(p->buffer, day);
        p->text = p->buffer;
    } else if (p->type == KT_GRID_TEXT && two_ways) {
        p->reason = "%s: \"%s\" can be read as two dates: write it as YYYY-MM-DD";
    } else {
        p->reason = "%s: \"%s\" is not a date: YYYY-MM-DD is expected";
    }
}

static void pass_choice(passage *p)
{
    int choice = kt_label_find(p->column->choices, p->text);
    if (choice >= 0)
        p->text = p->column->choices[choice];
    else
        p->reason = "%s: \"%s\" is not one of: %s";
}

// A country that is not sure leaves its cell of a parts list empty, and refuses any other row.
static void pass_country(passage *p)
{
    char place[KT_GRID_PLACE];
    const kt_fill *fill = p->fill;
    const char *code = kt_recognise_text(fill->recogniser, KT_RECOGNISE_COUNTRY, p->text);
    if (code == NULL && kt_fill_answer(p->text) != NULL) {
        p->text = "";
        return;
    }
    if (code == NULL) {
        kt_grid_place(place, p->grid, p->number, p->at);
        code = kt_meaning_find(fill, KT_RECOGNISE_COUNTRY, p->text, place);
    }
    if (code != NULL) {
        p->text = code;
        return;
    }
    kt_meaning_ask(fill, KT_RECOGNISE_COUNTRY, p->text, place);
    p->choices = kt_meaning_candidates(fill, KT_RECOGNISE_COUNTRY, p->text);
    if (*p->choices == '\0')
        p->reason = "%s: \"%s\" is not a country that is known under this name: use its code of "
                    "three letters";
    else if (p->column == &kt_delivery_parts.column[KT_PARTS_COUNTRY])
        p->text = "";
    else
        p->reason = "%s: \"%s\" may be more than one country: %s";
}

static void pass(passage *p)
{
    if (p->type == KT_GRID_ERROR) {
        p->reason = "%s: the cell holds no value but %s";
        return;
    }
    switch (p->column->type) {
    case KT_COLUMN_NUMBER:
        pass_number(p);
        break;
    case KT_COLUMN_DATE:
        pass_date(p);
        break;
    case KT_COLUMN_CHOICE:
        pass_choice(p);
        break;
    case KT_COLUMN_COUNTRY:
        pass_country(p);
        break;
    default:
        if (strcmp(p->column->name, "supplier") == 0 && kt_fill_answer(p->text) != NULL)
            p->text = kt_fill_answer(p->text);
    }
}

static const kt_column_spec NOTHING = {.name = "", .type = KT_COLUMN_TEXT}; // of an unknown column

static kt_delivery_place place_of(const filling *f, size_t row)
{
    return (kt_delivery_place){f->grid_index, f->grid->row[row].number, 0};
}

static void refuse(filling *f, size_t row, const kt_mapping_column *column, const passage *p)
{
    char place[KT_GRID_PLACE];
    kt_buffer shown = {0};
    kt_buffer choices = {0};
    const char *name = column->header;
    kt_grid_place(place, f->grid, f->grid->row[row].number, column->column);
    kt_text_show(&shown, p->text, strlen(p->text), SHOWN);
    kt_buffer_put(&choices, p->choices == NULL ? "" : p->choices);
    for (int i = 0; p->column->choices != NULL && p->column->choices[i] != NULL; i++)
        kt_buffer_format(
            &choices, "%s%s", i == 0 ? "" : ", ",
            kt_lang_text(f->fill->rejects->lang, kt_label_choice(p->column->choices[i])));
    f->failed |= shown.failed || choices.failed;
    if (!f->failed) // the formats are the literals above
        kt_reject_add(f->fill->rejects, place_of(f, row), place, p->reason, name, shown.text,
                      choices.text);
    kt_buffer_free(&choices);
    kt_buffer_free(&shown);
}

// The cell of a column. A merged range gives its value to each of its rows, in its first column; in
// the others nobody can tell what is meant, and the row is refused (*good false).
static const kt_grid_cell *cell_at(filling *f, size_t row, size_t c, bool *good)
{
    const kt_mapping_column *column = &f->sheet->column[c];
    const kt_grid_cell *cell = kt_grid_find(f->grid, row, column->column);
    bool aside = false;
    if (cell != NULL || f->grid->n_merges == 0)
        return cell;
    cell = kt_grid_merged(f->grid, row, column->column, &aside);
    if (cell == NULL || !aside)
        return cell;
    passage p = {.reason =
                     "%s: the cell is merged with one of another column, \"%s\": unmerge them",
                 .text = kt_pool_text(f->fill->pool, cell->text),
                 .column = &NOTHING};
    refuse(f, row, column, &p);
    *good = false;
    return NULL;
}

// The symbol of the cell in our words; 0 when it is empty or refuses its row (*good false).
static kt_symbol take_cell(filling *f, size_t row, size_t c, const kt_grid_cell *cell, bool *good)
{
    const kt_mapping_column *column = &f->sheet->column[c];
    const kt_column_spec *spec = f->column[c];
    kt_symbol symbol = cell->text;
    bool plain = spec == NULL
                     ? cell->type != KT_GRID_ERROR
                     : cell->type != KT_GRID_ERROR &&
                           (spec->type == KT_COLUMN_ID ||
                            (spec->type == KT_COLUMN_TEXT && strcmp(spec->name, "supplier") != 0));
    if (plain)
        return symbol;
    passage p = {.text = kt_pool_text(f->fill->pool, symbol),
                 .type = (kt_grid_type)cell->type,
                 .column = spec == NULL ? &NOTHING : spec,
                 .unit = column->unit,
                 .decimal = f->decimal,
                 .fill = f->fill,
                 .grid = f->grid,
                 .number = f->grid->row[row].number,
                 .at = column->column};
    const char *before = p.text;
    pass(&p);
    if (p.reason != NULL) {
        refuse(f, row, column, &p);
        *good = false;
        return 0;
    }
    if (p.text != before)
        f->failed |= !kt_pool_add(f->fill->pool, p.text, strlen(p.text), &symbol);
    return symbol;
}

static bool is_marked(filling *f, size_t row)
{
    for (size_t c = 0; c < f->sheet->n; c++) {
        if (strcmp(f->sheet->column[c].to, "#") != 0 ||
            kt_grid_find(f->grid, row, f->sheet->column[c].column) == NULL)
            continue;
        if (f->n_marked++ == 0)
            f->first_marked = f->grid->row[row].number;
        return true;
    }
    return false;
}

static void take_row(filling *f, size_t row)
{
    kt_delivery *delivery = f->fill->delivery;
    bool begun = false;
    bool good = true;
    if (f->grid->row[row].first == f->grid->row[row + 1].first || is_marked(f, row))
        return;
    for (size_t c = 0; c < f->sheet->n; c++) {
        const kt_mapping_column *column = &f->sheet->column[c];
        if (*column->to == '\0' || *column->to == '#')
            continue;
        const kt_grid_cell *cell = cell_at(f, row, c, &good);
        kt_symbol symbol = cell == NULL ? 0 : take_cell(f, row, c, cell, &good);
        if (symbol == 0)
            continue;
        if (!begun)
            kt_delivery_begin(delivery, f->table, place_of(f, row));
        begun = true;
        kt_delivery_put(
            delivery, f->table,
            (kt_delivery_cell){symbol, (uint16_t)f->field[c], (uint16_t)column->column});
    }
    if (!begun)
        return;
    f->n_rows++;
    for (size_t k = 0; k < CONTEXT_KEYS; k++)
        kt_delivery_put(
            delivery, f->table,
            (kt_delivery_cell){f->context[k], (uint16_t)f->context_field[k], KT_GRID_COLUMNS});
    if (!good && !delivery->failed)
        delivery->table[f->table].row[delivery->table[f->table].n_rows - 1].refused = true;
}

// Only sheets of the self-scan have these keys.
static void find_context(filling *f)
{
    for (size_t row = 0; row < f->grid->n_rows; row++) {
        const kt_grid_cell *key = kt_grid_find(f->grid, row, 0);
        const kt_grid_cell *value = kt_grid_find(f->grid, row, 2);
        if (f->grid->row[row].number >= f->sheet->header_row)
            break;
        for (size_t k = 0; key != NULL && value != NULL && k < CONTEXT_KEYS; k++) {
            if (strcmp(kt_pool_text(f->fill->pool, key->text), CONTEXT[k]) != 0)
                continue;
            f->context[k] = value->text;
            f->context_field[k] = kt_delivery_field(f->fill->delivery, f->table, CONTEXT[k]);
        }
    }
}

static void find_columns(filling *f)
{
    for (size_t c = 0; c < f->sheet->n; c++) {
        const char *to = f->sheet->column[c].to;
        f->column[c] = NULL;
        if (*to == '\0' || *to == '#')
            continue;
        f->field[c] = kt_delivery_field(f->fill->delivery, f->table, to);
        for (int s = 0; f->spec->column[s].name != NULL; s++) {
            if (strcmp(f->spec->column[s].name, to) == 0)
                f->column[c] = &f->spec->column[s];
        }
    }
}

static void say_left_out(filling *f)
{
    char place[KT_GRID_PLACE];
    kt_buffer names = {0};
    for (size_t c = 0; c < f->sheet->n; c++) {
        if (*f->sheet->column[c].to == '\0')
            kt_buffer_format(&names, "%s\"%s\"", names.length == 0 ? "" : ", ",
                             f->sheet->column[c].header);
    }
    f->failed |= names.failed;
    kt_grid_place(place, f->grid, f->sheet->header_row, KT_GRID_COLUMNS);
    if (names.length > 0)
        kt_remark_add(f->fill->remarks, KT_REMARK_NOTE, place, "columns that are not used: %s",
                      names.text);
    kt_buffer_free(&names);
    if (f->n_marked == 0)
        return;
    kt_grid_place(place, f->grid, f->first_marked, 0);
    kt_remark_add(f->fill->remarks, KT_REMARK_NOTE, place,
                  "rows marked in the first column (examples) are not read: %zu, this is the first",
                  f->n_marked);
}

// The decimal mark of this sheet: the mapping's, the file's, or what its own texts decide.
static char decimal_of(const filling *f)
{
    if (f->sheet->decimal != 0)
        return f->sheet->decimal;
    return f->grid->decimal;
}

kt_status kt_fill_rows(const kt_fill *fill, size_t index, const kt_mapping_sheet *sheet,
                       kt_error *err)
{
    const kt_grid *grid = &fill->grids->grid[index];
    filling f = {.fill = fill,
                 .grid = grid,
                 .grid_index = (uint32_t)index,
                 .sheet = sheet,
                 .spec = kt_delivery_spec(sheet->table)};
    kt_arena arena = {0};
    f.table = kt_delivery_table_at(fill->delivery, sheet->table);
    f.column = kt_arena_alloc(&arena, sheet->n + 1, sizeof(const kt_column_spec *));
    f.field = kt_arena_alloc(&arena, sheet->n + 1, sizeof *f.field);
    if (f.column == NULL || f.field == NULL || fill->delivery->failed) {
        kt_arena_free(&arena);
        return kt_error_no_memory(err);
    }
    f.decimal = decimal_of(&f);
    find_columns(&f);
    find_context(&f);
    size_t first = kt_grid_position(grid, sheet->header_row);
    for (size_t row = first + 1; row < grid->n_rows && !fill->delivery->failed; row++)
        take_row(&f, row);
    say_left_out(&f);
    kt_arena_free(&arena);
    return f.failed || fill->delivery->failed ? kt_error_no_memory(err) : KT_OK;
}
