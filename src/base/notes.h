// SPDX-License-Identifier: EUPL-1.2
// What an import has to say about a file, each note with its place: how the file was read, what was
// assumed, what a person should look at. Rows that are refused have a list of their own (reject.h).
// A place is text, because a workbook has sheets and cells, a CSV file lines, a JSON file paths.
// Expected: some tens; a bad file may give one a row.
#ifndef KT_BASE_NOTES_H
#define KT_BASE_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

typedef enum kt_note_kind {
    KT_NOTE_PLAIN,   // how the file was read: nothing is wrong
    KT_NOTE_WARNING, // read, but a person should look
} kt_note_kind;

// Figures that the format needs and a file does not give: taken, graded D, and counted here.
typedef enum kt_assumption {
    KT_ASSUMED_QUANTITY, // 1 of a part in what it goes into
    KT_ASSUMED_MASS,     // 1 gram of a material
    KT_N_ASSUMED
} kt_assumption;

typedef struct kt_note {
    kt_note_kind kind;
    const char *place;
    const char *message;
} kt_note;

typedef struct kt_notes {
    kt_lang lang;
    kt_arena texts;
    kt_note *remark;
    size_t n, capacity;
    size_t count[2]; // by kind, those not kept included
    size_t assumed[KT_N_ASSUMED];
    bool failed; // memory ran out
} kt_notes;      // {0} is an empty list

// Adds a note; `format` is English and is looked up in the list's language. Beyond a hundred
// thousand, notes are counted and not kept.
void kt_notes_add(kt_notes *list, kt_note_kind kind, const char *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Warns that a figure of `of` was assumed, and counts it: no invented figure may be silent.
void kt_notes_assume(kt_notes *list, kt_assumption what, const char *place, const char *of);

void kt_notes_free(kt_notes *list);

#endif
