// SPDX-License-Identifier: EUPL-1.2
// Drawn years against all years there can be: a case so small that every combination of its
// accidents is summed up exactly.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/chain/exposure.h"
#include "analysis/years/estimate.h"
#include "analysis/years/hazard.h"
#include "analysis/years/montecarlo.h"
#include "folder.h"
#include "ingest/package/open.h"
#include "model/network_build.h"

static const char PACKAGE[] =
    "{\"name\":\"small\",\"resources\":["
    "{\"name\":\"items\",\"path\":\"items.csv\"},{\"name\":\"bom\",\"path\":\"bom.csv\"},"
    "{\"name\":\"organisations\",\"path\":\"organisations.csv\"},"
    "{\"name\":\"sites\",\"path\":\"sites.csv\"},{\"name\":\"supply\",\"path\":\"supply.csv\"},"
    "{\"name\":\"scenarios\",\"path\":\"scenarios.csv\"},"
    "{\"name\":\"scenario_events\",\"path\":\"scenario_events.csv\"}]}";

typedef struct fixture {
    folder folder;
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
} fixture;

// A ship of two parts; the radar comes from two makers, the engine from two sites of one company.
static void open_small(fixture *f, const char *supply, const char *scenarios)
{
    kt_error error = {0};
    *f = (fixture){.folder = folder_make()};
    folder_put(&f->folder, "datapackage.json", PACKAGE);
    folder_put(&f->folder, "items.csv",
               "id,kind,name_en\nship,platform,Ship\nradar,system,Radar\nengine,system,Engine\n");
    folder_put(&f->folder, "bom.csv",
               "parent,child,quantity,essential\nship,radar,1,yes\nship,engine,1,no\n");
    folder_put(&f->folder, "organisations.csv",
               "id,name,country\nyard,Yard,NLD\neye,Eye,FRA\near,Ear,DEU\nmotor,Motor,DEU\n");
    folder_put(&f->folder, "sites.csv",
               "id,organisation,country\nmotor-a,motor,DEU\nmotor-b,motor,POL\n");
    folder_put(&f->folder, "supply.csv", supply);
    folder_put(&f->folder, "scenarios.csv", scenarios);
    folder_put(&f->folder, "scenario_events.csv",
               "scenario,event_type,target,kind,magnitude,start_day,duration_days\n"
               "storm,country,FRA,quota,0.5,0,30\nstorm,country,FRA,ban,1,30,30\n"
               "strike,organisation,motor,failure,,0,\n");
    kt_status status = kt_open_case(&f->the_case, f->folder.path, NULL, &error);
    if (status != KT_OK && f->the_case != NULL && f->the_case->faults.n > 0)
        print_error("%s\n", f->the_case->places[0].message);
    if (status != KT_OK)
        return;
    assert_int_equal(kt_network_build(&f->network, f->the_case, &kt_figures_study, NULL, &error),
                     KT_OK);
}

static const char SUPPLY[] = "item,supplier,share,failure_per_year\nship,yard,1,0.05\n"
                             "radar,eye,0.6,0.2\nradar,ear,0.4,0.1\n"
                             "engine,motor-a,0.7,0.3\nengine,motor-b,0.3,0.02\n";
static const char RARE[] = "item,supplier,share,failure_per_year\nship,yard,1,0.00001\n"
                           "radar,eye,0.6,0.00002\nradar,ear,0.4,\n"
                           "engine,motor-a,0.7,0.00001\nengine,motor-b,0.3,0.00002\n";
static const char SCENARIOS[] = "id,name_en,name_nl,probability_per_year\n"
                                "storm,Storm,Storm,0.15\nstrike,Strike,Staking,\n";

static void close_small(fixture *f)
{
    kt_network_free(&f->network);
    kt_arena_free(&f->arena);
    kt_case_free(f->the_case);
    folder_remove(&f->folder);
}

static kt_montecarlo run(fixture *f, kt_montecarlo_options options)
{
    kt_montecarlo out;
    kt_error error = {0};
    kt_status status = kt_montecarlo_run(&out, &f->network, "ship", &options, &f->arena, &error);
    if (status != KT_OK)
        print_error("%s\n", error.message);
    assert_int_equal(status, KT_OK);
    return out;
}

// Loss of the ship when exactly the hazards of the set occur.
static double loss_of_set(kt_capacity *c, const kt_montecarlo *m, uint32_t set, uint32_t target)
{
    for (uint32_t i = 0; i < m->hazards.n; i++) {
        const kt_hazard *h = &m->hazards.row[i];
        if ((set >> i & 1) == 0)
            continue;
        if (h->is_scenario)
            kt_scenario_apply(c, &m->scenarios, h->first, 40.0, 0);
        for (uint32_t k = h->first; k < h->first + h->n; k++)
            kt_capacity_set(c, m->hazards.producer[k], 0, 0.0);
    }
    kt_capacity_sweep(c);
    double loss = kt_exposure_loss(c, target, 0);
    kt_capacity_clear(c);
    return loss;
}

typedef struct exact {
    double expected, all_lost, tail;
} exact;

typedef struct outcome {
    double loss, probability;
} outcome;

static int worst_first(const void *left, const void *right)
{
    const outcome *a = left;
    const outcome *b = right;
    return (a->loss < b->loss) - (a->loss > b->loss);
}

static exact enumerate(const fixture *f, const kt_montecarlo *m)
{
    kt_circuit circuit;
    kt_capacity c;
    uint32_t target = kt_network_find(&f->network, "ship");
    uint32_t n = m->hazards.n;
    assert_true(n > 4 && n < 16);
    outcome *all = calloc((size_t)1 << n, sizeof *all);
    assert_non_null(all);
    assert_int_equal(kt_circuit_open(&circuit, &f->network, NULL, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&c, &circuit, NULL, NULL), KT_OK);
    exact x = {0};
    for (uint32_t set = 0; set < 1u << n; set++) {
        double p = 1.0;
        for (uint32_t i = 0; i < n; i++)
            p *= (set >> i & 1) ? m->hazards.row[i].probability
                                : 1.0 - m->hazards.row[i].probability;
        all[set] = (outcome){loss_of_set(&c, m, set, target), p};
        x.expected += p * all[set].loss;
        x.all_lost += all[set].loss >= 1.0 - 1e-9 ? p : 0.0;
    }
    qsort(all, (size_t)1 << n, sizeof *all, worst_first);
    double left = kt_montecarlo_tail;
    for (uint32_t i = 0; i < 1u << n && left > 0.0; i++) {
        double p = all[i].probability < left ? all[i].probability : left;
        x.tail += p * all[i].loss / kt_montecarlo_tail;
        left -= p;
    }
    kt_capacity_close(&c);
    kt_circuit_close(&circuit);
    free(all);
    return x;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

enum { SEEDS = 24 };

// Mean of the estimates over the seeds, in standard errors away from the truth.
static double off_by(fixture *f, kt_sampling sampling, double truth, double add, unsigned *covered)
{
    double sum = 0.0;
    double variance = 0.0;
    *covered = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        kt_montecarlo m =
            run(f, (kt_montecarlo_options){.runs = 3000, .seed = seed, .sampling = sampling});
        kt_interval e = m.year.expected;
        double error = (e.high - e.value) / 1.96;
        sum += e.value + add;
        variance += error * error;
        *covered += e.low <= truth && truth <= e.high;
    }
    return (sum / SEEDS - truth) / (sqrt(variance) / SEEDS);
}

static void every_sampling_expects_the_exact_loss(void **state)
{
    (void)state;
    fixture f;
    unsigned covered;
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo m = run(&f, (kt_montecarlo_options){.runs = 10});
    exact x = enumerate(&f, &m);
    for (int sampling = 0; sampling <= KT_SAMPLING_IMPORTANCE; sampling++) {
        assert_true(fabs(off_by(&f, (kt_sampling)sampling, x.expected, 0.0, &covered)) < 3.5);
        assert_true(covered >= SEEDS - 6); // about one in twenty misses
    }
    // the seeded defect: an estimate that is one in fifty too high is noticed
    assert_true(fabs(off_by(&f, KT_SAMPLING_STRATIFIED, x.expected, x.expected / 50.0, &covered)) >
                3.5);
    close_small(&f);
}

// Of a scenario: what is left in all years there can be, the scenario happening in each.
typedef struct exact_range {
    double mean;
    outcome all[1 << 15]; // left in `loss`, most first
    uint32_t n;
} exact_range;

static void enumerate_scenario(exact_range *out, const fixture *f, const kt_montecarlo *m,
                               uint32_t s)
{
    kt_circuit circuit;
    kt_capacity c;
    uint32_t target = kt_network_find(&f->network, "ship");
    assert_int_equal(kt_circuit_open(&circuit, &f->network, NULL, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&c, &circuit, NULL, NULL), KT_OK);
    *out = (exact_range){.n = 1u << m->hazards.n};
    for (uint32_t set = 0; set < out->n; set++) {
        double p = 1.0;
        bool has = false; // the scenario is one of the hazards: then its own sets count once
        for (uint32_t i = 0; i < m->hazards.n; i++) {
            const kt_hazard *h = &m->hazards.row[i];
            bool own = h->is_scenario && h->first == s;
            has |= own && (set >> i & 1);
            p *= own ? 1.0 : (set >> i & 1) ? h->probability : 1.0 - h->probability;
            if (own && !(set >> i & 1))
                p = 0.0;
        }
        bool rated = m->scenarios.row[s].probability > 0.0;
        if (!has && !rated)
            kt_scenario_apply(&c, &m->scenarios, s, m->scenarios.row[s].worst_day, 0);
        out->all[set] = (outcome){1.0 - loss_of_set(&c, m, set, target), p};
        out->mean += p * out->all[set].loss;
    }
    qsort(out->all, out->n, sizeof *out->all, worst_first);
    kt_capacity_close(&c);
    kt_circuit_close(&circuit);
}

// Probability that at most `left` is left.
static double at_most(const exact_range *x, double left)
{
    double p = 0.0;
    for (uint32_t i = 0; i < x->n; i++)
        p += x->all[i].loss <= left + 1e-12 ? x->all[i].probability : 0.0;
    return p;
}

// Mean over the seeds in standard errors, which the estimates themselves show, from the truth.
static double scenario_off_by(fixture *f, kt_sampling sampling, const exact_range *x, uint32_t s,
                              double add)
{
    double sum = 0.0;
    double squares = 0.0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        kt_montecarlo m =
            run(f, (kt_montecarlo_options){.runs = 2000, .seed = seed, .sampling = sampling});
        double mean = m.result[s].range.mean + add;
        sum += mean;
        squares += mean * mean;
        // a quantile is where the distribution passes the share, up to the noise of the sample
        assert_true(at_most(x, m.result[s].range.p05) > 0.05 - 0.03);
        assert_true(at_most(x, m.result[s].range.p05 - 1e-9) < 0.05 + 0.03);
        assert_true(at_most(x, m.result[s].range.p50) > 0.5 - 0.06);
        assert_true(at_most(x, m.result[s].range.p50 - 1e-9) < 0.5 + 0.06);
        assert_true(at_most(x, m.result[s].range.p95) > 0.95 - 0.03);
        assert_true(at_most(x, m.result[s].range.p95 - 1e-9) < 0.95 + 0.03);
    }
    double mean = sum / SEEDS;
    double error = sqrt((squares / SEEDS - mean * mean) / (SEEDS - 1));
    return (mean - x->mean) / error;
}

static void every_sampling_expects_what_scenarios_leave(void **state)
{
    (void)state;
    static exact_range x;
    fixture f;
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo m = run(&f, (kt_montecarlo_options){.runs = 10});
    assert_int_equal(m.n_results, 2);
    for (uint32_t s = 0; s < m.n_results; s++) {
        enumerate_scenario(&x, &f, &m, s);
        for (int sampling = 0; sampling <= KT_SAMPLING_IMPORTANCE; sampling++)
            assert_true(fabs(scenario_off_by(&f, (kt_sampling)sampling, &x, s, 0.0)) < 3.5);
        // the seeded defect: one in fifty too much is noticed
        assert_true(fabs(scenario_off_by(&f, KT_SAMPLING_STRATIFIED, &x, s, x.mean / 50.0)) > 3.5);
    }
    close_small(&f);
}

// Each year of a sample that is not weighed is a whole number of years of a sorted list.
static void quantiles_are_those_of_the_sorted_sample(void **state)
{
    (void)state;
    enum { N = 997 };
    double value[N];
    double mass[N];
    double sorted[2 * N];
    uint64_t seed = 1;
    for (int k = 0; k < N; k++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        value[k] = k % 3 == 0 ? 0.25 : (double)(seed >> 40) / 0x1p24;
        mass[k] = k % 5 == 0 ? 2.0 : 1.0; // a run that stands for two years
    }
    for (int weighed = 0; weighed < 2; weighed++) {
        uint64_t n = 0;
        for (int k = 0; k < N; k++) {
            sorted[n++] = value[k];
            if (weighed == 1 && mass[k] == 2.0)
                sorted[n++] = value[k];
        }
        qsort(sorted, n, sizeof *sorted, ascending);
        kt_sample s = {.value = value, .n = N, .sampled = 1.0};
        s.mass = weighed == 1 ? mass : NULL;
        kt_range r = kt_estimate_range(&s);
        assert_true(r.p05 == sorted[(uint64_t)ceil(0.05 * (double)n) - 1]);
        assert_true(r.p50 == sorted[(uint64_t)ceil(0.5 * (double)n) - 1]);
        assert_true(r.p95 == sorted[(uint64_t)ceil(0.95 * (double)n) - 1]);
        assert_true(r.p50 != sorted[(uint64_t)ceil(0.5 * (double)n)]); // one further is another
    }
    // half of all years are quiet and leave 0.9
    kt_sample s = {.value = value, .n = N, .sampled = 0.5, .quiet = 0.9};
    kt_range r = kt_estimate_range(&s);
    assert_true(r.p95 >= 0.9 && r.p50 <= 0.9 && r.p50 > 0.8);
    s.sampled = 0.0;
    r = kt_estimate_range(&s);
    assert_true(r.mean == 0.9 && r.p05 == 0.9 && r.p95 == 0.9);
}

// Three runs of which all or none are worst say little: the interval must say so, and stay a share.
static void an_interval_without_spread_is_not_a_point(void **state)
{
    (void)state;
    double value[] = {1.0, 1.0, 1.0};
    kt_sample s = {.value = value, .n = 3, .sampled = 0.5};
    kt_interval all = kt_estimate_exceeds(&s, 1.0);
    assert_true(all.value == 0.5 && all.low == 0.0 && all.high == 1.0);
    for (int k = 0; k < 3; k++)
        value[k] = 0.2;
    kt_interval none = kt_estimate_exceeds(&s, 1.0);
    assert_true(none.value == 0.0 && none.low == 0.0 && none.high == 0.5);
    value[0] = 1.0;
    kt_interval mean = kt_estimate_mean(&(kt_sample){.value = value, .n = 3, .sampled = 1.0});
    assert_true(mean.low >= 0.0 && mean.high <= 1.0);
}

static void the_tail_and_the_worst_are_those_of_all_years(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, SUPPLY, SCENARIOS);
    for (int sampling = 0; sampling <= KT_SAMPLING_IMPORTANCE; sampling++) {
        kt_montecarlo m = run(&f, (kt_montecarlo_options){
                                      .runs = 60000, .seed = 5, .sampling = (kt_sampling)sampling});
        exact x = enumerate(&f, &m);
        assert_true(fabs(m.year.tail.value - x.tail) < 0.01);
        assert_true(fabs(m.year.all_lost.value - x.all_lost) < 0.005);
        assert_true(m.year.tail.low <= m.year.tail.value && m.year.tail.value <= m.year.tail.high);
        assert_true(m.year.n_steps == KT_MONTECARLO_STEPS);
    }
    close_small(&f);
}

// Years are made rare by using orders that the reference does not rate: only firms fail.
static void rare_events_need_few_runs(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, RARE,
               "id,name_en,name_nl,probability_per_year\nstorm,S,S,0.00001\nstrike,S,S,\n");
    double width[3];
    for (int sampling = 0; sampling <= KT_SAMPLING_IMPORTANCE; sampling++) {
        kt_montecarlo m = run(&f, (kt_montecarlo_options){
                                      .runs = 4000, .seed = 2, .sampling = (kt_sampling)sampling});
        width[sampling] = m.year.expected.high - m.year.expected.low;
    }
    assert_true(width[KT_SAMPLING_STRATIFIED] < 0.5 * width[KT_SAMPLING_PLAIN]);
    close_small(&f);
}

static void figures_do_not_depend_on_threads(void **state)
{
    (void)state;
    fixture f;
    kt_control single = {.threads = 1};
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo one = run(
        &f, (kt_montecarlo_options){.runs = 5000, .seed = 9, .control = &single, .spread = 0.3});
    for (unsigned threads = 2; threads <= 5; threads++) {
        kt_control control = {.threads = threads};
        kt_montecarlo many = run(
            &f,
            (kt_montecarlo_options){.runs = 5000, .seed = 9, .control = &control, .spread = 0.3});
        assert_memory_equal(&one.year, &many.year, sizeof one.year);
        for (uint32_t s = 0; s < one.n_results; s++) {
            assert_memory_equal(&one.result[s].range, &many.result[s].range,
                                sizeof one.result[s].range);
            assert_true(one.result[s].residual == many.result[s].residual);
            assert_true(one.result[s].residual_lower == many.result[s].residual_lower);
        }
    }
    kt_montecarlo other = run(
        &f, (kt_montecarlo_options){.runs = 5000, .seed = 10, .control = &single, .spread = 0.3});
    assert_true(other.year.expected.value != one.year.expected.value);
    close_small(&f);
}

static void a_scenario_is_judged_on_its_worst_day(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo m = run(&f, (kt_montecarlo_options){.scenario = "storm"});
    assert_int_equal(m.n_results, 1);
    assert_false(m.has_year);
    assert_true(m.result[0].scenario->worst_day == 30.0);
    assert_true(fabs(m.result[0].residual - 0.4) < 1e-12); // the French radar is gone
    assert_true(isnan(m.result[0].range.mean));
    m = run(&f, (kt_montecarlo_options){.scenario = "strike"});
    assert_true(fabs(m.result[0].residual - 0.5) < 1e-12); // one of two inputs of unknown value
    close_small(&f);
}

static void a_country_takes_all_its_sites(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo m = run(&f, (kt_montecarlo_options){.runs = 10});
    bool seen = false;
    for (uint32_t i = 0; i < m.hazards.n; i++) {
        const kt_hazard *h = &m.hazards.row[i];
        if (strcmp(h->id, "DEU") == 0) {
            seen = true;
            assert_int_equal(h->n, 2); // the second radar and the first engine site
        }
    }
    assert_true(seen);
    assert_int_equal(m.hazards.n_without, 1); // the strike
    close_small(&f);
}

static const kt_hazard *hazard_of(const kt_montecarlo *m, const char *type, const char *id)
{
    for (uint32_t i = 0; i < m->hazards.n; i++) {
        if (strcmp(m->hazards.row[i].id, id) == 0 && strcmp(m->hazards.row[i].type, type) == 0)
            return &m->hazards.row[i];
    }
    return NULL;
}

// One rate on record is one accident: not of the site and of its organisation as well.
static void a_rate_counts_once(void **state)
{
    (void)state;
    fixture f;
    open_small(&f,
               "item,supplier,share,failure_per_year,evidence\nship,yard,1,0.05,C\n"
               "radar,eye,0.6,0.2,B\nradar,ear,0.4,0.1,\n"
               "engine,motor-a,0.7,0.3,D\nengine,motor-b,0.3,0.02,A\n",
               SCENARIOS);
    kt_montecarlo m = run(&f, (kt_montecarlo_options){.runs = 10});
    assert_null(hazard_of(&m, "organisation", "motor"));
    assert_true(fabs(hazard_of(&m, "site", "motor-a")->probability + expm1(-0.3)) < 1e-15);
    assert_true(fabs(hazard_of(&m, "organisation", "eye")->probability + expm1(-0.2)) < 1e-15);
    // ear (empty is D), motor-a, the storm, and the countries NLD, FRA, DEU and POL
    assert_int_equal(m.hazards.n_assumed, 7);
    close_small(&f);
    // where a row names the organisation itself, it has a rate of its own
    open_small(&f,
               "item,supplier,share,failure_per_year\nship,yard,1,\nradar,motor,1,0.4\n"
               "engine,motor-a,0.7,0.3\nengine,motor-b,0.3,0.02\n",
               SCENARIOS);
    m = run(&f, (kt_montecarlo_options){.runs = 10});
    assert_true(fabs(hazard_of(&m, "organisation", "motor")->probability + expm1(-0.4)) < 1e-15);
    assert_int_equal(hazard_of(&m, "organisation", "motor")->n, 3); // all its sites with it
    close_small(&f);
}

static void uncertain_shares_keep_the_quiet_year_quiet(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, SUPPLY, SCENARIOS);
    kt_montecarlo sure = run(&f, (kt_montecarlo_options){.runs = 20000, .seed = 4});
    kt_montecarlo unsure =
        run(&f, (kt_montecarlo_options){.runs = 20000, .seed = 4, .spread = 0.5});
    assert_true(fabs(sure.year.expected.value - unsure.year.expected.value) < 0.02);
    assert_true(unsure.result[0].range.p95 >= sure.result[0].range.p95);
    for (uint32_t s = 0; s < sure.n_results; s++) // alone: with the shares as they are
        assert_true(unsure.result[s].residual == sure.result[s].residual);
    assert_true(unsure.year.expected.value != sure.year.expected.value);
    close_small(&f);
}

static kt_year year_of_frigate(const kt_network *net, double reach, const char *hostile,
                               kt_sampling sampling)
{
    kt_buyer_options buyer = kt_buyer_default;
    kt_montecarlo out;
    kt_arena arena = {0};
    kt_error error = {0};
    buyer.reach = reach;
    buyer.hostile = hostile;
    const kt_montecarlo_options options = {
        .runs = 3000, .seed = 5, .sampling = sampling, .buyer = &buyer};
    if (kt_montecarlo_run(&out, net, NULL, &options, &arena, &error) != KT_OK)
        fail_msg("%s", error.message);
    kt_year year = out.year;
    kt_arena_free(&arena);
    return year;
}

// In drawn years of the frigate: who is served first loses what all do where he reaches nothing,
// and less the more he does.
static void who_is_served_first_loses_less_in_drawn_years(void **state)
{
    (void)state;
    const kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    kt_case *frigate = NULL;
    kt_network net;
    assert_int_equal(kt_open_case(&frigate, KETEN_SOURCE_DIR "/data/cases/lcf", &options, NULL),
                     KT_OK);
    assert_int_equal(kt_network_build(&net, frigate, &kt_figures_study, NULL, NULL), KT_OK);
    for (int sampling = 0; sampling < 3; sampling++) {
        double last = 2.0;
        const double reaches[] = {0.0, 1e-6, 1e-4, 0.01, 1.0};
        for (size_t i = 0; i < 5; i++) {
            kt_year year = year_of_frigate(&net, reaches[i], "none", (kt_sampling)sampling);
            if (i == 0) {
                assert_true(fabs(year.expected_first.value - year.expected.value) < 1e-9);
                assert_true(fabs(year.tail_first.value - year.tail.value) < 1e-9);
                assert_true(fabs(year.all_lost_first.value - year.all_lost.value) < 1e-9);
            }
            assert_true(year.expected_first.value <= year.expected.value + 1e-12);
            assert_true(year.expected_first.value <= last + 1e-12);
            last = year.expected_first.value;
        }
        kt_year all = year_of_frigate(&net, 0.01, NULL, (kt_sampling)sampling);
        kt_year none = year_of_frigate(&net, 0.01, "none", (kt_sampling)sampling);
        assert_true(last < 0.9 * none.expected.value);
        assert_true(all.expected_first.value > none.expected_first.value); // some do not sell
        assert_true(all.expected.value == none.expected.value);
    }
    kt_network_free(&net);
    kt_case_free(frigate);
}

static void names_what_it_does_not_know(void **state)
{
    (void)state;
    fixture f;
    kt_montecarlo out;
    kt_error error = {0};
    open_small(&f, SUPPLY, SCENARIOS);
    assert_int_equal(kt_montecarlo_run(&out, &f.network, "ship",
                                       &(kt_montecarlo_options){.scenario = "strom"}, &f.arena,
                                       &error),
                     KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "did you mean \"storm\""));
    assert_int_equal(
        kt_montecarlo_run(&out, &f.network, "shop", &(kt_montecarlo_options){0}, &f.arena, &error),
        KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "did you mean \"ship\""));
    close_small(&f);
}

static void refuses_a_probability_above_one(void **state)
{
    (void)state;
    fixture f;
    open_small(&f, SUPPLY,
               "id,name_en,name_nl,probability_per_year\nstorm,S,S,1.5\nstrike,S,S,-0.1\n");
    assert_non_null(f.the_case);
    assert_int_equal(f.the_case->faults.n_errors, 2);
    assert_string_equal(f.the_case->places[0].message, "probability_per_year 1.5 is above 1");
    assert_string_equal(f.the_case->places[1].message, "probability_per_year -0.1 is below 0");
    assert_int_equal(f.the_case->places[0].line, 2);
    close_small(&f);
}

static void ends_when_stopped(void **state)
{
    (void)state;
    fixture f;
    kt_montecarlo out;
    kt_error error = {0};
    kt_flag stop = {1};
    kt_control control = {.stop = &stop};
    open_small(&f, SUPPLY, SCENARIOS);
    assert_int_equal(kt_montecarlo_run(&out, &f.network, "ship",
                                       &(kt_montecarlo_options){.runs = 1000, .control = &control},
                                       &f.arena, &error),
                     KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "stopped"));
    close_small(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sampling_expects_the_exact_loss),
        cmocka_unit_test(every_sampling_expects_what_scenarios_leave),
        cmocka_unit_test(quantiles_are_those_of_the_sorted_sample),
        cmocka_unit_test(an_interval_without_spread_is_not_a_point),
        cmocka_unit_test(the_tail_and_the_worst_are_those_of_all_years),
        cmocka_unit_test(rare_events_need_few_runs),
        cmocka_unit_test(figures_do_not_depend_on_threads),
        cmocka_unit_test(a_scenario_is_judged_on_its_worst_day),
        cmocka_unit_test(a_country_takes_all_its_sites),
        cmocka_unit_test(a_rate_counts_once),
        cmocka_unit_test(uncertain_shares_keep_the_quiet_year_quiet),
        cmocka_unit_test(who_is_served_first_loses_less_in_drawn_years),
        cmocka_unit_test(names_what_it_does_not_know),
        cmocka_unit_test(refuses_a_probability_above_one),
        cmocka_unit_test(ends_when_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
