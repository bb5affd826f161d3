// SPDX-License-Identifier: EUPL-1.2
// Copies jansson's own tree once into plain nodes: walking them needs no library and no recursion,
// and this stays the one file that includes jansson. Some hundred bytes a node, files of some MB.
#include "format/json_tree.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/number.h"

static kt_json_tree *new_node(kt_json_tree *parent, const char *key, kt_arena *arena)
{
    kt_json_tree *node = kt_arena_alloc(arena, 1, sizeof *node);
    if (node == NULL)
        return NULL;
    if (key != NULL) {
        node->key = kt_arena_text(arena, key, strlen(key));
        if (node->key == NULL)
            return NULL;
    }
    node->parent = parent;
    if (parent != NULL) {
        if (parent->last == NULL)
            parent->first = node;
        else
            parent->last->next = node;
        parent->last = node;
        node->index = parent->n++;
    }
    return node;
}

static bool take_value(kt_json_tree *node, const json_t *value, kt_arena *arena)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        node->kind = KT_JSON_TREE_OBJECT;
        break;
    case JSON_ARRAY:
        node->kind = KT_JSON_TREE_ARRAY;
        break;
    case JSON_STRING:
        node->kind = KT_JSON_TREE_TEXT;
        node->text = kt_arena_text(arena, json_string_value(value), json_string_length(value));
        return node->text != NULL;
    case JSON_INTEGER:
    case JSON_REAL:
        node->kind = KT_JSON_TREE_NUMBER;
        node->number = json_number_value(value);
        break;
    case JSON_TRUE:
        node->kind = KT_JSON_TREE_TRUE;
        break;
    case JSON_FALSE:
        node->kind = KT_JSON_TREE_FALSE;
        break;
    default:
        node->kind = KT_JSON_TREE_NULL;
    }
    return true;
}

// A container being copied: where in it the copying is.
typedef struct frame {
    const json_t *value;
    kt_json_tree *node;
    void *iterator; // of an object
    size_t index;   // of an array
} frame;

enum { MAX_DEPTH = 2050 }; // jansson refuses beyond 2048

// The next child of the frame's container; NULL at the end.
static const json_t *next_child(frame *f, const char **key)
{
    *key = NULL;
    if (json_is_array(f->value))
        return json_array_get(f->value, f->index++);
    if (f->iterator == NULL)
        return NULL;
    const json_t *child = json_object_iter_value(f->iterator);
    *key = json_object_iter_key(f->iterator);
    f->iterator = json_object_iter_next((json_t *)f->value, f->iterator);
    return child;
}

static frame open_frame(const json_t *value, kt_json_tree *node)
{
    void *iterator = json_is_object(value) ? json_object_iter((json_t *)value) : NULL;
    return (frame){value, node, iterator, 0};
}

static kt_json_tree *copy(const json_t *root, const kt_control *control, kt_arena *arena)
{
    frame *stack = kt_arena_alloc(arena, MAX_DEPTH, sizeof *stack);
    kt_json_tree *top = new_node(NULL, NULL, arena);
    size_t depth = 0;
    size_t serial = 0;
    if (stack == NULL || top == NULL || !take_value(top, root, arena))
        return NULL;
    stack[depth++] = open_frame(root, top);
    while (depth > 0) {
        frame *f = &stack[depth - 1];
        const char *key;
        const json_t *child =
            json_is_object(f->value) || json_is_array(f->value) ? next_child(f, &key) : NULL;
        if (child == NULL) {
            depth--;
            continue;
        }
        kt_json_tree *node = new_node(f->node, key, arena);
        if (node == NULL || !take_value(node, child, arena) || kt_control_stopped(control))
            return NULL;
        node->serial = ++serial;
        if ((json_is_object(child) || json_is_array(child)) && depth < MAX_DEPTH)
            stack[depth++] = open_frame(child, node);
    }
    return top;
}

// A text that is handed over piece by piece, so that a long one can be given up.
typedef struct pieces {
    const char *text;
    size_t length, at;
    const kt_control *control;
} pieces;

static size_t next_piece(void *bytes, size_t size, void *user)
{
    pieces *p = user;
    size_t n = p->length - p->at < size ? p->length - p->at : size;
    if (kt_control_stopped(p->control))
        return (size_t)-1;
    if (n > 0)
        memcpy(bytes, p->text + p->at, n);
    p->at += n;
    return n;
}

static json_t *load(pieces p, json_error_t *error)
{
    return json_load_callback(next_piece, &p, JSON_REJECT_DUPLICATES, error);
}

// What the text means; NULL where it is not JSON. jansson 2.14 does not always notice that memory
// ran out: a byte of a token is then lost, and what is left may even be valid. It does not happen
// twice at the same place, so a second reading tells.
static json_t *parse(pieces p, json_error_t *error, bool *no_memory)
{
    json_error_t again_error;
    json_t *root = load(p, error);
    json_t *again = load(p, &again_error);
    bool same = root != NULL ? json_equal(root, again)
                             : again == NULL && strcmp(error->text, again_error.text) == 0;
    bool said = root == NULL && (json_error_code(error) == json_error_out_of_memory ||
                                 error->text[0] == '\0'); // an object could not be made
    *no_memory = !same || said || kt_control_stopped(p.control);
    json_decref(again);
    return root;
}

static const char *reason_of(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input:
        return "it breaks off before the end";
    case json_error_end_of_input_expected:
        return "something follows after the end";
    case json_error_invalid_utf8:
        return "it is not UTF-8";
    case json_error_duplicate_key:
        return "a name is given twice";
    case json_error_stack_overflow:
        return "it is nested too deep";
    case json_error_numeric_overflow:
        return "a number is too large";
    default:
        return "a character or sign is not allowed here";
    }
}

kt_json_tree *kt_json_tree_read(const char *text, size_t length, const kt_control *control,
                                kt_arena *arena, kt_json_tree_fault *fault)
{
    json_error_t error;
    bool no_memory = false;
    kt_json_tree *tree = NULL;
    *fault = (kt_json_tree_fault){0};
    json_t *root = parse((pieces){text, length, 0, control}, &error, &no_memory);
    if (root == NULL && !no_memory) {
        fault->line = error.line > 0 ? (uint32_t)error.line : 1;
        fault->column = error.column > 0 ? (uint32_t)error.column : 1;
        fault->message = reason_of(json_error_code(&error));
    } else if (!no_memory) {
        tree = copy(root, control, arena);
    }
    json_decref(root);
    return tree;
}

const kt_json_tree *kt_json_tree_get(const kt_json_tree *node, const char *key)
{
    if (node == NULL || node->kind != KT_JSON_TREE_OBJECT)
        return NULL;
    for (const kt_json_tree *child = node->first; child != NULL; child = child->next) {
        if (strcmp(child->key, key) == 0)
            return child;
    }
    return NULL;
}

const char *kt_json_tree_text(const kt_json_tree *node, const char *key, const char *otherwise)
{
    const kt_json_tree *member = kt_json_tree_get(node, key);
    return member != NULL && member->kind == KT_JSON_TREE_TEXT ? member->text : otherwise;
}

kt_json_tree *kt_json_tree_add(kt_json_tree *parent, kt_json_tree_kind kind, const char *key,
                               kt_arena *arena)
{
    kt_json_tree *node = new_node(parent, key, arena);
    if (node != NULL)
        node->kind = kind;
    return node;
}

kt_json_tree *kt_json_tree_add_text(kt_json_tree *parent, const char *key, const char *text,
                                    kt_arena *arena)
{
    char *copied = kt_arena_text(arena, text, strlen(text));
    kt_json_tree *node =
        copied == NULL ? NULL : kt_json_tree_add(parent, KT_JSON_TREE_TEXT, key, arena);
    if (node != NULL)
        node->text = copied;
    return node;
}

static void write_text(kt_buffer *out, const char *text)
{
    kt_json json = {.out = out};
    kt_json_text(&json, NULL, text);
}

static void write_scalar(kt_buffer *out, const kt_json_tree *node)
{
    char number[KT_NUMBER_SIZE];
    switch (node->kind) {
    case KT_JSON_TREE_TEXT:
        write_text(out, node->text);
        break;
    case KT_JSON_TREE_NUMBER:
        kt_number_shortest(number, node->number);
        kt_buffer_put(out, number);
        break;
    case KT_JSON_TREE_TRUE:
        kt_buffer_put(out, "true");
        break;
    case KT_JSON_TREE_FALSE:
        kt_buffer_put(out, "false");
        break;
    case KT_JSON_TREE_ARRAY:
        kt_buffer_put(out, "[]");
        break;
    case KT_JSON_TREE_OBJECT:
        kt_buffer_put(out, "{}");
        break;
    default:
        kt_buffer_put(out, "null");
    }
}

static void begin_line(kt_buffer *out, size_t depth)
{
    kt_buffer_put(out, "\n");
    kt_buffer_repeat(out, " ", depth);
}

void kt_json_tree_write(kt_buffer *out, const kt_json_tree *root)
{
    const kt_json_tree *node = root;
    size_t depth = 0;
    while (node != NULL) {
        if (node->key != NULL) {
            write_text(out, node->key);
            kt_buffer_put(out, ": ");
        }
        if (node->first != NULL) {
            kt_buffer_put(out, node->kind == KT_JSON_TREE_ARRAY ? "[" : "{");
            begin_line(out, ++depth);
            node = node->first;
            continue;
        }
        write_scalar(out, node);
        while (node != root && node->next == NULL) {
            node = node->parent;
            begin_line(out, --depth);
            kt_buffer_put(out, node->kind == KT_JSON_TREE_ARRAY ? "]" : "}");
        }
        if (node == root)
            break;
        kt_buffer_put(out, ",");
        begin_line(out, depth);
        node = node->next;
    }
    kt_buffer_put(out, "\n");
}

void kt_json_tree_place(char *place, size_t size, const kt_json_tree *node)
{
    enum { SHOWN_LEVELS = 32, NUMBER_SIZE = 32 };
    const kt_json_tree *path[SHOWN_LEVELS];
    const kt_json_tree *at = node;
    char number[NUMBER_SIZE];
    size_t n = 0;
    size_t used = 0;
    for (; at->parent != NULL && n < SHOWN_LEVELS; at = at->parent)
        path[n++] = at;
    bool whole = at->parent == NULL;
    place[0] = '\0';
    while (n > 0 && used < size) {
        at = path[--n];
        int more = at->key != NULL ? snprintf(place + used, size - used, "/%s", at->key)
                                   : snprintf(place + used, size - used, "/%zu", at->index);
        used += more < 0 ? 0 : (size_t)more;
    }
    int length = snprintf(number, sizeof number, "/… (%zu)", node->serial);
    if ((whole && used < size) || length < 0 || size <= (size_t)length + 1)
        return;
    size_t room = size - (size_t)length - 1;
    used = used < room ? used : room;
    while (used > 0 && ((unsigned char)place[used] & 0xC0u) == 0x80u) // no half characters
        used--;
    memcpy(place + used, number, (size_t)length + 1);
}
