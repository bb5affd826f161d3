// SPDX-License-Identifier: EUPL-1.2
// The method of the European Commission against its published results: all supply risks of 2017
// from their published inputs, and the stages of 2023 from shares of countries.
#include "analysis/supply/supply_risk.h"

#include "base/stat.h"
#include "facts.h"

// The formula, or the one with a planted fault.
typedef double (*formula)(const kt_supply_risk_terms *);

static double right(const kt_supply_risk_terms *terms)
{
    return kt_supply_risk_of(terms, NULL);
}

static double without_halving(const kt_supply_risk_terms *terms)
{
    kt_supply_risk_terms wrong = *terms;
    wrong.import_reliance *= 2.0;
    return kt_supply_risk_of(&wrong, NULL);
}

static double bounded(double value, double half, double most)
{
    double moved = value + half;
    return moved < 0.0 ? 0.0 : moved > most ? most : moved;
}

// Lowest and highest result over all inputs that round to the published ones: the formula is
// monotone or linear in each, so the corners suffice.
static void extremes(double *low, double *high, kt_supply_risk_terms t, formula f)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (unsigned corner = 0; corner < 32; corner++) {
        double sign[5];
        for (unsigned k = 0; k < 5; k++)
            sign[k] = corner & (1u << k) ? 0.5 : -0.5;
        kt_supply_risk_terms moved = t;
        moved.hhi_global = bounded(t.hhi_global, sign[0] * 0.1, INFINITY);
        moved.hhi_eu = bounded(t.hhi_eu, sign[1] * 0.1, INFINITY);
        moved.import_reliance = bounded(t.import_reliance, sign[2] * 0.01, 1.0);
        moved.eol_rir = bounded(t.eol_rir, sign[3] * 0.01, 1.0);
        moved.si_sr = bounded(t.si_sr, sign[4] * 0.1, 1.0);
        double sr = f(&moved);
        *low = sr < *low ? sr : *low;
        *high = sr > *high ? sr : *high;
    }
}

// How many of the published values of 2017 `f` gives within the rounding of its inputs.
static unsigned reproduced(unsigned *all, formula f)
{
    fact_row row;
    unsigned good = 0;
    *all = 0;
    facts_open(&row, "ec2017_supply_risk.csv");
    while (facts_next(&row)) {
        kt_supply_risk_terms terms = {.hhi_global = facts_number(&row, 6),
                                      .hhi_eu = facts_number(&row, 7),
                                      .import_reliance = facts_number(&row, 3),
                                      .eol_rir = facts_number(&row, 4),
                                      .si_sr = facts_number(&row, 5)};
        for (size_t k = 0; k < 3; k++) { // with world supply, EU sourcing, both
            double published = facts_number(&row, 8 + k);
            kt_supply_risk_terms t = terms;
            double low;
            double high;
            if (isnan(published))
                continue;
            (*all)++;
            t.used = (uint8_t)(k == 0 ? KT_USED_GLOBAL : k == 1 ? KT_USED_EU : KT_USED_BOTH);
            extremes(&low, &high, t, f);
            bool fits = published + 0.05 >= low - 1e-9 && published - 0.05 <= high + 1e-9;
            good += fits;
            if (!fits && f == right)
                print_message("%s %s, %zu: published %g, formula %g to %g\n", row.cell[0],
                              row.cell[1], k, published, low, high);
        }
    }
    return good;
}

static void all_232_values_of_2017_are_reproduced(void **state)
{
    (void)state;
    unsigned all = 0;
    assert_int_equal(reproduced(&all, right), 232);
    assert_int_equal(all, 232);
}

static void a_wrong_formula_is_caught(void **state)
{
    (void)state;
    unsigned all = 0;
    assert_true(reproduced(&all, without_halving) < 220);
}

typedef struct shipped {
    kt_case *c;
    kt_arena arena;
    kt_basis basis;
    kt_supply_risk supply_risk;
} shipped;

static void open_all(shipped *s, kt_case *c)
{
    kt_error error = {0};
    *s = (shipped){.c = c};
    assert_int_equal(kt_basis_read(&s->basis, c, &s->arena, &error), KT_OK);
    assert_int_equal(kt_supply_risk_find(&s->supply_risk, &s->basis, 0, &s->arena, &error), KT_OK);
}

static void close_all(shipped *s)
{
    kt_arena_free(&s->arena);
    kt_case_free(s->c);
}

static void stages_of_2023_follow_from_shares(void **state)
{
    (void)state;
    shipped s;
    open_all(&s, open_shipped());
    double difference[300];
    size_t n = 0;
    unsigned near = 0;
    for (uint32_t k = 0; k < s.basis.n_stages; k++) {
        double sr = s.supply_risk.values.stage[k].sr;
        double published = s.supply_risk.stage[k].published;
        if (isnan(sr) || isnan(published))
            continue;
        difference[n++] = fabs(sr - published);
        near += fabs(round(sr * 10.0) / 10.0 - published) <= 0.1 + 1e-9;
        // what is further away carries a cause, and nothing else does
        assert_true((fabs(s.supply_risk.stage[k].difference) > 0.1 + 1e-9) ==
                    (s.supply_risk.stage[k].causes != 0));
    }
    kt_stat_sort(difference, n);
    double median = kt_stat_quantile(difference, n, 0.5);
    print_message("%u of %zu stages within 0.1, median difference %.4f\n", near, n, median);
    assert_true(n >= 120 && near >= 90 && median <= 0.045);
    close_all(&s);
}

static void economic_importance_of_2023(void **state)
{
    (void)state;
    shipped s;
    open_all(&s, open_shipped());
    unsigned near = 0;
    for (uint32_t m = 0; m < s.basis.n_materials; m++) {
        const kt_material_facts *f = &s.supply_risk.material[m];
        near += fabs(f->ei - f->ei_published) <= 0.1 + 1e-9 && !s.basis.is_group[m];
    }
    print_message("%u materials within 0.1\n", near);
    assert_true(near >= 35);
    double tungsten = s.supply_risk.material[material_row(s.c, "tungsten")].ei;
    assert_true(fabs(tungsten - 8.70) < 0.005);
    close_all(&s);
}

// Of lutetium's uses 1 % has a value added: an importance of 0.04 must not make it uncritical.
static void a_partial_importance_cannot_say_no(void **state)
{
    (void)state;
    shipped s;
    open_all(&s, open_shipped());
    const kt_material_facts *f = &s.supply_risk.material[material_row(s.c, "lutetium")];
    assert_true(f->ei < 2.8 && f->ei_known < 0.97);
    assert_int_equal(f->critical, KT_VERDICT_UNKNOWN);
    f = &s.supply_risk.material[material_row(s.c, "indium")]; // all uses known, below 2.8
    assert_int_equal(f->critical, KT_VERDICT_NO);
    close_all(&s);
}

static void a_group_is_the_mean_of_its_members(void **state)
{
    (void)state;
    shipped s;
    open_all(&s, open_shipped());
    uint32_t group = material_row(s.c, "platinum_group_metals");
    const char *const members[] = {"iridium", "palladium", "platinum", "rhodium", "ruthenium"};
    double sum = 0.0;
    for (size_t i = 0; i < 5; i++) {
        uint32_t m = material_row(s.c, members[i]);
        assert_int_equal(s.basis.group[m], group);
        sum += s.supply_risk.values.sr[m]; // they have the one stage
    }
    assert_true(fabs(s.supply_risk.values.sr[group] - sum / 5.0) < 1e-12);
    close_all(&s);
}

// Worked by hand: governance AAA 2, BBB 8, CCC 4.
static void a_small_case_worked_by_hand(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error error = {0};
    shipped s;
    assert_int_equal(open_made(&c, SMALL_REFERENCE, NULL, &error), KT_OK);
    open_all(&s, c);
    uint32_t ore = material_row(c, "ore");
    uint32_t stage = s.supply_risk.values.bottleneck[ore];
    double global = 0.36 * 8.0 * 1.1 + 0.16 * 4.0;
    double eu = 0.09 * 2.0 * 0.8 + 0.49 * 8.0 * 1.1;
    double sr = (global * 0.25 + eu * 0.75) * 0.9 * 0.9;
    assert_true(fabs(s.supply_risk.values.stage[stage].hhi_global - global) < 1e-12);
    assert_true(fabs(s.supply_risk.values.stage[stage].hhi_eu - eu) < 1e-12);
    assert_true(fabs(s.supply_risk.values.sr[ore] - sr) < 1e-12);
    assert_int_equal(s.supply_risk.values.stage[stage].used, KT_USED_BOTH);
    assert_true(fabs(s.supply_risk.material[ore].hhi - 0.52) < 1e-12);
    assert_true(fabs(s.supply_risk.material[ore].n_minus_1 - 0.4) < 1e-12);
    assert_true(isnan(s.supply_risk.material[ore].ei)); // no end uses: not known, not zero
    assert_int_equal(s.supply_risk.material[ore].critical, KT_VERDICT_UNKNOWN);
    uint32_t salt = material_row(c, "salt");
    assert_true(fabs(s.supply_risk.values.sr[salt] - 4.0) < 1e-12); // world supply alone
    close_all(&s);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    table_text reference[12];
    kt_case *one = NULL;
    kt_case *two = NULL;
    kt_error error = {0};
    shipped a;
    shipped b;
    for (size_t i = 0; i == 0 || SMALL_REFERENCE[i - 1].name != NULL; i++) {
        reference[i] = SMALL_REFERENCE[i];
        if (reference[i].name != NULL && strcmp(reference[i].name, "material_supply") == 0)
            reference[i].text = "material,stage,scope,country,share,t,period\n"
                                "salt,extraction,global,CCC,1,1,2016-2020\n"
                                "ore,extraction,eu,BBB,0.7,1.1,2016-2020\n"
                                "ore,extraction,global,CCC,0.4,1,2016-2020\n"
                                "ore,extraction,global,BBB,0.6,1.1,2016-2020\n"
                                "ore,extraction,eu,AAA,0.3,0.8,2016-2020\n";
    }
    assert_int_equal(open_made(&one, SMALL_REFERENCE, NULL, &error), KT_OK);
    assert_int_equal(open_made(&two, reference, NULL, &error), KT_OK);
    open_all(&a, one);
    open_all(&b, two);
    assert_memory_equal(a.supply_risk.values.sr, b.supply_risk.values.sr,
                        a.basis.n_materials * sizeof(double));
    close_all(&a);
    close_all(&b);
}

static void what_is_not_known_stays_unknown(void **state)
{
    (void)state;
    kt_supply_risk_terms t = {.hhi_global = 2.0,
                              .hhi_eu = 1.0,
                              .import_reliance = (double)NAN,
                              .eol_rir = 0.0,
                              .si_sr = 1.0,
                              .used = KT_USED_BOTH};
    uint8_t used = 9;
    assert_true(isnan(kt_supply_risk_of(&t, &used)));
    assert_int_equal(used, 0);
    t.hhi_eu = (double)NAN; // then world supply stands alone, and reliance does not matter
    assert_true(kt_supply_risk_of(&t, &used) == 2.0);
    assert_int_equal(used, KT_USED_GLOBAL);
    t.hhi_global = (double)NAN;
    assert_true(isnan(kt_supply_risk_of(&t, NULL)));
    assert_true(kt_supply_risk_above(0.95) && !kt_supply_risk_above(0.949));
}

// More concentration, worse governance, less recycling never lower the risk.
static void risk_is_monotone(void **state)
{
    (void)state;
    kt_supply_risk_terms t = {2.0, 1.0, 0.4, 0.2, 0.9, KT_USED_BOTH};
    double sr = right(&t);
    kt_supply_risk_terms more = t;
    more.hhi_global += 0.1;
    assert_true(right(&more) > sr);
    more = t;
    more.hhi_eu += 0.1;
    assert_true(right(&more) > sr);
    more = t;
    more.eol_rir -= 0.1;
    assert_true(right(&more) > sr);
    more = t;
    more.import_reliance += 0.1; // world supply is the more concentrated one here
    assert_true(right(&more) > sr);
}

static void half_a_digit_is_read_from_the_figure(void **state)
{
    (void)state;
    assert_true(fabs(kt_basis_half_digit(0.04) - 0.005) < 1e-12);
    assert_true(fabs(kt_basis_half_digit(0.5) - 0.005) < 1e-12);
    assert_true(fabs(kt_basis_half_digit(1.0) - 0.005) < 1e-12);
    assert_true(fabs(kt_basis_half_digit(0.004) - 0.0005) < 1e-12);
    assert_true(fabs(kt_basis_half_digit(0.123) - 0.0005) < 1e-12);
    assert_true(fabs(kt_basis_half_digit(0.0005) - 0.0005) < 1e-12); // "< 0.1 %"
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_232_values_of_2017_are_reproduced),
        cmocka_unit_test(a_wrong_formula_is_caught),
        cmocka_unit_test(stages_of_2023_follow_from_shares),
        cmocka_unit_test(economic_importance_of_2023),
        cmocka_unit_test(a_partial_importance_cannot_say_no),
        cmocka_unit_test(a_group_is_the_mean_of_its_members),
        cmocka_unit_test(a_small_case_worked_by_hand),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(what_is_not_known_stays_unknown),
        cmocka_unit_test(risk_is_monotone),
        cmocka_unit_test(half_a_digit_is_read_from_the_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
