// SPDX-License-Identifier: EUPL-1.2
// Yearly tables of others, as the user downloaded them, become a new vintage in the reference of
// his data folder: beside the old one, checked as a whole, and told in a list of what changed. The
// folder is replaced as a whole or not at all.
#ifndef KT_INGEST_YEARLY_REFRESH_H
#define KT_INGEST_YEARLY_REFRESH_H

#include "ingest/yearly/beside.h"

typedef enum kt_refresh_outcome {
    KT_REFRESH_WRITTEN,
    KT_REFRESH_UNCHANGED, // all of it is on record, or nothing could be taken
    KT_REFRESH_DRY,       // would be written
    KT_REFRESH_FAULTY,    // the reference would have faults
} kt_refresh_outcome;

typedef struct kt_refresh_options {
    const char *const *file; // [n_files]
    size_t n_files;
    const char *data; // the data folder, which holds reference/
    bool dry_run, yes;
    kt_lang lang;
    const kt_control *control; // may be NULL
} kt_refresh_options;

// What the tables of a file were found to be.
typedef struct kt_refresh_file {
    const char *name;   // last part of the path, and the sheet where it is one
    const char *file;   // last part of the path
    const char *layout; // of layout.h
    int edition;        // 0: nothing was taken of it
    size_t n_tables;
} kt_refresh_file;

typedef struct kt_refresh {
    kt_refresh_outcome outcome;
    kt_pool pool;
    kt_arena arena;
    kt_refresh_file *file; // [n_files]
    size_t n_files, file_capacity;
    kt_grid_list grids;
    kt_draft draft;
    kt_notes remarks;
    kt_notes faults; // of the invariants (judge.h); those of form are in `merged`
    kt_reject_list rejects;
    kt_beside beside;
    kt_yearly_conversion *conversion; // [n_conversions]
    size_t n_conversions;
    size_t n_left_out;  // figures of things that are none of ours
    size_t n_refused;   // rows
    kt_case *reference; // as it was
    kt_case *merged;    // as it would be, with its faults; NULL: nothing changes
    bool failed;
} kt_refresh;

// Runs it. KT_OK for every outcome above. KT_BAD_INPUT when a file cannot be read, or no layout
// fits it: with the one that comes closest and the column that is missing; when the folder holds no
// reference, or one with faults (which are in out->reference). KT_NO_RESOURCES when memory or the
// disk does not suffice, or when options->control stops it: nothing has then been written. The
// caller closes *out either way.
kt_status kt_refresh_run(kt_refresh *out, const kt_refresh_options *options, kt_error *err);
void kt_refresh_close(kt_refresh *refresh);

#endif
