/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTP packets back in order. Pure: time is a parameter.
 *
 * A packet whose predecessors are there comes out at once. A missing one is waited for, wait_us
 * from the arrival of the first packet behind it; then the next one comes out and says how many are
 * lost before it. Doubles and packets that come after their place was passed are refused. A jump of
 * more than PL_JITTER_SLOTS is taken for a new beginning.
 *
 * Limits: PL_JITTER_SLOTS packets, each at most PL_JITTER_PAYLOAD_MAX bytes. Payloads are copied.
 */
#ifndef PL_RECORDER_JITTER_H
#define PL_RECORDER_JITTER_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

enum { PL_JITTER_SLOTS = 1024, PL_JITTER_PAYLOAD_MAX = 2048 };

struct pl_jitter_packet {
    struct pl_bytes payload; /* put: borrowed; next: the buffer's, good until the next call */
    pl_time_us stamp_us;     /* of tap.h */
    uint32_t ts;
    uint32_t lost; /* next: packets missing before this one */
    uint16_t seq;
    uint8_t codec; /* enum pl_tap_codec */
    uint8_t turns; /* quarter turns; bit 2: mirrored */
    bool marker;
    bool restarted; /* next: numbers began anew, nothing is known of what was between */
};

struct pl_jitter_slot {
    struct pl_jitter_packet packet;
    uint8_t *bytes;
    pl_time_us came;
    bool full;
};

struct pl_jitter {
    struct pl_jitter_slot *slots;
    uint8_t *given; /* what next gave */
    uint64_t next;  /* number of the packet that comes out next */
    uint64_t newest;
    size_t count;
    pl_time_us wait_us;
    bool begun, restarted;
    uint64_t lost, late; /* packets so far */
};

PL_MUST_CHECK enum pl_err pl_jitter_init(struct pl_jitter *j, pl_time_us wait_us);
void pl_jitter_finish(struct pl_jitter *j);
/* Forgets what is inside; the next packet is a new beginning. */
void pl_jitter_reset(struct pl_jitter *j);

/* PL_E_REPLAY: seen, or its place was passed. PL_E_LIMIT: too long. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_jitter_put(struct pl_jitter *j, pl_time_us now,
                                        const struct pl_jitter_packet *p);

/* False: nothing to give now. now: PL_TIME_NEVER empties it without waiting. */
bool pl_jitter_next(struct pl_jitter *j, pl_time_us now, struct pl_jitter_packet *out);

#endif
