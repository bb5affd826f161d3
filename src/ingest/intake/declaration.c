// SPDX-License-Identifier: EUPL-1.2
// Writes one item, its place in the bill of materials and its supplier for each level that closes.
// Ids are made from the outermost level in: materials of the same name in two parts may have two
// compositions, so the id of a material begins with the id of its part. Levels are four deep; a
// file has tens to 1e5 of them.
#include "ingest/intake/declaration.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/intake/meaning.h"
#include "ingest/recognise/fold.h"

static const char ITEM = 'i'; // kinds of the dictionary: ids given, companies given,
static const char COMPANY = 'F';
static const char USED = 'u';  // ids that a level has for a material in it,
static const char TWINS = 't'; // and how many of its materials gave the same one

bool kt_declaration_open(kt_declaration *d, const kt_intake *intake, const kt_draft *draft,
                         const char *file)
{
    *d = (kt_declaration){.intake = intake, .file = file, .supplier = "", .country = ""};
    bool opened = kt_dictionary_open(&d->names);
    opened = kt_parts_material_open(&d->materials, draft) && opened;
    d->items = kt_delivery_table_at(intake->delivery, "items");
    d->bom = kt_delivery_table_at(intake->delivery, "bom");
    d->supply = kt_delivery_table_at(intake->delivery, "supply");
    snprintf(d->source, sizeof d->source, "material declaration %.255s", file);
    return opened;
}

void kt_declaration_close(kt_declaration *d)
{
    kt_parts_material_close(&d->materials);
    kt_dictionary_close(&d->names);
    kt_arena_free(&d->arena);
    free(d->whole);
}

kt_delivery_place kt_declaration_place(kt_declaration *d, uint32_t line)
{
    char place[KT_GRID_PLACE];
    kt_symbol symbol = 0;
    snprintf(place, sizeof place, "%.255s:%u", d->file, line);
    d->failed |= !kt_pool_add(d->intake->pool, place, strlen(place), &symbol);
    return (kt_delivery_place){KT_NO_GRID, 0, symbol};
}

static kt_delivery_place place_of(kt_declaration *d, const kt_declaration_level *at)
{
    return kt_declaration_place(d, at->line);
}

static const char *where(kt_declaration *d, const kt_declaration_level *at)
{
    return kt_pool_text(d->intake->pool, place_of(d, at).text);
}

static void put(kt_declaration *d, size_t table, const char *field, const char *text)
{
    if (*text != '\0')
        kt_delivery_put_text(d->intake->delivery, table, field, text);
}

static void put_number(kt_declaration *d, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    if (value != value)
        return;
    kt_number_shortest(text, value);
    put(d, table, field, text);
}

static const char *keep(kt_declaration *d, const char *text)
{
    const char *kept = kt_arena_text(&d->arena, text, strlen(text));
    d->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

static const char *id_of_product(kt_declaration *d, const kt_declaration_level *at)
{
    char id[KT_FOLD_ID];
    const char *text = *at->number != '\0' ? at->number : at->name;
    if (kt_text_is_id(text, strlen(text)))
        return keep(d, text);
    kt_fold_id(id, text);
    return keep(d, id);
}

// The k-th material of a name in one part gets the k-th id of that name, also where the part is
// declared again.
static const char *id_of_material(kt_declaration *d, const kt_declaration_level *outer,
                                  const kt_declaration_level *at)
{
    char text[KT_FOLD_ID];
    char joined[2 * KT_FOLD_ID];
    char id[2 * KT_FOLD_ID];
    char used[3 * KT_FOLD_ID];
    if (outer == NULL || outer->id == NULL)
        return NULL;
    kt_fold_id(text, *at->name != '\0' ? at->name : "material");
    snprintf(joined, sizeof joined, "%.40s.%.22s", outer->id, text);
    snprintf(id, sizeof id, "%s", joined);
    do {
        snprintf(used, sizeof used, "%zu %s", outer->serial, joined);
        unsigned n = kt_dictionary_count(&d->names, TWINS, used);
        if (n > 1)
            kt_fold_twin(id, joined, n);
        snprintf(used, sizeof used, "%zu %s", outer->serial, id);
    } while (kt_dictionary_find(&d->names, USED, used) != NULL && !d->names.failed);
    kt_dictionary_learn(&d->names, USED, used, "yes", true);
    return keep(d, id);
}

// The id of a level, from the outermost in: what is inside is written before what encloses it.
static const char *id_at(kt_declaration *d, size_t depth)
{
    for (size_t i = 0; i <= depth; i++) {
        kt_declaration_level *at = &d->level[i];
        bool named = *at->number != '\0' || *at->name != '\0';
        if (at->id != NULL || at->role == KT_DECLARATION_SUBSTANCE)
            continue;
        if (at->role == KT_DECLARATION_PRODUCT)
            at->id = named ? id_of_product(d, at) : NULL;
        else
            at->id = id_of_material(d, i == 0 ? NULL : &d->level[i - 1], at);
    }
    return d->level[depth].id;
}

static void give_item(kt_declaration *d, const kt_declaration_level *at, const char *kind)
{
    bool is_product = at->role == KT_DECLARATION_PRODUCT;
    if (kt_dictionary_find(&d->names, ITEM, at->id) != NULL)
        return;
    kt_dictionary_learn(&d->names, ITEM, at->id, at->id, true);
    kt_delivery_begin(d->intake->delivery, d->items, place_of(d, at));
    put(d, d->items, "id", at->id);
    put(d, d->items, "kind", kind);
    put(d, d->items, "name_en", *at->name != '\0' ? at->name : at->id);
    put(d, d->items, "unit", is_product ? at->unit->unit : "kg");
    if (is_product)
        put_number(d, d->items, "mass_kg", at->kg * at->unit->per_ours);
    else
        put(d, d->items, "mass_kg", "1");
}

static void give_edge(kt_declaration *d, const kt_declaration_level *parent,
                      const kt_declaration_level *at, const char *child, double quantity)
{
    static const char ASSUMED[] = "assumption: the declaration gives no mass, 1 gram is taken";
    bool given = quantity > 0;
    if (!given)
        kt_intake_assume(d->intake, KT_ASSUMED_MASS, where(d, at),
                         *at->name != '\0' ? at->name : child);
    kt_delivery_begin(d->intake->delivery, d->bom, place_of(d, at));
    put(d, d->bom, "parent", parent->id);
    put(d, d->bom, "child", child);
    put_number(d, d->bom, "quantity", given ? quantity : 0.001);
    put(d, d->bom, "evidence", given ? "A" : "D"); // declared by the party itself
    put(d, d->bom, "source", given ? d->source : ASSUMED);
}

// kg of `at` in one of our units of `outer` (a piece, a metre, or a kg of material).
static double mass_in(const kt_declaration_level *outer, const kt_declaration_level *at)
{
    bool of_material = outer->role == KT_DECLARATION_MATERIAL;
    if (of_material && at->percent == at->percent)
        return at->percent / 100;
    if (of_material)
        return outer->kg > 0 ? at->kg / outer->kg : (double)NAN;
    double kg = at->kg == at->kg ? at->kg * at->count : at->percent / 100 * outer->kg;
    return kg * outer->unit->per_ours;
}

// A product's list by category repeats what its materials say: remembered, and taken back when
// there are materials.
static void remember_whole(kt_declaration *d)
{
    const kt_delivery_table *bom = &d->intake->delivery->table[d->bom];
    d->whole =
        kt_grow_array(d->whole, &d->whole_capacity, d->n_whole + 1, sizeof *d->whole, &d->failed);
    if (!d->failed && bom->n_rows > 0)
        d->whole[d->n_whole++] = bom->n_rows - 1;
}

static void take_back_whole(kt_declaration *d, const kt_declaration_level *at)
{
    kt_delivery_table *bom = &d->intake->delivery->table[d->bom];
    size_t n = d->n_whole - at->first_whole;
    if (at->has_material && n > 0) {
        for (size_t i = at->first_whole; i < d->n_whole; i++)
            bom->row[d->whole[i]].refused = true;
        kt_notes_add(d->intake->notes, KT_NOTE_PLAIN, where(d, at),
                     "substances of \"%s\" as a whole, left out because its materials say the "
                     "same: %zu",
                     at->id, n);
    }
    d->n_whole = at->first_whole;
}

static void end_substance(kt_declaration *d, const kt_declaration_level *outer,
                          kt_declaration_level *at)
{
    const char *id = NULL;
    if (*at->number == '\0' && *at->name == '\0') {
        kt_reject_add(d->intake->rejects, place_of(d, at), where(d, at),
                      "the substance has neither a number nor a name");
        return;
    }
    if (*at->number != '\0')
        id = kt_recognise_text(d->intake->recogniser, KT_RECOGNISE_MATERIAL, at->number);
    if (id == NULL)
        id = kt_meaning_find(d->intake, KT_RECOGNISE_MATERIAL, at->name, where(d, at));
    if (id != NULL) {
        kt_parts_material_item(&d->materials, d->intake, id, false, place_of(d, at));
    } else {
        char folded[KT_FOLD_ID];
        kt_fold_id(folded, *at->name != '\0' ? at->name : at->number);
        at->id = keep(d, folded);
        give_item(d, at, "semi_finished");
        id = at->id;
        d->n_unknown++;
    }
    give_edge(d, outer, at, id, mass_in(outer, at));
    if (at->by_category)
        remember_whole(d);
}

// A material of which no substance is told may be an alloy that the reference knows.
static bool end_known_material(kt_declaration *d, const kt_declaration_level *outer,
                               const kt_declaration_level *at)
{
    const char *id = NULL;
    if (at->n_inside > 0)
        return false;
    if (*at->number != '\0')
        id = kt_recognise_text(d->intake->recogniser, KT_RECOGNISE_COMPOSITION, at->number);
    if (id == NULL)
        id = kt_meaning_find(d->intake, KT_RECOGNISE_COMPOSITION, at->name, where(d, at));
    if (id == NULL || !kt_recognise_is_composition(d->intake->recogniser, id))
        return false;
    kt_parts_material_item(&d->materials, d->intake, id, true, place_of(d, at));
    give_edge(d, outer, at, id, mass_in(outer, at));
    return true;
}

// The company that declares, as an organisation; NULL when its country is not told.
static const char *give_company(kt_declaration *d, const kt_declaration_level *at)
{
    const char *known = kt_dictionary_find(&d->names, COMPANY, d->supplier);
    if (known == NULL)
        known = kt_meaning_find(d->intake, KT_RECOGNISE_ORGANISATION, d->supplier, where(d, at));
    if (known != NULL)
        return known;
    const char *code = kt_meaning_find(d->intake, KT_RECOGNISE_COUNTRY, d->country, where(d, at));
    if (code == NULL) {
        kt_meaning_ask(d->intake, KT_RECOGNISE_ORGANISATION, d->supplier, where(d, at));
        kt_notes_add(d->intake->notes, KT_NOTE_WARNING, where(d, at),
                     "supplier \"%s\" has no country: it counts as unknown until the country is "
                     "given",
                     d->supplier);
        return NULL;
    }
    char id[KT_FOLD_ID];
    kt_fold_id(id, d->supplier);
    kt_dictionary_learn(&d->names, COMPANY, d->supplier, id, true);
    kt_meaning_ask_company(d->intake, d->supplier, id, where(d, at));
    size_t organisations = kt_delivery_table_at(d->intake->delivery, "organisations");
    kt_delivery_begin(d->intake->delivery, organisations, place_of(d, at));
    put(d, organisations, "id", id);
    put(d, organisations, "name", d->supplier);
    put(d, organisations, "country", code);
    put(d, organisations, "role", "supplier");
    return keep(d, id);
}

// A product is supplied by who declares it.
static void give_supply(kt_declaration *d, const kt_declaration_level *at)
{
    if (*d->supplier == '\0')
        return;
    const char *company = give_company(d, at);
    kt_delivery_begin(d->intake->delivery, d->supply, place_of(d, at));
    put(d, d->supply, "item", at->id);
    put(d, d->supply, "supplier", company == NULL ? "unknown" : company);
    if (company == NULL)
        put(d, d->supply, "supplier_name", d->supplier);
    put(d, d->supply, "evidence", "A");
    put(d, d->supply, "source", d->source);
}

static void end_product(kt_declaration *d, const kt_declaration_level *outer,
                        const kt_declaration_level *at)
{
    d->n_products++;
    give_item(d, at, "component");
    take_back_whole(d, at);
    if (at->n_ids > 1)
        kt_notes_add(d->intake->notes, KT_NOTE_WARNING, where(d, at),
                     "the declaration is for %zu product numbers: only the first, \"%s\", is taken",
                     at->n_ids, at->id);
    if (outer == NULL) {
        give_supply(d, at);
        return;
    }
    kt_delivery_begin(d->intake->delivery, d->bom, place_of(d, at));
    put(d, d->bom, "parent", outer->id);
    put(d, d->bom, "child", at->id);
    put_number(d, d->bom, "quantity", at->count / at->unit->per_ours * outer->unit->per_ours);
    put(d, d->bom, "evidence", "A");
    put(d, d->bom, "source", d->source);
}

void kt_declaration_end_level(kt_declaration *d)
{
    size_t depth = --d->depth;
    kt_declaration_level *at = &d->level[depth];
    kt_declaration_level *outer = depth == 0 ? NULL : &d->level[depth - 1];
    if (outer != NULL && id_at(d, depth - 1) == NULL)
        return; // said when the product ends
    if (outer != NULL) {
        outer->n_inside++;
        outer->has_material |= at->role == KT_DECLARATION_MATERIAL;
    }
    if (at->role == KT_DECLARATION_SUBSTANCE) {
        if (outer != NULL)
            end_substance(d, outer, at);
        return;
    }
    if (id_at(d, depth) == NULL) {
        kt_reject_add(d->intake->rejects, place_of(d, at), where(d, at),
                      "the product has neither a number nor a name");
        return;
    }
    if (at->role == KT_DECLARATION_PRODUCT) {
        end_product(d, outer, at);
        return;
    }
    if (outer == NULL || end_known_material(d, outer, at))
        return;
    give_item(d, at, "semi_finished");
    give_edge(d, outer, at, at->id, mass_in(outer, at));
}
