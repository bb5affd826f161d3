// SPDX-License-Identifier: EUPL-1.2
// Why a loss is a loss: whether the buyer cannot get a material, can get too little, or pays for
// it. The first that holds:
//
//     denied     the country has at least `concentrated` of the stage and a measure in force against
//                this use, and fewer than three other countries make it that may sell
//     form       nobody else makes the half-product (not judged yet)
//     shortage   who is served first still lacks something
//     price      who is served first lacks nothing; thin where he needs a tenth of what he can reach
//     unknown    the world's output or the need is not known, so that neither can be said; not
//                where the suppliers are named, of whom it is known what is left
//
// Denial is a matter of access alone: it holds whatever the need.
#ifndef KT_ANALYSIS_SUPPLY_MECHANISM_H
#define KT_ANALYSIS_SUPPLY_MECHANISM_H

#include <stdbool.h>
#include <stdint.h>

// The worse, the larger. What is not known does not look safe: it is worse than a price.
typedef enum kt_mechanism {
    KT_MECHANISM_PRICE,
    KT_MECHANISM_UNKNOWN,
    KT_MECHANISM_SHORTAGE,
    KT_MECHANISM_FORM,
    KT_MECHANISM_DENIED,
    KT_N_MECHANISMS
} kt_mechanism;

// Share of a stage from which a country has hold of it: Regulation (EU) 2024/1252, Article 5.
#define KT_MECHANISM_DOMINATES 0.65

// Countries outside from which on nobody can deny: our choice.
enum { KT_MECHANISM_WAYS_OUT = 3 };

#define KT_MECHANISM_THIN 0.1 // share of what can be reached: our choice

typedef struct kt_mechanism_facts {
    bool named;          // suppliers of its own, not the world market
    bool dominates;      // the country has at least `concentrated` of the stage
    bool refuses;        // and a measure in force against this use
    uint32_t n_outside;  // countries outside that make it and may sell
    double available;    // first in line when the flow fails, 0..1
    double sells;        // in proportion then, of who may sell, 0..1
    double reachable_kg; // a year; NaN: the world's output is not known
    double need_kg;      // a year; NaN: not known
    double stock_kg;     // that may be used up in a year
} kt_mechanism_facts;

kt_mechanism kt_mechanism_judge(const kt_mechanism_facts *facts);

// Share of what can be reached that is needed; NaN where either is not known or nothing can be
// reached.
double kt_mechanism_need_share(const kt_mechanism_facts *facts);

// A price, but hardly more than is needed can be had.
bool kt_mechanism_is_thin(const kt_mechanism_facts *facts);

// The word for it: "denied".
const char *kt_mechanism_name(kt_mechanism mechanism);

#endif
