// SPDX-License-Identifier: EUPL-1.2
// As many sets a sweep as there are lanes, and a second sweep with what is given; up to a hundred
// thousand sets.
#include "analysis/failure/residual.h"

#include "analysis/chain/exposure.h"

static void fail(kt_capacity *capacity, const kt_residual_request *r, const kt_cutset *set,
                 uint32_t lane)
{
    for (uint32_t k = 0; k < set->n; k++)
        kt_exposure_fail(capacity, r->events, set->event[k], lane);
}

static void sweep(kt_capacity *capacity, const kt_residual_request *r, size_t first, uint32_t n)
{
    for (uint32_t l = 0; l < n; l++)
        fail(capacity, r, &r->set[first + l], l);
    kt_capacity_sweep(capacity);
    kt_access_sweep(capacity, r->access, n);
}

kt_status kt_residual_first(double *left, const kt_residual_request *r, const kt_study *study,
                            kt_error *err)
{
    kt_status status = KT_OK;
    kt_circuit circuit = {0};
    kt_capacity capacity = {0};
    kt_circuit_options wanted = {.item = &study->reach.target,
                                 .n_items = 1,
                                 .lean = true,
                                 .markets = true,
                                 .control = study->control};
    KT_TRY(kt_circuit_open(&circuit, study->network, &wanted, err));
    const kt_capacity_options options = {
        .lanes = kt_capacity_lanes_for(&circuit), .given = true, .control = study->control};
    KT_TRY(kt_capacity_open(&capacity, &circuit, &options, err));
    for (size_t i = 0; i < r->n; i += capacity.lanes) {
        uint32_t n = r->n - i < capacity.lanes ? (uint32_t)(r->n - i) : capacity.lanes;
        KT_TRY(kt_control_check(study->control, err));
        sweep(&capacity, r, i, n);
        for (uint32_t l = 0; l < n; l++)
            left[i + l] = 1.0 - kt_exposure_loss(&capacity, study->reach.target, l);
        kt_capacity_clear(&capacity);
    }
done:
    kt_capacity_close(&capacity);
    kt_circuit_close(&circuit);
    return status;
}
