// SPDX-License-Identifier: EUPL-1.2
// Reads a cell by the spec of its column: some 1e3 cells in a small case, 1e7 in an economy. Strict
// on purpose: "0,5", " 3" and "NaN" are refused with their reason rather than read as something the
// owner of the data did not mean. The cell above is compared first, because rows of one item stand
// together and seeing the same text is cheaper than looking it up.
#include "ingest/package/cells.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "model/schema.h"

enum { SHOWN_BYTES = 60 };

static kt_column_type type_of(const kt_column *column)
{
    return column->spec == NULL ? KT_COLUMN_TEXT : column->spec->type;
}

size_t kt_cells_size(const kt_column *column)
{
    switch (type_of(column)) {
    case KT_COLUMN_NUMBER:
    case KT_COLUMN_DATE:
        return sizeof *column->number;
    case KT_COLUMN_CHOICE:
        return sizeof *column->choice;
    default:
        return sizeof *column->text;
    }
}

void kt_cells_clear(kt_column *column, size_t row)
{
    switch (type_of(column)) {
    case KT_COLUMN_NUMBER:
    case KT_COLUMN_DATE:
        column->number[row] = (double)NAN;
        break;
    case KT_COLUMN_CHOICE:
        column->choice[row] = 0;
        break;
    default:
        column->text[row] = 0;
    }
}

typedef struct complaint {
    const kt_cell *cell;
    kt_fault_list *faults;
    const char *column;
} complaint;

// `format` takes the column's name and the cell's text.
__attribute__((format(printf, 2, 0))) static void complain(complaint c, const char *format)
{
    kt_buffer shown = {0};
    kt_text_show(&shown, c.cell->text, c.cell->length, SHOWN_BYTES);
    if (shown.failed)
        c.faults->failed = true;
    else
        kt_fault_add(c.faults, c.cell->place, format, c.column,
                     shown.text == NULL ? "" : shown.text);
    kt_buffer_free(&shown);
}

// `format` takes the column's name, the cell's text and a bound.
static void complain_of_bound(complaint c, const char *format, double bound)
{
    char number[KT_NUMBER_SIZE];
    kt_buffer shown = {0};
    kt_number_shortest(number, bound);
    kt_text_show(&shown, c.cell->text, c.cell->length, SHOWN_BYTES);
    if (shown.failed)
        c.faults->failed = true;
    else
        kt_fault_add(c.faults, c.cell->place, format, c.column, shown.text, number);
    kt_buffer_free(&shown);
}

static bool is_word(const kt_cell *cell, const char *word)
{
    size_t skip = cell->length > 0 && (cell->text[0] == '-' || cell->text[0] == '+');
    return cell->length - skip == strlen(word) &&
           strncasecmp(cell->text + skip, word, strlen(word)) == 0;
}

static void complain_of_number(complaint c)
{
    const kt_cell *cell = c.cell;
    if (is_word(cell, "nan") || is_word(cell, "inf") || is_word(cell, "infinity"))
        complain(c, "%s \"%s\" is not a finite number");
    else if (memchr(cell->text, ',', cell->length) != NULL)
        complain(c, "%s \"%s\" is not a number: the decimal mark is \".\"");
    else
        complain(c, "%s \"%s\" is not a number");
}

static void store_number(kt_column *column, const kt_cell *cell, complaint c)
{
    const kt_column_spec *spec = column->spec;
    double value;
    if (!kt_number_read(&value, cell->text, cell->length)) {
        complain_of_number(c);
        return;
    }
    bool bounded = spec->min != 0.0 || spec->max != 0.0;
    if (bounded && spec->above_min && value <= spec->min)
        complain_of_bound(c, "%s %s is not above %s", spec->min);
    else if (bounded && value < spec->min)
        complain_of_bound(c, "%s %s is below %s", spec->min);
    else if (bounded && value > spec->max)
        complain_of_bound(c, "%s %s is above %s", spec->max);
    else
        column->number[cell->row] = value;
}

static void store_date(kt_column *column, const kt_cell *cell, complaint c)
{
    int32_t day;
    if (kt_date_read(&day, cell->text, cell->length))
        column->number[cell->row] = day;
    else
        complain(c, "%s \"%s\" is not a date: YYYY-MM-DD is expected");
}

static void complain_of_choice(complaint c, const kt_column_spec *spec)
{
    kt_buffer choices = {0};
    kt_buffer shown = {0};
    for (int i = 0; spec->choices[i] != NULL; i++)
        kt_buffer_format(&choices, "%s%s", i == 0 ? "" : ", ", spec->choices[i]);
    kt_text_show(&shown, c.cell->text, c.cell->length, SHOWN_BYTES);
    if (choices.failed || shown.failed)
        c.faults->failed = true;
    else
        kt_fault_add(c.faults, c.cell->place, "%s \"%s\" is not one of: %s", c.column, shown.text,
                     choices.text);
    kt_buffer_free(&choices);
    kt_buffer_free(&shown);
}

// Rows of one item or buyer stand together in most files: a cell often says what the one above it
// says, which is cheaper to see than to look up.
static bool repeats(const kt_column *column, const kt_cell *cell, const kt_pool *pool)
{
    if (cell->row == 0 || column->text[cell->row - 1] == 0)
        return false;
    const char *above = kt_pool_text(pool, column->text[cell->row - 1]);
    return strncmp(above, cell->text, cell->length) == 0 && above[cell->length] == '\0';
}

static bool store_text(kt_column *column, const kt_cell *cell, complaint c, kt_pool *pool)
{
    bool repeated = repeats(column, cell, pool);
    if (!repeated && !kt_text_valid(cell->text, cell->length)) {
        if (memchr(cell->text, '\0', cell->length) != NULL)
            complain(c, "%s \"%s\" contains a NUL byte");
        else
            complain(c, "%s \"%s\" is not valid UTF-8");
        return true;
    }
    if (column->spec != NULL && column->spec->type == KT_COLUMN_ID &&
        !kt_text_is_id(cell->text, cell->length))
        complain(c,
                 "%s \"%s\" is not an id: 1 to 64 of A-Z a-z 0-9 . _ - are expected, the first a "
                 "letter or digit");
    if (repeated) {
        column->text[cell->row] = column->text[cell->row - 1];
        return true;
    }
    return kt_pool_add(pool, cell->text, cell->length, &column->text[cell->row]);
}

bool kt_cells_store(kt_column *column, const kt_cell *cell, kt_pool *pool, kt_fault_list *faults)
{
    const kt_column_spec *spec = column->spec;
    complaint c = {cell, faults, spec == NULL ? kt_pool_text(pool, column->name) : spec->name};

    if (cell->length == 0) {
        if (spec != NULL && spec->need == KT_FILLED)
            kt_fault_add(faults, cell->place, "%s is empty", spec->name);
        return true;
    }
    if (spec != NULL && spec->type == KT_COLUMN_NUMBER) {
        store_number(column, cell, c);
    } else if (spec != NULL && spec->type == KT_COLUMN_DATE) {
        store_date(column, cell, c);
    } else if (spec != NULL && spec->type == KT_COLUMN_CHOICE) {
        column->choice[cell->row] = (uint8_t)kt_schema_choice(spec, cell->text, cell->length);
        if (column->choice[cell->row] == 0)
            complain_of_choice(c, spec);
    } else {
        return store_text(column, cell, c, pool);
    }
    return true;
}
