/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up frames: a head that a forwarder understands, noise that follows from the stamp, and the
 * stamp. */
#include "load/rtc_internal.h"

#include "proto/rtp/vp8.h"
#include "proto/rtp/vp9.h"

#include <assert.h>

enum { HEAD_BYTES_MAX = 16, FLAG_KEY = 1, FLAG_LAST = 2 };

enum {
    SHAPE_SIZE = 3,
    SHAPE_LAYERED = 4,
    SHAPE_TID = 3,
    SHAPE_TID_SHIFT = 3,
    SHAPE_SYNC = 32,
    SHAPE_SID_SHIFT = 6
};

static const uint16_t sizes[4][2] = {{640, 360}, {320, 180}, {640, 360}, {1280, 720}};

/* RFC 7741: the descriptor, and of a frame's first packet the frame tag; RFC 6386 9.1. */
static void write_vp8_head(struct pl_writer *w, const struct pl_rtc_stamp *s)
{
    static const uint8_t start_code[] = {0x9d, 0x01, 0x2a};
    const uint16_t *size = sizes[s->size & SHAPE_SIZE];
    struct pl_vp8_descriptor d = {.has_picture_id = s->layered,
                                  .long_picture_id = s->layered,
                                  .has_tl0picidx = s->layered,
                                  .has_tid = s->layered,
                                  .picture_id = s->picture_id,
                                  .tl0picidx = s->tl0picidx,
                                  .tid = s->tid,
                                  .layer_sync = s->sync,
                                  .partition_start = s->index == 0};
    pl_vp8_write_descriptor(w, &d);
    if (s->index != 0)
        return;
    pl_write_u8(w, s->key ? 0x10 : 0x11);
    pl_write_zeros(w, 2);
    if (!s->key)
        return;
    pl_write_bytes(w, pl_bytes_of(start_code, sizeof(start_code)));
    pl_write_u8(w, (uint8_t)(size[0] & 0xff));
    pl_write_u8(w, (uint8_t)(size[0] >> 8));
    pl_write_u8(w, (uint8_t)(size[1] & 0xff));
    pl_write_u8(w, (uint8_t)(size[1] >> 8));
}

/* RFC 9628 4.2: non-flexible; the structure of the layers with the first packet of a key frame. */
static void write_vp9_head(struct pl_writer *w, const struct pl_rtc_stamp *s)
{
    bool structure = s->key && s->sid == 0 && s->index == 0;
    bool depends = !s->key || s->index != 0;
    const uint16_t *size = sizes[s->size & SHAPE_SIZE];
    pl_write_u8(w, (uint8_t)((s->layered ? 0xa0 : 0) | (depends && !s->key ? 0x40 : 0) |
                             (s->index == 0 ? 0x08 : 0) | (s->last ? 0x04 : 0) |
                             (structure ? 0x02 : 0)));
    if (s->layered) {
        pl_write_u16(w, (uint16_t)(0x8000 | s->picture_id));
        pl_write_u8(w, (uint8_t)(s->tid << 5 | (s->sync || s->tid == 0 ? 0x10 : 0) | s->sid << 1 |
                                 (s->key && s->sid > 0)));
        pl_write_u8(w, s->tl0picidx);
    }
    if (!structure)
        return;
    pl_write_u8(w, (uint8_t)((s->spatial - 1) << 5 | 0x10));
    for (unsigned i = 0; i < s->spatial; i++) {
        pl_write_u16(w, (uint16_t)(size[0] >> (s->spatial - 1u - i)));
        pl_write_u16(w, (uint16_t)(size[1] >> (s->spatial - 1u - i)));
    }
}

/* RFC 6184 5.8: one slice in fragments. */
static void write_h264_head(struct pl_writer *w, const struct pl_rtc_stamp *s)
{
    uint8_t type = s->key ? 5 : 1;
    pl_write_u8(w, 0x60 | 28);
    pl_write_u8(w, (uint8_t)((s->index == 0 ? 0x80 : 0) | (s->last ? 0x40 : 0) | type));
}

/* A cheap generator: what counts is that other stamps give other bytes. */
static void write_noise(struct pl_writer *w, const struct pl_rtc_stamp *s, size_t len)
{
    uint32_t x = s->origin * 2654435761u ^ s->frame * 40503u ^ s->index * 69069u ^ 0x9e3779b9u;
    uint8_t *p = pl_write_reserve(w, len);
    for (size_t i = 0; p && i < len; i++) {
        x = x * 1664525u + 1013904223u;
        p[i] = (uint8_t)(x >> 24);
    }
}

void pl_rtc_stamp_write(struct pl_writer *w, const struct pl_rtc_stamp *s)
{
    pl_write_str(w, "PLRT");
    pl_write_u32(w, s->origin);
    pl_write_u32(w, s->frame);
    pl_write_u8(w, s->codec);
    pl_write_u8(w, (uint8_t)((s->key ? FLAG_KEY : 0) | (s->last ? FLAG_LAST : 0)));
    pl_write_u8(w, s->index);
    pl_write_u8(w,
                (uint8_t)(s->size | (s->layered ? SHAPE_LAYERED : 0) | s->tid << SHAPE_TID_SHIFT |
                          (s->sync ? SHAPE_SYNC : 0) | s->sid << SHAPE_SID_SHIFT));
    pl_write_u64(w, s->sent_us);
}

void pl_rtc_payload_write(const struct pl_rtc_stamp *s, uint8_t *dst, size_t len)
{
    struct pl_writer w = pl_writer_of(dst, len);
    assert(len >= HEAD_BYTES_MAX + PL_RTC_STAMP_BYTES);
    if (s->codec == PL_CODEC_VP8)
        write_vp8_head(&w, s);
    else if (s->codec == PL_CODEC_H264)
        write_h264_head(&w, s);
    else if (s->codec == PL_CODEC_VP9)
        write_vp9_head(&w, s);
    else if (s->codec == PL_CODEC_AV1)
        pl_write_u8(&w, (uint8_t)(s->key && s->index == 0 ? 0x18 : 0x10)); /* W 1, N */
    assert(w.pos + PL_RTC_STAMP_BYTES <= len);
    write_noise(&w, s, len - w.pos - PL_RTC_STAMP_BYTES);
    pl_rtc_stamp_write(&w, s);
    assert(pl_writer_ok(&w) && w.pos == len);
}

static void read_shape(struct pl_bytes payload, uint8_t shape, struct pl_rtc_stamp *s)
{
    struct pl_vp8_view view;
    struct pl_vp9_view vp9;
    s->size = (uint8_t)(shape & SHAPE_SIZE);
    s->layered = shape & SHAPE_LAYERED;
    s->tid = (uint8_t)(shape >> SHAPE_TID_SHIFT & SHAPE_TID);
    s->sync = shape & SHAPE_SYNC;
    s->sid = (uint8_t)(shape >> SHAPE_SID_SHIFT);
    s->spatial = 1;
    s->picture_id = 0;
    s->tl0picidx = 0;
    if (s->layered && s->codec == PL_CODEC_VP8 && pl_vp8_read(payload, &view) == PL_OK) {
        s->picture_id = view.descriptor.picture_id;
        s->tl0picidx = view.descriptor.tl0picidx;
    } else if (s->layered && s->codec == PL_CODEC_VP9 && pl_vp9_read(payload, &vp9) == PL_OK) {
        s->picture_id = vp9.picture_id;
        s->tl0picidx = vp9.tl0picidx;
        s->spatial = vp9.spatial_count > 0 ? vp9.spatial_count : 1;
    }
}

bool pl_rtc_stamp_read(struct pl_bytes payload, struct pl_rtc_stamp *s)
{
    struct pl_reader r;
    uint8_t flags, shape;
    if (payload.len < HEAD_BYTES_MAX + PL_RTC_STAMP_BYTES || payload.len > PL_RTC_DATAGRAM_MAX)
        return false;
    r = pl_reader_of(payload);
    pl_read_skip(&r, payload.len - PL_RTC_STAMP_BYTES);
    if (!pl_bytes_eq_str(pl_read_bytes(&r, 4), "PLRT"))
        return false;
    s->origin = pl_read_u32(&r);
    s->frame = pl_read_u32(&r);
    s->codec = pl_read_u8(&r);
    flags = pl_read_u8(&r);
    s->key = flags & FLAG_KEY;
    s->last = flags & FLAG_LAST;
    s->index = pl_read_u8(&r);
    shape = pl_read_u8(&r);
    s->sent_us = pl_read_u64(&r);
    read_shape(payload, shape, s);
    return true;
}

bool pl_rtc_payload_read(struct pl_bytes payload, struct pl_rtc_stamp *s)
{
    uint8_t expected[PL_RTC_DATAGRAM_MAX];
    if (!pl_rtc_stamp_read(payload, s))
        return false;
    pl_rtc_payload_write(s, expected, payload.len);
    return pl_bytes_eq(payload, pl_bytes_of(expected, payload.len));
}
