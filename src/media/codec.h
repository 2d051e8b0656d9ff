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

/* What a forwarder sees in one video payload. */
struct pl_codec_frame {
    bool key_start; /* a picture begins here that needs none before it */
    uint16_t width; /* 0: not said here */
    uint16_t height;
};

/* Unreadable payloads give all zeros: they are forwarded, the receiver's decoder judges them. */
struct pl_codec_frame pl_codec_look(enum pl_codec codec, struct pl_bytes payload);

#endif
