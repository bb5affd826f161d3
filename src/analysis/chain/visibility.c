// SPDX-License-Identifier: EUPL-1.2
// Splits each mix once into known, withheld and unknown shares and by bloc, then adds the mixes of
// all reached requirements to the row of their tier. Shared mixes make this O(sources +
// requirements), not their product. Evidence is counted over rows, since each row is one fact with
// a source.
#include "analysis/chain/visibility.h"

#include <assert.h>

typedef struct split {
    double known, withheld, unknown;
    double bloc[KT_BLOC_ELSEWHERE + 1];
} split;

static split split_mix(const kt_network *net, uint32_t mix, kt_symbol home)
{
    split s = {0};
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        const kt_producer *producer = &net->producer[source->producer];
        if (producer->kind == KT_SUPPLIER_WITHHELD)
            s.withheld += source->share;
        else if (producer->kind == KT_SUPPLIER_UNKNOWN || source->row == KT_NO_ROW)
            s.unknown += source->share;
        else
            s.known += source->share;
        s.bloc[kt_country_bloc(net->the_case, producer->country, home)] += source->share;
    }
    return s;
}

// EUR of the input for one target unit; 0 where its value is not known.
static double value_of(const kt_network *net, const kt_alternative *input, double units)
{
    double value = units * input->quantity * net->item[net->mix_item[input->mix]].value_eur;
    return isnan(value) ? 0.0 : value;
}

static void add_requirements(kt_visibility *row, const kt_network *net, const split *of_mix,
                             uint32_t producer, double units)
{
    uint32_t recipe = net->producer[producer].recipe;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        const kt_alternative *input = &net->alternative[net->requirement[k].alternative];
        const split *s = &of_mix[input->mix];
        double value = value_of(net, input, units);
        row->requirements += 1.0;
        row->known += s->known;
        row->withheld += s->withheld;
        row->unknown += s->unknown;
        row->home += s->bloc[KT_BLOC_HOME];
        row->eu += s->bloc[KT_BLOC_EU];
        row->nato += s->bloc[KT_BLOC_NATO];
        row->elsewhere += s->bloc[KT_BLOC_ELSEWHERE];
        row->place_unknown += s->bloc[KT_BLOC_UNKNOWN];
        row->value_eur += value;
        row->value_known += value * s->known;
        row->value_withheld += value * s->withheld;
    }
}

kt_status kt_visibility_rows(kt_visibility **out, size_t *n, const kt_study *study, kt_error *err)
{
    const kt_network *net = study->network;
    const kt_reach *reach = &study->reach;
    kt_pace pace = {.control = study->control};
    kt_visibility *row = kt_arena_alloc(study->arena, (size_t)reach->n_tiers + 1, sizeof *row);
    split *of_mix = kt_arena_alloc(study->arena, net->n_mixes, sizeof *of_mix);
    if (row == NULL || of_mix == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < net->n_mixes; m++) {
        if (reach->item[net->mix_item[m]])
            of_mix[m] = split_mix(net, m, study->home);
        if (kt_control_spend(&pace, 32 * (net->mix_source[m + 1] - net->mix_source[m])))
            return kt_control_check(study->control, err);
    }
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (!reach->producer[p])
            continue;
        assert(reach->tier[p] < reach->n_tiers);
        add_requirements(&row[reach->tier[p]], net, of_mix, p, study->explosion.units[p].typical);
        uint32_t recipe = net->producer[p].recipe;
        uint64_t n_inputs = net->recipe_requirement[recipe + 1] - net->recipe_requirement[recipe];
        if (kt_control_spend(&pace, 1 + 16 * n_inputs))
            return kt_control_check(study->control, err);
    }
    *n = 0;
    for (uint32_t tier = 0; tier < reach->n_tiers;
         tier++) { // tiers that require nothing say nothing
        if (row[tier].requirements > 0.0) {
            row[*n] = row[tier];
            row[*n].tier = tier;
            (*n)++;
        }
    }
    *out = row;
    return KT_OK;
}

static void count_grades(double share[4], const kt_table *table, int item_column,
                         int evidence_column, const kt_study *study)
{
    for (uint32_t r = 0; r < table->n_rows; r++) {
        uint32_t item = kt_case_row(&study->network->item_of, kt_table_text(table, item_column, r));
        if (item == KT_NO_ROW || !study->reach.item[item])
            continue;
        int grade = kt_table_choice(table, evidence_column, r);
        share[grade == 0 ? KT_EVIDENCE_D - 1 : grade - 1] += 1.0;
    }
}

void kt_visibility_evidence(double share[4], const kt_study *study)
{
    const kt_case *c = study->network->the_case;
    for (int g = 0; g < 4; g++)
        share[g] = 0.0;
    count_grades(share, &c->table[KT_BOM], KT_BOM_PARENT, KT_BOM_EVIDENCE, study);
    count_grades(share, &c->table[KT_SUPPLY], KT_SUPPLY_ITEM, KT_SUPPLY_EVIDENCE, study);
    double n = share[0] + share[1] + share[2] + share[3];
    for (int g = 0; g < 4; g++)
        share[g] = n > 0.0 ? share[g] / n : (double)NAN;
}
