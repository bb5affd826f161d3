// SPDX-License-Identifier: EUPL-1.2
// See open_psa.h. A vote by share is built as a decision diagram over its own inputs alone, some
// hundreds of nodes; because one more failure never repairs anything, a node is the formula "lo, or
// the input and hi".
#include "report/render/open_psa.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "diagram/bdd.h"
#include "diagram/threshold.h"

static const size_t VOTE_BYTES = (size_t)256 << 20; // for the diagram of one vote

typedef struct writer {
    kt_buffer *out;
    const kt_structure *s;
    const kt_control *control;
    kt_error *err;
    bool *needed;    // [n_gates] below the top
    bool *named;     // [n_events] written as an input
    uint32_t *stack; // [n_gates]
    size_t n_gates;  // written
    uint32_t *met;   // by input: the last list it was met in
    uint32_t list;   // number of the list at hand, from 1
} writer;

// ----------------------------------------------------------------------------------------- pieces

static void put_escaped(kt_buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            kt_buffer_put(out, "&amp;");
            break;
        case '<':
            kt_buffer_put(out, "&lt;");
            break;
        case '>':
            kt_buffer_put(out, "&gt;");
            break;
        default:
            kt_buffer_add(out, text, 1);
        }
    }
}

static void put_constant(kt_buffer *out, bool fails)
{
    kt_buffer_format(out, "<constant value=\"%s\"/>", fails ? "true" : "false");
}

static void put_input(writer *w, kt_input input)
{
    uint32_t number = input < 2 ? 0 : kt_structure_number(input);
    if (kt_structure_is_event(input)) {
        kt_buffer_format(w->out, "<basic-event name=\"e%u\"/>", number);
        w->named[number] = true;
    } else if (kt_structure_is_gate(input)) {
        kt_buffer_format(w->out, "<gate name=\"g%u\"/>", number);
    } else {
        put_constant(w->out, input == KT_INPUT_ALWAYS);
    }
}

static kt_status begin_gate(writer *w)
{
    if (++w->n_gates > KT_OPEN_PSA_GATES)
        return kt_error_set(w->err, KT_NO_RESOURCES,
                            "the structure takes more than %d gates in Open-PSA: choose a smaller "
                            "target or another --min-share",
                            (int)KT_OPEN_PSA_GATES);
    return KT_OK;
}

// ------------------------------------------------------------------------------------------ gates

static const char *word_of(uint8_t kind)
{
    return kind == KT_GATE_OR ? "or" : "and";
}

// Begins a walk over the inputs of a gate.
static void begin_list(writer *w)
{
    w->list++;
}

// Whether the input was not met before in this walk: tools refuse one twice in a formula.
static bool is_new(writer *w, kt_input input)
{
    bool new = w->met[input] != w->list;
    w->met[input] = w->list;
    return new;
}

// An input of AND or OR that is written: once, and of a vote that any share satisfies only where it
// has one.
static bool counts(writer *w, uint32_t g, size_t k)
{
    const kt_structure *s = w->s;
    return (s->kind[g] != KT_GATE_WEIGHTED || s->share[k] > 0.0) && is_new(w, s->input[k]);
}

// AND, OR, and AND for a vote that any share satisfies.
static void put_plain(writer *w, uint32_t g)
{
    const kt_structure *s = w->s;
    uint32_t n = 0;
    size_t last = 0;
    begin_list(w);
    for (size_t k = kt_structure_first(s, g); k < s->end[g]; k++) {
        if (counts(w, g, k)) {
            n++;
            last = k;
        }
    }
    if (n == 0) {
        put_constant(w->out, s->kind[g] != KT_GATE_OR);
    } else if (n == 1) {
        put_input(w, s->input[last]);
    } else {
        kt_buffer_format(w->out, "<%s>", word_of(s->kind[g]));
        begin_list(w);
        for (size_t k = kt_structure_first(s, g); k < s->end[g]; k++) {
            if (counts(w, g, k))
                put_input(w, s->input[k]);
        }
        kt_buffer_format(w->out, "</%s>", word_of(s->kind[g]));
    }
}

// How many of `n` equal shares may be lost before what is left does not do; `n` where any will.
static uint32_t may_be_lost(uint32_t n, double share, double min_share)
{
    double left = 0.0;
    for (uint32_t m = 1; m <= n; m++) {
        left += share; // in the order of the inputs, whichever are left
        if (left >= min_share - KT_SHARE_TOLERANCE)
            return n - m;
    }
    return UINT32_MAX; // not even all of them do
}

static bool shares_are_equal(writer *w, uint32_t g)
{
    const kt_structure *s = w->s;
    size_t first = kt_structure_first(s, g);
    begin_list(w);
    for (size_t k = first; k < s->end[g]; k++) {
        if (s->input[k] < 2 || s->share[k] != s->share[first] || s->share[k] <= 0.0 ||
            !is_new(w, s->input[k]))
            return false;
    }
    return s->end[g] > first;
}

static void put_equal_vote(writer *w, uint32_t g)
{
    const kt_structure *s = w->s;
    size_t first = kt_structure_first(s, g);
    uint32_t n = (uint32_t)(s->end[g] - first);
    uint32_t lost = may_be_lost(n, s->share[first], s->min_share[g]);
    if (lost == UINT32_MAX) {
        put_constant(w->out, true);
        return;
    }
    if (n == 1) {
        put_input(w, s->input[first]);
        return;
    }
    const char *word = lost == 0 ? "or" : lost + 1 == n ? "and" : "atleast";
    if (lost > 0 && lost + 1 < n)
        kt_buffer_format(w->out, "<atleast min=\"%u\">", lost + 1);
    else
        kt_buffer_format(w->out, "<%s>", word);
    for (size_t k = first; k < s->end[g]; k++)
        put_input(w, s->input[k]);
    kt_buffer_format(w->out, "</%s>", word);
}

// A node of a vote's diagram, as the formula in which the nodes below are gates of their own.
static void put_node(writer *w, const kt_diagram *d, kt_node f, const kt_input *input, uint32_t g)
{
    const kt_diagram_node *node = &d->node[f];
    if (node->lo != KT_NODE_0)
        kt_buffer_format(w->out, "<or><gate name=\"g%u.%u\"/>", g, d->position[node->lo]);
    if (node->hi != KT_NODE_1)
        kt_buffer_put(w->out, "<and>");
    put_input(w, input[node->level]);
    if (node->hi != KT_NODE_1)
        kt_buffer_format(w->out, "<gate name=\"g%u.%u\"/></and>", g, d->position[node->hi]);
    if (node->lo != KT_NODE_0)
        kt_buffer_put(w->out, "</or>");
}

typedef struct vote {
    uint32_t n;
    kt_input *input; // [n] that have a share
    double *share;
    kt_node *node;
} vote;

// Collects what has a share and can be lost, or keeps what cannot: a node that never fails.
static void collect_vote(vote *v, const kt_structure *s, uint32_t g, kt_diagram *d)
{
    for (size_t k = kt_structure_first(s, g); k < s->end[g]; k++) {
        if (s->share[k] <= 0.0 || s->input[k] == KT_INPUT_ALWAYS)
            continue;
        v->input[v->n] = s->input[k];
        v->share[v->n] = s->share[k];
        v->node[v->n] = s->input[k] == KT_INPUT_NEVER ? KT_NODE_0 : kt_bdd_event(d, (uint32_t)v->n);
        v->n++;
    }
}

// The root is the gate itself, the other nodes are gates g.1, g.2, …
static kt_status put_nodes(writer *w, kt_diagram *d, kt_node root, const vote *v, uint32_t g)
{
    kt_diagram_list list;
    if (root == KT_NODE_0 || root == KT_NODE_1) {
        put_constant(w->out, root == KT_NODE_1);
        return KT_OK;
    }
    kt_status status = kt_diagram_reach(&list, d, root, w->err);
    if (status != KT_OK)
        return status;
    for (size_t i = 0; i < list.n && status == KT_OK; i++) {
        if (i > 0) {
            kt_buffer_format(w->out, "</define-gate>\n<define-gate name=\"g%u.%zu\">", g, i);
            status = begin_gate(w);
        }
        put_node(w, d, list.node[i], v->input, g);
    }
    kt_diagram_drop_list(d, &list);
    return status;
}

static kt_status put_vote(writer *w, uint32_t g)
{
    const kt_structure *s = w->s;
    size_t n = s->end[g] - kt_structure_first(s, g) + 1;
    kt_diagram *d = NULL;
    kt_status status = KT_OK;
    vote v = {0, calloc(n, sizeof *v.input), calloc(n, sizeof *v.share), calloc(n, sizeof *v.node)};
    kt_diagram_options options = {.memory_limit = VOTE_BYTES, .n_levels = (uint32_t)n};
    if (v.input == NULL || v.share == NULL || v.node == NULL) {
        status = kt_error_no_memory(w->err);
        goto done;
    }
    KT_TRY(kt_diagram_open(&d, &options, w->err));
    kt_diagram_watch watch = {.node = v.node, .n = n};
    kt_diagram_watch_nodes(d, &watch);
    collect_vote(&v, s, g, d);
    kt_threshold threshold = {v.n, v.node, v.share, s->min_share[g], false};
    kt_node root = kt_threshold_build(&(kt_algebra){d, 0}, &threshold);
    if (root == KT_NODE_NONE)
        status = kt_diagram_status(d, w->err);
    else
        status = put_nodes(w, d, root, &v, g);
    kt_diagram_unwatch(d);
done:
    kt_diagram_close(d);
    free(v.input);
    free(v.share);
    free(v.node);
    return status;
}

static kt_status put_gate(writer *w, uint32_t g)
{
    const kt_structure *s = w->s;
    kt_status status = begin_gate(w);
    if (status != KT_OK)
        return status;
    kt_buffer_format(w->out, "<define-gate name=\"g%u\">", g);
    if (s->kind[g] != KT_GATE_WEIGHTED || s->min_share[g] <= KT_SHARE_TOLERANCE)
        put_plain(w, g);
    else if (shares_are_equal(w, g))
        put_equal_vote(w, g);
    else
        status = put_vote(w, g);
    kt_buffer_put(w->out, "</define-gate>\n");
    return status;
}

// --------------------------------------------------------------------------------------- document

static void note(writer *w, kt_input input, size_t *depth)
{
    if (!kt_structure_is_gate(input) || w->needed[kt_structure_number(input)])
        return;
    w->needed[kt_structure_number(input)] = true;
    w->stack[(*depth)++] = kt_structure_number(input);
}

static void find_needed(writer *w)
{
    size_t depth = 0;
    note(w, w->s->top, &depth);
    while (depth > 0) {
        uint32_t g = w->stack[--depth];
        for (size_t k = kt_structure_first(w->s, g); k < w->s->end[g]; k++)
            note(w, w->s->input[k], &depth);
    }
}

static void put_event(writer *w, uint32_t event, const char *id)
{
    char number[KT_NUMBER_SIZE];
    kt_buffer_format(w->out, "<define-basic-event name=\"e%u\"><label>", event);
    put_escaped(w->out, id);
    kt_buffer_put(w->out, "</label>");
    if (!isnan(w->s->probability[event])) {
        kt_number_shortest(number, w->s->probability[event]);
        kt_buffer_format(w->out, "<float value=\"%s\"/>", number);
    }
    kt_buffer_put(w->out, "</define-basic-event>\n");
}

static kt_status put_document(writer *w, const kt_open_psa_form *form)
{
    kt_status status = KT_OK;
    kt_buffer_put(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n"
                          "<define-fault-tree name=\"keten\">\n"
                          "<define-gate name=\"top\"><label>");
    put_escaped(w->out, form->target);
    kt_buffer_put(w->out, "</label>");
    put_input(w, w->s->top);
    kt_buffer_put(w->out, "</define-gate>\n");
    for (uint32_t g = 0; g < w->s->n_gates && status == KT_OK; g++) {
        status = kt_control_check(w->control, w->err);
        if (status == KT_OK && w->needed[g])
            status = put_gate(w, g);
    }
    kt_buffer_put(w->out, "</define-fault-tree>\n<model-data>\n");
    for (uint32_t e = 0; e < w->s->n_events; e++) {
        if (w->named[e])
            put_event(w, e, form->event[e]);
    }
    kt_buffer_put(w->out, "</model-data>\n</opsa-mef>\n");
    if (status == KT_OK && w->out->failed)
        status = kt_error_no_memory(w->err);
    return status;
}

kt_status kt_open_psa_write(kt_buffer *out, const kt_disclosed *disclosed, kt_error *err)
{
    const kt_open_psa_form *form = disclosed->form;
    const kt_structure *s = form->structure;
    writer w = {.out = out, .s = s, .control = disclosed->control, .err = err};
    kt_status status = KT_OK;
    KT_TRY(kt_structure_check(s, err));
    w.needed = calloc((size_t)s->n_gates + 1, sizeof *w.needed);
    w.named = calloc((size_t)s->n_events + 1, sizeof *w.named);
    w.stack = calloc((size_t)s->n_gates + 1, sizeof *w.stack);
    uint32_t most = s->n_gates > s->n_events ? s->n_gates : s->n_events;
    w.met = calloc(2 * (size_t)most + 2, sizeof *w.met); // events are even, gates odd
    if (w.needed == NULL || w.named == NULL || w.stack == NULL || w.met == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    find_needed(&w);
    status = put_document(&w, form);
done:
    free(w.needed);
    free(w.named);
    free(w.stack);
    free(w.met);
    return status;
}
