// SPDX-License-Identifier: EUPL-1.2
// Scores each of some 130 stages from the best source of imports that there is: the purchases of an
// organisation; else trade; else shares of EU sourcing, for the EU; else shares of the world. It
// keeps which one it was, because a score on world shares says less. Each stage is one pass over
// production (2,600 rows) and trade; nothing is indexed, since it is done once a command.
#include "analysis/supply/geopolrisk.h"

#include <string.h>

#include "analysis/supply/supply_risk.h"
#include "base/stat.h"
#include "model/network.h"
#include "model/network_build.h"
#include "model/vintage.h"

enum { FIRST_YEAR = 1990, LAST_YEAR = 2200 };

static const double UNKNOWN_FACTOR = 0.5;

double kt_geopolrisk_factor(double stability)
{
    if (isnan(stability))
        return UNKNOWN_FACTOR;
    double factor = (2.5 - stability) / 5.0;
    return factor < 0.0 ? 0.0 : factor > 1.0 ? 1.0 : factor;
}

double kt_geopolrisk_hhi(const double *production, size_t n)
{
    kt_sum squares = {0};
    kt_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        kt_stat_add(&squares, production[i] * production[i]);
        kt_stat_add(&sum, production[i]);
    }
    double all = kt_stat_total(&sum);
    return all > 0.0 ? kt_stat_total(&squares) / (all * all) : (double)NAN;
}

double kt_geopolrisk_import_risk(const double *factor, const double *import, size_t n, double own)
{
    kt_sum risk = {0};
    kt_sum all = {0};
    for (size_t i = 0; i < n; i++) {
        kt_stat_add(&risk, factor[i] * import[i]);
        kt_stat_add(&all, import[i]);
    }
    double use = own + kt_stat_total(&all);
    return use > 0.0 ? kt_stat_total(&risk) / use : (double)NAN;
}

typedef struct scoring {
    const kt_basis *basis;
    const kt_importer *importer;
    kt_arena *arena;
    double **factor_of;   // [years] of each country, made when first asked; [0] the basis's years
    double *production;   // [rows] scratch
    double *import;       // [n_countries + 1] into the importer; the last: from an unknown country
    double own;           // what it produces itself
    const double *factor; // [n_countries + 1] that goes with `import`
    kt_network network;   // of the case, for an organisation
} scoring;

// Factor of each country, and behind them the factor of an unknown one; year 0: over the years of
// the basis. NULL: no memory.
static const double *factors(scoring *s, int year)
{
    const kt_basis *b = s->basis;
    const kt_case *c = b->the_case;
    const kt_table *governance = &c->reference[KT_GOVERNANCE];
    int slot = year == 0 ? 0 : year - FIRST_YEAR + 1;
    if (s->factor_of[slot] != NULL)
        return s->factor_of[slot];
    double *factor = kt_arena_alloc(s->arena, (size_t)b->n_countries + 1, sizeof *factor);
    if (factor == NULL)
        return NULL;
    for (uint32_t i = 0; i < b->n_countries; i++)
        factor[i] = kt_geopolrisk_factor(year == 0 ? b->stability[i] : (double)NAN);
    factor[b->n_countries] = UNKNOWN_FACTOR;
    double edition = kt_vintage_latest(governance, KT_GOVERNANCE_EDITION);
    for (uint32_t i = 0; i < governance->n_rows && year != 0; i++) {
        int of = (int)kt_table_number(governance, KT_GOVERNANCE_YEAR, i);
        uint32_t country =
            kt_case_row(&c->country, kt_table_text(governance, KT_GOVERNANCE_COUNTRY, i));
        double stability = kt_table_number(governance, KT_GOVERNANCE_PV, i);
        if (of == year && country != KT_NO_ROW &&
            kt_vintage_is_of(kt_table_number(governance, KT_GOVERNANCE_EDITION, i), edition))
            factor[country] = kt_geopolrisk_factor(stability);
    }
    s->factor_of[slot] = factor;
    return factor;
}

static bool is_row(const scoring *s, const kt_table *table, uint32_t stage, uint32_t row)
{
    const kt_case *c = s->basis->the_case;
    const kt_basis_stage *wanted = &s->basis->stage[stage];
    return kt_case_row(&c->material, kt_table_text(table, 0, row)) == wanted->material &&
           kt_table_choice(table, 1, row) == wanted->stage; // material and stage lead both tables
}

static int newest_year(const scoring *s, const kt_table *table, uint32_t stage, int column)
{
    int newest = 0;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        int year = (int)kt_table_number(table, column, r);
        if (year > newest && year >= FIRST_YEAR && year <= LAST_YEAR && is_row(s, table, stage, r))
            newest = year;
    }
    return newest;
}

// World production of the newest year, in tonnes where every country has them, else in shares; the
// shares of the basis where there is none. `own` gets the importer's tonnes, NaN without tonnes.
static void find_production(scoring *s, kt_geopolrisk *out, uint32_t stage, double *own)
{
    const kt_basis *b = s->basis;
    const kt_table *table = &b->the_case->reference[KT_PRODUCTION];
    size_t n = 0;
    bool tonnes = true;
    out->year = newest_year(s, table, stage, KT_PRODUCTION_YEAR);
    *own = (double)NAN;
    for (int pass = 0; pass < 2 && out->year != 0; pass++) {
        n = 0;
        *own = tonnes ? 0.0 : (double)NAN;
        for (uint32_t r = 0; r < table->n_rows; r++) {
            if ((int)kt_table_number(table, KT_PRODUCTION_YEAR, r) != out->year ||
                !is_row(s, table, stage, r))
                continue;
            int column = tonnes ? KT_PRODUCTION_TONNES : KT_PRODUCTION_SHARE;
            double amount = kt_table_number(table, column, r);
            uint32_t country =
                kt_case_row(&b->the_case->country, kt_table_text(table, KT_PRODUCTION_COUNTRY, r));
            s->production[n++] = isnan(amount) ? 0.0 : amount;
            if (tonnes && country != KT_NO_ROW && s->importer->home[country])
                *own += amount;
            tonnes = tonnes && !isnan(amount);
        }
        if (tonnes)
            break;
    }
    const kt_basis_stage *at = &b->stage[stage];
    for (uint32_t k = at->global; out->year == 0 && k < at->eu; k++)
        s->production[n++] = b->published.share[k];
    out->hhi = kt_geopolrisk_hhi(s->production, n);
}

static void add_import(scoring *s, uint32_t country, double amount)
{
    s->import[country == KT_NO_ROW ? s->basis->n_countries : country] += amount;
}

// From the shares of one scope: what comes from home is own production, and what an incomplete list
// leaves is imported from an unknown country.
static bool import_shares(scoring *s, uint32_t first, uint32_t end)
{
    kt_sum sum = {0};
    s->factor = factors(s, 0);
    for (uint32_t k = first; k < end; k++) {
        uint32_t country = s->basis->share[k].country;
        double share = s->basis->published.share[k];
        kt_stat_add(&sum, share);
        if (s->importer->home[country])
            s->own += share;
        else
            add_import(s, country, share);
    }
    double known = kt_stat_total(&sum);
    if (first < end && known < kt_supply_risk_whole)
        add_import(s, KT_NO_ROW, 1.0 - known);
    return first < end;
}

static bool imports_here(const scoring *s, kt_symbol importer)
{
    const kt_case *c = s->basis->the_case;
    if (strcmp(kt_pool_text(&c->pool, importer), s->importer->id) == 0)
        return true;
    uint32_t country = kt_case_row(&c->country, importer);
    return s->importer->kind == KT_IMPORTER_GROUP && country != KT_NO_ROW &&
           s->importer->home[country];
}

static bool import_trade(scoring *s, uint32_t stage, double own)
{
    const kt_case *c = s->basis->the_case;
    const kt_table *trade = &c->reference[KT_TRADE];
    int year = 0;
    for (uint32_t r = 0; r < trade->n_rows; r++) {
        int of = (int)kt_table_number(trade, KT_TRADE_YEAR, r);
        if (of > year && of >= FIRST_YEAR && of <= LAST_YEAR && is_row(s, trade, stage, r) &&
            imports_here(s, kt_table_text(trade, KT_TRADE_IMPORTER, r)))
            year = of;
    }
    for (uint32_t r = 0; year != 0 && r < trade->n_rows; r++) {
        uint32_t exporter = kt_case_row(&c->country, kt_table_text(trade, KT_TRADE_EXPORTER, r));
        bool inside = exporter != KT_NO_ROW && s->importer->home[exporter];
        if ((int)kt_table_number(trade, KT_TRADE_YEAR, r) == year && !inside &&
            is_row(s, trade, stage, r) &&
            imports_here(s, kt_table_text(trade, KT_TRADE_IMPORTER, r)))
            add_import(s, exporter, kt_table_number(trade, KT_TRADE_TONNES, r));
    }
    s->factor = factors(s, year);
    s->own = own;
    return year != 0;
}

static bool buys(const scoring *s, kt_symbol buyer)
{
    const kt_case *c = s->basis->the_case;
    uint32_t site = kt_case_row(&c->site, buyer);
    if (site != KT_NO_ROW)
        buyer = kt_table_text(&c->table[KT_SITES], KT_SITES_ORGANISATION, site);
    return buyer != 0 && buyer == s->importer->symbol;
}

static void import_mix(scoring *s, uint32_t mix)
{
    const kt_network *net = &s->network;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        kt_symbol country = net->producer[net->source[k].producer].country;
        add_import(s, kt_case_row(&s->basis->the_case->country, country), net->source[k].share);
    }
}

// What the organisation buys of the material at that stage, as the case's network has it: its own
// rows in equal parts where it has several, else the market's.
static uint8_t import_purchases(scoring *s, uint32_t stage)
{
    const kt_network *net = &s->network;
    const kt_case *c = s->basis->the_case;
    const kt_basis_stage *wanted = &s->basis->stage[stage];
    uint8_t found = KT_IMPORT_UNKNOWN;
    s->factor = factors(s, 0);
    for (uint32_t i = 0; i < net->n_items; i++) {
        const kt_network_item *item = &net->item[i];
        if (item->material == 0 || item->row == KT_NO_ROW || item->stage != wanted->stage ||
            kt_case_row(&c->material, item->material) != wanted->material)
            continue;
        for (uint32_t m = item->mix; m < item[1].mix; m++) {
            if (!buys(s, net->mix_buyer[m]))
                continue;
            import_mix(s, m);
            found = KT_IMPORT_PURCHASES;
        }
        if (found == KT_IMPORT_UNKNOWN && item->market == KT_MARKET_SUPPLY) {
            import_mix(s, item->mix);
            found = KT_IMPORT_MARKET;
        }
    }
    return found;
}

static uint8_t find_imports(scoring *s, uint32_t stage, double own)
{
    const kt_basis_stage *at = &s->basis->stage[stage];
    bool eu = s->importer->kind == KT_IMPORTER_GROUP && strcmp(s->importer->id, "EU27") == 0;
    memset(s->import, 0, ((size_t)s->basis->n_countries + 1) * sizeof *s->import);
    s->own = 0.0;
    if (s->importer->kind == KT_IMPORTER_ORGANISATION)
        return import_purchases(s, stage);
    if (import_trade(s, stage, own))
        return KT_IMPORT_TRADE;
    s->own = 0.0;
    if (eu && import_shares(s, at->eu, at[1].global))
        return KT_IMPORT_SOURCING;
    return import_shares(s, at->global, at->eu) ? KT_IMPORT_WORLD : KT_IMPORT_UNKNOWN;
}

static bool score_stage(scoring *s, kt_geopolrisk *out, uint32_t stage)
{
    uint32_t n = s->basis->n_countries + 1;
    double own;
    kt_sum all = {0};
    find_production(s, out, stage, &own);
    out->basis = find_imports(s, stage, own);
    out->import_risk = out->score = out->foreign = (double)NAN;
    if (s->factor == NULL)
        return false;
    if (out->basis == KT_IMPORT_UNKNOWN)
        return true;
    for (uint32_t i = 0; i < n; i++)
        kt_stat_add(&all, s->import[i]);
    out->import_risk = kt_geopolrisk_import_risk(s->factor, s->import, n, s->own);
    out->score = out->hhi * out->import_risk;
    out->foreign = kt_stat_total(&all) / (kt_stat_total(&all) + s->own);
    return true;
}

kt_status kt_geopolrisk_find(kt_geopolrisk **out, const kt_basis *b, const kt_importer *importer,
                             const kt_control *control, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    const kt_case *c = b->the_case;
    size_t rows = (size_t)c->reference[KT_PRODUCTION].n_rows + b->n_shares;
    scoring s = {.basis = b, .importer = importer, .arena = arena};
    *out = kt_arena_alloc(arena, (size_t)b->n_stages + 1, sizeof **out);
    s.factor_of = kt_arena_alloc(arena, LAST_YEAR - FIRST_YEAR + 2, sizeof *s.factor_of);
    s.production = kt_arena_alloc(arena, rows + 1, sizeof *s.production);
    s.import = kt_arena_alloc(arena, (size_t)b->n_countries + 1, sizeof *s.import);
    if (*out == NULL || s.factor_of == NULL || s.production == NULL || s.import == NULL)
        return kt_error_no_memory(err);
    if (importer->kind == KT_IMPORTER_ORGANISATION)
        KT_TRY(kt_network_build(&s.network, c, &kt_figures_study, control, err));
    for (uint32_t stage = 0; stage < b->n_stages; stage++) {
        KT_TRY(kt_control_check(control, err));
        if (!score_stage(&s, &(*out)[stage], stage)) {
            status = kt_error_no_memory(err);
            goto done;
        }
    }
done:
    kt_network_free(&s.network);
    return status;
}
