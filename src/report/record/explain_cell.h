// SPDX-License-Identifier: EUPL-1.2
// How the fields of an explained flow are read: places of tables of the reference, of which there
// may be no row, and the macros that make a getter of each.
// Internal to: explain_access_record, explain_record, explain_supply_record.
#ifndef KT_REPORT_RECORD_EXPLAIN_CELL_H
#define KT_REPORT_RECORD_EXPLAIN_CELL_H

#include "base/record.h"
#include "report/record/explain_result.h"

typedef struct kt_explain_cell {
    kt_reference_table table;
    int column;
    uint32_t row; // KT_NO_ROW: there is none
} kt_explain_cell;

// `context` is the result.
const kt_explain_result *kt_explain_cell_of(const void *context);
const kt_table *kt_explain_cell_table(const void *context, kt_reference_table table);
const char *kt_explain_cell_symbol(const void *context, kt_symbol symbol); // NULL for none

// Null where there is no row, and for an empty cell.
void kt_explain_cell_text(kt_value *out, const void *context, kt_explain_cell at);
void kt_explain_cell_number(kt_value *out, const void *context, kt_explain_cell at);
void kt_explain_cell_day(kt_value *out, const void *context, kt_explain_cell at);
void kt_explain_cell_choice(kt_value *out, const void *context, kt_explain_cell at);

// The id of an item of the network.
void kt_explain_cell_item(kt_value *out, const void *context, uint32_t item);

// The getter of a column of the row that `row` of the walk stands for.
#define COLUMN_OF(name, kind, struct_name, member, table, column)                                  \
    static void name(kt_value *out, const void *row, const void *context)                          \
    {                                                                                              \
        kind(out, context, (kt_explain_cell){table, column, ((const struct_name *)row)->member});  \
    }
#define TEXT(key, getter, about)                                                                   \
    {                                                                                              \
        .name = key, .type = KT_FIELD_TEXT, .get = getter, .help = about                           \
    }
#define FIGURE(key, getter, u, about)                                                              \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, .get = getter, .unit = u, .help = about              \
    }
#define NUMBER(struct_name, key, member, u, about)                                                 \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, KT_AT(struct_name, member), .unit = u, .help = about \
    }

// The parts of the result, each of kt_flow_sum.
extern const kt_record kt_explain_supply_record;
extern const kt_record kt_explain_tonnes_record;
extern const kt_record kt_explain_need_record;
extern const kt_record kt_explain_makers_record;
extern const kt_record kt_explain_act_record; // of kt_flow_act

#endif
