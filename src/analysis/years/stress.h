// SPDX-License-Identifier: EUPL-1.2
// The stress table: every country, every organisation and every flow (country, material, stage)
// fails alone; for each, what each platform, function and system then loses; ranked by what the
// target loses. Beside a flow stands what would still be for sale: kilograms can be bought at a
// price as long as defence use itself is not banned.
#ifndef KT_ANALYSIS_YEARS_STRESS_H
#define KT_ANALYSIS_YEARS_STRESS_H

#include "analysis/chain/exposure.h"
#include "analysis/chain/switching.h"
#include "analysis/supply/buyer.h"
#include "analysis/years/price.h"
#include "base/control.h"

// What an item loses of its output in an event.
typedef struct kt_stress_loss {
    uint32_t place; // of the item in kt_stress.item
    double loss, upper;
} kt_stress_loss;

typedef struct kt_stress_row {
    kt_event_class event_class;
    const kt_event *event;
    double loss;               // of the target, unknown sources deliver
    double loss_first;         // of the target, to a buyer who is served first (access.h)
    double loss_upper;         // the unknown ends of the chain failing with the event
    kt_stress_loss *item_loss; // [n_item_losses] of the items that lose anything, by place
    uint32_t n_item_losses;
    double cover_days; // from the event to the first loss of the target (cover.h); NaN: no stock on
                       // record on the way; infinite: it does not reach the target
    // Of a flow; NaN where not known, and for other classes:
    double need_kg; // of the material at that stage, from everywhere, for one target unit
    double need_kg_per_year;
    double world_kg;     // made in a year
    double remaining_kg; // of that without the country
    double price_factor; // P1/P0 after the ban, where elasticities are on record
    double stock_days;   // that stocks of it last, where a row states them
    double switch_days;  // to another source of it, where a row states them
    bool end_use_ban; // a scenario of the case bans it for defence: it cannot be bought elsewhere
} kt_stress_row;

// A quota, or a demand of others: part of a supply is lost, alone.
typedef struct kt_quota {
    const kt_scenario *scenario;
    const kt_effect *effect;
    double loss, loss_first, loss_upper; // of the target, as of a row
} kt_quota;

// What is supposed, all of it together.
typedef struct kt_stress_what_if {
    const kt_scenario *scenario;         // NULL: nothing is supposed
    double loss, loss_first, loss_upper; // of the target on the worst day, as of a row
    kt_stress_loss *item_loss;           // [kt_stress.n_items] of every item, by place
} kt_stress_what_if;

typedef struct kt_stress {
    kt_study study;
    double evidence[4];  // share of facts of grade A, B, C, D; NaN where there are none
    kt_events events[3]; // countries, organisations, flows
    uint32_t *item;      // [n_items] platforms, functions and systems, in network order
    uint32_t n_items;
    kt_switching late;  // alternatives that are left out: nobody can use them at once
    kt_stress_row *row; // [n] most loss first, then most upper loss, largest need, id
    uint32_t n;
    uint32_t n_organisations; // of events[1].n: how many have a row
    kt_scenarios scenarios;
    kt_tariffs tariffs;
    kt_quota *quota; // [n_quotas] by scenario and row
    uint32_t n_quotas;
    kt_stress_what_if what_if;
} kt_stress;

typedef struct kt_stress_options {
    const char *target; // item id; NULL: the only platform
    kt_supposed supposed;
    const kt_buyer_options *buyer; // NULL: kt_buyer_default
    const kt_control *control;     // may be NULL
    bool full; // every organisation; else the KT_STRESS_LISTED on which the target depends most
} kt_stress_options;

enum { KT_STRESS_LISTED = 1000 };

// Results live in `arena`, network and arena must outlive them. O(events / lanes · sources).
// Errors as kt_reach_target and kt_scenario_list; KT_NO_RESOURCES.
kt_status kt_stress_run(kt_stress *out, const kt_network *network, const kt_stress_options *options,
                        kt_arena *arena, kt_error *err);

// What the item at `place` loses of its output; 0 where nothing. O(log items).
double kt_stress_item_loss(const kt_stress_row *row, uint32_t place);

// need_kg_per_year / remaining_kg; NaN where one of them is not known.
double kt_stress_need_share(const kt_stress_row *row);

#endif
