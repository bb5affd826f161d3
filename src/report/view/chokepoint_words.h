// SPDX-License-Identifier: EUPL-1.2
// Chokepoints in words: names of events and sets, who is abroad, why a set stops the target. The
// texts live in the document that is being filled.
#ifndef KT_REPORT_VIEW_CHOKEPOINT_WORDS_H
#define KT_REPORT_VIEW_CHOKEPOINT_WORDS_H

#include "analysis/failure/chokepoint.h"
#include "report/document/document.h"

// What a builder carries around.
typedef struct kt_chokepoint_view {
    kt_document *document;
    const kt_chokepoints *c;
    const kt_study *study;
    double assumed; // share of the facts behind it (indicative_view.h)
} kt_chokepoint_view;

// "4 countries", "1 country".
const char *kt_chokepoint_words_count(const kt_chokepoint_view *view, uint32_t n);
const char *kt_chokepoint_words_plural(const kt_chokepoint_view *view);

// "China", "China: gallium (processing)", the name of an organisation,
// "Wärtsilä: Zwolle".
const char *kt_chokepoint_words_event(const kt_chokepoint_view *view, uint32_t event);

// "Brazil + Canada"; flows of one material and stage: "Brazil + Canada: niobium (processing)".
const char *kt_chokepoint_words_set(const kt_chokepoint_view *view, const kt_cutset *cut);

// The shortest chain from each event of a set to the target, the target left out; the middle of a
// long one too. Events that share their chain have it once.
const char *kt_chokepoint_words_why(const kt_chokepoint_view *view, const kt_chokepoint_set *set);

// Events of the set that are at home, in the European Union or in NATO.
uint32_t kt_chokepoint_words_allied(const kt_chokepoint_view *view, const kt_cutset *cut);

// Numbers of the sets [result.n_sets] as people read them: smallest first, then those with fewest
// allies, else as they came. NULL when memory runs out; lives in the document.
const size_t *kt_chokepoint_words_order(const kt_chokepoint_view *view);

// "12"; "0" for an order that does not occur.
const char *kt_chokepoint_words_of_order(const kt_cutset_result *result, uint32_t order);

#endif
