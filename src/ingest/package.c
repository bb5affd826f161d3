// SPDX-License-Identifier: EUPL-1.2
// See package.h. jansson reads the JSON; only paths that stay inside the folder are followed, as
// the Data Package standard demands.
#include "ingest/package.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "ingest/file.h"

const char kt_package_file[] = "datapackage.json";

static const size_t MAX_DESCRIPTOR = (size_t)16 << 20;

typedef struct reading {
    kt_package *out;
    uint32_t package;
    kt_arena *arena;
    kt_fault_list *faults;
    bool no_memory;
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

static const char *keep_text(reading *r, const json_t *value)
{
    if (!json_is_string(value))
        return "";
    const char *copy = kt_arena_text(r->arena, json_string_value(value), json_string_length(value));
    if (copy == NULL) {
        r->no_memory = true;
        return "";
    }
    return copy;
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

static void read_resource(reading *r, const json_t *entry, size_t number)
{
    const json_t *name = json_object_get(entry, "name");
    const json_t *path = json_object_get(entry, "path");
    if (!json_is_string(name) || json_string_length(name) == 0) {
        kt_fault_add(r->faults, place_of(r), "resource %zu has no name", number);
        return;
    }
    if (!json_is_string(path)) {
        kt_fault_add(r->faults, place_of(r),
                     "resource \"%s\" has no path: one file name is expected",
                     json_string_value(name));
        return;
    }
    if (!stays_inside(json_string_value(path))) {
        kt_fault_add(r->faults, place_of(r),
                     "resource \"%s\": path \"%s\" is not a relative path inside the package",
                     json_string_value(name), json_string_value(path));
        return;
    }
    for (size_t i = 0; i < r->out->n; i++) {
        if (strcmp(r->out->resource[i].name, json_string_value(name)) == 0) {
            kt_fault_add(r->faults, place_of(r), "resource \"%s\" appears twice",
                         json_string_value(name));
            return;
        }
    }
    r->out->resource[r->out->n++] = (kt_resource){keep_text(r, name), keep_text(r, path)};
}

static void read_descriptor(reading *r, const json_t *root)
{
    kt_package *out = r->out;
    const json_t *resources = json_object_get(root, "resources");

    out->name = keep_text(r, json_object_get(root, "name"));
    out->title = keep_text(r, json_object_get(root, "title"));
    out->description = keep_text(r, json_object_get(root, "description"));
    out->description_nl = keep_text(r, json_object_get(root, "description_nl"));
    if (!json_is_object(root)) {
        kt_fault_add(r->faults, place_of(r), "a JSON object is expected");
        return;
    }
    if (*out->name == '\0')
        kt_fault_add(r->faults, place_of(r), "\"name\" is missing: the case's id is expected");
    if (!json_is_array(resources)) {
        kt_fault_add(r->faults, place_of(r),
                     "\"resources\" is missing: a list of tables is expected");
        return;
    }
    size_t n = json_array_size(resources);
    out->resource = kt_arena_alloc(r->arena, n + 1, sizeof *out->resource);
    if (out->resource == NULL) {
        r->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        read_resource(r, json_array_get(resources, i), i + 1);
}

static void report_syntax(reading *r, const json_error_t *error)
{
    kt_fault place = place_of(r);
    place.line = error->line > 0 ? (uint32_t)error->line : 1;
    place.column = error->column > 0 ? (uint32_t)error->column : 1;
    kt_fault_add(r->faults, place, "not valid JSON: %s", error->text);
}

// What the text means; NULL where it is not JSON. jansson 2.14 does not always notice that memory
// ran out: a byte of a token is then lost, and what is left may even be valid. It does not happen
// twice at the same place, so a second reading tells.
static json_t *parse(const kt_buffer *text, json_error_t *error, bool *no_memory)
{
    const char *bytes = text->text == NULL ? "" : text->text;
    json_error_t again_error;
    json_t *root = json_loadb(bytes, text->length, JSON_REJECT_DUPLICATES, error);
    json_t *again = json_loadb(bytes, text->length, JSON_REJECT_DUPLICATES, &again_error);
    bool same = root != NULL ? json_equal(root, again)
                             : again == NULL && strcmp(error->text, again_error.text) == 0;
    bool said = root == NULL && (json_error_code(error) == json_error_out_of_memory ||
                                 error->text[0] == '\0'); // an object could not be made
    *no_memory |= !same || said;
    json_decref(again);
    return root;
}

kt_status kt_package_read(kt_package *out, const char *folder, uint32_t package, kt_arena *arena,
                          kt_fault_list *faults, kt_error *err)
{
    *out = (kt_package){.name = "", .title = "", .description = "", .description_nl = ""};
    reading r = {out, package, arena, faults, false};
    kt_status status = KT_OK;
    kt_buffer text = {0};
    json_t *root = NULL;
    json_error_t error;
    kt_error reason = {.lang = faults->lang};
    char *path = kt_file_join(folder, kt_package_file);

    if (path == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    status = kt_file_load(&text, path, MAX_DESCRIPTOR, out->sha256, &reason);
    if (status == KT_BAD_INPUT) {
        kt_fault_add(faults, place_of(&r), "%s", reason.message);
        status = KT_OK;
        goto done;
    }
    KT_TRY(status);
    root = parse(&text, &error, &r.no_memory);
    if (root == NULL && !r.no_memory)
        report_syntax(&r, &error);
    else if (!r.no_memory)
        read_descriptor(&r, root);
    if (r.no_memory)
        status = kt_error_no_memory(err);
done:
    if (status == KT_NO_RESOURCES)
        (void)kt_error_no_memory(err);
    json_decref(root);
    kt_buffer_free(&text);
    free(path);
    return status;
}
