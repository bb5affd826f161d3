// SPDX-License-Identifier: EUPL-1.2
// See chokepoint_json.h. Counts are decimal strings: they can exceed what a double holds.
#include "report/record/chokepoint_json.h"

static void write_orders(kt_json *json, const kt_cutset_result *result)
{
    kt_json_open(json, "orders", '{');
    for (uint32_t k = 0; k < result->n_orders; k++) {
        kt_buffer key = {0};
        kt_buffer_format(&key, "%u", result->order[k].order);
        if (!key.failed)
            kt_json_text(json, key.text, result->order[k].count);
        json->out->failed |= key.failed;
        kt_buffer_free(&key);
    }
    kt_json_close(json, '}');
}

// `count` and `orders` are of all sets, or null: what is known where not all of them are is in
// `explored`.
static void write_counts(kt_json *json, const kt_cutset_result *result)
{
    kt_json_text(json, "count", result->complete ? result->count : NULL);
    if (result->complete)
        write_orders(json, result);
    else
        kt_json_null(json, "orders");
}

static void write_explored(kt_json *json, const kt_cutset_result *result)
{
    if (result->complete) {
        kt_json_null(json, "explored");
        return;
    }
    kt_json_open(json, "explored", '{');
    kt_json_count(json, "up_to", result->explored);
    kt_json_text(json, "count", result->count);
    write_orders(json, result);
    kt_json_count(json, "gates", result->n_gates);
    kt_json_count(json, "gates_cut_off", result->n_cut_gates);
    kt_json_text(json, "reason", result->reason);
    kt_json_close(json, '}');
}

static void write_chain(kt_json *json, const kt_chain *chain, const kt_study *study)
{
    const kt_network *net = study->network;
    kt_json_open(json, NULL, '[');
    for (uint32_t i = 0; i < chain->n; i++)
        kt_json_text(json, NULL, kt_pool_text(&net->the_case->pool, net->item[chain->item[i]].id));
    kt_json_close(json, ']');
}

static void write_set(kt_json *json, const kt_chokepoints *c, const kt_chokepoint_set *set,
                      const kt_study *study)
{
    kt_json_open(json, NULL, '{');
    kt_json_open(json, "events", '[');
    for (uint32_t i = 0; i < set->cut->n; i++)
        kt_json_text(json, NULL, c->events.event[set->cut->event[i]].id);
    kt_json_close(json, ']');
    kt_json_number(json, "probability",
                   c->options.probability ? set->cut->probability : (double)NAN);
    if (c->options.extent == KT_CHOKEPOINT_ALL)
        kt_json_bool(json, "sensitive", set->sensitive);
    if (set->why.n > 0) {
        kt_json_open(json, "chains", '[');
        for (uint32_t i = 0; i < set->why.n; i++)
            write_chain(json, &set->why.chain[i], study);
        kt_json_close(json, ']');
    }
    kt_json_close(json, '}');
}

static void write_thresholds(kt_json *json, const kt_chokepoints *c)
{
    kt_json_open(json, "thresholds", '[');
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        kt_json_open(json, NULL, '{');
        kt_json_number(json, "min_share", kt_chokepoint_threshold[t]);
        write_counts(json, &c->at[t]);
        kt_json_bool(json, "complete", c->at[t].complete);
        write_explored(json, &c->at[t]);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_importance(kt_json *json, const kt_chokepoints *c)
{
    kt_json_open(json, "importance", '[');
    for (uint32_t k = 0; k < c->result.n_importances; k++) {
        const kt_cutset_importance *row = &c->result.importance[k];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", c->events.event[row->event].id);
        kt_json_number(json, "birnbaum", row->birnbaum);
        kt_json_number(json, "fussell_vesely", row->fussell_vesely);
        kt_json_number(json, "risk_achievement", row->risk_achievement);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_sets(kt_json *json, const kt_chokepoints *c, const kt_study *study)
{
    kt_json_open(json, "cut_sets", '[');
    for (size_t i = 0; i < c->result.n_sets; i++)
        write_set(json, c, &c->set[i], study);
    kt_json_close(json, ']');
}

void kt_chokepoint_json_write(kt_json *json, const kt_chokepoints *c, const kt_study *study)
{
    const kt_network *net = study->network;
    const kt_cutset_result *result = &c->result;
    bool probability = c->options.probability && result->complete;
    kt_json_open(json, "result", '{');
    kt_json_text(json, "target",
                 kt_pool_text(&net->the_case->pool, net->item[study->reach.target].id));
    kt_json_text(json, "by", kt_event_class_name(c->events.event_class));
    kt_json_text(json, "count", result->complete ? result->count : NULL);
    kt_json_number(json, "probability", probability ? result->probability : (double)NAN);
    if (result->complete)
        write_orders(json, result);
    else
        kt_json_null(json, "orders");
    write_sets(json, c, study);
    kt_json_bool(json, "complete", result->complete);
    if (probability)
        kt_json_count(json, "probability_missing", result->n_missing);
    else
        kt_json_null(json, "probability_missing");
    kt_json_number(json, "min_share", c->options.min_share);
    kt_json_count(json, "listed_up_to", result->listed);
    write_explored(json, result);
    kt_json_open(json, "unknown_fails", '{');
    write_counts(json, &c->upper);
    kt_json_bool(json, "complete", c->upper.complete);
    write_explored(json, &c->upper);
    kt_json_close(json, '}');
    write_thresholds(json, c);
    write_importance(json, c);
    kt_json_close(json, '}');
}

static void write_brief(kt_json *json, const kt_chokepoints *c, const kt_study *study)
{
    const kt_case *the_case = study->network->the_case;
    bool shared = c->shared_material != KT_NO_ROW;
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "by", kt_event_class_name(c->events.event_class));
    kt_json_number(json, "min_share", c->options.min_share);
    kt_json_bool(json, "complete", c->result.complete);
    write_orders(json, &c->result);
    write_sets(json, c, study);
    kt_json_text(
        json, "shared_material",
        shared ? kt_pool_text(&the_case->pool, study->network->item[c->shared_material].material)
               : NULL);
    kt_json_number(json, "shared_part", shared ? c->shared_part : (double)NAN);
    kt_json_close(json, '}');
}

void kt_chokepoint_json_section(kt_json *json, const kt_assessment *a)
{
    if (!a->chokepoints_known) {
        kt_json_null(json, "chokepoints");
        return;
    }
    kt_json_open(json, "chokepoints", '[');
    for (int k = 0; k < KT_N_BRIEF; k++)
        write_brief(json, &a->chokepoints[k], &a->study);
    kt_json_close(json, ']');
}
