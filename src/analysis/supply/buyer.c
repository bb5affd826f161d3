// SPDX-License-Identifier: EUPL-1.2
// See buyer.h. Opened once an analysis: reads of the reference what concerns the target, some
// thousand rows.
#include "analysis/supply/buyer.h"

#include <string.h>

const kt_buyer_options kt_buyer_default = {.reach = KT_BUYER_REACH,
                                           .need = KT_BUYER_NEED_OF_TARGET,
                                           .life = KT_LIFE_YEARS,
                                           .day = KT_BUYER_NO_DAY};

// An importer of the target's home; of the European Union where that is not known.
static kt_status find_importer(kt_buyer *buyer, kt_error *err)
{
    const kt_study *study = buyer->study;
    const kt_case *c = study->network->the_case;
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    kt_importer *out = &buyer->importer;
    *out = (kt_importer){
        .kind = KT_IMPORTER_GROUP, .id = kt_importer_default, .organisation = KT_NO_ROW};
    if (study->home != 0)
        *out = (kt_importer){.kind = KT_IMPORTER_COUNTRY,
                             .id = kt_pool_text(&c->pool, study->home),
                             .symbol = study->home,
                             .organisation = KT_NO_ROW};
    out->home = kt_arena_alloc(study->arena, (size_t)countries->n_rows + 1, sizeof *out->home);
    if (out->home == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        kt_symbol country = kt_table_text(countries, KT_COUNTRIES_ISO3, r);
        out->home[r] = study->home != 0 ? country == study->home
                                        : kt_country_in_group(c, country, kt_importer_default);
    }
    return KT_OK;
}

static kt_status find_access(kt_buyer *buyer, kt_error *err)
{
    const kt_network *net = buyer->study->network;
    bool *hostile =
        kt_arena_alloc(buyer->study->arena, (size_t)net->n_producers + 1, sizeof *hostile);
    if (hostile == NULL)
        return kt_error_no_memory(err);
    kt_hostile_mark(hostile, &buyer->hostile, net);
    buyer->access = (kt_access){.network = net,
                                .reach = buyer->asked.reach,
                                .hostile = hostile,
                                .market = buyer->tonnage.market};
    return KT_OK;
}

kt_status kt_buyer_open(kt_buyer *out, const kt_study *study, const kt_buyer_options *options,
                        kt_error *err)
{
    const kt_network *net = study->network;
    const kt_case *c = net->the_case;
    kt_status status = KT_OK;
    kt_yearly_use one;
    const kt_vintage *vintage = &net->figures.vintage;
    *out = (kt_buyer){.asked = options == NULL ? kt_buyer_default : *options, .study = study};
    kt_buyer_options *asked = &out->asked;
    if (asked->need == KT_BUYER_NEED_OF_TARGET)
        asked->need = (int32_t)kt_yearly_use_default(net, study->reach.target);
    if (asked->day == KT_BUYER_NO_DAY)
        asked->day = kt_restriction_default_day(c);
    KT_TRY(find_importer(out, err));
    KT_TRY(kt_hostile_find(&out->hostile, c, asked->hostile, asked->day, study->arena, err));
    KT_TRY(kt_yearly_use_find(&out->use, study, (kt_need_kind)asked->need, asked->life, err));
    KT_TRY(kt_yearly_use_find(&one, study, KT_NEED_KIND_MODERNISATION, asked->life, err));
    KT_TRY(kt_tonnage_find(&out->tonnage, study, &out->use, &one, vintage, err));
    KT_TRY(kt_makers_open(&out->makers, c, vintage, &out->hostile, err));
    KT_TRY(find_access(out, err));
done:
    if (status != KT_OK)
        kt_buyer_close(out);
    return status;
}

void kt_buyer_close(kt_buyer *buyer)
{
    kt_makers_close(&buyer->makers);
}

static kt_restriction_flow sold(const kt_event *flow)
{
    return (kt_restriction_flow){flow->country, flow->material, (kt_stage)flow->stage};
}

kt_force kt_buyer_refusal(const kt_buyer *buyer, const kt_event *flow)
{
    return kt_restriction_refusal(buyer->study->network->the_case, &buyer->importer, sold(flow),
                                  buyer->asked.day);
}

double kt_buyer_refused_since(const kt_buyer *buyer, const kt_event *flow)
{
    return kt_restriction_refused_since(buyer->study->network->the_case, &buyer->importer,
                                        sold(flow), buyer->asked.day);
}
