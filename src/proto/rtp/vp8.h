/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VP8 in RTP (RFC 7741): the payload descriptor, and from the frame behind it only what a forwarder
 * needs: key frame or not, and how large.
 *
 * A forwarder that switches layers must give each subscriber gapless picture numbers. It reads the
 * descriptor, changes fields of the struct (picture_id, tl0picidx; a 7-bit id may be made 15-bit),
 * writes it anew into the outgoing packet and puts `frame` behind it. The received bytes stay as
 * they are.
 *
 *      |X|R|N|S|R| PID |   R: reserved, N: droppable, S: start of partition
 *   X: |I|L|T|K| RSV   |
 *   I: |M| PictureID   |   M: a second byte follows, the id has 15 bits
 *   L: |   TL0PICIDX   |
 * T/K: |TID|Y| KEYIDX  |
 */
#ifndef PL_PROTO_RTP_VP8_H
#define PL_PROTO_RTP_VP8_H

#include "base/bytes.h"
#include "base/err.h"

enum { PL_VP8_DESCRIPTOR_BYTES_MAX = 6 };

struct pl_vp8_descriptor {
    uint16_t picture_id; /* 7 or 15 bits */
    uint8_t tl0picidx;
    uint8_t tid;    /* temporal layer 0..3 */
    uint8_t keyidx; /* 0..31 */
    uint8_t partition;
    bool has_picture_id;
    bool long_picture_id; /* 15 bits */
    bool has_tl0picidx;
    bool has_tid;
    bool has_keyidx;
    bool layer_sync; /* Y: predicted from the base layer only; valid with has_tid */
    bool non_reference;
    bool partition_start;
};

struct pl_vp8_view {
    struct pl_vp8_descriptor descriptor;
    struct pl_bytes frame; /* VP8 bytes behind the descriptor; borrowed, never empty */
    uint16_t width;        /* 14 bits; 0 unless this packet starts a key frame that shows it */
    uint16_t height;
    bool frame_start; /* first packet of a frame */
    bool key_frame;   /* frame_start of a key frame */
};

/* PL_E_PROTO: the descriptor is cut short, or nothing is behind it. */
PL_MUST_CHECK enum pl_err pl_vp8_read(struct pl_bytes payload, struct pl_vp8_view *out);

/* 1..6 bytes. Values too large for their field are cut to its bits. All or nothing. */
void pl_vp8_write_descriptor(struct pl_writer *w, const struct pl_vp8_descriptor *d);

size_t pl_vp8_descriptor_size(const struct pl_vp8_descriptor *d);

#endif
