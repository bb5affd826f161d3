// SPDX-License-Identifier: EUPL-1.2
// Dated measures: which list an id means, what of them the hash covers, and what they take over a
// year, summed by hand.
#include "setting.h"

#include "folder.h"

#include "analysis/years/montecarlo.h"
#include "model/measure.h"
#include "model/network_build.h"

static const char DRAWN[] = KETEN_SOURCE_DIR "/tests/cases/drawn";
static const char SMALL[] = KETEN_SOURCE_DIR "/tests/cases/data";
static const char FAULTY[] = KETEN_SOURCE_DIR "/tests/cases/data-faulty";

static kt_case *open_drawn(const char *data_dir)
{
    const kt_open_options options = {.data_dir = data_dir};
    kt_error error = {0};
    kt_case *c = NULL;
    (void)kt_open_case(&c, DRAWN, &options, &error);
    assert_non_null(c);
    return c;
}

static void an_id_means_the_scenario_of_the_case_first(void **state)
{
    static const struct {
        const char *asked;
        bool known, dated;
    } ASKED[] = {
        {NULL, true, false},           // the case has its own
        {"duty", true, false},         // of the case alone
        {"gallium-2023", true, true},  // dated alone
        {"gallium-ban", true, false},  // both
        {"dated", true, true},         // all dated ones
        {"galium-2023", false, false}, // neither
        {"what-if", false, false},
    };
    kt_case *c = open_drawn(SMALL);
    (void)state;
    assert_int_equal(c->faults.n_errors, 0);
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        bool known;
        assert_int_equal(kt_scenario_is_dated(&known, c, ASKED[i].asked), ASKED[i].dated);
        assert_int_equal(known, ASKED[i].known);
    }
    kt_case_free(c);
}

static void a_folder_without_dated_measures_is_whole(void **state)
{
    folder f = folder_make();
    bool known;
    kt_error error = {0};
    kt_case *c = NULL;
    (void)state;
    char link[600];
    folder_file(link, &f, "reference");
    assert_int_equal(symlink(KETEN_SOURCE_DIR "/tests/cases/data/reference", link), 0);
    const kt_open_options options = {.data_dir = f.path};
    assert_int_equal(kt_open_case(&c, DRAWN, &options, &error), KT_OK);
    assert_false(kt_scenario_is_dated(&known, c, "dated"));
    assert_false(known);
    assert_string_equal(c->sha256, c->sha256_dated);
    kt_case *with = open_drawn(SMALL);
    assert_string_equal(with->sha256, c->sha256); // the case is the same, whatever lies beside
    assert_string_not_equal(with->sha256_dated, c->sha256);
    kt_case_free(with);
    kt_case_free(c);
    unlink(link);
    folder_remove(&f);
}

static void faults_of_dated_measures_are_those_of_every_case(void **state)
{
    kt_case *c = open_drawn(FAULTY);
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < c->faults.n; i++)
        n += c->faults.note[i].package == KT_PACKAGE_DATED;
    assert_int_equal(n, 14);
    kt_case_free(c);
}

static void find_year(kt_scenario_year *out, kt_scenarios *scenarios, const kt_network *network,
                      const char *id, kt_arena *arena)
{
    const kt_scenario_choice choice = {.dated = true};
    kt_error error = {0};
    assert_int_equal(kt_scenario_list(scenarios, network, &choice, NULL, arena, &error), KT_OK);
    uint32_t s = kt_scenario_find(scenarios, id);
    assert_int_not_equal(s, KT_NO_ROW);
    assert_true(kt_scenario_year_find(out, scenarios, s, arena));
}

// Two months of nothing and a rate of 0.6 behind them; a measure that lasts; one of two years; one
// that hits nothing of this case.
static void a_year_is_the_mean_of_its_days(void **state)
{
    static const struct {
        const char *id;
        size_t n;
        double left;
    } YEARS[] = {{"gallium-2023", 1, 0.6 * (365.0 - 61.0) / 365.0},
                 {"gallium-ban", 1, 0.0},
                 {"tungsten-2025", 1, 0.8},
                 {"chips-2025", 0, 1.0}};
    kt_case *c = open_drawn(SMALL);
    kt_network network;
    kt_error error = {0};
    (void)state;
    assert_int_equal(kt_network_build(&network, c, &kt_figures_study, NULL, &error), KT_OK);
    for (size_t i = 0; i < sizeof YEARS / sizeof YEARS[0]; i++) {
        kt_arena arena = {0};
        kt_scenarios scenarios;
        kt_scenario_year year;
        find_year(&year, &scenarios, &network, YEARS[i].id, &arena);
        assert_int_equal(year.n, YEARS[i].n);
        if (year.n > 0)
            assert_near(year.change[0].value, YEARS[i].left);
        kt_arena_free(&arena);
    }
    kt_network_free(&network);
    kt_case_free(c);
}

static const file_text METAL[] = {
    {"items", "id,kind,name_en,material\nship,platform,Ship,\nmetal,material,Metal,gallium\n"},
    {"bom", "parent,child,quantity\nship,metal,2\n"},
    {"organisations", "id,name,country\nyard,Yard,NLD\n"},
    {"sites", "id,organisation,country\nyard-a,yard,NLD\n"},
    {"supply", "item,supplier\nship,yard-a\n"},
    {0}};

static const kt_scenario_market *market_of(const kt_montecarlo *run, const char *id)
{
    for (uint32_t s = 0; s < run->n_results; s++) {
        if (strcmp(run->result[s].scenario->id, id) == 0)
            return run->result[s].markets.n == 1 ? run->result[s].markets.row : NULL;
    }
    return NULL;
}

// Of gallium China has 0.9 and Germany 0.05; of the rest nobody knows. A case without scenarios
// runs the dated ones. What lets nothing through for a year is denied by who has hold of it; what
// lets a part through is not, and nothing is known of the world's output.
static void a_market_tells_what_is_taken_and_why_it_hurts(void **state)
{
    kt_case *c = case_with_faults(METAL);
    kt_network network;
    kt_montecarlo run;
    kt_arena arena = {0};
    kt_error error = {0};
    const kt_montecarlo_options options = {.runs = 1};
    (void)state;
    assert_int_equal(kt_network_build(&network, c, &kt_figures_study, NULL, &error), KT_OK);
    assert_int_equal(kt_montecarlo_run(&run, &network, NULL, &options, &arena, &error), KT_OK);
    assert_true(run.scenarios.dated);
    const kt_scenario_market *licence = market_of(&run, "gallium-2023");
    assert_non_null(licence);
    assert_near(licence->taken, 0.9 * (1.0 - 0.6 * (365.0 - 61.0) / 365.0));
    assert_near(licence->worst_taken, 0.9);
    assert_int_equal(licence->mechanism, KT_MECHANISM_UNKNOWN);
    const kt_scenario_market *ban = market_of(&run, "gallium-ban");
    assert_non_null(ban);
    assert_near(ban->taken, 0.9);
    assert_int_equal(ban->facts.n_outside, 1);
    assert_int_equal(ban->mechanism, KT_MECHANISM_DENIED);
    assert_null(market_of(&run, "tungsten-2025")); // not in the ship
    kt_arena_free(&arena);
    kt_network_free(&network);
    kt_case_free(c);
}

// One list of words: what an event may be is the start of what a restriction may be, and each has
// the traits that it needs.
static void events_and_restrictions_share_their_words(void **state)
{
    (void)state;
    for (int k = 0; kt_schema_event_kinds[k] != NULL; k++) {
        const kt_measure *measure = kt_measure_of_event(k + 1);
        assert_non_null(measure);
        assert_string_equal(measure->word, kt_schema_event_kinds[k]);
        assert_ptr_equal(measure, kt_measure_of_word(kt_schema_event_kinds[k]));
        bool part = (measure->traits & KT_MEASURE_PART) != 0;
        assert_true(!part || (measure->traits & KT_MEASURE_TAKES) != 0);
    }
    assert_null(kt_measure_of_event(0));
    assert_null(kt_measure_of_word("reporting")); // passed over
    const unsigned both = KT_MEASURE_BINDS | KT_MEASURE_REFUSES;
    assert_int_equal(kt_measure_of_word("licence")->traits & both, both);
    assert_int_equal(kt_measure_of_word("tax")->traits & both, KT_MEASURE_BINDS);
    assert_int_equal(kt_measure_of_word("entity_listing")->traits & both, KT_MEASURE_REFUSES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_means_the_scenario_of_the_case_first),
        cmocka_unit_test(a_folder_without_dated_measures_is_whole),
        cmocka_unit_test(faults_of_dated_measures_are_those_of_every_case),
        cmocka_unit_test(a_year_is_the_mean_of_its_days),
        cmocka_unit_test(a_market_tells_what_is_taken_and_why_it_hurts),
        cmocka_unit_test(events_and_restrictions_share_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
