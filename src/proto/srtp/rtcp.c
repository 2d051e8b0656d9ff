/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SRTCP. The word is the E bit (encrypted) and the 31-bit index:
 *
 *   AES-CM | header, SSRC | rest | word | tag |      tag over all before it
 *   GCM    | header, SSRC | rest | tag | word |      tag over header, SSRC, word in clear, and rest
 *
 * "rest" is encrypted when E is set. When it is not, GCM takes the whole packet as clear
 * (RFC 7714 9.3).
 */
#include "proto/srtp/session.h"

#include <assert.h>

enum { CLEAR = 8, WORD = 4 };

static const uint32_t E_BIT = UINT32_C(1) << 31;
static const uint64_t RTCP_INDEX_END = UINT64_C(1) << 31;

/* The clear part of GCM with E set: eight bytes of packet and the word. */
static struct pl_bytes gcm_clear(uint8_t aad[CLEAR + WORD], const uint8_t *packet, uint32_t word)
{
    memcpy(aad, packet, CLEAR);
    pl_put_u32(aad + CLEAR, word);
    return pl_bytes_of(aad, CLEAR + WORD);
}

enum pl_err pl_srtp_protect_rtcp(struct pl_srtp_session *s, struct pl_bytes packet, uint8_t *dst,
                                 size_t dst_size, size_t *len)
{
    uint8_t iv[16], aad[CLEAR + WORD];
    uint32_t word = E_BIT | (uint32_t)s->rtcp_sent;
    struct pl_srtp_job job;
    uint8_t *word_at;
    enum pl_err err;

    assert(s->direction == PL_SRTP_SEND);
    if (packet.len < CLEAR || packet.data[0] >> 6 != 2)
        return PL_E_PROTO;
    if (packet.len > PL_SRTP_PACKET_MAX || packet.len + s->tag_len + WORD > dst_size)
        return PL_E_SPACE;
    if (s->rtcp_sent >= RTCP_INDEX_END)
        return PL_E_LIMIT;

    pl_srtp_iv(s, s->rtcp_salt, pl_get_u32(packet.data + 4), s->rtcp_sent, iv);
    if (packet.data != dst)
        memcpy(dst, packet.data, CLEAR);
    word_at = dst + packet.len + (s->aead ? s->tag_len : 0);
    job = (struct pl_srtp_job){
        .iv = iv,
        .aad = s->aead ? gcm_clear(aad, dst, word) : pl_bytes_of(dst, CLEAR),
        .trailer = pl_bytes_of(word_at, s->aead ? 0 : WORD),
        .src = packet.data + CLEAR,
        .dst = dst + CLEAR,
        .len = packet.len - CLEAR,
        .tag = dst + packet.len + (s->aead ? 0 : WORD),
    };
    pl_put_u32(word_at, word);
    err = s->rtcp_cipher->ops->seal(s->rtcp_cipher, &job);
    if (err)
        return err;
    s->rtcp_sent++;
    *len = packet.len + s->tag_len + WORD;
    return PL_OK;
}

/* Puts the job of a received packet together. `plain` is its length without tag and word. */
static struct pl_srtp_job received_job(const struct pl_srtp_session *s, uint8_t *packet,
                                       size_t plain, uint32_t word, uint8_t aad[CLEAR + WORD],
                                       uint8_t tag[PL_SRTP_GCM_TAG_LEN])
{
    struct pl_srtp_job job = {.src = packet + CLEAR, .dst = packet + CLEAR, .tag = tag};

    job.len = (word & E_BIT) ? plain - CLEAR : 0;
    if (!s->aead) {
        job.aad = pl_bytes_of(packet, plain - job.len);
        job.trailer = pl_bytes_of(packet + plain, WORD);
        memcpy(tag, packet + plain + WORD, s->tag_len);
        return job;
    }
    memcpy(tag, packet + plain, s->tag_len);
    if (word & E_BIT) {
        job.aad = gcm_clear(aad, packet, word);
    } else {
        /* Packet and word have to follow one another; the tag between them is in safety. */
        pl_put_u32(packet + plain, word);
        job.aad = pl_bytes_of(packet, plain + WORD);
    }
    return job;
}

enum pl_err pl_srtp_unprotect_rtcp(struct pl_srtp_session *s, uint8_t *packet, size_t *len)
{
    uint8_t iv[16], aad[CLEAR + WORD], tag[PL_SRTP_GCM_TAG_LEN];
    struct pl_srtp_stream fresh, *st;
    struct pl_srtp_job job;
    uint32_t ssrc, word;
    size_t plain;
    uint64_t index;
    enum pl_err err;

    assert(s->direction == PL_SRTP_RECEIVE);
    if (*len < CLEAR + WORD + (size_t)s->tag_len || *len > PL_SRTP_PACKET_MAX ||
        packet[0] >> 6 != 2)
        return PL_E_PROTO;
    plain = *len - s->tag_len - WORD;
    ssrc = pl_get_u32(packet + 4);
    word = pl_get_u32(packet + plain + (s->aead ? s->tag_len : 0));
    index = word & ~E_BIT;

    err = pl_srtp_stream_find(&s->rtcp_streams, ssrc, &fresh, &st);
    if (!err)
        err = pl_srtp_stream_check(st, index);
    if (err)
        return err;
    pl_srtp_iv(s, s->rtcp_salt, ssrc, index, iv);
    job = received_job(s, packet, plain, word, aad, tag);
    job.iv = iv;
    err = s->rtcp_cipher->ops->open(s->rtcp_cipher, &job);
    if (err)
        return err;
    err = pl_srtp_stream_keep(&s->rtcp_streams, &fresh, &st);
    if (err)
        return err;
    pl_srtp_stream_accept(st, index);
    *len = plain;
    return PL_OK;
}
