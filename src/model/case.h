// SPDX-License-Identifier: EUPL-1.2
// A case and the reference package in memory. The texts of the case are pooled below those of the
// reference, so that a country or a material is the same symbol in both, and several cases share
// one reference. Frozen once opened: any number of threads may read it.
#ifndef KT_MODEL_CASE_H
#define KT_MODEL_CASE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "base/sha256.h"
#include "model/schema.h"

// From symbol to row. A symbol that names no row gives KT_NO_ROW. Ids of a table were read one
// after the other, so their symbols lie close: the array spans those and no others.
typedef struct kt_index {
    uint32_t *row; // [n]
    kt_symbol first;
    uint32_t n;
} kt_index;

static inline uint32_t kt_case_row(const kt_index *index, kt_symbol symbol)
{
    uint32_t at = symbol - index->first; // one below the first is above all
    return at < index->n ? index->row[at] : KT_NO_ROW;
}

// "sha256 name" of files.
typedef struct kt_lines {
    kt_buffer *line; // [n]
    size_t n, capacity;
} kt_lines;

// Scenarios and their events, of a case or of the dated measures.
typedef struct kt_scenario_tables {
    const kt_table *scenarios, *events;
    const kt_index *index; // of the scenarios' ids
} kt_scenario_tables;

struct kt_case {
    kt_pool pool;
    kt_arena arena;         // texts of the descriptor, places of faults
    kt_fault_list faults;   // those of the reference included
    kt_fault_place *places; // [faults.n], for the public API: those in faults.lang
    kt_fault_place *places_in[KT_N_LANGS];
    const char *id; // `name` of datapackage.json
    const char *title;
    const char *description;
    const char *description_nl; // "" where the package has none
    char sha256[KT_SHA256_TEXT];
    char sha256_dated[KT_SHA256_TEXT]; // the dated measures included, for what rests on them
    kt_lines lines;                    // of each file read, those of the reference not included
    kt_lines dated_lines;              // of the dated measures: the reference has them
    bool unread;                       // a file could not be read: the hash does not tell all
    const struct kt_case *shared; // the reference, opened as a case without tables, whose reference
                                  // tables, indexes and texts this case shares; NULL: it is one
    struct kt_case *owned;        // the same where nothing else has it: freed with the case
    kt_table table[KT_N_CASE_TABLES];
    kt_table reference[KT_N_REFERENCE_TABLES];
    kt_table dated[KT_N_DATED_TABLES]; // measures that were taken, for every case
    kt_index item, organisation, site, area, scenario, intervention, instrument;
    kt_index material, country; // of the reference
    kt_index strategy_area, typical_item, composition, dated_scenario, product_class;
    kt_index world; // country → symbol of its supplier id `country:XXX`
    kt_symbol unknown, withheld;
};

typedef enum kt_supplier_kind {
    KT_SUPPLIER_NONE, // not a supplier
    KT_SUPPLIER_SITE,
    KT_SUPPLIER_ORGANISATION,
    KT_SUPPLIER_COUNTRY,
    KT_SUPPLIER_UNKNOWN,
    KT_SUPPLIER_WITHHELD,
} kt_supplier_kind;

// Who a supplier id means.
typedef struct kt_supplier {
    kt_supplier_kind kind;
    uint32_t site;         // row of sites, or KT_NO_ROW
    uint32_t organisation; // row of organisations, or KT_NO_ROW
    kt_symbol country;     // 0 for unknown and withheld
} kt_supplier;

// The scenarios of the case, or the dated ones; without rows where there are none. O(1).
kt_scenario_tables kt_case_scenarios(const kt_case *the_case, bool dated);

// Builds the indexes over ids. The first row with an id wins; validate reports the others. Of a
// reference it names the suppliers and stages first that it can add to any case (`country:XXX`,
// `unknown`, `tungsten.extraction`), so that its pool is complete. KT_NO_RESOURCES when memory runs
// out.
kt_status kt_case_index(kt_case *the_case, kt_error *err);

// O(1). KIND_NONE for an id that is neither a site, an organisation, `country:XXX` with a known
// country, `unknown` nor `withheld`.
kt_supplier kt_case_supplier(const kt_case *the_case, kt_symbol id);

// The row with the id nearest to `wanted` and still plausible (at most a third of it differs), or
// KT_NO_ROW. O(rows · length²): for messages.
uint32_t kt_case_nearest(const kt_case *the_case, const kt_table *table, int id_column,
                         const char *wanted);

// Appends the ids that a user may have meant, quoted: at most three with a word that begins with
// `wanted`, by id, else the nearest. Returns how many. O(rows · length²): for messages.
uint32_t kt_case_suggest(kt_buffer *out, const kt_case *the_case, const kt_table *table,
                         int id_column, const char *wanted);

// Frees everything the case holds and the case itself. NULL is allowed.
void kt_case_free(kt_case *the_case);

#endif
