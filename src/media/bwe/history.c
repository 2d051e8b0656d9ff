/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/history.h"

#include <string.h>

void pl_bwe_history_init(struct pl_bwe_history *h)
{
    memset(h, 0, sizeof(*h));
}

static struct pl_bwe_packet *slot(struct pl_bwe_history *h, uint64_t full)
{
    return &h->ring[full & (PL_BWE_HISTORY - 1)];
}

bool pl_bwe_history_add(struct pl_bwe_history *h, pl_time_us now, uint16_t seq, size_t bytes,
                        uint8_t cluster)
{
    uint64_t before = h->unwrapper.newest;
    uint64_t full = pl_seq_unwrap(&h->unwrapper, seq);
    if (full <= before)
        return false;
    if (full - before > PL_BWE_HISTORY)
        before = full - PL_BWE_HISTORY;
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
    if (newest == 0 || *full > newest || newest - *full >= PL_BWE_HISTORY)
        return NULL;
    p = slot(h, *full);
    return p->fate == PL_BWE_NOT_SENT ? NULL : p;
}
