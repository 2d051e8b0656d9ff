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
#include "media/downlink/allocate.h"
#include "media/figures/census.h"
#include "media/route/remap.h"
#include "media/source/encoding.h"
#include "media/voice/speakers.h"

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

enum { PL_ROUTE_LEFT_MAX = 16, PL_ROUTE_RTX_BURST = 200 };

/* What a route has come to of its target, and the newest picture numbers that went out. */
struct pl_route_layers {
    uint8_t temporal; /* highest layer that is sent */
    uint8_t spatial;  /* the same, of an encoding that has several */
    bool numbered;
    uint8_t left_count;
    struct pl_remap_shift newest;     /* as absolute numbers */
    uint32_t frame_ts;                /* timestamp in of the newest frame */
    uint32_t left[PL_ROUTE_LEFT_MAX]; /* of the last frames that were left out, newest first */
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
    uint32_t share_bps; /* of a picture: what the subscriber's way has for it (source/limit.h) */
    struct pl_route_allocation allocation;
    bool paused;         /* target says so */
    uint8_t encoding;    /* index of the one that is forwarded */
    uint8_t wanted;      /* index of the one to go on with at its next key frame */
    uint32_t generation; /* of that encoding when the remap was anchored */
    uint64_t caught_up;  /* the key frame that the cache gave it last, 0: none */
    struct pl_remap remap;
    struct pl_route_layers layers; /* of a picture */
    struct pl_speaker speaker;     /* of sound */
    bool hushed;                   /* the newest packet was silent, or enough others were louder */
    pl_time_us last_at;            /* a packet went out */
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

/*
 * A datagram with that header, and the header extensions that the client took: of the packet p if
 * there is one. Encrypted straight into the place it leaves from. False: it did not leave.
 */
bool pl_route_emit(struct pl_route *r, pl_time_us now, const struct pl_rtp_header *h,
                   uint8_t orientation, const struct pl_stream_packet *p, struct pl_bytes payload);

/* ---- catch_up.c ---- */

/* Is there a young key frame that this subscriber has not got yet? */
bool pl_route_can_catch_up(const struct pl_route *r, pl_time_us now);
/* Sends it, and what followed up to the packet numbered `before`, if all of that is there. */
void pl_route_catch_up(struct pl_route *r, pl_time_us now, uint64_t before);

/* ---- layers.c ---- */

/* The encodings of the stream have changed: chooses anew, and asks for a key frame. */
void pl_route_aim(struct pl_route *r, pl_time_us now);
/* The stream begins, or goes on after a break, with this packet. */
void pl_route_anchor(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p);
/* A packet of another encoding. True: the route goes on with its encoding from now on. */
bool pl_route_take_over(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p);
/* Is a packet of the encoding at hand of a layer that is sent? Each packet is asked for once. */
bool pl_route_has_layer(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p);
/* Is the end of this spatial layer's frame the end of the picture for the subscriber? */
bool pl_route_ends_picture(const struct pl_route *r, bool layer_end, uint8_t spatial);
/* Was the frame of that timestamp left out? */
bool pl_route_left_out(const struct pl_route *r, uint32_t ts);
/* Writes the subscriber's picture numbers into a packet that goes out; then back its own. */
void pl_route_renumber(struct pl_route *r, const struct pl_stream_packet *p);
void pl_route_restore(const struct pl_stream_packet *p);
/* The same for a copy that goes out once more; what it said of itself before. */
struct pl_codec_frame pl_route_renumber_again(const struct pl_remap_origin *from,
                                              enum pl_codec codec, uint8_t *payload, size_t len);
/* What the remap tells sources apart by: the low two bits are the encoding. */
uint8_t pl_route_source(uint8_t encoding, uint32_t generation);

#endif
