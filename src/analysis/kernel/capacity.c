// SPDX-License-Identifier: EUPL-1.2
// Chooses the program of sweep.c for lanes and instruction set, keeps the rows it works on in one
// piece of memory (a row of 64 to 128 bytes a producer), and decides whether a partial sweep pays:
// it does as long as fewer than one producer in sixteen has changed. A sweep is bound by memory
// bandwidth, so a state belongs to one thread, and threads are given different scenarios, never
// parts of one sweep.
#include "analysis/kernel/capacity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"
#include "base/room.h"

enum {
    ALIGNMENT = 64,
    PIECE = 1 << 24, // bytes
    // A partial sweep reads the way up as well and computes a part, not all: it pays as long as
    // fewer than one producer in this many has changed.
    PARTIAL_BELOW = 16,
    MANY_PRODUCERS = 200000,
};

// NULL: this build has no such kernel.
static const kt_sweep_kernel *const KERNELS[KT_N_LANES][KT_N_INSTRUCTIONS] = {
    [KT_LANES_D8][KT_INSTRUCTIONS_BASE] = &kt_sweep_d8_base,
    [KT_LANES_D16][KT_INSTRUCTIONS_BASE] = &kt_sweep_d16_base,
    [KT_LANES_F16][KT_INSTRUCTIONS_BASE] = &kt_sweep_f16_base,
#if defined(__x86_64__)
    [KT_LANES_D8][KT_INSTRUCTIONS_AVX2] = &kt_sweep_d8_avx2,
    [KT_LANES_D16][KT_INSTRUCTIONS_AVX2] = &kt_sweep_d16_avx2,
    [KT_LANES_F16][KT_INSTRUCTIONS_AVX2] = &kt_sweep_f16_avx2,
    [KT_LANES_D8][KT_INSTRUCTIONS_AVX512] = &kt_sweep_d8_avx512,
    [KT_LANES_D16][KT_INSTRUCTIONS_AVX512] = &kt_sweep_d16_avx512,
    [KT_LANES_F16][KT_INSTRUCTIONS_AVX512] = &kt_sweep_f16_avx512,
#endif
};

kt_lanes kt_capacity_lanes_for(const kt_circuit *circuit)
{
    return circuit->n_producers > MANY_PRODUCERS ? KT_LANES_D8 : KT_LANES_D16;
}

bool kt_capacity_can(kt_instructions instructions)
{
    switch (instructions) {
#if defined(__x86_64__)
    case KT_INSTRUCTIONS_AVX2:
        return __builtin_cpu_supports("avx2");
    case KT_INSTRUCTIONS_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
#else
    case KT_INSTRUCTIONS_AVX2:
    case KT_INSTRUCTIONS_AVX512:
        return false;
#endif
    default:
        return true;
    }
}

static kt_instructions best_instructions(void)
{
    kt_instructions best = KT_INSTRUCTIONS_BASE;
    for (int m = KT_INSTRUCTIONS_AVX2; m < KT_N_INSTRUCTIONS; m++) {
        if (kt_capacity_can((kt_instructions)m))
            best = (kt_instructions)m;
    }
    return best;
}

kt_status kt_capacity_instructions(kt_instructions *out, const char *name, kt_error *err)
{
    static const char *const NAME[KT_N_INSTRUCTIONS] = {[KT_INSTRUCTIONS_BASE] = "sse2",
                                                        [KT_INSTRUCTIONS_AVX2] = "avx2",
                                                        [KT_INSTRUCTIONS_AVX512] = "avx512"};
    *out = best_instructions();
    if (name == NULL || *name == '\0')
        return KT_OK;
    for (int m = KT_INSTRUCTIONS_BASE; m < KT_N_INSTRUCTIONS; m++) {
        if (strcmp(name, NAME[m]) != 0)
            continue;
        *out = (kt_instructions)m;
        return kt_capacity_can(*out)
                   ? KT_OK
                   : kt_error_set(err, KT_BAD_USAGE,
                                  "KETEN_KERNEL \"%s\": this computer does not have these "
                                  "instructions",
                                  name);
    }
    return kt_error_set(err, KT_BAD_USAGE,
                        "KETEN_KERNEL \"%.60s\" is not one of: sse2, avx2, avx512", name);
}

static void put(void *rows, const kt_sweep_kernel *kernel, size_t at, double value)
{
    if (kernel->lane_bytes == sizeof(float))
        ((float *)rows)[at] = (float)value;
    else
        ((double *)rows)[at] = value;
}

static double get(const void *rows, const kt_sweep_kernel *kernel, size_t at)
{
    return kernel->lane_bytes == sizeof(float) ? (double)((const float *)rows)[at]
                                               : ((const double *)rows)[at];
}

static size_t row_bytes(const kt_capacity *c)
{
    return (size_t)c->kernel->lanes * c->kernel->lane_bytes;
}

static size_t count_rows(const kt_circuit *circuit)
{
    return (size_t)circuit->n_recipes + circuit->n_mix_rows;
}

// Lays the arrays of a sweep out in one piece; NULL only measures. Returns the bytes.
static size_t lay_out(kt_capacity *c, char *memory, const kt_capacity_options *o)
{
    const kt_circuit *circuit = c->circuit;
    size_t row = row_bytes(c);
    size_t n_rows = count_rows(circuit);
    bool due = c->n_given > 0 || o->followed;
    const struct {
        void *pointer; // address of the member
        size_t bytes;
    } parts[] = {
        {&c->sweep.left, circuit->n_producers * row},
        {&c->sweep.recipe, circuit->n_recipes * row},
        {&c->sweep.mix, ((size_t)circuit->n_mix_rows + KT_CIRCUIT_CONSTANTS) * row},
        {&c->sweep.weight, o->weighted ? circuit->n_producers * row : 0},
        {&c->sweep.given, c->n_given * row},
        {&c->sweep.given_at, c->n_given > 0 ? circuit->n_mix_rows * sizeof *c->sweep.given_at : 0},
        {&c->given_row, c->n_given * sizeof *c->given_row},
        {&c->sweep.rest, n_rows * c->kernel->lane_bytes},
        {&c->sweep.changed.word, kt_bitset_words(circuit->n_producers) * sizeof(uint64_t)},
        {&c->sweep.mix_part.word, kt_sparse_set_words(circuit->n_mix_rows) * sizeof(uint64_t)},
        {&c->sweep.recipe_part.word, kt_sparse_set_words(circuit->n_recipes) * sizeof(uint64_t)},
        {&c->sweep.mix_due.word,
         due ? kt_sparse_set_words(circuit->n_mix_rows) * sizeof(uint64_t) : 0},
        {&c->sweep.recipe_due.word,
         due ? kt_sparse_set_words(circuit->n_recipes) * sizeof(uint64_t) : 0},
        {&c->sweep.touched, circuit->n_producers * sizeof *c->sweep.touched},
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        void *pointer = memory == NULL || parts[i].bytes == 0 ? NULL : memory + at;
        memcpy(parts[i].pointer, &pointer, sizeof pointer);
        at += (parts[i].bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    kt_sparse_set_begin(&c->sweep.mix_part, circuit->n_mix_rows);
    kt_sparse_set_begin(&c->sweep.recipe_part, circuit->n_recipes);
    kt_sparse_set_begin(&c->sweep.mix_due, circuit->n_mix_rows);
    kt_sparse_set_begin(&c->sweep.recipe_due, circuit->n_recipes);
    return at;
}

static bool is_reference_market(const kt_circuit *circuit, uint32_t mix_row)
{
    uint32_t item = circuit->row_item[mix_row];
    return item != KT_NO_ROW && circuit->network->item[item].market == KT_MARKET_REFERENCE;
}

static uint32_t count_reference_markets(const kt_circuit *circuit)
{
    uint32_t n = 0;
    for (uint32_t m = 0; m < circuit->n_mix_rows; m++)
        n += is_reference_market(circuit, m);
    return n;
}

// Nothing is given: every lane of every row is below 0.
static void take_back_given(kt_capacity *c)
{
    for (size_t i = 0; i < (size_t)c->n_given * c->lanes; i++)
        put(c->sweep.given, c->kernel, i, -1.0);
    c->any_given = false;
}

static void lay_given(kt_capacity *c)
{
    uint32_t n = 0;
    for (uint32_t m = 0; c->n_given > 0 && m < c->circuit->n_mix_rows; m++) {
        c->sweep.given_at[m] = KT_NO_ROW;
        if (!is_reference_market(c->circuit, m))
            continue;
        c->given_row[n] = m;
        c->sweep.given_at[m] = n++;
    }
    take_back_given(c);
}

// Zeroes in pieces of some milliseconds: an economy takes gigabytes.
static kt_status zero(char *memory, size_t bytes, const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    for (size_t at = 0; at < bytes && status == KT_OK; at += PIECE) {
        memset(memory + at, 0, bytes - at < PIECE ? bytes - at : PIECE);
        status = kt_control_check(control, err);
    }
    return status;
}

// Room for every row, of which hardly any is ever written to: the system gives what is.
static bool open_journal(kt_capacity *c)
{
    size_t n = count_rows(c->circuit);
    size_t rows = n * row_bytes(c);
    char *memory =
        aligned_alloc(ALIGNMENT, rows + (n * sizeof(uint32_t) / ALIGNMENT + 1) * ALIGNMENT);
    if (memory == NULL)
        return false;
    c->journal = (kt_sweep_journal){.row = memory, .at = (uint32_t *)(void *)(memory + rows)};
    c->sweep.journal = &c->journal;
    return true;
}

kt_status kt_capacity_room(const kt_circuit *circuit, const kt_capacity_options *o, unsigned n,
                           kt_error *err)
{
    kt_capacity c = {.circuit = circuit, .kernel = KERNELS[o->lanes][KT_INSTRUCTIONS_BASE]};
    c.n_given = o->given ? count_reference_markets(circuit) : 0;
    return kt_room_ask((uint64_t)lay_out(&c, NULL, o) * n, err);
}

kt_status kt_capacity_fit(unsigned *n, const kt_circuit *circuit, const kt_capacity_options *o,
                          kt_error *err)
{
    while (*n > 1 && kt_capacity_room(circuit, o, *n, NULL) != KT_OK)
        *n /= 2;
    return kt_capacity_room(circuit, o, *n, err);
}

kt_status kt_capacity_open(kt_capacity *out, const kt_circuit *circuit,
                           const kt_capacity_options *options, kt_error *err)
{
    kt_capacity_options o = options == NULL ? (kt_capacity_options){0} : *options;
    kt_instructions instructions = o.instructions;
    assert(o.lanes < KT_N_LANES && o.instructions < KT_N_INSTRUCTIONS);
    *out = (kt_capacity){.circuit = circuit};
    if (instructions == KT_INSTRUCTIONS_BEST) {
        kt_status status = kt_capacity_instructions(&instructions, getenv("KETEN_KERNEL"), err);
        if (status != KT_OK)
            return status;
    }
    if (KERNELS[o.lanes][instructions] == NULL || !kt_capacity_can(instructions))
        return kt_error_set(err, KT_BAD_USAGE, "this computer does not have these instructions");
    if (o.lanes == KT_LANES_F16 && circuit->source_share_f == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "the circuit was not laid out for lanes of float");
    out->kernel = KERNELS[o.lanes][instructions];
    out->lanes = out->kernel->lanes;
    out->n_given = o.given ? count_reference_markets(circuit) : 0;
    size_t bytes = lay_out(out, NULL, &o);
    kt_status status = kt_room_ask(bytes, err);
    if (status != KT_OK)
        return status;
    out->memory = aligned_alloc(ALIGNMENT, bytes + ALIGNMENT);
    if (out->memory == NULL)
        return kt_error_no_memory(err);
    kt_pages_enlarge(out->memory, bytes);
    status = zero(out->memory, bytes + ALIGNMENT, o.control, err);
    if (status != KT_OK) {
        kt_capacity_close(out);
        return status;
    }
    lay_out(out, out->memory, &o);
    lay_given(out);
    if (o.followed && !open_journal(out)) {
        kt_capacity_close(out);
        return kt_error_no_memory(err);
    }
    out->sweep.circuit = circuit;
    out->sweep.first_only = o.first_only;
    out->stepped = o.stepped || o.followed;
    for (uint32_t l = 0; l < out->lanes; l++)
        put(out->ones, out->kernel, l, 1.0);
    for (uint32_t l = 0; l < out->lanes; l++) // the one that never delivers is 0 already
        put(out->sweep.mix, out->kernel,
            ((size_t)circuit->n_mix_rows + KT_CIRCUIT_ALWAYS) * out->lanes + l, 1.0);
    size_t n_weights = o.weighted ? (size_t)circuit->n_producers * out->lanes : 0;
    for (size_t i = 0; i < n_weights; i++)
        put(out->sweep.weight, out->kernel, i, 1.0);
    return KT_OK;
}

void kt_capacity_close(kt_capacity *capacity)
{
    free(capacity->memory);
    free(capacity->journal.row);
    free(capacity->base);
    *capacity = (kt_capacity){0};
}

static void fill_row(kt_capacity *c, uint32_t p, double left)
{
    for (uint32_t l = 0; l < c->lanes; l++)
        put(c->sweep.left, c->kernel, (size_t)p * c->lanes + l, left);
}

// Notes that the producer is changed. One that is not 1 at rest holds its row already, and is noted
// by a bit of its own.
static void touch(kt_capacity *c, uint32_t p)
{
    if (kt_bitset_has(&c->sweep.changed, p)) {
        bool settled = c->base != NULL && c->base[p] < 1.0 && !kt_bitset_has(&c->noted, p);
        if (!settled)
            return;
        kt_bitset_add(&c->noted, p);
        c->sweep.touched[c->sweep.n_touched++] = p;
        return;
    }
    kt_bitset_add(&c->sweep.changed, p);
    c->sweep.touched[c->sweep.n_touched++] = p;
    size_t bytes = (size_t)c->lanes * c->kernel->lane_bytes;
    memcpy((char *)c->sweep.left + p * bytes, c->ones, bytes);
}

void kt_capacity_set(kt_capacity *c, uint32_t producer, uint32_t lane, double left)
{
    assert(producer < c->circuit->network->n_producers && lane < c->lanes && left >= 0.0);
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    touch(c, p);
    put(c->sweep.left, c->kernel, (size_t)p * c->lanes + lane, left);
}

double kt_capacity_left(const kt_capacity *c, uint32_t producer, uint32_t lane)
{
    assert(producer < c->circuit->network->n_producers && lane < c->lanes);
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW || !kt_bitset_has(&c->sweep.changed, p))
        return 1.0;
    return get(c->sweep.left, c->kernel, (size_t)p * c->lanes + lane);
}

void kt_capacity_left_all(const kt_capacity *c, uint32_t producer, double *left)
{
    assert(producer < c->circuit->network->n_producers);
    uint32_t p = c->circuit->producer_at[producer];
    bool changed = p != KT_NO_ROW && kt_bitset_has(&c->sweep.changed, p);
    for (uint32_t l = 0; l < c->lanes; l++)
        left[l] = changed ? get(c->sweep.left, c->kernel, (size_t)p * c->lanes + l) : 1.0;
}

void kt_capacity_set_each(kt_capacity *c, uint32_t producer, const double *left)
{
    assert(producer < c->circuit->network->n_producers);
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    touch(c, p);
    for (uint32_t l = 0; l < c->lanes; l++)
        put(c->sweep.left, c->kernel, (size_t)p * c->lanes + l, left[l]);
}

bool kt_capacity_is_set(const kt_capacity *c, uint32_t producer)
{
    uint32_t p = c->circuit->producer_at[producer];
    return p != KT_NO_ROW && kt_bitset_has(&c->sweep.changed, p);
}

void kt_capacity_unset(kt_capacity *c, uint32_t producer)
{
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    bool last = c->sweep.n_touched > 0 && c->sweep.touched[c->sweep.n_touched - 1] == p;
    bool at_rest = c->base == NULL || c->base[p] >= 1.0;
    if (!last || !at_rest) {
        kt_capacity_set_all(c, producer, 1.0);
        return;
    }
    c->sweep.n_touched--;
    c->sweep.changed.word[p / 64] &= ~((uint64_t)1 << (p % 64));
}

void kt_capacity_scale(kt_capacity *c, uint32_t producer, uint32_t lane, double factor)
{
    assert(producer < c->circuit->network->n_producers && lane < c->lanes && factor >= 0.0);
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    touch(c, p);
    size_t at = (size_t)p * c->lanes + lane;
    put(c->sweep.left, c->kernel, at, factor * get(c->sweep.left, c->kernel, at));
}

void kt_capacity_set_all(kt_capacity *c, uint32_t producer, double left)
{
    for (uint32_t l = 0; l < c->lanes; l++)
        kt_capacity_set(c, producer, l, left);
}

void kt_capacity_weigh(kt_capacity *c, uint32_t producer, uint32_t lane, double weight)
{
    assert(c->sweep.weight != NULL && lane < c->lanes && weight >= 0.0);
    uint32_t p = c->circuit->producer_at[producer];
    if (p != KT_NO_ROW)
        put(c->sweep.weight, c->kernel, (size_t)p * c->lanes + lane, weight);
}

void kt_capacity_give(kt_capacity *c, uint32_t item, uint32_t lane, double available)
{
    assert(item < c->circuit->network->n_items && lane < c->lanes);
    assert(available >= 0.0 && available <= 1.0);
    uint32_t mix = c->circuit->mix_at[c->circuit->network->item[item].mix];
    if (mix == KT_NO_ROW || c->circuit->mix_row[mix] == KT_NO_ROW)
        return;
    uint32_t row = c->n_given == 0 ? KT_NO_ROW : c->sweep.given_at[c->circuit->mix_row[mix]];
    if (row == KT_NO_ROW)
        return;
    put(c->sweep.given, c->kernel, (size_t)row * c->lanes + lane, available);
    c->any_given = true;
}

void kt_capacity_clear(kt_capacity *c)
{
    if (c->any_given)
        take_back_given(c);
    for (uint32_t k = 0; k < c->sweep.n_touched; k++) {
        uint32_t p = c->sweep.touched[k];
        if (c->base == NULL || c->base[p] >= 1.0) {
            c->sweep.changed.word[p / 64] &= ~((uint64_t)1 << (p % 64));
            continue;
        }
        c->noted.word[p / 64] &= ~((uint64_t)1 << (p % 64));
        fill_row(c, p, c->base[p]);
    }
    c->sweep.n_touched = 0;
}

// Takes what a scenario has changed out of the sweep, or puts it in again; only where all are 1 at
// rest.
static void mark_touched(kt_capacity *c, bool changed)
{
    for (uint32_t k = 0; k < c->sweep.n_touched; k++) {
        uint32_t p = c->sweep.touched[k];
        uint64_t bit = (uint64_t)1 << (p % 64);
        uint64_t *word = &c->sweep.changed.word[p / 64];
        *word = changed ? *word | bit : *word & ~bit;
    }
}

// Computes what everything is without changes, which partial sweeps start from.
static void find_rest(kt_capacity *c)
{
    void *given = c->sweep.given;
    if (c->base == NULL)
        mark_touched(c, false);
    c->sweep.given = NULL;
    c->kernel->sweep_all(&c->sweep);
    c->kernel->save_rest(&c->sweep);
    c->sweep.given = given;
    if (c->base == NULL)
        mark_touched(c, true);
    c->rest_known = true;
}

static void come_to_rest(kt_capacity *c)
{
    if (c->rest_known)
        c->kernel->lay_rest(&c->sweep);
    else
        find_rest(c);
    c->at_rest = true;
}

kt_status kt_capacity_settle(kt_capacity *c, kt_error *err)
{
    uint32_t n = c->circuit->n_producers;
    assert(c->sweep.weight == NULL && !c->stepped && c->base == NULL);
    if (c->partly)
        c->kernel->restore(&c->sweep);
    c->partly = false;
    size_t words = kt_bitset_words(n);
    c->base = malloc((n + 1) * sizeof *c->base + words * sizeof(uint64_t));
    if (c->base == NULL)
        return kt_error_no_memory(err);
    c->noted.word = (uint64_t *)(void *)(c->base + n + 1);
    memset(c->noted.word, 0, words * sizeof(uint64_t));
    for (uint32_t p = 0; p < n; p++)
        c->base[p] = kt_bitset_has(&c->sweep.changed, p)
                         ? get(c->sweep.left, c->kernel, (size_t)p * c->lanes)
                         : 1.0;
    for (uint32_t k = 0; k < c->sweep.n_touched; k++) { // what is 1 after all is no change
        uint32_t p = c->sweep.touched[k];
        if (c->base[p] >= 1.0)
            c->sweep.changed.word[p / 64] &= ~((uint64_t)1 << (p % 64));
    }
    c->sweep.n_touched = 0;
    find_rest(c);
    c->at_rest = true;
    return KT_OK;
}

void kt_capacity_sweep(kt_capacity *c)
{
    if (c->partly)
        c->kernel->restore(&c->sweep);
    c->partly = c->sweep.weight == NULL && !c->stepped &&
                (uint64_t)c->sweep.n_touched * PARTIAL_BELOW < c->circuit->n_producers;
    if (!c->partly) {
        c->kernel->sweep_all(&c->sweep);
        c->at_rest = false;
        return;
    }
    if (!c->at_rest)
        come_to_rest(c);
    for (uint32_t k = 0; c->any_given && k < c->n_given; k++)
        kt_sparse_set_add(&c->sweep.mix_part, c->given_row[k]);
    c->kernel->sweep_changed(&c->sweep);
}

void kt_capacity_sweep_given(kt_capacity *c)
{
    if (!c->any_given)
        return;
    if (!c->partly) {
        kt_capacity_sweep(c);
        return;
    }
    for (uint32_t k = 0; k < c->n_given; k++)
        kt_sparse_set_add(&c->sweep.mix_due, c->given_row[k]);
    c->kernel->sweep_given(&c->sweep);
}

uint32_t kt_capacity_next_item(const kt_capacity *c, uint32_t *at, double *left)
{
    uint32_t n = c->circuit->n_mix_rows;
    while (*at < n) {
        uint32_t row = c->partly ? kt_sparse_set_next(&c->sweep.mix_part, *at, n) : *at;
        *at = row + 1;
        if (row >= n || c->circuit->row_item[row] == KT_NO_ROW)
            continue;
        for (uint32_t l = 0; l < c->lanes; l++)
            left[l] = get(c->sweep.mix, c->kernel, (size_t)row * c->lanes + l);
        return c->circuit->row_item[row];
    }
    return KT_NO_ROW;
}

bool kt_capacity_step(kt_capacity *c, uint32_t item)
{
    assert(c->stepped);
    assert(item < c->circuit->network->n_items);
    uint32_t step = c->circuit->item_step[item];
    return step != KT_NO_ROW && c->kernel->run_step(&c->sweep, step);
}

void kt_capacity_due_recipe(kt_capacity *c, uint32_t recipe)
{
    assert(c->sweep.journal != NULL && recipe < c->circuit->n_recipes);
    kt_sparse_set_add(&c->sweep.recipe_due, recipe);
}

void kt_capacity_due_mix(kt_capacity *c, uint32_t mix)
{
    assert(c->sweep.journal != NULL && c->circuit->mix_row[mix] != KT_NO_ROW);
    kt_sparse_set_add(&c->sweep.mix_due, c->circuit->mix_row[mix]);
}

void kt_capacity_due_producer(kt_capacity *c, uint32_t producer)
{
    const kt_circuit *circuit = c->circuit;
    uint32_t recipe = circuit->producer_recipe[producer];
    if (circuit->recipe_producer[recipe] != KT_NO_ROW) {
        kt_capacity_due_recipe(c, recipe);
        return;
    }
    // the row of a recipe that many share is before their a(p): the mixes take it times that
    for (uint64_t k = circuit->recipe_user[recipe]; k < circuit->recipe_user[recipe + 1]; k++)
        kt_capacity_due_mix(c, circuit->user_mix[k]);
}

void kt_capacity_follow(kt_capacity *c)
{
    assert(c->sweep.journal != NULL && c->journal.n == 0);
    c->kernel->sweep_due(&c->sweep);
}

void kt_capacity_undo(kt_capacity *c)
{
    c->kernel->undo(&c->sweep);
}

double kt_capacity_mix(const kt_capacity *c, uint32_t mix, uint32_t lane)
{
    assert(mix < c->circuit->network->n_mixes && lane < c->lanes);
    uint32_t at = c->circuit->mix_at[mix];
    if (at == KT_NO_ROW)
        return 1.0;
    uint32_t row = c->circuit->mix_row[at];
    assert(row != KT_NO_ROW); // a lean circuit does not store it
    return get(c->sweep.mix, c->kernel, (size_t)row * c->lanes + lane);
}

double kt_capacity_output(const kt_capacity *c, uint32_t producer, uint32_t lane)
{
    assert(producer < c->circuit->network->n_producers && lane < c->lanes);
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return 1.0;
    uint32_t recipe = c->circuit->producer_recipe[p];
    double made = get(c->sweep.recipe, c->kernel, (size_t)recipe * c->lanes + lane);
    bool own = c->circuit->recipe_producer[recipe] != KT_NO_ROW;
    if (own || !kt_bitset_has(&c->sweep.changed, p))
        return made;
    double output = made * get(c->sweep.left, c->kernel, (size_t)p * c->lanes + lane);
    return c->kernel->lane_bytes == sizeof(float) ? (double)(float)output : output;
}

double kt_capacity_item(const kt_capacity *c, uint32_t item, uint32_t lane)
{
    return kt_capacity_mix(c, c->circuit->network->item[item].mix, lane);
}
