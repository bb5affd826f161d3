// SPDX-License-Identifier: EUPL-1.2
// See measure.h. Two dozen words; the choices of scenario_events.kind are the first eight of them.
#include "model/measure.h"

#include <stddef.h>
#include <string.h>

#include "model/schema.h"

enum {
    TAKES = KT_MEASURE_TAKES,
    PART = KT_MEASURE_PART,
    SHARE = KT_MEASURE_SHARE,
    BINDS = KT_MEASURE_BINDS,
    REFUSES = KT_MEASURE_REFUSES
};

static const char BAN[] = "ban", END_USE_BAN[] = "end_use_ban", QUOTA[] = "quota",
                  LICENCE[] = "licence", TARIFF[] = "tariff", FAILURE[] = "failure",
                  DEMAND[] = "demand", DELAY[] = "delay";

const char *const kt_schema_event_kinds[] = {
    [KT_EVENT_BAN - 1] = BAN,       [KT_EVENT_END_USE_BAN - 1] = END_USE_BAN,
    [KT_EVENT_QUOTA - 1] = QUOTA,   [KT_EVENT_LICENCE - 1] = LICENCE,
    [KT_EVENT_TARIFF - 1] = TARIFF, [KT_EVENT_FAILURE - 1] = FAILURE,
    [KT_EVENT_DEMAND - 1] = DEMAND, [KT_EVENT_DELAY - 1] = DELAY,
    [KT_EVENT_DELAY] = NULL,
};

// A tariff may be above 1, a delay counts days, and demand of others may be more than there is. A
// listing of organisations binds those alone, so it does not count as a bond of the importer. Of
// what only export_restrictions has, technology, reporting, disruptions and what importers do to
// themselves do neither.
static const kt_measure MEASURES[] = {
    {BAN, KT_EVENT_BAN, TAKES | SHARE | BINDS | REFUSES},
    {END_USE_BAN, KT_EVENT_END_USE_BAN, TAKES | SHARE | BINDS | REFUSES},
    {QUOTA, KT_EVENT_QUOTA, TAKES | PART | SHARE | BINDS},
    {LICENCE, KT_EVENT_LICENCE, TAKES | PART | SHARE | BINDS | REFUSES},
    {TARIFF, KT_EVENT_TARIFF, 0},
    {FAILURE, KT_EVENT_FAILURE, TAKES | SHARE},
    {DEMAND, KT_EVENT_DEMAND, TAKES | PART},
    {DELAY, KT_EVENT_DELAY, 0},
    {"suspension", 0, BINDS | REFUSES},
    {"extraterritorial_licence", 0, BINDS | REFUSES},
    {"licence_practice", 0, REFUSES},
    {"entity_listing", 0, REFUSES},
    {"tax", 0, BINDS},
    {"state_trading", 0, BINDS},
};

const kt_measure *kt_measure_of_event(int kind)
{
    for (size_t i = 0; i < sizeof MEASURES / sizeof MEASURES[0]; i++) {
        if (kind != 0 && MEASURES[i].event_kind == kind)
            return &MEASURES[i];
    }
    return NULL;
}

const kt_measure *kt_measure_of_word(const char *word)
{
    for (size_t i = 0; i < sizeof MEASURES / sizeof MEASURES[0]; i++) {
        if (strcmp(MEASURES[i].word, word) == 0)
            return &MEASURES[i];
    }
    return NULL;
}
