// SPDX-License-Identifier: EUPL-1.2
// A parts list being taken apart: what is known of it, and the row at hand.
// Internal to: import_file, parts_supply.
#ifndef KT_INGEST_INTAKE_PARTS_LIST_H
#define KT_INGEST_INTAKE_PARTS_LIST_H

#include "ingest/intake/intake.h"
#include "ingest/intake/parts_material.h"
#include "ingest/recognise/dictionary.h"

// Kinds of the dictionary: by exact number or name, by folded name, ids of the case, the text that
// an id was made of, how many texts gave that id; companies by name; supply rows without a known
// supplier, by item and buyer.
enum {
    KT_PARTS_LIST_EXACT = 'i',
    KT_PARTS_LIST_FOLDED = 'I',
    KT_PARTS_LIST_OLD = 'o',
    KT_PARTS_LIST_MADE_OF = 'm',
    KT_PARTS_LIST_TWINS = 't',
    KT_PARTS_LIST_COMPANY = 'F',
    KT_PARTS_LIST_UNKNOWN = 'u',
};
#define KT_PARTS_NO_CELL SIZE_MAX

// What is known of an id of this list, by its symbol.
typedef struct kt_part_known {
    bool item, child, organisation;
    size_t kind_cell; // of the delivered row of items, KT_PARTS_NO_CELL: none
} kt_part_known;

// A supply row for all the suppliers of an item that count as unknown: what they are called, and
// who says so. The cells are written when all are known.
typedef struct kt_parts_market {
    size_t row; // of the delivered supply
    kt_buffer names, sources;
} kt_parts_market;

typedef struct kt_parts_list {
    const kt_intake *intake;
    const kt_draft *draft;
    kt_delivery *delivery;
    kt_dictionary names;
    kt_part_known *known; // [n_known] by symbol
    size_t n_known, known_capacity;
    size_t parts, items, bom, organisations, supply, stocks; // tables
    size_t company, company_country, company_kvk, product, product_number;
    size_t row;              // of parts at hand
    kt_parts_market *market; // [n_markets]
    size_t n_markets, market_capacity;
    bool said_no_holder;
    kt_material_list materials;
    bool failed;
} kt_parts_list;

// Texts and symbols of the pool; list->failed when memory runs out.
kt_symbol kt_parts_list_symbol(kt_parts_list *list, const char *text);
const char *kt_parts_list_text(const kt_parts_list *list, kt_symbol symbol);

// A cell of the row at hand, by its field; 0: none.
kt_symbol kt_parts_list_cell(const kt_parts_list *list, size_t field);

// What is known of an id; NULL when memory runs out.
kt_part_known *kt_parts_list_know(kt_parts_list *list, kt_symbol id);

kt_delivery_place kt_parts_list_place(const kt_parts_list *list);

// The column of the grid that a field of the row comes from, for the places of derived cells.
uint16_t kt_parts_list_column(const kt_parts_list *list, size_t field);

// Gives the last row of `table` a cell that comes from `from` (KT_N_PARTS: from no cell).
void kt_parts_list_put(kt_parts_list *list, size_t table, size_t field, kt_symbol text,
                       size_t from);

// What the row at hand is worth as evidence, and where it comes from; 0: that is not said.
void kt_parts_list_proof(kt_parts_list *list, kt_symbol *evidence, kt_symbol *source);

// The words by which the rows of a list find an item of the case: ids, exact and folded, and folded
// names. names->failed when memory runs out or the work is stopped.
void kt_parts_list_learn(kt_dictionary *names, const kt_draft *draft);

// The item that a number or a name means; NULL: none, or several.
const char *kt_parts_list_find(const kt_dictionary *names, const char *text);

// Gives the last row of `table` that proof.
void kt_parts_list_put_proof(kt_parts_list *list, size_t table, size_t evidence, size_t source);

// The index of a field that the delivery's table may not have yet.
size_t kt_parts_list_field(kt_parts_list *list, size_t table, const char *name);

// "file.xlsx:Sheet!C7" of a field of the row at hand.
void kt_parts_list_where(char place[KT_GRID_PLACE], const kt_parts_list *list, size_t field);

// A warning at a field; `format` has one %s.
void kt_parts_list_warn(kt_parts_list *list, size_t from, const char *format, const char *text)
    __attribute__((format(printf, 3, 0)));

// What a text of the row surely means; NULL when that is not sure.
const char *kt_parts_list_meaning(kt_parts_list *list, kt_recognise_kind kind, kt_symbol text,
                                  size_t from);

#endif
