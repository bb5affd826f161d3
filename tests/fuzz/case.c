// SPDX-License-Identifier: EUPL-1.2
// A whole case in one input: its tables one behind the other, each behind a line "=NAME". What
// opens without faults is assessed, and the figures keep what their definitions promise.
#include <math.h>

#include "base/buffer.h"
#include "ingest/package/open.h"
#include "model/schema.h"
#include "place.h"

enum { PATH_BYTES = FOLDER_BYTES + 60 };

// Writes the tables of the input and a descriptor that names those that are there.
static void lay_out(const char *folder, const char *text, size_t length)
{
    char path[PATH_BYTES];
    kt_buffer resources = {0};
    bool seen[KT_N_CASE_TABLES] = {false};
    const char *end = text + length;
    for (const char *at = text; at < end;) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *body = line == NULL ? end : line + 1;
        const char *next = body;
        while (next < end && !(*next == '=' && (next == body || next[-1] == '\n')))
            next++;
        for (int t = 0; t < KT_N_CASE_TABLES; t++) {
            const char *name = kt_schema_case[t].name;
            size_t n = strlen(name);
            if (seen[t] || *at != '=' || body - at < (long)n + 2 || memcmp(at + 1, name, n) != 0 ||
                at[n + 1] != '\n')
                continue;
            seen[t] = true;
            snprintf(path, sizeof path, "%s/%s.csv", folder, name);
            write_file(path, body, (size_t)(next - body));
            kt_buffer_format(&resources, "%s{\"name\": \"%s\", \"path\": \"%s.csv\"}",
                             resources.length == 0 ? "" : ", ", name, name);
        }
        at = next;
    }
    kt_buffer descriptor = {0};
    kt_buffer_format(&descriptor, "{\"name\": \"case\", \"resources\": [%s]}",
                     resources.text == NULL ? "" : resources.text);
    snprintf(path, sizeof path, "%s/datapackage.json", folder);
    write_file(path, descriptor.text, descriptor.length);
    kt_buffer_free(&descriptor);
    kt_buffer_free(&resources);
}

static bool is_share(double x)
{
    return x >= 0.0 && x <= 1.0;
}

static void check_figures(const kt_assessment *a)
{
    size_t n;
    const kt_visibility *tier = kt_assessment_visibility(a, &n);
    for (size_t i = 0; i < n; i++) {
        double all = tier[i].requirements;
        promise(fabs(tier[i].known + tier[i].withheld + tier[i].unknown - all) <= 1e-6 * all,
                "visibility adds up");
    }
    for (int k = 0; k < KT_N_CLASSES; k++) {
        const kt_dependence *row = kt_assessment_dependence(a, (kt_event_class)k, &n);
        for (size_t i = 0; i < n; i++) {
            promise(is_share(row[i].dependence), "dependence is a share");
            promise(is_share(row[i].dependence_upper), "its upper bound is a share");
            promise(row[i].dependence <= row[i].dependence_upper + 1e-9, "the bounds are in order");
            promise(i == 0 || row[i].dependence <= row[i - 1].dependence, "rows are in order");
        }
    }
    const kt_material_need *need = kt_assessment_materials(a, &n);
    for (size_t i = 0; i < n; i++) {
        promise(isnan(need[i].kg) || need[i].kg >= 0.0, "a mass is not below 0");
        promise(!(need[i].kg_min > need[i].kg * (1.0 + 1e-9)),
                "the least is not above the typical");
        promise(!(need[i].kg_max < need[i].kg * (1.0 - 1e-9)), "the most is not below the typical");
        promise(need[i].top_country == NULL || is_share(need[i].top_share - 1e-9),
                "the largest country has a share");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[FOLDER_BYTES];
    if (*folder == '\0')
        work_folder(folder, "case");
    lay_out(folder, (const char *)data, size);
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/tests/cases/data"};
    kt_status status = kt_open(&c, folder, &options, NULL);
    promise(status == KT_OK || status == KT_BAD_INPUT, "opening ends well, or with bad input");
    kt_assessment *a = NULL;
    kt_assess_options target = {.target = "ship"};
    if (kt_assess(&a, c, &target, NULL) == KT_OK)
        check_figures(a);
    kt_assessment_close(a);
    kt_close(c);
    return 0;
}
