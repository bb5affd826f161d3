// SPDX-License-Identifier: EUPL-1.2
// Any division of the bytes of a CSV file over calls gives the same fields and records.
#include "format/csv.h"
#include "base/buffer.h"
#include "place.h"

static void on_field(void *user, const char *text, size_t length)
{
    kt_buffer_format(user, "<%zu:", length);
    kt_buffer_add(user, text, length);
    kt_buffer_put(user, ">");
}

static void on_record(void *user)
{
    kt_buffer_put(user, "\n");
}

static void on_broken(void *user)
{
    kt_buffer_put(user, "!\n");
}

// Pieces of 1 to `most` bytes, their sizes drawn from `seed`.
static kt_buffer tokenise(const uint8_t *bytes, size_t length, size_t most, uint32_t seed)
{
    kt_buffer events = {0};
    kt_csv *csv = NULL;
    kt_csv_sink sink = {&events, on_field, on_record, on_broken};
    promise(kt_csv_open(&csv, sink, NULL) == KT_OK, "a parser opens");
    for (size_t at = 0; at < length;) {
        seed = seed * 1664525u + 1013904223u;
        size_t piece = 1 + (seed >> 8) % most;
        piece = piece < length - at ? piece : length - at;
        promise(kt_csv_feed(csv, (const char *)bytes + at, piece, NULL) == KT_OK, "bytes are fed");
        at += piece;
    }
    promise(kt_csv_finish(csv, NULL) == KT_OK, "the file ends");
    kt_csv_close(csv);
    promise(!events.failed, "the events fit");
    kt_buffer_put(&events, ".");
    return events;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const size_t most[] = {1, 2, 3, 7, 64};
    kt_buffer whole = tokenise(data + 1, size - 1, SIZE_MAX, 0); // one piece
    kt_buffer pieces = tokenise(data + 1, size - 1, most[data[0] % 5], data[0]);
    promise(whole.length == pieces.length && memcmp(whole.text, pieces.text, whole.length) == 0,
            "the division of the bytes does not matter");
    kt_buffer_free(&whole);
    kt_buffer_free(&pieces);
    return 0;
}
