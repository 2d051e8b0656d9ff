/* SPDX-License-Identifier: Apache-2.0 */
/*
 * profile-level-id is three bytes of the sequence parameter set: profile_idc, the constraint flags
 * (profile-iop, highest bit = constraint_set0_flag) and level_idc. Different spellings mean one
 * profile: RFC 6184, table 5.
 */
#include "proto/sdp/sdp_codec.h"
#include "proto/sdp/sdp_text.h"

#include <stdio.h>

enum { CONSTRAINT_SET3 = 0x10 };

/* profile-iop fits when it equals `bits` wherever `mask` is set. The first row of a profile is its
 * canonical spelling (what the mask leaves open is 0, but for Chromium's 42e0). */
static const struct {
    enum pl_sdp_h264_profile profile;
    uint8_t idc, mask, bits, canonical;
} spellings[] = {
    {PL_SDP_H264_CONSTRAINED_BASELINE, 0x42, 0x4f, 0x40, 0xe0},
    {PL_SDP_H264_CONSTRAINED_BASELINE, 0x4d, 0x8f, 0x80, 0},
    {PL_SDP_H264_CONSTRAINED_BASELINE, 0x58, 0xcf, 0xc0, 0},
    {PL_SDP_H264_BASELINE, 0x42, 0x4f, 0x00, 0x00},
    {PL_SDP_H264_BASELINE, 0x58, 0xcf, 0x80, 0},
    {PL_SDP_H264_MAIN, 0x4d, 0xaf, 0x00, 0x00},
    {PL_SDP_H264_EXTENDED, 0x58, 0xcf, 0x00, 0x00},
    {PL_SDP_H264_HIGH, 0x64, 0xff, 0x00, 0x00},
    {PL_SDP_H264_CONSTRAINED_HIGH, 0x64, 0xff, 0x0c, 0x0c}, /* not in the RFC, in every browser */
    {PL_SDP_H264_HIGH10, 0x6e, 0xff, 0x00, 0x00},
    {PL_SDP_H264_HIGH422, 0x7a, 0xff, 0x00, 0x00},
    {PL_SDP_H264_HIGH444, 0xf4, 0xff, 0x00, 0x00},
    {PL_SDP_H264_HIGH10_INTRA, 0x6e, 0xff, 0x10, 0x10},
    {PL_SDP_H264_HIGH422_INTRA, 0x7a, 0xff, 0x10, 0x10},
    {PL_SDP_H264_HIGH444_INTRA, 0xf4, 0xff, 0x10, 0x10},
    {PL_SDP_H264_CAVLC444_INTRA, 0x2c, 0xff, 0x10, 0x10},
};

enum { SPELLING_COUNT = sizeof(spellings) / sizeof(spellings[0]) };

/* Of the profiles with three constraint flags, set3 with level_idc 11 means 1b; others say 9. */
static bool has_flag_level_1b(uint8_t idc)
{
    return idc == 0x42 || idc == 0x4d || idc == 0x58;
}

static bool is_level(uint8_t level)
{
    static const uint8_t levels[] = {9,  10, 11, 12, 13, 20, 21, 22, 30, 31,
                                     32, 40, 41, 42, 50, 51, 52, 60, 61, 62};
    return memchr(levels, level, sizeof(levels)) != NULL;
}

static bool parse_hex3(struct pl_bytes text, uint8_t out[3])
{
    uint32_t v = 0;
    if (text.len != 6)
        return false;
    for (size_t i = 0; i < 6; i++) {
        uint8_t c = text.data[i];
        if (c >= '0' && c <= '9')
            v = v << 4 | (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            v = v << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return false;
    }
    pl_put_u24(out, v);
    return true;
}

bool pl_sdp_h264_parse_id(struct pl_bytes text, struct pl_sdp_h264 *out)
{
    uint8_t id[3], flags;
    *out = (struct pl_sdp_h264){0};
    if (!parse_hex3(text, id))
        return false;
    flags = id[1];
    out->level = id[2];
    if (has_flag_level_1b(id[0])) {
        if (out->level == 11 && (flags & CONSTRAINT_SET3))
            out->level = 9;
        flags = (uint8_t)(flags & ~CONSTRAINT_SET3); /* says nothing else in these profiles */
    }
    for (size_t i = 0; i < SPELLING_COUNT && out->profile == PL_SDP_H264_UNKNOWN; i++) {
        if (id[0] == spellings[i].idc && (flags & spellings[i].mask) == spellings[i].bits)
            out->profile = spellings[i].profile;
    }
    return out->profile != PL_SDP_H264_UNKNOWN && is_level(out->level);
}

bool pl_sdp_h264_of(const struct pl_sdp_codec *c, struct pl_sdp_h264 *out)
{
    struct pl_bytes id = pl_bytes_str("42000a");
    uint32_t mode = pl_sdp_param_uint(c, "packetization-mode", 0);
    (void)pl_sdp_param_get(c, "profile-level-id", &id);
    if (!pl_sdp_h264_parse_id(id, out) || mode > 2)
        return false;
    out->packetization_mode = (uint8_t)mode;
    out->level_asymmetry_allowed = pl_sdp_param_uint(c, "level-asymmetry-allowed", 0) == 1;
    return true;
}

bool pl_sdp_h264_level_less(uint8_t a, uint8_t b)
{
    /* Twice the number, so that 1b finds a place between 1 and 1.1. */
    unsigned x = a == 9 ? 21 : a * 2u, y = b == 9 ? 21 : b * 2u;
    return x < y;
}

bool pl_sdp_h264_print_id(const struct pl_sdp_h264 *h, char text[PL_SDP_H264_ID_MAX])
{
    for (size_t i = 0; i < SPELLING_COUNT; i++) {
        uint8_t flags = spellings[i].canonical, level = h->level;
        if (spellings[i].profile != h->profile)
            continue;
        if (level == 9 && has_flag_level_1b(spellings[i].idc)) {
            flags |= CONSTRAINT_SET3;
            level = 11;
        }
        snprintf(text, PL_SDP_H264_ID_MAX, "%02x%02x%02x", spellings[i].idc, flags, level);
        return is_level(h->level);
    }
    return false;
}
