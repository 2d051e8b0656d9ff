/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/seq.h"

#define SEQ_CIRCLE (UINT64_C(1) << 16)
#define TS_CIRCLE  (UINT64_C(1) << 32)

/*
 * The number congruent to `low` (modulo circle) that is nearest to newest. Exactly half a circle is
 * taken as old: guessing "new" would let one wild packet push the whole stream ahead.
 */
static uint64_t nearest(uint64_t newest, uint64_t low, uint64_t circle)
{
    uint64_t ahead = (low - newest) & (circle - 1);
    if (newest == 0)
        return circle + low;
    if (ahead < circle / 2)
        return newest + ahead;
    return newest + ahead - circle; /* newest >= circle and ahead >= circle / 2: stays above 0 */
}

static uint64_t follow(uint64_t *newest, uint64_t placed)
{
    if (placed > *newest)
        *newest = placed;
    return placed;
}

uint64_t pl_seq_unwrap_peek(const struct pl_seq_unwrapper *u, uint16_t seq)
{
    return nearest(u->newest, seq, SEQ_CIRCLE);
}

uint64_t pl_seq_unwrap(struct pl_seq_unwrapper *u, uint16_t seq)
{
    return follow(&u->newest, nearest(u->newest, seq, SEQ_CIRCLE));
}

uint64_t pl_ts_unwrap_peek(const struct pl_ts_unwrapper *u, uint32_t ts)
{
    return nearest(u->newest, ts, TS_CIRCLE);
}

uint64_t pl_ts_unwrap(struct pl_ts_unwrapper *u, uint32_t ts)
{
    return follow(&u->newest, nearest(u->newest, ts, TS_CIRCLE));
}
