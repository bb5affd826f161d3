// SPDX-License-Identifier: EUPL-1.2
// See argument.h. An option is looked up by name in the operation's own record, then among those of
// the presentation; its value is checked against type, range and choices there and written into its
// place at once.
#include "service/argument.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/number.h"
#include "base/text.h"
#include "service/operation_table.h"

enum { MOST_OPTIONS = 64 };

// An option that was found, and where its value goes: of one that may be given again a new row.
typedef struct option {
    const kt_field *field;
    const char *name;
    char *row;
    size_t base;
} option;

typedef struct reader {
    kt_job *job;
    kt_error *err;
    const kt_field *given[MOST_OPTIONS]; // those that had their turn
    size_t n_given;
} reader;

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

// --------------------------------------------------------------------------------- what may be
// meant

static bool find_option(option *out, kt_job *job, const char *name, size_t length)
{
    char text[64];
    if (length >= sizeof text)
        return false;
    memcpy(text, name, length);
    text[length] = '\0';
    out->row = job->arguments;
    out->field = kt_record_find(job->operation->arguments, text, &out->base);
    if (out->field == NULL) {
        out->row = (char *)&job->how;
        out->field = kt_record_find(&kt_presentation_record, text, &out->base);
    }
    out->name = out->field == NULL ? NULL : out->field->name;
    return out->field != NULL;
}

// A name that is nearer than `best`, of the fields that have none of the traits to leave out.
static void find_nearest(const char **nearest, size_t *best, const kt_record *record,
                         const char *name, unsigned without)
{
    size_t at = 0;
    size_t base;
    const kt_field *field;
    while ((field = kt_record_next(record, &at, &base)) != NULL) {
        size_t distance = kt_text_distance(name, field->name);
        if (distance < *best && (field->traits & without) == 0) {
            *best = distance;
            *nearest = field->name;
        }
    }
}

// The option whose name is nearest to `name` and not far from it, or NULL.
static const char *nearest_option(const kt_operation *operation, const char *name, unsigned without)
{
    const char *nearest = NULL;
    size_t best = 3;
    find_nearest(&nearest, &best, operation->arguments, name, without);
    find_nearest(&nearest, &best, &kt_presentation_record, name, without);
    return nearest;
}

static kt_status unknown_option(const kt_operation *operation, const char *argument, kt_error *err)
{
    const char *nearest = nearest_option(operation, argument + 2, 0);
    if (nearest != NULL)
        return kt_error_set(err, KT_BAD_USAGE,
                            "keten %s has no option \"%.60s\": did you mean --%s?", operation->name,
                            argument, nearest);
    return kt_error_set(err, KT_BAD_USAGE, "keten %s has no option \"%.60s\": see keten %s --help",
                        operation->name, argument, operation->name);
}

static kt_status unknown_command(const char *name, kt_error *err)
{
    const char *nearest = NULL;
    size_t best = 4;
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        size_t distance = kt_text_distance(name, kt_operation_table[i]->name);
        if (distance < best) {
            best = distance;
            nearest = kt_operation_table[i]->name;
        }
    }
    if (nearest != NULL)
        return kt_error_set(err, KT_BAD_USAGE, "\"%.60s\" is not a command: did you mean \"%s\"?",
                            name, nearest);
    return kt_error_set(err, KT_BAD_USAGE, "\"%.60s\" is not a command: see keten --help", name);
}

// --------------------------------------------------------------------------------------------
// values

static kt_status read_number(const option *o, const char *value, kt_error *err)
{
    const kt_field *field = o->field;
    bool whole = field->type == KT_FIELD_COUNT;
    double number;
    if (!kt_number_read(&number, value, strlen(value)) || number < field->min ||
        number > field->max || (whole && number != floor(number))) {
        char low[KT_NUMBER_SIZE];
        char high[KT_NUMBER_SIZE];
        kt_number_shortest(low, field->min);
        if (isinf(field->max))
            return kt_error_set(err, KT_BAD_USAGE,
                                "--%s \"%.60s\": a number of at least %s is expected", o->name,
                                value, low);
        kt_number_shortest(high, field->max);
        return kt_error_set(err, KT_BAD_USAGE,
                            whole ? "--%s \"%.60s\": a whole number from %s to %s is expected"
                                  : "--%s \"%.60s\": a number from %s to %s is expected",
                            o->name, value, low, high);
    }
    kt_record_set_number(o->row, field, o->base, number);
    return KT_OK;
}

static kt_status read_choice(const option *o, const char *value, kt_error *err)
{
    const kt_field *field = o->field;
    kt_buffer list = {0};
    for (int i = 0; field->choices[i] != NULL; i++) {
        if (strcmp(field->choices[i], value) == 0) {
            kt_record_set_number(o->row, field, o->base, i);
            kt_buffer_free(&list);
            return KT_OK;
        }
        kt_buffer_format(&list, "%s%s", i == 0 ? "" : ", ", field->choices[i]);
    }
    kt_status status = list.failed
                           ? kt_error_no_memory(err)
                           : kt_error_set(err, KT_BAD_USAGE, "--%s \"%.60s\" is not one of: %s",
                                          o->name, value, list.text);
    kt_buffer_free(&list);
    return status;
}

static kt_status read_day(const option *o, const char *value, kt_error *err)
{
    int32_t day;
    if (!kt_date_read(&day, value, strlen(value)))
        return kt_error_set(err, KT_BAD_USAGE,
                            "--%s \"%.60s\": a day is expected, as in 2026-03-31", o->name, value);
    kt_record_set_number(o->row, o->field, o->base, day);
    return KT_OK;
}

static kt_status read_value(const option *given, const char *value, kt_error *err)
{
    option row = *given;
    option *o = &row;
    if (given->field->type == KT_FIELD_LIST) {
        row.row = kt_record_add_row(given->row, given->field, given->base);
        row.field = given->field->record->field;
        row.base = 0;
        if (row.row == NULL)
            return kt_error_no_memory(err);
    }
    switch (o->field->type) {
    case KT_FIELD_NUMBER:
    case KT_FIELD_COUNT:
        return read_number(o, value, err);
    case KT_FIELD_CHOICE:
        return read_choice(o, value, err);
    case KT_FIELD_DAY:
        return read_day(o, value, err);
    default:
        *(const char **)(void *)(o->row + o->base + o->field->offset) = value;
        return KT_OK;
    }
}

// The word for the value in the reader's language; choices speak for themselves.
static const char *word_of(const kt_field *field, kt_lang lang)
{
    return field->word == NULL ? "" : kt_lang_text(lang, field->word);
}

// ------------------------------------------------------------------------------------------ the
// words

// Whether the option may be given now: once, unless it is a list.
static bool take_turn(reader *r, const kt_field *field)
{
    if (field->type == KT_FIELD_LIST)
        return true;
    for (size_t i = 0; i < r->n_given; i++) {
        if (r->given[i] == field)
            return false;
    }
    if (r->n_given == MOST_OPTIONS)
        return false;
    r->given[r->n_given++] = field;
    return true;
}

static kt_status read_flag(const option *o, const char *equals, kt_error *err)
{
    if (equals != NULL)
        return kt_error_set(err, KT_BAD_USAGE, "--%s takes no value", o->field->name);
    *(bool *)(o->row + o->base + o->field->offset) = true;
    return KT_OK;
}

// One "--name", "--name=value", "--name value" or "-o value"; *used gets the arguments it took.
static kt_status read_option(reader *r, char *const *argv, int *used)
{
    const char *argument = argv[0];
    const char *name = strcmp(argument, "-o") == 0 ? "output" : argument + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    option o;
    *used = 1;
    if (!find_option(&o, r->job, name, length))
        return unknown_option(r->job->operation, argument, r->err);
    if (!take_turn(r, o.field))
        return kt_error_set(r->err, KT_BAD_USAGE, "--%s is given twice", o.field->name);
    if (o.field->type == KT_FIELD_FLAG)
        return read_flag(&o, equals, r->err);
    const char *value = equals != NULL ? equals + 1 : argv[1];
    *used = equals != NULL ? 1 : 2;
    if (value == NULL || *value == '\0')
        return kt_error_set(r->err, KT_BAD_USAGE, "--%s needs a value: %s", o.field->name,
                            word_of(o.field, r->job->request.lang));
    return read_value(&o, value, r->err);
}

bool kt_argument_takes_several(const kt_operation *operation)
{
    return operation->subject != NULL && strstr(operation->subject, "...") != NULL;
}

static kt_status read_subject(reader *r, const char *argument)
{
    kt_request *request = &r->job->request;
    const char *subject = r->job->operation->subject;
    size_t room = kt_argument_takes_several(r->job->operation) ? KT_MAX_SUBJECTS : 1;
    if (subject == NULL || request->n_subjects >= room)
        return kt_error_set(r->err, KT_BAD_USAGE, "unexpected argument \"%.60s\"", argument);
    request->subject[request->n_subjects++] = argument;
    return KT_OK;
}

static bool lacks_subject(const kt_job *job)
{
    const char *subject = job->operation->subject;
    return subject != NULL && subject[0] != '[' && job->request.n_subjects == 0;
}

static kt_status check_subject(const reader *r)
{
    const kt_operation *operation = r->job->operation;
    if (!lacks_subject(r->job) || r->job->how.help || r->job->how.schema)
        return KT_OK;
    return kt_error_set(r->err, KT_BAD_USAGE, "keten %s needs a %s: see keten %s --help",
                        operation->name, kt_lang_text(r->job->request.lang, operation->subject),
                        operation->name);
}

static kt_status read_rest(reader *r, int argc, char *const *argv)
{
    kt_status status = KT_OK;
    bool options = true;
    int used = 1;
    for (int i = 0; i < argc && status == KT_OK; i += used) {
        used = 1;
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && strcmp(argv[i], "-h") == 0)
            r->job->how.help = true;
        else if (options && (strncmp(argv[i], "--", 2) == 0 || strcmp(argv[i], "-o") == 0))
            status = read_option(r, argv + i, &used);
        else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
            status = unknown_option(r->job->operation, argv[i], r->err);
        else
            status = read_subject(r, argv[i]);
    }
    return status == KT_OK ? check_subject(r) : status;
}

static kt_status read_help(kt_job *job, int argc, char *const *argv, int i, kt_error *err)
{
    job->how.help = true;
    if (i + 1 >= argc || strncmp(argv[i + 1], "--", 2) == 0)
        return KT_OK;
    job->operation = kt_operation_table_find(argv[i + 1]);
    return job->operation == NULL ? unknown_command(argv[i + 1], err) : KT_OK;
}

kt_status kt_argument_read(kt_job *job, int argc, char *const *argv, kt_error *err)
{
    kt_record_default(&job->how, &kt_presentation_record);
    job->request.lang = find_language(argc, argv);
    err->lang = job->request.lang;
    int i = 1;
    if (i + 1 < argc && strncmp(argv[i], "--lang", 6) == 0) // keten --lang nl --help
        i += argv[i][6] == '=' ? 1 : 2;
    if (i >= argc || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
        job->how.help = true;
        return KT_OK;
    }
    if (strcmp(argv[i], "help") == 0)
        return read_help(job, argc, argv, i, err);
    const kt_operation *operation = kt_operation_table_find(argv[i]);
    if (operation == NULL)
        return unknown_command(argv[i], err);
    kt_status status = kt_job_open(job, operation, err);
    reader r = {.job = job, .err = err};
    if (status == KT_OK)
        status = read_rest(&r, argc - i - 1, argv + i + 1);
    job->request.quiet = job->how.quiet;
    return status;
}

// ------------------------------------------------------------------------------------------ pairs

void kt_argument_key(char key[KT_ARGUMENT_KEY], const kt_operation *operation)
{
    size_t n = 0;
    const char *subject = operation->subject == NULL ? "" : operation->subject;
    for (const char *c = subject; *c != '\0' && n + 1 < KT_ARGUMENT_KEY; c++) {
        if (*c >= 'A' && *c <= 'Z')
            key[n++] = (char)(*c - 'A' + 'a');
    }
    key[n] = '\0';
}

static kt_status unknown_name(const kt_operation *operation, const char *name, kt_error *err)
{
    const char *nearest = nearest_option(operation, name, KT_FIELD_SHELL);
    if (nearest != NULL)
        return kt_error_set(err, KT_BAD_USAGE, "%s has no argument \"%.60s\": did you mean \"%s\"?",
                            operation->name, name, nearest);
    return kt_error_set(err, KT_BAD_USAGE, "%s has no argument \"%.60s\"", operation->name, name);
}

static kt_status take_flag(const option *o, const char *value, kt_error *err)
{
    bool on = strcmp(value, "true") == 0;
    if (!on && strcmp(value, "false") != 0)
        return kt_error_set(err, KT_BAD_USAGE, "--%s \"%.60s\" is not one of: %s", o->field->name,
                            value, "true, false");
    *(bool *)(o->row + o->base + o->field->offset) = on;
    return KT_OK;
}

// One pair; `value` lives as long as the job.
static kt_status take_pair(reader *r, const char *name, const char *value)
{
    const kt_operation *operation = r->job->operation;
    char key[KT_ARGUMENT_KEY];
    option o;
    kt_argument_key(key, operation);
    if (*key != '\0' && strcmp(name, key) == 0)
        return read_subject(r, value);
    if (!find_option(&o, r->job, name, strlen(name)) || o.field->traits & KT_FIELD_SHELL)
        return unknown_name(operation, name, r->err);
    if (!take_turn(r, o.field))
        return kt_error_set(r->err, KT_BAD_USAGE, "--%s is given twice", o.field->name);
    if (o.field->type == KT_FIELD_FLAG)
        return take_flag(&o, value, r->err);
    if (*value == '\0')
        return kt_error_set(r->err, KT_BAD_USAGE, "--%s needs a value: %s", o.field->name,
                            word_of(o.field, r->job->request.lang));
    return read_value(&o, value, r->err);
}

// The language that the pairs name; `lang` where they name none. A wrong one is refused later.
static kt_lang language_of(const char *const *pairs, kt_lang lang)
{
    for (size_t i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2) {
        if (strcmp(pairs[i], "lang") == 0)
            return strcmp(pairs[i + 1], "nl") == 0 ? KT_LANG_NL : KT_LANG_EN;
    }
    return lang;
}

kt_status kt_argument_take(kt_job *job, const char *operation, const char *const *pairs,
                           kt_lang lang, kt_error *err)
{
    static const char *const NONE[] = {NULL};
    kt_status status = KT_OK;
    reader r = {.job = job, .err = err};
    kt_record_default(&job->how, &kt_presentation_record);
    pairs = pairs == NULL ? NONE : pairs;
    job->request.lang = err->lang = language_of(pairs, lang);
    const kt_operation *found = kt_operation_table_find(operation);
    if (found == NULL)
        return unknown_command(operation, err);
    KT_TRY(kt_job_open(job, found, err));
    for (size_t i = 0; pairs[i] != NULL && status == KT_OK; i += 2) {
        if (pairs[i + 1] == NULL)
            return kt_error_set(err, KT_BAD_USAGE, "the argument \"%.60s\" has no value", pairs[i]);
        const char *value = kt_arena_text(&job->texts, pairs[i + 1], strlen(pairs[i + 1]));
        status = value == NULL ? kt_error_no_memory(err) : take_pair(&r, pairs[i], value);
    }
    if (status == KT_OK && lacks_subject(job)) {
        char key[KT_ARGUMENT_KEY];
        kt_argument_key(key, found);
        status = kt_error_set(err, KT_BAD_USAGE, "%s needs the argument \"%s\"", found->name, key);
    }
    job->request.quiet = job->how.quiet;
done:
    return status;
}
