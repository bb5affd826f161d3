// SPDX-License-Identifier: EUPL-1.2
// Works these out once, in milliseconds for a frigate, so that a command with several analyses does
// not pay for them several times and all of them speak of the same target.
#include "analysis/chain/study.h"

kt_status kt_study_open(kt_study *out, const kt_network *net, const char *target_id,
                        const kt_control *control, kt_arena *arena, kt_error *err)
{
    uint32_t target = 0;
    kt_status status = KT_OK;
    *out = (kt_study){.network = net, .arena = arena, .control = control};
    KT_TRY(kt_reach_target(&target, net, target_id, kt_error_lang(err), err));
    KT_TRY(kt_reach_find(&out->reach, net, target, control, arena, err));
    KT_TRY(kt_control_check(control, err));
    KT_TRY(kt_explode_target(&out->explosion, net, &out->reach, arena, err));
    KT_TRY(kt_control_check(control, err));
    out->home = kt_country_home(net, target);
done:
    return status;
}
