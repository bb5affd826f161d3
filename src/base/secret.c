// SPDX-License-Identifier: EUPL-1.2
// See secret.h. libsodium's generator ends the program where the kernel gives no random bytes; a
// library may not, so the kernel is asked directly.
#include "base/secret.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>

#include "base/philox.h"

// Stretches the bytes that the process was started with.
static void stretch(unsigned char *out, size_t length)
{
    uint64_t word[2] = {0, 0};
    const void *start = (const void *)(uintptr_t)getauxval(AT_RANDOM);
    if (start != NULL)
        memcpy(word, start, sizeof word);
    kt_philox stream = {word[0], word[1]};
    for (size_t at = 0; at < length; at += 16) {
        uint32_t block[4];
        kt_philox_block(block, stream, at);
        memcpy(out + at, block, length - at < sizeof block ? length - at : sizeof block);
    }
}

void kt_secret_fill(void *out, size_t length)
{
    unsigned char *bytes = out;
    size_t done = 0;
    while (done < length) {
        ssize_t n = getrandom(bytes + done, length - done, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            stretch(bytes + done, length - done);
            return;
        }
        done += (size_t)n;
    }
}
