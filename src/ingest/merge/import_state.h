// SPDX-License-Identifier: EUPL-1.2
// An import under way: the files, what they deliver, the case before and after, what is said. The
// struct owns all of it and lives until the import was told.
#ifndef KT_INGEST_MERGE_IMPORT_STATE_H
#define KT_INGEST_MERGE_IMPORT_STATE_H

#include "ingest/intake/intake.h"
#include "ingest/merge/merge.h"
#include "model/case.h"

typedef enum kt_import_outcome {
    KT_IMPORT_WRITTEN,
    KT_IMPORT_UNCHANGED,    // the case has all of it already
    KT_IMPORT_DRY,          // would be written
    KT_IMPORT_ASKS_MAPPING, // columns were guessed: look, then say yes
    KT_IMPORT_ASKS_CHANGES, // values of the case would change: look, then say yes
    KT_IMPORT_REFUSED,      // rows were refused, and the others were not asked for
    KT_IMPORT_FAULTY,       // the case itself has faults that no delivered row explains
} kt_import_outcome;

typedef struct kt_import_options {
    const char *const *file; // [n_files]
    size_t n_files;
    const char *target;  // folder of the case; made when it is not there
    const char *mapping; // profile for the first file that needs one; NULL: found or proposed
    bool dry_run, accept_partial, yes;
    const char *date; // YYYY-MM-DD that questionnaires came back; NULL: not known
    kt_lang lang;
    const kt_case *reference;  // that is open already; NULL: it is read
    const kt_control *control; // may be NULL
} kt_import_options;

// What came of one file.
typedef struct kt_import_file {
    const char *name;    // last part of the path
    const char *format;  // "XLSX", "CSV", "CycloneDX", "IPC-1752/1754", "IEC 62474", "case",
                         // "questionnaire"
    kt_mapping mapping;  // of a file with tables
    const char *profile; // name of the profile used, NULL: none or proposed
    size_t first, n_grids;
} kt_import_file;

typedef struct kt_import {
    kt_import_outcome outcome;
    kt_pool pool;
    kt_arena arena;
    kt_import_file *file; // [n_files]
    size_t n_files;
    kt_grid_list grids;
    kt_delivery delivery;
    kt_draft draft;
    kt_merge_log merge;
    kt_notes remarks;
    kt_reject_list rejects;
    size_t assumed[KT_N_ASSUMED];
    const char *date;                // "" where it is not known
    const char *title, *description; // of a case among the files, NULL: none
    kt_case *read_reference; // where none was open; what follows is on it or on the caller's
    kt_case *reference;      // a case without tables, in the language of the import
    kt_case *before;         // the case as it was; NULL: a new one, or one with faults
    kt_case *merged;         // the case as it would be, with its faults; NULL before it was checked
    size_t n_refused;        // rows
    const char *reject_path; // written, NULL: no row was refused, or nothing is written
    const char *mapping_path; // written at the caller's request
} kt_import;

#endif
