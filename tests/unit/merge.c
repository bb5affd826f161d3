// SPDX-License-Identifier: EUPL-1.2
// Rows of a delivery meet the rows of a case: new, filled, changed, contradicted, answered,
// removed.
#include "setting.h"

#include "ingest/merge/merge.h"

// A case that is being changed, and what is delivered to it.
typedef struct meeting {
    kt_pool pool;
    kt_draft draft;
    kt_delivery delivery;
    kt_merge_log log;
    kt_grid_list grids;
    kt_reject_list rejects;
    uint32_t n_places;
} meeting;

static void begin(meeting *m)
{
    *m = (meeting){0};
    assert_true(kt_pool_open(&m->pool));
    m->delivery.pool = m->log.pool = &m->pool;
    assert_int_equal(kt_draft_open(&m->draft, "/tmp/keten-no-such-case", &m->pool, NULL, NULL),
                     KT_OK);
}

static void end(meeting *m)
{
    kt_reject_free(&m->rejects);
    kt_grid_free(&m->grids);
    kt_merge_log_free(&m->log);
    kt_delivery_free(&m->delivery);
    kt_draft_close(&m->draft);
    kt_pool_close(&m->pool);
}

// A row of a table: "column=text" divided by `;`.
static void deliver(meeting *m, const char *table, const char *cells, kt_delivery_act act)
{
    char place[30];
    char text[300];
    kt_symbol symbol;
    size_t t = kt_delivery_table_at(&m->delivery, table);
    int length = snprintf(place, sizeof place, "row %u", (unsigned)++m->n_places);
    assert_true(kt_pool_add(&m->pool, place, (size_t)length, &symbol));
    kt_delivery_begin_act(&m->delivery, t, (kt_delivery_place){KT_NO_GRID, 0, symbol}, act);
    snprintf(text, sizeof text, "%s", cells);
    for (char *at = text; at != NULL && *at != '\0';) {
        char *next = strchr(at, ';');
        if (next != NULL)
            *next++ = '\0';
        char *value = strchr(at, '=');
        assert_non_null(value);
        *value++ = '\0';
        kt_delivery_put_text(&m->delivery, t, at, value);
        at = next;
    }
}

static void merge(meeting *m)
{
    assert_false(m->delivery.failed);
    assert_int_equal(
        kt_merge_delivery(&m->log, &m->draft, &m->delivery, &m->grids, &m->rejects, NULL), KT_OK);
    kt_delivery_free(&m->delivery);
    m->delivery = (kt_delivery){.pool = &m->pool};
}

// The case is written and read again: what it has is nobody's delivery any more.
static void settle(meeting *m)
{
    for (size_t t = 0; t < m->draft.n; t++) {
        for (size_t r = 0; r < m->draft.table[t].n_rows; r++)
            m->draft.table[t].origin[r] = KT_NO_ORIGIN;
    }
    kt_merge_log_free(&m->log);
    m->log = (kt_merge_log){.pool = &m->pool};
}

// The rows of a table without their header.
static void expect_rows(const meeting *m, const char *table, const char *expected)
{
    kt_buffer out = {0};
    const kt_draft_table *t = kt_draft_find(&m->draft, table);
    assert_non_null(t);
    kt_draft_write_table(&out, &m->draft, t);
    assert_string_equal(strchr(out.text, '\n') + 1, expected);
    kt_buffer_free(&out);
}

// "table key column: before -> after [other]" of each change since the last merge began.
static void expect_changes(const meeting *m, const char *expected)
{
    static const char *const KIND[KT_N_CHANGES] = {"filled", "changed", "contradicted", "removed",
                                                   "settled"};
    kt_buffer out = {0};
    kt_buffer_put(&out, "");
    for (size_t i = 0; i < m->log.n; i++) {
        const kt_merge_change *c = &m->log.change[i];
        kt_buffer_format(&out, "%s %s %s %s: %s -> %s [%s] %s\n", KIND[c->kind],
                         kt_pool_text(&m->pool, c->table), kt_pool_text(&m->pool, c->key),
                         kt_pool_text(&m->pool, c->column), kt_pool_text(&m->pool, c->before),
                         kt_pool_text(&m->pool, c->after), kt_pool_text(&m->pool, c->other),
                         c->place);
    }
    assert_string_equal(out.text == NULL ? "" : out.text, expected);
    kt_buffer_free(&out);
}

static void expect_refusals(const meeting *m, const char *expected)
{
    kt_buffer out = {0};
    for (size_t i = 0; i < m->rejects.notes.n; i++)
        kt_buffer_format(&out, "%s: %s\n", m->rejects.notes.note[i].place,
                         m->rejects.notes.note[i].message);
    assert_string_equal(out.text == NULL ? "" : out.text, expected);
    kt_buffer_free(&out);
}

#define MERGE KT_DELIVERY_MERGE

// The case with a pump from a letter of grade C, as if it was read from its files.
static void begin_with_pump(meeting *m)
{
    begin(m);
    deliver(m, "items", "id=pump;kind=part;name_en=Pump;mass_kg=40;evidence=C;source=letter",
            MERGE);
    merge(m);
    settle(m);
}

static void expect_pump(const meeting *m, const char *cells)
{
    char rows[200];
    snprintf(rows, sizeof rows, "pump,part,Pump,%s\n", cells);
    expect_rows(m, "items", rows);
}

static void a_new_row_is_added(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=seal;kind=part;name_en=Seal", MERGE);
    deliver(&m, "items", "id=pump;mass_kg=40.0", MERGE);
    merge(&m);
    expect_rows(&m, "items", "pump,part,Pump,40,C,letter\nseal,part,Seal,,,\n");
    expect_changes(&m, "");
    expect_refusals(&m, "");
    end(&m);
}

static void an_empty_cell_is_filled(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;unit=kg;source=other", MERGE);
    merge(&m);
    expect_rows(&m, "items", "pump,part,Pump,40,C,letter; other,kg\n");
    expect_changes(&m, "filled items pump unit:  -> kg [] row 2\n");
    end(&m);
}

static void the_same_source_changes_its_mind(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;mass_kg=45;evidence=C;source=letter", MERGE);
    merge(&m);
    expect_pump(&m, "45,C,letter");
    expect_changes(&m, "changed items pump mass_kg: 40 -> 45 [] row 2\n");
    end(&m);
}

static void better_evidence_wins_a_contradiction(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;mass_kg=45;evidence=B;source=drawing", MERGE);
    merge(&m);
    expect_pump(&m, "45,C,letter; drawing"); // the name is still of the letter
    expect_changes(&m, "contradicted items pump mass_kg: 40 -> 45 [40] row 2\n");
    expect_rows(&m, "conflicts", "items,pump,mass_kg,45,B,drawing,40,C,letter\n");
    settle(&m);
    deliver(&m, "items", "id=pump;mass_kg=50;evidence=D;source=guess", MERGE);
    deliver(&m, "items", "id=pump;mass_kg=50;evidence=D;source=guess", MERGE);
    merge(&m);
    expect_pump(&m, "45,C,letter; drawing");
    expect_rows(&m, "conflicts",
                "items,pump,mass_kg,45,B,drawing,40,C,letter\n"
                "items,pump,mass_kg,45,C,letter; drawing,50,D,guess\n"); // once
    end(&m);
}

static void the_same_figures_get_a_better_source(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;kind=part;name_en=Pump;mass_kg=40;evidence=A;source=weighed",
            MERGE);
    merge(&m);
    expect_pump(&m, "40,A,weighed");
    expect_changes(&m, "");
    end(&m);
}

// The better source says nothing of the name, which stays that of the letter.
static void a_row_is_worth_no_more_than_what_is_left_in_it(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;mass_kg=40;evidence=A;source=weighed", MERGE);
    merge(&m);
    expect_pump(&m, "40,C,letter");
    expect_changes(&m, "");
    expect_refusals(&m, "");
    end(&m);
}

// Two rows of one list may differ in where they were found, and in nothing else.
static void two_rows_of_a_delivery_may_have_two_sources(void **state)
{
    (void)state;
    meeting m;
    begin(&m);
    deliver(&m, "items", "id=pump;mass_kg=40;evidence=B;source=x", MERGE);
    deliver(&m, "items", "id=pump;mass_kg=40.0;evidence=C;source=y", MERGE);
    merge(&m);
    expect_rows(&m, "items", "pump,,,40,B,x\n");
    expect_refusals(&m, "");
    expect_changes(&m, "");
    end(&m);
}

static void an_answer_overrides_and_removes(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;mass_kg=44;unit=kg;evidence=D;source=answer",
            KT_DELIVERY_OVERRIDE);
    merge(&m);
    expect_rows(&m, "items", "pump,part,Pump,44,D,answer,kg\n");
    expect_changes(&m, "changed items pump mass_kg: 40 -> 44 [] row 2\n"
                       "filled items pump unit:  -> kg [] row 2\n"
                       "changed items pump evidence: C -> D [] row 2\n");
    settle(&m);
    deliver(&m, "items", "id=pump;mass_kg=44;source=answer", KT_DELIVERY_OVERRIDE);
    merge(&m);
    assert_int_equal(m.log.count[m.log.n_counts - 1].n_same, 1);
    settle(&m);
    deliver(&m, "items", "id=pump", KT_DELIVERY_REMOVE);
    deliver(&m, "items", "id=nowhere", KT_DELIVERY_REMOVE);
    merge(&m);
    expect_rows(&m, "items", "");
    end(&m);
}

static void two_rows_of_a_delivery_may_not_contradict(void **state)
{
    (void)state;
    meeting m;
    begin(&m);
    deliver(&m, "items", "id=pump;kind=part;mass_kg=40", MERGE);
    deliver(&m, "items", "id=pump;mass_kg=41", MERGE);
    deliver(&m, "items", "id=pump;unit=kg;source=x", MERGE); // adds to it
    deliver(&m, "items", "kind=part", MERGE);
    deliver(&m, "wishes", "what=peace", MERGE); // a table that nobody knows
    deliver(&m, "wishes", "what=peace", MERGE);
    merge(&m);
    expect_rows(&m, "items", "pump,part,,kg,40,x\n");
    expect_rows(&m, "wishes", "peace\n");
    expect_refusals(&m, "row 2: says something else than row 1 does of the same items\n"
                        "row 4: the row names nothing: id is expected\n");
    end(&m);
}

// Names of several columns; one that is absent is an empty one.
static void a_row_is_named_by_all_columns_of_its_key(void **state)
{
    (void)state;
    meeting m;
    begin(&m);
    deliver(&m, "supply", "item=pump;supplier=acme;share=0.5", MERGE);
    merge(&m);
    settle(&m);
    deliver(&m, "supply", "item=pump;supplier=acme;buyer=yard;share=0.4", MERGE);
    deliver(&m, "supply", "item=pump;supplier=acme;share=0.50", MERGE);
    merge(&m);
    expect_rows(&m, "supply", "pump,acme,0.5,\npump,acme,0.4,yard\n");
    end(&m);
}

// The seeded defect: a change that is not told must be noticed.
static void a_change_is_never_silent(void **state)
{
    (void)state;
    meeting m;
    begin_with_pump(&m);
    deliver(&m, "items", "id=pump;mass_kg=45;evidence=C;source=letter", MERGE);
    merge(&m);
    assert_int_equal(m.log.n, 1);
    assert_int_equal(kt_merge_log_total(&m.log, KT_CHANGE_CHANGED), 1);
    assert_int_equal(kt_merge_log_total(&m.log, KT_CHANGE_FILLED), 0);
    end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_row_is_added),
        cmocka_unit_test(an_empty_cell_is_filled),
        cmocka_unit_test(the_same_source_changes_its_mind),
        cmocka_unit_test(better_evidence_wins_a_contradiction),
        cmocka_unit_test(the_same_figures_get_a_better_source),
        cmocka_unit_test(a_row_is_worth_no_more_than_what_is_left_in_it),
        cmocka_unit_test(two_rows_of_a_delivery_may_have_two_sources),
        cmocka_unit_test(an_answer_overrides_and_removes),
        cmocka_unit_test(two_rows_of_a_delivery_may_not_contradict),
        cmocka_unit_test(a_row_is_named_by_all_columns_of_its_key),
        cmocka_unit_test(a_change_is_never_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
