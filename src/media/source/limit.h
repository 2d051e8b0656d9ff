/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of one size that is too large for everybody who watches it: its publisher is told to
 * send less, rather than that all of them see nothing. Private to src/media.
 *
 * With several sizes or scalable layers each subscriber gets what fits; with a single one there is
 * only all or nothing. So while not one of those who look at it can have it, the publisher is told
 * a rate (PL_MEDIA_EVENT_DEMAND, limit_bps): PL_LIMIT_PART of what the widest of their ways has for
 * it. The widest decides: a slow viewer among faster ones is paused as before, and nobody else sees
 * less for his sake. It follows that way each PL_LIMIT_EVERY_US; it ends when the rate from before
 * would fit with room to spare, or nobody looks any more. While the publisher obeys and still
 * nobody gets it (small packets weigh more), the part becomes smaller step by step. Nothing below
 * PL_LIMIT_LEAST_BPS is told.
 */
#ifndef PL_MEDIA_LIMIT_H
#define PL_MEDIA_LIMIT_H

#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

#define PL_LIMIT_PART      0.75 /* room for key frames, and what allocate.h asks for to rise */
#define PL_LIMIT_STEP      1.1  /* what changes less is not told */
#define PL_LIMIT_SQUEEZE   0.85 /* once more, and again, up to so many times */
#define PL_LIMIT_SQUEEZES  5
#define PL_LIMIT_FREE      1.3 /* of the rate from before: no limit any more */
#define PL_LIMIT_LEAST_BPS 60000u
#define PL_LIMIT_WAIT_US   PL_MS(500) /* one look at the ways proves nothing */
#define PL_LIMIT_EVERY_US  PL_SEC(1)

#define PL_LIMIT_UNLIMITED UINT32_MAX

/* Of a stream. */
struct pl_limit {
    uint32_t bps;      /* told; 0: none */
    uint32_t full_bps; /* the rate before it */
    uint8_t squeezes;
    pl_time_us at; /* next look; PL_TIME_NEVER: no need */
};

/*
 * Pure: what the publisher is to be told (0: no limit) when its picture takes `now_bps` and the
 * widest way has `widest_bps` for it (0: nobody looks). seen: somebody gets it.
 */
uint32_t pl_limit_next(struct pl_limit *l, uint32_t now_bps, uint32_t widest_bps, bool seen);

#endif
