// SPDX-License-Identifier: EUPL-1.2
// Gates mean the same whether a diagram holds functions or minimal families of sets up to a size:
// the two are built by the same code over "either fails" and "both fail".
#ifndef KT_DIAGRAM_ALGEBRA_H
#define KT_DIAGRAM_ALGEBRA_H

#include "diagram/bdd.h"
#include "diagram/zdd.h"

// What is built.
typedef struct kt_algebra {
    kt_diagram *diagram;
    uint32_t
        size; // 0: functions (BDD); else minimal families of sets of at most so many events (ZDD)
} kt_algebra;

static inline kt_node kt_algebra_either(const kt_algebra *a, kt_node f, kt_node g)
{
    return a->size == 0 ? kt_bdd_or(a->diagram, f, g) : kt_zdd_either(a->diagram, f, g);
}

static inline kt_node kt_algebra_both(const kt_algebra *a, kt_node f, kt_node g)
{
    return a->size == 0 ? kt_bdd_and(a->diagram, f, g) : kt_zdd_both(a->diagram, f, g, a->size);
}

#endif
