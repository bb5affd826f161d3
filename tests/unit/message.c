// SPDX-License-Identifier: EUPL-1.2
// Messages: languages, the error record, the list of messages with places.
#include "setting.h"

#include "base/fault.h"
#include "base/lang.h"
#include "ingest/intake/reject.h"

static void translations_are_sorted_and_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < kt_po_nl_count; i++) {
        assert_true(i == 0 || strcmp(kt_po_nl[i - 1].id, kt_po_nl[i].id) < 0);
        assert_ptr_equal(kt_lang_text(KT_LANG_NL, kt_po_nl[i].id), kt_po_nl[i].text);
        assert_ptr_equal(kt_lang_text(KT_LANG_EN, kt_po_nl[i].id), kt_po_nl[i].id);
    }
}

static void an_unknown_text_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "zzz no such text", "\x01"};
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(kt_lang_text(KT_LANG_NL, texts[i]), texts[i]);
}

static void an_error_keeps_status_and_values(void **state)
{
    (void)state;
    kt_error error = {0};
    assert_int_equal(kt_error_set(&error, KT_BAD_INPUT, "share %g of %s", 1.7, "pump"),
                     KT_BAD_INPUT);
    assert_int_equal(error.status, KT_BAD_INPUT);
    assert_string_equal(error.message, "share 1.7 of pump");
    assert_int_equal(kt_error_set(NULL, KT_INTERNAL, "nobody listens"), KT_INTERNAL);
    assert_int_equal(kt_error_no_memory(&error), KT_NO_RESOURCES);
    assert_string_equal(error.message, "out of memory");
}

static void a_long_error_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    for (size_t before = KT_ERROR_SIZE - 6; before < KT_ERROR_SIZE + 2; before++) {
        char text[KT_ERROR_SIZE + 16];
        kt_error error;
        memset(text, 'a', before);
        memcpy(text + before, "€€", 7);
        (void)kt_error_set(&error, KT_BAD_INPUT, "%s", text);
        size_t length = strlen(error.message);
        assert_true(length < KT_ERROR_SIZE);
        assert_memory_equal(error.message, text, length);
        assert_true(length <= before || (length - before) % 3 == 0);
    }
}

// What a file of a stranger says cannot pass for a line of ours, nor for a command to a terminal.
static void an_error_is_one_line_of_text(void **state)
{
    (void)state;
    kt_error error = {0};
    (void)kt_error_set(&error, KT_BAD_INPUT, "%s: no", "a\nketen: all is well\x1B[2J\xC2\x9B\xFF");
    assert_string_equal(error.message, "a\\x0Aketen: all is well\\x1B[2J\\xC2\\x9B\\xFF: no");
    kt_error again = {0};
    (void)kt_error_set(&again, KT_BAD_INPUT, "%s", error.message);
    assert_string_equal(again.message, error.message);
    for (size_t before = KT_ERROR_SIZE - 9; before < KT_ERROR_SIZE; before++) {
        char text[KT_ERROR_SIZE + 4];
        memset(text, 'a', before);
        memcpy(text + before, "\n\n", 3);
        (void)kt_error_set(&error, KT_BAD_INPUT, "%s", text);
        size_t length = strlen(error.message);
        assert_true(length <= before || (length - before) % 4 == 0); // whole, or not at all
        assert_true(length < KT_ERROR_SIZE);
    }
}

static kt_fault at(const char *file, uint32_t package, uint32_t line, uint32_t column)
{
    return (kt_fault){.file = file,
                      .package = package,
                      .line = line,
                      .column = column,
                      .see_record = KT_NO_RECORD};
}

static void faults_are_sorted_by_place_and_message(void **state)
{
    (void)state;
    kt_fault_list faults = {0};
    kt_fault_add(&faults, at("b.csv", 1, 1, 1), "eighth");
    kt_fault_add(&faults, at("b.csv", 0, 10, 2), "seventh");
    kt_fault_add(&faults, at("b.csv", 0, 9, 11), "sixth");
    kt_fault_add(&faults, at("b.csv", 0, 9, 2), "b: fifth");
    kt_fault_add(&faults, at("b.csv", 0, 9, 2), "a: fourth");
    kt_fault_add(&faults, at("B.csv", 0, 99, 1), "second");
    kt_fault_add(&faults, at("a.csv", 0, 99, 1), "third");
    kt_fault_add(&faults, at("A.csv", 0, 99, 1), "%s", "first");
    assert_int_equal(kt_fault_sort(&faults, NULL, NULL), KT_OK);
    const char *const order[] = {"first",    "second", "third",   "a: fourth",
                                 "b: fifth", "sixth",  "seventh", "eighth"};
    assert_int_equal(faults.n, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(faults.note[i].message, order[i]);
    kt_notes_free(&faults);
    assert_int_equal(faults.n, 0);
}

static void warnings_are_no_errors(void **state)
{
    (void)state;
    kt_fault_list faults = {0};
    kt_fault warning = at("a.csv", 0, 1, 1);
    warning.kind = KT_NOTE_WARNING;
    kt_fault_add(&faults, warning, "worth knowing");
    assert_int_equal(faults.n, 1);
    assert_int_equal(faults.n_errors, 0);
    kt_fault_add(&faults, at("a.csv", 0, 1, 1), "wrong");
    assert_int_equal(faults.n_errors, 1);
    kt_notes_free(&faults);
}

static void a_million_faults_are_enough(void **state)
{
    (void)state;
    kt_fault_list faults = {0};
    for (int i = 0; i < 1000003; i++)
        kt_fault_add(&faults, at("a.csv", 0, 1, 1), "x");
    assert_int_equal(faults.n, 1000000);
    assert_int_equal(faults.n_errors, 1000003);
    assert_true(faults.cut);
    assert_false(faults.failed);
    kt_notes_free(&faults);
}

static void a_note_keeps_a_place_of_its_own(void **state)
{
    (void)state;
    kt_notes notes = {.lang = KT_LANG_NL};
    char place[] = "parts.xlsx:items!C12";
    kt_notes_add(&notes, KT_NOTE_WARNING, place, "%s \"%s\" is not a number", "mass_kg", "heavy");
    memset(place, 'x', sizeof place - 1);
    assert_string_equal(notes.note[0].place, "parts.xlsx:items!C12");
    assert_string_equal(notes.note[0].message, "mass_kg \"heavy\" is geen getal");
    assert_int_equal(notes.note[0].kind, KT_NOTE_WARNING);
    kt_notes_free(&notes);
    assert_int_equal(notes.n, 0);
    assert_int_equal(notes.lang, KT_LANG_NL);
}

static void a_quiet_note_is_said_in_every_language(void **state)
{
    (void)state;
    kt_notes notes = {.lang = KT_LANG_NL, .quiet = true};
    kt_note place = {.see_record = KT_NO_RECORD};
    const char *const each[KT_N_LANGS] = {"one 100%", "een 100%"};
    char name[] = "mass_kg";
    kt_buffer text = {0};
    kt_fault word = at("a.csv", 0, 1, 1);
    kt_notes_add(&notes, KT_NOTE_FAULT, NULL, "%s \"%s\" is not a number", name, "100 %s");
    kt_notes_add(&notes, KT_NOTE_FAULT, NULL, "%.3s %d %u %zu %llu %%", "abcdef", -1, 2u, (size_t)3,
                 4ULL);
    kt_notes_put_each(&notes, place, each);
    word.said.words = 1u << 1;
    kt_fault_add(&notes, word, "target \"%s\" is not a known %s", "material", "material");
    memset(name, 'x', sizeof name - 1);
    for (int l = 0; l < KT_N_LANGS; l++) {
        for (size_t i = 0; i < notes.n; i++) {
            kt_notes_say(&text, &notes.note[i], (kt_lang)l);
            kt_buffer_put(&text, "|");
            assert_null(notes.note[i].message);
        }
    }
    assert_string_equal(text.text, "mass_kg \"100 %s\" is not a number|abc -1 2 3 4 %|one 100%|"
                                   "target \"material\" is not a known material|"
                                   "mass_kg \"100 %s\" is geen getal|abc -1 2 3 4 %|een 100%|"
                                   "target \"material\" is niet bekend als grondstof|");
    kt_buffer_free(&text);
    kt_notes_free(&notes);
}

static void notes_beyond_the_most_are_cut(void **state)
{
    (void)state;
    kt_notes notes = {.most = 2};
    for (int i = 0; i < 5; i++)
        kt_notes_add(&notes, KT_NOTE_FAULT, "a", "fault %d", i);
    assert_int_equal(notes.n, 2);
    assert_int_equal(notes.n_errors, 5);
    assert_true(notes.cut);
    assert_string_equal(notes.note[1].message, "fault 1");
    kt_notes_free(&notes);
}

static void a_refused_row_may_have_several_reasons(void **state)
{
    (void)state;
    kt_reject_list rejects = {0};
    kt_delivery_place second = {.grid = 0, .number = 2};
    kt_delivery_place third = {.grid = 0, .number = 3};
    kt_reject_add(&rejects, third, "a.csv:3:1", "%s", "one");
    kt_reject_add(&rejects, second, "a.csv:2:1", "%s", "two");
    kt_reject_add(&rejects, third, "a.csv:3:2", "%s", "three");
    assert_int_equal(rejects.notes.n, 3);
    size_t rows = 0;
    assert_int_equal(kt_reject_rows(&rows, &rejects, NULL), KT_OK);
    assert_int_equal(rows, 2);
    assert_int_equal(rejects.row[2].number, 3);
    assert_string_equal(rejects.notes.note[2].place, "a.csv:3:2");
    assert_string_equal(rejects.notes.note[2].message, "three");
    kt_reject_free(&rejects);
    assert_int_equal(rejects.notes.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translations_are_sorted_and_found),
        cmocka_unit_test(an_unknown_text_stays_as_it_is),
        cmocka_unit_test(an_error_keeps_status_and_values),
        cmocka_unit_test(a_long_error_is_cut_at_a_whole_character),
        cmocka_unit_test(an_error_is_one_line_of_text),
        cmocka_unit_test(faults_are_sorted_by_place_and_message),
        cmocka_unit_test(warnings_are_no_errors),
        cmocka_unit_test(a_million_faults_are_enough),
        cmocka_unit_test(a_note_keeps_a_place_of_its_own),
        cmocka_unit_test(a_quiet_note_is_said_in_every_language),
        cmocka_unit_test(notes_beyond_the_most_are_cut),
        cmocka_unit_test(a_refused_row_may_have_several_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
