// SPDX-License-Identifier: EUPL-1.2
// Follows the XML with a stack of open elements beside the stack of levels: only what stands in a
// level itself says something of it, since lists of laws have masses of their own. At most 128
// elements deep; each is seen once and never kept, so a file of 64 MiB costs its rows only.
#include "ingest/intake/ipc1754.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "format/xml.h"
#include "ingest/intake/declaration.h"
#include "ingest/recognise/quantity.h"

enum { MAX_ELEMENTS = 128, HEAD_BYTES = 4096 };

// An open element. What tells a mass or a number tells it of the innermost level, but only where
// it stands in that level itself or in an id of it: lists of laws have masses of their own.
typedef struct element {
    kt_declaration_role role;
    bool owner;      // what stands in it is said of the innermost level
    bool categories; // a list by category is open since the innermost level
    bool passed_over;
} element;

typedef struct reading {
    kt_declaration declaration;
    kt_xml *xml;
    element element[MAX_ELEMENTS];
    size_t depth; // of elements
    bool ours;    // the root is one of ours
} reading;

static const char *first_of(const char *const *attributes, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = kt_xml_attribute(attributes, *names);
        if (value != NULL && *value != '\0')
            return value;
    }
    return NULL;
}

static const char *place(kt_declaration *d, uint32_t line)
{
    return kt_pool_text(d->intake->pool, kt_declaration_place(d, line).text);
}

// The number of a text, NaN where there is none. One that cannot be read is told.
static double number_of(kt_declaration *d, uint32_t line, const char *text)
{
    double value;
    if (text != NULL && kt_number_read(&value, text, strlen(text)) && value >= 0)
        return value;
    if (text != NULL)
        kt_notes_add(d->intake->notes, KT_NOTE_WARNING, place(d, line),
                     "\"%.100s\" is no number that is expected here: it is not read", text);
    return (double)NAN;
}

static void copy_text(kt_declaration *d, const char **out, const char *text)
{
    if (text == NULL || **out != '\0')
        return;
    const char *kept = kt_arena_text(&d->arena, text, strlen(text));
    d->failed |= kept == NULL;
    *out = kept == NULL ? "" : kept;
}

// A substance may have numbers of several lists: the one of the chemists (CAS) counts first.
static void copy_number(kt_declaration *d, kt_declaration_level *at, const char *text)
{
    if (text != NULL && at->role == KT_DECLARATION_SUBSTANCE && kt_declaration_words_is_cas(text) &&
        !kt_declaration_words_is_cas(at->number))
        at->number = "";
    copy_text(d, &at->number, text);
}

// "5.2 mg", "300 ppm", "12 massPercent" of what encloses it.
static void take_mass(kt_declaration *d, kt_declaration_level *at, uint32_t line,
                      const char *const *attributes)
{
    const char *unit = first_of(attributes, kt_declaration_words_units);
    double value = number_of(d, line, first_of(attributes, kt_declaration_words_values));
    if (unit == NULL)
        unit = "g"; // the unit that both standards begin with
    double factor = kt_quantity_factor(KT_QUANTITY_MASS, unit, strlen(unit));
    if (strcmp(unit, "ppm") == 0)
        at->percent = value / 1e4;
    else if (strcmp(unit, "massPercent") == 0 || strcmp(unit, "%") == 0)
        at->percent = value;
    else if (factor > 0)
        at->kg = value * factor;
    else
        kt_notes_add(d->intake->notes, KT_NOTE_WARNING, place(d, line),
                     "\"%.100s\" is no unit of mass that is known: the mass is not read", unit);
}

static void begin_level(reading *r, const element *parent, kt_declaration_role role,
                        const char *const *attributes)
{
    kt_declaration *d = &r->declaration;
    kt_declaration_level *at = &d->level[d->depth];
    bool in_product = d->depth > 0 && at[-1].role == KT_DECLARATION_PRODUCT;
    const char *word = kt_xml_attribute(attributes, "unitType");
    *at = (kt_declaration_level){
        .role = role, .name = "", .number = "", .kg = (double)NAN, .percent = (double)NAN};
    d->depth++;
    at->serial = ++d->n_levels;
    at->line = kt_xml_line(r->xml);
    at->by_category = role == KT_DECLARATION_SUBSTANCE && in_product && parent->categories;
    at->first_whole = d->n_whole;
    at->unit = kt_declaration_words_unit(word);
    if (at->unit == NULL) {
        kt_notes_add(d->intake->notes, KT_NOTE_WARNING, place(d, at->line),
                     "\"%s\" is no unit that is known: taken as a piece", word);
        at->unit = kt_declaration_words_unit(NULL);
    }
    copy_text(d, &at->name, first_of(attributes, kt_declaration_words_names));
    copy_number(d, at, first_of(attributes, kt_declaration_words_numbers));
    double count = number_of(d, at->line, first_of(attributes, kt_declaration_words_counts));
    at->count = count > 0 ? count : 1;
    if (kt_xml_attribute(attributes, "mass") != NULL)
        take_mass(d, at, at->line, attributes);
}

static void begin_id(kt_declaration *d, kt_declaration_level *at, bool outermost,
                     const char *const *attributes)
{
    at->n_ids += outermost && at->role == KT_DECLARATION_PRODUCT;
    copy_text(d, &at->name, first_of(attributes, kt_declaration_words_names));
    copy_number(d, at, first_of(attributes, kt_declaration_words_numbers));
}

static bool in_id(const element *parent)
{
    return parent->role == KT_DECLARATION_ID;
}

// What an element says of the innermost level.
static void take_element(reading *r, kt_declaration_role role, const element *parent,
                         const char *const *attributes)
{
    kt_declaration *d = &r->declaration;
    kt_declaration_level *at = &d->level[d->depth - 1];
    switch (role) {
    case KT_DECLARATION_ID:
        begin_id(d, at, !in_id(parent), attributes);
        break;
    case KT_DECLARATION_ENTRY:
        if (in_id(parent))
            copy_number(d, at, first_of(attributes, kt_declaration_words_numbers));
        break;
    case KT_DECLARATION_MASS:
        take_mass(d, at, kt_xml_line(r->xml), attributes);
        break;
    case KT_DECLARATION_PERCENT:
        at->percent =
            number_of(d, kt_xml_line(r->xml), first_of(attributes, kt_declaration_words_values));
        break;
    default:
        break;
    }
}

// The company that declares, and the country of who answers for it.
static void take_business(kt_declaration *d, const char *name, kt_declaration_role role,
                          const char *const *attributes)
{
    if (role == KT_DECLARATION_SUPPLIER)
        copy_text(d, &d->supplier, first_of(attributes, kt_declaration_words_names));
    else if (strcmp(name, "Contact") == 0 || strcmp(name, "Authorizer") == 0)
        copy_text(d, &d->country, kt_xml_attribute(attributes, "country"));
}

static void on_start(void *user, const char *name, const char *const *attributes)
{
    static const element NOTHING = {.role = KT_DECLARATION_NONE};
    reading *r = user;
    kt_declaration *d = &r->declaration;
    const element *parent = r->depth == 0 ? &NOTHING : &r->element[r->depth - 1];
    kt_declaration_role role = kt_declaration_words_role(name);
    bool level = kt_declaration_words_is_level(role) && !parent->passed_over;
    if (r->depth == 0)
        r->ours = strcmp(name, "MainDeclaration") == 0 || strcmp(name, "Main") == 0;
    element here = {.role = role,
                    .passed_over = parent->passed_over || role == KT_DECLARATION_PASSED_OVER};
    here.owner = level || (parent->owner && role == KT_DECLARATION_ID);
    here.categories = !level && (parent->categories || role == KT_DECLARATION_CATEGORIES);
    if (level)
        begin_level(r, parent, role, attributes);
    else if (!here.passed_over && parent->owner && d->depth > 0)
        take_element(r, role, parent, attributes);
    else if (!here.passed_over && d->depth == 0)
        take_business(d, name, role, attributes);
    r->element[r->depth++] = here; // kt_xml refuses what is nested deeper than there is room
}

static void on_end(void *user, const char *name)
{
    (void)name;
    reading *r = user;
    const element *here = &r->element[--r->depth];
    if (!here->passed_over && kt_declaration_words_is_level(here->role))
        kt_declaration_end_level(&r->declaration);
}

static void on_text(void *user, const char *text, size_t length)
{
    (void)user;
    (void)text;
    (void)length;
}

const char *kt_ipc1754_name(const char *text, size_t length)
{
    char head[HEAD_BYTES + 1];
    size_t n = length < HEAD_BYTES ? length : HEAD_BYTES;
    if (n > 0)
        memcpy(head, text, n);
    head[n] = '\0';
    return kt_declaration_words_vocabulary(head);
}

static kt_status parse(reading *r, const kt_buffer *bytes, const kt_control *control, kt_error *err)
{
    kt_status status = kt_xml_open(&r->xml, (kt_xml_sink){r, on_start, on_end, on_text}, err);
    for (size_t at = 0; at < bytes->length && status == KT_OK; at += KT_FILE_CHUNK) {
        size_t n = bytes->length - at < KT_FILE_CHUNK ? bytes->length - at : KT_FILE_CHUNK;
        status = kt_xml_feed(r->xml, bytes->text + at, n, err);
        if (status == KT_OK)
            status = kt_control_step(control, "reading", at / KT_FILE_CHUNK,
                                     bytes->length / KT_FILE_CHUNK + 1, err);
    }
    if (status == KT_OK)
        status = kt_xml_finish(r->xml, err);
    kt_xml_close(r->xml);
    return status;
}

kt_status kt_ipc1754_read_bytes(const kt_intake *intake, const kt_draft *draft,
                                const kt_buffer *bytes, const char *file, kt_error *err)
{
    reading *r = calloc(1, sizeof *r);
    if (r == NULL)
        return kt_error_no_memory(err);
    kt_declaration *d = &r->declaration;
    bool opened = kt_declaration_open(d, intake, draft, file);
    kt_status status = opened ? parse(r, bytes, intake->control, err) : kt_error_no_memory(err);
    if (status == KT_OK &&
        (d->failed || d->names.failed || d->materials.failed || intake->delivery->failed))
        status = kt_error_no_memory(err);
    else if (status == KT_OK && (!r->ours || d->n_products == 0))
        status = kt_error_set(err, KT_BAD_INPUT,
                              "holds no product of a material declaration (IPC-1752A, IPC-1754, "
                              "IEC 62474)");
    if (status == KT_OK && d->n_unknown > 0)
        kt_notes_add(
            intake->notes, KT_NOTE_PLAIN, file,
            "substances that are no material of the reference data, where the chain ends: %zu",
            d->n_unknown);
    kt_declaration_close(d);
    free(r);
    return status;
}
