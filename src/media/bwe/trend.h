/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arrival-time filter (draft-ietf-rmcat-gcc-02 section 5.3) as a trendline.
 *
 * The delay variations are summed up to a one-way delay (whose zero nobody knows), smoothed, and a
 * straight line is laid through the last PL_BWE_TREND_WINDOW points by least squares. Its slope is
 * how many milliseconds the queue grows in a millisecond.
 *
 * Why not the draft's Kalman filter: it needs the variance of the measuring noise, estimated from
 * the same samples that congestion distorts, and a group that is late by itself moves its state at
 * once. A regression has no noise model to go wrong and forgets an outlier after 20 groups. Senders
 * in the field use the trendline as well, so links behave as other flows expect.
 *
 * The result is brought to the scale that the detector's thresholds (5.4, in ms) were chosen for:
 * m(i) = slope x PL_BWE_TREND_GAIN x min(samples, PL_BWE_TREND_SAMPLES).
 */
#ifndef PL_MEDIA_BWE_TREND_H
#define PL_MEDIA_BWE_TREND_H

#include "base/time.h"

#include <stddef.h>

enum {
    PL_BWE_TREND_WINDOW = 20,
    PL_BWE_TREND_GAIN = 4,
    PL_BWE_TREND_SAMPLES = 60,
};
#define PL_BWE_TREND_KEEP 0.9 /* of the smoothed delay; a tenth comes from the new sample */

struct pl_bwe_point {
    double arrived_ms; /* since `origin_us` */
    double delay_ms;
};

struct pl_bwe_trend {
    struct pl_bwe_point points[PL_BWE_TREND_WINDOW]; /* a ring; the order does not matter */
    size_t next;
    unsigned samples; /* stops at PL_BWE_TREND_SAMPLES */
    int64_t origin_us;
    double sum_ms, smooth_ms;
};

void pl_bwe_trend_init(struct pl_bwe_trend *t);

/* m(i) in ms, positive: queues grow. 0 until the window is full. */
double pl_bwe_trend_input(struct pl_bwe_trend *t, int64_t arrived_us, int64_t delay_us);

#endif
