// SPDX-License-Identifier: EUPL-1.2
// Reads the descriptor (at most 16 MiB) and takes names and paths of its resources. Only paths that
// stay inside the folder are followed, as the Data Package standard demands: a descriptor comes
// from strangers.
#include "ingest/package/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "format/json_tree.h"

const char kt_package_file[] = "datapackage.json";

static const size_t MAX_DESCRIPTOR = (size_t)16 << 20;
enum { MAX_RESOURCES = 1000 }; // each is compared with each

typedef struct reading {
    kt_package *out;
    uint32_t package;
    kt_fault_list *faults;
} reading;

static kt_fault place_of(const reading *r)
{
    return (kt_fault){.file = kt_package_file,
                      .package = r->package,
                      .record = KT_NO_RECORD,
                      .see_record = KT_NO_RECORD,
                      .line = 1,
                      .column = 1};
}

// A relative path without "..", drive, scheme or control characters.
static bool stays_inside(const char *path)
{
    if (*path == '\0' || *path == '/' || strchr(path, ':') != NULL || strchr(path, '\\') != NULL)
        return false;
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
    }
    for (const char *c = path; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20)
            return false;
    }
    return true;
}

// The next part of a path that says something, and its length; 0 at the end.
static size_t next_part(const char **path)
{
    for (;;) {
        *path += strspn(*path, "/");
        size_t length = strcspn(*path, "/");
        if (length != 1 || **path != '.')
            return length;
        *path += length;
    }
}

// Whether two paths name one file: "items.csv", "./items.csv", "x//items.csv".
static bool same_path(const char *a, const char *b)
{
    for (;;) {
        size_t n = next_part(&a);
        if (n != next_part(&b) || memcmp(a, b, n) != 0)
            return false;
        if (n == 0)
            return true;
        a += n;
        b += n;
    }
}

static void read_resource(reading *r, const kt_json_tree *entry, size_t number)
{
    const char *name = kt_json_tree_text(entry, "name", "");
    const char *path = kt_json_tree_text(entry, "path", NULL);
    if (*name == '\0') {
        kt_fault_add(r->faults, place_of(r), "resource %zu has no name", number);
        return;
    }
    if (path == NULL) {
        kt_fault_add(r->faults, place_of(r),
                     "resource \"%s\" has no path: one file name is expected", name);
        return;
    }
    if (!stays_inside(path)) {
        kt_fault_add(r->faults, place_of(r),
                     "resource \"%s\": path \"%s\" is not a relative path inside the package", name,
                     path);
        return;
    }
    if (same_path(path, kt_package_file)) {
        kt_fault_add(r->faults, place_of(r), "resource \"%s\": %s is no table", name, path);
        return;
    }
    for (size_t i = 0; i < r->out->n; i++) {
        if (strcmp(r->out->resource[i].name, name) == 0) {
            kt_fault_add(r->faults, place_of(r), "resource \"%s\" appears twice", name);
            return;
        }
        if (same_path(r->out->resource[i].path, path)) {
            kt_fault_add(r->faults, place_of(r), "resources \"%s\" and \"%s\" are one file: %s",
                         r->out->resource[i].name, name, path);
            return;
        }
    }
    r->out->resource[r->out->n++] = (kt_resource){name, path};
}

// False when memory runs out.
static bool read_descriptor(reading *r, const kt_json_tree *root, kt_arena *arena)
{
    kt_package *out = r->out;
    const kt_json_tree *resources = kt_json_tree_get(root, "resources");

    out->name = kt_json_tree_text(root, "name", "");
    out->title = kt_json_tree_text(root, "title", "");
    out->description = kt_json_tree_text(root, "description", "");
    out->description_nl = kt_json_tree_text(root, "description_nl", "");
    if (root->kind != KT_JSON_TREE_OBJECT) {
        kt_fault_add(r->faults, place_of(r), "a JSON object is expected");
        return true;
    }
    if (*out->name == '\0')
        kt_fault_add(r->faults, place_of(r), "\"name\" is missing: the case's id is expected");
    if (resources == NULL || resources->kind != KT_JSON_TREE_ARRAY) {
        kt_fault_add(r->faults, place_of(r),
                     "\"resources\" is missing: a list of tables is expected");
        return true;
    }
    if (resources->n > MAX_RESOURCES) {
        kt_fault_add(r->faults, place_of(r), "\"resources\" has %zu tables: %d are the most",
                     resources->n, MAX_RESOURCES);
        return true;
    }
    out->resource = kt_arena_alloc(arena, resources->n + 1, sizeof *out->resource);
    if (out->resource == NULL)
        return false;
    size_t number = 0;
    for (const kt_json_tree *entry = resources->first; entry != NULL; entry = entry->next)
        read_resource(r, entry, ++number);
    return true;
}

static void report_syntax(reading *r, const kt_json_tree_fault *fault)
{
    kt_fault place = place_of(r);
    place.line = fault->line;
    place.column = fault->column;
    place.said.words = 1u << 0;
    kt_fault_add(r->faults, place, "not valid JSON: %s", fault->message);
}

static kt_status forget_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    (void)user, (void)bytes, (void)length, (void)err;
    return KT_OK;
}

void kt_package_unreadable(kt_fault_list *faults, kt_fault place, const kt_root *root,
                           const char *name, const kt_error *reason)
{
    const char *text[KT_N_LANGS];
    kt_error again[KT_N_LANGS];
    for (int l = 0; l < KT_N_LANGS; l++) {
        again[l] = (kt_error){.lang = (kt_lang)l};
        bool same = l != (int)reason->lang &&
                    kt_root_read(root, name, forget_chunk, NULL, NULL, &again[l]) == KT_BAD_INPUT;
        text[l] = same ? again[l].message : reason->message;
    }
    kt_notes_put_each(faults, place, text);
}

kt_status kt_package_read(kt_package *out, const kt_root *root, uint32_t package, kt_arena *arena,
                          kt_fault_list *faults, kt_error *err)
{
    *out = (kt_package){.name = "", .title = "", .description = "", .description_nl = ""};
    reading r = {out, package, faults};
    kt_status status = KT_OK;
    kt_buffer text = {0};
    const kt_json_tree *tree = NULL;
    kt_json_tree_fault fault;
    kt_error reason = {.lang = faults->lang};

    status = kt_root_load(&text, root, kt_package_file, MAX_DESCRIPTOR, out->sha256, &reason);
    if (status == KT_BAD_INPUT) {
        kt_package_unreadable(faults, place_of(&r), root, kt_package_file, &reason);
        status = KT_OK;
        goto done;
    }
    if (status != KT_OK) {
        status = kt_error_is_no_memory(&reason)
                     ? kt_error_no_memory(err)
                     : kt_error_set(err, status, "%.300s: %.600s", kt_package_file, reason.message);
        goto done;
    }
    tree = kt_json_tree_read(text.text == NULL ? "" : text.text, text.length, NULL, arena, &fault);
    if (tree == NULL && fault.line > 0)
        report_syntax(&r, &fault);
    else if (tree == NULL || !read_descriptor(&r, tree, arena))
        status = kt_error_no_memory(err);
done:
    kt_buffer_free(&text);
    return status;
}
