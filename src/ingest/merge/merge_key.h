// SPDX-License-Identifier: EUPL-1.2
// Which columns name a row of each table of a case: two rows that agree in them speak of the same
// thing.
#ifndef KT_INGEST_MERGE_MERGE_KEY_H
#define KT_INGEST_MERGE_MERGE_KEY_H

enum { KT_MERGE_KEY = 5 }; // at most so many columns

// The columns that name a row of the table, NULL-terminated; NULL: the row as a whole does.
const char *const *kt_merge_key(const char *table);

#endif
