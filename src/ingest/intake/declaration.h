// SPDX-License-Identifier: EUPL-1.2
// Turns what a material declaration says into rows of a case. A reader of one of its vocabularies
// fills a stack of levels (product, its parts, their materials, the substances in them) and closes
// each when all of it was read. A level is written when it closes, because its mass and number come
// inside it.
// Internal to: ipc1754.
#ifndef KT_INGEST_INTAKE_DECLARATION_H
#define KT_INGEST_INTAKE_DECLARATION_H

#include "ingest/intake/declaration_words.h"
#include "ingest/intake/intake.h"
#include "ingest/intake/parts_material.h"
#include "ingest/recognise/dictionary.h"

enum { KT_DECLARATION_LEVELS = 100 };

typedef struct kt_declaration_level {
    kt_declaration_role role;  // product, material or substance
    const char *name, *number; // "" where not said
    double kg;                 // of one; NaN: not said
    double percent;            // of the mass of what encloses it; NaN: not said
    double count;              // of these in one of what encloses it
    const kt_declaration_unit *unit;
    const char *id;    // once known
    size_t n_inside;   // levels that were closed in it
    size_t n_ids;      // ids that a product has
    bool by_category;  // a substance of the product as a whole, in a list by category
    bool has_material; // a material was closed in it
    size_t first_whole;
    size_t serial; // of all levels, from 1
    uint32_t line;
} kt_declaration_level;

typedef struct kt_declaration {
    const kt_intake *intake;
    const char *file;
    kt_arena arena;
    kt_dictionary names;
    kt_material_list materials;
    kt_declaration_level level[KT_DECLARATION_LEVELS];
    size_t depth;                  // levels that are open
    size_t n_levels;               // that were opened
    size_t items, bom, supply;     // tables
    size_t *whole, whole_capacity; // rows of bom that a product's list by category gave
    size_t n_whole;
    size_t n_products, n_unknown;
    const char *supplier, *country;
    char source[700];
    bool failed; // memory ran out
} kt_declaration;

// Begins; `draft` is the case as it is. False when memory runs out; to be closed either way.
bool kt_declaration_open(kt_declaration *d, const kt_intake *intake, const kt_draft *draft,
                         const char *file);
void kt_declaration_close(kt_declaration *d);

// Writes the innermost level and leaves it.
void kt_declaration_end_level(kt_declaration *d);

// The place of a line of the file.
kt_delivery_place kt_declaration_place(kt_declaration *d, uint32_t line);

#endif
