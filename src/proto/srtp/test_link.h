/* SPDX-License-Identifier: Apache-2.0 */
/* A sender and a receiver over one key, in every profile on every back-end that this machine has.
 */
#ifndef PL_PROTO_SRTP_TEST_LINK_H
#define PL_PROTO_SRTP_TEST_LINK_H

#include "pl_test.h"

#include "base/rng.h"
#include "proto/srtp/keys.h"
#include "proto/srtp/window.h"

enum { SLOT = 1600, LIMIT = 3 };

static const enum pl_srtp_profile profiles[] = {PL_SRTP_AES128_CM_SHA1_80, PL_SRTP_AEAD_AES_128_GCM,
                                                PL_SRTP_AEAD_AES_256_GCM};
static const enum pl_srtp_crypto_kind kinds[] = {PL_SRTP_CRYPTO_EVP, PL_SRTP_CRYPTO_IPSEC_MB};

struct link {
    struct pl_srtp_crypto *crypto;
    struct pl_srtp_session out, in;
};

static inline struct pl_srtp_keys master(void)
{
    struct pl_srtp_keys keys;
    struct pl_prng rng;
    pl_prng_init(&rng, 42);
    pl_prng_fill(&rng, keys.key, sizeof(keys.key));
    pl_prng_fill(&rng, keys.salt, sizeof(keys.salt));
    return keys;
}

static inline bool link_init(struct link *l, enum pl_srtp_crypto_kind kind,
                             enum pl_srtp_profile profile)
{
    struct pl_srtp_keys keys = master();
    enum pl_err err = pl_srtp_crypto_create(kind, &l->crypto);
    if (err == PL_E_UNSUPPORTED && kind == PL_SRTP_CRYPTO_IPSEC_MB)
        return false;
    assert_ok(err);
    assert_ok(pl_srtp_session_init(&l->out, l->crypto, profile, &keys, PL_SRTP_SEND, LIMIT));
    assert_ok(pl_srtp_session_init(&l->in, l->crypto, profile, &keys, PL_SRTP_RECEIVE, LIMIT));
    return true;
}

static inline void link_finish(struct link *l)
{
    pl_srtp_session_finish(&l->out);
    pl_srtp_session_finish(&l->in);
    pl_srtp_crypto_destroy(l->crypto);
}

/* Runs a case for each profile and back-end. */
static inline void everywhere(void (*run)(struct link *l))
{
    for (size_t p = 0; p < sizeof(profiles) / sizeof(profiles[0]); p++) {
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            struct link l;
            if (!link_init(&l, kinds[k], profiles[p]))
                continue;
            run(&l);
            link_finish(&l);
        }
    }
}

static inline struct pl_bytes rtp_header(uint8_t header[12], uint32_t ssrc, uint16_t seq)
{
    memset(header, 0, 12);
    header[0] = 0x80;
    header[1] = 96;
    pl_put_u16(header + 2, seq);
    pl_put_u32(header + 8, ssrc);
    return pl_bytes_of(header, 12);
}

static const char text[] =
    "a payload that says nothing much, but says it in more than three blocks";
#define TEXT pl_bytes_of(text, sizeof(text))

static inline enum pl_err send_rtp(struct link *l, uint32_t ssrc, uint16_t seq, uint8_t slot[SLOT],
                                   size_t *len)
{
    uint8_t header[12];
    return pl_srtp_protect_rtp(&l->out, rtp_header(header, ssrc, seq), TEXT, slot, SLOT, len);
}

static inline void assert_received(struct link *l, uint8_t *packet, size_t len)
{
    assert_ok(pl_srtp_unprotect_rtp(&l->in, packet, &len));
    assert_int_equal(len, 12 + sizeof(text));
    assert_memory_equal(packet + 12, text, sizeof(text));
}

static inline size_t send_rtcp(struct link *l, uint32_t ssrc, uint8_t slot[SLOT])
{
    uint8_t packet[28] = {0x81, 200, 0, 6};
    size_t len = 0;
    pl_put_u32(packet + 4, ssrc);
    memcpy(packet + 8, text, 20);
    assert_ok(pl_srtp_protect_rtcp(&l->out, pl_bytes_of(packet, sizeof(packet)), slot, SLOT, &len));
    assert_int_equal(len, sizeof(packet) + pl_srtp_rtcp_overhead(l->out.profile));
    assert_memory_not_equal(slot + 8, packet + 8, 20);
    return len;
}

#endif
