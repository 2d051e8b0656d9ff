/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of a publisher's packets are missing, and when to ask for them (RFC 4585 NACK).
 *
 * A packet counts as missing when a later one came; it is asked for at once (reordering on the way
 * to a server is rare, and a superfluous retransmission costs less than a late one), again after a
 * round trip, and given up after PL_LOSS_TRIES or PL_LOSS_AGE_US. Given up, or a gap too wide to
 * ask for, means that the picture is broken: `broken` turns true until the caller has asked for a
 * key frame. Bounded: at most PL_LOSS_MAX packets are remembered. Pure state, time is a parameter.
 */
#ifndef PL_MEDIA_LOSS_H
#define PL_MEDIA_LOSS_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PL_LOSS_MAX    256
#define PL_LOSS_TRIES  8
#define PL_LOSS_AGE_US PL_MS(1000)

struct pl_loss_entry {
    uint64_t seq;
    pl_time_us since;
    pl_time_us ask_at;
    pl_time_us asked_at; /* the first time */
    uint8_t tries;
};

struct pl_loss {
    struct pl_loss_entry entries[PL_LOSS_MAX]; /* ascending by seq */
    size_t count;
    uint64_t newest; /* 0: nothing came yet */
    bool broken;
};

void pl_loss_init(struct pl_loss *l);

/* A packet came, in any order, by itself or as a retransmission. */
void pl_loss_input(struct pl_loss *l, pl_time_us now, uint64_t seq);

/*
 * Which to ask for now: raw numbers, ascending, at most max. rtt_us: how long until asking again;
 * 0: not known. Drops what is given up.
 */
size_t pl_loss_due(struct pl_loss *l, pl_time_us now, pl_time_us rtt_us, uint16_t *seqs,
                   size_t max);

/* When this packet, which is still missing, was first asked for; 0: it was not. */
pl_time_us pl_loss_asked_at(const struct pl_loss *l, uint64_t seq);

/* When pl_loss_due has something to do; PL_TIME_NEVER when nothing is missing. */
pl_time_us pl_loss_deadline(const struct pl_loss *l);

/* True once for each break of the picture. */
bool pl_loss_take_broken(struct pl_loss *l);

#endif
