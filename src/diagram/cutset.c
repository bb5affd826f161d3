// SPDX-License-Identifier: EUPL-1.2
// Takes a structure through all steps: normal form, reduction, modules, diagrams, counts,
// probabilities, lists. Where the diagrams do not fit into the memory limit, it takes the bounded
// path and says so. A frigate by country takes milliseconds; the default limit is 1 GiB. What
// failed by a limit is told apart from what failed by the system: only the first is tried again
// with less.
#include "diagram/cutset.h"

#include <math.h>
#include <string.h>

#include "base/lang.h"
#include "diagram/bounded.h"
#include "diagram/count.h"
#include "diagram/cutset_list.h"
#include "diagram/few.h"
#include "diagram/normalise.h"
#include "diagram/probability.h"
#include "diagram/reduce.h"
#include "diagram/vote.h"

enum { DEFAULT_ORDER = 2, DEFAULT_SETS = 100000, MAX_ORDER = (1 << 27) - 1 };

// Nodes that one step may create where the whole is judged, and one of some ten orders of a module
// of several gates: some seconds.
#define JUDGED_EFFORT ((uint64_t)1 << 22)
#define JUDGED_ATTEMPT ((uint64_t)1 << 20)

typedef struct job {
    const kt_structure *s;
    kt_cutset_options options;
    kt_cutset_result *out;
    kt_arena *arena;   // of the result
    kt_arena work;     // freed at the end
    kt_normal reduced; // the whole
    kt_normal normal;  // what the solution is of, with gates for its modules
    kt_module_list modules;
    kt_solution solution;
    double *probability; // by event of the normal form
    uint64_t nodes;      // of all solutions
    size_t peak_bytes;
} job;

// Whether what failed did so by a limit, which less work might keep to.
static bool is_too_large(const job *j)
{
    const kt_diagram *d = j->solution.diagram;
    kt_diagram_failure failure = d == NULL ? KT_DIAGRAM_FINE : d->reported;
    return failure == KT_DIAGRAM_LIMIT || failure == KT_DIAGRAM_BUDGET;
}

static kt_status write_counts(job *j, const kt_count *count, kt_error *err)
{
    kt_cutset_order *order = kt_arena_alloc(j->arena, count->n_orders, sizeof *order);
    if (order == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < count->n_orders; i++)
        order[i] = (kt_cutset_order){count->order[i].order, count->order[i].count};
    j->out->count = count->total;
    j->out->order = order;
    j->out->n_orders = count->n_orders;
    return KT_OK;
}

// The target cannot fail, or has failed already.
static kt_status write_constant(job *j, bool fails, kt_error *err)
{
    kt_cutset_order *order = kt_arena_alloc(j->arena, 1, sizeof *order);
    kt_cutset *set = kt_arena_alloc(j->arena, 1, sizeof *set);
    char *count = kt_arena_text(j->arena, fails ? "1" : "0", 1);
    if (order == NULL || set == NULL || count == NULL)
        return kt_error_no_memory(err);
    *order = (kt_cutset_order){0, count};
    *set = (kt_cutset){.event = NULL, .probability = 1.0};
    j->out->complete = true;
    j->out->count = count;
    j->out->order = order;
    j->out->n_orders = fails ? 1 : 0;
    j->out->set = set;
    j->out->n_sets = fails && !j->options.no_list ? 1 : 0;
    j->out->listed = j->options.no_list ? 0 : j->options.order;
    j->out->probability = j->options.no_probability ? NAN : fails ? 1.0 : 0.0;
    return KT_OK;
}

// --------------------------------------------------------------------------------------- listing

static kt_status write_sets(job *j, const kt_cutset_list *list, uint32_t order, kt_error *err)
{
    kt_cutset *set = kt_arena_alloc(j->arena, list->n, sizeof *set);
    if (set == NULL)
        return kt_error_no_memory(err);
    for (size_t i = 0; i < list->n; i++) {
        uint32_t n = list->set[i].n;
        uint32_t *event = list->set[i].event;
        double probability = 1.0;
        for (uint32_t k = 0; k < n; k++) {
            probability *= j->probability[event[k]];
            event[k] = j->normal.event[event[k]];
        }
        set[i] = (kt_cutset){n, event, probability};
    }
    j->out->set = set;
    j->out->n_sets = list->n;
    j->out->listed = order;
    if (list->cut)
        j->out->listed = list->n == 0 ? 0 : list->set[list->n - 1].n - 1;
    return KT_OK;
}

static kt_status list_family(job *j, kt_node family, uint32_t order, kt_error *err)
{
    kt_cutset_list list;
    kt_cutset_list_request request = {family, order, j->options.max_sets};
    kt_status status = kt_cutset_list_family(&list, &j->solution, &request, j->arena, err);
    return status == KT_OK ? write_sets(j, &list, order, err) : status;
}

// The number that decimal digits spell, as near as a double comes.
static double rough(const char *digits)
{
    double n = 0.0;
    for (; *digits != '\0'; digits++)
        n = 10.0 * n + (double)(*digits - '0');
    return n;
}

// The order up to which sets have to be looked at, so that there are max_sets of them or all.
static uint32_t order_needed(const job *j)
{
    double n = 0.0;
    for (uint32_t i = 0; i < j->out->n_orders; i++) {
        n += rough(j->out->order[i].count);
        if (n > (double)j->options.max_sets && j->out->order[i].order < j->options.order)
            return j->out->order[i].order;
    }
    return j->options.order;
}

// One family over all events may be much larger than the families of the modules: where it does not
// fit, sets of fewer events are listed.
static kt_status list_solution(job *j, kt_error *err)
{
    kt_node family = KT_NODE_0;
    kt_status status = KT_OK;
    for (uint32_t order = order_needed(j); order >= 1; order /= 2) {
        status = kt_cutset_list_compose(&family, &j->solution, order, err);
        if (status == KT_OK)
            status = list_family(j, family, order, err);
        if (status != KT_NO_RESOURCES || !is_too_large(j))
            break;
        status = KT_OK;
    }
    return status;
}

// --------------------------------------------------------------------------------- probabilities

static kt_status write_probabilities(job *j, kt_error *err)
{
    kt_probability found;
    kt_status status = kt_probability_solution(&found, &j->solution, j->probability, &j->work, err);
    if (status != KT_OK)
        return status;
    kt_cutset_importance *importance =
        kt_arena_alloc(j->arena, j->normal.n_events, sizeof *importance);
    if (importance == NULL)
        return kt_error_no_memory(err);
    double top = found.top;
    for (uint32_t e = 0; e < j->normal.n_events; e++) {
        if (!found.matters[e])
            continue;
        double p = j->probability[e];
        double birnbaum = found.birnbaum[e];
        importance[j->out->n_importances++] = (kt_cutset_importance){
            .event = j->normal.event[e],
            .birnbaum = birnbaum,
            .fussell_vesely = top == 0.0 ? 0.0 : p * birnbaum / top,
            .risk_achievement = top == 0.0 ? NAN : (top + (1.0 - p) * birnbaum) / top,
        };
    }
    j->out->importance = importance;
    j->out->probability = top;
    j->out->n_missing = found.n_missing;
    return KT_OK;
}

// --------------------------------------------------------------------------------------- solving

static void close_solution(job *j)
{
    const kt_diagram *d = j->solution.diagram;
    if (d != NULL) {
        j->nodes += d->n_created;
        j->peak_bytes = d->peak_bytes > j->peak_bytes ? d->peak_bytes : j->peak_bytes;
    }
    kt_modules_solve_close(&j->solution);
}

// A solution of `normal`, nothing in it built yet, instead of the one before.
static kt_status open_solution(job *j, const kt_normal *normal, kt_error *err)
{
    kt_diagram_options options = {.memory_limit = j->options.memory_limit,
                                  .control = j->options.control,
                                  .hash_seed = j->options.hash_seed};
    close_solution(j);
    j->normal = *normal;
    kt_status status = kt_module_find(&j->modules, &j->normal, &j->work, err);
    if (status == KT_OK)
        status = kt_control_check(j->options.control, err);
    if (status == KT_OK)
        status =
            kt_modules_solve_open(&j->solution, &j->normal, &j->modules, &options, &j->work, err);
    return status;
}

// No set of so few events: the empty family.
static kt_status write_none(job *j, kt_error *err)
{
    char *count = kt_arena_text(j->arena, "0", 1);
    if (count == NULL)
        return kt_error_no_memory(err);
    j->out->count = count;
    j->out->listed = j->options.no_list ? 0 : j->out->explored;
    return KT_OK;
}

static kt_status write_family(job *j, const kt_bounded *bounded, uint32_t order, kt_error *err)
{
    kt_count count;
    kt_diagram_watch watch = {.node = &(kt_node){bounded->family}, .n = 1};
    kt_diagram_watch_nodes(j->solution.diagram, &watch);
    kt_status status = kt_count_family(&count, j->solution.diagram, bounded->family, j->arena, err);
    if (status == KT_OK)
        status = write_counts(j, &count, err);
    if (status == KT_OK && !j->options.no_list)
        status = list_family(j, bounded->family, order, err);
    kt_diagram_unwatch(j->solution.diagram);
    return status;
}

// Sets of up to `order` events: of what so few can make fail.
static kt_status solve_few(job *j, uint32_t order, kt_error *err)
{
    kt_few few = {0};
    kt_bounded bounded = {0};
    kt_status status = kt_few_find(&few, &j->reduced, order, j->options.control, &j->work, err);
    bool none = few.normal.top == KT_INPUT_NEVER;
    if (status == KT_OK && !none)
        status = open_solution(j, &few.normal, err);
    if (status == KT_OK && !none)
        status = kt_bounded_solve(&bounded, &j->solution, order, &j->work, err);
    if (status != KT_OK)
        return status;
    j->out->complete =
        bounded.n_cut == 0 && few.n_left_out == 0; // nothing was longer: these are all
    j->out->explored = j->out->complete ? UINT32_MAX : order;
    j->out->n_gates = j->reduced.n_gates;
    j->out->n_cut_gates = few.n_left_out > bounded.n_cut ? few.n_left_out : bounded.n_cut;
    return none ? write_none(j, err) : write_family(j, &bounded, order, err);
}

// As many events as are asked for, or fewer where that does not fit.
static kt_status solve_bounded(job *j, const char *why, kt_error *err)
{
    kt_error own = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_status status = KT_NO_RESOURCES;
    j->out->reason = kt_arena_text(j->arena, why, strlen(why));
    if (j->out->reason == NULL)
        return kt_error_no_memory(err);
    for (uint32_t order = j->options.order; status == KT_NO_RESOURCES && order >= 1; order--) {
        status = solve_few(j, order, &own);
        if (status == KT_NO_RESOURCES && !is_too_large(j))
            break;
    }
    if (status != KT_OK && err != NULL)
        *err = own;
    return status;
}

static kt_status solve_whole(job *j, kt_error *err)
{
    kt_count count;
    kt_status status = kt_modules_solve_modules(&j->solution, &j->work, err);
    if (status == KT_OK)
        status = kt_count_solution(&count, &j->solution, j->arena, err);
    if (status == KT_OK)
        status = write_counts(j, &count, err);
    if (status == KT_OK && !j->options.no_probability)
        status = write_probabilities(j, err);
    if (status == KT_OK && !j->options.no_list)
        status = list_solution(j, err);
    return status;
}

static kt_status solve(job *j, kt_error *err)
{
    kt_lang lang = err == NULL ? KT_LANG_EN : err->lang;
    kt_error why = {.lang = lang};
    const char *few = kt_lang_text(lang, "only sets of few events were asked for");
    kt_status status = KT_OK;
    if (j->options.judge && !j->options.bounded)
        status = kt_vote_too_large(&j->out->judged, &j->reduced, &j->work, err);
    if (status == KT_OK && (j->options.bounded || j->out->judged))
        return solve_bounded(j, few, err);
    if (status == KT_OK)
        status = open_solution(j, &j->reduced, err);
    if (status != KT_OK)
        return status;
    if (j->options.judge) {
        j->solution.effort = JUDGED_EFFORT;
        j->solution.attempt = JUDGED_ATTEMPT;
    }
    j->out->complete = true;
    j->out->explored = UINT32_MAX;
    status = solve_whole(j, &why);
    if (status == KT_NO_RESOURCES && is_too_large(j)) {
        bool judged = j->options.judge && j->solution.diagram->reported == KT_DIAGRAM_BUDGET;
        *j->out = (kt_cutset_result){.probability = NAN, .judged = judged};
        return solve_bounded(j, why.message, err);
    }
    if (status != KT_OK && err != NULL)
        *err = why;
    return status;
}

static void set_defaults(kt_cutset_options *options)
{
    if (options->order == 0)
        options->order = DEFAULT_ORDER;
    if (options->order > MAX_ORDER)
        options->order = MAX_ORDER;
    if (options->max_sets == 0)
        options->max_sets = DEFAULT_SETS;
}

static kt_status rank_probabilities(job *j, kt_error *err)
{
    j->probability = kt_arena_alloc(&j->work, j->reduced.n_events, sizeof *j->probability);
    if (j->probability == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < j->reduced.n_events; e++)
        j->probability[e] = j->s->probability[j->reduced.event[e]];
    return KT_OK;
}

kt_status kt_cutset_solve(kt_cutset_result *out, const kt_structure *s,
                          const kt_cutset_options *options, kt_arena *arena, kt_error *err)
{
    job j = {.s = s, .out = out, .arena = arena};
    kt_status status = KT_OK;
    if (options != NULL)
        j.options = *options;
    set_defaults(&j.options);
    *out = (kt_cutset_result){.probability = NAN, .explored = UINT32_MAX};
    KT_TRY(kt_structure_check(s, err));
    KT_TRY(
        kt_control_check(j.options.control, err)); // each step takes its time with a million gates
    KT_TRY(kt_normalise(&j.reduced, s, &j.work, err));
    KT_TRY(kt_control_check(j.options.control, err));
    KT_TRY(rank_probabilities(&j, err));
    if (j.reduced.top == KT_INPUT_NEVER || j.reduced.top == KT_INPUT_ALWAYS) {
        KT_TRY(write_constant(&j, j.reduced.top == KT_INPUT_ALWAYS, err));
        goto done;
    }
    KT_TRY(kt_reduce(&j.reduced, j.options.control, &j.work, err));
    KT_TRY(solve(&j, err));
done:
    close_solution(&j);
    out->nodes = j.nodes;
    out->peak_bytes = j.peak_bytes;
    kt_arena_free(&j.work);
    return status;
}
