// SPDX-License-Identifier: EUPL-1.2
// The door of keten.h: what a program may get wrong, how long things live, and that a stopped run
// leaves nothing behind. That the bytes are those of the command line is checked by tests/door.
#include "setting.h"

#include "folder.h"
#include "keten.h"

static const kt_session_options SMALL = {.size = sizeof(kt_session_options),
                                         .data_dir = SMALL_DATA};

static kt_session *open_session(void)
{
    kt_session *session = NULL;
    kt_error error = {0};
    assert_int_equal(kt_session_open(&session, &SMALL, &error), KT_OK);
    return session;
}

static void a_result_is_written_in_every_format(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_result *result = NULL;
    kt_error error = {0};
    const char *json = NULL;
    const char *text = NULL;
    size_t n = 0;
    const char *const arguments[] = {"case", SMALL_CASE, "full", "true", NULL};
    assert_int_equal(kt_run(&result, session, "assess", arguments, NULL, &error), KT_OK);
    kt_session_close(session); // the result goes on without it
    assert_int_equal(kt_result_json(&json, &n, result, &error), KT_OK);
    assert_int_equal(strlen(json), n);
    assert_non_null(strstr(json, "\"command\":\"assess\""));
    assert_non_null(strstr(json, "\"full\":true"));
    assert_int_equal(kt_result_write(&text, &n, result, "csv", "dependence.country", &error),
                     KT_OK);
    assert_memory_equal(text, "id,", 3);
    assert_int_equal(kt_result_write(&text, NULL, result, "md", NULL, &error), KT_OK);
    assert_int_equal(text[0], '#');
    assert_int_equal(kt_result_write(&text, NULL, result, NULL, NULL, &error), KT_OK);
    assert_string_equal(text, json); // which is still there
    assert_int_equal(kt_result_write(&text, NULL, result, "csv", "risk", &error), KT_BAD_USAGE);
    assert_null(text);
    assert_non_null(strstr(error.message, "risks"));
    assert_int_equal(kt_result_write(&text, NULL, result, "pdf", NULL, &error), KT_BAD_USAGE);
    kt_result_close(result);
}

static void a_format_that_computes_something_else_is_named_before(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_result *result = NULL;
    kt_error error = {0};
    const char *text = NULL;
    const char *plain[] = {"case", SMALL_CASE, NULL};
    const char *own[] = {"case", SMALL_CASE, "format", "open-psa", NULL};
    assert_int_equal(kt_run(&result, session, "chokepoints", plain, NULL, &error), KT_OK);
    assert_int_equal(kt_result_write(&text, NULL, result, "open-psa", NULL, &error), KT_BAD_USAGE);
    assert_non_null(strstr(error.message, "open-psa"));
    kt_result_close(result);
    assert_int_equal(kt_run(&result, session, "chokepoints", own, NULL, &error), KT_OK);
    assert_int_equal(kt_result_write(&text, NULL, result, NULL, NULL, &error), KT_OK);
    assert_non_null(strstr(text, "<opsa-mef>"));
    assert_int_equal(kt_result_json(&text, NULL, result, &error), KT_BAD_USAGE);
    kt_result_close(result);
    kt_session_close(session);
}

static void faults_are_told_and_a_check_shows_them(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_result *result = NULL;
    kt_error error = {0};
    const char *text = NULL;
    const char *arguments[] = {"case", KETEN_SOURCE_DIR "/tests/cases/broken/share-sum", "lang",
                               "nl", NULL};
    assert_int_equal(kt_run(&result, session, "check", arguments, NULL, &error), KT_BAD_INPUT);
    assert_int_equal(kt_result_json(&text, NULL, result, &error), KT_OK);
    assert_non_null(strstr(text, "\"ok\":false"));
    assert_non_null(strstr(kt_result_messages(result), "supply.csv:"));
    kt_result_close(result);
    assert_int_equal(kt_run(&result, session, "assess", arguments, NULL, &error), KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "in de gegevens"));
    assert_non_null(strstr(kt_result_messages(result), "supply.csv:")); // there is no more
    assert_int_equal(kt_result_json(&text, NULL, result, &error), KT_BAD_USAGE);
    kt_result_close(result);
    kt_session_close(session);
}

static void what_can_be_run_is_described(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_error error = {0};
    const char *json = NULL;
    const char *again = NULL;
    size_t n = 0;
    assert_int_equal(kt_operations(&json, &n, session, &error), KT_OK);
    assert_int_equal(strlen(json), n);
    for (const char *const *name = (const char *const[]){"check", "assess", "import", NULL};
         *name != NULL; name++) {
        char start[64];
        snprintf(start, sizeof start, "{\"name\":\"%s\",\"summary\":", *name);
        assert_non_null(strstr(json, start));
    }
    assert_non_null(strstr(json, "\"$schema\""));
    assert_null(strstr(json, "\"name\":\"help\"")); // of a command line alone
    assert_int_equal(kt_operations(&again, NULL, session, &error), KT_OK);
    assert_ptr_equal(json, again);
    assert_string_equal(kt_version(), KT_VERSION);
    kt_session_close(session);
}

static void nothing_is_done_with_nothing(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_result *result = (kt_result *)(void *)&session;
    const char *text = "";
    size_t n = 7;
    assert_int_equal(kt_session_open(NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_run(NULL, session, "check", NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_run(&result, NULL, "check", NULL, NULL, NULL), KT_BAD_USAGE);
    assert_null(result);
    assert_int_equal(kt_run(&result, session, NULL, NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_run(&result, session, "chek", NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_run(&result, session, "check", NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_operations(NULL, NULL, session, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_operations(&text, &n, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_result_json(&text, NULL, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_result_write(&text, NULL, NULL, NULL, NULL, NULL), KT_BAD_USAGE);
    assert_string_equal(kt_result_messages(NULL), "");
    kt_result_close(NULL);
    kt_session_close(NULL);
    kt_flag_raise(NULL);
    assert_int_equal(kt_open(NULL, SMALL_CASE, NULL, NULL), KT_BAD_USAGE);
    assert_int_equal(kt_open((kt_case *[]){NULL}, NULL, NULL, NULL), KT_BAD_USAGE);
    kt_case *c = NULL;
    kt_open_options other = {.data_dir = SMALL_DATA, .lang = (kt_lang)7};
    assert_int_equal(kt_open(&c, SMALL_CASE, &other, NULL), KT_OK);
    assert_non_null(kt_case_faults(c, NULL));
    kt_close(c);
    assert_int_equal(kt_assess((kt_assessment *[]){NULL}, NULL, NULL, NULL), KT_BAD_USAGE);
    assert_null(kt_case_faults(NULL, &n));
    assert_int_equal(n, 0);
    assert_string_equal(kt_case_id(NULL), "");
    assert_string_equal(kt_assessment_target(NULL), "");
    assert_int_equal(kt_assessment_counts(NULL).items, 0);
    assert_null(kt_assessment_dependence(NULL, KT_CLASS_COUNTRY, NULL));
    kt_close(NULL);
    kt_assessment_close(NULL);
    kt_session_close(session);
}

static void wrong_arguments_are_named(void **state)
{
    static const struct {
        const char *arguments[6], *said;
    } WRONG[] = {
        {{"tarket", "x"}, "did you mean \"target\"?"},
        {{"target"}, "the argument \"target\" has no value"},
        {{"target", ""}, "--target needs a value"},
        {{"impact", "many"}, "a number from 0 to 1 is expected"},
        {{"scope", "moon"}, "is not one of: global, eu"},
        {{"full", "yes"}, "is not one of: true, false"},
        {{"full", "true", "full", "true"}, "given twice"},
        {{"full", "true"}, "assess needs the argument \"case\""},
        {{"help", "true"}, "assess has no argument"},
        {{"case", "a", "case", "b"}, "unexpected argument"},
        {{"case", "x", "table", "risks"}, "--table goes with --format csv"},
    };
    (void)state;
    kt_session *session = open_session();
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        kt_result *result = NULL;
        kt_error error = {0};
        assert_int_equal(kt_run(&result, session, "assess", WRONG[i].arguments, NULL, &error),
                         KT_BAD_USAGE);
        assert_null(result);
        if (strstr(error.message, WRONG[i].said) == NULL)
            fail_msg("%s", error.message);
    }
    kt_session_close(session);
}

// A caller that was built when the struct ended earlier.
static void a_smaller_control_is_taken_as_it_is(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_result *result = NULL;
    kt_error error = {0};
    kt_flag raised = {1};
    const char *arguments[] = {"case", SMALL_CASE, NULL};
    kt_control control = {.size = offsetof(kt_control, stop), .stop = &raised};
    assert_int_equal(kt_run(&result, session, "assess", arguments, &control, &error), KT_OK);
    kt_result_close(result);
    control.size = sizeof control;
    assert_int_equal(kt_run(&result, session, "assess", arguments, &control, &error),
                     KT_NO_RESOURCES);
    assert_null(result);
    kt_session_close(session);
}

static void raise_soon(void *user, const kt_progress *progress)
{
    assert_int_equal(progress->size, sizeof(kt_progress));
    bool late = strcmp(progress->phase, "drawing years") == 0 ||
                strcmp(progress->phase, "asking what each answer changes") == 0;
    if (late)
        kt_flag_raise(user);
}

// Memory is watched where the program is built with the address sanitizer.
static void a_stopped_run_leaves_nothing_behind(void **state)
{
    (void)state;
    folder work;
    kt_session *session = open_session();
    kt_result *result = NULL;
    kt_error error = {0};
    kt_flag stop = {0};
    char out[900];
    kt_control control = {
        .size = sizeof control, .stop = &stop, .progress = raise_soon, .user = &stop};
    const char *years[] = {"case",      SMALL_CASE, "static", "true", "runs",
                           "100000000", "spread",   "0.1",    NULL};
    assert_int_equal(kt_run(&result, session, "simulate", years, &control, &error),
                     KT_NO_RESOURCES);
    assert_string_equal(error.message, "stopped before the end: nothing was written");
    assert_null(result);
    work = folder_make();
    snprintf(out, sizeof out, "%s/out", work.path);
    stop = (kt_flag){0};
    const char *ask[] = {"case", SMALL_CASE, "output", out, NULL};
    assert_int_equal(kt_run(&result, session, "ask", ask, &control, &error), KT_NO_RESOURCES);
    assert_null(result);
    assert_int_equal(access(out, F_OK), -1);
    control.stop = NULL; // the session is as it was
    assert_int_equal(kt_run(&result, session, "assess", ask, &control, &error), KT_BAD_USAGE);
    ask[2] = NULL;
    assert_int_equal(kt_run(&result, session, "assess", ask, &control, &error), KT_OK);
    kt_result_close(result);
    kt_session_close(session);
    folder_remove(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_is_written_in_every_format),
        cmocka_unit_test(a_format_that_computes_something_else_is_named_before),
        cmocka_unit_test(faults_are_told_and_a_check_shows_them),
        cmocka_unit_test(what_can_be_run_is_described),
        cmocka_unit_test(nothing_is_done_with_nothing),
        cmocka_unit_test(wrong_arguments_are_named),
        cmocka_unit_test(a_smaller_control_is_taken_as_it_is),
        cmocka_unit_test(a_stopped_run_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
