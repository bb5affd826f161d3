// SPDX-License-Identifier: EUPL-1.2
// Keten's public C API: open a case, run an analysis, read the results.
//
//     kt_case *the_case = NULL;
//     kt_error error = {0};
//     if (kt_open(&the_case, "data/cases/lcf", NULL, &error) != KT_OK) …        // error.message says why
//     kt_assessment *a = NULL;
//     if (kt_assess(&a, the_case, &(kt_assess_options){.target = "lcf"}, &error) == KT_OK) {
//         size_t n = 0;
//         const kt_dependence *row = kt_assessment_dependence(a, KT_CLASS_COUNTRY, &n);
//         …                                                                      // rows live as long as `a`
//     }
//     kt_assessment_close(a);
//     kt_close(the_case);
//
// Ownership: what comes back through the first argument is the caller's and has a *_close function;
// every other pointer is borrowed and lives as long as the handle it was asked of. No function
// keeps an argument, prints, exits, or uses global state; handles may be used by one thread at a
// time, and an open case by many readers at once. Masses are in kg, money in EUR, time in days,
// shares in 0..1. A double that is not known is NaN.
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

// The exit status of the program is the same number.
typedef enum kt_status {
    KT_OK = 0,
    KT_BAD_INPUT = 1,    // the data, or a name that the data does not have
    KT_BAD_USAGE = 2,    // the call itself: an unknown option, a missing argument
    KT_NO_RESOURCES = 3, // memory, disk or a stated limit ran out; or stopped by the user
    KT_INTERNAL = 4,     // a fault of Keten's own: please report it
} kt_status;

enum { KT_ERROR_SIZE = 1024 };

// Filled once, where the failure happens, with the values and what was expected.
typedef struct kt_error {
    kt_status status;
    char message[KT_ERROR_SIZE]; // UTF-8, one line, no newline at the end
    kt_lang lang;                // of the message: the caller's to set, before the call
} kt_error;

// Which supply mix a material without supply rows is bought from.
typedef enum kt_scope { KT_SCOPE_GLOBAL = 0, KT_SCOPE_EU = 1 } kt_scope;

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

// Stops long work from another thread or a signal handler, and hears how far it is. What it looks
// like is not public yet: NULL lets the work run to its end in silence.
struct kt_control;

typedef struct kt_open_options {
    const char *data_dir; // folder that holds `reference/`; NULL: $KETEN_DATA, beside the program,
                          // installed
    kt_lang lang;         // of messages
    bool all_tables;      // also the reference's long tables (production, reserves, prices, trade),
                          // which only the supply risk of materials needs; hashed either way
    const struct kt_control *control;
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

// ----------------------------------------------------------------------------------- the
// assessment

typedef struct kt_assess_options {
    const char *target; // item id; NULL: the only platform
    kt_scope scope;
    const struct kt_control *control;
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
    uint32_t items_affected;
    double origin_share_mass, origin_share_value;
} kt_dependence;

typedef struct kt_assessment kt_assessment;

// Runs the assessment of one target. KT_BAD_INPUT when the target is not in the case (the message
// names the nearest ids) or the case has faults.
KT_API kt_status kt_assess(kt_assessment **out, const kt_case *the_case,
                           const kt_assess_options *options, kt_error *err);
KT_API void kt_assessment_close(kt_assessment *assessment);

KT_API const char *kt_assessment_target(const kt_assessment *assessment);
KT_API kt_counts kt_assessment_counts(const kt_assessment *assessment);
KT_API const kt_visibility *kt_assessment_visibility(const kt_assessment *assessment, size_t *n);
KT_API const kt_material_need *kt_assessment_materials(const kt_assessment *assessment, size_t *n);
KT_API const kt_dependence *kt_assessment_dependence(const kt_assessment *assessment,
                                                     kt_event_class event_class, size_t *n);

#ifdef __cplusplus
}
#endif

#endif
