// SPDX-License-Identifier: EUPL-1.2
// See explain_view.h. The outcome first, then the sum in the order in which it is done: supply,
// tonnes, need, what is left. Figures have four digits, so that the sum comes out on paper.
#include "report/view/explain_view.h"

#include <math.h>
#include <string.h>

#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/explain_assumed.h"
#include "report/view/explain_page.h"
#include "report/view/explain_rule_view.h"
#include "report/view/rationing_view.h"
#include "report/view/scope_view.h"

enum { SCREEN_SOURCES = 12, SCREEN_USERS = 6, MOST_STEPS = 24 };

static const char *digits(kt_explain_page *page, double value)
{
    return kt_say_digits(page->document, value);
}

static const char *percent(kt_explain_page *page, double share)
{
    return kt_explain_page_share(page, share);
}

static const char *mass(kt_explain_page *page, double kg)
{
    return kt_explain_page_mass(page, kg);
}

static void heading(kt_explain_page *page, const char *text)
{
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", text);
}

static const kt_network_item *item_of(const kt_explain_page *page)
{
    return &page->result->network.item[page->sum->item];
}

static bool on_world_market(const kt_explain_page *page)
{
    return !page->sum->named;
}

// -------------------------------------------------------------------------------------------- head

static const char *need_name(const kt_explain_page *page)
{
    switch (page->sum->buyer.use.need) {
    case KT_NEED_KIND_NEWBUILD:
        return kt_say(page->document, "new build");
    case KT_NEED_KIND_SUSTAINMENT:
        return kt_say(page->document, "keeping in service");
    case KT_NEED_KIND_PRODUCTION:
        return kt_say(page->document, "production");
    default:
        return kt_say(page->document, "modernisation");
    }
}

static void write_head(kt_explain_page *page)
{
    kt_document *document = page->document;
    const kt_explain_result *r = page->result;
    uint32_t target = r->study.reach.target;
    const char *about = kt_naming_description(page->the_case, document->lang);
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(document, "%s (%s): the sum behind %s"),
                    kt_naming_network_item(&r->network, target, document->lang),
                    kt_pool_text(&page->the_case->pool, r->network.item[target].id),
                    page->sum->risk.flow->id);
    if (*about != '\0')
        kt_document_add(document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(
        document, KT_BLOCK_PARAGRAPH,
        kt_say(document, "Suppose that %s (%s) from %s stops, alone and in full. %s %s"),
        kt_say_within(document, page->material), page->stage, page->country,
        kt_explain_rule_view_mechanism(page), kt_explain_rule_view_verdict(page));
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s%s",
        kt_document_format(
            document, kt_say(document, "Figures of the world: %s. Need: %s. Measures: on %s."),
            strcmp(r->period, "newest") == 0 ? kt_say(document, "the newest") : r->period,
            need_name(page), kt_say_date(document, page->sum->buyer.asked.day)),
        on_world_market(page)
            ? kt_say(document, " Some countries are supposed not to sell once "
                               "something is scarce: an assumption, to be changed with "
                               "--hostile.")
            : "");
    if (*page->assumed != '\0')
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "Indicative, assumed (grade D): %s."), page->assumed);
}

// ------------------------------------------------------------------------------------------ supply

static const char *state_name(const kt_explain_page *page, kt_flow_source_verdict verdict)
{
    switch (verdict) {
    case KT_FLOW_SOURCE_FAILS:
        return kt_say(page->document, "stops");
    case KT_FLOW_SOURCE_WILL_NOT:
        return kt_say(page->document, "supposed not to sell");
    case KT_FLOW_SOURCE_NOWHERE:
        return kt_say(page->document, "sells, place not known");
    default:
        return kt_say(page->document, "sells");
    }
}

// The country on a market of the reference, else the supplier that the case names.
static const char *supplier_name(const kt_explain_page *page, const kt_flow_source *source)
{
    const char *id = kt_pool_text(&page->the_case->pool, source->supplier);
    if (strncmp(id, "country:", 8) == 0)
        return kt_country_name(page->the_case, source->country, page->document->lang);
    if (source->supplier == page->the_case->unknown)
        return kt_say(page->document, "not known");
    if (source->country == 0)
        return id;
    return kt_document_format(
        page->document, "%s (%s)", id,
        kt_country_name(page->the_case, source->country, page->document->lang));
}

// Where the share of a source is from: a row of a table, and which of its columns say what.
typedef struct share_row {
    const kt_table *table;
    uint32_t row;
    int evidence, source;
    int period; // -1: none
} share_row;

static share_row share_row_of(const kt_explain_page *page, const kt_flow_source *source)
{
    if (source->world_row != KT_NO_ROW)
        return (share_row){kt_explain_page_table(page, KT_MATERIAL_SUPPLY), source->world_row,
                           KT_MATERIAL_SUPPLY_EVIDENCE, KT_MATERIAL_SUPPLY_SOURCE,
                           KT_MATERIAL_SUPPLY_PERIOD};
    if (source->import_row != KT_NO_ROW)
        return (share_row){kt_explain_page_table(page, KT_IMPORTS), source->import_row,
                           KT_IMPORTS_EVIDENCE, KT_IMPORTS_SOURCE, KT_IMPORTS_YEAR};
    return (share_row){&page->the_case->table[KT_SUPPLY], source->supply_row, KT_SUPPLY_EVIDENCE,
                       KT_SUPPLY_SOURCE, -1};
}

static void add_source(kt_explain_page *page, const kt_flow_source *source)
{
    const share_row at = share_row_of(page, source);
    const kt_cell cells[] = {
        kt_cell_text(supplier_name(page, source)),
        kt_cell_text(percent(page, source->share)),
        kt_cell_text(percent(page, source->left)),
        kt_cell_text(state_name(page, source->verdict)),
        kt_cell_text(percent(page, source->kept)),
        kt_cell_text(at.period < 0 ? "" : kt_explain_page_text(page, at.table, at.period, at.row)),
        kt_cell_text(kt_explain_page_grade(at.table, at.evidence, at.row)),
        kt_cell_text(kt_explain_page_cite(page, at.table, at.source, at.row))};
    kt_document_row(page->document, cells);
}

static void add_rest_and_sum(kt_explain_page *page, uint32_t shown)
{
    const kt_flow_sum *sum = page->sum;
    double all = 0.0;
    double rest = 0.0;
    double kept = 0.0;
    for (uint32_t k = 0; k < sum->n_sources; k++) {
        all += sum->source[k].share;
        rest += k < shown ? 0.0 : sum->source[k].share;
        kept += k < shown ? 0.0 : sum->source[k].kept;
    }
    if (shown < sum->n_sources) {
        const kt_cell others[] = {
            kt_cell_text(kt_document_format(page->document,
                                            sum->n_sources - shown == 1
                                                ? kt_say(page->document, "%u other")
                                                : kt_say(page->document, "%u others"),
                                            sum->n_sources - shown)),
            kt_cell_text(percent(page, rest)),
            kt_cell_text(""),
            kt_cell_text(""),
            kt_cell_text(percent(page, kept)),
            kt_cell_text(""),
            kt_cell_text(""),
            kt_cell_text("")};
        kt_document_row(page->document, others);
    }
    const kt_cell total[] = {kt_cell_text(kt_say(page->document, "sum")),
                             kt_cell_text(percent(page, all)),
                             kt_cell_text(""),
                             kt_cell_text(""),
                             kt_cell_text(percent(page, sum->sells)),
                             kt_cell_text(""),
                             kt_cell_text(""),
                             kt_cell_text("")};
    kt_document_row(page->document, total);
}

static const char *market_text(const kt_document *document, uint8_t scope)
{
    if (scope == KT_SCOPE_NL)
        return kt_say(document, "Shares in what the Netherlands import, by value; the shares that "
                                "are published add up to %s.");
    return scope == KT_SCOPE_EU
               ? kt_say(document, "Shares in what the European Union buys; published "
                                  "shares add up to %s.")
               : kt_say(document, "Shares of the world market; published shares add up to %s.");
}

static void write_market(kt_explain_page *page)
{
    const kt_network_item *item = item_of(page);
    kt_document *document = page->document;
    if (on_world_market(page))
        kt_document_add(document, KT_BLOCK_PARAGRAPH, market_text(document, item->scope),
                        percent(page, item->published_sum));
    else
        kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(document, "The case names the suppliers."));
    if (on_world_market(page) && item->scope == KT_SCOPE_NL)
        kt_scope_view_note(document, KT_SCOPE_NL);
    if (on_world_market(page) && item->shared_code)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "Its customs codes are of other materials, too: the "
                                         "shares say no more of one than of the others."));
    if (page->sum->n_items > 1)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "The country supplies %u items of this material and "
                                         "stage; shown is the one of which least is left: %s."),
                        page->sum->n_items, kt_pool_text(&page->the_case->pool, item->id));
}

static void write_sources(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "supplier"), .wide = true},
        {.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "still makes"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "then")},
        {.title = kt_say(page->document, "left"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "years")},
        {.title = kt_say(page->document, "ev.")},
        {.title = kt_say(page->document, "src.")}};
    uint32_t n = page->full || sum->n_sources <= SCREEN_SOURCES ? sum->n_sources : SCREEN_SOURCES;
    heading(page, kt_say(page->document, "Who supplies it"));
    kt_document_anchor(page->document, "sources");
    write_market(page);
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t k = 0; k < n; k++)
        add_source(page, &sum->source[k]);
    add_rest_and_sum(page, n);
}

// -------------------------------------------------------------------------------- tonnes and need

static void write_world_output(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    const kt_table *rows = kt_explain_page_table(page, KT_WORLD_OUTPUT);
    uint32_t r = sum->output;
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document, "World output T: %s in %s (%s; evidence %s) %s."),
                    mass(page, sum->market.world_kg),
                    kt_explain_page_text(page, rows, KT_WORLD_OUTPUT_PERIOD, r),
                    kt_explain_page_choice(page, KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_BASIS, r),
                    kt_explain_page_grade(rows, KT_WORLD_OUTPUT_EVIDENCE, r),
                    kt_explain_page_cite(page, rows, KT_WORLD_OUTPUT_SOURCE, r));
    if (sum->market.spare_kg > 0.0)
        kt_document_add(page->document, KT_BLOCK_POINT,
                        kt_say(page->document, "Spare: a capacity of %s less T is %s."),
                        mass(page, sum->market.spare_kg + sum->market.world_kg),
                        mass(page, sum->market.spare_kg));
    else
        kt_document_add(page->document, KT_BLOCK_POINT, "%s",
                        kt_say(page->document, "Spare: no capacity above T is published, so 0 "
                                               "kg."));
}

static void write_secondary(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    double rate = kt_table_number(kt_explain_page_table(page, KT_MATERIALS), KT_MATERIALS_EOL_RIR,
                                  kt_case_row(&page->the_case->material, sum->risk.flow->material));
    if (sum->market.secondary_kg > 0.0)
        kt_document_add(
            page->document, KT_BLOCK_POINT,
            kt_say(page->document,
                   "Recycled after use: T is of ore alone, and e = %s of what is used is "
                   "recycled: T · e / (1 - e) = %s · %s / (1 - %s) = %s."),
            percent(page, rate), mass(page, sum->market.world_kg), digits(page, rate),
            digits(page, rate), mass(page, sum->market.secondary_kg));
    else
        kt_document_add(page->document, KT_BLOCK_POINT, "%s",
                        kt_say(page->document, "Recycled after use: nothing is added; it is in T "
                                               "already, or no rate is known."));
}

static void write_tonnes(kt_explain_page *page)
{
    heading(page, kt_say(page->document, "How much there is in a year"));
    kt_document_anchor(page->document, "tonnes");
    if (!on_world_market(page))
        kt_document_add(page->document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(page->document, "Not asked: suppliers that the case names are no "
                                               "world market."));
    else if (item_of(page)->scope == KT_SCOPE_NL)
        kt_document_add(page->document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(page->document,
                               "Not asked: a customs partner need not make what it sells, so the "
                               "world's output T says nothing of what is left."));
    else if (page->sum->output == KT_NO_ROW)
        kt_document_add(page->document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(page->document,
                               "World output T at this stage is not published in kilograms that "
                               "can be compared."));
    else {
        write_world_output(page);
        write_secondary(page);
    }
}

static void add_use(kt_explain_page *page, const kt_flow_use *use)
{
    kt_cell_step step[MOST_STEPS];
    size_t n = 0;
    uint32_t first = use->n_path > 1 ? 1 : 0; // below the target, which all have in common
    if (use->n_path > MOST_STEPS)
        first = use->n_path - MOST_STEPS;
    for (uint32_t k = first; k < use->n_path; k++)
        step[n++] = (kt_cell_step){.name = kt_naming_network_item(
                                       &page->result->network, use->path[k], page->document->lang)};
    const kt_cell cells[] = {kt_cell_path(step, n), kt_cell_text(mass(page, use->kg_per_year)),
                             kt_cell_text(percent(page, use->share))};
    kt_document_row(page->document, cells);
}

static void write_users(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "largest path to each item that takes it"), .wide = true},
        {.title = kt_say(page->document, "a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT}};
    uint32_t n = page->full || sum->uses.n <= SCREEN_USERS ? sum->uses.n : SCREEN_USERS;
    if (n == 0)
        return;
    kt_document_table(page->document, head, 3);
    for (uint32_t k = 0; k < n; k++)
        add_use(page, &sum->uses.row[k]);
    if (n < sum->uses.n)
        kt_document_add(page->document, KT_BLOCK_NOTE,
                        sum->uses.n - n == 1 ? kt_say(page->document, "And %u other: --full.")
                                             : kt_say(page->document, "And %u others: --full."),
                        sum->uses.n - n);
}

static void write_need(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    kt_document *document = page->document;
    heading(page, kt_say(document, "How much is needed"));
    kt_document_anchor(document, "need");
    kt_document_add(document, KT_BLOCK_POINT, kt_say(document, "For one unit of the target: %s."),
                    mass(page, sum->risk.need_kg));
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document, "Need a year: %s (%s; units of the target a year: %s)."),
                    mass(page, sum->market.need_kg), need_name(page),
                    digits(page, sum->buyer.use.targets));
    kt_document_add(document, KT_BLOCK_POINT, kt_say(document, "Stock on record: %s."),
                    sum->market.stock_kg > 0.0 ? mass(page, sum->market.stock_kg)
                                               : kt_say(document, "none"));
    write_users(page);
}

// ------------------------------------------------------------------------------------ what is left

static void write_reachable(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    kt_document *document = page->document;
    if (isnan(sum->reachable_kg)) {
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        kt_say(document, "R cannot be computed: T is not known. It counts as "
                                         "nothing."));
        return;
    }
    kt_document_add(
        document, KT_BLOCK_POINT,
        kt_say(document,
               "R = reach · [(T + spare) · left in known countries + recycled] = %s · [(%s + "
               "%s) · %s + %s] = %s · %s = %s a year."),
        digits(page, sum->buyer.asked.reach), mass(page, sum->market.world_kg),
        mass(page, sum->market.spare_kg), digits(page, sum->located),
        mass(page, sum->market.secondary_kg), digits(page, sum->buyer.asked.reach),
        mass(page, sum->risk.accessible_kg), mass(page, sum->reachable_kg));
}

static void write_first(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    kt_document *document = page->document;
    if (isnan(sum->first)) {
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "Available: %s, the proportional share; of a buyer who is "
                                         "served first nothing can be said."),
                        percent(page, sum->available));
        return;
    }
    if (sum->market.need_kg == 0.0)
        kt_document_add(
            document, KT_BLOCK_POINT, "%s",
            kt_say(document, "Served first: nothing is needed, so nothing is lacking."));
    else
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "Served first: min(1, (R + stock) / need) = min(1, (%s + %s) / %s) = "
                             "%s."),
            mass(page, isnan(sum->reachable_kg) ? 0.0 : sum->reachable_kg),
            mass(page, sum->market.stock_kg), mass(page, sum->market.need_kg),
            digits(page, sum->first));
    kt_document_add(
        document, KT_BLOCK_POINT, kt_say(document, "Available: the larger of %s and %s: %s."),
        digits(page, sum->sells), digits(page, sum->first), percent(page, sum->available));
}

static void write_left(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    kt_document *document = page->document;
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document, "What is left of the market, whoever sells: %s; everybody "
                                     "gets the same cut (in proportion)."),
                    percent(page, sum->proportional));
    if (!on_world_market(page)) {
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "Available: %s. Among suppliers that the case names no "
                                         "buyer is served first."),
                        percent(page, sum->available));
        return;
    }
    kt_document_add(document, KT_BLOCK_POINT,
                    sum->scarce
                        ? kt_say(document, "That is scarce (a tenth or more is lost). Left of "
                                           "those that sell: %s; of these, in known countries, "
                                           "whose tonnes count: %s.")
                        : kt_say(document, "That is not scarce (less than a tenth is lost), so all "
                                           "sell. Left: %s; of this, in known countries, whose "
                                           "tonnes count: %s."),
                    percent(page, sum->sells), percent(page, sum->located));
    write_reachable(page);
    write_first(page);
}

// That all of them might fail as well says nothing of a chain with open ends.
static void write_unknown(kt_explain_page *page)
{
    const kt_one_unknown *unknown = &page->sum->unknown;
    kt_document *document = page->document;
    const kt_network *net = &page->result->network;
    if (unknown->n == 0)
        return;
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document, "Suppliers in its chain of whom nothing is known: %u."),
                    unknown->n);
    if (unknown->producer == KT_NO_ROW)
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        kt_say(document, "Were one of them to fail too, no more would be lost."));
    else
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "Were one of them to fail too, in proportion at most %s "
                             "more would be lost: that of \"%s\"."),
            percent(page, unknown->adds),
            kt_naming_network_item(net, net->producer[unknown->producer].item, document->lang));
}

static void write_losses(kt_explain_page *page)
{
    const kt_risk *risk = &page->sum->risk;
    kt_document *document = page->document;
    const kt_column_head head[] = {
        {.title = kt_say(document, "output of the target that is lost"), .wide = true},
        {.title = kt_say(document, "with alternatives"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "as built"), .align = KT_ALIGN_RIGHT}};
    kt_document_table(document, head, 3);
    const kt_cell proportional[] = {kt_cell_text(kt_say(document, "everybody gets the same cut")),
                                    kt_cell_text(percent(page, risk->dependence)),
                                    kt_cell_text(percent(page, risk->dependence_built))};
    kt_document_row(document, proportional);
    if (!on_world_market(page) && risk->first_built == risk->dependence_built) {
        write_unknown(page);
        return; // among named suppliers nobody is served first
    }
    const kt_cell first[] = {kt_cell_text(kt_say(document, "this buyer is served first")),
                             kt_cell_text(percent(page, risk->dependence_first)),
                             kt_cell_text(percent(page, risk->first_built))};
    kt_document_row(document, first);
    kt_rationing_view_note(document,
                           kt_rationing_view_is_more(risk->dependence, risk->dependence_first));
    if (risk->mechanism == KT_MECHANISM_DENIED)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "Supply is denied, so being served first does not help: "
                                         "the rule weighs the cut in proportion."));
    write_unknown(page);
}

void kt_explain_view_build(kt_document *document, const kt_explain_result *result, bool full)
{
    const kt_event *flow = result->sum.risk.flow;
    kt_explain_page page = {
        .document = document,
        .result = result,
        .sum = &result->sum,
        .the_case = result->the_case,
        .country = kt_country_name(result->the_case, flow->country, document->lang),
        .material = kt_naming_material(result->the_case, flow->material, document->lang),
        .stage = kt_naming_stage(flow->stage, document->lang),
        .full = full};
    page.assumed = kt_explain_assumed(&page);
    write_head(&page);
    write_sources(&page);
    write_tonnes(&page);
    write_need(&page);
    heading(&page, kt_say(document, "What is left when it stops"));
    kt_document_anchor(document, "bounds");
    write_left(&page);
    write_losses(&page);
    kt_explain_rule_view_measures(&page);
    kt_explain_rule_view_makers(&page);
    kt_explain_rule_view_price(&page);
    kt_explain_rule_view_rule(&page);
    kt_explain_page_write_sources(&page);
}
