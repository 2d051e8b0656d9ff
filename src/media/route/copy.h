/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stream once more, unencrypted, to whoever the shell knows: a multicast group (RFC 1112), a
 * recorder. Private to src/media.
 *
 * A copy is the stream in its best size as plain RTP, under one SSRC with numbers of its own that
 * go on when the publisher's source or size changes, and with the payload types of our offers
 * (sdp/codec.h). RED arrives as Opus. No layers are left out, nothing waits, and nothing is
 * repaired on the way from here: nobody answers. Who begins to listen later needs a key frame, so
 * the publisher is asked for one every copy_key_us, unless its tag says PL_MEDIA_COPY_ASKS. Sender
 * reports tell how sound and picture belong together (RFC 3550 6.4.1); CNAME is that of the
 * subscribers.
 *
 * Cost: one copy of the packet's bytes, O(1).
 */
#ifndef PL_MEDIA_COPY_H
#define PL_MEDIA_COPY_H

#include "media/media.h"
#include "media/route/remap.h"
#include "media/source/encoding.h"

struct pl_copy {
    struct pl_copy *next; /* of the same stream, with another tag */
    struct pl_stream *stream;
    uint32_t tag; /* the shell's, for the port */
    uint32_t ssrc;
    uint8_t encoding;    /* index of the one that goes out */
    uint32_t generation; /* of it */
    struct pl_remap remap;
    pl_time_us key_at;  /* pictures: when a key frame is asked for next */
    pl_time_us last_at; /* a packet went out */
    uint32_t packets, octets;
};

/* Begins; again: nothing. Without memory, or beyond PL_MEDIA_COPIES_MAX, nothing happens. */
void pl_copy_begin(struct pl_stream *s, pl_time_us now, uint32_t tag);
/* Harmless without one. */
void pl_copy_end(struct pl_stream *s, uint32_t tag);
void pl_copy_end_all(struct pl_stream *s);

void pl_copy_forward(struct pl_copy *c, pl_time_us now, const struct pl_stream_packet *p);
/* The publisher has said how its clock stands. */
void pl_copy_send_sr(struct pl_copy *c, pl_time_us now);
/* Of a picture's stream: asks for a key frame if that is due. */
void pl_copy_tick(struct pl_copy *c, pl_time_us now);
pl_time_us pl_copy_deadline(const struct pl_copy *c);
/* Who takes it has lost the picture. */
void pl_copy_want_key(struct pl_copy *c, pl_time_us now);
/* Which encodings the publisher has to send for it, bits by ordinal. */
unsigned pl_copy_demand(const struct pl_copy *c);

#endif
