// SPDX-License-Identifier: EUPL-1.2
// Goes through the file with the parser that reads it, so that quotes and line ends mean the same,
// and stores nothing.
#include "ingest/package/row_count.h"

#include <stdbool.h>

#include "format/csv.h"

typedef struct counter {
    kt_csv *csv;
    const kt_control *control;
    size_t most_uneven;
    uint64_t n;
    size_t n_uneven;
    uint32_t field, n_columns; // of this record; of the first
    bool started, header_done, ended;
} counter;

static void on_field(void *user, const char *text, size_t length)
{
    (void)text;
    (void)length;
    ((counter *)user)->field++;
}

static void on_uneven(counter *c)
{
    c->field = 0;
    c->ended |= ++c->n_uneven >= c->most_uneven;
}

static void on_record(void *user)
{
    counter *c = user;
    if (!c->header_done) {
        c->header_done = true;
        c->n_columns = c->field;
    } else if (c->field != c->n_columns) {
        on_uneven(c);
    } else {
        c->n += !c->ended;
    }
    c->field = 0;
}

static void on_broken(void *user)
{
    on_uneven(user);
}

static void on_too_long(void *user, const char *text, size_t length)
{
    (void)text;
    (void)length;
    ((counter *)user)->ended = true;
}

static kt_status on_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    counter *c = user;
    size_t skip = c->started ? 0 : kt_csv_byte_order_mark(bytes, length);
    c->started = true;
    kt_status status = kt_control_check(c->control, err);
    if (status == KT_OK)
        status = kt_csv_feed(c->csv, bytes + skip, length - skip, err);
    return status == KT_OK && c->ended ? KT_BAD_INPUT : status; // what follows is not read either
}

kt_status kt_row_count(uint64_t *out, const kt_root *root, const char *file, size_t most_uneven,
                       const kt_control *control, kt_error *err)
{
    counter c = {.control = control, .most_uneven = most_uneven};
    kt_status status = KT_OK;
    KT_TRY(kt_csv_open(&c.csv, (kt_csv_sink){&c, on_field, on_record, on_broken}, err));
    kt_csv_limit_fields(c.csv, on_too_long);
    status = kt_root_read(root, file, on_chunk, &c, NULL, err);
    if (status == KT_BAD_INPUT && c.ended)
        status = KT_OK;
    else if (status == KT_OK)
        status = kt_csv_finish(c.csv, err);
done:
    kt_csv_close(c.csv);
    *out = c.n;
    return status;
}
