// SPDX-License-Identifier: EUPL-1.2
// Drawn years through the kernel. What needs no sweep gets none: a year in which nothing happens,
// and one with something that alone stops the target, which no further failure makes better (the
// capacity rule is monotone). The others are packed into rows of lanes and swept once; the
// scenarios that are asked for are then laid on the same years, one after the other. A pass in
// which it is asked what a buyer loses who is served first (access.h) does nothing else; where
// shares are drawn too, what he can reach is told by the shares as they are.
#ifndef KT_ANALYSIS_YEARS_DRAWN_YEARS_H
#define KT_ANALYSIS_YEARS_DRAWN_YEARS_H

#include "analysis/chain/access.h"
#include "analysis/years/draw.h"
#include "analysis/years/scenario_layer.h"

// The state of one thread.
typedef struct kt_drawn_years_worker {
    kt_capacity capacity;
    kt_drawn drawn;
    uint64_t run[KT_MOST_LANES]; // of the lanes in use
    uint32_t n_lanes;
    uint32_t *has;      // [scenarios] lanes in which it was drawn
    uint32_t single;    // lanes of a stratified sample in which nothing else was
    kt_variant variant; // of the capacity, that scenarios are laid on
} kt_drawn_years_worker;

typedef struct kt_drawn_years {
    const kt_montecarlo *run;
    const kt_montecarlo_options *options;
    uint64_t runs;
    uint32_t target;
    kt_draw draw;
    kt_circuit circuit;
    kt_scenario_layers layers;     // the scenarios that are laid on
    kt_drawn_years_worker *worker; // [n_workers]
    unsigned n_workers;
    bool *stops;             // [hazards] it alone stops the target
    const kt_access *access; // of who is served first, or NULL: `loss` is in proportion
    double quiet_loss;       // of a year in which nothing happens
    double *loss;            // [runs] what is lost, or NULL
    double *mass;            // [runs] how many years each stands for, or NULL: 1
    double *left;            // [layers][runs] what is left; where there are layers
    const double *alone;     // [layers] what is left when nothing else happens
} kt_drawn_years;

// What is drawn, and the scenarios that are laid on it.
typedef struct kt_drawn_years_sample {
    kt_sampling sampling;
    const uint32_t *scenario; // [n] numbers
    uint32_t n;
    const kt_access *access; // NULL: in proportion; else n is 0
} kt_drawn_years_sample;

// `run` has hazards, scenarios (their worst days set), reach and network. Borrows `run` and
// `options`. O(network · (1 + n)) and as many sweeps as hazards fill rows of lanes. The caller
// closes it. KT_NO_RESOURCES only.
kt_status kt_drawn_years_open(kt_drawn_years *out, const kt_montecarlo *run,
                              const kt_montecarlo_options *options,
                              const kt_drawn_years_sample *sample, kt_error *err);
void kt_drawn_years_close(kt_drawn_years *years);

// Draws every run and writes `loss`, `mass` and `left`, which the caller sets first; figures do not
// depend on the number of threads. KT_NO_RESOURCES when stopped.
kt_status kt_drawn_years_run(kt_drawn_years *years, kt_error *err);

#endif
