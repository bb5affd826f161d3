// SPDX-License-Identifier: EUPL-1.2
// Reads the reference tables once into arrays by stage: some 3,500 shares and 3,000 rows of
// governance, a few milliseconds. Shares are sorted by country within a stage and scope, so that no
// sum depends on the order of rows in the file. The range of a figure is what rounds to it, because
// that is all that is known of how it was published.
#include "analysis/supply/basis.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/chain/country.h"
#include "base/stat.h"
#include "model/group.h"
#include "model/vintage.h"

enum { N_SCOPES = 2 };

static const double BELOW_A_TENTH = 0.0005; // how "< 0.1 %" is entered: see data/SOURCES.md

typedef struct reading {
    kt_basis *out;
    const kt_case *c;
    kt_arena *arena;
    uint32_t *inputs; // [n_materials * KT_N_STAGES] row of criticality_inputs, or KT_NO_ROW
    kt_group supply;  // rows of material_supply by material, stage, scope, of the study's years
    kt_vintage_pick *pick; // [supply.n]
} reading;

double kt_basis_half_digit(double share)
{
    double unit = 0.01;
    if (share == BELOW_A_TENTH)
        return BELOW_A_TENTH;
    while (unit > 1e-6 && fabs(share / unit - round(share / unit)) > 1e-6)
        unit /= 10.0;
    return unit / 2.0;
}

static double *numbers(const reading *r, size_t n)
{
    return kt_arena_alloc(r->arena, n + 1, sizeof(double));
}

static bool allocate_values(const reading *r, kt_basis_values *values)
{
    const kt_basis *b = r->out;
    values->share = numbers(r, b->n_shares);
    values->governance = numbers(r, b->n_countries);
    values->import_reliance = numbers(r, b->n_stages);
    values->eol_rir = numbers(r, b->n_stages);
    return values->share != NULL && values->governance != NULL && values->import_reliance != NULL &&
           values->eol_rir != NULL;
}

// The years of the shares, the widest over all lists.
static void read_period(const reading *r)
{
    kt_years widest = {0, 0};
    for (uint32_t k = 0; k < r->supply.n; k++) {
        kt_years years = r->pick[k].years;
        if (years.first == years.last) // not stated, or no mean of years
            continue;
        widest.first = widest.first == 0 || years.first < widest.first ? years.first : widest.first;
        widest.last = years.last > widest.last ? years.last : widest.last;
    }
    if (widest.last == 0)
        widest = kt_vintage_study.years;
    r->out->first_year = widest.first;
    r->out->last_year = widest.last;
}

static kt_status group_supply(reading *r, kt_error *err)
{
    const kt_table *supply = &r->c->reference[KT_MATERIAL_SUPPLY];
    uint32_t n_keys = r->out->n_materials * KT_N_STAGES * N_SCOPES;
    uint32_t *key = malloc(((size_t)supply->n_rows + 1) * sizeof *key);
    r->pick = kt_arena_alloc(r->arena, (size_t)n_keys + 1, sizeof *r->pick);
    if (key == NULL || r->pick == NULL) {
        free(key);
        return kt_error_no_memory(err);
    }
    for (uint32_t i = 0; i < supply->n_rows; i++) {
        uint32_t material =
            kt_case_row(&r->c->material, kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, i));
        uint32_t stage = (uint32_t)kt_table_choice(supply, KT_MATERIAL_SUPPLY_STAGE, i);
        bool eu = kt_table_choice(supply, KT_MATERIAL_SUPPLY_SCOPE, i) == KT_SCOPE_CELL_EU;
        key[i] = material == KT_NO_ROW ? KT_NO_ROW
                                       : (material * KT_N_STAGES + stage) * N_SCOPES + (uint32_t)eu;
    }
    kt_vintage_keep(r->pick, n_keys, key, r->c, &kt_vintage_study);
    kt_status status = kt_group_rows(&r->supply, key, supply->n_rows, n_keys, err);
    free(key);
    return status;
}

static bool find_inputs(reading *r)
{
    const kt_table *inputs = &r->c->reference[KT_CRITICALITY_INPUTS];
    size_t n = (size_t)r->out->n_materials * KT_N_STAGES;
    r->inputs = kt_arena_alloc(r->arena, n + 1, sizeof *r->inputs);
    if (r->inputs == NULL)
        return false;
    memset(r->inputs, 0xFF, n * sizeof *r->inputs);
    for (uint32_t i = inputs->n_rows; i-- > 0;) { // the first row of a stage stays
        uint32_t material =
            kt_case_row(&r->c->material, kt_table_text(inputs, KT_INPUTS_MATERIAL, i));
        uint32_t stage = (uint32_t)kt_table_choice(inputs, KT_INPUTS_STAGE, i);
        if (material != KT_NO_ROW)
            r->inputs[material * KT_N_STAGES + stage] = i;
    }
    return true;
}

// By country id, so that no sum depends on the order of rows in the file. The shipped table is in
// that order already: one comparison a row.
static void sort_by_country(const reading *r, uint32_t first, uint32_t end)
{
    const kt_table *supply = &r->c->reference[KT_MATERIAL_SUPPLY];
    uint32_t *row = r->supply.row;
    for (uint32_t i = first; i + 1 < end; i++) {
        uint32_t moved = row[i + 1];
        const char *id =
            kt_pool_text(&r->c->pool, kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, moved));
        uint32_t at = i + 1;
        for (; at > first; at--) {
            kt_symbol before = kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, row[at - 1]);
            if (strcmp(kt_pool_text(&r->c->pool, before), id) <= 0)
                break;
            row[at] = row[at - 1];
        }
        row[at] = moved;
    }
}

static void add_shares(reading *r, uint32_t key)
{
    const kt_table *supply = &r->c->reference[KT_MATERIAL_SUPPLY];
    kt_basis *b = r->out;
    sort_by_country(r, r->supply.first[key], r->supply.first[key + 1]);
    for (uint32_t k = r->supply.first[key]; k < r->supply.first[key + 1]; k++) {
        uint32_t row = r->supply.row[k];
        double t = kt_table_number(supply, KT_MATERIAL_SUPPLY_T, row);
        double share = kt_table_number(supply, KT_MATERIAL_SUPPLY_SHARE, row);
        double half = kt_basis_half_digit(share);
        b->share[b->n_shares] = (kt_basis_share){
            .country =
                kt_case_row(&r->c->country, kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, row)),
            .t = isnan(t) ? 1.0 : t};
        assert(b->share[b->n_shares].country != KT_NO_ROW); // a checked reference has no other
        b->published.share[b->n_shares] = share;
        b->low.share[b->n_shares] = share > half ? share - half : 0.0;
        b->high.share[b->n_shares] = share + half < 1.0 ? share + half : 1.0;
        b->n_shares++;
    }
}

// A parameter in whole percents; 0 and 1 are rounded too, but cannot be passed.
static void set_parameter(double *published, double *low, double *high, double value)
{
    static const double HALF_PERCENT = 0.005;
    *published = value;
    *low = value > HALF_PERCENT ? value - HALF_PERCENT : isnan(value) ? value : 0.0;
    *high = value < 1.0 - HALF_PERCENT ? value + HALF_PERCENT : isnan(value) ? value : 1.0;
}

static void add_stage(reading *r, uint32_t material, int stage)
{
    const kt_table *inputs = &r->c->reference[KT_CRITICALITY_INPUTS];
    kt_basis *b = r->out;
    uint32_t key = (material * KT_N_STAGES + (uint32_t)stage) * N_SCOPES;
    uint32_t row = r->inputs[material * KT_N_STAGES + (uint32_t)stage];
    assert(r->supply.first != NULL); // the rows were grouped before
    if (row == KT_NO_ROW && r->supply.first[key] == r->supply.first[key + N_SCOPES])
        return;
    uint32_t s = b->n_stages++;
    kt_basis_stage *out = &b->stage[s];
    *out = (kt_basis_stage){.material = material, .stage = (uint8_t)stage, .row = row};
    out->global = b->n_shares;
    add_shares(r, key);
    out->eu = b->n_shares;
    add_shares(r, key + 1);
    bool given = row != KT_NO_ROW;
    out->used = given ? (uint8_t)kt_table_choice(inputs, KT_INPUTS_SUPPLY_USED, row) : 0;
    out->si_sr = given ? kt_table_number(inputs, KT_INPUTS_SI_SR, row) : (double)NAN;
    set_parameter(&b->published.import_reliance[s], &b->low.import_reliance[s],
                  &b->high.import_reliance[s],
                  given ? kt_table_number(inputs, KT_INPUTS_IMPORT_RELIANCE, row) : (double)NAN);
    set_parameter(&b->published.eol_rir[s], &b->low.eol_rir[s], &b->high.eol_rir[s],
                  given ? kt_table_number(inputs, KT_INPUTS_EOL_RIR, row) : (double)NAN);
}

static void find_groups(const reading *r)
{
    const kt_table *materials = &r->c->reference[KT_MATERIALS];
    kt_basis *b = r->out;
    for (uint32_t m = 0; m < b->n_materials; m++) {
        b->group[m] = kt_case_row(&r->c->material, kt_table_text(materials, KT_MATERIALS_GROUP, m));
        if (b->group[m] != KT_NO_ROW)
            b->is_group[b->group[m]] = true;
    }
}

// What the years of the shares say of one country.
typedef struct country_years {
    kt_sum governance, stability;
    double published; // error; NaN: none
    double error;     // sum over the years
    uint32_t n, n_stability;
} country_years;

static void add_year(country_years *y, const kt_table *governance, uint32_t row)
{
    double six = 0.0;
    for (int column = KT_GOVERNANCE_VA; column <= KT_GOVERNANCE_CC; column++)
        six += kt_table_number(governance, column, row);
    double stability = kt_table_number(governance, KT_GOVERNANCE_PV, row);
    if (!isnan(stability)) {
        kt_stat_add(&y->stability, stability);
        y->n_stability++;
    }
    if (isnan(six)) // a mean of fewer than six estimates is on another scale
        return;
    double error = kt_table_number(governance, KT_GOVERNANCE_ERROR, row);
    int grade = kt_table_choice(governance, KT_GOVERNANCE_EVIDENCE, row);
    if (isnan(error))
        error = isnan(y->published) ? kt_country_error_of_grade[grade] : y->published;
    kt_stat_add(&y->governance, six / 6.0);
    y->error += error;
    y->n++;
}

// Means over the years of the shares; governance from 0 best to 10 worst: (2.5 - estimate) · 2.
static kt_status read_governance(const reading *r, kt_error *err)
{
    const kt_table *governance = &r->c->reference[KT_GOVERNANCE];
    kt_basis *b = r->out;
    country_years *years = calloc((size_t)b->n_countries + 1, sizeof *years);
    if (years == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < b->n_countries; i++)
        years[i].published = kt_country_published_error(r->c, b->country[i].id);
    double edition = kt_vintage_latest(governance, KT_GOVERNANCE_EDITION);
    for (uint32_t i = 0; i < governance->n_rows; i++) {
        double year = kt_table_number(governance, KT_GOVERNANCE_YEAR, i);
        uint32_t country =
            kt_case_row(&r->c->country, kt_table_text(governance, KT_GOVERNANCE_COUNTRY, i));
        if (year >= b->first_year && year <= b->last_year && country != KT_NO_ROW &&
            kt_vintage_is_of(kt_table_number(governance, KT_GOVERNANCE_EDITION, i), edition))
            add_year(&years[country], governance, i);
    }
    for (uint32_t i = 0; i < b->n_countries; i++) {
        const country_years *y = &years[i];
        double mean = y->n > 0 ? kt_stat_total(&y->governance) / y->n : (double)NAN;
        b->published.governance[i] = (2.5 - mean) * 2.0;
        // errors of one country's years come from the same surveys: they do not average out
        b->governance_error[i] = y->n > 0 ? 2.0 * y->error / y->n : 0.0;
        b->stability[i] =
            y->n_stability > 0 ? kt_stat_total(&y->stability) / y->n_stability : (double)NAN;
    }
    free(years);
    return KT_OK;
}

static kt_status allocate(reading *r, kt_error *err)
{
    kt_basis *b = r->out;
    uint32_t most_stages = b->n_materials * (KT_N_STAGES - 1);
    b->n_shares = r->c->reference[KT_MATERIAL_SUPPLY].n_rows; // room first, counts later
    b->n_stages = most_stages;
    bool fine = allocate_values(r, &b->published) && allocate_values(r, &b->low) &&
                allocate_values(r, &b->high);
    b->share = kt_arena_alloc(r->arena, (size_t)b->n_shares + 1, sizeof *b->share);
    b->stage = kt_arena_alloc(r->arena, (size_t)most_stages + 1, sizeof *b->stage);
    b->first_stage = kt_arena_alloc(r->arena, (size_t)b->n_materials + 1, sizeof *b->first_stage);
    b->group = kt_arena_alloc(r->arena, (size_t)b->n_materials + 1, sizeof *b->group);
    b->is_group = kt_arena_alloc(r->arena, (size_t)b->n_materials + 1, sizeof *b->is_group);
    b->country = kt_arena_alloc(r->arena, (size_t)b->n_countries + 1, sizeof *b->country);
    b->governance_error = numbers(r, b->n_countries);
    b->stability = numbers(r, b->n_countries);
    b->n_shares = 0;
    b->n_stages = 0;
    if (!fine || b->share == NULL || b->stage == NULL || b->first_stage == NULL ||
        b->group == NULL || b->is_group == NULL || b->country == NULL ||
        b->governance_error == NULL || b->stability == NULL || !find_inputs(r)) {
        (void)kt_error_no_memory(err);
        return KT_NO_RESOURCES;
    }
    return KT_OK;
}

kt_status kt_basis_read(kt_basis *out, const kt_case *c, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    reading r = {.out = out, .c = c, .arena = arena};
    *out = (kt_basis){.the_case = c,
                      .n_materials = c->reference[KT_MATERIALS].n_rows,
                      .n_countries = c->reference[KT_COUNTRIES].n_rows};
    KT_TRY(allocate(&r, err));
    KT_TRY(group_supply(&r, err));
    read_period(&r);
    for (uint32_t i = 0; i < out->n_countries; i++) {
        kt_symbol id = kt_table_text(&c->reference[KT_COUNTRIES], KT_COUNTRIES_ISO3, i);
        out->country[i] = (kt_basis_country){id, kt_country_in_group(c, id, "EU27")};
    }
    for (uint32_t m = 0; m < out->n_materials; m++) {
        out->first_stage[m] = out->n_stages;
        for (int stage = KT_STAGE_EXTRACTION; stage < KT_N_STAGES; stage++)
            add_stage(&r, m, stage);
    }
    out->first_stage[out->n_materials] = out->n_stages;
    out->stage[out->n_stages] =
        (kt_basis_stage){.global = out->n_shares, .eu = out->n_shares, .row = KT_NO_ROW};
    find_groups(&r);
    KT_TRY(read_governance(&r, err));
done:
    kt_group_free(&r.supply);
    return status;
}
