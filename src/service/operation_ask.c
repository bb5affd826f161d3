// SPDX-License-Identifier: EUPL-1.2
// keten ask: what to ask whom, and the questionnaires.
#include "base/lang.h"
#include "base/text.h"
#include "report/form/questionnaire_save.h"
#include "report/record/ask_record.h"
#include "report/view/ask_view.h"
#include "report/view/scope_view.h"
#include "service/operation.h"
#include "service/shared_arguments.h"

typedef struct arguments {
    kt_target_arguments of;
    kt_full_argument how;
    kt_risk_rule rule;
    kt_buyer_arguments buyer;
    const char *output;
    int32_t deadline;
} arguments;

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, of),
     .record = &kt_shared_arguments_target},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, how),
     .record = &kt_shared_arguments_full},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, rule),
     .record = &kt_shared_arguments_rule},
    {.name = "", .type = KT_FIELD_INCLUDE, KT_AT(arguments, buyer),
     .record = &kt_shared_arguments_buyer},
    {.name = "output", .type = KT_FIELD_TEXT, KT_AT(arguments, output), .traits = KT_FIELD_UNTOLD,
     .word = "PATH",
     .help = "folder for a questionnaire for each company and the list of questions (-o PATH "
             "does the same)"},
    {.name = "deadline", .type = KT_FIELD_DAY, KT_AT(arguments, deadline), .word = "DATE",
     .missing = KT_NO_DAY, .help = "day on which the answers should be in, YYYY-MM-DD"},
    {0}};
// clang-format on
static const kt_record ARGUMENTS = {
    .name = "ask_arguments", .field = FIELDS, .size = sizeof(arguments)};

static void tell(kt_request *request, const kt_questionnaires *all, const char *folder)
{
    size_t n_questions = 0;
    size_t n_left_out = 0;
    for (size_t i = 0; i < all->n; i++) {
        n_questions += all->list[i].n_questions;
        n_left_out += all->list[i].n_left_out;
    }
    kt_text_tell(&request->messages,
                 kt_lang_text(request->lang,
                              "%s: %zu questionnaires with %zu questions; %zu less urgent "
                              "questions were left for later (--full), %zu have nobody to "
                              "ask"),
                 folder, all->n, n_questions, n_left_out, all->n_without);
}

static kt_status write_questionnaires(kt_ask_result *out, kt_request *request, const arguments *a,
                                      const kt_control *control)
{
    kt_questionnaires all;
    kt_questionnaire_save saved;
    kt_questionnaire_options options = {.lang = request->lang,
                                        .full = a->how.full,
                                        .deadline = a->deadline,
                                        .asked = a->buyer.date,
                                        .control = control};
    const kt_questionnaire_save_options into = {.folder = a->output, .control = control};
    kt_status status = kt_questionnaire_write_list(&all, &out->ask, &options, &out->reason);
    if (status != KT_OK)
        return status;
    status = kt_questionnaire_save_all(&saved, &all, &into, &out->reason);
    out->texts = saved.texts; // freed with the result
    out->file = saved.file;
    out->n_files = saved.n;
    out->wrote = true;
    if (status == KT_OK && !request->quiet)
        tell(request, &all, a->output);
    if (status == KT_OK) {
        kt_written_tell(&request->messages, saved.file, saved.n, saved.n_cleared, request->lang);
        request->stays = kt_lang_text(request->lang, "the questionnaires are written");
    }
    kt_questionnaire_write_free(&all);
    return status;
}

static kt_status run(void *result, kt_request *request, const void *given,
                     const kt_control *control, kt_error *err)
{
    kt_ask_result *out = result;
    const arguments *a = given;
    kt_assess_question question = {.rule = a->rule, .control = control};
    kt_session_target of;
    kt_study study = {.control = control};
    kt_status status = KT_OK;
    KT_TRY(kt_shared_arguments_of(&of, &a->of, err));
    KT_TRY(kt_shared_arguments_buyer_of(&question.buyer, &a->buyer, &a->of, err));
    question.figures = of.figures;
    KT_TRY(kt_request_case(&out->the_case, request, control, err));
    KT_TRY(kt_request_study(&study, request, of, err));
    KT_TRY(kt_assess_study(&out->assessment, &study, &question, err));
    KT_TRY(kt_ask_rank(&out->ask, out->assessment, control, err));
    out->reason.lang = request->lang;
    if (a->output != NULL)
        out->written = write_questionnaires(out, request, a, control);
    if (out->written == KT_NO_RESOURCES) { // stopped, or without memory: nothing is shown then
        status = out->written;
        if (err != NULL)
            *err = out->reason;
    }
done:
    return status;
}

// The questions are worth showing where no questionnaire could be written.
static kt_status conclude(const void *result, kt_error *err)
{
    const kt_ask_result *r = result;
    if (r->written != KT_OK && err != NULL)
        *err = r->reason;
    return r->written;
}

static void view(kt_document *document, const void *result, const void *given)
{
    kt_ask_view_build(document, &((const kt_ask_result *)result)->ask,
                      ((const arguments *)given)->how.full);
    kt_scope_view_note(document, (kt_scope)((const arguments *)given)->of.scope);
}

static void free_result(void *result)
{
    kt_ask_result *r = result;
    kt_ask_free(&r->ask);
    kt_arena_free(&r->texts);
    kt_assess_free(r->assessment);
}

const kt_operation kt_operation_ask = {
    .name = "ask",
    .subject = "CASE",
    .summary = "what to ask whom, ranked by what the answer could change; questionnaires",
    .example = "keten ask data/cases/lcf",
    .traits = KT_OPERATION_WRITES,
    .arguments = &ARGUMENTS,
    .result = &kt_ask_record,
    .run = run,
    .view = view,
    .close = free_result,
    .conclude = conclude,
};
