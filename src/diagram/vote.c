// SPDX-License-Identifier: EUPL-1.2
// Counts the events that several votes weigh, and the work of combining votes, in one pass over the
// structure. Both bounds were chosen so that what is let through takes seconds. Counting is the
// same on every computer, where a limit of time would not be.
#include "diagram/vote.h"

enum {
    MAX_SHARED = 32,  // events that several votes weigh; a world market has twenty to ninety
    MAX_WORK = 200000 // sources² × share of all votes; a frigate by flow at half: above 20,000
};

static const double MOST_SHARE = 0.5; // a vote is hardest where half of the subsets do

typedef struct tally {
    const kt_normal *normal;
    uint32_t *n_votes; // [n_events] votes that weigh the event
    uint32_t *seen;    // [n_events] 1 + the last of them
    double work;
} tally;

static void note_event(tally *t, kt_input input, uint32_t vote)
{
    uint32_t event = kt_structure_number(input);
    if (t->seen[event] == vote + 1)
        return;
    t->seen[event] = vote + 1;
    t->n_votes[event]++;
}

// The event of a source: itself, or beside what else the source needs.
static void note_source(tally *t, kt_input source, uint32_t vote)
{
    const kt_normal *normal = t->normal;
    if (kt_structure_is_event(source))
        note_event(t, source, vote);
    if (!kt_structure_is_gate(source) || normal->kind[kt_structure_number(source)] != KT_GATE_OR)
        return;
    uint32_t g = kt_structure_number(source);
    for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
        if (kt_structure_is_event(normal->input[k]))
            note_event(t, normal->input[k], vote);
    }
}

static void note_vote(tally *t, uint32_t vote)
{
    const kt_normal *normal = t->normal;
    double n = (double)(normal->first[vote + 1] - normal->first[vote]);
    double share = normal->min_share[vote];
    t->work += n * n * (share < MOST_SHARE ? share : MOST_SHARE);
    for (size_t k = normal->first[vote]; k < normal->first[vote + 1]; k++)
        note_source(t, normal->input[k], vote);
}

kt_status kt_vote_too_large(bool *out, const kt_normal *normal, kt_arena *arena, kt_error *err)
{
    uint32_t n_shared = 0;
    tally t = {.normal = normal};
    t.n_votes = kt_arena_alloc(arena, normal->n_events, sizeof *t.n_votes);
    t.seen = kt_arena_alloc(arena, normal->n_events, sizeof *t.seen);
    if (t.n_votes == NULL || t.seen == NULL)
        return kt_error_no_memory(err);
    for (uint32_t g = 0; g < normal->n_gates; g++) {
        if (normal->kind[g] == KT_GATE_WEIGHTED)
            note_vote(&t, g);
    }
    for (uint32_t e = 0; e < normal->n_events; e++)
        n_shared += t.n_votes[e] > 1;
    *out = n_shared > MAX_SHARED || t.work > MAX_WORK;
    return KT_OK;
}
