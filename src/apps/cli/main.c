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
#include "base/save.h"

static volatile sig_atomic_t stopped; // the one variable that a signal can set

static size_t screen_width(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
        return size.ws_col;
    return 0;
}

static void on_interrupt(int signal)
{
    (void)signal;
    stopped = 1;
}

// The first Ctrl-C asks for an orderly end, a second one ends the program.
static void listen_for_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
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

// Messages first, so that a reader of both sees the reason before the result.
static kt_status send(const kt_reply *reply, const char *path, kt_error *err)
{
    write_all(STDERR_FILENO, &reply->messages); // nowhere is left to report a failure of this one
    if (path != NULL)
        return kt_save_file(path, reply->out.text, reply->out.length, err);
    if (!write_all(STDOUT_FILENO, &reply->out))
        return kt_error_set(err, KT_NO_RESOURCES, "standard output cannot be written: %s",
                            strerror(errno));
    return KT_OK;
}

int main(int argc, char **argv)
{
    const kt_operation *operation = NULL;
    kt_request request;
    kt_reply reply = {0};
    kt_error error = {0};

    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        kt_buffer_put(&reply.out, "keten " KT_VERSION "\n");
        kt_status status = send(&reply, NULL, &error);
        kt_buffer_free(&reply.out);
        return (int)status;
    }
    kt_status status = kt_arguments_read(&operation, &request, argc, argv, &error);
    if (status == KT_OK && request.given[KT_OPTION_HELP]) {
        kt_operation_help(&reply.out, operation, request.lang);
    } else if (status == KT_OK) {
        request.width = screen_width();
        request.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
        request.stop = &stopped;
        if (isatty(STDERR_FILENO) && !request.given[KT_OPTION_QUIET])
            request.progress = show_progress;
        if (kt_operation_takes(operation, KT_OPTION_THREADS)) // long work, which looks at `stop`
            listen_for_interrupt();
        status = operation->run(&reply, &request, &error);
    }
    // a failed run leaves the file that it would have written as it was
    const char *path = status == KT_OK ? request.text[KT_OPTION_OUTPUT] : NULL;
    kt_status sent = send(&reply, path, &error);
    status = status == KT_OK ? sent : status;
    if (status != KT_OK && error.message[0] != '\0')
        fprintf(stderr, "keten: %s\n", error.message);
    kt_buffer_free(&reply.out);
    kt_buffer_free(&reply.messages);
    return (int)status;
}
