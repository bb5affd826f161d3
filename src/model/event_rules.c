// SPDX-License-Identifier: EUPL-1.2
// Looks each target up in the table that its type names; a flow is taken apart at its slashes. Tens
// of events, so nothing is indexed. A material that the reference lacks may be one of the case's
// items.
#include "model/event_rules.h"

#include <string.h>

#include "base/lang.h"
#include "base/number.h"

typedef struct event {
    kt_case *c;
    const kt_table *table;
    uint32_t row;
    const char *target;
} event;

static kt_fault target_of(const event *e)
{
    return kt_table_place(e->table, e->row, KT_SCENARIO_EVENTS_TARGET);
}

static const char *word(const event *e, const char *english)
{
    return kt_lang_text(e->c->faults.lang, english);
}

// `table` (may be NULL) is where the id should have been: its first column holds the ids.
static void refuse(const event *e, const char *name, const char *class_name, const kt_table *table)
{
    uint32_t nearest = table == NULL ? KT_NO_ROW : kt_case_nearest(e->c, table, 0, name);
    bool whole = strcmp(name, e->target) == 0;
    const char *id =
        nearest == KT_NO_ROW ? NULL : kt_pool_text(&e->c->pool, kt_table_text(table, 0, nearest));
    if (whole && id == NULL)
        kt_fault_add(&e->c->faults, target_of(e), "target \"%s\" is not a known %s", name,
                     word(e, class_name));
    else if (whole)
        kt_fault_add(&e->c->faults, target_of(e),
                     "target \"%s\" is not a known %s: did you mean \"%s\"?", name,
                     word(e, class_name), id);
    else if (id == NULL)
        kt_fault_add(&e->c->faults, target_of(e), "target \"%s\": \"%s\" is not a known %s",
                     e->target, name, word(e, class_name));
    else
        kt_fault_add(&e->c->faults, target_of(e),
                     "target \"%s\": \"%s\" is not a known %s: did you mean \"%s\"?", e->target,
                     name, word(e, class_name), id);
}

// Of the reference, or of an item of the case: what the reference lacks is allowed there.
static bool is_material(const kt_case *c, kt_symbol material)
{
    const kt_table *items = &c->table[KT_ITEMS];
    if (material == 0)
        return false;
    if (kt_case_row(&c->material, material) != KT_NO_ROW)
        return true;
    for (uint32_t r = 0; r < items->n_rows; r++) {
        kt_symbol own = kt_table_text(items, KT_ITEMS_MATERIAL, r);
        own = own != 0 ? own : kt_table_text(items, KT_ITEMS_ID, r);
        if (kt_table_choice(items, KT_ITEMS_KIND, r) == KT_KIND_MATERIAL && own == material)
            return true;
    }
    return false;
}

static bool is_stage(const char *name)
{
    for (int stage = KT_STAGE_EXTRACTION; stage <= KT_STAGE_RECYCLING; stage++) {
        if (strcmp(name, kt_schema_stage_name(stage)) == 0)
            return true;
    }
    return false;
}

// COUNTRY/material/stage
static void check_flow(const event *e)
{
    enum { MOST = 64 };
    const kt_case *c = e->c;
    char part[2][MOST + 1] = {{0}};
    const char *at = e->target;
    for (int k = 0; k < 2; k++) {
        const char *slash = strchr(at, '/');
        size_t length = slash == NULL ? 0 : (size_t)(slash - at);
        if (length == 0 || length > MOST) {
            kt_fault_add(&e->c->faults, target_of(e),
                         "target \"%s\" is not a flow, as CHN/gallium/processing is", e->target);
            return;
        }
        memcpy(part[k], at, length);
        at = slash + 1;
    }
    kt_symbol country = kt_pool_find(&c->pool, part[0], strlen(part[0]));
    kt_symbol material = kt_pool_find(&c->pool, part[1], strlen(part[1]));
    if (country == 0 || kt_case_row(&c->country, country) == KT_NO_ROW)
        refuse(e, part[0], "country", NULL); // codes of three letters are all near each other
    if (!is_material(c, material))
        refuse(e, part[1], "material", &c->reference[KT_MATERIALS]);
    if (!is_stage(at))
        kt_fault_add(&e->c->faults, target_of(e),
                     "target \"%s\": \"%s\" is not one of: extraction, processing, recycling",
                     e->target, at);
}

static void check_target(const event *e, int type, kt_symbol target)
{
    const kt_case *c = e->c;
    switch (type) {
    case KT_EVENT_SITE:
        if (kt_case_row(&c->site, target) == KT_NO_ROW)
            refuse(e, e->target, "site", &c->table[KT_SITES]);
        break;
    case KT_EVENT_ORGANISATION:
        if (kt_case_row(&c->organisation, target) == KT_NO_ROW)
            refuse(e, e->target, "organisation", &c->table[KT_ORGANISATIONS]);
        break;
    case KT_EVENT_ITEM:
        if (kt_case_row(&c->item, target) == KT_NO_ROW)
            refuse(e, e->target, "item", &c->table[KT_ITEMS]);
        break;
    case KT_EVENT_COUNTRY:
        if (kt_case_row(&c->country, target) == KT_NO_ROW)
            refuse(e, e->target, "country", NULL);
        break;
    case KT_EVENT_MATERIAL:
        if (!is_material(c, target))
            refuse(e, e->target, "material", &c->reference[KT_MATERIALS]);
        break;
    default:
        check_flow(e);
    }
}

// A tariff may be above 1 and a delay counts days; demand of others may be more than there is.
static void check_magnitude(const event *e)
{
    char text[KT_NUMBER_SIZE];
    double magnitude = kt_table_number(e->table, KT_SCENARIO_EVENTS_MAGNITUDE, e->row);
    int kind = kt_table_choice(e->table, KT_SCENARIO_EVENTS_KIND, e->row);
    bool is_share = kind == KT_EVENT_BAN || kind == KT_EVENT_END_USE_BAN ||
                    kind == KT_EVENT_QUOTA || kind == KT_EVENT_FAILURE;
    if (!is_share || !(magnitude > 1.0))
        return;
    kt_number_shortest(text, magnitude);
    kt_fault_add(&e->c->faults, kt_table_place(e->table, e->row, KT_SCENARIO_EVENTS_MAGNITUDE),
                 "magnitude %s is above 1: it is the share that is lost", text);
}

kt_status kt_event_rules_check(kt_case *c, const kt_control *control, kt_error *err)
{
    const kt_table *table = &c->table[KT_SCENARIO_EVENTS];
    for (uint32_t r = 0; r < table->n_rows; r++) {
        kt_status status = kt_control_check(control, err); // a fault compares with every id
        if (status != KT_OK)
            return status;
        int type = kt_table_choice(table, KT_SCENARIO_EVENTS_TYPE, r);
        kt_symbol target = kt_table_text(table, KT_SCENARIO_EVENTS_TARGET, r);
        event e = {c, table, r, kt_pool_text(&c->pool, target)};
        if (type != 0 && target != 0) // else a fault already
            check_target(&e, type, target);
        check_magnitude(&e);
    }
    return KT_OK;
}
