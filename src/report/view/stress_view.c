// SPDX-License-Identifier: EUPL-1.2
// See stress_view.h.
#include "report/view/stress_view.h"

#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"

enum { SCREEN_FLOWS = 12, SCREEN_COUNTRIES = 15, SCREEN_ORGANISATIONS = 8, HEAT_COLUMNS = 20 };

typedef struct page {
    kt_document *document;
    const kt_stress *s;
    kt_stress_view_options options;
} page;

static const char *tr(const page *p, const char *english)
{
    return kt_lang_text(p->options.lang, english);
}

static const kt_case *case_of(const page *p)
{
    return p->s->study.network->the_case;
}

static const char *share(const page *p, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, value, p->options.lang);
    return kt_document_format(p->document, "%s", text);
}

static const char *mass(const page *p, double kg)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    if (isnan(kg))
        return tr(p, "not known");
    kt_quantity_text_mass(text, kg, p->options.lang);
    return kt_document_format(p->document, "%s", text);
}

static const char *number(const page *p, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(text, value, p->options.lang);
    return kt_document_format(p->document, "%s", text);
}

static const char *days(const page *p, double value)
{
    return isinf(value) ? "–" : number(p, value);
}

static void write_head(page *p)
{
    const kt_network *net = p->s->study.network;
    uint32_t target = p->s->study.reach.target;
    kt_document_add(p->document, KT_BLOCK_TITLE, tr(p, "%s (%s): stress test"),
                    kt_naming_network_item(net, target, p->options.lang),
                    kt_pool_text(&net->the_case->pool, net->item[target].id));
    const char *about = kt_naming_description(net->the_case, p->options.lang);
    if (*about != '\0')
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    tr(p, "Each event happens alone and in full; no stocks are used. Lost: output "
                          "of the target while unknown sources deliver; at most: while they fail "
                          "with the event."));
    if (p->s->evidence[KT_EVIDENCE_D - 1] > 0.5)
        kt_document_add(p->document, KT_BLOCK_NOTE,
                        tr(p, "The ranking is indicative: %s of the facts behind it are assumed "
                              "(grade D)."),
                        share(p, p->s->evidence[KT_EVIDENCE_D - 1]));
}

static const char *flow_name(const page *p, const kt_event *flow)
{
    return kt_document_format(p->document, "%s (%s) → %s",
                              kt_naming_material(case_of(p), flow->material, p->options.lang),
                              kt_naming_stage(flow->stage, p->options.lang),
                              kt_country_name(case_of(p), flow->country, p->options.lang));
}

static const char *need_share(const page *p, const kt_stress_row *row)
{
    double part = kt_stress_need_share(row);
    if (row->end_use_ban)
        return tr(p, "not for defence");
    if (isnan(part))
        return tr(p, "not known");
    return part > 1.0 ? kt_document_format(p->document, "> %s", share(p, 1.0)) : share(p, part);
}

static size_t limit(const page *p, size_t on_screen)
{
    return p->options.full ? SIZE_MAX : on_screen;
}

static void write_flows(page *p)
{
    const kt_column_head head[] = {
        {tr(p, "material (stage) → country"), false, true},
        {tr(p, "lost"), true, false},
        {tr(p, "at most"), true, false},
        {tr(p, "need"), true, false},
        {tr(p, "remains a year"), true, false},
        {tr(p, "need of that"), true, false},
        {tr(p, "price"), true, false},
    };
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    tr(p, "Flows, each failing alone, and what is then left on the world market"));
    kt_document_table(p->document, head, 7);
    size_t shown = 0;
    for (uint32_t r = 0; r < p->s->n && shown < limit(p, SCREEN_FLOWS); r++) {
        const kt_stress_row *row = &p->s->row[r];
        if (row->event_class != KT_CLASS_FLOW || row->loss_upper <= kt_exposure_tolerance)
            continue;
        const char *price =
            isnan(row->price_factor)
                ? "?"
                : kt_document_format(p->document, "× %s", number(p, row->price_factor));
        const char *cells[] = {flow_name(p, row->event),
                               share(p, row->loss),
                               share(p, row->loss_upper),
                               mass(p, row->need_kg),
                               mass(p, row->remaining_kg),
                               need_share(p, row),
                               price};
        kt_document_row(p->document, cells);
        shown++;
    }
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    tr(p, "Need: of the material at that stage for one unit of the target, from "
                          "everywhere. Remains: world production without the country, where it is "
                          "published in comparable kilograms. Not for defence: a scenario bans "
                          "this use itself, so that other countries cannot pass it on. Price: "
                          "where elasticities are on record."));
}

// The functions of the target, or its systems where it has none; at most a row of the screen.
static uint32_t heat_columns(const page *p, uint32_t column[HEAT_COLUMNS])
{
    static const uint8_t KINDS[] = {KT_KIND_FUNCTION, KT_KIND_SYSTEM, KT_KIND_PLATFORM};
    const kt_stress *s = p->s;
    uint32_t n = 0;
    for (size_t k = 0; k < sizeof KINDS && n == 0; k++) {
        for (uint32_t i = 0; i < s->n_items && n < HEAT_COLUMNS; i++) {
            if (s->study.network->item[s->item[i]].kind == KINDS[k] &&
                s->study.reach.item[s->item[i]])
                column[n++] = i;
        }
    }
    return n;
}

static const char *shade(double loss)
{
    if (loss >= 1.0 - kt_exposure_tolerance)
        return "██";
    if (loss > 0.5)
        return "▓▓";
    if (loss > 0.1)
        return "▒▒";
    return loss > kt_exposure_tolerance ? "░░" : " ·";
}

static const char *heat(const page *p, const kt_stress_row *row, const uint32_t *column, uint32_t n)
{
    kt_buffer cells = {0};
    for (uint32_t k = 0; k < n; k++)
        kt_buffer_format(&cells, "%s%s", k == 0 ? "" : " ",
                         shade(p->s->loss[(size_t)row->place * p->s->n_items + column[k]]));
    if (cells.failed)
        p->document->failed = true;
    const char *text = kt_document_format(p->document, "%s", cells.failed ? "" : cells.text);
    kt_buffer_free(&cells);
    return text;
}

static const char *numbers(const page *p, uint32_t n)
{
    kt_buffer head = {0};
    for (uint32_t k = 0; k < n; k++)
        kt_buffer_format(&head, "%s%2u", k == 0 ? "" : " ", k + 1);
    if (head.failed)
        p->document->failed = true;
    const char *text = kt_document_format(p->document, "%s", head.text == NULL ? "" : head.text);
    kt_buffer_free(&head);
    return text;
}

static void write_legend(page *p, const uint32_t *column, uint32_t n)
{
    kt_buffer names = {0};
    for (uint32_t k = 0; k < n; k++)
        kt_buffer_format(
            &names, "%s%u %s", k == 0 ? "" : ", ", k + 1,
            kt_naming_network_item(p->s->study.network, p->s->item[column[k]], p->options.lang));
    if (names.failed)
        p->document->failed = true;
    else if (n > 0)
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s.", names.text);
    kt_buffer_free(&names);
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    tr(p, "██ all is lost, ▓▓ more than half, ▒▒ more than a tenth, ░░ less, · "
                          "nothing."));
}

static const char *event_name(const page *p, const kt_stress_row *row)
{
    const kt_case *c = case_of(p);
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    if (row->event_class == KT_CLASS_COUNTRY)
        return kt_country_name(c, row->event->country, p->options.lang);
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

static void write_heat(page *p, const heat_table *table)
{
    uint32_t column[HEAT_COLUMNS];
    uint32_t n = heat_columns(p, column);
    bool flows = table->event_class == KT_CLASS_FLOW;
    size_t n_columns = 4;
    kt_column_head head[6] = {{table->name, false, true},
                              {tr(p, "lost"), true, false},
                              {tr(p, "at most"), true, false},
                              {numbers(p, n), false, false}};
    if (p->options.time)
        head[n_columns++] = (kt_column_head){tr(p, "covered, days"), true, false};
    if (p->options.time && flows)
        head[n_columns++] = (kt_column_head){tr(p, "switch, days"), true, false};
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s", table->heading);
    kt_document_table(p->document, head, n_columns);
    size_t shown = 0;
    for (uint32_t r = 0; r < p->s->n && shown < limit(p, table->on_screen); r++) {
        const kt_stress_row *row = &p->s->row[r];
        if (row->event_class != table->event_class ||
            (flows && row->loss_upper <= kt_exposure_tolerance))
            continue;
        const char *cells[] = {event_name(p, row),        share(p, row->loss),
                               share(p, row->loss_upper), heat(p, row, column, n),
                               days(p, row->cover_days),  number(p, row->switch_days)};
        kt_document_row(p->document, cells);
        shown++;
    }
}

static void write_heats(page *p)
{
    const heat_table tables[] = {
        {KT_CLASS_FLOW, tr(p, "Flows, and what fails with each"),
         tr(p, "material (stage) → country"), SCREEN_FLOWS},
        {KT_CLASS_COUNTRY, tr(p, "Countries, and what fails with each"), tr(p, "country"),
         SCREEN_COUNTRIES},
        {KT_CLASS_ORGANISATION, tr(p, "Named suppliers, and what fails with each"),
         tr(p, "supplier"), SCREEN_ORGANISATIONS},
    };
    uint32_t column[HEAT_COLUMNS];
    uint32_t n = heat_columns(p, column);
    for (size_t k = 0; k < sizeof tables / sizeof tables[0]; k++) {
        write_heat(p, &tables[k]);
        if (k == 0)
            write_legend(p, column, n);
    }
    if (p->options.time)
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                        tr(p, "Covered: days that stocks on record bridge on the shortest way from "
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
        {tr(p, "item"), false, false},  {tr(p, "scenario"), false, true},
        {tr(p, "tariff"), true, false}, {tr(p, "of the market"), true, false},
        {tr(p, "price"), true, false},  {tr(p, "EUR more"), true, false}};
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    tr(p, "Tariffs: what they do to prices, and to one unit of the target"));
    kt_document_table(p->document, head, 6);
    for (size_t i = 0; i < p->s->tariffs.n; i++) {
        const kt_tariff *t = &p->s->tariffs.row[i];
        const char *name = kt_naming_network_item(net, t->item, p->options.lang);
        if (isnan(t->factor))
            kt_buffer_format(&missing, "%s%s", missing.length == 0 ? "" : ", ", name);
        const char *cells[] = {
            name,
            kt_naming_scenario(net->the_case, t->scenario->row, p->options.lang),
            share(p, t->rate),
            share(p, t->taxed),
            isnan(t->factor) ? "?" : kt_document_format(p->document, "× %s", number(p, t->factor)),
            number(p, t->cost)};
        kt_document_row(p->document, cells);
    }
    if (missing.failed)
        p->document->failed = true;
    else if (missing.length > 0)
        kt_document_add(p->document, KT_BLOCK_POINT,
                        tr(p, "No elasticity is on record, so the price is not known: %s."),
                        missing.text);
    kt_buffer_free(&missing);
}

// What an event of a scenario is on, in the reader's language.
static const char *target_name(const page *p, const kt_effect *effect)
{
    const kt_case *c = case_of(p);
    const kt_network *net = p->s->study.network;
    const kt_table *events = &c->table[KT_SCENARIO_EVENTS];
    kt_symbol target = kt_table_text(events, KT_SCENARIO_EVENTS_TARGET, effect->row);
    int type = kt_table_choice(events, KT_SCENARIO_EVENTS_TYPE, effect->row);
    if (type == KT_EVENT_COUNTRY)
        return kt_country_name(c, target, p->options.lang);
    if (type == KT_EVENT_MATERIAL)
        return kt_naming_material(c, target, p->options.lang);
    if (type != KT_EVENT_FLOW || effect->n == 0)
        return kt_pool_text(&c->pool, target);
    const kt_producer *first = &net->producer[p->s->scenarios.producer[effect->first]];
    const kt_event flow = {.country = first->country,
                           .material = net->item[first->item].material,
                           .stage = net->item[first->item].stage};
    return flow_name(p, &flow);
}

static void write_quotas(page *p)
{
    unsigned n_unsized = 0;
    for (uint32_t k = 0; k < p->s->scenarios.n; k++)
        n_unsized += p->s->scenarios.row[k].n_unsized;
    if (p->s->n_quotas == 0 && n_unsized == 0)
        return;
    const kt_column_head head[] = {{tr(p, "scenario: what it is on"), false, true},
                                   {tr(p, "taken"), true, false},
                                   {tr(p, "lost"), true, false},
                                   {tr(p, "at most"), true, false}};
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    tr(p, "Quotas and demand of others: part of a supply is lost, each alone"));
    kt_document_table(p->document, head, 4);
    for (uint32_t i = 0; i < p->s->n_quotas; i++) {
        const kt_quota *q = &p->s->quota[i];
        const char *cells[] = {
            kt_document_format(p->document, "%s: %s",
                               kt_naming_scenario(case_of(p), q->scenario->row, p->options.lang),
                               target_name(p, q->effect)),
            share(p, 1.0 - q->effect->left), share(p, q->loss), share(p, q->loss_upper)};
        kt_document_row(p->document, cells);
    }
    if (n_unsized > 0)
        kt_document_add(p->document, KT_BLOCK_POINT,
                        tr(p, "Of %u such events the case gives no size: nothing is taken for "
                              "them."),
                        n_unsized);
}

void kt_stress_view_build(kt_document *document, const kt_stress *stress,
                          kt_stress_view_options options)
{
    page p = {document, stress, options};
    write_head(&p);
    write_flows(&p);
    write_heats(&p);
    write_quotas(&p);
    write_tariffs(&p);
}
