// SPDX-License-Identifier: EUPL-1.2
// See run_criticality.h.
#include "service/run_criticality.h"

#include <string.h>

#include "analysis/supply/criticality.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/record/criticality_json.h"
#include "report/view/criticality_view.h"
#include "service/session.h"

// The number of an option; `missing` where it was not given.
static uint64_t number_of(const kt_request *request, kt_option_id id, uint64_t missing)
{
    return request->given[id] ? (uint64_t)request->number[id] : missing;
}

static kt_criticality_options options_of(const kt_request *request)
{
    kt_criticality_options o = {.importer = request->text[KT_OPTION_IMPORTER],
                                .dated = request->given[KT_OPTION_DATE],
                                .day = request->day[KT_OPTION_DATE]};
    o.uncertainty.draws = (uint32_t)number_of(request, KT_OPTION_DRAWS, KT_UNCERTAINTY_DRAWS);
    o.uncertainty.seed = number_of(request, KT_OPTION_SEED, 0);
    o.control = request->control;
    if (request->given[KT_OPTION_SCOPE])
        o.used = request->choice[KT_OPTION_SCOPE] == KT_SCOPE_EU ? KT_USED_EU : KT_USED_GLOBAL;
    return o;
}

static void write_json(kt_reply *reply, const kt_criticality *criticality, uint32_t material)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "criticality", criticality->the_case);
    kt_criticality_json_write(&json, criticality, material);
    kt_session_end_json(&json);
}

static kt_status write_text(kt_reply *reply, const kt_criticality *criticality, uint32_t material,
                            const kt_request *request, kt_error *err)
{
    kt_document document = {0};
    kt_criticality_view view = {request->lang, material, request->given[KT_OPTION_FULL]};
    kt_criticality_view_build(&document, criticality, view);
    return kt_session_show(reply, &document, request, err);
}

kt_status kt_run_criticality(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_criticality criticality = {0};
    kt_criticality_options options = options_of(request);
    uint32_t material = KT_NO_ROW;

    KT_TRY(kt_session_open_reference(&c, reply, request, err));
    if (request->given[KT_OPTION_MATERIAL])
        KT_TRY(kt_criticality_material(&material, c, request->text[KT_OPTION_MATERIAL], err));
    KT_TRY(kt_criticality_open(&criticality, c, &options, err));
    if (request->given[KT_OPTION_JSON])
        write_json(reply, &criticality, material);
    else
        KT_TRY(write_text(reply, &criticality, material, request, err));
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_criticality_close(&criticality);
    kt_case_free(c);
    return status;
}
