/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loss-based rate A_s (draft-ietf-rmcat-gcc-02 section 6), for queues too short to show delay.
 *
 *     more than 10 % lost      A_s = target x (1 - p / 2)
 *     2 % to 10 %              not above what was in force lately: the rate does not rise
 *     less than 2 %            A_s x 1.05
 *
 * p is judged over at least PL_BWE_LOSS_WINDOW_US (and a response time) and PL_BWE_LOSS_PACKETS
 * packets, and counts as more than a tenth only two standard deviations above it: chance alone
 * would else take the rate down step by step on a way that loses a twentieth whatever is sent. A
 * decrease starts from the target, since A_s itself may have been far above it. A link that loses
 * more than a tenth for other reasons than congestion makes the rate sink to min: the draft cannot
 * tell the two apart.
 *
 * "Lately" is the ten to twenty seconds past: where the delay-based rule has lowered the target,
 * and losses are between a fiftieth and a tenth, the draft's "the rate stands" would keep the lower
 * rate for good, though the higher one had lost no more. A way that loses a twentieth whatever is
 * sent would go down with each alarm and never up.
 */
#ifndef PL_MEDIA_BWE_LOSS_BASED_H
#define PL_MEDIA_BWE_LOSS_BASED_H

#include "base/time.h"

#include <stddef.h>

enum { PL_BWE_LOSS_PACKETS = 20 };
#define PL_BWE_LOSS_WINDOW_US PL_MS(500)
#define PL_BWE_LOSS_SPAN_US   PL_SEC(10)
#define PL_BWE_LOSS_HIGH      0.10
#define PL_BWE_LOSS_LOW       0.02

struct pl_bwe_loss {
    double bps, min_bps, max_bps;
    double fraction;       /* at the last judgement */
    double borne_bps[2];   /* the highest target of the span before and of the present one */
    pl_time_us span_since; /* PL_TIME_NEVER: no span yet */
    pl_time_us since;      /* the window is open since; PL_TIME_NEVER: not open */
    uint32_t arrived, lost;
};

/* Starts at max: at first nothing speaks against any rate. */
void pl_bwe_loss_init(struct pl_bwe_loss *l, double min_bps, double max_bps);

/* What one feedback told; target_bps is the rate in force. */
void pl_bwe_loss_input(struct pl_bwe_loss *l, pl_time_us now, size_t arrived, size_t lost,
                       double target_bps, pl_time_us rtt_us);

/* What a receiver report told: judged at once (it covers an interval of its own). */
void pl_bwe_loss_judge(struct pl_bwe_loss *l, pl_time_us now, double fraction, double target_bps);

/* Another rule knows better: a probe lifts it. Within min and max. */
void pl_bwe_loss_set(struct pl_bwe_loss *l, double bps);

#endif
