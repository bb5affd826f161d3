// SPDX-License-Identifier: EUPL-1.2
// An import of one file, tried with every allocation or call to the system failing in turn: the
// case that it would give is the one that an undisturbed run gives, cell by cell, with the same
// remarks, or there is none, with the reason; every block is given back. To be included by one file
// of a test program, before any other header.
//
// Some thousand allocations an import. Those of opening the reference and the case are the same for
// every format and fail in failing_reading.c: here they fail in `whole_imports` alone, and
// elsewhere from the first byte of the file on.
#ifndef KETEN_TESTS_UNIT_FAILING_IMPORT_H
#define KETEN_TESTS_UNIT_FAILING_IMPORT_H

#include "failing.h"

#include "folder.h"
#include "ingest/merge/import.h"

#define CASES KETEN_SOURCE_DIR "/tests/cases/"

static folder work; // holds the file, and `case`: a copy of the case "asked"

static struct {
    const char *file[2];
    const char *mapping;
    const char *into;  // the case that it goes into; NULL: "case"
    bool loses_blocks; // the library that reads archives does, when memory runs out
    const kt_case *reference;
    char *expected;
} tried;

static void tell_notes(kt_buffer *out, const kt_notes *notes)
{
    for (size_t i = 0; i < notes->n; i++)
        kt_buffer_format(out, "\n%s: %s", notes->note[i].place, notes->note[i].message);
}

static void tell(kt_buffer *out, const kt_import *import)
{
    kt_buffer_format(out, "outcome %d, %zu refused, %zu changes, %s, %s, %s", (int)import->outcome,
                     import->n_refused, import->merge.n, import->file[0].format,
                     import->file[0].profile == NULL ? "" : import->file[0].profile,
                     import->merged == NULL ? "" : import->merged->sha256);
    tell_notes(out, &import->remarks);
    tell_notes(out, &import->rejects.notes);
    for (size_t i = 0; i < import->merge.n; i++)
        kt_buffer_format(out, "\n%d at %s: %s", (int)import->merge.change[i].kind,
                         import->merge.change[i].place,
                         kt_pool_text(&import->pool, import->merge.change[i].after));
    for (size_t t = 0; t < import->draft.n; t++) {
        kt_buffer_format(out, "\n%s:\n", import->draft.table[t].name);
        kt_draft_write_table(out, &import->draft, &import->draft.table[t]);
    }
}

static kt_status import_once(kt_buffer *out, kt_error *err)
{
    char target[600];
    kt_import import;
    kt_import_options options = {.file = tried.file,
                                 .n_files = 1,
                                 .mapping = tried.mapping,
                                 .target = target,
                                 .dry_run = true,
                                 .accept_partial = true,
                                 .yes = true,
                                 .reference = tried.reference,
                                 .date = "2026-04-01"};
    folder_file(target, &work, tried.into == NULL ? "case" : tried.into);
    kt_status status = kt_import_run(&import, &options, err);
    bool watched = failing.watched;
    failing.watched = false;
    if (status == KT_OK && import.outcome == KT_IMPORT_FAULTY) // a file of the case was not read
        status = kt_error_set(err, KT_BAD_INPUT, "%.800s", import.merged->places[0].message);
    if (status == KT_OK)
        tell(out, &import);
    failing.watched = watched;
    kt_import_close(&import);
    return status;
}

static const char *first_difference(const char *text)
{
    static char said[900];
    const char *expected = tried.expected;
    size_t at = 0;
    while (text[at] != '\0' && text[at] == expected[at])
        at++;
    at = at < 100 ? 0 : at - 100;
    snprintf(said, sizeof said, "gives \"%.400s\", not \"%.400s\"", text + at,
             expected + (at < strlen(expected) ? at : 0));
    return said;
}

static const char *run_once(void)
{
    static char said[900];
    kt_error error = {0};
    kt_buffer out = {0};
    const char *wrong = NULL;
    failing_begin();
    kt_status status = import_once(&out, &error);
    failing_end();
    bool named =
        failing.with.memory ? strstr(error.message, "memory") != NULL : strlen(error.message) > 10;
    if (failing.live > 0 && failing.with.memory && !tried.loses_blocks)
        wrong = "leaves blocks behind";
    else if (status == KT_OK && strcmp(out.text, tried.expected) != 0)
        wrong = first_difference(out.text);
    else if (status != KT_OK && (!failing.met || !named)) {
        snprintf(said, sizeof said, "status %d: %.800s", (int)status, error.message);
        wrong = said;
    }
    kt_buffer_free(&out);
    return wrong;
}

// Every `step`-th call fails, by itself and with all that come after it.
static void without(failing_options with, unsigned long step)
{
    kt_buffer expected = {0};
    kt_error error = {0};
    unsigned long runs = 0;
    failing.at = 0;
    if (import_once(&expected, &error) != KT_OK)
        fail_msg("undisturbed: %s", error.message);
    tried.expected = expected.text;
    for (int lasting = 0; lasting < 2; lasting++) {
        with.lasting = lasting != 0;
        const char *wrong = failing_some(run_once, &with, lasting != 0 ? 5 * step : step, &runs);
        if (wrong != NULL)
            fail_msg("%s %lu%s: %s", with.memory ? "allocation" : "call", failing.at,
                     lasting != 0 ? " and later" : "", wrong);
    }
    assert_true(runs > 20);
    kt_buffer_free(&expected);
}

static void without_memory(unsigned long step)
{
    if (FAILING_MEMORY)
        without((failing_options){.memory = true, .after = tried.file[0]}, step);
}

static inline void import_file(const char *path, unsigned long step)
{
    tried.file[0] = path;
    without_memory(step);
}

static inline void import_text(const char *name, const char *text, unsigned long step)
{
    char path[600];
    folder_put(&work, name, text);
    folder_file(path, &work, name);
    import_file(path, step);
    assert_int_equal(unlink(path), 0);
}

static void copy_to(const folder *to, const char *name)
{
    char path[600];
    kt_buffer text = {0};
    snprintf(path, sizeof path, CASES "asked/%s", name);
    assert_int_equal(kt_file_load(&text, path, 1 << 20, NULL, NULL), KT_OK);
    folder_put(to, name, text.text);
    kt_buffer_free(&text);
}

static folder target_folder(void)
{
    folder target;
    snprintf(target.path, sizeof target.path, "%.200s/case", work.path);
    return target;
}

static int make_work(void **state)
{
    (void)state;
    setenv("KETEN_DATA", SMALL_DATA, 1);
    setenv("TZ", "UTC0", 1); // else the C library keeps blocks when a library asks for the time
    work = folder_make();
    folder target = target_folder();
    DIR *entries = opendir(CASES "asked");
    kt_case *reference = NULL;
    if (mkdir(target.path, 0700) != 0 || entries == NULL ||
        kt_open_reference(&reference, NULL, NULL) != KT_OK)
        return -1;
    tried.reference = reference;
    for (struct dirent *e; (e = readdir(entries)) != NULL;) {
        if (e->d_name[0] != '.')
            copy_to(&target, e->d_name);
    }
    return closedir(entries);
}

static int drop_work(void **state)
{
    (void)state;
    folder target = target_folder();
    folder_remove(&target);
    folder_remove(&work);
    kt_case_free((kt_case *)tried.reference);
    return 0;
}

#endif
