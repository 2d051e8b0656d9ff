/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/detector.h"

void pl_bwe_detector_init(struct pl_bwe_detector *d)
{
    *d = (struct pl_bwe_detector){.threshold_ms = PL_BWE_THRESHOLD_START_MS};
}

/* del_var_th(i) += dt x K x (|m(i)| - del_var_th(i-1)) */
static void adapt(struct pl_bwe_detector *d, double m, int64_t arrived_us)
{
    double size = m < 0 ? -m : m, dt_ms = (double)(arrived_us - d->last_us) / 1000;
    double k = size < d->threshold_ms ? PL_BWE_THRESHOLD_DOWN : PL_BWE_THRESHOLD_UP;
    bool first = !d->started;
    d->started = true;
    d->last_us = arrived_us;
    if (first || dt_ms <= 0 || size - d->threshold_ms > PL_BWE_SPIKE_MS)
        return;
    if (dt_ms > PL_BWE_STEP_MAX_MS)
        dt_ms = PL_BWE_STEP_MAX_MS;
    d->threshold_ms += dt_ms * k * (size - d->threshold_ms);
    if (d->threshold_ms < PL_BWE_THRESHOLD_MIN_MS)
        d->threshold_ms = PL_BWE_THRESHOLD_MIN_MS;
    if (d->threshold_ms > PL_BWE_THRESHOLD_MAX_MS)
        d->threshold_ms = PL_BWE_THRESHOLD_MAX_MS;
}

static void judge_above(struct pl_bwe_detector *d, double m, int64_t sent_us)
{
    d->above++;
    d->above_us += sent_us;
    if (d->above > 1 && d->above_us > PL_BWE_OVERUSE_US && m >= d->last_m)
        d->signal = PL_BWE_OVERUSE;
    else if (d->signal == PL_BWE_UNDERUSE)
        d->signal = PL_BWE_NORMAL;
}

enum pl_bwe_signal pl_bwe_detector_input(struct pl_bwe_detector *d, double m, int64_t sent_us,
                                         int64_t arrived_us)
{
    if (m > d->threshold_ms) {
        judge_above(d, m, sent_us);
    } else {
        d->above = 0;
        d->above_us = 0;
        d->signal = m < -d->threshold_ms ? PL_BWE_UNDERUSE : PL_BWE_NORMAL;
    }
    d->last_m = m;
    adapt(d, m, arrived_us);
    return d->signal;
}
