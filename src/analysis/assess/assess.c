// SPDX-License-Identifier: EUPL-1.2
// Runs the analyses in the order in which they need each other, over one network, one circuit and
// two states of the kernel (with alternatives, and as built), so that each is built once. A frigate
// takes two tenths of a second, reading included. Chokepoints are left out of an economy (more than
// 200,000 sources).
#include "analysis/assess/assess.h"

#include <assert.h>
#include <stdlib.h>

#include "analysis/chain/visibility.h"
#include "model/market.h"
#include "model/network_build.h"

enum {
    MAX_CHOKEPOINT_SOURCES = 200000,
    CHOKEPOINT_BYTES = 32 << 20,
};

const kt_assess_question kt_assess_default = {
    .figures = {KT_SCOPE_GLOBAL, {.newest = true}},
    .rule = {KT_RISK_CONCENTRATED, KT_RISK_GOVERNANCE, KT_RISK_IMPACT},
    .buyer = {.reach = KT_BUYER_REACH,
              .need = KT_BUYER_NEED_OF_TARGET,
              .life = KT_LIFE_YEARS,
              .day = KT_BUYER_NO_DAY},
    .firmness = {.draws = KT_FIRMNESS_DRAWS, .seed = 1}};

static kt_status rank(kt_assessment *a, kt_event_class k, kt_error *err)
{
    const kt_exposure *exposure = &a->exposure[k];
    a->ranked[k] = kt_arena_alloc(&a->arena, (size_t)exposure->n_listed + 1, sizeof *a->ranked[k]);
    if (a->ranked[k] == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < exposure->n_listed; e++)
        a->ranked[k][e] = exposure->row[exposure->listed[e]];
    return KT_OK;
}

// The published risk of the materials, carried up to what is made of them and to the areas.
static kt_status find_criticality(kt_assessment *a, kt_error *err)
{
    kt_status status = KT_OK;
    KT_TRY(kt_basis_read(&a->basis, a->the_case, &a->arena, err));
    KT_TRY(kt_supply_risk_find(&a->supply_risk, &a->basis, 0, &a->arena, err));
    KT_TRY(kt_own_risk_find(&a->own, &a->study, &a->supply_risk, err));
    KT_TRY(kt_area_find(&a->areas, &a->network, &a->supply_risk, a->study.control, &a->arena, err));
done:
    return status;
}

// Milliseconds for a frigate. An economy is left to `keten chokepoints`, as is what does not fit:
// an assessment without this part is still one.
static kt_status find_chokepoints(kt_assessment *a, kt_error *err)
{
    static const double least[KT_N_BRIEF] = {0.0, 0.5};
    if (a->study.reach.counts.sources > MAX_CHOKEPOINT_SOURCES)
        return KT_OK;
    for (int k = 0; k < KT_N_BRIEF; k++) {
        kt_error ignored = {.lang = kt_error_lang(err)};
        kt_chokepoint_options options = {.event_class = KT_CLASS_COUNTRY,
                                         .min_share = least[k],
                                         .extent = KT_CHOKEPOINT_BRIEF,
                                         .access = &a->buyer.access,
                                         .memory_limit = CHOKEPOINT_BYTES,
                                         .control = a->study.control};
        kt_status status = kt_chokepoint_find(&a->chokepoints[k], &a->study, &options,
                                              kt_error_lang(err), &ignored);
        if (status == KT_NO_RESOURCES && !kt_error_is_no_memory(&ignored))
            return kt_control_check(a->study.control, err); // else the limit
        if (status != KT_OK)
            return kt_error_set(err, status, "%s", ignored.message);
    }
    a->chokepoints_known = true;
    return KT_OK;
}

// How many events of a class are listed. Countries, materials and flows are as many as the world
// has; risks and needs ask for all of them.
static uint32_t most_listed(const kt_assessment *a, int event_class)
{
    bool many = event_class == KT_CLASS_ORGANISATION || event_class == KT_CLASS_SITE;
    return many && !a->full ? KT_ASSESS_LISTED : UINT32_MAX;
}

static uint64_t events_to_sweep(const kt_assessment *a)
{
    uint64_t n = 0;
    for (int k = 0; k < KT_N_CLASSES; k++) {
        uint32_t all = a->exposure[k].events.n;
        n += (uint64_t)all + (all < most_listed(a, k) ? all : most_listed(a, k));
    }
    return n;
}

static kt_status find_lower(kt_assessment *a, kt_exposure_work *work, kt_error *err)
{
    kt_status status = KT_OK;
    kt_bound bound = {0};
    KT_TRY(kt_bound_open(&bound, work->capacity, &a->study, err));
    work->bound = &bound;
    for (int k = 0; k < KT_N_CLASSES; k++)
        KT_TRY(kt_exposure_lower(&a->exposure[k], most_listed(a, k), work, err));
done:
    work->bound = NULL;
    kt_bound_close(&bound);
    return status;
}

// Both bounds, lower ones first: one capacity at a time, since each is a third of the memory.
static kt_status find_exposures(kt_assessment *a, const kt_circuit *circuit,
                                const kt_control *control, kt_error *err)
{
    kt_capacity_options options = {
        .lanes = kt_capacity_lanes_for(circuit), .given = true, .control = control};
    kt_status status = KT_OK;
    kt_capacity capacity = {0};
    kt_exposure_work work = {.study = &a->study,
                             .capacity = &capacity,
                             .access = &a->buyer.access,
                             .n = events_to_sweep(a)};
    KT_TRY(kt_capacity_open(&capacity, circuit, &options, err));
    KT_TRY(find_lower(a, &work, err));
    kt_capacity_close(&capacity);
    options.given = false;
    KT_TRY(kt_capacity_open(&capacity, circuit, &options, err));
    KT_TRY(kt_exposure_settle_open_ends(&capacity, err));
    for (int k = 0; k < KT_N_CLASSES; k++)
        KT_TRY(kt_exposure_upper(&a->exposure[k], &work, err));
done:
    kt_capacity_close(&capacity);
    return status;
}

static kt_status find_risks(kt_assessment *a, const kt_circuit *circuit, const kt_control *control,
                            kt_error *err)
{
    kt_capacity as_built = {0};
    kt_capacity_options options = {.lanes = kt_capacity_lanes_for(circuit),
                                   .first_only = true,
                                   .given = true,
                                   .control = control};
    const kt_risk_work work = {.buyer = &a->buyer,
                               .built = &as_built,
                               .flows = &a->exposure[KT_CLASS_FLOW],
                               .rule = &a->rule};
    kt_status status = kt_capacity_open(&as_built, circuit, &options, err);
    if (status == KT_OK)
        status = kt_risk_rank(&a->risks, &work, err);
    if (status == KT_OK)
        status = kt_firmness_find(&a->risks, &a->buyer, &a->rule, &a->firmness, err);
    kt_capacity_close(&as_built);
    return status;
}

// Everything, of the study that is open.
static kt_status run(kt_assessment *a, const kt_buyer_options *buyer, kt_error *err)
{
    kt_status status = KT_OK;
    kt_circuit circuit = {0};
    const kt_control *control = a->study.control;

    KT_TRY(kt_buyer_open(&a->buyer, &a->study, buyer, err));
    KT_TRY(kt_visibility_rows(&a->visibility, &a->n_visibility, &a->study, err));
    kt_visibility_evidence(a->evidence, &a->study);
    KT_TRY(kt_circuit_open(
        &circuit, &a->network,
        &(kt_circuit_options){.item = &a->study.reach.target, .n_items = 1, .control = control},
        err));
    for (int k = 0; k < KT_N_CLASSES; k++)
        KT_TRY(kt_exposure_list(&a->exposure[k], &a->study, (kt_event_class)k, err));
    KT_TRY(find_exposures(a, &circuit, control, err));
    for (int k = 0; k < KT_N_CLASSES; k++)
        KT_TRY(rank(a, (kt_event_class)k, err));
    KT_TRY(kt_need_rows(&a->needs, &a->study, &a->exposure[KT_CLASS_MATERIAL], err));
    KT_TRY(find_risks(a, &circuit, control, err));
    KT_TRY(find_criticality(a, err));
    KT_TRY(find_chokepoints(a, err));
done:
    kt_circuit_close(&circuit);
    return status;
}

static kt_assessment *new_assessment(const kt_case *the_case, const kt_assess_question *question)
{
    kt_assessment *a = calloc(1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->the_case = the_case;
    a->figures = question->figures;
    kt_vintage_write(a->period, &a->figures.vintage);
    a->full = question->full;
    a->rule = question->rule;
    a->firmness = question->firmness;
    return a;
}

// Hands it out, or frees it.
static kt_status finish(kt_assessment **out, kt_assessment *a, kt_status status)
{
    a->study.control = NULL; // the caller's, and the work has ended
    if (status != KT_OK)
        kt_assess_free(a);
    else
        *out = a;
    return status;
}

kt_status kt_assess_target(kt_assessment **out, const kt_case *the_case, const char *target,
                           const kt_assess_question *question, kt_error *err)
{
    *out = NULL;
    question = question == NULL ? &kt_assess_default : question;
    if (the_case->faults.n_errors > 0)
        return kt_error_set(err, KT_BAD_INPUT, "the case has faults: it cannot be assessed");
    kt_assessment *a = new_assessment(the_case, question);
    if (a == NULL)
        return kt_error_no_memory(err);
    kt_status status = kt_network_build(&a->network, the_case, &a->figures, question->control, err);
    if (status == KT_OK)
        status = kt_study_open(&a->study, &a->network, target, question->control, &a->arena, err);
    return finish(out, a, status == KT_OK ? run(a, &question->buyer, err) : status);
}

kt_status kt_assess_study(kt_assessment **out, const kt_study *study,
                          const kt_assess_question *question, kt_error *err)
{
    *out = NULL;
    kt_assessment *a = new_assessment(study->network->the_case, question);
    if (a == NULL)
        return kt_error_no_memory(err);
    a->network = kt_network_borrow(study->network);
    a->study = *study;
    a->study.network = &a->network;
    a->study.arena = &a->arena;
    a->study.control = question->control;
    return finish(out, a, run(a, &question->buyer, err));
}

void kt_assess_free(kt_assessment *a)
{
    if (a == NULL)
        return;
    kt_buyer_close(&a->buyer);
    kt_network_free(&a->network);
    kt_arena_free(&a->arena);
    free(a);
}

bool kt_assess_market_is_partial(const kt_assessment *a, uint32_t item)
{
    assert(item < a->network.n_items);
    return a->network.item[item].published_sum <=
           kt_market_nearly_whole; // NaN: no reference market
}

bool kt_assess_market_is_other_scope(const kt_assessment *a, uint32_t item)
{
    const kt_network_item *it = &a->network.item[item];
    // a stage that the reference adds is always drawn on global shares
    kt_scope asked = it->row == KT_NO_ROW ? KT_SCOPE_GLOBAL : a->figures.scope;
    return it->market == KT_MARKET_REFERENCE && it->scope != (uint8_t)asked;
}

bool kt_assess_market_is_of_shared_code(const kt_assessment *a, uint32_t item)
{
    assert(item < a->network.n_items);
    return a->network.item[item].shared_code;
}
