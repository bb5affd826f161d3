// SPDX-License-Identifier: EUPL-1.2
// See arguments.h.
#include "apps/cli/arguments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/number.h"
#include "base/text.h"
#include "service/operation_table.h"

// The first language named wins: the option, else KETEN_LANG; messages about later arguments use
// it.
static kt_lang find_language(int argc, char *const *argv)
{
    for (int i = 1; i < argc && argv[i] != NULL; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--lang=", 7) == 0)
            value = argv[i] + 7;
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            value = argv[i + 1];
        if (value != NULL)
            return strcmp(value, "nl") == 0 ? KT_LANG_NL : KT_LANG_EN;
    }
    const char *set = getenv("KETEN_LANG");
    return set != NULL && strncmp(set, "nl", 2) == 0 ? KT_LANG_NL : KT_LANG_EN;
}

static int find_option(const char *name, size_t length)
{
    for (int id = 0; id < KT_N_OPTIONS; id++) {
        const char *known = kt_operation_table_option[id].name;
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return id;
    }
    return -1;
}

static kt_status unknown_option(const kt_operation *operation, const char *argument, kt_lang lang,
                                kt_error *err)
{
    const char *nearest = NULL;
    size_t best = 3;
    for (int id = 0; id < KT_N_OPTIONS; id++) {
        size_t distance = kt_text_distance(argument + 2, kt_operation_table_option[id].name);
        if (kt_operation_table_takes(operation, (kt_option_id)id) && distance < best) {
            best = distance;
            nearest = kt_operation_table_option[id].name;
        }
    }
    if (nearest != NULL)
        return kt_error_set(
            err, KT_BAD_USAGE,
            kt_lang_text(lang, "keten %s has no option \"%.60s\": did you mean --%s?"),
            operation->name, argument, nearest);
    return kt_error_set(err, KT_BAD_USAGE,
                        kt_lang_text(lang, "keten %s has no option \"%.60s\": see keten %s --help"),
                        operation->name, argument, operation->name);
}

static kt_status unknown_command(const char *name, kt_lang lang, kt_error *err)
{
    const char *nearest = NULL;
    size_t best = 4;
    for (const kt_operation *o = kt_operation_table; o->name != NULL; o++) {
        size_t distance = kt_text_distance(name, o->name);
        if (distance < best) {
            best = distance;
            nearest = o->name;
        }
    }
    if (nearest != NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            kt_lang_text(lang, "\"%.60s\" is not a command: did you mean \"%s\"?"),
                            name, nearest);
    return kt_error_set(err, KT_BAD_USAGE,
                        kt_lang_text(lang, "\"%.60s\" is not a command: see keten --help"), name);
}

static kt_status read_number(kt_request *request, int id, const char *value, kt_error *err)
{
    const kt_option_spec *option = &kt_operation_table_option[id];
    bool whole = option->type == KT_OPTION_WHOLE;
    double number;
    if (!kt_number_read(&number, value, strlen(value)) || number < option->min ||
        number > option->max || (whole && number != floor(number))) {
        const char *format = whole ? "--%s \"%.60s\": a whole number from %s to %s is expected"
                                   : "--%s \"%.60s\": a number from %s to %s is expected";
        char low[KT_NUMBER_SIZE];
        char high[KT_NUMBER_SIZE];
        kt_number_shortest(low, option->min);
        kt_number_shortest(high, option->max);
        return kt_error_set(err, KT_BAD_USAGE, kt_lang_text(request->lang, format), option->name,
                            value, low, high);
    }
    request->number[id] = number;
    return KT_OK;
}

static kt_status read_choice(kt_request *request, int id, const char *value, kt_error *err)
{
    const kt_option_spec *option = &kt_operation_table_option[id];
    kt_buffer list = {0};
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            request->choice[id] = i;
            kt_buffer_free(&list);
            return KT_OK;
        }
        kt_buffer_format(&list, "%s%s", i == 0 ? "" : ", ", option->choices[i]);
    }
    kt_status status =
        list.failed ? kt_error_no_memory(err)
                    : kt_error_set(err, KT_BAD_USAGE,
                                   kt_lang_text(request->lang, "--%s \"%.60s\" is not one of: %s"),
                                   option->name, value, list.text);
    kt_buffer_free(&list);
    return status;
}

static kt_status read_day(kt_request *request, int id, const char *value, kt_error *err)
{
    if (!kt_date_read(&request->day[id], value, strlen(value)))
        return kt_error_set(
            err, KT_BAD_USAGE,
            kt_lang_text(request->lang, "--%s \"%.60s\": a day is expected, as in 2026-03-31"),
            kt_operation_table_option[id].name, value);
    return KT_OK;
}

static kt_status read_value(kt_request *request, int id, const char *value, kt_error *err)
{
    switch (kt_operation_table_option[id].type) {
    case KT_OPTION_NUMBER:
    case KT_OPTION_WHOLE:
        return read_number(request, id, value, err);
    case KT_OPTION_CHOICE:
        return read_choice(request, id, value, err);
    case KT_OPTION_DAY:
        return read_day(request, id, value, err);
    default:
        request->text[id] = value;
        return KT_OK;
    }
}

// One "--name", "--name=value", "--name value" or "-o value"; *used gets the arguments it took.
static kt_status read_option(const kt_operation *operation, kt_request *request, char *const *argv,
                             int *used, kt_error *err)
{
    const char *argument = argv[0];
    const char *name = strcmp(argument, "-o") == 0 ? "output" : argument + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    int id = find_option(name, length);
    *used = 1;
    if (id < 0 || !kt_operation_table_takes(operation, (kt_option_id)id))
        return unknown_option(operation, argument, request->lang, err);
    const kt_option_spec *option = &kt_operation_table_option[id];
    if (request->given[id])
        return kt_error_set(err, KT_BAD_USAGE, kt_lang_text(request->lang, "--%s is given twice"),
                            option->name);
    request->given[id] = true;
    if (option->type == KT_OPTION_FLAG) {
        if (equals == NULL)
            return KT_OK;
        return kt_error_set(err, KT_BAD_USAGE, kt_lang_text(request->lang, "--%s takes no value"),
                            option->name);
    }
    const char *value = equals != NULL ? equals + 1 : argv[1];
    *used = equals != NULL ? 1 : 2;
    if (value == NULL || *value == '\0')
        return kt_error_set(err, KT_BAD_USAGE,
                            kt_lang_text(request->lang, "--%s needs a value: %s"), option->name,
                            kt_lang_text(request->lang, option->value));
    return read_value(request, id, value, err);
}

static kt_status read_subject(const kt_operation *operation, kt_request *request,
                              const char *argument, kt_error *err)
{
    bool several = operation->subject != NULL && strstr(operation->subject, "...") != NULL;
    size_t room = several ? KT_MAX_SUBJECTS : 1;
    if (operation->subject == NULL || request->n_subjects >= room)
        return kt_error_set(err, KT_BAD_USAGE,
                            kt_lang_text(request->lang, "unexpected argument \"%.60s\""), argument);
    request->subjects[request->n_subjects++] = argument;
    request->subject = request->subjects[0];
    return KT_OK;
}

static kt_status read_rest(const kt_operation *operation, kt_request *request, int argc,
                           char *const *argv, kt_error *err)
{
    kt_status status = KT_OK;
    bool options = true;
    int used = 1;
    for (int i = 0; i < argc && status == KT_OK; i += used) {
        used = 1;
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && strcmp(argv[i], "-h") == 0)
            request->given[KT_OPTION_HELP] = true;
        else if (options && (strncmp(argv[i], "--", 2) == 0 || strcmp(argv[i], "-o") == 0))
            status = read_option(operation, request, argv + i, &used, err);
        else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
            status = unknown_option(operation, argv[i], request->lang, err);
        else
            status = read_subject(operation, request, argv[i], err);
    }
    bool needed = operation->subject != NULL && operation->subject[0] != '[';
    if (status == KT_OK && needed && request->subject == NULL && !request->given[KT_OPTION_HELP])
        status = kt_error_set(
            err, KT_BAD_USAGE,
            kt_lang_text(request->lang, "keten %s needs a %s: see keten %s --help"),
            operation->name, kt_lang_text(request->lang, operation->subject), operation->name);
    return status;
}

kt_status kt_arguments_read(const kt_operation **operation, kt_request *request, int argc,
                            char *const *argv, kt_error *err)
{
    *operation = NULL;
    *request = (kt_request){.lang = find_language(argc, argv)};
    err->lang = request->lang;
    int i = 1;
    if (i + 1 < argc && strncmp(argv[i], "--lang", 6) == 0) // keten --lang nl --help
        i += argv[i][6] == '=' ? 1 : 2;
    if (i >= argc || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
        request->given[KT_OPTION_HELP] = true;
        return KT_OK;
    }
    if (strcmp(argv[i], "help") == 0) {
        request->given[KT_OPTION_HELP] = true;
        if (i + 1 >= argc || strncmp(argv[i + 1], "--", 2) == 0)
            return KT_OK;
        *operation = kt_operation_table_find(argv[i + 1]);
        return *operation == NULL ? unknown_command(argv[i + 1], request->lang, err) : KT_OK;
    }
    *operation = kt_operation_table_find(argv[i]);
    if (*operation == NULL)
        return unknown_command(argv[i], request->lang, err);
    return read_rest(*operation, request, argc - i - 1, argv + i + 1, err);
}
