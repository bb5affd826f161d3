// SPDX-License-Identifier: EUPL-1.2
// Events that are named without a table: what an id means, and what is supposed as a scenario.
#include "setting.h"

#include "analysis/years/scenario.h"
#include "model/network_build.h"

static const file_text CASE[] = {
    {"items", "id,kind,name_en,material\nship,platform,Ship,\nmetal,material,Metal,gallium\n"
              "zinc,material,Zinc,\nboth,component,Both,\nCHN,component,Named as a country,\n"},
    {"bom", "parent,child,quantity\nship,metal,1\nship,zinc,1\nship,both,1\n"},
    {"organisations", "id,name,country\nyard,Yard,NLD\ntungsten,Tungsten Ltd,DEU\nboth,Both,DEU\n"},
    {"sites", "id,organisation,country\nyard-a,yard,NLD\n"},
    {"supply", "item,supplier\nship,yard-a\nboth,both\n"},
    {"scenarios", "id,name_en,name_nl,probability_per_year\nzebra,Z,,\nalpha,A,,\n"},
    {"scenario_events", "scenario,event_type,target,kind,magnitude,start_day,duration_days\n"
                        "alpha,country,CHN,ban,,,\nzebra,flow,CHN/gallium/processing,quota,,,\n"},
    {0}};

static const kt_fault PLACE = {.file = "--event", .see_record = KT_NO_RECORD};

static void an_id_means_what_the_case_has(void **state)
{
    static const struct {
        const char *name, *target;
        int type;
    } NAMES[] = {
        {"CHN", "CHN", KT_EVENT_COUNTRY}, // and an item, which has to be said
        {"item:CHN", "CHN", KT_EVENT_ITEM},
        {"yard", "yard", KT_EVENT_ORGANISATION},
        {"yard-a", "yard-a", KT_EVENT_SITE},
        {"gallium", "gallium", KT_EVENT_MATERIAL},
        {"zinc", "zinc", KT_EVENT_MATERIAL}, // of the case alone
        {"metal", "metal", KT_EVENT_ITEM},
        {"ship", "ship", KT_EVENT_ITEM},
        {"both", "both", KT_EVENT_ORGANISATION},
        {"item:both", "both", KT_EVENT_ITEM},
        {"CHN/gallium/processing", "CHN/gallium/processing", KT_EVENT_FLOW},
        {"flow:CHN/gallium/processing", "CHN/gallium/processing", KT_EVENT_FLOW},
        {"site:nowhere", "nowhere", KT_EVENT_SITE}, // the rules refuse it
    };
    kt_case *c = case_with_faults(CASE);
    kt_fault_list faults = {0};
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        kt_scenario_event event = {0};
        assert_true(kt_scenario_event_name(&event, c, NAMES[i].name, &faults, PLACE));
        assert_int_equal(event.type, NAMES[i].type);
        assert_string_equal(event.target, NAMES[i].target);
    }
    assert_int_equal(faults.n, 0);
    kt_case_free(c);
}

static void an_id_that_is_nothing_or_two_things_is_refused(void **state)
{
    static const char *const NAMES[][2] = {
        {"tungsten",
         "target \"tungsten\" is known as organisation and as material: say which, as in "
         "organisation:tungsten"},
        {"xyz", "target \"xyz\" is not a known country, site, organisation, material or item"},
        {"yard-b",
         "target \"yard-b\" is not a known country, site, organisation, material or item: "
         "did you mean \"yard-a\"?"},
        {"galliun", "target \"galliun\" is not a known country, site, organisation, material or "
                    "item: did you mean \"gallium\"?"},
        {"", "target \"\" is not a known country, site, organisation, material or item"},
        {"country:", "target \"country:\" is not a known country, site, organisation, material or "
                     "item"},
        {"land:CHN", "target \"land:CHN\" is not a known country, site, organisation, material or "
                     "item"},
    };
    kt_case *c = case_with_faults(CASE);
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        kt_scenario_event event = {0};
        kt_fault_list faults = {0};
        assert_false(kt_scenario_event_name(&event, c, NAMES[i][0], &faults, PLACE));
        assert_int_equal(faults.n, 1);
        assert_string_equal(faults.note[0].message, NAMES[i][1]);
        kt_notes_free(&faults);
    }
    kt_case_free(c);
}

static void what_is_supposed_is_one_more_scenario(void **state)
{
    const kt_scenario_event events[] = {
        {KT_EVENT_ITEM, KT_EVENT_QUOTA, "both", (double)NAN, (double)NAN, (double)NAN, (double)NAN},
        {KT_EVENT_COUNTRY, KT_EVENT_FAILURE, "NLD", 0.25, 3.0, 4.0, (double)NAN}};
    kt_case *c = case_with_faults(CASE);
    kt_network network;
    kt_scenarios scenarios;
    kt_arena arena = {0};
    kt_error error = {0};
    (void)state;
    assert_int_equal(c->faults.n_errors, 0);
    assert_int_equal(kt_network_build(&network, c, &kt_figures_study, NULL, &error), KT_OK);
    const kt_scenario_choice choice = {.supposed = {events, 2}};
    assert_int_equal(kt_scenario_list(&scenarios, &network, &choice, NULL, &arena, &error), KT_OK);
    assert_int_equal(scenarios.n, 3); // by id
    assert_string_equal(scenarios.row[0].id, "alpha");
    assert_string_equal(scenarios.row[1].id, "what-if");
    assert_string_equal(scenarios.row[2].id, "zebra");
    const kt_scenario *scenario = kt_scenario_of_supposed(&scenarios);
    assert_ptr_equal(scenario, &scenarios.row[1]);
    assert_int_equal(scenario->n, 1);
    assert_int_equal(scenario->n_unsized, 1);
    assert_true(isnan(scenario->probability));
    const kt_effect *effect = &scenarios.effect[scenario->first];
    assert_near(effect->left, 0.75);
    assert_near(effect->start, 3.0);
    assert_near(effect->end, 7.0);
    assert_int_equal(effect->n, 1); // the yard
    uint64_t at = 0;
    uint64_t at_effect = 0;
    kt_supposed_event row;
    assert_true(kt_scenario_next_supposed(&row, &scenarios, &at, &at_effect));
    assert_null(row.effect);
    assert_true(kt_scenario_next_supposed(&row, &scenarios, &at, &at_effect));
    assert_ptr_equal(row.effect, effect);
    assert_false(kt_scenario_next_supposed(&row, &scenarios, &at, &at_effect));
    kt_arena_free(&arena);
    kt_network_free(&network);
    kt_case_free(c);
}

static void a_scenario_with_its_id_is_in_its_way(void **state)
{
    static const file_text OTHER[] = {
        {"items", "id,kind,name_en\nship,platform,Ship\n"},
        {"scenarios", "id,name_en,name_nl,probability_per_year\nwhat-if,W,,\n"},
        {0}};
    const kt_scenario_event event = {KT_EVENT_ITEM, KT_EVENT_BAN, "ship",     1.0,
                                     0.0,           1.0,          (double)NAN};
    const kt_scenario_choice choice = {.supposed = {&event, 1}};
    kt_case *c = case_with_faults(OTHER);
    kt_network network;
    kt_scenarios scenarios;
    kt_arena arena = {0};
    kt_error error = {0};
    (void)state;
    assert_int_equal(kt_network_build(&network, c, &kt_figures_study, NULL, &error), KT_OK);
    assert_int_equal(kt_scenario_list(&scenarios, &network, NULL, NULL, &arena, &error), KT_OK);
    assert_int_equal(scenarios.n, 1);
    assert_null(kt_scenario_of_supposed(&scenarios));
    assert_int_equal(kt_scenario_list(&scenarios, &network, &choice, NULL, &arena, &error),
                     KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "what-if"));
    kt_arena_free(&arena);
    kt_network_free(&network);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_means_what_the_case_has),
        cmocka_unit_test(an_id_that_is_nothing_or_two_things_is_refused),
        cmocka_unit_test(what_is_supposed_is_one_more_scenario),
        cmocka_unit_test(a_scenario_with_its_id_is_in_its_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
