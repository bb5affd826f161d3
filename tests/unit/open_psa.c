// SPDX-License-Identifier: EUPL-1.2
// The Open-PSA export: escapes, votes, what a tool would refuse, and the limit. That the tree fails
// for the same sets as the network is compared on random cases
// (tests/oracle/chokepoint_compare.py).
#include "report/render/open_psa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const IDS[] = {"a<b", "x & y", "plain"};

static kt_structure *three_events(void)
{
    kt_structure *s = NULL;
    assert_int_equal(kt_structure_open(&s, 3, NULL), KT_OK);
    return s;
}

static void add_top(kt_structure *s, kt_gate gate)
{
    s->top = kt_structure_gate(s->n_gates);
    assert_int_equal(kt_structure_add_gate(s, &gate, NULL), KT_OK);
}

static kt_status write_to(kt_buffer *out, const kt_structure *s, kt_error *err)
{
    const kt_open_psa_form form = {s, "ship", IDS};
    const kt_disclosed disclosed = kt_disclose_form(&form);
    return kt_open_psa_write(out, &disclosed, err);
}

// The document of `s`, which is closed.
static kt_buffer write(kt_structure *s)
{
    kt_buffer out = {0};
    assert_int_equal(write_to(&out, s, NULL), KT_OK);
    kt_structure_close(s);
    return out;
}

static void has(const kt_buffer *out, const char *text)
{
    if (strstr(out->text, text) == NULL)
        fail_msg("%s is not in %s", text, out->text);
}

static void has_not(const kt_buffer *out, const char *text)
{
    assert_null(strstr(out->text, text));
}

static const kt_input ALL[] = {2, 4, 6}; // the three events

static void ids_are_escaped_labels(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    add_top(s, (kt_gate){KT_GATE_OR, 3, ALL, NULL, 0.0});
    kt_buffer out = write(s);
    has(&out, "<label>a&lt;b</label>");
    has(&out, "<label>x &amp; y</label>");
    kt_buffer_free(&out);
}

static void an_unknown_probability_is_left_out(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    assert_int_equal(kt_structure_set_event(s, 1, 1, 0.1, NULL), KT_OK);
    add_top(s, (kt_gate){KT_GATE_AND, 3, ALL, NULL, 0.0});
    kt_buffer out = write(s);
    has(&out, "<label>x &amp; y</label><float value=\"0.1\"/>");
    has(&out, "<label>plain</label></define-basic-event>");
    kt_buffer_free(&out);
}

static void equal_shares_are_atleast(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    double third[] = {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
    add_top(s, (kt_gate){KT_GATE_WEIGHTED, 3, ALL, third, 0.5});
    kt_buffer out = write(s);
    has(&out, "<atleast min=\"2\">");
    kt_buffer_free(&out);
}

static void unequal_shares_are_and_and_or(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    double share[] = {0.6, 0.3, 0.1}; // fails with the first, and with no other without it
    add_top(s, (kt_gate){KT_GATE_WEIGHTED, 3, ALL, share, 0.5});
    kt_buffer out = write(s);
    has(&out, "<define-gate name=\"g0\"><basic-event name=\"e0\"/></define-gate>");
    has_not(&out, "e1"); // an event that decides nothing is not named
    kt_buffer_free(&out);
}

static void an_input_twice_is_written_once(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    kt_input twice[] = {2, 4, 2};
    add_top(s, (kt_gate){KT_GATE_AND, 3, twice, NULL, 0.0});
    kt_buffer out = write(s);
    has(&out, "<and><basic-event name=\"e0\"/><basic-event name=\"e1\"/></and>");
    kt_buffer_free(&out);
}

static void constants_are_constants(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    s->top = KT_INPUT_ALWAYS;
    kt_buffer out = write(s);
    has(&out, "<constant value=\"true\"/>");
    has_not(&out, "define-basic-event");
    kt_buffer_free(&out);
}

static void too_many_gates_are_refused(void **state)
{
    (void)state;
    kt_structure *s = three_events();
    kt_buffer out = {0};
    kt_error err = {0};
    add_top(s, (kt_gate){KT_GATE_OR, 3, ALL, NULL, 0.0});
    while (s->n_gates <= KT_OPEN_PSA_GATES)
        add_top(s, (kt_gate){KT_GATE_OR, 2, (kt_input[]){s->top, 2}, NULL, 0.0});
    assert_int_equal(write_to(&out, s, &err), KT_NO_RESOURCES);
    assert_non_null(strstr(err.message, "500000 gates"));
    kt_structure_close(s);
    kt_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_escaped_labels),
        cmocka_unit_test(an_unknown_probability_is_left_out),
        cmocka_unit_test(equal_shares_are_atleast),
        cmocka_unit_test(unequal_shares_are_and_and_or),
        cmocka_unit_test(an_input_twice_is_written_once),
        cmocka_unit_test(constants_are_constants),
        cmocka_unit_test(too_many_gates_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
