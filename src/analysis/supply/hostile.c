// SPDX-License-Identifier: EUPL-1.2
// Reads sanctions (some tens of rows) and export_restrictions (some 250) once; marks, then lists in
// the order of the codes.
#include "analysis/supply/hostile.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/chain/country.h"
#include "analysis/supply/importer.h"
#include "analysis/supply/restriction.h"

static const double DAYS_A_YEAR = 365.25;

static void mark(kt_hostile *h, const kt_case *c, kt_symbol country)
{
    uint32_t row = kt_case_row(&c->country, country);
    if (row != KT_NO_ROW)
        h->country[row] = true;
}

static void mark_sanctioned(kt_hostile *h, const kt_case *c, int32_t day)
{
    const kt_table *rows = &c->reference[KT_SANCTIONS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        bool begun = kt_table_number(rows, KT_SANCTIONS_EFFECTIVE, r) <= day; // NaN: not known
        bool ended = kt_table_number(rows, KT_SANCTIONS_ENDED, r) <= day;
        if (begun && !ended && kt_table_choice(rows, KT_SANCTIONS_KIND, r) == KT_SANCTION_ECONOMIC)
            mark(h, c, kt_table_text(rows, KT_SANCTIONS_COUNTRY, r));
    }
}

// An end-use ban, a refusal of military use, or a listing of organisations.
static bool says_for_whom(const kt_case *c, uint32_t r)
{
    const kt_table *rows = &c->reference[KT_EXPORT_RESTRICTIONS];
    const char *measure = kt_pool_text(&c->pool, kt_table_text(rows, KT_RESTRICTIONS_MEASURE, r));
    return kt_table_choice(rows, KT_RESTRICTIONS_APPLIES_TO, r) != 0 ||
           strcmp(measure, "end_use_ban") == 0;
}

// Buyers with whom we stand or fall: what is refused to one of them counts.
static kt_status find_allies(kt_importer *out, const kt_case *c, kt_arena *arena, kt_error *err)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    *out = (kt_importer){.kind = KT_IMPORTER_GROUP, .id = "", .organisation = KT_NO_ROW};
    out->home = kt_arena_alloc(arena, (size_t)countries->n_rows + 1, sizeof *out->home);
    if (out->home == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        kt_symbol id = kt_table_text(countries, KT_COUNTRIES_ISO3, r);
        out->home[r] = kt_country_in_group(c, id, "EU27") || kt_country_in_group(c, id, "NATO");
    }
    return KT_OK;
}

static void mark_refusing(kt_hostile *h, const kt_case *c, int32_t day, const kt_importer *allies)
{
    const kt_table *rows = &c->reference[KT_EXPORT_RESTRICTIONS];
    double first = day - KT_HOSTILE_YEARS * DAYS_A_YEAR;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        const char *target = kt_pool_text(&c->pool, kt_table_text(rows, KT_RESTRICTIONS_TARGET, r));
        if (says_for_whom(c, r) && kt_table_number(rows, KT_RESTRICTIONS_EFFECTIVE, r) >= first &&
            kt_restriction_status_on(c, r, day) == KT_RESTRICTION_IN_FORCE &&
            kt_importer_is_target(allies, c, target))
            mark(h, c, kt_table_text(rows, KT_RESTRICTIONS_COUNTRY, r));
    }
}

static kt_status mark_default(kt_hostile *h, const kt_case *c, int32_t day, kt_arena *arena,
                              kt_error *err)
{
    kt_importer allies;
    kt_status status = find_allies(&allies, c, arena, err);
    if (status != KT_OK)
        return status;
    mark_sanctioned(h, c, day);
    mark_refusing(h, c, day, &allies);
    return KT_OK;
}

static kt_status mark_listed(kt_hostile *h, const kt_case *c, const char *list, kt_error *err)
{
    for (const char *at = list; *at != '\0';) {
        size_t length = strcspn(at, ",");
        uint32_t row = kt_case_row(&c->country, kt_pool_find(&c->pool, at, length));
        if (row == KT_NO_ROW)
            return kt_error_set(err, KT_BAD_INPUT,
                                "hostile \"%.*s\" is no country: alpha-3 codes such as "
                                "RUS, with commas between, or none, are expected",
                                length < 60 ? (int)length : 60, at);
        h->country[row] = true;
        at += length + (at[length] == ',');
    }
    return KT_OK;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

kt_status kt_hostile_find(kt_hostile *out, const kt_case *c, const char *list, int32_t day,
                          kt_arena *arena, kt_error *err)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    *out = (kt_hostile){
        .country = kt_arena_alloc(arena, (size_t)countries->n_rows + 1, sizeof *out->country),
        .id = kt_arena_alloc(arena, (size_t)countries->n_rows + 1, sizeof *out->id)};
    if (out->country == NULL || out->id == NULL)
        return kt_error_no_memory(err);
    kt_status status = KT_OK;
    if (list == NULL)
        status = mark_default(out, c, day, arena, err);
    else if (strcmp(list, "none") != 0)
        status = mark_listed(out, c, list, err);
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        if (out->country[r])
            out->id[out->n++] =
                kt_pool_text(&c->pool, kt_table_text(countries, KT_COUNTRIES_ISO3, r));
    }
    qsort(out->id, out->n, sizeof *out->id, by_id);
    return status;
}

void kt_hostile_mark(bool *producer, const kt_hostile *hostile, const kt_network *net)
{
    for (uint32_t p = 0; p < net->n_producers; p++) {
        uint32_t row = kt_case_row(&net->the_case->country, net->producer[p].country);
        producer[p] = row != KT_NO_ROW && hostile->country[row];
    }
}
