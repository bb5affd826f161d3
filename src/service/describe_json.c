// SPDX-License-Identifier: EUPL-1.2
// See describe_json.h. Some 100 kB, most of it the schemas of results; made once a session.
#include "service/describe_json.h"

#include <string.h>

#include "base/json.h"
#include "base/lang.h"
#include "report/render/render_csv.h"
#include "service/argument.h"
#include "service/describe_schema.h"
#include "service/operation_table.h"
#include "service/presentation.h"

static const char *type_of(const kt_field *field)
{
    switch (field->type) {
    case KT_FIELD_NUMBER:
        return "number";
    case KT_FIELD_COUNT:
        return "count";
    case KT_FIELD_FLAG:
        return "flag";
    case KT_FIELD_CHOICE:
        return "choice";
    case KT_FIELD_DAY:
        return "day";
    default:
        return "text";
    }
}

static void put_said(kt_json *json, const char *key, const char *english, kt_lang lang)
{
    if (english != NULL)
        kt_json_text(json, key, kt_lang_text(lang, english));
}

static void put_list(kt_json *json, const char *key, const char *const *text)
{
    kt_json_open(json, key, '[');
    for (; *text != NULL; text++)
        kt_json_text(json, NULL, *text);
    kt_json_close(json, ']');
}

// The value that holds when none is given; null where words say it.
static void put_default(kt_json *json, const kt_field *field)
{
    bool counts = field->type == KT_FIELD_NUMBER || field->type == KT_FIELD_COUNT;
    if (field->type == KT_FIELD_FLAG)
        kt_json_bool(json, "default", false);
    else if (field->type == KT_FIELD_CHOICE && field->missing >= 0.0)
        kt_json_text(json, "default", field->choices[(size_t)field->missing]);
    else if (counts && field->instead == NULL)
        kt_json_number(json, "default", field->missing);
    else
        kt_json_null(json, "default");
}

// Of a list, that may be given again, the type and range are those of one value.
static void put_argument(kt_json *json, const kt_field *field, kt_lang lang)
{
    bool several = field->type == KT_FIELD_LIST;
    const kt_field *value = several ? field->record->field : field;
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "name", field->name);
    kt_json_text(json, "type", type_of(value));
    kt_json_bool(json, "several", several);
    put_said(json, "help", field->help, lang);
    put_said(json, "word", value->word, lang);
    put_said(json, "instead", field->instead, lang);
    if (value->unit != NULL)
        kt_json_text(json, "unit", value->unit);
    if (several)
        kt_json_null(json, "default");
    else
        put_default(json, field);
    if (value->type == KT_FIELD_NUMBER || value->type == KT_FIELD_COUNT) {
        kt_json_number(json, "minimum", value->min);
        kt_json_number(json, "maximum", value->max);
    }
    if (value->choices != NULL)
        put_list(json, "choices", value->choices);
    kt_json_bool(json, "needed", (field->traits & KT_FIELD_NEEDED) != 0);
    kt_json_close(json, '}');
}

static void put_arguments(kt_json *json, const kt_record *record, kt_lang lang)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    kt_json_open(json, "arguments", '[');
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        if (!(field->traits & KT_FIELD_SHELL))
            put_argument(json, field, lang);
    }
    kt_json_close(json, ']');
}

static void put_subject(kt_json *json, const kt_operation *operation)
{
    char key[KT_ARGUMENT_KEY];
    if (operation->subject == NULL) {
        kt_json_null(json, "subject");
        return;
    }
    kt_argument_key(key, operation);
    kt_json_open(json, "subject", '{');
    kt_json_text(json, "name", key);
    kt_json_bool(json, "needed", operation->subject[0] != '[');
    kt_json_bool(json, "several", kt_argument_takes_several(operation));
    kt_json_close(json, '}');
}

static void put_formats(kt_json *json, const kt_operation *operation)
{
    kt_json_open(json, "formats", '[');
    for (size_t i = 0; i < KT_N_FORMATS; i++)
        kt_json_text(json, NULL, kt_presentation_format[i]);
    for (size_t i = 0; operation->formats != NULL && operation->formats[i].name != NULL; i++)
        kt_json_text(json, NULL, operation->formats[i].name);
    kt_json_close(json, ']');
}

static void put_tables(kt_json *json, const kt_operation *operation)
{
    kt_buffer names = {0};
    size_t n = kt_render_csv_tables(&names, operation->result);
    json->out->failed |= names.failed;
    kt_json_open(json, "tables", '[');
    for (char *name = n == 0 || names.failed ? NULL : names.text; name != NULL;) {
        char *comma = strstr(name, ", ");
        if (comma != NULL)
            *comma = '\0';
        kt_json_text(json, NULL, name);
        name = comma == NULL ? NULL : comma + 2;
    }
    kt_json_close(json, ']');
    kt_buffer_free(&names);
}

static void put_operation(kt_json *json, const kt_operation *operation, kt_lang lang)
{
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "name", operation->name);
    kt_json_text(json, "summary", kt_lang_text(lang, operation->summary));
    kt_json_text(json, "example", operation->example);
    kt_json_bool(json, "writes", (operation->traits & KT_OPERATION_WRITES) != 0);
    put_subject(json, operation);
    put_arguments(json, operation->arguments, lang);
    put_formats(json, operation);
    put_tables(json, operation);
    kt_describe_schema_put(json, "schema", operation);
    kt_json_close(json, '}');
}

void kt_describe_json(kt_buffer *out, kt_lang lang)
{
    kt_json json = {.out = out};
    kt_json_open(&json, NULL, '{');
    kt_json_text(&json, "keten", KT_VERSION);
    put_arguments(&json, &kt_presentation_record, lang);
    kt_json_open(&json, "operations", '[');
    for (size_t i = 0; kt_operation_table[i] != NULL; i++)
        put_operation(&json, kt_operation_table[i], lang);
    kt_json_close(&json, ']');
    kt_json_close(&json, '}');
    kt_buffer_put(out, "\n");
}
