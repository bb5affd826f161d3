// SPDX-License-Identifier: EUPL-1.2
// See run_criticality.h.
#include "service/run_criticality.h"

#include <math.h>
#include <string.h>

#include "analysis/dossier.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/criticality_document.h"
#include "report/criticality_json.h"
#include "report/screen.h"
#include "service/session.h"

// A number option that must be whole; `missing` where it was not given.
static kt_status read_whole(uint64_t *out, const kt_request *request, kt_option_id id,
                            uint64_t missing, kt_error *err)
{
    double value = request->number[id];
    *out = request->given[id] ? (uint64_t)value : missing;
    if (!request->given[id] || value == floor(value))
        return KT_OK;
    return kt_error_set(err, KT_BAD_USAGE,
                        kt_lang_text(request->lang, "--%s %g: a whole number is expected"),
                        kt_operation_option[id].name, value);
}

static kt_status read_options(kt_dossier_options *out, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    uint64_t draws = 0;
    uint64_t threads = 0;
    *out = (kt_dossier_options){.importer = request->text[KT_OPTION_IMPORTER],
                                .dated = request->given[KT_OPTION_DATE],
                                .day = request->day[KT_OPTION_DATE]};
    KT_TRY(read_whole(&draws, request, KT_OPTION_DRAWS, KT_UNCERTAINTY_DRAWS, err));
    KT_TRY(read_whole(&out->uncertainty.seed, request, KT_OPTION_SEED, 0, err));
    KT_TRY(read_whole(&threads, request, KT_OPTION_THREADS, 0, err));
    out->uncertainty.draws = (uint32_t)draws;
    out->uncertainty.threads = (unsigned)threads;
    out->uncertainty.stop = request->stop;
    out->uncertainty.lang = request->lang;
    if (request->given[KT_OPTION_SCOPE])
        out->used = request->choice[KT_OPTION_SCOPE] == KT_SCOPE_EU ? KT_USED_EU : KT_USED_GLOBAL;
done:
    return status;
}

static void write_json(kt_reply *reply, const kt_dossier *dossier, uint32_t material)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "criticality", dossier->the_case);
    kt_criticality_json_write(&json, dossier, material);
    kt_session_end_json(&json);
}

static kt_status write_text(kt_reply *reply, const kt_dossier *dossier, uint32_t material,
                            const kt_request *request, kt_error *err)
{
    kt_document document = {0};
    kt_criticality_view view = {request->lang, material, request->given[KT_OPTION_FULL]};
    kt_criticality_document_build(&document, dossier, view);
    if (!document.failed)
        kt_screen_render(&reply->out, &document,
                         (kt_screen_options){request->width, request->colour});
    bool failed = document.failed;
    kt_document_free(&document);
    return failed ? kt_error_no_memory(err) : KT_OK;
}

kt_status kt_run_criticality(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_dossier dossier = {0};
    kt_dossier_options options;
    uint32_t material = KT_NO_ROW;

    KT_TRY(read_options(&options, request, err));
    KT_TRY(kt_session_open_reference(&c, reply, request, err));
    if (request->given[KT_OPTION_MATERIAL])
        KT_TRY(kt_dossier_material(&material, c, request->text[KT_OPTION_MATERIAL], err));
    KT_TRY(kt_dossier_open(&dossier, c, &options, err));
    if (request->given[KT_OPTION_JSON])
        write_json(reply, &dossier, material);
    else
        KT_TRY(write_text(reply, &dossier, material, request, err));
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_dossier_close(&dossier);
    kt_case_free(c);
    return status;
}
