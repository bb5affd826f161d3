// SPDX-License-Identifier: EUPL-1.2
// See presentation.h. All of it is decided before anything is computed: a wrong table name must not
// cost an hour first.
#include "service/presentation.h"

#include <string.h>

#include "report/render/render_csv.h"

const char *const kt_presentation_format[KT_N_FORMATS + 1] = {"text", "md", "csv", "json", NULL};

static const char *const LANGS[] = {"en", "nl", NULL};

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "format", .type = KT_FIELD_TEXT, KT_AT(kt_presentation, format),
     .traits = KT_FIELD_UNTOLD, .word = "FORMAT",
     .instead = "by the ending of the output, else text",
     .help = "text, md (Markdown), csv (one table) or json"},
    {.name = "json", .type = KT_FIELD_FLAG, KT_AT(kt_presentation, json),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_SHELL, .help = "one JSON document: the same as --format json"},
    {.name = "table", .type = KT_FIELD_TEXT, KT_AT(kt_presentation, table),
     .traits = KT_FIELD_UNTOLD, .word = "NAME", .instead = "the only one",
     .help = "with csv: which table, by its key in the JSON document"},
    {.name = "output", .type = KT_FIELD_TEXT, KT_AT(kt_presentation, output),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_SHELL, .word = "PATH", .instead = "standard output",
     .help = "write there, whole or not at all; .md, .csv and .json say the format (-o PATH "
             "does the same)"},
    {.name = "lang", .type = KT_FIELD_CHOICE, KT_AT(kt_presentation, lang),
     .traits = KT_FIELD_UNTOLD, .choices = LANGS, .missing = KT_NO_CHOICE,
     .instead = "en, or KETEN_LANG", .help = "language"},
    {.name = "quiet", .type = KT_FIELD_FLAG, KT_AT(kt_presentation, quiet),
     .traits = KT_FIELD_UNTOLD, .help = "no warnings"},
    {.name = "schema", .type = KT_FIELD_FLAG, KT_AT(kt_presentation, schema),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_SHELL, .help = "the JSON Schema of the document that --json prints"},
    {.name = "help", .type = KT_FIELD_FLAG, KT_AT(kt_presentation, help),
     .traits = KT_FIELD_UNTOLD | KT_FIELD_SHELL, .help = "this help"},
    {0}};
// clang-format on

const kt_record kt_presentation_record = {
    .name = "presentation", .field = FIELDS, .size = sizeof(kt_presentation)};

static int find_format(const char *name)
{
    for (int i = 0; i < KT_N_FORMATS; i++) {
        if (strcmp(kt_presentation_format[i], name) == 0)
            return i;
    }
    return -1;
}

// KT_N_FORMATS + the place of one of the operation's own; -1: none of that name.
static int find_own(const kt_operation *operation, const char *name)
{
    for (int i = 0; operation->formats != NULL && operation->formats[i].name != NULL; i++) {
        if (strcmp(operation->formats[i].name, name) == 0)
            return KT_N_FORMATS + i;
    }
    return -1;
}

static kt_status unknown_format(const kt_operation *operation, const char *name, kt_error *err)
{
    kt_buffer list = {0};
    for (int i = 0; i < KT_N_FORMATS; i++)
        kt_buffer_format(&list, "%s%s", i == 0 ? "" : ", ", kt_presentation_format[i]);
    for (int i = 0; operation->formats != NULL && operation->formats[i].name != NULL; i++)
        kt_buffer_format(&list, ", %s", operation->formats[i].name);
    kt_status status = list.failed
                           ? kt_error_no_memory(err)
                           : kt_error_set(err, KT_BAD_USAGE, "--%s \"%.60s\" is not one of: %s",
                                          "format", name, list.text);
    kt_buffer_free(&list);
    return status;
}

// What the ending of the file says; KT_NO_CHOICE: nothing.
static int format_of_ending(const kt_operation *operation, const char *output)
{
    const char *dot =
        output == NULL || operation->traits & KT_OPERATION_WRITES ? NULL : strrchr(output, '.');
    return dot == NULL || strchr(dot, '/') != NULL ? KT_NO_CHOICE : find_format(dot + 1);
}

static kt_status choose(int *chosen, const kt_presentation *how, const kt_operation *operation,
                        kt_error *err)
{
    int ending = format_of_ending(operation, how->output);
    int named = KT_NO_CHOICE;
    if (how->format != NULL) {
        named = find_format(how->format);
        if (named < 0)
            named = find_own(operation, how->format);
        if (named < 0)
            return unknown_format(operation, how->format, err);
    }
    if (how->json && named >= 0 && named != KT_FORMAT_JSON)
        return kt_error_set(err, KT_BAD_USAGE, "--json and --format %.60s contradict each other",
                            how->format);
    if (how->json)
        named = KT_FORMAT_JSON;
    if (ending >= 0 && named >= 0 && ending != named)
        return kt_error_set(err, KT_BAD_USAGE,
                            "the format %s and the ending of \"%.200s\" contradict each other",
                            how->json ? "json" : how->format, how->output);
    *chosen = named >= 0 ? named : ending >= 0 ? ending : KT_FORMAT_TEXT;
    return KT_OK;
}

static kt_status check_table(const kt_presentation *how, const kt_operation *operation,
                             kt_error *err)
{
    kt_buffer names = {0};
    kt_status status = KT_OK;
    size_t n = kt_render_csv_tables(&names, operation->result);
    if (names.failed)
        status = kt_error_no_memory(err);
    else if (n == 0)
        status = kt_error_set(err, KT_BAD_USAGE, "keten %s has no table to write as CSV",
                              operation->name);
    else if (how->table != NULL && !kt_render_csv_knows(operation->result, how->table))
        status = kt_error_set(err, KT_BAD_USAGE, "--table \"%.60s\" is not one of: %s", how->table,
                              names.text);
    else if (how->table == NULL && n > 1)
        status = kt_error_set(err, KT_BAD_USAGE,
                              "keten %s has several tables: choose one with --table: %s",
                              operation->name, names.text);
    kt_buffer_free(&names);
    return status;
}

kt_status kt_presentation_resolve(kt_format *format, const kt_presentation *how,
                                  const kt_operation *operation, kt_request *request, kt_error *err)
{
    int chosen = KT_FORMAT_TEXT;
    kt_status status = choose(&chosen, how, operation, err);
    if (status != KT_OK)
        return status;
    if (chosen == KT_FORMAT_CSV)
        status = check_table(how, operation, err);
    else if (how->table != NULL)
        status = kt_error_set(err, KT_BAD_USAGE, "--table goes with --format csv");
    request->want = chosen >= KT_N_FORMATS                                ? KT_WANT_FORMAT
                    : chosen == KT_FORMAT_JSON || chosen == KT_FORMAT_CSV ? KT_WANT_RECORD
                                                                          : KT_WANT_DOCUMENT;
    request->format = chosen >= KT_N_FORMATS ? (size_t)(chosen - KT_N_FORMATS) : 0;
    *format = chosen >= KT_N_FORMATS ? KT_FORMAT_TEXT : (kt_format)chosen;
    return status;
}
