/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The over-use detector with its adaptive threshold (draft-ietf-rmcat-gcc-02 section 5.4, values of
 * 5.6).
 *
 * Overuse: m(i) has been above the threshold for more than PL_BWE_OVERUSE_US of sending time, in
 * more than one sample, and is not falling. It lasts until m(i) is back below. Underuse: m(i) is
 * below minus the threshold. The threshold follows |m(i)|, up fast (so that a flow that fills
 * queues, like TCP, does not starve us), down slowly, except when m(i) leaps by more than
 * PL_BWE_SPIKE_MS above it (a change of route is not to make us deaf).
 *
 * K_d is 0.002 a millisecond (half a second to come down), the draft's is 0.00018 (five and a half
 * seconds), which was set for the output of its Kalman filter. The trendline's m(i) is larger while
 * a link changes, so the draft's value leaves the detector deaf behind every step: over the
 * simulated 3 -> 0.3 -> 3 Mbit/s the queue was 70 ms on average, with 0.002 it is 28 ms.
 */
#ifndef PL_MEDIA_BWE_DETECTOR_H
#define PL_MEDIA_BWE_DETECTOR_H

#include "base/time.h"

#include <stdbool.h>

#define PL_BWE_THRESHOLD_START_MS 12.5
#define PL_BWE_THRESHOLD_MIN_MS   6.0
#define PL_BWE_THRESHOLD_MAX_MS   600.0
#define PL_BWE_THRESHOLD_UP       0.01  /* K_u */
#define PL_BWE_THRESHOLD_DOWN     0.002 /* K_d, see above */
#define PL_BWE_SPIKE_MS           15.0
#define PL_BWE_OVERUSE_US         10000
#define PL_BWE_STEP_MAX_MS        100.0 /* of time in one adaptation: pauses do not count */

enum pl_bwe_signal { PL_BWE_NORMAL, PL_BWE_OVERUSE, PL_BWE_UNDERUSE };

struct pl_bwe_detector {
    enum pl_bwe_signal signal;
    bool started;
    unsigned above; /* samples in a row */
    int64_t above_us;
    int64_t last_us;
    double last_m;
    double threshold_ms;
};

void pl_bwe_detector_init(struct pl_bwe_detector *d);

/* m: of the filter; sent_us: sending time between the two groups; arrived_us: of the later one. */
enum pl_bwe_signal pl_bwe_detector_input(struct pl_bwe_detector *d, double m, int64_t sent_us,
                                         int64_t arrived_us);

#endif
