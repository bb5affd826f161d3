// SPDX-License-Identifier: EUPL-1.2
// UTF-8 text: whether it is valid, how to show what is not, how wide it is, how alike two ids are,
// and how two spellings are compared.
#ifndef KT_BASE_TEXT_H
#define KT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

// True for valid UTF-8 without NUL. O(length); plain ASCII takes eight bytes a step.
bool kt_text_valid(const char *text, size_t length);

// Appends `text` for a message: bytes that are not UTF-8 as \xFF, control characters and those that
// nobody sees, that turn the direction of writing or that are none (U+FFFF) too, and at most
// `limit` bytes of it ("…" behind what was cut).
void kt_text_show(kt_buffer *out, const char *text, size_t length, size_t limit);

// True when a terminal only shows the text: no control characters (C0, C1, DEL), none that turn the
// direction of writing or break lines, none without width (U+200B), and no bytes that are no text.
// O(length).
bool kt_text_is_shown(const char *text);

// Bytes of the character at `text` where it is one that a terminal does more with than to show it,
// and its code point; 0 where it only shows it, or where the text is not UTF-8. O(1).
size_t kt_text_hidden(const char *text, uint32_t *point);

// Appends the text with every character shown, not sent: \x1B, \u202E; line ends stay. For all
// that is written to a person's terminal.
void kt_text_show_lines(kt_buffer *out, const char *text);

// The same of one line into `out` of `size` bytes, a NUL behind it: a line end is shown too, and
// what does not fit is left out, whole characters of it. Needs no memory. Returns the length.
size_t kt_text_line(char *out, size_t size, const char *text);

// Appends a line of a message: what the format gives, shown, with a line end behind it. A name with
// a line end in it cannot pass for a line of ours.
void kt_text_tell(kt_buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Bytes of the longest beginning of at most `most` bytes that does not end within a character.
size_t kt_text_whole(const char *text, size_t most);

// Writes the character (0 to 0x10FFFF, no half of a pair) as UTF-8; returns its bytes.
size_t kt_text_encode(char bytes[4], uint32_t point);

// Columns it takes on a terminal (East Asian wide characters count two, combining ones none).
size_t kt_text_width(const char *text);

// Bytes of the longest beginning of `text` that takes at most `columns` columns; *used gets those
// it takes.
size_t kt_text_fit(const char *text, size_t columns, size_t *used);

// Number of edits (insert, delete, replace, swap of neighbours) between two short ids; letter case
// is ignored. At most 64 bytes of each are looked at.
size_t kt_text_distance(const char *a, const char *b);

// True when a word of the id begins with `part`, letter case ignored: "air" is in "fn-air-defence".
// False for an empty part.
bool kt_text_has_word(const char *id, const char *part);

// Writes `text` as it is compared: lower case, no accents, one form for what looks the same (NFKD:
// "Wärtsilä" gives "wartsila", "Ⅱ" "ii"); marks and symbols outside ASCII, and bytes that are not
// UTF-8, become spaces. At most `size` - 1 bytes and a NUL; *cut says that more would follow.
// Returns the length.
size_t kt_text_fold(char *out, size_t size, const char *text, size_t length, bool *cut);

// An id of DESIGN section 3: [A-Za-z0-9][A-Za-z0-9._-]{0,63}
bool kt_text_is_id(const char *text, size_t length);

#endif
