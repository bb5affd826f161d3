// SPDX-License-Identifier: EUPL-1.2
// Reading while memory runs out or the system refuses: whichever call fails, what is read is what
// an undisturbed run reads, or nothing, with the reason; and every block is given back.
#include "failing.h"

#include "base/secret.h"
#include "folder.h"
#include "format/json_tree.h"
#include "format/sniff.h"
#include "format/spool.h"
#include "workbook.h"

static const failing_options NO_MEMORY[] = {{.memory = true}, {.memory = true, .lasting = true}};
static const failing_options NO_SYSTEM[] = {{.code = EIO},
                                            {.code = EACCES},
                                            {.code = ENOMEM},
                                            {.code = EINTR},
                                            {.code = EIO, .lasting = true}};

// One thing that is read, as a text that tells what was read.
typedef kt_status (*reading)(kt_buffer *out, kt_error *err);

static struct {
    reading read;
    char *expected;    // what an undisturbed run reads
    bool loses_blocks; // the library that reads does, when memory runs out
} tried;

static const char *judge(kt_status status, const kt_error *error, const kt_buffer *out)
{
    static char said[600];
    if (status == KT_OK && strcmp(out->text, tried.expected) != 0) {
        snprintf(said, sizeof said, "reads something else: %.500s", out->text);
        return said;
    }
    if (status == KT_OK)
        return NULL;
    if (!failing.met)
        return "fails undisturbed";
    if (*error->message == '\0')
        return "does not say why";
    if (!failing.with.memory || strstr(error->message, "memory") != NULL)
        return NULL;
    snprintf(said, sizeof said, "says \"%.500s\"", error->message);
    return said;
}

static const char *read_once(void)
{
    kt_error error = {0};
    kt_buffer out = {0};
    failing_begin();
    kt_status status = tried.read(&out, &error);
    if (status == KT_OK && (out.failed || out.text == NULL))
        status = kt_error_no_memory(&error);
    failing_end();
    bool kept = failing.live > (out.text != NULL) && !tried.loses_blocks;
    const char *wrong = kept ? "leaves blocks behind" : judge(status, &error, &out);
    kt_buffer_free(&out);
    return wrong;
}

static void fail_all(reading read, const failing_options *with, size_t n, bool loses_blocks)
{
    kt_buffer expected = {0};
    kt_error error = {0};
    unsigned long runs = 0;
    failing.at = 0;
    failing.with = (failing_options){0};
    if (read(&expected, &error) != KT_OK)
        fail_msg("undisturbed: %s", error.message);
    tried.read = read;
    tried.expected = expected.text;
    tried.loses_blocks = loses_blocks;
    for (size_t i = 0; i < n; i++) {
        const char *wrong = failing_each(read_once, &with[i], &runs);
        if (wrong != NULL)
            fail_msg("%s %lu%s: %s", with[i].memory ? "allocation" : "call", failing.at,
                     with[i].lasting ? " and later" : "", wrong);
    }
    assert_true(runs >= 2 * n);
    kt_buffer_free(&expected);
}

static void without_memory(reading read, bool loses_blocks)
{
    fail_all(read, NO_MEMORY, FAILING_MEMORY ? sizeof NO_MEMORY / sizeof NO_MEMORY[0] : 0,
             loses_blocks);
}

static void without_system(reading read)
{
    fail_all(read, NO_SYSTEM, sizeof NO_SYSTEM / sizeof NO_SYSTEM[0], false);
}

// --------------------------------------------------------------------------------------- formats

static kt_buffer book;

static kt_status read_book(kt_buffer *out, kt_error *err)
{
    return workbook_read(out, book.text, book.length, err);
}

static void a_workbook(void **state)
{
    (void)state;
    book = workbook_bytes(&(workbook){
        .book = "<workbook><sheets><sheet name=\"One\" r:id=\"r1\"/><sheet name=\"Chart\" "
                "r:id=\"r2\"/></sheets></workbook>",
        .strings = "<sst><si><t>first</t></si></sst>",
        .styles = "<styleSheet><numFmt numFmtId=\"164\" formatCode=\"d/m/y\"/><cellXfs><xf "
                  "numFmtId=\"164\"/></cellXfs></styleSheet>",
        .sheet = "<worksheet><row><c s=\"0\"><v>46112</v></c><c t=\"s\"><v>0</v></c><c><f>A1</f>"
                 "</c><c s=\"1\"><v>1.25</v></c></row><mergeCell ref=\"A1:B2\"/></worksheet>"});
    without_memory(read_book, true); // libzip 1.7.3
    kt_buffer_free(&book);
}

static kt_status read_tree(kt_buffer *out, kt_error *err)
{
    static const char TEXT[] = "{\"a\": [1, 2.5, \"text\", null, true, {\"deep\": [[[]]]}], "
                               "\"b\": false, \"c\": \"\\u20ac \\\"quoted\\\"\"}";
    kt_arena arena = {0};
    kt_json_tree_fault fault = {0};
    kt_json_tree *tree = kt_json_tree_read(TEXT, sizeof TEXT - 1, NULL, &arena, &fault);
    kt_status status = tree != NULL      ? KT_OK
                       : fault.line == 0 ? kt_error_no_memory(err)
                                         : kt_error_set(err, KT_BAD_INPUT, "%s", fault.message);
    if (tree != NULL && kt_json_tree_add_text(tree, "new", "text", &arena) == NULL)
        status = kt_error_no_memory(err);
    if (status == KT_OK)
        kt_json_tree_write(out, tree);
    kt_arena_free(&arena);
    return status;
}

static void a_json_document(void **state)
{
    (void)state;
    without_memory(read_tree, false);
}

static kt_status read_delimited(kt_buffer *out, kt_error *err)
{
    static const char TEXT[] = "item;name;mass\n\"a;1\";caf\xE9;1,5\nb;\"say \"\"no\"\"\";2,25\n";
    kt_pool pool;
    kt_notes remarks = {0};
    kt_grid_list grids = {0};
    kt_buffer bytes = {0};
    if (!kt_pool_open(&pool))
        return kt_error_no_memory(err);
    kt_buffer_add(&bytes, TEXT, sizeof TEXT - 1);
    kt_status status = bytes.failed
                           ? kt_error_no_memory(err)
                           : kt_sniff_read_bytes(&grids, &bytes, "f.csv", &pool, &remarks, err);
    if (status == KT_OK && remarks.failed)
        status = kt_error_no_memory(err);
    if (status == KT_OK)
        workbook_tell(out, &grids, &pool);
    for (size_t i = 0; i < remarks.n && status == KT_OK; i++)
        kt_buffer_format(out, "\n%s: %s", remarks.note[i].place, remarks.note[i].message);
    kt_buffer_free(&bytes);
    kt_grid_free(&grids);
    kt_notes_free(&remarks);
    kt_pool_close(&pool);
    return status;
}

static void delimited_text(void **state)
{
    (void)state;
    without_memory(read_delimited, false);
}

// ------------------------------------------------------------------------------------ the system

static char pipe_path[60];

// A file that its owner wrote, and a pipe that a program writes to.
static kt_status spool_file(kt_buffer *out, kt_error *err)
{
    return kt_spool_load(out, KETEN_SOURCE_DIR "/tests/cases/asked/items.csv", 1 << 20, NULL, err);
}

static kt_status spool_pipe(kt_buffer *out, kt_error *err)
{
    bool watched = failing.watched;
    failing.watched = false;
    int writer = open(pipe_path, O_RDWR | O_NONBLOCK);
    assert_true(writer >= 0);
    assert_int_equal(write(writer, "through a pipe", 14), 14);
    int reader = open(pipe_path, O_RDONLY | O_NONBLOCK); // keeps what was written when it is closed
    close(writer);
    failing.watched = watched;
    kt_status status = kt_spool_load(out, pipe_path, 100, NULL, err);
    failing.watched = false;
    close(reader);
    failing.watched = watched;
    return status;
}

static void what_is_read_once(void **state)
{
    (void)state;
    folder f = folder_make();
    snprintf(pipe_path, sizeof pipe_path, "%.50s/pipe", f.path);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    without_memory(spool_file, false);
    without_system(spool_file);
    without_system(spool_pipe);
    folder_remove(&f);
}

// Where the kernel gives no random bytes, others stand for them: it is a matter of speed.
static void a_secret(void **state)
{
    (void)state;
    static const unsigned char NONE[50];
    failing_options with[] = {{.code = EINTR}, {.code = ENOSYS, .lasting = true}};
    for (size_t i = 0; i < 2; i++) {
        unsigned char secret[50] = {0};
        failing.with = with[i];
        failing.at = 1;
        failing_begin();
        kt_secret_fill(secret, sizeof secret);
        failing_end();
        assert_true(failing.met);
        assert_memory_not_equal(secret, NONE, 16);
        assert_memory_not_equal(secret + 34, NONE, 16); // to its end
    }
}

// A case, with what it says and what is wrong with it, which may be that a file cannot be read.
static kt_status open_case(kt_buffer *out, kt_error *err, const char *path, bool faulty)
{
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = SMALL_DATA, .all_tables = true};
    kt_status status = kt_open_case(&c, path, &options, err);
    if (status == KT_BAD_INPUT && c != NULL && !faulty)
        (void)kt_error_set(err, status, "%.200s", c->places[0].message);
    if (c != NULL && (status == KT_OK || (faulty && status == KT_BAD_INPUT))) {
        kt_buffer_format(out, "%.8s, %zu faults", c->sha256, c->faults.n);
        for (int t = 0; t < KT_N_CASE_TABLES; t++)
            kt_buffer_format(out, " %u", c->table[t].n_rows);
        for (size_t i = 0; i < c->faults.n; i++)
            kt_buffer_format(out, "\n%s:%u: %s", c->places[i].file, c->places[i].line,
                             c->places[i].message);
        status = KT_OK;
    }
    kt_case_free(c);
    return status;
}

static kt_status open_good(kt_buffer *out, kt_error *err)
{
    return open_case(out, err, KETEN_SOURCE_DIR "/tests/cases/asked", false);
}

static kt_status open_faulty(kt_buffer *out, kt_error *err)
{
    return open_case(out, err, KETEN_SOURCE_DIR "/tests/cases/broken/several-tables", true);
}

static void a_case(void **state)
{
    (void)state;
    without_memory(open_good, false);
    without_memory(open_faulty, false);
    without_system(open_good);
}

// -------------------------------------------------------------------------------- seeded defects

static kt_status read_carelessly(kt_buffer *out, kt_error *err)
{
    char *text = malloc(10);
    kt_buffer_put(out, text == NULL ? "" : "text");
    free(text);
    (void)err;
    return KT_OK;
}

static void half_a_reading_is_noticed(void **state)
{
    (void)state;
    unsigned long runs = 0;
    failing_options with = {.memory = true};
    tried.read = read_carelessly;
    tried.expected = (char[]){"text"};
    if (FAILING_MEMORY)
        assert_string_equal(failing_each(read_once, &with, &runs), "reads something else: ");
}

// The library that reads archives asks for the local time, for which the C library keeps blocks.
static int settle_time(void **state)
{
    (void)state;
    return setenv("TZ", "UTC0", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook),
        cmocka_unit_test(a_json_document),
        cmocka_unit_test(delimited_text),
        cmocka_unit_test(what_is_read_once),
        cmocka_unit_test(a_secret),
        cmocka_unit_test(a_case),
        cmocka_unit_test(half_a_reading_is_noticed),
    };
    return cmocka_run_group_tests(tests, settle_time, NULL);
}
