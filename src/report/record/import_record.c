// SPDX-License-Identifier: EUPL-1.2
// See import_record.h. Some tens of changes for a delivery, a hundred thousand for a first one. The
// symbols are of the import's own pool, not of the case's.
#include "report/record/import_record.h"

// ----------------------------------------------------------------------------- how files were read

// clang-format off
static const kt_field COLUMN[] = {
    {.name = "header", .type = KT_FIELD_TEXT, KT_AT(kt_mapping_column, header)},
    {.name = "to", .type = KT_FIELD_TEXT, KT_AT(kt_mapping_column, to),
     .help = "the column it is read as; empty: it is not used"},
    {.name = "unit", .type = KT_FIELD_TEXT, KT_AT(kt_mapping_column, unit),
     .help = "empty: the unit of that column"},
    {0}};
// clang-format on
static const kt_record COLUMN_RECORD = {
    .name = "mapping_column", .field = COLUMN, .size = sizeof(kt_mapping_column)};

// clang-format off
static const kt_field SHEET[] = {
    {.name = "sheet", .type = KT_FIELD_TEXT, KT_AT(kt_mapping_sheet, sheet),
     .help = "empty in a file with one table"},
    {.name = "table", .type = KT_FIELD_TEXT, KT_AT(kt_mapping_sheet, table),
     .help = "the table it is read as; empty: it is left out"},
    {.name = "header_row", .type = KT_FIELD_COUNT, KT_AT(kt_mapping_sheet, header_row)},
    {.name = "sure", .type = KT_FIELD_FLAG, KT_AT(kt_mapping_sheet, sure),
     .help = "the sheet names its columns as we do: nothing was guessed"},
    {.name = "columns", .type = KT_FIELD_LIST, KT_ROWS(kt_mapping_sheet, column, n),
     .record = &COLUMN_RECORD},
    {0}};
// clang-format on
static const kt_record SHEET_RECORD = {
    .name = "mapping_sheet", .field = SHEET, .size = sizeof(kt_mapping_sheet)};

// clang-format off
static const kt_field FILE_FIELDS[] = {
    {.name = "name", .type = KT_FIELD_TEXT, KT_AT(kt_import_file, name)},
    {.name = "format", .type = KT_FIELD_TEXT, KT_AT(kt_import_file, format)},
    {.name = "profile", .type = KT_FIELD_TEXT, KT_AT(kt_import_file, profile),
     .help = "the mapping that was used; null: none, or guessed"},
    {.name = "sheets", .type = KT_FIELD_LIST, KT_ROWS(kt_import_file, mapping.sheet, mapping.n),
     .record = &SHEET_RECORD},
    {0}};
// clang-format on
static const kt_record FILE_RECORD = {
    .name = "import_file", .field = FILE_FIELDS, .size = sizeof(kt_import_file)};

// --------------------------------------------------------------------------------- what is changed

static const char *text(const void *context, kt_symbol symbol)
{
    return kt_pool_text(&((const kt_import_result *)context)->import.pool, symbol);
}

static void get_count_table(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, text(context, ((const kt_merge_count *)row)->table));
}

// clang-format off
static const kt_field COUNT[] = {
    {.name = "table", .type = KT_FIELD_TEXT, .get = get_count_table},
    {.name = "rows", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_rows), .help = "delivered"},
    {.name = "new", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_new),
     .help = "rows that the case did not have"},
    {.name = "same", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_same),
     .help = "rows without a difference"},
    {.name = "filled", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_cells[KT_CHANGE_FILLED]),
     .help = "cells that were empty"},
    {.name = "changed", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_cells[KT_CHANGE_CHANGED]),
     .help = "cells with a new value of the same source"},
    {.name = "contradicted", .type = KT_FIELD_COUNT,
     KT_AT(kt_merge_count, n_cells[KT_CHANGE_CONTRADICTED]),
     .help = "cells of which two sources disagree"},
    {.name = "removed", .type = KT_FIELD_COUNT, KT_AT(kt_merge_count, n_cells[KT_CHANGE_REMOVED]),
     .help = "rows that an answer takes the place of"},
    {0}};
// clang-format on
static const kt_record COUNT_RECORD = {
    .name = "merge_count", .field = COUNT, .size = sizeof(kt_merge_count)};

// The getter of a symbol of a change.
#define GETTER(symbol)                                                                             \
    static void get_##symbol(kt_value *out, const void *row, const void *context)                  \
    {                                                                                              \
        kt_value_set_text(out, text(context, ((const kt_merge_change *)row)->symbol));             \
    }

GETTER(table)
GETTER(key)
GETTER(column)
GETTER(before)
GETTER(after)
GETTER(other)

static kt_presence of_two_sources(const void *row, const void *context)
{
    (void)context;
    return ((const kt_merge_change *)row)->kind == KT_CHANGE_CONTRADICTED ? KT_PRESENT : KT_ABSENT;
}

static const char *const CHANGES[] = {
    [KT_CHANGE_FILLED] = "filled",
    [KT_CHANGE_CHANGED] = "changed",
    [KT_CHANGE_CONTRADICTED] = "contradicted",
    [KT_CHANGE_REMOVED] = "removed",
    [KT_CHANGE_SETTLED] = "settled",
    [KT_N_CHANGES] = NULL,
};

// clang-format off
static const kt_field CHANGE[] = {
    {.name = "kind", .type = KT_FIELD_CHOICE, KT_AT(kt_merge_change, kind), .choices = CHANGES},
    {.name = "table", .type = KT_FIELD_TEXT, .get = get_table},
    {.name = "key", .type = KT_FIELD_TEXT, .get = get_key,
     .help = "the names of the row, divided by spaces"},
    {.name = "column", .type = KT_FIELD_TEXT, .get = get_column,
     .help = "empty of a row that is removed"},
    {.name = "before", .type = KT_FIELD_TEXT, .get = get_before},
    {.name = "after", .type = KT_FIELD_TEXT, .get = get_after, .help = "what the case has now"},
    {.name = "other", .type = KT_FIELD_TEXT, .get = get_other, .when = of_two_sources,
     .help = "the value that lost, kept in conflicts.csv"},
    {.name = "place", .type = KT_FIELD_TEXT, KT_AT(kt_merge_change, place),
     .help = "of the delivered cell"},
    {0}};
// clang-format on
static const kt_record CHANGE_RECORD = {
    .name = "merge_change", .field = CHANGE, .size = sizeof(kt_merge_change)};

// ------------------------------------------------------------------------------------ what is said

// clang-format off
static const kt_field NOTE[] = {
    {.name = "place", .type = KT_FIELD_TEXT, KT_AT(kt_note, place)},
    {.name = "message", .type = KT_FIELD_TEXT, KT_AT(kt_note, message)},
    {0}};
// clang-format on
static const kt_record NOTE_RECORD = {.name = "note", .field = NOTE, .size = sizeof(kt_note)};

static const void *next_of(kt_note_kind kind, const void *row, kt_cursor *cursor)
{
    const kt_notes *notes = &((const kt_import_result *)row)->import.remarks;
    while (cursor->at < notes->n) {
        const kt_note *note = &notes->note[cursor->at++];
        if (note->kind == kind)
            return note;
    }
    return NULL;
}

static const void *next_warning(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return next_of(KT_NOTE_WARNING, row, cursor);
}

static const void *next_plain(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return next_of(KT_NOTE_PLAIN, row, cursor);
}

// clang-format off
static const kt_field ASSUMED[] = {
    {.name = "quantities", .type = KT_FIELD_COUNT, .offset = KT_ASSUMED_QUANTITY * sizeof(size_t),
     .size = sizeof(size_t), .help = "taken as 1"},
    {.name = "masses", .type = KT_FIELD_COUNT, .offset = KT_ASSUMED_MASS * sizeof(size_t),
     .size = sizeof(size_t), .help = "of a material, taken as 1 gram"},
    {0}};
// clang-format on
static const kt_record ASSUMED_RECORD = {
    .name = "assumed", .field = ASSUMED, .size = KT_N_ASSUMED * sizeof(size_t)};

// -------------------------------------------------------------------------------------- the result

static const char *const OUTCOMES[] = {
    [KT_IMPORT_WRITTEN] = "written",
    [KT_IMPORT_UNCHANGED] = "unchanged",
    [KT_IMPORT_DRY] = "dry_run",
    [KT_IMPORT_ASKS_MAPPING] = "asks_mapping",
    [KT_IMPORT_ASKS_CHANGES] = "asks_changes",
    [KT_IMPORT_REFUSED] = "refused",
    [KT_IMPORT_FAULTY] = "faulty",
    [KT_IMPORT_FAULTY + 1] = NULL,
};

// clang-format off
static const kt_field RESULT[] = {
    {.name = "outcome", .type = KT_FIELD_CHOICE, KT_AT(kt_import_result, import.outcome),
     .choices = OUTCOMES, .help = "what was done, or what stands in the way"},
    {.name = "files", .type = KT_FIELD_LIST,
     KT_ROWS(kt_import_result, import.file, import.n_files), .record = &FILE_RECORD,
     .help = "how each file was read"},
    {.name = "tables", .type = KT_FIELD_LIST,
     KT_ROWS(kt_import_result, import.merge.count, import.merge.n_counts),
     .record = &COUNT_RECORD, .help = "what each table of the case gets"},
    {.name = "changes", .type = KT_FIELD_LIST,
     KT_ROWS(kt_import_result, import.merge.change, import.merge.n), .record = &CHANGE_RECORD,
     .help = "of cells that the case had"},
    {.name = "refused_rows", .type = KT_FIELD_COUNT, KT_AT(kt_import_result, import.n_refused)},
    {.name = "refused", .type = KT_FIELD_LIST,
     KT_ROWS(kt_import_result, import.rejects.notes.note, import.rejects.notes.n),
     .record = &NOTE_RECORD, .help = "each reason with its place; a row may have several"},
    {.name = "reject_file", .type = KT_FIELD_TEXT, KT_AT(kt_import_result, import.reject_path),
     .help = "the refused rows with their reasons; null: nothing was written"},
    {.name = "assumed", .type = KT_FIELD_RECORD,
     .offset = offsetof(kt_import_result, import.assumed), .record = &ASSUMED_RECORD,
     .help = "figures that no file gives, with evidence D"},
    {.name = "warnings", .type = KT_FIELD_LIST, .next = next_warning, .record = &NOTE_RECORD,
     .help = "read, but a person should look"},
    {.name = "notes", .type = KT_FIELD_LIST, .next = next_plain, .record = &NOTE_RECORD,
     .help = "how it was read"},
    {0}};
// clang-format on

const kt_record kt_import_record = {
    .name = "import", .field = RESULT, .size = sizeof(kt_import_result)};
