// SPDX-License-Identifier: EUPL-1.2
// The unknown supplier that adds most to a loss: by hand, and against a sweep for each of them
// alone, for every flow of the frigate and of a small case.
#include "facts.h"

#include "analysis/chain/one_unknown.h"
#include "base/buffer.h"
#include "base/philox.h"
#include "model/network_build.h"

typedef struct setting {
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_study study;
    kt_exposure flows;
    kt_circuit circuit;
    kt_capacity capacity;
} setting;

static void begin(setting *s)
{
    const kt_figures figures = {KT_SCOPE_GLOBAL, {.newest = true}};
    kt_error error = {0};
    assert_int_equal(kt_network_build(&s->network, s->the_case, &figures, NULL, &error), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->network, NULL, NULL, &s->arena, &error), KT_OK);
    uint32_t item = s->study.reach.target;
    assert_int_equal(kt_exposure_list(&s->flows, &s->study, KT_CLASS_FLOW, &error), KT_OK);
    const kt_circuit_options options = {.item = &item, .n_items = 1};
    assert_int_equal(kt_circuit_open(&s->circuit, &s->network, &options, &error), KT_OK);
    assert_int_equal(kt_capacity_open(&s->capacity, &s->circuit, NULL, &error), KT_OK);
}

static void end(setting *s)
{
    kt_capacity_close(&s->capacity);
    kt_circuit_close(&s->circuit);
    kt_arena_free(&s->arena);
    kt_network_free(&s->network);
    kt_case_free(s->the_case);
}

static kt_one_unknown find(setting *s, uint32_t event)
{
    kt_one_unknown out;
    assert_int_equal(
        kt_one_unknown_find(&out, &s->capacity, &s->study, &s->flows.events, event, NULL), KT_OK);
    return out;
}

static double lost_with(setting *s, uint32_t event, uint32_t producer)
{
    kt_exposure_fail(&s->capacity, &s->flows.events, event, 0);
    if (producer != KT_NO_ROW)
        kt_capacity_set(&s->capacity, producer, 0, 0.0);
    kt_capacity_sweep(&s->capacity);
    double lost = kt_exposure_loss(&s->capacity, s->study.reach.target, 0);
    kt_capacity_clear(&s->capacity);
    return lost;
}

static void check_all(setting *s)
{
    for (uint32_t e = 0; e < s->flows.events.n; e++) {
        double alone = lost_with(s, e, KT_NO_ROW);
        kt_one_unknown best = {.producer = KT_NO_ROW};
        for (uint32_t p = 0; p < s->network.n_producers; p++) {
            if (!s->study.reach.producer[p] || !kt_exposure_open_end(&s->network, p))
                continue;
            best.n++;
            double adds = lost_with(s, e, p) - alone;
            if (adds > best.adds) {
                best.adds = adds;
                best.producer = p;
            }
        }
        kt_one_unknown found = find(s, e);
        assert_int_equal(found.n, best.n);
        assert_int_equal(found.producer, best.producer);
        assert_true(found.adds == best.adds);
    }
}

static void it_is_the_worst_of_all_in_real_cases(void **state)
{
    (void)state;
    const char *const folders[] = {KETEN_SOURCE_DIR "/data/cases/lcf",
                                   KETEN_SOURCE_DIR "/tests/cases/drawn"};
    for (size_t i = 0; i < 2; i++) {
        setting s = {0};
        const kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
        assert_int_equal(kt_open_case(&s.the_case, folders[i], &options, NULL), KT_OK);
        begin(&s);
        assert_true(s.flows.events.n > 0);
        check_all(&s);
        end(&s);
    }
}

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\nore,Ore,erts,,yes,yes,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\nBBB,B,B,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"
                        "ore,processing,global,BBB,0.5,,2024\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {NULL, NULL}};

// A ship of parts, each from some of: nobody knows whom, two countries, an alternative part; one of
// ore. Shares in tenths.
static void open_drawn(setting *s, uint64_t run)
{
    kt_buffer items = {0};
    kt_buffer bom = {0};
    kt_buffer supply = {0};
    double u[4];
    kt_buffer_put(&items, "id,kind,name_en,unit,material,stage\nship,platform,S,,,\n"
                          "ore,material,Ore,kg,ore,processing\n");
    kt_buffer_put(&bom, "parent,child,quantity,alternative_group\n");
    kt_buffer_put(&supply, "item,supplier,share\nship,yard,1\n");
    kt_philox_uniform4(u, (kt_philox){11, run}, 0);
    int n = 1 + (int)(60.0 * u[0]);
    for (int k = 0; k < n; k++) {
        kt_philox_uniform4(u, (kt_philox){11, run}, (uint64_t)k + 1);
        int unknown = (int)(11.0 * u[0] * u[0]);
        int far = (int)((11 - unknown) * u[1]);
        bool choice = u[2] < 0.3 && k + 1 < n; // this one or the next
        bool chosen = k % 2 == 1 && u[2] < 0.3;
        kt_buffer_format(&items, "part%d,component,P%d,,,\n", k, k);
        kt_buffer_format(&bom, "ship,part%d,1,", k);
        kt_buffer_format(&bom, choice || chosen ? "g%d\n" : "\n", k / 2);
        if (u[3] < 0.4)
            kt_buffer_format(&bom, "part%d,ore,1,\n", k);
        if (unknown > 0)
            kt_buffer_format(&supply, "part%d,unknown,%.1f\n", k, unknown / 10.0);
        if (far > 0)
            kt_buffer_format(&supply, "part%d,country:BBB,%.1f\n", k, far / 10.0);
        if (10 - unknown - far > 0)
            kt_buffer_format(&supply, "part%d,country:AAA,%.1f\n", k, (10 - unknown - far) / 10.0);
    }
    kt_buffer_put(&bom, "ship,ore,1,\n");
    const table_text tables[] = {{"items", items.text},
                                 {"bom", bom.text},
                                 {"organisations", "id,name,country\nyard,Yard,AAA\n"},
                                 {"sites", "id,organisation,country\n"},
                                 {"supply", supply.text},
                                 {NULL, NULL}};
    assert_int_equal(open_made(&s->the_case, REFERENCE, tables, NULL), KT_OK);
    kt_buffer_free(&items);
    kt_buffer_free(&bom);
    kt_buffer_free(&supply);
}

static void it_is_the_worst_of_all_in_drawn_cases(void **state)
{
    (void)state;
    uint32_t adds = 0;
    for (uint64_t run = 0; run < 100; run++) {
        setting s = {0};
        open_drawn(&s, run);
        begin(&s);
        check_all(&s);
        for (uint32_t e = 0; e < s.flows.events.n; e++)
            adds += find(&s, e).adds > 0.0;
        end(&s);
    }
    assert_true(adds > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_worst_of_all_in_real_cases),
        cmocka_unit_test(it_is_the_worst_of_all_in_drawn_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
