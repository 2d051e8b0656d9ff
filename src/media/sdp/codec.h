/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codecs that the SFU forwards, and the little it needs to know of each: what it is called in
 * SDP, the numbers it has towards subscribers, and where a picture begins that somebody can start
 * with.
 */
#ifndef PL_MEDIA_CODEC_H
#define PL_MEDIA_CODEC_H

#include "base/bytes.h"

enum pl_media_kind {
    PL_MEDIA_AUDIO,
    PL_MEDIA_VIDEO,
};

enum pl_codec {
    PL_CODEC_NONE,
    PL_CODEC_OPUS,
    PL_CODEC_H264, /* constrained baseline, packetization-mode 1: what every browser with H.264 has
                    */
    PL_CODEC_VP8,
    PL_CODEC_VP9, /* profile 0 */
    PL_CODEC_AV1, /* profile 0 */
    PL_CODEC_RED, /* Opus with what came before once more (RFC 2198) */
    PL_CODEC_COUNT,
};

struct pl_codec_info {
    enum pl_media_kind kind;
    const char *name; /* as in a=rtpmap */
    uint32_t clock;   /* Hz */
    uint8_t channels;
    /* Payload types that the server's offers use; the same for everybody, so that no table is
     * needed. */
    uint8_t pt;
    uint8_t rtx_pt;   /* 0: no retransmissions */
    const char *fmtp; /* "key=value;..." of our offers, "" when none */
};

/* codec must not be PL_CODEC_NONE. */
const struct pl_codec_info *pl_codec_info(enum pl_codec codec);

/*
 * Where a payload numbers its pictures. A decoder wants these numbers without gaps and jumps,
 * whatever a forwarder leaves out or switches between, so they are changed in place on the way.
 */
struct pl_codec_numbers {
    uint8_t picture_at; /* offset in the payload; 0: has none */
    bool picture_long;  /* 15 bits in two bytes, else 7 in one */
    bool closes_up;     /* the decoder takes a missing number for a loss */
    uint8_t tl0_at;     /* 0: has none */
    uint16_t picture;
    uint8_t tl0;
};

/* What a forwarder sees in one video payload. */
struct pl_codec_frame {
    bool key_start;   /* a picture begins here that needs none before it */
    bool layered;     /* it says of which layer it is */
    bool sync;        /* needs no earlier frame of its own temporal layer or above */
    bool switch_up;   /* from the next picture on, any temporal layer can be gone to */
    bool layer_start; /* first packet of a frame of a spatial layer above the lowest */
    bool layer_end;   /* last packet of a frame of a spatial layer, where that is told */
    uint8_t temporal;
    uint8_t spatial;
    uint8_t spatial_count; /* with a size: spatial layers up to that size; 0: not told */
    uint16_t width;        /* 0: not said here */
    uint16_t height;
    struct pl_codec_numbers numbers;
};

/* Unreadable payloads give all zeros: they are forwarded, the receiver's decoder judges them. */
struct pl_codec_frame pl_codec_look(enum pl_codec codec, struct pl_bytes payload);

/* Writes other numbers into a payload; those are cut to their bits. */
void pl_codec_renumber(uint8_t *payload, const struct pl_codec_numbers *n, uint16_t picture,
                       uint8_t tl0);

#endif
