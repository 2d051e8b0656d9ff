/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ours against libsrtp2, both ways, over random packets: sizes, CSRCs, extensions, four SSRCs,
 * sequence numbers that leap, arrive late and wrap. Ours must give libsrtp2's bytes, and each must
 * read the other's.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/srtp/srtp.h"

#include <srtp2/srtp.h>

enum { PACKETS = 10000, SSRCS = 4, MAX_PAYLOAD = 1400, BUF = 2048 };

struct pair {
    struct pl_srtp_crypto *crypto;
    struct pl_srtp_session out, in;
    srtp_t their_out, their_in;
    struct pl_prng rng;
    uint32_t index[SSRCS];    /* newest packet index of each SSRC */
    uint32_t left_out[SSRCS]; /* an index still to come; 0 = none */
    unsigned late;
};

static srtp_t theirs(enum pl_srtp_profile profile, uint8_t *key, srtp_ssrc_type_t type)
{
    srtp_policy_t policy;
    srtp_t session = NULL;
    memset(&policy, 0, sizeof(policy));
    if (profile == PL_SRTP_AES128_CM_SHA1_80) {
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    } else if (profile == PL_SRTP_AEAD_AES_128_GCM) {
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
    } else {
        srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtcp);
    }
    policy.ssrc.type = type;
    policy.key = key;
    policy.window_size = PL_SRTP_WINDOW;
    assert_int_equal(srtp_create(&session, &policy), srtp_err_status_ok);
    return session;
}

static bool pair_init(struct pair *p, enum pl_srtp_crypto_kind kind, enum pl_srtp_profile profile)
{
    size_t key_len = profile == PL_SRTP_AEAD_AES_256_GCM ? 32 : 16;
    struct pl_srtp_keys keys;
    uint8_t flat[64] = {0};
    enum pl_err err = pl_srtp_crypto_create(kind, &p->crypto);

    if (err == PL_E_UNSUPPORTED && kind == PL_SRTP_CRYPTO_IPSEC_MB)
        return false;
    assert_ok(err);
    memset(p->left_out, 0, sizeof(p->left_out));
    p->late = 0;
    pl_prng_init(&p->rng, (uint64_t)profile * 1000 + (uint64_t)kind);
    pl_prng_fill(&p->rng, keys.key, sizeof(keys.key));
    pl_prng_fill(&p->rng, keys.salt, sizeof(keys.salt));
    memcpy(flat, keys.key, key_len);
    memcpy(flat + key_len, keys.salt, sizeof(keys.salt));
    assert_ok(pl_srtp_session_init(&p->out, p->crypto, profile, &keys, PL_SRTP_SEND, SSRCS));
    assert_ok(pl_srtp_session_init(&p->in, p->crypto, profile, &keys, PL_SRTP_RECEIVE, SSRCS));
    p->their_out = theirs(profile, flat, ssrc_any_outbound);
    p->their_in = theirs(profile, flat, ssrc_any_inbound);
    for (int i = 0; i < SSRCS; i++)
        p->index[i] = 20000 + (uint32_t)pl_prng_below(&p->rng, 45000);
    return true;
}

static void pair_finish(struct pair *p)
{
    pl_srtp_session_finish(&p->out);
    pl_srtp_session_finish(&p->in);
    srtp_dealloc(p->their_out);
    srtp_dealloc(p->their_in);
    pl_srtp_crypto_destroy(p->crypto);
}

/* Mostly the next one; sometimes one is left out and comes late, sometimes there is a leap. */
static uint16_t next_seq(struct pair *p, size_t stream)
{
    uint64_t dice = pl_prng_below(&p->rng, 100);
    if (p->left_out[stream] && dice < 30) {
        uint32_t late = p->left_out[stream];
        p->left_out[stream] = 0;
        p->late++;
        return (uint16_t)late;
    }
    if (dice > 96) {
        p->left_out[stream] = 0; /* it would be out of the window */
        p->index[stream] += (uint32_t)pl_prng_below(&p->rng, 5000);
    } else if (dice > 80 && !p->left_out[stream]) {
        p->left_out[stream] = ++p->index[stream];
    }
    return (uint16_t)++p->index[stream];
}

/* A random RTP packet; returns its length and that of its header. */
static size_t random_rtp(struct pair *p, uint8_t *buf, size_t *header)
{
    size_t stream = (size_t)pl_prng_below(&p->rng, SSRCS);
    size_t csrcs = (size_t)pl_prng_below(&p->rng, 16);
    bool extended = pl_prng_below(&p->rng, 2);
    size_t words = (size_t)pl_prng_below(&p->rng, 8);
    size_t payload = (size_t)pl_prng_below(&p->rng, MAX_PAYLOAD + 1);

    *header = 12 + 4 * csrcs + (extended ? 4 + 4 * words : 0);
    pl_prng_fill(&p->rng, buf, *header + payload);
    buf[0] = (uint8_t)(0x80 | (extended ? 0x10 : 0) | csrcs);
    pl_put_u16(buf + 2, next_seq(p, stream));
    pl_put_u32(buf + 8, 0xcafe0000 + (uint32_t)stream);
    if (extended)
        pl_put_u16(buf + 12 + 4 * csrcs + 2, (uint16_t)words);
    return *header + payload;
}

static void exchange_rtp(struct pair *p)
{
    uint8_t plain[BUF], ours[BUF], others[BUF];
    size_t header, plain_len = random_rtp(p, plain, &header), len;
    int their_len = (int)plain_len;

    assert_ok(pl_srtp_protect_rtp(&p->out, pl_bytes_of(plain, header),
                                  pl_bytes_of(plain + header, plain_len - header), ours,
                                  sizeof(ours), &len));
    memcpy(others, plain, plain_len);
    assert_int_equal(srtp_protect(p->their_out, others, &their_len), srtp_err_status_ok);
    assert_int_equal(len, their_len);
    assert_memory_equal(ours, others, len);

    assert_int_equal(srtp_unprotect(p->their_in, ours, &their_len), srtp_err_status_ok);
    assert_int_equal(their_len, plain_len);
    assert_memory_equal(ours, plain, plain_len);
    assert_ok(pl_srtp_unprotect_rtp(&p->in, others, &len));
    assert_int_equal(len, plain_len);
    assert_memory_equal(others, plain, plain_len);
}

/* libsrtp2 counts SRTCP from 1 and for each SSRC, so only reading each other's is compared. */
static void exchange_rtcp(struct pair *p)
{
    uint8_t plain[BUF], ours[BUF], others[BUF];
    size_t plain_len = 8 + 4 * (size_t)pl_prng_below(&p->rng, 300), len;
    int their_len = (int)plain_len;

    pl_prng_fill(&p->rng, plain, plain_len);
    plain[0] = 0x80;
    plain[1] = 200;
    pl_put_u16(plain + 2, (uint16_t)(plain_len / 4 - 1));
    pl_put_u32(plain + 4, 0xcafe0000 + (uint32_t)pl_prng_below(&p->rng, SSRCS));

    assert_ok(
        pl_srtp_protect_rtcp(&p->out, pl_bytes_of(plain, plain_len), ours, sizeof(ours), &len));
    memcpy(others, plain, plain_len);
    assert_int_equal(srtp_protect_rtcp(p->their_out, others, &their_len), srtp_err_status_ok);
    assert_int_equal(len, their_len);

    assert_int_equal(srtp_unprotect_rtcp(p->their_in, ours, &their_len), srtp_err_status_ok);
    assert_int_equal(their_len, plain_len);
    assert_memory_equal(ours, plain, plain_len);
    assert_ok(pl_srtp_unprotect_rtcp(&p->in, others, &len));
    assert_int_equal(len, plain_len);
    assert_memory_equal(others, plain, plain_len);
}

static void run(enum pl_srtp_profile profile)
{
    static const enum pl_srtp_crypto_kind kinds[] = {PL_SRTP_CRYPTO_EVP, PL_SRTP_CRYPTO_IPSEC_MB};
    for (size_t k = 0; k < 2; k++) {
        struct pair p;
        if (!pair_init(&p, kinds[k], profile))
            continue;
        for (int i = 0; i < PACKETS; i++) {
            exchange_rtp(&p);
            if (i % 10 == 0)
                exchange_rtcp(&p);
        }
        /* The walk is of no worth unless packets came late and it went round the wrap. */
        assert_true(p.late > PACKETS / 100);
        for (int i = 0; i < SSRCS; i++)
            assert_true(p.index[i] > 0x10000);
        pair_finish(&p);
    }
}

static void aes_cm_equals_libsrtp(void **state)
{
    (void)state;
    run(PL_SRTP_AES128_CM_SHA1_80);
}

static void gcm_128_equals_libsrtp(void **state)
{
    (void)state;
    run(PL_SRTP_AEAD_AES_128_GCM);
}

static void gcm_256_equals_libsrtp(void **state)
{
    (void)state;
    run(PL_SRTP_AEAD_AES_256_GCM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aes_cm_equals_libsrtp),
        cmocka_unit_test(gcm_128_equals_libsrtp),
        cmocka_unit_test(gcm_256_equals_libsrtp),
    };
    if (srtp_init() != srtp_err_status_ok)
        return 1;
    return cmocka_run_group_tests_name("srtp_differential", tests, NULL, NULL);
}
