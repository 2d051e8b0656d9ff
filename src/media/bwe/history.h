/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The packets sent last, by transport-wide number: when, how many bytes, what became of them.
 *
 * A ring that grows with the rate and the delay of feedback, to PL_BWE_HISTORY packets: 1.6 s at
 * 3 Mbit/s, 0.5 s at 10 Mbit/s. Feedback about what has been overwritten finds nothing. Times are
 * kept as 32 bits of microseconds and made whole again from `now`; something that has lain for 71
 * minutes would look younger than it is.
 */
#ifndef PL_MEDIA_BWE_HISTORY_H
#define PL_MEDIA_BWE_HISTORY_H

#include "base/time.h"
#include "proto/rtp/seq.h"

#include <stddef.h>

/* Told of or not, so long they are kept if there is room; those not told of longer. */
#define PL_BWE_REMEMBER_US PL_MS(500)

/* Packets kept: at first, and at most; powers of two. */
enum { PL_BWE_HISTORY_MIN = 64, PL_BWE_HISTORY = 512 };

enum pl_bwe_fate {
    PL_BWE_NOT_SENT, /* this number was never used, or not yet */
    PL_BWE_UNDER_WAY,
    PL_BWE_ARRIVED,
    PL_BWE_LOST, /* said to be; a later feedback may say otherwise */
};

struct pl_bwe_packet {
    uint32_t sent_us; /* lower half */
    uint16_t bytes;
    uint8_t fate;    /* enum pl_bwe_fate */
    uint8_t cluster; /* of a probe, 0: none */
};

struct pl_bwe_history {
    struct pl_seq_unwrapper unwrapper;
    struct pl_bwe_packet *ring; /* owned; NULL: nothing was sent yet */
    uint32_t size;
};

/* Allocates nothing. */
void pl_bwe_history_init(struct pl_bwe_history *h);
void pl_bwe_history_finish(struct pl_bwe_history *h);

/*
 * False: not newer than what was sent before; it is not kept. Numbers left out are "not sent".
 * bytes saturates at 65,535.
 */
bool pl_bwe_history_add(struct pl_bwe_history *h, pl_time_us now, uint16_t seq, size_t bytes,
                        uint8_t cluster);

/* NULL: not sent, or forgotten. *full: the number unwrapped, larger than 0. */
struct pl_bwe_packet *pl_bwe_history_find(struct pl_bwe_history *h, uint16_t seq, uint64_t *full);

/* The newest number sent, unwrapped; 0: nothing yet. */
static inline uint64_t pl_bwe_history_newest(const struct pl_bwe_history *h)
{
    return h->unwrapper.newest;
}

static inline pl_time_us pl_bwe_packet_sent_at(const struct pl_bwe_packet *p, pl_time_us now)
{
    return now - (uint32_t)((uint32_t)now - p->sent_us);
}

#endif
