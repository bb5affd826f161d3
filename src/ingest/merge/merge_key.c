// SPDX-License-Identifier: EUPL-1.2
// A list of columns for each of some twenty tables, walked, since it is asked once a table. A table
// that is not in it has no names: then two rows are the same when all of their cells are.
#include "ingest/merge/merge_key.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *table;
    const char *column[KT_MERGE_KEY + 1];
} KEYS[] = {
    {"items", {"id"}},
    {"bom", {"parent", "child", "alternative_group"}},
    {"organisations", {"id"}},
    {"sites", {"id"}},
    {"supply", {"item", "supplier", "buyer"}},
    {"stocks", {"item", "holder"}},
    {"demand", {"item", "year"}},
    {"areas", {"id"}},
    {"item_areas", {"item", "area"}},
    {"scenarios", {"id"}},
    {"scenario_events", {"scenario", "event_type", "target", "kind", "start_day"}},
    {"interventions", {"id"}},
    {"instruments", {"id"}},
    {"intervention_instruments", {"intervention", "instrument"}},
    {"recommendations", {"id"}},
    {"participants", {"organisation"}},
    {"steps", {"stage", "step"}},
    {"decisions", {"intervention"}},
    {"sustainment", {"item"}},
    {"observations", {"indicator", "subject", "date"}},
    {"answers", {"kind", "text"}},
    {"questions", {"id"}},
};

const char *const *kt_merge_key(const char *table)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(KEYS[i].table, table) == 0)
            return KEYS[i].column;
    }
    return NULL;
}
