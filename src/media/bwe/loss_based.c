/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/loss_based.h"

#define RAISE         1.05
#define WINDOW_RTT_US PL_MS(300)

void pl_bwe_loss_init(struct pl_bwe_loss *l, double min_bps, double max_bps)
{
    *l = (struct pl_bwe_loss){.bps = max_bps,
                              .min_bps = min_bps,
                              .max_bps = max_bps,
                              .span_since = PL_TIME_NEVER,
                              .since = PL_TIME_NEVER};
}

void pl_bwe_loss_set(struct pl_bwe_loss *l, double bps)
{
    if (bps < l->min_bps)
        bps = l->min_bps;
    if (bps > l->max_bps)
        bps = l->max_bps;
    l->bps = bps;
}

/* The highest rate that was in force lately and lost no more than a tenth. */
static double borne(struct pl_bwe_loss *l, pl_time_us now, double target_bps)
{
    if (l->span_since == PL_TIME_NEVER || now - l->span_since >= PL_BWE_LOSS_SPAN_US) {
        l->borne_bps[0] = l->span_since == PL_TIME_NEVER ? 0 : l->borne_bps[1];
        l->borne_bps[1] = 0;
        l->span_since = now;
    }
    if (l->borne_bps[1] < target_bps)
        l->borne_bps[1] = target_bps;
    return l->borne_bps[0] > l->borne_bps[1] ? l->borne_bps[0] : l->borne_bps[1];
}

void pl_bwe_loss_judge(struct pl_bwe_loss *l, pl_time_us now, double fraction, double target_bps)
{
    double base = l->bps < target_bps ? l->bps : target_bps;
    l->fraction = fraction;
    if (fraction > PL_BWE_LOSS_HIGH) {
        pl_bwe_loss_set(l, base * (1 - fraction / 2));
        l->borne_bps[0] = l->borne_bps[1] = l->bps;
        return;
    }
    base = borne(l, now, target_bps);
    if (fraction < PL_BWE_LOSS_LOW)
        pl_bwe_loss_set(l, l->bps * RAISE);
    else if (base < l->bps)
        pl_bwe_loss_set(l, base);
}

/*
 * Of few packets chance alone loses a tenth now and then, and what holds between a fiftieth and a
 * tenth would never make up for it: on a way that loses a twentieth whatever is sent the rate would
 * fall to nothing. So more than a tenth counts as that only two deviations above it.
 */
static double fraction_of(const struct pl_bwe_loss *l)
{
    double n = (double)(l->arrived + l->lost), expected = PL_BWE_LOSS_HIGH * n;
    double above = (double)l->lost - expected;
    if (above > 0 && above * above < 4 * expected * (1 - PL_BWE_LOSS_HIGH))
        return PL_BWE_LOSS_HIGH;
    return (double)l->lost / n;
}

void pl_bwe_loss_input(struct pl_bwe_loss *l, pl_time_us now, size_t arrived, size_t lost,
                       double target_bps, pl_time_us rtt_us)
{
    pl_time_us window = PL_BWE_LOSS_WINDOW_US;
    if (window < WINDOW_RTT_US + rtt_us)
        window = WINDOW_RTT_US + rtt_us;
    if (l->since == PL_TIME_NEVER)
        l->since = now;
    l->arrived += (uint32_t)arrived;
    l->lost += (uint32_t)lost;
    if (now - l->since < window || l->arrived + l->lost < PL_BWE_LOSS_PACKETS)
        return;
    pl_bwe_loss_judge(l, now, fraction_of(l), target_bps);
    l->since = now;
    l->arrived = l->lost = 0;
}
