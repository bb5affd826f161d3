// SPDX-License-Identifier: EUPL-1.2
// See mechanism.h.
#include "analysis/supply/mechanism.h"

#include <math.h>

static const double ROUNDING = 1e-12;

kt_mechanism kt_mechanism_judge(const kt_mechanism_facts *facts)
{
    if (facts->dominates && facts->refuses && facts->n_outside < KT_MECHANISM_WAYS_OUT)
        return KT_MECHANISM_DENIED;
    bool known = facts->named || (!isnan(facts->reachable_kg) && !isnan(facts->need_kg));
    if (!known)
        return KT_MECHANISM_UNKNOWN;
    return facts->available < 1.0 - ROUNDING ? KT_MECHANISM_SHORTAGE : KT_MECHANISM_PRICE;
}

double kt_mechanism_need_share(const kt_mechanism_facts *facts)
{
    return facts->reachable_kg > 0.0 ? facts->need_kg / facts->reachable_kg : (double)NAN;
}

bool kt_mechanism_is_thin(const kt_mechanism_facts *facts)
{
    return kt_mechanism_judge(facts) == KT_MECHANISM_PRICE &&
           kt_mechanism_need_share(facts) >= KT_MECHANISM_THIN;
}

const char *kt_mechanism_name(kt_mechanism mechanism)
{
    static const char *const NAME[KT_N_MECHANISMS] = {[KT_MECHANISM_PRICE] = "price",
                                                      [KT_MECHANISM_UNKNOWN] = "unknown",
                                                      [KT_MECHANISM_SHORTAGE] = "shortage",
                                                      [KT_MECHANISM_FORM] = "form",
                                                      [KT_MECHANISM_DENIED] = "denied"};
    return NAME[mechanism];
}
