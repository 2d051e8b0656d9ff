/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SRTP:
 *
 *   | RTP header, CSRCs, extension | payload, padding | tag |
 *   |<------- authenticated ------>|<--- encrypted -->|
 *
 * AES-CM authenticates the encrypted payload and the roll-over counter (which is not sent) with it.
 */
#include "proto/srtp/session.h"

#include <assert.h>

enum { FIXED_HEADER = 12 };

struct rtp_packet {
    struct pl_srtp_stream *stream;
    struct pl_srtp_stream fresh; /* where stream points while the SSRC is new */
    uint64_t index;
    uint8_t iv[16];
    uint8_t roc[4];
};

/* Length of the RTP header at the beginning of these bytes; 0 when there is no whole one. */
static size_t header_len(const uint8_t *p, size_t len)
{
    size_t n;
    if (len < FIXED_HEADER || p[0] >> 6 != 2)
        return 0;
    n = FIXED_HEADER + 4 * (size_t)(p[0] & 0x0f);
    if (p[0] & 0x10) {
        if (len < n + 4)
            return 0;
        n += 4 + 4 * (size_t)pl_get_u16(p + n + 2);
    }
    return n <= len ? n : 0;
}

static enum pl_err find_stream(struct pl_srtp_session *s, uint32_t ssrc, struct rtp_packet *p)
{
    if (s->last_rtp && s->last_rtp->ssrc == ssrc) {
        p->stream = s->last_rtp;
        return PL_OK;
    }
    return pl_srtp_stream_find(&s->rtp_streams, ssrc, &p->fresh, &p->stream);
}

/* Everything that is known before the cipher runs. */
static enum pl_err locate(struct pl_srtp_session *s, const uint8_t *header, struct rtp_packet *p)
{
    uint32_t ssrc = pl_get_u32(header + 8);
    enum pl_err err = find_stream(s, ssrc, p);
    if (err)
        return err;
    err = pl_srtp_stream_guess(p->stream, pl_get_u16(header + 2), &p->index);
    if (err == PL_E_RANGE) {
        /* Before the stream's first packet. When sending that is a late packet which no index can
         * express: under roll-over counter 0 it would throw the receiver's counter out of step for
         * good. When receiving, the tag decides whether the sender meant a long leap forward. */
        err = s->direction == PL_SRTP_SEND ? PL_E_REPLAY : PL_OK;
    }
    if (err)
        return err;
    err = pl_srtp_stream_check(p->stream, p->index);
    if (err)
        return err;
    pl_srtp_iv(s, s->rtp_salt, ssrc, p->index, p->iv);
    pl_put_u32(p->roc, (uint32_t)(p->index >> 16));
    return PL_OK;
}

/* The packet is good: its index is used from now on. */
static enum pl_err commit(struct pl_srtp_session *s, struct rtp_packet *p)
{
    enum pl_err err = pl_srtp_stream_keep(&s->rtp_streams, &p->fresh, &p->stream);
    if (err)
        return err;
    pl_srtp_stream_accept(p->stream, p->index);
    s->last_rtp = p->stream;
    return PL_OK;
}

static struct pl_srtp_job job_of(const struct pl_srtp_session *s, const struct rtp_packet *p,
                                 uint8_t *packet, size_t header, size_t text)
{
    return (struct pl_srtp_job){
        .iv = p->iv,
        .aad = pl_bytes_of(packet, header),
        .trailer = pl_bytes_of(p->roc, s->aead ? 0 : sizeof(p->roc)),
        .src = packet + header,
        .dst = packet + header,
        .len = text,
        .tag = packet + header + text,
    };
}

enum pl_err pl_srtp_protect_rtp(struct pl_srtp_session *s, struct pl_bytes header,
                                struct pl_bytes payload, uint8_t *dst, size_t dst_size, size_t *len)
{
    struct rtp_packet p;
    struct pl_srtp_job job;
    size_t total;
    enum pl_err err;

    assert(s->direction == PL_SRTP_SEND);
    if (header.len == 0 || header_len(header.data, header.len) != header.len)
        return PL_E_PROTO;
    if (payload.len > PL_SRTP_PACKET_MAX || header.len + payload.len > PL_SRTP_PACKET_MAX)
        return PL_E_SPACE;
    total = header.len + payload.len + s->tag_len;
    if (total > dst_size)
        return PL_E_SPACE;
    err = locate(s, header.data, &p);
    if (err)
        return err;
    if (header.data != dst)
        memcpy(dst, header.data, header.len);
    job = job_of(s, &p, dst, header.len, payload.len);
    if (payload.len > 0)
        job.src = payload.data;
    err = s->rtp_cipher->ops->seal(s->rtp_cipher, &job);
    if (err)
        return err;
    err = commit(s, &p);
    if (err)
        return err;
    *len = total;
    return PL_OK;
}

enum pl_err pl_srtp_unprotect_rtp(struct pl_srtp_session *s, uint8_t *packet, size_t *len)
{
    struct rtp_packet p;
    struct pl_srtp_job job;
    size_t header, text;
    enum pl_err err;

    assert(s->direction == PL_SRTP_RECEIVE);
    if (*len < FIXED_HEADER + (size_t)s->tag_len || *len > PL_SRTP_PACKET_MAX)
        return PL_E_PROTO;
    header = header_len(packet, *len - s->tag_len);
    if (header == 0)
        return PL_E_PROTO;
    text = *len - s->tag_len - header;
    err = locate(s, packet, &p);
    if (err)
        return err;
    job = job_of(s, &p, packet, header, text);
    err = s->rtp_cipher->ops->open(s->rtp_cipher, &job);
    if (err)
        return err;
    err = commit(s, &p);
    if (err)
        return err;
    *len = header + text;
    return PL_OK;
}
