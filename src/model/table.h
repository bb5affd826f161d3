// SPDX-License-Identifier: EUPL-1.2
// A table of the data package in memory: one array per column, 4 bytes a text cell, 8 a number, 1 a
// choice. What a table may hold is data (kt_table_spec), so that reading, checking, the template
// and the documentation come from one place. Expected: 40 tables of 10 to 1e7 rows.
#ifndef KT_MODEL_TABLE_H
#define KT_MODEL_TABLE_H

#include <assert.h>
#include <math.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/pool.h"

#define KT_NO_ROW UINT32_MAX

typedef enum kt_column_type {
    KT_COLUMN_ID,      // text that must be an id of DESIGN section 3
    KT_COLUMN_TEXT,    // any text
    KT_COLUMN_COUNTRY, // ISO 3166-1 alpha-3
    KT_COLUMN_NUMBER,
    KT_COLUMN_DATE,   // YYYY-MM-DD, kept as a day number in the number array
    KT_COLUMN_CHOICE, // one of a list
} kt_column_type;

typedef enum kt_need {
    KT_MAY,    // the column may be absent, a cell empty
    KT_EXISTS, // the column must be there, a cell may be empty
    KT_FILLED, // the column must be there and every cell filled
} kt_need;

// What an id refers to: bits, because a buyer may be a site or an organisation.
typedef enum kt_refers {
    KT_REFERS_ITEM = 1,
    KT_REFERS_ORGANISATION = 2,
    KT_REFERS_SITE = 4,
    KT_REFERS_AREA = 8,
    KT_REFERS_SCENARIO = 16,
    KT_REFERS_INTERVENTION = 32,
    KT_REFERS_INSTRUMENT = 64,
    KT_REFERS_MATERIAL = 128, // of the reference
    KT_REFERS_WORLD = 256,    // `country:XXX`, `unknown` or `withheld`: a supplier without a row
    KT_REFERS_STRATEGY_AREA = 512, // these four of the reference, too
    KT_REFERS_TYPICAL_ITEM = 1024,
    KT_REFERS_COMPOSITION = 2048,
    KT_REFERS_CLASS = 4096, // of products
} kt_refers;

typedef struct kt_column_spec {
    const char *name;
    kt_column_type type;
    kt_need need;
    double min, max;            // numbers; min = max = 0: any
    bool above_min;             // min itself is refused
    bool unique;                // no two rows with the same id
    unsigned refers;            // kt_refers bits; 0: nothing
    const char *const *choices; // NULL-terminated
} kt_column_spec;

enum { KT_MAX_SPEC = 24, KT_TABLE_COLUMNS = 1024 }; // columns of a spec; the most of a table

typedef struct kt_table_spec {
    const char *name;
    bool required;
    kt_column_spec column[KT_MAX_SPEC]; // ends at a NULL name
} kt_table_spec;

typedef struct kt_column {
    const kt_column_spec *spec; // NULL: a column that the format does not know, kept as text
    kt_symbol name;
    union { // [n_rows], by the type of the spec
        void *cells;
        kt_symbol *text; // ID, TEXT, COUNTRY, unknown columns; 0 = empty
        double *number;  // NUMBER, DATE; NaN = empty
        uint8_t *choice; // CHOICE: index + 1; 0 = empty
    };
} kt_column;

typedef struct kt_table {
    const kt_table_spec *spec;
    const char *file; // as datapackage.json names it; NULL: the package does not have the table
    uint32_t package; // KT_PACKAGE_CASE …
    uint32_t n_rows;  // row r is record r + 1 of the file (record 0 is the header)
    uint32_t n_columns;
    kt_column *column;       // in file order
    int16_t at[KT_MAX_SPEC]; // spec column → index into `column`, -1 when the file lacks it
} kt_table;

// A case, data/reference, and the dated measures beside it (data/scenarios).
enum { KT_PACKAGE_CASE, KT_PACKAGE_REFERENCE, KT_PACKAGE_DATED };

void kt_table_free(kt_table *table);

// The place of a cell, for kt_fault_add. `column` is the spec column.
kt_fault kt_table_place(const kt_table *table, uint32_t row, int column);

// Cells by spec column; an absent column reads as empty.
static inline kt_symbol kt_table_text(const kt_table *table, int column, uint32_t row)
{
    assert(row < table->n_rows);
    int at = table->at[column];
    return at < 0 ? 0 : table->column[at].text[row];
}

static inline double kt_table_number(const kt_table *table, int column, uint32_t row)
{
    assert(row < table->n_rows);
    int at = table->at[column];
    return at < 0 ? (double)NAN : table->column[at].number[row];
}

// 0 = empty, else 1 + index into the spec's choices.
static inline int kt_table_choice(const kt_table *table, int column, uint32_t row)
{
    assert(row < table->n_rows);
    int at = table->at[column];
    return at < 0 ? 0 : table->column[at].choice[row];
}

#endif
