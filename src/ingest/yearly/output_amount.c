// SPDX-License-Identifier: EUPL-1.2
// Some thousand amounts a file, sorted once.
#include "ingest/yearly/output_amount.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/recognise/fold.h"
#include "ingest/recognise/quantity.h"

// Of any unit; the world has no such figure, and all of them in tonnes add up to a number that
// prints.
static const double MOST_FIGURE = 1e12;

void kt_output_amount_add(kt_output_amount_list *list, const kt_output_amount *amount)
{
    list->amount = kt_grow_array(list->amount, &list->capacity, list->n + 1, sizeof *list->amount,
                                 &list->failed);
    if (!list->failed)
        list->amount[list->n++] = *amount;
}

void kt_output_amount_free(kt_output_amount_list *list)
{
    free(list->amount);
    *list = (kt_output_amount_list){0};
}

static int difference(uint64_t one, uint64_t other)
{
    return (one > other) - (one < other);
}

static int in_order(const void *left, const void *right)
{
    const kt_output_amount *one = left;
    const kt_output_amount *other = right;
    int order = difference(one->material, other->material);
    if (order == 0)
        order = difference((uint64_t)one->stage, (uint64_t)other->stage);
    if (order == 0)
        order = difference((uint64_t)one->year, (uint64_t)other->year);
    if (order == 0)
        order = difference(one->of, other->of);
    if (order == 0)
        order = strcmp(one->country, other->country);
    return order != 0 ? order : kt_delivery_by_place(&one->place, &other->place);
}

void kt_output_amount_sort(kt_output_amount_list *list)
{
    if (list->n > 1)
        qsort(list->amount, list->n, sizeof *list->amount, in_order);
}

static bool is_withheld(const char *folded)
{
    static const char *const WORDS[] = {"", "w", "na", "xx", "nr"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strcmp(folded, WORDS[i]) == 0)
            return true;
    }
    return false;
}

kt_output_amount_figure kt_output_amount_read(double *out, const char *text)
{
    char folded[KT_FOLD_SIZE];
    *out = (double)NAN;
    text += strspn(text, " ");
    kt_fold_word(folded, text, strlen(text));
    if (is_withheld(folded)) // a dash folds to nothing
        return KT_OUTPUT_AMOUNT_WITHHELD;
    if (*text == '<' || *text == '>' || strncmp(folded, "lessthan", 8) == 0 ||
        strncmp(folded, "morethan", 8) == 0)
        return KT_OUTPUT_AMOUNT_BOUND;
    if (*text == 'e')
        text++;
    if (kt_quantity_read(out, text, '.', KT_QUANTITY_PLAIN, NULL) != KT_QUANTITY_GOOD || *out < 0 ||
        *out > MOST_FIGURE) {
        *out = (double)NAN;
        return KT_OUTPUT_AMOUNT_NO_FIGURE;
    }
    return KT_OUTPUT_AMOUNT_GIVEN;
}

// Kilograms in a cubic metre of gas at 15 C and 101.325 kPa, as on record: M / (R · T / p) with the
// standard atomic weights, to three or four digits.
static double density(const char *material)
{
    static const struct {
        const char *material;
        double kg;
    } GAS[] = {{"helium", 0.169}, {"neon", 0.8535}, {"krypton", 3.544}, {"xenon", 5.553}};
    for (size_t i = 0; i < sizeof GAS / sizeof GAS[0]; i++) {
        if (strcmp(GAS[i].material, material) == 0)
            return GAS[i].kg;
    }
    return 0.0;
}

double kt_output_amount_unit(const char *unit, const char *material)
{
    static const double KG = 1e3; // in a tonne
    static const struct {
        const char *unit; // folded
        double tonnes;
        double cubic_metres;
    } UNITS[] = {
        {"metrictons", 1, 0},
        {"metrictonnes", 1, 0},
        {"tonnes", 1, 0},
        {"metrt", 1, 0},
        {"tons", 1, 0},
        {"t", 1, 0},
        {"thousandmetrictons", 1e3, 0},
        {"millionmetrictons", 1e6, 0},
        {"kilograms", 1e-3, 0},
        {"kg", 1e-3, 0},
        {"cubicmeters", 0, 1},
        {"thousandcubicmeters", 0, 1e3},
        {"millioncubicmeters", 0, 1e6},
        {"liters", 0, 1e-3},
        {"thousandliters", 0, 1},
        {"millionliters", 0, 1e3},
    };
    char folded[KT_FOLD_SIZE];
    kt_fold_word(folded, unit, strlen(unit));
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcmp(folded, UNITS[i].unit) == 0)
            return UNITS[i].cubic_metres > 0 ? UNITS[i].cubic_metres * density(material) / KG
                                             : UNITS[i].tonnes;
    }
    return 0.0;
}
