// SPDX-License-Identifier: EUPL-1.2
// Two cases and both languages from four threads at once, on one session: every document must be
// the one that a session of its own gives, and one of the threads is stopped again and again
// without the others noticing. For the thread sanitizer, which sees what differs in no byte.
//
//     door-threads CASE CASE      (rounds: $DOOR_ROUNDS, else 1)
//     door-threads --race         what the sanitizer must see
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <keten.h>

enum { N_THREADS = 4, N_RUNS = 8, MOST_PAIRS = 8 };

typedef struct one_run {
    const char *operation;
    const char *more[MOST_PAIRS]; // arguments beside case and language
} one_run;

static const one_run RUNS[N_RUNS] = {
    {"check", {NULL}},
    {"assess", {NULL}},
    {"chokepoints", {"min-share", "0.5"}},
    {"ask", {NULL}},
    {"stress", {"threads", "2"}},
    {"simulate", {"static", "true", "runs", "40", "threads", "2"}},
    {"criticality", {"draws", "8", "threads", "2"}},
    {"stress", {"target", "nothing-of-that-name"}}, // its message names what was meant
};

typedef struct worker {
    kt_session *session;
    const char *the_case, *lang;
    bool stopped; // each run once more, stopped at its first word
    char **expected;
    int rounds, n_wrong;
} worker;

static void stop_at_once(void *user, const kt_progress *progress)
{
    (void)progress;
    kt_flag_raise(user);
}

// What comes of a run, as one text the caller frees: the document and the page, or the message.
static char *text_of(kt_session *session, const worker *w, const one_run *run,
                     const kt_control *control)
{
    const char *arguments[2 * MOST_PAIRS] = {"case", w->the_case, "lang", w->lang};
    kt_result *result = NULL;
    kt_error error = {0};
    const char *json = "";
    const char *page = "";
    for (int i = 0; i < MOST_PAIRS && run->more[i] != NULL; i++)
        arguments[4 + i] = run->more[i];
    kt_status status = kt_run(&result, session, run->operation, arguments, control, &error);
    if (status == KT_OK)
        status = kt_result_json(&json, NULL, result, &error);
    if (status == KT_OK)
        status = kt_result_write(&page, NULL, result, "text", NULL, &error);
    const char *told = status == KT_OK ? kt_result_messages(result) : error.message;
    size_t size = strlen(json) + strlen(page) + strlen(told) + 16;
    char *text = malloc(size);
    if (text != NULL)
        snprintf(text, size, "%d\n%s%s%s", (int)status, json, page, told);
    kt_result_close(result);
    return text;
}

static void *work(void *user)
{
    worker *w = user;
    for (int turn = 0; turn < w->rounds; turn++) {
        for (int r = 0; r < N_RUNS; r++) {
            kt_flag stop = {0};
            kt_control control = {
                .size = sizeof control, .stop = &stop, .progress = stop_at_once, .user = &stop};
            if (w->stopped)
                free(text_of(w->session, w, &RUNS[r], &control));
            char *text = text_of(w->session, w, &RUNS[r], NULL);
            if (text == NULL || strcmp(text, w->expected[r]) != 0) {
                fprintf(stderr, "%s of %s in %s differs:\n%.2000s\n", RUNS[r].operation,
                        w->the_case, w->lang, text == NULL ? "" : text);
                w->n_wrong++;
            }
            free(text);
        }
    }
    return NULL;
}

// Not atomic, and no lock: a race.
static int told;

static void *tell(void *user)
{
    for (int i = 0; i < 100000; i++)
        told += *(const int *)user;
    return NULL;
}

static int race(void)
{
    pthread_t thread[2];
    int one = 1;
    for (int t = 0; t < 2; t++) {
        if (pthread_create(&thread[t], NULL, tell, &one) != 0)
            return KT_NO_RESOURCES;
    }
    for (int t = 0; t < 2; t++)
        pthread_join(thread[t], NULL);
    return told > 0 ? KT_OK : KT_INTERNAL;
}

static int run_all(char **the_case)
{
    static const char *const LANGS[2] = {"en", "nl"};
    worker workers[N_THREADS];
    char *expected[N_THREADS][N_RUNS];
    pthread_t thread[N_THREADS];
    kt_session *shared = NULL;
    kt_session *own = NULL;
    const char *rounds = getenv("DOOR_ROUNDS");
    int n_wrong = 0;
    if (kt_session_open(&shared, NULL, NULL) != KT_OK)
        return KT_NO_RESOURCES;
    for (int t = 0; t < N_THREADS; t++) {
        workers[t] = (worker){.session = shared,
                              .the_case = the_case[t % 2],
                              .lang = LANGS[t / 2],
                              .stopped = t == N_THREADS - 1,
                              .expected = expected[t],
                              .rounds = rounds == NULL ? 1 : (int)strtol(rounds, NULL, 10)};
        for (int r = 0; r < N_RUNS; r++) { // nothing was shared or kept where this comes from
            if (kt_session_open(&own, NULL, NULL) != KT_OK)
                return KT_NO_RESOURCES;
            expected[t][r] = text_of(own, &workers[t], &RUNS[r], NULL);
            kt_session_close(own);
            bool fails = r == N_RUNS - 1; // else nothing would be compared but a message
            if (expected[t][r] == NULL || (strncmp(expected[t][r], "0\n", 2) == 0) == fails) {
                fprintf(stderr, "%s: not what it is here for: %.2000s\n", RUNS[r].operation,
                        expected[t][r] == NULL ? "no memory" : expected[t][r]);
                return KT_INTERNAL;
            }
        }
    }
    for (int t = 0; t < N_THREADS; t++) {
        if (pthread_create(&thread[t], NULL, work, &workers[t]) != 0)
            return KT_NO_RESOURCES;
    }
    for (int t = 0; t < N_THREADS; t++) {
        pthread_join(thread[t], NULL);
        n_wrong += workers[t].n_wrong;
        for (int r = 0; r < N_RUNS; r++)
            free(expected[t][r]);
    }
    kt_session_close(shared);
    printf("%d passed, %d failed\n", N_THREADS * N_RUNS * workers[0].rounds - n_wrong, n_wrong);
    return n_wrong > 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--race") == 0)
        return race();
    return argc == 3 ? run_all(argv + 1) : KT_BAD_USAGE;
}
