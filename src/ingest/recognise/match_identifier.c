// SPDX-License-Identifier: EUPL-1.2
// Tests length, characters and check digits (ISO 17442 for an LEI) of one short text. Anything else
// would need the register, which is not at hand.
#include "ingest/recognise/match_identifier.h"

enum { LEI_LENGTH = 20, KVK_LENGTH = 8, NCAGE_LENGTH = 5, NOT_A_DIGIT = 36 };

// Digit in base 36, or NOT_A_DIGIT.
static unsigned value_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A') + 10;
    return NOT_A_DIGIT;
}

bool kt_match_identifier_is_lei(const char *text, size_t length)
{
    unsigned rest = 0;
    if (length != LEI_LENGTH || value_of(text[18]) > 9 || value_of(text[19]) > 9)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned value = value_of(text[i]);
        if (value == NOT_A_DIGIT)
            return false;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

bool kt_match_identifier_is_kvk(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (value_of(text[i]) > 9)
            return false;
    }
    return length == KVK_LENGTH;
}

bool kt_match_identifier_is_ncage(const char *text, size_t length)
{
    if (length != NCAGE_LENGTH || (value_of(text[0]) > 9 && value_of(text[4]) > 9))
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned value = value_of(text[i]);
        if (value == NOT_A_DIGIT || value == value_of('I') || value == value_of('O'))
            return false;
    }
    return true;
}
