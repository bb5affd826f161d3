// SPDX-License-Identifier: EUPL-1.2
// The words for what is done to a supply, once: a scenario's event and a row of export_restrictions
// say "ban" or "licence" and mean the same. What each does is told beside it, as traits.
//
// A licence duty lets a part through: `rate` is the share of the usual exports that is licensed,
// `delay_days` how long an application takes. Without time the delay takes nothing.
#ifndef KT_MODEL_MEASURE_H
#define KT_MODEL_MEASURE_H

typedef enum kt_measure_trait {
    KT_MEASURE_TAKES = 1,   // output is lost: `magnitude` of it, all of it where none is given
    KT_MEASURE_PART = 2,    // a part, which only the magnitude tells: without one nothing is taken
    KT_MEASURE_SHARE = 4,   // the magnitude is a share, at most 1
    KT_MEASURE_BINDS = 8,   // in export_restrictions: it binds the trade of an importer
    KT_MEASURE_REFUSES = 16 // there: it refuses the importer, or lets somebody decide it
} kt_measure_trait;

typedef struct kt_measure {
    const char *word;
    int event_kind; // kt_event_kind; 0: scenarios have no such event
    unsigned traits;
} kt_measure;

// Of a kind of event (KT_EVENT_BAN …). O(words).
const kt_measure *kt_measure_of_event(int kind);

// Of a word of export_restrictions, or NULL: a word that is not known is passed over rather than
// guessed at. O(words).
const kt_measure *kt_measure_of_word(const char *word);

#endif
