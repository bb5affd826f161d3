// SPDX-License-Identifier: EUPL-1.2
// See shared_arguments.h.
#include "service/shared_arguments.h"

const char *const kt_shared_arguments_scopes[] = {"global", "eu", NULL};

// clang-format off
static const kt_field TARGET[] = {
    {.name = "target", .type = KT_FIELD_TEXT, KT_AT(kt_target_arguments, target), .word = "ITEM",
     .instead = "the only platform", .help = "what to analyse: the id of an item"},
    {.name = "scope", .type = KT_FIELD_CHOICE, KT_AT(kt_target_arguments, scope),
     .choices = kt_shared_arguments_scopes,
     .help = "where materials without supply rows come from"},
    {0}};
// clang-format on

const kt_record kt_shared_arguments_target = {
    .name = "target_arguments", .field = TARGET, .size = sizeof(kt_target_arguments)};

kt_session_target kt_shared_arguments_of(const kt_target_arguments *arguments)
{
    return (kt_session_target){.item = arguments->target, .scope = (kt_scope)arguments->scope};
}

// clang-format off
static const kt_field FULL[] = {
    {.name = "full", .type = KT_FIELD_FLAG, KT_AT(kt_full_argument, full),
     .help = "everything, not only what fits one screen"},
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
