// SPDX-License-Identifier: EUPL-1.2
// 500 classes, each with up to ten parts and forty rows of supply: within a class every row is
// compared with every other.
#include "model/class_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/cycle.h"

static const double PARTS_ROUNDING = 0.02;    // typical parts are rounded, each to its own figures
static const double SHARES_ROUNDING = 0.0001; // published shares are, to five decimals

enum { ITEMS_PER_LOOK = 1 << 14, MOST_SUGGESTED = 1000, HS_DIGITS = 6, UNSPSC_DIGITS = 8 };

static const kt_table *table_of(const kt_case *c, int table)
{
    return &c->reference[table];
}

static const char *text_of(const kt_case *c, kt_symbol symbol)
{
    return kt_pool_text(&c->pool, symbol);
}

// A low figure above a high one, of two cells of a row.
static void check_pair(kt_case *c, const kt_table *table, uint32_t row, int low, int high)
{
    char text[2][KT_NUMBER_SIZE];
    double a = kt_table_number(table, low, row);
    double b = kt_table_number(table, high, row);
    if (!(a > b)) // empty cells are not in disorder
        return;
    kt_number_shortest(text[0], a);
    kt_number_shortest(text[1], b);
    kt_fault_add(&c->faults, kt_table_place(table, row, low), "%s %s is above %s %s",
                 table->spec->column[low].name, text[0], table->spec->column[high].name, text[1]);
}

// Columns low, typ and high stand beside each other.
static void check_ranges(kt_case *c, const kt_table *table, int low)
{
    for (uint32_t r = 0; r < table->n_rows; r++) {
        check_pair(c, table, r, low, low + 1);
        check_pair(c, table, r, low + 1, low + 2);
        check_pair(c, table, r, low, low + 2);
    }
}

static void check_digits(kt_case *c, uint32_t row, int column, size_t n, const char *message)
{
    const kt_table *classes = table_of(c, KT_PRODUCT_CLASSES);
    const char *code = text_of(c, kt_table_text(classes, column, row));
    bool good = strlen(code) == n && strspn(code, "0123456789") == n;
    if (*code != '\0' && !good)
        kt_fault_add(&c->faults, kt_table_place(classes, row, column), message, code);
}

static void check_classes(kt_case *c)
{
    const kt_table *classes = table_of(c, KT_PRODUCT_CLASSES);
    for (uint32_t r = 0; r < classes->n_rows; r++) {
        check_digits(c, r, KT_PRODUCT_CLASSES_HS, HS_DIGITS, "hs \"%s\" is not six digits");
        check_digits(c, r, KT_PRODUCT_CLASSES_UNSPSC, UNSPSC_DIGITS,
                     "unspsc \"%s\" is not eight digits");
    }
    check_ranges(c, classes, KT_PRODUCT_CLASSES_MASS_LOW);
}

// Row of product_classes that each row of `table` names in `column`, or KT_NO_ROW; malloc memory.
static uint32_t *class_rows(const kt_case *c, const kt_table *table, int column)
{
    uint32_t *rows = malloc(((size_t)table->n_rows + 1) * sizeof *rows);
    for (uint32_t r = 0; rows != NULL && r < table->n_rows; r++) {
        kt_symbol id = kt_table_text(table, column, r);
        rows[r] = id == 0 ? KT_NO_ROW : kt_case_row(&c->product_class, id);
    }
    return rows;
}

// A table whose rows lead from one class to another.
typedef struct links {
    kt_case *c;
    const kt_table *table;
    int from, to; // columns
    const char *message;
} links;

static void report_cycle(void *user, const uint32_t *thing, uint32_t n, uint32_t row)
{
    const links *l = user;
    const kt_table *classes = table_of(l->c, KT_PRODUCT_CLASSES);
    kt_buffer text = {0};
    for (uint32_t i = 0; i <= n; i++) // and the first once more
        kt_buffer_format(
            &text, "%s%s", i == 0 ? "" : " → ",
            text_of(l->c, kt_table_text(classes, KT_PRODUCT_CLASSES_ID, thing[i % n])));
    if (text.failed)
        l->c->faults.failed = true;
    else
        kt_fault_add(&l->c->faults, kt_table_place(l->table, row, l->to), l->message, text.text);
    kt_buffer_free(&text);
}

static kt_status check_cycles(links l, const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    kt_group rows = {0};
    uint32_t *from = class_rows(l.c, l.table, l.from);
    uint32_t *to = class_rows(l.c, l.table, l.to);
    if (from == NULL || to == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(kt_group_rows(&rows, from, l.table->n_rows, table_of(l.c, KT_PRODUCT_CLASSES)->n_rows,
                         err));
    KT_TRY(kt_cycle_find(&(kt_cycle_graph){&rows, to}, report_cycle, &l, control, err));
done:
    kt_group_free(&rows);
    free(from);
    free(to);
    return status;
}

// The rows of one class.
typedef struct class_part {
    uint32_t class_row; // of product_classes
    const uint32_t *row;
    uint32_t n;
} class_part;

static double sum_of(const kt_table *table, const class_part *part, int column)
{
    double sum = 0;
    for (uint32_t i = 0; i < part->n; i++)
        sum += kt_table_number(table, column, part->row[i]);
    return sum;
}

static void check_sum(kt_case *c, const class_part *part, int column, double most)
{
    const kt_table *content = table_of(c, KT_CLASS_CONTENT);
    char text[KT_NUMBER_SIZE];
    double sum = sum_of(content, part, column);
    if (!(sum > most))
        return;
    kt_number_shortest(text, sum);
    kt_fault_add(&c->faults, kt_table_place(content, part->row[0], column),
                 "%s of class \"%s\" sums to %s, which is above 1",
                 content->spec->column[column].name,
                 text_of(c, kt_table_text(content, KT_CLASS_CONTENT_CLASS, part->row[0])), text);
}

// One material or half-product a row, each once a class.
static void check_inputs(kt_case *c, const class_part *part)
{
    const kt_table *content = table_of(c, KT_CLASS_CONTENT);
    for (uint32_t i = 0; i < part->n; i++) {
        uint32_t r = part->row[i];
        kt_symbol material = kt_table_text(content, KT_CLASS_CONTENT_MATERIAL, r);
        kt_symbol half = kt_table_text(content, KT_CLASS_CONTENT_HALF_PRODUCT, r);
        kt_fault place = kt_table_place(content, r, KT_CLASS_CONTENT_MATERIAL);
        if ((material == 0) == (half == 0))
            kt_fault_add(&c->faults, place,
                         material == 0 ? "neither material nor half_product is filled"
                                       : "material and half_product are both filled: expected one");
        for (uint32_t j = 0; j < i; j++) {
            if (kt_table_text(content, KT_CLASS_CONTENT_MATERIAL, part->row[j]) != material ||
                kt_table_text(content, KT_CLASS_CONTENT_HALF_PRODUCT, part->row[j]) != half)
                continue;
            place.see_record = part->row[j] + 1;
            kt_fault_add(&c->faults, place, "\"%s\" is already in the content of class \"%s\"",
                         text_of(c, material != 0 ? material : half),
                         text_of(c, kt_table_text(content, KT_CLASS_CONTENT_CLASS, r)));
            break;
        }
    }
}

static void check_content(kt_case *c, const class_part *part)
{
    const kt_table *classes = table_of(c, KT_PRODUCT_CLASSES);
    const kt_table *content = table_of(c, KT_CLASS_CONTENT);
    kt_symbol composition = kt_table_text(classes, KT_PRODUCT_CLASSES_COMPOSITION, part->class_row);
    if (composition != 0)
        kt_fault_add(&c->faults, kt_table_place(content, part->row[0], KT_CLASS_CONTENT_CLASS),
                     "class \"%s\" has its content from composition \"%s\"",
                     text_of(c, kt_table_text(classes, KT_PRODUCT_CLASSES_ID, part->class_row)),
                     text_of(c, composition));
    check_inputs(c, part);
    check_sum(c, part, KT_CLASS_CONTENT_LOW, 1.0 + 1e-9);
    check_sum(c, part, KT_CLASS_CONTENT_TYP, 1.0 + PARTS_ROUNDING);
}

static bool same_cell(const kt_table *table, int column, uint32_t a, uint32_t b)
{
    return table->spec->column[column].type == KT_COLUMN_CHOICE
               ? kt_table_choice(table, column, a) == kt_table_choice(table, column, b)
               : kt_table_text(table, column, a) == kt_table_text(table, column, b);
}

// Whether two rows of a class are of one list of shares.
static bool same_list(const kt_table *supply, uint32_t a, uint32_t b)
{
    static const int COLUMNS[] = {KT_PRODUCT_SUPPLY_SCOPE, KT_PRODUCT_SUPPLY_PERIOD,
                                  KT_PRODUCT_SUPPLY_BASIS, KT_PRODUCT_SUPPLY_CODE};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof COLUMNS[0]; i++) {
        if (!same_cell(supply, COLUMNS[i], a, b))
            return false;
    }
    return true;
}

static void report_twice(kt_case *c, uint32_t row, uint32_t first)
{
    const kt_table *supply = table_of(c, KT_PRODUCT_SUPPLY);
    kt_fault place = kt_table_place(supply, row, KT_PRODUCT_SUPPLY_COUNTRY);
    place.see_record = first + 1;
    kt_fault_add(&c->faults, place, "country \"%s\" is already in this list of class \"%s\"",
                 text_of(c, kt_table_text(supply, KT_PRODUCT_SUPPLY_COUNTRY, row)),
                 text_of(c, kt_table_text(supply, KT_PRODUCT_SUPPLY_CLASS, row)));
}

static void check_supply(kt_case *c, const class_part *part)
{
    const kt_table *supply = table_of(c, KT_PRODUCT_SUPPLY);
    for (uint32_t i = 0; i < part->n; i++) {
        uint32_t first = part->row[i];
        double sum = 0;
        bool heads = true; // its list is met for the first time
        bool told = false;
        for (uint32_t j = 0; j < part->n; j++) {
            uint32_t r = part->row[j];
            if (!same_list(supply, first, r))
                continue;
            heads &= j >= i;
            double share = kt_table_number(supply, KT_PRODUCT_SUPPLY_SHARE, r);
            sum += isnan(share) ? 0 : share;
            if (told || j >= i || !same_cell(supply, KT_PRODUCT_SUPPLY_COUNTRY, first, r) ||
                !same_cell(supply, KT_PRODUCT_SUPPLY_MAKER, first, r))
                continue;
            report_twice(c, first, r);
            told = true;
        }
        char text[KT_NUMBER_SIZE];
        if (!heads || !(sum > 1.0 + SHARES_ROUNDING))
            continue;
        kt_number_shortest(text, sum);
        kt_fault_add(&c->faults, kt_table_place(supply, first, KT_PRODUCT_SUPPLY_SHARE),
                     "shares of class \"%s\" sum to %s, which is above 1",
                     text_of(c, kt_table_text(supply, KT_PRODUCT_SUPPLY_CLASS, first)), text);
    }
}

// Calls `check` with the rows of each class that has any.
static kt_status for_each_class(kt_case *c, int table, void (*check)(kt_case *, const class_part *),
                                kt_error *err)
{
    const kt_table *rows = table_of(c, table);
    kt_status status = KT_OK;
    kt_group group = {0};
    uint32_t *key = class_rows(c, rows, 0); // the class is the first column of both tables
    if (key == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(kt_group_rows(&group, key, rows->n_rows, table_of(c, KT_PRODUCT_CLASSES)->n_rows, err));
    for (uint32_t k = 0; k < group.n; k++) {
        uint32_t n = group.first[k + 1] - group.first[k];
        if (n > 0)
            check(c, &(class_part){k, group.row + group.first[k], n});
    }
done:
    kt_group_free(&group);
    free(key);
    return status;
}

kt_status kt_class_rules_check(kt_case *c, const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    const links parents = {c, table_of(c, KT_PRODUCT_CLASSES), KT_PRODUCT_CLASSES_ID,
                           KT_PRODUCT_CLASSES_PARENT, "class stands above itself: %s"};
    const links parts = {c, table_of(c, KT_CLASS_CONTENT), KT_CLASS_CONTENT_CLASS,
                         KT_CLASS_CONTENT_HALF_PRODUCT, "class contains itself: %s"};
    check_classes(c);
    check_ranges(c, table_of(c, KT_CLASS_CONTENT), KT_CLASS_CONTENT_LOW);
    KT_TRY(check_cycles(parents, control, err));
    KT_TRY(check_cycles(parts, control, err));
    KT_TRY(for_each_class(c, KT_CLASS_CONTENT, check_content, err));
    KT_TRY(for_each_class(c, KT_PRODUCT_SUPPLY, check_supply, err));
done:
    return status;
}

// The nearest class is looked for among all of them.
static void warn_of_class(kt_case *c, uint32_t row, kt_symbol id, bool suggest)
{
    const kt_table *classes = table_of(c, KT_PRODUCT_CLASSES);
    uint32_t nearest =
        suggest ? kt_case_nearest(c, classes, KT_PRODUCT_CLASSES_ID, text_of(c, id)) : KT_NO_ROW;
    kt_fault place = kt_table_place(&c->table[KT_ITEMS], row, KT_ITEMS_CLASS);
    place.kind = KT_NOTE_WARNING;
    if (nearest == KT_NO_ROW)
        kt_fault_add(&c->faults, place, "class \"%s\" is not in the reference data",
                     text_of(c, id));
    else
        kt_fault_add(
            &c->faults, place, "class \"%s\" is not in the reference data: did you mean \"%s\"?",
            text_of(c, id), text_of(c, kt_table_text(classes, KT_PRODUCT_CLASSES_ID, nearest)));
}

kt_status kt_class_rules_check_items(kt_case *c, const kt_control *control, kt_error *err)
{
    const kt_table *items = &c->table[KT_ITEMS];
    kt_status status = KT_OK;
    unsigned n_unknown = 0;
    for (uint32_t r = 0; r < items->n_rows && status == KT_OK; r++) {
        if (r % ITEMS_PER_LOOK == 0)
            status = kt_control_check(control, err);
        kt_symbol id = kt_table_text(items, KT_ITEMS_CLASS, r);
        if (id != 0 && kt_case_row(&c->product_class, id) == KT_NO_ROW)
            warn_of_class(c, r, id, n_unknown++ < MOST_SUGGESTED);
    }
    return status;
}
