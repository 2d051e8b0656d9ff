/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which codec of one description is the same as one of another: by name, clock and channels, and
 * by the parameters that make streams unreadable to each other (H.264 profile and packetization
 * mode, RFC 6184; VP9 and AV1 profile; H.265 profile and tier, RFC 7798). Payload types never
 * count.
 */
#ifndef PL_PROTO_SDP_SDP_CODEC_H
#define PL_PROTO_SDP_SDP_CODEC_H

#include "proto/sdp/sdp.h"

/* ---- finding ---- */

/* Port: says whether this codec's parameters are the wanted ones. `want` is the caller's. */
typedef bool pl_sdp_codec_fn(const struct pl_sdp_codec *c, const void *want);

/*
 * The first codec of a section with that name (letter case does not matter). clock 0 and channels
 * 0: any; fits NULL: any parameters. NULL when there is none.
 */
const struct pl_sdp_codec *pl_sdp_codec_find(const struct pl_sdp_media *m, const char *name,
                                             uint32_t clock, uint8_t channels,
                                             pl_sdp_codec_fn *fits, const void *want);

bool pl_sdp_codec_is(const struct pl_sdp_codec *c, const char *name);

/* True when a stream of one can be taken by the other. RTX, RED and FEC never match: they follow
 * the codec that they belong to. */
bool pl_sdp_codec_match(const struct pl_sdp_codec *a, const struct pl_sdp_codec *b);

/* The first codec of the section that matches `c`, a codec of some other section. */
const struct pl_sdp_codec *pl_sdp_codec_find_match(const struct pl_sdp_media *m,
                                                   const struct pl_sdp_codec *c);

/* The retransmission codec (RFC 4588) whose apt names this payload type; NULL when none. */
const struct pl_sdp_codec *pl_sdp_codec_rtx(const struct pl_sdp_media *m, uint8_t pt);

/*
 * The retransmission stream of a media stream, from its FID group (RFC 5576 4.2); 0 when none (0 is
 * never offered by a browser).
 */
uint32_t pl_sdp_rtx_ssrc(const struct pl_sdp_media *m, uint32_t ssrc);

/* ---- H.264 (RFC 6184 8.1) ---- */

enum pl_sdp_h264_profile {
    PL_SDP_H264_UNKNOWN = 0,
    PL_SDP_H264_CONSTRAINED_BASELINE,
    PL_SDP_H264_BASELINE,
    PL_SDP_H264_MAIN,
    PL_SDP_H264_EXTENDED,
    PL_SDP_H264_CONSTRAINED_HIGH,
    PL_SDP_H264_HIGH,
    PL_SDP_H264_HIGH10,
    PL_SDP_H264_HIGH422,
    PL_SDP_H264_HIGH444,
    PL_SDP_H264_HIGH10_INTRA,
    PL_SDP_H264_HIGH422_INTRA,
    PL_SDP_H264_HIGH444_INTRA,
    PL_SDP_H264_CAVLC444_INTRA,
};

struct pl_sdp_h264 {
    enum pl_sdp_h264_profile profile;
    uint8_t level;              /* ten times the level: 31 is 3.1; 9 is 1b, between 10 and 11 */
    uint8_t packetization_mode; /* 0..2 */
    bool level_asymmetry_allowed;
};

/* "42e01f": the profile follows from profile_idc and the constraint flags together. False when it
 * is not six hexadecimal digits or no known profile or level. */
bool pl_sdp_h264_parse_id(struct pl_bytes text, struct pl_sdp_h264 *out);

/* Of a codec; what its fmtp does not say has the RFC's defaults (42000a, mode 0). */
bool pl_sdp_h264_of(const struct pl_sdp_codec *c, struct pl_sdp_h264 *out);

/* True when level a is lower than level b; 1b lies between 1 and 1.1. */
bool pl_sdp_h264_level_less(uint8_t a, uint8_t b);

/* Enough for "42e01f" and a NUL. */
#define PL_SDP_H264_ID_MAX 8

/* The canonical id of a profile and level. False when the pair has none. */
bool pl_sdp_h264_print_id(const struct pl_sdp_h264 *h, char text[PL_SDP_H264_ID_MAX]);

#endif
