// SPDX-License-Identifier: EUPL-1.2
// SHA-256 against the examples of FIPS 180-4 (NIST, "Examples with intermediate values").
#include "setting.h"

#include "base/sha256.h"

static void hash(char text[KT_SHA256_TEXT], const char *bytes, size_t length, size_t piece)
{
    kt_sha256 sha;
    kt_sha256_begin(&sha);
    for (size_t at = 0; at < length; at += piece)
        kt_sha256_add(&sha, bytes + at, piece < length - at ? piece : length - at);
    kt_sha256_end(&sha, text);
}

static void agrees_with_the_published_examples(void **state)
{
    (void)state;
    char text[KT_SHA256_TEXT];
    hash(text, "", 0, 1);
    assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash(text, "abc", 3, 3);
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash(text, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, 56);
    assert_string_equal(text, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_letters_in_any_division(void **state)
{
    (void)state;
    const size_t pieces[] = {1, 63, 64, 65, 1000000};
    char *letters = malloc(1000000);
    assert_non_null(letters);
    memset(letters, 'a', 1000000);
    for (size_t i = 0; i < 5; i++) {
        char text[KT_SHA256_TEXT];
        hash(text, letters, 1000000, pieces[i]);
        assert_string_equal(text,
                            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    free(letters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_published_examples),
        cmocka_unit_test(a_million_letters_in_any_division),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
