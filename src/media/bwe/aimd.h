/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The delay-based rate A_r (draft-ietf-rmcat-gcc-02 section 5.5, values of 5.6).
 *
 *     signal \ state     Hold       Increase   Decrease
 *     overuse            Decrease   Decrease   Decrease
 *     normal             Increase   Increase   Hold
 *     underuse           Hold       Hold       Hold
 *
 * Increase: by 8 % a second while no limit is known; near a known one (R_hat within three standard
 * deviations of the average R_hat at the decreases so far) by about half a packet a response time
 * (100 ms + round trip). R_hat above that range: the limit has gone and is forgotten. Never raised
 * beyond 1.5 R_hat + PL_BWE_IDLE_BPS: what is not sent is not tried. Decrease: to 0.85 R_hat, never
 * upwards, and not again within a response time, in which nothing could have changed.
 */
#ifndef PL_MEDIA_BWE_AIMD_H
#define PL_MEDIA_BWE_AIMD_H

#include "media/bwe/detector.h"

#define PL_BWE_BETA        0.85
#define PL_BWE_ETA         0.08 /* a second */
#define PL_BWE_IDLE_FACTOR 1.5
#define PL_BWE_IDLE_BPS    10000.0
#define PL_BWE_RESPONSE_US 100000
#define PL_BWE_LIMIT_KEEP  0.95 /* smoothing of the average of R_hat at decreases */
/* The deviation is at least this part of the average: one decrease alone has none. */
#define PL_BWE_LIMIT_DEVIATION 0.05

enum pl_bwe_aimd_state { PL_BWE_HOLD, PL_BWE_INCREASE, PL_BWE_DECREASE };

/* What the last input did. */
enum pl_bwe_aimd_step {
    PL_BWE_STEP_NONE,
    PL_BWE_STEP_HELD,
    PL_BWE_STEP_RAMPED,
    PL_BWE_STEP_NEARED,
    PL_BWE_STEP_IDLE, /* would rise, but too little is sent */
    PL_BWE_STEP_DECREASED,
};

struct pl_bwe_aimd {
    double bps, min_bps, max_bps;
    double limit_bps, limit_var; /* average and variance of R_hat at decreases; 0: none known */
    enum pl_bwe_aimd_state state;
    pl_time_us last_input;    /* PL_TIME_NEVER: none */
    pl_time_us last_decrease; /* PL_TIME_NEVER: none */
};

void pl_bwe_aimd_init(struct pl_bwe_aimd *a, double start_bps, double min_bps, double max_bps);

/* r_hat: bit/s that arrive, 0: not known (then nothing but the state changes). */
enum pl_bwe_aimd_step pl_bwe_aimd_input(struct pl_bwe_aimd *a, pl_time_us now,
                                        enum pl_bwe_signal signal, double r_hat, pl_time_us rtt_us);

/* Another rule knows better (probe, silence): within min and max. */
void pl_bwe_aimd_set(struct pl_bwe_aimd *a, double bps);

#endif
