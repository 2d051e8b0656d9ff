/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stream to one subscriber: which encoding and layers of it, its numbers, its repairs, its
 * sender reports. Private to src/media.
 *
 * What a route sends is decided in two steps. Whoever allocates the subscriber's bandwidth says a
 * target (pl_route_set_target); the route goes there as soon as the packets allow it, and until
 * then goes on with what it has.
 */
#ifndef PL_MEDIA_ROUTE_H
#define PL_MEDIA_ROUTE_H

#include "base/list.h"
#include "media/allocate.h"
#include "media/census.h"
#include "media/encoding.h"
#include "media/remap.h"
#include "media/speakers.h"

enum {
    PL_TARGET_HIGHEST = 0xff, /* of encoding and temporal: whatever there is */
    PL_TARGET_PAUSED = 0xfe,  /* of encoding: nothing is sent */
};

/* Encodings are named by ordinal: 0 is the smallest picture that the publisher sends. */
struct pl_route_target {
    uint8_t encoding;
    uint8_t temporal; /* highest temporal layer that is sent */
};

/* When a sender report left, and what the receiver will echo of it; at 0: none. */
struct pl_route_sr {
    pl_time_us at;
    uint32_t compact;
};

/* What the choice of its layers remembers. */
struct pl_route_allocation {
    struct pl_allocate_memory memory;
    pl_time_us asked_at[PL_MEDIA_ENCODINGS_MAX]; /* layers chosen that are not sent; 0: none */
};

struct pl_route {
    struct pl_stream *stream;
    struct pl_media_session *subscriber;
    struct pl_list in_stream;
    unsigned section;        /* in the subscriber's offer */
    bool on;                 /* the domain wants it */
    bool answered;           /* the client knows the section */
    uint8_t codecs;          /* bits 1 << enum pl_codec: what the client took */
    uint8_t ext_audio_level; /* ids that the client took, 0: not */
    uint8_t ext_orientation;
    uint8_t ext_twcc;
    bool reported; /* a receiver report spoke of it */
    uint16_t reported_seq;
    uint32_t ssrc;
    uint32_t rtx_ssrc;
    uint16_t rtx_seq;
    struct pl_media_view view; /* how the page shows it */
    struct pl_route_target target;
    enum pl_media_why why;
    struct pl_route_allocation allocation;
    bool paused;         /* target says so */
    uint8_t encoding;    /* index of the one that is forwarded */
    uint32_t generation; /* of that encoding when the remap was anchored */
    struct pl_remap remap;
    struct pl_speaker speaker; /* of sound */
    bool hushed;               /* the newest packet was silent, or enough others were louder */
    pl_time_us last_at;        /* a packet went out */
    uint32_t packets;
    uint32_t octets;
    struct pl_stream_figures figures;
    struct pl_route_sr srs[2]; /* sender reports sent, newest first: an echo may be one behind */
    uint32_t rtx_tokens;
    pl_time_us rtx_refill_at;
};

/* The route between the two; NULL: none. */
struct pl_route *pl_route_find(struct pl_media_session *subscriber, const struct pl_stream *stream);
/* The same, made (with a section) when missing. NULL: no memory or no section
 * left. */
struct pl_route *pl_route_of(struct pl_media_session *subscriber, struct pl_stream *stream);
void pl_route_destroy(struct pl_route *r);
void pl_route_switch(struct pl_route *r, pl_time_us now, bool on);
/* The client has answered its section: it may flow. */
void pl_route_open(struct pl_route *r, pl_time_us now);
/* The subscriber's connection is gone. */
void pl_route_close(struct pl_route *r);
void pl_route_forward(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *packet);
/* Its turn has come, if it had to wait. */
void pl_route_send(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *packet);
/* Packets the subscriber misses. */
void pl_route_repair(struct pl_route *r, pl_time_us now, const uint16_t *seqs, size_t count);
/* A packet that went out as `seq` once more, as a retransmission; false: it is not there. */
bool pl_route_send_repair(struct pl_route *r, pl_time_us now, uint16_t seq);
/* The same as padding, if it is no longer than so many bytes. */
bool pl_route_repeat(struct pl_route *r, pl_time_us now, uint16_t seq, size_t most);
/* An empty retransmission with up to 255 bytes of padding. */
bool pl_route_send_padding(struct pl_route *r, pl_time_us now, size_t most);
void pl_route_send_sr(struct pl_route *r, pl_time_us now);

/* The only way to change what is sent. A route begins with the highest of everything. */
void pl_route_set_target(struct pl_route *r, pl_time_us now, struct pl_route_target target,
                         enum pl_media_why why);
/* The subscriber cannot decode what comes: a key frame of what it receives, or is to receive. */
void pl_route_want_key(struct pl_route *r, pl_time_us now);

#endif
