// SPDX-License-Identifier: EUPL-1.2
// Carries the risk of materials up in one pass over the items, because they come inputs first, and
// rates the suppliers of each item by the formula of the materials. Some 900 items for a frigate;
// shares of unknown country are bounded by where they would be worst.
#include "analysis/assess/own_risk.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/supply/geopolrisk.h"
#include "base/sort.h"
#include "base/stat.h"

static const double EU_PARAMETER = 0.8; // t of EU members; others have none on record for goods
static const double WORST_GOVERNANCE = 10.0;

// What has come up from the materials of an item.
typedef struct carried {
    double worst, weighted, covered;
    uint32_t material;
} carried;

typedef struct climb {
    const kt_network *net;
    const bool *reached; // [n_items]
    const kt_supply_risk *supply_risk;
    const kt_control *control;
    carried *item;   // [n_items]
    double *country; // [n_countries] scratch
} climb;

static double weight_of(const kt_basis *b, uint32_t country)
{
    return b->published.governance[country] * (b->country[country].eu ? EU_PARAMETER : 1.0);
}

// The unknown share as one more source on the worst ground, or added to a country that is there:
// whichever is worse.
static double upper_bound(const kt_basis *b, const double *share, double sum, double unknown)
{
    double most = sum + unknown * unknown * WORST_GOVERNANCE;
    for (uint32_t i = 0; i < b->n_countries; i++) {
        double more = (2.0 * share[i] * unknown + unknown * unknown) * weight_of(b, i);
        if (share[i] > 0.0 && sum + more > most)
            most = sum + more;
    }
    return most;
}

// Supply risk of a mix of sources: own, own_upper, known and geopolitical are set. `share` is room
// for one number a country.
static void rate_mix(kt_own_risk *out, const kt_network *net, uint32_t mix, const kt_basis *b,
                     double *share)
{
    kt_sum own = {0};
    kt_sum hhi = {0};
    kt_sum ground = {0};
    double known = 0.0;
    memset(share, 0, (size_t)b->n_countries * sizeof *share);
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        kt_symbol id = net->producer[net->source[k].producer].country;
        uint32_t country = kt_case_row(&net->the_case->country, id);
        if (country == KT_NO_ROW || isnan(b->published.governance[country]))
            continue;
        share[country] += net->source[k].share;
        known += net->source[k].share;
    }
    for (uint32_t i = 0; i < b->n_countries; i++) {
        if (share[i] == 0.0)
            continue;
        kt_stat_add(&own, share[i] * share[i] * weight_of(b, i));
        kt_stat_add(&hhi, share[i] * share[i]);
        kt_stat_add(&ground, share[i] * kt_geopolrisk_factor(b->stability[i]));
    }
    double unknown = known < 1.0 ? 1.0 - known : 0.0;
    out->known = known < 1.0 ? known : 1.0;
    out->own = known > 0.0 ? kt_stat_total(&own) : (double)NAN;
    out->own_upper =
        known > 0.0 ? upper_bound(b, share, kt_stat_total(&own), unknown) : (double)NAN;
    out->geopolitical = known > 0.0 ? kt_stat_total(&hhi) * kt_stat_total(&ground) : (double)NAN;
}

static void consider(carried *to, double risk, uint32_t material)
{
    if (isnan(risk) || risk <= to->worst) // NaN at first: the comparison is then false
        return;
    to->worst = risk;
    to->material = material;
}

// A material's own: the supply risk of the reference, or of its suppliers where the case has them.
static void begin_material(const climb *c, uint32_t i, carried *to)
{
    const kt_network_item *item = &c->net->item[i];
    const kt_basis *b = c->supply_risk->basis;
    uint32_t material = kt_case_row(&b->the_case->material, item->material);
    double risk = material == KT_NO_ROW ? (double)NAN : c->supply_risk->values.sr[material];
    if (item->market == KT_MARKET_SUPPLY) {
        kt_own_risk own;
        rate_mix(&own, c->net, item->mix, b, c->country);
        risk = own.own;
    }
    consider(to, risk, material);
    to->weighted = risk;
    to->covered = isnan(risk) ? 0.0 : 1.0;
}

static void carry_inputs(const climb *c, uint32_t i, carried *to)
{
    const kt_network *net = c->net;
    bool is_material = net->item[i].kind == KT_KIND_MATERIAL;
    uint32_t recipe = net->producer[net->item[i].producer].recipe;
    double sum = 0.0;
    double weight = 0.0;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        const kt_requirement *requirement = &net->requirement[k];
        const carried *from =
            &c->item[net->mix_item[net->alternative[requirement->alternative].mix]];
        if (requirement->essential)
            consider(to, from->worst, from->material);
        if (from->covered > 0.0) {
            sum += requirement->weight * from->covered * from->weighted;
            weight += requirement->weight * from->covered;
        }
    }
    if (is_material) // its own value stands; inputs can only make the worst worse
        return;
    to->weighted = weight > 0.0 ? sum / weight : (double)NAN;
    to->covered = weight;
}

static bool is_wanted(const kt_network *net, uint32_t i, const bool *reached)
{
    const kt_network_item *item = &net->item[i];
    if (!reached[i] || item->kind == KT_KIND_MATERIAL)
        return false;
    return item->kind == KT_KIND_SEMI_FINISHED || item->kind == KT_KIND_COMPONENT ||
           item->market == KT_MARKET_SUPPLY;
}

static kt_own_risk row_of(const climb *c, uint32_t i)
{
    const kt_network_item *item = &c->net->item[i];
    kt_own_risk row = {.item = i,
                       .own = (double)NAN,
                       .own_upper = (double)NAN,
                       .geopolitical = (double)NAN,
                       .worst = c->item[i].worst,
                       .material = c->item[i].material,
                       .weighted = c->item[i].weighted,
                       .covered = c->item[i].covered};
    if (item->market == KT_MARKET_SUPPLY)
        rate_mix(&row, c->net, item->mix, c->supply_risk->basis, c->country);
    return row;
}

typedef struct named {
    const char *id;
    kt_own_risk row;
} named;

static int by_id(const void *left, const void *right)
{
    return strcmp(((const named *)left)->id, ((const named *)right)->id);
}

static kt_status list_rows(kt_own_risks *out, const climb *c, kt_arena *arena, kt_error *err)
{
    const kt_network *net = c->net;
    named *list = malloc(((size_t)net->n_items + 1) * sizeof *list);
    if (list == NULL)
        return kt_error_no_memory(err);
    kt_status status = KT_OK;
    for (uint32_t i = 0; i < net->n_items && status == KT_OK; i++) {
        status = kt_control_check(c->control, err);
        if (is_wanted(net, i, c->reached))
            list[out->n++] =
                (named){kt_pool_text(&net->the_case->pool, net->item[i].id), row_of(c, i)};
    }
    if (status == KT_OK)
        status = kt_sort_long(list, out->n, sizeof *list, by_id, c->control, err);
    out->row = kt_arena_alloc(arena, out->n + 1, sizeof *out->row);
    for (size_t i = 0; i < out->n && out->row != NULL; i++)
        out->row[i] = list[i].row;
    free(list);
    return status == KT_OK && out->row == NULL ? kt_error_no_memory(err) : status;
}

kt_status kt_own_risk_find(kt_own_risks *out, const kt_study *study,
                           const kt_supply_risk *supply_risk, kt_error *err)
{
    const kt_network *net = study->network;
    kt_status status = KT_OK;
    climb c = {.net = net,
               .reached = study->reach.item,
               .supply_risk = supply_risk,
               .control = study->control};
    *out = (kt_own_risks){0};
    c.item = malloc(((size_t)net->n_items + 1) * sizeof *c.item);
    c.country = malloc(((size_t)supply_risk->basis->n_countries + 1) * sizeof *c.country);
    if (c.item == NULL || c.country == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t i = 0; i < net->n_items; i++) {
        c.item[i] = (carried){(double)NAN, (double)NAN, 0.0, KT_NO_ROW};
        if (net->item[i].kind == KT_KIND_MATERIAL)
            begin_material(&c, i, &c.item[i]);
        carry_inputs(&c, i, &c.item[i]);
        KT_TRY(kt_control_check(c.control, err));
    }
    KT_TRY(list_rows(out, &c, study->arena, err));
done:
    free(c.item);
    free(c.country);
    return status;
}
