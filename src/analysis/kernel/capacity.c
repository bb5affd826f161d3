// SPDX-License-Identifier: EUPL-1.2
// See capacity.h. The loops are in sweep.c, once for each instruction set; here is which of them,
// what they work on, and whether a partial sweep pays.
#include "analysis/kernel/capacity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

enum {
    ALIGNMENT = 64,
    PIECE = 1 << 24, // bytes
    // A partial sweep reads the way up as well and computes a part, not all: it pays as long as
    // fewer than one producer in this many has changed.
    PARTIAL_BELOW = 16,
};

static const kt_sweep_kernel *const KERNELS[KT_N_LANES][KT_N_MACHINES] = {
#if defined(__x86_64__)
    [KT_LANES_D8] = {NULL, &kt_sweep_d8_base, &kt_sweep_d8_avx2, &kt_sweep_d8_avx512},
    [KT_LANES_D16] = {NULL, &kt_sweep_d16_base, &kt_sweep_d16_avx2, &kt_sweep_d16_avx512},
    [KT_LANES_F16] = {NULL, &kt_sweep_f16_base, &kt_sweep_f16_avx2, &kt_sweep_f16_avx512},
#else
    [KT_LANES_D8] = {NULL, &kt_sweep_d8_base, NULL, NULL},
    [KT_LANES_D16] = {NULL, &kt_sweep_d16_base, NULL, NULL},
    [KT_LANES_F16] = {NULL, &kt_sweep_f16_base, NULL, NULL},
#endif
};

bool kt_capacity_can(kt_machine machine)
{
    switch (machine) {
#if defined(__x86_64__)
    case KT_MACHINE_AVX2:
        return __builtin_cpu_supports("avx2");
    case KT_MACHINE_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
#else
    case KT_MACHINE_AVX2:
    case KT_MACHINE_AVX512:
        return false;
#endif
    default:
        return true;
    }
}

static kt_machine best_machine(void)
{
    kt_machine best = KT_MACHINE_BASE;
    for (int m = KT_MACHINE_AVX2; m < KT_N_MACHINES; m++) {
        if (kt_capacity_can((kt_machine)m))
            best = (kt_machine)m;
    }
    return best;
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

// Lays the arrays of a sweep out in one piece; NULL only measures. Returns the bytes.
static size_t lay_out(kt_capacity *c, char *memory, bool weighted)
{
    const kt_circuit *circuit = c->circuit;
    size_t row = (size_t)c->kernel->lanes * c->kernel->lane_bytes;
    size_t n_rows = (size_t)circuit->n_producers + circuit->n_mix_rows + circuit->n_recipe_rows;
    const struct {
        void *pointer; // address of the member
        size_t bytes;
    } parts[] = {
        {&c->sweep.left, circuit->n_producers * row},
        {&c->sweep.output, circuit->n_producers * row},
        {&c->sweep.mix, ((size_t)circuit->n_mix_rows + KT_CIRCUIT_CONSTANTS) * row},
        {&c->sweep.recipe, circuit->n_recipe_rows * row},
        {&c->sweep.weight, weighted ? circuit->n_producers * row : 0},
        {&c->sweep.rest, n_rows * c->kernel->lane_bytes},
        {&c->sweep.changed.word, kt_bitset_words(circuit->n_producers) * sizeof(uint64_t)},
        {&c->sweep.producer.word, kt_bitset_words(circuit->n_producers) * sizeof(uint64_t)},
        {&c->sweep.mix_part.word, kt_bitset_words(circuit->n_mix_rows) * sizeof(uint64_t)},
        {&c->sweep.recipe_part.word, kt_bitset_words(circuit->n_recipe_rows) * sizeof(uint64_t)},
        {&c->touched, circuit->n_producers * sizeof *c->touched},
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        void *pointer = memory == NULL || parts[i].bytes == 0 ? NULL : memory + at;
        memcpy(parts[i].pointer, &pointer, sizeof pointer);
        at += (parts[i].bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    return at;
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

kt_status kt_capacity_open(kt_capacity *out, const kt_circuit *circuit,
                           const kt_capacity_options *options, kt_error *err)
{
    kt_capacity_options o = options == NULL ? (kt_capacity_options){0} : *options;
    kt_machine machine = o.machine == KT_MACHINE_BEST ? best_machine() : o.machine;
    *out = (kt_capacity){.circuit = circuit};
    if (KERNELS[o.lanes][machine] == NULL || !kt_capacity_can(machine))
        return kt_error_set(err, KT_BAD_USAGE, "this computer does not have these instructions");
    if (o.lanes == KT_LANES_F16 && circuit->source_share_f == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "the circuit was not laid out for lanes of float");
    out->kernel = KERNELS[o.lanes][machine];
    out->lanes = out->kernel->lanes;
    size_t bytes = lay_out(out, NULL, o.weighted);
    out->memory = aligned_alloc(ALIGNMENT, bytes + ALIGNMENT);
    if (out->memory == NULL)
        return kt_error_no_memory(err);
    kt_pages_enlarge(out->memory, bytes);
    kt_status status = zero(out->memory, bytes + ALIGNMENT, o.control, err);
    if (status != KT_OK) {
        kt_capacity_close(out);
        return status;
    }
    lay_out(out, out->memory, o.weighted);
    out->sweep.circuit = circuit;
    out->sweep.first_only = o.first_only;
    out->stepped = o.stepped;
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
    *capacity = (kt_capacity){0};
}

static void touch(kt_capacity *c, uint32_t p)
{
    if (kt_bitset_has(&c->sweep.changed, p))
        return;
    kt_bitset_add(&c->sweep.changed, p);
    c->touched[c->n_touched++] = p;
    size_t bytes = (size_t)c->lanes * c->kernel->lane_bytes;
    memcpy((char *)c->sweep.left + p * bytes, c->ones, bytes);
}

void kt_capacity_set(kt_capacity *c, uint32_t producer, uint32_t lane, double left)
{
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    touch(c, p);
    put(c->sweep.left, c->kernel, (size_t)p * c->lanes + lane, left);
}

double kt_capacity_left(const kt_capacity *c, uint32_t producer, uint32_t lane)
{
    uint32_t p = c->circuit->producer_at[producer];
    if (p == KT_NO_ROW || !kt_bitset_has(&c->sweep.changed, p))
        return 1.0;
    return get(c->sweep.left, c->kernel, (size_t)p * c->lanes + lane);
}

void kt_capacity_scale(kt_capacity *c, uint32_t producer, uint32_t lane, double factor)
{
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
    uint32_t p = c->circuit->producer_at[producer];
    if (p != KT_NO_ROW)
        put(c->sweep.weight, c->kernel, (size_t)p * c->lanes + lane, weight);
}

void kt_capacity_clear(kt_capacity *c)
{
    for (uint32_t k = 0; k < c->n_touched; k++)
        c->sweep.changed.word[c->touched[k] / 64] = 0;
    c->n_touched = 0;
}

// Computes what everything is without changes, which partial sweeps start from.
static void come_to_rest(kt_capacity *c)
{
    kt_bitset changed = c->sweep.changed;
    kt_bitset none = c->sweep.producer; // empty between sweeps
    c->sweep.changed = none;
    c->kernel->full(&c->sweep);
    c->kernel->keep(&c->sweep);
    c->sweep.changed = changed;
    c->at_rest = true;
}

void kt_capacity_sweep(kt_capacity *c)
{
    if (c->partly)
        c->kernel->settle(&c->sweep);
    c->partly = c->sweep.weight == NULL && !c->stepped &&
                (uint64_t)c->n_touched * PARTIAL_BELOW < c->circuit->n_producers;
    if (!c->partly) {
        c->kernel->full(&c->sweep);
        c->at_rest = false;
        return;
    }
    if (!c->at_rest)
        come_to_rest(c);
    for (uint32_t k = 0; k < c->n_touched; k++)
        kt_bitset_add(&c->sweep.producer, c->touched[k]);
    c->kernel->part(&c->sweep);
}

void kt_capacity_step(kt_capacity *c, uint32_t item)
{
    assert(c->stepped);
    uint32_t step = c->circuit->item_step[item];
    if (step != KT_NO_ROW)
        c->kernel->step(&c->sweep, step);
}

double kt_capacity_mix(const kt_capacity *c, uint32_t mix, uint32_t lane)
{
    uint32_t at = c->circuit->mix_at[mix];
    if (at == KT_NO_ROW)
        return 1.0;
    uint32_t row = c->circuit->mix_row[at];
    assert(row != KT_NO_ROW); // a lean circuit does not store it
    return get(c->sweep.mix, c->kernel, (size_t)row * c->lanes + lane);
}

double kt_capacity_item(const kt_capacity *c, uint32_t item, uint32_t lane)
{
    return kt_capacity_mix(c, c->circuit->network->item[item].mix, lane);
}
