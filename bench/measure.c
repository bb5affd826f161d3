// SPDX-License-Identifier: EUPL-1.2
// See measure.h.
#define _GNU_SOURCE // wait4, mallinfo2
#include "measure.h"

#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TRIAD_ELEMENTS = 16 * 1024 * 1024, TRIAD_RUNS = 8 }; // 3 x 128 MiB, far beyond the caches

static double clock_of(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double bench_measure_wall(void)
{
    return clock_of(CLOCK_MONOTONIC);
}

double bench_measure_cpu(void)
{
    return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_measure_triad(void)
{
    size_t n = TRIAD_ELEMENTS;
    double *a = malloc(n * sizeof *a);
    double *b = malloc(n * sizeof *b);
    double *c = malloc(n * sizeof *c);
    double best = INFINITY;
    for (size_t i = 0; a != NULL && b != NULL && c != NULL && i < n; i++) {
        a[i] = 0.0;
        b[i] = 1.0;
        c[i] = 2.0;
    }
    for (int run = 0; a != NULL && b != NULL && c != NULL && run < TRIAD_RUNS; run++) {
        double start = bench_measure_cpu();
        for (size_t i = 0; i < n; i++)
            a[i] = b[i] + 3.0 * c[i];
        double took = bench_measure_cpu() - start;
        best = took < best ? took : best;
        b[(size_t)run] = a[n - 1]; // so that no run can be left out
    }
    free(a);
    free(b);
    free(c);
    return 24.0 * (double)n / best;
}

void bench_measure_machine(char text[200])
{
    char line[200];
    char name[120] = "unknown processor";
    FILE *info = fopen("/proc/cpuinfo", "r");
    while (info != NULL && fgets(line, sizeof line, info) != NULL) {
        if (strncmp(line, "model name", 10) == 0) {
            const char *colon = strchr(line, ':');
            snprintf(name, sizeof name, "%.100s", colon == NULL ? line : colon + 2);
            name[strcspn(name, "\n")] = '\0';
            break;
        }
    }
    if (info != NULL)
        fclose(info);
    snprintf(text, 200, "%s, %ld processors", name, sysconf(_SC_NPROCESSORS_ONLN));
}

double bench_measure_exponent(const double *x, const double *y, size_t n)
{
    double mean_x = 0.0;
    double mean_y = 0.0;
    double up = 0.0;
    double down = 0.0;
    for (size_t i = 0; i < n; i++) {
        mean_x += log(x[i]) / (double)n;
        mean_y += log(y[i]) / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        up += (log(x[i]) - mean_x) * (log(y[i]) - mean_y);
        down += (log(x[i]) - mean_x) * (log(x[i]) - mean_x);
    }
    return up / down;
}

double bench_measure_memory(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)info.uordblks + (double)info.hblkhd;
}

static bool run_once(bench_program *out, char *const *arguments)
{
    double start = bench_measure_wall();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0) {
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
        }
        execv(arguments[0], arguments);
        _exit(127);
    }
    int status = 1;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return false;
    double took = bench_measure_wall() - start;
    out->seconds = took < out->seconds ? took : out->seconds;
    double processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                       1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    out->processor = processor < out->processor ? processor : out->processor;
    double rss = (double)usage.ru_maxrss * 1024.0;
    out->peak_rss = rss > out->peak_rss ? rss : out->peak_rss;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bench_program bench_measure_program(char *const *arguments, int runs)
{
    bench_program out = {.seconds = INFINITY, .processor = INFINITY, .good = true};
    for (int i = 0; i < runs; i++)
        out.good = run_once(&out, arguments) && out.good;
    return out;
}
