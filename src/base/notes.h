// SPDX-License-Identifier: EUPL-1.2
// Messages with their places, collected: bad data is told of whole, never only the first of it. One
// list serves the faults of a data set (fault.h), the rows of a file that are refused (reject.h),
// and what a person should know of how a file was read. Expected: some tens; a bad file may give
// one a row.
//
// A place is a text ("parts.xlsx:items!C12", a path in a JSON file), or a record of a file: then
// its line and column are filled in afterwards by whoever knows the text (ingest), and only for the
// files that need it.
#ifndef KT_BASE_NOTES_H
#define KT_BASE_NOTES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/said.h"

#define KT_NO_RECORD UINT32_MAX

typedef enum kt_note_kind {
    KT_NOTE_FAULT,   // wrong: it cannot be used as it is
    KT_NOTE_WARNING, // used, but a person should look
    KT_NOTE_PLAIN,   // how it was read: nothing is wrong
} kt_note_kind;

typedef struct kt_note {
    kt_note_kind kind;
    const char *place;   // as a text; NULL: the record of a file below
    kt_said said;        // the message, in the list's arena
    const char *message; // the same in the list's language; NULL in a list that is quiet
    const char *file;    // as the package names it; outlives the list
    uint32_t package;    // which package the file is of: the list does not care, the locator does
    uint32_t record;     // 0 = header row, KT_NO_RECORD = the file as a whole
    uint32_t field;      // 0 = first
    uint32_t see_record; // a second place that the message speaks of, or KT_NO_RECORD
    uint32_t line, column, see_line; // 0 until located
} kt_note;

typedef struct kt_notes {
    kt_lang lang; // of the messages
    bool quiet;   // messages are kept as they can be said in every language, and not said yet
    kt_arena texts;
    kt_note *note;
    size_t n, capacity;
    size_t n_errors; // faults, those that are not kept included
    size_t most;     // that are kept; 0: a million
    bool cut;        // there were more
    bool failed;     // memory ran out: what was told since is lost
} kt_notes;          // {0} is an empty list

// Adds a message at a place that is a text; `format` is English and is looked up in the list's
// language.
void kt_notes_add(kt_notes *list, kt_note_kind kind, const char *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// The same for lists with places of their own: `note` gives everything but the message, and in
// said.words which values are words that have a translation; its place is copied.
void kt_notes_put(kt_notes *list, kt_note note, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

// The same for a text that only the caller can say in each language.
void kt_notes_put_each(kt_notes *list, kt_note note, const char *const text[KT_N_LANGS]);

// Appends the message of a note, in any language.
void kt_notes_say(kt_buffer *out, const kt_note *note, kt_lang lang);

// The list is empty then, and keeps its language.
void kt_notes_free(kt_notes *list);

#endif
