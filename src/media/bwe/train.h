/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast a burst gets through: the dispersion of packet trains.
 *
 * A frame leaves as one burst; the slowest link on its way spreads it, and how far its packets
 * arrive apart tells that link's rate at once, without any packet of our own making. That is not
 * what may be sent in the long run (others share the link: the estimate's matter), but it tells
 * how fast a key frame may leave without lying in a queue.
 *
 * A train is what was sent within PL_BWE_TRAIN_US, five packets or more. The least of the last
 * PL_BWE_TRAINS counts, at least two; congestion makes it forgotten.
 */
#ifndef PL_MEDIA_BWE_TRAIN_H
#define PL_MEDIA_BWE_TRAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_BWE_TRAINS = 4,
    PL_BWE_TRAIN_US = 3000,
    PL_BWE_TRAIN_PACKETS = 5,
    PL_BWE_TRAIN_SPAN_MIN_US = 1000, /* less is the clock's grain */
};

struct pl_bwe_trains {
    int64_t first_sent, last_sent, first_arrived, last_arrived; /* of the present train */
    uint32_t packets, bytes; /* bytes without the first packet's */
    uint32_t bps[PL_BWE_TRAINS];
    uint8_t count, next;
};

void pl_bwe_trains_init(struct pl_bwe_trains *t);

/* A packet that arrived, in the order of sending; times in us, each of its own clock. */
void pl_bwe_trains_input(struct pl_bwe_trains *t, int64_t sent, int64_t arrived, size_t bytes);

/* bit/s; 0: not known. */
uint32_t pl_bwe_trains_bps(const struct pl_bwe_trains *t);

#endif
