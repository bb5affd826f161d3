// SPDX-License-Identifier: EUPL-1.2
// Questionnaires beside those that were filled in: nothing is overwritten, no company's name taken.
#include "setting.h"

#include "folder.h"
#include "report/form/questionnaire_save.h"

enum { N = 3 };

// Empty questionnaires of companies called acme, acme-2 and bolt.
static void make_all(kt_questionnaires *all, kt_questionnaire list[N], const kt_case *c)
{
    static const char *const ID[N] = {"acme", "acme-2", "bolt"};
    *all = (kt_questionnaires){.the_case = c, .asked = "", .list = list, .n = N};
    for (size_t i = 0; i < N; i++) {
        list[i] = (kt_questionnaire){
            .organisation_id = ID[i], .the_case = c, .title = ID[i], .deadline = ""};
        for (int k = 0; k < KT_QUESTIONNAIRE_INTRO; k++)
            list[i].intro[k] = "";
        for (int k = 0; k < KT_N_ASKED; k++)
            list[i].heading[k] = "h";
    }
}

// Saves them; the names that were given, the one left in brackets.
static void save(const folder *f, const char *expected)
{
    const file_text none[] = {{NULL, NULL}};
    kt_case *c = case_of(none);
    kt_questionnaires all;
    kt_questionnaire list[N];
    kt_questionnaire_save saved;
    kt_error error = {0};
    kt_questionnaire_save_options options = {.folder = f->path};
    char names[400] = "";
    make_all(&all, list, c);
    if (kt_questionnaire_save_all(&saved, &all, &options, &error) != KT_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < saved.n; i++) {
        size_t used = strlen(names);
        const kt_written *file = &saved.file[i];
        snprintf(names + used, sizeof names - used, "%s%s%s ", strrchr(file->path, '/') + 1,
                 file->left != NULL ? " beside" : "", file->written ? "" : " same");
    }
    assert_string_equal(names, expected);
    kt_questionnaire_save_free(&saved);
    kt_case_free(c);
}

static void what_was_filled_in_is_left_alone(void **state)
{
    (void)state;
    folder f = folder_make();
    save(&f, "acme.xlsx acme-2.xlsx bolt.xlsx questions.csv ");
    save(&f, "acme.xlsx same acme-2.xlsx same bolt.xlsx same questions.csv same ");
    folder_put(&f, "acme.xlsx", "filled in");
    folder_put(&f, "bolt.xlsx", "filled in");
    folder_put(&f, "bolt-2.xlsx", "filled in");
    save(&f, "acme-3.xlsx beside acme-2.xlsx same bolt-3.xlsx beside questions.csv same ");
    save(&f,
         "acme-3.xlsx beside same acme-2.xlsx same bolt-3.xlsx beside same questions.csv same ");
    assert_int_equal(folder_count(&f), 7);
    folder_remove(&f);
}

static void what_was_left_and_removed_is_told(void **state)
{
    (void)state;
    kt_buffer text = {0};
    kt_written file[] = {{"a/x-2.xlsx", "a/x.xlsx", true}, {"a/y.xlsx", NULL, false}};
    kt_written_tell(&text, file, 2, 1, KT_LANG_EN);
    assert_string_equal(text.text, "a/x.xlsx was there already and is not the same: it is left "
                                   "alone, the new one is a/x-2.xlsx\n1 unfinished file of a run "
                                   "that did not end was removed\n");
    kt_buffer_free(&text);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
    (void)state;
    kt_questionnaires all;
    kt_questionnaire list[N];
    kt_questionnaire_save saved;
    kt_error error = {0};
    kt_questionnaire_save_options options = {.folder = "/no/such"};
    make_all(&all, list, NULL);
    assert_int_equal(kt_questionnaire_save_all(&saved, &all, &options, &error), KT_BAD_INPUT);
    assert_string_equal(error.message,
                        "/no/such: the folder cannot be made: there is no such folder");
    kt_questionnaire_save_free(&saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_filled_in_is_left_alone),
        cmocka_unit_test(what_was_left_and_removed_is_told),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
