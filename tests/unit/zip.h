// SPDX-License-Identifier: EUPL-1.2
// Zip archives made in memory, as broken as a test wants them.
#ifndef KETEN_TESTS_UNIT_ZIP_H
#define KETEN_TESTS_UNIT_ZIP_H

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

typedef struct zip_entry {
    const char *name;
    const char *bytes; // as they are packed; NULL ends a list
    size_t length;     // 0: that of the text
    uint16_t method;   // 0 stored, 8 deflated
    uint16_t flags;    // 1: with a password
    uint32_t size;     // unpacked, as the entry claims; 0: `length`
    uint32_t crc;      // of the unpacked bytes; 0: of `bytes`
} zip_entry;

static inline uint32_t zip_crc(const char *bytes, size_t length)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static inline void zip_number(kt_buffer *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        kt_buffer_add(out, &(char){(char)(value & 0xFFu)}, 1);
}

// What the local head and the line of the directory have in common.
static inline void zip_describe(kt_buffer *out, const zip_entry *e)
{
    uint32_t length = (uint32_t)(e->length == 0 ? strlen(e->bytes) : e->length);
    zip_number(out, 20, 2);
    zip_number(out, e->flags, 2);
    zip_number(out, e->method, 2);
    zip_number(out, 0x00210000, 4); // 1980-01-01
    zip_number(out, e->crc != 0 ? e->crc : zip_crc(e->bytes, length), 4);
    zip_number(out, length, 4);
    zip_number(out, e->size != 0 ? e->size : length, 4);
    zip_number(out, (uint32_t)strlen(e->name), 2);
    zip_number(out, 0, 2);
}

static inline kt_buffer zip_of(const zip_entry *entries)
{
    kt_buffer out = {0};
    kt_buffer directory = {0};
    uint32_t n = 0;
    for (const zip_entry *e = entries; e->bytes != NULL; e++, n++) {
        uint32_t at = (uint32_t)out.length;
        kt_buffer_add(&out, "PK\3\4", 4);
        zip_describe(&out, e);
        kt_buffer_put(&out, e->name);
        kt_buffer_add(&out, e->bytes, e->length == 0 ? strlen(e->bytes) : e->length);
        kt_buffer_add(&directory, "PK\1\2\24\0", 6);
        zip_describe(&directory, e);
        zip_number(&directory, 0, 2); // comment, disk, attributes
        zip_number(&directory, 0, 4);
        zip_number(&directory, 0, 4);
        zip_number(&directory, at, 4);
        kt_buffer_put(&directory, e->name);
    }
    uint32_t begins = (uint32_t)out.length;
    uint32_t length = (uint32_t)directory.length;
    if (length > 0)
        kt_buffer_add(&out, directory.text, directory.length);
    kt_buffer_add(&out, "PK\5\6\0\0\0\0", 8);
    zip_number(&out, n, 2);
    zip_number(&out, n, 2);
    zip_number(&out, length, 4);
    zip_number(&out, begins, 4);
    zip_number(&out, 0, 2);
    kt_buffer_free(&directory);
    return out;
}

// Spaces, deflated to the least there is: 1,032 of them a byte. The stream breaks off at its end.
static inline kt_buffer zip_spaces(size_t n)
{
    static const char CODES[] = "\xEC\xC1\x81\0\0\0\0\x80\x20\x95\xFD\x29\x17\xA9\x0A";
    kt_buffer out = {0};
    kt_buffer_add(&out, CODES, sizeof CODES - 1);
    for (size_t i = 0; i < n / 1032; i++)
        kt_buffer_add(&out, "", 1);
    return out;
}

#endif
