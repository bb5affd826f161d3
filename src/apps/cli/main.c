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
#include <unistd.h>

#include "apps/cli/arguments.h"
#include "base/lang.h"
#include "base/save.h"
#include "service/operation_table.h"

static volatile sig_atomic_t stopped; // the one variable that a signal can set

static void on_interrupt(int signal)
{
    (void)signal;
    stopped = 1;
}

// The first Ctrl-C lets the work end cleanly; the second one finds the default and kills.
static void listen_for_interrupt(void)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_interrupt,
                               .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&action.sa_mask);
    (void)signal(SIGXFSZ,
                 SIG_IGN); // a file that gets too large is a failing write, with its reason
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

static void show_progress(uint64_t done, uint64_t n)
{
    if (done < n)
        fprintf(stderr, "\r%3" PRIu64 " %%", done * 100 / n);
    else
        fputs("\r     \r", stderr);
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
    if (reply->stays != NULL) // done is done, though nobody reads of it
        (void)signal(SIGPIPE, SIG_IGN);
    if (status == KT_OK && path != NULL)
        return kt_save_file(path, reply->out.text, reply->out.length, err);
    if ((status == KT_OK || status == KT_BAD_INPUT) && !write_all(STDOUT_FILENO, &reply->out)) {
        if (status == KT_OK && reply->stays != NULL) {
            (void)kt_error_set(err, KT_OK, "standard output cannot be written: %s; %s",
                               kt_save_reason(errno, err), reply->stays);
            fprintf(stderr, "keten: %s%s\n", kt_lang_text(err->lang, "warning: "), err->message);
            return KT_OK;
        }
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

// An operation that does not look at `stop` ends of its own, soon; its result is not wanted then.
static kt_status run(const kt_operation *operation, kt_reply *reply, kt_request *request,
                     kt_error *err)
{
    request->width = screen_width();
    request->colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    request->stop = &stopped;
    if (isatty(STDERR_FILENO) && !request->given[KT_OPTION_QUIET])
        request->progress = show_progress;
    listen_for_interrupt();
    kt_status status = operation->run(reply, request, err);
    if (status == KT_OK && stopped != 0 && !operation->saves)
        status = kt_error_set(err, KT_NO_RESOURCES,
                              kt_lang_text(request->lang, "stopped before the end: nothing was "
                                                          "written"));
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
