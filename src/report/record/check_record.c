// SPDX-License-Identifier: EUPL-1.2
// See check_record.h. Faults and warnings lie in one list, at most some thousand of them.
#include "report/record/check_record.h"

static const kt_case *of(const void *row)
{
    return ((const kt_check_result *)row)->the_case;
}

static void get_ok(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_flag(out, of(row)->faults.n_errors == 0);
}

// ---------------------------------------------------------------------------------------------
// rows

static const void *next_table(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    while (cursor->at < KT_N_CASE_TABLES) {
        const kt_table *table = &of(row)->table[cursor->at++];
        if (table->file != NULL)
            return table;
    }
    return NULL;
}

static const char *table_key(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    (void)cursor;
    return ((const kt_table *)row)->spec->name;
}

// clang-format off
static const kt_field TABLE[] = {
    {.name = "rows", .type = KT_FIELD_COUNT, KT_AT(kt_table, n_rows)},
    {0}};
// clang-format on
static const kt_record TABLE_RECORD = {.name = "table",
                                       .field = TABLE,
                                       .size = sizeof(kt_table),
                                       .shape = KT_SHAPE_VALUE,
                                       .key = table_key};

// -------------------------------------------------------------------------------------------
// faults

static const void *next_place(const kt_check_result *result, kt_cursor *cursor, bool warnings)
{
    while (cursor->at < result->the_case->faults.n) {
        const kt_fault_place *place = &result->the_case->places_in[result->lang][cursor->at++];
        if (place->warning == warnings)
            return place;
    }
    return NULL;
}

static const void *next_fault(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return next_place(row, cursor, false);
}

static const void *next_warning(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return next_place(row, cursor, true);
}

// clang-format off
static const kt_field PLACE[] = {
    {.name = "file", .type = KT_FIELD_TEXT, KT_AT(kt_fault_place, file)},
    {.name = "line", .type = KT_FIELD_COUNT, KT_AT(kt_fault_place, line), .help = "from 1"},
    {.name = "column", .type = KT_FIELD_COUNT, KT_AT(kt_fault_place, column),
     .help = "in characters, from 1"},
    {.name = "message", .type = KT_FIELD_TEXT, KT_AT(kt_fault_place, message)},
    {0}};
// clang-format on
static const kt_record PLACE_RECORD = {
    .name = "fault_place", .field = PLACE, .size = sizeof(kt_fault_place)};

// -------------------------------------------------------------------------------------- the result

// clang-format off
static const kt_field RESULT[] = {
    {.name = "ok", .type = KT_FIELD_FLAG, .get = get_ok, .help = "no faults"},
    {.name = "rows", .type = KT_FIELD_MAP, .next = next_table, .record = &TABLE_RECORD,
     .help = "of each table that the case has"},
    {.name = "faults", .type = KT_FIELD_LIST, .next = next_fault, .record = &PLACE_RECORD,
     .help = "that make the case unusable, by file and line"},
    {.name = "warnings", .type = KT_FIELD_LIST, .next = next_warning, .record = &PLACE_RECORD,
     .help = "worth knowing, the case is still usable"},
    {0}};
// clang-format on

const kt_record kt_check_record = {
    .name = "check", .field = RESULT, .size = sizeof(kt_check_result)};
