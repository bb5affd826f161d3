// SPDX-License-Identifier: EUPL-1.2
// See job.h. Nothing is written half: a result that cannot be rendered whole is not shown.
#include "service/job.h"

#include <stdlib.h>

#include "base/json.h"
#include "report/record/record_json.h"
#include "report/render/render_csv.h"
#include "report/render/render_markdown.h"
#include "report/render/render_text.h"

kt_status kt_job_open(kt_job *job, const kt_operation *operation, kt_error *err)
{
    job->operation = operation;
    job->arguments = calloc(1, operation->arguments->size);
    if (job->arguments == NULL)
        return kt_error_no_memory(err);
    kt_record_default(job->arguments, operation->arguments);
    return KT_OK;
}

void kt_job_close(kt_job *job)
{
    if (job->result != NULL)
        job->operation->close(job->result);
    free(job->result);
    if (job->arguments != NULL)
        kt_record_free(job->arguments, job->operation->arguments);
    free(job->arguments);
    kt_buffer_free(&job->out);
    kt_request_close(&job->request);
    kt_arena_free(&job->texts);
    *job = (kt_job){0};
}

static void write_case(kt_json *json, const kt_case *c, bool dated)
{
    kt_json_open(json, "case", '{');
    kt_json_text(json, "id", c->id);
    kt_json_text(json, "sha256", dated ? c->sha256_dated : c->sha256);
    kt_json_text(json, "description", c->description);
    kt_json_close(json, '}');
}

static void write_json(kt_job *job, const kt_control *control)
{
    const void *result = job->result;
    const kt_case *c = *(const kt_case *const *)result;
    const kt_operation *operation = job->operation;
    kt_disclosed disclosed =
        kt_disclose_until(kt_disclose_record(operation->result, result, &c->pool), control);
    kt_disclosed arguments = kt_disclose_record(operation->arguments, job->arguments, NULL);
    kt_json json = {.out = &job->out};
    kt_json_open(&json, NULL, '{');
    kt_json_text(&json, "keten", KT_VERSION);
    kt_json_text(&json, "command", operation->name);
    write_case(&json, c, job->request.dated);
    kt_record_json_arguments(&json, "arguments", &arguments);
    kt_record_json_write(&json, "result", &disclosed);
    kt_json_close(&json, '}');
    kt_buffer_put(&job->out, "\n");
}

// The table that was named; the only one where none was.
static void write_csv(kt_job *job, const kt_control *control)
{
    const void *result = job->result;
    const kt_case *c = *(const kt_case *const *)result;
    kt_disclosed disclosed =
        kt_disclose_until(kt_disclose_record(job->operation->result, result, &c->pool), control);
    kt_buffer only = {0};
    if (job->how.table == NULL)
        kt_render_csv_tables(&only, job->operation->result);
    job->out.failed |= only.failed;
    if (!only.failed)
        kt_render_csv(&job->out, &disclosed, job->how.table != NULL ? job->how.table : only.text);
    kt_buffer_free(&only);
}

static kt_status write_document(kt_job *job, const kt_control *control, kt_error *err)
{
    kt_document document = {.lang = job->request.lang, .control = control};
    job->operation->view(&document, job->result, job->arguments);
    bool failed = document.failed;
    kt_disclosed disclosed = kt_disclose_until(kt_disclose_document(&document), control);
    if (!failed && job->format == KT_FORMAT_MD)
        kt_render_markdown(&job->out, &disclosed);
    else if (!failed)
        kt_render_text(&job->out, &disclosed,
                       (kt_render_text_options){.width = job->width,
                                                .colour = job->colour,
                                                .whole = kt_record_flag(job->operation->arguments,
                                                                        job->arguments, "full")});
    kt_document_free(&document);
    return failed ? kt_control_failed(control, err) : KT_OK;
}

kt_status kt_job_render(kt_job *job, const kt_control *given, kt_error *err)
{
    bool writes = job->operation->traits & KT_OPERATION_WRITES;
    const kt_control *control = writes ? NULL : given; // what was written stays, and is told of
    kt_status status = KT_OK;
    kt_buffer_free(&job->out);
    job->shown = false;
    if (job->request.want == KT_WANT_FORMAT) {
        kt_disclosed disclosed = kt_disclose_until(kt_disclose_form(job->result), control);
        status = job->operation->formats[job->request.format].write(&job->out, &disclosed, err);
    } else if (job->format == KT_FORMAT_JSON) {
        write_json(job, control);
    } else if (job->format == KT_FORMAT_CSV) {
        write_csv(job, control);
    } else {
        status = write_document(job, control, err);
    }
    if (status == KT_OK && (job->out.failed || job->request.messages.failed))
        status = kt_control_failed(control, err);
    if (status == KT_OK)
        status = kt_control_check(control, err);
    job->shown = status == KT_OK;
    return status;
}

kt_status kt_job_compute(kt_job *job, const kt_control *control, kt_error *err)
{
    const kt_operation *operation = job->operation;
    job->result = calloc(1, operation->result->size);
    if (job->result == NULL)
        return kt_error_no_memory(err);
    kt_status status = operation->run(job->result, &job->request, job->arguments, control, err);
    if (status != KT_OK || operation->traits & KT_OPERATION_WRITES)
        return status; // what was written stays, and is told of
    return kt_control_check(control, err);
}

kt_status kt_job_conclude(const kt_job *job, kt_error *err)
{
    return job->operation->conclude == NULL ? KT_OK : job->operation->conclude(job->result, err);
}

kt_status kt_job_run(kt_job *job, const kt_control *control, kt_error *err)
{
    kt_status status =
        kt_presentation_resolve(&job->format, &job->how, job->operation, &job->request, err);
    KT_TRY(status);
    KT_TRY(kt_job_compute(job, control, err));
    KT_TRY(kt_job_render(job, control, err));
    status = kt_job_conclude(job, err);
done:
    return status;
}
