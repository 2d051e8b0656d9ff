/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/trend.h"

#include <string.h>

void pl_bwe_trend_init(struct pl_bwe_trend *t)
{
    memset(t, 0, sizeof(*t));
}

static double slope(const struct pl_bwe_trend *t)
{
    double x = 0, y = 0, up = 0, down = 0;
    for (size_t i = 0; i < PL_BWE_TREND_WINDOW; i++) {
        x += t->points[i].arrived_ms;
        y += t->points[i].delay_ms;
    }
    x /= PL_BWE_TREND_WINDOW;
    y /= PL_BWE_TREND_WINDOW;
    for (size_t i = 0; i < PL_BWE_TREND_WINDOW; i++) {
        double dx = t->points[i].arrived_ms - x;
        up += dx * (t->points[i].delay_ms - y);
        down += dx * dx;
    }
    return down > 0 ? up / down : 0; /* 0: all came at one instant */
}

double pl_bwe_trend_input(struct pl_bwe_trend *t, int64_t arrived_us, int64_t delay_us)
{
    struct pl_bwe_point *p = &t->points[t->next];
    if (t->samples == 0)
        t->origin_us = arrived_us;
    t->next = (t->next + 1) % PL_BWE_TREND_WINDOW;
    if (t->samples < PL_BWE_TREND_SAMPLES)
        t->samples++;
    t->sum_ms += (double)delay_us / 1000;
    t->smooth_ms = PL_BWE_TREND_KEEP * t->smooth_ms + (1 - PL_BWE_TREND_KEEP) * t->sum_ms;
    p->arrived_ms = (double)(arrived_us - t->origin_us) / 1000;
    p->delay_ms = t->smooth_ms;
    if (t->samples < PL_BWE_TREND_WINDOW)
        return 0;
    return slope(t) * PL_BWE_TREND_GAIN * t->samples;
}
