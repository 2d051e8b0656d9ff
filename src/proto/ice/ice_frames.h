/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Datagrams over TCP (RFC 4571, as ICE-TCP uses it, RFC 6544 section 3): two bytes of length, then
 * so many bytes. Bytes of the stream in, frames out; the memory is the caller's. No state but
 * positions, no allocation.
 *
 *     room = pl_ice_frames_room(&f);  n = read(fd, room.data, room.len);
 *     pl_ice_frames_filled(&f, n);
 *     while ((err = pl_ice_frames_next(&f, &frame)) == PL_OK) handle(frame);
 *
 * Frames are views into the memory, good until the next call of pl_ice_frames_room, and may be
 * changed in place. Empty frames are legal and skipped. A frame longer than PL_ICE_FRAME_MAX is no
 * datagram of ICE, DTLS or SRTP: PL_E_LIMIT, and the stream has lost its meaning for good.
 */
#ifndef PL_PROTO_ICE_ICE_FRAMES_H
#define PL_PROTO_ICE_ICE_FRAMES_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_ICE_FRAME_HEAD = 2,
    PL_ICE_FRAME_MAX = 2048,                                       /* bytes after the length */
    PL_ICE_FRAMES_ROOM_MIN = PL_ICE_FRAME_HEAD + PL_ICE_FRAME_MAX, /* least memory */
};

struct pl_ice_frames {
    struct pl_buf memory;
    size_t start, end; /* of the bytes that are not frames yet */
};

/* memory: borrowed, at least PL_ICE_FRAMES_ROOM_MIN bytes (assert). */
void pl_ice_frames_init(struct pl_ice_frames *f, struct pl_buf memory);

/* Where the next bytes go; never empty while every frame was taken and no error was told. */
struct pl_buf pl_ice_frames_room(struct pl_ice_frames *f);
/* So many have been put there. */
void pl_ice_frames_filled(struct pl_ice_frames *f, size_t n);

/* PL_E_AGAIN: not whole yet. PL_E_LIMIT: see above. */
PL_MUST_CHECK enum pl_err pl_ice_frames_next(struct pl_ice_frames *f, struct pl_buf *frame);

/* The length of a frame of len <= PL_ICE_FRAME_MAX bytes (assert), to be put before it. */
void pl_ice_frame_head(uint8_t head[PL_ICE_FRAME_HEAD], size_t len);

#endif
