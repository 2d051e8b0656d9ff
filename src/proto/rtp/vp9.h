/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VP9 in RTP (RFC 9628 section 4.2), read only: layer numbers, picture id, frame boundaries and key
 * frames. Sizes come from the scalability structure, which encoders put into key frames.
 */
#ifndef PL_PROTO_RTP_VP9_H
#define PL_PROTO_RTP_VP9_H

#include "base/bytes.h"
#include "base/err.h"

struct pl_vp9_view {
    struct pl_bytes frame; /* VP9 bytes behind the descriptor; borrowed, never empty */
    uint16_t picture_id;
    uint16_t width; /* of the largest spatial layer; 0 when not told here */
    uint16_t height;
    uint8_t spatial_count; /* of the scalability structure, 0: none here */
    uint8_t tl0picidx;
    uint8_t tid; /* temporal layer */
    uint8_t sid; /* spatial layer */
    bool has_picture_id;
    bool long_picture_id;
    bool has_layers;
    bool has_tl0picidx;
    bool flexible;         /* F */
    bool inter_predicted;  /* P: depends on earlier pictures */
    bool layer_start;      /* B: starts a frame of a spatial layer */
    bool layer_end;        /* E */
    bool switch_up;        /* U: later frames of this layer can be switched to */
    bool inter_layer;      /* D: depends on the spatial layer below */
    bool not_needed_above; /* Z: no higher spatial layer depends on this */
    bool key_frame;        /* first packet of a picture that depends on no other */
};

/* PL_E_PROTO: the descriptor is cut short or nothing is behind it. */
PL_MUST_CHECK enum pl_err pl_vp9_read(struct pl_bytes payload, struct pl_vp9_view *out);

#endif
