// SPDX-License-Identifier: EUPL-1.2
// See say.h. Each figure is kept in the document's memory, so a sentence may hold any number of
// them.
#include "report/document/say.h"

#include <math.h>
#include <stdbool.h>

#include "base/date.h"
#include "base/lang.h"
#include "report/document/quantity_text.h"

const char *kt_say(const kt_document *document, const char *english)
{
    return kt_lang_text(document->lang, english);
}

// The figure with its signs and unit, on one line: "< 0.1 %" has two spaces.
static const char *whole(kt_document *document, const char *figure)
{
    enum { MOST_SPACES = 4 };
    char text[KT_QUANTITY_TEXT_SIZE + MOST_SPACES];
    size_t to = 0;
    for (; *figure != '\0' && to + 3 < sizeof text; figure++) {
        if (*figure == ' ')
            text[to++] = KT_SAY_NO_BREAK[0];
        text[to++] = *figure == ' ' ? KT_SAY_NO_BREAK[1] : *figure;
    }
    text[to] = '\0';
    return kt_document_format(document, "%s", text);
}

const char *kt_say_share(kt_document *document, double share)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, share, document->lang);
    return whole(document, text);
}

const char *kt_say_euro(kt_document *document, double euros)
{
    return kt_document_format(document, "€" KT_SAY_NO_BREAK "%s", kt_say_number(document, euros));
}

const char *kt_say_number(kt_document *document, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(text, value, document->lang);
    return kt_document_format(document, "%s", text);
}

const char *kt_say_digits(kt_document *document, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_digits(text, value, document->lang);
    return kt_document_format(document, "%s", text);
}

const char *kt_say_mass(kt_document *document, double kg)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_mass(text, kg, document->lang);
    return whole(document, text);
}

const char *kt_say_growth(kt_document *document, double growth)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_growth(text, growth);
    return whole(document, text);
}

const char *kt_say_within(kt_document *document, const char *name)
{
    bool capital = name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
    return capital ? kt_document_format(document, "%c%s", name[0] - 'A' + 'a', name + 1) : name;
}

const char *kt_say_date(kt_document *document, double day)
{
    const char *const months[] = {
        kt_say(document, "January"), kt_say(document, "February"), kt_say(document, "March"),
        kt_say(document, "April"),   kt_say(document, "May"),      kt_say(document, "June"),
        kt_say(document, "July"),    kt_say(document, "August"),   kt_say(document, "September"),
        kt_say(document, "October"), kt_say(document, "November"), kt_say(document, "December")};
    char text[11]; // YYYY-MM-DD
    if (isnan(day))
        return "?";
    kt_date_write(text, (int32_t)day);
    int month = (text[5] - '0') * 10 + (text[6] - '0');
    int number = (text[8] - '0') * 10 + (text[9] - '0');
    return kt_document_format(document, "%d %s %.4s", number, months[month - 1], text);
}

const char *kt_say_day(kt_document *document, double day)
{
    char text[11] = "?";
    if (!isnan(day))
        kt_date_write(text, (int32_t)day);
    return kt_document_format(document, "%s", text);
}
