/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of one forwarded stream: what a publisher's sequence numbers and timestamps are
 * called towards one subscriber.
 *
 * A subscriber must see one stream without holes of our making, whatever happens at the source:
 * packets that are left out on purpose close up (skip), and a new source (another SSRC after a
 * reconnect, another simulcast layer) goes on where the old one ended (anchor). Late packets keep
 * the number they would have had; losses stay visible as losses. Two different packets never get
 * one number. What went out is found again (find) for a while, also from before the newest anchor.
 *
 * Beside these it remembers, for the same runs of packets, how the picture numbers inside the
 * payload (RFC 7741, RFC 9628) are shifted; the caller says when that changes.
 *
 * Numbers in are unwrapped (rtp/seq.h); out they are the raw 16 and 32 bits. Pure state,
 * O(PL_REMAP_SEGMENTS).
 */
#ifndef PL_MEDIA_REMAP_H
#define PL_MEDIA_REMAP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Runs of packets without a skip that are remembered; what is older cannot be found again. */
#define PL_REMAP_SEGMENTS 16

/* What is added to the picture numbers of the source. */
struct pl_remap_shift {
    uint16_t picture; /* PictureID */
    uint8_t tl0;      /* TL0PICIDX */
};

struct pl_remap_segment {
    uint64_t first_in;
    uint32_t first_out; /* the low half of the count */
    uint32_t ts_delta;
    struct pl_remap_shift shift;
    uint8_t source; /* whatever the caller tells sources apart by */
};

struct pl_remap {
    struct pl_remap_segment segments[PL_REMAP_SEGMENTS]; /* oldest first */
    uint8_t segment_count;
    uint8_t anchored_at; /* the first segment of the present source; those before are of others */
    bool anchored;
    uint8_t source;
    struct pl_remap_shift shift;
    uint64_t next_in; /* newest forwarded or skipped + 1 */
    uint64_t next_out;
    uint32_t ts_delta; /* out = in + delta */
    uint32_t last_ts;  /* newest timestamp out */
};

/* seq, ts: the first numbers out; random ones (RFC 3550 5.1). */
void pl_remap_init(struct pl_remap *r, uint16_t seq, uint32_t ts);

/*
 * The next packet in is `in_seq` with `in_ts`, of a source that has nothing to do with the one
 * before. It will go out with the next sequence number and a timestamp `elapsed` ticks after the
 * last one. r->shift says how its picture numbers are shifted.
 */
void pl_remap_anchor(struct pl_remap *r, uint8_t source, uint64_t in_seq, uint32_t in_ts,
                     uint32_t elapsed);

/* False until the first anchor, and after pl_remap_detach. */
static inline bool pl_remap_anchored(const struct pl_remap *r)
{
    return r->anchored;
}

/* Leaves the source: packets of it are ignored from now on. What went out is still found. */
void pl_remap_detach(struct pl_remap *r);

/* The numbers for a packet. PL_E_IGNORED: from before the anchor, or one that was skipped. */
PL_MUST_CHECK enum pl_err pl_remap_map(struct pl_remap *r, uint64_t in_seq, uint32_t in_ts,
                                       uint16_t *out_seq, uint32_t *out_ts);

/* This packet is not forwarded, and the subscriber shall not miss it. A late one stays a hole. */
void pl_remap_skip(struct pl_remap *r, uint64_t in_seq);

/*
 * The same for a packet within a pause that began before it: what is missing between the last one
 * and this is a part of the pause, and not missed either.
 */
void pl_remap_skip_pause(struct pl_remap *r, uint64_t in_seq);

/* A timestamp of the source in the subscriber's terms (for sender reports). */
static inline uint32_t pl_remap_ts(const struct pl_remap *r, uint32_t in_ts)
{
    return in_ts + r->ts_delta;
}

/* How the picture numbers of a packet are shifted that was mapped, or is next. */
struct pl_remap_shift pl_remap_shift_of(const struct pl_remap *r, uint64_t in_seq);

/* A packet that had gone out. */
struct pl_remap_origin {
    uint64_t in_seq;
    uint32_t ts_delta;
    struct pl_remap_shift shift;
    uint8_t source;
};

/* Which packet had gone out as `out_seq`? PL_E_NOT_FOUND: none, or too long ago. */
PL_MUST_CHECK enum pl_err pl_remap_find(const struct pl_remap *r, uint16_t out_seq,
                                        struct pl_remap_origin *out);

#endif
