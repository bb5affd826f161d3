// SPDX-License-Identifier: EUPL-1.2
// See switching.h. A handful of alternatives in a case, none in most; in an economy perhaps half a
// million, so each item is looked up once and found by bisection.
#include "analysis/chain/switching.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/chain/path.h"
#include "analysis/kernel/variant.h"

static const double NOT_LOOKED_UP = -1.0;

// Days of each item that stands by somewhere, NaN where nobody says; of all others NOT_LOOKED_UP.
static void find_days(double *days, const kt_network *net)
{
    for (uint32_t i = 0; i < net->n_items; i++)
        days[i] = NOT_LOOKED_UP;
    for (uint32_t k = 0; k < net->n_requirements; k++) {
        uint32_t first = net->requirement[k].alternative;
        for (uint32_t j = first + 1; j < net->requirement[k + 1].alternative; j++) {
            uint32_t item = net->mix_item[net->alternative[j].mix];
            if (days[item] == NOT_LOOKED_UP)
                days[item] = kt_path_switch_days(net, item);
        }
    }
}

kt_status kt_switching_find(kt_switching *out, const kt_study *study, kt_error *err)
{
    const kt_network *net = study->network;
    double *days = malloc(((size_t)net->n_items + 1) * sizeof *days);
    uint32_t n = 0;
    *out = (kt_switching){0};
    if (days == NULL)
        return kt_error_no_memory(err);
    find_days(days, net);
    for (uint32_t i = 0; i < net->n_items; i++)
        n += days[i] > 0.0;
    out->row = kt_arena_alloc(study->arena, (size_t)n + 1, sizeof *out->row);
    for (uint32_t i = 0; i < net->n_items && out->row != NULL; i++) {
        if (days[i] > 0.0)
            out->row[out->n++] =
                (kt_switching_item){.item = i,
                                    .id = kt_pool_text(&net->the_case->pool, net->item[i].id),
                                    .days = days[i],
                                    .reached = study->reach.item[i]};
    }
    free(days);
    return out->row == NULL ? kt_error_no_memory(err) : KT_OK;
}

static bool is_late(const kt_switching *late, uint32_t item)
{
    uint32_t low = 0;
    uint32_t high = late->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (late->row[middle].item == item)
            return true;
        if (late->row[middle].item < item)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void leave_out(kt_variant *variant, const kt_network *net, const kt_switching *late,
                      uint32_t recipe)
{
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        uint32_t first = net->requirement[k].alternative;
        for (uint32_t j = first + 1; j < net->requirement[k + 1].alternative; j++) {
            const kt_change change = {
                .kind = KT_CHANGE_ALTERNATIVE, .in = recipe, .at = j, .mix = KT_CHANGE_NEVER};
            if (is_late(late, net->mix_item[net->alternative[j].mix]))
                kt_variant_apply(variant, &change, 1, KT_EVERY_LANE);
        }
    }
}

kt_status kt_switching_leave_out(kt_circuit *circuit, const kt_switching *late, kt_error *err)
{
    kt_variant variant = {.circuit = circuit};
    if (late->n == 0)
        return KT_OK;
    kt_status status = kt_variant_open(&variant, err);
    if (status != KT_OK)
        return status;
    for (uint32_t recipe = 0; recipe < circuit->network->n_recipes; recipe++)
        leave_out(&variant, circuit->network, late, recipe);
    status = variant.failed ? kt_error_no_memory(err) : KT_OK;
    kt_variant_close(&variant); // what was changed stays
    return status;
}
