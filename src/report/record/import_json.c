// SPDX-License-Identifier: EUPL-1.2
// See import_json.h.
#include "report/record/import_json.h"

static const char *const OUTCOME[] = {"written",      "unchanged", "dry_run", "asks_mapping",
                                      "asks_changes", "refused",   "faulty"};
static const char *const CHANGE[] = {"filled", "changed", "contradicted", "removed", "settled"};

static void write_files(kt_json *json, const kt_import *import)
{
    kt_json_open(json, "files", '[');
    for (size_t f = 0; f < import->n_files; f++) {
        const kt_import_file *file = &import->file[f];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "name", file->name);
        kt_json_text(json, "format", file->format);
        kt_json_text(json, "profile", file->profile);
        kt_json_open(json, "sheets", '[');
        for (size_t s = 0; s < file->mapping.n; s++) {
            const kt_mapping_sheet *sheet = &file->mapping.sheet[s];
            kt_json_open(json, NULL, '{');
            kt_json_text(json, "sheet", sheet->sheet);
            kt_json_text(json, "table", sheet->table);
            kt_json_count(json, "header_row", sheet->header_row);
            kt_json_bool(json, "sure", sheet->sure);
            kt_json_open(json, "columns", '[');
            for (size_t c = 0; c < sheet->n; c++) {
                kt_json_open(json, NULL, '{');
                kt_json_text(json, "header", sheet->column[c].header);
                kt_json_text(json, "to", sheet->column[c].to);
                kt_json_text(json, "unit", sheet->column[c].unit);
                kt_json_close(json, '}');
            }
            kt_json_close(json, ']');
            kt_json_close(json, '}');
        }
        kt_json_close(json, ']');
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_counts(kt_json *json, const kt_import *import)
{
    kt_json_open(json, "tables", '[');
    for (size_t t = 0; t < import->merge.n_counts; t++) {
        const kt_merge_count *count = &import->merge.count[t];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "table", kt_pool_text(&import->pool, count->table));
        kt_json_count(json, "rows", count->n_rows);
        kt_json_count(json, "new", count->n_new);
        kt_json_count(json, "same", count->n_same);
        for (int k = 0; k <= KT_CHANGE_REMOVED; k++)
            kt_json_count(json, CHANGE[k], count->n_cells[k]);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_changes(kt_json *json, const kt_import *import)
{
    kt_json_open(json, "changes", '[');
    for (size_t i = 0; i < import->merge.n; i++) {
        const kt_merge_change *change = &import->merge.change[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "kind", CHANGE[change->kind]);
        kt_json_text(json, "table", kt_pool_text(&import->pool, change->table));
        kt_json_text(json, "key", kt_pool_text(&import->pool, change->key));
        kt_json_text(json, "column", kt_pool_text(&import->pool, change->column));
        kt_json_text(json, "before", kt_pool_text(&import->pool, change->before));
        kt_json_text(json, "after", kt_pool_text(&import->pool, change->after));
        if (change->kind == KT_CHANGE_CONTRADICTED)
            kt_json_text(json, "other", kt_pool_text(&import->pool, change->other));
        kt_json_text(json, "place", change->place);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_place(kt_json *json, const char *place, const char *message)
{
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "place", place);
    kt_json_text(json, "message", message);
    kt_json_close(json, '}');
}

static void write_remarks(kt_json *json, const kt_import *import, const char *key,
                          kt_note_kind kind)
{
    kt_json_open(json, key, '[');
    for (size_t i = 0; i < import->remarks.n; i++) {
        if (import->remarks.remark[i].kind == kind)
            write_place(json, import->remarks.remark[i].place, import->remarks.remark[i].message);
    }
    kt_json_close(json, ']');
}

void kt_import_json_write(kt_json *json, const kt_import *import)
{
    kt_json_open(json, "result", '{');
    kt_json_text(json, "outcome", OUTCOME[import->outcome]);
    write_files(json, import);
    write_counts(json, import);
    write_changes(json, import);
    kt_json_count(json, "refused_rows", import->n_refused);
    kt_json_open(json, "refused", '[');
    for (size_t i = 0; i < import->rejects.n; i++)
        write_place(json, import->rejects.reject[i].place, import->rejects.reject[i].reason);
    kt_json_close(json, ']');
    kt_json_text(json, "reject_file", import->reject_path);
    kt_json_open(json, "assumed", '{');
    kt_json_count(json, "quantities", import->remarks.assumed[KT_ASSUMED_QUANTITY]);
    kt_json_count(json, "masses", import->remarks.assumed[KT_ASSUMED_MASS]);
    kt_json_close(json, '}');
    write_remarks(json, import, "warnings", KT_NOTE_WARNING);
    write_remarks(json, import, "notes", KT_NOTE_PLAIN);
    kt_json_close(json, '}');
}
