// SPDX-License-Identifier: EUPL-1.2
// An array that grows and an arena of texts. Up to a million messages are kept, some 150 MB, and
// the rest is counted: more are never read by a person. Text and place are copied, because the file
// they speak of is closed before the list is printed.
#include "base/notes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

enum { MOST_NOTES = 1000000 };

// Whether there is room for one more; what there is none for is counted.
static bool has_room(kt_notes *list, const kt_note *note)
{
    assert(note->kind <= KT_NOTE_PLAIN);
    list->n_errors += note->kind == KT_NOTE_FAULT;
    bool room = list->n < (list->most == 0 ? MOST_NOTES : list->most);
    list->cut |= !room;
    return room;
}

static void add(kt_notes *list, kt_note note)
{
    kt_buffer text = {0};
    if (!list->quiet) {
        kt_said_write(&text, &note.said, list->lang);
        note.message = text.failed ? NULL
                                   : kt_arena_text(&list->texts, text.text == NULL ? "" : text.text,
                                                   text.length);
        list->failed |= note.message == NULL;
    }
    if (note.place != NULL) {
        note.place = kt_arena_text(&list->texts, note.place, strlen(note.place));
        list->failed |= note.place == NULL;
    }
    list->note =
        kt_grow_array(list->note, &list->capacity, list->n + 1, sizeof *list->note, &list->failed);
    if (!list->failed)
        list->note[list->n++] = note;
    kt_buffer_free(&text);
}

void kt_notes_put(kt_notes *list, kt_note note, const char *format, va_list args)
{
    if (!has_room(list, &note))
        return;
    if (kt_said_keep(&note.said, &list->texts, note.said.words, format, args))
        add(list, note);
    else
        list->failed = true;
}

void kt_notes_put_each(kt_notes *list, kt_note note, const char *const text[KT_N_LANGS])
{
    if (!has_room(list, &note))
        return;
    if (kt_said_keep_each(&note.said, &list->texts, text))
        add(list, note);
    else
        list->failed = true;
}

void kt_notes_say(kt_buffer *out, const kt_note *note, kt_lang lang)
{
    kt_said_write(out, &note->said, lang);
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
