// SPDX-License-Identifier: EUPL-1.2
// See assess_tables_view.h.
#include "report/view/assess_tables_view.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"
#include "report/document/say.h"

// Columns of names on one screen: two lines hold the longest path.
enum { PART_COLUMNS = 20, HALF_COLUMNS = 24, ALTERNATIVE_COLUMNS = 16 };
enum { SCREEN_TIERS = 2, RISK_COLUMNS = 9 };

static kt_symbol symbol_of(const kt_assessment *a, const char *id)
{
    return kt_pool_find(&a->the_case->pool, id, strlen(id));
}

const char *kt_assess_tables_view_country(const kt_page *page, const char *iso3)
{
    return kt_country_name(page->a->the_case, symbol_of(page->a, iso3), page->lang);
}

const char *kt_assess_tables_view_organisation(const kt_page *page, const char *id)
{
    const kt_case *c = page->a->the_case;
    uint32_t row = kt_case_row(&c->organisation, symbol_of(page->a, id));
    if (row == KT_NO_ROW)
        return id;
    return kt_pool_text(&c->pool,
                        kt_table_text(&c->table[KT_ORGANISATIONS], KT_ORGANISATIONS_NAME, row));
}

kt_bloc kt_assess_tables_view_place(const kt_assessment *a, const char *iso3)
{
    return kt_country_bloc(a->the_case, symbol_of(a, iso3), a->study.home);
}

bool kt_assess_tables_view_indicative(const kt_assessment *a)
{
    return a->evidence[KT_EVIDENCE_D - 1] > 0.5;
}

const char *kt_assess_tables_view_period(kt_page *page)
{
    const kt_case *c = page->a->the_case;
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    const char *first = NULL;
    const char *last = NULL;
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        const char *period =
            kt_pool_text(&c->pool, kt_table_text(supply, KT_MATERIAL_SUPPLY_PERIOD, r));
        if (*period == '\0')
            continue;
        first = first == NULL || strcmp(period, first) < 0 ? period : first;
        last = last == NULL || strcmp(period, last) > 0 ? period : last;
    }
    if (first == NULL)
        return kt_say(page->document, "period not stated");
    if (strcmp(first, last) == 0)
        return first;
    return kt_document_format(page->document, kt_say(page->document, "%s to %s"), first, last);
}

// On one screen a name takes at most `columns`: it is cut behind a word where one ends in its
// second half, else inside the word.
static const char *short_name(kt_page *page, const char *name, size_t columns)
{
    if (page->whole || kt_text_width(name) <= columns)
        return name;
    size_t used;
    size_t bytes = kt_text_fit(name, columns - 1, &used);
    for (size_t end = bytes; end > bytes / 2; end--) {
        if (name[end] == ' ' || name[end] == '-') {
            bytes = end;
            break;
        }
    }
    while (bytes > 0 && strchr(" ,(-", name[bytes - 1]) != NULL)
        bytes--;
    return kt_document_format(page->document, "%.*s…", (int)bytes, name);
}

static const char *path_text(kt_page *page, const kt_risk *risk)
{
    const kt_assessment *a = page->a;
    const char *part = "";
    const char *half = "";
    if (risk->part != KT_NO_ROW)
        part = short_name(page, kt_naming_item(a, risk->part, page->lang), PART_COLUMNS);
    if (risk->half_product != KT_NO_ROW)
        half = short_name(page, kt_naming_item(a, risk->half_product, page->lang), HALF_COLUMNS);
    return kt_document_format(page->document, "%s%s%s%s%s (%s) → %s", part,
                              *part == '\0' ? "" : " → ", half, *half == '\0' ? "" : " → ",
                              kt_naming_material(a->the_case, risk->flow->material, page->lang),
                              kt_naming_stage(risk->flow->stage, page->lang),
                              kt_country_name(a->the_case, risk->flow->country, page->lang));
}

// Need per unit of the target of the material at the flow's stage.
static const kt_material_need *need_of(const kt_assessment *a, const kt_risk *risk)
{
    const char *id = kt_pool_text(&a->the_case->pool, risk->flow->material);
    const char *stage = kt_schema_stage_name(risk->flow->stage);
    for (size_t i = 0; i < a->needs.n; i++) {
        const kt_material_need *need = &a->needs.row[i];
        if (strcmp(need->id, id) == 0 && strcmp(need->stage, stage) == 0)
            return need;
    }
    return NULL;
}

static const char *verdict_text(kt_page *page, const kt_risk *risk)
{
    if (risk->verdict == KT_VERDICT_YES)
        return kt_say(page->document, "yes");
    for (int k = 0; k < KT_N_CONDITIONS; k++) {
        if (risk->condition[k] == risk->verdict)
            return kt_document_format(page->document, "%s (%d)",
                                      risk->verdict == KT_VERDICT_NO
                                          ? kt_say(page->document, "no")
                                          : kt_say(page->document, "unknown"),
                                      k + 1);
    }
    return "";
}

bool kt_assess_tables_view_partly(const kt_assessment *a, const kt_risk *risk)
{
    return risk->alternative != KT_NO_ROW && risk->dependence >= a->rule.impact;
}

static const char *alternative_text(kt_page *page, const kt_risk *risk)
{
    if (risk->alternative == KT_NO_ROW)
        return kt_say(page->document, "none");
    const char *name = short_name(page, kt_naming_item(page->a, risk->alternative, page->lang),
                                  ALTERNATIVE_COLUMNS);
    if (!kt_assess_tables_view_partly(page->a, risk))
        return name;
    return kt_document_format(page->document, "%s *", name);
}

static void add_risk(kt_page *page, size_t i, bool with_days)
{
    static const char *const GRADES[] = {"?", "A", "B", "C", "D"};
    const kt_risk *risk = &page->a->risks.row[i];
    const kt_material_need *need = need_of(page->a, risk);
    const char *cell[RISK_COLUMNS];
    size_t n = 0;
    char number[24];
    char share[KT_QUANTITY_TEXT_SIZE];
    char lost[KT_QUANTITY_TEXT_SIZE];
    char mass[KT_QUANTITY_TEXT_SIZE];
    char days[KT_QUANTITY_TEXT_SIZE];
    snprintf(number, sizeof number, "%zu", i + 1);
    kt_quantity_text_share(share, risk->share, page->lang);
    kt_quantity_text_share(lost, risk->dependence_built, page->lang);
    kt_quantity_text_mass(mass, need == NULL ? (double)NAN : need->kg, page->lang);
    kt_quantity_text_number(days, risk->stock_days, page->lang);
    cell[n++] = number;
    cell[n++] = path_text(page, risk);
    cell[n++] = share;
    cell[n++] = lost;
    cell[n++] = mass;
    if (with_days)
        cell[n++] = days;
    cell[n++] = alternative_text(page, risk);
    cell[n++] = GRADES[risk->evidence];
    cell[n++] = verdict_text(page, risk);
    kt_document_row(page->document, cell);
}

// Days of stock are a column where any are known; that none are is said in the text below.
void kt_assess_tables_view_risks(kt_page *page, size_t n)
{
    kt_column_head head[RISK_COLUMNS];
    size_t columns = 0;
    bool with_days = false;
    for (size_t i = 0; i < n; i++)
        with_days |= !isnan(page->a->risks.row[i].stock_days);
    head[columns++] = (kt_column_head){.title = "", .align = KT_ALIGN_RIGHT};
    head[columns++] = (kt_column_head){
        .title = kt_say(page->document, "part → half-product → material → country"), .wide = true};
    head[columns++] =
        (kt_column_head){.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT};
    head[columns++] =
        (kt_column_head){.title = kt_say(page->document, "lost"), .align = KT_ALIGN_RIGHT};
    head[columns++] =
        (kt_column_head){.title = kt_say(page->document, "need"), .align = KT_ALIGN_RIGHT};
    if (with_days)
        head[columns++] =
            (kt_column_head){.title = kt_say(page->document, "days"), .align = KT_ALIGN_RIGHT};
    head[columns++] = (kt_column_head){.title = kt_say(page->document, "alternative")};
    head[columns++] = (kt_column_head){.title = kt_say(page->document, "ev.")};
    head[columns++] = (kt_column_head){.title = kt_say(page->document, "risky")};
    kt_document_table(page->document, head, columns);
    for (size_t i = 0; i < n; i++)
        add_risk(page, i, with_days);
}

// The rows from `from` on, added into one.
static kt_visibility sum_of_tiers(const kt_assessment *a, size_t from)
{
    kt_visibility sum = a->visibility[from];
    for (size_t i = from + 1; i < a->n_visibility; i++) {
        const kt_visibility *row = &a->visibility[i];
        sum.requirements += row->requirements;
        sum.known += row->known;
        sum.withheld += row->withheld;
        sum.unknown += row->unknown;
        sum.home += row->home;
        sum.eu += row->eu;
        sum.nato += row->nato;
        sum.elsewhere += row->elsewhere;
        sum.place_unknown += row->place_unknown;
    }
    return sum;
}

static void add_tier(kt_page *page, const kt_visibility *row, const char *tier)
{
    enum { PARTS = 8 };
    const double part[PARTS] = {row->known, row->withheld, row->unknown,   row->home,
                                row->eu,    row->nato,     row->elsewhere, row->place_unknown};
    char cell[PARTS][KT_QUANTITY_TEXT_SIZE];
    char inputs[KT_QUANTITY_TEXT_SIZE];
    const char *cells[PARTS + 2] = {tier, inputs};
    snprintf(inputs, sizeof inputs, "%.0f", row->requirements);
    for (int k = 0; k < PARTS; k++) {
        kt_quantity_text_share(cell[k], part[k] / row->requirements, page->lang);
        cells[k + 2] = cell[k];
    }
    kt_document_row(page->document, cells);
}

void kt_assess_tables_view_visibility(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "tier"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "inputs"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "known"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "withheld"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "unknown"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "at home"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "other EU"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "other NATO"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "elsewhere"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "place unknown"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < a->n_visibility; i++) {
        bool last = !page->whole && i == SCREEN_TIERS && i + 1 < a->n_visibility;
        kt_visibility row = last ? sum_of_tiers(a, i) : a->visibility[i];
        const char *tier = last ? kt_document_format(page->document, "%u-%u", row.tier,
                                                     a->visibility[a->n_visibility - 1].tier)
                                : kt_document_format(page->document, "%u", row.tier);
        add_tier(page, &row, tier);
        if (last)
            break;
    }
    kt_document_add(
        page->document, KT_BLOCK_NOTE, "%s",
        kt_say(
            page->document,
            "A world market names countries, not suppliers: it counts as unknown, with a place."));
}

static void add_dependence(kt_page *page, const char *name, const kt_dependence *row)
{
    char lost[KT_QUANTITY_TEXT_SIZE];
    char upper[KT_QUANTITY_TEXT_SIZE];
    char affected[KT_QUANTITY_TEXT_SIZE];
    char mass[KT_QUANTITY_TEXT_SIZE];
    char value[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(lost, row->dependence, page->lang);
    kt_quantity_text_share(upper, row->dependence_upper, page->lang);
    snprintf(affected, sizeof affected, "%u", row->items_affected);
    kt_quantity_text_share(mass, row->origin_share_mass, page->lang);
    kt_quantity_text_share(value, row->origin_share_value, page->lang);
    kt_document_row(page->document,
                    (const char *const[]){name, lost, upper, affected, mass, value});
}

static void begin_dependence(kt_page *page, const char *title)
{
    const kt_column_head head[] = {
        {.title = title, .wide = true},
        {.title = kt_say(page->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "items hit"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "origin by mass"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "by value"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
}

void kt_assess_tables_view_countries(kt_page *page, kt_bloc place, size_t most)
{
    const kt_assessment *a = page->a;
    size_t shown = 0;
    begin_dependence(page, kt_say(page->document, "country"));
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n && shown < most; e++) {
        const kt_dependence *row = &a->ranked[KT_CLASS_COUNTRY][e];
        if (kt_assess_tables_view_place(a, row->id) != place)
            continue;
        add_dependence(page, kt_assess_tables_view_country(page, row->id), row);
        shown++;
    }
}

static const char *event_name(kt_page *page, kt_event_class event_class, const char *id)
{
    if (event_class == KT_CLASS_COUNTRY)
        return kt_assess_tables_view_country(page, id);
    if (event_class == KT_CLASS_ORGANISATION)
        return kt_assess_tables_view_organisation(page, id);
    if (event_class == KT_CLASS_MATERIAL)
        return kt_naming_material(page->a->the_case, symbol_of(page->a, id), page->lang);
    return id;
}

static void add_class(kt_page *page, kt_event_class event_class, const char *heading,
                      const char *title)
{
    const kt_exposure *exposure = &page->a->exposure[event_class];
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", heading);
    begin_dependence(page, title);
    for (uint32_t e = 0; e < exposure->events.n; e++) {
        const kt_dependence *row = &page->a->ranked[event_class][e];
        add_dependence(page, event_name(page, event_class, row->id), row);
    }
}

static void add_needs(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "material"), .wide = true},
        {.title = kt_say(page->document, "stage")},
        {.title = kt_say(page->document, "need"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "at least"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "largest supplier")},
        {.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    kt_say(page->document, "Materials: need for one unit of the target"));
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < a->needs.n; i++) {
        const kt_material_need *need = &a->needs.row[i];
        char cell[5][KT_QUANTITY_TEXT_SIZE];
        int stage = strcmp(need->stage, "extraction") == 0   ? KT_STAGE_EXTRACTION
                    : strcmp(need->stage, "processing") == 0 ? KT_STAGE_PROCESSING
                                                             : KT_STAGE_RECYCLING;
        kt_quantity_text_mass(cell[0], need->kg, page->lang);
        kt_quantity_text_mass(cell[1], need->kg_min, page->lang);
        kt_quantity_text_mass(cell[2], need->kg_max, page->lang);
        kt_quantity_text_share(cell[3], need->dependence, page->lang);
        kt_quantity_text_share(cell[4], need->top_share, page->lang);
        kt_document_row(page->document,
                        (const char *const[]){
                            kt_naming_material(a->the_case, symbol_of(a, need->id), page->lang),
                            kt_naming_stage(stage, page->lang), cell[0], cell[1], cell[2], cell[3],
                            need->top_country == NULL
                                ? "?"
                                : kt_assess_tables_view_country(page, need->top_country),
                            cell[4]});
    }
}

static void add_partial_markets(kt_page *page)
{
    const kt_assessment *a = page->a;
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        const kt_network_item *item = &a->network.item[i];
        char sum[KT_QUANTITY_TEXT_SIZE];
        if (!a->study.reach.item[i])
            continue;
        if (kt_assess_market_is_partial(a, i)) {
            kt_quantity_text_share(sum, item->published_sum, page->lang);
            kt_document_add(page->document, KT_BLOCK_POINT,
                            kt_say(page->document,
                                   "%s (%s): the published shares reach %s; the rest is unknown."),
                            kt_naming_item(a, i, page->lang),
                            kt_naming_stage(item->stage, page->lang), sum);
        }
        if (kt_assess_market_is_other_scope(a, i))
            kt_document_add(
                page->document, KT_BLOCK_POINT,
                item->scope == KT_SCOPE_EU
                    ? kt_say(
                          page->document,
                          "%s (%s): no world market shares are known; EU sourcing shares stand in.")
                    : kt_say(page->document, "%s (%s): no EU sourcing shares are known; world "
                                             "market shares stand in."),
                kt_naming_item(a, i, page->lang), kt_naming_stage(item->stage, page->lang));
    }
}

void kt_assess_tables_view_everything(kt_page *page)
{
    const kt_counts *counts = &page->a->study.reach.counts;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    kt_say(page->document, "All dependencies by material"));
    kt_assess_tables_view_risks(page, page->a->risks.n);
    add_needs(page);
    add_class(page, KT_CLASS_COUNTRY, kt_say(page->document, "All countries"),
              kt_say(page->document, "country"));
    add_class(page, KT_CLASS_ORGANISATION, kt_say(page->document, "All named suppliers"),
              kt_say(page->document, "supplier"));
    add_class(page, KT_CLASS_SITE, kt_say(page->document, "All sites"),
              kt_say(page->document, "site"));
    add_class(page, KT_CLASS_MATERIAL, kt_say(page->document, "All materials"),
              kt_say(page->document, "material"));
    add_class(page, KT_CLASS_FLOW, kt_say(page->document, "All flows (country/material/stage)"),
              kt_say(page->document, "flow"));
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Basis"));
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "%llu items, %llu producers, %llu requirements, %llu sources, %llu "
                           "named suppliers, %llu countries, %llu materials."),
                    (unsigned long long)counts->items, (unsigned long long)counts->producers,
                    (unsigned long long)counts->requirements, (unsigned long long)counts->sources,
                    (unsigned long long)counts->suppliers, (unsigned long long)counts->countries,
                    (unsigned long long)counts->materials);
    add_partial_markets(page);
}
