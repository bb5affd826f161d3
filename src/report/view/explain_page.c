// SPDX-License-Identifier: EUPL-1.2
// See explain_page.h. Some ten sources a page.
#include "report/view/explain_page.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "report/document/say.h"

const kt_table *kt_explain_page_table(const kt_explain_page *page, kt_reference_table table)
{
    return &page->the_case->reference[table];
}

const char *kt_explain_page_share(kt_explain_page *page, double share)
{
    return isnan(share) ? "?"
                        : kt_document_format(page->document, "%s" KT_SAY_NO_BREAK "%%",
                                             kt_say_digits(page->document, 100.0 * share));
}

const char *kt_explain_page_mass(kt_explain_page *page, double kg)
{
    return isnan(kg) ? kt_say(page->document, "not known")
                     : kt_document_format(page->document, "%s" KT_SAY_NO_BREAK "kg",
                                          kt_say_digits(page->document, kg));
}

uint32_t kt_explain_page_rate(const kt_explain_page *page)
{
    const kt_table *rates = kt_explain_page_table(page, KT_EXCHANGE_RATES);
    const kt_table *prices = kt_explain_page_table(page, KT_ANNUAL_PRICES);
    uint32_t price = page->sum->price.row;
    if (price == KT_NO_ROW)
        return KT_NO_ROW;
    double year = kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, price);
    for (uint32_t r = 0; r < rates->n_rows; r++) {
        if (kt_table_number(rates, KT_EXCHANGE_RATES_YEAR, r) == year)
            return r;
    }
    return KT_NO_ROW;
}

const char *kt_explain_page_text(const kt_explain_page *page, const kt_table *table, int column,
                                 uint32_t row)
{
    kt_symbol symbol = row == KT_NO_ROW ? 0 : kt_table_text(table, column, row);
    return symbol == 0 ? "" : kt_pool_text(&page->the_case->pool, symbol);
}

const char *kt_explain_page_cite(kt_explain_page *page, const kt_table *table, int column,
                                 uint32_t row)
{
    const char *text = kt_explain_page_text(page, table, column, row);
    size_t at = 0;
    if (*text == '\0')
        return "";
    while (at < page->n_cited && strcmp(page->cited[at], text) != 0)
        at++;
    if (at == KT_EXPLAIN_CITED)
        return text;
    if (at == page->n_cited)
        page->cited[page->n_cited++] = text;
    return kt_document_format(page->document, "[%zu]", at + 1);
}

const char *kt_explain_page_grade(const kt_table *table, int column, uint32_t row)
{
    static const char *const GRADES[] = {"", "A", "B", "C", "D"};
    return row == KT_NO_ROW ? "" : GRADES[kt_table_choice(table, column, row)];
}

const char *kt_explain_page_choice(const kt_explain_page *page, kt_reference_table table,
                                   int column, uint32_t row)
{
    const struct {
        const char *choice, *name;
    } names[] = {
        {"complete", kt_say(page->document, "all countries")},
        {"sum_of_listed", kt_say(page->document, "sum of the countries listed")},
        {"model", kt_say(page->document, "computed, not counted")},
        {"statistic", kt_say(page->document, "statistic")},
        {"estimate", kt_say(page->document, "estimate of the publisher")},
        {"mine_bound", kt_say(page->document, "content mined: at most this")},
        {"ore", kt_say(page->document, "ore")},
        {"compound", kt_say(page->document, "compound")},
        {"alloy", kt_say(page->document, "alloy")},
        {"metal", kt_say(page->document, "metal")},
        {"military_use", kt_say(page->document, "military use")},
        {"organisations", kt_say(page->document, "organisations that it names")},
    };
    int choice =
        row == KT_NO_ROW ? 0 : kt_table_choice(kt_explain_page_table(page, table), column, row);
    if (choice == 0)
        return "";
    const char *word = kt_schema_reference[table].column[column].choices[choice - 1];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].choice, word) == 0)
            return names[i].name;
    }
    return word;
}

const char *kt_explain_page_countries(kt_explain_page *page, const char *list)
{
    kt_buffer names = {0};
    for (const char *at = list; *at != '\0';) {
        size_t length = strcspn(at, ";");
        kt_symbol id = kt_pool_find(&page->the_case->pool, at, length);
        bool everybody = length == 3 && strncmp(at, "ALL", 3) == 0;
        bool known = kt_case_row(&page->the_case->country, id) != KT_NO_ROW;
        kt_buffer_put(&names, at == list ? "" : ", ");
        if (everybody)
            kt_buffer_put(&names, kt_say(page->document, "everybody"));
        else if (known)
            kt_buffer_put(&names, kt_country_name(page->the_case, id, page->document->lang));
        else
            kt_buffer_add(&names, at, length);
        at += length + (at[length] == ';');
    }
    page->document->failed |= names.failed;
    const char *kept =
        names.length == 0 ? "" : kt_document_format(page->document, "%s", names.text);
    kt_buffer_free(&names);
    return kept;
}

const char *kt_explain_page_market(const kt_explain_page *page, const char *market)
{
    const kt_table *countries = kt_explain_page_table(page, KT_COUNTRIES);
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        if (strcmp(kt_explain_page_text(page, countries, KT_COUNTRIES_NAME_EN, r), market) == 0)
            return kt_country_name(page->the_case, kt_table_text(countries, KT_COUNTRIES_ISO3, r),
                                   page->document->lang);
    }
    return market;
}

// A source is cited as it stands; that it is an assumption is said in the reader's language.
static const char *cited_text(const kt_explain_page *page, const char *source)
{
    static const char ASSUMED[] = "assumption: ";
    size_t length = sizeof ASSUMED - 1;
    if (strncmp(source, ASSUMED, length) != 0)
        return source;
    return kt_document_format(page->document, "%s%s", kt_say(page->document, "assumption: "),
                              source + length);
}

void kt_explain_page_write_sources(kt_explain_page *page)
{
    if (page->n_cited == 0)
        return;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Sources"));
    for (size_t i = 0; i < page->n_cited; i++)
        kt_document_pair(page->document, KT_BLOCK_SOURCE,
                         kt_document_format(page->document, "[%zu]", i + 1),
                         cited_text(page, page->cited[i]));
}
