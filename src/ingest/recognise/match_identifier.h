// SPDX-License-Identifier: EUPL-1.2
// The numbers that organisations are registered under. Whether a text has the form of one; not
// whether the register has it.
#ifndef KT_INGEST_RECOGNISE_MATCH_IDENTIFIER_H
#define KT_INGEST_RECOGNISE_MATCH_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

// Legal entity identifier (ISO 17442-1:2020): 18 letters and digits and two check digits, so that
// the whole, with A = 10 .. Z = 35, is 1 modulo 97 (ISO/IEC 7064, MOD 97-10). Either case.
bool kt_match_identifier_is_lei(const char *text, size_t length);

// Number in the Dutch trade register (KvK): 8 digits. It has no check digit.
bool kt_match_identifier_is_kvk(const char *text, size_t length);

// NATO commercial and governmental entity code (AC/135, ACodP-1): 5 letters and digits, the first
// or the last a digit, no I or O. Either case.
bool kt_match_identifier_is_ncage(const char *text, size_t length);

#endif
