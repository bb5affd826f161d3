// SPDX-License-Identifier: EUPL-1.2
// See stress_json.h.
#include "report/record/stress_json.h"

static const char *text(const kt_stress *s, kt_symbol symbol)
{
    return kt_pool_text(&s->study.network->the_case->pool, symbol);
}

static const char *item_id(const kt_stress *s, uint32_t item)
{
    return text(s, s->study.network->item[item].id);
}

// "item": [loss, upper bound], of what loses anything.
static void write_losses(kt_json *json, const kt_stress *s, const kt_stress_row *row)
{
    kt_json_open(json, "losses", '{');
    for (uint32_t i = 0; i < s->n_items; i++) {
        size_t at = (size_t)row->place * s->n_items + i;
        if (s->loss[at] <= kt_exposure_tolerance)
            continue;
        kt_json_open(json, item_id(s, s->item[i]), '[');
        kt_json_number(json, NULL, s->loss[at]);
        kt_json_number(json, NULL, s->loss_upper[at]);
        kt_json_close(json, ']');
    }
    kt_json_close(json, '}');
}

static void write_row(kt_json *json, const kt_stress *s, const kt_stress_row *row)
{
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "class", kt_event_class_name(row->event_class));
    kt_json_text(json, "id", row->event->id);
    kt_json_number(json, "loss", row->loss);
    kt_json_number(json, "loss_upper", row->loss_upper);
    write_losses(json, s, row);
    if (isinf(row->cover_days)) // never
        kt_json_null(json, "cover_days");
    else
        kt_json_number(json, "cover_days", row->cover_days);
    if (row->event_class == KT_CLASS_FLOW) {
        kt_json_number(json, "need_kg", row->need_kg);
        kt_json_number(json, "world_kg_per_year", row->world_kg);
        kt_json_number(json, "remaining_kg_per_year", row->remaining_kg);
        kt_json_number(json, "need_share", kt_stress_need_share(row));
        kt_json_bool(json, "end_use_ban", row->end_use_ban);
        kt_json_number(json, "price_factor", row->price_factor);
        kt_json_number(json, "stock_days", row->stock_days);
        kt_json_number(json, "switch_days", row->switch_days);
    }
    kt_json_close(json, '}');
}

static void write_tariffs(kt_json *json, const kt_stress *s)
{
    kt_json_open(json, "tariffs", '[');
    for (size_t i = 0; i < s->tariffs.n; i++) {
        const kt_tariff *t = &s->tariffs.row[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "scenario", text(s, t->scenario->id));
        kt_json_text(json, "item", item_id(s, t->item));
        kt_json_number(json, "rate", t->rate);
        kt_json_number(json, "taxed_share", t->taxed);
        kt_json_number(json, "price_factor", t->factor);
        kt_json_number(json, "cost_eur", t->cost);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_quotas(kt_json *json, const kt_stress *s)
{
    const kt_table *events = &s->study.network->the_case->table[KT_SCENARIO_EVENTS];
    kt_json_open(json, "quotas", '[');
    for (uint32_t i = 0; i < s->n_quotas; i++) {
        const kt_quota *q = &s->quota[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "scenario", text(s, q->scenario->id));
        kt_json_text(json, "target",
                     text(s, kt_table_text(events, KT_SCENARIO_EVENTS_TARGET, q->effect->row)));
        kt_json_text(json, "kind", q->effect->kind == KT_EVENT_QUOTA ? "quota" : "demand");
        kt_json_number(json, "taken", 1.0 - q->effect->left);
        kt_json_number(json, "loss", q->loss);
        kt_json_number(json, "loss_upper", q->loss_upper);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

void kt_stress_json_write(kt_json *json, const kt_stress *s, kt_scope scope)
{
    kt_json_open(json, "result", '{');
    kt_json_text(json, "target", item_id(s, s->study.reach.target));
    kt_json_text(json, "scope", scope == KT_SCOPE_EU ? "eu" : "global");
    kt_json_open(json, "evidence", '{');
    kt_json_number(json, "A", s->evidence[0]);
    kt_json_number(json, "B", s->evidence[1]);
    kt_json_number(json, "C", s->evidence[2]);
    kt_json_number(json, "D", s->evidence[3]);
    kt_json_close(json, '}');
    kt_json_open(json, "events", '[');
    for (uint32_t r = 0; r < s->n; r++)
        write_row(json, s, &s->row[r]);
    kt_json_close(json, ']');
    write_tariffs(json, s);
    write_quotas(json, s);
    kt_json_close(json, '}');
}
