// SPDX-License-Identifier: EUPL-1.2
// An array that grows and an arena of texts. Up to a million messages are kept, some 150 MB, and
// the rest is counted: more are never read by a person. Text and place are copied, because the file
// they speak of is closed before the list is printed.
#include "base/notes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"

enum { MOST_NOTES = 1000000 };

void kt_notes_put(kt_notes *list, kt_note note, const char *format, va_list args)
{
    assert(note.kind <= KT_NOTE_PLAIN);
    list->n_errors += note.kind == KT_NOTE_FAULT;
    if (list->n >= (list->most == 0 ? MOST_NOTES : list->most)) {
        list->cut = true;
        return;
    }
    note.message = kt_arena_format(&list->texts, kt_lang_text(list->lang, format), args);
    list->failed |= note.message == NULL;
    if (note.place != NULL) {
        note.place = kt_arena_text(&list->texts, note.place, strlen(note.place));
        list->failed |= note.place == NULL;
    }
    list->note =
        kt_grow_array(list->note, &list->capacity, list->n + 1, sizeof *list->note, &list->failed);
    if (!list->failed)
        list->note[list->n++] = note;
}

void kt_notes_add(kt_notes *list, kt_note_kind kind, const char *place, const char *format, ...)
{
    kt_note note = {.kind = kind, .place = place, .see_record = KT_NO_RECORD};
    va_list args;
    va_start(args, format);
    kt_notes_put(list, note, format, args);
    va_end(args);
}

void kt_notes_free(kt_notes *list)
{
    kt_arena_free(&list->texts);
    free(list->note);
    *list = (kt_notes){.lang = list->lang};
}
