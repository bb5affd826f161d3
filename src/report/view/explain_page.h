// SPDX-License-Identifier: EUPL-1.2
// What the parts of an explained flow share while they are written: the document, the result, and
// the sources that were cited so far.
// Internal to: explain_assumed, explain_page, explain_rule_view, explain_view.
#ifndef KT_REPORT_VIEW_EXPLAIN_PAGE_H
#define KT_REPORT_VIEW_EXPLAIN_PAGE_H

#include "report/document/document.h"
#include "report/record/explain_result.h"

enum { KT_EXPLAIN_CITED = 100 };

typedef struct kt_explain_page {
    kt_document *document;
    const kt_explain_result *result;
    const kt_flow_sum *sum;
    const kt_case *the_case;
    const char *country; // names in the language of the document
    const char *material;
    const char *stage;
    const char *assumed; // what it rests on that is (explain_assumed.h); "": nothing
    bool full;
    const char *cited[KT_EXPLAIN_CITED];
    size_t n_cited;
} kt_explain_page;

// "12.5 %" and "152,000 kg" with four digits; "?" and "not known".
const char *kt_explain_page_share(kt_explain_page *page, double share);
const char *kt_explain_page_mass(kt_explain_page *page, double kg);

// Row of the exchange rate by which the price was turned into euros, or KT_NO_ROW.
uint32_t kt_explain_page_rate(const kt_explain_page *page);

// "[3]", the number of the source in the order in which they are first named; "" for none.
const char *kt_explain_page_cite(kt_explain_page *page, const kt_table *table, int column,
                                 uint32_t row);

// The text of a cell; "" where it is empty.
const char *kt_explain_page_text(const kt_explain_page *page, const kt_table *table, int column,
                                 uint32_t row);

// "A" to "D"; "" where none is stated.
const char *kt_explain_page_grade(const kt_table *table, int column, uint32_t row);

// The word for a choice of a table of the reference, in the language of the document; "" for none.
const char *kt_explain_page_choice(const kt_explain_page *page, kt_reference_table table,
                                   int column, uint32_t row);

const kt_table *kt_explain_page_table(const kt_explain_page *page, kt_reference_table table);

// Names of the countries of a list "DEU;BEL;ALL".
const char *kt_explain_page_countries(kt_explain_page *page, const char *list);

// The name of a market in the language of the document where it is a country, else as it is.
const char *kt_explain_page_market(const kt_explain_page *page, const char *market);

// Numbered, at the end.
void kt_explain_page_write_sources(kt_explain_page *page);

#endif
