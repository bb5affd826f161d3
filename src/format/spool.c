// SPDX-License-Identifier: EUPL-1.2
// See spool.h. Opened without blocking, so that a FIFO that no program writes to cannot hold the
// caller for ever: reading it ends at once while there is no writer, and would block once there is
// one.
#include "format/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reason.h"

enum { PIECE_BYTES = 16 * 1024, PAUSE_MS = 50, MOST_PAUSES = 100, LOOK_MS = 100 };

typedef struct spool {
    kt_buffer *out;
    size_t limit;
    int file;
    bool is_pipe;
    int n_pauses; // for a first writer
    const kt_control *control;
} spool;

static kt_status refuse(int code, kt_error *err)
{
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status_of_reading(code), "cannot be read: %s",
                        kt_reason_for(err, code));
}

static kt_status too_large(size_t limit, kt_error *err)
{
    return kt_error_set(err, KT_BAD_INPUT, "is larger than %zu bytes", limit);
}

// Until there may be something to read, or for one pause where `for_writer`. A signal that comes
// just before the waiting begins would not end it, so the flag is looked at again and again.
static kt_status wait_for_bytes(spool *s, bool for_writer, kt_error *err)
{
    struct pollfd wanted = {.fd = s->file, .events = POLLIN};
    int ready = for_writer ? poll(NULL, 0, PAUSE_MS) : poll(&wanted, 1, LOOK_MS);
    if (ready < 0 && errno != EINTR)
        return refuse(errno, err);
    return KT_OK;
}

// One step of reading; *ended: nothing more will come.
static kt_status take_piece(spool *s, char *piece, bool *ended, kt_error *err)
{
    ssize_t n = read(s->file, piece, PIECE_BYTES);
    if (n > 0 && (size_t)n > s->limit - s->out->length)
        return too_large(s->limit, err);
    if (n > 0) {
        kt_buffer_add(s->out, piece, (size_t)n);
        return s->out->failed ? kt_error_no_memory(err) : KT_OK;
    }
    if (n < 0 && errno == EINTR)
        return KT_OK;
    if (n < 0 && errno == EAGAIN && s->is_pipe)
        return wait_for_bytes(s, false, err);
    if (n < 0)
        return refuse(errno, err);
    if (!s->is_pipe || s->out->length > 0) {
        *ended = true;
        return KT_OK;
    }
    if (s->n_pauses++ == MOST_PAUSES)
        return kt_error_set(err, KT_BAD_INPUT,
                            "nothing came in, and no program writes to it any more");
    return wait_for_bytes(s, true, err);
}

static kt_status read_all(spool *s, kt_error *err)
{
    struct stat info;
    char piece[PIECE_BYTES];
    bool ended = false;
    kt_status status = KT_OK;
    if (fstat(s->file, &info) != 0)
        return refuse(errno, err);
    s->is_pipe = S_ISFIFO(info.st_mode);
    if (S_ISDIR(info.st_mode))
        return refuse(EISDIR, err);
    if (!s->is_pipe && !S_ISREG(info.st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "is a device: a file or a pipe is expected");
    if (S_ISREG(info.st_mode) && info.st_size > 0 && (size_t)info.st_size > s->limit)
        return too_large(s->limit, err);
    while (status == KT_OK && !ended) {
        status = kt_control_check(s->control, err);
        if (status == KT_OK)
            status = take_piece(s, piece, &ended, err);
    }
    return status;
}

kt_status kt_spool_load(kt_buffer *out, const char *path, size_t limit, const kt_control *control,
                        kt_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0 && errno == ENOMEM)
        return kt_error_no_memory(err);
    if (file < 0)
        return kt_error_set(err, kt_reason_status_of_reading(errno), "cannot be opened: %s",
                            kt_reason_for(err, errno));
    spool s = {.out = out, .limit = limit, .file = file, .control = control};
    kt_status status = read_all(&s, err);
    close(file);
    return status;
}
