// SPDX-License-Identifier: EUPL-1.2
// Walks the rows of production (2,600) for the newest year with figures that can be compared and
// that cover the whole. One walk a question; a stress test asks some 2,000 times, for flows.
#include "analysis/supply/world_output.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "model/vintage.h"

static const double WHOLE = 0.97; // of the shares that the published countries have together
static const double KG = 1000.0;  // in a tonne

// Metal content, or the mass of the product that the needs of a case count.
static bool is_comparable(const kt_case *c, uint32_t row)
{
    const kt_table *table = &c->reference[KT_PRODUCTION];
    const kt_table *materials = &c->reference[KT_MATERIALS];
    const char *content = kt_pool_text(&c->pool, kt_table_text(table, KT_PRODUCTION_CONTENT, row));
    uint32_t material =
        kt_case_row(&c->material, kt_table_text(table, KT_PRODUCTION_MATERIAL, row));
    if (strcmp(content, "metal content or product mass") == 0)
        return true;
    if (material == KT_NO_ROW || *content == '\0')
        return false;
    const char *id = kt_pool_text(&c->pool, kt_table_text(materials, KT_MATERIALS_ID, material));
    const char *symbol =
        kt_pool_text(&c->pool, kt_table_text(materials, KT_MATERIALS_SYMBOL, material));
    size_t length = strlen(id);
    return strcmp(content, symbol) == 0 ||
           (strncmp(content, id, length) == 0 && strcmp(content + length, " content") == 0);
}

kt_world_output kt_world_output_of(const kt_case *c, kt_symbol material, int stage,
                                   kt_symbol country)
{
    assert(stage > 0 && stage < KT_N_STAGES);
    const kt_table *table = &c->reference[KT_PRODUCTION];
    kt_world_output out = {(double)NAN, 0.0, 0.0};
    double all = 0.0;
    double mine = 0.0;
    double latest = (double)NAN;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double tonnes = kt_table_number(table, KT_PRODUCTION_TONNES, r);
        double year = kt_table_number(table, KT_PRODUCTION_YEAR, r);
        if (kt_table_text(table, KT_PRODUCTION_MATERIAL, r) != material ||
            kt_table_choice(table, KT_PRODUCTION_STAGE, r) != stage || isnan(tonnes) ||
            !(kt_table_number(table, KT_PRODUCTION_SUM, r) >= WHOLE) || year < out.year ||
            !is_comparable(c, r))
            continue;
        double edition = kt_table_number(table, KT_PRODUCTION_EDITION, r);
        if (year == out.year && kt_vintage_is_later(latest, edition))
            continue;
        if (year > out.year || kt_vintage_is_later(edition, latest)) {
            out.year = year;
            latest = edition;
            all = 0.0;
            mine = 0.0;
        }
        all += tonnes;
        if (kt_table_text(table, KT_PRODUCTION_COUNTRY, r) == country)
            mine += tonnes;
    }
    if (all > 0.0) {
        out.all_kg = all * KG;
        out.country_kg = mine * KG;
    }
    return out;
}
