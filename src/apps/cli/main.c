// SPDX-License-Identifier: EUPL-1.2
// The program `keten`: reads arguments, runs one operation, writes its reply. Everything it knows
// of the chain is in the layers below.
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "apps/cli/arguments.h"
#include "base/lang.h"
#include "base/save.h"
#include "base/text.h"
#include "service/operation_table.h"

static kt_flag stopped; // the one variable that a signal can set

static void on_interrupt(int signal)
{
    (void)signal;
    atomic_store(&stopped.raised, 1);
}

// The first Ctrl-C lets the work end cleanly; the second one finds the default and kills.
static void listen_for_interrupt(void)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM};
    struct sigaction action = {.sa_handler = on_interrupt,
                               .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
        struct sigaction before;
        if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(SIGNALS[i], &action, NULL);
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
} progress_line;

static const double SHORT_WORK = 1.0; // seconds in which nobody wants to hear of progress
static const double BETWEEN = 0.1;    // two lines

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

static void show_progress(void *user, const kt_progress *progress)
{
    progress_line *line = user;
    char text[120];
    double now = seconds_now();
    const char *phase = kt_lang_text(line->lang, progress->phase);
    if (now - line->begun < SHORT_WORK || now - line->written < BETWEEN)
        return;
    if (progress->n > 0)
        snprintf(text, sizeof text, "%.100s %3.0f %%", phase,
                 100.0 * (double)progress->done / (double)progress->n);
    else if (progress->done > 0)
        snprintf(text, sizeof text, "%.90s %" PRIu64, phase, progress->done);
    else
        snprintf(text, sizeof text, "%.100s", phase);
    erase_line(line);
    fputs(text, stderr);
    line->width = kt_text_width(text);
    line->written = now;
}

static bool write_all(int file, const kt_buffer *text)
{
    size_t done = 0;
    while (done < text->length) {
        ssize_t n = write(file, text->text + done, text->length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

// Messages first, so that a reader of both sees the reason before the result. Half a result is
// none: it is written where the work was done, or where it tells what is wrong with the data. A
// file (`path`, may be NULL) is written only where the work was done: a failed run leaves it as it
// was.
static kt_status send(const kt_reply *reply, const char *path, kt_status status, kt_error *err)
{
    write_all(STDERR_FILENO, &reply->messages); // nowhere is left to report a failure of this one
    if (reply->out.failed || reply->messages.failed)
        return kt_error_no_memory(err);
    if (status == KT_OK && path != NULL)
        return kt_save_file(path, reply->out.text, reply->out.length, err);
    if ((status == KT_OK || status == KT_BAD_INPUT) && !write_all(STDOUT_FILENO, &reply->out)) {
        kt_status failed =
            kt_error_set(err, KT_NO_RESOURCES, "standard output cannot be written: %s",
                         kt_save_reason(errno, err));
        return status == KT_OK ? failed : status;
    }
    return status;
}

// The file that the reply goes to, or NULL: standard output.
static const char *output_file(const kt_operation *operation, const kt_request *request)
{
    if (operation == NULL || operation->saves || request->given[KT_OPTION_HELP])
        return NULL;
    return request->text[KT_OPTION_OUTPUT];
}

static kt_status run(const kt_operation *operation, kt_reply *reply, kt_request *request,
                     kt_error *err)
{
    request->width = screen_width();
    request->colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    progress_line line = {.lang = request->lang, .begun = seconds_now()};
    kt_control control = {.stop = &stopped, .user = &line};
    if (isatty(STDERR_FILENO) && !request->given[KT_OPTION_QUIET])
        control.progress = show_progress;
    if (request->given[KT_OPTION_THREADS])
        control.threads = (unsigned)request->number[KT_OPTION_THREADS];
    request->control = &control;
    listen_for_interrupt();
    kt_status status = operation->run(reply, request, err);
    request->control = NULL;
    erase_line(&line);
    return status;
}

int main(int argc, char **argv)
{
    const kt_operation *operation = NULL;
    kt_request request;
    kt_reply reply = {0};
    kt_error error = {0};

    bool version = argc > 1 && strcmp(argv[1], "--version") == 0;
    kt_status status =
        version ? KT_OK : kt_arguments_read(&operation, &request, argc, argv, &error);
    if (version) {
        kt_buffer_put(&reply.out, "keten " KT_VERSION "\n");
    } else if (status == KT_OK && request.given[KT_OPTION_HELP]) {
        kt_operation_table_help(&reply.out, operation, request.lang);
    } else if (status == KT_OK) {
        status = run(operation, &reply, &request, &error);
    }
    status = send(&reply, output_file(operation, &request), status, &error);
    if (status != KT_OK && error.message[0] != '\0')
        fprintf(stderr, "keten: %s\n", error.message);
    kt_buffer_free(&reply.out);
    kt_buffer_free(&reply.messages);
    return (int)status;
}
