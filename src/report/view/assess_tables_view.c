// SPDX-License-Identifier: EUPL-1.2
// See assess_tables_view.h. One screen has some twenty rows, everything of a frigate some thousand;
// the need of a risk is looked up by a walk over some hundred materials.
#include "report/view/assess_tables_view.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/supply/annual_price.h"
#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { SCREEN_TIERS = 2, RISK_COLUMNS = 12, TIER_COLUMNS = 10, PATH_STEPS = 4 };
enum { UNNEEDED_NAMES = 6 };

static kt_symbol symbol_of(const kt_assessment *a, const char *id)
{
    return kt_pool_find(&a->the_case->pool, id, strlen(id));
}

const char *kt_assess_tables_view_country(const kt_document *document, const kt_assessment *a,
                                          const char *iso3)
{
    return kt_country_name(a->the_case, symbol_of(a, iso3), document->lang);
}

const char *kt_assess_tables_view_organisation(const kt_assessment *a, const char *id)
{
    const kt_case *c = a->the_case;
    uint32_t row = kt_case_row(&c->organisation, symbol_of(a, id));
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

const char *kt_assess_tables_view_period(kt_document *document, const kt_assessment *a)
{
    const kt_pool *pool = &a->the_case->pool;
    const char *first = kt_pool_text(pool, a->network.first_period);
    const char *last = kt_pool_text(pool, a->network.last_period);
    if (*first == '\0')
        return kt_say(document, "period not stated");
    if (strcmp(first, last) == 0)
        return first;
    return kt_document_format(document, kt_say(document, "%s to %s"), first, last);
}

// The steps of "Radar → Module → Gallium (processing) → China"; returns their number.
static size_t find_path(kt_cell_step step[PATH_STEPS], kt_document *document,
                        const kt_assessment *a, const kt_risk *risk)
{
    const kt_event *flow = risk->flow;
    const char *material = kt_naming_material(a->the_case, flow->material, document->lang);
    const char *country = kt_country_name(a->the_case, flow->country, document->lang);
    size_t n = 0;
    if (risk->part != KT_NO_ROW)
        step[n++] = (kt_cell_step){kt_naming_item(a, risk->part, document->lang), KT_STEP_PART};
    if (risk->half_product != KT_NO_ROW)
        step[n++] = (kt_cell_step){kt_naming_item(a, risk->half_product, document->lang),
                                   KT_STEP_HALF_PRODUCT};
    step[n++] = (kt_cell_step){kt_document_format(document, "%s (%s)", material,
                                                  kt_naming_stage(flow->stage, document->lang)),
                               KT_STEP_PLAIN};
    step[n++] = (kt_cell_step){country, KT_STEP_PLAIN};
    return n;
}

static const char *verdict_text(kt_document *document, const kt_risk *risk)
{
    if (risk->risky >= KT_RISKY_ALLIED)
        return risk->risky == KT_RISKY_YES ? kt_say(document, "yes") : kt_say(document, "allied");
    const char *word =
        risk->risky == KT_RISKY_NO ? kt_say(document, "no") : kt_say(document, "unknown");
    bool by_rule = risk->mechanism > KT_MECHANISM_UNKNOWN;
    for (int k = 0; by_rule && k < KT_N_CONDITIONS; k++) {
        if ((kt_risky)risk->condition[k] == risk->risky)
            return kt_document_format(document, "%s (%d)", word, k + 1);
    }
    return word;
}

static const char *mechanism_text(const kt_document *document, const kt_risk *risk)
{
    switch (risk->mechanism) {
    case KT_MECHANISM_DENIED:
        return kt_say(document, "denied");
    case KT_MECHANISM_FORM:
        return kt_say(document, "form");
    case KT_MECHANISM_SHORTAGE:
        return kt_say(document, "shortage");
    case KT_MECHANISM_PRICE:
        return kt_say(document, "price");
    default:
        return kt_say(document, "unknown");
    }
}

bool kt_assess_tables_view_partly(const kt_assessment *a, const kt_risk *risk)
{
    return risk->alternative != KT_NO_ROW && risk->dependence >= a->rule.impact;
}

static kt_cell alternative_cell(const kt_document *document, const kt_assessment *a,
                                const kt_risk *risk)
{
    if (risk->alternative == KT_NO_ROW)
        return kt_cell_text(kt_say(document, "none"));
    kt_cell cell = kt_cell_text(kt_naming_item(a, risk->alternative, document->lang));
    cell.shorten = true;
    return kt_cell_marked(cell,
                          kt_assess_tables_view_partly(a, risk) ? KT_MARK_SHORT : KT_MARK_NONE);
}

// Columns that are there only where their rows differ.
typedef struct risk_columns {
    bool days, grade, alternative;
} risk_columns;

static risk_columns columns_of(const kt_assessment *a, size_t n)
{
    risk_columns has = {0};
    for (size_t i = 0; i < n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        has.days |= !isnan(risk->stock_days);
        has.grade |= risk->evidence != a->risks.row[0].evidence;
        has.alternative |= risk->alternative != KT_NO_ROW;
    }
    return has;
}

static void add_risk(kt_document *document, const kt_assessment *a, size_t i, risk_columns has)
{
    static const char *const GRADES[] = {"?", "A", "B", "C", "D"};
    const kt_risk *risk = &a->risks.row[i];
    kt_cell cell[RISK_COLUMNS];
    kt_cell_step step[PATH_STEPS];
    size_t n_steps = find_path(step, document, a, risk);
    size_t n = 0;
    cell[n++] = kt_cell_count(i + 1);
    cell[n++] = kt_cell_path(step, n_steps);
    cell[n++] = kt_cell_text(mechanism_text(document, risk));
    cell[n++] = kt_cell_share(risk->share);
    cell[n++] = kt_cell_share(risk->dependence_built);
    cell[n++] = risk->mechanism == KT_MECHANISM_DENIED ? kt_cell_text("–") // nobody is served
                                                       : kt_cell_share(risk->first_built);
    cell[n++] = kt_cell_mass(risk->need_kg_per_year);
    if (has.days)
        cell[n++] = kt_cell_number(risk->stock_days);
    if (has.alternative)
        cell[n++] = alternative_cell(document, a, risk);
    if (has.grade)
        cell[n++] = kt_cell_text(GRADES[risk->evidence]);
    cell[n++] = kt_cell_text(verdict_text(document, risk));
    kt_document_row(document, cell);
}

// What all rows have in common is said below the table, not in a column.
static void tell_common(kt_document *document, const kt_assessment *a, risk_columns has)
{
    static const char *const GRADES[] = {"?", "A", "B", "C", "D"};
    const char *grade = GRADES[a->risks.row[0].evidence];
    if (!has.grade && !has.alternative)
        kt_document_add(
            document, KT_BLOCK_NOTE,
            kt_say(document, "No alternative is on record. Weakest evidence on each path: %s, of A "
                             "(audited) to D (assumed)."),
            grade);
    else if (!has.grade)
        kt_document_add(
            document, KT_BLOCK_NOTE,
            kt_say(document, "Weakest evidence on each path: %s, of A (audited) to D (assumed)."),
            grade);
    else if (!has.alternative)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document,
                               "No alternative is on record. Ev.: weakest evidence on the "
                               "path, A (audited) to D (assumed)."));
    else
        kt_document_add(
            document, KT_BLOCK_NOTE, "%s",
            kt_say(document, "Ev.: weakest evidence on the path, A (audited) to D (assumed)."));
}

void kt_assess_tables_view_risks(kt_document *document, const kt_assessment *a, size_t n)
{
    kt_column_head head[RISK_COLUMNS];
    size_t columns = 0;
    risk_columns has = columns_of(a, n);
    head[columns++] = (kt_column_head){.title = "", .align = KT_ALIGN_RIGHT};
    head[columns++] = (kt_column_head){
        .title = kt_say(document, "part → semi-finished good → material → country"), .wide = true};
    head[columns++] = (kt_column_head){.title = kt_say(document, "why")};
    head[columns++] = (kt_column_head){.title = kt_say(document, "share"), .align = KT_ALIGN_RIGHT};
    head[columns++] = (kt_column_head){.title = kt_say(document, "lost"), .align = KT_ALIGN_RIGHT};
    head[columns++] =
        (kt_column_head){.title = kt_say(document, "served first"), .align = KT_ALIGN_RIGHT};
    head[columns++] =
        (kt_column_head){.title = kt_say(document, "need a year"), .align = KT_ALIGN_RIGHT};
    if (has.days)
        head[columns++] =
            (kt_column_head){.title = kt_say(document, "days"), .align = KT_ALIGN_RIGHT};
    if (has.alternative)
        head[columns++] = (kt_column_head){.title = kt_say(document, "alternative")};
    if (has.grade)
        head[columns++] = (kt_column_head){.title = kt_say(document, "ev.")};
    head[columns++] = (kt_column_head){.title = kt_say(document, "risky")};
    kt_document_table(document, head, columns);
    for (size_t i = 0; i < n; i++)
        add_risk(document, a, i, has);
    if (n > 0)
        tell_common(document, a, has);
}

// ------------------------------------------------------------------ what is only a matter of price

typedef struct price_row {
    const kt_risk *risk;
} price_row;

static int scarcest_first(const void *left, const void *right)
{
    const kt_risk *a = ((const price_row *)left)->risk;
    const kt_risk *b = ((const price_row *)right)->risk;
    if (isnan(a->need_share) || isnan(b->need_share))
        return isnan(a->need_share) - isnan(b->need_share);
    if (a->need_share != b->need_share)
        return a->need_share > b->need_share ? -1 : 1;
    return strcmp(a->flow->id, b->flow->id);
}

// A market as the table of prices names it: a country, a larger area, or an exchange.
static const char *market_name(const kt_document *document, const kt_case *c, const char *name)
{
    const char *const areas[][2] = {{"Europe", kt_say(document, "Europe")},
                                    {"North America", kt_say(document, "North America")}};
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        if (strcmp(name, areas[i][0]) == 0)
            return areas[i][1];
    }
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        kt_symbol named = kt_table_text(countries, KT_COUNTRIES_NAME_EN, r);
        if (strcmp(kt_pool_text(&c->pool, named), name) == 0)
            return kt_country_name(c, kt_table_text(countries, KT_COUNTRIES_ISO3, r),
                                   document->lang);
    }
    return name;
}

// "China, 2024": prices of two markets are not the same price.
static kt_cell price_cell(kt_document *document, const kt_case *c, const kt_risk *risk)
{
    const kt_table *prices = &c->reference[KT_ANNUAL_PRICES];
    kt_annual_price price = kt_annual_price_of(c, risk->flow->material, risk->flow->stage);
    if (price.row == KT_NO_ROW)
        return kt_cell_text("?");
    kt_symbol market = kt_table_text(prices, KT_ANNUAL_PRICES_MARKET, price.row);
    return kt_cell_text(kt_document_format(
        document, "%s, %.0f", market_name(document, c, kt_pool_text(&c->pool, market)),
        kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, price.row)));
}

static void add_price(kt_document *document, const kt_assessment *a, const kt_risk *risk)
{
    bool of_one = kt_yearly_use_is_of_one(&a->buyer.use);
    kt_cell share = kt_cell_share(risk->need_share);
    const kt_cell cells[] = {
        kt_cell_text(kt_naming_material(a->the_case, risk->flow->material, document->lang)),
        kt_cell_text(kt_naming_stage(risk->flow->stage, document->lang)),
        kt_cell_mass(of_one ? risk->need_kg : risk->need_kg_per_year),
        kt_cell_marked(share, risk->thin ? KT_MARK_SHORT : KT_MARK_NONE),
        kt_cell_number(risk->cost_eur),
        kt_cell_number(5.0 * risk->cost_eur),
        price_cell(document, a->the_case, risk)};
    kt_document_row(document, cells);
}

// "Need of a year"
static const char *need_of(const kt_document *document, const kt_assessment *a)
{
    switch (a->buyer.use.need) {
    case KT_NEED_KIND_NEWBUILD:
        return kt_say(document, "Need of one that is built new");
    case KT_NEED_KIND_MODERNISATION:
        return kt_say(document, "Need of one set");
    default:
        return kt_say(document, "Need of a year");
    }
}

// What is in the chain and in no row: it costs nothing.
static void tell_unneeded(kt_document *document, const kt_assessment *a)
{
    kt_buffer names = {0};
    unsigned n = 0;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        if (risk->mechanism != KT_MECHANISM_PRICE || kt_risk_is_needed(risk) ||
            ++n > UNNEEDED_NAMES)
            continue;
        const char *name = kt_naming_material(a->the_case, risk->flow->material, document->lang);
        kt_buffer_format(&names, "%s%s", n > 1 ? ", " : "", kt_say_within(document, name));
    }
    if (n > UNNEEDED_NAMES)
        kt_buffer_format(&names, kt_say(document, " and %u more"), n - UNNEEDED_NAMES);
    document->failed |= names.failed;
    if (n > 0 && !names.failed)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "Not needed as it is built today: %s."), names.text);
    kt_buffer_free(&names);
}

void kt_assess_tables_view_prices(kt_document *document, const kt_assessment *a, size_t most)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "material"), .wide = true},
        {.title = kt_say(document, "stage")},
        {.title = kt_say(document, "need"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "of what can be reached"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "€"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "€, prices × 5"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "price of")},
    };
    price_row *row = kt_arena_alloc(&document->arena, a->risks.n + 1, sizeof *row);
    size_t n = 0;
    if (row == NULL) {
        document->failed = true;
        return;
    }
    for (size_t i = 0; i < a->risks.n; i++) {
        if (a->risks.row[i].mechanism == KT_MECHANISM_PRICE && kt_risk_is_needed(&a->risks.row[i]))
            row[n++].risk = &a->risks.row[i];
    }
    if (n == 0)
        return;
    qsort(row, n, sizeof *row, scarcest_first);
    kt_document_add(document, KT_BLOCK_HEADING,
                    kt_say(document, "A matter of price, the scarcest first: %zu of %zu"),
                    n < most ? n : most, n);
    kt_document_anchor(document, "prices");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < n && i < most; i++)
        add_price(document, a, row[i].risk);
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(document, "%s; at the published price of the material at that stage, of the newest "
                         "year with an exchange rate, in the euros of that year. *: a tenth or "
                         "more of what can be reached. ?: not known, or no price is published."),
        need_of(document, a));
    tell_unneeded(document, a);
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

// Whether a tier has something that a supplier would not say: else there is no column for it.
static bool has_withheld(const kt_assessment *a)
{
    bool any = false;
    for (size_t i = 0; i < a->n_visibility; i++)
        any |= a->visibility[i].withheld > 0.0;
    return any;
}

static void add_tier(kt_document *document, const kt_visibility *row, kt_cell tier, bool withheld)
{
    const double all = row->requirements;
    kt_cell cell[TIER_COLUMNS];
    size_t n = 0;
    cell[n++] = tier;
    cell[n++] = kt_cell_count((uint64_t)llrint(all));
    cell[n++] = kt_cell_share(row->known / all);
    if (withheld)
        cell[n++] = kt_cell_share(row->withheld / all);
    cell[n++] = kt_cell_share(row->unknown / all);
    cell[n++] = kt_cell_share(row->home / all);
    cell[n++] = kt_cell_share(row->eu / all);
    cell[n++] = kt_cell_share(row->nato / all);
    cell[n++] = kt_cell_share(row->elsewhere / all);
    cell[n++] = kt_cell_share(row->place_unknown / all);
    kt_document_row(document, cell);
}

static void begin_visibility(kt_document *document, bool withheld)
{
    const char *const title[] = {kt_say(document, "tier"),      kt_say(document, "inputs"),
                                 kt_say(document, "known"),     kt_say(document, "withheld"),
                                 kt_say(document, "unknown"),   kt_say(document, "at home"),
                                 kt_say(document, "other EU"),  kt_say(document, "other NATO"),
                                 kt_say(document, "elsewhere"), kt_say(document, "place unknown")};
    enum { WITHHELD = 3 };
    kt_column_head head[TIER_COLUMNS];
    size_t n = 0;
    for (size_t k = 0; k < TIER_COLUMNS; k++) {
        if (k != WITHHELD || withheld)
            head[n++] = (kt_column_head){.title = title[k], .align = KT_ALIGN_RIGHT};
    }
    kt_document_table(document, head, n);
}

void kt_assess_tables_view_visibility(kt_document *document, const kt_assessment *a, bool full)
{
    bool withheld = has_withheld(a);
    begin_visibility(document, withheld);
    for (size_t i = 0; i < a->n_visibility; i++) {
        bool last = !full && i == SCREEN_TIERS && i + 1 < a->n_visibility;
        kt_visibility row = last ? sum_of_tiers(a, i) : a->visibility[i];
        kt_cell tier = kt_cell_count(row.tier);
        if (last)
            tier = kt_cell_text(kt_document_format(document, "%u–%u", row.tier,
                                                   a->visibility[a->n_visibility - 1].tier));
        add_tier(document, &row, tier, withheld);
        if (last)
            break;
    }
    kt_document_add(document, KT_BLOCK_NOTE, "%s%s%s",
                    withheld ? "" : kt_say(document, "Withheld: none."), withheld ? "" : " ",
                    kt_say(document, "A world market names countries, not suppliers: it counts as "
                                     "unknown, with a place."));
}

static void add_dependence(kt_document *document, const char *name, const kt_dependence *row)
{
    const kt_cell cells[] = {kt_cell_text(name),
                             kt_cell_share(row->dependence),
                             kt_cell_share(row->dependence_first),
                             kt_cell_count(row->items_affected),
                             kt_cell_share(row->origin_share_mass),
                             kt_cell_share(row->origin_share_value)};
    kt_document_row(document, cells);
}

static void begin_dependence(kt_document *document, const char *title)
{
    const kt_column_head head[] = {
        {.title = title, .wide = true},
        {.title = kt_say(document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "items hit"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "origin by mass"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "by value"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(document, head, sizeof head / sizeof head[0]);
}

void kt_assess_tables_view_countries(kt_document *document, const kt_assessment *a, kt_bloc place,
                                     size_t most)
{
    size_t shown = 0;
    begin_dependence(document, kt_say(document, "country"));
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].n_listed && shown < most; e++) {
        const kt_dependence *row = &a->ranked[KT_CLASS_COUNTRY][e];
        if (kt_assess_tables_view_place(a, row->id) != place)
            continue;
        add_dependence(document, kt_assess_tables_view_country(document, a, row->id), row);
        shown++;
    }
}

static const char *event_name(kt_document *document, const kt_assessment *a,
                              kt_event_class event_class, const char *id)
{
    if (event_class == KT_CLASS_COUNTRY)
        return kt_assess_tables_view_country(document, a, id);
    if (event_class == KT_CLASS_ORGANISATION)
        return kt_assess_tables_view_organisation(a, id);
    if (event_class == KT_CLASS_MATERIAL)
        return kt_naming_material(a->the_case, symbol_of(a, id), document->lang);
    return id;
}

// A table of all events of one class.
typedef struct class_table {
    kt_event_class event_class;
    const char *anchor, *heading;
    const char *title; // of its first column
} class_table;

static void add_class(kt_document *document, const kt_assessment *a, const class_table *table)
{
    const kt_exposure *exposure = &a->exposure[table->event_class];
    kt_document_add(document, KT_BLOCK_HEADING, "%s", table->heading);
    kt_document_anchor(document, table->anchor);
    begin_dependence(document, table->title);
    for (uint32_t e = 0; e < exposure->n_listed; e++) {
        const kt_dependence *row = &a->ranked[table->event_class][e];
        add_dependence(document, event_name(document, a, table->event_class, row->id), row);
    }
}

static void add_needs(kt_document *document, const kt_assessment *a)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "material"), .wide = true},
        {.title = kt_say(document, "stage")},
        {.title = kt_say(document, "need"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "at least"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "largest supplier")},
        {.title = kt_say(document, "share"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document, "Materials: need for one unit of the target"));
    kt_document_anchor(document, "needs");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < a->needs.n; i++) {
        const kt_material_need *need = &a->needs.row[i];
        int stage = strcmp(need->stage, "extraction") == 0   ? KT_STAGE_EXTRACTION
                    : strcmp(need->stage, "processing") == 0 ? KT_STAGE_PROCESSING
                                                             : KT_STAGE_RECYCLING;
        const char *supplier = need->top_country == NULL
                                   ? "?"
                                   : kt_assess_tables_view_country(document, a, need->top_country);
        const kt_cell cells[] = {
            kt_cell_text(kt_naming_material(a->the_case, symbol_of(a, need->id), document->lang)),
            kt_cell_text(kt_naming_stage(stage, document->lang)),
            kt_cell_mass(need->kg),
            kt_cell_mass(need->kg_min),
            kt_cell_mass(need->kg_max),
            kt_cell_share(need->dependence),
            kt_cell_text(supplier),
            kt_cell_share(need->top_share)};
        kt_document_row(document, cells);
    }
}

// What stands in for the asked scope.
static const char *other_scope_text(const kt_document *document, kt_scope asked, uint8_t used)
{
    if (asked == KT_SCOPE_NL)
        return used == KT_SCOPE_EU
                   ? kt_say(document, "%s (%s): no Dutch imports are on record; EU sourcing shares "
                                      "stand in.")
                   : kt_say(document, "%s (%s): no Dutch imports are on record; world market "
                                      "shares stand in.");
    return used == KT_SCOPE_EU
               ? kt_say(document,
                        "%s (%s): no world market shares are known; EU sourcing shares stand in.")
               : kt_say(document, "%s (%s): no EU sourcing shares are known; world "
                                  "market shares stand in.");
}

static void add_partial_markets(kt_document *document, const kt_assessment *a)
{
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        const kt_network_item *item = &a->network.item[i];
        const char *name = kt_naming_item(a, i, document->lang);
        const char *stage = kt_naming_stage(item->stage, document->lang);
        if (!a->study.reach.item[i])
            continue;
        if (kt_assess_market_is_partial(a, i))
            kt_document_add(
                document, KT_BLOCK_POINT,
                kt_say(document, "%s (%s): the published shares reach %s; the rest is unknown."),
                name, stage, kt_say_share(document, item->published_sum));
        if (kt_assess_market_is_other_scope(a, i))
            kt_document_add(document, KT_BLOCK_POINT,
                            other_scope_text(document, a->figures.scope, item->scope), name, stage);
    }
}

static void add_basis(kt_document *document, const kt_assessment *a)
{
    const kt_counts *counts = &a->study.reach.counts;
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "Basis"));
    kt_document_anchor(document, "basis");
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document,
                           "%llu items, %llu producers, %llu requirements, %llu sources, %llu "
                           "named suppliers, %llu countries, %llu materials."),
                    (unsigned long long)counts->items, (unsigned long long)counts->producers,
                    (unsigned long long)counts->requirements, (unsigned long long)counts->sources,
                    (unsigned long long)counts->suppliers, (unsigned long long)counts->countries,
                    (unsigned long long)counts->materials);
    add_partial_markets(document, a);
}

void kt_assess_tables_view_everything(kt_document *document, const kt_assessment *a)
{
    const class_table tables[] = {
        {KT_CLASS_COUNTRY, "all-countries", kt_say(document, "All countries"),
         kt_say(document, "country")},
        {KT_CLASS_ORGANISATION, "all-suppliers", kt_say(document, "All named suppliers"),
         kt_say(document, "supplier")},
        {KT_CLASS_SITE, "all-sites", kt_say(document, "All sites"), kt_say(document, "site")},
        {KT_CLASS_MATERIAL, "all-materials", kt_say(document, "All materials"),
         kt_say(document, "material")},
        {KT_CLASS_FLOW, "all-flows", kt_say(document, "All flows (country/material/stage)"),
         kt_say(document, "flow")}};
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document, "All dependencies by material"));
    kt_document_anchor(document, "all-risks");
    kt_assess_tables_view_risks(document, a, a->risks.n);
    kt_assess_tables_view_prices(document, a, a->risks.n);
    add_needs(document, a);
    for (size_t k = 0; k < sizeof tables / sizeof tables[0]; k++)
        add_class(document, a, &tables[k]);
    add_basis(document, a);
}
