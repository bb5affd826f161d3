// SPDX-License-Identifier: EUPL-1.2
// See shared_arguments.h.
#include "service/shared_arguments.h"

#include "base/lang.h"

// clang-format off
static const kt_field TARGET[] = {
    {.name = "target", .type = KT_FIELD_TEXT, KT_AT(kt_target_arguments, target), .word = "ITEM",
     .instead = "the only platform, else product group", .help = "what to analyse: the id of an item"},
    {.name = "scope", .type = KT_FIELD_CHOICE, KT_AT(kt_target_arguments, scope),
     .choices = kt_figures_scopes,
     .help = "where materials without supply rows come from: the world market, what the EU buys, or "
             "the customs partners of the Netherlands where their imports are on record"},
    {.name = "period", .type = KT_FIELD_TEXT, KT_AT(kt_target_arguments, period),
     .word = "newest|YEAR|YEAR-YEAR", .instead = "newest",
     .help = "years of the world's shares and tonnes: the newest of each material, the newest not "
             "after YEAR, or those of one study (2016-2020)"},
    {0}};
// clang-format on

const kt_record kt_shared_arguments_target = {
    .name = "target_arguments", .field = TARGET, .size = sizeof(kt_target_arguments)};

kt_status kt_shared_arguments_period(kt_vintage *out, const char *option, const char *text,
                                     kt_error *err)
{
    if (kt_vintage_read(out, text))
        return KT_OK;
    return kt_error_set(err, KT_BAD_USAGE,
                        kt_lang_text(kt_error_lang(err),
                                     "--%s \"%.40s\" is no period: newest, a year such as 2024 "
                                     "or years such as 2016-2020 are expected"),
                        option, text);
}

kt_status kt_shared_arguments_of(kt_session_target *out, const kt_target_arguments *arguments,
                                 kt_error *err)
{
    *out = (kt_session_target){.item = arguments->target,
                               .figures = {(kt_scope)arguments->scope, {.newest = true}}};
    if (arguments->period == NULL)
        return KT_OK;
    return kt_shared_arguments_period(&out->figures.vintage, "period", arguments->period, err);
}

// clang-format off
static const kt_field BUYER[] = {
    {.name = "need", .type = KT_FIELD_CHOICE, KT_AT(kt_buyer_arguments, need), .choices = kt_yearly_use_needs,
     .missing = KT_NO_CHOICE, .instead = "sustainment of what is in service, production where "
     "more than one a year is wanted, else newbuild",
     .help = "which need is set against what is left: of new ones built, of what is in service, of "
             "one set of the target, or of what a maker sells in a year"},
    {.name = "life", .type = KT_FIELD_NUMBER, KT_AT(kt_buyer_arguments, life), .word = "YEARS",
     .min = 0.1, .max = 1000.0, .missing = KT_LIFE_YEARS, .unit = "years",
     .help = "that what is installed serves, where no use a year is on record"},
    {.name = "reach", .type = KT_FIELD_NUMBER, KT_AT(kt_buyer_arguments, reach), .word = "SHARE",
     .max = 1.0, .missing = KT_BUYER_REACH, .unit = "share",
     .help = "of what the world still sells, the part that this buyer can take"},
    {.name = "hostile", .type = KT_FIELD_TEXT, KT_AT(kt_buyer_arguments, hostile),
     .word = "LIST|none", .instead = "those under sanctions, and those that refused already",
     .help = "countries supposed not to sell: alpha-3 codes with commas between"},
    {.name = "date", .type = KT_FIELD_DAY, KT_AT(kt_buyer_arguments, date), .word = "DATE",
     .missing = KT_NO_DAY, .instead = "the newest announcement on record",
     .help = "day that counts as today, YYYY-MM-DD (nothing reads the clock)"},
    {0}};
// clang-format on

const kt_record kt_shared_arguments_buyer = {
    .name = "buyer_arguments", .field = BUYER, .size = sizeof(kt_buyer_arguments)};

kt_status kt_shared_arguments_buyer_of(kt_buyer_options *out, const kt_buyer_arguments *arguments,
                                       const kt_target_arguments *of, kt_error *err)
{
    *out = (kt_buyer_options){
        .hostile = arguments->hostile,
        .reach = arguments->reach,
        .need = arguments->need == KT_NO_CHOICE ? KT_BUYER_NEED_OF_TARGET : arguments->need,
        .life = arguments->life,
        .day = arguments->date == KT_NO_DAY ? KT_BUYER_NO_DAY : arguments->date};
    if (arguments->need == (int32_t)KT_NEED_KIND_MODERNISATION && of->target == NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            "--need modernisation needs --target: the item of which one set is "
                            "replaced");
    return KT_OK;
}

// clang-format off
static const kt_field FULL[] = {
    {.name = "full", .type = KT_FIELD_FLAG, KT_AT(kt_full_argument, full),
     .help = "everything, not only the first rows of each table"},
    {0}};
// clang-format on
const kt_record kt_shared_arguments_full = {
    .name = "full", .field = FULL, .size = sizeof(kt_full_argument)};

// clang-format off
static const kt_field RULE[] = {
    {.name = "concentrated", .type = KT_FIELD_NUMBER, KT_AT(kt_risk_rule, concentrated),
     .word = "SHARE", .max = 1.0, .missing = KT_RISK_CONCENTRATED, .unit = "share",
     .help = "rule 1: share of one country from which a supply is concentrated"},
    {.name = "governance", .type = KT_FIELD_NUMBER, KT_AT(kt_risk_rule, governance),
     .word = "ESTIMATE", .min = -2.5, .max = 2.5, .missing = KT_RISK_GOVERNANCE,
     .help = "rule 2: mean governance estimate below which a third country is unreliable"},
    {.name = "impact", .type = KT_FIELD_NUMBER, KT_AT(kt_risk_rule, impact), .word = "SHARE",
     .max = 1.0, .missing = KT_RISK_IMPACT, .unit = "share",
     .help = "rules 3 and 4: lost output from which there is operational impact"},
    {0}};
// clang-format on

const kt_record kt_shared_arguments_rule = {
    .name = "rule", .field = RULE, .size = sizeof(kt_risk_rule)};

// clang-format off
static const kt_field THREADS[] = {
    {.name = "threads", .type = KT_FIELD_COUNT, KT_AT(kt_threads_argument, threads), .word = "T",
     .traits = KT_FIELD_UNTOLD, .min = 1.0, .max = 256.0, .instead = "one for each processor",
     .help = "threads to use; the result does not depend on it"},
    {0}};
// clang-format on

const kt_record kt_shared_arguments_threads = {
    .name = "threads", .field = THREADS, .size = sizeof(kt_threads_argument)};

kt_control kt_shared_arguments_control(const kt_control *control,
                                       const kt_threads_argument *threads)
{
    kt_control own = control == NULL ? (kt_control){0} : *control;
    if (threads->threads > 0)
        own.threads = threads->threads;
    return own;
}
