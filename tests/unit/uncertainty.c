// SPDX-License-Identifier: EUPL-1.2
// Ranges of supply risk: the same on any number of threads, as wide as the figures are uncertain,
// and nothing where nothing is known.
#include "analysis/supply/uncertainty.h"

#include "facts.h"

typedef struct drawn {
    kt_case *c;
    kt_arena arena;
    kt_basis basis;
    kt_supply_risk supply_risk;
    kt_uncertainty uncertainty;
} drawn;

static void draw(drawn *d, kt_case *c, kt_uncertainty_options options)
{
    kt_error error = {0};
    *d = (drawn){.c = c};
    assert_int_equal(kt_basis_read(&d->basis, c, &d->arena, &error), KT_OK);
    assert_int_equal(kt_supply_risk_find(&d->supply_risk, &d->basis, 0, &d->arena, &error), KT_OK);
    assert_int_equal(
        kt_uncertainty_find(&d->uncertainty, &d->supply_risk, options, &d->arena, &error), KT_OK);
}

static bool same(const drawn *a, const drawn *b)
{
    size_t stages = a->basis.n_stages * sizeof(kt_interval);
    size_t materials = a->basis.n_materials * sizeof(kt_interval);
    size_t ranks = a->basis.n_materials * sizeof(kt_rank);
    return memcmp(a->uncertainty.stage, b->uncertainty.stage, stages) == 0 &&
           memcmp(a->uncertainty.material, b->uncertainty.material, materials) == 0 &&
           memcmp(a->uncertainty.rank, b->uncertainty.rank, ranks) == 0 &&
           memcmp(&a->uncertainty.stability, &b->uncertainty.stability, sizeof(double)) == 0;
}

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    drawn one;
    drawn two;
    drawn many;
    drawn other;
    draw(&one, c,
         (kt_uncertainty_options){.draws = 500, .seed = 5, .control = &(kt_control){.threads = 1}});
    draw(&two, c,
         (kt_uncertainty_options){.draws = 500, .seed = 5, .control = &(kt_control){.threads = 2}});
    draw(&many, c,
         (kt_uncertainty_options){.draws = 500, .seed = 5, .control = &(kt_control){.threads = 7}});
    draw(&other, c,
         (kt_uncertainty_options){.draws = 500, .seed = 6, .control = &(kt_control){.threads = 1}});
    assert_true(same(&one, &two));
    assert_true(same(&one, &many));
    assert_false(same(&one, &other)); // the seed is used at all
    kt_arena_free(&one.arena);
    kt_arena_free(&two.arena);
    kt_arena_free(&many.arena);
    kt_arena_free(&other.arena);
    kt_case_free(c);
}

static void the_published_figure_lies_in_its_range(void **state)
{
    (void)state;
    drawn d;
    draw(&d, open_shipped(),
         (kt_uncertainty_options){.draws = 2000, .control = &(kt_control){.threads = 2}});
    for (uint32_t s = 0; s < d.basis.n_stages; s++) {
        const kt_interval *i = &d.uncertainty.stage[s];
        double sr = d.supply_risk.values.stage[s].sr;
        assert_int_equal(isnan(sr), isnan(i->p05));
        if (isnan(sr))
            continue;
        assert_true(i->p05 <= sr && sr <= i->p95);
        assert_true(i->above >= 0.0 && i->above <= 1.0);
        if (i->p05 > 1.0)
            assert_true(i->above > 0.9);
    }
    assert_true(d.uncertainty.stability > 0.9 && d.uncertainty.stability <= 1.0);
    uint32_t n = 0;
    for (uint32_t m = 0; m < d.basis.n_materials; m++) {
        const kt_rank *r = &d.uncertainty.rank[m];
        n += r->rank > 0;
        assert_true(r->rank == 0 || (r->p05 >= 1 && r->p05 <= r->p95));
    }
    assert_true(n > 80);
    kt_arena_free(&d.arena);
    kt_case_free(d.c);
}

// Salt: one country with all of world supply, 1 ± 0.005 cut at 1, governance 4 ± 0.8 (grade D).
static void the_spread_is_that_of_the_inputs(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error error = {0};
    drawn d;
    assert_int_equal(open_made(&c, SMALL_REFERENCE, NULL, &error), KT_OK);
    draw(&d, c, (kt_uncertainty_options){.draws = 20000, .control = &(kt_control){.threads = 2}});
    const kt_interval *salt = &d.uncertainty.material[material_row(c, "salt")];
    // 1.645 standard errors of 0.8, over a share² and a recycling rate that take 0.75 % off
    assert_true(fabs(salt->p05 - (4.0 - 1.645 * 0.8) * 0.9925) < 0.05);
    assert_true(fabs(salt->p95 - (4.0 + 1.645 * 0.8) * 0.9925) < 0.05);
    assert_true(salt->above > 0.999);
    kt_arena_free(&d.arena);
    kt_case_free(c);
}

// The seeded defect: a governance error that is not applied must be noticed by the test above.
static void a_missing_error_is_caught(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error error = {0};
    drawn d = {0};
    assert_int_equal(open_made(&c, SMALL_REFERENCE, NULL, &error), KT_OK);
    assert_int_equal(kt_basis_read(&d.basis, c, &d.arena, &error), KT_OK);
    for (uint32_t i = 0; i < d.basis.n_countries; i++)
        d.basis.governance_error[i] = 0.0;
    assert_int_equal(kt_supply_risk_find(&d.supply_risk, &d.basis, 0, &d.arena, &error), KT_OK);
    kt_uncertainty_options options = {.draws = 20000, .control = &(kt_control){.threads = 2}};
    assert_int_equal(kt_uncertainty_find(&d.uncertainty, &d.supply_risk, options, &d.arena, &error),
                     KT_OK);
    const kt_interval *salt = &d.uncertainty.material[material_row(c, "salt")];
    assert_true(fabs(salt->p05 - (4.0 - 1.645 * 0.8) * 0.9925) > 0.05);
    kt_arena_free(&d.arena);
    kt_case_free(c);
}

static void no_draws_give_no_range(void **state)
{
    (void)state;
    drawn d;
    draw(&d, open_shipped(), (kt_uncertainty_options){.draws = 0});
    assert_true(isnan(d.uncertainty.stage[0].p05) && isnan(d.uncertainty.stability));
    assert_true(d.uncertainty.rank[material_row(d.c, "gallium")].rank > 0);
    kt_arena_free(&d.arena);
    kt_case_free(d.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(the_published_figure_lies_in_its_range),
        cmocka_unit_test(the_spread_is_that_of_the_inputs),
        cmocka_unit_test(a_missing_error_is_caught),
        cmocka_unit_test(no_draws_give_no_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
