// SPDX-License-Identifier: EUPL-1.2
// See session.h. One lock for all that is shared; it is held for looks and changes of some
// microseconds, and while the reference is read, which all who wait need.
#include "service/session.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct kt_session {
    kt_lang lang;
    char *data_dir; // NULL: found
    pthread_mutex_t lock;
    size_t n_users;       // whoever opened it, and results
    kt_buffer operations; // what can be run, as JSON; empty until it is asked for
};

kt_status kt_session_open(kt_session **out, const kt_session_options *options, kt_error *err)
{
    if (out == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "kt_session_open needs a place for the session");
    *out = NULL;
    kt_session *session = calloc(1, sizeof *session);
    if (session == NULL || pthread_mutex_init(&session->lock, NULL) != 0) {
        free(session);
        return kt_error_no_memory(err);
    }
    session->n_users = 1;
    session->lang = options == NULL ? KT_LANG_EN : options->lang;
    if (options != NULL && options->data_dir != NULL) {
        session->data_dir = strdup(options->data_dir);
        if (session->data_dir == NULL) {
            kt_session_close(session);
            return kt_error_no_memory(err);
        }
    }
    *out = session;
    return KT_OK;
}

void kt_session_share(kt_session *session)
{
    pthread_mutex_lock(&session->lock);
    session->n_users++;
    pthread_mutex_unlock(&session->lock);
}

void kt_session_close(kt_session *session)
{
    if (session == NULL)
        return;
    pthread_mutex_lock(&session->lock);
    assert(session->n_users > 0);
    bool last = --session->n_users == 0;
    pthread_mutex_unlock(&session->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&session->lock);
    kt_buffer_free(&session->operations);
    free(session->data_dir);
    free(session);
}

kt_lang kt_session_lang(const kt_session *session)
{
    return session->lang;
}

const char *kt_session_data_dir(const kt_session *session)
{
    return session->data_dir;
}

kt_status kt_session_describe(const char **text, size_t *length, kt_session *session,
                              void (*make)(kt_buffer *out, kt_lang lang), kt_error *err)
{
    kt_buffer *kept = &session->operations;
    pthread_mutex_lock(&session->lock);
    if (kept->failed)
        kt_buffer_free(kept);
    if (kept->length == 0)
        make(kept, session->lang);
    bool failed = kept->failed;
    pthread_mutex_unlock(&session->lock);
    if (failed)
        return kt_error_no_memory(err);
    *text = kept->text;
    *length = kept->length;
    return KT_OK;
}
