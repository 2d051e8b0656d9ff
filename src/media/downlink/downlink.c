/* SPDX-License-Identifier: Apache-2.0 */
#include "media/downlink/downlink.h"

#include "media/downlink/allocate.h"

#include <stdlib.h>
#include <string.h>

void pl_downlink_init(struct pl_downlink *d)
{
    memset(d, 0, sizeof(*d));
    d->look_at = PL_TIME_NEVER;
    pl_pacer_init(&d->pacer);
    pl_bwe_loss_init(&d->coarse.loss, PL_DOWNLINK_MIN_BPS, PL_DOWNLINK_MAX_BPS);
}

void pl_downlink_finish(struct pl_downlink *d)
{
    if (d->bwe)
        pl_bwe_finish(d->bwe);
    free(d->bwe);
    d->bwe = NULL;
    pl_pacer_finish(&d->pacer);
}

static const struct pl_bwe_config bwe_config = {PL_DOWNLINK_START_BPS, PL_DOWNLINK_MIN_BPS,
                                                PL_DOWNLINK_MAX_BPS};

bool pl_downlink_take(struct pl_downlink *d, enum pl_downlink_mode mode)
{
    if (mode == PL_DOWNLINK_TWCC && !d->bwe) {
        d->bwe = malloc(sizeof(*d->bwe));
        if (!d->bwe)
            return false;
        pl_bwe_init(d->bwe, &bwe_config);
        pl_bwe_want(d->bwe, 0);
    }
    if (mode > d->mode)
        d->mode = mode;
    return true;
}

static uint32_t coarse_bps(const struct pl_downlink_coarse *c)
{
    uint32_t bps = c->remb_bps != 0 ? c->remb_bps : PL_DOWNLINK_UNLIMITED;
    if (c->loss.bps < PL_DOWNLINK_MAX_BPS && c->loss.bps < bps)
        bps = (uint32_t)c->loss.bps;
    return bps;
}

uint32_t pl_downlink_target_bps(const struct pl_downlink *d)
{
    if (d->mode == PL_DOWNLINK_TWCC)
        return pl_bwe_target_bps(d->bwe);
    return d->mode == PL_DOWNLINK_REMB ? coarse_bps(&d->coarse) : PL_DOWNLINK_UNLIMITED;
}

static void set_pace(struct pl_downlink *d, pl_time_us now)
{
    uint32_t target = pl_downlink_target_bps(d);
    double bps = PL_DOWNLINK_PACE * target;
    if (target == PL_DOWNLINK_UNLIMITED) {
        pl_pacer_set_pace(&d->pacer, now, PL_PACER_UNLIMITED);
        return;
    }
    if (d->mode == PL_DOWNLINK_TWCC) {
        double burst = PL_DOWNLINK_PACE_BURST * pl_bwe_burst_bps(d->bwe);
        if (pl_bwe_why(d->bwe) == PL_BWE_WHY_START)
            bps = PL_DOWNLINK_PACE_START * target;
        bps = bps > burst ? bps : burst;
    }
    pl_pacer_set_pace(&d->pacer, now, bps < 4e9 ? (uint32_t)bps : 4000000000u);
}

static pl_time_us on_grain(pl_time_us at)
{
    return (at + PL_DOWNLINK_GRAIN_US - 1) / PL_DOWNLINK_GRAIN_US * PL_DOWNLINK_GRAIN_US;
}

bool pl_downlink_sent(struct pl_downlink *d, pl_time_us now, size_t bytes, bool with_seq)
{
    bytes += PL_DOWNLINK_HEADERS;
    d->used = true;
    pl_pacer_sent(&d->pacer, now, bytes);
    if (with_seq)
        pl_bwe_sent(d->bwe, now, d->seq++, bytes);
    else
        d->coarse.bytes += bytes;
    if (d->look_at != PL_TIME_NEVER)
        return false;
    d->look_at = on_grain(now + PL_DOWNLINK_LOOK_US);
    return true;
}

void pl_downlink_moved(struct pl_downlink *d, pl_time_us now)
{
    if (d->bwe) {
        uint32_t want = d->bwe->want_bps;
        pl_bwe_finish(d->bwe);
        pl_bwe_init(d->bwe, &bwe_config);
        pl_bwe_want(d->bwe, want);
    }
    d->coarse = (struct pl_downlink_coarse){.since = now};
    pl_bwe_loss_init(&d->coarse.loss, PL_DOWNLINK_MIN_BPS, PL_DOWNLINK_MAX_BPS);
    set_pace(d, now);
    pl_downlink_hurry(d, now);
}

void pl_downlink_hurry(struct pl_downlink *d, pl_time_us now)
{
    pl_time_us at = d->looked_at + PL_DOWNLINK_PAUSE_US;
    at = on_grain(at > now ? at : now + 1);
    d->look_at = pl_time_min(d->look_at, at);
}

void pl_downlink_feedback(struct pl_downlink *d, pl_time_us now, const struct pl_rtcp_twcc *head,
                          const struct pl_twcc_status *statuses, size_t count)
{
    if (d->mode != PL_DOWNLINK_TWCC)
        return;
    pl_bwe_feedback(d->bwe, now, head, statuses, count);
    set_pace(d, now);
    if (pl_bwe_target_bps(d->bwe) < d->spent_bps)
        pl_downlink_hurry(d, now);
}

/* What is lost is a part of what is sent, not of what might be. */
static void judge_losses(struct pl_downlink_coarse *c, pl_time_us now, uint8_t fraction_lost)
{
    uint64_t sent = now > c->since ? c->bytes * 8000000u / (now - c->since) : 0;
    uint32_t bps = coarse_bps(c);
    c->bytes = 0;
    c->since = now;
    if (sent > 0)
        pl_bwe_loss_judge(&c->loss, now, fraction_lost / 256.0, sent < bps ? (uint32_t)sent : bps);
}

void pl_downlink_report(struct pl_downlink *d, pl_time_us now, uint8_t fraction_lost,
                        pl_time_us rtt_us)
{
    if (d->mode == PL_DOWNLINK_TWCC)
        pl_bwe_report(d->bwe, now, fraction_lost, rtt_us);
    else if (d->mode == PL_DOWNLINK_REMB)
        judge_losses(&d->coarse, now, fraction_lost);
    set_pace(d, now);
}

void pl_downlink_remb(struct pl_downlink *d, pl_time_us now, uint64_t bps)
{
    if (bps < PL_DOWNLINK_MIN_BPS)
        bps = PL_DOWNLINK_MIN_BPS;
    d->coarse.remb_bps = bps < PL_DOWNLINK_MAX_BPS ? (uint32_t)bps : PL_DOWNLINK_MAX_BPS;
    set_pace(d, now);
}

bool pl_downlink_tick(struct pl_downlink *d, pl_time_us now)
{
    d->ticked_at = now;
    if (d->mode == PL_DOWNLINK_TWCC)
        pl_bwe_tick(d->bwe, now);
    set_pace(d, now);
    if (now < d->look_at)
        return false;
    d->look_at = d->used ? on_grain(now + PL_DOWNLINK_LOOK_US) : PL_TIME_NEVER;
    d->idle = !d->used;
    d->used = false;
    d->looked_at = now;
    return true;
}

pl_time_us pl_downlink_deadline(const struct pl_downlink *d)
{
    pl_time_us at = pl_pacer_deadline(&d->pacer);
    if (d->mode == PL_DOWNLINK_TWCC)
        at = pl_time_min(at, pl_bwe_deadline(d->bwe));
    if (at != PL_TIME_NEVER)
        at = on_grain(at > d->ticked_at ? at : d->ticked_at + 1);
    return pl_time_min(at, d->look_at);
}

void pl_downlink_excuse(struct pl_downlink *d, pl_time_us now)
{
    if (d->mode != PL_DOWNLINK_TWCC ||
        (d->excused_at != 0 && now - d->excused_at < PL_DOWNLINK_EXCUSE_EVERY_US))
        return;
    d->excused_at = now;
    pl_bwe_excuse(d->bwe, now, now + PL_DOWNLINK_EXCUSE_US);
}

void pl_downlink_plan(struct pl_downlink *d, uint64_t wish_bps, uint64_t spent_bps, bool can_pad)
{
    double want = can_pad ? PL_ALLOCATE_WANT * (double)wish_bps : 0;
    /* Who waits for more is looked at even if he gets nothing: time alone may allow it. */
    if (d->look_at == PL_TIME_NEVER && wish_bps > spent_bps)
        d->look_at = on_grain(d->ticked_at + PL_DOWNLINK_LOOK_US);
    d->waits = wish_bps > spent_bps;
    d->spent_bps = (uint32_t)(spent_bps < UINT32_MAX ? spent_bps : UINT32_MAX);
    if (d->bwe)
        pl_bwe_want(d->bwe, want < PL_DOWNLINK_MAX_BPS ? (uint32_t)want : PL_DOWNLINK_MAX_BPS);
}
