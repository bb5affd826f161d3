// SPDX-License-Identifier: EUPL-1.2
// Counts the events that several votes weigh, and the work of combining votes, in one pass over the
// structure. Both bounds were chosen so that what is let through takes seconds. Counting is the
// same on every computer, where a limit of time would not be.
#include "analysis/failure/vote.h"

#include <stdlib.h>

enum {
    MAX_SHARED = 32, // events that several votes weigh; a world market has twenty to ninety
    MAX_WORK = 20000 // sources² × share of all votes: some seconds
};

static const double MOST_SHARE = 0.5; // a vote is hardest where half of the subsets do

typedef struct tally {
    const kt_structure *s;
    uint32_t *n_votes; // [n_events] votes that weigh the event
    uint32_t *seen;    // [n_events] 1 + the last of them
    double work;
} tally;

static bool is_vote(const kt_structure *s, uint32_t gate)
{
    return s->kind[gate] == KT_GATE_WEIGHTED && s->min_share[gate] > KT_SHARE_TOLERANCE;
}

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
    const kt_structure *s = t->s;
    if (kt_structure_is_event(source))
        note_event(t, source, vote);
    if (!kt_structure_is_gate(source) || s->kind[kt_structure_number(source)] != KT_GATE_OR)
        return;
    uint32_t g = kt_structure_number(source);
    for (size_t k = kt_structure_first(s, g); k < s->end[g]; k++) {
        if (kt_structure_is_event(s->input[k]))
            note_event(t, s->input[k], vote);
    }
}

static void note_vote(tally *t, uint32_t vote)
{
    const kt_structure *s = t->s;
    double n = (double)(s->end[vote] - kt_structure_first(s, vote));
    double share = s->min_share[vote];
    t->work += n * n * (share < MOST_SHARE ? share : MOST_SHARE);
    for (size_t k = kt_structure_first(s, vote); k < s->end[vote]; k++)
        note_source(t, s->input[k], vote);
}

kt_status kt_vote_too_large(bool *out, const kt_structure *s, kt_error *err)
{
    kt_status status = KT_OK;
    uint32_t n_shared = 0;
    tally t = {.s = s};
    *out = false;
    t.n_votes = calloc((size_t)s->n_events + 1, sizeof *t.n_votes);
    t.seen = calloc((size_t)s->n_events + 1, sizeof *t.seen);
    if (t.n_votes == NULL || t.seen == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t g = 0; g < s->n_gates; g++) {
        if (is_vote(s, g))
            note_vote(&t, g);
    }
    for (uint32_t e = 0; e < s->n_events; e++)
        n_shared += t.n_votes[e] > 1;
    *out = n_shared > MAX_SHARED || t.work > MAX_WORK;
done:
    free(t.n_votes);
    free(t.seen);
    return status;
}
