// SPDX-License-Identifier: EUPL-1.2
// The benchmark: every figure beside its target and the last baseline, as ratios, because seconds
// mean nothing without the machine.
//
//     ./dev bench                  everything, sizes up to 1e7 sources (two minutes, 4 GB)
//     ./dev bench --quick          up to 1e6 sources
//     ./dev bench --save           and keep the figures as bench/baseline.json
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/years/montecarlo.h"
#include "analysis/years/stress.h"
#include "chokepoints.h"
#include "figures.h"
#include "growth.h"
#include "ingest/package/open.h"
#include "kernel.h"
#include "measure.h"
#include "model/network_build.h"

enum { RUNS = 7, DRAWN = 1000000 };

// Larger blocks are asked of the system and given back to it, as in a program that does a thing
// once. Else the allocator keeps the blocks of a small network from one measurement to the next,
// but not those of a large one, and only the large one pays for its memory.
enum { OWN_BLOCK = 128 * 1024 };

typedef struct plan {
    bool quick, save;
    const char *program; // keten, beside this one
    const char *folder;  // of both, where the pictures go
    const char *root;    // of the source tree
} plan;

static kt_status measure_assess(bench_figures *figures, const plan *p, kt_error *err)
{
    char program[1024];
    char the_case[1024];
    snprintf(program, sizeof program, "%s", p->program);
    snprintf(the_case, sizeof the_case, "%s/data/cases/lcf", p->root);
    char assess[] = "assess";
    char json[] = "--json";
    char *arguments[] = {program, assess, the_case, json, NULL};
    bench_program run = bench_measure_program(arguments, RUNS);
    if (!run.good)
        return kt_error_set(err, KT_INTERNAL, "%s assess does not end well", program);
    bench_figures_add(figures, "assess of the frigate, cold process", run.seconds * 1e3, "ms",
                      (bench_goal){200.0, false});
    bench_figures_add(figures, "assess of the frigate, peak memory", run.peak_rss / 1048576.0,
                      "MiB", (bench_goal){64.0, false});
    return KT_OK;
}

static kt_status measure_years(bench_figures *figures, const kt_network *net, kt_error *err)
{
    // one scenario that has happened, in a million years: each is a scenario of its own
    kt_montecarlo run;
    kt_arena arena = {0};
    kt_montecarlo_options options = {.runs = DRAWN,
                                     .seed = 1,
                                     .control = &(kt_control){.threads = 2},
                                     .scenario = "taiwan-blockade"};
    double wall = bench_measure_wall();
    double cpu = bench_measure_cpu();
    kt_status status = kt_montecarlo_run(&run, net, NULL, &options, &arena, err);
    wall = bench_measure_wall() - wall;
    cpu = bench_measure_cpu() - cpu;
    kt_arena_free(&arena);
    if (status != KT_OK)
        return status;
    bench_figures_add(figures, "1e6 static scenarios, two threads, wall", wall, "s",
                      (bench_goal){5.0, false});
    bench_figures_add(figures, "1e6 static scenarios, processor time", cpu, "s",
                      (bench_goal){10.0, false});
    return KT_OK;
}

static kt_status measure_stress(bench_figures *figures, const kt_network *net, kt_error *err)
{
    kt_stress stress;
    kt_arena arena = {0};
    kt_stress_options options = {.control = &(kt_control){.threads = 1}};
    double start = bench_measure_cpu();
    kt_status status = kt_stress_run(&stress, net, &options, &arena, err);
    double took = bench_measure_cpu() - start;
    kt_arena_free(&arena);
    if (status == KT_OK)
        bench_figures_add(figures, "stress table of the frigate, one thread", took, "s",
                          (bench_goal){1.0, false});
    return status;
}

static kt_status measure_frigate(bench_figures *figures, const plan *p, kt_error *err)
{
    kt_status status = KT_OK;
    kt_case *c = NULL;
    kt_network net = {0};
    KT_TRY(measure_assess(figures, p, err));
    KT_TRY(kt_open_case(&c, "lcf", NULL, err));
    KT_TRY(kt_network_build(&net, c, &kt_figures_study, NULL, err));
    KT_TRY(measure_stress(figures, &net, err));
    KT_TRY(measure_years(figures, &net, err));
    KT_TRY(bench_chokepoints_run(figures, &net, p->quick ? 4e4 : 1.6e5, err));
done:
    kt_network_free(&net);
    kt_case_free(c);
    return status;
}

static kt_status measure(bench_figures *figures, const plan *p, kt_error *err)
{
    kt_status status = KT_OK;
    char baseline[1024];
    snprintf(baseline, sizeof baseline, "%.900s/bench/baseline.json", p->root);
    bench_measure_machine(figures->machine);
    KT_TRY(bench_figures_read(figures, baseline, err));
    printf("machine: %s\nbaseline: %s\n\n", figures->machine,
           *figures->machine_before == '\0' ? "none" : figures->machine_before);
    KT_TRY(measure_frigate(figures, p, err));
    KT_TRY(bench_kernel_run(figures, 1270000, p->folder, err));
    KT_TRY(bench_growth_run(figures, p->quick ? 1e6 : 1e7, p->program, p->folder, err));
    if (p->save)
        KT_TRY(bench_figures_write(figures, baseline, err));
    printf("\npictures: %s/roofline.svg, growth.svg, memory.svg, commands.svg\n", p->folder);
done:
    return status;
}

int main(int argc, char **argv)
{
    static bench_figures figures;
    kt_error error = {0};
    char program[1024];
    const char *slash = strrchr(argv[0], '/');
    char folder[900];
    snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - argv[0]),
             slash == NULL ? "." : argv[0]);
    snprintf(program, sizeof program, "%s/keten", folder);
    mallopt(M_MMAP_THRESHOLD, OWN_BLOCK);
    plan p = {.program = program, .folder = folder, .root = KETEN_SOURCE_DIR};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0) {
            p.quick = true;
        } else if (strcmp(argv[i], "--save") == 0) {
            p.save = true;
        } else {
            fprintf(stderr, "usage: keten-bench [--quick] [--save]\n");
            return KT_BAD_USAGE;
        }
    }
    kt_status status = measure(&figures, &p, &error);
    if (status != KT_OK) {
        fprintf(stderr, "keten-bench: %s\n", error.message);
        return (int)status;
    }
    size_t missed = bench_figures_missed(&figures);
    printf("%zu targets missed\n", missed);
    return missed == 0 ? 0 : 1;
}
