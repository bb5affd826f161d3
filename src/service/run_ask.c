// SPDX-License-Identifier: EUPL-1.2
// See run_ask.h.
#include "service/run_ask.h"

#include "analysis/assess/ask.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/form/questionnaire_save.h"
#include "report/record/ask_json.h"
#include "report/view/ask_view.h"
#include "service/session.h"

static void write_json(kt_reply *reply, const kt_ask *ask, const kt_questionnaire_save *saved)
{
    kt_json json;
    kt_session_begin_json(&json, reply, "ask", ask->assessment->the_case);
    kt_ask_json_write(&json, ask);
    if (saved->n > 0)
        kt_questionnaire_save_json(&json, saved);
    kt_session_end_json(&json);
}

static kt_status write_text(kt_reply *reply, const kt_ask *ask, const kt_request *request,
                            kt_error *err)
{
    kt_document document = {0};
    kt_ask_view_build(&document, ask, request->lang, request->given[KT_OPTION_FULL]);
    return kt_session_show(reply, &document, request, err);
}

// Days of the request as text; "" where none is given.
static void write_day(char text[11], const kt_request *request, kt_option_id option)
{
    text[0] = '\0';
    if (request->given[option])
        kt_date_write(text, request->day[option]);
}

static kt_status write_questionnaires(kt_reply *reply, kt_questionnaire_save *saved,
                                      const kt_ask *ask, const kt_request *request, kt_error *err)
{
    char deadline[11];
    char asked[11];
    size_t n_questions = 0;
    size_t n_left_out = 0;
    kt_questionnaires all;
    write_day(deadline, request, KT_OPTION_DEADLINE);
    write_day(asked, request, KT_OPTION_DATE);
    kt_questionnaire_options options = {
        .lang = request->lang, .full = request->given[KT_OPTION_FULL], .deadline = deadline};
    kt_questionnaire_save_options save = {request->text[KT_OPTION_OUTPUT], asked, request->lang};
    kt_status status = kt_questionnaire_write_list(&all, ask, &options, err);
    if (status != KT_OK)
        return status;
    status = kt_questionnaire_save_all(saved, &all, ask->assessment->the_case, &save, err);
    for (size_t i = 0; i < all.n; i++) {
        n_questions += all.list[i].n_questions;
        n_left_out += all.list[i].n_left_out;
    }
    if (status == KT_OK && !request->given[KT_OPTION_QUIET])
        kt_buffer_format(&reply->messages,
                         kt_lang_text(request->lang,
                                      "%s: %zu questionnaires with %zu questions; %zu less urgent "
                                      "questions were left for later (--full), %zu have nobody to "
                                      "ask\n"),
                         save.folder, all.n, n_questions, n_left_out, all.n_without);
    if (status == KT_OK)
        kt_questionnaire_save_tell(&reply->messages, saved, request->lang);
    if (status == KT_OK)
        reply->stays = kt_lang_text(request->lang, "the questionnaires are written");
    kt_questionnaire_write_free(&all);
    return status;
}

kt_status kt_run_ask(kt_reply *reply, const kt_request *request, kt_error *err)
{
    kt_status status = KT_OK;
    kt_status saving = KT_OK;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    kt_ask ask = {0};
    kt_questionnaire_save saved = {0};
    kt_risk_rule rule = kt_session_rule(request);
    kt_assess_options options = {.target = request->text[KT_OPTION_TARGET]};

    if (request->given[KT_OPTION_SCOPE])
        options.scope = (kt_scope)request->choice[KT_OPTION_SCOPE];
    KT_TRY(kt_session_open(&c, reply, request, err));
    KT_TRY(kt_assess_target(&a, c, &options, &rule, err));
    KT_TRY(kt_ask_rank(&ask, a, err));
    if (request->given[KT_OPTION_OUTPUT]) // what cannot be kept can still be read
        saving = write_questionnaires(reply, &saved, &ask, request, err);
    if (request->given[KT_OPTION_JSON])
        write_json(reply, &ask, &saved);
    else
        KT_TRY(write_text(reply, &ask, request, err));
    KT_TRY(saving);
    KT_TRY(kt_session_finish(reply, err));
done:
    kt_questionnaire_save_free(&saved);
    kt_ask_free(&ask);
    kt_assess_free(a);
    kt_case_free(c);
    return status;
}
