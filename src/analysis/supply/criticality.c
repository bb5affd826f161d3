// SPDX-License-Identifier: EUPL-1.2
// Runs the parts over one basis and ranks the 90 materials by supply risk, unknown ones last. Ties
// go to the smaller id, so that the order does not depend on the file.
#include "analysis/supply/criticality.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

typedef struct ranked {
    double sr;
    const char *id;
    uint32_t material;
} ranked;

static int riskiest_first(const void *left, const void *right)
{
    const ranked *a = left;
    const ranked *b = right;
    if (isnan(a->sr) != isnan(b->sr))
        return isnan(a->sr) ? 1 : -1;
    if (a->sr != b->sr && !isnan(a->sr))
        return a->sr > b->sr ? -1 : 1;
    return strcmp(a->id, b->id);
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const ranked *)left)->id, ((const ranked *)right)->id);
}

static kt_status rank(kt_criticality *criticality, kt_error *err)
{
    const kt_table *materials = &criticality->the_case->reference[KT_MATERIALS];
    uint32_t n = criticality->basis.n_materials;
    ranked *list = malloc(((size_t)n + 1) * sizeof *list);
    criticality->ranking =
        kt_arena_alloc(&criticality->arena, (size_t)n + 1, sizeof *criticality->ranking);
    criticality->by_id =
        kt_arena_alloc(&criticality->arena, (size_t)n + 1, sizeof *criticality->by_id);
    if (list == NULL || criticality->ranking == NULL || criticality->by_id == NULL) {
        free(list);
        return kt_error_no_memory(err);
    }
    for (uint32_t m = 0; m < n; m++)
        list[m] = (ranked){criticality->supply_risk.values.sr[m],
                           kt_pool_text(&criticality->the_case->pool,
                                        kt_table_text(materials, KT_MATERIALS_ID, m)),
                           m};
    qsort(list, n, sizeof *list, riskiest_first);
    for (uint32_t m = 0; m < n; m++)
        criticality->ranking[m] = list[m].material;
    qsort(list, n, sizeof *list, by_id);
    for (uint32_t m = 0; m < n; m++)
        criticality->by_id[m] = list[m].material;
    free(list);
    return KT_OK;
}

kt_status kt_criticality_open(kt_criticality *out, const kt_case *c,
                              const kt_criticality_options *options, kt_error *err)
{
    kt_status status = KT_OK;
    kt_arena *arena = &out->arena;
    kt_uncertainty_options drawing = options->uncertainty;
    drawing.control = options->control;
    *out = (kt_criticality){.the_case = c};
    int32_t day = options->dated ? options->day : kt_restriction_default_day(c);
    KT_TRY(kt_importer_find(&out->importer, c, options->importer, arena, err));
    KT_TRY(kt_restriction_find(&out->restrictions, c, &out->importer, day, arena, err));
    KT_TRY(kt_control_check(options->control, err));
    KT_TRY(kt_basis_read(&out->basis, c, arena, err));
    KT_TRY(kt_supply_risk_find(&out->supply_risk, &out->basis, options->used, arena, err));
    KT_TRY(kt_uncertainty_find(&out->uncertainty, &out->supply_risk, drawing, arena, err));
    KT_TRY(kt_geopolrisk_find(&out->geopolrisk, &out->basis, &out->importer, options->control,
                              arena, err));
    KT_TRY(kt_control_check(options->control, err));
    KT_TRY(kt_indicator_find(&out->indicator, &out->basis, day, arena, err));
    KT_TRY(kt_benchmark_find(&out->benchmark, &out->supply_risk, arena, err));
    KT_TRY(rank(out, err));
done:
    if (status != KT_OK)
        kt_criticality_close(out);
    return status;
}

void kt_criticality_close(kt_criticality *criticality)
{
    kt_arena_free(&criticality->arena);
    *criticality = (kt_criticality){0};
}

static bool is_named(const kt_case *c, int column, uint32_t row, const char *name)
{
    const kt_table *materials = &c->reference[KT_MATERIALS];
    return strcmp(kt_pool_text(&c->pool, kt_table_text(materials, column, row)), name) == 0;
}

kt_status kt_criticality_material(uint32_t *row, const kt_case *c, const char *name, kt_error *err)
{
    static const int COLUMNS[] = {KT_MATERIALS_ID, KT_MATERIALS_NAME_EN, KT_MATERIALS_NAME_NL};
    const kt_table *materials = &c->reference[KT_MATERIALS];
    for (size_t k = 0; k < sizeof COLUMNS / sizeof COLUMNS[0]; k++) {
        for (*row = 0; *row < materials->n_rows; (*row)++) {
            if (is_named(c, COLUMNS[k], *row, name))
                return KT_OK;
        }
    }
    const char *near[3] = {NULL, NULL, NULL};
    size_t n = 0;
    for (size_t k = 0; k < 3; k++) {
        uint32_t found = kt_case_nearest(c, materials, COLUMNS[k], name);
        const char *id =
            found == KT_NO_ROW
                ? NULL
                : kt_pool_text(&c->pool, kt_table_text(materials, KT_MATERIALS_ID, found));
        if (id != NULL && (n == 0 || strcmp(near[0], id) != 0) &&
            (n < 2 || strcmp(near[1], id) != 0))
            near[n++] = id;
    }
    if (n == 0)
        return kt_error_set(err, KT_BAD_INPUT,
                            kt_lang_text(kt_error_lang(err),
                                         "material \"%.60s\" is not in the reference data: keten "
                                         "criticality without --material lists all"),
                            name);
    return kt_error_set(
        err, KT_BAD_INPUT,
        kt_lang_text(kt_error_lang(err),
                     "material \"%.60s\" is not in the reference data: did you mean %s%s%s%s%s?"),
        name, near[0], n > 1 ? ", " : "", n > 1 ? near[1] : "", n > 2 ? ", " : "",
        n > 2 ? near[2] : "");
}
