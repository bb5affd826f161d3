// SPDX-License-Identifier: EUPL-1.2
// See run_assess.h.
#include "service/run_assess.h"

#include "analysis/assess/assess.h"
#include "report/record/assess_json.h"
#include "report/view/assess_view.h"
#include "service/session.h"

static void write_json(kt_reply *reply, const kt_assessment *a)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "assess", a->the_case);
    kt_assess_json_write(&json, a);
    kt_session_end_json(&json);
}

static kt_status write_text(kt_reply *reply, const kt_assessment *a, const kt_request *request,
                            kt_error *err)
{
    kt_document document = {0};
    kt_assess_view_build(&document, a, request->lang, request->given[KT_OPTION_FULL]);
    return kt_session_show(reply, &document, request, err);
}

kt_status kt_run_assess(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    kt_risk_rule rule = kt_session_rule(request);
    kt_assess_options options = {.target = request->text[KT_OPTION_TARGET],
                                 .control = request->control};

    if (request->given[KT_OPTION_SCOPE])
        options.scope = (kt_scope)request->choice[KT_OPTION_SCOPE];
    KT_TRY(kt_session_open(&c, reply, request, err));
    KT_TRY(kt_assess_target(&a, c, &options, &rule, err));
    if (request->given[KT_OPTION_JSON])
        write_json(reply, a);
    else
        KT_TRY(write_text(reply, a, request, err));
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_assess_free(a);
    kt_case_free(c);
    return status;
}
