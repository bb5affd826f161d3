// SPDX-License-Identifier: EUPL-1.2
// Answers from the reference's table of some 230 countries. Membership is its column `groups`,
// names separated by `;`: a group is data, so a new one needs no code. Nothing is kept between
// calls: a country's row is found by its symbol, and only governance has to walk a table.
#include "analysis/chain/country.h"

#include <string.h>

kt_symbol kt_country_home(const kt_network *net, uint32_t target)
{
    uint32_t mix = net->item[target].mix;
    double largest = 0.0;
    kt_symbol home = 0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        kt_symbol country = net->producer[source->producer].country;
        if (country != 0 && source->share > largest) {
            largest = source->share;
            home = country;
        }
    }
    return home;
}

bool kt_country_in_group(const kt_case *c, kt_symbol country, const char *name)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    uint32_t row = kt_case_row(&c->country, country);
    size_t length = strlen(name);
    if (row == KT_NO_ROW)
        return false;
    const char *groups = kt_pool_text(&c->pool, kt_table_text(countries, KT_COUNTRIES_GROUPS, row));
    for (const char *at = groups; at != NULL && *at != '\0';) {
        if (strncmp(at, name, length) == 0 && (at[length] == ';' || at[length] == '\0'))
            return true;
        at = strchr(at, ';');
        at = at == NULL ? NULL : at + 1;
    }
    return false;
}

kt_bloc kt_country_bloc(const kt_case *c, kt_symbol country, kt_symbol home)
{
    if (country == 0)
        return KT_BLOC_UNKNOWN;
    if (country == home)
        return KT_BLOC_HOME;
    if (kt_case_row(&c->country, country) == KT_NO_ROW)
        return KT_BLOC_UNKNOWN;
    if (kt_country_in_group(c, country, "EU27"))
        return KT_BLOC_EU;
    return kt_country_in_group(c, country, "NATO") ? KT_BLOC_NATO : KT_BLOC_ELSEWHERE;
}

const char *kt_country_name(const kt_case *c, kt_symbol country, kt_lang lang)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    uint32_t row = kt_case_row(&c->country, country);
    int column = lang == KT_LANG_NL ? KT_COUNTRIES_NAME_NL : KT_COUNTRIES_NAME_EN;
    kt_symbol name = row == KT_NO_ROW ? 0 : kt_table_text(countries, column, row);
    return kt_pool_text(&c->pool, name != 0 ? name : country);
}

double kt_country_governance(const kt_case *c, kt_symbol country)
{
    const kt_table *governance = &c->reference[KT_GOVERNANCE];
    double latest = 0.0;
    double mean = (double)NAN;
    for (uint32_t r = 0; r < governance->n_rows; r++) {
        double year = kt_table_number(governance, KT_GOVERNANCE_YEAR, r);
        if (kt_table_text(governance, KT_GOVERNANCE_COUNTRY, r) != country || year < latest)
            continue;
        double sum = 0.0;
        for (int column = KT_GOVERNANCE_VA; column <= KT_GOVERNANCE_CC; column++)
            sum += kt_table_number(governance, column, r);
        if (!isnan(sum)) {
            latest = year;
            mean = sum / 6.0;
        }
    }
    return mean;
}
