// SPDX-License-Identifier: EUPL-1.2
// See stress_view.h.
#include "report/view/stress_view.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/indicative_view.h"
#include "report/view/rationing_view.h"
#include "report/view/supposed_view.h"
#include "report/view/switching_view.h"

enum { SCREEN_FLOWS = 12, SCREEN_COUNTRIES = 15, SCREEN_ORGANISATIONS = 8, HEAT_COLUMNS = 20 };

typedef struct page {
    kt_document *document;
    const kt_stress *s;
    kt_stress_view_options options;
} page;

static const kt_case *case_of(const page *p)
{
    return p->s->study.network->the_case;
}

static const char *share(const page *p, double value)
{
    return kt_say_share(p->document, value);
}

// Infinite days: it never comes to that.
static kt_cell days(double value)
{
    return isinf(value) ? kt_cell_text("–") : kt_cell_number(value);
}

static void write_head(page *p)
{
    const kt_network *net = p->s->study.network;
    uint32_t target = p->s->study.reach.target;
    kt_document_add(p->document, KT_BLOCK_TITLE, kt_say(p->document, "%s (%s): stress test"),
                    kt_naming_network_item(net, target, p->document->lang),
                    kt_pool_text(&net->the_case->pool, net->item[target].id));
    const char *about = kt_naming_description(net->the_case, p->document->lang);
    if (*about != '\0')
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    kt_say(p->document,
                           "Each event happens alone and in full; no stocks are used. Lost: output "
                           "of the target, if all share what remains and unknown sources deliver; "
                           "served first: what is lost then, if supply is not denied; at most: "
                           "what is lost if the unknown sources fail with the event."));
    kt_switching_view_add(p->document, p->s->study.network, &p->s->late);
    kt_indicative_view_add(p->document, p->s->evidence[KT_EVIDENCE_D - 1]);
}

static const char *flow_name(const page *p, const kt_event *flow)
{
    return kt_supposed_view_flow(p->document, case_of(p), flow);
}

static kt_cell need_share(const page *p, const kt_stress_row *row)
{
    double part = kt_stress_need_share(row);
    if (part > 1.0)
        return kt_cell_marked(kt_cell_share(1.0), KT_MARK_MORE);
    return kt_cell_or(kt_cell_share(part), kt_say(p->document, "not known"));
}

static kt_cell mass(const page *p, double kg)
{
    return kt_cell_or(kt_cell_mass(kg), kt_say(p->document, "not known"));
}

static size_t limit(const page *p, size_t on_screen)
{
    return p->options.full ? SIZE_MAX : on_screen;
}

// A scenario bans it for defence, so that what others make cannot be passed on: marked.
static kt_cell marked_flow(const page *p, const kt_stress_row *row)
{
    const char *name = flow_name(p, row->event);
    return kt_cell_text(row->end_use_ban ? kt_document_format(p->document, "%s *", name) : name);
}

static void write_flows(page *p)
{
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "material (stage) → country"), .wide = true},
        {.title = kt_say(p->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "need a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "remains a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "need of that"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "price"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    kt_say(p->document,
                           "Flows, each failing alone, and what is then left on the world market"));
    kt_document_table(p->document, head, 7);
    size_t shown = 0;
    for (uint32_t r = 0; r < p->s->n && shown < limit(p, SCREEN_FLOWS); r++) {
        const kt_stress_row *row = &p->s->row[r];
        if (row->event_class != KT_CLASS_FLOW || row->loss_upper <= kt_exposure_tolerance)
            continue;
        const kt_cell cells[] = {marked_flow(p, row),
                                 kt_cell_share(row->loss),
                                 kt_cell_share(row->loss_first),
                                 mass(p, row->need_kg_per_year),
                                 mass(p, row->remaining_kg),
                                 need_share(p, row),
                                 kt_cell_factor(row->price_factor)};
        kt_document_row(p->document, cells);
        shown++;
    }
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    kt_say(p->document,
                           "Need a year: of the material at that stage, from everywhere. Remains: "
                           "world output without the country, where it is published in comparable "
                           "kilograms. *: a scenario bans it for defence, so that it cannot be "
                           "bought from that country through others. Price: where elasticities are "
                           "on record."));
}

// What fails with an event: the functions of the target, or its systems where it has none.
typedef struct heat_columns {
    uint32_t item[HEAT_COLUMNS]; // of the stress table
    const char **name;           // [n], in the document's memory
    uint32_t n;
} heat_columns;

static heat_columns find_columns(const page *p)
{
    static const uint8_t KINDS[] = {KT_KIND_FUNCTION, KT_KIND_SYSTEM, KT_KIND_PLATFORM};
    const kt_stress *s = p->s;
    heat_columns out = {.name = kt_document_alloc(p->document, HEAT_COLUMNS, sizeof *out.name)};
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0] && out.n == 0 && out.name != NULL; k++) {
        for (uint32_t i = 0; i < s->n_items && out.n < HEAT_COLUMNS; i++) {
            if (s->study.network->item[s->item[i]].kind != KINDS[k] ||
                !s->study.reach.item[s->item[i]])
                continue;
            out.name[out.n] =
                kt_naming_network_item(s->study.network, s->item[i], p->document->lang);
            out.item[out.n++] = i;
        }
    }
    return out;
}

// What is supposed, and what then fails.
static void write_what_if(page *p)
{
    const kt_stress *s = p->s;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "what fails with it"), .wide = true},
        {.title = kt_say(p->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "at most"), .align = KT_ALIGN_RIGHT}};
    if (s->what_if.scenario == NULL)
        return;
    heat_columns columns = find_columns(p);
    kt_supposed_view_add(p->document, s->study.network, &s->scenarios);
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        kt_say(p->document, "If all share what remains, the target loses %s of its output, at most "
                            "%s; if it is served first and not denied, %s%s."),
        share(p, s->what_if.loss), share(p, s->what_if.loss_upper), share(p, s->what_if.loss_first),
        kt_indicative_view_mark(p->document, s->evidence[KT_EVIDENCE_D - 1]));
    kt_document_table(p->document, head, 3);
    for (uint32_t k = 0; k < columns.n; k++) {
        const kt_stress_loss *lost = &s->what_if.item_loss[columns.item[k]];
        const kt_cell cells[] = {kt_cell_text(columns.name[k]), kt_cell_share(lost->loss),
                                 kt_cell_share(lost->upper)};
        kt_document_row(p->document, cells);
    }
}

static const char *event_name(const page *p, const kt_stress_row *row)
{
    const kt_case *c = case_of(p);
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    if (row->event_class == KT_CLASS_COUNTRY)
        return kt_country_name(c, row->event->country, p->document->lang);
    if (row->event_class == KT_CLASS_FLOW)
        return flow_name(p, row->event);
    kt_symbol id = kt_pool_find(&c->pool, row->event->id, strlen(row->event->id));
    uint32_t at = kt_case_row(&c->organisation, id);
    kt_symbol name = at == KT_NO_ROW ? 0 : kt_table_text(organisations, KT_ORGANISATIONS_NAME, at);
    return kt_pool_text(&c->pool, name != 0 ? name : id);
}

// One class of events with what fails with each.
typedef struct heat_table {
    kt_event_class event_class;
    const char *heading, *name; // of the first column
    size_t on_screen;
} heat_table;

static void add_heat_row(page *p, const kt_stress_row *row, const heat_columns *columns)
{
    double loss[HEAT_COLUMNS];
    for (uint32_t k = 0; k < columns->n; k++)
        loss[k] = kt_stress_item_loss(row, columns->item[k]);
    kt_cell cells[7];
    size_t n = 0;
    cells[n++] = kt_cell_text(event_name(p, row));
    cells[n++] = kt_cell_share(row->loss);
    cells[n++] = kt_cell_share(row->loss_first);
    cells[n++] = kt_cell_share(row->loss_upper);
    if (columns->n > 0)
        cells[n++] = kt_cell_series(loss, columns->n);
    cells[n++] = days(row->cover_days);
    cells[n] = kt_cell_number(row->switch_days);
    kt_document_row(p->document, cells);
}

// True: of some row more is lost served first.
static bool write_heat(page *p, const heat_table *table, const heat_columns *columns)
{
    bool flows = table->event_class == KT_CLASS_FLOW;
    bool drawn = columns->n > 0; // a maker of one thing has neither functions nor systems
    size_t n_columns = drawn ? 5 : 4;
    kt_column_head head[7] = {
        {.title = table->name, .wide = true},
        {.title = kt_say(p->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = NULL}}; // the series name themselves
    const kt_figure figure = {
        .kind = KT_FIGURE_HEAT_MAP,
        .title = table->heading,
        .meaning = kt_say(p->document, "The fuller a cell, the more of that function or system is "
                                       "lost when the event happens alone."),
        .alt =
            kt_say(p->document, "A row for each event, a column for each function or system; the "
                                "figures are in the table."),
        .series = columns->name,
        .n_series = columns->n};
    if (p->options.time)
        head[n_columns++] = (kt_column_head){.title = kt_say(p->document, "covered, days"),
                                             .align = KT_ALIGN_RIGHT};
    if (p->options.time && flows)
        head[n_columns++] =
            (kt_column_head){.title = kt_say(p->document, "switch, days"), .align = KT_ALIGN_RIGHT};
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s", table->heading);
    if (drawn)
        kt_document_figure(p->document, &figure, head, n_columns);
    else
        kt_document_table(p->document, head, n_columns);
    size_t shown = 0;
    bool more = false;
    for (uint32_t r = 0; r < p->s->n && shown < limit(p, table->on_screen); r++) {
        const kt_stress_row *row = &p->s->row[r];
        if (row->event_class != table->event_class ||
            (flows && row->loss_upper <= kt_exposure_tolerance))
            continue;
        add_heat_row(p, row, columns);
        more |= kt_rationing_view_is_more(row->loss, row->loss_first);
        shown++;
    }
    return more;
}

static void write_heats(page *p)
{
    const heat_table tables[] = {
        {KT_CLASS_FLOW, kt_say(p->document, "Flows, and what fails with each"),
         kt_say(p->document, "material (stage) → country"), SCREEN_FLOWS},
        {KT_CLASS_COUNTRY, kt_say(p->document, "Countries, and what fails with each"),
         kt_say(p->document, "country"), SCREEN_COUNTRIES},
        {KT_CLASS_ORGANISATION, kt_say(p->document, "Named suppliers, and what fails with each"),
         kt_say(p->document, "supplier"), SCREEN_ORGANISATIONS},
    };
    heat_columns columns = find_columns(p);
    bool more = false;
    for (size_t k = 0; k < sizeof tables / sizeof tables[0]; k++)
        more |= write_heat(p, &tables[k], &columns);
    kt_rationing_view_note(p->document, more);
    if (p->options.time)
        kt_document_add(
            p->document, KT_BLOCK_NOTE, "%s",
            kt_say(p->document,
                   "Covered: days that stocks on record bridge on the shortest way from "
                   "the event to the target, before anything is missing there; stocks "
                   "that nobody states count as none. Switch: days to another source, "
                   "where the data say. ?: no such stock, or no such days, on record."));
}

static void write_tariffs(page *p)
{
    const kt_network *net = p->s->study.network;
    kt_buffer missing = {0};
    if (p->s->tariffs.n == 0)
        return;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "item")},
        {.title = kt_say(p->document, "scenario"), .wide = true},
        {.title = kt_say(p->document, "tariff"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "of the market"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "price"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "EUR more"), .align = KT_ALIGN_RIGHT}};
    kt_document_add(
        p->document, KT_BLOCK_HEADING, "%s",
        kt_say(p->document, "Tariffs: what they do to prices, and to one unit of the target"));
    kt_document_table(p->document, head, 6);
    for (size_t i = 0; i < p->s->tariffs.n; i++) {
        const kt_tariff *t = &p->s->tariffs.row[i];
        const char *name = kt_naming_network_item(net, t->item, p->document->lang);
        if (isnan(t->factor))
            kt_buffer_format(&missing, "%s%s", missing.length == 0 ? "" : ", ", name);
        const kt_cell cells[] = {
            kt_cell_text(name),
            kt_cell_text(kt_naming_scenario(net->the_case, t->scenario, p->document->lang)),
            kt_cell_share(t->rate),
            kt_cell_share(t->taxed),
            kt_cell_factor(t->factor),
            kt_cell_number(t->cost)};
        kt_document_row(p->document, cells);
    }
    if (missing.failed)
        p->document->failed = true;
    else if (missing.length > 0)
        kt_document_add(
            p->document, KT_BLOCK_POINT,
            kt_say(p->document, "No elasticity is on record, so the price is not known: %s."),
            missing.text);
    kt_buffer_free(&missing);
}

static void write_quotas(page *p)
{
    unsigned n_unsized = 0;
    for (uint32_t k = 0; k < p->s->scenarios.n; k++)
        n_unsized += p->s->scenarios.row[k].n_unsized;
    if (p->s->n_quotas == 0 && n_unsized == 0)
        return;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "scenario: what it is on"), .wide = true},
        {.title = kt_say(p->document, "taken"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "lost"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "at most"), .align = KT_ALIGN_RIGHT}};
    kt_document_add(
        p->document, KT_BLOCK_HEADING, "%s",
        kt_say(p->document, "Quotas and demand of others: part of a supply is lost, each alone"));
    kt_document_table(p->document, head, 5);
    for (uint32_t i = 0; i < p->s->n_quotas; i++) {
        const kt_quota *q = &p->s->quota[i];
        const char *name = kt_document_format(
            p->document, "%s: %s", kt_naming_scenario(case_of(p), q->scenario, p->document->lang),
            kt_supposed_view_target(p->document, p->s->study.network, &p->s->scenarios, q->effect));
        const kt_cell cells[] = {kt_cell_text(name), kt_cell_share(1.0 - q->effect->left),
                                 kt_cell_share(q->loss), kt_cell_share(q->loss_first),
                                 kt_cell_share(q->loss_upper)};
        kt_document_row(p->document, cells);
    }
    if (n_unsized > 0)
        kt_document_add(
            p->document, KT_BLOCK_POINT,
            n_unsized == 1
                ? kt_say(p->document,
                         "Of %u such event the case gives no size: nothing is taken for it.")
                : kt_say(p->document,
                         "Of %u such events the case gives no size: nothing is taken for them."),
            n_unsized);
}

void kt_stress_view_build(kt_document *document, const kt_stress *stress,
                          kt_stress_view_options options)
{
    page p = {document, stress, options};
    write_head(&p);
    write_what_if(&p);
    write_flows(&p);
    write_heats(&p);
    write_quotas(&p);
    write_tariffs(&p);
}
