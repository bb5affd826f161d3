// SPDX-License-Identifier: EUPL-1.2
// See ask_json.h. Machines get every question; how many a screen shows is the document's business.
#include "report/record/ask_json.h"

enum { MAX_PATH = 128 }; // deeper chains show their lower end

static const char *text(const kt_ask *ask, kt_symbol symbol)
{
    return kt_pool_text(&ask->assessment->the_case->pool, symbol);
}

static const char *item_id(const kt_ask *ask, uint32_t item)
{
    return item == KT_NO_ROW ? NULL : text(ask, ask->assessment->network.item[item].id);
}

static const char *organisation_id(const kt_ask *ask, uint32_t row)
{
    const kt_table *organisations = &ask->assessment->the_case->table[KT_ORGANISATIONS];
    return row == KT_NO_ROW ? NULL
                            : text(ask, kt_table_text(organisations, KT_ORGANISATIONS_ID, row));
}

static const char *verdict(kt_verdict answer)
{
    return answer == KT_VERDICT_YES ? "yes" : answer == KT_VERDICT_NO ? "no" : "unknown";
}

// From the target down to the item, through what the company that is asked makes.
static void write_path(kt_json *json, const kt_ask *ask, const kt_question *q)
{
    uint32_t path[MAX_PATH];
    uint32_t made;
    uint32_t n = kt_downstream_path(&ask->above, q->fact.item, q->own, path, MAX_PATH, &made);
    kt_json_text(json, "product", item_id(ask, path[made]));
    kt_json_open(json, "path", '[');
    while (n-- > 0)
        kt_json_text(json, NULL, item_id(ask, path[n]));
    kt_json_close(json, ']');
}

static void write_flips(kt_json *json, const kt_ask *ask, const kt_question *q)
{
    kt_json_open(json, "flips", '[');
    for (uint32_t k = 0; k < q->n_flips; k++) {
        const kt_risk *risk = &ask->assessment->risks.row[q->flip[k].risk];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "flow", risk->flow->id);
        kt_json_text(json, "now", verdict(risk->verdict));
        kt_json_text(json, "then", verdict(q->flip[k].verdict));
        kt_json_text(json, "answer", kt_open_fact_resolution_name(q->flip[k].resolution));
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_question(kt_json *json, const kt_ask *ask, const kt_question *q)
{
    const kt_network *net = &ask->assessment->network;
    const kt_open_fact *fact = &q->fact;
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "id", fact->id);
    kt_json_text(json, "kind", kt_open_fact_kind_name(fact->kind));
    kt_json_text(json, "item", item_id(ask, fact->item));
    kt_json_text(json, "other", item_id(ask, fact->other));
    kt_json_text(json, "supplier",
                 fact->producer == KT_NO_ROW ? NULL
                                             : text(ask, net->producer[fact->producer].supplier));
    kt_json_text(json, "organisation", organisation_id(ask, q->organisation));
    kt_json_bool(json, "asked", q->asked != KT_NO_ROW);
    write_path(json, ask, q);
    kt_json_open(json, "answers", '[');
    for (int r = 0; r < KT_N_RESOLUTIONS; r++) {
        if ((fact->answers >> r & 1u) != 0)
            kt_json_text(json, NULL, kt_open_fact_resolution_name((kt_resolution)r));
    }
    kt_json_close(json, ']');
    write_flips(json, ask, q);
    kt_json_number(json, "spread", q->spread);
    kt_json_text(json, "country", q->event);
    kt_json_number(json, "dependence_low", q->event == NULL ? (double)NAN : q->event_low);
    kt_json_number(json, "dependence_high", q->event == NULL ? (double)NAN : q->event_high);
    kt_json_number(json, "spread_mean", q->mean);
    kt_json_count(json, "functions", q->n_functions);
    kt_json_number(json, "function_spread_mean", q->function_mean);
    kt_json_bool(json, "function_critical", q->function_critical);
    kt_json_count(json, "countries", q->n_countries);
    kt_json_count(json, "steps", q->depth);
    kt_json_close(json, '}');
}

static void write_progress(kt_json *json, const kt_ask *ask)
{
    const kt_asked *p = &ask->progress;
    kt_json_open(json, "progress", '{');
    kt_json_count(json, "asked", p->asked);
    kt_json_count(json, "answered", p->given);
    kt_json_count(json, "unknown", p->unknown);
    kt_json_count(json, "withheld", p->withheld);
    kt_json_count(json, "open", p->open);
    kt_json_open(json, "visibility", '{');
    kt_json_number(json, "before", p->before);
    kt_json_number(json, "now", p->now);
    kt_json_number(json, "after", p->after);
    kt_json_close(json, '}');
    kt_json_close(json, '}');
}

void kt_ask_json_write(kt_json *json, const kt_ask *ask)
{
    static const char *const ORDER[] = {"flips",
                                        "spread",
                                        "spread_mean",
                                        "functions",
                                        "function_spread_mean",
                                        "function_critical",
                                        "countries",
                                        "steps",
                                        "id"};
    kt_json_open(json, "result", '{');
    kt_json_text(json, "target", item_id(ask, ask->above.target));
    kt_json_open(json, "order", '[');
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++)
        kt_json_text(json, NULL, ORDER[i]);
    kt_json_close(json, ']');
    kt_json_open(json, "counts", '{');
    kt_json_count(json, "facts", ask->n_facts);
    kt_json_count(json, "questions", ask->n);
    kt_json_count(json, "without_effect", ask->n_idle);
    kt_json_count(json, "closed", ask->n_closed);
    kt_json_count(json, "third_countries", ask->n_events);
    kt_json_count(json, "verdicts", ask->n_verdicts);
    kt_json_close(json, '}');
    write_progress(json, ask);
    kt_json_open(json, "questions", '[');
    for (size_t i = 0; i < ask->n; i++)
        write_question(json, ask, &ask->question[i]);
    kt_json_close(json, ']');
    kt_json_close(json, '}');
}
