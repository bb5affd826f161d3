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

// A container that is walked: where in it the walk is.
typedef struct frame {
    json_t *value;
    kt_json_tree *node;
    kt_json_tree *expected; // the child of the node that is met next, where one is compared
    void *here, *next;      // members of an object
    size_t index;           // of an array
} frame;

enum { MAX_DEPTH = 2050 }; // jansson refuses beyond 2048

// jansson's tree beside ours: ours is made of it, or compared with it.
typedef struct walk {
    kt_arena *arena;
    const kt_control *control;
    bool compares;
    size_t serial;
    size_t depth;
    frame *stack; // [MAX_DEPTH]
} walk;

static bool is_container(const json_t *value)
{
    return json_is_object(value) || json_is_array(value);
}

// The next child of the frame's container; NULL at the end.
static json_t *next_child(frame *f, const char **key)
{
    *key = NULL;
    if (json_is_array(f->value))
        return json_array_get(f->value, f->index++);
    f->here = f->next;
    if (f->here == NULL)
        return NULL;
    *key = json_object_iter_key(f->here);
    f->next = json_object_iter_next(f->value, f->here);
    return json_object_iter_value(f->here);
}

// Gives back the child that the walk has left: to free all of a large document at once takes longer
// than anybody who stops the work should wait.
static void drop_child(frame *f)
{
    if (json_is_array(f->value))
        (void)json_array_set_new(f->value, f->index - 1, json_null());
    else
        (void)json_object_iter_set_new(f->value, f->here, json_null());
}

static void enter(walk *w, json_t *value, kt_json_tree *node)
{
    void *first = json_is_object(value) ? json_object_iter(value) : NULL;
    w->stack[w->depth++] =
        (frame){.value = value, .node = node, .expected = node->first, .next = first};
}

static bool is_same(const kt_json_tree *node, const json_t *value, const char *key)
{
    kt_json_tree other = {0};
    if (node == NULL || (node->key == NULL) != (key == NULL) ||
        (key != NULL && strcmp(node->key, key) != 0))
        return false;
    if (json_is_string(value))
        return node->kind == KT_JSON_TREE_TEXT && strcmp(node->text, json_string_value(value)) == 0;
    (void)take_value(&other, value, NULL); // takes memory for texts only
    return node->kind == other.kind && !(node->number < other.number) &&
           !(node->number > other.number);
}

// The node of a child; NULL where memory runs out, or it is another one than it was.
static kt_json_tree *meet(walk *w, frame *f, const json_t *child, const char *key)
{
    if (w->compares) {
        kt_json_tree *node = f->expected;
        if (!is_same(node, child, key))
            return NULL;
        f->expected = node->next;
        return node;
    }
    kt_json_tree *node = new_node(f->node, key, w->arena);
    if (node == NULL || !take_value(node, child, w->arena))
        return NULL;
    node->serial = ++w->serial;
    return node;
}

// Walks over all that is in `top`. False where a child is not met, or the work is stopped.
static bool go(walk *w, json_t *value, kt_json_tree *top)
{
    if (is_container(value))
        enter(w, value, top);
    while (w->depth > 0) {
        frame *f = &w->stack[w->depth - 1];
        const char *key;
        json_t *child = next_child(f, &key);
        if (kt_control_stopped(w->control) || (child == NULL && f->expected != NULL))
            return false;
        if (child == NULL) {
            w->depth--;
            if (w->depth > 0)
                drop_child(&w->stack[w->depth - 1]);
            continue;
        }
        kt_json_tree *node = meet(w, f, child, key);
        if (node == NULL)
            return false;
        if (is_container(child) && w->depth < MAX_DEPTH)
            enter(w, child, node);
    }
    return true;
}

// Takes the document apart. NULL where memory runs out, or the work is stopped.
static kt_json_tree *copy(json_t *root, walk *w)
{
    kt_json_tree *top = new_node(NULL, NULL, w->arena);
    return top != NULL && take_value(top, root, w->arena) && go(w, root, top) ? top : NULL;
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

// What is wrong with a text that is not JSON; nothing where memory ran out.
static void judge(kt_json_tree_fault *fault, const json_error_t *error)
{
    bool no_memory = json_error_code(error) == json_error_out_of_memory ||
                     error->text[0] == '\0'; // an object could not be made
    if (no_memory)
        return;
    fault->line = error->line > 0 ? (uint32_t)error->line : 1;
    fault->column = error->column > 0 ? (uint32_t)error->column : 1;
    fault->message = reason_of(json_error_code(error));
}

// jansson 2.14 does not always notice that memory ran out: a byte of a token is then lost, and what
// is left may even be valid. It does not happen twice at the same place, so a second reading tells.
kt_json_tree *kt_json_tree_read(const char *text, size_t length, const kt_control *control,
                                kt_arena *arena, kt_json_tree_fault *fault)
{
    bool marked = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    const pieces p = {text + (marked ? 3 : 0), length - (marked ? 3 : 0), 0, control};
    json_error_t error;
    json_error_t again;
    walk w = {.arena = arena, .control = control};
    kt_json_tree *tree = NULL;
    *fault = (kt_json_tree_fault){0};
    w.stack = kt_arena_alloc(arena, MAX_DEPTH, sizeof *w.stack);
    if (w.stack == NULL)
        return NULL;
    json_t *root = load(p, &error);
    bool valid = root != NULL;
    if (valid)
        tree = copy(root, &w);
    json_decref(root);
    if (valid && tree == NULL)
        return NULL;
    root = kt_control_stopped(control) ? NULL : load(p, &again);
    w.compares = true;
    w.depth = 0;
    bool same =
        valid ? root != NULL && is_same(tree, root, NULL) && go(&w, root, tree)
              : root == NULL && !kt_control_stopped(control) && strcmp(error.text, again.text) == 0;
    json_decref(root);
    if (same && !valid)
        judge(fault, &error);
    return same ? tree : NULL;
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
