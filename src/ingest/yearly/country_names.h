// SPDX-License-Identifier: EUPL-1.2
// Which country a name in a statistic means: the names and codes of `countries` and the synonyms of
// kind country, as they are. Nothing is guessed: a figure of the wrong country is worse than none.
#ifndef KT_INGEST_YEARLY_COUNTRY_NAMES_H
#define KT_INGEST_YEARLY_COUNTRY_NAMES_H

#include "ingest/recognise/dictionary.h"
#include "model/case.h"

// Learns the names of the reference. False when memory runs out. The caller closes the dictionary
// (kt_dictionary_close) either way.
bool kt_country_names_open(kt_dictionary *names, const kt_case *reference);

// ISO 3166-1 alpha-3, borrowed from the dictionary; NULL where no country, or more than one, has
// the name. What stands in brackets behind a name ("United States (extracted from natural gas)")
// counts only where the name with it is one itself ("Congo (Kinshasa)").
const char *kt_country_names_find(const kt_dictionary *names, const char *text);

#endif
