// SPDX-License-Identifier: EUPL-1.2
// Days from an event to the first loss, against sums made by hand.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/chain/cover.h"
#include "folder.h"
#include "ingest/package/open.h"
#include "model/network_build.h"

typedef struct fixture {
    folder folder;
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_reach reach;
    kt_events events;
    kt_cover cover;
} fixture;

// ship (yard) needs a radar (eye) and one of two engines (motor, works); the radar needs a chip
// (fab) and gallium from two countries; one engine needs the chip too.
static void open_ship(fixture *f, const char *stocks, kt_event_class event_class)
{
    kt_error error = {0};
    *f = (fixture){.folder = folder_make()};
    folder_put(
        &f->folder, "datapackage.json",
        "{\"name\":\"ship\",\"resources\":["
        "{\"name\":\"items\",\"path\":\"items.csv\"},{\"name\":\"bom\",\"path\":\"bom.csv\"},"
        "{\"name\":\"organisations\",\"path\":\"organisations.csv\"},"
        "{\"name\":\"sites\",\"path\":\"sites.csv\"},"
        "{\"name\":\"supply\",\"path\":\"supply.csv\"},"
        "{\"name\":\"stocks\",\"path\":\"stocks.csv\"}]}");
    folder_put(&f->folder, "items.csv",
               "id,kind,name_en,unit,material,stage\nship,platform,Ship,,,\nradar,system,Radar,,,\n"
               "diesel,system,Diesel,,,\nturbine,system,Turbine,,,\nchip,component,Chip,,,\n"
               "ga,material,Gallium,kg,gallium,processing\n");
    folder_put(&f->folder, "bom.csv",
               "parent,child,quantity,alternative_group\nship,radar,1,\nship,diesel,1,drive\n"
               "ship,turbine,1,drive\nradar,chip,4,\nradar,ga,1,\ndiesel,chip,1,\n");
    folder_put(&f->folder, "organisations.csv",
               "id,name,country\nyard,Yard,NLD\neye,Eye,NLD\nmotor,Motor,DEU\nworks,Works,GBR\n"
               "fab,Fab,USA\nnavy,Navy,NLD\ndepot,Depot,CHN\n");
    folder_put(&f->folder, "sites.csv", "id,organisation,country\n");
    folder_put(&f->folder, "supply.csv",
               "item,supplier,share\nship,yard,1\nradar,eye,1\ndiesel,motor,1\nturbine,works,1\n"
               "chip,fab,1\nga,country:CHN,0.9\nga,country:DEU,0.1\n");
    folder_put(&f->folder, "stocks.csv", stocks);
    kt_status status = kt_open_case(&f->the_case, f->folder.path, NULL, &error);
    if (status != KT_OK && f->the_case != NULL && f->the_case->faults.n > 0)
        print_error("%s\n", f->the_case->places[0].message);
    assert_int_equal(status, KT_OK);
    assert_int_equal(kt_network_build(&f->network, f->the_case, &kt_figures_study, NULL, &error),
                     KT_OK);
    uint32_t target = kt_network_find(&f->network, "ship");
    assert_int_equal(kt_reach_find(&f->reach, &f->network, target, NULL, &f->arena, &error), KT_OK);
    const kt_event_request request = {&f->network, f->reach.producer, event_class, NULL};
    assert_int_equal(kt_event_list(&f->events, &request, &f->arena, &error), KT_OK);
    assert_int_equal(kt_cover_open(&f->cover, &f->network, &f->reach, &f->arena, &error), KT_OK);
}

static void close_ship(fixture *f)
{
    kt_network_free(&f->network);
    kt_arena_free(&f->arena);
    kt_case_free(f->the_case);
    folder_remove(&f->folder);
}

static double days_of(fixture *f, const char *id)
{
    for (uint32_t e = 0; e < f->events.n; e++) {
        if (strcmp(f->events.event[e].id, id) == 0)
            return kt_cover_days(&f->cover, &f->events, &f->events.event[e]);
    }
    fail_msg("no event %s", id);
    return 0.0;
}

static const char STOCKS[] = "item,holder,quantity,days_of_cover\n"
                             "ga,eye,,30\n"      // the radar's maker, of what it needs
                             "chip,eye,,5\n"     // the same, but the engine's maker has none
                             "radar,eye,,60\n"   // finished radars at their maker
                             "radar,yard,,20\n"  // and at the yard
                             "turbine,navy,,7\n" // a user of nothing: for all
                             "chip,fab,,100\n";  // lost with its maker

static void adds_what_lies_on_the_shortest_way(void **state)
{
    (void)state;
    fixture f;
    open_ship(&f, STOCKS, KT_CLASS_ORGANISATION);
    // radars at the yard only: those at the maker are lost with it
    assert_true(days_of(&f, "eye") == 20.0);
    // chips 5, radars 60 and 20; the diesel falls at once, but the turbine does not
    assert_true(days_of(&f, "fab") == 85.0);
    assert_true(isinf(days_of(&f, "motor"))); // the turbine drives on
    assert_true(isnan(days_of(&f, "yard")));  // nothing on record lies between
    close_ship(&f);
    open_ship(&f, STOCKS, KT_CLASS_FLOW);
    assert_true(days_of(&f, "CHN/gallium/processing") == 110.0);
    assert_true(days_of(&f, "DEU/gallium/processing") == 110.0); // a tenth missing is a loss
    close_ship(&f);
    open_ship(&f, "item,holder,quantity,days_of_cover\nga,eye,,30\nradar,eye,,60\n", KT_CLASS_FLOW);
    assert_true(days_of(&f, "CHN/gallium/processing") == 90.0); // what is taken away is missed
    close_ship(&f);
}

static void waits_for_the_last_alternative(void **state)
{
    (void)state;
    fixture f;
    open_ship(&f, STOCKS, KT_CLASS_COUNTRY);
    assert_true(days_of(&f, "USA") == 85.0);
    assert_true(isinf(days_of(&f, "GBR")));
    close_ship(&f);
    // both engines in one country: the turbine's stock is what is left then
    open_ship(&f, STOCKS, KT_CLASS_ORGANISATION);
    for (uint32_t p = 0; p < f.network.n_producers; p++) {
        kt_symbol supplier = f.network.producer[p].supplier;
        const char *id = kt_pool_text(&f.the_case->pool, supplier);
        if (strcmp(id, "motor") == 0 || strcmp(id, "works") == 0)
            f.network.producer[p].organisation = KT_NO_ROW - 1;
    }
    kt_event both[2] = {{.first = 0}, {.first = 2}};
    uint32_t failing[2];
    uint32_t n = 0;
    for (uint32_t p = 0; p < f.network.n_producers; p++) {
        if (f.network.producer[p].organisation == KT_NO_ROW - 1)
            failing[n++] = p;
    }
    assert_int_equal(n, 2);
    kt_events engines = {.producer = failing};
    assert_true(kt_cover_days(&f.cover, &engines, both) == 7.0);
    close_ship(&f);
}

static void what_lies_in_a_country_is_lost_with_it(void **state)
{
    (void)state;
    static const char DEPOT[] = "item,holder,quantity,days_of_cover\nga,eye,,30\nga,depot,,400\n";
    fixture f;
    open_ship(&f, DEPOT, KT_CLASS_FLOW);
    assert_true(days_of(&f, "CHN/gallium/processing") == 400.0);
    close_ship(&f);
    open_ship(&f, DEPOT, KT_CLASS_COUNTRY);
    assert_true(days_of(&f, "CHN") == 30.0);
    close_ship(&f);
}

static void says_nothing_where_no_stock_is_on_record(void **state)
{
    (void)state;
    fixture f;
    open_ship(&f, "item,holder,quantity,days_of_cover\nga,eye,12,\n", KT_CLASS_FLOW);
    assert_int_equal(f.cover.n_stated, 0); // a quantity alone says no days
    assert_true(isnan(days_of(&f, "CHN/gallium/processing")));
    close_ship(&f);
    open_ship(&f, "item,holder,quantity,days_of_cover\nga,eye,,0\n", KT_CLASS_FLOW);
    assert_true(days_of(&f, "CHN/gallium/processing") == 0.0); // none is an answer
    close_ship(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_what_lies_on_the_shortest_way),
        cmocka_unit_test(waits_for_the_last_alternative),
        cmocka_unit_test(what_lies_in_a_country_is_lost_with_it),
        cmocka_unit_test(says_nothing_where_no_stock_is_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
