// SPDX-License-Identifier: EUPL-1.2
// See growth.h. Times are of the processor, so that neighbours on the machine do not count.
#include "growth.h"
#include "model/network_build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/years/montecarlo.h"
#include "ingest/package/open.h"
#include "kernel.h"
#include "measure.h"
#include "network.h"
#include "picture.h"

enum { LOAD, BUILD, LAY_OUT, SWEEP, SIMULATE, N_PHASES, SIMULATED = 64, REPEATS = 3 };

static const char *const PHASES[N_PHASES] = {"load", "build", "lay out", "sweep, 16 lanes",
                                             "simulate, 64 years"};
static const char *const TABLES[] = {"datapackage.json",  "items.csv", "bom.csv",
                                     "organisations.csv", "sites.csv", "supply.csv"};

static const double MIB = 1048576.0;

enum { N_COMMANDS = 5, WORDS = 4 };

// What follows the program's name and the case.
static const char *const COMMAND[N_COMMANDS][WORDS] = {
    {"check"}, {"assess"}, {"stress"}, {"ask"}, {"simulate", "--static", "--runs", "10000"}};

// Whole commands on more than this take minutes.
static const double MOST_OF_COMMANDS = 1e6;

typedef struct growth {
    bench_series series[N_PHASES];
    bench_series command[N_COMMANDS]; // processor seconds
    double command_rss[N_COMMANDS];   // bytes, of the size at hand
    bench_series memory;              // bytes of case, network and circuit
    double rows, bytes_per_row;       // of the size at hand
} growth;

static kt_status write_case(char *folder, uint64_t n_sources, kt_error *err)
{
    bench_network b;
    if (mkdtemp(folder) == NULL)
        return kt_error_set(err, KT_NO_RESOURCES, "%s cannot be made", folder);
    kt_status status = bench_network_make(&b, n_sources, 1, err);
    if (status == KT_OK)
        status = bench_network_write(&b, folder, err);
    bench_network_free(&b);
    return status;
}

static void remove_case(const char *folder)
{
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, TABLES[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void note(growth *g, int phase, double size, double seconds)
{
    bench_series *s = &g->series[phase];
    s->x[s->n] = size;
    s->y[s->n++] = seconds;
}

static kt_status measure_sweep(growth *g, const kt_network *net, kt_error *err)
{
    kt_circuit circuit = {0};
    double best = INFINITY;
    double size = (double)net->n_sources;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        kt_circuit_close(&circuit);
        double start = bench_measure_cpu();
        kt_status status = kt_circuit_open(&circuit, net, &(kt_circuit_options){.lean = true}, err);
        if (status != KT_OK)
            return status;
        best = fmin(best, bench_measure_cpu() - start);
    }
    note(g, LAY_OUT, size, best);
    g->memory.y[g->memory.n - 1] += (double)kt_circuit_bytes(&circuit);
    note(g, SWEEP, size, bench_kernel_sweep(&circuit, KT_LANES_D16, KT_INSTRUCTIONS_BEST, 5));
    kt_circuit_close(&circuit);
    return KT_OK;
}

static kt_status measure_build(growth *g, kt_network *net, const kt_case *c, kt_error *err)
{
    double best = INFINITY;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        kt_network_free(net);
        double start = bench_measure_cpu();
        kt_status status = kt_network_build(net, c, &kt_figures_study, NULL, err);
        if (status != KT_OK)
            return status;
        best = fmin(best, bench_measure_cpu() - start);
    }
    note(g, BUILD, (double)net->n_sources, best);
    return KT_OK;
}

// With laying the circuit out, as whoever asks for years pays for it.
static kt_status measure_years(growth *g, const kt_network *net, kt_error *err)
{
    double best = INFINITY;
    kt_montecarlo_options options = {
        .runs = SIMULATED, .seed = 1, .control = &(kt_control){.threads = 1}};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        kt_arena arena = {0};
        kt_montecarlo run;
        double start = bench_measure_cpu();
        kt_status status = kt_montecarlo_run(&run, net, NULL, &options, &arena, err);
        best = fmin(best, bench_measure_cpu() - start);
        kt_arena_free(&arena);
        if (status != KT_OK)
            return status;
    }
    note(g, SIMULATE, (double)net->n_sources, best);
    return KT_OK;
}

static kt_status measure_case(growth *g, const char *folder, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_network net = {0};
    double before = bench_measure_memory();
    double start = bench_measure_cpu();
    KT_TRY(kt_open_case(&c, folder, NULL, err));
    double loaded = bench_measure_cpu() - start;
    g->rows = c->table[KT_SUPPLY].n_rows;
    g->bytes_per_row = (bench_measure_memory() - before) / g->rows;
    KT_TRY(measure_build(g, &net, c, err));
    note(g, LOAD, (double)net.n_sources, loaded);
    g->memory.x[g->memory.n] = (double)net.n_sources;
    g->memory.y[g->memory.n++] = bench_measure_memory() - before;
    KT_TRY(measure_sweep(g, &net, err));
    KT_TRY(measure_years(g, &net, err));
done:
    kt_network_free(&net);
    kt_case_free(c);
    return status;
}

static kt_status measure_commands(growth *g, const char *program, const char *folder, double size,
                                  kt_error *err)
{
    for (int k = 0; k < N_COMMANDS; k++) {
        char text[WORDS + 2][1024];
        char *arguments[WORDS + 3] = {0};
        int n = 0;
        snprintf(text[n++], sizeof text[0], "%s", program);
        for (int w = 0; w < WORDS && COMMAND[k][w] != NULL; w++)
            snprintf(text[n++], sizeof text[0], "%s", COMMAND[k][w]);
        snprintf(text[n++], sizeof text[0], "%s", folder);
        for (int w = 0; w < n; w++)
            arguments[w] = text[w];
        bench_program run = bench_measure_program(arguments, REPEATS);
        if (!run.good)
            return kt_error_set(err, KT_INTERNAL, "%s %s does not end well", program,
                                COMMAND[k][0]);
        bench_series *s = &g->command[k];
        s->x[s->n] = size;
        s->y[s->n++] = run.processor;
        g->command_rss[k] = run.peak_rss;
    }
    return KT_OK;
}

// A million rows: assess within 20 s and 1 GB.
static void add_commands(bench_figures *figures, const growth *g, double size)
{
    size_t at = g->command[0].n - 1;
    for (int k = 0; k < N_COMMANDS; k++) {
        bool bound = size > 5e5 && strcmp(COMMAND[k][0], "assess") == 0;
        char name[64];
        snprintf(name, sizeof name, "%s, about %.0e sources", COMMAND[k][0], size);
        bench_figures_add(figures, name, g->command[k].y[at], "s",
                          (bench_goal){bound ? 20.0 : (double)NAN, false});
        snprintf(name, sizeof name, "%s, peak memory, about %.0e sources", COMMAND[k][0], size);
        bench_figures_add(figures, name, g->command_rss[k] / MIB, "MiB",
                          (bench_goal){bound ? 953.0 : (double)NAN, false});
    }
}

static void add_figures(bench_figures *figures, const growth *g, size_t at, double size)
{
    const bench_goal less = {(double)NAN, false};
    for (int phase = 0; phase < N_PHASES; phase++) {
        char name[64];
        snprintf(name, sizeof name, "%s, about %.0e sources", PHASES[phase], size);
        bench_figures_add(figures, name, g->series[phase].y[at], "s", less);
    }
    char memory[64];
    snprintf(memory, sizeof memory, "memory, about %.0e sources", size);
    bench_figures_add(figures, memory, g->memory.y[at] / MIB, "MiB", less);
    if (size < 5e5 || size > 5e6)
        return;
    bench_figures_add(figures, "loader, a million rows", g->rows / g->series[LOAD].y[at], "rows/s",
                      (bench_goal){1e6, true});
    bench_figures_add(figures, "memory of a loaded row", g->bytes_per_row, "bytes",
                      (bench_goal){100.0, false});
}

static void add_exponent(bench_figures *figures, const char *what, const bench_series *s)
{
    char name[64];
    if (s->n < 3)
        return;
    snprintf(name, sizeof name, "growth exponent from 1e5, %s", what);
    bench_figures_add(figures, name, bench_measure_exponent(s->x + 1, s->y + 1, s->n - 1), "",
                      (bench_goal){1.1, false});
}

static void add_command_exponents(bench_figures *figures, const growth *g)
{
    for (int k = 0; k < N_COMMANDS; k++) {
        const bench_series *s = &g->command[k];
        char name[64];
        snprintf(name, sizeof name, "growth exponent of a command, %s", COMMAND[k][0]);
        bench_figures_add(figures, name, bench_measure_exponent(s->x, s->y, s->n), "",
                          (bench_goal){1.15, false});
    }
}

static void add_exponents(bench_figures *figures, const growth *g)
{
    add_command_exponents(figures, g);
    for (int phase = 0; phase < N_PHASES; phase++)
        add_exponent(figures, PHASES[phase], &g->series[phase]);
    add_exponent(figures, "memory", &g->memory);
}

static kt_status draw(const bench_picture *picture, const char *folder, const char *name,
                      kt_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return bench_picture_write(picture, path, err);
}

static kt_status draw_growth(const growth *g, const char *folder, kt_error *err)
{
    bench_picture time = {"Growth with the number of sources",
                          "generated firm networks; processor time, one core",
                          "sources",
                          "seconds",
                          g->series,
                          N_PHASES};
    bench_series linear = {.name = "in proportion", .n = 2, .roof = true};
    bench_series series[] = {g->memory, linear};
    bench_picture memory = {"Memory with the number of sources",
                            "generated firm networks; case, network and circuit together",
                            "sources",
                            "MiB",
                            series,
                            2};
    bench_picture commands = {"Commands with the number of sources",
                              "generated firm networks; processor time of the whole program",
                              "sources",
                              "seconds",
                              g->command,
                              N_COMMANDS};
    size_t last = g->memory.n - 1;
    for (int k = 0; k < 2; k++) {
        series[1].x[k] = g->memory.x[k == 0 ? 0 : last];
        series[1].y[k] = g->memory.y[last] / g->memory.x[last] * series[1].x[k] / MIB;
    }
    series[0].name = "memory";
    for (size_t k = 0; k <= last; k++)
        series[0].y[k] /= MIB;
    kt_status status = draw(&time, folder, "growth.svg", err);
    if (status == KT_OK)
        status = draw(&commands, folder, "commands.svg", err);
    return status == KT_OK ? draw(&memory, folder, "memory.svg", err) : status;
}

kt_status bench_growth_run(bench_figures *figures, double most, const char *program,
                           const char *folder, kt_error *err)
{
    kt_status status = KT_OK;
    growth g = {0};
    for (int phase = 0; phase < N_PHASES; phase++)
        g.series[phase].name = PHASES[phase];
    for (int k = 0; k < N_COMMANDS; k++)
        g.command[k].name = COMMAND[k][0];
    for (double size = 1e4; size <= most * 1.01 && status == KT_OK; size *= 10.0) {
        char path[] = "/tmp/keten-bench-XXXXXX";
        // the generator makes a little less than it is asked for
        status = write_case(path, (uint64_t)(size * 1.1), err);
        if (status == KT_OK)
            status = measure_case(&g, path, err);
        bool commands = size <= MOST_OF_COMMANDS * 1.01;
        if (status == KT_OK && commands)
            status = measure_commands(&g, program, path, size, err);
        remove_case(path);
        if (status == KT_OK)
            add_figures(figures, &g, g.series[LOAD].n - 1, size);
        if (status == KT_OK && commands)
            add_commands(figures, &g, size);
    }
    if (status != KT_OK)
        return status;
    add_exponents(figures, &g);
    return draw_growth(&g, folder, err);
}
