// SPDX-License-Identifier: EUPL-1.2
// Counts the sets of a family by size as a polynomial: P(f) = P(lo) + z · P(hi), where z is the
// polynomial of a module where the level stands for one. Coefficients lie side by side in words
// wide enough for the total, so that adding and multiplying polynomials is adding and multiplying
// numbers. Counts of hundreds of digits occur.
//
// GMP's functions on arrays of words (mpn) are used and not its integers (mpz): those end the
// process when memory runs out.
#include "diagram/count.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

// A polynomial: coefficients of the orders lo .. hi, `width` words each. word NULL: zero.
typedef struct polynomial {
    mp_limb_t *word;
    size_t capacity; // in words
    uint32_t lo, hi;
} polynomial;

typedef struct counter {
    kt_diagram *d;
    const kt_solution *s; // NULL: every level is an event
    double *bits;         // by module: log2 of the number of its sets
    polynomial *module;   // by module
    size_t width;         // words of a coefficient
    polynomial *node;     // by place in the list at hand
    uint32_t *n_uses;
    double *node_bits;
} counter;

static size_t n_words(const counter *c, const polynomial *p)
{
    return p->word == NULL ? 0 : ((size_t)(p->hi - p->lo) + 1) * c->width;
}

static void drop(const counter *c, polynomial *p)
{
    kt_diagram_release(c->d, p->word, p->capacity, sizeof *p->word);
    p->word = NULL;
}

static bool make(const counter *c, polynomial *p, uint32_t lo, uint32_t hi)
{
    size_t n = ((size_t)(hi - lo) + 1) * c->width;
    *p = (polynomial){kt_diagram_claim(c->d, n, sizeof *p->word), n, lo, hi};
    if (p->word != NULL)
        memset(p->word, 0, n * sizeof *p->word);
    return p->word != NULL;
}

// The module that a level stands for, or KT_MODULE_NONE.
static uint32_t module_at(const counter *c, uint32_t level)
{
    if (c->s == NULL || kt_structure_is_event(c->s->at_level[level]))
        return KT_MODULE_NONE;
    return c->s->modules->of_gate[kt_structure_number(c->s->at_level[level])];
}

// -------------------------------------------------------------------------------------- how wide

static double add_logs(double a, double b)
{
    double high = a > b ? a : b;
    double low = a > b ? b : a;
    return low == -INFINITY ? high : high + log2(1.0 + exp2(low - high));
}

static kt_status measure_bits(counter *c, kt_node family, double *out, kt_error *err)
{
    kt_diagram *d = c->d;
    kt_diagram_list list;
    double constant[2] = {-INFINITY, 0.0};
    kt_status status = kt_diagram_reach(&list, d, family, err);
    if (status != KT_OK)
        return status;
    c->node_bits = kt_diagram_claim(d, list.n, sizeof *c->node_bits);
    for (size_t i = list.n; c->node_bits != NULL && i-- > 0;) {
        const kt_diagram_node *node = &d->node[list.node[i]];
        uint32_t m = module_at(c, node->level);
        double lo = node->lo < 2 ? constant[node->lo] : c->node_bits[d->position[node->lo]];
        double hi = node->hi < 2 ? constant[node->hi] : c->node_bits[d->position[node->hi]];
        c->node_bits[i] = add_logs(lo, hi + (m == KT_MODULE_NONE ? 0.0 : c->bits[m]));
    }
    if (c->node_bits != NULL)
        *out = family < 2 ? constant[family] : c->node_bits[d->position[family]];
    kt_diagram_release(d, c->node_bits, list.n, sizeof *c->node_bits);
    kt_diagram_drop_list(d, &list);
    return kt_diagram_status(d, err);
}

// ---------------------------------------------------------------------------------- the counting

// The polynomial of a node; `one` is the polynomial of the family that holds the empty set only.
static const polynomial *value_of(const counter *c, kt_node f, const polynomial *one)
{
    static const polynomial zero = {0};
    if (f < 2)
        return f == KT_NODE_1 ? one : &zero;
    return &c->node[c->d->position[f]];
}

// Adds p, its orders raised by `raise`, to the coefficients of sum.
static void add(const counter *c, polynomial *sum, const polynomial *p, uint32_t raise)
{
    if (p->word == NULL)
        return;
    assert(p->lo + raise >= sum->lo && p->hi + raise <= sum->hi);
    size_t at = (size_t)(p->lo + raise - sum->lo) * c->width;
    mpn_add(sum->word + at, sum->word + at, (mp_size_t)(n_words(c, sum) - at), p->word,
            (mp_size_t)n_words(c, p));
}

static bool multiply(const counter *c, polynomial *out, const polynomial *a, const polynomial *b)
{
    *out = (polynomial){0};
    if (a->word == NULL || b->word == NULL)
        return true;
    mp_size_t n_a = (mp_size_t)n_words(c, a);
    mp_size_t n_b = (mp_size_t)n_words(c, b);
    if (!make(c, out, a->lo + b->lo, a->hi + b->hi + 1)) // mpn_mul writes all n_a + n_b words
        return false;
    out->hi--;
    if (n_a >= n_b)
        mpn_mul(out->word, a->word, n_a, b->word, n_b);
    else
        mpn_mul(out->word, b->word, n_b, a->word, n_a);
    return true;
}

// P(lo) + z · P(hi)
static bool combine(const counter *c, polynomial *out, uint32_t level, const polynomial *lo,
                    const polynomial *hi)
{
    uint32_t m = module_at(c, level);
    uint32_t raise = m == KT_MODULE_NONE ? 1 : 0;
    polynomial product = *hi; // z · P(hi), but for an event its orders are still to be raised
    if (m != KT_MODULE_NONE && !multiply(c, &product, &c->module[m], hi))
        return false;
    uint32_t low = product.lo + raise;
    uint32_t high = product.hi + raise;
    if (product.word == NULL || (lo->word != NULL && lo->lo < low))
        low = lo->lo;
    if (product.word == NULL || (lo->word != NULL && lo->hi > high))
        high = lo->hi;
    bool done = make(c, out, low, high);
    if (done) {
        add(c, out, lo, 0);
        add(c, out, &product, raise);
    }
    if (m != KT_MODULE_NONE)
        drop(c, &product);
    return done;
}

static void release_use(const counter *c, kt_node f)
{
    if (f >= 2 && --c->n_uses[c->d->position[f]] == 0)
        drop(c, &c->node[c->d->position[f]]);
}

// Bottom up; a node's polynomial is dropped when its last user has it. Moves the root's to *out.
static bool count_list(counter *c, const kt_diagram_list *list, kt_node root, polynomial *out)
{
    kt_diagram *d = c->d;
    polynomial one = {0};
    if (!make(c, &one, 0, 0))
        return false;
    one.word[0] = 1;
    bool done = true;
    for (size_t i = list->n; done && i-- > 0;) {
        const kt_diagram_node *node = &d->node[list->node[i]];
        done = kt_diagram_goes_on(d) &&
               combine(c, &c->node[i], node->level, value_of(c, node->lo, &one),
                       value_of(c, node->hi, &one));
        if (done) {
            release_use(c, node->lo);
            release_use(c, node->hi);
        }
    }
    if (done && root < 2) {
        *out = root == KT_NODE_1 ? one : (polynomial){0};
        if (root == KT_NODE_1)
            return true;
    } else if (done) {
        *out = c->node[d->position[root]];
        c->node[d->position[root]].word = NULL;
    }
    drop(c, &one);
    return done;
}

static kt_status count_root(counter *c, kt_node root, polynomial *out, kt_error *err)
{
    kt_diagram *d = c->d;
    kt_diagram_list list;
    kt_status status = kt_diagram_reach(&list, d, root, err);
    if (status != KT_OK)
        return status;
    c->node = kt_diagram_claim(d, list.n, sizeof *c->node);
    c->n_uses = kt_diagram_claim(d, list.n, sizeof *c->n_uses);
    if (c->node != NULL && c->n_uses != NULL) {
        memset(c->node, 0, list.n * sizeof *c->node);
        memset(c->n_uses, 0, list.n * sizeof *c->n_uses);
        for (size_t i = 0; i < list.n; i++) {
            const kt_diagram_node *node = &d->node[list.node[i]];
            if (node->lo >= 2)
                c->n_uses[d->position[node->lo]]++;
            if (node->hi >= 2)
                c->n_uses[d->position[node->hi]]++;
        }
        (void)count_list(c, &list, root, out); // a failure is the store's
        for (size_t i = 0; i < list.n; i++)
            drop(c, &c->node[i]);
    }
    kt_diagram_release(d, c->node, list.n, sizeof *c->node);
    kt_diagram_release(d, c->n_uses, list.n, sizeof *c->n_uses);
    kt_diagram_drop_list(d, &list);
    return kt_diagram_status(d, err);
}

// ------------------------------------------------------------------------------------ the digits

// The number in word[n] as decimal text; the words are used up. room: n + 1 words' worth of digits.
static const char *digits(mp_limb_t *word, size_t n, unsigned char *room, kt_arena *arena)
{
    while (n > 0 && word[n - 1] == 0)
        n--;
    if (n == 0)
        return kt_arena_text(arena, "0", 1);
    size_t length = mpn_get_str(room, 10, word, (mp_size_t)n);
    size_t from = 0;
    while (from + 1 < length && room[from] == 0)
        from++;
    for (size_t i = from; i < length; i++)
        room[i] = (unsigned char)(room[i] + '0');
    return kt_arena_text(arena, (const char *)room + from, length - from);
}

static bool is_zero(const mp_limb_t *word, size_t n)
{
    while (n > 0 && word[n - 1] == 0)
        n--;
    return n == 0;
}

static kt_status write_counts(kt_count *out, const counter *c, polynomial *p, kt_arena *arena,
                              kt_error *err)
{
    size_t n_orders = p->word == NULL ? 0 : (size_t)(p->hi - p->lo) + 1;
    mp_limb_t *total = kt_arena_alloc(arena, c->width + 1, sizeof *total);
    unsigned char *room = kt_arena_alloc(arena, (c->width + 1) * 20 + 2, 1);
    out->order = kt_arena_alloc(arena, n_orders, sizeof *out->order);
    if (total == NULL || room == NULL || out->order == NULL)
        return kt_error_no_memory(err);
    for (size_t i = 0; i < n_orders; i++) {
        mp_limb_t *word = p->word + i * c->width;
        if (is_zero(word, c->width))
            continue;
        total[c->width] += mpn_add_n(total, total, word, (mp_size_t)c->width);
        const char *text = digits(word, c->width, room, arena);
        if (text == NULL)
            return kt_error_no_memory(err);
        out->order[out->n_orders++] = (kt_count_order){p->lo + (uint32_t)i, text};
    }
    out->total = digits(total, c->width + 1, room, arena);
    return out->total == NULL ? kt_error_no_memory(err) : KT_OK;
}

static size_t width_for(double bits)
{
    return bits <= 0.0 ? 1 : (size_t)((bits + 2.0) / (double)GMP_NUMB_BITS) + 1;
}

kt_status kt_count_family(kt_count *out, kt_diagram *d, kt_node family, kt_arena *arena,
                          kt_error *err)
{
    counter c = {.d = d};
    double bits = 0.0;
    polynomial p = {0};
    *out = (kt_count){0};
    kt_status status = measure_bits(&c, family, &bits, err);
    if (status != KT_OK)
        return status;
    c.width = width_for(bits);
    status = count_root(&c, family, &p, err);
    if (status == KT_OK)
        status = write_counts(out, &c, &p, arena, err);
    drop(&c, &p);
    return status;
}

// Modules below m are leaves of m only: their polynomials are done with.
static void drop_leaves(counter *c, const kt_module *m)
{
    for (uint32_t i = 0; i < m->n_leaves; i++) {
        if (kt_structure_is_gate(m->leaf[i]))
            drop(c, &c->module[c->s->modules->of_gate[kt_structure_number(m->leaf[i])]]);
    }
}

kt_status kt_count_solution(kt_count *out, const kt_solution *s, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    uint32_t n = s->modules->n;
    counter c = {.d = s->diagram, .s = s};
    *out = (kt_count){0};
    c.bits = kt_arena_alloc(arena, n, sizeof *c.bits);
    c.module = kt_arena_alloc(arena, n, sizeof *c.module);
    if (c.bits == NULL || c.module == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = n; m-- > 0;)
        KT_TRY(measure_bits(&c, s->family[m], &c.bits[m], err));
    c.width = 1;
    for (uint32_t m = 0; m < n; m++) {
        size_t width = width_for(c.bits[m]);
        c.width = width > c.width ? width : c.width;
    }
    for (uint32_t m = n; m-- > 0;) {
        KT_TRY(count_root(&c, s->family[m], &c.module[m], err));
        drop_leaves(&c, &s->modules->module[m]);
    }
    status = write_counts(out, &c, &c.module[0], arena, err);
done:
    for (uint32_t m = 0; m < n; m++)
        drop(&c, &c.module[m]);
    return status;
}
