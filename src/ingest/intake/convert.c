// SPDX-License-Identifier: EUPL-1.2
// One function a type of column. A plain number that needs nothing done to it is by far the
// commonest cell, of up to 1e6 a file, and the first that is tried. What can be read in two ways
// (1.234, 3/4/2026) is refused and not guessed.
#include "ingest/intake/convert.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/intake/meaning.h"
#include "ingest/recognise/quantity.h"
#include "ingest/recognise/recognise.h"
#include "model/label.h"

static void convert_number(kt_convert *cell)
{
    double value;
    kt_quantity_kind kind = kt_quantity_kind_of(cell->column->name);
    bool typed = cell->type == KT_GRID_NUMBER || cell->type == KT_GRID_PERCENT;
    bool unit = *cell->unit != '\0' && cell->type != KT_GRID_PERCENT;
    if (cell->type == KT_GRID_DATE) {
        cell->reason = "%s: \"%s\" is a date, a number is expected: check the format of the cell";
        return;
    }
    if (!unit && (typed || cell->decimal == '.' || cell->decimal == 0) &&
        kt_number_read(&value, cell->text, strlen(cell->text)) &&
        (typed || cell->decimal == '.' || strpbrk(cell->text, ".,") == NULL))
        return; // as it is
    if (kt_recognise_reserved(cell->text) != NULL) {
        cell->text = "";
        return;
    }
    switch (kt_quantity_read(&value, cell->text, typed ? '.' : cell->decimal, kind, cell->unit)) {
    case KT_QUANTITY_GOOD:
        kt_number_shortest(cell->buffer, value);
        cell->text = cell->buffer;
        break;
    case KT_QUANTITY_TWO_WAYS:
        cell->reason = "%s: \"%s\" can be read in two ways, with thousands or with decimals: say "
                       "which in the mapping (\"decimal\")";
        break;
    case KT_QUANTITY_WRONG_UNIT:
        cell->reason = "%s: \"%s\" has a unit that does not fit";
        break;
    default:
        cell->reason = "%s: \"%s\" is not a number";
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

static void convert_date(kt_convert *cell)
{
    int32_t day;
    bool two_ways;
    if (kt_date_read(&day, cell->text, strlen(cell->text)))
        return;
    if (cell->type == KT_GRID_TEXT && read_day_first(&day, cell->text, &two_ways)) {
        kt_date_write(cell->buffer, day);
        cell->text = cell->buffer;
    } else if (cell->type == KT_GRID_TEXT && two_ways) {
        cell->reason = "%s: \"%s\" can be read as two dates: write it as YYYY-MM-DD";
    } else {
        cell->reason = "%s: \"%s\" is not a date: YYYY-MM-DD is expected";
    }
}

static void convert_choice(kt_convert *cell)
{
    int choice = kt_label_find(cell->column->choices, cell->text);
    if (choice >= 0)
        cell->text = cell->column->choices[choice];
    else
        cell->reason = "%s: \"%s\" is not one of: %s";
}

// A country that is not sure leaves its cell of a parts list empty, and refuses any other row.
static void convert_country(kt_convert *cell)
{
    char place[KT_GRID_PLACE];
    const kt_intake *intake = cell->intake;
    const char *code = kt_recognise_text(intake->recogniser, KT_RECOGNISE_COUNTRY, cell->text);
    if (code == NULL && kt_recognise_reserved(cell->text) != NULL) {
        cell->text = "";
        return;
    }
    if (code == NULL) {
        kt_grid_place(place, cell->grid, cell->number, cell->at);
        code = kt_meaning_find(intake, KT_RECOGNISE_COUNTRY, cell->text, place);
    }
    if (code != NULL) {
        cell->text = code;
        return;
    }
    kt_meaning_ask(intake, KT_RECOGNISE_COUNTRY, cell->text, place);
    cell->choices = kt_meaning_candidates(intake, KT_RECOGNISE_COUNTRY, cell->text);
    if (*cell->choices == '\0')
        cell->reason = "%s: \"%s\" is not a country that is known under this name: use its code of "
                       "three letters";
    else if (cell->column == &kt_delivery_parts.column[KT_PARTS_COUNTRY])
        cell->text = "";
    else
        cell->reason = "%s: \"%s\" may be more than one country: %s";
}

// A material of the reference under any name; another text stays as it is where it is an id.
static void convert_material(kt_convert *cell)
{
    char place[KT_GRID_PLACE];
    const kt_intake *intake = cell->intake;
    kt_grid_place(place, cell->grid, cell->number, cell->at);
    const char *id = kt_recognise_text(intake->recogniser, KT_RECOGNISE_MATERIAL, cell->text);
    if (id == NULL && kt_text_is_id(cell->text, strlen(cell->text)))
        return;
    if (id == NULL)
        id = kt_meaning_find(intake, KT_RECOGNISE_MATERIAL, cell->text, place);
    if (id != NULL)
        cell->text = id;
    else if (kt_meaning_find(intake, KT_RECOGNISE_COMPOSITION, cell->text, place) != NULL)
        cell->reason =
            "%s: \"%s\" is an alloy, and a material is expected: what is made of an alloy "
            "goes into the parts list";
    else
        cell->reason =
            "%s: \"%s\" is not a material that is known: choose from the list, or use its "
            "id";
}

void kt_convert_cell(kt_convert *cell)
{
    if (cell->type == KT_GRID_ERROR) {
        cell->reason = "%s: the cell holds no value but %s";
        return;
    }
    switch (cell->column->type) {
    case KT_COLUMN_NUMBER:
        convert_number(cell);
        break;
    case KT_COLUMN_DATE:
        convert_date(cell);
        break;
    case KT_COLUMN_CHOICE:
        convert_choice(cell);
        break;
    case KT_COLUMN_COUNTRY:
        convert_country(cell);
        break;
    case KT_COLUMN_ID:
        convert_material(cell);
        break;
    default:
        if (strcmp(cell->column->name, "supplier") == 0 &&
            kt_recognise_reserved(cell->text) != NULL)
            cell->text = kt_recognise_reserved(cell->text);
    }
}
