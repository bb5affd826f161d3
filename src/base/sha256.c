// SPDX-License-Identifier: EUPL-1.2
// SHA-256 by libsodium, fed in chunks: a case has 100 kB to hundreds of megabytes and is hashed
// while it is read. The library's state is hidden in bytes of our own, so that only this file
// includes it.
#include "base/sha256.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(kt_sha256), "state does not fit");

static crypto_hash_sha256_state *state_of(kt_sha256 *sha)
{
    return (crypto_hash_sha256_state *)(void *)sha->state;
}

void kt_sha256_begin(kt_sha256 *sha)
{
    crypto_hash_sha256_init(state_of(sha));
}

void kt_sha256_add(kt_sha256 *sha, const void *bytes, size_t length)
{
    crypto_hash_sha256_update(state_of(sha), bytes, length);
}

void kt_sha256_end(kt_sha256 *sha, char text[KT_SHA256_TEXT])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state_of(sha), digest);
    sodium_bin2hex(text, KT_SHA256_TEXT, digest, sizeof digest);
}
