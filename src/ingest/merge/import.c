// SPDX-License-Identifier: EUPL-1.2
// Puts the merged case together in memory and opens it as any case is: its faults lead back, by the
// rows they are in, to the cells of the files. What was refused is left out of the next attempt,
// until nothing new is refused; 25 attempts at most. So one set of rules judges every case, and
// what it judges is what will really lie on the disk, which is written to once all is decided.
// Files of up to 200,000 rows.
#include "ingest/merge/import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/lang.h"
#include "base/reason.h"
#include "base/save.h"
#include "base/text.h"
#include "format/folder.h"
#include "ingest/intake/grid_rows.h"
#include "ingest/intake/parts.h"
#include "ingest/merge/identify_company.h"
#include "ingest/merge/import_file.h"
#include "ingest/package/open.h"
#include "ingest/package/package.h"

enum { MAX_PASSES = 25, MOST_REMARKS = 100000 };

typedef struct importing {
    kt_import *import;
    const kt_import_options *options;
    kt_recogniser *recogniser;
    kt_folder folder;
    bool asks_mapping;
    const char *proposal; // where the caller wants the proposal, NULL: nowhere
    size_t proposal_file;
} importing;

static kt_intake intake_of(const importing *g)
{
    kt_import *i = g->import;
    return (kt_intake){&i->delivery, &i->grids, &i->pool,   g->recogniser,      &i->remarks,
                       &i->rejects,  &i->draft, i->assumed, g->options->control};
}

static const kt_case *reference_of(const importing *g)
{
    return g->options->reference != NULL ? g->options->reference : g->import->read_reference;
}

// The reference is read once, whatever opens on it.
static kt_status open_reference(importing *g, kt_error *err)
{
    kt_open_options open = {.lang = g->options->lang, .control = g->options->control};
    kt_status status = KT_OK;
    if (g->options->reference == NULL)
        status = kt_open_reference(&g->import->read_reference, &open, err);
    if (status == KT_OK || g->import->read_reference != NULL)
        status = kt_open_on(&g->import->reference, NULL, reference_of(g), &open, err);
    return status;
}

// Whether the case has the file.
static kt_status has_file(bool *has, const importing *g, const char *name, kt_error *err)
{
    kt_error reason = {.lang = g->options->lang};
    kt_status status = kt_root_has(has, &g->folder.root, name, &reason);
    if (status == KT_OK)
        return KT_OK;
    return kt_error_set(err, status, "%.300s/%.200s: %.400s", g->options->target, name,
                        reason.message);
}

// The case as it is. One with faults is left alone here: the merged case is judged later.
static kt_status open_before(importing *g, kt_error *err)
{
    kt_open_options open = {.lang = g->options->lang, .control = g->options->control};
    bool has;
    kt_status status = has_file(&has, g, kt_package_file, err);
    if (status != KT_OK)
        return status;
    if (has)
        status = kt_open_beneath(&g->import->before, &g->folder.root, reference_of(g), &open, NULL);
    if (status == KT_NO_RESOURCES)
        return kt_error_no_memory(err);
    if (status != KT_OK) {
        kt_case_free(g->import->before);
        g->import->before = NULL;
    }
    return KT_OK;
}

// True for ".", "..", and what ends in one of them: paths that do not end in the case's name.
static bool is_nameless(const char *path, size_t length)
{
    size_t dots = 0;
    while (dots < length && path[length - 1 - dots] == '.')
        dots++;
    return (dots == 1 || dots == 2) && (dots == length || path[length - 1 - dots] == '/');
}

// True when the path is one of the files that are imported, or may be.
static bool is_read(const importing *g, const char *path)
{
    struct stat there;
    struct stat file;
    if (stat(path, &there) != 0)
        return false;
    for (size_t f = 0; f < g->options->n_files; f++) {
        bool seen = stat(g->options->file[f], &file) == 0;
        if (seen ? file.st_dev == there.st_dev && file.st_ino == there.st_ino
                 : !kt_reason_absent(errno))
            return true;
    }
    return false;
}

// The list of rejects lies beside the case; never in place of a list that it is about.
static const char *reject_path(importing *g)
{
    static const char END[] = "-rejected.csv";
    enum { NUMBER = 12 };
    const char *target = g->options->target;
    size_t length = strlen(target);
    while (length > 1 && target[length - 1] == '/')
        length--;
    if (is_nameless(target, length)) {
        target = g->folder.target;
        length = strlen(target);
    }
    size_t size = length + sizeof END + NUMBER;
    char *path = kt_arena_alloc(&g->import->arena, size, 1);
    if (path == NULL)
        return NULL;
    snprintf(path, size, "%.*s%s", (int)length, target, END);
    for (unsigned n = 2; is_read(g, path); n++)
        snprintf(path, size, "%.*s-rejected-%u.csv", (int)length, target, n);
    return path;
}

static kt_status open_draft(importing *g, kt_error *err)
{
    return kt_draft_open_beneath(&g->import->draft, &g->folder.root, g->options->target,
                                 &g->import->pool, g->options->control, err);
}

// The folder of the case, for this import alone unless it only looks. What killed imports had left
// is told of.
static kt_status open_target(importing *g, kt_error *err)
{
    const kt_import_options *o = g->options;
    kt_folder_options options = {.look_only = o->dry_run, .wait = {.control = o->control}};
    kt_status status = kt_folder_open(&g->folder, o->target, &options, err);
    if (status != KT_OK)
        return status;
    const char *rejects = reject_path(g);
    if (rejects == NULL)
        return kt_error_no_memory(err);
    size_t n = g->folder.n_cleared + (o->dry_run ? 0 : kt_save_clear_beside(rejects));
    if (n > 0)
        kt_notes_add(&g->import->remarks, KT_NOTE_WARNING, o->target,
                     n == 1 ? "%zu unfinished folder or file of an import that did not end was "
                              "removed"
                            : "%zu unfinished folders or files of imports that did not end were "
                              "removed",
                     n);
    return KT_OK;
}

static kt_status open_all(importing *g, kt_error *err)
{
    kt_import *i = g->import;
    i->remarks.lang = g->options->lang;
    i->remarks.most = MOST_REMARKS;
    i->rejects.notes.lang = g->options->lang;
    i->n_files = g->options->n_files;
    i->date = g->options->date == NULL ? "" : g->options->date;
    i->file = kt_arena_alloc(&i->arena, i->n_files + 1, sizeof *i->file);
    if (i->file == NULL || !kt_pool_open(&i->pool))
        return kt_error_no_memory(err);
    i->delivery.pool = &i->pool;
    i->grids.control = g->options->control;
    i->merge.pool = &i->pool;
    kt_status status = open_reference(g, err);
    if (status == KT_OK)
        status = open_target(g, err);
    if (status == KT_OK)
        status = open_draft(g, err);
    if (status == KT_OK)
        status = open_before(g, err);
    if (status == KT_OK)
        status = kt_recognise_open(&g->recogniser, i->reference, i->before, &i->draft, err);
    return status;
}

static void say_sheets(importing *g, const kt_import_file *file)
{
    char place[KT_GRID_PLACE];
    for (size_t s = 0; s < file->mapping.n; s++) {
        const kt_grid *grid = &g->import->grids.grid[file->first + s];
        bool ours = grid->n_cells > 0 && strncmp(kt_pool_text(&g->import->pool, grid->cell[0].text),
                                                 "keten:", 6) == 0; // explanation, lists
        if (*file->mapping.sheet[s].table != '\0' || grid->n_cells == 0 || ours)
            continue;
        snprintf(place, sizeof place, "%.255s%s%.*s", file->name, *grid->sheet == '\0' ? "" : ":",
                 (int)kt_text_whole(grid->sheet, KT_GRID_SHEET), grid->sheet);
        if (grid->hidden)
            kt_notes_add(&g->import->remarks, KT_NOTE_WARNING, place,
                         "the sheet is hidden: it is not read");
        else
            kt_notes_add(&g->import->remarks, KT_NOTE_PLAIN, place,
                         "no table is recognised here: it is not read");
    }
}

static kt_status read_file(importing *g, size_t index, const char **given, kt_error *err)
{
    kt_import *i = g->import;
    kt_import_file *file = &i->file[index];
    kt_intake intake = intake_of(g);
    bool used = false;
    kt_status status = kt_import_file_read(i, index, g->options->file[index], &intake, err);
    if (status == KT_OK)
        status = kt_import_file_map(i, index, &g->folder.root, *given, &used, err);
    if (status != KT_OK || file->n_grids == 0)
        return status;
    if (!kt_mapping_is_useful(&file->mapping))
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.300s: no sheet has columns that are recognised: a header row with "
                            "a part or its name, and one column more, is expected; or give a "
                            "mapping",
                            g->options->file[index]);
    if (used) {
        if (file->profile == NULL) {
            g->proposal = *given;
            g->proposal_file = index;
        }
        *given = NULL;
    }
    g->asks_mapping |= file->profile == NULL && !kt_mapping_is_sure(&file->mapping);
    say_sheets(g, file);
    for (size_t s = 0; s < file->mapping.n && status == KT_OK; s++) {
        if (*file->mapping.sheet[s].table != '\0')
            status = kt_grid_rows_read(&intake, file->first + s, &file->mapping.sheet[s], err);
    }
    return status;
}

// A table that the case gets must not take the name of a file that is no table of it.
static kt_status check_new(const importing *g, const kt_draft_table *table, kt_error *err)
{
    bool has = false;
    kt_status status = table->listed ? KT_OK : has_file(&has, g, table->path, err);
    if (status != KT_OK || !has)
        return status;
    return kt_error_set(err, KT_BAD_INPUT,
                        "%.300s/%.300s is there already, but datapackage.json does not name it: "
                        "add it there as table \"%.60s\", or move it away",
                        g->options->target, table->path, table->name);
}

static kt_status put_draft(importing *g, kt_error *err)
{
    kt_draft *draft = &g->import->draft;
    kt_status status = KT_OK;
    for (size_t t = 0; t < draft->n && status == KT_OK; t++) {
        if (draft->table[t].changed)
            status = check_new(g, &draft->table[t], err);
    }
    return status == KT_OK ? kt_draft_put(draft, &g->folder, err) : status;
}

static const kt_draft_table *table_of_file(const kt_draft *draft, const char *file)
{
    for (size_t t = 0; t < draft->n; t++) {
        if (strcmp(draft->table[t].path, file) == 0)
            return &draft->table[t];
    }
    return NULL;
}

// The delivered row behind a record of a table of the merged case; false: it was in the case
// before.
static bool find_row(const importing *g, const kt_draft_table *table, uint32_t record,
                     size_t *delivered_table, size_t *row)
{
    if (table == NULL || record == KT_NO_RECORD || record == 0 || record > table->n_rows ||
        table->origin[record - 1] == KT_NO_ORIGIN)
        return false;
    kt_delivery_row_at(&g->import->delivery, table->origin[record - 1], delivered_table, row);
    return true;
}

// True when a delivered row explains the fault, and is now refused for it.
static bool blame(importing *g, const kt_fault *fault)
{
    kt_import *i = g->import;
    const kt_draft_table *table = table_of_file(&i->draft, fault->file);
    char place[KT_GRID_PLACE];
    size_t t;
    size_t row;
    if (fault->package != KT_PACKAGE_CASE || (!find_row(g, table, fault->record, &t, &row) &&
                                              !find_row(g, table, fault->see_record, &t, &row)))
        return false;
    size_t field = KT_DELIVERY_FIELDS;
    for (size_t f = 0; fault->field < table->n_columns && f < i->delivery.table[t].n_fields; f++) {
        if (i->delivery.table[t].field[f] == table->column[fault->field])
            field = f;
    }
    kt_delivery_where(place, &i->delivery, &i->grids, &i->delivery.table[t], row, field);
    kt_buffer text = {0};
    kt_notes_say(&text, fault, i->rejects.notes.lang);
    i->rejects.notes.failed |= text.failed;
    if (!text.failed)
        kt_reject_add(&i->rejects, i->delivery.table[t].row[row].place, place, "%s",
                      text.text == NULL ? "" : text.text);
    kt_buffer_free(&text);
    return true;
}

// Marks the rows of the rejects from number `from` on; *any when there were rows to mark.
static kt_status refuse_rejected(kt_import *i, size_t from, bool *any, kt_error *err)
{
    size_t n = i->rejects.notes.n - from;
    kt_delivery_place *place = malloc((n + 1) * sizeof *place);
    if (place == NULL)
        return kt_error_no_memory(err);
    for (size_t r = 0; r < n; r++)
        place[r] = i->rejects.row[from + r];
    *any = kt_delivery_refuse(&i->delivery, place, n) > 0;
    free(place);
    return KT_OK;
}

static bool has_rows(const kt_delivery *delivery)
{
    size_t n = 0;
    for (size_t t = 0; t < delivery->n; t++)
        n += delivery->table[t].n_rows;
    return n > 0;
}

// A new case gets the title and description of the case that it is made from.
static void describe(kt_import *i)
{
    kt_json_tree *root = i->draft.descriptor;
    const char *const about[][2] = {{"title", i->title}, {"description", i->description}};
    for (size_t k = 0; k < 2; k++) {
        if (about[k][1] != NULL && kt_json_tree_get(root, about[k][0]) == NULL &&
            kt_json_tree_add_text(root, about[k][0], about[k][1], &i->draft.arena) == NULL)
            i->draft.failed = true;
    }
}

// A fault of a whole file or of the reference: a file could not be read, say. Rows that now name
// what could not be read are not to blame.
static bool is_broken(const kt_case *merged)
{
    for (size_t f = 0; f < merged->faults.n; f++) {
        const kt_fault *fault = &merged->faults.note[f];
        if (fault->kind == KT_NOTE_FAULT && (fault->package != KT_PACKAGE_CASE ||
                                             fault->record == KT_NO_RECORD || fault->record == 0))
            return true;
    }
    return false;
}

// Merges into a fresh draft, puts it into the folder in memory, opens and judges it. *clean: no
// fault is left; *refused: rows were refused that were not before.
static kt_status attempt(importing *g, bool *clean, bool *refused, kt_error *err)
{
    kt_import *i = g->import;
    kt_status status = KT_OK;
    size_t rejects = i->rejects.notes.n;
    kt_open_options open = {.lang = g->options->lang, .control = g->options->control};
    kt_error faults = {.lang = g->options->lang};

    kt_draft_close(&i->draft);
    kt_merge_log_free(&i->merge);
    kt_case_free(i->merged);
    i->merged = NULL;
    kt_folder_forget(&g->folder);
    KT_TRY(open_draft(g, err));
    describe(i);
    kt_control_tell(g->options->control, "merging", 0, 0);
    KT_TRY(
        kt_identify_company_all(&i->merge, &i->draft, &i->delivery, &i->grids, g->recogniser, err));
    KT_TRY(kt_merge_delivery(&i->merge, &i->draft, &i->delivery, &i->grids, &i->rejects, err));
    kt_control_tell(g->options->control, "writing", 0, 0);
    KT_TRY(put_draft(g, err));
    status = kt_open_beneath(&i->merged, &g->folder.root, reference_of(g), &open, &faults);
    if (status != KT_OK && i->merged == NULL) {
        if (err != NULL)
            *err = faults;
        goto done;
    }
    *clean = i->merged->faults.n_errors == 0;
    size_t n_blamed = is_broken(i->merged) ? 0 : i->merged->faults.n;
    for (size_t f = 0; f < n_blamed; f++) {
        KT_TRY(kt_control_check(g->options->control, err));
        if (i->merged->faults.note[f].kind == KT_NOTE_FAULT)
            (void)blame(g, &i->merged->faults.note[f]);
    }
    KT_TRY(refuse_rejected(i, rejects, refused, err));
    if (i->rejects.notes.failed || i->delivery.failed)
        status = kt_error_no_memory(err);
done:
    return status;
}

static kt_status merge_and_check(importing *g, bool *clean, kt_error *err)
{
    bool refused = true;
    kt_status status = KT_OK;
    for (int pass = 0; pass < MAX_PASSES && refused && status == KT_OK; pass++) {
        status = attempt(g, clean, &refused, err);
        if (!g->options->accept_partial)
            break;
    }
    return status;
}

// The list of what is refused, without its name yet: a list that stands says that the rest was
// taken.
static kt_status write_rejects(importing *g, kt_save *save, kt_error *err)
{
    kt_import *i = g->import;
    kt_buffer text = {0};
    if (i->rejects.notes.n == 0 || g->options->dry_run)
        return KT_OK;
    const char *path = reject_path(g);
    kt_reject_write(&text, &i->rejects, &i->grids, &i->pool);
    kt_status status =
        path == NULL || text.failed ? kt_error_no_memory(err) : kt_save_begin(save, path, err);
    if (status == KT_OK)
        status = kt_save_write(save, text.text, text.length, err);
    if (status == KT_OK)
        i->reject_path = path;
    kt_buffer_free(&text);
    return status;
}

// Gives the list its name. Where the case was changed, that stays: a list that cannot be had is
// then told of, and no failure.
static kt_status name_rejects(importing *g, kt_save *save, kt_error *err)
{
    kt_import *i = g->import;
    kt_error reason = {.lang = g->options->lang};
    kt_status status = i->reject_path == NULL ? KT_OK : kt_save_replace(save, &reason);
    if (status == KT_OK)
        return KT_OK;
    if (i->outcome != KT_IMPORT_WRITTEN)
        return kt_error_set(err, status, "%s", reason.message);
    kt_notes_add(&i->remarks, KT_NOTE_WARNING, i->reject_path, "%s", reason.message);
    i->reject_path = NULL;
    return KT_OK;
}

// Profiles that were given or agreed to, kept for the next delivery.
static kt_status keep_profiles(importing *g, bool *any, kt_error *err)
{
    kt_import *i = g->import;
    kt_status status = KT_OK;
    for (size_t f = 0; f < i->n_files && status == KT_OK; f++) {
        char path[128];
        kt_buffer text = {0};
        kt_import_file_profile(path, &i->file[f]);
        bool own = i->file[f].profile != NULL && strncmp(i->file[f].profile, "mappings/", 9) == 0;
        bool old = false;
        if (i->file[f].n_grids == 0 ||
            (i->file[f].profile == NULL && kt_mapping_is_sure(&i->file[f].mapping)))
            continue;
        if (own)
            status = has_file(&old, g, path, err);
        if (status != KT_OK || old)
            continue;
        kt_mapping_write(&text, &i->file[f].mapping);
        status = kt_folder_put(&g->folder, path, &text, err);
        *any = true;
    }
    return status;
}

static kt_status write_proposal(importing *g, kt_error *err)
{
    kt_buffer text = {0};
    if (g->proposal == NULL)
        return KT_OK;
    kt_mapping_write(&text, &g->import->file[g->proposal_file].mapping);
    kt_status status = text.failed ? kt_error_no_memory(err)
                                   : kt_save_file(g->proposal, text.text, text.length, err);
    if (status == KT_OK)
        g->import->mapping_path = g->proposal;
    kt_buffer_free(&text);
    return status;
}

static bool draft_changed(const kt_draft *draft)
{
    for (size_t t = 0; t < draft->n; t++) {
        if (draft->table[t].changed)
            return true;
    }
    return false;
}

static kt_status conclude(importing *g, bool clean, kt_error *err)
{
    kt_import *i = g->import;
    const kt_import_options *o = g->options;
    kt_save rejects = {0};
    bool profiles = false;
    bool changes = kt_merge_log_total(&i->merge, KT_CHANGE_CHANGED) > 0 ||
                   kt_merge_log_total(&i->merge, KT_CHANGE_CONTRADICTED) > 0 ||
                   kt_merge_log_total(&i->merge, KT_CHANGE_REMOVED) > 0 ||
                   kt_merge_log_total(&i->merge, KT_CHANGE_SETTLED) > 0;
    kt_status status = KT_OK;
    if (i->merge.settles_more)
        kt_notes_add(&i->remarks, KT_NOTE_WARNING, "answers",
                     "more than 1,000 answers about companies: import once more for the rest");
    KT_TRY(kt_reject_rows(&i->n_refused, &i->rejects, err));
    if (i->n_refused > 0 && !o->accept_partial) {
        i->outcome = KT_IMPORT_REFUSED;
    } else if (!clean) {
        i->outcome = KT_IMPORT_FAULTY;
    } else if (o->dry_run) {
        i->outcome = KT_IMPORT_DRY;
    } else if (g->proposal != NULL || (g->asks_mapping && !o->yes)) {
        i->outcome = KT_IMPORT_ASKS_MAPPING;
    } else if (changes && !o->yes) {
        i->outcome = KT_IMPORT_ASKS_CHANGES;
    } else {
        KT_TRY(keep_profiles(g, &profiles, err));
        i->outcome = profiles || draft_changed(&i->draft) ? KT_IMPORT_WRITTEN : KT_IMPORT_UNCHANGED;
    }
    KT_TRY(kt_control_check(o->control, err)); // the last time: from here on files get their names
    KT_TRY(write_rejects(g, &rejects, err));   // before anything is changed: the disk may be full
    if (!o->dry_run) // rows may be refused for the very columns that the proposal is to put right
        KT_TRY(write_proposal(g, err));
    if (i->outcome == KT_IMPORT_WRITTEN)
        KT_TRY(kt_folder_commit(&g->folder, err));
    status = name_rejects(g, &rejects, err);
done:
    kt_save_end(&rejects);
    return status;
}

kt_status kt_import_run(kt_import *out, const kt_import_options *options, kt_error *err)
{
    kt_status status = KT_OK;
    importing g = {.import = out, .options = options};
    const char *given = options->mapping;
    kt_intake intake;
    bool any = false;
    bool clean = false;
    *out = (kt_import){0};

    KT_TRY(open_all(&g, err));
    for (size_t f = 0; f < options->n_files; f++)
        KT_TRY(read_file(&g, f, &given, err));
    intake = intake_of(&g);
    any = has_rows(&out->delivery); // of a list whose parts are all known nothing may be left
    KT_TRY(kt_parts_expand(&intake, &out->draft, err));
    if (kt_recognise_failed(g.recogniser) || out->rejects.notes.failed || out->remarks.failed) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(refuse_rejected(out, 0, &clean, err));
    if (given != NULL && options->n_files > 0) {
        status = kt_error_set(err, KT_BAD_USAGE,
                              "--mapping is given, but the columns of every file are known "
                              "without it");
        goto done;
    }
    if (!any && out->rejects.notes.n == 0) {
        status = kt_error_set(err, KT_BAD_INPUT, "%s",
                              kt_lang_text(options->lang, "the files hold no rows: only heads, "
                                                          "examples, or questions without an "
                                                          "answer"));
        goto done;
    }
    KT_TRY(merge_and_check(&g, &clean, err));
    KT_TRY(conclude(&g, clean, err));
    if (out->remarks.failed || out->rejects.notes.failed)
        status = kt_error_no_memory(err);
    else if (out->outcome == KT_IMPORT_FAULTY || out->outcome == KT_IMPORT_REFUSED)
        status = kt_folder_check(&g.folder, err);
done:
    if (status == KT_NO_RESOURCES && out->delivery.crowded != NULL)
        out->draft.crowded = out->delivery.crowded;
    if (status == KT_NO_RESOURCES && out->draft.crowded != NULL)
        status = kt_draft_crowded(&out->draft, err);
    if (status == KT_BAD_INPUT && kt_folder_check(&g.folder, NULL) != KT_OK)
        status = kt_folder_check(&g.folder, err); // that explains it
    if (status != KT_OK && kt_control_stopped(options->control))
        status = kt_control_check(options->control, err); // whatever it was that ended first
    out->grids.control = out->draft.control = NULL;       // the caller's, and the work has ended
    kt_folder_close(&g.folder);
    kt_recognise_close(g.recogniser);
    return status;
}

void kt_import_close(kt_import *i)
{
    kt_case_free(i->merged);
    kt_case_free(i->before);
    kt_case_free(i->reference);
    kt_case_free(i->read_reference);
    kt_merge_log_free(&i->merge);
    kt_draft_close(&i->draft);
    kt_delivery_free(&i->delivery);
    kt_grid_free(&i->grids);
    kt_notes_free(&i->remarks);
    kt_reject_free(&i->rejects);
    kt_arena_free(&i->arena);
    kt_pool_close(&i->pool);
}
