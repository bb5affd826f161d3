// SPDX-License-Identifier: EUPL-1.2
// Figures as people read them: two significant digits, a unit that fits, the language's decimal
// mark.
#ifndef KT_REPORT_DOCUMENT_QUANTITY_TEXT_H
#define KT_REPORT_DOCUMENT_QUANTITY_TEXT_H

#include <stdint.h>

#include "keten.h"

enum { KT_QUANTITY_TEXT_SIZE = 64 };

// "94 %", "0.3 %", "< 0.1 %"; "?" when not known. `share` in 0..1. Never rounds to 100 % what is
// less; less than 1e-9 counts as 0.
void kt_quantity_text_share(char text[KT_QUANTITY_TEXT_SIZE], double share, kt_lang lang);

// "3.1 g", "12 kg", "1,200 t", "< 1 mg"; "?" when not known.
void kt_quantity_text_mass(char text[KT_QUANTITY_TEXT_SIZE], double kg, kt_lang lang);

// "1.2" with two significant digits and no unit, thousands separated; "?" when not known.
void kt_quantity_text_number(char text[KT_QUANTITY_TEXT_SIZE], double value, kt_lang lang);

// "22,344": all digits of a whole number, thousands separated.
void kt_quantity_text_count(char text[KT_QUANTITY_TEXT_SIZE], uint64_t count, kt_lang lang);

// "1,234", "0.01234": four significant digits, for a sum that is done again on paper; whole numbers
// as they are. "?" when not known.
void kt_quantity_text_digits(char text[KT_QUANTITY_TEXT_SIZE], double value, kt_lang lang);

// "+12 %", "-3 %": a share more or less than it was, in whole percents; "?" when not known.
void kt_quantity_text_growth(char text[KT_QUANTITY_TEXT_SIZE], double growth);

#endif
