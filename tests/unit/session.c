// SPDX-License-Identifier: EUPL-1.2
// What the runs of a session share, and what they do not: the reference is read once, a case again
// when its files differ, one open case speaks both languages.
#include "setting.h"

#include "folder.h"
#include "keten.h"
#include "service/session.h"

// How often a package is read, by the number of its chunks.
typedef struct counting {
    uint64_t chunks; // of the package that is counted; 0: any
    unsigned n;
} counting;

static void count(void *user, const kt_progress *progress)
{
    counting *c = user;
    if (strcmp(progress->phase, "reading") == 0 && progress->done == 0 && progress->n > 0 &&
        (c->chunks == 0 || progress->n == c->chunks)) {
        c->chunks = progress->n;
        c->n++;
    }
}

// The chunks of the reference of the tests, of which no case has as many.
static uint64_t chunks_of_reference(void)
{
    counting reference = {0};
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = SMALL_DATA,
                               .control = &(kt_control){.progress = count, .user = &reference}};
    assert_int_equal(kt_open_reference(&c, &options, NULL), KT_OK);
    kt_case_free(c);
    assert_int_equal(reference.n, 1);
    return reference.chunks;
}

static kt_session *open_session(void)
{
    kt_session *session = NULL;
    kt_session_options options = {.data_dir = SMALL_DATA};
    assert_int_equal(kt_session_open(&session, &options, NULL), KT_OK);
    return session;
}

static unsigned times_read(kt_session *session, const char *operation, const char **arguments,
                           kt_status expected)
{
    counting reference = {.chunks = chunks_of_reference()};
    kt_control control = {.progress = count, .user = &reference};
    kt_result *result = NULL;
    kt_error error = {0};
    kt_status status = kt_run(&result, session, operation, arguments, &control, &error);
    if (status != expected)
        fail_msg("%s", error.message);
    kt_result_close(result);
    return reference.n;
}

static void the_reference_is_read_once(void **state)
{
    (void)state;
    kt_session *session = open_session();
    const char *tiny[] = {"case", KETEN_SOURCE_DIR "/examples/tiny", NULL};
    const char *broken[] = {"case", KETEN_SOURCE_DIR "/tests/cases/broken/choice", NULL};
    assert_int_equal(times_read(session, "assess", tiny, KT_OK), 1);
    assert_int_equal(times_read(session, "assess", tiny, KT_OK), 0);
    assert_int_equal(times_read(session, "check", broken, KT_BAD_INPUT), 1); // all its tables
    assert_int_equal(times_read(session, "assess", tiny, KT_OK), 0);
    assert_int_equal(times_read(session, "stress", tiny, KT_OK), 0); // with all of them, too
    kt_session_close(session);
}

static void an_import_reads_the_reference_once(void **state)
{
    (void)state;
    folder work = folder_make();
    char list[600];
    char out[600];
    folder_put(&work, "parts.csv", "item;name;goes into;quantity\nship;Ship;;\npump;Pump;ship;2\n");
    folder_file(list, &work, "parts.csv");
    folder_file(out, &work, "case");
    kt_session *session = open_session();
    const char *import[] = {"file", list, "output", out, "yes", "true", NULL};
    assert_int_equal(times_read(session, "import", import, KT_OK), 1);
    assert_int_equal(times_read(session, "import", import, KT_OK), 0); // onto a case that is there
    kt_session_close(session);
    folder inner = {{0}};
    snprintf(inner.path, sizeof inner.path, "%.240s/case", work.path);
    folder_remove(&inner);
    folder_remove(&work);
}

static kt_session_case *take(kt_session *session, const char *path)
{
    kt_session_case *taken = NULL;
    kt_error error = {0};
    kt_status status = kt_session_take(&taken, session, path, false, NULL, &error);
    if (status != KT_OK && status != KT_BAD_INPUT)
        fail_msg("%s", error.message);
    assert_non_null(taken);
    return taken;
}

static void copy_case(const folder *to)
{
    static const char *const FILES[] = {"datapackage.json",  "items.csv", "bom.csv",
                                        "organisations.csv", "sites.csv", "supply.csv"};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        char path[600];
        char text[20000];
        snprintf(path, sizeof path, "%s/%s", KETEN_SOURCE_DIR "/examples/tiny", FILES[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        size_t n = fread(text, 1, sizeof text - 1, file);
        text[n] = '\0';
        fclose(file);
        folder_put(to, FILES[i], text);
    }
}

static void a_case_is_opened_again_when_its_files_differ(void **state)
{
    (void)state;
    folder work = folder_make();
    folder twin = folder_make();
    kt_session *session = open_session();
    copy_case(&work);
    copy_case(&twin);
    kt_session_case *first = take(session, work.path);
    kt_session_case *second = take(session, work.path);
    kt_session_case *third = take(session, twin.path);
    assert_ptr_equal(first, second);
    assert_ptr_equal(first, third); // the same files
    folder_put(&work, "sites.csv", "id,organisation,country\n");
    kt_session_case *changed = take(session, work.path);
    assert_ptr_not_equal(first, changed);
    kt_session_give(session, second);
    kt_session_give(session, third);
    kt_session_give(session, changed);
    assert_string_equal(kt_session_case_of(first)->id, "tiny"); // in use still
    kt_session_give(session, first);
    folder_put(&work, "datapackage.json", "{}");
    kt_session_case *faulty = take(session, work.path);
    assert_int_not_equal(kt_session_case_of(faulty)->faults.n_errors, 0);
    kt_session_give(session, faulty);
    kt_session_close(session);
    folder_remove(&work);
    folder_remove(&twin);
}

static void network_and_study_are_made_once(void **state)
{
    (void)state;
    kt_session *session = open_session();
    kt_session_case *small = take(session, SMALL_CASE);
    const kt_study *study[5];
    const kt_network *network[2];
    const kt_session_target targets[] = {{NULL, kt_figures_study},
                                         {NULL, kt_figures_study},
                                         {"module", kt_figures_study},
                                         {NULL, {KT_SCOPE_EU, kt_vintage_study}},
                                         {NULL, {KT_SCOPE_GLOBAL, {.newest = true}}}};
    for (int i = 0; i < 5; i++)
        assert_int_equal(kt_session_study(&study[i], session, small, targets[i], NULL, NULL),
                         KT_OK);
    assert_ptr_equal(study[0], study[1]);
    assert_ptr_not_equal(study[0], study[2]);
    assert_ptr_not_equal(study[0], study[3]);
    assert_ptr_equal(study[0]->network, study[2]->network);
    assert_ptr_not_equal(study[0]->network, study[3]->network);
    assert_ptr_not_equal(study[0]->network, study[4]->network);
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            kt_session_network(&network[i], session, small, &kt_figures_study, NULL, NULL), KT_OK);
    assert_ptr_equal(network[0], network[1]);
    kt_session_target none = {"no-such-item", kt_figures_study};
    assert_int_equal(kt_session_study(&study[0], session, small, none, NULL, NULL), KT_BAD_INPUT);
    kt_session_give(session, small);
    kt_session_close(session);
}

// What a listener does meanwhile: once, since it is heard by no other.
typedef struct meanwhile {
    kt_session *session;
    bool begun;
    kt_status status;
} meanwhile;

static void run_another(void *user, const kt_progress *progress)
{
    meanwhile *m = user;
    kt_result *result = NULL;
    const char *arguments[] = {"case", SMALL_CASE, NULL};
    if (m->begun || strcmp(progress->phase, "reading") != 0)
        return;
    m->begun = true;
    m->status = kt_run(&result, m->session, "assess", arguments, NULL, NULL);
    kt_result_close(result);
}

static void who_hears_of_progress_may_use_the_session(void **state)
{
    (void)state;
    meanwhile m = {.session = open_session(), .status = KT_INTERNAL};
    kt_control control = {.progress = run_another, .user = &m};
    kt_result *result = NULL;
    const char *arguments[] = {"case", SMALL_CASE, NULL};
    alarm(60); // else it would wait for itself, for ever
    assert_int_equal(kt_run(&result, m.session, "assess", arguments, &control, NULL), KT_OK);
    alarm(0);
    assert_true(m.begun);
    assert_int_equal(m.status, KT_OK);
    kt_result_close(result);
    kt_session_close(m.session);
}

static void heard(void *user, const kt_progress *progress)
{
    *(unsigned *)user += strcmp(progress->phase, "building the network") == 0;
}

static unsigned words_of_building(kt_session *session, const char *operation, const char *path)
{
    unsigned n = 0;
    kt_control control = {.progress = heard, .user = &n};
    kt_result *result = NULL;
    const char *arguments[] = {"case", path, NULL};
    (void)kt_run(&result, session, operation, arguments, &control, NULL);
    kt_result_close(result);
    return n;
}

// Files that could not be read have no hash to be known by.
static void a_case_that_cannot_be_known_again_drives_out_no_other(void **state)
{
    (void)state;
    kt_session *session = open_session();
    assert_true(words_of_building(session, "assess", SMALL_CASE) > 0);
    for (int i = 0; i < 6; i++)
        (void)words_of_building(session, "check",
                                KETEN_SOURCE_DIR "/tests/cases/broken/file-missing");
    assert_int_equal(words_of_building(session, "assess", SMALL_CASE), 0);
    kt_session_close(session);
}

static void one_open_case_speaks_both_languages(void **state)
{
    static const char *const CASES[] = {"several-tables", "several-kinds", "scenario-events",
                                        "json",           "file-missing",  "package-missing",
                                        "place-folder"};
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char path[300];
        kt_session *session = open_session();
        snprintf(path, sizeof path, "%s/tests/cases/broken/%s", KETEN_SOURCE_DIR, CASES[i]);
        for (int turn = 0; turn < 4; turn++) { // from one case, and each from a case of its own
            const char *lang = turn % 2 == 0 ? "en" : "nl";
            const char *arguments[] = {"case", path, "lang", lang, NULL};
            kt_session *own = open_session();
            kt_result *shared = NULL;
            kt_result *alone = NULL;
            const char *text[2] = {NULL};
            assert_int_equal(kt_run(&shared, session, "check", arguments, NULL, NULL),
                             KT_BAD_INPUT);
            assert_int_equal(kt_run(&alone, own, "check", arguments, NULL, NULL), KT_BAD_INPUT);
            assert_string_equal(kt_result_messages(shared), kt_result_messages(alone));
            assert_int_equal(kt_result_json(&text[0], NULL, shared, NULL), KT_OK);
            assert_int_equal(kt_result_json(&text[1], NULL, alone, NULL), KT_OK);
            assert_string_equal(text[0], text[1]);
            kt_result_close(shared);
            kt_result_close(alone);
            kt_session_close(own);
        }
        kt_session_close(session);
    }
}

static void faults_of_every_case_are_said_in_both_languages(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = SMALL_DATA, .lang = KT_LANG_NL};
    const char *path = KETEN_SOURCE_DIR "/tests/cases/broken/file-missing";
    assert_int_equal(kt_open_case(&c, path, &options, NULL), KT_BAD_INPUT);
    const kt_fault_place *en = c->places_in[KT_LANG_EN];
    const kt_fault_place *nl = c->places_in[KT_LANG_NL];
    assert_ptr_equal(c->places, nl);
    bool differs = false;
    for (size_t i = 0; i < c->faults.n; i++) {
        assert_int_equal(en[i].line, nl[i].line);
        differs |= strcmp(en[i].message, nl[i].message) != 0;
    }
    assert_true(differs);
    assert_non_null(strstr(en[0].message, "there is no such file"));
    assert_non_null(strstr(nl[0].message, "niet"));
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_is_read_once),
        cmocka_unit_test(an_import_reads_the_reference_once),
        cmocka_unit_test(a_case_is_opened_again_when_its_files_differ),
        cmocka_unit_test(network_and_study_are_made_once),
        cmocka_unit_test(who_hears_of_progress_may_use_the_session),
        cmocka_unit_test(a_case_that_cannot_be_known_again_drives_out_no_other),
        cmocka_unit_test(one_open_case_speaks_both_languages),
        cmocka_unit_test(faults_of_every_case_are_said_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
