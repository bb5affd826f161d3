// SPDX-License-Identifier: EUPL-1.2
// What `keten assess`, `stress` and `chokepoints` print of a case, through the door of the library:
//
//     cc runs.c $(pkg-config --cflags --libs keten) -o runs && ./runs data/cases/lcf
#include <stdio.h>

#include <keten.h>

int main(int argc, char **argv)
{
    static const char *const OPERATIONS[] = {"assess", "stress", "chokepoints"};
    const char *const arguments[] = {"case", argc > 1 ? argv[1] : "lcf", NULL};
    kt_session *session = NULL;
    kt_error error = {0};
    kt_status status = kt_session_open(&session, NULL, &error);
    for (int i = 0; i < 3 && status == KT_OK; i++) {
        kt_result *result = NULL;
        const char *text = NULL;
        status = kt_run(&result, session, OPERATIONS[i], arguments, NULL, &error);
        if (status == KT_OK)
            status = kt_result_write(&text, NULL, result, "text", NULL, &error);
        if (status == KT_OK)
            fputs(text, stdout);
        kt_result_close(result);
    }
    if (status != KT_OK)
        fprintf(stderr, "%s\n", error.message);
    kt_session_close(session);
    return (int)status;
}
