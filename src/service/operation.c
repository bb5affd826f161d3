// SPDX-License-Identifier: EUPL-1.2
// See operation.h.
#include "service/operation.h"

#include <string.h>

#include "base/lang.h"
#include "service/run_assess.h"
#include "service/run_check.h"
#include "service/run_simulate.h"
#include "service/run_stress.h"

static const char *const SCOPES[] = {"global", "eu", NULL};
static const char *const SAMPLINGS[] = {"stratified", "plain", "importance", NULL};
static const char *const LANGS[] = {"en", "nl", NULL};

// clang-format off
const kt_option_spec kt_operation_option[KT_N_OPTIONS] = {
    [KT_OPTION_TARGET] = {"target", "ITEM", KT_OPTION_TEXT, 0, 0, NULL,
        "what to analyse: the id of an item (default: the only platform)"},
    [KT_OPTION_SCOPE] = {"scope", "SCOPE", KT_OPTION_CHOICE, 0, 0, SCOPES,
        "where materials without supply rows come from: global or eu (default: global)"},
    [KT_OPTION_FULL] = {"full", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "everything, not only what fits one screen"},
    [KT_OPTION_CONCENTRATED] = {"concentrated", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "rule 1: share of one country from which a supply is concentrated (default: 0.65)"},
    [KT_OPTION_GOVERNANCE] = {"governance", "ESTIMATE", KT_OPTION_NUMBER, -2.5, 2.5, NULL,
        "rule 2: mean governance estimate below which a third country is unreliable (default: 0)"},
    [KT_OPTION_IMPACT] = {"impact", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "rules 3 and 4: lost output from which there is operational impact (default: 0.1)"},
    [KT_OPTION_TIME] = {"time", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "how long stocks of each material last, where someone states them"},
    [KT_OPTION_STATIC] = {"static", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "without time: what is left while everything drawn is on at once"},
    [KT_OPTION_SCENARIO] = {"scenario", "ID", KT_OPTION_TEXT, 0, 0, NULL,
        "one scenario of the case (default: all, and the year)"},
    [KT_OPTION_RUNS] = {"runs", "N", KT_OPTION_NUMBER, 1, 1e9, NULL,
        "number of years to draw (default: 1, scenarios alone and nothing drawn)"},
    [KT_OPTION_SEED] = {"seed", "S", KT_OPTION_NUMBER, 0, 9007199254740992, NULL,
        "seed of the random numbers (default: 1)"},
    [KT_OPTION_THREADS] = {"threads", "T", KT_OPTION_NUMBER, 1, 256, NULL,
        "threads; figures do not depend on it (default: one a processor)"},
    [KT_OPTION_SPREAD] = {"spread", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "uncertain shares: each times an even draw from 1 - SHARE to 1 + SHARE (default: 0)"},
    [KT_OPTION_SAMPLING] = {"sampling", "WAY", KT_OPTION_CHOICE, 0, 0, SAMPLINGS,
        "how years are drawn: stratified, plain or importance (default: stratified)"},
    [KT_OPTION_OUTPUT] = {"output", "FILE", KT_OPTION_TEXT, 0, 0, NULL,
        "write there, whole or not at all, instead of to standard output"},
    [KT_OPTION_JSON] = {"json", NULL, KT_OPTION_FLAG, 0, 0, NULL, "one JSON document on standard output"},
    [KT_OPTION_LANG] = {"lang", "LANG", KT_OPTION_CHOICE, 0, 0, LANGS,
        "language: en or nl (default: en, or KETEN_LANG)"},
    [KT_OPTION_QUIET] = {"quiet", NULL, KT_OPTION_FLAG, 0, 0, NULL, "no warnings"},
    [KT_OPTION_HELP] = {"help", NULL, KT_OPTION_FLAG, 0, 0, NULL, "this help"},
};

static const kt_option_id CHECK_OPTIONS[] = {KT_N_OPTIONS};
static const kt_option_id ASSESS_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_CONCENTRATED, KT_OPTION_GOVERNANCE,
    KT_OPTION_IMPACT, KT_N_OPTIONS};
static const kt_option_id STRESS_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_TIME, KT_OPTION_THREADS,
    KT_OPTION_OUTPUT, KT_N_OPTIONS};
static const kt_option_id SIMULATE_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_STATIC, KT_OPTION_SCENARIO, KT_OPTION_RUNS,
    KT_OPTION_SEED, KT_OPTION_THREADS, KT_OPTION_SPREAD, KT_OPTION_SAMPLING, KT_OPTION_OUTPUT,
    KT_N_OPTIONS};

const kt_operation kt_operation_table[] = {
    {"check", "CASE", "every fault in the data, or \"ok\" with counts",
        "keten check data/cases/lcf", CHECK_OPTIONS, kt_run_check},
    {"assess", "CASE", "what the target depends on: the riskiest dependencies, visibility, countries",
        "keten assess data/cases/lcf --target air-defence", ASSESS_OPTIONS, kt_run_assess},
    {"stress", "CASE", "every country, supplier and flow fails alone: who loses what",
        "keten stress data/cases/lcf", STRESS_OPTIONS, kt_run_stress},
    {"simulate", "CASE", "scenarios, and the years that may come: what is left, how likely",
        "keten simulate data/cases/lcf --static --runs 10000", SIMULATE_OPTIONS, kt_run_simulate},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
// clang-format on

const kt_operation *kt_operation_find(const char *name)
{
    for (const kt_operation *o = kt_operation_table; o->name != NULL; o++) {
        if (strcmp(o->name, name) == 0)
            return o;
    }
    return NULL;
}

bool kt_operation_takes(const kt_operation *operation, kt_option_id option)
{
    if (option >= KT_OPTION_JSON)
        return true;
    for (const kt_option_id *own = operation->options; *own != KT_N_OPTIONS; own++) {
        if (*own == option)
            return true;
    }
    return false;
}

static void help_option(kt_buffer *out, kt_option_id id, kt_lang lang)
{
    const kt_option_spec *option = &kt_operation_option[id];
    size_t start = out->length;
    kt_buffer_format(out, "  --%s%s%s", option->name, option->value == NULL ? "" : " ",
                     option->value == NULL ? "" : option->value);
    size_t used = out->length - start;
    kt_buffer_repeat(out, " ", used < 26 ? 26 - used : 2);
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, option->help));
}

static void help_program(kt_buffer *out, kt_lang lang)
{
    kt_buffer_format(out, "keten %s — %s\n\n", KT_VERSION,
                     kt_lang_text(lang, "the value chain of a product group: what it depends on"));
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, "Usage: keten COMMAND CASE [options]"));
    kt_buffer_put(out, "\n");
    for (const kt_operation *o = kt_operation_table; o->name != NULL; o++) {
        size_t start = out->length;
        kt_buffer_format(out, "  %s%s%s", o->name, o->subject == NULL ? "" : " ",
                         o->subject == NULL ? "" : o->subject);
        size_t used = out->length - start;
        kt_buffer_repeat(out, " ", used < 18 ? 18 - used : 2);
        kt_buffer_format(out, "%s\n", kt_lang_text(lang, o->summary));
    }
    kt_buffer_format(out, "\n%s\n",
                     kt_lang_text(lang, "CASE is a folder with datapackage.json, or the name of a "
                                        "case that comes with Keten (lcf)."));
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, "More: keten COMMAND --help, man keten."));
}

void kt_operation_help(kt_buffer *out, const kt_operation *operation, kt_lang lang)
{
    if (operation == NULL) {
        help_program(out, lang);
        return;
    }
    kt_buffer_format(out, "%s keten %s%s%s %s\n\n%s\n\n", kt_lang_text(lang, "Usage:"),
                     operation->name, operation->subject == NULL ? "" : " ",
                     operation->subject == NULL ? "" : operation->subject,
                     kt_lang_text(lang, "[options]"), kt_lang_text(lang, operation->summary));
    for (int id = 0; id < KT_N_OPTIONS; id++) {
        if (kt_operation_takes(operation, (kt_option_id)id))
            help_option(out, (kt_option_id)id, lang);
    }
    kt_buffer_format(out, "\n%s\n  %s\n", kt_lang_text(lang, "Example:"), operation->example);
    kt_buffer_format(out, "\n%s\n",
                     kt_lang_text(lang, "Exit status: 0 done, 1 bad input, 2 bad usage, 3 out of "
                                        "resources, 4 internal fault."));
}
