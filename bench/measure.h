// SPDX-License-Identifier: EUPL-1.2
// Clocks, the machine, and what a loop or a program takes.
#ifndef KETEN_BENCH_MEASURE_H
#define KETEN_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

// Seconds since some moment: of the wall, and of the processors on this process. The second does
// not count what others do on the machine meanwhile.
double bench_measure_wall(void);
double bench_measure_cpu(void);

// Bytes a second of STREAM's triad, a = b + 3 c, on one core: 24 bytes an element as STREAM counts.
double bench_measure_triad(void);

// "AMD EPYC, 2 processors", from /proc/cpuinfo.
void bench_measure_machine(char text[200]);

// Slope of log y over log x, least squares.
double bench_measure_exponent(const double *x, const double *y, size_t n);

// Bytes that malloc has handed out.
double bench_measure_memory(void);

typedef struct bench_program {
    double seconds;   // wall, the least of the runs
    double processor; // seconds, the least of the runs
    double peak_rss;  // bytes
    bool good;        // it ended with status 0
} bench_program;

// Runs a program with its output thrown away.
bench_program bench_measure_program(char *const *arguments, int runs);

#endif
