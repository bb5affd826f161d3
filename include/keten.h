// SPDX-License-Identifier: EUPL-1.2
// Keten's public C API. One door runs whatever the program `keten` can, and gives the same bytes:
//
//     kt_session *session = NULL;
//     kt_result *result = NULL;
//     kt_error error = {0};
//     const char *json = NULL;
//     const char *const arguments[] = {"case", "lcf", "by", "country", NULL};
//     if (kt_session_open(&session, NULL, &error) == KT_OK &&
//         kt_run(&result, session, "chokepoints", arguments, NULL, &error) == KT_OK &&
//         kt_result_json(&json, NULL, result, &error) == KT_OK)
//         puts(json);                                              // lives as long as `result`
//     else
//         fprintf(stderr, "%s\n", error.message);                  // says why
//     kt_result_close(result);
//     kt_session_close(session);
//
// Beside it stand typed conveniences: open a case, assess it, read rows of C structs.
//
// Ownership: what comes back through the first argument is the caller's and has a *_close function;
// every other pointer is borrowed and lives as long as the handle it was asked of. No function
// keeps an argument, prints, exits, or uses global state. A session may be used by any number of
// threads at once; a result by one at a time, and an open case by many readers at once. Every
// pointer to a function's handle, options, control or error may be NULL: a missing handle is
// KT_BAD_USAGE, or nothing to close.
//
// Structs that the caller fills begin with their size, so that they can grow: set it to sizeof; 0
// stands for the size that the struct has in version 0.1.
//
// Masses are in kg, money in EUR, time in days, shares in 0..1. A double that is not known is NaN.
#ifndef KETEN_H
#define KETEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KT_API __attribute__((visibility("default")))
#define KT_VERSION "0.1.0"

typedef enum kt_lang { KT_LANG_EN = 0, KT_LANG_NL = 1 } kt_lang;

// The exit status of the program is the same number, and so is that of Python's keten.Error.
typedef enum kt_status {
    KT_OK = 0,
    KT_BAD_INPUT = 1,    // the data, or a name that the data does not have
    KT_BAD_USAGE = 2,    // the call itself: an unknown option, a missing argument
    KT_NO_RESOURCES = 3, // memory, disk or a stated limit ran out; or stopped by the user
    KT_INTERNAL = 4,     // a fault of Keten's own: please report it
} kt_status;

enum { KT_ERROR_SIZE = 1024 };

// Filled once, where the failure happens, with the values and what was expected. Never grows.
typedef struct kt_error {
    kt_status status;
    char message[KT_ERROR_SIZE]; // UTF-8, one line, no newline at the end
    kt_lang lang;                // of the message: the caller's to set, before the call
} kt_error;

// The version of the library, "0.1.0"; static.
KT_API const char *kt_version(void);

// --------------------------------------------------------------------------- a hand on the work

#ifdef __cplusplus
#define KT_ATOMIC volatile
#else
#define KT_ATOMIC _Atomic
#endif

// Stops work from another thread or a signal handler. {0} is not raised.
typedef struct kt_flag {
    KT_ATOMIC int raised; // not 0: stop soon; stays so until the work has ended
} kt_flag;

// May be called in a signal handler. NULL is allowed.
KT_API void kt_flag_raise(kt_flag *flag);

// How far the work is. The library's own: more may follow behind `n`, as `size` says.
typedef struct kt_progress {
    size_t size;
    const char *phase; // English, what is being done: "reading", "drawing years"
    uint64_t done, n;  // steps of the phase; n 0: it is not known how many
} kt_progress;

// What a caller keeps in its hand while work goes on. {0} and NULL: it runs to its end in silence,
// on all processors. A stop is looked for every tenth of a second or sooner; what was stopped gives
// KT_NO_RESOURCES and leaves nothing behind. The listener is called from one thread at a time,
// which need not be the caller's, some hundred times in a piece of work.
typedef struct kt_control {
    size_t size;                                               // sizeof(kt_control)
    const kt_flag *stop;                                       // NULL: never
    void (*progress)(void *user, const kt_progress *progress); // NULL: work is not told of
    void *user;
    unsigned threads; // 0: as many as the computer has processors
} kt_control;

// ------------------------------------------------------------------------------------- the door

// What several runs share: the data that come with Keten, read once; the cases that were opened
// last, with what was made of them. A case whose files have changed is read again.
typedef struct kt_session kt_session;

typedef struct kt_session_options {
    size_t size;          // sizeof(kt_session_options)
    const char *data_dir; // folder that holds `reference/`; NULL: $KETEN_DATA, beside the library
                          // or the program, installed
    kt_lang lang;         // of messages and texts, where a run names no other
} kt_session_options;

// Reads nothing yet.
KT_API kt_status kt_session_open(kt_session **out, const kt_session_options *options,
                                 kt_error *err);

// Results may outlive it: what they rest on goes with the last of them.
KT_API void kt_session_close(kt_session *session);

// What can be run, as one JSON document: of every operation its name, summary, arguments with type,
// default, range, choices and help, formats, tables, and the JSON Schema of its document. `length`
// (in bytes) may be NULL. Lives as long as the session.
KT_API kt_status kt_operations(const char **json, size_t *length, kt_session *session,
                               kt_error *err);

// What a run found.
typedef struct kt_result kt_result;

// Runs an operation. `arguments` are pairs of a name and its value, and end at NULL: names are
// those of kt_operations, values are texts as on a command line, of a flag "true" or "false"; what
// is found in files goes by the name "case" or "file", and what may be given several times is named
// as often. Beside the operation's own: "format" (only for a format that has to be known
// beforehand), "table", "lang" (en, nl) and "quiet" (no warnings). NULL: none. Texts are copied.
//
// KT_OK with *out set. Where the result itself says that something stands in the way (`check` of a
// case with faults, an import that was refused), *out is set as well and the status is that of the
// program. On any other failure *out is NULL, unless there is more to tell than `err` says: then it
// has messages and nothing else.
KT_API kt_status kt_run(kt_result **out, kt_session *session, const char *operation,
                        const char *const *arguments, const kt_control *control, kt_error *err);

KT_API void kt_result_close(kt_result *result);

// The document that the program prints with --json, to the byte. Lives as long as the result.
KT_API kt_status kt_result_json(const char **text, size_t *length, kt_result *result,
                                kt_error *err);

// What the program prints with --format FORMAT and --table TABLE ("text", "md", "csv", "json", or a
// format of the operation that was named as its argument): lives until the next call or the end of
// the result. `format` NULL: that of the run, else "json". `table` NULL: that of the run, else the
// only one. It may hold any byte but is closed by one NUL more.
KT_API kt_status kt_result_write(const char **text, size_t *length, kt_result *result,
                                 const char *format, const char *table, kt_error *err);

// What the program tells beside the result, one a line: faults of the data, warnings; "" where
// there is nothing to tell.
KT_API const char *kt_result_messages(const kt_result *result);

// Which supply mix a material without supply rows is bought from: the world market, what the EU
// buys, or the customs partners of the Netherlands (where there are such figures, else as EU).
typedef enum kt_scope { KT_SCOPE_GLOBAL = 0, KT_SCOPE_EU = 1, KT_SCOPE_NL = 2 } kt_scope;

// The classes of events that may stop a target.
typedef enum kt_event_class {
    KT_CLASS_COUNTRY,
    KT_CLASS_ORGANISATION,
    KT_CLASS_SITE,
    KT_CLASS_MATERIAL,
    KT_CLASS_FLOW, // id: COUNTRY/material/stage
    KT_N_CLASSES
} kt_event_class;

// ---------------------------------------------------------------------------------------- the case

typedef struct kt_case kt_case;

typedef struct kt_open_options {
    size_t size;          // sizeof(kt_open_options)
    const char *data_dir; // folder that holds `reference/`; NULL: $KETEN_DATA, beside the library
                          // or the program, installed
    kt_lang lang;         // of messages
    bool all_tables;      // also the reference's long tables (production, reserves, prices, trade),
                          // which only the supply risk of materials needs; hashed either way
    const kt_control *control;
} kt_open_options;

// One fault of the data and its place. `line` and `column` count from 1, column in characters;
// both are 1 where the fault has no place in a file's text (a missing file).
typedef struct kt_fault_place {
    const char *file; // path as datapackage.json names it
    uint32_t line;
    uint32_t column;
    bool warning; // true: worth knowing, the case is still usable
    const char *message;
} kt_fault_place;

// Reads a case folder (or its datapackage.json) and the reference data, and checks both.
// KT_BAD_INPUT when the case has faults: *out is then still set, holds every fault, and must be
// closed, but refuses analysis. On any other failure *out is NULL. `options` may be NULL.
KT_API kt_status kt_open(kt_case **out, const char *path, const kt_open_options *options,
                         kt_error *err);

// NULL is allowed.
KT_API void kt_close(kt_case *the_case);

// All faults and warnings, sorted by file, line and column.
KT_API const kt_fault_place *kt_case_faults(const kt_case *the_case, size_t *n);

KT_API const char *kt_case_id(const kt_case *the_case);
KT_API const char *
kt_case_sha256(const kt_case *the_case); // 64 hexadecimal digits, of case and reference

// -------------------------------------------------------------------------------- the assessment

typedef struct kt_assess_options {
    size_t size;        // sizeof(kt_assess_options)
    const char *target; // item id; NULL: the only platform, else product group
    kt_scope scope;
    const kt_control *control;
    bool full; // list every organisation and site; else the 1,000 that matter most of each
} kt_assess_options;

typedef struct kt_counts {
    uint64_t items, producers, requirements, sources, suppliers, countries, materials;
} kt_counts;

// What the producers of one tier require, split by what is known of the sources, by their place,
// and by value. Each requirement counts 1 and is divided by the shares of its sources.
typedef struct kt_visibility {
    uint32_t tier;
    double requirements, known, withheld, unknown;   // known + withheld + unknown = requirements
    double home, eu, nato, elsewhere, place_unknown; // these add up to requirements as well
    double value_eur, value_known, value_withheld; // EUR a target unit, of the inputs with a value
} kt_visibility;

typedef struct kt_material_need {
    const char *id;
    const char *stage;
    double kg, kg_min, kg_max; // per target unit; NaN when a mass on the way is not known
    double dependence;         // of the target on the material
    const char *top_country;   // largest supplying country, NULL when none is known
    double top_share;          // its share of the kg
} kt_material_need;

typedef struct kt_dependence {
    const char *id;
    double dependence;       // 1 - r(target | event), unknown sources deliver
    double dependence_upper; // the same, the unknown ends of the chain failing with it
    double dependence_first; // the same of a buyer who is served before all others
    uint32_t items_affected;
    double origin_share_mass, origin_share_value;
} kt_dependence;

typedef struct kt_assessment kt_assessment;

// Runs the assessment of one target. KT_BAD_INPUT when the target is not in the case (the message
// names the nearest ids) or the case has faults; KT_BAD_USAGE for a scope that is none.
KT_API kt_status kt_assess(kt_assessment **out, const kt_case *the_case,
                           const kt_assess_options *options, kt_error *err);
KT_API void kt_assessment_close(kt_assessment *assessment);

KT_API const char *kt_assessment_target(const kt_assessment *assessment);
KT_API kt_counts kt_assessment_counts(const kt_assessment *assessment);
KT_API const kt_visibility *kt_assessment_visibility(const kt_assessment *assessment, size_t *n);
KT_API const kt_material_need *kt_assessment_materials(const kt_assessment *assessment, size_t *n);
// The events of the class by dependence, largest first: all of them, or of organisations and sites
// those that are listed (kt_assess_options.full).
KT_API const kt_dependence *kt_assessment_dependence(const kt_assessment *assessment,
                                                     kt_event_class event_class, size_t *n);

#ifdef __cplusplus
}
#endif

#endif
