// SPDX-License-Identifier: EUPL-1.2
// What the runs of one program share (kt_session of keten.h): the reference, read once; the cases
// that were opened last, with their networks and studies. All of it is frozen once it is there, so
// any number of threads may use it at once. Who may see what will be known here.
#ifndef KT_SERVICE_SESSION_H
#define KT_SERVICE_SESSION_H

#include "analysis/chain/study.h"
#include "base/buffer.h"
#include "model/vintage.h"

// A case of the session and what was made of it.
typedef struct kt_session_case kt_session_case;

// The language of runs that name no other.
kt_lang kt_session_lang(const kt_session *session);

// One user more, who calls kt_session_close once: a result may outlive the caller's own use.
void kt_session_share(kt_session *session);

// The description that `make` appends, made at the first call: the session has one. Borrowed.
kt_status kt_session_describe(const char **text, size_t *length, kt_session *session,
                              void (*make)(kt_buffer *out, kt_lang lang), kt_error *err);

// The reference without its long tables, as a case without tables. Read at the first call;
// borrowed. KT_BAD_INPUT with *out set where it has faults.
kt_status kt_session_reference(const kt_case **out, kt_session *session, const kt_control *control,
                               kt_error *err);

// The case at `path`, or the reference where that is NULL; with the long tables of the reference
// (`all_tables`) or without. It is the one that was opened before where its files are the same, by
// their hash. KT_BAD_INPUT with *out set where the case has faults, without where there is none.
// Whatever is in *out is given back with kt_session_give.
kt_status kt_session_take(kt_session_case **out, kt_session *session, const char *path,
                          bool all_tables, const kt_control *control, kt_error *err);
void kt_session_give(kt_session *session, kt_session_case *taken);

const kt_case *kt_session_case_of(const kt_session_case *taken);

// The network of a case that is taken, on these figures; built at the first call. Borrowed.
kt_status kt_session_network(const kt_network **out, kt_session *session, kt_session_case *of,
                             const kt_figures *figures, const kt_control *control, kt_error *err);

// What is analysed of a case.
typedef struct kt_session_target {
    const char *item; // id; NULL: the only platform
    kt_figures figures;
} kt_session_target;

// The study of a target, the same way. It has no arena and no control: a copy gets its own.
kt_status kt_session_study(const kt_study **out, kt_session *session, kt_session_case *of,
                           kt_session_target target, const kt_control *control, kt_error *err);

#endif
