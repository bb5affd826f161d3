// SPDX-License-Identifier: EUPL-1.2
// Some 1,300 names, looked up by their folded text.
#include "ingest/yearly/country_names.h"

#include <stdio.h>
#include <string.h>

enum { KIND = 'C', LONGEST_NAME = 256 };

static void learn_table(kt_dictionary *names, const kt_case *c)
{
    static const int COLUMN[] = {KT_COUNTRIES_ISO3, KT_COUNTRIES_NAME_EN, KT_COUNTRIES_NAME_NL};
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        const char *iso3 = kt_pool_text(&c->pool, kt_table_text(countries, KT_COUNTRIES_ISO3, r));
        for (size_t i = 0; i < sizeof COLUMN / sizeof COLUMN[0]; i++)
            kt_dictionary_learn(names, KIND,
                                kt_pool_text(&c->pool, kt_table_text(countries, COLUMN[i], r)),
                                iso3, false);
    }
}

static void learn_synonyms(kt_dictionary *names, const kt_case *c)
{
    const kt_table *synonyms = &c->reference[KT_SYNONYMS];
    for (uint32_t r = 0; r < synonyms->n_rows; r++) {
        if (kt_table_choice(synonyms, KT_SYNONYMS_KIND, r) == KT_SYNONYM_COUNTRY)
            kt_dictionary_learn(
                names, KIND, kt_pool_text(&c->pool, kt_table_text(synonyms, KT_SYNONYMS_TEXT, r)),
                kt_pool_text(&c->pool, kt_table_text(synonyms, KT_SYNONYMS_ID, r)), false);
    }
}

bool kt_country_names_open(kt_dictionary *names, const kt_case *reference)
{
    if (!kt_dictionary_open(names))
        return false;
    learn_table(names, reference);
    learn_synonyms(names, reference);
    return !names->failed;
}

const char *kt_country_names_find(const kt_dictionary *names, const char *text)
{
    char plain[LONGEST_NAME];
    const char *found = kt_dictionary_find(names, KIND, text);
    const char *bracket = strstr(text, " (");
    if (found != NULL || bracket == NULL || (size_t)(bracket - text) >= sizeof plain)
        return found;
    snprintf(plain, sizeof plain, "%.*s", (int)(bracket - text), text);
    return kt_dictionary_find(names, KIND, plain);
}
