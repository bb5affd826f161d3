// SPDX-License-Identifier: EUPL-1.2
// What the runs of one program share (kt_session of keten.h). Any number of threads may use it at
// once; who may see what will be known here.
#ifndef KT_SERVICE_SESSION_H
#define KT_SERVICE_SESSION_H

#include "base/buffer.h"
#include "base/error.h"

// The language of runs that name no other.
kt_lang kt_session_lang(const kt_session *session);

// As kt_open_options has it; NULL: found.
const char *kt_session_data_dir(const kt_session *session);

// One user more, who calls kt_session_close once: a result may outlive the caller's own use.
void kt_session_share(kt_session *session);

// The description that `make` appends, made at the first call: the session has one. Borrowed.
kt_status kt_session_describe(const char **text, size_t *length, kt_session *session,
                              void (*make)(kt_buffer *out, kt_lang lang), kt_error *err);

#endif
