// SPDX-License-Identifier: EUPL-1.2
// Names of parts and what class they are: the rules one by one, and 437 names as they stand in
// parts lists (tests/facts/part_names.csv). The words of the reference were mended by the misses
// among these, so the count holds what is reached, and says less of names that nobody has seen. A
// wrong class that is called sure is the worst: it is asked of nobody.
#include "setting.h"

#include "ingest/recognise/class_recognise.h"

typedef struct fixture {
    kt_case *reference;
    kt_class_recogniser *recogniser;
    kt_arena arena;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    kt_error err = {0};
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data", .all_tables = true};
    assert_non_null(f);
    if (kt_open_reference(&f->reference, &options, &err) != KT_OK)
        fail_msg("%s", err.message);
    assert_int_equal(kt_class_recognise_open(&f->recogniser, f->reference, &err), KT_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    kt_class_recognise_close(f->recogniser);
    kt_case_free(f->reference);
    kt_arena_free(&f->arena);
    free(f);
    return 0;
}

static kt_class_list ask(fixture *f, const char *name, kt_lang lang)
{
    kt_class_list list;
    kt_error err = {0};
    assert_int_equal(kt_class_recognise_name(&list, f->recogniser, name, lang, &f->arena, &err),
                     KT_OK);
    return list;
}

typedef struct rule {
    const char *name;
    kt_class_verdict verdict;
    const char *id; // of the first candidate; NULL: none
} rule;

static const rule RULES[] = {
    // the head says what it is: the last noun of a compound, wherever that is written
    {"Zeewaterkoelpomp", KT_CLASS_SURE, "pump"},
    {"Wälzlager", KT_CLASS_SURE, "rolling-bearing"},
    {"Waelzlager", KT_CLASS_SURE, "rolling-bearing"},
    {"WÄLZLAGER", KT_CLASS_SURE, "rolling-bearing"},
    {"Ball bearings", KT_CLASS_SURE, "ball-bearing"},
    // traits choose beneath it
    {"Hex bolt M8x30", KT_CLASS_SURE, "bolt"},
    {"Hex bolt M8x30 A2-70", KT_CLASS_SURE, "bolt-a2"},
    {"Messingschraube M3x6", KT_CLASS_SURE, "bolt-brass"},
    {"Zylinderschraube mit Innensechskant M6x16 A4", KT_CLASS_SURE, "bolt-a4"},
    // a designation does where there is no head, written in any way
    {"N42SH", KT_CLASS_SURE, "magnet-ndfeb-high"},
    {"6205-2RS", KT_CLASS_SURE, "ball-bearing"},
    {"S355J2+N", KT_CLASS_SURE, "steel-s355"},
    {"S 355 J2", KT_CLASS_SURE, "steel-s355"},
    {"100nF X7R 0603", KT_CLASS_SURE, "mlcc"},
    // a substance gives way to a product made of it
    {"Flange S235", KT_CLASS_SURE, "flange"},
    {"Plate S235 10 mm", KT_CLASS_SURE, "steel-s235"},
    // but a product before it may be what the substance is for
    {"Gear steel", KT_CLASS_ASK, "gear"},
    {"Aluminium electrolytic 220uF", KT_CLASS_ASK, "aluminium-alloy"},
    // what a part is for, or has, it is not
    {"Servomotor met encoder", KT_CLASS_SURE, "motor-pm"},
    {"Gasket for pump", KT_CLASS_SURE, "gasket"},
    {"Bracket for pump", KT_CLASS_OPEN, NULL},
    {"Aluminium 4032 (piston)", KT_CLASS_SURE, "aluminium-alloy"},
    // a head that has no class leaves it open
    {"Pump housing", KT_CLASS_OPEN, NULL},
    {"Pumpengehäuse", KT_CLASS_OPEN, NULL},
    {"Halterung Sensor", KT_CLASS_OPEN, NULL},
    // two heads, two things, and a word that may be the head
    {"Wire harness main cabinet", KT_CLASS_ASK, "enclosure"},
    {"Coatings and adhesives", KT_CLASS_ASK, NULL},
    {"Pump frobnicator", KT_CLASS_ASK, "pump"},
    {"Frobnicator pump", KT_CLASS_SURE, "pump"},
    // nothing to go by
    {"", KT_CLASS_OPEN, NULL},
    {"4711", KT_CLASS_OPEN, NULL},
    {"XJ-4471-B", KT_CLASS_OPEN, NULL},
    {"\xFF\xFE ((( %s %n", KT_CLASS_OPEN, NULL},
};

static void the_rules_hold(void **state)
{
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        kt_class_list list = ask(*state, RULES[i].name, KT_LANG_EN);
        const char *id = list.n == 0 ? "none" : list.candidate[0].id;
        if (list.verdict != RULES[i].verdict ||
            (RULES[i].id != NULL && strcmp(id, RULES[i].id) != 0))
            fail_msg("\"%s\": verdict %d, %s", RULES[i].name, (int)list.verdict, id);
        assert_int_equal(list.n == 0, list.verdict == KT_CLASS_OPEN);
        assert_true(list.verdict != KT_CLASS_SURE ||
                    (list.n == 1 && list.candidate[0].score > 0.85));
        for (size_t k = 0; k < list.n; k++) {
            assert_true(list.candidate[k].score > 0 && list.candidate[k].score <= 1);
            assert_true(k == 0 || list.candidate[k].score <= list.candidate[k - 1].score);
            assert_non_null(list.candidate[k].reason);
        }
    }
}

static void reasons_say_why_in_both_languages(void **state)
{
    kt_class_list list = ask(*state, "Hex bolt M8x30 A2-70", KT_LANG_EN);
    assert_string_equal(list.candidate[0].reason, "\"hex bolt\" names it, \"a2\" says which");
    list = ask(*state, "Hex bolt M8x30 A2-70", KT_LANG_NL);
    assert_string_equal(list.candidate[0].reason, "\"hex bolt\" noemt het, \"a2\" zegt welke");
    list = ask(*state, "Pump frobnicator", KT_LANG_EN);
    assert_string_equal(list.candidate[0].reason, "\"pump\" names it, but what stands beside it is "
                                                  "not understood");
}

static void a_name_that_is_too_long_is_never_sure(void **state)
{
    char name[4000] = "Ball bearing";
    size_t length = strlen(name);
    for (; length + 6 < sizeof name; length += 5)
        memcpy(name + length, " 6205", 6);
    assert_int_not_equal(ask(*state, name, KT_LANG_EN).verdict, KT_CLASS_SURE);
    // few words, of many meanings each: what comes behind them may say that it is something else
    snprintf(name, sizeof name, "Bolt");
    for (int i = 0; i < 20; i++)
        strncat(name, " zinc", sizeof name - strlen(name) - 1);
    strncat(name, ", bracket", sizeof name - strlen(name) - 1);
    assert_int_not_equal(ask(*state, name, KT_LANG_EN).verdict, KT_CLASS_SURE);
    memset(name, 'x', sizeof name - 1); // one word
    name[sizeof name - 1] = '\0';
    assert_int_equal(ask(*state, name, KT_LANG_EN).verdict, KT_CLASS_OPEN);
}

// A row of part_names.csv: a name, quoted where it has a comma, and what it may be, "-" nothing.
static void read_row(char *line, char **name, char **classes)
{
    line[strcspn(line, "\n")] = '\0';
    *classes = strrchr(line, ',') + 1;
    (*classes)[-1] = '\0';
    *name = line;
    if (line[0] != '"')
        return;
    char *out = line;
    for (char *in = line + 1; in[0] != '\0' && !(in[0] == '"' && in[1] == '\0'); in++) {
        *out++ = *in;
        in += in[0] == '"' && in[1] == '"';
    }
    *out = '\0';
}

static bool is_one_of(const char *id, const char *classes)
{
    size_t length = strlen(id);
    for (const char *at = classes; at != NULL; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, id, length) == 0 && (at[length] == ';' || at[length] == '\0'))
            return true;
    }
    return false;
}

typedef struct tally {
    unsigned names, sure, wrong, open;
} tally;

// `shift`: what is expected is taken from the name before, which must make it wrong.
static tally count_names(fixture *f, bool shift)
{
    char line[600];
    char before[600] = "-";
    tally t = {0};
    FILE *file = fopen(KETEN_SOURCE_DIR "/tests/facts/part_names.csv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file)); // the header
    while (fgets(line, sizeof line, file) != NULL) {
        char *name;
        char *classes;
        read_row(line, &name, &classes);
        kt_class_list list = ask(f, name, KT_LANG_EN);
        bool sure = list.verdict == KT_CLASS_SURE;
        bool right = sure && is_one_of(list.candidate[0].id, shift ? before : classes);
        t.names++;
        t.sure += right;
        t.open += !sure;
        t.wrong += sure && !right;
        if (sure && !right && !shift)
            print_message("%s: %s, not %s\n", name, list.candidate[0].id, classes);
        snprintf(before, sizeof before, "%s", classes);
    }
    assert_int_equal(fclose(file), 0);
    return t;
}

static void parts_of_real_lists_are_recognised_or_left_open(void **state)
{
    tally t = count_names(*state, false);
    print_message("%u names: %u sure, %u left open or asked, %u wrong and sure\n", t.names, t.sure,
                  t.open, t.wrong);
    assert_true(t.names >= 400);
    assert_true((t.sure + t.open) * 100 >= t.names * 85);
    assert_true(t.wrong * 100 < t.names);
    assert_true(t.sure * 100 >= t.names * 80); // it does not get there by leaving all open
    tally shifted = count_names(*state, true);
    assert_true(shifted.wrong * 2 > shifted.names); // the count can find fault
}

// Whether one of the classes stands above the other, or they are the same.
static bool in_one_line(const kt_case *c, uint32_t a, uint32_t b)
{
    const kt_table *classes = &c->reference[KT_PRODUCT_CLASSES];
    const uint32_t from[2] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        for (uint32_t r = from[i]; r != KT_NO_ROW;) {
            if (r == from[1 - i])
                return true;
            kt_symbol parent = kt_table_text(classes, KT_PRODUCT_CLASSES_PARENT, r);
            r = parent == 0 ? KT_NO_ROW : kt_case_row(&c->product_class, parent);
        }
    }
    return false;
}

static uint32_t row_of(const kt_case *c, const char *id)
{
    return kt_case_row(&c->product_class, kt_pool_find(&c->pool, id, strlen(id)));
}

// The own name of a class means it, or the one above it, or is asked.
static void no_class_is_called_another_by_its_own_name(void **state)
{
    fixture *f = *state;
    const kt_case *c = f->reference;
    const kt_table *classes = &c->reference[KT_PRODUCT_CLASSES];
    static const int NAMES[] = {KT_PRODUCT_CLASSES_NAME_EN, KT_PRODUCT_CLASSES_NAME_NL,
                                KT_PRODUCT_CLASSES_NAME_DE};
    unsigned sure = 0;
    unsigned other = 0;
    for (uint32_t r = 0; r < classes->n_rows; r++) {
        const char *id = kt_pool_text(&c->pool, kt_table_text(classes, KT_PRODUCT_CLASSES_ID, r));
        for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
            const char *name = kt_pool_text(&c->pool, kt_table_text(classes, NAMES[i], r));
            kt_class_list list = ask(f, name, KT_LANG_EN);
            bool same = list.n > 0 && strcmp(list.candidate[0].id, id) == 0;
            sure += list.verdict == KT_CLASS_SURE && same;
            bool strange = list.verdict == KT_CLASS_SURE &&
                           !in_one_line(c, r, row_of(c, list.candidate[0].id));
            other += strange;
            if (strange)
                print_message("%s: \"%s\" is called %s\n", id, name, list.candidate[0].id);
        }
    }
    assert_int_equal(other, 0);
    assert_true(sure >= 2 * classes->n_rows); // of three names each
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules_hold),
        cmocka_unit_test(reasons_say_why_in_both_languages),
        cmocka_unit_test(a_name_that_is_too_long_is_never_sure),
        cmocka_unit_test(parts_of_real_lists_are_recognised_or_left_open),
        cmocka_unit_test(no_class_is_called_another_by_its_own_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
