// SPDX-License-Identifier: EUPL-1.2
// The door of keten.h: what a program asks becomes a job, and the one driver runs it. The job stays
// with the result, so that what was found once can be written in every format.
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/argument.h"
#include "service/describe_json.h"
#include "service/session.h"

struct kt_result {
    kt_job job;
    kt_presentation how; // as it was asked for
    kt_want want;        // what was computed
    size_t format;       // of KT_WANT_FORMAT
    bool found;          // false: it has messages only
    kt_buffer messages;  // as they may be shown
    kt_buffer json;      // empty until it is asked for
    kt_buffer written;   // what was asked for last
};

const char *kt_version(void)
{
    return KT_VERSION;
}

kt_status kt_operations(const char **json, size_t *length, kt_session *session, kt_error *err)
{
    size_t n = 0;
    if (json == NULL || session == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a session and a place for its answer",
                            "kt_operations");
    *json = NULL;
    kt_status status = kt_session_describe(json, &n, session, kt_describe_json, err);
    if (length != NULL)
        *length = n;
    return status;
}

// Everything is computed, so that every format can be written, unless one is named that needs more
// or less.
static kt_status prepare(kt_result *result, kt_error *err)
{
    kt_job *job = &result->job;
    kt_status status =
        kt_presentation_resolve(&job->format, &job->how, job->operation, &job->request, err);
    if (status == KT_OK && job->how.format == NULL)
        job->request.want = KT_WANT_RECORD;
    result->how = job->how;
    result->want = job->request.want;
    result->format = job->request.format;
    return status;
}

// What is told beside the result names files and cells of a case, which may hold anything: it is
// shown, never sent.
static kt_status show_messages(kt_result *result, kt_error *err)
{
    const kt_buffer *told = &result->job.request.messages;
    if (told->text != NULL)
        kt_text_show_lines(&result->messages, told->text);
    return told->failed || result->messages.failed ? kt_error_no_memory(err) : KT_OK;
}

static void show_error(kt_error *err)
{
    kt_buffer shown = {0};
    if (kt_text_is_shown(err->message))
        return;
    kt_text_show_lines(&shown, err->message);
    if (!shown.failed)
        (void)kt_error_set(err, err->status, "%s", shown.text);
    kt_buffer_free(&shown);
}

static kt_status run(kt_result *result, const char *operation, const char *const *arguments,
                     const kt_control *control, kt_error *err)
{
    kt_job *job = &result->job;
    kt_status status = KT_OK;
    KT_TRY(kt_argument_take(job, operation, arguments, kt_session_lang(job->request.session), err));
    KT_TRY(prepare(result, err));
    KT_TRY(kt_job_compute(job, control, err));
    KT_TRY(show_messages(result, err));
    result->found = true;
    status = kt_job_conclude(job, err);
done:
    if (!result->found)
        (void)show_messages(result, NULL);
    if (status != KT_OK)
        show_error(err);
    return status;
}

kt_status kt_run(kt_result **out, kt_session *session, const char *operation,
                 const char *const *arguments, const kt_control *control, kt_error *err)
{
    kt_error own = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_control hand = kt_control_take(control);
    kt_error *reason = err == NULL ? &own : err;
    if (out != NULL)
        *out = NULL;
    if (out == NULL || session == NULL || operation == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a session and a place for its answer",
                            "kt_run");
    kt_result *result = calloc(1, sizeof *result);
    if (result == NULL)
        return kt_error_no_memory(err);
    kt_session_share(session);
    result->job.request.session = session;
    reason->message[0] = '\0';
    kt_status status = run(result, operation, arguments, &hand, reason);
    if (result->found || *kt_result_messages(result) != '\0')
        *out = result;
    else
        kt_result_close(result);
    return status;
}

void kt_result_close(kt_result *result)
{
    if (result == NULL)
        return;
    kt_session *session = result->job.request.session;
    kt_job_close(&result->job);
    kt_buffer_free(&result->messages);
    kt_buffer_free(&result->json);
    kt_buffer_free(&result->written);
    free(result);
    kt_session_close(session);
}

// Whether what was computed is enough for what is wanted now.
static bool suffices(const kt_result *result, const kt_request *wanted)
{
    if (result->want == KT_WANT_FORMAT)
        return wanted->want == KT_WANT_FORMAT && wanted->format == result->format;
    return wanted->want == result->want ||
           (result->want == KT_WANT_RECORD && wanted->want == KT_WANT_DOCUMENT);
}

// Renders into *out, which has no text.
static kt_status render(kt_buffer *out, kt_result *result, const char *format, const char *table,
                        kt_error *err)
{
    kt_job *job = &result->job;
    kt_status status = KT_OK;
    if (err != NULL)
        err->lang = job->request.lang;
    if (!result->found)
        return kt_error_set(err, KT_BAD_USAGE, "the run found nothing: it has messages only");
    job->how = result->how;
    job->how.format = format;
    job->how.table = table;
    KT_TRY(kt_presentation_resolve(&job->format, &job->how, job->operation, &job->request, err));
    if (!suffices(result, &job->request)) {
        status = kt_error_set(err, KT_BAD_USAGE,
                              "the result was not computed for %.60s: name the format as an "
                              "argument of the run",
                              format);
        goto done;
    }
    KT_TRY(kt_job_render(job, NULL, err));
    *out = job->out;
    job->out = (kt_buffer){0};
done:
    job->how = result->how; // texts of the caller are not kept
    return status;
}

static kt_status lend(const char **text, size_t *length, const kt_buffer *from)
{
    *text = from->text == NULL ? "" : from->text;
    if (length != NULL)
        *length = from->length;
    return KT_OK;
}

kt_status kt_result_json(const char **text, size_t *length, kt_result *result, kt_error *err)
{
    kt_status status = KT_OK;
    if (text == NULL || result == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a result and a place for its text",
                            "kt_result_json");
    *text = NULL;
    if (result->json.length == 0)
        status = render(&result->json, result, kt_presentation_format[KT_FORMAT_JSON], NULL, err);
    return status == KT_OK ? lend(text, length, &result->json) : status;
}

kt_status kt_result_write(const char **text, size_t *length, kt_result *result, const char *format,
                          const char *table, kt_error *err)
{
    if (text == NULL || result == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a result and a place for its text",
                            "kt_result_write");
    *text = NULL;
    if (format == NULL)
        format = result->how.format;
    if (format == NULL)
        format = kt_presentation_format[KT_FORMAT_JSON];
    if (table == NULL && strcmp(format, "csv") == 0)
        table = result->how.table;
    kt_buffer_free(&result->written);
    kt_status status = render(&result->written, result, format, table, err);
    return status == KT_OK ? lend(text, length, &result->written) : status;
}

const char *kt_result_messages(const kt_result *result)
{
    return result == NULL || result->messages.text == NULL ? "" : result->messages.text;
}
