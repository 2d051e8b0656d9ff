/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed logins against a signer that shares no code with ours: the signatures of the old scheme
 * below were made by raw RSA (Python's pow) from the text of the scheme alone. The keys are for
 * this test only.
 */
#include "pl_test.h"

#include "adapters/identity/sign.h"
#include "base/base64.h"

#include <stdio.h>

/* RSA of 1024 bits, as old installations have them. */
static const char rsa_private[] =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIICXAIBAAKBgQC3xiXkHiCcirht9WqpbyDmCeEP4j+dv7Pv2aFC4STiUyuurkiC\n"
    "cjFR0ZjRbdGnIrxG6EIlNKbKv0CN4TOeAjmuVpFVIVfM5wYe31b+xuoLUdEJroWl\n"
    "aFRs9j+J2w7SEPzU/M3Q2OkRSokiJEsCert2f2xloVkiLxemLkP8mKpcMwIDAQAB\n"
    "AoGABhoOKATYEFqKxRvg7r9B2GF7l4trkVFMKCqRsCbJkrowORyQS8R+3riW2l1L\n"
    "GMGOfsw3ZgTZhOHUwuE3VYe9Yn4PACNiB3MuA7hLTPFNkJNBaKTaZZvoXfcWKNkC\n"
    "khVvgo76CxYIgbhGecfDOORlVVr7bN3CeyoUoBHR5wrc/AECQQDmsi4XbjzrKSm3\n"
    "bU9dJdrjOXillxJljXJJFxUnwYp5mUETQwWMc/4Qvpy5ipCEhbqr/RLcUrkhuvii\n"
    "khcOWefVAkEAy+5sZ8Zn13Sd01J7G1qOdAF18fxm+ZqGCOh2rjGfHrsbnqXYd1Qp\n"
    "uNOw6xq4mE0OnME5N+zjz0TlQg0W3Kn/5wJAZmnXeGNh++usL1gBkZKKl7Ed1DU6\n"
    "34Zpo/TxWVLcTJsyfoCUaAPeWESmgt/2xD4x3sRcqR64PTcpxdIhFifneQJAToh0\n"
    "qsoXNzurg7PhwLjw3u+pEhVXOowtTcTn31Ewq872ZfQMFngM0SaEnSVfLRePpwIq\n"
    "HMVXPXyUpQkRYsz8xQJBALIJr3MOt08KPryy2x35uN8Vj0golyLAQNCBdLIliFh2\n"
    "jFj4hMOGSgxg/KjqAJ7L26EKH/PNjULTtYgknfrgOxw=\n"
    "-----END RSA PRIVATE KEY-----\n";

static const char rsa_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC3xiXkHiCcirht9WqpbyDmCeEP\n"
    "4j+dv7Pv2aFC4STiUyuurkiCcjFR0ZjRbdGnIrxG6EIlNKbKv0CN4TOeAjmuVpFV\n"
    "IVfM5wYe31b+xuoLUdEJroWlaFRs9j+J2w7SEPzU/M3Q2OkRSokiJEsCert2f2xl\n"
    "oVkiLxemLkP8mKpcMwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

/* RFC 8032 section 7.1, test 2 */
static const char ed_private[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
static const char ed_public[] = "-----BEGIN PUBLIC KEY-----\n"
                                "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                                "-----END PUBLIC KEY-----\n";

#define GUID "fbe957d1-c25a-4992-9e75-d993294a5d56"

static const struct vector {
    int32_t user;
    const char *string_id, *app;
    int64_t stamp;
    const char *message, *signature;
} vectors[] = {
    {-1, "ann", GUID, 1700000000,
     "{\"id\":-1, \"strid\":\"ann\", \"appid\":\"FBE957D1-C25A-4992-9E75-D993294A5D56\", "
     "\"timestamp\":1700000000}",
     "Rv1Z/QrRHMAwSKTigcnUF5WfCVbL1C1RnMEc1sV8E2xBwBKiaZrozKluuaJISY/qiOG2qVvSCZWTfjlb"
     "libi1KVRK3uePpY/bdyaQ0B8oQfjUEz3g9Dusve9aDyquqYO/fR0vml9cTSMK21uiar+EQmGTbs3Jo9D"
     "RwMrDc5B06Y="},
    {42, "", "FBE957D1-C25A-4992-9E75-D993294A5D56", 1456789012,
     "{\"id\":42, \"strid\":\"\", \"appid\":\"FBE957D1-C25A-4992-9E75-D993294A5D56\", "
     "\"timestamp\":1456789012}",
     "NVo3Umu6399IYWzq7bwyLNU3Fu0sAOTLEemU5UqHMQMS2b0yYxirW1e7gySMwqL9V392cWWKlXMxJUcd"
     "kCWtTfmQcsBlMKxOhZeEzBo8z5zlSoCA5MiP3tu8euiE2CxTsPHN5rpNfWwEaf7il/pswvWtvmvwoMyp"
     "ASv5kTGeVw8="},
    {7, "用户", "a", 0, "{\"id\":7, \"strid\":\"用户\", \"appid\":\"A\", \"timestamp\":0}",
     "IUCXDiSIqKT4pVQ3J09GG3xCnJiMTqfhmTxFLAAIaVN0wH+Yg9DO+uSglEZKpBAIVC/9DWcDu4XtfYyj"
     "9FfcD8xg8NJmYqPpFTrURhqSofS9GfD+ek9vACogvLZFERSfMCp7ezU8/w0o+Uno2pVFlH699c1FJ8+b"
     "kxy1UAoVQJw="},
};

/* A string id of 250 x: 199 of them are signed. */
static const char long_signature[] =
    "sZ4z3NAoi8x33RneFdWHgFyfHPGLALR/AJLS3wecssIGB3wrYz97KAukgsVak3qP6zIuW1y7oxCXg8zQ"
    "7gWxKkEWfoBwUR7W3bpHDVtl15TeZSTWWZoJR4qU/ZD5ZTWFJGz27+ketr0vQzrDHXGlPfX0Mclbzg1d"
    "V/pUocbF/Zw=";

static struct pl_key *read_key(enum pl_key_algorithm algorithm, const char *text)
{
    struct pl_key *key = NULL;
    assert_ok(pl_key_read(&key, algorithm, pl_bytes_str(text)));
    return key;
}

static struct pl_sign_fields fields_of(const struct vector *v)
{
    return (struct pl_sign_fields){v->user, pl_bytes_str(v->string_id), pl_bytes_str(v->app),
                                   v->stamp};
}

static void the_text_that_is_signed(void **state)
{
    char message[PL_SIGN_MESSAGE_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct pl_sign_fields fields = fields_of(&vectors[i]);
        size_t n = pl_sign_message(&fields, message);
        assert_int_equal(n, strlen(vectors[i].message));
        assert_memory_equal(message, vectors[i].message, n);
    }
}

static void old_signatures_byte_for_byte(void **state)
{
    struct pl_key *signer = read_key(PL_KEY_RSA_MD5, rsa_private);
    struct pl_key *checker = read_key(PL_KEY_RSA_MD5, rsa_public);
    char text[PL_SIGN_TEXT_MAX], id[251];
    struct pl_sign_fields fields = {-1, {(const uint8_t *)id, 250}, pl_bytes_str("a"), 1};
    (void)state;
    assert_true(pl_key_is_private(signer) && !pl_key_is_private(checker));
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct pl_sign_fields f = fields_of(&vectors[i]);
        assert_ok(pl_sign_make(signer, &f, text));
        assert_string_equal(text, vectors[i].signature);
        assert_ok(pl_sign_check(checker, &f, pl_bytes_str(vectors[i].signature)));
        f.stamp++;
        assert_err(PL_E_AUTH, pl_sign_check(checker, &f, pl_bytes_str(vectors[i].signature)));
    }
    memset(id, 'x', sizeof(id));
    assert_ok(pl_sign_make(signer, &fields, text));
    assert_string_equal(text, long_signature);
    assert_err(PL_E_STATE, pl_sign_make(checker, &fields, text));
    pl_key_destroy(signer);
    pl_key_destroy(checker);
}

static void new_signatures_both_ways(void **state)
{
    static const enum pl_key_algorithm all[] = {PL_KEY_ED25519, PL_KEY_ES256};
    struct pl_sign_fields fields = fields_of(&vectors[0]);
    char text[PL_SIGN_TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *secret, *open;
        struct pl_key *signer, *checker;
        enum pl_key_algorithm found;
        assert_ok(pl_key_generate(all[i], &secret, &open));
        signer = read_key(all[i], secret);
        checker = read_key(all[i], open);
        assert_ok(pl_sign_make(signer, &fields, text));
        assert_ok(pl_sign_algorithm(pl_bytes_str(text), &found));
        assert_int_equal(found, all[i]);
        assert_ok(pl_sign_check(checker, &fields, pl_bytes_str(text)));
        fields.user++;
        assert_err(PL_E_AUTH, pl_sign_check(checker, &fields, pl_bytes_str(text)));
        fields.user--;
        /* the same bytes under another scheme's name */
        assert_err(PL_E_AUTH, pl_sign_check(checker, &fields, pl_bytes_str(strchr(text, ':') + 1)));
        pl_key_destroy(signer);
        pl_key_destroy(checker);
        free(secret);
        free(open);
    }
}

/* The algorithm itself. */
static void ed25519_vector(void **state)
{
    struct pl_key *signer = read_key(PL_KEY_ED25519, ed_private);
    struct pl_key *checker = read_key(PL_KEY_ED25519, ed_public);
    uint8_t expected[64], found[PL_KEY_SIGNATURE_MAX];
    size_t len;
    (void)state;
    pl_test_unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                  expected, sizeof(expected));
    assert_ok(pl_key_sign(signer, pl_bytes_of("\x72", 1), found, &len));
    assert_int_equal(len, 64);
    assert_memory_equal(found, expected, 64);
    assert_ok(pl_key_verify(checker, pl_bytes_of("\x72", 1), pl_bytes_of(expected, 64)));
    assert_err(PL_E_AUTH,
               pl_key_verify(checker, pl_bytes_of("\x73", 1), pl_bytes_of(expected, 64)));
    assert_err(PL_E_AUTH,
               pl_key_verify(checker, pl_bytes_of("\x72", 1), pl_bytes_of(expected, 63)));
    pl_key_destroy(signer);
    pl_key_destroy(checker);
}

static void keys_of_the_wrong_kind(void **state)
{
    struct pl_key *key = NULL;
    char *secret, *open;
    (void)state;
    assert_err(PL_E_PROTO, pl_key_read(&key, PL_KEY_ED25519, pl_bytes_str("no key")));
    assert_err(PL_E_PROTO, pl_key_read(&key, PL_KEY_ED25519, pl_bytes_str("")));
    assert_err(PL_E_UNSUPPORTED, pl_key_read(&key, PL_KEY_ED25519, pl_bytes_str(rsa_public)));
    assert_err(PL_E_UNSUPPORTED, pl_key_read(&key, PL_KEY_RSA_MD5, pl_bytes_str(ed_public)));
    assert_err(PL_E_UNSUPPORTED, pl_key_read(&key, PL_KEY_ES256, pl_bytes_str(ed_public)));
    /* A public key is no secret of HMAC: the confusion of RFC 8725 section 2.1. */
    assert_err(PL_E_PROTO, pl_key_read(&key, PL_KEY_HS256, pl_bytes_str(rsa_public)));
    assert_err(PL_E_UNSUPPORTED, pl_key_read(&key, PL_KEY_HS256, pl_bytes_str("c2hvcnQ=")));
    assert_ok(pl_key_generate(PL_KEY_HS256, &secret, &open));
    assert_ok(pl_key_read(&key, PL_KEY_HS256, pl_bytes_str(secret)));
    {
        char text[PL_SIGN_TEXT_MAX];
        struct pl_sign_fields fields = fields_of(&vectors[0]);
        assert_err(PL_E_UNSUPPORTED, pl_sign_make(key, &fields, text));
    }
    pl_key_destroy(key);
    free(secret);
    free(open);
}

static void what_is_no_signature(void **state)
{
    struct pl_key *checker = read_key(PL_KEY_RSA_MD5, rsa_public);
    struct pl_sign_fields fields = fields_of(&vectors[0]);
    uint8_t block[128] = {0};
    char text[PL_BASE64_CHARS(128) + 1] = {0};
    (void)state;
    assert_err(PL_E_PROTO, pl_sign_check(checker, &fields, pl_bytes_str("")));
    assert_err(PL_E_PROTO, pl_sign_check(checker, &fields, pl_bytes_str("not base64!")));
    assert_err(PL_E_AUTH, pl_sign_check(checker, &fields, pl_bytes_str("AAAA")));
    for (unsigned i = 0; i < 3; i++) { /* 0, 1 and n - 1 as numbers */
        memset(block, i == 2 ? 0xff : 0, sizeof(block));
        block[127] = (uint8_t)(i == 1);
        pl_base64_write(pl_bytes_of(block, sizeof(block)), (uint8_t *)text);
        assert_err(PL_E_AUTH, pl_sign_check(checker, &fields, pl_bytes_str(text)));
    }
    pl_key_destroy(checker);
}

static void ages(void **state)
{
    (void)state;
    assert_int_equal(pl_sign_age(1000, 1000, false), 0);
    assert_int_equal(pl_sign_age(1000, 900, false), 100);
    assert_int_equal(pl_sign_age(1000, 8200, false), 7200);
    assert_int_equal(pl_sign_age(1000, 8200, true), 0);
    assert_int_equal(pl_sign_age(1000, 8195, true), 5);
    assert_int_equal(pl_sign_age(8195, 1000, true), 5);
    assert_int_equal(pl_sign_age(0, 15 * 3600, true), 3600);
    assert_int_equal(pl_sign_age(0, INT64_C(1700000000), true), INT64_C(1700000000) - 14 * 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_that_is_signed),
        cmocka_unit_test(old_signatures_byte_for_byte),
        cmocka_unit_test(new_signatures_both_ways),
        cmocka_unit_test(ed25519_vector),
        cmocka_unit_test(keys_of_the_wrong_kind),
        cmocka_unit_test(what_is_no_signature),
        cmocka_unit_test(ages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
