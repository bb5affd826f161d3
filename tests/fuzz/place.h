// SPDX-License-Identifier: EUPL-1.2
// What the fuzz targets share: the function that libFuzzer calls, input as a file, and an end that
// it reports.
#ifndef KT_FUZZ_PLACE_H
#define KT_FUZZ_PLACE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Stops with the reason where a promise is broken.
static inline void promise(int kept, const char *what)
{
    if (kept)
        return;
    fprintf(stderr, "broken promise: %s\n", what);
    abort();
}

static inline void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    promise(file != NULL, "the work folder can be written");
    promise(fwrite(bytes, 1, length, file) == length, "a file can be written");
    promise(fclose(file) == 0, "a file can be closed");
}

enum { FOLDER_BYTES = 200 };

// A folder of this process in $TMPDIR, else /dev/shm; it stays for whoever set TMPDIR to remove.
static inline void work_folder(char path[FOLDER_BYTES], const char *name)
{
    const char *base = getenv("TMPDIR");
    snprintf(path, FOLDER_BYTES, "%.100s/keten-fuzz-%.16s-XXXXXX", base == NULL ? "/dev/shm" : base,
             name);
    promise(mkdtemp(path) != NULL, "a work folder can be made");
}

// Characters of line `line` (from 1) of a text, its end not counted; -1 where there is no such
// line. A line ends at LF, CR or CR LF; a byte order mark at the start of the text is none of it.
static inline long line_length(const uint8_t *text, size_t length, uint32_t line)
{
    size_t i = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (uint32_t at = 1; at < line; at++) {
        while (i < length && text[i] != '\n' && text[i] != '\r')
            i++;
        if (i == length)
            return -1;
        i += text[i] == '\r' && i + 1 < length && text[i + 1] == '\n' ? 2 : 1;
    }
    long n = 0;
    for (; i < length && text[i] != '\n' && text[i] != '\r'; i++)
        n += (text[i] & 0xC0) != 0x80;
    return n;
}

// The place of every fault is inside the text: a character, or right behind the last one of a line.
static inline void check_places(const kt_fault_list *faults, const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < faults->n; i++) {
        const kt_fault *fault = &faults->note[i];
        long n = fault->line == 0 ? -1 : line_length(text, length, fault->line);
        promise(n >= 0, "the line of a fault is in the file");
        promise(fault->column >= 1 && fault->column <= (unsigned long)n + 1,
                "the column of a fault is in its line");
        promise(fault->message != NULL && *fault->message != '\0', "a fault says what is wrong");
    }
}

#endif
