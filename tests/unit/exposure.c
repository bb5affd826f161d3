// SPDX-License-Identifier: EUPL-1.2
// The events that matter most, found by their bounds, and both bounds of what they cost, against a
// sweep for every event alone, on random small chains: with alternatives, inputs that are not
// essential, and buyers of their own.
#include "setting.h"

#include "analysis/assess/assess.h"
#include "base/buffer.h"
#include "base/philox.h"
#include "model/network_build.h"

enum { ITEMS = 9, SITES = 7, ORGANISATIONS = 4 };

static const kt_event_class CLASSES[] = {KT_CLASS_ORGANISATION, KT_CLASS_SITE, KT_CLASS_COUNTRY};

typedef struct drawing {
    uint64_t run;
    uint32_t draw;
} drawing;

static bool chance(drawing *d, double p)
{
    return kt_philox_uniform((kt_philox){20261129, d->run}, d->draw++) < p;
}

static unsigned below(drawing *d, unsigned n)
{
    return (unsigned)(kt_philox_uniform((kt_philox){20261129, d->run}, d->draw++) * n);
}

typedef struct tables {
    kt_buffer items, bom, supply;
} tables;

static void draw_supply(drawing *d, kt_buffer *supply, int item)
{
    static const char *const SHARES[] = {"0.125", "0.2", "0.25", "0.05"};
    bool alone = chance(d, 0.3);
    unsigned first = below(d, SITES);
    unsigned n = alone ? 1 : 1 + below(d, 4);
    for (unsigned k = 0; k < n; k++)
        kt_buffer_format(supply, "p%d,s%u,,%s\n", item, (first + k) % SITES,
                         alone ? "1" : SHARES[below(d, 4)]);
    if (chance(d, 0.3)) // of the makers that site 0 is, one has a source of its own
        kt_buffer_format(supply, "p%d,s%u,s0,1\n", item, below(d, SITES));
}

static void draw_inputs(drawing *d, kt_buffer *bom, int item)
{
    bool essential = true;
    int in_group = 0;
    for (int child = item + 1; child < ITEMS; child++) {
        if (!chance(d, child == item + 1 ? 0.9 : 0.3))
            continue;
        bool grouped = in_group < 2 && chance(d, 0.25);
        in_group += grouped;
        if (!grouped)
            essential = chance(d, 0.8);
        kt_buffer_format(bom, "p%d,p%d,1,%s,%s\n", item, child, grouped || essential ? "yes" : "no",
                         grouped ? "either" : "");
    }
}

static kt_case *draw_case(uint64_t run)
{
    drawing d = {run, 0};
    tables t = {0};
    kt_buffer_put(&t.items, "id,kind,name_en\np0,platform,Ship\n");
    kt_buffer_put(&t.bom, "parent,child,quantity,essential,alternative_group\n");
    kt_buffer_put(&t.supply, "item,supplier,buyer,share\np0,s0,,1\n");
    for (int i = 0; i < ITEMS; i++) {
        if (i > 0) {
            kt_buffer_format(&t.items, "p%d,component,P\n", i);
            draw_supply(&d, &t.supply, i);
        }
        draw_inputs(&d, &t.bom, i);
    }
    assert_false(t.items.failed || t.bom.failed || t.supply.failed);
    const file_text files[] = {
        {"items", t.items.text},
        {"bom", t.bom.text},
        {"organisations", "id,name,country\no0,A,NLD\no1,B,DEU\no2,C,USA\no3,D,CHN\n"},
        {"sites", "id,organisation,country\ns0,o0,NLD\ns1,o1,DEU\ns2,o2,USA\ns3,o3,CHN\ns4,o0,DEU\n"
                  "s5,o1,DEU\ns6,o2,NLD\n"},
        {"supply", t.supply.text},
        {NULL, NULL}};
    kt_case *c = case_of(files);
    kt_buffer_free(&t.items);
    kt_buffer_free(&t.bom);
    kt_buffer_free(&t.supply);
    return c;
}

typedef struct bench {
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_study study;
    kt_circuit circuit;
    kt_capacity capacity;
    kt_bound bound;
} bench;

static void set_up_case(bench *b, kt_case *the_case)
{
    kt_error error = {0};
    *b = (bench){.the_case = the_case};
    assert_int_equal(kt_network_build(&b->network, b->the_case, &kt_figures_study, NULL, &error),
                     KT_OK);
    assert_int_equal(kt_study_open(&b->study, &b->network, NULL, NULL, &b->arena, &error), KT_OK);
    assert_int_equal(kt_circuit_open(&b->circuit, &b->network, NULL, &error), KT_OK);
    assert_int_equal(kt_capacity_open(&b->capacity, &b->circuit, NULL, &error), KT_OK);
    assert_int_equal(kt_bound_open(&b->bound, &b->capacity, &b->study, &error), KT_OK);
}

static void set_up(bench *b, uint64_t run)
{
    set_up_case(b, draw_case(run));
}

static void tear_down(bench *b)
{
    kt_bound_close(&b->bound);
    kt_capacity_close(&b->capacity);
    kt_circuit_close(&b->circuit);
    kt_network_free(&b->network);
    kt_arena_free(&b->arena);
    kt_case_free(b->the_case);
}

static double alone(bench *b, const kt_events *events, uint32_t e)
{
    for (uint32_t k = events->event[e].first; k < events->event[e + 1].first; k++)
        kt_capacity_set(&b->capacity, events->producer[k], 0, 0.0);
    kt_capacity_sweep(&b->capacity);
    double lost = kt_exposure_loss(&b->capacity, b->study.reach.target, 0);
    kt_capacity_clear(&b->capacity);
    return lost;
}

typedef struct tally {
    unsigned tight, loose, proven, stopping, swept, events;
} tally;

// Every bound holds; what is said to stop the target does, to the last bit.
static void check_bounds(bench *b, const kt_exposure *plain, tally *t)
{
    for (uint32_t e = 0; e < plain->events.n; e++) {
        double lost = alone(b, &plain->events, e);
        double bound = kt_bound_loss(&b->bound, &plain->events, e);
        assert_true(lost <= bound && bound <= 1.0);
        t->tight += bound - lost < 1e-6;
        t->loose += bound - lost >= 1e-6;
        const kt_event *event = &plain->events.event[e];
        if (kt_bound_stops(&b->bound, plain->events.producer + event->first,
                           event[1].first - event->first)) {
            assert_true(lost == 1.0);
            t->proven++;
        }
        t->stopping += lost >= 1.0 - kt_exposure_tolerance;
    }
}

// Events of the exposure, each swept alone, in the order of a list.
static bool comes_before(const double *lost, uint32_t a, uint32_t b)
{
    return lost[a] != lost[b] ? lost[a] > lost[b] : a < b;
}

static void check_listed(bench *b, kt_event_class event_class, uint32_t most, tally *t)
{
    kt_error error = {0};
    kt_exposure x = {0};
    double lost[64];
    uint32_t stopping = 0;
    kt_exposure_work work = {.study = &b->study, .capacity = &b->capacity, .bound = &b->bound};
    assert_int_equal(kt_exposure_list(&x, &b->study, event_class, &error), KT_OK);
    work.n = 2 * (uint64_t)x.events.n;
    assert_true(x.events.n < 64);
    if (most == UINT32_MAX)
        check_bounds(b, &x, t);
    for (uint32_t e = 0; e < x.events.n; e++) {
        lost[e] = alone(b, &x.events, e);
        stopping += lost[e] >= 1.0 - kt_exposure_tolerance;
    }
    assert_int_equal(kt_exposure_lower(&x, most, &work, &error), KT_OK);
    assert_int_equal(x.n_listed, most < x.events.n ? most : x.events.n);
    assert_int_equal(x.n_stopping, stopping);
    for (uint32_t k = 0; k < x.n_listed; k++) {
        assert_true(x.row[x.listed[k]].dependence == lost[x.listed[k]]);
        assert_true(k == 0 || comes_before(lost, x.listed[k - 1], x.listed[k]));
    }
    for (uint32_t e = 0; e < x.events.n; e++) { // nobody that is left out should stand before
        bool listed = false;
        for (uint32_t k = 0; k < x.n_listed; k++)
            listed |= x.listed[k] == e;
        assert_true(listed || comes_before(lost, x.listed[x.n_listed - 1], e));
        t->swept += isnan(x.row[e].dependence) == 0;
    }
    t->events += x.events.n;
}

// Of each event, what it costs together with every open end.
static void check_upper(bench *b, kt_event_class event_class, unsigned *left)
{
    kt_error error = {0};
    kt_exposure x = {0};
    kt_capacity ends = {0};
    kt_exposure_work work = {.study = &b->study, .capacity = &b->capacity, .bound = &b->bound};
    assert_int_equal(kt_exposure_list(&x, &b->study, event_class, &error), KT_OK);
    assert_int_equal(kt_exposure_lower(&x, UINT32_MAX, &work, &error), KT_OK);
    assert_int_equal(kt_capacity_open(&ends, &b->circuit, NULL, &error), KT_OK);
    assert_int_equal(kt_exposure_settle_open_ends(&ends, &error), KT_OK);
    work.capacity = &ends;
    assert_int_equal(kt_exposure_upper(&x, &work, &error), KT_OK);
    for (uint32_t e = 0; e < x.events.n; e++) {
        kt_exposure_fail_open_ends(&b->capacity);
        double lost = alone(b, &x.events, e);
        assert_true(x.row[e].dependence_upper == lost);
        *left += lost < 1.0 && lost > x.row[e].dependence;
    }
    kt_capacity_close(&ends);
}

static void the_upper_bound_counts_the_open_ends_in(void **state)
{
    (void)state;
    unsigned left = 0;
    for (uint64_t run = 0; run < 100; run++) {
        bench b;
        set_up(&b, run);
        for (size_t k = 0; k < sizeof CLASSES / sizeof CLASSES[0]; k++)
            check_upper(&b, CLASSES[k], &left);
        tear_down(&b);
    }
    assert_true(left > 100);
}

static void the_worst_events_are_listed_whatever_their_number(void **state)
{
    (void)state;
    const char *cases = getenv("KETEN_CASES");
    uint64_t n = cases == NULL ? 200 : strtoull(cases, NULL, 10);
    tally all = {0};
    tally few = {0};
    for (uint64_t run = 0; run < n; run++) {
        bench b;
        set_up(&b, run);
        for (size_t k = 0; k < sizeof CLASSES / sizeof CLASSES[0]; k++) {
            check_listed(&b, CLASSES[k], UINT32_MAX, &all);
            check_listed(&b, CLASSES[k], 1, &few);
            check_listed(&b, CLASSES[k], 3, &few);
        }
        tear_down(&b);
    }
    // the chains are of all kinds: bounds that are reached and not, stoppers proven and not
    assert_true(all.tight > n && all.loose > n / 4);
    assert_true(all.proven > n / 2 && all.stopping > all.proven);
}

// Nobody is known to make the one part: whoever makes the other has nothing to add.
static void what_the_open_ends_stop_needs_no_sweep(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\nship,platform,S\nhull,component,H\nlamp,component,L\n"},
        {"bom", "parent,child,quantity\nship,hull,1\nship,lamp,1\n"},
        {"organisations", "id,name,country\nyard,Y,NLD\na,A,DEU\nb,B,USA\n"},
        {"supply", "item,supplier,share\nship,yard,1\nlamp,a,0.5\nlamp,b,0.5\n"},
        {NULL, NULL}};
    kt_error error = {0};
    kt_exposure x = {0};
    kt_capacity ends = {0};
    bench b;
    set_up_case(&b, case_of(files));
    kt_exposure_work work = {.study = &b.study, .capacity = &b.capacity, .bound = &b.bound};
    assert_int_equal(kt_exposure_list(&x, &b.study, KT_CLASS_ORGANISATION, &error), KT_OK);
    assert_int_equal(kt_exposure_lower(&x, UINT32_MAX, &work, &error), KT_OK);
    assert_int_equal(kt_capacity_open(&ends, &b.circuit, NULL, &error), KT_OK);
    assert_int_equal(kt_exposure_settle_open_ends(&ends, &error), KT_OK);
    work.capacity = &ends;
    assert_int_equal(kt_exposure_upper(&x, &work, &error), KT_OK);
    assert_string_equal(x.row[0].id, "a");
    assert_true(x.row[0].dependence == 0.5 && x.row[0].dependence_upper == 1.0);
    assert_true(kt_capacity_item(&ends, kt_network_find(&b.network, "lamp"), 0) == 1.0);
    kt_capacity_close(&ends);
    tear_down(&b);
}

// Flat lists of a thousand parts with a maker each: nobody is swept to learn that he stops it all.
static void what_stops_the_target_needs_no_sweep(void **state)
{
    (void)state;
    enum { PARTS = 3000, LISTED = 40 };
    kt_error error = {0};
    tables t = {0};
    kt_buffer makers = {0};
    kt_buffer_put(&t.items, "id,kind,name_en\nship,platform,Ship\n");
    kt_buffer_put(&t.bom, "parent,child,quantity\n");
    kt_buffer_put(&t.supply, "item,supplier,share\nship,m0,1\n");
    kt_buffer_put(&makers, "id,name,country\n");
    for (int i = 0; i < PARTS; i++) {
        kt_buffer_format(&t.items, "p%d,component,P\n", i);
        kt_buffer_format(&t.bom, "ship,p%d,1\n", i);
        kt_buffer_format(&t.supply, "p%d,m%d,1\n", i, i);
        kt_buffer_format(&makers, "m%d,M,NLD\n", i);
    }
    const file_text files[] = {{"items", t.items.text},
                               {"bom", t.bom.text},
                               {"organisations", makers.text},
                               {"supply", t.supply.text},
                               {NULL, NULL}};
    bench b;
    set_up_case(&b, case_of(files));
    kt_exposure x = {0};
    kt_exposure_work work = {
        .study = &b.study, .capacity = &b.capacity, .bound = &b.bound, .n = 2 * PARTS};
    assert_int_equal(kt_exposure_list(&x, &b.study, KT_CLASS_ORGANISATION, &error), KT_OK);
    assert_int_equal(kt_exposure_lower(&x, LISTED, &work, &error), KT_OK);
    assert_int_equal(x.n_stopping, PARTS);
    assert_int_equal(x.n_listed, LISTED);
    uint32_t swept = 0;
    for (uint32_t e = 0; e < x.events.n; e++)
        swept += isnan(x.row[e].dependence) == 0;
    assert_int_equal(swept, LISTED);
    tear_down(&b);
    kt_buffer_free(&t.items);
    kt_buffer_free(&t.bom);
    kt_buffer_free(&t.supply);
    kt_buffer_free(&makers);
}

// However much of a reference market is given to who is served first.
static void what_is_said_to_stop_him_too_does(void **state)
{
    (void)state;
    kt_case *frigate = NULL;
    const kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    const kt_capacity_options given = {.given = true};
    kt_capacity best = {0};
    unsigned proven = 0;
    bench b;
    assert_int_equal(kt_open_case(&frigate, KETEN_SOURCE_DIR "/data/cases/lcf", &options, NULL),
                     KT_OK);
    set_up_case(&b, frigate);
    assert_int_equal(kt_capacity_open(&best, &b.circuit, &given, NULL), KT_OK);
    for (int event_class = 0; event_class < KT_N_CLASSES; event_class++) {
        kt_exposure x = {0};
        assert_int_equal(kt_exposure_list(&x, &b.study, (kt_event_class)event_class, NULL), KT_OK);
        for (uint32_t e = 0; e < x.events.n; e++) {
            const kt_event *event = &x.events.event[e];
            if (!kt_bound_stops_first(&b.bound, x.events.producer + event->first,
                                      event[1].first - event->first))
                continue;
            kt_exposure_fail(&best, &x.events, e, 0);
            for (uint32_t i = 0; i < b.network.n_items; i++) {
                if (b.network.item[i].market == KT_MARKET_REFERENCE)
                    kt_capacity_give(&best, i, 0, 1.0);
            }
            kt_capacity_sweep(&best);
            assert_true(kt_exposure_loss(&best, b.study.reach.target, 0) == 1.0);
            kt_capacity_clear(&best);
            proven++;
        }
    }
    assert_true(proven > 10);
    kt_capacity_close(&best);
    tear_down(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_events_are_listed_whatever_their_number),
        cmocka_unit_test(the_upper_bound_counts_the_open_ends_in),
        cmocka_unit_test(what_the_open_ends_stop_needs_no_sweep),
        cmocka_unit_test(what_stops_the_target_needs_no_sweep),
        cmocka_unit_test(what_is_said_to_stop_him_too_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
