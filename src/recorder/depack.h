/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTP payloads of a picture to whole frames: VP8 (RFC 7741), H.264 (RFC 6184; out in Annex B, with
 * the parameter sets before each IDR picture), VP9 (RFC 9628; spatial layers as one superframe).
 * Pure.
 *
 * Only frames that a decoder can take come out: from a key frame on, and after a loss from the next
 * key frame on (`wants_key` is true meanwhile, and the owner asks the publisher for one). So the
 * picture stands still rather than falling apart.
 *
 * Use: put a packet, then take frames until there is none.
 */
#ifndef PL_RECORDER_DEPACK_H
#define PL_RECORDER_DEPACK_H

#include "recorder/jitter.h"

enum {
    PL_FRAME_MAX = 4 << 20, /* bytes of a frame; a longer one is a loss */
    PL_DEPACK_PARAMETERS_MAX = 512,
    PL_DEPACK_LAYERS_MAX = 8,
};

struct pl_frame {
    struct pl_bytes data; /* good until the next put */
    uint32_t ts;
    uint8_t codec; /* enum pl_tap_codec */
    uint8_t turns; /* as in jitter.h */
    bool key;
    uint16_t width, height; /* of the latest key frame */
};

struct pl_depack_build {
    uint8_t *bytes;
    size_t len, size;
    uint32_t ts;
    uint8_t codec, turns;
    bool open, key, damaged, has_sps;
    size_t layer_ends[PL_DEPACK_LAYERS_MAX];
    size_t layers;
};

struct pl_depack {
    struct pl_depack_build build[2]; /* one is being built, the other was given */
    unsigned at;
    bool ready[2];
    bool wants_key;
    uint8_t parameters[PL_DEPACK_PARAMETERS_MAX]; /* SPS and PPS with start codes */
    size_t parameters_len;
    uint16_t width, height;
    uint64_t frames, dropped;
};

void pl_depack_init(struct pl_depack *d);
void pl_depack_finish(struct pl_depack *d);

/* Unreadable payloads count as lost. */
void pl_depack_put(struct pl_depack *d, const struct pl_jitter_packet *p);
bool pl_depack_next(struct pl_depack *d, struct pl_frame *out);

#endif
