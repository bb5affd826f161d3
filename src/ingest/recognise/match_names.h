// SPDX-License-Identifier: EUPL-1.2
// Puts the names that a case and its reference know into a lexicon: names in two languages, codes,
// identifiers, and the synonyms of the reference.
#ifndef KT_INGEST_RECOGNISE_MATCH_NAMES_H
#define KT_INGEST_RECOGNISE_MATCH_NAMES_H

#include "ingest/recognise/match_lexicon.h"

// Each fills an open lexicon; KT_NO_RESOURCES when memory runs out. O(rows).
kt_status kt_match_names_composition(kt_lexicon *out, const kt_case *the_case, kt_error *err);
kt_status kt_match_names_organisation(kt_lexicon *out, const kt_case *the_case, kt_error *err);
kt_status kt_match_names_country(kt_lexicon *out, const kt_case *the_case, kt_error *err);
kt_status kt_match_names_material(kt_lexicon *out, const kt_case *the_case, kt_error *err);

#endif
