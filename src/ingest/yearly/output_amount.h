// SPDX-License-Identifier: EUPL-1.2
// Amounts as statistics of minerals give them, a country and year each, in tonnes: what the readers
// of such tables fill, and output_list.h makes lists of.
#ifndef KT_INGEST_YEARLY_OUTPUT_AMOUNT_H
#define KT_INGEST_YEARLY_OUTPUT_AMOUNT_H

#include "ingest/intake/delivery.h"

typedef enum kt_output_amount_of {
    KT_OUTPUT_AMOUNT_COUNTRY,
    KT_OUTPUT_AMOUNT_OTHERS, // countries that are not named, or not known to us
    KT_OUTPUT_AMOUNT_WORLD,  // as published, often rounded
} kt_output_amount_of;

typedef struct kt_output_amount {
    kt_symbol material; // of the reading's pool
    int stage;          // kt_stage
    int year;
    kt_output_amount_of of;
    char country[4]; // ISO 3166-1 alpha-3, of a country; else ""
    double tonnes;   // NaN: withheld, or not published
    kt_symbol unit;  // as the file has it
    double per_unit; // tonnes in one of it
    kt_delivery_place place;
} kt_output_amount;

typedef struct kt_output_amount_list {
    kt_output_amount *amount;
    size_t n, capacity;
    bool failed;         // memory ran out
} kt_output_amount_list; // {0} is empty

void kt_output_amount_add(kt_output_amount_list *list, const kt_output_amount *amount);
void kt_output_amount_free(kt_output_amount_list *list);

// Order: material, stage, year, then countries before others before the world, by country.
void kt_output_amount_sort(kt_output_amount_list *list);

// What a cell of a figure says.
typedef enum kt_output_amount_figure {
    KT_OUTPUT_AMOUNT_GIVEN,
    KT_OUTPUT_AMOUNT_WITHHELD, // W, NA, dashes, an empty cell
    KT_OUTPUT_AMOUNT_BOUND,    // "<5", "Less than ½ unit": no figure
    KT_OUTPUT_AMOUNT_NO_FIGURE
} kt_output_amount_figure;

// Reads "1,800", "e1,800", "W"; what is below zero or above 1e12 is no figure. Decimal mark `.`,
// thousands divided by `,`: these publishers never write otherwise.
kt_output_amount_figure kt_output_amount_read(double *out, const char *text);

// Tonnes in one unit ("thousand metric tons", "kilograms", "million cubic meters" of a gas); 0
// where it is no unit of mass, or a volume of what is no gas of the table. Gases at 15 C and
// 101.325 kPa, ideal, with the densities that the record was converted with (helium: 169 t in a
// million m3).
double kt_output_amount_unit(const char *unit, const char *material);

#endif
