// SPDX-License-Identifier: EUPL-1.2
// CSV of RFC 4180 as a stream of fields and records. libcsv does the tokenising; we add what a
// reader of big files needs: a malformed quote spoils its record, not the rest of the file.
#ifndef KT_FORMAT_CSV_H
#define KT_FORMAT_CSV_H

#include <stddef.h>

#include "base/error.h"

typedef struct kt_csv kt_csv;

// More than any text of people: the whole of a book.
enum { KT_CSV_FIELD = 1 << 20 };

// Called in file order. Blank lines give no record. Text is not NUL-terminated and lives until the
// call returns. `broken` ends a record like `record` does, when a quote in it is malformed.
typedef struct kt_csv_sink {
    void *user;
    void (*field)(void *user, const char *text, size_t length);
    void (*record)(void *user);
    void (*broken)(void *user);
} kt_csv_sink;

// Called for a field of more than KT_CSV_FIELD bytes, with what was read of it. Nothing behind it
// is looked at, nor is anything else called.
typedef void (*kt_csv_too_long)(void *user, const char *text, size_t length);

// Caller owns *out and closes it. KT_NO_RESOURCES when memory runs out.
kt_status kt_csv_open(kt_csv **out, kt_csv_sink sink, kt_error *err);
void kt_csv_close(kt_csv *csv);

// Another mark than `,` between fields; before the first byte is fed.
void kt_csv_set_delimiter(kt_csv *csv, char delimiter);

// Fields get a limit; before the first byte is fed. Without it a field may have any length.
void kt_csv_limit_fields(kt_csv *csv, kt_csv_too_long too_long);

// Bytes of a UTF-8 byte order mark at the start of a file: 3 or 0. The caller skips it.
size_t kt_csv_byte_order_mark(const char *bytes, size_t length);

// Any division of the bytes over calls gives the same fields.
kt_status kt_csv_feed(kt_csv *csv, const char *bytes, size_t length, kt_error *err);

// Ends the last record where the file does not end in a line break.
kt_status kt_csv_finish(kt_csv *csv, kt_error *err);

#endif
