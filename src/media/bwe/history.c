/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/history.h"

#include <stdlib.h>
#include <string.h>

void pl_bwe_history_init(struct pl_bwe_history *h)
{
    memset(h, 0, sizeof(*h));
}

void pl_bwe_history_finish(struct pl_bwe_history *h)
{
    free(h->ring);
    pl_bwe_history_init(h);
}

static struct pl_bwe_packet *slot(struct pl_bwe_history *h, uint64_t full)
{
    return &h->ring[full & (h->size - 1)];
}

/* False: no memory, or large enough; what is there stays. */
static bool grow(struct pl_bwe_history *h)
{
    uint32_t size = h->size > 0 ? 2 * h->size : PL_BWE_HISTORY_MIN, before = h->size;
    uint64_t newest = h->unwrapper.newest;
    struct pl_bwe_packet *ring, *old = h->ring;
    if (before == PL_BWE_HISTORY)
        return false;
    ring = calloc(size, sizeof(*ring));
    if (!ring)
        return false;
    h->ring = ring;
    h->size = size;
    for (uint32_t i = 1; i <= before && i < newest; i++) /* newest itself is being added */
        *slot(h, newest - i) = old[(newest - i) & (before - 1)];
    free(old);
    return true;
}

/* The packet in that place is still of interest: it may yet be told of, or told of anew. */
static bool wanted(const struct pl_bwe_packet *p, pl_time_us now)
{
    return p->fate == PL_BWE_UNDER_WAY ||
           (p->fate != PL_BWE_NOT_SENT && now - pl_bwe_packet_sent_at(p, now) < PL_BWE_REMEMBER_US);
}

/* Room for the packets up to that one, as far as it is to be had. False: none at all. */
static bool make_room(struct pl_bwe_history *h, pl_time_us now, uint64_t full)
{
    if (h->size == 0 && !grow(h))
        return false;
    while (wanted(slot(h, full), now) && grow(h))
        ;
    return true;
}

bool pl_bwe_history_add(struct pl_bwe_history *h, pl_time_us now, uint16_t seq, size_t bytes,
                        uint8_t cluster)
{
    uint64_t before = h->unwrapper.newest;
    uint64_t full = pl_seq_unwrap(&h->unwrapper, seq);
    if (full <= before)
        return false;
    if (!make_room(h, now, full))
        return false;
    if (full - before > h->size)
        before = full - h->size;
    for (uint64_t skipped = before + 1; skipped < full; skipped++)
        slot(h, skipped)->fate = PL_BWE_NOT_SENT;
    *slot(h, full) = (struct pl_bwe_packet){
        .sent_us = (uint32_t)now,
        .bytes = (uint16_t)(bytes < UINT16_MAX ? bytes : UINT16_MAX),
        .fate = PL_BWE_UNDER_WAY,
        .cluster = cluster,
    };
    return true;
}

struct pl_bwe_packet *pl_bwe_history_find(struct pl_bwe_history *h, uint16_t seq, uint64_t *full)
{
    uint64_t newest = h->unwrapper.newest;
    struct pl_bwe_packet *p;
    *full = pl_seq_unwrap_peek(&h->unwrapper, seq);
    if (newest == 0 || *full > newest || newest - *full >= h->size)
        return NULL;
    p = slot(h, *full);
    return p->fate == PL_BWE_NOT_SENT ? NULL : p;
}
