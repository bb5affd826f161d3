// SPDX-License-Identifier: EUPL-1.2
// See switching_record.h.
#include "report/record/switching_record.h"

// clang-format off
static const kt_field LATE[] = {
    {.name = "item", .type = KT_FIELD_TEXT, KT_AT(kt_switching_item, id),
     .help = "the alternative that is left out"},
    {.name = "switch_days", .type = KT_FIELD_NUMBER, KT_AT(kt_switching_item, days),
     .unit = "days"},
    {0}};
// clang-format on
const kt_record kt_switching_record = {
    .name = "late_alternative", .field = LATE, .size = sizeof(kt_switching_item)};

const void *kt_switching_record_next(const kt_switching *late, kt_cursor *cursor)
{
    while (cursor->at < late->n && !late->row[cursor->at].reached)
        cursor->at++;
    return cursor->at < late->n ? &late->row[cursor->at++] : NULL;
}

kt_presence kt_switching_record_when(const kt_switching *late)
{
    kt_cursor cursor = {0};
    return kt_switching_record_next(late, &cursor) != NULL ? KT_PRESENT : KT_ABSENT;
}
