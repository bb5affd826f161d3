// SPDX-License-Identifier: EUPL-1.2
// See run_simulate.h.
#include "service/run_simulate.h"

#include "analysis/years/montecarlo.h"
#include "base/lang.h"
#include "model/network_build.h"
#include "report/record/simulate_json.h"
#include "report/view/simulate_view.h"
#include "service/session.h"

static kt_status write_text(kt_reply *reply, const kt_montecarlo *run,
                            const kt_montecarlo_options *options, const kt_request *request,
                            kt_error *err)
{
    kt_document document = {0};
    kt_simulate_view_build(&document, run, options, request->lang);
    return kt_session_show(reply, &document, request, err);
}

static kt_status check_static(const kt_request *request, kt_error *err)
{
    if (!request->given[KT_OPTION_STATIC])
        return kt_error_set(err, KT_BAD_USAGE,
                            kt_lang_text(request->lang,
                                         "only --static is there yet: add it to see what is left "
                                         "while a scenario lasts"));
    return KT_OK;
}

static kt_montecarlo_options options_of(const kt_request *request)
{
    kt_montecarlo_options o = {
        .seed = 1, .scenario = request->text[KT_OPTION_SCENARIO], .control = request->control};
    if (request->given[KT_OPTION_RUNS])
        o.runs = (uint64_t)request->number[KT_OPTION_RUNS];
    if (request->given[KT_OPTION_SEED])
        o.seed = (uint64_t)request->number[KT_OPTION_SEED];
    if (request->given[KT_OPTION_SPREAD])
        o.spread = request->number[KT_OPTION_SPREAD];
    if (request->given[KT_OPTION_SAMPLING])
        o.sampling = (kt_sampling)request->choice[KT_OPTION_SAMPLING];
    o.runs = o.runs < 1 ? 1 : o.runs;
    return o;
}

kt_status kt_run_simulate(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_network net = {0};
    kt_arena arena = {0};
    kt_montecarlo run;
    kt_montecarlo_options options = options_of(request);
    kt_scope scope = request->given[KT_OPTION_SCOPE] ? (kt_scope)request->choice[KT_OPTION_SCOPE]
                                                     : KT_SCOPE_GLOBAL;

    KT_TRY(check_static(request, err));
    KT_TRY(kt_session_open(&c, reply, request, err));
    KT_TRY(kt_network_build(&net, c, scope, request->control, err));
    KT_TRY(kt_montecarlo_run(&run, &net, request->text[KT_OPTION_TARGET], &options, &arena, err));
    if (request->given[KT_OPTION_JSON]) {
        kt_json json;
        kt_session_begin_json(&json, reply, "simulate", c);
        kt_simulate_json_write(&json, &run, &options);
        kt_session_end_json(&json);
    } else {
        KT_TRY(write_text(reply, &run, &options, request, err));
    }
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_network_free(&net);
    kt_arena_free(&arena);
    kt_case_free(c);
    return status;
}
