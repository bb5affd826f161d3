// SPDX-License-Identifier: EUPL-1.2
// Some 730 rows, of three years and up to a few codes a material. The whole of a code is the value
// of its rows divided by the sum of their shares: small partners have no row.
#include "model/customs.h"

#include <stdlib.h>
#include <string.h>

typedef struct code {
    kt_symbol id;
    double value_eur, share;
    bool shared;
} code;

typedef struct work {
    const kt_case *c;
    const kt_customs_question *question;
    kt_customs *out;
    double *value; // [countries]
    code *code;    // [rows] the first n_codes are used
} work;

static bool is_asked(const work *w, uint32_t r)
{
    const kt_table *rows = &w->c->reference[KT_IMPORTS];
    return kt_table_text(rows, KT_IMPORTS_IMPORTER, r) == w->question->importer &&
           kt_table_text(rows, KT_IMPORTS_MATERIAL, r) == w->question->material &&
           kt_table_choice(rows, KT_IMPORTS_STAGE, r) == w->question->stage;
}

// {0, 0} where it cannot be read.
static kt_years years_of(const work *w, uint32_t r)
{
    kt_symbol year = kt_table_text(&w->c->reference[KT_IMPORTS], KT_IMPORTS_YEAR, r);
    kt_years years;
    (void)kt_vintage_read_years(&years, kt_pool_text(&w->c->pool, year));
    return years;
}

static void find_year(work *w)
{
    const kt_table *rows = &w->c->reference[KT_IMPORTS];
    kt_years best = {0, 0};
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (!is_asked(w, r))
            continue;
        kt_years years = years_of(w, r);
        if (years.last == 0 ||
            (best.last != 0 && !kt_vintage_prefers(&w->question->vintage, years, best)))
            continue;
        best = years;
        w->out->period = kt_table_text(rows, KT_IMPORTS_YEAR, r);
    }
    w->out->year = best.last;
    w->out->late = best.last != 0 && kt_vintage_is_late(&w->question->vintage, best);
}

static void add_to_code(work *w, uint32_t r, double value)
{
    const kt_table *rows = &w->c->reference[KT_IMPORTS];
    kt_symbol id = kt_table_text(rows, KT_IMPORTS_CODE, r);
    uint32_t k = 0;
    while (k < w->out->n_codes && w->code[k].id != id)
        k++;
    if (k == w->out->n_codes)
        w->code[w->out->n_codes++] = (code){.id = id};
    w->code[k].value_eur += value;
    w->code[k].share += kt_table_number(rows, KT_IMPORTS_SHARE, r);
    w->code[k].shared |= kt_table_choice(rows, KT_IMPORTS_SHARED_CODE, r) == KT_YES;
}

static void add_rows(work *w)
{
    const kt_table *rows = &w->c->reference[KT_IMPORTS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t country = kt_case_row(&w->c->country, kt_table_text(rows, KT_IMPORTS_EXPORTER, r));
        double value = kt_table_number(rows, KT_IMPORTS_VALUE, r);
        if (!is_asked(w, r) || kt_table_text(rows, KT_IMPORTS_YEAR, r) != w->out->period ||
            country == KT_NO_ROW)
            continue;
        w->value[country] += value;
        add_to_code(w, r, value);
    }
    for (uint32_t k = 0; k < w->out->n_codes; k++) {
        if (w->code[k].share > 0.0)
            w->out->value_eur += w->code[k].value_eur / w->code[k].share;
        w->out->n_shared_codes += w->code[k].shared;
    }
}

static void list_partners(work *w)
{
    const kt_table *countries = &w->c->reference[KT_COUNTRIES];
    kt_customs *out = w->out;
    for (uint32_t i = 0; i < countries->n_rows && out->value_eur > 0.0; i++) {
        kt_customs_partner next = {kt_table_text(countries, KT_COUNTRIES_ISO3, i),
                                   w->value[i] / out->value_eur, w->value[i]};
        const char *id = kt_pool_text(&w->c->pool, next.country);
        uint32_t at = out->n;
        if (!(next.value_eur > 0.0))
            continue;
        for (; at > 0; at--) {
            const kt_customs_partner *before = &out->partner[at - 1];
            if (before->value_eur > next.value_eur ||
                (before->value_eur == next.value_eur &&
                 strcmp(kt_pool_text(&w->c->pool, before->country), id) < 0))
                break;
            out->partner[at] = *before;
        }
        out->partner[at] = next;
        out->n++;
        out->named += next.share;
    }
}

kt_status kt_customs_find(kt_customs *out, const kt_case *c, const kt_customs_question *question,
                          kt_arena *arena, kt_error *err)
{
    size_t n_countries = c->reference[KT_COUNTRIES].n_rows;
    size_t n_rows = c->reference[KT_IMPORTS].n_rows;
    work w = {.c = c, .question = question, .out = out};
    *out = (kt_customs){0};
    w.value = calloc(n_countries + 1, sizeof *w.value);
    w.code = calloc(n_rows + 1, sizeof *w.code);
    out->partner = kt_arena_alloc(arena, n_countries + 1, sizeof *out->partner);
    bool whole = w.value != NULL && w.code != NULL && out->partner != NULL;
    if (whole) {
        find_year(&w);
        add_rows(&w);
        list_partners(&w);
    }
    free(w.value);
    free(w.code);
    return whole ? KT_OK : kt_error_no_memory(err);
}
