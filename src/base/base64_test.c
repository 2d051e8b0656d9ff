/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/base64.h"
#include "base/rng.h"

static void vectors(void **state)
{
    (void)state;
    /* RFC 4648 section 10 */
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        uint8_t text[16], bytes[16];
        size_t size = 99;
        struct pl_bytes plain = pl_bytes_str(pairs[i][0]), coded = pl_bytes_str(pairs[i][1]);
        pl_base64_write(plain, text);
        assert_int_equal(coded.len, PL_BASE64_CHARS(plain.len));
        assert_memory_equal(text, coded.data, coded.len);
        assert_ok(pl_base64_size(coded, &size));
        assert_int_equal(size, plain.len);
        pl_base64_read(coded, bytes);
        assert_memory_equal(bytes, plain.data, plain.len);
    }
}

static void one_spelling_only(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "Z",    "Zg",   "Zg=",    "Zg===", "=",    "====",     "Z===", "Zh==", /* bits left over */
        "Zm9=", "Zm 9", "Zm9v\n", "Zm9-",  "Zm9_", "Zg==Zg==", "Z=g=", "\xc3\xa9gg", "AAAA AAA",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        size_t size;
        if (pl_base64_size(pl_bytes_str(bad[i]), &size) == PL_OK)
            fail_msg("accepted: %s", bad[i]);
    }
}

static void there_and_back(void **state)
{
    (void)state;
    struct pl_prng rng;
    pl_prng_init(&rng, 64);
    for (size_t len = 0; len < 300; len++) {
        uint8_t in[300], text[PL_BASE64_CHARS(300)], out[300];
        size_t size;
        for (size_t i = 0; i < len; i++)
            in[i] = (uint8_t)pl_prng_below(&rng, 256);
        pl_base64_write(pl_bytes_of(in, len), text);
        assert_ok(pl_base64_size(pl_bytes_of(text, PL_BASE64_CHARS(len)), &size));
        assert_int_equal(size, len);
        pl_base64_read(pl_bytes_of(text, PL_BASE64_CHARS(len)), out);
        assert_memory_equal(in, out, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(one_spelling_only),
        cmocka_unit_test(there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
