// SPDX-License-Identifier: EUPL-1.2
// See refresh_record.h. A thousand changes for a new edition. The symbols are of the refresh's own
// pool.
#include "report/record/refresh_record.h"

#include "model/schema.h"

static const kt_refresh *refresh_of(const void *context)
{
    return &((const kt_refresh_result *)context)->refresh;
}

static const char *text(const void *context, kt_symbol symbol)
{
    return kt_pool_text(&refresh_of(context)->pool, symbol);
}

// clang-format off
static const kt_field FILE_FIELDS[] = {
    {.name = "name", .type = KT_FIELD_TEXT, KT_AT(kt_refresh_file, name)},
    {.name = "layout", .type = KT_FIELD_TEXT, KT_AT(kt_refresh_file, layout)},
    {.name = "edition", .type = KT_FIELD_COUNT, KT_AT(kt_refresh_file, edition),
     .help = "the year of the publication; 0: the file has nothing of ours"},
    {.name = "tables", .type = KT_FIELD_COUNT, KT_AT(kt_refresh_file, n_tables),
     .help = "sheets of this layout"},
    {0}};
// clang-format on
static const kt_record FILE_RECORD = {
    .name = "refresh_file", .field = FILE_FIELDS, .size = sizeof(kt_refresh_file)};

// clang-format off
static const kt_field COUNT[] = {
    {.name = "table", .type = KT_FIELD_TEXT, KT_AT(kt_beside_count, table)},
    {.name = "rows", .type = KT_FIELD_COUNT, KT_AT(kt_beside_count, n_rows),
     .help = "that the files give"},
    {.name = "new", .type = KT_FIELD_COUNT, KT_AT(kt_beside_count, n_new),
     .help = "put beside those on record"},
    {.name = "same", .type = KT_FIELD_COUNT, KT_AT(kt_beside_count, n_same),
     .help = "on record already, of this edition"},
    {.name = "older", .type = KT_FIELD_COUNT, KT_AT(kt_beside_count, n_older),
     .help = "of an edition before the one on record: not taken"},
    {.name = "differs", .type = KT_FIELD_COUNT, KT_AT(kt_beside_count, n_differs),
     .help = "of the edition on record, with another figure: not taken"},
    {0}};
// clang-format on
static const kt_record COUNT_RECORD = {
    .name = "refresh_count", .field = COUNT, .size = sizeof(kt_beside_count)};

// The getter of a symbol of a change.
#define GETTER(symbol)                                                                             \
    static void get_##symbol(kt_value *out, const void *row, const void *context)                  \
    {                                                                                              \
        kt_value_set_text(out, text(context, ((const kt_beside_change *)row)->symbol));            \
    }

GETTER(key)
GETTER(column)
GETTER(period)
GETTER(before_period)

static void get_part(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, kt_beside_part(row));
}

static const char *const KINDS[] = {
    [KT_BESIDE_CHANGED] = "changed",
    [KT_BESIDE_APPEARED] = "appeared",
    [KT_BESIDE_GONE] = "gone",
    [KT_BESIDE_DIFFERS] = "differs",
    [KT_N_BESIDE] = NULL,
};

// clang-format off
static const kt_field CHANGE[] = {
    {.name = "kind", .type = KT_FIELD_CHOICE, KT_AT(kt_beside_change, kind), .choices = KINDS,
     .help = "differs: the record has another figure of the same edition, and stays"},
    {.name = "table", .type = KT_FIELD_TEXT, KT_AT(kt_beside_change, table)},
    {.name = "key", .type = KT_FIELD_TEXT, .get = get_key,
     .help = "the names of the row, divided by spaces"},
    {.name = "column", .type = KT_FIELD_TEXT, .get = get_column},
    {.name = "period", .type = KT_FIELD_TEXT, .get = get_period, .help = "of the new figure"},
    {.name = "before_period", .type = KT_FIELD_TEXT, .get = get_before_period,
     .help = "of the figure that it is compared with: the same, of an earlier edition, or the one "
             "before"},
    {.name = "before", .type = KT_FIELD_NUMBER, KT_AT(kt_beside_change, before)},
    {.name = "after", .type = KT_FIELD_NUMBER, KT_AT(kt_beside_change, after)},
    {.name = "part", .type = KT_FIELD_NUMBER, .unit = "share", .get = get_part,
     .help = "new minus old, in parts of the old"},
    {.name = "place", .type = KT_FIELD_TEXT, KT_AT(kt_beside_change, place),
     .help = "of the row in the file; empty of a row that is gone"},
    {0}};
// clang-format on
static const kt_record CHANGE_RECORD = {
    .name = "refresh_change", .field = CHANGE, .size = sizeof(kt_beside_change)};

static void get_material(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, text(context, ((const kt_yearly_conversion *)row)->material));
}

static void get_stage(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_schema_stage_name(((const kt_yearly_conversion *)row)->stage));
}

static void get_unit(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, text(context, ((const kt_yearly_conversion *)row)->unit));
}

// clang-format off
static const kt_field CONVERSION[] = {
    {.name = "material", .type = KT_FIELD_TEXT, .get = get_material},
    {.name = "stage", .type = KT_FIELD_TEXT, .get = get_stage},
    {.name = "unit", .type = KT_FIELD_TEXT, .get = get_unit, .help = "of the file"},
    {.name = "tonnes", .type = KT_FIELD_NUMBER, KT_AT(kt_yearly_conversion, per_unit),
     .help = "in one of it"},
    {.name = "correction", .type = KT_FIELD_NUMBER, KT_AT(kt_yearly_conversion, correction),
     .help = "1000 where the user agreed that the file means a thousand times what it says"},
    {.name = "figures", .type = KT_FIELD_COUNT, KT_AT(kt_yearly_conversion, n)},
    {0}};
// clang-format on
static const kt_record CONVERSION_RECORD = {
    .name = "refresh_conversion", .field = CONVERSION, .size = sizeof(kt_yearly_conversion)};

// clang-format off
static const kt_field NOTE[] = {
    {.name = "place", .type = KT_FIELD_TEXT, KT_AT(kt_note, place)},
    {.name = "message", .type = KT_FIELD_TEXT, KT_AT(kt_note, message)},
    {0}};
// clang-format on
static const kt_record NOTE_RECORD = {.name = "note", .field = NOTE, .size = sizeof(kt_note)};

static const char *const OUTCOMES[] = {
    [KT_REFRESH_WRITTEN] = "written", [KT_REFRESH_UNCHANGED] = "unchanged",
    [KT_REFRESH_DRY] = "dry_run",     [KT_REFRESH_FAULTY] = "faulty",
    [KT_REFRESH_FAULTY + 1] = NULL,
};

// clang-format off
static const kt_field RESULT[] = {
    {.name = "outcome", .type = KT_FIELD_CHOICE, KT_AT(kt_refresh_result, refresh.outcome),
     .choices = OUTCOMES, .help = "what was done, or what stands in the way"},
    {.name = "files", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.file, refresh.n_files), .record = &FILE_RECORD,
     .help = "what each table of the files was found to be"},
    {.name = "tables", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.beside.count, refresh.beside.n_counts),
     .record = &COUNT_RECORD, .help = "what each table of the reference gets"},
    {.name = "changes", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.beside.change, refresh.beside.n),
     .record = &CHANGE_RECORD, .help = "figures that are not as they were"},
    {.name = "conversions", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.conversion, refresh.n_conversions),
     .record = &CONVERSION_RECORD, .help = "units that are not tonnes"},
    {.name = "left_out", .type = KT_FIELD_COUNT, KT_AT(kt_refresh_result, refresh.n_left_out),
     .help = "figures of what is no material or stage of ours"},
    {.name = "refused_rows", .type = KT_FIELD_COUNT, KT_AT(kt_refresh_result, refresh.n_refused)},
    {.name = "refused", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.rejects.notes.note, refresh.rejects.notes.n),
     .record = &NOTE_RECORD, .help = "each reason with its place"},
    {.name = "faults", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.faults.note, refresh.faults.n), .record = &NOTE_RECORD,
     .help = "what the reference would break, where it is faulty"},
    {.name = "notes", .type = KT_FIELD_LIST,
     KT_ROWS(kt_refresh_result, refresh.remarks.note, refresh.remarks.n), .record = &NOTE_RECORD,
     .help = "how the files were read"},
    {0}};
// clang-format on

const kt_record kt_refresh_record = {
    .name = "refresh", .field = RESULT, .size = sizeof(kt_refresh_result)};
