// SPDX-License-Identifier: EUPL-1.2
// What a target takes in a year, by hand; and that a row of its own changes nothing where it says
// what the items above take anyway.
#include "model/network_build.h"
#include "setting.h"

#include "analysis/chain/study.h"
#include "analysis/chain/yearly_use.h"

#define ITEMS                                                                                      \
    "id,kind,name_en,unit\nship,platform,S,\ngun,system,G,\nround,component,R,\nbarrel,component," \
    "B,"                                                                                           \
    "\nsteel,material,St,kg\n"
#define BOM                                                                                        \
    "parent,child,quantity,yield\nship,gun,2,\ngun,barrel,1,\ngun,round,100,\nround,steel,0.5,\n"  \
    "barrel,steel,40,0.5\nship,steel,1000,\n"

static const file_text PLAIN[] = {{"items", ITEMS}, {"bom", BOM}, {NULL, NULL}};
static const file_text IN_SERVICE[] = {
    {"items", ITEMS},
    {"bom", BOM},
    {"sustainment", "item,installed,use_per_year,repair_days,spares\nship,4,,,\nround,800,,,"
                    "\nround,800,200,,\nbarrel,8,,,\n"},
    {"demand", "item,year,quantity\nship,2030,0.5\nship,2030,0.5\nship,2031,2\nround,2030,50\n"},
    {NULL, NULL}};

typedef struct setting {
    kt_case *the_case;
    kt_network net;
    kt_arena arena;
    kt_study study;
    kt_yearly_use use;
} setting;

static void begin(setting *s, const file_text *files, const char *target)
{
    *s = (setting){.the_case = case_of(files)};
    assert_int_equal(kt_network_build(&s->net, s->the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->net, target, NULL, &s->arena, NULL), KT_OK);
}

static void find(setting *s, kt_need_kind need)
{
    assert_int_equal(kt_yearly_use_find(&s->use, &s->study, need, 20.0, NULL), KT_OK);
}

static double units(const setting *s, const char *id)
{
    return s->use.units[kt_network_find(&s->net, id)];
}

static void end(setting *s)
{
    kt_network_free(&s->net);
    kt_arena_free(&s->arena);
    kt_case_free(s->the_case);
}

static void a_new_ship_takes_all_that_is_in_it(void **state)
{
    (void)state;
    setting s;
    begin(&s, PLAIN, NULL);
    assert_int_equal(kt_yearly_use_default(&s.net, s.study.reach.target), KT_NEED_KIND_NEWBUILD);
    find(&s, KT_NEED_KIND_NEWBUILD);
    assert_near(s.use.targets, 1.0);
    assert_near(units(&s, "gun"), 2.0);
    assert_near(units(&s, "round"), 200.0);
    assert_near(units(&s, "steel"), 1000.0 + 200.0 * 0.5 + 2.0 * 40.0 / 0.5);
    end(&s);
}

static void the_programme_says_how_many_a_year(void **state)
{
    (void)state;
    setting s;
    begin(&s, IN_SERVICE, NULL);
    find(&s, KT_NEED_KIND_NEWBUILD);
    assert_near(s.use.targets, 1.5); // one in the first year, two in the second
    assert_near(units(&s, "round"), 300.0);
    assert_int_equal(s.use.n_by_life, 0);
    end(&s);
}

static void in_service_rows_go_before_what_comes_from_above(void **state)
{
    (void)state;
    setting s;
    begin(&s, IN_SERVICE, NULL);
    assert_int_equal(kt_yearly_use_default(&s.net, s.study.reach.target), KT_NEED_KIND_SUSTAINMENT);
    find(&s, KT_NEED_KIND_SUSTAINMENT);
    assert_near(s.use.targets, 4.0 / 20.0);
    assert_near(units(&s, "gun"), 0.4);
    assert_near(units(&s, "round"), 200.0);       // as its row says, not 40
    assert_near(units(&s, "barrel"), 8.0 / 20.0); // what the guns take anyway
    assert_near(units(&s, "steel"), 200.0 + 100.0 + 0.4 * 80.0);
    assert_int_equal(s.use.n_by_life, 2);
    end(&s);
}

static void a_maker_is_asked_what_he_sells_in_a_year(void **state)
{
    (void)state;
    static const file_text files[] = {{"items", ITEMS},
                                      {"bom", BOM},
                                      {"demand", "item,year,quantity\nround,2030,600\nround,2031,"
                                                 "800\ngun,2030,1\ngun,2032,1\n"},
                                      {NULL, NULL}};
    setting s;
    begin(&s, files, "round");
    assert_int_equal(kt_yearly_use_default(&s.net, s.study.reach.target), KT_NEED_KIND_PRODUCTION);
    find(&s, KT_NEED_KIND_PRODUCTION);
    assert_false(kt_yearly_use_is_of_one(&s.use));
    assert_near(s.use.targets, 700.0);
    assert_near(units(&s, "steel"), 350.0);
    find(&s, KT_NEED_KIND_NEWBUILD); // the same need, told of one
    assert_true(kt_yearly_use_is_of_one(&s.use));
    assert_near(units(&s, "steel"), 350.0);
    end(&s);
    begin(&s, files, "gun"); // one a year is not more than one
    assert_int_equal(kt_yearly_use_default(&s.net, s.study.reach.target), KT_NEED_KIND_NEWBUILD);
    end(&s);
}

static void without_a_row_one_is_in_service(void **state)
{
    (void)state;
    setting s;
    begin(&s, PLAIN, "gun");
    find(&s, KT_NEED_KIND_SUSTAINMENT);
    assert_near(s.use.targets, 0.05);
    assert_near(units(&s, "round"), 5.0);
    assert_near(units(&s, "ship"), 0.0); // not reached
    assert_int_equal(s.use.n_by_life, 1);
    end(&s);
}

static void a_modernisation_is_one_set(void **state)
{
    (void)state;
    setting s;
    begin(&s, IN_SERVICE, "gun");
    find(&s, KT_NEED_KIND_MODERNISATION);
    assert_near(units(&s, "gun"), 1.0);
    assert_near(units(&s, "round"), 100.0);
    end(&s);
}

static void agrees_with_the_explosion(void **state)
{
    (void)state;
    kt_open_options options = {.data_dir = SMALL_DATA};
    setting s = {0};
    assert_int_equal(kt_open_case(&s.the_case, SMALL_CASE, &options, NULL), KT_OK);
    assert_int_equal(kt_network_build(&s.net, s.the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s.study, &s.net, NULL, NULL, &s.arena, NULL), KT_OK);
    find(&s, KT_NEED_KIND_MODERNISATION);
    for (uint32_t i = 0; i < s.net.n_items; i++) {
        double sum = 0.0;
        for (uint32_t p = s.net.item[i].producer; p < s.net.item[i + 1].producer; p++)
            sum += s.study.explosion.units[p].typical;
        assert_near(s.use.units[i], sum);
    }
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_ship_takes_all_that_is_in_it),
        cmocka_unit_test(the_programme_says_how_many_a_year),
        cmocka_unit_test(in_service_rows_go_before_what_comes_from_above),
        cmocka_unit_test(a_maker_is_asked_what_he_sells_in_a_year),
        cmocka_unit_test(without_a_row_one_is_in_service),
        cmocka_unit_test(a_modernisation_is_one_set),
        cmocka_unit_test(agrees_with_the_explosion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
