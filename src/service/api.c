// SPDX-License-Identifier: EUPL-1.2
// The public C API of keten.h: thin, every call is one of the layers below.
#include "keten.h"

#include "analysis/assess/assess.h"
#include "ingest/package/open.h"

kt_status kt_open(kt_case **out, const char *path, const kt_open_options *options, kt_error *err)
{
    return kt_open_case(out, path, options, err);
}

void kt_close(kt_case *the_case)
{
    kt_case_free(the_case);
}

const kt_fault_place *kt_case_faults(const kt_case *the_case, size_t *n)
{
    *n = the_case->faults.n;
    return the_case->places;
}

const char *kt_case_id(const kt_case *the_case)
{
    return the_case->id;
}

const char *kt_case_sha256(const kt_case *the_case)
{
    return the_case->sha256;
}

kt_status kt_assess(kt_assessment **out, const kt_case *the_case, const kt_assess_options *options,
                    kt_error *err)
{
    return kt_assess_target(out, the_case, options, NULL, err);
}

void kt_assessment_close(kt_assessment *assessment)
{
    kt_assess_free(assessment);
}

const char *kt_assessment_target(const kt_assessment *a)
{
    return kt_pool_text(&a->the_case->pool, a->network.item[a->study.reach.target].id);
}

kt_counts kt_assessment_counts(const kt_assessment *a)
{
    return a->study.reach.counts;
}

const kt_visibility *kt_assessment_visibility(const kt_assessment *a, size_t *n)
{
    *n = a->n_visibility;
    return a->visibility;
}

const kt_material_need *kt_assessment_materials(const kt_assessment *a, size_t *n)
{
    *n = a->needs.n;
    return a->needs.row;
}

const kt_dependence *kt_assessment_dependence(const kt_assessment *a, kt_event_class event_class,
                                              size_t *n)
{
    *n = a->exposure[event_class].events.n;
    return a->ranked[event_class];
}
