// SPDX-License-Identifier: EUPL-1.2
// Computes rows of lanes over a circuit: 1e4 sources (a frigate) to 1e7 (an economy). The build
// gives KT_SWEEP_NAME, KT_SWEEP_REAL, KT_SWEEP_LANES and the width of a vector register,
// KT_SWEEP_BYTES. A row is a handful of vectors of the compiler's own vector type, held in
// registers while the sources of a mix stream by. Rows of sources further on are fetched meanwhile,
// because where they lie follows no pattern that the processor could guess.
//
// Four ways through, all to the same bits; capacity.c chooses:
//     sweep_all      everything, in order: after many changes, or with weights on shares
//     sweep_changed  what a few changes reach, up to where they end: from rows at rest (save_rest),
//                    which are put back before the next one (restore); sweep_given goes on from
//                    there once markets are given
//     sweep_due      the same from any state: what is due, and what that changes. A journal takes
//                    what was there, so that undo costs a copy of the rows that were changed
//     run_step       one item: for a caller that knows itself what its change reaches
//                    (scenario_layer.c)
#include "analysis/kernel/sweep.h"

typedef KT_SWEEP_REAL real;
typedef real vector __attribute__((vector_size(KT_SWEEP_BYTES)));
typedef __typeof__(_Generic((real)0, double : (int64_t)0, float : (int32_t)0)) truth;
typedef truth mask __attribute__((vector_size(KT_SWEEP_BYTES))); // of a comparison: 0 or -1 a lane

enum { N_VECTORS = KT_SWEEP_LANES * (int)sizeof(real) / KT_SWEEP_BYTES };

typedef struct row {
    vector v[N_VECTORS];
} row;

#define INLINE inline __attribute__((always_inline))

static INLINE vector pick(mask m, vector yes, vector no)
{
    return (vector)(((mask)yes & m) | ((mask)no & ~m));
}

static INLINE vector lesser(vector a, vector b)
{
    return pick((mask)(a < b), a, b);
}

static INLINE vector greater(vector a, vector b)
{
    return pick((mask)(a > b), a, b);
}

static INLINE row all(real value)
{
    row x;
    for (int i = 0; i < N_VECTORS; i++)
        x.v[i] = value - (vector){0}; // the same value in every lane
    return x;
}

static INLINE const real *shares(const kt_circuit *c)
{
    return sizeof(real) == sizeof(float) ? (const real *)(const void *)c->source_share_f
                                         : (const real *)(const void *)c->source_share;
}

// Into the second cache: the first is too small for all that is under way.
static INLINE void fetch(const row *at)
{
    for (size_t line = 0; line < sizeof(row); line += 64)
        __builtin_prefetch((const char *)at + line, 0, 2);
}

// Every source has a recipe of its own, whose row is what it makes.
static INLINE row sum_own(const kt_sweep *s, uint32_t mix)
{
    const kt_circuit *c = s->circuit;
    const uint32_t *recipe = c->source_recipe;
    const real *share = shares(c);
    const row *made = s->recipe;
    row sum = all(0);
    for (uint64_t k = c->mix_source[mix]; k < c->mix_source[mix + 1]; k++) {
        fetch(&made[recipe[k + KT_CIRCUIT_AHEAD]]);
        const row *source = &made[recipe[k]];
        for (int i = 0; i < N_VECTORS; i++)
            sum.v[i] += share[k] * source->v[i];
    }
    return sum;
}

// What the source makes: the row of its recipe, times its a(p) where it shares the recipe.
static INLINE row output_of(const kt_sweep *s, uint64_t source)
{
    const kt_circuit *c = s->circuit;
    const row *made = s->recipe;
    const row *left = s->left;
    uint32_t p = c->source_producer[source];
    uint32_t r = c->source_recipe[source];
    row x = made[r];
    if (kt_bitset_has(&s->changed, p) && c->recipe_producer[r] == KT_NO_ROW) {
        for (int i = 0; i < N_VECTORS; i++)
            x.v[i] = left[p].v[i] * x.v[i];
    }
    return x;
}

static INLINE row sum_shared(const kt_sweep *s, uint32_t mix)
{
    const kt_circuit *c = s->circuit;
    const real *share = shares(c);
    row sum = all(0);
    for (uint64_t k = c->mix_source[mix]; k < c->mix_source[mix + 1]; k++) {
        row x = output_of(s, k);
        for (int i = 0; i < N_VECTORS; i++)
            sum.v[i] += share[k] * x.v[i];
    }
    return sum;
}

static row sum_weighted(const kt_sweep *s, uint32_t mix)
{
    const kt_circuit *c = s->circuit;
    const real *share = shares(c);
    const row *weight = s->weight;
    row sum = all(0);
    row whole = all(0);
    row given = all(0);
    for (uint64_t k = c->mix_source[mix]; k < c->mix_source[mix + 1]; k++) {
        const row *w = &weight[c->source_producer[k]];
        row x = output_of(s, k);
        for (int i = 0; i < N_VECTORS; i++) {
            vector part = share[k] * w->v[i];
            sum.v[i] += part * x.v[i];
            whole.v[i] += part;
            given.v[i] += share[k];
        }
    }
    for (int i = 0; i < N_VECTORS; i++) {
        vector ratio = sum.v[i] * given.v[i] / whole.v[i];
        sum.v[i] = pick((mask)(whole.v[i] > (vector){0}), ratio, (vector){0});
    }
    return sum;
}

static INLINE row sum_sources(const kt_sweep *s, uint32_t mix)
{
    if (s->weight != NULL)
        return sum_weighted(s, mix);
    return kt_bitset_has(&s->circuit->mix_shares, mix) ? sum_shared(s, mix) : sum_own(s, mix);
}

// A stored mix: what its sources leave, but where a scenario has given it.
static INLINE row stored_mix(const kt_sweep *s, uint32_t m)
{
    row x = sum_sources(s, s->circuit->row_mix[m]);
    if (s->given == NULL || s->given_at[m] == KT_NO_ROW)
        return x;
    const row *given = (const row *)s->given + s->given_at[m];
    for (int i = 0; i < N_VECTORS; i++)
        x.v[i] = pick((mask)(given->v[i] >= (vector){0}), given->v[i], x.v[i]);
    return x;
}

// What can be had of one requirement: the best of its alternatives, at most what is needed.
static INLINE row available(const kt_sweep *s, const kt_requirement *requirement)
{
    const kt_circuit *c = s->circuit;
    const row *stored = s->mix;
    uint32_t first = requirement->alternative;
    uint32_t end = s->first_only ? first + 1 : requirement[1].alternative;
    row best = all(0);
    for (uint32_t j = first; j < end; j++) {
        uint32_t mix = c->alternative[j];
        row x = c->mix_row[mix] == KT_NO_ROW ? sum_sources(s, mix) : stored[c->mix_row[mix]];
        for (int i = 0; i < N_VECTORS; i++)
            best.v[i] = greater(x.v[i], best.v[i]);
    }
    row one = all(1);
    for (int i = 0; i < N_VECTORS; i++)
        best.v[i] = lesser(best.v[i], one.v[i]);
    return best;
}

static INLINE row run_recipe(const kt_sweep *s, uint32_t recipe)
{
    const kt_circuit *c = s->circuit;
    row one = all(1);
    row zero = all(0);
    row worst = one;
    row loss = zero;
    for (uint32_t k = c->recipe_requirement[recipe]; k < c->recipe_requirement[recipe + 1]; k++) {
        row x = available(s, &c->requirement[k]);
        if (c->requirement[k].essential) {
            for (int i = 0; i < N_VECTORS; i++)
                worst.v[i] = lesser(x.v[i], worst.v[i]);
        } else {
            real weight = (real)c->requirement[k].weight;
            for (int i = 0; i < N_VECTORS; i++)
                loss.v[i] += weight * (one.v[i] - x.v[i]);
        }
    }
    for (int i = 0; i < N_VECTORS; i++)
        worst.v[i] = lesser(greater(one.v[i] - loss.v[i], zero.v[i]), worst.v[i]);
    return worst;
}

// What is made of a recipe, by the one that has it or before the a(p) of those that share it.
static INLINE row make(const kt_sweep *s, uint32_t recipe)
{
    const row *left = s->left;
    uint32_t p = s->circuit->recipe_producer[recipe];
    row x = run_recipe(s, recipe);
    if (p != KT_NO_ROW && kt_bitset_has(&s->changed, p)) {
        for (int i = 0; i < N_VECTORS; i++)
            x.v[i] = left[p].v[i] * x.v[i];
    }
    return x;
}

static INLINE void compute_inside(const kt_sweep *s, uint32_t step)
{
    const kt_circuit *c = s->circuit;
    row *recipe = s->recipe;
    for (uint32_t r = c->step_recipe[step]; r < c->step_recipe[step + 1]; r++)
        recipe[r] = make(s, r);
}

// ------------------------------------------------------------------------------------ everything

static void sweep_all(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    row *mix = s->mix;
    for (uint32_t step = 0; step < c->n_steps; step++) {
        compute_inside(s, step);
        for (uint32_t m = c->step_mix_row[step]; m < c->step_mix_row[step + 1]; m++)
            mix[m] = stored_mix(s, m);
    }
}

static INLINE bool same(const row *x, const row *y)
{
    mask any = {0};
    for (int i = 0; i < N_VECTORS; i++)
        any |= (mask)(x->v[i] != y->v[i]);
    truth found = 0;
    for (size_t i = 0; i < sizeof any / sizeof found; i++)
        found |= any[i];
    return found == 0;
}

static bool run_step(const kt_sweep *s, uint32_t step)
{
    const kt_circuit *c = s->circuit;
    row *mix = s->mix;
    bool changed = false;
    compute_inside(s, step);
    for (uint32_t m = c->step_mix_row[step]; m < c->step_mix_row[step + 1]; m++) {
        row x = stored_mix(s, m);
        changed |= !same(&x, &mix[m]);
        mix[m] = x;
    }
    return changed;
}

// ---------------------------------------------------------------------- what changes can alter

// One lane stands for all: without changes they hold the same.
static void save_rest(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    const row *recipe = s->recipe;
    const row *mix = s->mix;
    real *rest = s->rest;
    for (uint32_t r = 0; r < c->n_recipes; r++)
        *rest++ = recipe[r].v[0][0];
    for (uint32_t m = 0; m < c->n_mix_rows; m++)
        *rest++ = mix[m].v[0][0];
}

// What a partial sweep has yet to compute; then, what it has computed.
typedef struct marks {
    kt_sparse_set recipe, mix;
} marks;

// Marks what uses a mix that has changed, or what is made of a recipe: it lies higher, or later in
// the same step, so one pass meets it.
static INLINE void pass_mix(const kt_circuit *c, marks *due, uint32_t mix)
{
    for (uint32_t k = c->mix_user[mix]; k < c->mix_user[mix + 1]; k++)
        kt_sparse_set_add(&due->recipe, c->user_recipe[k]);
}

static void pass_recipe(const kt_circuit *c, marks *due, uint32_t recipe)
{
    for (uint64_t k = c->recipe_user[recipe]; k < c->recipe_user[recipe + 1]; k++) {
        uint32_t mix = c->user_mix[k];
        if (c->mix_row[mix] == KT_NO_ROW)
            pass_mix(c, due, mix);
        else
            kt_sparse_set_add(&due->mix, c->mix_row[mix]);
    }
}

static void pass_touched(const kt_sweep *s, marks *due)
{
    const kt_circuit *c = s->circuit;
    for (uint32_t k = 0; k < s->n_touched; k++) {
        uint32_t recipe = c->producer_recipe[s->touched[k]];
        if (c->recipe_producer[recipe] == KT_NO_ROW)
            pass_recipe(c, due, recipe); // the row is before a(p): the mixes take it times that
        else
            kt_sparse_set_add(&due->recipe, recipe);
    }
}

// The lowest of the steps in which something is marked, from the marks at hand on.
static INLINE uint32_t first_step(const kt_circuit *c, uint32_t r, uint32_t m)
{
    uint32_t step = r < c->n_recipes ? c->recipe_step[r] : c->n_steps;
    if (m < c->n_mix_rows && c->mix_row_step[m] < step)
        step = c->mix_row_step[m];
    return step;
}

static void keep(kt_sweep_journal *journal, uint32_t at, const row *was)
{
    if (journal == NULL)
        return;
    journal->at[journal->n] = at;
    ((row *)journal->row)[journal->n++] = *was;
}

// Goes from one marked step to the next: marks only ever appear further on. Where a row stays what
// it was, the change ends.
static void follow(const kt_sweep *s, marks *due, kt_sweep_journal *journal)
{
    const kt_circuit *c = s->circuit;
    row *recipe = s->recipe;
    row *mix = s->mix;
    uint32_t r = kt_sparse_set_next(&due->recipe, 0, c->n_recipes);
    uint32_t m = kt_sparse_set_next(&due->mix, 0, c->n_mix_rows);
    for (uint32_t step = first_step(c, r, m); step < c->n_steps; step = first_step(c, r, m)) {
        uint32_t end = c->step_recipe[step + 1];
        for (; r < end; r = kt_sparse_set_next(&due->recipe, r + 1, c->n_recipes)) {
            row x = make(s, r);
            if (same(&x, &recipe[r]))
                continue;
            keep(journal, r, &recipe[r]);
            pass_recipe(c, due, r);
            recipe[r] = x;
        }
        m = kt_sparse_set_next(&due->mix, c->step_mix_row[step], c->n_mix_rows);
        end = c->step_mix_row[step + 1];
        for (; m < end; m = kt_sparse_set_next(&due->mix, m + 1, c->n_mix_rows)) {
            row x = stored_mix(s, m);
            if (same(&x, &mix[m]))
                continue;
            keep(journal, c->n_recipes + m, &mix[m]);
            pass_mix(c, due, c->row_mix[m]);
            mix[m] = x;
        }
        // what was marked meanwhile may lie before the marks at hand
        r = kt_sparse_set_next(&due->recipe, c->step_recipe[step + 1], c->n_recipes);
        m = kt_sparse_set_next(&due->mix, c->step_mix_row[step + 1], c->n_mix_rows);
    }
}

static void sweep_changed(const kt_sweep *s)
{
    marks part = {s->recipe_part, s->mix_part};
    pass_touched(s, &part);
    follow(s, &part, NULL);
}

// Members of `from` into `to`; empties `from`.
static void move_marks(kt_sparse_set to, kt_sparse_set from, uint32_t n)
{
    for (uint32_t i = kt_sparse_set_next(&from, 0, n); i < n;
         i = kt_sparse_set_next(&from, i + 1, n))
        kt_sparse_set_add(&to, i);
    kt_sparse_set_clear(&from, n);
}

static void sweep_given(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    marks due = {s->recipe_due, s->mix_due};
    follow(s, &due, NULL);
    move_marks(s->recipe_part, due.recipe, c->n_recipes);
    move_marks(s->mix_part, due.mix, c->n_mix_rows);
}

static void sweep_due(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    marks due = {s->recipe_due, s->mix_due};
    follow(s, &due, s->journal);
    kt_sparse_set_clear(&due.recipe, c->n_recipes);
    kt_sparse_set_clear(&due.mix, c->n_mix_rows);
}

static void undo(const kt_sweep *s)
{
    const uint32_t n_recipes = s->circuit->n_recipes;
    const row *was = s->journal->row;
    row *recipe = s->recipe;
    row *mix = s->mix;
    for (uint32_t k = 0; k < s->journal->n; k++) {
        uint32_t at = s->journal->at[k];
        row *x = at < n_recipes ? &recipe[at] : &mix[at - n_recipes];
        *x = was[k];
    }
    s->journal->n = 0;
}

// Rows of the set back to what they are at rest; empties the set.
static void put_back(kt_sparse_set set, row *x, const real *rest, uint32_t n)
{
    for (uint32_t i = kt_sparse_set_next(&set, 0, n); i < n; i = kt_sparse_set_next(&set, i + 1, n))
        x[i] = all(rest[i]);
    kt_sparse_set_clear(&set, n);
}

static void restore(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    const real *rest = s->rest;
    put_back(s->recipe_part, s->recipe, rest, c->n_recipes);
    put_back(s->mix_part, s->mix, rest + c->n_recipes, c->n_mix_rows);
}

static void lay_rest(const kt_sweep *s)
{
    const kt_circuit *c = s->circuit;
    row *recipe = s->recipe;
    row *mix = s->mix;
    const real *rest = s->rest;
    for (uint32_t r = 0; r < c->n_recipes; r++)
        recipe[r] = all(*rest++);
    for (uint32_t m = 0; m < c->n_mix_rows; m++)
        mix[m] = all(*rest++);
}

const kt_sweep_kernel KT_SWEEP_NAME = {
    .lanes = KT_SWEEP_LANES,
    .lane_bytes = (uint32_t)sizeof(real),
    .sweep_all = sweep_all,
    .sweep_changed = sweep_changed,
    .sweep_given = sweep_given,
    .sweep_due = sweep_due,
    .undo = undo,
    .run_step = run_step,
    .save_rest = save_rest,
    .restore = restore,
    .lay_rest = lay_rest,
};
