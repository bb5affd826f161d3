// SPDX-License-Identifier: EUPL-1.2
// Texts as a workbook holds them. XML cannot hold every character, so that a character may stand as
// _x000D_, the four digits being a unit of UTF-16 (ECMA-376, part 1, 22.9.2.19); a text that really
// says _x000D_ stands as _x005F_x000D_.
#ifndef KT_FORMAT_XLSX_TEXT_H
#define KT_FORMAT_XLSX_TEXT_H

#include "base/buffer.h"

enum { KT_XLSX_TEXT = 32767 }; // characters in a cell, the most that spreadsheets allow

// Puts the characters in the place of what stands for them; returns the new length, which is never
// more. What stands for no character (half of one, the byte 0) stays as it is.
size_t kt_xlsx_text_decode(char *text, size_t length);

// Appends what a workbook must hold so that a spreadsheet shows `text`.
void kt_xlsx_text_encode(kt_buffer *out, const char *text);

// Bytes of the first `characters` of the text, counted as spreadsheets do, in units of UTF-16.
size_t kt_xlsx_text_most(const char *text, size_t characters);

#endif
