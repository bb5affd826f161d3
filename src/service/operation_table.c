// SPDX-License-Identifier: EUPL-1.2
// See operation_table.h.
#include "service/operation_table.h"

#include <string.h>

#include "base/lang.h"
#include "service/run_ask.h"
#include "service/run_assess.h"
#include "service/run_check.h"
#include "service/run_chokepoints.h"
#include "service/run_criticality.h"
#include "service/run_import.h"
#include "service/run_simulate.h"
#include "service/run_stress.h"
#include "service/run_template.h"

static const char *const SCOPES[] = {"global", "eu", NULL};
static const char *const CLASSES[] = {"country", "organisation", "site", "material", "flow", NULL};
static const char *const FORMATS[] = {"open-psa", NULL};
static const char *const TEMPLATE_KINDS[] = {"case", "self-scan", NULL};
static const char *const SAMPLINGS[] = {"stratified", "plain", "importance", NULL};
static const char *const LANGS[] = {"en", "nl", NULL};

// clang-format off
const kt_option_spec kt_operation_table_option[KT_N_OPTIONS] = {
    [KT_OPTION_TARGET] = {"target", "ITEM", KT_OPTION_TEXT, 0, 0, NULL,
        "what to analyse: the id of an item (default: the only platform)"},
    [KT_OPTION_SCOPE] = {"scope", "global|eu", KT_OPTION_CHOICE, 0, 0, SCOPES,
        "where materials without supply rows come from (default: global)"},
    [KT_OPTION_FULL] = {"full", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "everything, not only what fits one screen"},
    [KT_OPTION_CONCENTRATED] = {"concentrated", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "rule 1: share of one country from which a supply is concentrated (default: 0.65)"},
    [KT_OPTION_GOVERNANCE] = {"governance", "ESTIMATE", KT_OPTION_NUMBER, -2.5, 2.5, NULL,
        "rule 2: mean governance estimate below which a third country is unreliable (default: 0)"},
    [KT_OPTION_IMPACT] = {"impact", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "rules 3 and 4: lost output from which there is operational impact (default: 0.1)"},
    [KT_OPTION_BY] = {"by", "country|organisation|site|material|flow", KT_OPTION_CHOICE, 0, 0, CLASSES,
        "what may fail (default: country)"},
    [KT_OPTION_ORDER] = {"order", "N", KT_OPTION_WHOLE, 1, 100, NULL,
        "list sets of up to N events (default: 2)"},
    [KT_OPTION_COUNT] = {"count", NULL, KT_OPTION_FLAG, 0, 0, NULL, "print only how many sets there are"},
    [KT_OPTION_PROBABILITY] = {"probability", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "the probability per year, from the failure rates on record"},
    [KT_OPTION_EXCLUDE] = {"exclude", "EVENTS", KT_OPTION_TEXT, 0, 0, NULL,
        "events that never occur, separated by commas"},
    [KT_OPTION_MIN_SHARE] = {"min-share", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "least share of a supply that will do, where the data state none (default: 0)"},
    [KT_OPTION_MEMORY] = {"memory", "MB", KT_OPTION_WHOLE, 1, 1048576, NULL,
        "most memory for the diagrams, in MB (default: 1024); where given, all sets are tried"},
    [KT_OPTION_FORMAT] = {"format", "FORMAT", KT_OPTION_CHOICE, 0, 0, FORMATS,
        "open-psa: the failure structure, for another fault-tree tool"},
    [KT_OPTION_MATERIAL] = {"material", "MATERIAL", KT_OPTION_TEXT, 0, 0, NULL,
        "one material, by id or name (default: all)"},
    [KT_OPTION_DATE] = {"date", "DATE", KT_OPTION_DAY, 0, 0, NULL,
        "day that counts as today, YYYY-MM-DD (nothing reads the clock)"},
    [KT_OPTION_IMPORTER] = {"importer", "WHO", KT_OPTION_TEXT, 0, 0, NULL,
        "who buys: a country (NLD), a group (EU27, NATO) or an organisation of the case (default: EU27)"},
    [KT_OPTION_DRAWS] = {"draws", "N", KT_OPTION_WHOLE, 0, 100000, NULL,
        "random draws for the ranges; 0: no ranges (default: 10000)"},
    [KT_OPTION_TIME] = {"time", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "how soon: days that stocks on record bridge, and days to switch to another source"},
    [KT_OPTION_STATIC] = {"static", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "without time: what is left while everything drawn is on at once"},
    [KT_OPTION_SCENARIO] = {"scenario", "ID", KT_OPTION_TEXT, 0, 0, NULL,
        "one scenario of the case (default: all, and the year)"},
    [KT_OPTION_RUNS] = {"runs", "N", KT_OPTION_WHOLE, 1, 1e9, NULL,
        "number of years to draw (default: 1, scenarios alone and nothing drawn)"},
    [KT_OPTION_SEED] = {"seed", "S", KT_OPTION_WHOLE, 0, 9007199254740991, NULL,
        "seed of the draws: the same seed gives the same bytes (default: 0)"},
    [KT_OPTION_THREADS] = {"threads", "T", KT_OPTION_WHOLE, 1, 256, NULL,
        "threads to use; the result does not depend on it (default: one for each processor)"},
    [KT_OPTION_SPREAD] = {"spread", "SHARE", KT_OPTION_NUMBER, 0, 1, NULL,
        "uncertain shares: each times an even draw from 1 - SHARE to 1 + SHARE (default: 0)"},
    [KT_OPTION_SAMPLING] = {"sampling", "WAY", KT_OPTION_CHOICE, 0, 0, SAMPLINGS,
        "how years are drawn: stratified, plain or importance (default: stratified)"},
    [KT_OPTION_OUTPUT] = {"output", "PATH", KT_OPTION_TEXT, 0, 0, NULL,
        "write there, whole or not at all, instead of to standard output (-o PATH does the same)"},
    [KT_OPTION_DEADLINE] = {"deadline", "DATE", KT_OPTION_DAY, 0, 0, NULL,
        "day on which the answers should be in, YYYY-MM-DD"},
    [KT_OPTION_DRY_RUN] = {"dry-run", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "show what would change, write nothing"},
    [KT_OPTION_ACCEPT_PARTIAL] = {"accept-partial", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "take the rows that are right, although others are refused"},
    [KT_OPTION_MAPPING] = {"mapping", "FILE", KT_OPTION_TEXT, 0, 0, NULL,
        "which column means what; a file that is not there yet gets the proposal"},
    [KT_OPTION_YES] = {"yes", NULL, KT_OPTION_FLAG, 0, 0, NULL,
        "agree to the columns as guessed and to values that change"},
    [KT_OPTION_TEMPLATE_KIND] = {"kind", "KIND", KT_OPTION_CHOICE, 0, 0, TEMPLATE_KINDS,
        "case (a sheet for each table) or self-scan (one sheet for a small company)"},
    [KT_OPTION_JSON] = {"json", NULL, KT_OPTION_FLAG, 0, 0, NULL, "one JSON document on standard output"},
    [KT_OPTION_LANG] = {"lang", "en|nl", KT_OPTION_CHOICE, 0, 0, LANGS,
        "language (default: en, or KETEN_LANG)"},
    [KT_OPTION_QUIET] = {"quiet", NULL, KT_OPTION_FLAG, 0, 0, NULL, "no warnings"},
    [KT_OPTION_HELP] = {"help", NULL, KT_OPTION_FLAG, 0, 0, NULL, "this help"},
};

static const kt_option_id CHECK_OPTIONS[] = {KT_N_OPTIONS};
static const kt_option_id ASSESS_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_CONCENTRATED, KT_OPTION_GOVERNANCE,
    KT_OPTION_IMPACT, KT_N_OPTIONS};
static const kt_option_id CRITICALITY_OPTIONS[] = {
    KT_OPTION_MATERIAL, KT_OPTION_DATE, KT_OPTION_IMPORTER, KT_OPTION_DRAWS, KT_OPTION_SEED, KT_OPTION_THREADS,
    KT_OPTION_SCOPE, KT_OPTION_FULL, KT_N_OPTIONS};
static const kt_option_id CHOKEPOINTS_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_BY, KT_OPTION_ORDER, KT_OPTION_COUNT, KT_OPTION_PROBABILITY,
    KT_OPTION_EXCLUDE, KT_OPTION_MIN_SHARE, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_MEMORY,
    KT_OPTION_FORMAT, KT_N_OPTIONS};
static const kt_option_id ASK_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_CONCENTRATED, KT_OPTION_GOVERNANCE,
    KT_OPTION_IMPACT, KT_OPTION_OUTPUT, KT_OPTION_DEADLINE, KT_OPTION_DATE, KT_N_OPTIONS};
static const kt_option_id STRESS_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_FULL, KT_OPTION_TIME, KT_OPTION_THREADS,
    KT_OPTION_OUTPUT, KT_N_OPTIONS};
static const kt_option_id SIMULATE_OPTIONS[] = {
    KT_OPTION_TARGET, KT_OPTION_SCOPE, KT_OPTION_STATIC, KT_OPTION_SCENARIO, KT_OPTION_RUNS,
    KT_OPTION_SEED, KT_OPTION_THREADS, KT_OPTION_SPREAD, KT_OPTION_SAMPLING, KT_OPTION_OUTPUT,
    KT_N_OPTIONS};

static const kt_option_id IMPORT_OPTIONS[] = {
    KT_OPTION_OUTPUT, KT_OPTION_DRY_RUN, KT_OPTION_ACCEPT_PARTIAL, KT_OPTION_MAPPING,
    KT_OPTION_YES, KT_OPTION_DATE, KT_OPTION_FULL, KT_N_OPTIONS};
static const kt_option_id TEMPLATE_OPTIONS[] = {KT_OPTION_OUTPUT, KT_OPTION_TEMPLATE_KIND, KT_N_OPTIONS};

const kt_operation kt_operation_table[] = {
    {"check", "CASE", "every fault in the data, or \"ok\" with counts",
        "keten check data/cases/lcf", CHECK_OPTIONS, kt_run_check, false},
    {"assess", "CASE", "what the target depends on: the riskiest dependencies, visibility, countries",
        "keten assess data/cases/lcf --target fn-air-defence", ASSESS_OPTIONS, kt_run_assess, false},
    {"chokepoints", "CASE", "the smallest sets of countries, companies or materials that stop the target",
        "keten chokepoints data/cases/lcf --by country --min-share 0.5", CHOKEPOINTS_OPTIONS,
        kt_run_chokepoints, false},
    {"criticality", "[CASE]", "supply risk and other indicators of raw materials, with their uncertainty",
        "keten criticality --material gallium", CRITICALITY_OPTIONS, kt_run_criticality, false},
    {"ask", "CASE", "what to ask whom, ranked by what the answer could change; questionnaires",
        "keten ask data/cases/lcf", ASK_OPTIONS, kt_run_ask, true},
    {"template", NULL, "an empty workbook to fill in: a case, or a self-scan for a small company",
        "keten template -o case.xlsx --lang nl", TEMPLATE_OPTIONS, kt_run_template, true},
    {"import", "FILE...", "workbooks, CSV, CycloneDX and material declarations into a case",
        "keten import parts.xlsx -o mycase --dry-run", IMPORT_OPTIONS, kt_run_import, true},
    {"stress", "CASE", "every country, supplier and flow fails alone: who loses what",
        "keten stress data/cases/lcf", STRESS_OPTIONS, kt_run_stress, false},
    {"simulate", "CASE", "scenarios, and the years that may come: what is left, how likely",
        "keten simulate data/cases/lcf --static --runs 10000", SIMULATE_OPTIONS, kt_run_simulate, false},
    {NULL, NULL, NULL, NULL, NULL, NULL, false},
};
// clang-format on

const kt_operation *kt_operation_table_find(const char *name)
{
    for (const kt_operation *o = kt_operation_table; o->name != NULL; o++) {
        if (strcmp(o->name, name) == 0)
            return o;
    }
    return NULL;
}

bool kt_operation_table_takes(const kt_operation *operation, kt_option_id option)
{
    if (option >= KT_OPTION_JSON)
        return true;
    for (const kt_option_id *own = operation->options; *own != KT_N_OPTIONS; own++) {
        if (*own == option)
            return true;
    }
    return false;
}

// The word for a value or argument in the reader's language; "" where there is none.
static const char *word(const char *english, kt_lang lang)
{
    return english == NULL ? "" : kt_lang_text(lang, english);
}

// Options that mean something else in one operation.
static const struct {
    const char *operation;
    kt_option_id option;
    const char *help;
} OWN_HELP[] = {
    {"criticality", KT_OPTION_DATE,
     "the day of export restrictions and prices, YYYY-MM-DD (default: that of the newest "
     "announcement on record)"},
    {"import", KT_OPTION_DATE, "the day on which the questionnaires came back, YYYY-MM-DD"},
    {"import", KT_OPTION_OUTPUT,
     "folder of the case; made when it is not there (-o PATH does the same)"},
    {"template", KT_OPTION_OUTPUT,
     "the workbook; one that is there already is left alone (-o PATH does the same)"},
    {"criticality", KT_OPTION_SCOPE,
     "supply risk on world supply (global) or EU sourcing (eu) alone (default: both, as "
     "published)"},
    {"ask", KT_OPTION_OUTPUT,
     "folder for a questionnaire for each company and the list of questions (-o PATH does the "
     "same)"},
    {"simulate", KT_OPTION_SEED, "seed of the random numbers (default: 1)"},
};

static const char *help_text(const kt_operation *operation, kt_option_id id)
{
    for (size_t i = 0; i < sizeof OWN_HELP / sizeof OWN_HELP[0]; i++) {
        if (OWN_HELP[i].option == id && strcmp(OWN_HELP[i].operation, operation->name) == 0)
            return OWN_HELP[i].help;
    }
    return kt_operation_table_option[id].help;
}

static void help_option(kt_buffer *out, const kt_operation *operation, kt_option_id id,
                        kt_lang lang)
{
    const kt_option_spec *option = &kt_operation_table_option[id];
    size_t start = out->length;
    kt_buffer_format(out, "  --%s%s%s", option->name, option->value == NULL ? "" : " ",
                     word(option->value, lang));
    size_t used = out->length - start;
    kt_buffer_repeat(out, " ", used < 26 ? 26 - used : 2);
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, help_text(operation, id)));
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
                         word(o->subject, lang));
        size_t used = out->length - start;
        kt_buffer_repeat(out, " ", used < 18 ? 18 - used : 2);
        kt_buffer_format(out, "%s\n", kt_lang_text(lang, o->summary));
    }
    kt_buffer_format(out, "\n%s\n",
                     kt_lang_text(lang, "CASE is a folder with datapackage.json, or the name of a "
                                        "case that comes with Keten (lcf)."));
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, "More: keten COMMAND --help, man keten."));
}

void kt_operation_table_help(kt_buffer *out, const kt_operation *operation, kt_lang lang)
{
    if (operation == NULL) {
        help_program(out, lang);
        return;
    }
    kt_buffer_format(out, "%s keten %s%s%s %s\n\n%s\n\n", kt_lang_text(lang, "Usage:"),
                     operation->name, operation->subject == NULL ? "" : " ",
                     word(operation->subject, lang), kt_lang_text(lang, "[options]"),
                     kt_lang_text(lang, operation->summary));
    for (int id = 0; id < KT_N_OPTIONS; id++) {
        if (kt_operation_table_takes(operation, (kt_option_id)id))
            help_option(out, operation, (kt_option_id)id, lang);
    }
    kt_buffer_format(out, "\n%s\n  %s\n", kt_lang_text(lang, "Example:"), operation->example);
    kt_buffer_format(out, "\n%s\n",
                     kt_lang_text(lang, "Exit status: 0 done, 1 bad input, 2 bad usage, 3 out of "
                                        "resources, 4 internal fault."));
}
