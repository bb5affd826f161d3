// SPDX-License-Identifier: EUPL-1.2
// What writes files, stopped everywhere: an import, questionnaires, a template.
#include "stopping.h"

#include "ingest/merge/import.h"
#include "report/form/questionnaire_save.h"
#include "report/form/template.h"

static kt_status import(const char *file, const kt_control *control, kt_error *err)
{
    char target[600];
    char path[600];
    folder_file(target, &work, "case");
    folder_file(path, &work, file);
    const char *files[] = {path};
    kt_import out;
    kt_import_options options = {.file = files,
                                 .n_files = 1,
                                 .target = target,
                                 .accept_partial = true,
                                 .yes = true,
                                 .control = control};
    kt_status status = kt_import_run(&out, &options, err);
    if (status == KT_OK)
        assert_int_equal(out.outcome, KT_IMPORT_WRITTEN);
    assert_null(out.grids.control);
    kt_import_close(&out);
    return status;
}

static kt_status ask_companies(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "asked");
    kt_assessment *a = NULL;
    kt_ask ranked = {0};
    kt_questionnaires sheets = {0};
    char path[600];
    folder_file(path, &work, "out");
    kt_questionnaire_options options = {.control = control};
    kt_questionnaire_save_options where = {.folder = path, .control = control};
    kt_questionnaire_save saved = {0};
    assert_int_equal(kt_assess_target(&a, c, NULL, NULL, err), KT_OK);
    assert_int_equal(kt_ask_rank(&ranked, a, NULL, err), KT_OK);
    kt_status status = kt_questionnaire_write_list(&sheets, &ranked, &options, err);
    if (status == KT_OK)
        status = kt_questionnaire_save_all(&saved, &sheets, &where, err);
    kt_questionnaire_save_free(&saved);
    kt_questionnaire_write_free(&sheets);
    kt_ask_free(&ranked);
    kt_assess_free(a);
    kt_case_free(c);
    return status;
}

static kt_status make_template(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "small");
    char path[600];
    folder_file(path, &work, "new.xlsx");
    kt_template form = {.reference = c, .kind = KT_TEMPLATE_CASE, .lang = KT_LANG_EN};
    kt_disclosed disclosed = kt_disclose_form(&form);
    kt_status status = kt_template_write(path, &disclosed, control, err);
    kt_case_free(c);
    return status;
}

static kt_status import_list(const kt_control *control, kt_error *err)
{
    return import("parts.csv", control, err);
}

static kt_status import_document(const kt_control *control, kt_error *err)
{
    return import("bom.json", control, err);
}

static kt_status import_declaration(const kt_control *control, kt_error *err)
{
    return import("chip.xml", control, err);
}

static kt_status import_case(const kt_control *control, kt_error *err)
{
    return import("other", control, err);
}

static kt_status import_workbook(const kt_control *control, kt_error *err)
{
    return import("filled.xlsx", control, err);
}

STOPS(questionnaires_are_all_written_or_none, ask_companies, true)
STOPS(a_template_is_written_or_not, make_template, true)
STOPS(an_import_of_a_list_changes_all_or_nothing, import_list, true)
STOPS(an_import_of_a_document_changes_all_or_nothing, import_document, true)
STOPS(an_import_of_a_declaration_changes_all_or_nothing, import_declaration, true)
STOPS(an_import_of_a_case_changes_all_or_nothing, import_case, true)
STOPS(an_import_of_a_workbook_changes_all_or_nothing, import_workbook, true)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questionnaires_are_all_written_or_none),
        cmocka_unit_test(a_template_is_written_or_not),
        cmocka_unit_test(an_import_of_a_list_changes_all_or_nothing),
        cmocka_unit_test(an_import_of_a_document_changes_all_or_nothing),
        cmocka_unit_test(an_import_of_a_declaration_changes_all_or_nothing),
        cmocka_unit_test(an_import_of_a_case_changes_all_or_nothing),
        cmocka_unit_test(an_import_of_a_workbook_changes_all_or_nothing),
    };
    setenv("KETEN_DATA", SMALL_DATA, 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
