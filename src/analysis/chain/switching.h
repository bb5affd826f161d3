// SPDX-License-Identifier: EUPL-1.2
// Alternatives that are no help at once. Where no time passes and no stock is used, a glass that
// customers need ten months to design in does not stand in for germanium, though it does once they
// have. So an alternative of which a supply row says how many days switching to it takes is left
// out there; one of which nobody says it counts, as does what is built today.
#ifndef KT_ANALYSIS_CHAIN_SWITCHING_H
#define KT_ANALYSIS_CHAIN_SWITCHING_H

#include "analysis/chain/study.h"
#include "analysis/kernel/circuit.h"

typedef struct kt_switching_item {
    uint32_t item;
    const char *id; // of the item, the case's
    double days;    // the smallest of its supply rows, above 0
    bool reached;   // by the target
} kt_switching_item;

typedef struct kt_switching {
    kt_switching_item *row; // [n] in network order, each once
    uint32_t n;
} kt_switching;

// Rows live in the study's arena. O(alternatives + sources of each item). KT_NO_RESOURCES only.
kt_status kt_switching_find(kt_switching *out, const kt_study *study, kt_error *err);

// Lets every requirement of the circuit that has one of these items as an alternative, and not as
// what is built today, do without it. Before capacities are opened over the circuit. O(network)
// where there are any, times the logarithm of n. KT_NO_RESOURCES only.
kt_status kt_switching_leave_out(kt_circuit *circuit, const kt_switching *late, kt_error *err);

#endif
