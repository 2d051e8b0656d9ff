/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up frames: a head that a forwarder understands, noise that follows from the stamp, and the
 * stamp. */
#include "load/rtc_client.h"

#include <assert.h>

enum { HEAD_BYTES_MAX = 12, FLAG_KEY = 1, FLAG_LAST = 2, WIDTH = 640, HEIGHT = 360 };

/* RFC 7741: the descriptor, and of a frame's first packet the frame tag; RFC 6386 9.1. */
static void write_vp8_head(struct pl_writer *w, const struct pl_rtc_stamp *s)
{
    static const uint8_t start_code[] = {0x9d, 0x01, 0x2a};
    pl_write_u8(w, s->index == 0 ? 0x10 : 0x00);
    if (s->index != 0)
        return;
    pl_write_u8(w, s->key ? 0x10 : 0x11);
    pl_write_zeros(w, 2);
    if (!s->key)
        return;
    pl_write_bytes(w, pl_bytes_of(start_code, sizeof(start_code)));
    pl_write_u8(w, WIDTH & 0xff);
    pl_write_u8(w, WIDTH >> 8);
    pl_write_u8(w, HEIGHT & 0xff);
    pl_write_u8(w, HEIGHT >> 8);
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

void pl_rtc_payload_write(const struct pl_rtc_stamp *s, uint8_t *dst, size_t len)
{
    struct pl_writer w = pl_writer_of(dst, len);
    assert(len >= HEAD_BYTES_MAX + PL_RTC_STAMP_BYTES);
    if (s->codec == PL_CODEC_VP8)
        write_vp8_head(&w, s);
    else if (s->codec == PL_CODEC_H264)
        write_h264_head(&w, s);
    write_noise(&w, s, len - w.pos - PL_RTC_STAMP_BYTES);
    pl_write_str(&w, "PLRT");
    pl_write_u32(&w, s->origin);
    pl_write_u32(&w, s->frame);
    pl_write_u8(&w, s->codec);
    pl_write_u8(&w, (uint8_t)((s->key ? FLAG_KEY : 0) | (s->last ? FLAG_LAST : 0)));
    pl_write_u8(&w, s->index);
    pl_write_u8(&w, 0);
    pl_write_u64(&w, s->sent_us);
    assert(pl_writer_ok(&w) && w.pos == len);
}

bool pl_rtc_stamp_read(struct pl_bytes payload, struct pl_rtc_stamp *s)
{
    struct pl_reader r;
    uint8_t flags;
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
    pl_read_skip(&r, 1);
    s->sent_us = pl_read_u64(&r);
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
