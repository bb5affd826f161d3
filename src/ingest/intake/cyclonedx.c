// SPDX-License-Identifier: EUPL-1.2
// Collects components in a list first (nesting without recursion), then each
// gives its rows; references are resolved through a dictionary of bom-refs.
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

// Kinds of the dictionary: bom-refs of components, bom-refs of software; companies by name and by
// bom-ref; the text an id was made of, the id of a text, how many texts gave an id; quantities by
// the id of what they go into and the bom-ref of what goes in.
enum {
    REF = 'r',
    SOFTWARE_REF = 's',
    ORGANISATION = 'O',
    ORGANISATION_REF = 'o',
    MADE_OF = 'm',
    ID_OF = 'i',
    TWINS = 't',
    GOES_IN = 'q',
};
static const char PREFIX[] = "keten:";
static const char QUANTITY[] = "keten:quantity";

typedef struct component {
    const kt_json_tree *node;
    size_t parent; // SIZE_MAX: none
    const char *id;
    bool software; // left out, not so the hardware that stands in it
} component;

typedef struct reading {
    const kt_intake *intake;
    const char *file;
    kt_arena arena;
    kt_dictionary names;
    component *component; // [n]
    size_t n, capacity, n_software;
    kt_buffer text;     // scratch
    size_t n_unread;    // properties whose value is no text,
    size_t n_misshapen; // members of another kind than the standard says,
    size_t n_unknown;   // ours that are not known,
    size_t n_elsewhere; // and compositions of what is not here; the first of each
    const kt_json_tree *unread, *misshapen, *unknown, *elsewhere;
    size_t items, bom, organisations, supply, completeness; // tables
    const char *evidence, *source;
    bool failed;
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

// The members of a list; NULL when there is none. What stands in its place is refused.
static const kt_json_tree *list_of(reading *r, const kt_json_tree *node, const char *key)
{
    const kt_json_tree *list = kt_json_tree_get(node, key);
    if (list == NULL || list->kind == KT_JSON_TREE_NULL)
        return NULL;
    if (list->kind == KT_JSON_TREE_ARRAY)
        return list->first;
    refuse(r, list, "\"%s\" is no list", key);
    return NULL;
}

static void add_component(reading *r, const kt_json_tree *node, size_t parent)
{
    if (node == NULL)
        return;
    if (node->kind != KT_JSON_TREE_OBJECT) {
        refuse(r, node, "is no component: %s is expected", "{…}");
        return;
    }
    bool software = is_software(kt_json_tree_text(node, "type", ""));
    r->n_software += software;
    r->component =
        kt_grow_array(r->component, &r->capacity, r->n + 1, sizeof *r->component, &r->failed);
    if (!r->failed)
        r->component[r->n++] = (component){node, parent, NULL, software};
}

static void collect(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *main_part =
        kt_json_tree_get(kt_json_tree_get(root, "metadata"), "component");
    const kt_json_tree *list = list_of(r, root, "components");
    bool told = kt_json_tree_get(root, "dependencies") != NULL;
    add_component(r, main_part, SIZE_MAX);
    size_t top = r->n > 0 && !r->component[0].software && !told ? 0 : SIZE_MAX;
    if (top == 0 && list != NULL)
        kt_notes_add(r->intake->notes, KT_NOTE_PLAIN, r->file,
                     "no dependencies are given: every component is taken to go into the main one");
    for (; list != NULL; list = list->next)
        add_component(r, list, top);
    for (size_t i = 0; i < r->n && goes_on(r); i++) {
        size_t parent = r->component[i].software ? r->component[i].parent : i;
        const kt_json_tree *nested = list_of(r, r->component[i].node, "components");
        for (; nested != NULL; nested = nested->next)
            add_component(r, nested, parent);
    }
}

// The value of a property as text; numbers are accepted though the standard asks for text.
static const char *value_of(reading *r, const kt_json_tree *property)
{
    const kt_json_tree *value = kt_json_tree_get(property, "value");
    char number[KT_NUMBER_SIZE];
    if (value == NULL)
        return "";
    if (value->kind != KT_JSON_TREE_NUMBER && value->kind != KT_JSON_TREE_TEXT) {
        r->unread = r->n_unread++ == 0 ? property : r->unread;
        return "";
    }
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
    bool is_list = list != NULL && list->kind == KT_JSON_TREE_ARRAY;
    for (const kt_json_tree *p = is_list ? list->first : NULL; p != NULL; p = p->next) {
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
// The same owner gets the same id.
static const char *make_id(reading *r, const char *first, const char *name, const char *owner)
{
    char id[KT_FOLD_ID];
    char base[KT_FOLD_ID];
    const char *made = kt_dictionary_find(&r->names, ID_OF, owner);
    if (made != NULL)
        return keep(r, made);
    if (kt_text_is_id(first, strlen(first)))
        snprintf(id, sizeof id, "%s", first);
    else
        kt_fold_id(id, name);
    memcpy(base, id, sizeof base);
    do {
        unsigned twin = kt_dictionary_count(&r->names, TWINS, base);
        if (twin > 1)
            kt_fold_twin(id, base, twin);
    } while (kt_dictionary_find(&r->names, MADE_OF, id) != NULL && !r->names.failed);
    kt_dictionary_learn(&r->names, MADE_OF, id, owner, true);
    kt_dictionary_learn(&r->names, ID_OF, owner, id, true);
    return keep(r, id);
}

// Two texts in one, in the scratch.
static const char *joined(reading *r, const char *first, const char *second)
{
    r->text.length = 0;
    kt_buffer_format(&r->text, "%s %s", first, second);
    r->failed |= r->text.failed;
    return r->text.failed ? "" : r->text.text;
}

// Notes a node that is there and is not of the kind that the standard asks for: it is not read.
static void check_kind(reading *r, const kt_json_tree *node, kt_json_tree_kind kind)
{
    if (node != NULL && node->kind != kind && node->kind != KT_JSON_TREE_NULL)
        r->misshapen = r->n_misshapen++ == 0 ? node : r->misshapen;
}

static void check_texts(reading *r, const kt_json_tree *node, const char *const *key)
{
    check_kind(r, node, KT_JSON_TREE_OBJECT);
    for (; *key != NULL; key++)
        check_kind(r, kt_json_tree_get(node, *key), KT_JSON_TREE_TEXT);
}

static void check_company(reading *r, const kt_json_tree *node)
{
    static const char *const OWN[] = {"name", "bom-ref", NULL};
    static const char *const PLACE[] = {"country", NULL};
    check_texts(r, node, OWN);
    check_texts(r, kt_json_tree_get(node, "address"), PLACE);
}

static void check_component(reading *r, const kt_json_tree *node)
{
    static const char *const OWN[] = {"type", "name", "version", "description", "bom-ref", NULL};
    static const char *const PROPERTY[] = {"name", NULL};
    const kt_json_tree *list = kt_json_tree_get(node, "properties");
    check_texts(r, node, OWN);
    check_company(r, kt_json_tree_get(node, "manufacturer"));
    check_company(r, kt_json_tree_get(node, "supplier"));
    bool is_list = list != NULL && list->kind == KT_JSON_TREE_ARRAY;
    for (const kt_json_tree *p = is_list ? list->first : NULL; p != NULL; p = p->next)
        check_texts(r, p, PROPERTY);
}

static void check_document(reading *r, const kt_json_tree *root)
{
    static const char *const OWN[] = {"specVersion", "serialNumber", NULL};
    const kt_json_tree *metadata = kt_json_tree_get(root, "metadata");
    check_texts(r, root, OWN);
    check_kind(r, metadata, KT_JSON_TREE_OBJECT);
    check_kind(r, kt_json_tree_get(metadata, "component"), KT_JSON_TREE_OBJECT);
    check_company(r, kt_json_tree_get(metadata, "manufacturer"));
    check_company(r, kt_json_tree_get(metadata, "supplier"));
    for (size_t i = 0; i < r->n && goes_on(r); i++)
        check_component(r, r->component[i].node);
}

static void name_components(reading *r)
{
    for (size_t i = 0; i < r->n && goes_on(r); i++) {
        const kt_json_tree *node = r->component[i].node;
        const char *ref = kt_json_tree_text(node, "bom-ref", "");
        const char *name = kt_json_tree_text(node, "name", "");
        if (r->component[i].software)
            kt_dictionary_learn(&r->names, SOFTWARE_REF, ref, "yes", true);
        if (r->component[i].software || (*name == '\0' && *ref == '\0'))
            continue;
        const char *own = property(r, node, "keten:id");
        const char *text = joined(r, name, kt_json_tree_text(node, "version", ""));
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

// Ours, but no column of items.
static bool is_other_property(const char *name)
{
    static const char *const NAMES[] = {"keten:id", "keten:supplier", QUANTITY};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (strcmp(NAMES[i], name) == 0)
            return true;
    }
    return strncmp(name, QUANTITY, sizeof QUANTITY - 1) == 0 && name[sizeof QUANTITY - 1] == ':';
}

static void give_item(reading *r, const component *c)
{
    const char *name = property(r, c->node, "keten:name_en");
    begin(r, r->items, c->node);
    put(r, r->items, "id", c->id);
    if (property(r, c->node, "keten:kind") == NULL)
        put(r, r->items, "kind", "component");
    if (name == NULL)
        put(r, r->items, "name_en", kt_json_tree_text(c->node, "name", c->id));
    if (property(r, c->node, "keten:note") == NULL)
        put(r, r->items, "note", kt_json_tree_text(c->node, "description", ""));
    for (const kt_json_tree *p = list_of(r, c->node, "properties"); p != NULL; p = p->next) {
        const char *key = kt_json_tree_text(p, "name", "");
        if (strncmp(key, PREFIX, sizeof PREFIX - 1) != 0)
            continue;
        if (item_column(key + sizeof PREFIX - 1))
            put(r, r->items, key + sizeof PREFIX - 1, value_of(r, p));
        else if (!is_other_property(key))
            r->unknown = r->n_unknown++ == 0 ? p : r->unknown;
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

// What the components say of quantities of what goes into them: keten:quantity:REF.
static void learn_quantities(reading *r)
{
    for (size_t i = 0; i < r->n && goes_on(r); i++) {
        const component *c = &r->component[i];
        const kt_json_tree *list = kt_json_tree_get(c->node, "properties");
        bool is_list = c->id != NULL && list != NULL && list->kind == KT_JSON_TREE_ARRAY;
        for (const kt_json_tree *p = is_list ? list->first : NULL; p != NULL; p = p->next) {
            const char *name = kt_json_tree_text(p, "name", "");
            if (strncmp(name, QUANTITY, sizeof QUANTITY - 1) != 0 ||
                name[sizeof QUANTITY - 1] != ':')
                continue;
            const char *key = joined(r, c->id, name + sizeof QUANTITY);
            if (kt_dictionary_find(&r->names, GOES_IN, key) == NULL)
                kt_dictionary_learn(&r->names, GOES_IN, key, value_of(r, p), true);
        }
    }
}

static const char *quantity_of(reading *r, const char *parent_id, const char *child_ref)
{
    return kt_dictionary_find(&r->names, GOES_IN, joined(r, parent_id, child_ref));
}

// The id of the component that a text of the document refers to; NULL for software, which is left
// out, and for what is refused.
static const char *id_of_ref(reading *r, const kt_json_tree *node, const char *ref)
{
    const char *id = kt_dictionary_find(&r->names, REF, ref);
    if (id == NULL && kt_dictionary_find(&r->names, SOFTWARE_REF, ref) == NULL)
        refuse(r, node, "\"%s\" is no component of the document", ref);
    return id;
}

static const char *text_of(const kt_json_tree *node)
{
    return node->kind == KT_JSON_TREE_TEXT ? node->text : "";
}

static void give_dependencies(reading *r, const kt_json_tree *root)
{
    const kt_json_tree *d = list_of(r, root, "dependencies");
    for (; d != NULL; d = d->next) {
        static const char *const OWN[] = {"ref", NULL};
        const char *ref = kt_json_tree_text(d, "ref", "");
        const kt_json_tree *c = list_of(r, d, "dependsOn");
        check_texts(r, d, OWN);
        const char *parent = c == NULL ? NULL : id_of_ref(r, d, ref);
        for (; c != NULL && parent != NULL; c = c->next) {
            const char *child = id_of_ref(r, c, text_of(c));
            if (child != NULL)
                give_edge(r, c, parent, child, quantity_of(r, parent, text_of(c)));
        }
    }
}

static void give_completeness(reading *r, const kt_json_tree *root)
{
    static const char *const KINDS[] = {"assemblies", "dependencies"};
    const kt_json_tree *c = list_of(r, root, "compositions");
    for (; c != NULL; c = c->next) {
        const char *word = kt_json_tree_text(c, "aggregate", "not_specified");
        for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
            const kt_json_tree *ref = list_of(r, c, KINDS[k]);
            for (; ref != NULL; ref = ref->next) {
                const char *id = kt_dictionary_find(&r->names, REF, text_of(ref));
                if (id == NULL) { // a part of another document, or software
                    r->elsewhere = r->n_elsewhere++ == 0 ? ref : r->elsewhere;
                    continue;
                }
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
    const char *serial = kt_json_tree_text(root, "serialNumber", "");
    snprintf(text, sizeof text, "%.*s%sCycloneDX %.255s%s%.*s", (int)kt_text_whole(maker, 200),
             maker, *maker == '\0' ? "" : ": ", r->file,
             kt_json_tree_get(root, "serialNumber") == NULL ? "" : ", ",
             (int)kt_text_whole(serial, 100), serial);
    const char *evidence = property(r, metadata, "keten:evidence");
    const char *source = property(r, metadata, "keten:source");
    r->evidence = evidence != NULL ? evidence : *maker == '\0' ? "" : "B";
    r->source = source != NULL ? source : keep(r, text);
}

static void give_component(reading *r, const component *c)
{
    if (c->software)
        return;
    if (c->id == NULL) {
        refuse(r, c->node, "a component of type \"%s\" has no name",
               kt_json_tree_text(c->node, "type", ""));
        return;
    }
    give_item(r, c);
    give_supply(r, c);
    if (c->parent == SIZE_MAX || r->component[c->parent].id == NULL)
        return;
    const char *owner = r->component[c->parent].id;
    const char *quantity = property(r, c->node, QUANTITY);
    if (quantity == NULL)
        quantity = quantity_of(r, owner, kt_json_tree_text(c->node, "bom-ref", ""));
    give_edge(r, c->node, owner, c->id, quantity);
}

static void say_left_out(reading *r)
{
    kt_notes *remarks = r->intake->notes;
    if (r->n_software > 0)
        kt_notes_add(remarks, KT_NOTE_PLAIN, r->file, "components of software are left out: %zu",
                     r->n_software);
    if (r->n_unread > 0)
        kt_notes_add(remarks, KT_NOTE_WARNING, place_text(r, r->unread),
                     "the value of a property is no text: it is not read");
    if (r->n_misshapen > 0)
        kt_notes_add(remarks, KT_NOTE_WARNING, place_text(r, r->misshapen),
                     "members that are no text, list or {…} where the standard has one: %zu, this "
                     "is the first: they are not read",
                     r->n_misshapen);
    if (r->n_unknown > 0)
        kt_notes_add(remarks, KT_NOTE_WARNING, place_text(r, r->unknown),
                     "properties that begin with \"keten:\" and are not known: %zu, this is the "
                     "first: they are not read",
                     r->n_unknown);
    if (r->n_elsewhere > 0)
        kt_notes_add(remarks, KT_NOTE_PLAIN, place_text(r, r->elsewhere),
                     "compositions of parts that are not here, or of software: %zu, this is the "
                     "first: they are left out",
                     r->n_elsewhere);
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
    check_document(&r, root);
    name_components(&r);
    learn_quantities(&r);
    find_provenance(&r, root);
    for (size_t i = 0; i < r.n && !r.failed; i++) {
        give_component(&r, &r.component[i]);
        r.failed |= kt_control_step(intake->control, "reading", i, r.n, NULL) != KT_OK;
    }
    give_dependencies(&r, root);
    give_completeness(&r, root);
    say_left_out(&r);
    bool failed = r.failed || r.names.failed || intake->delivery->failed;
    bool empty = r.n == r.n_software;
    free(r.component);
    kt_buffer_free(&r.text);
    kt_dictionary_close(&r.names);
    kt_arena_free(&r.arena);
    if (failed)
        return kt_control_failed(intake->control, err);
    return empty
               ? kt_error_set(err, KT_BAD_INPUT, "%.300s: no component of hardware is in it", file)
               : KT_OK;
}
