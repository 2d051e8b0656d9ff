/* SPDX-License-Identifier: Apache-2.0 */
/* The typed values of header extensions; each reader stands above its writer. */
#include "proto/rtp/rtp_ext.h"

#include <assert.h>

#define US_PER_SEC UINT64_C(1000000)

enum {
    AUDIO_VOICE_BIT = 0x80,
    AUDIO_LEVEL_MASK = 0x7f,
    CVO_CAMERA_BIT = 0x08,
    CVO_FLIP_BIT = 0x04,
    CVO_ROTATION_MASK = 0x03,
    ABS_TIME_FRACTION_BITS = 18,
    ABS_TIME_MASK = 0xffffff,
    ABS_TIME_CIRCLE_S = 64,
    DELAY_UNIT_MS = 10,
    DELAY_MAX = 0xfff,
};

static void add_small(struct pl_rtp_ext_set *set, uint8_t id, const uint8_t *value, size_t len)
{
    enum pl_err err = pl_rtp_exts_add(set, id, pl_bytes_of(value, len));
    assert(err == PL_OK);
}

bool pl_rtp_audio_level_read(struct pl_bytes value, struct pl_rtp_audio_level *out)
{
    if (value.len != 1)
        return false;
    out->voice = (value.data[0] & AUDIO_VOICE_BIT) != 0;
    out->level = value.data[0] & AUDIO_LEVEL_MASK;
    return true;
}

void pl_rtp_exts_add_audio_level(struct pl_rtp_ext_set *set, uint8_t id,
                                 struct pl_rtp_audio_level v)
{
    uint8_t level = v.level < AUDIO_LEVEL_MASK ? v.level : AUDIO_LEVEL_MASK;
    uint8_t b = (uint8_t)((v.voice ? AUDIO_VOICE_BIT : 0) | level);
    add_small(set, id, &b, 1);
}

bool pl_rtp_twcc_seq_read(struct pl_bytes value, uint16_t *out)
{
    if (value.len != 2)
        return false;
    *out = pl_get_u16(value.data);
    return true;
}

void pl_rtp_exts_add_twcc_seq(struct pl_rtp_ext_set *set, uint8_t id, uint16_t seq)
{
    uint8_t b[2];
    pl_put_u16(b, seq);
    add_small(set, id, b, sizeof(b));
}

bool pl_rtp_abs_send_time_read(struct pl_bytes value, uint32_t *out)
{
    if (value.len != 3)
        return false;
    *out = pl_get_u24(value.data);
    return true;
}

void pl_rtp_exts_add_abs_send_time(struct pl_rtp_ext_set *set, uint8_t id, uint32_t v)
{
    uint8_t b[3];
    pl_put_u24(b, v & ABS_TIME_MASK);
    add_small(set, id, b, sizeof(b));
}

uint32_t pl_rtp_abs_send_time_from_us(pl_time_us t)
{
    uint64_t us = t % (ABS_TIME_CIRCLE_S * US_PER_SEC); /* first, so that the shift has room */
    uint64_t v = ((us << ABS_TIME_FRACTION_BITS) + US_PER_SEC / 2) / US_PER_SEC;
    return (uint32_t)(v & ABS_TIME_MASK);
}

uint32_t pl_rtp_abs_send_time_to_us(uint32_t v)
{
    uint64_t us = (uint64_t)(v & ABS_TIME_MASK) * US_PER_SEC;
    return (uint32_t)((us + (1u << (ABS_TIME_FRACTION_BITS - 1))) >> ABS_TIME_FRACTION_BITS);
}

bool pl_rtp_text_read(struct pl_bytes value, struct pl_bytes *out)
{
    if (value.len == 0 || value.len > 255)
        return false;
    *out = value;
    return true;
}

bool pl_rtp_video_orientation_read(struct pl_bytes value, struct pl_rtp_video_orientation *out)
{
    if (value.len != 1)
        return false;
    out->back_camera = (value.data[0] & CVO_CAMERA_BIT) != 0;
    out->flip = (value.data[0] & CVO_FLIP_BIT) != 0;
    out->rotation_degrees = (uint16_t)(90 * (value.data[0] & CVO_ROTATION_MASK));
    return true;
}

void pl_rtp_exts_add_video_orientation(struct pl_rtp_ext_set *set, uint8_t id,
                                       struct pl_rtp_video_orientation v)
{
    uint8_t b = (uint8_t)((v.back_camera ? CVO_CAMERA_BIT : 0) | (v.flip ? CVO_FLIP_BIT : 0) |
                          ((v.rotation_degrees / 90) & CVO_ROTATION_MASK));
    add_small(set, id, &b, 1);
}

bool pl_rtp_playout_delay_read(struct pl_bytes value, struct pl_rtp_playout_delay *out)
{
    uint32_t v;
    if (value.len != 3)
        return false;
    v = pl_get_u24(value.data);
    out->min_ms = (uint16_t)((v >> 12) * DELAY_UNIT_MS);
    out->max_ms = (uint16_t)((v & DELAY_MAX) * DELAY_UNIT_MS);
    return true;
}

static uint32_t delay_units(uint16_t ms)
{
    uint32_t units = ms / DELAY_UNIT_MS;
    return units < DELAY_MAX ? units : DELAY_MAX;
}

void pl_rtp_exts_add_playout_delay(struct pl_rtp_ext_set *set, uint8_t id,
                                   struct pl_rtp_playout_delay v)
{
    uint8_t b[3];
    pl_put_u24(b, delay_units(v.min_ms) << 12 | delay_units(v.max_ms));
    add_small(set, id, b, sizeof(b));
}
