// SPDX-License-Identifier: EUPL-1.2
// The first bytes decide what a file is; its name is not asked, except that a data package is known
// by its own. Workbooks and CSV become grids and need a mapping: given, kept from an earlier
// delivery, or proposed. The other formats are read straight into the delivery. JSON and XML of up
// to 64 MiB.
#include "ingest/merge/import_file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/grow.h"
#include "base/lang.h"
#include "base/reason.h"
#include "base/text.h"
#include "format/file.h"
#include "format/sniff.h"
#include "format/spool.h"
#include "format/xlsx.h"
#include "ingest/intake/cyclonedx.h"
#include "ingest/intake/file_kind.h"
#include "ingest/intake/ipc1754.h"
#include "ingest/intake/mapping_propose.h"
#include "ingest/intake/parts_list.h"
#include "ingest/intake/questionnaire_read.h"
#include "ingest/package/package.h"
#include "ingest/recognise/dictionary.h"
#include "ingest/recognise/fold.h"

enum { MAX_PROFILES = 10000 };
static const char PROFILES[] = "mappings";
static const size_t MAX_FILE = (size_t)256 << 20;
static const size_t MAX_DOCUMENT = (size_t)64 << 20; // of JSON or XML
static const size_t MAX_MAPPING = (size_t)4 << 20;

// A file that is being read: its bytes are all here, for a pipe gives them only once.
typedef struct opened {
    const char *path;
    kt_buffer bytes;
    const kt_intake *intake;
} opened;

static kt_status at_file(const char *path, kt_status status, const kt_error *reason, kt_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL ? path : slash + 1;
    size_t length = strlen(last);
    if (status == KT_OK)
        return KT_OK;
    if (strncmp(reason->message, last, length) == 0 && reason->message[length] == ':')
        return kt_error_set(err, status, "%s", reason->message); // a place says the file already
    return kt_error_set(err, status, "%.300s: %.700s", path, reason->message);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static kt_status read_json(kt_import *import, kt_import_file *file, const opened *from,
                           kt_error *err)
{
    kt_lang lang = import->rejects.notes.lang;
    kt_json_tree_fault fault;
    const kt_json_tree *root = kt_json_tree_read(from->bytes.text, from->bytes.length,
                                                 from->intake->control, &import->arena, &fault);
    if (root == NULL && fault.line == 0)
        return kt_control_failed(from->intake->control, err);
    if (root == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "%.300s:%u:%u: not valid JSON: %s", from->path,
                            fault.line, fault.column, kt_lang_text(lang, fault.message));
    if (!kt_cyclonedx_is(root))
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.300s: JSON that is not CycloneDX (\"bomFormat\": \"CycloneDX\" is "
                            "expected)",
                            from->path);
    file->format = "CycloneDX";
    return kt_cyclonedx_read(from->intake, root, file->name, err);
}

static kt_status read_xml(kt_import *import, kt_import_file *file, const opened *from,
                          kt_error *err)
{
    kt_error reason = {.lang = import->rejects.notes.lang};
    const char *name = kt_ipc1754_name(from->bytes.text, from->bytes.length);
    file->format = name == NULL ? "XML" : name;
    return at_file(
        from->path,
        kt_ipc1754_read_bytes(from->intake, &import->draft, &from->bytes, file->name, &reason),
        &reason, err);
}

// Another case: all of its tables, those that the format does not know included.
static kt_status read_case(kt_import *import, kt_import_file *file, const char *folder,
                           kt_error *err)
{
    kt_draft other;
    kt_status status = kt_draft_open(&other, folder, &import->pool, import->grids.control, err);
    if (status != KT_OK)
        return status;
    file->format = "case";
    const char *title = kt_json_tree_text(other.descriptor, "title", NULL);
    const char *description = kt_json_tree_text(other.descriptor, "description", NULL);
    if (title != NULL)
        import->title = kt_arena_text(&import->arena, title, strlen(title));
    if (description != NULL)
        import->description = kt_arena_text(&import->arena, description, strlen(description));
    import->delivery.failed |= (title != NULL && import->title == NULL) ||
                               (description != NULL && import->description == NULL);
    for (size_t t = 0; t < other.n && !import->delivery.failed; t++) {
        const kt_draft_table *from = &other.table[t];
        kt_grid *grid = kt_grid_add(&import->grids, file->name, from->name);
        size_t to = kt_delivery_table_at(&import->delivery, from->name);
        if (grid == NULL || import->delivery.failed)
            break;
        grid->sheet = kt_arena_text(&import->arena, from->name, strlen(from->name));
        import->delivery.failed |= grid->sheet == NULL;
        kt_delivery_place place = {(uint32_t)import->grids.n - 1, 0, 0};
        for (size_t r = 0; r < from->n_rows && !import->delivery.failed; r++) {
            import->delivery.failed |= kt_control_stopped(other.control);
            place.number = (uint32_t)r + 2;
            kt_delivery_begin(&import->delivery, to, place);
            for (size_t c = 0; c < from->n_columns; c++) {
                size_t field = kt_delivery_field(&import->delivery, to,
                                                 kt_pool_text(&import->pool, from->column[c]));
                kt_delivery_put(
                    &import->delivery, to,
                    (kt_delivery_cell){*kt_draft_cell(from, r, c), (uint16_t)field, (uint16_t)c});
            }
        }
        kt_grid_begin_row(grid, 1);
        kt_grid_end(grid);
    }
    kt_draft_close(&other);
    return import->grids.failed || import->delivery.failed ? kt_error_no_memory(err) : KT_OK;
}

// A file with tables: their grids, or the answers of a questionnaire.
static kt_status read_tables(kt_import *import, kt_import_file *file, const opened *from,
                             bool is_book, kt_error *err)
{
    kt_error reason = {.lang = import->rejects.notes.lang};
    kt_xlsx_place place = {file->name, &import->arena, &import->pool, &import->remarks};
    file->format = is_book ? "XLSX" : "CSV";
    kt_status status = is_book ? kt_xlsx_read_bytes(&import->grids, from->bytes.text,
                                                    from->bytes.length, place, &reason)
                               : kt_sniff_read_bytes(&import->grids, &from->bytes, file->name,
                                                     &import->pool, &import->remarks, &reason);
    if (status != KT_OK)
        return at_file(from->path, status, &reason, err);
    if (import->grids.n > file->first &&
        kt_questionnaire_read_is(&import->grids.grid[file->first], &import->pool)) {
        kt_questionnaire_read_from sheet = {file->first, import->before, &import->draft,
                                            import->date, &import->arena};
        file->format = "questionnaire";
        return at_file(from->path, kt_questionnaire_read_read(from->intake, &sheet, &reason),
                       &reason, err);
    }
    file->n_grids = import->grids.n - file->first;
    for (size_t g = 0; is_book && g < file->n_grids; g++) {
        kt_grid *grid = &import->grids.grid[file->first + g];
        grid->decimal = kt_sniff_decimal(grid, &import->pool);
    }
    return KT_OK;
}

// JSON is UTF-8; what a shell of Windows writes into a file is UTF-16.
static kt_status decode_json(opened *from, kt_error *err)
{
    kt_buffer text = {0};
    kt_sniff ignored;
    kt_error reason = {.lang = kt_error_lang(err)};
    if (!kt_file_kind_is_utf16(from->bytes.text, from->bytes.length))
        return KT_OK;
    kt_status status =
        kt_sniff_decode(&text, &ignored, from->bytes.text, from->bytes.length, &reason);
    kt_buffer_free(&from->bytes);
    from->bytes = text;
    return at_file(from->path, status, &reason, err);
}

static kt_status read_document(kt_import *import, kt_import_file *file, opened *from,
                               kt_file_kind kind, kt_error *err)
{
    if (from->bytes.length > MAX_DOCUMENT)
        return kt_error_set(err, KT_BAD_INPUT, "%.300s: is larger than %zu bytes", from->path,
                            MAX_DOCUMENT);
    if (kind == KT_FILE_KIND_XML)
        return read_xml(import, file, from, err);
    kt_status status = decode_json(from, err);
    return status == KT_OK ? read_json(import, file, from, err) : status;
}

static kt_status read_bytes(kt_import *import, kt_import_file *file, opened *from, kt_error *err)
{
    kt_file_kind kind =
        kt_file_kind_of(from->bytes.length == 0 ? "" : from->bytes.text, from->bytes.length);
    switch (kind) {
    case KT_FILE_KIND_OPEN_DOCUMENT:
        return kt_error_set(err, KT_BAD_INPUT,
                            "%.300s: is an OpenDocument file: save it as .xlsx or as CSV",
                            from->path);
    case KT_FILE_KIND_JSON:
    case KT_FILE_KIND_XML:
        return read_document(import, file, from, kind, err);
    default:
        return read_tables(import, file, from, kind == KT_FILE_KIND_WORKBOOK, err);
    }
}

// The case that the data package `path` describes: the folder that holds it.
static kt_status read_package(kt_import *import, kt_import_file *file, const char *path,
                              kt_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL || slash == path ? 1 : (size_t)(slash - path);
    const char *folder = kt_arena_text(&import->arena, slash == NULL ? "." : path, length);
    return folder == NULL ? kt_error_no_memory(err) : read_case(import, file, folder, err);
}

// The name of a file as it stands in the case: bytes that are no text are shown. NULL when memory
// runs out.
static const char *name_of(kt_import *import, const char *last)
{
    kt_buffer shown = {0};
    size_t length = strlen(last);
    if (kt_text_valid(last, length))
        return kt_arena_text(&import->arena, last, length);
    kt_text_show(&shown, last, length, length);
    const char *name =
        shown.failed ? NULL : kt_arena_text(&import->arena, shown.text, shown.length);
    kt_buffer_free(&shown);
    return name;
}

kt_status kt_import_file_read(kt_import *import, size_t index, const char *path,
                              const kt_intake *intake, kt_error *err)
{
    assert(index < import->n_files);
    kt_import_file *file = &import->file[index];
    kt_error reason = {.lang = import->rejects.notes.lang};
    const char *slash = strrchr(path, '/');
    const char *last = slash == NULL || slash[1] == '\0' ? path : slash + 1;
    opened from = {.path = path, .intake = intake};
    *file = (kt_import_file){.format = "CSV", .first = import->grids.n};
    file->name = name_of(import, last);
    if (file->name == NULL)
        return kt_error_no_memory(err);
    if (is_folder(path))
        return read_case(import, file, path, err);
    if (strcmp(last, kt_package_file) == 0)
        return read_package(import, file, path, err);
    kt_status status = kt_spool_load(&from.bytes, path, MAX_FILE, intake->control, &reason);
    status = at_file(path, status, &reason, err);
    if (status == KT_OK)
        status = read_bytes(import, file, &from, err);
    kt_buffer_free(&from.bytes);
    return status;
}

void kt_import_file_profile(char path[128], const kt_import_file *file)
{
    char stem[KT_FOLD_ID];
    char name[256];
    const char *dot = strrchr(file->name, '.');
    size_t length = dot == NULL ? strlen(file->name) : (size_t)(dot - file->name);
    snprintf(name, sizeof name, "%.*s", (int)(length < 255 ? length : 255), file->name);
    kt_fold_id(stem, name);
    snprintf(path, 128, "mappings/%s.json", stem);
}

static kt_mapping_file grids_of(const kt_import *import, const kt_import_file *file)
{
    return (kt_mapping_file){&import->grids, file->first, file->n_grids, &import->pool};
}

// KT_OK and *fits when the profile in `text` describes the file; a profile that does not is no
// fault here.
static kt_status try_profile(kt_import *import, size_t index, const kt_buffer *text, bool *fits,
                             kt_error *err)
{
    kt_import_file *file = &import->file[index];
    kt_mapping mapping = {0};
    kt_status status = kt_mapping_read(&mapping, text, grids_of(import, file), &import->arena, err);
    *fits = status == KT_OK && kt_mapping_is_useful(&mapping);
    if (*fits)
        file->mapping = mapping;
    return status;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

// A list for a case that has items already mostly adds to what is known of them: what it is the
// list of is not guessed, nor taken from the mapping of another list, unless its title names an
// item: a new revision. `own` is what the file itself proposes.
static kt_status find_products(kt_import *import, const kt_import_file *file, const kt_mapping *own,
                               kt_error *err)
{
    char place[KT_GRID_PLACE];
    kt_dictionary names;
    const kt_draft_table *items = kt_draft_find(&import->draft, "items");
    if (items == NULL || items->n_rows == 0)
        return KT_OK;
    if (!kt_dictionary_open(&names))
        return kt_error_no_memory(err);
    kt_parts_list_learn(&names, &import->draft);
    for (size_t s = 0; s < file->mapping.n; s++) {
        kt_mapping_sheet *sheet = &file->mapping.sheet[s];
        const char *title = own->sheet[s].product;
        bool has_product = sheet->product != NULL && *sheet->product != '\0';
        if (!has_product && title == NULL)
            continue;
        sheet->product = title != NULL && kt_parts_list_find(&names, title) != NULL ? title : NULL;
        kt_grid_place(place, &import->grids.grid[file->first + s], sheet->header_row,
                      KT_GRID_COLUMNS);
        if (sheet->product == NULL)
            kt_notes_add(&import->remarks, KT_NOTE_WARNING, place,
                         "the list does not say what its parts go into: one that is new to the "
                         "case goes into nothing, unless the mapping has a \"product\"");
    }
    bool failed = names.failed;
    kt_dictionary_close(&names);
    return failed ? kt_control_failed(import->draft.control, err) : KT_OK;
}

static const kt_mapping_column *column_at(const kt_mapping_sheet *sheet, uint32_t column)
{
    for (size_t c = 0; c < sheet->n; c++) {
        if (sheet->column[c].column == column)
            return &sheet->column[c];
    }
    return NULL;
}

static bool is_read(const kt_mapping_sheet *sheet, const char *to)
{
    for (size_t c = 0; c < sheet->n; c++) {
        if (strcmp(sheet->column[c].to, to) == 0)
            return true;
    }
    return false;
}

// What the file proposes for a column that its profile does not know, "" for nothing: another
// column may be read as that already, and a header in another row proposes nothing.
static kt_mapping_column propose_for(const kt_mapping_sheet *sheet, const kt_mapping_sheet *own,
                                     uint32_t column, const char *header)
{
    kt_mapping_column unused = {header, "", "", column};
    const kt_mapping_column *proposed = column_at(own, column);
    bool same = own->header_row == sheet->header_row && strcmp(own->table, sheet->table) == 0;
    return same && proposed != NULL && !is_read(sheet, proposed->to) ? *proposed : unused;
}

// Adds the columns that the file has and its profile does not know: a list may have got more since,
// and what is not read must be named. `own` is what the file itself proposes, NULL: they are not
// used. *more: at least one is now read, which is to be agreed to.
static kt_status add_columns(kt_import *import, kt_import_file *file, const kt_mapping *own,
                             bool *more, kt_error *err)
{
    for (size_t s = 0; s < file->mapping.n; s++) {
        kt_mapping_sheet *sheet = &file->mapping.sheet[s];
        const kt_grid *grid = &import->grids.grid[file->first + s];
        size_t row =
            *sheet->table == '\0' ? grid->n_rows : kt_grid_position(grid, sheet->header_row);
        if (row >= grid->n_rows)
            continue;
        size_t n = grid->row[row + 1].first - grid->row[row].first;
        kt_mapping_column *column =
            kt_arena_alloc(&import->arena, sheet->n + n + 1, sizeof *column);
        if (column == NULL)
            return kt_error_no_memory(err);
        memcpy(column, sheet->column, sheet->n * sizeof *column);
        sheet->column = column;
        for (size_t i = 0; i < n; i++) {
            const kt_grid_cell *cell = &grid->cell[grid->row[row].first + i];
            const char *header = kt_pool_text(&import->pool, cell->text);
            if (column_at(sheet, cell->column) != NULL)
                continue;
            header = kt_arena_text(&import->arena, header, strlen(header));
            if (header == NULL)
                return kt_error_no_memory(err);
            column[sheet->n] = own == NULL
                                   ? (kt_mapping_column){header, "", "", cell->column}
                                   : propose_for(sheet, &own->sheet[s], cell->column, header);
            sheet->sure &= *column[sheet->n].to == '\0';
            sheet->n++;
        }
        *more |= !sheet->sure;
    }
    return KT_OK;
}

// The paths of the profiles of the case.
typedef struct profile_list {
    char **name; // [n] in malloc memory, as the array
    size_t n, capacity;
} profile_list;

static void free_profiles(profile_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->name[i]);
    free(list->name);
}

static kt_status add_profile(profile_list *list, const char *name, kt_error *err)
{
    bool failed = false;
    size_t length = strlen(name);
    if (length <= 5 || strcmp(name + length - 5, ".json") != 0)
        return KT_OK;
    if (list->n == MAX_PROFILES)
        return kt_error_set(err, KT_BAD_INPUT, "has more than %d profiles: move some away",
                            MAX_PROFILES);
    list->name =
        kt_grow_array(list->name, &list->capacity, list->n + 1, sizeof *list->name, &failed);
    char *path = failed ? NULL : kt_file_join(PROFILES, name);
    if (path == NULL)
        return kt_error_no_memory(err);
    list->name[list->n++] = path;
    return KT_OK;
}

// Lists them sorted. A folder that cannot be read to its end is an error: the profile that fits may
// be behind it.
static kt_status list_profiles(profile_list *list, const kt_root *root, kt_error *err)
{
    DIR *profiles = NULL;
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_status status = kt_root_list(&profiles, root, PROFILES, &reason);
    struct dirent *e;
    while (status == KT_OK && profiles != NULL && (errno = 0, e = readdir(profiles)) != NULL)
        status = add_profile(list, e->d_name, &reason);
    if (status == KT_OK && profiles != NULL && errno != 0)
        status = kt_error_set(&reason, kt_reason_status(errno), "cannot be read: %s",
                              kt_reason_for(&reason, errno));
    if (profiles != NULL)
        closedir(profiles);
    if (status == KT_OK && list->n > 1)
        qsort(list->name, list->n, sizeof *list->name, by_name);
    return at_file(PROFILES, status, &reason, err);
}

// Takes the profile `name` of the case where it fits. What is no profile is passed over; what
// cannot be read, a link say, is not.
static kt_status try_own(kt_import *import, size_t index, const kt_root *root, const char *name,
                         bool *found, kt_error *err)
{
    kt_error reason = {.lang = import->rejects.notes.lang};
    kt_buffer text = {0};
    bool has;
    kt_status status = kt_root_has(&has, root, name, &reason);
    if (status == KT_OK && !has)
        return KT_OK;
    if (status == KT_OK)
        status = kt_root_load(&text, root, name, MAX_MAPPING, NULL, &reason);
    status = at_file(name, status, &reason, err);
    if (status == KT_OK && try_profile(import, index, &text, found, &reason) == KT_NO_RESOURCES)
        status = kt_error_no_memory(err);
    kt_buffer_free(&text);
    if (status != KT_OK || !*found)
        return status;
    import->file[index].profile = kt_arena_text(&import->arena, name, strlen(name));
    return import->file[index].profile == NULL ? kt_error_no_memory(err) : KT_OK;
}

// Looks through the profiles of the case, the file's own first.
static kt_status find_profile(kt_import *import, size_t index, const kt_root *root, bool *found,
                              kt_error *err)
{
    char own[128];
    profile_list profiles = {0};
    kt_status status = list_profiles(&profiles, root, err);
    kt_import_file_profile(own, &import->file[index]);
    if (status == KT_OK)
        status = try_own(import, index, root, own, found, err);
    for (size_t i = 0; i < profiles.n && status == KT_OK && !*found; i++) {
        status = kt_control_step(import->grids.control, "reading", i, profiles.n, err);
        if (status == KT_OK)
            status = try_own(import, index, root, profiles.name[i], found, err);
    }
    free_profiles(&profiles);
    return status;
}

// The profile that the caller gives. Where there is no such file the proposal is written there.
static kt_status map_given(kt_import *import, size_t index, const char *given, kt_error *err)
{
    kt_import_file *file = &import->file[index];
    kt_error reason = {.lang = import->rejects.notes.lang};
    struct stat info;
    kt_buffer text = {0};
    bool found = false;
    bool more = false;
    if (stat(given, &info) != 0 && kt_reason_absent(errno))
        return KT_OK; // what is there and cannot be looked at cannot be read either
    kt_status status = kt_spool_load(&text, given, MAX_MAPPING, import->grids.control, &reason);
    if (status == KT_OK)
        status = try_profile(import, index, &text, &found, &reason);
    kt_buffer_free(&text);
    file->profile = given;
    if (status == KT_OK && !found)
        return kt_error_set(err, KT_BAD_INPUT, "%.300s: takes no sheet of %.200s", given,
                            file->name);
    if (status == KT_OK)
        return add_columns(import, file, NULL, &more, err);
    return at_file(given, status, &reason, err);
}

kt_status kt_import_file_map(kt_import *import, size_t index, const kt_root *root,
                             const char *given, bool *used, kt_error *err)
{
    assert(index < import->n_files);
    kt_import_file *file = &import->file[index];
    char profile[128];
    bool found = false;
    bool more = false;
    *used = false;
    if (file->n_grids == 0)
        return KT_OK;
    if (kt_mapping_propose(&file->mapping, grids_of(import, file), &import->arena) != KT_OK)
        return kt_error_no_memory(err);
    if (kt_mapping_is_sure(&file->mapping))
        return KT_OK;
    if (given != NULL) {
        *used = true;
        return map_given(import, index, given, err);
    }
    kt_mapping own = file->mapping;
    kt_status status = find_profile(import, index, root, &found, err);
    kt_import_file_profile(profile, file);
    if (status == KT_OK && (!found || strcmp(file->profile, profile) != 0))
        status = find_products(import, file, &own, err);
    if (status == KT_OK && found)
        status = add_columns(import, file, &own, &more, err);
    if (more) // agreed to once more
        file->profile = NULL;
    return status;
}
