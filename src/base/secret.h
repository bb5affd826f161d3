// SPDX-License-Identifier: EUPL-1.2
// Bytes that a stranger cannot foresee, so that a file cannot be made whose texts all fall on one
// place of a hash table. Nothing that is computed or written may depend on them.
#ifndef KT_BASE_SECRET_H
#define KT_BASE_SECRET_H

#include <stddef.h>

// Fills `out` with random bytes; cannot fail. From the kernel's generator; where a sandbox refuses
// it, from the 16 random bytes that the kernel gives every process when it starts. About 1 µs.
void kt_secret_fill(void *out, size_t length);

#endif
