/* SPDX-License-Identifier: Apache-2.0 */
/* Access tokens: the examples of RFC 7515, every claim, every way of being none. */
#include "pl_test.h"

#include "adapters/identity/jwt.h"
#include "base/base64.h"

#include <stdio.h>

/* RFC 7515 appendix A.1 and A.3 */
static const char hs_key[] =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow==";
static const char es_key[] = "-----BEGIN PUBLIC KEY-----\n"
                             "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n"
                             "6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n"
                             "-----END PUBLIC KEY-----\n";
#define PAYLOAD                                                                                    \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl" \
    "fQ"

static struct pl_key *read_key(enum pl_key_algorithm algorithm, const char *text)
{
    struct pl_key *key = NULL;
    assert_ok(pl_key_read(&key, algorithm, pl_bytes_str(text)));
    return key;
}

static void examples_of_the_rfc(void **state)
{
    static const char hs[] = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." PAYLOAD
                             ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static const char es[] = "eyJhbGciOiJFUzI1NiJ9." PAYLOAD
                             ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmW"
                             "QxfKTUJqPP3-Kg6NU1Q";
    struct pl_key *h = read_key(PL_KEY_HS256, hs_key), *e = read_key(PL_KEY_ES256, es_key);
    struct pl_jwt jwt;
    (void)state;
    /* They say of nobody who he is: our claims are missing. The header was read before. */
    assert_err(PL_E_PROTO, pl_jwt_read(pl_bytes_str(hs), &jwt));
    assert_int_equal(jwt.algorithm, PL_KEY_HS256);
    assert_int_equal(jwt.expires, 1300819380);
    assert_ok(pl_jwt_verify(pl_bytes_str(hs), &jwt, h));
    assert_err(PL_E_AUTH, pl_jwt_verify(pl_bytes_str(hs), &jwt, e));
    assert_err(PL_E_PROTO, pl_jwt_read(pl_bytes_str(es), &jwt));
    assert_int_equal(jwt.algorithm, PL_KEY_ES256);
    assert_ok(pl_jwt_verify(pl_bytes_str(es), &jwt, e));
    assert_err(PL_E_AUTH, pl_jwt_verify(pl_bytes_str(es), &jwt, h));
    pl_key_destroy(h);
    pl_key_destroy(e);
}

/* ---- reading ---- */

static size_t url(const char *text, char *out)
{
    size_t n = PL_BASE64_CHARS(strlen(text));
    pl_base64_write(pl_bytes_str(text), (uint8_t *)out);
    for (size_t i = 0; i < n; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    while (n > 0 && out[n - 1] == '=')
        n--;
    return n;
}

/* Header and claims as they stand, with a signature that is none. */
static enum pl_err read_parts(const char *header, const char *claims, struct pl_jwt *out)
{
    static char text[65536];
    size_t n = url(header, text);
    text[n++] = '.';
    n += url(claims, text + n);
    memcpy(text + n, ".AAAA", 5);
    return pl_jwt_read(pl_bytes_of(text, n + 5), out);
}

#define HS "{\"alg\":\"HS256\"}"

static void claims_that_are_read(void **state)
{
    struct pl_jwt jwt;
    (void)state;
    assert_ok(read_parts("{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"JWT\"}",
                         "{\"app\":\"A\",\"iss\":\"B\",\"sub\":\"ann\",\"exp\":5.9,\"nbf\":2,"
                         "\"jti\":\"j\",\"name\":\"Ännchen\",\"level\":-3,\"uid\":-7,"
                         "\"rooms\":[1,2147483647],\"more\":{\"x\":[]}}",
                         &jwt));
    assert_int_equal(jwt.algorithm, PL_KEY_ES256);
    assert_string_equal(jwt.kid, "k1");
    assert_string_equal(jwt.app, "A");
    assert_string_equal(jwt.sub, "ann");
    assert_string_equal(jwt.jti, "j");
    assert_string_equal(jwt.name, "Ännchen");
    assert_int_equal(jwt.expires, 5);
    assert_int_equal(jwt.not_before, 2);
    assert_int_equal(jwt.level, -3);
    assert_int_equal(jwt.user, -7);
    assert_int_equal(jwt.room_count, 2);
    assert_int_equal(jwt.rooms[1], 2147483647);
    assert_ok(read_parts(HS, "{\"iss\":\"B\",\"sub\":\"a\",\"exp\":1,\"aud\":\"parlor\"}", &jwt));
    assert_string_equal(jwt.app, "B");
    assert_ok(read_parts(HS, "{\"uid\":9,\"exp\":1}", &jwt));
}

static const struct bad {
    const char *header, *claims;
    enum pl_err err;
} bad[] = {
    {"{\"alg\":\"none\"}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"{\"alg\":\"None\"}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"{\"alg\":\"RS256\"}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"{\"alg\":\"hs256\"}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"{}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"{\"alg\":[\"HS256\"]}", "{\"sub\":\"a\",\"exp\":1}", PL_E_PROTO},
    {"{\"alg\":\"HS256\",\"alg\":\"none\"}", "{\"sub\":\"a\",\"exp\":1}", PL_E_PROTO},
    {"{\"alg\":\"HS256\",\"crit\":[\"x\"]}", "{\"sub\":\"a\",\"exp\":1}", PL_E_UNSUPPORTED},
    {"[]", "{\"sub\":\"a\",\"exp\":1}", PL_E_PROTO},
    {"nonsense", "{\"sub\":\"a\",\"exp\":1}", PL_E_PROTO},
    {HS, "[]", PL_E_PROTO},
    {HS, "", PL_E_PROTO},
    {HS, "{\"sub\":\"a\"}", PL_E_PROTO},
    {HS, "{\"exp\":1}", PL_E_PROTO},
    {HS, "{\"sub\":\"\",\"exp\":1}", PL_E_PROTO},
    {HS, "{\"sub\":5,\"exp\":1}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":\"1\"}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":-1}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1e300}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"exp\":2}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"uid\":0}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"uid\":-1}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"uid\":2147483648}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"rooms\":[]}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"rooms\":[0]}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"rooms\":[\"1\"]}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"rooms\":[1,2,3,4,5,6,7,8,9]}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\\u0000b\",\"exp\":1}", PL_E_PROTO},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"aud\":\"other\"}", PL_E_RANGE},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"aud\":[]}", PL_E_RANGE},
    {HS, "{\"sub\":\"a\",\"exp\":1,\"aud\":5}", PL_E_RANGE},
};

static void what_is_none(void **state)
{
    static const char *const texts[] = {
        "", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.=", "e30=.e30.AAAA", "e3+0.e30.AAAA"};
    struct pl_jwt jwt;
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        enum pl_err err = read_parts(bad[i].header, bad[i].claims, &jwt);
        if (err != bad[i].err)
            fail_msg("%s %s: %s", bad[i].header, bad[i].claims, pl_err_name(err));
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_int_not_equal(pl_jwt_read(pl_bytes_str(texts[i]), &jwt), PL_OK);
}

static void as_long_as_may_be(void **state)
{
    static char claims[20000];
    struct pl_jwt jwt;
    char sub[PL_JWT_SUB_MAX + 2];
    (void)state;
    memset(sub, 'x', sizeof(sub));
    sub[PL_JWT_SUB_MAX] = '\0';
    snprintf(claims, sizeof(claims), "{\"sub\":\"%s\",\"exp\":1}", sub);
    assert_ok(read_parts(HS, claims, &jwt));
    sub[PL_JWT_SUB_MAX] = 'x';
    sub[PL_JWT_SUB_MAX + 1] = '\0';
    snprintf(claims, sizeof(claims), "{\"sub\":\"%s\",\"exp\":1}", sub);
    assert_err(PL_E_PROTO, read_parts(HS, claims, &jwt));
    memset(claims, '[', 9000); /* neither deep nor long */
    claims[9000] = '\0';
    assert_err(PL_E_PROTO, read_parts(HS, claims, &jwt));
    claims[5000] = '\0';
    assert_err(PL_E_PROTO, read_parts(HS, claims, &jwt));
}

/* One spelling: what a proxy or a curious user changes is noticed. */
static void changed_in_any_place(void **state)
{
    struct pl_key *key = read_key(PL_KEY_HS256, hs_key);
    struct pl_jwt jwt;
    char *text;
    (void)state;
    assert_ok(pl_jwt_make(key, "k", "{\"sub\":\"ann\",\"exp\":1700000000}", &text));
    assert_ok(pl_jwt_read(pl_bytes_str(text), &jwt));
    assert_string_equal(jwt.kid, "k");
    assert_ok(pl_jwt_verify(pl_bytes_str(text), &jwt, key));
    for (size_t i = 0; text[i]; i++) {
        char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        if (pl_jwt_read(pl_bytes_str(text), &jwt) == PL_OK)
            assert_err(PL_E_AUTH, pl_jwt_verify(pl_bytes_str(text), &jwt, key));
        text[i] = was;
    }
    assert_err(PL_E_PROTO, pl_jwt_make(key, NULL, "[]", &text));
    free(text);
    pl_key_destroy(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_rfc),  cmocka_unit_test(claims_that_are_read),
        cmocka_unit_test(what_is_none),         cmocka_unit_test(as_long_as_may_be),
        cmocka_unit_test(changed_in_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
