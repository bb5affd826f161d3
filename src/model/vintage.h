// SPDX-License-Identifier: EUPL-1.2
// Figures of the same thing from several years stand side by side in the reference: which of them
// an answer uses. A vintage is what is asked for, "2016-2020" (the mean of a study's years),
// "newest", or a year; the rule that picks one list of figures is here and nowhere else.
#ifndef KT_MODEL_VINTAGE_H
#define KT_MODEL_VINTAGE_H

#include <stdbool.h>

#include "model/case.h"

// The years that figures are of: first and last are equal for one year. {0, 0}: not stated.
typedef struct kt_years {
    int first, last;
} kt_years;

typedef struct kt_vintage {
    bool newest;
    kt_years years; // unless newest
} kt_vintage;

// 2016-2020: the years of the Commission's study, whose method and shares go together.
extern const kt_vintage kt_vintage_study;

enum { KT_VINTAGE_TEXT = sizeof "2016-2020" };

// "newest", "2024", "2016-2020".
void kt_vintage_write(char out[KT_VINTAGE_TEXT], const kt_vintage *vintage);

// The same figures are asked for.
bool kt_vintage_is(const kt_vintage *one, const kt_vintage *other);

// Which figures of the reference a network draws on where a case names no supplier.
typedef struct kt_figures {
    kt_scope scope;
    kt_vintage vintage;
} kt_figures;

extern const char *const kt_figures_scopes[]; // of kt_scope: "global", "eu", "nl", NULL

// World markets in the years of the Commission's study.
extern const kt_figures kt_figures_study;

// Reads "2024" or "2016-2020", years 1900 to 2200, not backwards. False for anything else; *out is
// then {0, 0}.
bool kt_vintage_read_years(kt_years *out, const char *text);

// Reads "newest", a year, or the years of a study. False for anything else.
bool kt_vintage_read(kt_vintage *out, const char *text);

// Whether figures of `one` are taken rather than figures of `other`. Exactly the years that are
// asked for come first; then the newest that end in the last asked year or before it; then, where
// all are later, the oldest. Of those that end together the shorter span is the newer. "newest"
// takes the newest. Years that are not stated count as the oldest of all.
bool kt_vintage_prefers(const kt_vintage *vintage, kt_years one, kt_years other);

// The figures are later than what was asked for: they stand in, and are marked.
bool kt_vintage_is_late(const kt_vintage *vintage, kt_years years);

// A later edition of a publication may say other things of the same years: both stand side by side,
// and the later one is used. `edition` is the cell of a row, NaN (the oldest of all) where it is
// empty. True where `one` goes before `other`.
bool kt_vintage_is_later(double one, double other);

// The latest edition in a column of a table; NaN where no row has one. What is taken from a table
// of one edition (governance) comes from that alone. O(rows).
double kt_vintage_latest(const kt_table *table, int edition_column);

// Whether a row is of that edition: the same, or none where none has one.
bool kt_vintage_is_of(double edition, double latest);

// What was picked for one key. `listing` is 0 where the list does not say of what kind it is.
typedef struct kt_vintage_pick {
    kt_years years;
    double edition;   // of those years; NaN: the list names none
    kt_symbol period; // as the table has it
    int listing;      // kt_listing
    bool found;
} kt_vintage_pick;

// Shares of such a list make a market: complete ones, sums of what a source lists, models, and
// lists that say nothing of themselves. Partial lists and lower bounds do not.
bool kt_vintage_makes_market(int listing);

// Picks one period of material_supply for each key, in its latest edition, and drops the rows of
// all others: `key[row]`, below `n_keys` or KT_NO_ROW, becomes KT_NO_ROW. pick[n_keys] says what
// was picked. A list that makes no market is passed over before its years are looked at. O(rows +
// keys).
void kt_vintage_keep(kt_vintage_pick *pick, uint32_t n_keys, uint32_t *key, const kt_case *the_case,
                     const kt_vintage *vintage);

#endif
