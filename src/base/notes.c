// SPDX-License-Identifier: EUPL-1.2
// Keeps up to a hundred thousand notes and counts the rest: more are never read by a person. Text
// and place are copied into the arena of the list, because the file they speak of is closed before
// the list is printed.
#include "base/notes.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"

enum { MAX_NOTES = 100000 };

void kt_notes_add(kt_notes *list, kt_note_kind kind, const char *place, const char *format, ...)
{
    assert(kind <= KT_NOTE_WARNING);
    list->count[kind]++;
    if (list->n >= MAX_NOTES)
        return;
    format = kt_lang_text(list->lang, format);
    va_list args;
    va_start(args, format);
    char *text = kt_arena_format(&list->texts, format, args);
    va_end(args);
    char *where = kt_arena_text(&list->texts, place, strlen(place));
    list->remark = kt_grow_array(list->remark, &list->capacity, list->n + 1, sizeof *list->remark,
                                 &list->failed);
    if (text == NULL || where == NULL || list->failed) {
        list->failed = true;
        return;
    }
    list->remark[list->n++] = (kt_note){kind, where, text};
}

void kt_notes_assume(kt_notes *list, kt_assumption what, const char *place, const char *of)
{
    assert(what < KT_N_ASSUMED);
    list->assumed[what]++;
    if (what == KT_ASSUMED_QUANTITY)
        kt_notes_add(list, KT_NOTE_WARNING, place, "no quantity of \"%s\" is given: 1 is assumed",
                     of);
    else
        kt_notes_add(list, KT_NOTE_WARNING, place, "no mass of \"%s\" is given: 1 gram is assumed",
                     of);
}

void kt_notes_free(kt_notes *list)
{
    kt_arena_free(&list->texts);
    free(list->remark);
    *list = (kt_notes){.lang = list->lang};
}
