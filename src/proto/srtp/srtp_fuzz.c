/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes from outside. The first byte picks the profile, the back-end and what the rest is:
 *   raw     a datagram, for SRTP and for SRTCP, under a key that it cannot know;
 *   played  dice for a sender that knows the key and a network that loses, doubles, holds back and
 *           damages. What comes out must be what went in, and never twice.
 */
#include "base/rng.h"
#include "proto/srtp/srtp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SLOT = 512, HELD = 8, LIMIT = 4 };

static const enum pl_srtp_profile profiles[] = {PL_SRTP_AES128_CM_SHA1_80, PL_SRTP_AEAD_AES_128_GCM,
                                                PL_SRTP_AEAD_AES_256_GCM};

struct slot {
    uint8_t plain[SLOT], secret[SLOT];
    size_t plain_len, secret_len;
    bool rtcp, delivered;
};

struct game {
    struct pl_srtp_session out, in;
    struct pl_reader dice;
    struct slot held[HELD];
    size_t next;
};

static void check(bool ok)
{
    if (!ok)
        abort();
}

/* A copy of exactly the datagram's size, so that a step past its end is seen. */
static enum pl_err deliver(struct pl_srtp_session *in, bool rtcp, const uint8_t *p, size_t *len,
                           uint8_t *result, size_t result_size)
{
    uint8_t *copy = malloc(*len ? *len : 1);
    size_t before = *len;
    enum pl_err err;

    check(copy != NULL);
    if (*len > 0)
        memcpy(copy, p, *len);
    err = rtcp ? pl_srtp_unprotect_rtcp(in, copy, len) : pl_srtp_unprotect_rtp(in, copy, len);
    check(err == PL_OK ? *len < before : *len == before);
    if (!err) {
        check(*len <= result_size);
        memcpy(result, copy, *len);
    }
    free(copy);
    return err;
}

static void play_raw(struct game *g)
{
    uint8_t result[SLOT];
    struct pl_bytes rest = pl_read_bytes(&g->dice, pl_reader_left(&g->dice));
    for (int rtcp = 0; rtcp < 2; rtcp++) {
        size_t len = rest.len;
        check(deliver(&g->in, rtcp, rest.data, &len, result, sizeof(result)) != PL_OK);
    }
    check(g->in.rtp_streams.count == 0 && g->in.rtcp_streams.count == 0);
}

/* Sends what the dice say: few SSRCs, any sequence number, any header bits, any payload. */
static void play_send(struct game *g, uint8_t move)
{
    struct slot *s = &g->held[g->next];
    size_t header = 8, words = 0, csrcs;
    uint8_t first = pl_read_u8(&g->dice);
    struct pl_bytes text;
    enum pl_err err;

    memset(s, 0, sizeof(*s));
    s->rtcp = move & 4;
    s->plain[0] = (uint8_t)(0x80 | (first & 0x3f));
    if (!s->rtcp) {
        csrcs = first & 0x0f;
        pl_put_u16(s->plain + 2, pl_read_u16(&g->dice));
        s->plain[11] = pl_read_u8(&g->dice) % (LIMIT + 1);
        header = 12 + 4 * csrcs;
        if (first & 0x10) {
            words = pl_read_u8(&g->dice) % 32;
            pl_put_u16(s->plain + header + 2, (uint16_t)words);
            header += 4 + 4 * words;
        }
    } else {
        s->plain[7] = pl_read_u8(&g->dice) % (LIMIT + 1);
    }
    text = pl_read_bytes(&g->dice, pl_read_u8(&g->dice));
    if (text.len > 0)
        memcpy(s->plain + header, text.data, text.len);
    s->plain_len = header + text.len;
    if (s->rtcp)
        err = pl_srtp_protect_rtcp(&g->out, pl_bytes_of(s->plain, s->plain_len), s->secret, SLOT,
                                   &s->secret_len);
    else
        err = pl_srtp_protect_rtp(&g->out, pl_bytes_of(s->plain, header), text, s->secret, SLOT,
                                  &s->secret_len);
    check(err == PL_OK || err == PL_E_REPLAY || err == PL_E_LIMIT);
    if (!err)
        g->next = (g->next + 1) % HELD;
    else
        s->secret_len = 0;
}

/* Delivers one of the held packets, damaged if the dice say so. */
static void play_deliver(struct game *g, uint8_t move)
{
    struct slot *s = &g->held[(move >> 3) % HELD];
    uint8_t packet[SLOT], result[SLOT];
    size_t len = s->secret_len;
    enum pl_err err;

    if (len == 0)
        return;
    memcpy(packet, s->secret, len);
    if (move & 4) {
        uint8_t bit = pl_read_u8(&g->dice);
        packet[pl_read_u16(&g->dice) % len] ^= (uint8_t)(1u << bit % 8);
        check(deliver(&g->in, s->rtcp, packet, &len, result, sizeof(result)) != PL_OK);
        return;
    }
    err = deliver(&g->in, s->rtcp, packet, &len, result, sizeof(result));
    check(!(err == PL_OK && s->delivered));
    if (!err) {
        check(len == s->plain_len && memcmp(result, s->plain, len) == 0);
        s->delivered = true;
    }
    check(g->in.rtp_streams.count <= LIMIT && g->in.rtcp_streams.count <= LIMIT);
}

/* Made once for all inputs: its self-test would take most of the time. */
static struct pl_srtp_crypto *crypto_of(bool evp)
{
    static struct pl_srtp_crypto *made[2];
    enum pl_srtp_crypto_kind kind = evp ? PL_SRTP_CRYPTO_EVP : PL_SRTP_CRYPTO_AUTO;
    if (!made[evp])
        check(pl_srtp_crypto_create(kind, &made[evp]) == PL_OK);
    return made[evp];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_srtp_keys keys = {"a master key of the fuzzer's own", "and its salt"};
    struct pl_srtp_crypto *crypto;
    struct game g = {.dice = pl_reader_of(pl_bytes_of(data, size))};
    uint8_t first = pl_read_u8(&g.dice);
    enum pl_srtp_profile profile = profiles[first % 3];

    crypto = crypto_of(first & 0x80);
    check(pl_srtp_session_init(&g.out, crypto, profile, &keys, PL_SRTP_SEND, LIMIT) == PL_OK);
    check(pl_srtp_session_init(&g.in, crypto, profile, &keys, PL_SRTP_RECEIVE, LIMIT) == PL_OK);
    if (first & 0x40) {
        play_raw(&g);
    } else {
        while (pl_reader_left(&g.dice) > 0) {
            uint8_t move = pl_read_u8(&g.dice);
            if (move & 1)
                play_send(&g, move);
            else
                play_deliver(&g, move);
        }
    }
    pl_srtp_session_finish(&g.out);
    pl_srtp_session_finish(&g.in);
    return 0;
}
