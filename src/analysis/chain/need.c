// SPDX-License-Identifier: EUPL-1.2
// Takes the producers of each material's event and splits them by stage, then by country. Some 65
// materials with up to three stages each; the countries of one are sorted and summed, so that the
// largest one does not depend on the order of the producers.
#include "analysis/chain/need.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct by_country {
    const char *country; // "" where none is known
    double kg, units;
} by_country;

static int compare_country(const void *left, const void *right)
{
    return strcmp(((const by_country *)left)->country, ((const by_country *)right)->country);
}

// The largest country of the list, ties to the smallest id; its share of all, the unknown included.
static void find_top(kt_material_need *row, by_country *list, size_t n)
{
    bool by_mass = row->kg > 0.0;
    double total = 0.0;
    double best = 0.0;
    qsort(list, n, sizeof *list, compare_country);
    for (size_t first = 0, end = 0; first < n; first = end) {
        double sum = 0.0;
        for (; end < n && strcmp(list[end].country, list[first].country) == 0; end++)
            sum += by_mass ? list[end].kg : list[end].units;
        total += sum;
        if (*list[first].country != '\0' && sum > best) {
            best = sum;
            row->top_country = list[first].country;
        }
    }
    if (!(total > 0.0)) // nothing flows, or not known how much
        row->top_country = NULL;
    row->top_share = row->top_country != NULL ? best / total : (double)NAN;
}

static bool fill(kt_material_need *row, const kt_study *study, const kt_events *events, uint32_t e,
                 int stage, by_country *list)
{
    const kt_network *net = study->network;
    size_t n = 0;
    for (uint32_t k = events->event[e].first; k < events->event[e + 1].first; k++) {
        uint32_t p = events->producer[k];
        const kt_producer *producer = &net->producer[p];
        const kt_network_item *item = &net->item[producer->item];
        const kt_amount *units = &study->explosion.units[p];
        if (item->stage != stage || !study->reach.producer[p])
            continue;
        row->kg += units->typical * item->unit_kg;
        row->kg_min += units->min * item->unit_kg;
        row->kg_max += units->max * item->unit_kg;
        list[n++] = (by_country){kt_pool_text(&net->the_case->pool, producer->country),
                                 units->typical * item->unit_kg, units->typical};
    }
    if (n == 0)
        return false;
    find_top(row, list, n);
    return true;
}

static int by_dependence(const void *left, const void *right)
{
    const kt_material_need *a = left;
    const kt_material_need *b = right;
    if (a->dependence != b->dependence)
        return a->dependence > b->dependence ? -1 : 1;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : strcmp(a->stage, b->stage);
}

kt_status kt_need_rows(kt_needs *out, const kt_study *study, const kt_exposure *materials,
                       kt_error *err)
{
    assert(materials->events.event_class == KT_CLASS_MATERIAL);
    const kt_events *events = &materials->events;
    *out = (kt_needs){0};
    out->row = kt_arena_alloc(study->arena, (size_t)events->n * KT_N_STAGES + 1, sizeof *out->row);
    by_country *list = malloc(((size_t)study->network->n_producers + 1) * sizeof *list);
    if (out->row == NULL || list == NULL) {
        free(list);
        return kt_error_no_memory(err);
    }
    kt_status status = KT_OK;
    for (uint32_t e = 0; e < events->n && status == KT_OK; e++) {
        status = kt_control_check(study->control, err);
        for (int stage = 1; stage < KT_N_STAGES; stage++) {
            kt_material_need *next = &out->row[out->n];
            *next = (kt_material_need){.id = events->event[e].id,
                                       .stage = kt_schema_stage_name(stage),
                                       .dependence = materials->row[e].dependence};
            out->n += fill(next, study, events, e, stage, list);
        }
    }
    free(list);
    qsort(out->row, out->n, sizeof *out->row, by_dependence);
    return status;
}
