// SPDX-License-Identifier: EUPL-1.2
// Writes CSV of RFC 4180 in one canonical form: `,` between fields, LF behind records, quotes only
// where a field needs them (`,`, `"`, CR, LF, spaces at its ends), UTF-8. The same table always has
// the same bytes, so a version control shows what changed.
#ifndef KT_FORMAT_CSV_WRITE_H
#define KT_FORMAT_CSV_WRITE_H

#include "base/buffer.h"

// Appends one field, with a comma before it unless it is the first of its record. A record of one
// empty field is written as `""`: an empty line would be no record.
void kt_csv_write_field(kt_buffer *out, const char *text, bool first);
void kt_csv_write_end(kt_buffer *out);

// Appends a text for people who open the file in a spreadsheet: one that would be taken for a
// formula there (it begins with = + - @, their wide forms, a tab or a line end, behind any blanks
// and apostrophes) gets an apostrophe before it. So does what stands behind a `;`, a tab or a line
// end in it, where a spreadsheet that parts fields by those begins a cell. Figures and tables of a
// case are data, and stay as they are.
void kt_csv_write_text(kt_buffer *out, const char *text, bool first);

// What kt_csv_write_text was given, from a field that is read: false where that is the field as it
// is, else `out` gets it in place of what it held (and out->failed where memory runs out).
bool kt_csv_write_unguard(kt_buffer *out, const char *text, size_t length);

#endif
