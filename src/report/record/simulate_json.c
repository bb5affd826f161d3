// SPDX-License-Identifier: EUPL-1.2
// See simulate_json.h.
#include "report/record/simulate_json.h"

static const char *text(const kt_montecarlo *run, kt_symbol symbol)
{
    return kt_pool_text(&run->network->the_case->pool, symbol);
}

static void write_residual(kt_json *json, const kt_scenario_result *result)
{
    if (isnan(result->range.mean)) {
        kt_json_number(json, "residual", result->residual);
        return;
    }
    kt_json_open(json, "residual", '{');
    kt_json_number(json, "mean", result->range.mean);
    kt_json_number(json, "p05", result->range.p05);
    kt_json_number(json, "p50", result->range.p50);
    kt_json_number(json, "p95", result->range.p95);
    kt_json_close(json, '}');
}

static void write_scenario(kt_json *json, const kt_montecarlo *run,
                           const kt_scenario_result *result)
{
    const kt_scenario *scenario = result->scenario;
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "id", text(run, scenario->id));
    kt_json_number(json, "probability_per_year", scenario->probability);
    write_residual(json, result);
    kt_json_number(json, "residual_alone", result->residual);
    kt_json_number(json, "residual_lower", result->residual_lower);
    kt_json_number(json, "worst_day", scenario->worst_day);
    kt_json_null(json, "time_to_impact_days");
    kt_json_null(json, "time_to_survive_days");
    kt_json_null(json, "lost_units");
    kt_json_null(json, "loss_eur");
    kt_json_count(json, "events_without_size", scenario->n_unsized);
    kt_json_close(json, '}');
}

static void write_interval(kt_json *json, const char *key, kt_interval x)
{
    kt_json_open(json, key, '{');
    kt_json_number(json, "value", x.value);
    kt_json_number(json, "low", x.low);
    kt_json_number(json, "high", x.high);
    kt_json_close(json, '}');
}

static void write_year(kt_json *json, const kt_montecarlo *run)
{
    const kt_year *year = &run->year;
    if (!run->has_year) {
        kt_json_null(json, "year");
        return;
    }
    kt_json_open(json, "year", '{');
    write_interval(json, "expected_loss", year->expected);
    write_interval(json, "cvar", year->tail);
    kt_json_number(json, "var", year->quantile);
    kt_json_number(json, "tail", kt_montecarlo_tail);
    kt_json_number(json, "probability_anything", year->anything);
    write_interval(json, "probability_all_lost", year->all_lost);
    kt_json_open(json, "convergence", '[');
    for (uint32_t k = 0; k < year->n_steps; k++) {
        kt_json_open(json, NULL, '{');
        kt_json_count(json, "runs", year->step[k].runs);
        write_interval(json, "expected_loss", year->step[k].expected);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
    kt_json_close(json, '}');
}

void kt_simulate_json_write(kt_json *json, const kt_montecarlo *run,
                            const kt_montecarlo_options *options)
{
    static const char *const SAMPLINGS[] = {"stratified", "plain", "importance"};
    kt_json_open(json, "result", '{');
    kt_json_text(json, "target", text(run, run->network->item[run->reach.target].id));
    kt_json_bool(json, "static", true);
    kt_json_count(json, "runs", options->runs);
    kt_json_count(json, "seed", options->seed);
    kt_json_text(json, "sampling", SAMPLINGS[options->sampling]);
    kt_json_number(json, "spread", options->spread);
    kt_json_open(json, "scenarios", '[');
    for (uint32_t s = 0; s < run->n_results; s++)
        write_scenario(json, run, &run->result[s]);
    kt_json_close(json, ']');
    kt_json_count(json, "hazards", run->hazards.n);
    kt_json_count(json, "assumed", run->hazards.n_assumed);
    kt_json_count(json, "without_probability", run->hazards.n_without);
    write_year(json, run);
    kt_json_close(json, '}');
}
