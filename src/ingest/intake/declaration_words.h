// SPDX-License-Identifier: EUPL-1.2
// What the elements and attributes of a material declaration mean, in the vocabularies of IEC 62474
// (schema X8.21 of 31 August 2024, published by IEC with its database) and IPC-1752A and B (as
// programs that read and write them have it): which element is a product, a material, a substance,
// which tells the mass of what encloses it, and in which units the figures are. docs/data.md says
// what was compared with what.
#ifndef KT_INGEST_INTAKE_DECLARATION_WORDS_H
#define KT_INGEST_INTAKE_DECLARATION_WORDS_H

#include <stdbool.h>

typedef enum kt_declaration_role {
    KT_DECLARATION_NONE,    // an envelope: what is in it belongs to what encloses it
    KT_DECLARATION_PRODUCT, // and its parts
    KT_DECLARATION_MATERIAL,
    KT_DECLARATION_SUBSTANCE,
    KT_DECLARATION_ID,         // name and number of what encloses it
    KT_DECLARATION_ENTRY,      // the number, inside an id
    KT_DECLARATION_MASS,       // of what encloses it, or of the level that has it in its id
    KT_DECLARATION_PERCENT,    // the same as a share of the mass
    KT_DECLARATION_CATEGORIES, // substances by category: of a product as a whole, or of a material
    KT_DECLARATION_SUPPLIER,
    KT_DECLARATION_PASSED_OVER, // tells nothing of the composition: all in it is passed over
} kt_declaration_role;

// The role of an element, by its local name.
kt_declaration_role kt_declaration_words_role(const char *element);

// A product, material or substance: what the composition is made of.
static inline bool kt_declaration_words_is_level(kt_declaration_role role)
{
    return role == KT_DECLARATION_PRODUCT || role == KT_DECLARATION_MATERIAL ||
           role == KT_DECLARATION_SUBSTANCE;
}

// Attributes that mean the same, NULL at the end: the first that is there counts.
extern const char *const kt_declaration_words_names[];
extern const char *const kt_declaration_words_numbers[];
extern const char *const kt_declaration_words_values[];
extern const char *const kt_declaration_words_units[];
extern const char *const kt_declaration_words_counts[];

// In what a product is counted.
typedef struct kt_declaration_unit {
    const char *word; // of the declaration
    const char *unit; // ours
    double per_ours;  // of theirs go into one of ours
} kt_declaration_unit;

// The unit of a `unitType`; a piece where there is none. NULL for a word that is no unit.
const kt_declaration_unit *kt_declaration_words_unit(const char *word);

// "7440-50-8": a number of the Chemical Abstracts Service. Substances may have others beside it.
bool kt_declaration_words_is_cas(const char *text);

// The name of the vocabulary, by the beginning of a file (NUL-terminated); NULL when it is none.
const char *kt_declaration_words_vocabulary(const char *head);

#endif
