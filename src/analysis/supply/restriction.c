// SPDX-License-Identifier: EUPL-1.2
// Holds each of some 250 measures against a day and an importer: its kind, the days on which it
// begins, is suspended and ends, the importers that it names. Of the words in model/measure.h some
// bind an importer's trade, which are counted, and some refuse, which deny. Another word in the
// table is passed over rather than guessed at. A listing of organisations binds those alone: it
// is not counted, and whether it refuses a buyer is not known. A measure without a first day, or
// whose suspension has run out, is counted apart, as unsure.
#include "analysis/supply/restriction.h"

#include "base/date.h"
#include "base/lang.h"
#include "model/measure.h"

const char kt_restriction_first[] = "1990-01-01";
const char kt_restriction_last[] = "2099-12-31";

int32_t kt_restriction_default_day(const kt_case *c)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    int32_t first = 0;
    (void)kt_date_read(&first, kt_restriction_first, 10);
    double newest = first;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double day = kt_table_number(table, KT_RESTRICTIONS_ANNOUNCED, r);
        newest = day > newest ? day : newest; // NaN compares false
    }
    return (int32_t)newest;
}

kt_restriction_status kt_restriction_status_on(const kt_case *c, uint32_t r, int32_t day)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    double effective = kt_table_number(table, KT_RESTRICTIONS_EFFECTIVE, r);
    double from = kt_table_number(table, KT_RESTRICTIONS_SUSPENDED_FROM, r);
    double until = kt_table_number(table, KT_RESTRICTIONS_SUSPENDED_UNTIL, r);
    if (kt_table_number(table, KT_RESTRICTIONS_ENDED, r) <= day) // NaN compares false
        return KT_RESTRICTION_ENDED;
    if (until <= day)
        return KT_RESTRICTION_UNKNOWN;
    if (from <= day) // also where it was suspended before its first day
        return KT_RESTRICTION_SUSPENDED;
    if (isnan(effective))
        return KT_RESTRICTION_UNKNOWN;
    return effective <= day ? KT_RESTRICTION_IN_FORCE : KT_RESTRICTION_NOT_YET;
}

const char *kt_restriction_status_name(kt_restriction_status status)
{
    static const char *const NAME[] = {[KT_RESTRICTION_UNKNOWN] = "unknown",
                                       [KT_RESTRICTION_NOT_YET] = NULL,
                                       [KT_RESTRICTION_IN_FORCE] = "in_force",
                                       [KT_RESTRICTION_SUSPENDED] = "suspended",
                                       [KT_RESTRICTION_ENDED] = "ended"};
    return NAME[status];
}

static bool is_of(const kt_case *c, uint32_t r, kt_symbol country, kt_symbol material)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    return kt_table_text(table, KT_RESTRICTIONS_COUNTRY, r) == country &&
           kt_table_text(table, KT_RESTRICTIONS_MATERIAL, r) == material;
}

bool kt_restriction_on_record(const kt_case *c, kt_symbol country, kt_symbol material)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (is_of(c, r, country, material))
            return true;
    }
    return false;
}

static bool is_of_organisations(const kt_case *c, uint32_t r)
{
    return kt_table_choice(&c->reference[KT_EXPORT_RESTRICTIONS], KT_RESTRICTIONS_APPLIES_TO, r) ==
           KT_APPLIES_TO_ORGANISATIONS;
}

// The row is of a measure with the trait, of another country than the importer's, and names it.
static bool is_against(const kt_case *c, uint32_t r, const kt_importer *importer,
                       kt_measure_trait trait)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    const kt_measure *measure = kt_measure_of_word(
        kt_pool_text(&c->pool, kt_table_text(table, KT_RESTRICTIONS_MEASURE, r)));
    const char *target = kt_pool_text(&c->pool, kt_table_text(table, KT_RESTRICTIONS_TARGET, r));
    uint32_t country = kt_case_row(&c->country, kt_table_text(table, KT_RESTRICTIONS_COUNTRY, r));
    bool at_home = country != KT_NO_ROW && importer->home[country];
    return measure != NULL && (measure->traits & trait) != 0 && !at_home &&
           kt_importer_is_target(importer, c, target);
}

static bool binds_importer(const kt_case *c, uint32_t r, const kt_importer *importer)
{
    return !is_of_organisations(c, r) && is_against(c, r, importer, KT_MEASURE_BINDS);
}

static kt_force force_of(kt_restriction_status status)
{
    if (status == KT_RESTRICTION_UNKNOWN)
        return KT_FORCE_UNKNOWN;
    return status == KT_RESTRICTION_IN_FORCE ? KT_FORCE_YES : KT_FORCE_NOT;
}

bool kt_restriction_refuses(const kt_case *c, uint32_t r, const kt_importer *importer)
{
    return is_against(c, r, importer, KT_MEASURE_REFUSES);
}

kt_force kt_restriction_force(const kt_case *c, uint32_t r, const kt_importer *importer,
                              int32_t day)
{
    kt_force force = force_of(kt_restriction_status_on(c, r, day));
    if (!kt_restriction_refuses(c, r, importer))
        return KT_FORCE_NOT;
    return force == KT_FORCE_YES && is_of_organisations(c, r) ? KT_FORCE_UNKNOWN : force;
}

bool kt_restriction_covers(const kt_case *c, uint32_t r, kt_stage stage)
{
    switch (kt_table_choice(&c->reference[KT_EXPORT_RESTRICTIONS], KT_RESTRICTIONS_COVERS, r)) {
    case KT_COVERS_ORE:
        return stage == KT_STAGE_EXTRACTION;
    case KT_COVERS_SOME:
        return false;
    default:
        return true;
    }
}

static bool is_on(const kt_case *c, uint32_t r, const kt_restriction_flow *flow)
{
    return is_of(c, r, flow->country, flow->material) && kt_restriction_covers(c, r, flow->stage);
}

kt_force kt_restriction_refusal(const kt_case *c, const kt_importer *importer,
                                kt_restriction_flow flow, int32_t day)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    kt_force worst = KT_FORCE_NOT;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        kt_force force =
            is_on(c, r, &flow) ? kt_restriction_force(c, r, importer, day) : KT_FORCE_NOT;
        worst = force > worst ? force : worst;
    }
    return worst;
}

double kt_restriction_refused_since(const kt_case *c, const kt_importer *importer,
                                    kt_restriction_flow flow, int32_t day)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    double newest = (double)NAN;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double since = kt_table_number(table, KT_RESTRICTIONS_EFFECTIVE, r);
        if (is_on(c, r, &flow) && kt_restriction_force(c, r, importer, day) == KT_FORCE_YES &&
            (isnan(newest) || since > newest))
            newest = since;
    }
    return newest;
}

static kt_status check_day(int32_t day, kt_lang lang, kt_error *err)
{
    int32_t first = 0;
    int32_t last = 0;
    char shown[11];
    (void)kt_date_read(&first, kt_restriction_first, 10);
    (void)kt_date_read(&last, kt_restriction_last, 10);
    if (day >= first && day <= last)
        return KT_OK;
    kt_date_write(shown, day);
    return kt_error_set(err, KT_BAD_INPUT,
                        kt_lang_text(lang, "date %s is out of range: %s to %s is expected"), shown,
                        kt_restriction_first, kt_restriction_last);
}

// The parameter is also of another stage or scope of the same pair that was met before.
static bool is_met_before(const kt_table *supply, uint32_t row)
{
    for (uint32_t r = row; r-- > 0;) {
        if (kt_table_number(supply, KT_MATERIAL_SUPPLY_T, r) > 1.0 &&
            kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, r) ==
                kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, row) &&
            kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, r) ==
                kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, row))
            return true;
    }
    return false;
}

// Some hundred of 5,500 rows have a parameter above 1.
static void count_absent(kt_restrictions *out, const kt_case *c, const kt_importer *importer)
{
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol material = kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, r);
        kt_symbol country = kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, r);
        uint32_t m = kt_case_row(&c->material, material);
        uint32_t home = kt_case_row(&c->country, country);
        if (kt_table_number(supply, KT_MATERIAL_SUPPLY_T, r) > 1.0 && m != KT_NO_ROW &&
            (home == KT_NO_ROW || !importer->home[home]) && !is_met_before(supply, r) &&
            !kt_restriction_on_record(c, country, material))
            out->absent[m]++;
    }
}

kt_status kt_restriction_find(kt_restrictions *out, const kt_case *c, const kt_importer *importer,
                              int32_t day, kt_arena *arena, kt_error *err)
{
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    size_t n_materials = c->reference[KT_MATERIALS].n_rows;
    kt_status status = check_day(day, kt_error_lang(err), err);
    if (status != KT_OK)
        return status;
    *out = (kt_restrictions){.day = day, .as_of = kt_restriction_default_day(c)};
    out->old = day - out->as_of > KT_RESTRICTION_OLD_DAYS;
    out->status = kt_arena_alloc(arena, (size_t)table->n_rows + 1, sizeof *out->status);
    out->force = kt_arena_alloc(arena, (size_t)table->n_rows + 1, sizeof *out->force);
    out->binds = kt_arena_alloc(arena, (size_t)table->n_rows + 1, sizeof *out->binds);
    out->yes = kt_arena_alloc(arena, n_materials + 1, sizeof *out->yes);
    out->unsure = kt_arena_alloc(arena, n_materials + 1, sizeof *out->unsure);
    out->absent = kt_arena_alloc(arena, n_materials + 1, sizeof *out->absent);
    if (out->status == NULL || out->force == NULL || out->binds == NULL || out->yes == NULL ||
        out->unsure == NULL || out->absent == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        uint32_t material =
            kt_case_row(&c->material, kt_table_text(table, KT_RESTRICTIONS_MATERIAL, r));
        kt_restriction_status on_day = kt_restriction_status_on(c, r, day);
        out->status[r] = (uint8_t)on_day;
        out->binds[r] = binds_importer(c, r, importer);
        out->force[r] = out->binds[r] ? force_of(on_day) : KT_FORCE_NOT;
        if (material == KT_NO_ROW)
            continue;
        out->yes[material] += out->force[r] == KT_FORCE_YES;
        out->unsure[material] += out->force[r] == KT_FORCE_UNKNOWN;
    }
    count_absent(out, c, importer);
    return KT_OK;
}
