// SPDX-License-Identifier: EUPL-1.2
// What is lost in cutting is bought too: yields of compositions in the need of a year, by hand and
// on the frigate, and none of them in what the ship holds.
#include "facts.h"

#include "analysis/chain/study.h"
#include "analysis/chain/yearly_use.h"
#include "model/network_build.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.2,\nsalt,Salt,zout,,yes,yes,no,0.5,\n"
                  "dust,Dust,stof,,no,no,no,0.5,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"
                        "ore,extraction,global,AAA,1,,2024\nore,processing,global,AAA,1,,2024\n"
                        "salt,processing,global,AAA,1,,2024\n"},
    {"stage_links", "material,from_stage,to_stage,yield\nore,extraction,processing,0.5\n"},
    {"compositions",
     "composition,material,mass_fraction_min,mass_fraction_typ,mass_fraction_max,yield\n"
     "magnet,ore,,0.25,,0.4\nmagnet,salt,,0.5,,0.5\nmagnet,dust,,0.25,,\nplate,ore,,1,,\n"},
    {NULL, NULL},
};

// The salt of the magnet has a yield of its own in the bill of materials.
static const table_text TABLES[] = {
    {"items", "id,kind,name_en,unit\nship,platform,S,\nmagnet,semi_finished,M,kg\n"
              "plate,semi_finished,P,kg\nbrick,semi_finished,B,kg\nore,material,O,kg\n"
              "salt,material,Sa,kg\ndust,material,D,kg\n"},
    {"bom", "parent,child,quantity,yield\nship,magnet,8,\nship,plate,10,\nship,brick,100,\n"
            "magnet,ore,0.25,\nmagnet,salt,0.5,0.8\nmagnet,dust,0.25,\nplate,ore,1,\n"
            "brick,ore,1,\n"},
    {"organisations", "id,name,country\n"},
    {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier\n"},
    {NULL, NULL}};

typedef struct setting {
    kt_case *the_case;
    kt_network net;
    kt_arena arena;
    kt_study study;
    kt_yearly_use use;
} setting;

static void begin(setting *s, kt_case *c)
{
    *s = (setting){.the_case = c};
    assert_int_equal(kt_network_build(&s->net, c, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->net, NULL, NULL, &s->arena, NULL), KT_OK);
    assert_int_equal(kt_yearly_use_find(&s->use, &s->study, KT_NEED_KIND_MODERNISATION, 30.0, NULL),
                     KT_OK);
}

static void end(setting *s)
{
    kt_network_free(&s->net);
    kt_arena_free(&s->arena);
    kt_case_free(s->the_case);
}

static double bought(const setting *s, const char *item)
{
    return s->use.units[kt_network_find(&s->net, item)];
}

static double held(const setting *s, const char *item)
{
    uint32_t i = kt_network_find(&s->net, item);
    double sum = 0.0;
    for (uint32_t p = s->net.item[i].producer; p < s->net.item[i + 1].producer; p++)
        sum += s->study.explosion.units[p].typical;
    return sum;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fabs(b);
}

static void what_is_cut_away_is_bought_too(void **state)
{
    (void)state;
    setting s;
    kt_case *c = NULL;
    assert_int_equal(open_made(&c, REFERENCE, TABLES, NULL), KT_OK);
    begin(&s, c);
    assert_true(near(bought(&s, "magnet"), 8.0));
    assert_true(near(bought(&s, "ore"), 8.0 * 0.25 / 0.4 + 10.0 + 100.0)); // a brick loses nothing
    assert_true(near(bought(&s, "ore.extraction"), 2.0 * 115.0));
    assert_true(near(bought(&s, "salt"), 8.0 * 0.5 / 0.8)); // its own yield, not both
    assert_true(near(bought(&s, "dust"), 8.0 * 0.25));      // none is known
    assert_true(near(held(&s, "ore"), 8.0 * 0.25 + 10.0 + 100.0));
    end(&s);
}

// Optics lose 60 % of their germanium; the fibre that is doped with it loses none on record.
static void the_frigate_needs_more_than_it_holds(void **state)
{
    (void)state;
    setting s;
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    assert_int_equal(kt_open_case(&c, KETEN_SOURCE_DIR "/data/cases/lcf", &options, NULL), KT_OK);
    begin(&s, c);
    double optics = held(&s, "germanium-ir-optics");
    assert_true(optics > 0.0);
    assert_true(near(bought(&s, "germanium") - held(&s, "germanium"), optics * (1.0 / 0.4 - 1.0)));
    double forged = held(&s, "ti-6al-4v");
    assert_true(near(bought(&s, "titanium_metal") - held(&s, "titanium_metal"),
                     forged * 0.89575 * (8.0 - 1.0)));
    static const char *const SHOWN[] = {"germanium", "titanium_metal", "neodymium", "dysprosium",
                                        "samarium"};
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++)
        print_message("# %s: holds %.4g kg, needs %.4g kg\n", SHOWN[i], held(&s, SHOWN[i]),
                      bought(&s, SHOWN[i]));
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_cut_away_is_bought_too),
        cmocka_unit_test(the_frigate_needs_more_than_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
