// SPDX-License-Identifier: EUPL-1.2
// Scores every open fact (some 2,000 for a frigate) against the events that matter (some 60), eight
// events a sweep. For each eight the whole chain is swept once; each fact then steps through what
// lies above it, once per answer (whatif.c). So all questions together take less time than loading
// the case. Figures are rounded to 1e-9 before ranking, because the order must not hang on last
// bits.
#include "analysis/assess/ask.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/assess/matter.h"
#include "analysis/assess/whatif.h"
#include "base/sort.h"

const double kt_ask_tolerance = 1e-9;

enum { MAX_FUNCTIONS = 64 };

// What fails, one after the other: numbers of events, or of risks.
typedef struct picked {
    uint32_t *number;
    uint32_t n;
} picked;

typedef struct scoring {
    kt_ask *out;
    const kt_assessment *a;
    const kt_control *control;
    uint64_t n_done, n_steps; // facts looked at, once for each row of lanes
    picked country, flow;
    kt_whatif whatif;
    kt_matter matter;      // in the events at hand, of the first sweep
    kt_capacity *capacity; // of the first sweep
    const kt_events *events;
    uint32_t lanes[KT_WHATIF_LANES]; // events at hand
    uint32_t n_lanes;
    uint32_t function[MAX_FUNCTIONS]; // items
    uint32_t n_functions;
    uint64_t *function_seen; // [questions] bits: functions with a spread
} scoring;

// Lowest and highest loss over the answers.
typedef struct span {
    double low[KT_WHATIF_LANES], high[KT_WHATIF_LANES];
} span;

typedef struct spans {
    span target;
    span function[MAX_FUNCTIONS];
} spans;

static void widen(span *s, const kt_capacity *capacity, uint32_t item, bool first)
{
    for (uint32_t l = 0; l < KT_WHATIF_LANES; l++) {
        double lost = kt_exposure_loss(capacity, item, l);
        s->low[l] = first || lost < s->low[l] ? lost : s->low[l];
        s->high[l] = first || lost > s->high[l] ? lost : s->high[l];
    }
}

static void read_spans(spans *s, const scoring *sc, bool first)
{
    widen(&s->target, sc->capacity, sc->a->study.reach.target, first);
    for (uint32_t f = 0; f < sc->n_functions; f++)
        widen(&s->function[f], sc->capacity, sc->function[f], first);
}

// Fails the events at hand, one a lane, in the sweeps in use.
static void fail_events(scoring *sc)
{
    for (uint32_t l = 0; l < sc->n_lanes; l++) {
        for (int s = 0; s < sc->whatif.n_sweeps; s++)
            kt_exposure_fail(&sc->whatif.capacity[s], sc->events, sc->lanes[l], l);
    }
}

static void take_back(scoring *sc)
{
    for (int s = 0; s < sc->whatif.n_sweeps; s++)
        kt_capacity_clear(&sc->whatif.capacity[s]);
}

// A lane in which nothing of the input is missing cannot tell whether it is needed.
static bool may_matter(const scoring *sc, const kt_open_fact *fact)
{
    if (fact->kind != KT_OPEN_FACT_INPUT || (fact->answers & 1u << KT_RESOLVE_OFF) != 0)
        return true;
    const kt_network *net = &sc->a->network;
    for (int s = 0; s < sc->whatif.n_sweeps; s++) {
        for (uint32_t m = net->item[fact->other].mix; m < net->item[fact->other + 1].mix; m++) {
            for (uint32_t l = 0; l < sc->n_lanes; l++) {
                if (kt_capacity_mix(&sc->whatif.capacity[s], m, l) < 1.0)
                    return true;
            }
        }
    }
    return false;
}

static void add_span(kt_question *q, const spans *s, scoring *sc, uint64_t *seen)
{
    for (uint32_t l = 0; l < sc->n_lanes; l++) {
        double spread = s->target.high[l] - s->target.low[l];
        if (spread > kt_ask_tolerance)
            q->n_countries++;
        if (spread > q->spread + kt_ask_tolerance) {
            q->spread = spread;
            q->event = sc->events->event[sc->lanes[l]].id;
            q->event_low = s->target.low[l];
            q->event_high = s->target.high[l];
        }
        q->mean += spread;
        for (uint32_t f = 0; f < sc->n_functions; f++) {
            double wide = s->function[f].high[l] - s->function[f].low[l];
            q->function_mean += wide;
            if (wide > kt_ask_tolerance)
                *seen |= UINT64_C(1) << f;
        }
    }
}

// A market is that of several items: what matters of one alone says nothing of all.
static bool can_count(const scoring *sc, const kt_open_fact *fact)
{
    const uint8_t *lanes = sc->matter.item;
    if (fact->kind == KT_OPEN_FACT_INPUT && lanes[fact->other] == 0)
        return false;
    return fact->kind == KT_OPEN_FACT_MARKET || lanes[fact->item] != 0;
}

static void score_countries(scoring *sc, kt_question *q, uint64_t *seen)
{
    kt_whatif *w = &sc->whatif;
    spans s;
    if (q->fact.kind == KT_OPEN_FACT_TIME || !can_count(sc, &q->fact) || !may_matter(sc, &q->fact))
        return;
    read_spans(&s, sc, true);
    for (int r = 0; r < KT_N_RESOLUTIONS; r++) {
        if ((q->fact.answers >> r & 1u) == 0)
            continue;
        kt_whatif_apply(w, &q->fact, (kt_resolution)r, ~0u);
        read_spans(&s, sc, false);
        kt_whatif_revert(w);
    }
    add_span(q, &s, sc, seen);
}

// Third countries that matter to the target now.
static bool pick_countries(scoring *sc)
{
    const kt_assessment *a = sc->a;
    const kt_exposure *exposure = &a->exposure[KT_CLASS_COUNTRY];
    const kt_events *events = &exposure->events;
    picked *p = &sc->country;
    p->number = kt_arena_alloc(&sc->out->arena, (size_t)events->n + 1, sizeof *p->number);
    for (uint32_t e = 0; p->number != NULL && e < events->n; e++) {
        if (exposure->row[e].dependence >= a->rule.impact - kt_ask_tolerance &&
            kt_country_bloc(a->the_case, events->event[e].country, a->study.home) ==
                KT_BLOC_ELSEWHERE)
            p->number[p->n++] = e;
    }
    return p->number != NULL;
}

static kt_status look(scoring *sc, kt_error *err)
{
    return kt_control_step(sc->control, "asking what each answer changes", sc->n_done++,
                           sc->n_steps, err);
}

static void begin_lanes(scoring *sc, const picked *p, uint32_t first)
{
    sc->n_lanes = p->n - first < KT_WHATIF_LANES ? p->n - first : KT_WHATIF_LANES;
}

// Eight countries at a time.
static kt_status score_dependence(scoring *sc, kt_error *err)
{
    kt_status status = KT_OK;
    sc->events = &sc->a->exposure[KT_CLASS_COUNTRY].events;
    sc->whatif.n_sweeps = 1;
    for (uint32_t first = 0; first < sc->country.n && status == KT_OK; first += KT_WHATIF_LANES) {
        begin_lanes(sc, &sc->country, first);
        memcpy(sc->lanes, sc->country.number + first, sc->n_lanes * sizeof *sc->lanes);
        fail_events(sc);
        kt_capacity_sweep(sc->capacity);
        kt_matter_find(&sc->matter, sc->capacity, sc->n_lanes, &sc->a->study.reach, sc->function,
                       sc->n_functions);
        for (size_t i = 0; i < sc->out->n && status == KT_OK; i++) {
            score_countries(sc, &sc->out->question[i], &sc->function_seen[i]);
            status = look(sc, err);
        }
        take_back(sc);
    }
    sc->out->n_events = sc->country.n;
    return sc->whatif.failed ? kt_error_no_memory(err) : status;
}

// ---------------------------------------------------------------------------------------- verdicts

static void fail_open_ends(scoring *sc)
{
    const kt_network *net = &sc->a->network;
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (!sc->a->study.reach.producer[p] || !kt_exposure_open_end(net, p))
            continue;
        kt_capacity_set_all(&sc->whatif.capacity[KT_WHATIF_UPPER], p, 0.0);
    }
}

static bool add_flip(scoring *sc, kt_question *q, uint32_t risk, kt_risky verdict,
                     kt_resolution resolution)
{
    for (uint32_t k = 0; k < q->n_flips; k++) {
        if (q->flip[k].risk == risk)
            return true;
    }
    if (q->flip == NULL)
        q->flip = kt_arena_alloc(&sc->out->arena, sc->a->risks.n, sizeof *q->flip);
    if (q->flip == NULL)
        return false;
    q->flip[q->n_flips++] = (kt_flip){risk, verdict, resolution};
    return true;
}

// What who is served first loses under an answer: as much of the loss as now; where nothing is lost
// now, nobody knows how the new loss is shared, and it is all of it.
static double first_of(double first, double loss, double loss_then)
{
    double scaled = loss > kt_ask_tolerance ? loss_then * (first / loss) : loss_then;
    return scaled < 1.0 ? scaled : 1.0;
}

// An answer that changes what a flow costs is the more urgent the worse that flow is.
static void note_touched(kt_question *q, const kt_risk *now, const kt_risk *then)
{
    bool touched = fabs(then->dependence - now->dependence) > kt_ask_tolerance ||
                   fabs(then->dependence_built - now->dependence_built) > kt_ask_tolerance ||
                   fabs(then->dependence_upper - now->dependence_upper) > kt_ask_tolerance;
    if (!touched || now->mechanism < q->mechanism)
        return;
    if (now->mechanism > q->mechanism)
        q->dependence_first = 0.0;
    q->mechanism = now->mechanism;
    if (now->dependence_first > q->dependence_first)
        q->dependence_first = now->dependence_first;
}

static bool judge_lanes(scoring *sc, kt_question *q, kt_resolution resolution, uint32_t first)
{
    assert(sc->whatif.n_sweeps == KT_WHATIF_SWEEPS);
    uint32_t target = sc->a->study.reach.target;
    for (uint32_t l = 0; l < sc->n_lanes; l++) {
        uint32_t row = sc->flow.number[first + l];
        const kt_risk *now = &sc->a->risks.row[row];
        kt_risk risk = *now;
        risk.dependence = kt_exposure_loss(&sc->whatif.capacity[KT_WHATIF_LOWER], target, l);
        risk.dependence_built = kt_exposure_loss(&sc->whatif.capacity[KT_WHATIF_BUILT], target, l);
        risk.dependence_upper = kt_exposure_loss(&sc->whatif.capacity[KT_WHATIF_UPPER], target, l);
        risk.dependence_first = first_of(now->dependence_first, now->dependence, risk.dependence);
        risk.first_built = first_of(now->first_built, now->dependence_built, risk.dependence_built);
        note_touched(q, now, &risk);
        kt_risk_judge(&risk, &sc->a->rule);
        if (risk.risky != now->risky && !add_flip(sc, q, row, risk.risky, resolution))
            return false;
    }
    return true;
}

// Lanes in which a new supplier of the item may fail with the flow: all for an open end, else the
// lanes of flows of its own material and stage.
static unsigned lanes_of_supplier(const scoring *sc, const kt_open_fact *fact)
{
    const kt_network_item *item = &sc->a->network.item[fact->item];
    unsigned lanes = 0;
    for (uint32_t l = 0; l < sc->n_lanes; l++) {
        const kt_event *flow = &sc->events->event[sc->lanes[l]];
        bool same = item->material == flow->material && item->stage == flow->stage;
        if (fact->open_end || same)
            lanes |= 1u << l;
    }
    return lanes;
}

static bool score_verdicts(scoring *sc, kt_question *q, uint32_t first)
{
    kt_whatif *w = &sc->whatif;
    const kt_open_fact *fact = &q->fact;
    bool made = fact->kind == KT_OPEN_FACT_SUPPLIER || fact->kind == KT_OPEN_FACT_SUPPLY;
    unsigned lanes = made ? lanes_of_supplier(sc, fact) : ~0u;
    unsigned answers = fact->answers;
    bool good = true;
    if (lanes == 0) // where the maker sits is nothing to the flow of a material that it only uses
        answers &= ~(1u << KT_RESOLVE_SAFE | 1u << KT_RESOLVE_FAILS);
    if (answers == 0 || fact->kind == KT_OPEN_FACT_TIME || !may_matter(sc, fact))
        return true;
    for (int r = 0; r < KT_N_RESOLUTIONS && good; r++) {
        if ((answers >> r & 1u) == 0)
            continue;
        kt_whatif_apply(w, fact, (kt_resolution)r, lanes);
        good = judge_lanes(sc, q, (kt_resolution)r, first);
        kt_whatif_revert(w);
    }
    return good && !w->failed;
}

static bool score_time(scoring *sc, kt_question *q)
{
    for (uint32_t i = 0; i < sc->a->risks.n; i++) {
        kt_risk risk = sc->a->risks.row[i];
        kt_risky now = risk.risky;
        if (risk.half_product != q->fact.item || risk.alternative != q->fact.other)
            continue;
        for (int r = KT_RESOLVE_IN_TIME; r <= KT_RESOLVE_TOO_LATE; r++) {
            risk.stock_days = r == KT_RESOLVE_IN_TIME ? 1.0 : 0.0;
            risk.switch_days = r == KT_RESOLVE_IN_TIME ? 0.0 : 1.0;
            kt_risk_judge(&risk, &sc->a->rule);
            if (risk.risky != now && !add_flip(sc, q, i, risk.risky, (kt_resolution)r))
                return false;
        }
    }
    return true;
}

// Flows that are concentrated on unreliable ground, or may be, and cannot be bought off: no answer
// about the chain changes the verdict on others.
static bool pick_flows(scoring *sc)
{
    const kt_assessment *a = sc->a;
    picked *p = &sc->flow;
    p->number = kt_arena_alloc(&sc->out->arena, a->risks.n + 1, sizeof *p->number);
    for (uint32_t i = 0; p->number != NULL && i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        if (risk->mechanism > KT_MECHANISM_UNKNOWN &&
            risk->condition[KT_CONCENTRATED] != KT_VERDICT_NO &&
            risk->condition[KT_UNRELIABLE] != KT_VERDICT_NO)
            p->number[p->n++] = i;
    }
    return p->number != NULL;
}

// Eight flows at a time, in three sweeps.
static kt_status score_risks(scoring *sc, kt_error *err)
{
    const kt_assessment *a = sc->a;
    kt_status status = KT_OK;
    bool good = true;
    sc->events = &a->exposure[KT_CLASS_FLOW].events;
    sc->whatif.n_sweeps = KT_WHATIF_SWEEPS;
    for (uint32_t first = 0; first < sc->flow.n && status == KT_OK; first += KT_WHATIF_LANES) {
        begin_lanes(sc, &sc->flow, first);
        for (uint32_t l = 0; l < sc->n_lanes; l++)
            sc->lanes[l] =
                (uint32_t)(a->risks.row[sc->flow.number[first + l]].flow - sc->events->event);
        fail_events(sc);
        fail_open_ends(sc);
        for (int s = 0; s < sc->whatif.n_sweeps; s++)
            kt_capacity_sweep(&sc->whatif.capacity[s]);
        for (size_t i = 0; i < sc->out->n && status == KT_OK; i++) {
            if (!score_verdicts(sc, &sc->out->question[i], first))
                return kt_error_no_memory(err);
            status = look(sc, err);
        }
        take_back(sc);
    }
    for (size_t i = 0; i < sc->out->n && good; i++) {
        if (sc->out->question[i].fact.kind == KT_OPEN_FACT_TIME)
            good = score_time(sc, &sc->out->question[i]);
    }
    sc->out->n_verdicts = sc->flow.n;
    return good ? status : kt_error_no_memory(err);
}

// ------------------------------------------------------------------------------------------
// ranking

static int larger_first(double a, double b)
{
    return (a < b) - (a > b);
}

// Spreads and means have been rounded, so that what is equal but for the last bits is equal here.
static int best_first(const void *left, const void *right)
{
    const kt_question *a = left;
    const kt_question *b = right;
    int order = (a->mechanism < b->mechanism) - (a->mechanism > b->mechanism);
    if (order == 0)
        order = larger_first(a->dependence_first, b->dependence_first);
    if (order == 0)
        order = (a->n_flips < b->n_flips) - (a->n_flips > b->n_flips);
    if (order == 0)
        order = larger_first(a->spread, b->spread);
    if (order == 0)
        order = larger_first(a->mean, b->mean);
    if (order == 0)
        order = (a->n_functions < b->n_functions) - (a->n_functions > b->n_functions);
    if (order == 0)
        order = larger_first(a->function_mean, b->function_mean);
    if (order == 0)
        order = b->function_critical - a->function_critical;
    if (order == 0)
        order = (a->n_countries < b->n_countries) - (a->n_countries > b->n_countries);
    if (order == 0)
        order = (a->depth > b->depth) - (a->depth < b->depth);
    return order != 0 ? order : strcmp(a->fact.id, b->fact.id);
}

static double rounded(double value)
{
    return round(value * 1e9) / 1e9;
}

// The maker knows what goes into an item and how long its stocks last; who supplies it, its buyer.
static void choose_company(const kt_ask *ask, kt_question *q)
{
    const kt_downstream *above = &ask->above;
    uint32_t item = q->fact.item;
    q->own = q->fact.kind == KT_OPEN_FACT_INPUT || q->fact.kind == KT_OPEN_FACT_TIME;
    q->organisation = q->own ? above->knower[item] : kt_downstream_buyer(above, item);
    if (q->organisation == KT_NO_ROW)
        q->organisation = above->maker[above->target];
}

static void complete(scoring *sc, kt_question *q, uint64_t seen)
{
    const kt_network *net = &sc->a->network;
    double n = sc->out->n_events;
    q->spread = rounded(q->spread);
    q->dependence_first = rounded(q->dependence_first);
    q->mean = n > 0.0 ? rounded(q->mean / n) : 0.0;
    q->function_mean =
        n > 0.0 && sc->n_functions > 0 ? rounded(q->function_mean / n / sc->n_functions) : 0.0;
    for (; seen != 0; seen &= seen - 1)
        q->n_functions++;
    q->function_critical =
        net->item[q->fact.item].function_critical ||
        (q->fact.other != KT_NO_ROW && net->item[q->fact.other].function_critical);
    q->depth = sc->out->above.depth[q->fact.item];
    choose_company(sc->out, q);
}

// Drops what would change nothing and what was answered.
static kt_status keep_worth_asking(scoring *sc, kt_error *err)
{
    kt_ask *out = sc->out;
    const kt_table *questions = &sc->a->the_case->table[KT_QUESTIONS];
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++) {
        kt_question *q = &out->question[i];
        bool answered =
            q->asked != KT_NO_ROW && kt_table_choice(questions, KT_QUESTIONS_ANSWER, q->asked) != 0;
        complete(sc, q, sc->function_seen[i]);
        out->n_closed += answered;
        if (answered)
            continue;
        if (q->spread <= kt_ask_tolerance && q->n_flips == 0 && q->n_functions == 0)
            out->n_idle++;
        else
            out->question[kept++] = *q;
    }
    out->n = kept;
    return kt_sort_long(out->question, kept, sizeof *out->question, best_first, sc->control, err);
}

static uint64_t rows_of_lanes(const picked *p)
{
    return (p->n + KT_WHATIF_LANES - 1) / KT_WHATIF_LANES;
}

// Facts into questions, those near each other in the chain together: one after the other changes
// much of the same, and finds it in the cache.
static kt_status fill_questions(scoring *sc, const kt_open_facts *facts, kt_error *err)
{
    kt_ask *out = sc->out;
    kt_status status = KT_OK;
    size_t n_items = sc->a->network.n_items;
    uint32_t *place = malloc((n_items + 1) * sizeof *place);
    size_t *next = calloc(n_items + 2, sizeof *next); // question of the facts of each place
    if (place == NULL || next == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(kt_downstream_order(place, &out->above, err));
    for (size_t i = 0; i < facts->n; i++)
        next[place[facts->fact[i].item] + 1]++;
    for (size_t k = 0; k <= n_items; k++)
        next[k + 1] += next[k];
    for (size_t i = 0; i < facts->n; i++) {
        kt_question *q = &out->question[next[place[facts->fact[i].item]]++];
        KT_TRY(kt_control_check(sc->control, err)); // each looks through the table of questions
        q->fact = facts->fact[i];
        q->asked = kt_asked_row(sc->a->the_case, q->fact.id);
    }
done:
    free(place);
    free(next);
    return status;
}

static kt_status prepare(scoring *sc, kt_error *err)
{
    kt_ask *out = sc->out;
    const kt_network *net = &sc->a->network;
    kt_open_facts facts;
    kt_status status = kt_open_fact_list(&facts, sc->a, sc->control, &out->arena, err);
    if (status != KT_OK)
        return status;
    out->n_facts = out->n = facts.n;
    out->question = calloc(facts.n + 1, sizeof *out->question);
    sc->function_seen = calloc(facts.n + 1, sizeof *sc->function_seen);
    if (out->question != NULL)
        status = fill_questions(sc, &facts, err);
    kt_open_fact_free(&facts);
    if (status != KT_OK)
        return status;
    for (uint32_t i = 0; i < sc->a->study.reach.target && sc->n_functions < MAX_FUNCTIONS; i++) {
        if (sc->a->study.reach.item[i] && net->item[i].kind == KT_KIND_FUNCTION)
            sc->function[sc->n_functions++] = i;
    }
    out->n_functions = sc->n_functions;
    if (out->question == NULL || sc->function_seen == NULL || !pick_countries(sc) ||
        !pick_flows(sc))
        return kt_error_no_memory(err);
    sc->n_steps = (rows_of_lanes(&sc->country) + rows_of_lanes(&sc->flow)) * out->n;
    return status;
}

kt_status kt_ask_rank(kt_ask *out, const kt_assessment *a, const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    scoring sc = {.out = out, .a = a, .control = control};
    kt_study study = a->study; // of this work
    study.control = control;
    *out = (kt_ask){.assessment = a};

    KT_TRY(kt_downstream_find(&out->above, &study, &out->arena, err));
    KT_TRY(kt_asked_find(&out->progress, &study, err));
    KT_TRY(prepare(&sc, err));
    KT_TRY(kt_whatif_open(&sc.whatif, a, out->above.target, control, err));
    sc.capacity = &sc.whatif.capacity[KT_WHATIF_LOWER];
    KT_TRY(kt_matter_open(&sc.matter, &a->network, err));
    KT_TRY(score_dependence(&sc, err));
    KT_TRY(score_risks(&sc, err));
    KT_TRY(keep_worth_asking(&sc, err));
done:
    kt_whatif_close(&sc.whatif);
    kt_matter_close(&sc.matter);
    free(sc.function_seen);
    if (status != KT_OK)
        kt_ask_free(out);
    return status;
}

void kt_ask_free(kt_ask *ask)
{
    free(ask->question);
    kt_arena_free(&ask->arena);
    *ask = (kt_ask){0};
}
