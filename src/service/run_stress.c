// SPDX-License-Identifier: EUPL-1.2
// See run_stress.h.
#include "service/run_stress.h"

#include "model/network_build.h"
#include "report/record/stress_json.h"
#include "report/view/stress_view.h"
#include "service/session.h"

static kt_status write_text(kt_reply *reply, const kt_stress *stress, const kt_request *request,
                            kt_error *err)
{
    kt_document document = {0};
    kt_stress_view_options options = {.lang = request->lang,
                                      .full = request->given[KT_OPTION_FULL],
                                      .time = request->given[KT_OPTION_TIME]};
    kt_stress_view_build(&document, stress, options);
    return kt_session_show(reply, &document, request, err);
}

kt_status kt_run_stress(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_network net = {0};
    kt_arena arena = {0};
    kt_stress stress;
    kt_stress_options options = {.target = request->text[KT_OPTION_TARGET],
                                 .control = request->control};
    kt_scope scope = request->given[KT_OPTION_SCOPE] ? (kt_scope)request->choice[KT_OPTION_SCOPE]
                                                     : KT_SCOPE_GLOBAL;

    KT_TRY(kt_session_open_reference(&c, reply, request, err)); // world output is a long table
    KT_TRY(kt_network_build(&net, c, scope, request->control, err));
    KT_TRY(kt_stress_run(&stress, &net, &options, &arena, err));
    if (request->given[KT_OPTION_JSON]) {
        kt_json json;
        kt_session_begin_json(&json, reply, "stress", c);
        kt_stress_json_write(&json, &stress, scope);
        kt_session_end_json(&json);
    } else {
        KT_TRY(write_text(reply, &stress, request, err));
    }
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_network_free(&net);
    kt_arena_free(&arena);
    kt_case_free(c);
    return status;
}
