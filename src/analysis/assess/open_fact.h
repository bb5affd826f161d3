// SPDX-License-Identifier: EUPL-1.2
// Open facts: what a case does not know, or states on weak evidence (grade D or none), and what the
// answer to each may be. A frigate has some 2,000.
//
//     kind      the open fact                        its plausible answers
//     supplier  an `unknown` or `withheld` source    a supplier in a safe place: it delivers
//               of an item                           whatever happens to others; or one that
//                                                    fails together with the event, for each event
//     supply    a weakly evidenced supplier          as stated; another one in a safe place;
//                                                    another one that fails with the event; where
//                                                    its share is not the whole: the only one, or
//                                                    none at all (the others in proportion)
//     input     a weakly evidenced BOM row that      as stated; not needed (it is always there);
//               leads its requirement                where stated as not essential: essential
//               one that stands by as alternative    as stated; it does not work
//     market    a world market that stands in for    as published; none of it from third
//               the suppliers of a material          countries (the others in proportion); all of
//                                                    it from the largest third country
//     time      stocks and switching to an           stocks last until the alternative delivers;
//               alternative on which a verdict       they do not
//               hangs
//
// A new supplier needs the same inputs as the old one. The supplier of a function or product group
// is no fact, because a function is not delivered. Whether a platform needs a function is none
// either: its functions define a platform.
#ifndef KT_ANALYSIS_ASSESS_OPEN_FACT_H
#define KT_ANALYSIS_ASSESS_OPEN_FACT_H

#include "analysis/assess/assess.h"

typedef enum kt_open_fact_kind {
    KT_OPEN_FACT_SUPPLIER,
    KT_OPEN_FACT_SUPPLY,
    KT_OPEN_FACT_INPUT,
    KT_OPEN_FACT_MARKET,
    KT_OPEN_FACT_TIME,
    KT_N_OPEN_FACT_KINDS
} kt_open_fact_kind;

typedef enum kt_resolution {
    KT_RESOLVE_SAFE,      // supplier, supply
    KT_RESOLVE_FAILS,     // supplier, supply
    KT_RESOLVE_ONLY,      // supply
    KT_RESOLVE_NONE,      // supply
    KT_RESOLVE_MET,       // input
    KT_RESOLVE_ESSENTIAL, // input
    KT_RESOLVE_OFF,       // input that stands by
    KT_RESOLVE_ALLIED,    // market
    KT_RESOLVE_THIRD,     // market
    KT_RESOLVE_IN_TIME,   // time
    KT_RESOLVE_TOO_LATE,  // time
    KT_N_RESOLUTIONS
} kt_resolution;

typedef struct kt_open_fact {
    kt_open_fact_kind kind;
    const char
        *id; // says by itself what it is about; parts are ids, so none holds a slash:
             // supplier/ITEM, withheld/ITEM, supply/ITEM/SUPPLIER, input/PARENT/CHILD[/GROUP],
             // market/MATERIAL/STAGE/SCOPE, time/ITEM/ALTERNATIVE
    uint32_t item;  // what is supplied; of an input its parent; of a market the first item on it;
                    // of time what is in stock
    uint32_t other; // input: the child; time: the alternative; else KT_NO_ROW
    uint32_t producer; // supplier and supply, else KT_NO_ROW
    uint32_t bom_row;  // input, else KT_NO_ROW
    bool open_end;     // supplier: the chain is not known beyond it
    unsigned answers;  // bits 1 << kt_resolution; "as stated" comes besides
} kt_open_fact;

typedef struct kt_open_facts {
    kt_open_fact *fact;
    size_t n, capacity;
} kt_open_facts;

// Every open fact of what the target reaches, by kind, then in the order of the network. O(reached
// sources + BOM rows · inputs of a parent). The list is malloc memory, freed with
// kt_open_fact_free; ids live in `arena`. `control` may be NULL. KT_NO_RESOURCES only.
kt_status kt_open_fact_list(kt_open_facts *out, const kt_assessment *assessment,
                            const kt_control *control, kt_arena *arena, kt_error *err);
void kt_open_fact_free(kt_open_facts *facts);

// "supplier", "supply", "input", "market", "time".
const char *kt_open_fact_kind_name(kt_open_fact_kind kind);

// "safe", "fails", "only", "none", "met", "essential", "off", "allied", "third", "in_time",
// "too_late".
const char *kt_open_fact_resolution_name(kt_resolution resolution);

// True where the items are on one reference market: same material, stage and scope.
bool kt_open_fact_same_market(const kt_network_item *a, const kt_network_item *b);

// The third country with the largest share of a mix: its source, or UINT64_MAX where none has one.
uint64_t kt_open_fact_largest_third(const kt_study *study, uint32_t mix);

#endif
