// SPDX-License-Identifier: EUPL-1.2
// Runs the steps of opening in their order for the case and for the reference, into one pool of
// strings. All faults are collected, so a step goes on after bad data and stops only where memory
// or the file system fails. Some 40 files; a frigate takes 45 ms of processor time, an economy
// seconds. Each file is hashed while it is read, and the sorted list of hashes and names is hashed
// again.
#include "ingest/package/open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/grow.h"
#include "base/lang.h"
#include "format/file.h"
#include "ingest/package/datadir.h"
#include "ingest/package/locate.h"
#include "ingest/package/package.h"
#include "ingest/package/rows.h"
#include "model/validate.h"

typedef struct opening {
    kt_case *the_case;
    char *folder[2]; // of KT_PACKAGE_CASE, KT_PACKAGE_REFERENCE
    kt_buffer *line; // "sha256 name" of each file read
    size_t n_lines, capacity;
    bool all_tables;
    kt_rows_reading reading; // of the package at hand
} opening;

static kt_status add_hash(opening *o, const char *sha256, const char *name, kt_error *err)
{
    bool failed = false;
    o->line = kt_grow_array(o->line, &o->capacity, o->n_lines + 1, sizeof *o->line, &failed);
    if (failed)
        return kt_error_no_memory(err);
    kt_buffer *line = &o->line[o->n_lines++];
    *line = (kt_buffer){0};
    kt_buffer_format(line, "%s %s\n", sha256, name);
    return line->failed ? kt_error_no_memory(err) : KT_OK;
}

static kt_status ignore_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    (void)bytes;
    (void)length;
    return kt_rows_step(user, err);
}

static kt_table *find_table(kt_case *c, uint32_t package, const char *name)
{
    kt_table *tables = package == KT_PACKAGE_CASE ? c->table : c->reference;
    int n = package == KT_PACKAGE_CASE ? KT_N_CASE_TABLES : KT_N_REFERENCE_TABLES;
    for (int t = 0; t < n; t++) {
        if (strcmp(tables[t].spec->name, name) == 0)
            return &tables[t];
    }
    return NULL;
}

// A table that the format does not know, or that the command did not ask for, is hashed with the
// rest and otherwise left alone.
static kt_status read_resource(opening *o, uint32_t package, const kt_resource *resource,
                               kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status = KT_OK;
    kt_error reason = {.lang = c->faults.lang};
    char sha256[KT_SHA256_TEXT];
    kt_table *table = find_table(c, package, resource->name);
    char *path = kt_file_join(o->folder[package], resource->path);

    if (path == NULL)
        return kt_error_no_memory(err);
    if (table != NULL && (o->all_tables || !kt_schema_on_request(table->spec))) {
        table->file = resource->path;
        status = kt_rows_read(table, path, &o->reading, sha256, &reason);
    } else {
        status = kt_file_read(path, ignore_chunk, &o->reading, sha256, &reason);
    }
    if (status == KT_OK)
        status = add_hash(o, sha256, resource->path, err);
    else if (status == KT_BAD_INPUT) {
        kt_fault place = {.file = resource->path,
                          .package = package,
                          .record = KT_NO_RECORD,
                          .see_record = KT_NO_RECORD};
        kt_fault_add(&c->faults, place, "%s", reason.message);
        status = KT_OK;
    } else if (err != NULL) {
        *err = reason;
    }
    free(path);
    return status;
}

static void report_missing(opening *o, uint32_t package, const kt_package *descriptor)
{
    kt_case *c = o->the_case;
    kt_table *tables = package == KT_PACKAGE_CASE ? c->table : c->reference;
    int n = package == KT_PACKAGE_CASE ? KT_N_CASE_TABLES : KT_N_REFERENCE_TABLES;
    kt_fault place = {.file = kt_package_file,
                      .package = package,
                      .record = KT_NO_RECORD,
                      .see_record = KT_NO_RECORD,
                      .line = 1,
                      .column = 1};
    if (descriptor->resource == NULL) // said already: there is no list of tables
        return;
    for (int t = 0; t < n; t++) {
        if (tables[t].spec->required && tables[t].file == NULL)
            kt_fault_add(&c->faults, place, "table \"%s\" is missing", tables[t].spec->name);
    }
}

// The chunks in which the files will be read; one that cannot be read is a fault, later.
static kt_status count_chunks(opening *o, uint32_t package, const kt_package *descriptor,
                              kt_error *err)
{
    o->reading.chunk = o->reading.n_chunks = 0;
    for (size_t i = 0; i < descriptor->n; i++) {
        struct stat info;
        char *path = kt_file_join(o->folder[package], descriptor->resource[i].path);
        if (path == NULL)
            return kt_error_no_memory(err);
        if (stat(path, &info) == 0)
            o->reading.n_chunks += (uint64_t)info.st_size / KT_FILE_CHUNK + 1;
        free(path);
    }
    return KT_OK;
}

static kt_status read_package(opening *o, uint32_t package, kt_package *descriptor, kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status =
        kt_package_read(descriptor, o->folder[package], package, &c->arena, &c->faults, err);
    if (status == KT_OK && descriptor->sha256[0] != '\0')
        status = add_hash(o, descriptor->sha256, kt_package_file, err);
    if (status == KT_OK)
        status = count_chunks(o, package, descriptor, err);
    for (size_t i = 0; status == KT_OK && i < descriptor->n; i++)
        status = read_resource(o, package, &descriptor->resource[i], err);
    report_missing(o, package, descriptor);
    return status;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(((const kt_buffer *)left)->text, ((const kt_buffer *)right)->text);
}

static void hash_everything(opening *o)
{
    kt_sha256 sha;
    kt_sha256_begin(&sha);
    if (o->n_lines > 1)
        qsort(o->line, o->n_lines, sizeof *o->line, by_text);
    for (size_t i = 0; i < o->n_lines; i++)
        kt_sha256_add(&sha, o->line[i].text, o->line[i].length);
    kt_sha256_end(&sha, o->the_case->sha256);
}

static kt_status locate_faults(opening *o, kt_error *err)
{
    kt_fault_list *faults = &o->the_case->faults;
    for (size_t i = 0; i < faults->n; i++) {
        kt_fault *fault = &faults->note[i];
        if (fault->line != 0)
            continue;
        char *path = kt_file_join(o->folder[fault->package], fault->file);
        if (path == NULL)
            return kt_error_no_memory(err);
        kt_status status = kt_locate_faults(faults, fault, path, o->reading.control, err);
        free(path);
        if (status != KT_OK)
            return status;
    }
    return kt_fault_sort(faults, o->reading.control, err);
}

// The faults as the public API shows them; a second place becomes part of the message.
static kt_status publish_faults(kt_case *c, const kt_control *control, kt_error *err)
{
    c->places = calloc(c->faults.n + 1, sizeof *c->places);
    if (c->places == NULL)
        return kt_error_no_memory(err);
    for (size_t i = 0; i < c->faults.n; i++) {
        const kt_fault *fault = &c->faults.note[i];
        kt_buffer text = {0};
        kt_status status = kt_control_check(control, err);
        if (status != KT_OK)
            return status;
        if (fault->package == KT_PACKAGE_REFERENCE)
            kt_buffer_put(&text, "reference/");
        kt_buffer_put(&text, fault->file);
        const char *file =
            kt_arena_text(&c->arena, text.text == NULL ? "" : text.text, text.length);
        text.length = 0;
        kt_buffer_put(&text, fault->message);
        if (fault->see_line != 0)
            kt_buffer_format(&text, kt_lang_text(c->faults.lang, " (see line %u)"),
                             fault->see_line);
        const char *message = text.failed ? NULL : kt_arena_text(&c->arena, text.text, text.length);
        kt_buffer_free(&text);
        if (file == NULL || message == NULL)
            return kt_error_no_memory(err);
        c->places[i] = (kt_fault_place){file, fault->line, fault->column,
                                        fault->kind == KT_NOTE_WARNING, message};
    }
    return KT_OK;
}

static kt_case *new_case(const kt_open_options *options)
{
    kt_case *c = calloc(1, sizeof *c);
    if (c == NULL || !kt_pool_open(&c->pool)) {
        free(c);
        return NULL;
    }
    c->faults.lang = options == NULL ? KT_LANG_EN : options->lang;
    c->id = "";
    c->title = "";
    c->description = "";
    c->description_nl = "";
    for (int t = 0; t < KT_N_CASE_TABLES; t++)
        c->table[t].spec = &kt_schema_case[t];
    for (int t = 0; t < KT_N_REFERENCE_TABLES; t++) {
        c->reference[t].spec = &kt_schema_reference[t];
        c->reference[t].package = KT_PACKAGE_REFERENCE;
    }
    for (int t = 0; t < KT_N_CASE_TABLES; t++)
        memset(c->table[t].at, 0xFF, sizeof c->table[t].at); // -1: absent
    for (int t = 0; t < KT_N_REFERENCE_TABLES; t++)
        memset(c->reference[t].at, 0xFF, sizeof c->reference[t].at);
    return c;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

// The folder of the case that the user names, in malloc memory.
static kt_status find_folder(char **out, const char *path, const char *data_dir, kt_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL ? path : slash + 1;
    *out = NULL;
    if (strcmp(last, kt_package_file) == 0) {
        *out = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
        return *out == NULL ? kt_error_no_memory(err) : KT_OK;
    }
    if (is_folder(path)) {
        *out = strdup(path);
        return *out == NULL ? kt_error_no_memory(err) : KT_OK;
    }
    if (slash == NULL) {
        char name[300];
        snprintf(name, sizeof name, "cases/%.256s", path);
        *out = kt_file_join(data_dir, name);
        if (*out == NULL)
            return kt_error_no_memory(err);
        if (is_folder(*out))
            return KT_OK;
        free(*out);
        *out = NULL;
    }
    return kt_error_set(err, KT_BAD_INPUT,
                        "%s: no such case: a folder with datapackage.json is expected", path);
}

static kt_status open_packages(opening *o, bool with_case, kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status = KT_OK;
    kt_package reference;
    kt_package descriptor = {.name = "", .title = "", .description = "", .description_nl = ""};

    KT_TRY(read_package(o, KT_PACKAGE_REFERENCE, &reference, err));
    if (with_case)
        KT_TRY(read_package(o, KT_PACKAGE_CASE, &descriptor, err));
    c->id = descriptor.name;
    c->title = descriptor.title;
    c->description = descriptor.description;
    c->description_nl = descriptor.description_nl;
    KT_TRY(kt_case_index(c, err));
    KT_TRY(kt_validate_case(c, o->reading.control, err));
    KT_TRY(locate_faults(o, err));
    KT_TRY(publish_faults(c, o->reading.control, err));
    hash_everything(o);
    if (c->faults.failed)
        status = kt_error_no_memory(err);
done:
    return status;
}

static void free_opening(opening *o)
{
    for (size_t i = 0; i < o->n_lines; i++)
        kt_buffer_free(&o->line[i]);
    free(o->line);
    free(o->folder[0]);
    free(o->folder[1]);
}

static kt_status open_both(kt_case **out, const char *path, const kt_open_options *options,
                           kt_error *err)
{
    kt_status status = KT_OK;
    char *data_dir = NULL;
    opening o = {0};
    *out = NULL;
    if (err != NULL && options != NULL)
        err->lang = options->lang;

    KT_TRY(kt_datadir_find(&data_dir, options == NULL ? NULL : options->data_dir, err));
    if (path != NULL)
        KT_TRY(find_folder(&o.folder[KT_PACKAGE_CASE], path, data_dir, err));
    o.folder[KT_PACKAGE_REFERENCE] = kt_file_join(data_dir, "reference");
    o.all_tables = options != NULL && options->all_tables;
    o.the_case = new_case(options);
    if (o.folder[KT_PACKAGE_REFERENCE] == NULL || o.the_case == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    o.reading = (kt_rows_reading){.pool = &o.the_case->pool,
                                  .faults = &o.the_case->faults,
                                  .control = options == NULL ? NULL : options->control};
    KT_TRY(open_packages(&o, path != NULL, err));
    *out = o.the_case;
    o.the_case = NULL;
    size_t n = (*out)->faults.n_errors;
    if (n > 0)
        status = kt_error_set(err, KT_BAD_INPUT,
                              n == 1 ? "%s: %zu fault in the data" : "%s: %zu faults in the data",
                              path == NULL ? "reference" : path, n);
done:
    kt_case_free(o.the_case);
    free_opening(&o);
    free(data_dir);
    return status;
}

kt_status kt_open_case(kt_case **out, const char *path, const kt_open_options *options,
                       kt_error *err)
{
    return open_both(out, path, options, err);
}

kt_status kt_open_reference(kt_case **out, const kt_open_options *options, kt_error *err)
{
    return open_both(out, NULL, options, err);
}
