// SPDX-License-Identifier: EUPL-1.2
// The JSON writer: escapes, commas, numbers. tests/fuzz/json.c reads documents back.
#include "setting.h"

#include "base/json.h"

static void expect(kt_buffer *out, const char *document)
{
    assert_string_equal(out->text, document);
    kt_buffer_free(out);
}

static void escapes_what_json_does_not_allow(void **state)
{
    (void)state;
    for (int c = 1; c < 0x80; c++) {
        char text[2] = {(char)c, '\0'};
        char expected[16];
        kt_buffer out = {0};
        kt_json json = {.out = &out};
        if (c == '"' || c == '\\')
            snprintf(expected, sizeof expected, "\"\\%c\"", c);
        else if (c == '\n')
            snprintf(expected, sizeof expected, "\"\\n\"");
        else if (c < 0x20 || c == 0x7F)
            snprintf(expected, sizeof expected, "\"\\u%04x\"", (unsigned)c);
        else
            snprintf(expected, sizeof expected, "\"%c\"", c);
        kt_json_text(&json, NULL, text);
        expect(&out, expected);
    }
}

static void keeps_utf8_and_replaces_what_is_none(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_json json = {.out = &out};
    kt_json_text(&json, NULL, "één → 造");
    expect(&out, "\"één → 造\"");
    json = (kt_json){.out = &out};
    kt_json_text(&json, NULL, "Sch\xFCle");
    expect(&out, "\"Sch\xEF\xBF\xBDle\"");
    json = (kt_json){.out = &out};
    kt_json_text(&json, NULL, NULL);
    expect(&out, "null");
    json = (kt_json){.out = &out}; // what a terminal would obey, turn or leave out
    kt_json_text(&json, NULL, "é\xC2\x9B[1m\u202ea\u200bb\u2028\U000e0041é");
    expect(&out, "\"é\\u009b[1m\\u202ea\\u200bb\\u2028\\udb40\\udc41é\"");
}

static void puts_commas_between_values_only(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_json json = {.out = &out};
    kt_json_open(&json, NULL, '{');
    kt_json_open(&json, "empty", '[');
    kt_json_close(&json, ']');
    kt_json_open(&json, "nested", '[');
    kt_json_open(&json, NULL, '{');
    kt_json_close(&json, '}');
    kt_json_bool(&json, NULL, true);
    kt_json_null(&json, NULL);
    kt_json_close(&json, ']');
    kt_json_text(&json, "a \"key\"", "v");
    kt_json_count(&json, "most", UINT64_MAX);
    kt_json_close(&json, '}');
    expect(&out, "{\"empty\":[],\"nested\":[{},true,null],\"a \\\"key\\\"\":\"v\","
                 "\"most\":18446744073709551615}");
}

static void writes_no_number_that_json_lacks(void **state)
{
    (void)state;
    kt_buffer out = {0};
    kt_json json = {.out = &out};
    kt_json_open(&json, NULL, '[');
    kt_json_number(&json, NULL, (double)NAN);
    kt_json_number(&json, NULL, (double)INFINITY);
    kt_json_number(&json, NULL, -(double)INFINITY);
    kt_json_number(&json, NULL, -0.0);
    kt_json_number(&json, NULL, 0.1);
    kt_json_number(&json, NULL, -1.5e-300);
    kt_json_close(&json, ']');
    expect(&out, "[null,null,null,0,0.1,-1.5e-300]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_what_json_does_not_allow),
        cmocka_unit_test(keeps_utf8_and_replaces_what_is_none),
        cmocka_unit_test(puts_commas_between_values_only),
        cmocka_unit_test(writes_no_number_that_json_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
