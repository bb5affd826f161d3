// SPDX-License-Identifier: EUPL-1.2
// Answers from the reference's table of some 230 countries. Membership is its column `groups`,
// names separated by `;`: a group is data, so a new one needs no code. Nothing is kept between
// calls: a country's row is found by its symbol, and only governance has to walk a table.
#include "analysis/chain/country.h"

#include <string.h>

#include "model/vintage.h"

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

// Published standard errors of the six estimates are mostly 0.15 to 0.25.
const double kt_country_error_of_grade[5] = {[KT_EVIDENCE_A] = 0.1,
                                             [KT_EVIDENCE_B] = 0.15,
                                             [KT_EVIDENCE_C] = 0.2,
                                             [KT_EVIDENCE_D] = 0.4,
                                             [0] = 0.4};

// The newest row of governance with all six estimates, in the latest edition alone: each one
// computes all its years anew, so that two editions cannot be set side by side. KT_NO_ROW where
// there is none.
static uint32_t newest_row(const kt_table *governance, kt_symbol country, double *mean)
{
    double latest = 0.0;
    double edition = kt_vintage_latest(governance, KT_GOVERNANCE_EDITION);
    uint32_t row = KT_NO_ROW;
    *mean = (double)NAN;
    for (uint32_t r = 0; r < governance->n_rows; r++) {
        double year = kt_table_number(governance, KT_GOVERNANCE_YEAR, r);
        if (kt_table_text(governance, KT_GOVERNANCE_COUNTRY, r) != country || year < latest ||
            !kt_vintage_is_of(kt_table_number(governance, KT_GOVERNANCE_EDITION, r), edition))
            continue;
        double sum = 0.0;
        for (int column = KT_GOVERNANCE_VA; column <= KT_GOVERNANCE_CC; column++)
            sum += kt_table_number(governance, column, r);
        if (!isnan(sum)) {
            latest = year;
            *mean = sum / 6.0;
            row = r;
        }
    }
    return row;
}

double kt_country_governance(const kt_case *c, kt_symbol country)
{
    double mean;
    (void)newest_row(&c->reference[KT_GOVERNANCE], country, &mean);
    return mean;
}

double kt_country_published_error(const kt_case *c, kt_symbol country)
{
    const kt_table *errors = &c->reference[KT_GOVERNANCE_ERRORS];
    double latest = 0.0;
    double mean = (double)NAN;
    double edition = kt_vintage_latest(errors, KT_GOVERNANCE_ERRORS_EDITION);
    for (uint32_t r = 0; r < errors->n_rows; r++) {
        double year = kt_table_number(errors, KT_GOVERNANCE_ERRORS_YEAR, r);
        double sum = 0.0;
        unsigned n = 0;
        if (kt_table_text(errors, KT_GOVERNANCE_ERRORS_COUNTRY, r) != country || year < latest ||
            !kt_vintage_is_of(kt_table_number(errors, KT_GOVERNANCE_ERRORS_EDITION, r), edition))
            continue;
        for (int column = KT_GOVERNANCE_ERRORS_VA; column <= KT_GOVERNANCE_ERRORS_CC; column++) {
            double error = kt_table_number(errors, column, r);
            sum += isnan(error) ? 0.0 : error;
            n += isnan(error) ? 0 : 1;
        }
        if (n > 0) {
            latest = year;
            mean = sum / n;
        }
    }
    return mean;
}

double kt_country_governance_error(const kt_case *c, kt_symbol country)
{
    const kt_table *governance = &c->reference[KT_GOVERNANCE];
    double mean;
    uint32_t row = newest_row(governance, country, &mean);
    if (row == KT_NO_ROW)
        return (double)NAN;
    double error = kt_table_number(governance, KT_GOVERNANCE_ERROR, row);
    if (isnan(error))
        error = kt_country_published_error(c, country);
    int grade = kt_table_choice(governance, KT_GOVERNANCE_EVIDENCE, row);
    return isnan(error) ? kt_country_error_of_grade[grade] : error;
}
