// SPDX-License-Identifier: EUPL-1.2
// See questionnaire_folder.h. Each file goes to another reader, so each is disclosed by itself.
// Some ten companies, rarely a hundred.
#include "report/form/questionnaire_folder.h"

#include "base/save.h"
#include "report/form/questionnaire_book.h"

static kt_status save_book(const kt_questionnaire *sheet, const char *folder, kt_error *err)
{
    kt_buffer path = {0};
    kt_disclosed disclosed = kt_disclose_form(sheet);
    kt_buffer_format(&path, "%s/%s.xlsx", folder, sheet->organisation_id);
    kt_status status = path.failed ? kt_error_no_memory(err)
                                   : kt_questionnaire_book_write(&disclosed, path.text, err);
    kt_buffer_free(&path);
    return status;
}

static kt_status save_table(const kt_questionnaires *all, const char *folder,
                            const kt_control *control, kt_error *err)
{
    kt_buffer path = {0};
    kt_buffer table = {0};
    kt_disclosed disclosed = kt_disclose_form(all);
    kt_questionnaire_write_table(&table, &disclosed, control);
    kt_buffer_format(&path, "%s/questions.csv", folder);
    kt_status status = path.failed || table.failed
                           ? kt_error_no_memory(err)
                           : kt_save_file(path.text, table.text, table.length, err);
    kt_buffer_free(&path);
    kt_buffer_free(&table);
    return status;
}

kt_status kt_questionnaire_folder_write(const kt_questionnaires *all, const char *folder,
                                        const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    KT_TRY(kt_save_folder(folder, err));
    for (size_t i = 0; i < all->n; i++) {
        KT_TRY(kt_control_step(control, "writing", i, all->n, err));
        KT_TRY(save_book(&all->list[i], folder, err));
    }
    KT_TRY(save_table(all, folder, control, err));
done:
    return status;
}
