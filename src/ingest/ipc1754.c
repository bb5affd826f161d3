// SPDX-License-Identifier: EUPL-1.2
// See ipc1754.h. A stack of what encloses the element at hand; what is read of an element is
// written when it ends, because its mass and number come inside it.
#include "ingest/ipc1754.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "ingest/dictionary.h"
#include "ingest/file.h"
#include "ingest/fold.h"
#include "ingest/meaning.h"
#include "ingest/parts_material.h"
#include "ingest/quantity.h"
#include "ingest/xml.h"

enum { MAX_LEVELS = 64, HEAD_BYTES = 4096, SUBSTANCE_SIZE = 256 };
static const size_t MAX_FILE = (size_t)64 << 20;

typedef enum role {
    ROLE_NONE,
    ROLE_PRODUCT, // and its parts
    ROLE_MATERIAL,
    ROLE_SUBSTANCE,
    ROLE_ID,      // name and number of what encloses it
    ROLE_MASS,    // of what encloses it
    ROLE_PERCENT, // mass share of what encloses it
    ROLE_SUPPLIER,
} role;

static const struct {
    const char *element;
    role role;
} ELEMENTS[] = {
    {"Product", ROLE_PRODUCT},
    {"SubProduct", ROLE_PRODUCT},
    {"ProductPart", ROLE_PRODUCT},
    {"HomogeneousMaterial", ROLE_MATERIAL},
    {"Material", ROLE_MATERIAL},
    {"Substance", ROLE_SUBSTANCE},
    {"ProductID", ROLE_ID},
    {"ProductPartID", ROLE_ID},
    {"SubstanceID", ROLE_ID},
    {"MaterialID", ROLE_ID},
    {"Amount", ROLE_MASS},
    {"Mass", ROLE_MASS},
    {"Concentration", ROLE_PERCENT},
    {"MassPercent", ROLE_PERCENT},
    {"SupplyCompany", ROLE_SUPPLIER},
};

// Attributes that mean the same, the first that is there counts.
static const char *const NAMES[] = {"itemName", "name", NULL};
static const char *const NUMBERS[] = {"itemNumber", "identifier", "identity", "casNumber", NULL};
static const char *const VALUES[] = {"value", "mass", "massPercent", "percent", NULL};
static const char *const UNITS[] = {"UOM", "unitOfMeasure", "unit", NULL};
static const char *const COUNTS[] = {"numberOfInstances", "numberOfUnits", "quantity", "count",
                                     NULL};

typedef struct level {
    role role;
    char name[SUBSTANCE_SIZE], number[SUBSTANCE_SIZE];
    double kg;      // NaN: not said
    double percent; // NaN: not said
    double count;   // of this in what encloses it
    const char *id; // once known
    uint32_t line;
} level;

typedef struct reading {
    const kt_fill *fill;
    const char *file;
    kt_xml *xml;
    kt_arena arena;
    kt_dictionary names;
    kt_material_list materials;
    level level[MAX_LEVELS];
    size_t depth; // levels that mean something
    char element_role[128];
    size_t element_depth; // all levels
    size_t items, bom, n_products, n_unknown;
    char supplier[SUBSTANCE_SIZE], source[700];
    bool declaration; // the root is one of ours
    bool failed;
} reading;

static role role_of(const char *element)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++) {
        if (strcmp(ELEMENTS[i].element, element) == 0)
            return ELEMENTS[i].role;
    }
    return ROLE_NONE;
}

static const char *first_of(const char *const *attributes, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = kt_xml_attribute(attributes, *names);
        if (value != NULL && *value != '\0')
            return value;
    }
    return NULL;
}

static double number_of(const char *text)
{
    double value;
    return text != NULL && kt_number_read(&value, text, strlen(text)) && value >= 0 ? value
                                                                                    : (double)NAN;
}

static void copy_text(char out[SUBSTANCE_SIZE], const char *text)
{
    if (text != NULL && *out == '\0')
        snprintf(out, SUBSTANCE_SIZE, "%s", text);
}

static level *top(reading *r)
{
    return r->depth == 0 ? NULL : &r->level[r->depth - 1];
}

// "5.2 mg", "300 ppm", "12 massPercent" of what encloses it.
static void take_mass(level *at, const char *const *attributes)
{
    const char *unit = first_of(attributes, UNITS);
    double value = number_of(first_of(attributes, VALUES));
    if (unit == NULL)
        unit = "g"; // the unit that both standards begin with
    if (strcmp(unit, "ppm") == 0)
        at->percent = value / 1e4;
    else if (strcmp(unit, "massPercent") == 0 || strcmp(unit, "%") == 0)
        at->percent = value;
    else
        at->kg = value * kt_quantity_factor(KT_QUANTITY_MASS, unit, strlen(unit));
}

static void open_level(reading *r, role what, const char *const *attributes)
{
    if (r->depth == MAX_LEVELS)
        return;
    level *at = &r->level[r->depth++];
    *at = (level){.role = what, .kg = (double)NAN, .percent = (double)NAN, .count = 1};
    at->line = kt_xml_line(r->xml);
    copy_text(at->name, first_of(attributes, NAMES));
    copy_text(at->number, first_of(attributes, NUMBERS));
    double count = number_of(first_of(attributes, COUNTS));
    at->count = count > 0 ? count : 1;
    double kg = number_of(kt_xml_attribute(attributes, "mass"));
    if (kg == kg)
        take_mass(at, attributes);
}

static void on_start(void *user, const char *name, const char *const *attributes)
{
    reading *r = user;
    role what = role_of(name);
    if (r->element_depth == 0)
        r->declaration = strcmp(name, "MainDeclaration") == 0 || strcmp(name, "Main") == 0;
    if (r->element_depth < sizeof r->element_role)
        r->element_role[r->element_depth] = (char)what;
    r->element_depth++;
    level *at = top(r);
    switch (what) {
    case ROLE_PRODUCT:
    case ROLE_MATERIAL:
    case ROLE_SUBSTANCE:
        open_level(r, what, attributes);
        break;
    case ROLE_ID:
        if (at != NULL) {
            copy_text(at->name, first_of(attributes, NAMES));
            copy_text(at->number, first_of(attributes, NUMBERS));
        }
        break;
    case ROLE_MASS:
        if (at != NULL)
            take_mass(at, attributes);
        break;
    case ROLE_PERCENT:
        if (at != NULL)
            at->percent = number_of(first_of(attributes, VALUES));
        break;
    case ROLE_SUPPLIER:
        copy_text(r->supplier, first_of(attributes, NAMES));
        break;
    default:
        break;
    }
}

static kt_delivery_place place_of(reading *r, const level *at)
{
    char place[KT_GRID_PLACE];
    kt_symbol symbol = 0;
    snprintf(place, sizeof place, "%.255s:%u", r->file, at->line);
    r->failed |= !kt_pool_add(r->fill->pool, place, strlen(place), &symbol);
    return (kt_delivery_place){KT_NO_GRID, 0, symbol};
}

static void put(reading *r, size_t table, const char *field, const char *text)
{
    if (*text != '\0')
        kt_delivery_put_text(r->fill->delivery, table, field, text);
}

static void put_number(reading *r, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    if (value != value)
        return;
    kt_number_shortest(text, value);
    put(r, table, field, text);
}

static const char *keep(reading *r, const char *text)
{
    const char *kept = kt_arena_text(&r->arena, text, strlen(text));
    r->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

// The nearest level outside `depth` that is a product or material with a meaning.
static level *encloser(reading *r, size_t depth)
{
    return depth == 0 ? NULL : &r->level[depth - 1];
}

static const char *id_of_product(reading *r, const level *at)
{
    char id[KT_FOLD_ID];
    const char *text = *at->number != '\0' ? at->number : at->name;
    if (kt_text_is_id(text, strlen(text)))
        return keep(r, text);
    kt_fold_id(id, text);
    return keep(r, id);
}

static const char *id_of_material(reading *r, const level *outer, const level *at)
{
    char text[KT_FOLD_ID];
    char joined[2 * KT_FOLD_ID];
    if (outer == NULL || outer->id == NULL)
        return NULL;
    kt_fold_id(text, *at->name != '\0' ? at->name : "material");
    snprintf(joined, sizeof joined, "%.40s.%.22s", outer->id, text);
    return keep(r, joined); // the same material in two parts may have two compositions
}

// The id of a level, from the outermost in: what is inside is written before what encloses it.
static const char *id_at(reading *r, size_t depth)
{
    for (size_t d = 0; d <= depth; d++) {
        level *at = &r->level[d];
        bool named = *at->number != '\0' || *at->name != '\0';
        if (at->id != NULL || at->role == ROLE_SUBSTANCE)
            continue;
        if (at->role == ROLE_PRODUCT)
            at->id = named ? id_of_product(r, at) : NULL;
        else
            at->id = id_of_material(r, encloser(r, d), at);
    }
    return r->level[depth].id;
}

static void give_item(reading *r, const level *at, const char *kind)
{
    bool is_product = at->role == ROLE_PRODUCT;
    if (kt_dictionary_find(&r->names, 'i', at->id) != NULL)
        return;
    kt_dictionary_learn(&r->names, 'i', at->id, at->id, true);
    kt_delivery_begin(r->fill->delivery, r->items, place_of(r, at));
    put(r, r->items, "id", at->id);
    put(r, r->items, "kind", kind);
    put(r, r->items, "name_en", *at->name != '\0' ? at->name : at->id);
    put(r, r->items, "unit", is_product ? "piece" : "kg");
    if (is_product)
        put_number(r, r->items, "mass_kg", at->kg);
    else
        put(r, r->items, "mass_kg", "1");
}

static void give_edge(reading *r, const level *parent, const level *at, const char *child,
                      double quantity)
{
    static const char ASSUMED[] = "assumption: the declaration gives no mass, 1 gram is taken";
    bool given = quantity > 0;
    kt_delivery_begin(r->fill->delivery, r->bom, place_of(r, at));
    put(r, r->bom, "parent", parent->id);
    put(r, r->bom, "child", child);
    put_number(r, r->bom, "quantity", given ? quantity : 0.001);
    put(r, r->bom, "evidence", given ? "A" : "D"); // declared by the party itself
    put(r, r->bom, "source", given ? r->source : ASSUMED);
}

// kg of `at` in one unit of `outer` (a piece, or a kg of material).
static double mass_in(const level *outer, const level *at)
{
    bool of_material = outer->role == ROLE_MATERIAL;
    if (of_material && at->percent == at->percent)
        return at->percent / 100;
    if (of_material)
        return outer->kg > 0 ? at->kg / outer->kg : (double)NAN;
    if (at->kg == at->kg)
        return at->kg * at->count;
    return at->percent == at->percent ? at->percent / 100 * outer->kg : (double)NAN;
}

static void close_substance(reading *r, level *outer, level *at)
{
    const char *place = kt_pool_text(r->fill->pool, place_of(r, at).text);
    const char *id = NULL;
    if (*at->number != '\0')
        id = kt_recognise_text(r->fill->recogniser, KT_RECOGNISE_MATERIAL, at->number);
    if (id == NULL)
        id = kt_meaning_find(r->fill, KT_RECOGNISE_MATERIAL, at->name, place);
    if (id != NULL) {
        kt_parts_material_item(&r->materials, r->fill, id, false, place_of(r, at));
    } else {
        char folded[KT_FOLD_ID];
        kt_fold_id(folded, *at->name != '\0' ? at->name : at->number);
        at->id = keep(r, folded);
        give_item(r, at, "semi_finished");
        id = at->id;
        r->n_unknown++;
    }
    give_edge(r, outer, at, id, mass_in(outer, at));
}

static void close_level(reading *r)
{
    size_t depth = r->depth - 1;
    level *at = &r->level[depth];
    level *outer = encloser(r, depth);
    r->depth--;
    if (outer != NULL && id_at(r, depth - 1) == NULL)
        return; // said when the product ends
    if (at->role == ROLE_SUBSTANCE) {
        if (outer != NULL)
            close_substance(r, outer, at);
        return;
    }
    if (id_at(r, depth) == NULL) {
        kt_delivery_place place = place_of(r, at);
        kt_reject_add(r->fill->rejects, place, kt_pool_text(r->fill->pool, place.text),
                      "the product has neither a number nor a name");
        return;
    }
    r->n_products += at->role == ROLE_PRODUCT;
    give_item(r, at, at->role == ROLE_PRODUCT ? "component" : "semi_finished");
    if (outer == NULL)
        return;
    if (at->role == ROLE_PRODUCT) {
        kt_delivery_begin(r->fill->delivery, r->bom, place_of(r, at));
        put(r, r->bom, "parent", outer->id);
        put(r, r->bom, "child", at->id);
        put_number(r, r->bom, "quantity", at->count);
        put(r, r->bom, "evidence", "A");
        put(r, r->bom, "source", r->source);
    } else {
        give_edge(r, outer, at, at->id, mass_in(outer, at));
    }
}

static void on_end(void *user, const char *name)
{
    (void)name;
    reading *r = user;
    r->element_depth--;
    role what = r->element_depth < sizeof r->element_role ? (role)r->element_role[r->element_depth]
                                                          : ROLE_NONE;
    bool is_level = what == ROLE_PRODUCT || what == ROLE_MATERIAL || what == ROLE_SUBSTANCE;
    if (is_level && r->depth > 0 && r->depth <= MAX_LEVELS)
        close_level(r);
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
    if (strstr(head, "iec62474") != NULL)
        return "IEC 62474";
    if (strstr(head, "1754") != NULL)
        return "IPC-1754";
    return strstr(head, "MainDeclaration") != NULL ? "IPC-1752" : NULL;
}

static kt_status parse(reading *r, const kt_buffer *bytes, kt_error *err)
{
    kt_status status = kt_xml_open(&r->xml, (kt_xml_sink){r, on_start, on_end, on_text}, err);
    if (status == KT_OK)
        status = kt_xml_feed(r->xml, bytes->length == 0 ? "" : bytes->text, bytes->length, err);
    if (status == KT_OK)
        status = kt_xml_finish(r->xml, err);
    kt_xml_close(r->xml);
    return status;
}

kt_status kt_ipc1754_read_bytes(const kt_fill *fill, const kt_draft *draft, const kt_buffer *bytes,
                                const char *file, kt_error *err)
{
    reading *r = calloc(1, sizeof *r);
    if (r == NULL)
        return kt_error_no_memory(err);
    *r = (reading){.fill = fill, .file = file};
    bool opened = kt_dictionary_open(&r->names);
    opened = kt_parts_material_open(&r->materials, draft) && opened;
    r->items = kt_delivery_table_at(fill->delivery, "items");
    r->bom = kt_delivery_table_at(fill->delivery, "bom");
    snprintf(r->source, sizeof r->source, "material declaration %.255s", file);
    kt_status status = opened ? parse(r, bytes, err) : kt_error_no_memory(err);
    if (status == KT_OK &&
        (r->failed || r->names.failed || r->materials.failed || fill->delivery->failed))
        status = kt_error_no_memory(err);
    else if (status == KT_OK && (!r->declaration || r->n_products == 0))
        status = kt_error_set(err, KT_BAD_INPUT,
                              "holds no product of a material declaration (IPC-1752A, IPC-1754, "
                              "IEC 62474)");
    if (status == KT_OK && r->n_unknown > 0)
        kt_remark_add(
            fill->remarks, KT_REMARK_NOTE, file,
            "substances that are no material of the reference data, where the chain ends: %zu",
            r->n_unknown);
    kt_parts_material_close(&r->materials);
    kt_dictionary_close(&r->names);
    kt_arena_free(&r->arena);
    free(r);
    return status;
}

kt_status kt_ipc1754_read(const kt_fill *fill, const kt_draft *draft, const char *path,
                          const char *file, kt_error *err)
{
    kt_buffer bytes = {0};
    kt_status status = kt_file_load(&bytes, path, MAX_FILE, NULL, err);
    if (status == KT_OK)
        status = kt_ipc1754_read_bytes(fill, draft, &bytes, file, err);
    kt_buffer_free(&bytes);
    return status;
}
