/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a publisher sends of each layer: bits and frames a second over the last second.
 *
 * A cell is a spatial and a temporal layer of one SSRC; what has no layers counts as (0, 0). Asking
 * is cumulative: the rate of a spatial layer includes those below it, as a decoder needs them.
 * Eight buckets of an eighth of a second. Cost: input O(1), asking O(buckets x cells).
 */
#ifndef PL_MEDIA_METER_H
#define PL_MEDIA_METER_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_METER_SPATIAL = 3,
    PL_METER_TEMPORAL = 4,
    PL_METER_BUCKETS = 8,
    PL_METER_BUCKET_US = 125000,
};

struct pl_meter_bucket {
    uint32_t bytes[PL_METER_SPATIAL][PL_METER_TEMPORAL];
    uint16_t frames[PL_METER_SPATIAL][PL_METER_TEMPORAL];
};

struct pl_meter {
    struct pl_meter_bucket buckets[PL_METER_BUCKETS];
    uint64_t newest;  /* number of the newest bucket */
    pl_time_us began; /* nothing was measured before; 0: nothing at all */
};

void pl_meter_init(struct pl_meter *m);

/* Layers above what the meter has count as its highest. frame: the first packet of one. */
void pl_meter_input(struct pl_meter *m, pl_time_us now, unsigned spatial, unsigned temporal,
                    size_t bytes, bool frame);

/* Of all layers up to these. */
uint32_t pl_meter_bps(const struct pl_meter *m, pl_time_us now, unsigned spatial,
                      unsigned temporal);

/* Frames a second of exactly this spatial layer, with the temporal layers up to this one. */
uint32_t pl_meter_fps(const struct pl_meter *m, pl_time_us now, unsigned spatial,
                      unsigned temporal);

#endif
