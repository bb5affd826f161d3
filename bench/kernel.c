// SPDX-License-Identifier: EUPL-1.2
// See kernel.h. The bound is that of DESIGN section 7: 12 bytes a source and one gathered row of
// lanes a source, at the speed of STREAM's triad on the same core.
#include "kernel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/kernel/capacity.h"
#include "measure.h"
#include "network.h"
#include "picture.h"

enum { RUNS = 9, SMALL = 3000 }; // sources of a network that fits the first caches

static const char *const LANES[KT_N_LANES] = {"8 double", "16 double", "16 float"};
static const char *const INSTRUCTIONS[KT_N_INSTRUCTIONS] = {"", "SSE2", "AVX2", "AVX-512"};

static double bytes_of(const kt_circuit *c, int lanes)
{
    static const double ROW[KT_N_LANES] = {8 * 8, 16 * 8, 16 * 4};
    return (double)c->n_sources * (12.0 + ROW[lanes]);
}

static double flops_of(const kt_circuit *c, int lanes)
{
    static const double N[KT_N_LANES] = {8, 16, 16};
    return (double)c->n_sources * 2.0 * N[lanes];
}

double bench_kernel_sweep(const kt_circuit *circuit, int lanes, int instructions, int runs)
{
    kt_capacity c;
    double best = INFINITY;
    kt_capacity_options options = {.lanes = (kt_lanes)lanes,
                                   .instructions = (kt_instructions)instructions};
    if (kt_capacity_open(&c, circuit, &options, NULL) != KT_OK)
        return (double)NAN;
    for (uint32_t p = 0; p < circuit->network->n_producers; p += 10)
        kt_capacity_set(&c, p, (p / 10) % c.lanes, 0.0);
    for (int run = 0; run < runs; run++) {
        double start = bench_measure_cpu();
        kt_capacity_sweep(&c);
        double took = bench_measure_cpu() - start;
        best = took < best ? took : best;
    }
    kt_capacity_close(&c);
    return best;
}

// The rule as anyone would write it first: one scenario, straight over the network.
static double sweep_plainly(const kt_network *net, double *output, double *mix)
{
    double start = bench_measure_cpu();
    for (uint32_t i = 0; i < net->n_items; i++) {
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
            double worst = 1.0;
            double loss = 0.0;
            uint32_t recipe = net->producer[p].recipe;
            for (uint32_t k = net->recipe_requirement[recipe];
                 k < net->recipe_requirement[recipe + 1]; k++) {
                double avail = 0.0;
                for (uint32_t j = net->requirement[k].alternative;
                     j < net->requirement[k + 1].alternative; j++)
                    avail = fmax(avail, mix[net->alternative[j].mix]);
                if (net->requirement[k].essential)
                    worst = fmin(worst, avail);
                else
                    loss += net->requirement[k].weight * (1.0 - avail);
            }
            output[p] = (p % 10 == 0 ? 0.0 : 1.0) * fmin(worst, 1.0 - loss);
        }
        for (uint32_t m = net->item[i].mix; m < net->item[i + 1].mix; m++) {
            double sum = 0.0;
            for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++)
                sum += net->source[k].share * output[net->source[k].producer];
            mix[m] = fmin(sum, 1.0);
        }
    }
    return bench_measure_cpu() - start;
}

static double best_plain(const kt_network *net)
{
    double best = INFINITY;
    double *output = calloc((size_t)net->n_producers + 1, sizeof *output);
    double *mix = calloc((size_t)net->n_mixes + 1, sizeof *mix);
    for (int run = 0; output != NULL && mix != NULL && run < RUNS; run++)
        best = fmin(best, sweep_plainly(net, output, mix));
    free(output);
    free(mix);
    return best;
}

typedef struct roofline {
    bench_series series[KT_N_LANES + 3];
    double triad, ceiling; // bytes, operations a second
} roofline;

static double ceiling_in_cache(kt_error *err)
{
    bench_network small;
    kt_circuit circuit;
    double best = 0.0;
    if (bench_network_make(&small, SMALL, 1, err) != KT_OK)
        return (double)NAN;
    if (kt_circuit_open(&circuit, &small.network,
                        &(kt_circuit_options){.lean = true, .single = true}, err) == KT_OK) {
        for (int lanes = 0; lanes < KT_N_LANES; lanes++)
            best = fmax(best, flops_of(&circuit, lanes) /
                                  bench_kernel_sweep(&circuit, lanes, KT_INSTRUCTIONS_BEST, 200));
        kt_circuit_close(&circuit);
    }
    bench_network_free(&small);
    return best;
}

static kt_status draw_roofline(roofline *r, const char *folder, kt_error *err)
{
    char path[1024];
    char subtitle[160];
    bench_series *memory = &r->series[KT_N_LANES + 1];
    bench_series *cache = &r->series[KT_N_LANES + 2];
    const double x[] = {0.05, 0.1, 0.2, 0.4, 0.8};
    *memory = (bench_series){.name = "memory (STREAM triad)", .n = 5, .roof = true};
    *cache = (bench_series){.name = "this loop, all in cache", .n = 2, .roof = true};
    for (int i = 0; i < 5; i++) {
        memory->x[i] = x[i];
        memory->y[i] = x[i] * r->triad / 1e9;
    }
    cache->x[0] = x[0];
    cache->x[1] = x[4];
    cache->y[0] = cache->y[1] = r->ceiling / 1e9;
    snprintf(path, sizeof path, "%s/roofline.svg", folder);
    snprintf(subtitle, sizeof subtitle,
             "network of 1e5 producers, 1.2e6 sources; triad %.1f GB/s; one core; points from "
             "SSE2 up to AVX-512",
             r->triad / 1e9);
    bench_picture picture = {"Sweep of the capacity rule: roofline",
                             subtitle,
                             "operations a byte that must be moved",
                             "10⁹ operations a second",
                             r->series,
                             KT_N_LANES + 3};
    return bench_picture_write(&picture, path, err);
}

static void measure_lanes(bench_figures *figures, roofline *r, const kt_circuit *circuit,
                          double plain)
{
    for (int lanes = 0; lanes < KT_N_LANES; lanes++) {
        double bound = bytes_of(circuit, lanes) / r->triad;
        bench_series *series = &r->series[lanes];
        series->name = LANES[lanes];
        for (int instructions = KT_INSTRUCTIONS_BASE; instructions < KT_N_INSTRUCTIONS;
             instructions++) {
            char name[64];
            if (!kt_capacity_can((kt_instructions)instructions))
                continue;
            double took = bench_kernel_sweep(circuit, lanes, instructions, RUNS);
            bool goal = lanes == KT_LANES_D16 && instructions + 1 == KT_N_INSTRUCTIONS;
            snprintf(name, sizeof name, "sweep %s %s", LANES[lanes], INSTRUCTIONS[instructions]);
            bench_figures_add(figures, name, took * 1e3, "ms", (bench_goal){(double)NAN, false});
            snprintf(name, sizeof name, "  of the bandwidth bound, %s %s", LANES[lanes],
                     INSTRUCTIONS[instructions]);
            bench_figures_add(figures, name, 100.0 * bound / took, "%",
                              (bench_goal){goal ? 25.0 : (double)NAN, true});
            snprintf(name, sizeof name, "  times a plain loop, %s %s", LANES[lanes],
                     INSTRUCTIONS[instructions]);
            bench_figures_add(figures, name, plain * (lanes == KT_LANES_D8 ? 8.0 : 16.0) / took,
                              "x", (bench_goal){(double)NAN, true});
            series->x[series->n] = flops_of(circuit, lanes) / bytes_of(circuit, lanes);
            series->y[series->n++] = flops_of(circuit, lanes) / took / 1e9;
        }
    }
}

kt_status bench_kernel_run(bench_figures *figures, uint64_t n_sources, const char *folder,
                           kt_error *err)
{
    kt_status status = KT_OK;
    bench_network b = {0};
    kt_circuit circuit = {0};
    roofline r = {.triad = bench_measure_triad()};
    bench_goal none = {(double)NAN, true};
    KT_TRY(bench_network_make(&b, n_sources, 1, err));
    KT_TRY(kt_circuit_open(&circuit, &b.network,
                           &(kt_circuit_options){.lean = true, .single = true}, err));
    double plain = best_plain(&b.network);
    r.ceiling = ceiling_in_cache(err);
    bench_figures_add(figures, "STREAM triad, one core", r.triad / 1e9, "GB/s", none);
    bench_figures_add(figures, "network: producers", b.network.n_producers, "", none);
    bench_figures_add(figures, "network: sources", (double)b.network.n_sources, "", none);
    bench_figures_add(figures, "plain loop, one scenario", plain * 1e3, "ms",
                      (bench_goal){(double)NAN, false});
    measure_lanes(figures, &r, &circuit, plain);
    bench_series *loop = &r.series[KT_N_LANES];
    *loop = (bench_series){.name = "plain loop", .n = 1};
    loop->x[0] = 2.0 / 20.0; // a product and a sum; 12 bytes and one number
    loop->y[0] = 2.0 * (double)b.network.n_sources / plain / 1e9;
    KT_TRY(draw_roofline(&r, folder, err));
done:
    kt_circuit_close(&circuit);
    bench_network_free(&b);
    return status;
}
