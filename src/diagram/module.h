// SPDX-License-Identifier: EUPL-1.2
// Modules: gates below which everything is used nowhere else. Each is solved on its own, and the
// module above it sees it as one event, which keeps diagrams small. They are found in linear time
// by the visits of one walk (Dutuit and Rauzy, "A linear-time algorithm to find modules of fault
// trees", IEEE Trans. Reliability 45, 1996).
#ifndef KT_DIAGRAM_MODULE_H
#define KT_DIAGRAM_MODULE_H

#include "diagram/normal.h"

#define KT_MODULE_NONE UINT32_MAX

typedef struct kt_module {
    kt_input root;  // a gate; or an event, where that is the whole structure
    uint32_t *gate; // [n_gates] its own gates, inputs first, the root last
    kt_input *leaf; // [n_leaves] events, and roots of modules below, ascending
    uint32_t n_gates, n_leaves;
    uint32_t n_levels; // its leaves, and all leaves of the modules below
} kt_module;

typedef struct kt_module_list {
    kt_module *module; // [n] the top first; each before those below it
    uint32_t *of_gate; // [n_gates of the normal form] the module rooted there, or KT_MODULE_NONE
    uint32_t n;
} kt_module_list;

// `normal` is first rewritten so that inputs of a gate that are used nowhere else have a gate of
// their own, and so are a module. Its top must not be a constant. Lives in `arena`. O(inputs log
// inputs).
kt_status kt_module_find(kt_module_list *out, kt_normal *normal, kt_arena *arena, kt_error *err);

#endif
