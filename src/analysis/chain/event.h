// SPDX-License-Identifier: EUPL-1.2
// The events of a class: which things may fail (a country, organisation, site, material or flow),
// and which producers fail with each.
#ifndef KT_ANALYSIS_CHAIN_EVENT_H
#define KT_ANALYSIS_CHAIN_EVENT_H

#include "analysis/chain/reach.h"

typedef struct kt_event {
    const char *id;     // country, organisation, site or material id, or COUNTRY/material/stage
    kt_symbol country;  // of a country, site, organisation or flow; 0 for a material
    kt_symbol material; // of a material or flow
    uint8_t stage;      // of a flow
    uint32_t first; // of its producers in kt_events.producer; they end where the next event's begin
} kt_event;

typedef struct kt_events {
    kt_event_class event_class;
    uint32_t n;
    kt_event *event; // [n + 1] sorted by id, bytewise
    uint32_t
        *producer; // all that fail with it, reached by the target or not; ascending within an event
} kt_events;

typedef struct kt_event_request {
    const kt_network *network;
    const bool *reached; // [n_producers] by the target
    kt_event_class event_class;
    const kt_control *control; // may be NULL
} kt_event_request;

// The events of the class that some reached producer carries, each with all its producers.
// O(producers log producers); arrays live in `arena`. KT_NO_RESOURCES only.
kt_status kt_event_list(kt_events *out, const kt_event_request *request, kt_arena *arena,
                        kt_error *err);

// Sorts the `n` numbers of events by material and by the last producer of each in the order of the
// network: events of one part of the chain come side by side. What they reach is much the same, so
// that a sweep of sixteen costs little more than one of a single event. KT_NO_RESOURCES only.
kt_status kt_event_place(uint32_t *event, uint32_t n, const kt_events *events, kt_error *err);

// How many of the first of `n` placed events to sweep together, at most `most`: the flows of a
// material are not divided over two sweeps where one holds them.
uint32_t kt_event_together(const uint32_t *event, uint32_t n, const kt_events *events,
                           uint32_t most);

// "country", "organisation", "site", "material", "flow".
const char *kt_event_class_name(kt_event_class event_class);

#endif
