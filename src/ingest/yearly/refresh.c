// SPDX-License-Identifier: EUPL-1.2
// Reads each file into grids, finds the layout of each, lets its reader make rows, and puts those
// beside the rows on record, in memory. The reference that comes of it is opened and judged as any
// other before a byte is written. Files of up to 256 MiB; a reference of some 25,000 rows.
#include "ingest/yearly/refresh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"
#include "format/file.h"
#include "format/folder.h"
#include "format/sniff.h"
#include "format/spool.h"
#include "format/xlsx.h"
#include "ingest/intake/file_kind.h"
#include "ingest/package/open.h"
#include "ingest/package/package.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/governance.h"
#include "ingest/yearly/judge.h"
#include "ingest/yearly/output_list.h"
#include "ingest/yearly/pink_sheet.h"
#include "ingest/yearly/usgs.h"
#include "ingest/yearly/world_mining.h"

enum { MOST_OF_BOOK = 16 }; // sheets of governance: six
static const size_t MAX_FILE = (size_t)256 << 20;

typedef struct refreshing {
    kt_refresh *refresh;
    const kt_refresh_options *options;
    kt_dictionary countries;
    kt_folder folder; // data/reference
    kt_yearly yearly;
} refreshing;

static kt_status at_file(const char *path, kt_status status, const kt_error *reason, kt_error *err)
{
    if (status == KT_OK)
        return KT_OK;
    return kt_error_set(err, status, "%.300s: %.700s", path, reason->message);
}

// ----------------------------------------------------------------------------------- opening

static kt_status open_folder(refreshing *g, kt_error *err)
{
    const kt_refresh_options *o = g->options;
    kt_folder_options options = {.look_only = o->dry_run, .wait = {.control = o->control}};
    char *path = kt_file_join(o->data, "reference");
    bool has = false;
    kt_error reason = {.lang = o->lang};
    kt_status status =
        path == NULL ? kt_error_no_memory(err) : kt_folder_open(&g->folder, path, &options, err);
    if (status == KT_OK)
        status = at_file(path, kt_root_has(&has, &g->folder.root, kt_package_file, &reason),
                         &reason, err);
    if (status == KT_OK && !has)
        status =
            kt_error_set(err, KT_BAD_INPUT,
                         "%.300s holds no reference data: name a data folder of your own, such "
                         "as a copy of the one that comes with the program",
                         o->data);
    if (status == KT_OK && g->folder.n_cleared > 0)
        kt_notes_add(&g->refresh->remarks, KT_NOTE_WARNING, o->data,
                     g->folder.n_cleared == 1
                         ? "%zu unfinished folder or file of an import that did not end was removed"
                         : "%zu unfinished folders or files of imports that did not end were "
                           "removed",
                     g->folder.n_cleared);
    free(path);
    return status;
}

static kt_status open_reference(refreshing *g, kt_case **out, kt_error *err)
{
    kt_open_options open = {
        .lang = g->options->lang, .all_tables = true, .control = g->options->control};
    return kt_open_reference_beneath(out, &g->folder.root, &open, err);
}

// The draft knows the tables of a case; these are those of the reference.
static void name_tables(kt_draft *draft)
{
    for (size_t t = 0; t < draft->n; t++) {
        for (int s = 0; s < KT_N_REFERENCE_TABLES; s++) {
            if (strcmp(kt_schema_reference[s].name, draft->table[t].name) == 0)
                draft->table[t].spec = &kt_schema_reference[s];
        }
    }
}

static kt_status open_all(refreshing *g, kt_error *err)
{
    kt_refresh *r = g->refresh;
    kt_status status = KT_OK;
    r->remarks.lang = g->options->lang;
    r->rejects.notes.lang = g->options->lang;
    r->faults.lang = g->options->lang;
    r->grids.control = g->options->control;
    if (!kt_pool_open(&r->pool))
        return kt_error_no_memory(err);
    KT_TRY(open_folder(g, err));
    KT_TRY(open_reference(g, &r->reference, err));
    KT_TRY(kt_open_judge(r->reference, "reference", err));
    KT_TRY(kt_draft_open_beneath(&r->draft, &g->folder.root, g->folder.target, &r->pool,
                                 g->options->control, err));
    name_tables(&r->draft);
    if (!kt_country_names_open(&g->countries, r->reference)) {
        status = kt_error_no_memory(err);
        goto done;
    }
    g->yearly = (kt_yearly){.pool = &r->pool,
                            .arena = &r->arena,
                            .grids = &r->grids,
                            .draft = &r->draft,
                            .reference = r->reference,
                            .countries = &g->countries,
                            .rejects = &r->rejects,
                            .remarks = &r->remarks,
                            .agreed = g->options->yes,
                            .control = g->options->control};
done:
    return status;
}

// ------------------------------------------------------------------------------------ one file

// The layout says what the decimal mark is: of what the reader of text assumes, only what a person
// should look at is kept.
static kt_status read_text(kt_refresh *r, const kt_buffer *bytes, const char *name, kt_error *err)
{
    kt_notes notes = {.lang = r->remarks.lang};
    kt_status status = kt_sniff_read_bytes(&r->grids, bytes, name, &r->pool, &notes, err);
    for (size_t i = 0; i < notes.n; i++) {
        if (notes.note[i].kind == KT_NOTE_WARNING)
            kt_notes_add(&r->remarks, KT_NOTE_WARNING, notes.note[i].place, "%s",
                         notes.note[i].message);
    }
    r->remarks.failed |= notes.failed;
    kt_notes_free(&notes);
    return status;
}

static kt_status read_grids(refreshing *g, const char *path, const kt_buffer *bytes, kt_error *err)
{
    kt_refresh *r = g->refresh;
    kt_error reason = {.lang = g->options->lang};
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL || slash[1] == '\0' ? path : slash + 1;
    const char *name = kt_arena_text(&r->arena, last, strlen(last));
    if (name == NULL)
        return kt_error_no_memory(err);
    kt_xlsx_place place = {name, &r->arena, &r->pool, &r->remarks};
    kt_status status = KT_OK;
    switch (kt_file_kind_of(bytes->length == 0 ? "" : bytes->text, bytes->length)) {
    case KT_FILE_KIND_WORKBOOK:
        status = kt_xlsx_read_bytes(&r->grids, bytes->text, bytes->length, place, &reason);
        break;
    case KT_FILE_KIND_TEXT:
        status = read_text(r, bytes, name, &reason);
        break;
    default:
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.300s: is no yearly table: a workbook (.xlsx) or a CSV file is "
                            "expected",
                            path);
    }
    return at_file(path, status, &reason, err);
}

// The sheet that comes closest to a layout, for the words that refuse the file.
static kt_status refuse_layout(const char *path, const kt_layout_match *nearest, kt_error *err)
{
    const char *layout = kt_layouts[nearest->kind].name;
    if (nearest->n_found == 0)
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.300s: no layout of a yearly table that is known: it has none of "
                            "their columns (of \"%s\": %s, …)",
                            path, layout, kt_layouts[nearest->kind].column[0]);
    return kt_error_set(err, KT_BAD_INPUT,
                        "%.300s: no layout of a yearly table that is known: \"%s\" comes closest, "
                        "but column %s is missing",
                        path, layout, nearest->missing);
}

// Sheets of one file in one layout and edition are one entry.
static kt_status add_file(kt_refresh *r, const kt_yearly_sheet *sheet, kt_error *err)
{
    const kt_grid *grid = &r->grids.grid[sheet->grid];
    const char *layout = kt_layouts[sheet->match.kind].name;
    kt_refresh_file *last = r->n_files == 0 ? NULL : &r->file[r->n_files - 1];
    bool failed = false;
    char name[512];
    if (last != NULL && last->file == grid->file && last->layout == layout &&
        (last->edition == sheet->edition || sheet->edition == 0)) {
        last->name = grid->file;
        last->n_tables++;
        return KT_OK;
    }
    snprintf(name, sizeof name, "%.255s%s%.100s", grid->file, *grid->sheet == '\0' ? "" : ":",
             grid->sheet);
    r->file = kt_grow_array(r->file, &r->file_capacity, r->n_files + 1, sizeof *r->file, &failed);
    const char *kept = kt_arena_text(&r->arena, name, strlen(name));
    if (failed || kept == NULL)
        return kt_error_no_memory(err);
    r->file[r->n_files++] = (kt_refresh_file){kept, grid->file, layout, sheet->edition, 1};
    return KT_OK;
}

// Statistics of minerals: amounts, of which lists are made.
static kt_status read_amounts(refreshing *g, kt_yearly_sheet *sheet, kt_error *err)
{
    kt_output_amount_list amounts = {0};
    kt_status status = kt_usgs_read(&amounts, &g->yearly, sheet, err);
    if (status == KT_OK && sheet->edition > 0)
        kt_output_list_make(&g->yearly, sheet, &amounts);
    kt_output_amount_free(&amounts);
    return status;
}

static kt_status read_sheets(refreshing *g, kt_yearly_sheet *sheet, size_t n, kt_error *err)
{
    switch (sheet->match.kind) {
    case KT_LAYOUT_GOVERNANCE:
    case KT_LAYOUT_GOVERNANCE_BOOK:
        return kt_governance_read(&g->yearly, sheet, n, err);
    case KT_LAYOUT_PINK_SHEET:
        return kt_pink_sheet_read(&g->yearly, sheet, err);
    case KT_LAYOUT_WORLD_MINING:
        return kt_world_mining_read(&g->yearly, sheet, err);
    default:
        return read_amounts(g, sheet, err);
    }
}

// Reads sheets that belong together, one mostly, into rows and puts them beside those on record.
static kt_status take_sheets(refreshing *g, kt_yearly_sheet *sheet, size_t n, kt_error *err)
{
    kt_refresh *r = g->refresh;
    kt_delivery delivery = {.pool = &r->pool};
    kt_status status = KT_OK;
    g->yearly.delivery = &delivery;
    KT_TRY(read_sheets(g, sheet, n, err));
    if (g->yearly.failed || delivery.failed || r->rejects.notes.failed) {
        status = kt_error_no_memory(err);
        goto done;
    }
    kt_beside_put(&r->beside, &g->yearly, &r->draft, kt_layouts[sheet->match.kind].publication);
    KT_TRY(kt_control_check(g->options->control, err));
    if (r->beside.failed || g->yearly.failed || r->draft.failed) {
        status =
            r->draft.crowded != NULL ? kt_draft_crowded(&r->draft, err) : kt_error_no_memory(err);
        goto done;
    }
    for (size_t s = 0; s < n; s++)
        KT_TRY(add_file(r, &sheet[s], err));
done:
    kt_delivery_free(&delivery);
    return status;
}

// The layouts of the grids from `first` on. A book of governance is read as a whole, all other
// sheets one by one.
static kt_status take_grids(refreshing *g, size_t first, kt_layout_match *nearest, bool *found,
                            kt_error *err)
{
    kt_refresh *r = g->refresh;
    kt_yearly_sheet book[MOST_OF_BOOK];
    size_t n_book = 0;
    kt_status status = KT_OK;
    for (size_t grid = first; grid < r->grids.n && status == KT_OK; grid++) {
        kt_yearly_sheet sheet = {.grid = grid};
        kt_layout_find(&sheet.match, &r->grids.grid[grid], &r->pool);
        bool is_whole = sheet.match.missing == NULL;
        *found |= is_whole;
        if (is_whole && sheet.match.kind == KT_LAYOUT_GOVERNANCE_BOOK && n_book < MOST_OF_BOOK)
            book[n_book++] = sheet;
        else if (is_whole)
            status = take_sheets(g, &sheet, 1, err);
        else if (grid == first || sheet.match.n_found > nearest->n_found)
            *nearest = sheet.match;
    }
    if (status == KT_OK && n_book > 0)
        status = take_sheets(g, book, n_book, err);
    return status;
}

static kt_status take_file(refreshing *g, const char *path, kt_error *err)
{
    kt_error reason = {.lang = g->options->lang};
    kt_buffer bytes = {0};
    kt_layout_match nearest = {.missing = ""};
    bool found = false;
    size_t first = g->refresh->grids.n;
    kt_status status = at_file(
        path, kt_spool_load(&bytes, path, MAX_FILE, g->options->control, &reason), &reason, err);
    if (status == KT_OK)
        status = read_grids(g, path, &bytes, err);
    kt_buffer_free(&bytes);
    if (status == KT_OK)
        status = take_grids(g, first, &nearest, &found, err);
    return status == KT_OK && !found ? refuse_layout(path, &nearest, err) : status;
}

// ------------------------------------------------------------------------------------- the end

static bool is_changed(const kt_draft *draft)
{
    for (size_t t = 0; t < draft->n; t++) {
        if (draft->table[t].changed)
            return true;
    }
    return false;
}

// An edition is part of what a row is known by, wherever the descriptor says what that is.
static void key_edition(kt_draft *draft, const char *name)
{
    const char *column = kt_beside_edition(name);
    const kt_json_tree *list = kt_json_tree_get(draft->descriptor, "resources");
    for (const kt_json_tree *r = list == NULL || column == NULL ? NULL : list->first; r != NULL;
         r = r->next) {
        const kt_json_tree *schema = kt_json_tree_get(r, "schema");
        const kt_json_tree *key = schema == NULL ? NULL : kt_json_tree_get(schema, "primaryKey");
        if (strcmp(kt_json_tree_text(r, "name", ""), name) != 0 || key == NULL ||
            key->kind != KT_JSON_TREE_ARRAY)
            continue;
        const kt_json_tree *part = key->first;
        while (part != NULL && (part->kind != KT_JSON_TREE_TEXT || strcmp(part->text, column) != 0))
            part = part->next;
        if (part == NULL &&
            kt_json_tree_add_text((kt_json_tree *)key, NULL, column, &draft->arena) == NULL)
            draft->failed = true;
    }
}

static void key_editions(kt_draft *draft)
{
    for (size_t t = 0; t < draft->n; t++) {
        if (draft->table[t].changed)
            key_edition(draft, draft->table[t].name);
    }
}

static kt_status conclude(refreshing *g, kt_error *err)
{
    kt_refresh *r = g->refresh;
    kt_status status = KT_OK;
    KT_TRY(kt_reject_rows(&r->n_refused, &r->rejects, err));
    r->outcome = KT_REFRESH_UNCHANGED;
    if (!is_changed(&r->draft))
        goto done;
    kt_control_tell(g->options->control, "checking", 0, 0);
    key_editions(&r->draft);
    KT_TRY(kt_draft_put(&r->draft, &g->folder, err));
    KT_TRY(open_reference(g, &r->merged, err));
    KT_TRY(kt_judge_reference(&r->faults, r->merged, g->options->control, err));
    if (r->merged->faults.n_errors + r->faults.n_errors > 0) {
        r->outcome = KT_REFRESH_FAULTY;
        goto done;
    }
    r->outcome = g->options->dry_run ? KT_REFRESH_DRY : KT_REFRESH_WRITTEN;
    KT_TRY(kt_control_check(g->options->control, err)); // the last time: now the folder changes
    if (r->outcome == KT_REFRESH_WRITTEN)
        KT_TRY(kt_folder_commit(&g->folder, err));
done:
    return status;
}

kt_status kt_refresh_run(kt_refresh *out, const kt_refresh_options *options, kt_error *err)
{
    kt_status status = KT_OK;
    refreshing g = {.refresh = out, .options = options};
    *out = (kt_refresh){0};
    KT_TRY(open_all(&g, err));
    for (size_t f = 0; f < options->n_files; f++) {
        kt_control_tell(options->control, "reading", f, options->n_files);
        KT_TRY(take_file(&g, options->file[f], err));
    }
    if (out->remarks.failed || out->rejects.notes.failed) // before the folder changes
        status = kt_error_no_memory(err);
    else
        status = conclude(&g, err);
done:
    out->conversion = g.yearly.conversion;
    out->n_conversions = g.yearly.n_conversions;
    out->n_left_out = g.yearly.n_left_out;
    if (status != KT_OK && kt_control_stopped(options->control))
        status = kt_control_check(options->control, err);
    out->grids.control = out->draft.control = NULL; // the caller's, and the work has ended
    kt_folder_close(&g.folder);
    kt_dictionary_close(&g.countries);
    return status;
}

void kt_refresh_close(kt_refresh *r)
{
    kt_case_free(r->merged);
    kt_case_free(r->reference);
    kt_draft_close(&r->draft);
    kt_grid_free(&r->grids);
    kt_notes_free(&r->remarks);
    kt_notes_free(&r->faults);
    kt_reject_free(&r->rejects);
    kt_beside_free(&r->beside);
    free(r->conversion);
    free(r->file);
    kt_arena_free(&r->arena);
    kt_pool_close(&r->pool);
}
