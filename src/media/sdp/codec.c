/* SPDX-License-Identifier: Apache-2.0 */
#include "media/sdp/codec.h"

#include "proto/rtp/av1.h"
#include "proto/rtp/h264.h"
#include "proto/rtp/vp8.h"
#include "proto/rtp/vp9.h"

#include <assert.h>

static const struct pl_codec_info infos[PL_CODEC_COUNT] = {
    [PL_CODEC_OPUS] = {PL_MEDIA_AUDIO, "opus", 48000, 2, 111, 0, "minptime=10;useinbandfec=1"},
    [PL_CODEC_H264] = {PL_MEDIA_VIDEO, "H264", 90000, 1, 102, 103,
                       "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"},
    [PL_CODEC_VP8] = {PL_MEDIA_VIDEO, "VP8", 90000, 1, 96, 97, ""},
    [PL_CODEC_VP9] = {PL_MEDIA_VIDEO, "VP9", 90000, 1, 98, 99, "profile-id=0"},
    [PL_CODEC_AV1] = {PL_MEDIA_VIDEO, "AV1", 90000, 1, 45, 46, "level-idx=5;profile=0;tier=0"},
    /* fmtp: what it is made of; written by whoever knows that number. */
    [PL_CODEC_RED] = {PL_MEDIA_AUDIO, "red", 48000, 2, 63, 0, ""},
};

const struct pl_codec_info *pl_codec_info(enum pl_codec codec)
{
    assert(codec > PL_CODEC_NONE && codec < PL_CODEC_COUNT);
    return &infos[codec];
}

static struct pl_codec_frame look_h264(struct pl_bytes payload)
{
    struct pl_codec_frame f = {0};
    struct pl_h264_view view;
    struct pl_h264_sps sps;
    if (pl_h264_read(payload, &view))
        return f;
    f.key_start = view.key_frame;
    if (view.sps.len > 0 && pl_h264_read_sps(view.sps, &sps) == PL_OK) {
        f.width = (uint16_t)sps.width;
        f.height = (uint16_t)sps.height;
    }
    return f;
}

/* A PictureID that begins at `at`, and a TL0PICIDX behind it and `between` more octets; absent: -1.
 */
static struct pl_codec_numbers numbers_at(uint8_t at, int picture, bool picture_long,
                                          uint8_t between, int tl0)
{
    struct pl_codec_numbers n = {0};
    if (picture >= 0) {
        n.picture_at = at;
        n.picture_long = picture_long;
        n.picture = (uint16_t)picture;
        at = (uint8_t)(at + (picture_long ? 2 : 1));
    }
    if (tl0 >= 0) {
        n.tl0_at = (uint8_t)(at + between);
        n.tl0 = (uint8_t)tl0;
    }
    return n;
}

/* RFC 7741 4.2: one octet, the X octet, then PictureID and TL0PICIDX. */
static struct pl_codec_numbers numbers_of_vp8(const struct pl_vp8_descriptor *d)
{
    struct pl_codec_numbers n =
        numbers_at(2, d->has_picture_id ? d->picture_id : -1, d->long_picture_id, 0,
                   d->has_tl0picidx ? d->tl0picidx : -1);
    n.closes_up = true;
    return n;
}

static struct pl_codec_frame look_vp8(struct pl_bytes payload)
{
    struct pl_codec_frame f = {0};
    struct pl_vp8_view view;
    if (pl_vp8_read(payload, &view))
        return f;
    f.key_start = view.key_frame;
    f.width = view.width;
    f.height = view.height;
    f.layered = view.descriptor.has_tid;
    f.temporal = view.descriptor.tid;
    f.sync = view.descriptor.layer_sync;
    f.numbers = numbers_of_vp8(&view.descriptor);
    return f;
}

/* RFC 9628 4.2: one octet, PictureID, the layer octet, TL0PICIDX. References are differences. */
static struct pl_codec_numbers numbers_of_vp9(const struct pl_vp9_view *v)
{
    return numbers_at(1, v->has_picture_id ? v->picture_id : -1, v->long_picture_id, 1,
                      v->has_tl0picidx ? v->tl0picidx : -1);
}

static struct pl_codec_frame look_vp9(struct pl_bytes payload)
{
    struct pl_codec_frame f = {0};
    struct pl_vp9_view view;
    if (pl_vp9_read(payload, &view))
        return f;
    f.key_start = view.key_frame;
    f.width = view.width;
    f.height = view.height;
    f.spatial_count = view.spatial_count;
    f.layered = view.has_layers;
    f.temporal = view.tid;
    f.spatial = view.sid;
    f.switch_up = view.switch_up;
    f.layer_start = view.layer_start && view.sid > 0;
    f.layer_end = view.layer_end;
    f.numbers = numbers_of_vp9(&view);
    return f;
}

/* Layers of AV1 are told by a header extension, which is not negotiated: it is passed whole. */
static struct pl_codec_frame look_av1(struct pl_bytes payload)
{
    struct pl_codec_frame f = {0};
    struct pl_av1_view view;
    if (pl_av1_read(payload, &view) == PL_OK)
        f.key_start = view.key_frame;
    return f;
}

struct pl_codec_frame pl_codec_look(enum pl_codec codec, struct pl_bytes payload)
{
    switch (codec) {
    case PL_CODEC_H264:
        return look_h264(payload);
    case PL_CODEC_VP8:
        return look_vp8(payload);
    case PL_CODEC_VP9:
        return look_vp9(payload);
    case PL_CODEC_AV1:
        return look_av1(payload);
    default:
        return (struct pl_codec_frame){0};
    }
}

void pl_codec_renumber(uint8_t *payload, const struct pl_codec_numbers *n, uint16_t picture,
                       uint8_t tl0)
{
    if (n->picture_at != 0 && n->picture_long)
        pl_put_u16(payload + n->picture_at, (uint16_t)(0x8000u | picture));
    else if (n->picture_at != 0)
        payload[n->picture_at] = picture & 0x7f;
    if (n->tl0_at != 0)
        payload[n->tl0_at] = tl0;
}
