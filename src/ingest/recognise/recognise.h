// SPDX-License-Identifier: EUPL-1.2
// Free text becomes an id: which country, material, alloy or company is meant. It is the one place
// where an import asks that. Answers of a person (table `answers` of the case: kind, text, id, by,
// date; the id `-` says "none of ours") come first and settle it, then names and codes as they are,
// then the matcher of match.h. Its guesses are kept, because a list repeats its texts.
#ifndef KT_INGEST_RECOGNISE_RECOGNISE_H
#define KT_INGEST_RECOGNISE_RECOGNISE_H

#include "base/notes.h"
#include "ingest/package/draft.h"
#include "model/case.h"

typedef enum kt_recognise_kind {
    KT_RECOGNISE_COUNTRY,      // → ISO 3166-1 alpha-3
    KT_RECOGNISE_MATERIAL,     // → material of the reference
    KT_RECOGNISE_COMPOSITION,  // → composition of the reference
    KT_RECOGNISE_ORGANISATION, // → organisation of the case
} kt_recognise_kind;

extern const char *const kt_recognise_name[]; // "country", "material", …

// What the matcher makes of a text that is no name.
typedef struct kt_guess {
    const char *id;         // sure; NULL: not
    double score;           // of it
    const char *reason;     // for people
    const char *candidates; // "copper 0.62; brass 0.55", best first; "" where there are none
    double best;            // the part of the text that the first of them explains
    bool settled;           // a person said that it is none of ours
    bool open;              // the case has it among its answers, without an id that is known
    const char *wrong;      // what stands there instead of an id; NULL or "": nothing
    bool said;              // the caller's: it was told to the reader
} kt_guess;

typedef struct kt_recogniser kt_recogniser;

// `reference` holds the reference data, `draft` the case (its answers and organisations), `known`
// the same case as it was opened, for the matcher; NULL where there is none without faults. All are
// borrowed. draft->control stops it. Caller owns *out and closes it.
kt_status kt_recognise_open(kt_recogniser **out, const kt_case *reference, const kt_case *known,
                            const kt_draft *draft, kt_error *err);
void kt_recognise_close(kt_recogniser *recogniser);

// The id that the text means as a name, a code or by an answer, borrowed from the reference or the
// draft; NULL when it is none. O(1) after opening.
const char *kt_recognise_text(const kt_recogniser *recogniser, kt_recognise_kind kind,
                              const char *text);

// What the matcher makes of it; borrowed. NULL when memory runs out. Some 0.1 ms the first time.
kt_guess *kt_recognise_guess(kt_recogniser *recogniser, kt_recognise_kind kind, const char *text);

// True when memory ran out in a guess: what was asked since may have been missed.
bool kt_recognise_failed(const kt_recogniser *recogniser);

// Whether it is a composition that is not a material under the same id too.
bool kt_recognise_is_composition(const kt_recogniser *recogniser, const char *id);

const kt_case *kt_recognise_reference(const kt_recogniser *recogniser);

// "unknown" or "withheld" for the words that people use for them, in Dutch and English; else NULL.
const char *kt_recognise_reserved(const char *text);

#endif
