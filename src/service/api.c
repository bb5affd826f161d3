// SPDX-License-Identifier: EUPL-1.2
// The public C API of keten.h: thin, every call is one of the layers below.
#include <string.h>

#include "keten.h"

#include "analysis/assess/assess.h"
#include "base/control.h"
#include "ingest/package/open.h"

// Copies the caller's options as this version of the library knows them; `given` may be NULL.
static void take(void *own, size_t size, const void *given, size_t given_size)
{
    if (given != NULL)
        memcpy(own, given, given_size == 0 || given_size > size ? size : given_size);
}

kt_status kt_open(kt_case **out, const char *path, const kt_open_options *options, kt_error *err)
{
    kt_open_options own = {0};
    if (out != NULL)
        *out = NULL;
    if (out == NULL || path == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a case and a place for its answer",
                            "kt_open");
    take(&own, sizeof own, options, options == NULL ? 0 : options->size);
    kt_control hand = kt_control_take(own.control);
    own.control = &hand;
    own.lang = own.lang == KT_LANG_NL ? KT_LANG_NL : KT_LANG_EN; // it may be any number
    return kt_open_case(out, path, &own, err);
}

void kt_close(kt_case *the_case)
{
    kt_case_free(the_case);
}

const kt_fault_place *kt_case_faults(const kt_case *the_case, size_t *n)
{
    size_t none;
    n = n == NULL ? &none : n;
    *n = the_case == NULL ? 0 : the_case->faults.n;
    return the_case == NULL ? NULL : the_case->places;
}

const char *kt_case_id(const kt_case *the_case)
{
    return the_case == NULL ? "" : the_case->id;
}

const char *kt_case_sha256(const kt_case *the_case)
{
    return the_case == NULL ? "" : the_case->sha256;
}

kt_status kt_assess(kt_assessment **out, const kt_case *the_case, const kt_assess_options *options,
                    kt_error *err)
{
    kt_assess_options own = {0};
    if (out != NULL)
        *out = NULL;
    if (out == NULL || the_case == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s needs a case and a place for its answer",
                            "kt_assess");
    take(&own, sizeof own, options, options == NULL ? 0 : options->size);
    if ((unsigned)own.scope > KT_SCOPE_NL) // any number fits in it
        return kt_error_set(err, KT_BAD_USAGE, "scope %d is none of kt_scope", (int)own.scope);
    kt_control hand = kt_control_take(own.control);
    own.control = &hand;
    kt_assess_question question = kt_assess_default;
    question.figures.scope = own.scope;
    question.full = own.full;
    question.control = own.control;
    return kt_assess_target(out, the_case, own.target, &question, err);
}

void kt_assessment_close(kt_assessment *assessment)
{
    kt_assess_free(assessment);
}

const char *kt_assessment_target(const kt_assessment *a)
{
    return a == NULL ? ""
                     : kt_pool_text(&a->the_case->pool, a->network.item[a->study.reach.target].id);
}

kt_counts kt_assessment_counts(const kt_assessment *a)
{
    return a == NULL ? (kt_counts){0} : a->study.reach.counts;
}

const kt_visibility *kt_assessment_visibility(const kt_assessment *a, size_t *n)
{
    size_t none;
    n = n == NULL ? &none : n;
    *n = a == NULL ? 0 : a->n_visibility;
    return a == NULL ? NULL : a->visibility;
}

const kt_material_need *kt_assessment_materials(const kt_assessment *a, size_t *n)
{
    size_t none;
    n = n == NULL ? &none : n;
    *n = a == NULL ? 0 : a->needs.n;
    return a == NULL ? NULL : a->needs.row;
}

const kt_dependence *kt_assessment_dependence(const kt_assessment *a, kt_event_class event_class,
                                              size_t *n)
{
    size_t none;
    bool known = a != NULL && (unsigned)event_class < KT_N_CLASSES;
    n = n == NULL ? &none : n;
    *n = known ? a->exposure[event_class].n_listed : 0;
    return known ? a->ranked[event_class] : NULL;
}
