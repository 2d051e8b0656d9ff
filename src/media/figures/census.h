/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Going round all sessions: how well each stream goes, told to those who asked (PL_MEDIA_EVENT_
 * FIGURES) and added up for the worker's counters. Private to src/media.
 *
 * A session is looked at once in PL_CENSUS_US, a twentieth of all at a time, so that no packet has
 * to wait for more than a few. Cost: O(streams and routes) in that time, nothing per packet.
 */
#ifndef PL_MEDIA_CENSUS_H
#define PL_MEDIA_CENSUS_H

#include "media/figures/figures.h"
#include "media/media.h"

#define PL_CENSUS_US      PL_SEC(2)
#define PL_CENSUS_STEP_US PL_MS(100)
#define PL_CENSUS_FIGURES 128 /* of one session; what is beyond is not told */

/* Kept for each encoding and each route. */
struct pl_stream_figures {
    struct pl_pulse pulse;
    struct pl_figures_past past;
    uint32_t repaired;    /* retransmissions that came (up) or were sent (down) */
    uint32_t highest_seq; /* down: as the subscriber's newest report says */
    int32_t lost;
    uint32_t jitter;
    uint8_t quality; /* as of the last look */
};

/* What there is now, summed up over a round. */
struct pl_census_now {
    uint64_t speaking;
    uint64_t paused[PL_MEDIA_WHY_COUNT];
};

struct pl_census {
    pl_time_us at;              /* next step; 0: as soon as there is somebody */
    pl_time_us began_at;        /* of the round */
    size_t cursor;              /* in the table of sessions; 0: a round begins */
    struct pl_census_now round; /* the one that is under way */
};

void pl_census_tick(struct pl_media *m, pl_time_us now);
pl_time_us pl_census_deadline(const struct pl_media *m);

#endif
