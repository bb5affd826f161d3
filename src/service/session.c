// SPDX-License-Identifier: EUPL-1.2
// See session.h. One lock for all that is shared, held for looks and changes of some microseconds;
// reading a case, building a network and opening a study happen outside it, so two threads may make
// the same at once: the first to be ready is kept, the other one forgotten. So nobody waits for the
// work of another, and who hears of progress may use the session meanwhile. Four cases that are not
// in use are kept, the ones used last: of a frigate 2 MB each, of an economy gigabytes, as long as
// the session is open; of a case that is not in use, the networks and studies that were made last.
#include "service/session.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/package/open.h"
#include "model/network_build.h"

enum { MOST_IDLE = 4, MOST_STUDIES = 64, MOST_NETWORKS = 4 };

typedef struct network_node {
    struct network_node *next;
    kt_figures figures;
    kt_network network;
} network_node;

typedef struct study_node {
    struct study_node *next;
    kt_figures figures;
    char *item; // as it was asked for; NULL: none
    kt_arena arena;
    kt_study study;
} study_node;

struct kt_session_case {
    kt_session_case *next;
    const kt_case *the_case;
    kt_case *own;    // the same; NULL: the reference of the session
    bool all_tables; // of the reference that it is on
    size_t n_users;
    uint64_t used;          // when it was taken last
    network_node *networks; // newest first, as studies are
    study_node *studies;
};

struct kt_session {
    kt_lang lang;
    char *data_dir;        // NULL: found
    pthread_mutex_t lock;  // of what follows
    kt_case *reference[2]; // without and with the long tables
    size_t n_users;        // whoever opened it, and results
    kt_buffer operations;  // what can be run, as JSON; empty until it is asked for
    kt_session_case *cases;
    uint64_t clock; // counts what is taken
};

kt_status kt_session_open(kt_session **out, const kt_session_options *options, kt_error *err)
{
    kt_session_options own = {0};
    if (out == NULL)
        return kt_error_set(err, KT_BAD_USAGE, "kt_session_open needs a place for the session");
    *out = NULL;
    if (options != NULL)
        memcpy(&own, options,
               options->size == 0 || options->size > sizeof own ? sizeof own : options->size);
    kt_session *session = calloc(1, sizeof *session);
    if (session == NULL)
        return kt_error_no_memory(err);
    session->n_users = 1;
    session->lang = own.lang == KT_LANG_NL ? KT_LANG_NL : KT_LANG_EN;
    session->data_dir = own.data_dir == NULL ? NULL : strdup(own.data_dir);
    if ((own.data_dir != NULL && session->data_dir == NULL) ||
        pthread_mutex_init(&session->lock, NULL) != 0) {
        free(session->data_dir);
        free(session);
        return kt_error_no_memory(err);
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

static bool is_same(const kt_figures *one, const kt_figures *other)
{
    return one->scope == other->scope && kt_vintage_is(&one->vintage, &other->vintage);
}

static void free_networks(network_node *first)
{
    while (first != NULL) {
        network_node *node = first;
        first = node->next;
        kt_network_free(&node->network);
        free(node);
    }
}

static void free_study(study_node *node)
{
    kt_arena_free(&node->arena);
    free(node->item);
    free(node);
}

static void free_studies(study_node *first)
{
    while (first != NULL) {
        study_node *node = first;
        first = node->next;
        free_study(node);
    }
}

static void free_case(kt_session_case *c)
{
    assert(c->n_users == 0);
    free_studies(c->studies);
    free_networks(c->networks);
    kt_case_free(c->own);
    free(c);
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
    while (session->cases != NULL) {
        kt_session_case *c = session->cases;
        session->cases = c->next;
        free_case(c);
    }
    for (int r = 0; r < 2; r++)
        kt_case_free(session->reference[r]);
    pthread_mutex_destroy(&session->lock);
    kt_buffer_free(&session->operations);
    free(session->data_dir);
    free(session);
}

kt_lang kt_session_lang(const kt_session *session)
{
    return session->lang;
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

// ---------------------------------------------------------------------------------- the cases

static kt_open_options options_of(const kt_session *session, bool all_tables,
                                  const kt_control *control, const kt_error *err)
{
    return (kt_open_options){.data_dir = session->data_dir,
                             .lang = kt_error_lang(err),
                             .all_tables = all_tables,
                             .control = control};
}

static kt_status find_reference(const kt_case **out, kt_session *session, bool all_tables,
                                const kt_control *control, kt_error *err)
{
    kt_case **known = &session->reference[all_tables];
    pthread_mutex_lock(&session->lock);
    *out = *known;
    pthread_mutex_unlock(&session->lock);
    if (*out != NULL)
        return kt_open_judge(*out, "reference", err);
    kt_case *fresh = NULL;
    kt_open_options options = options_of(session, all_tables, control, err);
    kt_status status = kt_open_reference(&fresh, &options, err);
    if (fresh == NULL)
        return status;
    pthread_mutex_lock(&session->lock);
    if (*known == NULL) {
        *known = fresh;
        fresh = NULL;
    }
    *out = *known;
    pthread_mutex_unlock(&session->lock);
    kt_case_free(fresh);
    return status;
}

kt_status kt_session_reference(const kt_case **out, kt_session *session, const kt_control *control,
                               kt_error *err)
{
    return find_reference(out, session, false, control, err);
}

// A case that is there with this hash, taken; else NULL. Under the lock.
static kt_session_case *take_known(kt_session *session, const char *sha256, const kt_case *on,
                                   bool all_tables)
{
    for (kt_session_case *c = session->cases; c != NULL; c = c->next) {
        bool same = c->own == NULL ? c->the_case == on && sha256 == NULL
                                   : sha256 != NULL && strcmp(c->the_case->sha256, sha256) == 0;
        if (!same || c->the_case->unread || c->all_tables != all_tables)
            continue;
        c->n_users++;
        c->used = ++session->clock;
        return c;
    }
    return NULL;
}

// Puts the case that was opened among the others, unless another thread was first.
static kt_session_case *add_case(kt_session *session, kt_session_case *fresh, const kt_case *on)
{
    const char *sha256 = fresh->own == NULL ? NULL : fresh->the_case->sha256;
    pthread_mutex_lock(&session->lock);
    kt_session_case *known =
        fresh->the_case->unread ? NULL : take_known(session, sha256, on, fresh->all_tables);
    if (known == NULL) {
        fresh->n_users = 1;
        fresh->used = ++session->clock;
        fresh->next = session->cases;
        session->cases = fresh;
    }
    pthread_mutex_unlock(&session->lock);
    if (known == NULL)
        return fresh;
    free_case(fresh);
    return known;
}

// The same for what lies at `path` now. The first case of a session is not hashed in vain.
static kt_session_case *look(kt_session *session, const char *path, const kt_case *on,
                             const kt_open_options *options)
{
    char sha256[KT_SHA256_TEXT];
    pthread_mutex_lock(&session->lock);
    bool any = session->cases != NULL;
    pthread_mutex_unlock(&session->lock);
    if (!any || (path != NULL && !kt_open_hash(sha256, path, on, options)))
        return NULL;
    pthread_mutex_lock(&session->lock);
    kt_session_case *known =
        take_known(session, path == NULL ? NULL : sha256, on, options->all_tables);
    pthread_mutex_unlock(&session->lock);
    return known;
}

kt_status kt_session_take(kt_session_case **out, kt_session *session, const char *path,
                          bool all_tables, const kt_control *control, kt_error *err)
{
    kt_open_options options = options_of(session, all_tables, control, err);
    const kt_case *on = NULL;
    *out = NULL;
    kt_status status = find_reference(&on, session, all_tables, control, err);
    if (on == NULL)
        return status;
    *out = look(session, path, on, &options);
    if (*out != NULL)
        return kt_open_judge((*out)->the_case, path == NULL ? "reference" : path, err);
    kt_session_case *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return kt_error_no_memory(err);
    fresh->all_tables = all_tables;
    if (path != NULL)
        status = kt_open_on(&fresh->own, path, on, &options, err);
    fresh->the_case = path == NULL ? on : fresh->own;
    if (fresh->the_case == NULL)
        free(fresh);
    else
        *out = add_case(session, fresh, on);
    return status;
}

// The case that was used longest ago among those that are not in use, where there are too many of
// them: no longer in the list. Under the lock.
static kt_session_case *drop_idle(kt_session *session)
{
    kt_session_case **oldest = NULL;
    size_t n = 0;
    for (kt_session_case **c = &session->cases; *c != NULL; c = &(*c)->next) {
        if ((*c)->n_users > 0)
            continue;
        n++;
        if (oldest == NULL || (*c)->used < (*oldest)->used)
            oldest = c;
    }
    if (n <= MOST_IDLE)
        return NULL;
    kt_session_case *dropped = *oldest;
    *oldest = dropped->next;
    return dropped;
}

static void take_out(kt_session *session, const kt_session_case *one)
{
    kt_session_case **c = &session->cases;
    while (*c != one)
        c = &(*c)->next;
    *c = one->next;
}

// What a case that is not in use loses.
typedef struct leftovers {
    study_node *studies;
    network_node *networks;
} leftovers;

static bool is_on(const study_node *study, const network_node *networks)
{
    for (; networks != NULL; networks = networks->next) {
        if (study->study.network == &networks->network)
            return true;
    }
    return false;
}

// The studies of a case beyond the newest, and its networks beyond the newest with what is on them:
// no longer in its lists. Under the lock, of a case that is not in use.
static leftovers drop_leftovers(kt_session_case *c)
{
    leftovers dropped = {0};
    network_node **network = &c->networks;
    for (int n = 0; n < MOST_NETWORKS && *network != NULL; n++)
        network = &(*network)->next;
    dropped.networks = *network;
    *network = NULL;
    int n = 0;
    for (study_node **at = &c->studies; *at != NULL;) {
        study_node *node = *at;
        if (n++ < MOST_STUDIES && !is_on(node, dropped.networks)) {
            at = &node->next;
            continue;
        }
        *at = node->next;
        node->next = dropped.studies;
        dropped.studies = node;
    }
    return dropped;
}

void kt_session_give(kt_session *session, kt_session_case *taken)
{
    if (taken == NULL)
        return;
    leftovers left = {0};
    pthread_mutex_lock(&session->lock);
    assert(taken->n_users > 0);
    taken->n_users--;
    bool lost = taken->n_users == 0 && taken->the_case->unread; // nobody can find it again
    if (lost)
        take_out(session, taken);
    else if (taken->n_users == 0)
        left = drop_leftovers(taken);
    kt_session_case *dropped = lost ? taken : drop_idle(session);
    pthread_mutex_unlock(&session->lock);
    free_studies(left.studies);
    free_networks(left.networks);
    if (dropped != NULL)
        free_case(dropped);
}

const kt_case *kt_session_case_of(const kt_session_case *taken)
{
    return taken->the_case;
}

// ------------------------------------------------------------------------- what is made of them

// Under the lock.
static const kt_network *find_network(const kt_session_case *of, const kt_figures *figures)
{
    for (network_node *node = of->networks; node != NULL; node = node->next) {
        if (is_same(&node->figures, figures))
            return &node->network;
    }
    return NULL;
}

kt_status kt_session_network(const kt_network **out, kt_session *session, kt_session_case *of,
                             const kt_figures *figures, const kt_control *control, kt_error *err)
{
    pthread_mutex_lock(&session->lock);
    *out = find_network(of, figures);
    pthread_mutex_unlock(&session->lock);
    if (*out != NULL)
        return KT_OK;
    network_node *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return kt_error_no_memory(err);
    fresh->figures = *figures;
    kt_status status = kt_network_build(&fresh->network, of->the_case, figures, control, err);
    if (status != KT_OK) {
        free(fresh);
        return status;
    }
    pthread_mutex_lock(&session->lock);
    *out = find_network(of, figures);
    if (*out == NULL) {
        fresh->next = of->networks;
        of->networks = fresh;
        *out = &fresh->network;
        fresh = NULL;
    }
    pthread_mutex_unlock(&session->lock);
    free_networks(fresh);
    return KT_OK;
}

// Under the lock.
static study_node *find_study(const kt_session_case *of, kt_session_target target)
{
    for (study_node *node = of->studies; node != NULL; node = node->next) {
        bool same = node->item == NULL || target.item == NULL
                        ? node->item == target.item
                        : strcmp(node->item, target.item) == 0;
        if (same && is_same(&node->figures, &target.figures))
            return node;
    }
    return NULL;
}

static kt_status open_study(study_node **out, const kt_network *network, kt_session_target target,
                            const kt_control *control, kt_error *err)
{
    study_node *node = calloc(1, sizeof *node);
    if (node == NULL)
        return kt_error_no_memory(err);
    node->figures = target.figures;
    node->item = target.item == NULL ? NULL : strdup(target.item);
    kt_status status = target.item != NULL && node->item == NULL ? kt_error_no_memory(err) : KT_OK;
    if (status == KT_OK)
        status = kt_study_open(&node->study, network, target.item, control, &node->arena, err);
    if (status != KT_OK) {
        free_study(node);
        return status;
    }
    node->study.control = NULL; // the caller's, and the work has ended
    node->study.arena = NULL;   // which holds the study, and nothing of those who use it
    *out = node;
    return KT_OK;
}

kt_status kt_session_study(const kt_study **out, kt_session *session, kt_session_case *of,
                           kt_session_target target, const kt_control *control, kt_error *err)
{
    const kt_network *network = NULL;
    study_node *fresh = NULL;
    pthread_mutex_lock(&session->lock);
    study_node *known = find_study(of, target);
    pthread_mutex_unlock(&session->lock);
    if (known != NULL) {
        *out = &known->study;
        return KT_OK;
    }
    kt_status status = kt_session_network(&network, session, of, &target.figures, control, err);
    if (status == KT_OK)
        status = open_study(&fresh, network, target, control, err);
    if (status != KT_OK)
        return status;
    assert(fresh != NULL);
    pthread_mutex_lock(&session->lock);
    known = find_study(of, target);
    if (known == NULL) {
        fresh->next = of->studies;
        of->studies = known = fresh;
        fresh = NULL;
    }
    pthread_mutex_unlock(&session->lock);
    if (fresh != NULL)
        free_study(fresh);
    *out = &known->study;
    return KT_OK;
}
