// SPDX-License-Identifier: EUPL-1.2
// Folds a text into what two spellings of the same word share: lower case, accents off, letters and
// digits only ("Leverancier-nr." → "leveranciernr"). And makes an id of a name.
#ifndef KT_INGEST_RECOGNISE_FOLD_H
#define KT_INGEST_RECOGNISE_FOLD_H

#include <stddef.h>

enum { KT_FOLD_SIZE = 128, KT_FOLD_ID = 65 };

// Cut at KT_FOLD_SIZE - 1 bytes. Letters outside Latin-1 are kept as they are.
void kt_fold_word(char out[KT_FOLD_SIZE], const char *text, size_t length);

// The same for comparing whole texts: a folded word that does not fit becomes its beginning and the
// SHA-256 of all of it, so that two long texts are never taken for one.
void kt_fold_key(char out[KT_FOLD_SIZE], const char *text, size_t length);

// Such a key of a text as it is.
void kt_fold_exact(char out[KT_FOLD_SIZE], const char *text, size_t length);

// "Röntgenbuis 3 kV" → "rontgenbuis-3-kv": an id of DESIGN section 3; "x" where nothing is left.
void kt_fold_id(char out[KT_FOLD_ID], const char *text);

// The n-th id (2, 3, …) for another text that gives the same id: "bout-m8-2".
void kt_fold_twin(char out[KT_FOLD_ID], const char *id, unsigned n);

#endif
