// SPDX-License-Identifier: EUPL-1.2
// Writes each workbook beside its name and compares it there with what has the name. Some hundred
// companies at most. Each file goes to another reader, so each is disclosed by itself.
#include "report/form/questionnaire_save.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reason.h"
#include "base/save.h"
#include "report/form/questionnaire_book.h"

enum { NUMBERS = 1000 };

typedef struct saving {
    kt_questionnaire_save *out;
    const kt_questionnaires *all;
    const kt_questionnaire_save_options *options;
} saving;

// FOLDER/STEM.ENDING, or FOLDER/STEM-2.ENDING and so on; NULL when memory runs out.
static const char *path_of(const saving *s, const char *stem, int number, const char *ending)
{
    kt_buffer path = {0};
    kt_buffer_format(&path, "%s/%s", s->options->folder, stem);
    if (number > 1)
        kt_buffer_format(&path, "-%d", number);
    kt_buffer_put(&path, ending);
    const char *kept = path.failed ? NULL : kt_arena_text(&s->out->texts, path.text, path.length);
    kt_buffer_free(&path);
    return kept;
}

// True when another company has the name STEM-NUMBER.
static bool is_taken(const saving *s, const char *stem, int number)
{
    size_t length = strlen(stem);
    char tail[16];
    snprintf(tail, sizeof tail, "-%d", number);
    for (size_t i = 0; i < s->all->n; i++) {
        const char *id = s->all->list[i].organisation_id;
        if (strncmp(id, stem, length) == 0 && strcmp(id + length, tail) == 0)
            return true;
    }
    return false;
}

// Gives what is on its way the first name that is free, or finds it there already.
static kt_status keep(saving *s, kt_save *save, const char *stem, const char *ending, kt_error *err)
{
    kt_written file = {.path = save->path};
    kt_save_outcome outcome = KT_SAVE_OTHER;
    for (int number = 1; number <= NUMBERS && outcome == KT_SAVE_OTHER; number++) {
        if (number > 1 && is_taken(s, stem, number))
            continue;
        file.path = path_of(s, stem, number, ending);
        if (file.path == NULL)
            return kt_error_no_memory(err);
        kt_status status = kt_save_keep(save, file.path, &outcome, err);
        if (status != KT_OK)
            return status;
        if (number == 1 && outcome == KT_SAVE_OTHER)
            file.left = file.path;
    }
    if (outcome == KT_SAVE_OTHER)
        return kt_error_set(err, KT_BAD_INPUT, "%.500s: %d files of that name are there already",
                            file.left, NUMBERS);
    file.written = outcome == KT_SAVE_WRITTEN;
    s->out->file[s->out->n++] = file;
    return KT_OK;
}

static kt_status save_book(saving *s, const kt_questionnaire *sheet, kt_error *err)
{
    kt_save save;
    kt_disclosed disclosed = kt_disclose_form(sheet); // each goes to another reader
    const char *path = path_of(s, sheet->organisation_id, 1, ".xlsx");
    if (path == NULL)
        return kt_error_no_memory(err);
    kt_status status = kt_save_begin(&save, path, err);
    if (status == KT_OK)
        status = kt_questionnaire_book_write(&disclosed, &save, err);
    if (status == KT_OK)
        status = keep(s, &save, sheet->organisation_id, ".xlsx", err);
    kt_save_end(&save);
    return status;
}

static kt_status save_table(saving *s, kt_error *err)
{
    kt_save save;
    kt_buffer table = {0};
    const char *path = path_of(s, "questions", 1, ".csv");
    kt_disclosed disclosed = kt_disclose_form(s->all);
    kt_questionnaire_write_table(&table, &disclosed, s->options->control);
    if (path == NULL || table.failed) {
        kt_buffer_free(&table);
        return kt_error_no_memory(err);
    }
    kt_status status = kt_save_begin(&save, path, err);
    if (status == KT_OK)
        status = kt_save_write(&save, table.text, table.length, err);
    if (status == KT_OK)
        status = keep(s, &save, "questions", ".csv", err);
    kt_save_end(&save);
    kt_buffer_free(&table);
    return status;
}

// A run that is stopped or fails leaves the folder as it was.
static void take_back(kt_questionnaire_save *out)
{
    for (size_t i = 0; i < out->n; i++) {
        if (out->file[i].written)
            (void)unlink(out->file[i].path);
        out->file[i].written = false;
    }
}

kt_status kt_questionnaire_save_all(kt_questionnaire_save *out, const kt_questionnaires *all,
                                    const kt_questionnaire_save_options *options, kt_error *err)
{
    saving s = {out, all, options};
    struct stat info;
    bool there = stat(options->folder, &info) == 0 || !kt_reason_absent(errno);
    *out = (kt_questionnaire_save){0};
    out->file = kt_arena_alloc(&out->texts, all->n + 1, sizeof *out->file);
    if (out->file == NULL)
        return kt_error_no_memory(err);
    kt_status status = kt_save_folder(options->folder, err);
    if (status == KT_OK)
        out->n_cleared = kt_save_clear(options->folder, NULL);
    for (size_t i = 0; i < all->n && status == KT_OK; i++) {
        status = kt_control_step(options->control, "writing", i, all->n, err);
        if (status == KT_OK)
            status = save_book(&s, &all->list[i], err);
    }
    if (status == KT_OK)
        status = save_table(&s, err);
    if (status == KT_OK)
        status = kt_control_check(options->control, err); // the last time: now they stay
    if (status != KT_OK)
        take_back(out);
    if (out->n > 0)
        kt_save_settle_folder(out->file[0].path);
    if (status != KT_OK && !there)
        (void)rmdir(options->folder); // empty again, or not ours
    return status;
}

void kt_questionnaire_save_free(kt_questionnaire_save *saved)
{
    kt_arena_free(&saved->texts);
    *saved = (kt_questionnaire_save){0};
}
