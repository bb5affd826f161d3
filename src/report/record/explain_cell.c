// SPDX-License-Identifier: EUPL-1.2
// See explain_cell.h.
#include "report/record/explain_cell.h"

const kt_explain_result *kt_explain_cell_of(const void *context)
{
    return context;
}

const char *kt_explain_cell_symbol(const void *context, kt_symbol symbol)
{
    return symbol == 0 ? NULL : kt_pool_text(&kt_explain_cell_of(context)->the_case->pool, symbol);
}

const kt_table *kt_explain_cell_table(const void *context, kt_reference_table table)
{
    return &kt_explain_cell_of(context)->the_case->reference[table];
}

void kt_explain_cell_text(kt_value *out, const void *context, kt_explain_cell at)
{
    out->kind = KT_VALUE_NULL;
    if (at.row == KT_NO_ROW)
        return;
    kt_symbol symbol = kt_table_text(kt_explain_cell_table(context, at.table), at.column, at.row);
    if (symbol != 0 && *kt_explain_cell_symbol(context, symbol) != '\0')
        kt_value_set_text(out, kt_explain_cell_symbol(context, symbol));
}

void kt_explain_cell_number(kt_value *out, const void *context, kt_explain_cell at)
{
    out->kind = KT_VALUE_NULL;
    if (at.row != KT_NO_ROW)
        kt_value_set_number(
            out, kt_table_number(kt_explain_cell_table(context, at.table), at.column, at.row));
}

void kt_explain_cell_day(kt_value *out, const void *context, kt_explain_cell at)
{
    out->kind = KT_VALUE_NULL;
    if (at.row != KT_NO_ROW)
        kt_value_set_day(
            out, kt_table_number(kt_explain_cell_table(context, at.table), at.column, at.row));
}

void kt_explain_cell_choice(kt_value *out, const void *context, kt_explain_cell at)
{
    out->kind = KT_VALUE_NULL;
    int choice = at.row == KT_NO_ROW
                     ? 0
                     : kt_table_choice(kt_explain_cell_table(context, at.table), at.column, at.row);
    if (choice > 0)
        kt_value_set_text(out, kt_schema_reference[at.table].column[at.column].choices[choice - 1]);
}

void kt_explain_cell_item(kt_value *out, const void *context, uint32_t item)
{
    kt_value_set_text(
        out, kt_explain_cell_symbol(context, kt_explain_cell_of(context)->network.item[item].id));
}
