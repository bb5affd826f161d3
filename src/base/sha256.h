// SPDX-License-Identifier: EUPL-1.2
// SHA-256 as hexadecimal text: results name the bytes they come from.
#ifndef KT_BASE_SHA256_H
#define KT_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { KT_SHA256_TEXT = 65 }; // 64 digits and a NUL

typedef struct kt_sha256 {
    _Alignas(16) unsigned char state[128]; // the library's own, checked to fit
} kt_sha256;

void kt_sha256_begin(kt_sha256 *sha);
void kt_sha256_add(kt_sha256 *sha, const void *bytes, size_t length);
void kt_sha256_end(kt_sha256 *sha, char text[KT_SHA256_TEXT]);

#endif
