// SPDX-License-Identifier: EUPL-1.2
// Bytes of a CSV file become a table of any kind, or faults with a place inside the file.
#include <fcntl.h>
#include <unistd.h>

#include "ingest/package/locate.h"
#include "ingest/package/rows.h"
#include "model/schema.h"
#include "place.h"

static const kt_table_spec *spec_of(uint8_t choice)
{
    int k = choice % (KT_N_CASE_TABLES + KT_N_REFERENCE_TABLES);
    return k < KT_N_CASE_TABLES ? &kt_schema_case[k] : &kt_schema_reference[k - KT_N_CASE_TABLES];
}

// Every cell can be read and is what its column says.
static void check_cells(const kt_table *table, const kt_pool *pool)
{
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const kt_column *column = &table->column[c];
        kt_column_type type = column->spec == NULL ? KT_COLUMN_TEXT : column->spec->type;
        for (uint32_t r = 0; r < table->n_rows; r++) {
            if (type == KT_COLUMN_NUMBER)
                promise(!isinf(column->number[r]), "a number is finite or empty");
            else if (type == KT_COLUMN_CHOICE)
                promise(column->choice[r] == 0 ||
                            column->spec->choices[column->choice[r] - 1] != NULL,
                        "a choice is one of the list");
            else if (type != KT_COLUMN_DATE)
                promise(column->text[r] < pool->n, "a text is in the pool");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[FOLDER_BYTES + 2];
    if (size < 1)
        return 0;
    if (file < 0) {
        char folder[FOLDER_BYTES];
        work_folder(folder, "rows");
        snprintf(path, sizeof path, "%s/t", folder);
        file = open(path, O_RDWR | O_CREAT, 0600);
    }
    promise(ftruncate(file, 0) == 0 && pwrite(file, data + 1, size - 1, 0) == (ssize_t)(size - 1),
            "the input can be written");
    kt_table table = {.spec = spec_of(data[0]), .file = "table.csv"};
    kt_pool pool;
    kt_fault_list faults = {0};
    char sha256[KT_SHA256_TEXT];
    memset(table.at, 0xFF, sizeof table.at);
    promise(kt_pool_open(&pool), "a pool opens");
    kt_rows_reading reading = {.pool = &pool, .faults = &faults};
    kt_status status = kt_rows_read(&table, path, &reading, sha256, NULL);
    promise(status == KT_OK, "a file that can be read is read");
    promise(table.n_rows <= size, "a row takes a byte");
    check_cells(&table, &pool);
    const kt_fault one = {.file = "table.csv"};
    status = kt_locate_faults(&faults, &one, path, NULL, NULL);
    promise(status == KT_OK, "faults are located");
    check_places(&faults, data + 1, size - 1);
    (void)kt_fault_sort(&faults, NULL, NULL);
    kt_notes_free(&faults);
    kt_table_free(&table);
    kt_pool_close(&pool);
    return 0;
}
