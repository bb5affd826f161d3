// SPDX-License-Identifier: EUPL-1.2
// How many rows of a case are not for everyone, whichever table they are in.
#include "setting.h"

#include "model/marking.h"

static void expect_marked(const file_text *tables, uint64_t participants, uint64_t restricted)
{
    kt_case *c = case_of(tables);
    kt_markings found = kt_marking_count(c);
    assert_int_equal(found.participants, participants);
    assert_int_equal(found.restricted, restricted);
    kt_case_free(c);
}

static void rows_of_every_table_count(void **state)
{
    (void)state;
    static const file_text TABLES[] = {
        {"items", "id,kind,name_en,marking\nship,platform,Ship,public\npump,component,Pump,\n"
                  "seal,component,Seal,participants\n"},
        {"bom",
         "parent,child,quantity,marking\nship,pump,2,restricted\npump,seal,4,participants\n"},
        {"organisations", "marking,id,name,country\nrestricted,acme,Acme,NLD\n"},
        {"supply", "item,supplier,share,marking\nseal,acme,0.5,restricted\n"},
        {NULL, NULL}};
    expect_marked(TABLES, 2, 3);
}

static void a_case_without_the_column_is_for_everyone(void **state)
{
    (void)state;
    static const file_text TABLES[] = {{"items", "id,kind,name_en\nship,platform,Ship\n"},
                                       {NULL, NULL}};
    expect_marked(TABLES, 0, 0);
}

// A word that is no marking is a fault at its place: never a row that everyone may see unasked.
static void another_word_is_a_fault(void **state)
{
    (void)state;
    static const file_text TABLES[] = {
        {"items", "id,kind,name_en,marking\nship,platform,Ship,secret\n"}, {NULL, NULL}};
    kt_case *c = case_with_faults(TABLES);
    assert_int_equal(c->faults.n_errors, 1);
    assert_string_equal(c->places[0].message,
                        "marking \"secret\" is not one of: public, participants, restricted");
    assert_int_equal(c->places[0].line, 2);
    assert_int_equal(c->places[0].column, 20);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_every_table_count),
        cmocka_unit_test(a_case_without_the_column_is_for_everyone),
        cmocka_unit_test(another_word_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
