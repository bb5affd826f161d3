// SPDX-License-Identifier: EUPL-1.2
// Reads each table of a case folder into one array of symbols, row by row, and writes it back as
// canonical CSV. Cells lie by row, because an import adds many rows and few columns: only a new
// column moves them. 10 to 1e6 rows; a table that did not change is never written.
#include "ingest/package/draft.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/grow.h"
#include "base/lang.h"
#include "base/reason.h"
#include "base/text.h"
#include "format/csv.h"
#include "format/csv_write.h"
#include "format/file.h"
#include "ingest/package/package.h"

enum { ROWS_PER_LOOK = 1 << 13 }; // some milliseconds
enum { MAX_TURNS = 20 };
static const size_t MAX_DESCRIPTOR = (size_t)16 << 20;
static const size_t MAX_CELLS = (size_t)200 * 1000 * 1000; // of a table: 800 MB

kt_status kt_draft_crowded(const kt_draft *draft, kt_error *err)
{
    return kt_error_set(
        err, KT_BAD_INPUT,
        "table \"%.100s\" would have more than %d columns, or more than 200 million "
        "cells",
        draft->crowded, KT_TABLE_COLUMNS);
}

static const kt_table_spec *spec_of(const char *name)
{
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (strcmp(kt_schema_case[t].name, name) == 0)
            return &kt_schema_case[t];
    }
    return NULL;
}

static kt_symbol symbol_of(kt_draft *draft, const char *text, size_t length)
{
    kt_symbol symbol = 0;
    draft->failed |= !kt_pool_add(draft->pool, text, length, &symbol);
    return symbol;
}

kt_draft_table *kt_draft_find(const kt_draft *draft, const char *name)
{
    for (size_t t = 0; t < draft->n; t++) {
        if (strcmp(draft->table[t].name, name) == 0)
            return &draft->table[t];
    }
    return NULL;
}

static kt_draft_table *add_table(kt_draft *draft, const char *name, const char *path)
{
    kt_draft_table table = {.spec = spec_of(name)};
    table.name = kt_arena_text(&draft->arena, name, strlen(name));
    table.path = kt_arena_text(&draft->arena, path, strlen(path));
    draft->failed |= table.name == NULL || table.path == NULL;
    draft->table =
        kt_grow_array(draft->table, &draft->capacity, draft->n + 1, sizeof table, &draft->failed);
    if (draft->failed)
        return NULL;
    draft->table[draft->n] = table;
    return &draft->table[draft->n++];
}

kt_draft_table *kt_draft_table_at(kt_draft *draft, const char *name)
{
    kt_draft_table *table = kt_draft_find(draft, name);
    if (table != NULL)
        return table;
    kt_buffer path = {0};
    kt_buffer_format(&path, "%s.csv", name);
    table = path.failed ? NULL : add_table(draft, name, path.text);
    kt_buffer_free(&path);
    if (table == NULL) {
        draft->failed = true;
        return NULL;
    }
    table->changed = true;
    for (int c = 0; table->spec != NULL && table->spec->column[c].name != NULL; c++) {
        const char *column = table->spec->column[c].name;
        if (table->spec->column[c].need != KT_MAY)
            kt_draft_column(draft, table, symbol_of(draft, column, strlen(column)));
    }
    return table;
}

static size_t position_of(const kt_draft_table *table, kt_symbol name)
{
    size_t c = 0;
    while (c < table->n_columns && table->column[c] != name)
        c++;
    return c;
}

// Room for `n` columns in all, and every row where it then lies; the new cells are empty.
static void widen(kt_draft *draft, kt_draft_table *table, size_t n)
{
    size_t before = table->n_columns;
    if (n > KT_TABLE_COLUMNS || table->n_rows > MAX_CELLS / n) {
        draft->crowded = table->name;
        draft->failed = true;
        return;
    }
    table->column = kt_grow_array(table->column, &table->column_capacity, n, sizeof *table->column,
                                  &draft->failed);
    table->cell = kt_grow_array(table->cell, &table->cell_capacity, table->n_rows * n + 1,
                                sizeof *table->cell, &draft->failed);
    for (size_t r = draft->failed ? 0 : table->n_rows; r-- > 0;) {
        memmove(table->cell + r * n, table->cell + r * before, before * sizeof *table->cell);
        memset(table->cell + r * n + before, 0, (n - before) * sizeof *table->cell);
    }
}

void kt_draft_columns(kt_draft *draft, kt_draft_table *table, const kt_symbol *name, size_t n,
                      size_t *column)
{
    size_t before = table->n_columns;
    size_t n_new = 0;
    for (size_t i = 0; i < n; i++) {
        column[i] = position_of(table, name[i]);
        n_new += column[i] == before;
    }
    if (n_new == 0)
        return;
    widen(draft, table, before + n_new);
    for (size_t i = 0; i < n && !draft->failed; i++) {
        if (column[i] < before)
            continue;
        column[i] = table->n_columns;
        table->column[table->n_columns++] = name[i];
        table->changed = true;
    }
}

size_t kt_draft_column(kt_draft *draft, kt_draft_table *table, kt_symbol name)
{
    size_t at = position_of(table, name);
    if (at < table->n_columns)
        return at;
    widen(draft, table, at + 1);
    if (draft->failed)
        return 0;
    table->column[table->n_columns++] = name;
    table->changed = true;
    return at;
}

size_t kt_draft_find_column(const kt_draft *draft, const kt_draft_table *table, const char *name)
{
    kt_symbol symbol = kt_pool_find(draft->pool, name, strlen(name));
    size_t c = 0;
    while (c < table->n_columns && (symbol == 0 || table->column[c] != symbol))
        c++;
    return c;
}

size_t kt_draft_add_row(kt_draft *draft, kt_draft_table *table)
{
    size_t need = (table->n_rows + 1) * table->n_columns;
    if (need > MAX_CELLS) {
        draft->crowded = table->name;
        draft->failed = true;
        return 0;
    }
    table->cell = kt_grow_array(table->cell, &table->cell_capacity, need + 1, sizeof *table->cell,
                                &draft->failed);
    table->origin = kt_grow_array(table->origin, &table->origin_capacity, table->n_rows + 1,
                                  sizeof *table->origin, &draft->failed);
    if (draft->failed)
        return 0;
    memset(table->cell + table->n_rows * table->n_columns, 0,
           table->n_columns * sizeof *table->cell);
    table->origin[table->n_rows] = KT_NO_ORIGIN;
    table->changed = true;
    return table->n_rows++;
}

void kt_draft_remove_rows(kt_draft_table *table, uint32_t origin)
{
    size_t kept = 0;
    for (size_t r = 0; r < table->n_rows; r++) {
        if (table->origin[r] == origin)
            continue;
        if (kept != r) {
            memcpy(kt_draft_cell(table, kept, 0), kt_draft_cell(table, r, 0),
                   table->n_columns * sizeof *table->cell);
            table->origin[kept] = table->origin[r];
        }
        kept++;
    }
    table->changed |= kept != table->n_rows;
    table->n_rows = kept;
}

typedef struct table_reader {
    kt_draft *draft;
    kt_draft_table *table;
    size_t field, record;
    bool started, header_done;
    bool stopped;      // at a cell that is too long
    size_t bad_record; // 0: none
} table_reader;

// A record that is no row of the table; what follows is read for nothing.
static void spoil(table_reader *f, size_t record)
{
    if (f->bad_record == 0)
        f->bad_record = record;
}

static void on_field(void *user, const char *text, size_t length)
{
    table_reader *f = user;
    if (f->draft->failed || f->bad_record != 0)
        return;
    if (memchr(text, '\0', length) != NULL) { // a text would end there
        spoil(f, f->record + 1);
        return;
    }
    kt_symbol symbol = symbol_of(f->draft, text, length);
    if (f->draft->failed)
        return;
    if (!f->header_done) {
        size_t before = f->table->n_columns;
        if (kt_draft_column(f->draft, f->table, symbol) != before && !f->draft->failed)
            spoil(f, 1); // the same name twice
    } else if (f->field < f->table->n_columns) {
        size_t row = f->field == 0 ? kt_draft_add_row(f->draft, f->table) : f->table->n_rows - 1;
        if (!f->draft->failed)
            *kt_draft_cell(f->table, row, f->field) = symbol;
    }
    f->field++;
}

static void on_record(void *user)
{
    table_reader *f = user;
    f->record++;
    if (f->header_done && f->field != f->table->n_columns)
        spoil(f, f->record);
    f->header_done = true;
    f->field = 0;
}

static void on_broken(void *user)
{
    table_reader *f = user;
    f->record++;
    spoil(f, f->record);
    f->field = 0;
}

static void on_too_long(void *user, const char *text, size_t length)
{
    (void)text;
    (void)length;
    table_reader *f = user;
    f->stopped = true;
    on_broken(f);
}

static kt_status on_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    struct {
        kt_csv *csv;
        table_reader *f;
    } *both = user;
    size_t skip = both->f->started ? 0 : kt_csv_byte_order_mark(bytes, length);
    kt_status status = kt_control_check(both->f->draft->control, err);
    both->f->started = true;
    if (status == KT_OK)
        status = kt_csv_feed(both->csv, bytes + skip, length - skip, err);
    return status == KT_OK && both->f->stopped ? KT_BAD_INPUT : status;
}

static kt_status read_table(kt_draft *draft, kt_draft_table *table, const kt_root *root,
                            const char *folder, kt_error *err)
{
    kt_status status = KT_OK;
    table_reader f = {.draft = draft, .table = table};
    struct {
        kt_csv *csv;
        table_reader *f;
    } both = {NULL, &f};
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    char *path = kt_file_join(folder, table->path);

    if (path == NULL)
        return kt_error_no_memory(err);
    KT_TRY(kt_csv_open(&both.csv, (kt_csv_sink){&f, on_field, on_record, on_broken}, err));
    kt_csv_limit_fields(both.csv, on_too_long);
    status = kt_root_read(root, table->path, on_chunk, &both, NULL, &reason);
    if (status != KT_OK && !f.stopped) {
        (void)kt_error_set(err, status, "%.300s: %.600s", path, reason.message);
        goto done;
    }
    KT_TRY(kt_csv_finish(both.csv, err));
    if (draft->crowded != NULL)
        status = kt_error_set(err, KT_BAD_INPUT,
                              "%.600s: the table has more than %d columns, or more than 200 "
                              "million cells",
                              path, KT_TABLE_COLUMNS);
    else if (draft->failed)
        status = kt_error_no_memory(err);
    else if (f.bad_record != 0)
        status = kt_error_set(err, KT_BAD_INPUT,
                              "%.600s: record %zu is not a row of the table: run keten check first",
                              path, f.bad_record);
    table->changed = false;
    table->listed = true;
done:
    kt_csv_close(both.csv);
    free(path);
    return status;
}

// "/path/My case/" → "my-case"; "case" when nothing is left.
static void id_of_folder(char id[65], const char *folder)
{
    size_t length = strlen(folder);
    while (length > 0 && folder[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    size_t n = 0;
    for (size_t i = start; i < length && n < 64; i++) {
        char c = folder[i];
        bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (n > 0 && (c == '.' || c == '_' || c == '-'));
        if (good)
            id[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        else if (n > 0 && id[n - 1] != '-')
            id[n++] = '-';
    }
    id[n] = '\0';
    if (n == 0)
        memcpy(id, "case", 5);
}

static kt_status begin_empty(kt_draft *draft, const char *folder, kt_error *err)
{
    char id[65];
    kt_arena *arena = &draft->arena;
    id_of_folder(id, folder);
    draft->descriptor = kt_json_tree_add(NULL, KT_JSON_TREE_OBJECT, NULL, arena);
    if (draft->descriptor == NULL ||
        kt_json_tree_add_text(draft->descriptor, "name", id, arena) == NULL ||
        kt_json_tree_add_text(draft->descriptor, "profile", "tabular-data-package", arena) ==
            NULL ||
        kt_json_tree_add(draft->descriptor, KT_JSON_TREE_ARRAY, "resources", arena) == NULL)
        return kt_error_no_memory(err);
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (kt_schema_case[t].required && kt_draft_table_at(draft, kt_schema_case[t].name) == NULL)
            return kt_error_no_memory(err);
    }
    return KT_OK;
}

static kt_status read_descriptor(kt_draft *draft, const kt_root *root, const char *path,
                                 kt_error *err)
{
    kt_buffer text = {0};
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_json_tree_fault fault;
    kt_status status = kt_root_load(&text, root, kt_package_file, MAX_DESCRIPTOR, NULL, &reason);
    if (status != KT_OK) {
        kt_buffer_free(&text);
        return kt_error_set(err, status, "%.300s: %.600s", path, reason.message);
    }
    draft->descriptor = kt_json_tree_read(text.length == 0 ? "" : text.text, text.length,
                                          draft->control, &draft->arena, &fault);
    kt_buffer_free(&text);
    if (draft->descriptor != NULL)
        return KT_OK;
    if (fault.line == 0)
        return kt_control_failed(draft->control, err);
    return kt_error_set(err, KT_BAD_INPUT, "%.300s:%u:%u: not valid JSON: %s", path, fault.line,
                        fault.column,
                        kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, fault.message));
}

static kt_status read_tables(kt_draft *draft, const kt_root *root, const char *folder,
                             kt_error *err)
{
    kt_status status = KT_OK;
    kt_fault_list faults = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_package package;
    KT_TRY(kt_package_read(&package, root, KT_PACKAGE_CASE, &draft->arena, &faults, err));
    if (faults.n_errors > 0) {
        status = kt_error_set(err, KT_BAD_INPUT, "%.300s/%s: %.600s", folder, kt_package_file,
                              faults.note[0].message);
        goto done;
    }
    for (size_t i = 0; i < package.n; i++) {
        kt_draft_table *table =
            add_table(draft, package.resource[i].name, package.resource[i].path);
        if (table == NULL) {
            status = kt_error_no_memory(err);
            goto done;
        }
        KT_TRY(read_table(draft, table, root, folder, err));
    }
done:
    kt_notes_free(&faults);
    return status;
}

kt_status kt_draft_open_beneath(kt_draft *draft, const kt_root *root, const char *folder,
                                kt_pool *pool, const kt_control *control, kt_error *err)
{
    *draft = (kt_draft){.pool = pool, .control = control};
    char *path = kt_file_join(folder, kt_package_file);
    if (path == NULL)
        return kt_error_no_memory(err);
    bool has = false;
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_status status = kt_root_has(&has, root, kt_package_file, &reason);
    if (status != KT_OK)
        (void)kt_error_set(err, status, "%.300s: %.600s", path, reason.message);
    else
        status = has ? read_descriptor(draft, root, path, err) : begin_empty(draft, folder, err);
    if (status == KT_OK && has)
        status = read_tables(draft, root, folder, err);
    free(path);
    if (status != KT_OK)
        kt_draft_close(draft);
    return status;
}

kt_status kt_draft_open(kt_draft *draft, const char *folder, kt_pool *pool,
                        const kt_control *control, kt_error *err)
{
    struct stat info;
    kt_status status = KT_OK;
    bool moved = true; // an import put another folder in its place, and removed this one's files
    *draft = (kt_draft){.pool = pool};
    for (int turn = 0; turn < MAX_TURNS && moved; turn++) {
        kt_root root = {0};
        status = KT_OK;
        if (stat(folder, &info) == 0 || !kt_reason_absent(errno))
            status = kt_root_open(&root, folder, false, err);
        if (status == KT_OK)
            status = kt_draft_open_beneath(draft, &root, folder, pool, control, err);
        moved = status == KT_BAD_INPUT && kt_root_moved(&root, folder);
        kt_root_close(&root);
    }
    return status;
}

void kt_draft_close(kt_draft *draft)
{
    for (size_t t = 0; t < draft->n; t++) {
        free(draft->table[t].column);
        free(draft->table[t].cell);
        free(draft->table[t].origin);
    }
    free(draft->table);
    kt_arena_free(&draft->arena);
    *draft = (kt_draft){.pool = draft->pool};
}

void kt_draft_write_table(kt_buffer *out, const kt_draft *draft, const kt_draft_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        kt_csv_write_field(out, kt_pool_text(draft->pool, table->column[c]), c == 0);
    kt_csv_write_end(out);
    for (size_t r = 0; r < table->n_rows; r++) {
        if (r % ROWS_PER_LOOK == 0 && kt_control_stopped(draft->control))
            return;
        for (size_t c = 0; c < table->n_columns; c++)
            kt_csv_write_field(out, kt_pool_text(draft->pool, *kt_draft_cell(table, r, c)), c == 0);
        kt_csv_write_end(out);
    }
}

static const char *type_of(const kt_table_spec *spec, const char *name)
{
    for (int c = 0; spec != NULL && spec->column[c].name != NULL; c++) {
        if (strcmp(spec->column[c].name, name) == 0)
            return spec->column[c].type == KT_COLUMN_NUMBER ? "number"
                   : spec->column[c].type == KT_COLUMN_DATE ? "date"
                                                            : "string";
    }
    return "string";
}

static kt_json_tree *member(kt_json_tree *node, kt_json_tree_kind kind, const char *key,
                            kt_arena *arena)
{
    kt_json_tree *found = node == NULL ? NULL : (kt_json_tree *)kt_json_tree_get(node, key);
    return found != NULL || node == NULL ? found : kt_json_tree_add(node, kind, key, arena);
}

static bool has_field(const kt_json_tree *fields, const char *name)
{
    for (const kt_json_tree *f = fields->first; f != NULL; f = f->next) {
        if (strcmp(kt_json_tree_text(f, "name", ""), name) == 0)
            return true;
    }
    return false;
}

static void describe_columns(kt_draft *draft, const kt_draft_table *table, kt_json_tree *resource)
{
    kt_arena *arena = &draft->arena;
    kt_json_tree *schema = member(resource, KT_JSON_TREE_OBJECT, "schema", arena);
    kt_json_tree *fields = member(schema, KT_JSON_TREE_ARRAY, "fields", arena);
    draft->failed |= fields == NULL;
    for (size_t c = 0; !draft->failed && c < table->n_columns; c++) {
        const char *name = kt_pool_text(draft->pool, table->column[c]);
        if (has_field(fields, name))
            continue;
        kt_json_tree *field = kt_json_tree_add(fields, KT_JSON_TREE_OBJECT, NULL, arena);
        draft->failed |=
            field == NULL || kt_json_tree_add_text(field, "name", name, arena) == NULL ||
            kt_json_tree_add_text(field, "type", type_of(table->spec, name), arena) == NULL;
    }
}

static kt_json_tree *resource_of(kt_draft *draft, kt_json_tree *resources,
                                 const kt_draft_table *table)
{
    kt_arena *arena = &draft->arena;
    for (kt_json_tree *r = resources->first; r != NULL; r = r->next) {
        if (strcmp(kt_json_tree_text(r, "name", ""), table->name) == 0)
            return r;
    }
    kt_json_tree *resource = kt_json_tree_add(resources, KT_JSON_TREE_OBJECT, NULL, arena);
    if (resource == NULL || kt_json_tree_add_text(resource, "name", table->name, arena) == NULL ||
        kt_json_tree_add_text(resource, "path", table->path, arena) == NULL ||
        kt_json_tree_add_text(resource, "profile", "tabular-data-resource", arena) == NULL ||
        kt_json_tree_add_text(resource, "encoding", "utf-8", arena) == NULL)
        return NULL;
    return resource;
}

void kt_draft_write_descriptor(kt_buffer *out, kt_draft *draft)
{
    kt_json_tree *resources =
        member(draft->descriptor, KT_JSON_TREE_ARRAY, "resources", &draft->arena);
    draft->failed |= resources == NULL;
    for (size_t t = 0; !draft->failed && t < draft->n; t++) {
        if (!draft->table[t].changed)
            continue;
        kt_json_tree *resource = resource_of(draft, resources, &draft->table[t]);
        draft->failed |= resource == NULL;
        if (resource != NULL)
            describe_columns(draft, &draft->table[t], resource);
    }
    if (!draft->failed)
        kt_json_tree_write(out, draft->descriptor);
}

kt_status kt_draft_put(kt_draft *draft, kt_folder *folder, kt_error *err)
{
    kt_buffer text = {0};
    kt_status status = KT_OK;
    for (size_t t = 0; t < draft->n && status == KT_OK; t++) {
        if (!draft->table[t].changed)
            continue;
        kt_draft_write_table(&text, draft, &draft->table[t]);
        status = kt_control_check(draft->control, err);
        if (status == KT_OK)
            status = kt_folder_put(folder, draft->table[t].path, &text, err);
    }
    if (status == KT_OK) {
        kt_draft_write_descriptor(&text, draft);
        text.failed |= draft->failed;
        status = kt_folder_put(folder, kt_package_file, &text, err);
    }
    kt_buffer_free(&text);
    return status;
}
