// SPDX-License-Identifier: EUPL-1.2
// Free text → an id: which country, material or alloy somebody means. The one place where an import
// asks that, so that better matching is put in here and nowhere else. Answers that a person gave
// (table `answers` of the case: kind, text, id, by, date) come first and settle it.
#ifndef KT_INGEST_RECOGNISE_H
#define KT_INGEST_RECOGNISE_H

#include "ingest/draft.h"
#include "ingest/remark.h"
#include "model/case.h"

typedef enum kt_recognise_kind {
    KT_RECOGNISE_COUNTRY,      // → ISO 3166-1 alpha-3
    KT_RECOGNISE_MATERIAL,     // → material of the reference
    KT_RECOGNISE_COMPOSITION,  // → composition of the reference
    KT_RECOGNISE_ORGANISATION, // → organisation of the case
} kt_recognise_kind;

extern const char *const kt_recognise_name[]; // "country", "material", …

typedef struct kt_recogniser kt_recogniser;

// `reference` holds the reference data, `draft` the case (its answers and organisations). Both are
// borrowed. Caller owns *out and closes it.
kt_status kt_recognise_open(kt_recogniser **out, const kt_case *reference, const kt_draft *draft,
                            kt_error *err);
void kt_recognise_close(kt_recogniser *recogniser);

// The id that the text means, borrowed from the reference or the draft; NULL when that is not
// sure. O(1) after opening.
const char *kt_recognise_text(const kt_recogniser *recogniser, kt_recognise_kind kind,
                              const char *text);

// The names of a composition of the reference; "" where it has none.
const char *kt_recognise_composition_name(const kt_recogniser *recogniser, const char *id,
                                          kt_lang lang);

const kt_case *kt_recognise_reference(const kt_recogniser *recogniser);

#endif
