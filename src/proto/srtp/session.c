/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/srtp/session.h"
#include "proto/srtp/keys.h"

#include <stdlib.h>

enum pl_err pl_srtp_stream_find(const struct pl_idmap *streams, uint32_t ssrc,
                                struct pl_srtp_stream *fresh, struct pl_srtp_stream **out)
{
    *out = pl_idmap_get(streams, ssrc);
    if (*out)
        return PL_OK;
    if (streams->count >= streams->limit)
        return PL_E_LIMIT;
    /* Only what guess and check look at: the window itself is cleared when it is kept. */
    fresh->ssrc = ssrc;
    fresh->highest = 0;
    fresh->started = false;
    *out = fresh;
    return PL_OK;
}

enum pl_err pl_srtp_stream_keep(struct pl_idmap *streams, const struct pl_srtp_stream *fresh,
                                struct pl_srtp_stream **st)
{
    struct pl_srtp_stream *lasting;
    enum pl_err err;

    if (*st != fresh)
        return PL_OK;
    lasting = calloc(1, sizeof(*lasting));
    if (!lasting)
        return PL_E_NOMEM;
    lasting->ssrc = fresh->ssrc;
    err = pl_idmap_put(streams, lasting->ssrc, lasting);
    if (err) {
        free(lasting);
        return err;
    }
    *st = lasting;
    return PL_OK;
}

/*
 * Both are salt XOR (SSRC, index), at other places:
 *
 *   AES-CM  0 0 0 0 | SSRC | index (48 bits)       | block counter (16 bits)
 *   GCM     0 0 | SSRC | index (48 bits: counter, sequence number; or 0 0, SRTCP index)
 */
void pl_srtp_iv(const struct pl_srtp_session *s, const uint8_t salt[16], uint32_t ssrc,
                uint64_t index, uint8_t iv[16])
{
    size_t at = s->aead ? 2 : 4;
    uint8_t mask[10];

    pl_put_u32(mask, ssrc);
    pl_put_u16(mask + 4, (uint16_t)(index >> 32));
    pl_put_u32(mask + 6, (uint32_t)index);
    memcpy(iv, salt, 16);
    for (size_t i = 0; i < sizeof(mask); i++)
        iv[at + i] ^= mask[i];
}

enum pl_err pl_srtp_session_init_derived(struct pl_srtp_session *s, struct pl_srtp_crypto *crypto,
                                         enum pl_srtp_profile profile,
                                         const struct pl_srtp_session_keys *keys,
                                         enum pl_srtp_direction direction, size_t stream_limit)
{
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    struct pl_srtp_backend *b = crypto->chosen;
    enum pl_err err;

    *s = (struct pl_srtp_session){0};
    if (!info || stream_limit == 0)
        return PL_E_RANGE;
    s->profile = profile;
    s->direction = direction;
    s->tag_len = info->tag_len;
    s->aead = info->aead;
    memcpy(s->rtp_salt, keys->rtp_salt, sizeof(s->rtp_salt));
    memcpy(s->rtcp_salt, keys->rtcp_salt, sizeof(s->rtcp_salt));
    pl_idmap_init(&s->rtp_streams, stream_limit);
    pl_idmap_init(&s->rtcp_streams, stream_limit);
    err = b->new_cipher(b, profile, direction, &keys->rtp, &s->rtp_cipher);
    if (!err)
        err = b->new_cipher(b, profile, direction, &keys->rtcp, &s->rtcp_cipher);
    if (err)
        pl_srtp_session_finish(s);
    return err;
}

enum pl_err pl_srtp_session_init(struct pl_srtp_session *s, struct pl_srtp_crypto *crypto,
                                 enum pl_srtp_profile profile, const struct pl_srtp_keys *keys,
                                 enum pl_srtp_direction direction, size_t stream_limit)
{
    struct pl_srtp_session_keys derived;
    enum pl_err err;

    *s = (struct pl_srtp_session){0};
    err = pl_srtp_derive(crypto, profile, keys, &derived);
    if (err)
        return err;
    err = pl_srtp_session_init_derived(s, crypto, profile, &derived, direction, stream_limit);
    explicit_bzero(&derived, sizeof(derived));
    return err;
}

static void free_streams(struct pl_idmap *streams)
{
    struct pl_srtp_stream *st;
    size_t cursor = 0;
    while ((st = pl_idmap_next(streams, &cursor)))
        free(st);
    pl_idmap_finish(streams);
}

void pl_srtp_session_finish(struct pl_srtp_session *s)
{
    if (s->rtp_cipher)
        s->rtp_cipher->ops->destroy(s->rtp_cipher);
    if (s->rtcp_cipher)
        s->rtcp_cipher->ops->destroy(s->rtcp_cipher);
    free_streams(&s->rtp_streams);
    free_streams(&s->rtcp_streams);
    explicit_bzero(s, sizeof(*s));
}
