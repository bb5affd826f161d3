// SPDX-License-Identifier: EUPL-1.2
// Reads a delimited file of unknown make into a grid: encoding, delimiter and decimal mark are
// found out from the bytes, and what was assumed is said. Whole file in memory, at most 256 MiB.
#ifndef KT_FORMAT_SNIFF_H
#define KT_FORMAT_SNIFF_H

#include "base/notes.h"
#include "format/grid.h"

typedef enum kt_sniff_encoding {
    KT_SNIFF_UTF8,
    KT_SNIFF_UTF16LE,
    KT_SNIFF_UTF16BE,
    KT_SNIFF_WINDOWS_1252,
} kt_sniff_encoding;

typedef struct kt_sniff {
    kt_sniff_encoding encoding;
    char delimiter; // , ; tab |
    char decimal;   // '.', ','; 0: nothing in the file decides
    bool assumed;   // the decimal mark follows from the delimiter only
    bool mixed;     // neither wholly UTF-8 nor surely Windows-1252
} kt_sniff;

// Converts to UTF-8 into `out` (without byte order mark). KT_BAD_INPUT with the place of the first
// byte that no encoding explains.
kt_status kt_sniff_decode(kt_buffer *out, kt_sniff *sniff, const char *bytes, size_t length,
                          kt_error *err);

// The delimiter of UTF-8 text: the candidate that divides the first records most evenly.
char kt_sniff_delimiter(const char *text, size_t length);

// The decimal mark that the texts of a grid's cells decide on: '.', ',', or 0 when none does or
// they contradict each other ("1.234,5" and "1,5" say ','; "1.234" says nothing).
char kt_sniff_decimal(const kt_grid *grid, const kt_pool *pool);

// What one text says about the decimal mark: '.', ',' or 0.
char kt_sniff_vote(const char *text);

// Reads a delimited file as one grid; how it was read becomes a note. `file` is its name in
// places and lives as long as the grid.
kt_status kt_sniff_read(kt_grid_list *out, const char *path, const char *file, kt_pool *pool,
                        kt_notes *remarks, kt_error *err);

// The same from memory.
kt_status kt_sniff_read_bytes(kt_grid_list *out, const kt_buffer *bytes, const char *file,
                              kt_pool *pool, kt_notes *remarks, kt_error *err);

#endif
