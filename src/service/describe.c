// SPDX-License-Identifier: EUPL-1.2
// See describe.h. Ten to twenty options an operation; nothing here is fast or needs to be.
#include "service/describe.h"

#include <string.h>

#include "base/lang.h"
#include "base/number.h"
#include "service/operation_table.h"
#include "service/presentation.h"

enum { OPTION_COLUMNS = 26, COMMAND_COLUMNS = 18 };

// The word for a value or argument in the reader's language; "" where there is none.
static const char *word(const char *english, kt_lang lang)
{
    return english == NULL ? "" : kt_lang_text(lang, english);
}

// The field that says what a value of the option is: of a list, that of a row.
static const kt_field *value_of(const kt_field *field)
{
    return field->type == KT_FIELD_LIST ? field->record->field : field;
}

// "SHARE", or "global|eu".
static void put_value(kt_buffer *out, const kt_field *field, kt_lang lang)
{
    const kt_field *value = value_of(field);
    if (field->type == KT_FIELD_FLAG)
        return;
    kt_buffer_put(out, " ");
    if (value->word != NULL || value->choices == NULL) {
        kt_buffer_put(out, word(value->word, lang));
        return;
    }
    for (size_t i = 0; value->choices[i] != NULL; i++)
        kt_buffer_format(out, "%s%s", i == 0 ? "" : "|", value->choices[i]);
}

static void put_default_value(kt_buffer *out, const char *value, kt_lang lang)
{
    kt_buffer_put(out, " (");
    kt_buffer_format(out, kt_lang_text(lang, "default: %s"), value);
    kt_buffer_put(out, ")");
}

// " (default: 0.65)", in words where no value says it; " (needed)" where nothing holds.
static void put_default(kt_buffer *out, const kt_field *field, kt_lang lang)
{
    char number[KT_NUMBER_SIZE];
    const char *value = NULL;
    if (field->type == KT_FIELD_LIST) {
        kt_buffer_format(out, " (%s)", kt_lang_text(lang, "may be given again"));
        if (value_of(field)->type == KT_FIELD_CHOICE)
            field = value_of(field);
    }
    if (field->traits & KT_FIELD_NEEDED) {
        kt_buffer_format(out, " (%s)", kt_lang_text(lang, "needed"));
    } else if (field->instead != NULL) {
        value = kt_lang_text(lang, field->instead);
    } else if (field->type == KT_FIELD_CHOICE && field->missing >= 0.0) {
        value = field->choices[(size_t)field->missing];
    } else if (field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT) {
        kt_number_shortest(number, field->missing);
        value = number;
    }
    if (value != NULL)
        put_default_value(out, value, lang);
}

static void put_option(kt_buffer *out, const kt_field *field, kt_lang lang)
{
    size_t start = out->length;
    kt_buffer_format(out, "  --%s", field->name);
    put_value(out, field, lang);
    size_t used = out->length - start;
    kt_buffer_repeat(out, " ", used < OPTION_COLUMNS ? OPTION_COLUMNS - used : 2);
    kt_buffer_put(out, word(field->help, lang));
    put_default(out, field, lang);
    kt_buffer_put(out, "\n");
}

// The formats of this operation, in the place of the common ones.
static void put_format(kt_buffer *out, const kt_operation *operation, const kt_field *field,
                       kt_lang lang)
{
    size_t start = out->length;
    kt_buffer_format(out, "  --%s ", field->name);
    for (int i = 0; i < KT_N_FORMATS; i++)
        kt_buffer_format(out, "%s%s", i == 0 ? "" : "|", kt_presentation_format[i]);
    for (size_t i = 0; operation->formats != NULL && operation->formats[i].name != NULL; i++)
        kt_buffer_format(out, "|%s", operation->formats[i].name);
    size_t used = out->length - start;
    kt_buffer_repeat(out, " ", used < OPTION_COLUMNS ? OPTION_COLUMNS - used : 2);
    kt_buffer_put(out, word(field->help, lang));
    for (size_t i = 0; operation->formats != NULL && operation->formats[i].name != NULL; i++)
        kt_buffer_format(out, "; %s: %s", operation->formats[i].name,
                         word(operation->formats[i].help, lang));
    if (operation->traits &
        KT_OPERATION_WRITES) // the ending of its output says nothing of the format
        put_default_value(out, kt_presentation_format[KT_FORMAT_TEXT], lang);
    else
        put_default(out, field, lang);
    kt_buffer_put(out, "\n");
}

static void put_options(kt_buffer *out, const kt_operation *operation, kt_lang lang)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    while ((field = kt_record_next(operation->arguments, &at, &base)) != NULL)
        put_option(out, field, lang);
    for (at = 0; (field = kt_record_next(&kt_presentation_record, &at, &base)) != NULL;) {
        size_t own;
        if (strcmp(field->name, "format") == 0)
            put_format(out, operation, field, lang);
        else if (kt_record_find(operation->arguments, field->name, &own) == NULL)
            put_option(out, field, lang);
    }
}

static void help_program(kt_buffer *out, kt_lang lang)
{
    kt_buffer_format(out, "keten %s — %s\n\n", KT_VERSION,
                     kt_lang_text(lang, "the value chain of a product group: what it depends on"));
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, "Usage: keten COMMAND CASE [options]"));
    kt_buffer_put(out, "\n");
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        const kt_operation *o = kt_operation_table[i];
        size_t start = out->length;
        kt_buffer_format(out, "  %s%s%s", o->name, o->subject == NULL ? "" : " ",
                         word(o->subject, lang));
        size_t used = out->length - start;
        kt_buffer_repeat(out, " ", used < COMMAND_COLUMNS ? COMMAND_COLUMNS - used : 2);
        kt_buffer_format(out, "%s\n", kt_lang_text(lang, o->summary));
    }
    kt_buffer_format(out, "\n%s\n",
                     kt_lang_text(lang, "CASE is a folder with datapackage.json, or the name of a "
                                        "case that comes with Keten:\nlcf, magnet-maker or "
                                        "germanium-optics."));
    kt_buffer_format(out, "%s\n", kt_lang_text(lang, "More: keten COMMAND --help, man keten."));
}

void kt_describe_version(kt_buffer *out)
{
    kt_buffer_put(out, "keten " KT_VERSION "\n");
}

void kt_describe_help(kt_buffer *out, const kt_operation *operation, kt_lang lang)
{
    if (operation == NULL) {
        help_program(out, lang);
        return;
    }
    kt_buffer_format(out, "%s keten %s%s%s %s\n\n%s\n\n", kt_lang_text(lang, "Usage:"),
                     operation->name, operation->subject == NULL ? "" : " ",
                     word(operation->subject, lang), kt_lang_text(lang, "[options]"),
                     kt_lang_text(lang, operation->summary));
    put_options(out, operation, lang);
    kt_buffer_format(out, "\n%s\n  %s\n", kt_lang_text(lang, "Example:"), operation->example);
    kt_buffer_format(out, "\n%s",
                     kt_lang_text(lang, "Exit status: 0 done, 1 bad input, 2 bad usage, 3 out of "
                                        "resources, 4 internal fault."));
    for (size_t i = 0; operation->statuses != NULL && operation->statuses[i].meaning != NULL; i++)
        kt_buffer_format(out, " %d: %s.", operation->statuses[i].status,
                         kt_lang_text(lang, operation->statuses[i].meaning));
    kt_buffer_put(out, "\n");
}
