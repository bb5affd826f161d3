// SPDX-License-Identifier: EUPL-1.2
// The inner loops under capacity.c and the rows that they work on. sweep.c is compiled once for
// each kind of lanes and each instruction set. Each of these programs does the same operations on a
// lane in the same order, without fused multiply-add, so that all give the same bits.
#ifndef KT_ANALYSIS_KERNEL_SWEEP_H
#define KT_ANALYSIS_KERNEL_SWEEP_H

#include "analysis/kernel/circuit.h"
#include "base/sparse_set.h"

// What was in the rows that sweep_due has changed. Room for every row; each is changed once at
// most.
typedef struct kt_sweep_journal {
    uint32_t *at; // [n] a recipe, or n_recipes more than a mix row
    void *row;    // [n] rows of lanes
    uint32_t n;
} kt_sweep_journal;

// Rows of lanes, of double or float as the kernel says.
typedef struct kt_sweep {
    const kt_circuit *circuit;
    bool first_only; // requirements do not fall back on their other alternatives
    void *left;      // [n_producers] a(p), valid where `changed` has the producer; 1 elsewhere
    void *recipe;    // [n_recipes] what is made of it: r(p) where one producer has it, else before
                     // the a(p) of those that share it
    void *mix;       // [n_mix_rows + KT_CIRCUIT_CONSTANTS]
    void *weight;    // [n_producers] factors on the shares of a source, or NULL: none. Shares of a
                     // mix are then divided by what they add up to
    void *given;     // [n_given] what can be had of a mix, below 0: not given; NULL: none
    uint32_t *given_at; // [n_mix_rows] row of `given`, or KT_NO_ROW
    void *rest;         // one value a row: of recipe and mix in that order, when a(p) are what
                        // they are at rest
    kt_bitset changed;
    kt_sparse_set recipe_part, mix_part; // of a partial sweep: rows that may differ from `rest`
    kt_sparse_set recipe_due, mix_due;   // of sweep_given and sweep_due: rows to compute; empty
                                         // between calls
    uint32_t *touched;                   // [n_producers] those that a scenario has changed
    uint32_t n_touched;
    kt_sweep_journal *journal; // of sweep_due; NULL: none
} kt_sweep;

typedef struct kt_sweep_kernel {
    uint32_t lanes;
    uint32_t lane_bytes;
    void (*sweep_all)(const kt_sweep *sweep);     // everything
    void (*sweep_changed)(const kt_sweep *sweep); // what `changed` can alter, from `rest` on
    void (*sweep_given)(const kt_sweep *sweep);   // after it, what the rows in mix_due can alter
    void (*sweep_due)(const kt_sweep *sweep); // what the rows due can alter, into an empty journal
    void (*undo)(const kt_sweep *sweep);      // its rows back to what they were; empties it
    // One item; its inputs are up to date. True when some mix of it is not what it was.
    bool (*run_step)(const kt_sweep *sweep, uint32_t step);
    void (*save_rest)(const kt_sweep *sweep); // after sweep_all without changes: fills `rest`
    void (*restore)(const kt_sweep *sweep);   // after sweep_changed: its rows back to `rest`
    void (*lay_rest)(const kt_sweep *sweep);  // all rows back to `rest`
} kt_sweep_kernel;

// d: double, f: float; the number of lanes. What the build's machine cannot have is left out.
extern const kt_sweep_kernel kt_sweep_d8_base, kt_sweep_d16_base, kt_sweep_f16_base;
#if defined(__x86_64__)
extern const kt_sweep_kernel kt_sweep_d8_avx2, kt_sweep_d16_avx2, kt_sweep_f16_avx2;
extern const kt_sweep_kernel kt_sweep_d8_avx512, kt_sweep_d16_avx512, kt_sweep_f16_avx512;
#endif

#endif
