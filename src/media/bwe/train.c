/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/train.h"

#include <string.h>

void pl_bwe_trains_init(struct pl_bwe_trains *t)
{
    memset(t, 0, sizeof(*t));
}

uint32_t pl_bwe_trains_bps(const struct pl_bwe_trains *t)
{
    uint32_t least = UINT32_MAX;
    if (t->count < 2)
        return 0;
    for (unsigned i = 0; i < t->count; i++)
        least = t->bps[i] < least ? t->bps[i] : least;
    return least;
}

static void close_train(struct pl_bwe_trains *t)
{
    int64_t span = t->last_arrived - t->first_arrived;
    int64_t spread = span - (t->last_sent - t->first_sent);
    double bps;
    if (t->packets < PL_BWE_TRAIN_PACKETS)
        return;
    bps = (double)t->bytes * 8e6 /
          (double)(span < PL_BWE_TRAIN_SPAN_MIN_US ? PL_BWE_TRAIN_SPAN_MIN_US : span);
    /* The way spread it by less than the clock can tell: at least so fast, and no proof of
     * slowness. */
    if (spread < PL_BWE_TRAIN_SPAN_MIN_US && bps < pl_bwe_trains_bps(t))
        bps = pl_bwe_trains_bps(t);
    t->bps[t->next] = bps < 4e9 ? (uint32_t)bps : 4000000000u;
    t->next = (uint8_t)((t->next + 1) % PL_BWE_TRAINS);
    if (t->count < PL_BWE_TRAINS)
        t->count++;
}

void pl_bwe_trains_input(struct pl_bwe_trains *t, int64_t sent, int64_t arrived, size_t bytes)
{
    if (t->packets == 0 || sent < t->first_sent || sent - t->first_sent > PL_BWE_TRAIN_US) {
        close_train(t);
        t->first_sent = t->last_sent = sent;
        t->first_arrived = t->last_arrived = arrived;
        t->packets = 1;
        t->bytes = 0;
        return;
    }
    t->packets++;
    t->last_sent = sent;
    t->bytes += (uint32_t)(bytes < UINT16_MAX ? bytes : UINT16_MAX);
    if (arrived > t->last_arrived)
        t->last_arrived = arrived;
}
