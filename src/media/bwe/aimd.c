/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/aimd.h"

/* "Expected packet size": 30 frames a second in packets of at most 1200 bytes. */
#define FRAMES_PER_SECOND 30
#define PACKET_BITS       (1200 * 8.0)
#define ADD_MIN_BITS      1000.0
#define STEP_MAX_US       PL_SEC(1)

void pl_bwe_aimd_init(struct pl_bwe_aimd *a, double start_bps, double min_bps, double max_bps)
{
    *a = (struct pl_bwe_aimd){
        .bps = start_bps,
        .min_bps = min_bps,
        .max_bps = max_bps,
        .state = PL_BWE_HOLD,
        .last_input = PL_TIME_NEVER,
        .last_decrease = PL_TIME_NEVER,
    };
}

void pl_bwe_aimd_set(struct pl_bwe_aimd *a, double bps)
{
    if (bps < a->min_bps)
        bps = a->min_bps;
    if (bps > a->max_bps)
        bps = a->max_bps;
    a->bps = bps;
}

static void move(struct pl_bwe_aimd *a, enum pl_bwe_signal signal)
{
    if (signal == PL_BWE_OVERUSE)
        a->state = PL_BWE_DECREASE;
    else if (signal == PL_BWE_UNDERUSE || a->state == PL_BWE_DECREASE)
        a->state = PL_BWE_HOLD;
    else
        a->state = PL_BWE_INCREASE;
}

/* -1: r_hat is below the range of the known limit, 0: within, 1: above. */
static int compare_with_limit(const struct pl_bwe_aimd *a, double r_hat)
{
    double off = r_hat - a->limit_bps;
    double floor = PL_BWE_LIMIT_DEVIATION * a->limit_bps;
    double var = a->limit_var > floor * floor ? a->limit_var : floor * floor;
    if (off * off <= 9 * var)
        return 0;
    return off < 0 ? -1 : 1;
}

static void learn_limit(struct pl_bwe_aimd *a, double r_hat)
{
    double off = r_hat - a->limit_bps;
    if (a->limit_bps == 0 || compare_with_limit(a, r_hat) != 0) {
        a->limit_bps = r_hat; /* another bottleneck */
        a->limit_var = 0;
        return;
    }
    a->limit_bps += (1 - PL_BWE_LIMIT_KEEP) * off;
    a->limit_var = PL_BWE_LIMIT_KEEP * (a->limit_var + (1 - PL_BWE_LIMIT_KEEP) * off * off);
}

static double packet_bits(double bps)
{
    double frame = bps / FRAMES_PER_SECOND;
    double packets = (double)(int64_t)(frame / PACKET_BITS) + 1;
    return frame / packets;
}

static enum pl_bwe_aimd_step increase(struct pl_bwe_aimd *a, pl_time_us dt, double r_hat,
                                      pl_time_us rtt_us)
{
    double most = PL_BWE_IDLE_FACTOR * r_hat + PL_BWE_IDLE_BPS, response, part, add;
    if (a->bps >= most)
        return PL_BWE_STEP_IDLE;
    if (a->limit_bps > 0 && compare_with_limit(a, r_hat) > 0)
        a->limit_bps = 0;
    if (a->limit_bps == 0 || compare_with_limit(a, r_hat) < 0) {
        add = a->bps * PL_BWE_ETA * (double)dt / 1e6;
        pl_bwe_aimd_set(a, a->bps + add < most ? a->bps + add : most);
        return PL_BWE_STEP_RAMPED;
    }
    response = (double)(PL_BWE_RESPONSE_US + rtt_us);
    part = (double)dt / response;
    add = 0.5 * (part < 1 ? part : 1) * packet_bits(a->bps);
    if (add < ADD_MIN_BITS * part)
        add = ADD_MIN_BITS * part;
    pl_bwe_aimd_set(a, a->bps + add < most ? a->bps + add : most);
    return PL_BWE_STEP_NEARED;
}

static enum pl_bwe_aimd_step decrease(struct pl_bwe_aimd *a, pl_time_us now, double r_hat,
                                      pl_time_us rtt_us)
{
    if (a->last_decrease != PL_TIME_NEVER && now - a->last_decrease < PL_BWE_RESPONSE_US + rtt_us)
        return PL_BWE_STEP_NONE;
    a->last_decrease = now;
    learn_limit(a, r_hat);
    if (PL_BWE_BETA * r_hat < a->bps)
        pl_bwe_aimd_set(a, PL_BWE_BETA * r_hat);
    return PL_BWE_STEP_DECREASED;
}

enum pl_bwe_aimd_step pl_bwe_aimd_input(struct pl_bwe_aimd *a, pl_time_us now,
                                        enum pl_bwe_signal signal, double r_hat, pl_time_us rtt_us)
{
    pl_time_us dt = a->last_input == PL_TIME_NEVER ? 0 : now - a->last_input;
    a->last_input = now;
    if (dt > STEP_MAX_US)
        dt = STEP_MAX_US;
    move(a, signal);
    if (a->state == PL_BWE_HOLD)
        return PL_BWE_STEP_HELD;
    if (r_hat <= 0)
        return PL_BWE_STEP_NONE;
    return a->state == PL_BWE_INCREASE ? increase(a, dt, r_hat, rtt_us)
                                       : decrease(a, now, r_hat, rtt_us);
}
