// SPDX-License-Identifier: EUPL-1.2
// Runs the steps of opening in their order, for a reference or for a case on one that is open. All
// faults are collected, so a step goes on after bad data and stops only where memory
// or the file system fails. Some 40 files; a frigate takes 45 ms of processor time, an economy
// seconds. Each file is hashed while it is read, and the sorted list of hashes and names is hashed
// again.
#include "ingest/package/open.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/grow.h"
#include "base/lang.h"
#include "base/reason.h"
#include "format/file.h"
#include "ingest/package/datadir.h"
#include "ingest/package/locate.h"
#include "ingest/package/package.h"
#include "ingest/package/rows.h"
#include "model/validate.h"

// An import that is done again while a case is read: hardly ever more than once.
enum { MAX_TURNS = 20 };

enum { N_SETS = 3 }; // of files that are hashed together: a case, its reference, dated measures

typedef struct opening {
    kt_case *the_case;
    uint32_t package;     // that is read: KT_PACKAGE_CASE …
    kt_root root;         // its folder
    const kt_root *dated; // the measures beside a reference; NULL: none
    bool all_tables;
    kt_rows_reading reading; // of the package at hand
} opening;

// What stands before the name of a file of the dated measures, which has the name of one of a case.
static const char *folder_of(uint32_t package)
{
    return package == KT_PACKAGE_DATED ? "scenarios/" : "";
}

static kt_status add_hash(opening *o, const char *sha256, const char *name, kt_error *err)
{
    bool dated = o->package == KT_PACKAGE_DATED;
    kt_lines *lines = dated ? &o->the_case->dated_lines : &o->the_case->lines;
    bool failed = false;
    lines->line =
        kt_grow_array(lines->line, &lines->capacity, lines->n + 1, sizeof *lines->line, &failed);
    if (failed)
        return kt_error_no_memory(err);
    kt_buffer *line = &lines->line[lines->n++];
    *line = (kt_buffer){0};
    kt_buffer_format(line, "%s %s%s\n", sha256, folder_of(o->package), name);
    return line->failed ? kt_error_no_memory(err) : KT_OK;
}

static kt_status ignore_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    (void)bytes;
    (void)length;
    return kt_rows_step(user, err);
}

// The tables that a package may have, [n].
static kt_table *tables_of(size_t *n, kt_case *c, uint32_t package)
{
    *n = package == KT_PACKAGE_CASE        ? (size_t)KT_N_CASE_TABLES
         : package == KT_PACKAGE_REFERENCE ? (size_t)KT_N_REFERENCE_TABLES
                                           : (size_t)KT_N_DATED_TABLES;
    return package == KT_PACKAGE_CASE        ? c->table
           : package == KT_PACKAGE_REFERENCE ? c->reference
                                             : c->dated;
}

static kt_table *find_table(kt_case *c, uint32_t package, const char *name)
{
    size_t n;
    kt_table *tables = tables_of(&n, c, package);
    for (size_t t = 0; t < n; t++) {
        if (strcmp(tables[t].spec->name, name) == 0)
            return &tables[t];
    }
    return NULL;
}

// A table that the format does not know, or that the command did not ask for, is hashed with the
// rest and otherwise left alone.
static kt_status read_resource(opening *o, const kt_resource *resource, kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status = KT_OK;
    kt_error reason = {.lang = c->faults.lang};
    char sha256[KT_SHA256_TEXT];
    kt_table *table = find_table(c, o->package, resource->name);
    const kt_root *root = &o->root;

    if (table != NULL && (o->all_tables || !kt_schema_on_request(table->spec))) {
        table->file = resource->path;
        status = kt_rows_read(table, root, &o->reading, sha256, &reason);
    } else {
        status = kt_root_read(root, resource->path, ignore_chunk, &o->reading, sha256, &reason);
    }
    if (status == KT_OK)
        status = add_hash(o, sha256, resource->path, err);
    else if (status == KT_BAD_INPUT) {
        kt_fault place = {.file = resource->path,
                          .package = o->package,
                          .record = KT_NO_RECORD,
                          .see_record = KT_NO_RECORD};
        kt_package_unreadable(&c->faults, place, root, resource->path, &reason);
        c->unread = true;
        status = KT_OK;
    } else if (kt_error_is_no_memory(&reason) || kt_control_stopped(o->reading.control)) {
        (void)kt_control_failed(o->reading.control, err);
    } else {
        (void)kt_error_set(err, status, "%.300s: %.600s", resource->path, reason.message);
    }
    return status;
}

static void report_missing(opening *o, const kt_package *descriptor)
{
    kt_case *c = o->the_case;
    size_t n;
    const kt_table *tables = tables_of(&n, c, o->package);
    bool all = o->package == KT_PACKAGE_DATED; // two tables, of no use one without the other
    kt_fault place = {.file = kt_package_file,
                      .package = o->package,
                      .record = KT_NO_RECORD,
                      .see_record = KT_NO_RECORD,
                      .line = 1,
                      .column = 1};
    if (descriptor->resource == NULL) // said already: there is no list of tables
        return;
    for (size_t t = 0; t < n; t++) {
        if ((all || tables[t].spec->required) && tables[t].file == NULL)
            kt_fault_add(&c->faults, place, "table \"%s\" is missing", tables[t].spec->name);
    }
}

// The chunks in which the files will be read; one that cannot be read is a fault, later.
static void count_chunks(opening *o, const kt_package *descriptor)
{
    o->reading.chunk = o->reading.n_chunks = 0;
    for (size_t i = 0; i < descriptor->n; i++)
        o->reading.n_chunks +=
            kt_root_size(&o->root, descriptor->resource[i].path) / KT_FILE_CHUNK + 1;
}

static kt_status read_package(opening *o, kt_package *descriptor, kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status =
        kt_package_read(descriptor, &o->root, o->package, &c->arena, &c->faults, err);
    c->unread |= descriptor->sha256[0] == '\0';
    if (status == KT_OK && descriptor->sha256[0] != '\0')
        status = add_hash(o, descriptor->sha256, kt_package_file, err);
    if (status == KT_OK)
        count_chunks(o, descriptor);
    for (size_t i = 0; status == KT_OK && i < descriptor->n; i++)
        status = read_resource(o, &descriptor->resource[i], err);
    report_missing(o, descriptor);
    return status;
}

// The dated measures are read with the reference: every case on it shares them.
static kt_status read_dated(opening *o, kt_error *err)
{
    opening dated = {.the_case = o->the_case,
                     .package = KT_PACKAGE_DATED,
                     .root = *o->dated,
                     .all_tables = true,
                     .reading = o->reading};
    kt_package descriptor;
    return read_package(&dated, &descriptor, err);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// The hash of the lines of up to three sets of files (NULL: none), sorted.
static kt_status hash_lines(char sha256[KT_SHA256_TEXT], const kt_lines *const set[N_SETS],
                            kt_error *err)
{
    kt_sha256 sha;
    size_t all = 0;
    for (int s = 0; s < N_SETS; s++)
        all += set[s] == NULL ? 0 : set[s]->n;
    const char **text = malloc((all + 1) * sizeof *text);
    if (text == NULL)
        return kt_error_no_memory(err);
    all = 0;
    for (int s = 0; s < N_SETS; s++) {
        for (size_t i = 0; set[s] != NULL && i < set[s]->n; i++)
            text[all++] = set[s]->line[i].text;
    }
    if (all > 1)
        qsort((void *)text, all, sizeof *text, by_text);
    kt_sha256_begin(&sha);
    for (size_t i = 0; i < all; i++)
        kt_sha256_add(&sha, text[i], strlen(text[i]));
    kt_sha256_end(&sha, sha256);
    free((void *)text);
    return KT_OK;
}

// The messages in English, by which faults at one place are ordered.
static void say_in_english(kt_fault_list *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        kt_buffer text = {0};
        kt_notes_say(&text, &faults->note[i], KT_LANG_EN);
        kt_buffer_put(&text, "");
        faults->note[i].message =
            text.failed ? NULL : kt_arena_text(&faults->texts, text.text, text.length);
        faults->failed |= faults->note[i].message == NULL;
        kt_buffer_free(&text);
    }
}

static kt_status locate_faults(opening *o, kt_error *err)
{
    kt_fault_list *faults = &o->the_case->faults;
    for (size_t i = 0; i < faults->n; i++) {
        kt_fault *fault = &faults->note[i];
        const kt_root *root = fault->package == KT_PACKAGE_DATED ? o->dated : &o->root;
        if (fault->line != 0)
            continue;
        kt_status status = kt_locate_faults(faults, fault, root, o->reading.control, err);
        if (status != KT_OK)
            return status;
    }
    say_in_english(faults);
    return faults->failed ? kt_error_no_memory(err) : KT_OK;
}

// The faults of the reference are those of every case on it; their texts are borrowed from it.
static kt_status add_faults_of_reference(kt_case *c, kt_error *err)
{
    kt_fault_list *to = &c->faults;
    const kt_fault_list *from = &c->shared->faults;
    to->note =
        kt_grow_array(to->note, &to->capacity, to->n + from->n + 1, sizeof *to->note, &to->failed);
    if (to->failed)
        return kt_error_no_memory(err);
    if (from->n > 0)
        memcpy(to->note + to->n, from->note, from->n * sizeof *from->note);
    to->n += from->n;
    to->n_errors += from->n_errors;
    to->cut |= from->cut;
    return KT_OK;
}

// One fault as the public API shows it; a second place becomes part of the message.
static bool publish(kt_fault_place *out, kt_case *c, const kt_fault *fault, kt_lang lang)
{
    kt_buffer text = {0};
    if (fault->package == KT_PACKAGE_REFERENCE)
        kt_buffer_put(&text, "reference/");
    kt_buffer_put(&text, folder_of(fault->package));
    kt_buffer_put(&text, fault->file);
    const char *file = text.failed ? NULL : kt_arena_text(&c->arena, text.text, text.length);
    text.length = 0;
    kt_notes_say(&text, fault, lang);
    if (fault->see_line != 0)
        kt_buffer_format(&text, kt_lang_text(lang, " (see line %u)"), fault->see_line);
    const char *message = text.failed ? NULL : kt_arena_text(&c->arena, text.text, text.length);
    kt_buffer_free(&text);
    *out =
        (kt_fault_place){file, fault->line, fault->column, fault->kind == KT_NOTE_WARNING, message};
    return file != NULL && message != NULL;
}

static kt_status publish_faults(kt_case *c, const kt_control *control, kt_error *err)
{
    for (int l = 0; l < KT_N_LANGS; l++) {
        c->places_in[l] = calloc(c->faults.n + 1, sizeof *c->places);
        if (c->places_in[l] == NULL)
            return kt_error_no_memory(err);
        for (size_t i = 0; i < c->faults.n; i++) {
            kt_status status = kt_control_check(control, err);
            if (status != KT_OK)
                return status;
            if (!publish(&c->places_in[l][i], c, &c->faults.note[i], (kt_lang)l))
                return kt_error_no_memory(err);
        }
    }
    c->places = c->places_in[c->faults.lang];
    return KT_OK;
}

static void share_reference(kt_case *c, const kt_case *shared)
{
    c->shared = shared;
    memcpy(c->reference, shared->reference, sizeof c->reference);
    memcpy(c->dated, shared->dated, sizeof c->dated);
    c->material = shared->material;
    c->country = shared->country;
    c->strategy_area = shared->strategy_area;
    c->typical_item = shared->typical_item;
    c->composition = shared->composition;
    c->product_class = shared->product_class;
    c->world = shared->world;
    c->dated_scenario = shared->dated_scenario;
    c->unknown = shared->unknown;
    c->withheld = shared->withheld;
}

// A case on `shared`, or a reference where that is NULL.
static kt_case *new_case(const kt_case *shared, const kt_open_options *options)
{
    kt_case *c = calloc(1, sizeof *c);
    if (c == NULL ||
        !(shared == NULL ? kt_pool_open(&c->pool) : kt_pool_open_below(&c->pool, &shared->pool))) {
        free(c);
        return NULL;
    }
    c->faults.lang = options == NULL ? KT_LANG_EN : options->lang;
    c->faults.quiet = true;
    c->id = "";
    c->title = "";
    c->description = "";
    c->description_nl = "";
    for (uint32_t package = KT_PACKAGE_CASE; package <= KT_PACKAGE_DATED; package++) {
        const kt_table_spec *const SPECS[] = {kt_schema_case, kt_schema_reference,
                                              &kt_schema_case[KT_SCENARIOS]};
        size_t n;
        kt_table *tables = tables_of(&n, c, package);
        for (size_t t = 0; t < n; t++) {
            tables[t].spec = &SPECS[package][t];
            tables[t].package = package;
            memset(tables[t].at, 0xFF, sizeof tables[t].at); // -1: absent
        }
    }
    if (shared != NULL)
        share_reference(c, shared);
    return c;
}

// Whether there is a folder of the name; what cannot be looked at is not known to be missing.
static kt_status look_for_folder(bool *there, const char *path, kt_error *err)
{
    struct stat info;
    int code = stat(path, &info) == 0 ? 0 : errno;
    *there = code == 0 && S_ISDIR(info.st_mode);
    if (code == 0 || kt_reason_absent(code))
        return KT_OK;
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, KT_BAD_INPUT, "%.500s cannot be read: %s", path,
                        kt_reason_for(err, code));
}

// The folder of the case that the user names, in malloc memory.
static kt_status find_folder(char **out, const char *path, const char *data_dir, kt_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL ? path : slash + 1;
    bool there;
    *out = NULL;
    if (strcmp(last, kt_package_file) == 0) {
        *out = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
        return *out == NULL ? kt_error_no_memory(err) : KT_OK;
    }
    kt_status status = look_for_folder(&there, path, err);
    if (status != KT_OK)
        return status;
    if (there) {
        *out = strdup(path);
        return *out == NULL ? kt_error_no_memory(err) : KT_OK;
    }
    if (slash == NULL) {
        char name[300];
        snprintf(name, sizeof name, "cases/%.256s", path);
        *out = kt_file_join(data_dir, name);
        if (*out == NULL)
            return kt_error_no_memory(err);
        status = look_for_folder(&there, *out, err);
        if (status == KT_OK && there)
            return KT_OK;
        free(*out);
        *out = NULL;
    }
    if (status != KT_OK)
        return status;
    return kt_error_set(err, KT_BAD_INPUT,
                        "%s: no such case: a folder with datapackage.json is expected", path);
}

// Twice: what rests on the dated measures tells of another set of files than what does not.
static kt_status hash_case(kt_case *c, kt_error *err)
{
    const kt_case *on = c->shared != NULL ? c->shared : c;
    const kt_lines *set[N_SETS] = {&c->lines, on == c ? NULL : &on->lines, NULL};
    kt_status status = hash_lines(c->sha256, set, err);
    set[2] = &on->dated_lines;
    return status == KT_OK ? hash_lines(c->sha256_dated, set, err) : status;
}

// `has_package`: false for a case without tables, that has the reference alone.
static kt_status open_package(opening *o, bool has_package, kt_error *err)
{
    kt_case *c = o->the_case;
    kt_status status = KT_OK;
    kt_package descriptor = {.name = "", .title = "", .description = "", .description_nl = ""};

    if (has_package)
        KT_TRY(read_package(o, &descriptor, err));
    if (o->dated != NULL)
        KT_TRY(read_dated(o, err));
    if (o->package == KT_PACKAGE_CASE) {
        c->id = descriptor.name;
        c->title = descriptor.title;
        c->description = descriptor.description;
        c->description_nl = descriptor.description_nl;
    }
    KT_TRY(kt_case_index(c, err));
    KT_TRY(kt_validate_case(c, o->reading.control, err));
    KT_TRY(locate_faults(o, err));
    if (c->shared != NULL)
        KT_TRY(add_faults_of_reference(c, err));
    KT_TRY(kt_fault_sort(&c->faults, o->reading.control, err));
    KT_TRY(publish_faults(c, o->reading.control, err));
    KT_TRY(hash_case(c, err));
    if (c->faults.failed)
        status = kt_error_no_memory(err);
done:
    return status;
}

// Reads the package that lies in `root` (NULL: none), as a case on `shared` or as a reference where
// that is NULL, with the measures in `dated` (NULL: none). All are borrowed.
static kt_status open_with(kt_case **out, const kt_root *root, const kt_root *dated,
                           const kt_case *shared, const kt_open_options *options, kt_error *err)
{
    opening o = {.package = shared == NULL ? KT_PACKAGE_REFERENCE : KT_PACKAGE_CASE,
                 .dated = dated,
                 .all_tables = options != NULL && options->all_tables};
    if (root != NULL)
        o.root = *root;
    o.the_case = new_case(shared, options);
    if (o.the_case == NULL)
        return kt_error_no_memory(err);
    o.reading = (kt_rows_reading){.pool = &o.the_case->pool,
                                  .faults = &o.the_case->faults,
                                  .control = options == NULL ? NULL : options->control};
    kt_status status = open_package(&o, root != NULL, err);
    if (status == KT_OK)
        *out = o.the_case;
    else
        kt_case_free(o.the_case);
    return status;
}

static kt_status open_root(kt_case **out, const kt_root *root, const kt_case *shared,
                           const kt_open_options *options, kt_error *err)
{
    return open_with(out, root, NULL, shared, options, err);
}

// A data folder without dated measures is whole.
static kt_status open_dated(kt_root *root, const char *path, kt_error *err)
{
    bool there;
    kt_status status = look_for_folder(&there, path, err);
    return status == KT_OK && there ? kt_root_open(root, path, true, err) : status;
}

// The reference in the data folder and the dated measures beside it, with their faults.
static kt_status read_reference(kt_case **out, const char *data_dir, const kt_open_options *options,
                                kt_error *err)
{
    kt_root root = {0};
    kt_root dated = {0};
    char *path = kt_file_join(data_dir, "reference");
    char *path_dated = kt_file_join(data_dir, "scenarios");
    kt_status status =
        path == NULL ? kt_error_no_memory(err) : kt_root_open(&root, path, true, err);
    if (status == KT_OK)
        status = path_dated == NULL ? kt_error_no_memory(err) : open_dated(&dated, path_dated, err);
    if (status == KT_OK)
        status = open_with(out, &root, dated.folder == 0 ? NULL : &dated, NULL, options, err);
    kt_root_close(&root);
    kt_root_close(&dated);
    free(path);
    free(path_dated);
    return status;
}

// Reads the case in the folder. An import that puts another folder in its place meanwhile removes
// the files of the open one: what was not there is no fault then, and the new one is read.
static kt_status open_folder(kt_case **out, const char *folder, const kt_case *shared,
                             const kt_open_options *options, kt_error *err)
{
    kt_status status = KT_OK;
    bool moved = true;
    for (int turn = 0; turn < MAX_TURNS && moved && status == KT_OK; turn++) {
        kt_root root = {0};
        kt_case_free(*out);
        *out = NULL;
        status = kt_root_open(&root, folder, false, err);
        if (status == KT_OK)
            status = open_root(out, &root, shared, options, err);
        assert(status != KT_OK || *out != NULL);
        moved = status == KT_OK && (*out)->faults.n_errors > 0 && kt_root_moved(&root, folder);
        kt_root_close(&root);
    }
    return status;
}

kt_status kt_open_judge(const kt_case *c, const char *shown, kt_error *err)
{
    assert(c != NULL);
    size_t n = c->faults.n_errors;
    if (n == 0)
        return KT_OK;
    return kt_error_set(err, KT_BAD_INPUT,
                        n == 1 ? "%s: %zu fault in the data" : "%s: %zu faults in the data", shown,
                        n);
}

static const char *data_dir_of(const kt_open_options *options)
{
    return options == NULL ? NULL : options->data_dir;
}

static void speak(kt_error *err, const kt_open_options *options)
{
    if (err != NULL && options != NULL)
        err->lang = options->lang;
}

kt_status kt_open_reference(kt_case **out, const kt_open_options *options, kt_error *err)
{
    char *data_dir = NULL;
    *out = NULL;
    speak(err, options);
    kt_status status = kt_datadir_find(&data_dir, data_dir_of(options), err);
    if (status == KT_OK)
        status = read_reference(out, data_dir, options, err);
    if (status == KT_OK)
        status = kt_open_judge(*out, "reference", err);
    free(data_dir);
    return status;
}

kt_status kt_open_reference_beneath(kt_case **out, const kt_root *root,
                                    const kt_open_options *options, kt_error *err)
{
    *out = NULL;
    speak(err, options);
    return open_root(out, root, NULL, options, err);
}

kt_status kt_open_on(kt_case **out, const char *path, const kt_case *reference,
                     const kt_open_options *options, kt_error *err)
{
    char *data_dir = NULL;
    char *folder = NULL;
    kt_status status = KT_OK;
    *out = NULL;
    speak(err, options);
    if (path != NULL && strchr(path, '/') == NULL) // it may be a case that comes with the data
        KT_TRY(kt_datadir_find(&data_dir, data_dir_of(options), err));
    if (path != NULL)
        KT_TRY(find_folder(&folder, path, data_dir, err));
    if (folder != NULL)
        KT_TRY(open_folder(out, folder, reference, options, err));
    else
        KT_TRY(open_root(out, NULL, reference, options, err));
    status = kt_open_judge(*out, path != NULL ? path : "reference", err);
done:
    free(folder);
    free(data_dir);
    return status;
}

kt_status kt_open_beneath(kt_case **out, const kt_root *root, const kt_case *reference,
                          const kt_open_options *options, kt_error *err)
{
    *out = NULL;
    speak(err, options);
    kt_status status = open_root(out, root, reference, options, err);
    assert(status != KT_OK || *out != NULL);
    return status == KT_OK ? kt_open_judge(*out, (*out)->id, err) : status;
}

kt_status kt_open_case(kt_case **out, const char *path, const kt_open_options *options,
                       kt_error *err)
{
    char *data_dir = NULL;
    char *folder = NULL;
    kt_case *reference = NULL;
    kt_status status = KT_OK;
    *out = NULL;
    speak(err, options);
    KT_TRY(kt_datadir_find(&data_dir, data_dir_of(options), err));
    KT_TRY(find_folder(&folder, path, data_dir, err));
    KT_TRY(read_reference(&reference, data_dir, options, err));
    KT_TRY(open_folder(out, folder, reference, options, err));
    (*out)->owned = reference;
    reference = NULL;
    status = kt_open_judge(*out, path, err);
done:
    kt_case_free(reference);
    free(folder);
    free(data_dir);
    return status;
}

// "sha256 name" of each file of the package in `root`; false where one cannot be read.
static bool list_lines(opening *o, kt_package *descriptor)
{
    kt_case *c = o->the_case;
    char sha256[KT_SHA256_TEXT];
    if (kt_package_read(descriptor, &o->root, KT_PACKAGE_CASE, &c->arena, &c->faults, NULL) !=
            KT_OK ||
        descriptor->sha256[0] == '\0' ||
        add_hash(o, descriptor->sha256, kt_package_file, NULL) != KT_OK)
        return false;
    for (size_t i = 0; i < descriptor->n; i++) {
        const char *path = descriptor->resource[i].path;
        if (kt_root_read(&o->root, path, ignore_chunk, &o->reading, sha256, NULL) != KT_OK ||
            add_hash(o, sha256, path, NULL) != KT_OK)
            return false;
    }
    return true;
}

bool kt_open_hash(char sha256[KT_SHA256_TEXT], const char *path, const kt_case *reference,
                  const kt_open_options *options)
{
    char *data_dir = NULL;
    char *folder = NULL;
    kt_case scratch = {.faults = {.quiet = true}}; // for lines and texts of the descriptor
    kt_package descriptor;
    const kt_lines *const set[N_SETS] = {&scratch.lines,
                                         reference == NULL ? NULL : &reference->lines, NULL};
    opening o = {.the_case = &scratch, .reading = {.control = options->control}};
    bool known = (strchr(path, '/') != NULL ||
                  kt_datadir_find(&data_dir, options->data_dir, NULL) == KT_OK) &&
                 find_folder(&folder, path, data_dir, NULL) == KT_OK &&
                 kt_root_open(&o.root, folder, false, NULL) == KT_OK &&
                 list_lines(&o, &descriptor) && hash_lines(sha256, set, NULL) == KT_OK;
    kt_root_close(&o.root);
    for (size_t i = 0; i < scratch.lines.n; i++)
        kt_buffer_free(&scratch.lines.line[i]);
    free(scratch.lines.line);
    kt_notes_free(&scratch.faults);
    kt_arena_free(&scratch.arena);
    free(folder);
    free(data_dir);
    return known;
}
