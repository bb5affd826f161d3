// SPDX-License-Identifier: EUPL-1.2
// Which item is meant where nobody names one: the only platform; the only product group of a case
// that has no platform, as that of a maker of goods.
#include "model/network_build.h"
#include "setting.h"

#include <string.h>

#include "analysis/chain/reach.h"

#define HEAD "id,kind,name_en\n"

// The id of what is meant, or the message.
static void meant(const char *items, const char *expected)
{
    const file_text files[] = {{"items", items}, {NULL, NULL}};
    kt_case *c = case_of(files);
    kt_network net;
    kt_error error = {0};
    uint32_t target = KT_NO_ROW;
    assert_int_equal(kt_network_build(&net, c, &kt_figures_study, NULL, NULL), KT_OK);
    kt_status status = kt_reach_target(&target, &net, NULL, KT_LANG_EN, &error);
    if (status == KT_OK) {
        assert_string_equal(kt_pool_text(&c->pool, net.item[target].id), expected);
    } else {
        assert_int_equal(status, KT_BAD_INPUT);
        assert_string_equal(error.message, expected);
    }
    kt_network_free(&net);
    kt_case_free(c);
}

static void a_platform_goes_before_its_group(void **state)
{
    (void)state;
    meant(HEAD "ships,product_group,Ships\nfrigate,platform,F\n", "frigate");
}

static void without_platform_the_group_is_meant(void **state)
{
    (void)state;
    meant(HEAD "magnets,product_group,Magnets\nmagnet-n,component,N\n", "magnets");
}

static void of_several_none_is_guessed(void **state)
{
    (void)state;
    meant(HEAD "a,platform,A\nb,platform,B\nc,product_group,C\n",
          "the case has several platforms: --target is needed, one of a, b");
    meant(HEAD "a,product_group,A\nb,product_group,B\n",
          "the case has no platform and several product groups: --target is needed, one of a, b");
    meant(HEAD "pump,component,P\n",
          "the case has no platform: --target is needed, for example pump");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_platform_goes_before_its_group),
        cmocka_unit_test(without_platform_the_group_is_meant),
        cmocka_unit_test(of_several_none_is_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
