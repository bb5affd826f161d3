// SPDX-License-Identifier: EUPL-1.2
// Finds what a user's word means: an organisation of the case, else a country, else a group. Group
// names are the words of the `groups` column of the reference's countries, so a new group needs no
// code. A word that means nothing is answered with the three nearest names; some 300 names are
// compared, once a command.
#include "analysis/supply/importer.h"

#include <string.h>
#include <strings.h>

#include "analysis/chain/country.h"
#include "base/buffer.h"
#include "base/lang.h"
#include "base/text.h"

const char kt_importer_default[] = "EU27";

enum { MAX_GROUPS = 64, MOST_NAMED = 3 };

static const char *text_of(const kt_case *c, const kt_table *table, int column, uint32_t row)
{
    return kt_pool_text(&c->pool, kt_table_text(table, column, row));
}

static uint32_t mark_group(bool *home, const kt_case *c, const char *name)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    uint32_t n = 0;
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        kt_symbol id = kt_table_text(countries, KT_COUNTRIES_ISO3, r);
        home[r] = *name != '\0' && kt_country_in_group(c, id, name);
        n += home[r];
    }
    return n;
}

// All group names once, in order of appearance, in `arena`. Returns their number.
static size_t list_groups(const char *group[MAX_GROUPS], const kt_case *c, kt_arena *arena)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    size_t n = 0;
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        const char *at = text_of(c, countries, KT_COUNTRIES_GROUPS, r);
        while (*at != '\0' && n < MAX_GROUPS) {
            size_t length = strcspn(at, ";");
            const char *name = kt_arena_text(arena, at, length);
            bool seen = name == NULL;
            for (size_t i = 0; i < n && !seen; i++)
                seen = strcmp(group[i], name) == 0;
            if (!seen)
                group[n++] = name;
            at += length + (at[length] == ';');
        }
    }
    return n;
}

// The few nearest names, best first.
typedef struct shortlist {
    const char *wanted;
    const char *id[MOST_NAMED + 1];
    size_t distance[MOST_NAMED + 1];
    size_t n;
} shortlist;

static void consider(shortlist *list, const char *id, const char *name)
{
    size_t distance = kt_text_distance(name, list->wanted);
    if (strncasecmp(name, list->wanted, strlen(list->wanted)) == 0 && distance > 1)
        distance = 1; // the beginning of a name: a slip of one key at most
    if (*name == '\0' || distance > strlen(list->wanted) / 3 + 1)
        return;
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->id[i], id) == 0)
            return;
    }
    size_t at = list->n; // the last place is one too many and drops off
    for (; at > 0 && list->distance[at - 1] > distance; at--) {
        list->id[at] = list->id[at - 1];
        list->distance[at] = list->distance[at - 1];
    }
    list->id[at] = id;
    list->distance[at] = distance;
    list->n += list->n < MOST_NAMED;
}

static kt_status unknown_importer(const kt_case *c, const char *name, kt_arena *arena,
                                  kt_error *err)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    const char *group[MAX_GROUPS];
    shortlist list = {.wanted = name};
    size_t n_groups = list_groups(group, c, arena);
    for (size_t i = 0; i < n_groups; i++)
        consider(&list, group[i], group[i]);
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        const char *id = text_of(c, countries, KT_COUNTRIES_ISO3, r);
        consider(&list, id, text_of(c, countries, KT_COUNTRIES_NAME_EN, r));
        consider(&list, id, text_of(c, countries, KT_COUNTRIES_NAME_NL, r));
        consider(&list, id, id);
    }
    for (uint32_t r = 0; r < organisations->n_rows; r++) {
        const char *id = text_of(c, organisations, KT_ORGANISATIONS_ID, r);
        consider(&list, id, text_of(c, organisations, KT_ORGANISATIONS_NAME, r));
        consider(&list, id, id);
    }
    kt_buffer names = {0};
    for (size_t i = 0; i < list.n; i++)
        kt_buffer_format(&names, "%s%s", i == 0 ? "" : ", ", list.id[i]);
    kt_lang lang = kt_error_lang(err);
    kt_status status =
        list.n == 0 || names.failed
            ? kt_error_set(err, KT_BAD_INPUT,
                           kt_lang_text(lang, "importer \"%.60s\" is not known: a country (NLD), a "
                                              "group of countries (EU27, NATO) or an organisation "
                                              "of the case is expected"),
                           name)
            : kt_error_set(err, KT_BAD_INPUT,
                           kt_lang_text(lang, "importer \"%.60s\" is not known: did you mean %s?"),
                           name, names.text);
    kt_buffer_free(&names);
    return status;
}

kt_status kt_importer_find(kt_importer *out, const kt_case *c, const char *name, kt_arena *arena,
                           kt_error *err)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    *out =
        (kt_importer){.id = name == NULL ? kt_importer_default : name, .organisation = KT_NO_ROW};
    out->home = kt_arena_alloc(arena, (size_t)countries->n_rows + 1, sizeof *out->home);
    if (out->home == NULL)
        return kt_error_no_memory(err);
    out->symbol = kt_pool_find(&c->pool, out->id, strlen(out->id));
    uint32_t country = kt_case_row(&c->country, out->symbol);
    out->organisation = kt_case_row(&c->organisation, out->symbol);
    if (out->organisation != KT_NO_ROW) {
        const kt_table *organisations = &c->table[KT_ORGANISATIONS];
        country = kt_case_row(
            &c->country, kt_table_text(organisations, KT_ORGANISATIONS_COUNTRY, out->organisation));
        out->kind = KT_IMPORTER_ORGANISATION;
    } else if (country == KT_NO_ROW) {
        out->kind = KT_IMPORTER_GROUP;
        out->symbol = 0;
        return mark_group(out->home, c, out->id) > 0 ? KT_OK
                                                     : unknown_importer(c, out->id, arena, err);
    }
    if (country != KT_NO_ROW)
        out->home[country] = true;
    return KT_OK;
}

static bool touches(const kt_importer *importer, const kt_case *c, const char *target,
                    size_t length)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    char name[64];
    if (length >= sizeof name)
        return false;
    memcpy(name, target, length);
    name[length] = '\0';
    if (strcmp(name, "ALL") == 0)
        return true;
    kt_symbol country = kt_pool_find(&c->pool, name, length);
    uint32_t row = kt_case_row(&c->country, country);
    if (row != KT_NO_ROW)
        return importer->home[row];
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        if (importer->home[r] &&
            kt_country_in_group(c, kt_table_text(countries, KT_COUNTRIES_ISO3, r), name))
            return true;
    }
    return false;
}

bool kt_importer_is_target(const kt_importer *importer, const kt_case *c, const char *targets)
{
    while (*targets != '\0') {
        size_t length = strcspn(targets, ";");
        if (touches(importer, c, targets, length))
            return true;
        targets += length + (targets[length] == ';');
    }
    return false;
}
