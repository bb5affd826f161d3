// SPDX-License-Identifier: EUPL-1.2
// What two rows of the same name are worth: evidence against evidence, and the sources of a row
// that has figures of both.
#ifndef KT_INGEST_RECOGNISE_EVIDENCE_H
#define KT_INGEST_RECOGNISE_EVIDENCE_H

#include "base/buffer.h"
#include "base/number.h"

// 0 for A to 3 for D; none, and what is no grade, is D.
int kt_evidence_grade(const char *evidence);

// 1.50 and 1.5 are the same; texts where they are equal.
bool kt_evidence_same(const char *a, const char *b);

// Appends the sources of two rows, "a book; a list", each named once: "a.csv" is another source
// than "big-a.csv". Either may be empty. What would be longer than 4,096 bytes is the first list
// and "; …": nobody reads on, and rows that meet again and again would take all memory.
void kt_evidence_join(kt_buffer *out, const char *sources, const char *more);

// Two shares of one market together, as text; false when they are no numbers.
bool kt_evidence_sum(char text[KT_NUMBER_SIZE], double *sum, const char *a, const char *b);

#endif
