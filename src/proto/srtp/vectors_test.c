/* SPDX-License-Identifier: Apache-2.0 */
/* The RFCs' own numbers, for every back-end that this machine has. */
#include "pl_test.h"

#include "proto/srtp/keys.h"

static const enum pl_srtp_crypto_kind kinds[] = {PL_SRTP_CRYPTO_EVP, PL_SRTP_CRYPTO_IPSEC_MB};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* NULL when the machine lacks that kind. */
static struct pl_srtp_crypto *crypto_of(enum pl_srtp_crypto_kind kind)
{
    struct pl_srtp_crypto *crypto;
    enum pl_err err = pl_srtp_crypto_create(kind, &crypto);
    if (err == PL_E_UNSUPPORTED && kind == PL_SRTP_CRYPTO_IPSEC_MB)
        return NULL;
    assert_ok(err);
    assert_int_equal(pl_srtp_crypto_kind_of(crypto), kind);
    return crypto;
}

static void assert_hex(const char *hex, const uint8_t *actual, size_t len)
{
    uint8_t want[256];
    assert_int_equal(pl_test_unhex(hex, want, sizeof(want)), len);
    assert_memory_equal(want, actual, len);
}

/* RFC 3711 B.2: blocks 0, 1, 2, 0xfeff, 0xff00 and 0xff01 of one key stream. */
static void aes_cm_keystream(void **state)
{
    const size_t len = 0xff02 * 16;
    uint8_t *text = malloc(len);
    uint8_t iv[16], tag[PL_SRTP_SHA1_TAG_LEN];
    struct pl_srtp_cipher_key key = {{0}, {0}};
    (void)state;
    assert_non_null(text);
    pl_test_unhex("2B7E151628AED2A6ABF7158809CF4F3C", key.key, sizeof(key.key));
    pl_test_unhex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000", iv, sizeof(iv));
    for (int i = 0; i < KINDS; i++) {
        struct pl_srtp_crypto *crypto = crypto_of(kinds[i]);
        struct pl_srtp_cipher *c;
        struct pl_srtp_job job = {.iv = iv, .src = text, .dst = text, .len = len, .tag = tag};
        if (!crypto)
            continue;
        assert_ok(crypto->chosen->new_cipher(crypto->chosen, PL_SRTP_AES128_CM_SHA1_80,
                                             PL_SRTP_SEND, &key, &c));
        memset(text, 0, len);
        assert_ok(c->ops->seal(c, &job));
        assert_hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB"
                   "41E95B3BB0A2E8DD477901E4FCA894C0",
                   text, 48);
        assert_hex("EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE"
                   "6A2CC3787889374FBEB4C81B17BA6C44",
                   text + 0xfeff * 16, 48);
        c->ops->destroy(c);
        pl_srtp_crypto_destroy(crypto);
    }
    free(text);
}

/* RFC 3711 B.3. The auth key there has 94 bytes; HMAC-SHA1 uses the first 20. */
static void key_derivation(void **state)
{
    struct pl_srtp_crypto *crypto = crypto_of(PL_SRTP_CRYPTO_EVP);
    struct pl_srtp_keys master;
    struct pl_srtp_session_keys out;
    (void)state;
    pl_test_unhex("E1F97A0D3E018BE0D64FA32C06DE4139", master.key, sizeof(master.key));
    pl_test_unhex("0EC675AD498AFEEBB6960B3AABE6", master.salt, sizeof(master.salt));
    assert_ok(pl_srtp_derive(crypto, PL_SRTP_AES128_CM_SHA1_80, &master, &out));
    assert_hex("C61E7A93744F39EE10734AFE3FF7A087", out.rtp.key, 16);
    assert_hex("30CBBC08863D8C85D49DB34A9AE1 0000", out.rtp_salt, 16);
    assert_hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", out.rtp.auth_key, 20);
    pl_srtp_crypto_destroy(crypto);
}

/* Keys as RFC 7714 gives them, after derivation: 00 01 02 ..., salt "Quid pro quo". */
static void rfc7714_keys(struct pl_srtp_session_keys *keys)
{
    *keys = (struct pl_srtp_session_keys){0};
    for (int i = 0; i < 32; i++) {
        keys->rtp.key[i] = (uint8_t)i;
        keys->rtcp.key[i] = (uint8_t)i;
    }
    memcpy(keys->rtp_salt, "Quid pro quo", 12);
    memcpy(keys->rtcp_salt, "Quid pro quo", 12);
}

static void check_rtp(enum pl_srtp_profile profile, const char *plain_hex, const char *secret_hex)
{
    uint8_t plain[128], buf[160];
    size_t plain_len = pl_test_unhex(plain_hex, plain, sizeof(plain)), len = 0;
    struct pl_srtp_session_keys keys;
    rfc7714_keys(&keys);
    for (int i = 0; i < KINDS; i++) {
        struct pl_srtp_crypto *crypto = crypto_of(kinds[i]);
        struct pl_srtp_session out, in;
        if (!crypto)
            continue;
        assert_ok(pl_srtp_session_init_derived(&out, crypto, profile, &keys, PL_SRTP_SEND, 1));
        assert_ok(pl_srtp_session_init_derived(&in, crypto, profile, &keys, PL_SRTP_RECEIVE, 1));
        assert_ok(pl_srtp_protect_rtp(&out, pl_bytes_of(plain, 12),
                                      pl_bytes_of(plain + 12, plain_len - 12), buf, sizeof(buf),
                                      &len));
        assert_hex(secret_hex, buf, len);
        assert_ok(pl_srtp_unprotect_rtp(&in, buf, &len));
        assert_int_equal(len, plain_len);
        assert_memory_equal(buf, plain, plain_len);
        pl_srtp_session_finish(&out);
        pl_srtp_session_finish(&in);
        pl_srtp_crypto_destroy(crypto);
    }
}

#define RTP_HEADER "8040f17b 8041f8d3 5501a0b2"
#define RTP_PLAIN                                                                                  \
    RTP_HEADER                                                                                     \
    "47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573"

/* RFC 7714 16.1.1 */
static void gcm_128_srtp(void **state)
{
    (void)state;
    check_rtp(PL_SRTP_AEAD_AES_128_GCM, RTP_PLAIN,
              RTP_HEADER "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b"
                         "36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce");
}

/* RFC 7714 16.2.1 */
static void gcm_256_srtp(void **state)
{
    (void)state;
    check_rtp(PL_SRTP_AEAD_AES_256_GCM, RTP_PLAIN,
              RTP_HEADER "32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f"
                         "1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13");
}

#define RTCP_PLAIN                                                                                 \
    "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"                      \
    "deadbeef deadbeef deadbeef deadbeef deadbeef"

static void check_rtcp(const char *secret_hex, size_t secret_len)
{
    uint8_t plain[128], secret[160], buf[160];
    size_t plain_len = pl_test_unhex(RTCP_PLAIN, plain, sizeof(plain)), len = 0;
    struct pl_srtp_session_keys keys;
    rfc7714_keys(&keys);
    assert_int_equal(pl_test_unhex(secret_hex, secret, sizeof(secret)), secret_len);
    for (int i = 0; i < KINDS; i++) {
        struct pl_srtp_crypto *crypto = crypto_of(kinds[i]);
        struct pl_srtp_session in, out;
        if (!crypto)
            continue;
        assert_ok(pl_srtp_session_init_derived(&in, crypto, PL_SRTP_AEAD_AES_128_GCM, &keys,
                                               PL_SRTP_RECEIVE, 1));
        assert_ok(pl_srtp_session_init_derived(&out, crypto, PL_SRTP_AEAD_AES_128_GCM, &keys,
                                               PL_SRTP_SEND, 1));
        if (secret[secret_len - 4] & 0x80) {
            out.rtcp_sent = 0x5d4;
            assert_ok(
                pl_srtp_protect_rtcp(&out, pl_bytes_of(plain, plain_len), buf, sizeof(buf), &len));
            assert_int_equal(len, secret_len);
            assert_memory_equal(buf, secret, len);
        }
        memcpy(buf, secret, secret_len);
        len = secret_len;
        assert_ok(pl_srtp_unprotect_rtcp(&in, buf, &len));
        assert_int_equal(len, plain_len);
        assert_memory_equal(buf, plain, plain_len);
        pl_srtp_session_finish(&in);
        pl_srtp_session_finish(&out);
        pl_srtp_crypto_destroy(crypto);
    }
}

/* RFC 7714 17.1: encrypted (E = 1), index 0x5d4. */
static void gcm_128_srtcp(void **state)
{
    (void)state;
    check_rtcp("81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1"
               "730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4",
               72);
}

/* RFC 7714 17.3: authenticated only (E = 0). */
static void gcm_128_srtcp_in_clear(void **state)
{
    (void)state;
    check_rtcp(RTCP_PLAIN "841dd968 3dd78ec9 2ae58790 125f62b3 000005d4", 72);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aes_cm_keystream), cmocka_unit_test(key_derivation),
        cmocka_unit_test(gcm_128_srtp),     cmocka_unit_test(gcm_256_srtp),
        cmocka_unit_test(gcm_128_srtcp),    cmocka_unit_test(gcm_128_srtcp_in_clear),
    };
    return cmocka_run_group_tests_name("srtp_vectors", tests, NULL, NULL);
}
