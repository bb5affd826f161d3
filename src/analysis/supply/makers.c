// SPDX-License-Identifier: EUPL-1.2
// Each country is marked once, so that several makers in it count as one way out. A list is looked
// through twice, for its length and for its rows: some tens of them.
#include "analysis/supply/makers.h"

#include <stdlib.h>
#include <string.h>

kt_status kt_makers_open(kt_makers *out, const kt_case *c, const kt_vintage *vintage,
                         const kt_hostile *hostile, kt_error *err)
{
    *out = (kt_makers){.hostile = hostile};
    const kt_figures figures = {KT_SCOPE_GLOBAL, *vintage};
    kt_status status = kt_world_open(&out->world, c, &figures, err);
    if (status != KT_OK)
        return status;
    out->seen = malloc(((size_t)c->reference[KT_COUNTRIES].n_rows + 1) * sizeof *out->seen);
    if (out->seen != NULL)
        return KT_OK;
    kt_makers_close(out);
    return kt_error_no_memory(err);
}

void kt_makers_close(kt_makers *makers)
{
    kt_world_close(&makers->world);
    free(makers->seen);
    *makers = (kt_makers){0};
}

// A country the first time that it counts.
static kt_maker_verdict judge(kt_makers *makers, kt_symbol country, kt_symbol but)
{
    uint32_t row = kt_case_row(&makers->world.the_case->country, country);
    if (country == but)
        return KT_MAKER_ITSELF;
    if (row == KT_NO_ROW)
        return KT_MAKER_NO_COUNTRY;
    if (makers->hostile->country[row])
        return KT_MAKER_WILL_NOT;
    if (makers->seen[row])
        return KT_MAKER_AGAIN;
    makers->seen[row] = true;
    return KT_MAKER_COUNTS;
}

static kt_maker_verdict judge_share(kt_makers *makers, uint32_t row, kt_symbol but)
{
    const kt_table *rows = &makers->world.the_case->reference[KT_MATERIAL_SUPPLY];
    if (kt_table_text(rows, KT_MATERIAL_SUPPLY_OF_GROUP, row) != 0)
        return KT_MAKER_OF_GROUP;
    if (!(kt_table_number(rows, KT_MATERIAL_SUPPLY_SHARE, row) > 0.0))
        return KT_MAKER_OF_NOTHING;
    return judge(makers, kt_table_text(rows, KT_MATERIAL_SUPPLY_COUNTRY, row), but);
}

// A row that was looked at; `out->row` is NULL where nobody asks for them.
static void note(kt_maker_list *out, kt_maker maker)
{
    if (out->row != NULL)
        out->row[out->n] = maker;
    out->n++;
    out->n_counted += maker.verdict == KT_MAKER_COUNTS;
}

static void look_at_known(kt_maker_list *out, kt_makers *makers, const kt_maker_request *request)
{
    const kt_table *rows = &makers->world.the_case->reference[KT_MAKERS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        kt_symbol country = kt_table_text(rows, KT_MAKERS_COUNTRY, r);
        if (kt_table_text(rows, KT_MAKERS_MATERIAL, r) == request->material &&
            kt_table_choice(rows, KT_MAKERS_STAGE, r) == request->stage)
            note(out, (kt_maker){country, KT_NO_ROW, r, judge(makers, country, request->but)});
    }
}

static void look(kt_maker_list *out, kt_makers *makers, const kt_maker_request *request)
{
    const kt_case *c = makers->world.the_case;
    const kt_table *rows = &c->reference[KT_MATERIAL_SUPPLY];
    kt_world_market market =
        kt_world_find(&makers->world, request->material, request->stage, KT_SCOPE_GLOBAL);
    memset(makers->seen, 0, c->reference[KT_COUNTRIES].n_rows * sizeof *makers->seen);
    uint32_t n_rows = market.scope == KT_SCOPE_GLOBAL ? market.n : 0; // else who sells to the EU
    for (uint32_t k = 0; k < n_rows; k++) {
        uint32_t r = market.row[k];
        out->published |= kt_table_text(rows, KT_MATERIAL_SUPPLY_OF_GROUP, r) == 0;
        note(out, (kt_maker){kt_table_text(rows, KT_MATERIAL_SUPPLY_COUNTRY, r), r, KT_NO_ROW,
                             judge_share(makers, r, request->but)});
    }
    if (!out->published)
        look_at_known(out, makers, request);
}

uint32_t kt_makers_outside(kt_makers *makers, kt_symbol material, int stage, kt_symbol but)
{
    kt_maker_list counted = {0};
    look(&counted, makers, &(kt_maker_request){material, stage, but});
    return counted.n_counted;
}

kt_status kt_makers_list(kt_maker_list *out, kt_makers *makers, const kt_maker_request *request,
                         kt_arena *arena, kt_error *err)
{
    *out = (kt_maker_list){0};
    look(out, makers, request);
    kt_maker *row = kt_arena_alloc(arena, (size_t)out->n + 1, sizeof *row);
    if (row == NULL)
        return kt_error_no_memory(err);
    *out = (kt_maker_list){.row = row};
    look(out, makers, request);
    return KT_OK;
}
