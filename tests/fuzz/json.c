// SPDX-License-Identifier: EUPL-1.2
// What the JSON writer writes is read back, by another library, as the same values. The input is a
// list of commands: open, close, text, number, count, word.
#include <jansson.h>
#include <math.h>

#include "base/json.h"
#include "base/text.h"
#include "place.h"

enum { MAX_DEPTH = 60 };

typedef struct writing {
    kt_json json;
    json_t *open[MAX_DEPTH]; // what the document must be, built beside it
    int depth;
    char key[24];
    unsigned n_keys;
    const uint8_t *at, *end;
} writing;

// A new key each time inside an object, none inside an array.
static const char *next_key(writing *w)
{
    if (!json_is_object(w->open[w->depth]))
        return NULL;
    snprintf(w->key, sizeof w->key, "k%u", w->n_keys++);
    return w->key;
}

static void expect(writing *w, const char *key, json_t *value)
{
    json_t *parent = w->open[w->depth];
    promise((key == NULL ? json_array_append_new(parent, value)
                         : json_object_set_new(parent, key, value)) == 0,
            "the expected value can be kept");
}

static void put_text(writing *w)
{
    char text[64];
    size_t n = w->at < w->end ? *w->at++ % sizeof text : 0;
    n = n < (size_t)(w->end - w->at) ? n : (size_t)(w->end - w->at);
    memcpy(text, w->at, n);
    text[n] = '\0';
    w->at += n;
    const char *key = next_key(w);
    kt_json_text(&w->json, key, text);
    if (kt_text_valid(text, strlen(text)))
        expect(w, key, json_string(text));
    else
        expect(w, key, json_true()); // stands for any text: the bytes are replaced
}

static void put_number(writing *w)
{
    double value = 0.0;
    size_t n = (size_t)(w->end - w->at) < sizeof value ? (size_t)(w->end - w->at) : sizeof value;
    memcpy(&value, w->at, n);
    w->at += n;
    const char *key = next_key(w);
    kt_json_number(&w->json, key, value);
    expect(w, key, isfinite(value) ? json_real(value) : json_null());
}

static void open_one(writing *w, char bracket)
{
    const char *key = next_key(w);
    json_t *value = bracket == '{' ? json_object() : json_array();
    kt_json_open(&w->json, key, bracket);
    expect(w, key, value);
    w->open[++w->depth] = value;
}

static void close_one(writing *w)
{
    kt_json_close(&w->json, json_is_object(w->open[w->depth]) ? '}' : ']');
    w->depth--;
}

static void put_word(writing *w, bool value)
{
    const char *key = next_key(w);
    kt_json_bool(&w->json, key, value);
    expect(w, key, json_boolean(value));
}

static void obey(writing *w)
{
    switch (*w->at++ % 8) {
    case 0:
    case 1:
        if (w->depth + 1 < MAX_DEPTH)
            open_one(w, w->at[-1] % 8 == 0 ? '{' : '[');
        break;
    case 2:
        if (w->depth > 0)
            close_one(w);
        break;
    case 3:
        put_word(w, w->at < w->end && *w->at % 2 == 0);
        break;
    case 4: {
        const char *key = next_key(w);
        kt_json_null(&w->json, key);
        expect(w, key, json_null());
        break;
    }
    case 5:
        put_number(w);
        break;
    case 6: {
        const char *key = next_key(w);
        uint64_t count = (uint64_t)(w->end - w->at) << 40;
        kt_json_count(&w->json, key, count);
        expect(w, key, json_integer((json_int_t)count));
        break;
    }
    default:
        put_text(w);
    }
}

static bool same_number(const json_t *a, const json_t *b)
{
    return json_is_number(a) && json_is_number(b) && json_number_value(a) == json_number_value(b);
}

// Depth is bounded by MAX_DEPTH: the walk keeps its own stack.
static void compare(json_t *expected, json_t *actual)
{
    json_t *left[4096] = {expected};
    json_t *right[4096] = {actual};
    size_t n = 1;
    while (n > 0) {
        json_t *a = left[--n];
        json_t *b = right[n];
        size_t size = json_is_array(a) ? json_array_size(a) : json_object_size(a);
        bool container = json_is_array(a) || json_is_object(a);
        if (!container) {
            promise(json_equal(a, b) || same_number(a, b) || (json_is_true(a) && json_is_string(b)),
                    "a value comes back");
            continue;
        }
        promise(json_typeof(a) == json_typeof(b), "a list comes back");
        promise(size == (json_is_array(b) ? json_array_size(b) : json_object_size(b)),
                "a list keeps its length");
        const char *key;
        json_t *value;
        size_t i;
        json_array_foreach(a, i, value)
        {
            promise(n < 4095, "the document is small");
            left[n] = value;
            right[n++] = json_array_get(b, i);
        }
        json_object_foreach(a, key, value)
        {
            promise(n < 4095, "the document is small");
            left[n] = value;
            right[n++] = json_object_get(b, key);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_buffer out = {0};
    if (size > 2000)
        return 0;
    writing w = {.json = {.out = &out}, .at = data, .end = data + size};
    json_t *root = json_array();
    w.open[0] = root;
    kt_json_open(&w.json, NULL, '[');
    while (w.at < w.end)
        obey(&w);
    while (w.depth > 0)
        close_one(&w);
    kt_json_close(&w.json, ']');
    json_error_t error;
    json_t *back = json_loadb(out.text, out.length, JSON_REJECT_DUPLICATES, &error);
    promise(back != NULL, "the document is JSON");
    compare(root, back);
    json_decref(root);
    json_decref(back);
    kt_buffer_free(&out);
    return 0;
}
