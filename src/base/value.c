// SPDX-License-Identifier: EUPL-1.2
// See value.h. Setters leave the other members alone: a reader looks at `kind` first. A value is
// some 90 bytes and lives on the stack of the reader.
#include "base/value.h"

#include <math.h>

#include "base/date.h"

void kt_value_set_text(kt_value *out, const char *text)
{
    out->kind = text == NULL ? KT_VALUE_NULL : KT_VALUE_TEXT;
    out->text = text;
}

void kt_value_set_number(kt_value *out, double number)
{
    out->kind = isfinite(number) ? KT_VALUE_NUMBER : KT_VALUE_NULL;
    out->number = number;
}

void kt_value_set_count(kt_value *out, uint64_t count)
{
    out->kind = KT_VALUE_COUNT;
    out->count = count;
}

void kt_value_set_flag(kt_value *out, bool flag)
{
    out->kind = KT_VALUE_FLAG;
    out->flag = flag;
}

void kt_value_set_day(kt_value *out, double day)
{
    out->kind = KT_VALUE_NULL;
    if (isnan(day))
        return;
    kt_date_write(out->room, (int32_t)day);
    kt_value_set_text(out, out->room);
}
