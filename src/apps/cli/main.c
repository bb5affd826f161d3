// SPDX-License-Identifier: EUPL-1.2
// The program `keten`: reads arguments, runs one operation in a session of its own as any program
// does, writes its reply. Everything it knows of the chain is in the layers below.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/control.h"
#include "base/lang.h"
#include "base/reason.h"
#include "base/save.h"
#include "base/text.h"
#include "ingest/package/belongs.h"
#include "service/argument.h"
#include "service/describe.h"
#include "service/describe_schema.h"
#include "service/session.h"

static kt_flag stopped; // the one variable that a signal can set

static void on_interrupt(int signal)
{
    (void)signal;
    kt_flag_raise(&stopped);
}

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { N_SIGNALS = sizeof SIGNALS / sizeof SIGNALS[0] };

// The first Ctrl-C lets the work end cleanly; the second one finds the default and kills. So does
// the end of whoever reads what is told beside the result.
static void listen_for_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt,
                               .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&action.sa_mask);
    (void)signal(SIGXFSZ,
                 SIG_IGN); // a file that gets too large is a failing write, with its reason
    for (size_t i = 0; i < N_SIGNALS; i++) {
        struct sigaction before;
        if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(SIGNALS[i], &action, NULL);
    }
}

// Where nothing is left to end cleanly the first one kills: a reader that does not read could hold
// the program for ever.
static void listen_no_more(void)
{
    for (size_t i = 0; i < N_SIGNALS; i++) {
        struct sigaction now;
        if (sigaction(SIGNALS[i], NULL, &now) == 0 && now.sa_handler == on_interrupt)
            (void)signal(SIGNALS[i], SIG_DFL);
    }
}

static size_t screen_width(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
        return size.ws_col;
    return 0;
}

// The line that says how far long work is.
typedef struct progress_line {
    kt_lang lang;
    double begun, written; // seconds of the clock
    size_t width;          // columns on the screen; 0: there is no line
    const char *phase;     // at hand; the same may come again
    double phase_begun;    // seconds of the clock
    uint64_t phase_done;   // when it began
    uint64_t done;         // heard of last
} progress_line;

static const double SHORT_WORK = 1.0;  // seconds in which nobody wants to hear of progress
static const double BETWEEN = 0.1;     // two lines
static const double GUESS_AFTER = 3.0; // seconds of a phase that tell how long the rest takes
static const double MINUTE = 60.0;

static double seconds_now(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0.0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void erase_line(progress_line *line)
{
    if (line->width > 0)
        fprintf(stderr, "\r%*s\r", (int)line->width, "");
    line->width = 0;
}

// What the phase at hand still takes if it goes on as it went; 0 where that is not known yet.
static double seconds_left(progress_line *line, const kt_progress *progress, double now)
{
    if (line->phase != progress->phase || progress->done < line->done) {
        line->phase = progress->phase;
        line->phase_begun = now;
        line->phase_done = progress->done;
    }
    line->done = progress->done;
    double spent = now - line->phase_begun;
    uint64_t done = progress->done - line->phase_done;
    if (spent < GUESS_AFTER || done == 0 || progress->done >= progress->n)
        return 0.0;
    return spent / (double)done * (double)(progress->n - progress->done);
}

static void show_progress(void *user, const kt_progress *progress)
{
    progress_line *line = user;
    char text[120];
    double now = seconds_now();
    double left = seconds_left(line, progress, now);
    const char *phase = kt_lang_text(line->lang, progress->phase);
    if (now - line->begun < SHORT_WORK || now - line->written < BETWEEN)
        return;
    double percent = progress->n == 0 ? 0.0 : 100.0 * (double)progress->done / (double)progress->n;
    if (left > MINUTE)
        snprintf(text, sizeof text,
                 kt_lang_text(line->lang, "%.70s %3.0f %%, about %.0f minutes more"), phase,
                 percent, ceil(left / MINUTE));
    else if (progress->n > 0)
        snprintf(text, sizeof text, "%.100s %3.0f %%", phase, percent);
    else if (progress->done > 0)
        snprintf(text, sizeof text, "%.90s %" PRIu64, phase, progress->done);
    else
        snprintf(text, sizeof text, "%.100s", phase);
    erase_line(line);
    fputs(text, stderr);
    line->width = kt_text_width(text);
    line->written = now;
}

// What is told beside the result: names of files and cells of a case are shown, never sent.
static void tell(const char *text)
{
    kt_buffer shown = {0};
    if (!kt_text_is_shown(text))
        kt_text_show_lines(&shown, text);
    bool plain = shown.text == NULL || shown.failed; // without memory the reason still gets out
    const char *told = plain ? text : shown.text;
    (void)kt_save_bytes(STDERR_FILENO, told, strlen(told)); // no failure of it can be reported
    kt_buffer_free(&shown);
}

// A file that is made whole or not at all, not a pipe or terminal by its name.
static bool is_file(const char *path)
{
    struct stat info;
    return path != NULL && (stat(path, &info) != 0 || S_ISREG(info.st_mode));
}

// Messages first, so that a reader of both sees the reason before the result. Half a result is
// none: it is written where it is whole. A file (`path`, may be NULL) is written only where the
// work was done: a failed run leaves it as it was.
static kt_status send(const kt_job *job, const char *path, kt_status status, kt_error *err)
{
    if (job->request.messages.length > 0)
        tell(job->request.messages.text);
    if (job->out.failed || job->request.messages.failed)
        return kt_error_no_memory(err);
    if (!job->shown)
        return status;
    if (job->request.stays != NULL) // done is done, though nobody reads of it
        (void)signal(SIGPIPE, SIG_IGN);
    else if (!is_file(path))
        listen_no_more();
    if (status == KT_OK && path != NULL)
        return kt_save_file(path, job->out.text, job->out.length, err);
    if (!kt_save_bytes(STDOUT_FILENO, job->out.text, job->out.length)) {
        if (status == KT_OK && job->request.stays != NULL) {
            (void)kt_error_set(err, KT_NO_RESOURCES,
                               "warning: standard output cannot be written: %s; %s",
                               kt_reason_for(err, errno), job->request.stays);
            tell("keten: ");
            tell(err->message);
            tell("\n");
            return KT_OK;
        }
        kt_status failed =
            kt_error_set(err, KT_NO_RESOURCES, "standard output cannot be written: %s",
                         kt_reason_for(err, errno));
        return status == KT_OK ? failed : status;
    }
    return status;
}

// The file that the result goes to, or NULL: standard output.
static const char *output_file(const kt_job *job)
{
    if (job->operation == NULL || job->operation->traits & KT_OPERATION_WRITES)
        return NULL;
    return job->how.output;
}

static kt_status run(kt_job *job, kt_error *err)
{
    progress_line line = {.lang = job->request.lang, .begun = seconds_now()};
    kt_control control = {.stop = &stopped, .user = &line};
    job->width = screen_width();
    job->colour = isatty(STDOUT_FILENO) && job->how.output == NULL && getenv("NO_COLOR") == NULL;
    if (isatty(STDERR_FILENO) && !job->how.quiet)
        control.progress = show_progress;
    listen_for_interrupt();
    const char *output = output_file(job);
    kt_status status = output == NULL ? KT_OK : kt_belongs_refuse(output, err);
    if (status == KT_OK)
        status = kt_session_open(&job->request.session,
                                 &(kt_session_options){.lang = job->request.lang}, err);
    if (status == KT_OK)
        status = kt_job_run(job, &control, err);
    erase_line(&line);
    return status;
}

static kt_status answer(kt_job *job, int argc, char **argv, kt_error *err)
{
    kt_status status = KT_OK;
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        kt_describe_version(&job->out);
        job->shown = true;
        return KT_OK;
    }
    KT_TRY(kt_argument_read(job, argc, argv, err));
    job->shown = job->how.help || job->how.schema;
    if (job->how.help)
        kt_describe_help(&job->out, job->operation, job->request.lang);
    else if (job->how.schema)
        kt_describe_schema(&job->out, job->operation);
    else
        status = run(job, err);
done:
    return status;
}

int main(int argc, char **argv)
{
    kt_job job = {0};
    kt_error error = {0};
    kt_status status = answer(&job, argc, argv, &error);
    status = send(&job, output_file(&job), status, &error);
    if (status != KT_OK && error.message[0] != '\0') {
        tell("keten: ");
        tell(error.message);
        tell("\n");
    }
    kt_session *session = job.request.session;
    kt_job_close(&job);
    kt_session_close(session);
    return (int)status;
}
