// SPDX-License-Identifier: EUPL-1.2
// See template_record.h. The workbook itself is the result; this only says where it is.
#include "report/record/template_record.h"

// clang-format off
static const kt_field RESULT[] = {
    {.name = "path", .type = KT_FIELD_TEXT, KT_AT(kt_template_result, path),
     .help = "the workbook that was written"},
    {0}};
// clang-format on

const kt_record kt_template_record = {
    .name = "template", .field = RESULT, .size = sizeof(kt_template_result)};
