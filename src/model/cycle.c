// SPDX-License-Identifier: EUPL-1.2
// A depth-first walk with its own stack, because a chain may be as deep as there are things: up to
// 1e7. Each row that leads back into the stack closes a cycle, and without those rows there is
// none: so each cycle is told whole, at the row that closes it.
#include "model/cycle.h"

#include <stdlib.h>

#include "model/table.h"

enum { THINGS_PER_LOOK = 1 << 12 };

typedef struct walk {
    const kt_cycle_graph *graph;
    uint8_t *state;  // 0 unseen, 1 in the stack, 2 done
    uint32_t *stack; // things from the start of the walk to here
    uint32_t *next;  // position in graph->rows where each of them goes on
    kt_cycle_report *report;
    void *user;
} walk;

static void tell(const walk *w, uint32_t depth, uint32_t row)
{
    uint32_t from = depth;
    while (from > 0 && w->stack[from] != w->graph->to[row])
        from--;
    w->report(w->user, w->stack + from, depth - from + 1, row);
}

static kt_status walk_from(walk *w, uint32_t start, const kt_control *control, kt_error *err)
{
    const kt_group *rows = w->graph->rows;
    kt_status status = KT_OK;
    uint32_t depth = 0;
    w->stack[0] = start;
    w->next[0] = rows->first[start];
    w->state[start] = 1;
    while (status == KT_OK) {
        uint32_t thing = w->stack[depth];
        if (w->next[depth] == rows->first[thing + 1]) {
            w->state[thing] = 2;
            if (depth-- == 0)
                break;
            continue;
        }
        uint32_t row = rows->row[w->next[depth]++];
        uint32_t to = w->graph->to[row];
        if (to == KT_NO_ROW || w->state[to] == 2)
            continue;
        if (w->state[to] == 1) {
            tell(w, depth, row); // as long as the chain is deep
            status = kt_control_check(control, err);
            continue;
        }
        depth++;
        w->stack[depth] = to;
        w->next[depth] = rows->first[to];
        w->state[to] = 1;
        if (to % THINGS_PER_LOOK == 0)
            status = kt_control_check(control, err);
    }
    return status;
}

kt_status kt_cycle_find(const kt_cycle_graph *graph, kt_cycle_report *report, void *user,
                        const kt_control *control, kt_error *err)
{
    uint32_t n = graph->rows->n;
    walk w = {.graph = graph, .report = report, .user = user};
    kt_status status = KT_OK;

    w.state = calloc((size_t)n + 1, sizeof *w.state);
    w.stack = malloc(((size_t)n + 1) * sizeof *w.stack);
    w.next = malloc(((size_t)n + 1) * sizeof *w.next);
    if (w.state == NULL || w.stack == NULL || w.next == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (w.state[i] == 0)
            KT_TRY(walk_from(&w, i, control, err));
    }
done:
    free(w.state);
    free(w.stack);
    free(w.next);
    return status;
}
