// SPDX-License-Identifier: EUPL-1.2
// Evaluates the formulas for all stages and materials from one set of figures: O(shares), 3,500 for
// the reference, some 30 microseconds, because draws repeat it 10,000 times. Then it describes each
// stage with what is known of the difference from the published value, rounded as the study rounds.
#include "analysis/supply/supply_risk.h"

#include "base/stat.h"

const double kt_supply_risk_sr_threshold = 1.0;
const double kt_supply_risk_ei_threshold = 2.8;
const double kt_supply_risk_value_added_max = 204200.0;
const double kt_supply_risk_tolerance = 0.1;

const double kt_supply_risk_whole = 0.97;

static const double ROUNDING = 1e-9;

static double one_decimal(double value)
{
    return round(value * 10.0 + ROUNDING) / 10.0;
}

bool kt_supply_risk_above(double sr)
{
    return one_decimal(sr) >= kt_supply_risk_sr_threshold - ROUNDING;
}

double kt_supply_risk_of(const kt_supply_risk_terms *t, uint8_t *used)
{
    bool global = !isnan(t->hhi_global);
    bool eu = !isnan(t->hhi_eu);
    double hhi = (double)NAN;
    uint8_t basis = 0;
    if (global && (t->used == KT_USED_GLOBAL || !eu)) {
        hhi = t->hhi_global;
        basis = KT_USED_GLOBAL;
    } else if (eu && (t->used == KT_USED_EU || !global)) {
        hhi = t->hhi_eu;
        basis = KT_USED_EU;
    } else if (global && eu) {
        double half = t->import_reliance / 2.0;
        hhi = t->hhi_global * half + t->hhi_eu * (1.0 - half);
        basis = KT_USED_BOTH;
    }
    double sr = hhi * (1.0 - t->eol_rir) * t->si_sr;
    if (used != NULL)
        *used = isnan(sr) ? 0 : basis;
    return sr;
}

kt_status kt_supply_risk_allocate(kt_supply_risk_values *out, const kt_basis *b, kt_arena *arena,
                                  kt_error *err)
{
    out->stage = kt_arena_alloc(arena, (size_t)b->n_stages + 1, sizeof *out->stage);
    out->sr = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof *out->sr);
    out->bottleneck = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof *out->bottleneck);
    if (out->stage == NULL || out->sr == NULL || out->bottleneck == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

// Sum of share² · governance · t. At most 100 positive terms need no compensation.
static double weighted_hhi(const kt_basis *b, const kt_basis_values *v, uint32_t first,
                           uint32_t end)
{
    double sum = 0.0;
    for (uint32_t k = first; k < end; k++)
        sum += v->share[k] * v->share[k] * v->governance[b->share[k].country] * b->share[k].t;
    return first == end ? (double)NAN : sum;
}

static void evaluate_stage(kt_stage_risk *out, const kt_basis *b, const kt_basis_values *v,
                           uint32_t s, kt_supply_used used)
{
    const kt_basis_stage *stage = &b->stage[s];
    kt_supply_risk_terms terms = {
        .hhi_global = weighted_hhi(b, v, stage->global, stage->eu),
        .hhi_eu = weighted_hhi(b, v, stage->eu, stage[1].global),
        .import_reliance = v->import_reliance[s],
        .eol_rir = v->eol_rir[s],
        .si_sr = stage->si_sr,
        .used = used != 0 ? (uint8_t)used : stage->used,
    };
    out->hhi_global = terms.hhi_global;
    out->hhi_eu = terms.hhi_eu;
    if (used == KT_USED_GLOBAL) // asked for one scope: the other must not stand in
        terms.hhi_eu = (double)NAN;
    else if (used == KT_USED_EU)
        terms.hhi_global = (double)NAN;
    out->sr = kt_supply_risk_of(&terms, &out->used);
}

static void find_bottleneck(const kt_supply_risk_values *out, const kt_basis *b, uint32_t material)
{
    out->sr[material] = (double)NAN;
    out->bottleneck[material] = KT_NO_ROW;
    for (uint32_t s = b->first_stage[material]; s < b->first_stage[material + 1]; s++) {
        double sr = out->stage[s].sr;
        if (sr > out->sr[material] || (isnan(out->sr[material]) && !isnan(sr))) {
            out->sr[material] = sr;
            out->bottleneck[material] = s;
        }
    }
}

// Mean over the members that have a value at that stage.
static void evaluate_group_stage(const kt_supply_risk_values *out, const kt_basis *b,
                                 uint32_t group, uint32_t s)
{
    double sum = 0.0;
    uint32_t n = 0;
    for (uint32_t m = 0; m < b->n_materials; m++) {
        if (b->group[m] != group)
            continue;
        for (uint32_t k = b->first_stage[m]; k < b->first_stage[m + 1]; k++) {
            if (b->stage[k].stage != b->stage[s].stage || isnan(out->stage[k].sr))
                continue;
            sum += out->stage[k].sr;
            n++;
        }
    }
    out->stage[s].sr = n > 0 ? sum / n : (double)NAN;
    out->stage[s].used = 0;
}

void kt_supply_risk_evaluate(const kt_supply_risk_values *out, const kt_basis *b,
                             const kt_basis_values *v, kt_supply_used used)
{
    for (uint32_t s = 0; s < b->n_stages; s++)
        evaluate_stage(&out->stage[s], b, v, s, used);
    for (uint32_t m = 0; m < b->n_materials; m++) {
        for (uint32_t s = b->first_stage[m]; b->is_group[m] && s < b->first_stage[m + 1]; s++)
            evaluate_group_stage(out, b, m, s);
        find_bottleneck(out, b, m);
    }
}

static double sum_of(const kt_basis *b, uint32_t first, uint32_t end)
{
    kt_sum sum = {0};
    for (uint32_t k = first; k < end; k++)
        kt_stat_add(&sum, b->published.share[k]);
    return first == end ? (double)NAN : kt_stat_total(&sum);
}

// The largest share in [first, end), outside the EU only where `third`.
static uint32_t largest_of(const kt_basis *b, uint32_t first, uint32_t end, bool third)
{
    uint32_t best = KT_NO_ROW;
    for (uint32_t k = first; k < end; k++) {
        if (third && b->country[b->share[k].country].eu)
            continue;
        if (best == KT_NO_ROW || b->published.share[k] > b->published.share[best])
            best = k;
    }
    return best;
}

static unsigned causes_of(const kt_supply_risk *c, uint32_t s)
{
    const kt_basis *b = c->basis;
    const kt_basis_stage *stage = &b->stage[s];
    const kt_stage_facts *facts = &c->stage[s];
    const kt_table *inputs = &b->the_case->reference[KT_CRITICALITY_INPUTS];
    unsigned causes = 0;
    if (b->is_group[stage->material])
        return KT_CAUSE_MEMBERS;
    if (stage->row != KT_NO_ROW && kt_table_text(inputs, KT_INPUTS_NOTE, stage->row) != 0)
        causes |= KT_CAUSE_NOTE;
    if (facts->sum_global < kt_supply_risk_whole || facts->sum_eu < kt_supply_risk_whole)
        causes |= KT_CAUSE_INCOMPLETE;
    if (stage->used == KT_USED_BOTH && c->values.stage[s].used != KT_USED_BOTH)
        causes |= KT_CAUSE_ONE_SCOPE;
    if (stage->used == KT_USED_BOTH && isnan(b->published.import_reliance[s]))
        causes |= KT_CAUSE_NO_RELIANCE;
    return causes == 0 ? KT_CAUSE_UNKNOWN : causes;
}

static void describe_stage(kt_supply_risk *c, uint32_t s)
{
    const kt_basis *b = c->basis;
    const kt_basis_stage *stage = &b->stage[s];
    const kt_table *inputs = &b->the_case->reference[KT_CRITICALITY_INPUTS];
    kt_stage_facts *f = &c->stage[s];
    uint32_t end = stage[1].global;
    f->published = stage->row == KT_NO_ROW
                       ? (double)NAN
                       : kt_table_number(inputs, KT_INPUTS_PUBLISHED_STAGE, stage->row);
    f->sum_global = sum_of(b, stage->global, stage->eu);
    f->sum_eu = sum_of(b, stage->eu, end);
    bool world = stage->global < stage->eu;
    uint32_t largest = world ? largest_of(b, stage->global, stage->eu, false)
                             : largest_of(b, stage->eu, end, false);
    f->third_of_world = stage->eu == end;
    uint32_t third = f->third_of_world ? largest_of(b, stage->global, stage->eu, true)
                                       : largest_of(b, stage->eu, end, true);
    f->largest = largest == KT_NO_ROW ? KT_NO_ROW : b->share[largest].country;
    f->largest_share = largest == KT_NO_ROW ? (double)NAN : b->published.share[largest];
    f->largest_third = third == KT_NO_ROW ? KT_NO_ROW : b->share[third].country;
    f->third_share = third != KT_NO_ROW     ? b->published.share[third]
                     : stage->global == end ? (double)NAN
                                            : 0.0;
    double sr = c->values.stage[s].sr;
    f->difference = one_decimal(sr) - f->published;
    f->causes = fabs(f->difference) > kt_supply_risk_tolerance + 0.01 ? causes_of(c, s) : 0;
}

static double economic_importance(const kt_supply_risk *c, uint32_t m, double *known)
{
    const kt_basis *b = c->basis;
    const kt_table *uses = &b->the_case->reference[KT_END_USES];
    const kt_table *materials = &b->the_case->reference[KT_MATERIALS];
    kt_symbol id = kt_table_text(materials, KT_MATERIALS_ID, m);
    uint32_t s = b->first_stage[m];
    uint32_t row = s < b->first_stage[m + 1] ? b->stage[s].row : KT_NO_ROW;
    const kt_table *inputs = &b->the_case->reference[KT_CRITICALITY_INPUTS];
    kt_sum value = {0};
    kt_sum covered = {0};
    for (uint32_t i = 0; i < uses->n_rows; i++) {
        double share = kt_table_number(uses, KT_END_USES_SHARE, i);
        double added = kt_table_number(uses, KT_END_USES_VALUE, i);
        if (kt_table_text(uses, KT_END_USES_MATERIAL, i) != id || isnan(share) || isnan(added))
            continue;
        kt_stat_add(&value, share * added);
        kt_stat_add(&covered, share);
    }
    *known = kt_stat_total(&covered);
    if (row == KT_NO_ROW || *known == 0.0)
        return (double)NAN;
    return kt_stat_total(&value) * 10.0 / kt_supply_risk_value_added_max *
           kt_table_number(inputs, KT_INPUTS_SI_EI, row);
}

static kt_verdict flag(const kt_table *materials, int column, uint32_t row)
{
    int cell = kt_table_choice(materials, column, row);
    return cell == KT_YES ? KT_VERDICT_YES : cell == KT_NO ? KT_VERDICT_NO : KT_VERDICT_UNKNOWN;
}

static void describe_concentration(const kt_supply_risk *c, uint32_t m)
{
    const kt_basis *b = c->basis;
    kt_material_facts *f = &c->material[m];
    uint32_t s = c->values.bottleneck[m];
    if (s == KT_NO_ROW && b->first_stage[m] < b->first_stage[m + 1])
        s = b->first_stage[m + 1] - 1; // no risk is known: the last stage stands for the material
    f->hhi = f->hhi_wgi = f->n_minus_1 = (double)NAN;
    f->eol_rir = kt_table_number(&b->the_case->reference[KT_MATERIALS], KT_MATERIALS_EOL_RIR, m);
    if (s == KT_NO_ROW)
        return;
    const kt_basis_stage *stage = &b->stage[s];
    if (stage->global == stage->eu)
        return;
    kt_sum hhi = {0};
    kt_sum weighted = {0};
    double largest = 0.0;
    for (uint32_t k = stage->global; k < stage->eu; k++) {
        double share = b->published.share[k];
        kt_stat_add(&hhi, share * share);
        kt_stat_add(&weighted, share * share * b->published.governance[b->share[k].country]);
        largest = share > largest ? share : largest;
    }
    f->hhi = kt_stat_total(&hhi);
    f->hhi_wgi = kt_stat_total(&weighted);
    f->n_minus_1 = 1.0 - largest;
}

static void describe_material(const kt_supply_risk *c, uint32_t m)
{
    const kt_basis *b = c->basis;
    const kt_table *materials = &b->the_case->reference[KT_MATERIALS];
    const kt_table *inputs = &b->the_case->reference[KT_CRITICALITY_INPUTS];
    kt_material_facts *f = &c->material[m];
    f->sr_published = (double)NAN;
    f->ei_published = (double)NAN;
    for (uint32_t s = b->first_stage[m]; s < b->first_stage[m + 1]; s++) {
        if (b->stage[s].row == KT_NO_ROW)
            continue;
        double sr = kt_table_number(inputs, KT_INPUTS_PUBLISHED, b->stage[s].row);
        double ei = kt_table_number(inputs, KT_INPUTS_PUBLISHED_EI, b->stage[s].row);
        f->sr_published = isnan(f->sr_published) ? sr : f->sr_published;
        f->ei_published = isnan(f->ei_published) ? ei : f->ei_published;
    }
    f->ei = economic_importance(c, m, &f->ei_known);
    f->listed = flag(materials, KT_MATERIALS_CRITICAL, m);
    f->strategic = flag(materials, KT_MATERIALS_STRATEGIC, m);
    f->nato = flag(materials, KT_MATERIALS_NATO, m);
    describe_concentration(c, m);
}

static void average_groups(const kt_supply_risk *c)
{
    const kt_basis *b = c->basis;
    for (uint32_t g = 0; g < b->n_materials; g++) {
        kt_sum ei = {0};
        kt_sum known = {0};
        uint32_t n = 0;
        for (uint32_t m = 0; b->is_group[g] && m < b->n_materials; m++) {
            if (b->group[m] != g || isnan(c->material[m].ei))
                continue;
            kt_stat_add(&ei, c->material[m].ei);
            kt_stat_add(&known, c->material[m].ei_known);
            n++;
        }
        if (n == 0)
            continue;
        c->material[g].ei = kt_stat_total(&ei) / n;
        c->material[g].ei_known = kt_stat_total(&known) / n;
    }
}

// An economic importance that leaves uses out is a lower bound: it cannot say no.
static kt_verdict is_critical(double sr, const kt_material_facts *f)
{
    bool important = one_decimal(f->ei) >= kt_supply_risk_ei_threshold - ROUNDING;
    bool complete = f->ei_known >= kt_supply_risk_whole;
    if (!isnan(sr) && !kt_supply_risk_above(sr))
        return KT_VERDICT_NO;
    if (!isnan(f->ei) && !important && complete)
        return KT_VERDICT_NO;
    return isnan(sr) || !important ? KT_VERDICT_UNKNOWN : KT_VERDICT_YES;
}

kt_status kt_supply_risk_find(kt_supply_risk *out, const kt_basis *b, kt_supply_used used,
                              kt_arena *arena, kt_error *err)
{
    *out = (kt_supply_risk){.basis = b, .used = used};
    kt_status status = kt_supply_risk_allocate(&out->values, b, arena, err);
    out->stage = kt_arena_alloc(arena, (size_t)b->n_stages + 1, sizeof *out->stage);
    out->material = kt_arena_alloc(arena, (size_t)b->n_materials + 1, sizeof *out->material);
    if (status != KT_OK || out->stage == NULL || out->material == NULL)
        return kt_error_no_memory(err);
    kt_supply_risk_evaluate(&out->values, b, &b->published, used);
    for (uint32_t s = 0; s < b->n_stages; s++)
        describe_stage(out, s);
    for (uint32_t m = 0; m < b->n_materials; m++)
        describe_material(out, m);
    average_groups(out);
    for (uint32_t m = 0; m < b->n_materials; m++)
        out->material[m].critical = is_critical(out->values.sr[m], &out->material[m]);
    return KT_OK;
}
