// SPDX-License-Identifier: EUPL-1.2
// Asks what a text of a file means, and tells the reader: a match that was used is a note with its
// score and reason. One that is not sure becomes an open row of the table `answers` with its
// candidates, to be answered once.
#ifndef KT_INGEST_INTAKE_MEANING_H
#define KT_INGEST_INTAKE_MEANING_H

#include "ingest/intake/intake.h"

// The id that the text surely means, borrowed; NULL where that is not sure. `place` is where the
// text stands.
const char *kt_meaning_find(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                            const char *place);

// Asks what the text means, unless a person answered or there is nothing like it; once a text.
void kt_meaning_ask(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                    const char *place);

// The same of a company that is taken as the new organisation `taken` meanwhile. The row of
// `answers` keeps that, so that the answer can put right what was written (identify_company.h).
void kt_meaning_ask_company(const kt_intake *intake, const char *text, const char *taken,
                            const char *place);

// What the text may mean: "COD 0.50; COG 0.50", borrowed; "" where there is nothing like it.
const char *kt_meaning_candidates(const kt_intake *intake, kt_recognise_kind kind,
                                  const char *text);

#endif
