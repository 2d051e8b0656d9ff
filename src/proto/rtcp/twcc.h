/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01,
 * section 3.1): for a run of transport-wide sequence numbers, which came and when.
 *
 *     |                 sender SSRC, media SSRC (8 bytes)             |
 *     |      base sequence number     |      packet status count      |
 *     |      reference time, 24 bits, 64 ms       | fb packet count   |
 *     | chunks, 2 bytes each: a run of one symbol, 14 symbols of 1 bit or 7 of 2 bits |
 *     | deltas, 1 or 2 bytes for each packet that came, 250 us        |
 *
 * The reference time is signed and wraps; a sender compares it with the one before. The first delta
 * counts from the reference time, every other from the packet before it *in sequence order*, so a
 * reordered packet has a negative one.
 *
 * Reading and writing are pure functions; remembering arrivals and when to report is the media
 * floor's job. Times are rounded down to 250 us ticks before differences are taken, so no error
 * adds up.
 */
#ifndef PL_PROTO_RTCP_TWCC_H
#define PL_PROTO_RTCP_TWCC_H

#include "base/time.h"
#include "proto/rtcp/rtcp.h"

enum {
    PL_TWCC_TICK_US = 250,
    PL_TWCC_REFERENCE_US = 64000,
    /* What one feedback can cover when written: half the circle, so that it unwraps one way. */
    PL_TWCC_WRITE_STATUSES_MAX = 0x7fff,
    PL_TWCC_MIN_BYTES = 24, /* the smallest whole feedback packet */
};

struct pl_rtcp_twcc {
    uint32_t sender_ssrc;
    uint32_t media_ssrc;
    int32_t reference_time; /* 64 ms units, -2^23 .. 2^23 - 1 */
    uint16_t base_seq;
    uint16_t status_count;
    uint8_t feedback_count; /* of the feedback packets themselves; wraps */
};

struct pl_twcc_status {
    uint16_t seq;
    bool received;
    int16_t delta_250us; /* 0 when not received */
};

/*
 * Stores status_count statuses in sequence order. PL_E_LIMIT: there are more than max (a few bytes
 * can claim 65,535; look at the head with pl_rtcp_read_twcc_head first to know). PL_E_PROTO: no
 * status, cut short, or the reserved symbol. Nothing in statuses is meant after an error.
 */
PL_MUST_CHECK enum pl_err pl_rtcp_read_twcc(const struct pl_rtcp_packet *p,
                                            struct pl_rtcp_twcc *out,
                                            struct pl_twcc_status *statuses, size_t max);

PL_MUST_CHECK enum pl_err pl_rtcp_read_twcc_head(const struct pl_rtcp_packet *p,
                                                 struct pl_rtcp_twcc *out);

/* A packet that came. seq is unwrapped (seq.h). */
struct pl_twcc_arrival {
    uint64_t seq;
    pl_time_us at;
};

struct pl_twcc_feedback {
    const struct pl_twcc_arrival *arrivals; /* strictly ascending by seq; borrowed */
    size_t count;                           /* at least 1 */
    uint64_t base_seq;                      /* <= arrivals[0].seq: what is between was lost */
    uint32_t sender_ssrc;
    uint32_t media_ssrc;
    uint8_t feedback_count;
};

/*
 * Writes one feedback packet for as many arrivals from the front as fit: into the space left, into
 * PL_TWCC_WRITE_STATUSES_MAX, and into deltas of 16 bits (8.19 s between neighbours). *used tells
 * how many; the caller goes on with the rest, base_seq = last used seq + 1, feedback_count + 1.
 * PL_E_SPACE: not even one fits (the writer has not failed and nothing is written). PL_E_RANGE: the
 * first arrival lies too far behind base_seq; skip ahead.
 */
PL_MUST_CHECK enum pl_err pl_rtcp_write_twcc(struct pl_writer *w, const struct pl_twcc_feedback *f,
                                             size_t *used);

#endif
