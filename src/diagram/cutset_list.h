// SPDX-License-Identifier: EUPL-1.2
// Writes out the sets of a family: smallest first, then by their events in ascending order. Where
// there are more than asked for, the first ones in that order are found by counting, without
// writing out the others.
#ifndef KT_DIAGRAM_CUTSET_LIST_H
#define KT_DIAGRAM_CUTSET_LIST_H

#include "base/arena.h"
#include "diagram/modules_solve.h"

typedef struct kt_cutset_list_set {
    uint32_t n;
    uint32_t *event; // [n] of the normal form, ascending
} kt_cutset_list_set;

typedef struct kt_cutset_list {
    kt_cutset_list_set *set; // [n]
    size_t n;
    bool cut; // there are more sets of that size than were asked for
} kt_cutset_list;

// The minimal cut sets of the top with at most `order` events, as one family over events: the
// families of the modules put into one another. May be much larger than those; KT_NO_RESOURCES when
// it does not fit. Not watched. 1 ≤ order < 2^27.
kt_status kt_cutset_list_compose(kt_node *out, const kt_solution *s, uint32_t order, kt_error *err);

typedef struct kt_cutset_list_request {
    kt_node family; // every level of it is an event; need not be watched
    uint32_t order; // sets of at most so many events
    size_t most;    // and at most so many of them
} kt_cutset_list_request;

// Lives in `arena`. O(nodes) for each order, and O(events · nodes) for the one that is cut.
kt_status kt_cutset_list_family(kt_cutset_list *out, const kt_solution *s,
                                const kt_cutset_list_request *request, kt_arena *arena,
                                kt_error *err);

#endif
