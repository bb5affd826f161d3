// SPDX-License-Identifier: EUPL-1.2
// The program `keten`: reads arguments, runs one operation, writes its reply. Everything it knows
// of the chain is in the layers below.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "apps/cli/arguments.h"

static volatile sig_atomic_t stop_asked; // a signal handler can reach nothing else

static void ask_to_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

// The first Ctrl-C lets the work end cleanly; the second one finds the default and kills.
static void watch_interrupt(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop,
                               .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    struct sigaction before;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
}

static size_t screen_width(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
        return size.ws_col;
    return 0;
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
// none: it is written where the work was done, or where it tells what is wrong with the data.
static kt_status send(const kt_reply *reply, kt_status status, kt_error *err)
{
    write_all(STDERR_FILENO, &reply->messages); // nowhere is left to report a failure of this one
    if (reply->out.failed || reply->messages.failed)
        return kt_error_no_memory(err);
    if ((status == KT_OK || status == KT_BAD_INPUT) && !write_all(STDOUT_FILENO, &reply->out)) {
        kt_status failed = kt_error_set(err, KT_NO_RESOURCES,
                                        "standard output cannot be written: %s", strerror(errno));
        return status == KT_OK ? failed : status;
    }
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
        kt_operation_help(&reply.out, operation, request.lang);
    } else if (status == KT_OK) {
        request.width = screen_width();
        request.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
        request.stop = &stop_asked;
        watch_interrupt();
        status = operation->run(&reply, &request, &error);
    }
    status = send(&reply, status, &error);
    if (status != KT_OK && error.message[0] != '\0')
        fprintf(stderr, "keten: %s\n", error.message);
    kt_buffer_free(&reply.out);
    kt_buffer_free(&reply.messages);
    return (int)status;
}
