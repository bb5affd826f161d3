// SPDX-License-Identifier: EUPL-1.2
// A result on its way to a reader, stopped everywhere: in each format nothing of it is shown, and
// every row of it looks at the flag.
#include "stopping.h"

#include "service/job.h"
#include "service/operation_table.h"

enum { N_ROWS = 1000 };

// ------------------------------------------------------------------------- a result of many rows

typedef struct list {
    kt_case *the_case;
    const uint32_t *rows;
    uint32_t n_rows;
} list;

typedef struct no_arguments {
    bool none;
} no_arguments;

// clang-format off
static const kt_field ROW[] = {
    {.name = "number", .type = KT_FIELD_COUNT, .size = sizeof(uint32_t)}, {0}};
static const kt_record ROW_RECORD = {.name = "row", .field = ROW, .size = sizeof(uint32_t)};
static const kt_field LIST[] = {
    {.name = "rows", .type = KT_FIELD_LIST, KT_ROWS(list, rows, n_rows), .record = &ROW_RECORD},
    {0}};
static const kt_record LIST_RECORD = {.name = "list", .field = LIST, .size = sizeof(list)};
static const kt_field ARGUMENTS[] = {
    {.name = "none", .type = KT_FIELD_FLAG, KT_AT(no_arguments, none), .help = "none"}, {0}};
static const kt_record ARGUMENTS_RECORD = {
    .name = "none", .field = ARGUMENTS, .size = sizeof(no_arguments)};
// clang-format on

static const uint32_t ROWS[N_ROWS] = {0};
static uint64_t looks_before; // the rendering

static kt_status find_rows(void *result, kt_request *request, const void *arguments,
                           const kt_control *control, kt_error *err)
{
    list *out = result;
    (void)arguments;
    (void)control;
    (void)err;
    out->the_case = open_quietly(request->subject[0]);
    out->rows = ROWS;
    out->n_rows = N_ROWS;
    looks_before = looks_taken();
    return KT_OK;
}

static void view_rows(kt_document *document, const void *result, const void *arguments)
{
    static const kt_column_head HEAD[] = {{.title = "number"}};
    (void)result;
    (void)arguments;
    kt_document_table(document, HEAD, 1);
    for (size_t i = 0; i < N_ROWS; i++) {
        const kt_cell cell = {.kind = KT_CELL_COUNT, .value = (double)i};
        kt_document_row(document, &cell);
    }
}

static void close_rows(void *result)
{
    kt_case_free(((list *)result)->the_case);
}

static const kt_operation MANY = {.name = "many",
                                  .arguments = &ARGUMENTS_RECORD,
                                  .result = &LIST_RECORD,
                                  .run = find_rows,
                                  .view = view_rows,
                                  .close = close_rows};

// ---------------------------------------------------------------------------------------- stopped

static kt_status render(const kt_operation *what, const char *format, const char *table,
                        const kt_control *control, kt_error *err)
{
    kt_job job = {.request = {.subject = {CASES "asked"}, .n_subjects = 1},
                  .how = {.format = format, .table = table, .lang = KT_NO_CHOICE}};
    kt_session *session = NULL;
    assert_non_null(what);
    assert_int_equal(kt_session_open(&session, NULL, err), KT_OK);
    job.request.session = session;
    assert_int_equal(kt_job_open(&job, what, err), KT_OK);
    kt_status status = kt_job_run(&job, control, err);
    assert_int_equal(job.shown, status == KT_OK); // half a result is none
    assert_true(status != KT_OK || job.out.length > 0);
    kt_job_close(&job);
    kt_session_close(session);
    return status;
}

#define RENDERS(name, what, format, table)                                                         \
    static kt_status name(const kt_control *control, kt_error *err)                                \
    {                                                                                              \
        return render(what, format, table, control, err);                                          \
    }                                                                                              \
    STOPS(name##_stops, name, false)

RENDERS(rows_as_text, &MANY, "text", NULL)
RENDERS(rows_as_markdown, &MANY, "md", NULL)
RENDERS(rows_as_csv, &MANY, "csv", NULL)
RENDERS(rows_as_json, &MANY, "json", NULL)
RENDERS(an_assessment, kt_operation_table_find("assess"), "text", NULL)
RENDERS(a_structure, kt_operation_table_find("chokepoints"), "open-psa", NULL)

static void every_row_looks(void **state)
{
    static const char *const FORMATS[] = {"text", "md", "csv", "json"};
    const kt_control control = {.stop = &NOT_RAISED, .threads = 1};
    (void)state;
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++) {
        assert_int_equal(render(&MANY, FORMATS[i], NULL, &control, NULL), KT_OK);
        assert_true(looks_taken() - looks_before > N_ROWS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_as_text_stops),  cmocka_unit_test(rows_as_markdown_stops),
        cmocka_unit_test(rows_as_csv_stops),   cmocka_unit_test(rows_as_json_stops),
        cmocka_unit_test(an_assessment_stops), cmocka_unit_test(a_structure_stops),
        cmocka_unit_test(every_row_looks),
    };
    setenv("KETEN_DATA", SMALL_DATA, 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
