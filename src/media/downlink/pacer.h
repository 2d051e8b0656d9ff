/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast packets leave towards one subscriber.
 *
 * A bucket with a hole: what is sent fills it, and it runs out at the pace. While it holds less
 * than a burst, packets go straight out, in the same run as ever, and nothing is queued or copied:
 * on a fast way that is always so. When it is fuller, pictures wait: not their bytes, but their
 * names, for the publisher's packets lie in the SFU's memory anyhow (cache.h). Repairs go before
 * pictures; sound never waits, but what it takes is not there for pictures.
 *
 * Two rings, made when first needed and given back when they have been empty for long:
 * PL_PACER_PICTURES names (8 kB) and PL_PACER_REPAIRS. No numbers are given to what waits, so that
 * it can be left out without a hole. Pure state; times are parameters.
 */
#ifndef PL_MEDIA_PACER_H
#define PL_MEDIA_PACER_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PL_PACER_UNLIMITED UINT32_MAX
#define PL_PACER_BURST_US  PL_MS(25)
#define PL_PACER_AGE_US    PL_MS(1000) /* what waited longer is of no use any more */
#define PL_PACER_KEEP_US   PL_SEC(5)   /* empty rings */

enum {
    PL_PACER_DEBT = 4,         /* bursts that the bucket can hold */
    PL_PACER_BURST_MIN = 3000, /* bytes: two packets, whatever the pace */
    PL_PACER_PICTURES = 512,   /* powers of two */
    PL_PACER_REPAIRS = 128,
    PL_PACER_RING_MIN = 32, /* what a ring begins with */
};

enum pl_pacer_class { PL_PACER_REPAIR, PL_PACER_PICTURE, PL_PACER_CLASSES };

/* The name of a packet that waits. */
struct pl_pacer_entry {
    uint64_t seq : 48;       /* of the publisher's encoding; of a repair: the number asked for */
    uint64_t encoding : 8;   /* index */
    uint64_t generation : 8; /* of the encoding, the lower bits */
    uint32_t ssrc;           /* of the route; 0: taken back */
    uint32_t at_ms;          /* since it waits; wraps */
};

struct pl_pacer_ring {
    struct pl_pacer_entry *entries; /* owned; NULL: none waited lately */
    uint16_t first, count, size;    /* size: a power of two */
};

struct pl_pacer {
    uint32_t bps;         /* the pace, or PL_PACER_UNLIMITED */
    uint32_t burst_bytes; /* of it */
    double level_bytes;   /* in the bucket */
    pl_time_us at;        /* when that was so */
    pl_time_us emptied_at;
    struct pl_pacer_ring rings[PL_PACER_CLASSES];
};

void pl_pacer_init(struct pl_pacer *p);
void pl_pacer_finish(struct pl_pacer *p);

void pl_pacer_set_pace(struct pl_pacer *p, pl_time_us now, uint32_t bps);

/* Does a packet have to wait now? Also when others wait already, who came before. */
bool pl_pacer_holds(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c);

/* A packet left, of any kind. */
void pl_pacer_sent(struct pl_pacer *p, pl_time_us now, size_t bytes);

/*
 * Queues a name; at_ms is filled in. False: no memory, or the ring is full: the caller takes one
 * out to make room, or drops this one.
 */
bool pl_pacer_queue(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                    const struct pl_pacer_entry *entry);

/* The next that may leave now, repairs first; taken out. False: none, or not yet. */
bool pl_pacer_next(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class *c,
                   struct pl_pacer_entry *out);

/* The oldest of its class, whatever the bucket says; taken out. False: none. */
bool pl_pacer_take(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                   struct pl_pacer_entry *out);

/* The same, only if it has waited for longer than PL_PACER_AGE_US. */
bool pl_pacer_take_old(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                       struct pl_pacer_entry *out);

/* Takes back all pictures of a route; how many. */
size_t pl_pacer_forget(struct pl_pacer *p, uint32_t ssrc);

static inline bool pl_pacer_empty(const struct pl_pacer *p)
{
    return p->rings[PL_PACER_REPAIR].count == 0 && p->rings[PL_PACER_PICTURE].count == 0;
}

/* When the next may leave; PL_TIME_NEVER: none waits. */
pl_time_us pl_pacer_deadline(const struct pl_pacer *p);

/* Gives empty rings back after a while. Call now and then. */
void pl_pacer_tidy(struct pl_pacer *p, pl_time_us now);

#endif
