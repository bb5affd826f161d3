// SPDX-License-Identifier: EUPL-1.2
// See convert.h. A plain number that needs nothing done to it is by far the commonest cell, and the
// first that is tried.
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

static void pass_number(kt_convert *p)
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
    if (kt_recognise_answer(p->text) != NULL) {
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

static void pass_date(kt_convert *p)
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

static void pass_choice(kt_convert *p)
{
    int choice = kt_label_find(p->column->choices, p->text);
    if (choice >= 0)
        p->text = p->column->choices[choice];
    else
        p->reason = "%s: \"%s\" is not one of: %s";
}

// A country that is not sure leaves its cell of a parts list empty, and refuses any other row.
static void pass_country(kt_convert *p)
{
    char place[KT_GRID_PLACE];
    const kt_intake *intake = p->intake;
    const char *code = kt_recognise_text(intake->recogniser, KT_RECOGNISE_COUNTRY, p->text);
    if (code == NULL && kt_recognise_answer(p->text) != NULL) {
        p->text = "";
        return;
    }
    if (code == NULL) {
        kt_grid_place(place, p->grid, p->number, p->at);
        code = kt_meaning_find(intake, KT_RECOGNISE_COUNTRY, p->text, place);
    }
    if (code != NULL) {
        p->text = code;
        return;
    }
    kt_meaning_ask(intake, KT_RECOGNISE_COUNTRY, p->text, place);
    p->choices = kt_meaning_candidates(intake, KT_RECOGNISE_COUNTRY, p->text);
    if (*p->choices == '\0')
        p->reason = "%s: \"%s\" is not a country that is known under this name: use its code of "
                    "three letters";
    else if (p->column == &kt_delivery_parts.column[KT_PARTS_COUNTRY])
        p->text = "";
    else
        p->reason = "%s: \"%s\" may be more than one country: %s";
}

// A material of the reference under any name; another text stays as it is where it is an id.
static void pass_material(kt_convert *p)
{
    char place[KT_GRID_PLACE];
    const kt_intake *intake = p->intake;
    kt_grid_place(place, p->grid, p->number, p->at);
    const char *id = kt_recognise_text(intake->recogniser, KT_RECOGNISE_MATERIAL, p->text);
    if (id == NULL && kt_text_is_id(p->text, strlen(p->text)))
        return;
    if (id == NULL)
        id = kt_meaning_find(intake, KT_RECOGNISE_MATERIAL, p->text, place);
    if (id != NULL)
        p->text = id;
    else if (kt_meaning_find(intake, KT_RECOGNISE_COMPOSITION, p->text, place) != NULL)
        p->reason = "%s: \"%s\" is an alloy, and a material is expected: what is made of an alloy "
                    "goes into the parts list";
    else
        p->reason = "%s: \"%s\" is not a material that is known: choose from the list, or use its "
                    "id";
}

void kt_convert_cell(kt_convert *p)
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
    case KT_COLUMN_ID:
        pass_material(p);
        break;
    default:
        if (strcmp(p->column->name, "supplier") == 0 && kt_recognise_answer(p->text) != NULL)
            p->text = kt_recognise_answer(p->text);
    }
}
