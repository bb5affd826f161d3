// SPDX-License-Identifier: EUPL-1.2
// See common_record.h.
#include "report/record/common_record.h"

const char *const kt_common_record_scopes[] = {"global", "eu", NULL};
const char *const kt_common_record_verdicts[] = {"no", "unknown", "yes", NULL};

// clang-format off
static const kt_field EVIDENCE[] = {
    {.name = "A", .type = KT_FIELD_NUMBER, .offset = 0, .size = sizeof(double), .unit = "share"},
    {.name = "B", .type = KT_FIELD_NUMBER, .offset = sizeof(double), .size = sizeof(double),
     .unit = "share"},
    {.name = "C", .type = KT_FIELD_NUMBER, .offset = 2 * sizeof(double), .size = sizeof(double),
     .unit = "share"},
    {.name = "D", .type = KT_FIELD_NUMBER, .offset = 3 * sizeof(double), .size = sizeof(double),
     .unit = "share"},
    {0}};
// clang-format on
const kt_record kt_common_record_evidence = {
    .name = "evidence", .field = EVIDENCE, .size = 4 * sizeof(double)};

// clang-format off
static const kt_field TEXT[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .offset = 0, .size = sizeof(const char *)},
    {0}};
// clang-format on
const kt_record kt_common_record_text = {
    .name = "text", .field = TEXT, .size = sizeof(const char *), .shape = KT_SHAPE_VALUE};
