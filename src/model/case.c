// SPDX-License-Identifier: EUPL-1.2
// Builds indexes from symbol to row as plain arrays, 4 bytes a symbol: symbols of one table
// are dense, so a look is one read where a hash would be several. Ids that the reference can add to
// any case
// (`country:XXX`, `tungsten.extraction`) are put in the pool beforehand, so that nothing has to
// write once a case is frozen.
#include "model/case.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

// The symbols that the index spans: [first, first + n).
static void find_span(kt_index *out, const kt_table *table, int column)
{
    kt_symbol least = UINT32_MAX;
    kt_symbol most = 0;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        kt_symbol id = kt_table_text(table, column, r);
        least = id != 0 && id < least ? id : least;
        most = id > most ? id : most;
    }
    out->first = most == 0 ? 0 : least;
    out->n = most == 0 ? 0 : most - least + 1;
}

static kt_status index_column(kt_index *out, const kt_table *table, int column, kt_error *err)
{
    find_span(out, table, column);
    out->row = malloc(((size_t)out->n + 1) * sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    memset(out->row, 0xFF, out->n * sizeof *out->row); // KT_NO_ROW
    for (uint32_t r = table->n_rows; r-- > 0;) {       // backwards: the first row with an id stays
        kt_symbol id = kt_table_text(table, column, r);
        if (id != 0)
            out->row[id - out->first] = r;
    }
    return KT_OK;
}

static bool add_joined(kt_pool *pool, const char *a, const char *b, const char *d, kt_symbol *out)
{
    kt_buffer text = {0};
    kt_buffer_format(&text, "%s%s%s", a, b, d);
    bool added = !text.failed && kt_pool_add(pool, text.text, text.length, out);
    kt_buffer_free(&text);
    return added;
}

static bool add_stage_items(kt_case *c)
{
    const kt_table *links = &c->reference[KT_STAGE_LINKS];
    kt_symbol added;
    for (uint32_t r = 0; r < links->n_rows; r++) {
        const char *material =
            kt_pool_text(&c->pool, kt_table_text(links, KT_STAGE_LINKS_MATERIAL, r));
        const char *stage = kt_schema_stage_name(kt_table_choice(links, KT_STAGE_LINKS_FROM, r));
        if (!add_joined(&c->pool, material, ".", stage, &added))
            return false;
    }
    return true;
}

static bool add_world_suppliers(kt_case *c)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    c->world.n = (uint32_t)c->pool.n;
    c->world.row = calloc(c->world.n, sizeof *c->world.row);
    if (c->world.row == NULL)
        return false;
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        kt_symbol country = kt_table_text(countries, KT_COUNTRIES_ISO3, r);
        const char *iso3 = kt_pool_text(&c->pool, country);
        if (country != 0 && !add_joined(&c->pool, "country:", iso3, "", &c->world.row[country]))
            return false;
    }
    return kt_pool_add(&c->pool, "unknown", 7, &c->unknown) &&
           kt_pool_add(&c->pool, "withheld", 8, &c->withheld);
}

typedef struct index_job {
    kt_index *index;
    const kt_table *table;
} index_job;

// The id is the first spec column of each table.
static kt_status build_indexes(const index_job *job, size_t n, kt_error *err)
{
    kt_status status = KT_OK;
    for (size_t i = 0; i < n && status == KT_OK; i++)
        status = index_column(job[i].index, job[i].table, 0, err);
    return status;
}

static kt_status index_reference(kt_case *c, kt_error *err)
{
    const index_job jobs[] = {{&c->material, &c->reference[KT_MATERIALS]},
                              {&c->country, &c->reference[KT_COUNTRIES]},
                              {&c->strategy_area, &c->reference[KT_STRATEGY_AREAS]},
                              {&c->typical_item, &c->reference[KT_TYPICAL_ITEMS]},
                              {&c->composition, &c->reference[KT_COMPOSITIONS]},
                              {&c->dated_scenario, &c->dated[KT_DATED_SCENARIOS]},
                              {&c->product_class, &c->reference[KT_PRODUCT_CLASSES]}};
    if (!add_stage_items(c) || !add_world_suppliers(c))
        return kt_error_no_memory(err);
    return build_indexes(jobs, sizeof jobs / sizeof jobs[0], err);
}

kt_status kt_case_index(kt_case *c, kt_error *err)
{
    kt_status status = c->shared == NULL ? index_reference(c, err) : KT_OK;
    const index_job jobs[] = {
        {&c->item, &c->table[KT_ITEMS]},
        {&c->organisation, &c->table[KT_ORGANISATIONS]},
        {&c->site, &c->table[KT_SITES]},
        {&c->area, &c->table[KT_AREAS]},
        {&c->scenario, &c->table[KT_SCENARIOS]},
        {&c->intervention, &c->table[KT_INTERVENTIONS]},
        {&c->instrument, &c->table[KT_INSTRUMENTS]},
    };
    return status == KT_OK ? build_indexes(jobs, sizeof jobs / sizeof jobs[0], err) : status;
}

kt_scenario_tables kt_case_scenarios(const kt_case *c, bool dated)
{
    return dated ? (kt_scenario_tables){&c->dated[KT_DATED_SCENARIOS], &c->dated[KT_DATED_EVENTS],
                                        &c->dated_scenario}
                 : (kt_scenario_tables){&c->table[KT_SCENARIOS], &c->table[KT_SCENARIO_EVENTS],
                                        &c->scenario};
}

kt_supplier kt_case_supplier(const kt_case *c, kt_symbol id)
{
    assert(id < c->pool.n);
    static const char COUNTRY[] = "country:";
    kt_supplier supplier = {KT_SUPPLIER_NONE, KT_NO_ROW, KT_NO_ROW, 0};

    supplier.site = kt_case_row(&c->site, id);
    if (supplier.site != KT_NO_ROW) {
        const kt_table *sites = &c->table[KT_SITES];
        supplier.kind = KT_SUPPLIER_SITE;
        supplier.country = kt_table_text(sites, KT_SITES_COUNTRY, supplier.site);
        kt_symbol owner = kt_table_text(sites, KT_SITES_ORGANISATION, supplier.site);
        supplier.organisation = kt_case_row(&c->organisation, owner);
        return supplier;
    }
    supplier.organisation = kt_case_row(&c->organisation, id);
    if (supplier.organisation != KT_NO_ROW) {
        const kt_table *organisations = &c->table[KT_ORGANISATIONS];
        supplier.kind = KT_SUPPLIER_ORGANISATION;
        supplier.country =
            kt_table_text(organisations, KT_ORGANISATIONS_COUNTRY, supplier.organisation);
        return supplier;
    }
    const char *text = kt_pool_text(&c->pool, id);
    if (strncmp(text, COUNTRY, sizeof COUNTRY - 1) == 0) {
        const char *iso3 = text + sizeof COUNTRY - 1;
        kt_symbol country = kt_pool_find(&c->pool, iso3, strlen(iso3));
        if (kt_case_row(&c->country, country) != KT_NO_ROW) {
            supplier.kind = KT_SUPPLIER_COUNTRY;
            supplier.country = country;
        }
    } else if (strcmp(text, "unknown") == 0) {
        supplier.kind = KT_SUPPLIER_UNKNOWN;
    } else if (strcmp(text, "withheld") == 0) {
        supplier.kind = KT_SUPPLIER_WITHHELD;
    }
    return supplier;
}

uint32_t kt_case_nearest(const kt_case *c, const kt_table *table, int id_column, const char *wanted)
{
    uint32_t nearest = KT_NO_ROW;
    size_t best = strlen(wanted) / 3 + 1;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const char *id = kt_pool_text(&c->pool, kt_table_text(table, id_column, r));
        size_t distance = kt_text_distance(id, wanted);
        if (*id != '\0' && distance <= best && (distance < best || nearest == KT_NO_ROW)) {
            best = distance;
            nearest = r;
        }
    }
    return nearest;
}

// The first id behind `after` (NULL: of all) with a word that begins with `wanted`, or NULL.
static const char *next_with_word(const kt_case *c, const kt_table *table, int id_column,
                                  const char *wanted, const char *after)
{
    const char *next = NULL;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const char *id = kt_pool_text(&c->pool, kt_table_text(table, id_column, r));
        if (kt_text_has_word(id, wanted) && (after == NULL || strcmp(id, after) > 0) &&
            (next == NULL || strcmp(id, next) < 0))
            next = id;
    }
    return next;
}

uint32_t kt_case_suggest(kt_buffer *out, const kt_case *c, const kt_table *table, int id_column,
                         const char *wanted)
{
    enum { MOST = 3 };
    uint32_t n = 0;
    const char *id = next_with_word(c, table, id_column, wanted, NULL);
    for (; id != NULL && n < MOST; id = next_with_word(c, table, id_column, wanted, id)) {
        kt_buffer_format(out, "%s\"%s\"", n == 0 ? "" : ", ", id);
        n++;
    }
    uint32_t row = n > 0 ? KT_NO_ROW : kt_case_nearest(c, table, id_column, wanted);
    if (row != KT_NO_ROW)
        kt_buffer_format(out, "\"%s\"",
                         kt_pool_text(&c->pool, kt_table_text(table, id_column, row)));
    return n + (row != KT_NO_ROW);
}

static void free_lines(kt_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        kt_buffer_free(&lines->line[i]);
    free(lines->line);
}

// The case itself and what it holds; the reference that it owns is left.
static void free_parts(kt_case *c)
{
    enum { N_SHARED = 8 }; // the last of the list
    for (int t = 0; t < KT_N_CASE_TABLES; t++)
        kt_table_free(&c->table[t]);
    for (int t = 0; c->shared == NULL && t < KT_N_REFERENCE_TABLES; t++)
        kt_table_free(&c->reference[t]);
    for (int t = 0; c->shared == NULL && t < KT_N_DATED_TABLES; t++)
        kt_table_free(&c->dated[t]);
    kt_index *indexes[] = {&c->item,        &c->organisation,   &c->site,          &c->area,
                           &c->scenario,    &c->intervention,   &c->instrument,    &c->material,
                           &c->country,     &c->world,          &c->strategy_area, &c->typical_item,
                           &c->composition, &c->dated_scenario, &c->product_class};
    size_t n = sizeof indexes / sizeof indexes[0];
    for (size_t i = 0; i < (c->shared == NULL ? n : n - N_SHARED); i++)
        free(indexes[i]->row);
    kt_notes_free(&c->faults);
    for (int l = 0; l < KT_N_LANGS; l++)
        free(c->places_in[l]);
    free_lines(&c->lines);
    free_lines(&c->dated_lines);
    kt_arena_free(&c->arena);
    kt_pool_close(&c->pool);
    free(c);
}

void kt_case_free(kt_case *c)
{
    kt_case *owned = c == NULL ? NULL : c->owned;
    if (c != NULL)
        free_parts(c);
    if (owned != NULL)
        free_parts(owned);
}
