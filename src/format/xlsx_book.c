// SPDX-License-Identifier: EUPL-1.2
// Reads what the sheets share, before any of them: list of sheets, shared strings, styles. Parts
// are found by their relations, as the standard (ECMA-376) asks, and not by the names that most
// programs give them. Number formats 14 to 22 and 45 to 47 are dates, 9 and 10 percentages; a
// format of the workbook's own is a date when it has y, d or h outside quotes. At most 1,000
// sheets.
#include "format/xlsx_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"
#include "format/xlsx_text.h"

enum { MAX_SHEETS = 1000, MAX_STYLES = 65536, PATH_BYTES = 600 };

typedef struct reading {
    kt_xlsx_book *book;
    kt_buffer text;
    bool in_text, in_phonetic, in_formats;
    const char *workbook; // part, from the package's relations
    const char *strings;  // parts, from the workbook's relations
    const char *styles;
} reading;

typedef struct feeding {
    kt_xml *xml;
    const kt_control *control;
} feeding;

static kt_status feed(void *user, const char *bytes, size_t length, kt_error *err)
{
    const feeding *f = user;
    kt_status status = kt_control_check(f->control, err);
    return status == KT_OK ? kt_xml_feed(f->xml, bytes, length, err) : status;
}

kt_status kt_xlsx_book_part(kt_archive *archive, const char *entry, kt_xml_sink sink,
                            const kt_control *control, kt_error *err)
{
    kt_xml *xml = NULL;
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_status status = kt_xml_open(&xml, sink, err);
    if (status != KT_OK)
        return status;
    feeding f = {xml, control};
    status = kt_archive_read(archive, entry, feed, &f, &reason);
    if (status == KT_OK)
        status = kt_xml_finish(xml, &reason);
    if (status == KT_NO_RESOURCES)
        (void)kt_control_failed(control, err);
    else if (status != KT_OK)
        (void)kt_error_set(err, status, "%.200s: %.700s", entry, reason.message);
    kt_xml_close(xml);
    return status;
}

static const char *keep(reading *r, const char *text)
{
    const char *copy = text == NULL ? "" : kt_arena_text(r->book->arena, text, strlen(text));
    r->book->failed |= copy == NULL;
    return copy == NULL ? "" : copy;
}

// Bytes of the folder that holds the part, its slash included: 3 of "xl/workbook.xml".
static size_t folder_of(const char *part, size_t length)
{
    while (length > 0 && part[length - 1] != '/')
        length--;
    return length;
}

// The entry that a relation of the part `base` points to, "" for the package itself. A target is a
// path from the folder of the part, or from the top where it begins with a slash.
static const char *resolve(reading *r, const char *base, const char *target)
{
    char path[PATH_BYTES];
    size_t n = *target == '/' ? 0 : folder_of(base, strlen(base));
    if (n + strlen(target) >= sizeof path) // no program writes one: there is no such part
        return "";
    memcpy(path, base, n);
    while (*target != '\0') {
        size_t length = strcspn(target, "/");
        bool more = target[length] == '/';
        if (length == 2 && memcmp(target, "..", 2) == 0) {
            n = folder_of(path, n == 0 ? 0 : n - 1);
        } else if (length > 0 && !(length == 1 && *target == '.')) {
            memcpy(path + n, target, length + more);
            n += length + more;
        }
        target += length + more;
    }
    path[n] = '\0';
    return keep(r, path);
}

static void ignore_end(void *user, const char *name)
{
    (void)user;
    (void)name;
}

static void ignore_text(void *user, const char *text, size_t length)
{
    (void)user;
    (void)text;
    (void)length;
}

static void on_package_relation(void *user, const char *name, const char *const *attributes)
{
    reading *r = user;
    const char *type = kt_xml_attribute(attributes, "Type");
    const char *target = kt_xml_attribute(attributes, "Target");
    static const char OFFICE[] = "/officeDocument";
    if (strcmp(name, "Relationship") != 0 || type == NULL || target == NULL)
        return;
    size_t length = strlen(type);
    if (length >= sizeof OFFICE - 1 && strcmp(type + length - (sizeof OFFICE - 1), OFFICE) == 0)
        r->workbook = resolve(r, "", target);
}

static void on_workbook(void *user, const char *name, const char *const *attributes)
{
    reading *r = user;
    kt_xlsx_book *book = r->book;
    if (strcmp(name, "workbookPr") == 0) {
        const char *epoch = kt_xml_attribute(attributes, "date1904");
        book->epoch_1904 = epoch != NULL && (*epoch == '1' || *epoch == 't');
        return;
    }
    if (strcmp(name, "sheet") != 0)
        return;
    if (book->n_sheets == MAX_SHEETS) {
        book->refused = "holds more than 1,000 sheets";
        return;
    }
    const char *state = kt_xml_attribute(attributes, "state");
    kt_xlsx_sheet sheet = {.name = keep(r, kt_xml_attribute(attributes, "name")),
                           .relation = keep(r, kt_xml_attribute(attributes, "id")),
                           .hidden = state != NULL && strcmp(state, "visible") != 0};
    book->sheet = kt_grow_array(book->sheet, &book->sheet_capacity, book->n_sheets + 1,
                                sizeof *book->sheet, &book->failed);
    if (!book->failed)
        book->sheet[book->n_sheets++] = sheet;
}

static void on_workbook_relation(void *user, const char *name, const char *const *attributes)
{
    reading *r = user;
    const char *id = kt_xml_attribute(attributes, "Id");
    const char *type = kt_xml_attribute(attributes, "Type");
    const char *target = kt_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL)
        return;
    const char *kind = strrchr(type, '/');
    if (kind != NULL && strcmp(kind, "/sharedStrings") == 0)
        r->strings = resolve(r, r->workbook, target);
    if (kind != NULL && strcmp(kind, "/styles") == 0)
        r->styles = resolve(r, r->workbook, target);
    if (kind == NULL || strcmp(kind, "/worksheet") != 0) // charts have no table
        return;
    const char *part = NULL;
    for (size_t i = 0; i < r->book->n_sheets; i++) {
        kt_xlsx_sheet *sheet = &r->book->sheet[i];
        if (strcmp(sheet->relation, id) != 0)
            continue;
        part = part == NULL ? resolve(r, r->workbook, target) : part;
        sheet->part = part;
    }
}

static const char *part_of(const kt_xlsx_sheet *sheet)
{
    return sheet->part == NULL ? "" : sheet->part;
}

// Those of one part in their order.
static int by_part(const void *left, const void *right)
{
    const kt_xlsx_sheet *a = *(kt_xlsx_sheet *const *)left;
    const kt_xlsx_sheet *b = *(kt_xlsx_sheet *const *)right;
    int order = strcmp(part_of(a), part_of(b));
    return order != 0 ? order : (a > b) - (a < b);
}

// A part is one sheet: a book of a few kilobytes could name one a thousand times.
static void find_twins(kt_xlsx_book *book)
{
    kt_xlsx_sheet *sheet[MAX_SHEETS];
    for (size_t i = 0; i < book->n_sheets; i++)
        sheet[i] = &book->sheet[i];
    qsort(sheet, book->n_sheets, sizeof(kt_xlsx_sheet *), by_part);
    for (size_t i = 1; i < book->n_sheets; i++)
        sheet[i]->twin =
            sheet[i]->part != NULL && strcmp(part_of(sheet[i - 1]), sheet[i]->part) == 0;
}

static void on_string_start(void *user, const char *name, const char *const *attributes)
{
    (void)attributes;
    reading *r = user;
    if (strcmp(name, "si") == 0)
        r->text.length = 0;
    else if (strcmp(name, "rPh") == 0) // how to pronounce it
        r->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        r->in_text = !r->in_phonetic;
}

static void on_string_end(void *user, const char *name)
{
    reading *r = user;
    kt_xlsx_book *book = r->book;
    if (strcmp(name, "t") == 0) {
        r->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        r->in_phonetic = false;
    } else if (strcmp(name, "si") == 0) {
        kt_symbol symbol = 0;
        if (r->text.length > 0)
            r->text.length = kt_xlsx_text_decode(r->text.text, r->text.length);
        book->failed |= !kt_pool_add(book->pool, r->text.length == 0 ? "" : r->text.text,
                                     r->text.length, &symbol);
        book->string = kt_grow_array(book->string, &book->string_capacity, book->n_strings + 1,
                                     sizeof *book->string, &book->failed);
        if (!book->failed)
            book->string[book->n_strings++] = symbol;
    }
}

static void on_string_text(void *user, const char *text, size_t length)
{
    reading *r = user;
    if (!r->in_text)
        return;
    if (r->text.length + length > KT_XLSX_BOOK_TEXT)
        r->book->refused = "a text of its cells has more than 32,767 characters";
    else
        kt_buffer_add(&r->text, text, length);
}

static uint8_t style_of_code(const char *code)
{
    bool quoted = false;
    bool bracket = false;
    for (const char *c = code; *c != '\0' && *c != ';'; c++) {
        if (*c == '"')
            quoted = !quoted;
        else if (*c == '[' || *c == ']')
            bracket = *c == '[';
        else if (*c == '\\' && c[1] != '\0')
            c++;
        else if (!quoted && !bracket && *c == '%')
            return KT_XLSX_PERCENT;
        else if (!quoted && !bracket && strchr("yYdDhH", *c) != NULL)
            return KT_XLSX_DATE;
    }
    return KT_XLSX_PLAIN;
}

static uint8_t style_of_format(const kt_xlsx_book *book, uint32_t id)
{
    if (id < KT_XLSX_FORMATS && book->format_style != NULL && book->format_style[id] != 0)
        return (uint8_t)(book->format_style[id] - 1);
    if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47))
        return KT_XLSX_DATE;
    return id == 9 || id == 10 ? KT_XLSX_PERCENT : KT_XLSX_PLAIN;
}

static uint32_t number_of(const char *text)
{
    return text == NULL ? 0 : (uint32_t)strtoul(text, NULL, 10);
}

// A number format of the workbook's own.
static void take_format(kt_xlsx_book *book, const char *const *attributes)
{
    const char *code = kt_xml_attribute(attributes, "formatCode");
    uint32_t id = number_of(kt_xml_attribute(attributes, "numFmtId"));
    if (id >= KT_XLSX_FORMATS) {
        book->refused = "a number format has a number above 65,535";
        return;
    }
    if (book->format_style == NULL)
        book->format_style = calloc(KT_XLSX_FORMATS, 1);
    book->failed |= book->format_style == NULL;
    if (!book->failed && book->format_style[id] == 0)
        book->format_style[id] = (uint8_t)(style_of_code(code == NULL ? "" : code) + 1);
}

static void on_style_start(void *user, const char *name, const char *const *attributes)
{
    reading *r = user;
    kt_xlsx_book *book = r->book;
    if (strcmp(name, "cellXfs") == 0)
        r->in_formats = true;
    if (strcmp(name, "numFmt") == 0)
        take_format(book, attributes);
    if (strcmp(name, "xf") != 0 || !r->in_formats)
        return;
    if (book->n_styles == MAX_STYLES) {
        book->refused = "holds more than 65,536 formats of cells";
        return;
    }
    uint32_t id = number_of(kt_xml_attribute(attributes, "numFmtId"));
    book->style =
        kt_grow_array(book->style, &book->style_capacity, book->n_styles + 1, 1, &book->failed);
    if (!book->failed)
        book->style[book->n_styles++] = style_of_format(book, id);
}

static void on_style_end(void *user, const char *name)
{
    reading *r = user;
    if (strcmp(name, "cellXfs") == 0)
        r->in_formats = false;
}

// "xl/workbook.xml" → "xl/_rels/workbook.xml.rels"
static void relations_of(char out[700], const char *part)
{
    const char *slash = strrchr(part, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - part) + 1;
    snprintf(out, 700, "%.*s_rels/%.400s.rels", (int)(folder < 200 ? folder : 200), part,
             part + folder);
}

// What names a part may not have found room, and is then no name of another part.
static kt_status read_part(reading *r, kt_archive *archive, const char *entry, kt_xml_sink sink,
                           kt_error *err)
{
    kt_status status = kt_xlsx_book_part(archive, entry, sink, r->book->control, err);
    if (status == KT_OK && (r->book->failed || r->text.failed))
        status = kt_error_no_memory(err);
    return status;
}

// What the sheets share: the part that a relation names, else the one of the usual name, where the
// workbook has it.
static kt_status read_shared(reading *r, kt_archive *archive, const char *part, const char *usual,
                             kt_xml_sink sink, kt_error *err)
{
    if (part == NULL && kt_archive_has(archive, usual))
        part = usual;
    return part == NULL ? KT_OK : read_part(r, archive, part, sink, err);
}

static kt_status read_parts(reading *r, kt_archive *archive, kt_error *err)
{
    char relations[700];
    kt_status status = KT_OK;
    kt_xml_sink sink = {r, on_package_relation, ignore_end, ignore_text};

    KT_TRY(read_part(r, archive, "_rels/.rels", sink, err));
    if (r->workbook == NULL)
        r->workbook = "xl/workbook.xml";
    sink.start = on_workbook;
    KT_TRY(read_part(r, archive, r->workbook, sink, err));
    relations_of(relations, r->workbook);
    sink.start = on_workbook_relation;
    KT_TRY(read_part(r, archive, relations, sink, err));
    sink = (kt_xml_sink){r, on_string_start, on_string_end, on_string_text};
    KT_TRY(read_shared(r, archive, r->strings, "xl/sharedStrings.xml", sink, err));
    sink = (kt_xml_sink){r, on_style_start, on_style_end, ignore_text};
    KT_TRY(read_shared(r, archive, r->styles, "xl/styles.xml", sink, err));
done:
    return status;
}

kt_status kt_xlsx_book_read(kt_xlsx_book *book, kt_archive *archive, kt_error *err)
{
    reading r = {.book = book};
    kt_status status = read_parts(&r, archive, err);
    if (status == KT_OK && book->refused != NULL)
        status = kt_error_set(err, KT_BAD_INPUT, "%s",
                              kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, book->refused));
    if (status == KT_OK)
        find_twins(book);
    kt_buffer_free(&r.text);
    return status;
}

void kt_xlsx_book_free(kt_xlsx_book *book)
{
    free(book->sheet);
    free(book->string);
    free(book->style);
    free(book->format_style);
}
