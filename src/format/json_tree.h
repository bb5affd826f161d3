// SPDX-License-Identifier: EUPL-1.2
// Reads a JSON document into a tree of plain nodes in an arena (jansson: positions of syntax
// errors, depth limit, duplicate keys refused), so that it can be looked into, changed in a few
// places, and written back with everything else as it was. Files of people: some MB.
#ifndef KT_FORMAT_JSON_TREE_H
#define KT_FORMAT_JSON_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/control.h"
#include "base/json.h"

typedef enum kt_json_tree_kind {
    KT_JSON_TREE_NULL,
    KT_JSON_TREE_FALSE,
    KT_JSON_TREE_TRUE,
    KT_JSON_TREE_NUMBER,
    KT_JSON_TREE_TEXT,
    KT_JSON_TREE_ARRAY,
    KT_JSON_TREE_OBJECT,
} kt_json_tree_kind;

typedef struct kt_json_tree {
    kt_json_tree_kind kind;
    const char *key;  // in an object, else NULL
    const char *text; // of TEXT
    double number;    // of NUMBER
    size_t n;         // children
    size_t index;     // among those of its parent
    size_t serial;    // of all nodes of the document that were read, in their order
    struct kt_json_tree *first, *last, *next, *parent;
} kt_json_tree;

typedef struct kt_json_tree_fault {
    uint32_t line, column; // 0: memory ran out, or the work is stopped
    const char *message;   // English, to be looked up in the reader's language; static
} kt_json_tree_fault;

// Reads one document; a byte order mark before it, which some programs of Windows write, is passed
// over. NULL when it is not valid (`fault` says where), memory ran out, or `control`
// (may be NULL) stops it.
kt_json_tree *kt_json_tree_read(const char *text, size_t length, const kt_control *control,
                                kt_arena *arena, kt_json_tree_fault *fault);

// The member of an object; NULL when there is none, or `node` is NULL or no object.
const kt_json_tree *kt_json_tree_get(const kt_json_tree *node, const char *key);

// The text of a member; `otherwise` when it is absent or no text.
const char *kt_json_tree_text(const kt_json_tree *node, const char *key, const char *otherwise);

// A new last child; `key` for an object. NULL when memory runs out. Texts are copied.
kt_json_tree *kt_json_tree_add(kt_json_tree *parent, kt_json_tree_kind kind, const char *key,
                               kt_arena *arena);
kt_json_tree *kt_json_tree_add_text(kt_json_tree *parent, const char *key, const char *text,
                                    kt_arena *arena);

// Writes the document, one space of indent a level.
void kt_json_tree_write(kt_buffer *out, const kt_json_tree *root);

// "/components/3/name": the place of a node. One that does not fit into `size` bytes, or is deeper
// than 32, loses its middle and gets the number of the node, so that no two places are the same.
// O(depth).
void kt_json_tree_place(char *place, size_t size, const kt_json_tree *node);

#endif
