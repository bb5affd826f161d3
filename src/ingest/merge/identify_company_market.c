// SPDX-License-Identifier: EUPL-1.2
// Learns the markets of one row in a dictionary, O(rows), then looks each delivered supplier up. A
// market of two rows is left alone: the delivered row may be another part of it.
#include "ingest/merge/identify_company_market.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_open(const kt_identifying *s, kt_symbol supplier)
{
    return strcmp(kt_identify_company_row_text(s, supplier), "unknown") == 0;
}

static const char *market(char text[32], kt_symbol item, kt_symbol buyer)
{
    snprintf(text, 32, "%u %u", item, buyer);
    return text;
}

// A row that says only that the supplier is unknown. A figure beside it has evidence and
// source of its own, which a row that names the supplier would take over: such a row stays.
static bool says_unknown(const kt_identifying *s, const kt_draft_table *supply, size_t row)
{
    static const char *const NO_FIGURE[] = {"item",   "supplier", "buyer", "evidence",
                                            "source", "marking",  NULL};
    for (size_t c = 0; c < supply->n_columns; c++) {
        size_t i = 0;
        while (NO_FIGURE[i] != NULL &&
               strcmp(NO_FIGURE[i], kt_identify_company_row_text(s, supply->column[c])) != 0)
            i++;
        if (NO_FIGURE[i] == NULL && *kt_draft_cell(supply, row, c) != 0)
            return false;
    }
    return is_open(s, kt_identify_company_row_cell(s, supply, row, "supplier"));
}

// False when the case has no such row.
static bool learn_markets(kt_identifying *s, const kt_draft_table *supply)
{
    char text[32];
    char row[32];
    size_t n = 0;
    for (size_t r = 0; r < supply->n_rows && kt_identify_company_row_goes_on(s); r++)
        n += says_unknown(s, supply, r);
    for (size_t r = 0; r < supply->n_rows && n > 0 && kt_identify_company_row_goes_on(s); r++) {
        snprintf(row, sizeof row, "%zu", r);
        kt_dictionary_learn(&s->known, KT_IDENTIFY_MARKET,
                            market(text, kt_identify_company_row_cell(s, supply, r, "item"),
                                   kt_identify_company_row_cell(s, supply, r, "buyer")),
                            row, false); // a market of two rows is found no more
    }
    return n > 0;
}

static void name_supplier(kt_identifying *s, const kt_delivery *delivery, const kt_grid_list *grids,
                          const kt_delivery_table *table, size_t delivered)
{
    kt_symbol item = kt_delivery_text(table, delivered, KT_SUPPLY_ITEM);
    kt_symbol buyer = kt_delivery_text(table, delivered, KT_SUPPLY_BUYER);
    kt_symbol supplier = kt_delivery_text(table, delivered, KT_SUPPLY_SUPPLIER);
    char where[KT_GRID_PLACE];
    char text[32];
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    const char *found =
        kt_dictionary_find(&s->known, KT_IDENTIFY_MARKET, market(text, item, buyer));
    size_t row = found == NULL ? 0 : strtoul(found, NULL, 10);
    if (found == NULL || !says_unknown(s, supply, row) ||
        kt_dictionary_find(&s->known, KT_IDENTIFY_UNKNOWN, text) != NULL)
        return;
    size_t column = kt_draft_find_column(s->draft, supply, "supplier");
    kt_delivery_where(where, delivery, grids, table, delivered, KT_SUPPLY_SUPPLIER);
    s->place = kt_arena_text(&s->merge->texts, where, strlen(where));
    s->failed |= s->place == NULL;
    kt_identify_company_row_note(s, supply, row,
                                 (kt_merge_change){.column = supply->column[column],
                                                   .before = *kt_draft_cell(supply, row, column),
                                                   .after = supplier});
    *kt_draft_cell(supply, row, column) = supplier;
    for (int i = 0; i < 2; i++) { // of the unknown supplier: the new row brings its own
        size_t proof = kt_draft_find_column(s->draft, supply, i == 0 ? "evidence" : "source");
        if (proof < supply->n_columns)
            *kt_draft_cell(supply, row, proof) = 0;
    }
    supply->changed = true;
}

void kt_identify_company_market_all(kt_identifying *s, const kt_delivery *delivery,
                                    const kt_grid_list *grids)
{
    const kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t at = 0;
    while (at < delivery->n &&
           strcmp(kt_pool_text(delivery->pool, delivery->table[at].name), "supply") != 0)
        at++;
    if (supply == NULL || at == delivery->n || !learn_markets(s, supply))
        return;
    const kt_delivery_table *table = &delivery->table[at];
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < table->n_rows && kt_identify_company_row_goes_on(s); r++) {
            char text[32];
            kt_symbol item = kt_delivery_text(table, r, KT_SUPPLY_ITEM);
            kt_symbol buyer = kt_delivery_text(table, r, KT_SUPPLY_BUYER);
            kt_symbol supplier = kt_delivery_text(table, r, KT_SUPPLY_SUPPLIER);
            bool named = supplier != 0 && !is_open(s, supplier);
            if (table->row[r].refused || table->row[r].act != KT_DELIVERY_MERGE)
                continue;
            if (pass == 0 && !named)
                kt_dictionary_learn(&s->known, KT_IDENTIFY_UNKNOWN, market(text, item, buyer),
                                    "yes", true);
            else if (pass == 1 && named)
                name_supplier(s, delivery, grids, table, r);
        }
    }
}
