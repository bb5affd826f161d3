// SPDX-License-Identifier: EUPL-1.2
// Collects components in a list first (nesting without recursion), then lets each give its rows;
// references are resolved through a dictionary of bom-refs, because a dependency may come before
// what it depends on. Files of some MB, tens to 1e5 components.
#include "ingest/intake/cyclonedx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/intake/meaning.h"
#include "ingest/recognise/dictionary.h"
#include "ingest/recognise/fold.h"

enum { REF = 'r', ORGANISATION = 'O', ORGANISATION_REF = 'o', MADE_OF = 'm' };
static const char PREFIX[] = "keten:";
static const char QUANTITY[] = "keten:quantity";

typedef struct component {
    const kt_json_tree *node;
    size_t parent; // SIZE_MAX: none
    const char *id;
} component;

typedef struct reading {
    const kt_intake *intake;
    const char *file;
    kt_arena arena;
    kt_dictionary names;
    component *component; // [n]
    size_t n, capacity, n_software;
    size_t items, bom, organisations, supply, completeness; // tables
    const char *evidence, *source;
    bool failed; // memory ran out, or the work is to end
} reading;

bool kt_cyclonedx_is(const kt_json_tree *root)
{
    return strcmp(kt_json_tree_text(root, "bomFormat", ""), "CycloneDX") == 0;
}

// False when the reading is to end.
static bool goes_on(reading *r)
{
    r->failed |= kt_control_stopped(r->intake->control);
    return !r->failed;
}

static kt_delivery_place place_of(reading *r, const kt_json_tree *node)
{
    char place[KT_GRID_PLACE];
    kt_symbol symbol = 0;
    snprintf(place, sizeof place, "%.255s:", r->file);
    size_t used = strlen(place);
    kt_json_tree_place(place + used, sizeof place - used, node);
    r->failed |= !kt_pool_add(r->intake->pool, place, strlen(place), &symbol);
    return (kt_delivery_place){KT_NO_GRID, 0, symbol};
}

static const char *place_text(reading *r, const kt_json_tree *node)
{
    return kt_pool_text(r->intake->pool, place_of(r, node).text);
}

static void refuse(reading *r, const kt_json_tree *node, const char *format, const char *text)
{
    kt_delivery_place place = place_of(r, node);
    kt_reject_add(r->intake->rejects, place, kt_pool_text(r->intake->pool, place.text), format,
                  text);
}

static void begin(reading *r, size_t table, const kt_json_tree *node)
{
    kt_delivery_begin(r->intake->delivery, table, place_of(r, node));
}

static void put(reading *r, size_t table, const char *field, const char *text)
{
    if (text != NULL && *text != '\0')
        kt_delivery_put_text(r->intake->delivery, table, field, text);
}

static bool is_software(const char *type)
{
    static const char *const TYPES[] = {
        "application",        "framework",        "library",       "container",
        "firmware",           "operating-system", "device-driver", "machine-learning-model",
        "cryptographic-asset"};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strcmp(TYPES[i], type) == 0)
            return true;
    }
    return false;
}

static void add_component(reading *r, const kt_json_tree *node, size_t parent)
{
    if (node == NULL || node->kind != KT_JSON_TREE_OBJECT)
        return;
    if (is_software(kt_json_tree_text(node, "type", ""))) {
        r->n_software++;
        return;
    }
    r->component =
        kt_grow_array(r->component, &r->capacity, r->n + 1, sizeof *r->component, &r->failed);
    if (!r->failed)
        r->component[r->n++] = (component){node, parent, NULL};
}

static void collect(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *main_part =
        kt_json_tree_get(kt_json_tree_get(root, "metadata"), "component");
    const kt_json_tree *list = kt_json_tree_get(root, "components");
    bool told = kt_json_tree_get(root, "dependencies") != NULL;
    add_component(r, main_part, SIZE_MAX);
    size_t top = r->n > 0 && !told ? 0 : SIZE_MAX;
    for (const kt_json_tree *c = list == NULL ? NULL : list->first; c != NULL; c = c->next)
        add_component(r, c, top);
    for (size_t i = 0; i < r->n && !r->failed; i++) {
        const kt_json_tree *nested = kt_json_tree_get(r->component[i].node, "components");
        for (const kt_json_tree *c = nested == NULL ? NULL : nested->first; c != NULL; c = c->next)
            add_component(r, c, i);
    }
    if (top == 0 && list != NULL && list->n > 0)
        kt_notes_add(r->intake->notes, KT_NOTE_PLAIN, r->file,
                     "no dependencies are given: every component is taken to go into the main one");
}

// The value of a property as text; numbers are accepted though the standard asks for text.
static const char *value_of(reading *r, const kt_json_tree *property)
{
    const kt_json_tree *value = kt_json_tree_get(property, "value");
    char number[KT_NUMBER_SIZE];
    if (value == NULL || (value->kind != KT_JSON_TREE_NUMBER && value->kind != KT_JSON_TREE_TEXT))
        return "";
    if (value->kind == KT_JSON_TREE_TEXT)
        return value->text;
    kt_number_shortest(number, value->number);
    const char *kept = kt_arena_text(&r->arena, number, strlen(number));
    r->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

static const char *property(reading *r, const kt_json_tree *node, const char *name)
{
    const kt_json_tree *list = kt_json_tree_get(node, "properties");
    for (const kt_json_tree *p = list == NULL ? NULL : list->first; p != NULL; p = p->next) {
        if (strcmp(kt_json_tree_text(p, "name", ""), name) == 0)
            return value_of(r, p);
    }
    return NULL;
}

static const char *keep(reading *r, const char *text)
{
    const char *kept = kt_arena_text(&r->arena, text, strlen(text));
    r->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

// The first of the texts that can be an id as it is, else the last one folded; unique in the file.
static const char *make_id(reading *r, const char *first, const char *name, const char *owner)
{
    char id[KT_FOLD_ID];
    char base[KT_FOLD_ID];
    if (kt_text_is_id(first, strlen(first)))
        snprintf(id, sizeof id, "%s", first);
    else
        kt_fold_id(id, name);
    memcpy(base, id, sizeof base);
    for (unsigned twin = 2; twin < 1000; twin++) {
        const char *other = kt_dictionary_find(&r->names, MADE_OF, id);
        if (other == NULL || strcmp(other, owner) == 0)
            break;
        kt_fold_twin(id, base, twin);
    }
    kt_dictionary_learn(&r->names, MADE_OF, id, owner, true);
    return keep(r, id);
}

static void name_components(reading *r)
{
    for (size_t i = 0; i < r->n && goes_on(r); i++) {
        const kt_json_tree *node = r->component[i].node;
        const char *ref = kt_json_tree_text(node, "bom-ref", "");
        const char *name = kt_json_tree_text(node, "name", "");
        const char *own = property(r, node, "keten:id");
        char text[512];
        if (*name == '\0' && *ref == '\0')
            continue;
        snprintf(text, sizeof text, "%.300s %.200s", name, kt_json_tree_text(node, "version", ""));
        r->component[i].id = make_id(r, own != NULL ? own : ref, text, *ref != '\0' ? ref : text);
        if (*ref != '\0')
            kt_dictionary_learn(&r->names, REF, ref, r->component[i].id, true);
    }
}

static bool item_column(const char *name)
{
    const kt_table_spec *spec = &kt_schema_case[KT_ITEMS];
    for (int c = 0; spec->column[c].name != NULL; c++) {
        if (strcmp(spec->column[c].name, name) == 0)
            return strcmp(name, "id") != 0;
    }
    return false;
}

static void give_item(reading *r, const component *c)
{
    const kt_json_tree *list = kt_json_tree_get(c->node, "properties");
    const char *name = property(r, c->node, "keten:name_en");
    begin(r, r->items, c->node);
    put(r, r->items, "id", c->id);
    if (property(r, c->node, "keten:kind") == NULL)
        put(r, r->items, "kind", "component");
    if (name == NULL)
        put(r, r->items, "name_en", kt_json_tree_text(c->node, "name", c->id));
    if (property(r, c->node, "keten:note") == NULL)
        put(r, r->items, "note", kt_json_tree_text(c->node, "description", ""));
    for (const kt_json_tree *p = list == NULL ? NULL : list->first; p != NULL; p = p->next) {
        const char *key = kt_json_tree_text(p, "name", "");
        if (strncmp(key, PREFIX, sizeof PREFIX - 1) == 0 && item_column(key + sizeof PREFIX - 1))
            put(r, r->items, key + sizeof PREFIX - 1, value_of(r, p));
    }
}

// An organisation of the document; its id, or NULL when it has no name or country.
static const char *give_organisation(reading *r, const kt_json_tree *node)
{
    const char *name = kt_json_tree_text(node, "name", "");
    const char *country = kt_json_tree_text(kt_json_tree_get(node, "address"), "country", "");
    if (*name == '\0')
        return NULL;
    const char *ref = kt_json_tree_text(node, "bom-ref", "");
    const char *known = *ref != '\0' ? kt_dictionary_find(&r->names, ORGANISATION_REF, ref)
                                     : kt_dictionary_find(&r->names, ORGANISATION, name);
    if (known == NULL)
        known = kt_meaning_find(r->intake, KT_RECOGNISE_ORGANISATION, name, place_text(r, node));
    if (known != NULL)
        return known;
    const char *code =
        kt_meaning_find(r->intake, KT_RECOGNISE_COUNTRY, country, place_text(r, node));
    if (code == NULL) {
        kt_meaning_ask(r->intake, KT_RECOGNISE_ORGANISATION, name, place_text(r, node));
        kt_meaning_ask(r->intake, KT_RECOGNISE_COUNTRY, country, place_text(r, node));
        return NULL;
    }
    char folded[KT_FOLD_ID];
    kt_fold_id(folded, name);
    const char *id = keep(r, kt_text_is_id(ref, strlen(ref)) ? ref : folded);
    kt_meaning_ask_company(r->intake, name, id, place_text(r, node));
    kt_dictionary_learn(&r->names, ORGANISATION, name, id, true);
    if (*ref != '\0')
        kt_dictionary_learn(&r->names, ORGANISATION_REF, ref, id, true);
    begin(r, r->organisations, node);
    put(r, r->organisations, "id", id);
    put(r, r->organisations, "name", name);
    put(r, r->organisations, "country", code);
    return id;
}

static void give_supply(reading *r, const component *c)
{
    const kt_json_tree *who = kt_json_tree_get(c->node, "manufacturer");
    const char *told = property(r, c->node, "keten:supplier"); // unknown, withheld, country:XXX
    if (who == NULL)
        who = kt_json_tree_get(c->node, "supplier");
    if (who == NULL && told == NULL)
        return;
    const char *id = told != NULL ? told : give_organisation(r, who);
    if (id == NULL) {
        kt_delivery_place place = place_of(r, who);
        kt_notes_add(r->intake->notes, KT_NOTE_WARNING, kt_pool_text(r->intake->pool, place.text),
                     "supplier \"%s\" has no country: it counts as unknown until the country is "
                     "given",
                     kt_json_tree_text(who, "name", ""));
    }
    begin(r, r->supply, who != NULL ? who : c->node);
    put(r, r->supply, "item", c->id);
    put(r, r->supply, "supplier", id == NULL ? "unknown" : id);
    if (id == NULL)
        put(r, r->supply, "supplier_name", kt_json_tree_text(who, "name", ""));
    put(r, r->supply, "evidence", r->evidence);
    put(r, r->supply, "source", r->source);
}

static void give_edge(reading *r, const kt_json_tree *node, const char *parent, const char *child,
                      const char *quantity)
{
    static const char ASSUMED[] = "assumption: the document gives no quantity, 1 is taken";
    bool given = quantity != NULL && *quantity != '\0';
    if (strcmp(parent, child) == 0)
        return;
    if (!given)
        kt_intake_assume(r->intake, KT_ASSUMED_QUANTITY, place_text(r, node), child);
    begin(r, r->bom, node);
    put(r, r->bom, "parent", parent);
    put(r, r->bom, "child", child);
    put(r, r->bom, "quantity", given ? quantity : "1");
    put(r, r->bom, "evidence", given ? r->evidence : "D");
    put(r, r->bom, "source", given ? r->source : ASSUMED);
}

static const char *quantity_of(reading *r, const kt_json_tree *parent, const char *child_ref)
{
    char name[512];
    snprintf(name, sizeof name, "%s:%.400s", QUANTITY, child_ref);
    return property(r, parent, name);
}

static const component *find_component(const reading *r, const char *id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->component[i].id != NULL && strcmp(r->component[i].id, id) == 0)
            return &r->component[i];
    }
    return NULL;
}

static void give_dependencies(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *list = kt_json_tree_get(root, "dependencies");
    for (const kt_json_tree *d = list == NULL ? NULL : list->first; d != NULL && goes_on(r);
         d = d->next) { // each owner is looked for among all components
        const char *parent = kt_dictionary_find(&r->names, REF, kt_json_tree_text(d, "ref", ""));
        const kt_json_tree *children = kt_json_tree_get(d, "dependsOn");
        const component *owner = parent == NULL ? NULL : find_component(r, parent);
        for (const kt_json_tree *c = children == NULL ? NULL : children->first;
             c != NULL && owner != NULL && goes_on(r); c = c->next) {
            const char *ref = c->kind == KT_JSON_TREE_TEXT ? c->text : "";
            const char *child = kt_dictionary_find(&r->names, REF, ref);
            if (child != NULL)
                give_edge(r, c, parent, child, quantity_of(r, owner->node, ref));
            else if (r->n_software == 0)
                refuse(r, c, "depends on \"%s\", which is no component of the document", ref);
        }
    }
}

static void give_completeness(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *list = kt_json_tree_get(root, "compositions");
    for (const kt_json_tree *c = list == NULL ? NULL : list->first; c != NULL; c = c->next) {
        const char *word = kt_json_tree_text(c, "aggregate", "not_specified");
        const char *const kinds[] = {"assemblies", "dependencies"};
        for (size_t k = 0; k < 2; k++) {
            const kt_json_tree *refs = kt_json_tree_get(c, kinds[k]);
            for (const kt_json_tree *ref = refs == NULL ? NULL : refs->first;
                 ref != NULL && goes_on(r); ref = ref->next) {
                const char *id = ref->kind == KT_JSON_TREE_TEXT
                                     ? kt_dictionary_find(&r->names, REF, ref->text)
                                     : NULL;
                if (id == NULL)
                    continue;
                begin(r, r->completeness, ref);
                put(r, r->completeness, "item", id);
                put(r, r->completeness, "aggregate", word);
                put(r, r->completeness, "source", r->source);
            }
        }
    }
}

// Who vouches for the document: then it is the party's own statement.
static void find_provenance(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *metadata = kt_json_tree_get(root, "metadata");
    const char *maker = kt_json_tree_text(kt_json_tree_get(metadata, "manufacturer"), "name", "");
    char text[700];
    if (*maker == '\0')
        maker = kt_json_tree_text(kt_json_tree_get(metadata, "supplier"), "name", "");
    snprintf(text, sizeof text, "%.200s%sCycloneDX %.255s%s%.100s", maker,
             *maker == '\0' ? "" : ": ", r->file,
             kt_json_tree_get(root, "serialNumber") == NULL ? "" : ", ",
             kt_json_tree_text(root, "serialNumber", ""));
    const char *evidence = property(r, metadata, "keten:evidence");
    const char *source = property(r, metadata, "keten:source");
    r->evidence = evidence != NULL ? evidence : *maker == '\0' ? "" : "B";
    r->source = source != NULL ? source : keep(r, text);
}

static void give_component(reading *r, const component *c)
{
    if (c->id == NULL) {
        refuse(r, c->node, "a component of type \"%s\" has no name",
               kt_json_tree_text(c->node, "type", ""));
        return;
    }
    give_item(r, c);
    give_supply(r, c);
    if (c->parent == SIZE_MAX || r->component[c->parent].id == NULL)
        return;
    const kt_json_tree *owner = r->component[c->parent].node;
    const char *quantity = property(r, c->node, QUANTITY);
    if (quantity == NULL)
        quantity = quantity_of(r, owner, kt_json_tree_text(c->node, "bom-ref", ""));
    give_edge(r, c->node, r->component[c->parent].id, c->id, quantity);
}

kt_status kt_cyclonedx_read(const kt_intake *intake, const kt_json_tree *root, const char *file,
                            kt_error *err)
{
    reading r = {.intake = intake, .file = file};
    if (!kt_dictionary_open(&r.names))
        return kt_error_no_memory(err);
    r.items = kt_delivery_table_at(intake->delivery, "items");
    r.bom = kt_delivery_table_at(intake->delivery, "bom");
    r.organisations = kt_delivery_table_at(intake->delivery, "organisations");
    r.supply = kt_delivery_table_at(intake->delivery, "supply");
    r.completeness = kt_delivery_table_at(intake->delivery, "completeness");
    collect(&r, root);
    name_components(&r);
    find_provenance(&r, root);
    for (size_t i = 0; i < r.n && !r.failed; i++) {
        give_component(&r, &r.component[i]);
        r.failed |= kt_control_step(intake->control, "reading", i, r.n, NULL) != KT_OK;
    }
    give_dependencies(&r, root);
    give_completeness(&r, root);
    if (r.n_software > 0)
        kt_notes_add(intake->notes, KT_NOTE_PLAIN, file, "components of software are left out: %zu",
                     r.n_software);
    bool failed = r.failed || r.names.failed || intake->delivery->failed;
    bool empty = r.n == 0;
    free(r.component);
    kt_dictionary_close(&r.names);
    kt_arena_free(&r.arena);
    if (failed)
        return kt_control_failed(intake->control, err);
    return empty
               ? kt_error_set(err, KT_BAD_INPUT, "%.300s: no component of hardware is in it", file)
               : KT_OK;
}
