// SPDX-License-Identifier: EUPL-1.2
// Runs one operation as a stranger's program would, and does with what comes of it what the command
// line does: text to standard output, messages to standard error, the status as exit status.
//
//     door-run OPERATION FORMAT TABLE [NAME VALUE]...        ("" for no format or no table)
#include <stdio.h>

#include <keten.h>

static const char *or_none(const char *text)
{
    return *text == '\0' ? NULL : text;
}

int main(int argc, char **argv)
{
    kt_session *session = NULL;
    kt_result *result = NULL;
    kt_error error = {0};
    const char *text = "";
    size_t length = 0;
    if (argc < 4)
        return KT_BAD_USAGE;
    kt_status status = kt_session_open(&session, NULL, &error);
    if (status == KT_OK)
        status = kt_run(&result, session, argv[1], (const char *const *)argv + 4, NULL, &error);
    fputs(kt_result_messages(result), stderr);
    if (status != KT_OK && error.message[0] != '\0')
        fprintf(stderr, "keten: %s\n", error.message);
    kt_status written =
        kt_result_write(&text, &length, result, or_none(argv[2]), or_none(argv[3]), &error);
    if (written == KT_OK)
        fwrite(text, 1, length, stdout);
    else if (status == KT_OK)
        fprintf(stderr, "keten: %s\n", error.message);
    kt_result_close(result);
    kt_session_close(session);
    return (int)(status == KT_OK ? written : status);
}
