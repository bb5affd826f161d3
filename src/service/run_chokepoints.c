// SPDX-License-Identifier: EUPL-1.2
// See run_chokepoints.h.
#include "service/run_chokepoints.h"

#include "analysis/failure/chokepoint.h"
#include "base/lang.h"
#include "model/network_build.h"
#include "report/record/chokepoint_json.h"
#include "report/render/open_psa.h"
#include "report/view/chokepoint_view.h"
#include "service/session.h"

static kt_chokepoint_options options_of(const kt_request *request)
{
    kt_chokepoint_options options = {
        .event_class = (kt_event_class)request->choice[KT_OPTION_BY],
        .min_share = request->number[KT_OPTION_MIN_SHARE],
        .order = (uint32_t)request->number[KT_OPTION_ORDER],
        .probability = request->given[KT_OPTION_PROBABILITY],
        .exclude = request->text[KT_OPTION_EXCLUDE],
        .memory_limit = (size_t)request->number[KT_OPTION_MEMORY] << 20,
        .control = request->control,
    };
    if (request->given[KT_OPTION_COUNT] && !request->given[KT_OPTION_JSON])
        options.extent = KT_CHOKEPOINT_COUNT;
    return options;
}

static kt_status write_text(kt_reply *reply, const kt_chokepoints *c, const kt_study *study,
                            const kt_request *request, kt_error *err)
{
    kt_document document = {0};
    kt_chokepoint_view_build(&document, c, study, request->lang, request->given[KT_OPTION_FULL]);
    return kt_session_show(reply, &document, request, err);
}

// The number alone, so that a script can read it; a number that is not the whole says so.
static void write_count(kt_reply *reply, const kt_cutset_result *result, kt_lang lang)
{
    if (result->complete)
        kt_buffer_format(&reply->out, "%s\n", result->count);
    else
        kt_buffer_format(&reply->out,
                         kt_lang_text(lang, "at least %s: only sets of up to %u events were looked "
                                            "for\n"),
                         result->count, result->explored);
}

static kt_status write_reply(kt_reply *reply, const kt_chokepoints *c, const kt_study *study,
                             const kt_request *request, kt_error *err)
{
    if (request->given[KT_OPTION_JSON]) {
        kt_json json;
        kt_session_begin_json(&json, reply, "chokepoints", study->network->the_case);
        kt_chokepoint_json_write(&json, c, study);
        kt_session_end_json(&json);
        return KT_OK;
    }
    if (request->given[KT_OPTION_COUNT]) {
        write_count(reply, &c->result, request->lang);
        return KT_OK;
    }
    return write_text(reply, c, study, request, err);
}

static kt_status write_open_psa(kt_reply *reply, const kt_study *study, const kt_request *request,
                                kt_error *err)
{
    kt_chokepoint_options options = options_of(request);
    const kt_network *net = study->network;
    kt_structure *structure = NULL;
    kt_events events;
    kt_status status =
        kt_chokepoint_structure(&structure, &events, study, &options, request->lang, err);
    if (status != KT_OK)
        return status;
    const char **id = kt_arena_alloc(study->arena, events.n, sizeof *id);
    if (id == NULL) {
        kt_structure_close(structure);
        return kt_error_no_memory(err);
    }
    for (uint32_t e = 0; e < events.n; e++)
        id[e] = events.event[e].id;
    kt_open_psa_names names = {
        kt_pool_text(&net->the_case->pool, net->item[study->reach.target].id), id};
    status = kt_open_psa_write(&reply->out, structure, &names, err);
    kt_structure_close(structure);
    if (status != KT_OK)
        reply->out.length = 0; // nothing half-written
    return status;
}

static kt_status write_chokepoints(kt_reply *reply, const kt_study *study,
                                   const kt_request *request, kt_error *err)
{
    kt_chokepoints chokepoints;
    kt_chokepoint_options options = options_of(request);
    kt_status status = kt_chokepoint_find(&chokepoints, study, &options, request->lang, err);
    return status == KT_OK ? write_reply(reply, &chokepoints, study, request, err) : status;
}

kt_status kt_run_chokepoints(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_network network = {0};
    kt_arena arena = {0};
    kt_study study;
    kt_scope scope = (kt_scope)request->choice[KT_OPTION_SCOPE];

    if (request->given[KT_OPTION_FORMAT] &&
        (request->given[KT_OPTION_JSON] || request->given[KT_OPTION_COUNT]))
        return kt_error_set(err, KT_BAD_USAGE, "--format goes with neither --json nor --count");
    KT_TRY(kt_session_open(&c, reply, request, err));
    KT_TRY(kt_network_build(&network, c, scope, request->control, err));
    KT_TRY(kt_study_open(&study, &network, request->text[KT_OPTION_TARGET], request->control,
                         &arena, err));
    if (request->given[KT_OPTION_FORMAT])
        KT_TRY(write_open_psa(reply, &study, request, err));
    else
        KT_TRY(write_chokepoints(reply, &study, request, err));
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_arena_free(&arena);
    kt_network_free(&network);
    kt_case_free(c);
    return status;
}
