// SPDX-License-Identifier: EUPL-1.2
// An alternative that takes days to switch to is no help at once: one that nobody says it of is,
// and so is what is built today, whatever a row says of it elsewhere.
#include "model/network_build.h"
#include "setting.h"

#include "analysis/chain/exposure.h"
#include "analysis/chain/switching.h"
#include "analysis/kernel/capacity.h"

#define ITEMS                                                                                      \
    "id,kind,name_en\nlens,platform,L\nwindow,platform,W\nblank,component,B\nglass,component,G\n"  \
    "plastic,component,P\n"
#define BOM                                                                                        \
    "parent,child,quantity,alternative_group\nlens,blank,1,body\nlens,glass,1,body\n"              \
    "window,glass,1,body\nwindow,plastic,1,body\n"
#define SUPPLY                                                                                     \
    "item,supplier,share,switch_days\nlens,country:NLD,1,\nwindow,country:NLD,1,\n"                \
    "blank,country:CHN,1,\nglass,country:USA,0.5,400\nglass,country:DEU,0.5,320\n"                 \
    "plastic,country:DEU,1,\n"

typedef struct setting {
    kt_case *the_case;
    kt_network net;
    kt_arena arena;
    kt_study study;
    kt_switching late;
} setting;

static void begin(setting *s, const char *supply, const char *target)
{
    const file_text files[] = {{"items", ITEMS}, {"bom", BOM}, {"supply", supply}, {NULL, NULL}};
    *s = (setting){.the_case = case_of(files)};
    assert_int_equal(kt_network_build(&s->net, s->the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->net, target, NULL, &s->arena, NULL), KT_OK);
    assert_int_equal(kt_switching_find(&s->late, &s->study, NULL), KT_OK);
}

static void end(setting *s)
{
    kt_network_free(&s->net);
    kt_arena_free(&s->arena);
    kt_case_free(s->the_case);
}

// What is left of the target when all producers of an item fail, at once and later.
static void left_without(setting *s, const char *item, double at_once, double later)
{
    uint32_t failed = kt_network_find(&s->net, item);
    for (int now = 0; now < 2; now++) {
        kt_circuit circuit;
        kt_capacity capacity;
        const kt_circuit_options wanted = {.item = &s->study.reach.target, .n_items = 1};
        assert_int_equal(kt_circuit_open(&circuit, &s->net, &wanted, NULL), KT_OK);
        if (now == 1)
            assert_int_equal(kt_switching_leave_out(&circuit, &s->late, NULL), KT_OK);
        assert_int_equal(kt_capacity_open(&capacity, &circuit, NULL, NULL), KT_OK);
        for (uint32_t p = s->net.item[failed].producer; p < s->net.item[failed + 1].producer; p++)
            kt_capacity_set(&capacity, p, 0, 0.0);
        kt_capacity_sweep(&capacity);
        assert_near(kt_capacity_item(&capacity, s->study.reach.target, 0),
                    now == 1 ? at_once : later);
        kt_capacity_close(&capacity);
        kt_circuit_close(&circuit);
    }
}

static void what_takes_days_is_left_out(void **state)
{
    (void)state;
    setting s;
    begin(&s, SUPPLY, "lens");
    assert_int_equal(s.late.n, 1);
    assert_string_equal(s.late.row[0].id, "glass");
    assert_near(s.late.row[0].days, 320.0); // the sooner of its two makers
    assert_true(s.late.row[0].reached);
    left_without(&s, "blank", 0.0, 1.0);
    end(&s);
}

static void what_is_built_today_is_not(void **state)
{
    (void)state;
    setting s;
    begin(&s, SUPPLY, "window");
    left_without(&s, "plastic", 1.0, 1.0); // glass stays
    left_without(&s, "glass", 1.0, 1.0);   // plastic, of which nobody says that it takes time
    end(&s);
}

static void no_days_are_no_wait(void **state)
{
    (void)state;
    setting s;
    begin(&s,
          "item,supplier,share,switch_days\nlens,country:NLD,1,\nblank,country:CHN,1,\n"
          "glass,country:USA,1,0\n",
          "lens");
    assert_int_equal(s.late.n, 0);
    left_without(&s, "blank", 1.0, 1.0);
    end(&s);
}

static void of_what_is_not_reached_it_says_so(void **state)
{
    (void)state;
    setting s;
    begin(&s, SUPPLY, "blank");
    assert_int_equal(s.late.n, 1);
    assert_false(s.late.row[0].reached);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_takes_days_is_left_out),
        cmocka_unit_test(what_is_built_today_is_not),
        cmocka_unit_test(no_days_are_no_wait),
        cmocka_unit_test(of_what_is_not_reached_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
