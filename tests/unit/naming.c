// SPDX-License-Identifier: EUPL-1.2
// What a case says of itself comes in the reader's language on every screen.
#include "setting.h"

#include "report/document/naming.h"

static void a_case_describes_itself_in_the_readers_language(void **state)
{
    (void)state;
    kt_case both = {.description = "Demonstration", .description_nl = "Demonstratie"};
    kt_case english = {.description = "Demonstration", .description_nl = ""};
    assert_string_equal(kt_naming_description(&both, KT_LANG_EN), "Demonstration");
    assert_string_equal(kt_naming_description(&both, KT_LANG_NL), "Demonstratie");
    assert_string_equal(kt_naming_description(&english, KT_LANG_NL), "Demonstration");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_describes_itself_in_the_readers_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
