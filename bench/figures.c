// SPDX-License-Identifier: EUPL-1.2
// See figures.h.
#include "figures.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/save.h"

static bool misses(const bench_figure *f)
{
    if (isnan(f->target))
        return false;
    return f->more_better ? f->value < f->target : f->value > f->target;
}

static void print_figure(const bench_figure *f)
{
    printf("%-46s %12.4g %-8s", f->name, f->value, f->unit);
    if (!isnan(f->target))
        printf("  %s %-8.4g %s", f->more_better ? ">=" : "<=", f->target,
               misses(f) ? "MISSED" : "ok    ");
    else
        printf("  %18s", "");
    if (!isnan(f->before))
        printf("  %.2f x baseline", f->value / f->before);
    printf("\n");
    fflush(stdout);
}

void bench_figures_add(bench_figures *figures, const char *name, double value, const char *unit,
                       bench_goal goal)
{
    bench_figure *f = NULL;
    for (size_t i = 0; i < figures->n && f == NULL; i++) {
        if (strcmp(figures->figure[i].name, name) == 0)
            f = &figures->figure[i];
    }
    if (f == NULL && figures->n < BENCH_MOST_FIGURES) {
        f = &figures->figure[figures->n++];
        f->before = (double)NAN;
    }
    if (f == NULL)
        return;
    snprintf(f->name, sizeof f->name, "%s", name);
    snprintf(f->unit, sizeof f->unit, "%s", unit);
    f->value = value;
    f->target = goal.target;
    f->more_better = goal.more_better;
    print_figure(f);
}

kt_status bench_figures_read(bench_figures *figures, const char *path, kt_error *err)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL && json_error_code(&error) == json_error_cannot_open_file)
        return KT_OK;
    if (root == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "%s:%d:%d: %s", path, error.line, error.column,
                            error.text);
    const char *machine = json_string_value(json_object_get(root, "machine"));
    snprintf(figures->machine_before, sizeof figures->machine_before, "%s",
             machine == NULL ? "" : machine);
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(root, "figures"), name, value)
    {
        if (figures->n == BENCH_MOST_FIGURES)
            break;
        bench_figure *f = &figures->figure[figures->n++];
        *f = (bench_figure){.value = (double)NAN, .target = (double)NAN};
        snprintf(f->name, sizeof f->name, "%s", name);
        f->before = json_number_value(value);
    }
    json_decref(root);
    return KT_OK;
}

kt_status bench_figures_write(const bench_figures *figures, const char *path, kt_error *err)
{
    kt_buffer text = {0};
    kt_json json = {.out = &text};
    kt_json_open(&json, NULL, '{');
    kt_json_text(&json, "machine", figures->machine);
    kt_json_open(&json, "figures", '{');
    for (size_t i = 0; i < figures->n; i++) {
        char rounded[32];
        double value;
        snprintf(rounded, sizeof rounded, "%.4g", figures->figure[i].value);
        if (isnan(figures->figure[i].value) || sscanf(rounded, "%lf", &value) != 1)
            continue; // of the old baseline, not measured this time
        kt_buffer_put(&text, i == 0 ? "\n" : "");
        kt_json_number(&json, figures->figure[i].name, value);
        kt_buffer_put(&text, "\n");
    }
    kt_json_close(&json, '}');
    kt_json_close(&json, '}');
    kt_buffer_put(&text, "\n");
    kt_status status =
        text.failed ? kt_error_no_memory(err) : kt_save_file(path, text.text, text.length, err);
    kt_buffer_free(&text);
    return status;
}

size_t bench_figures_missed(const bench_figures *figures)
{
    size_t n = 0;
    for (size_t i = 0; i < figures->n; i++)
        n += !isnan(figures->figure[i].value) && misses(&figures->figure[i]);
    return n;
}
