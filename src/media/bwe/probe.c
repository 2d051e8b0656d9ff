/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/probe.h"

#include <string.h>

#define SEND_SLACK_US  PL_MS(200) /* for an owner that wakes late */
#define ENOUGH_ARRIVED 0.8
#define CARRIED        0.9  /* received at so much of the rate of sending: not the link's limit */
#define TOO_GOOD       2.0  /* received so much faster than sent: something was held back */
#define SPAN_MIN_US    4000 /* a rate over less is made of the clock's grain */

void pl_bwe_probe_init(struct pl_bwe_probe *p)
{
    memset(p, 0, sizeof(*p));
    p->next_at = PL_TIME_NEVER;
}

void pl_bwe_probe_open(struct pl_bwe_probe *p, pl_time_us now)
{
    if (p->next_at == PL_TIME_NEVER)
        p->next_at = now + PL_BWE_PROBE_FIRST_US;
}

bool pl_bwe_probe_due(const struct pl_bwe_probe *p, pl_time_us now)
{
    return p->state == PL_BWE_PROBE_IDLE && now >= p->next_at;
}

/* Towards very slow links in small pieces: five long ones would hold up sound for too long. */
static size_t piece(double bps)
{
    return bps < PL_BWE_PROBE_SLOW_BPS ? PL_BWE_PROBE_PIECE : PL_BWE_PROBE_PACKET;
}

static pl_time_us span(int64_t jitter_us)
{
    pl_time_us us = PL_BWE_PROBE_US + 2 * (pl_time_us)jitter_us;
    return us < PL_BWE_PROBE_LONG_US ? us : PL_BWE_PROBE_LONG_US;
}

void pl_bwe_probe_begin(struct pl_bwe_probe *p, pl_time_us now, double bps, int64_t jitter_us)
{
    const size_t least = PL_BWE_PROBE_PACKETS * piece(bps);
    double bytes = bps / 8 * (double)span(jitter_us) / 1e6;
    uint8_t cluster = p->cluster == UINT8_MAX ? 1 : (uint8_t)(p->cluster + 1);
    pl_time_us disturbed_until = p->disturbed_until;
    memset(p, 0, sizeof(*p));
    p->state = PL_BWE_PROBE_SENDING;
    p->cluster = cluster;
    p->disturbed_until = disturbed_until;
    p->bps = bps;
    p->span_us = span(jitter_us);
    p->wanted_bytes = bytes > (double)least ? (size_t)bytes : least;
    p->first_sent = p->last_sent = now;
    p->give_up_at = now + (pl_time_us)((double)p->wanted_bytes * 8e6 / bps) + SEND_SLACK_US;
}

/* When what was sent so far has left at the cluster's pace. */
static pl_time_us next_due(const struct pl_bwe_probe *p)
{
    if (p->sent_packets == 0)
        return p->first_sent;
    return p->first_sent + 1 + (pl_time_us)((double)p->sent_bytes * 8e6 / p->bps);
}

size_t pl_bwe_probe_bytes(const struct pl_bwe_probe *p, pl_time_us now)
{
    size_t due, left, one = piece(p->bps);
    if (p->state != PL_BWE_PROBE_SENDING || now < next_due(p))
        return 0;
    if (p->sent_packets == 0 || p->sent_bytes >= p->wanted_bytes)
        return one; /* the first, or one more until there are enough packets */
    due = (size_t)(p->bps * (double)(now - p->first_sent) / 8e6) + one - p->sent_bytes;
    left = p->wanted_bytes - p->sent_bytes;
    if (left < one)
        left = one; /* a small last packet would spoil the rate of arrival */
    return due < left ? due : left;
}

uint8_t pl_bwe_probe_sent(struct pl_bwe_probe *p, pl_time_us now, size_t bytes, pl_time_us rtt_us)
{
    if (p->state != PL_BWE_PROBE_SENDING)
        return 0;
    if (p->sent_packets++ == 0) {
        p->first_sent = now;
        p->first_bytes = bytes;
    }
    p->sent_bytes += bytes;
    p->last_sent = now;
    p->last_bytes = bytes;
    if (p->sent_bytes >= p->wanted_bytes && p->sent_packets >= PL_BWE_PROBE_PACKETS &&
        now - p->first_sent >= p->span_us / 2) {
        p->state = PL_BWE_PROBE_WAITING;
        p->give_up_at = now + rtt_us + PL_BWE_PROBE_WAIT_US;
        p->disturbed_until = now + rtt_us + PL_BWE_PROBE_CALM_US;
    }
    return p->cluster;
}

void pl_bwe_probe_arrived(struct pl_bwe_probe *p, uint8_t cluster, int64_t arrived_us, size_t bytes)
{
    if (p->state == PL_BWE_PROBE_IDLE || cluster != p->cluster)
        return;
    p->told++;
    if (p->arrived_packets++ == 0 || arrived_us < p->first_arrived) {
        p->first_arrived = arrived_us;
        p->first_arrived_bytes = bytes;
    }
    if (p->arrived_packets == 1 || arrived_us > p->last_arrived)
        p->last_arrived = arrived_us;
    p->arrived_bytes += bytes;
}

void pl_bwe_probe_lost(struct pl_bwe_probe *p, uint8_t cluster)
{
    if (p->state != PL_BWE_PROBE_IDLE && cluster == p->cluster)
        p->told++;
}

static void end(struct pl_bwe_probe *p, pl_time_us next_at)
{
    p->state = PL_BWE_PROBE_IDLE;
    p->next_at = next_at;
}

/* What a cluster shows. */
enum shown {
    SHOWN_LIMIT,   /* the link's rate, or nothing for want of packets */
    SHOWN_CARRIED, /* the link was not what limited it */
    SHOWN_HELD,    /* held back and delivered at once: no rate at all, the next may tell */
};

/* bit/s; 0: nothing can be said. */
static double measure(const struct pl_bwe_probe *p, int64_t jitter_us, enum shown *shown)
{
    int64_t send_span = (int64_t)(p->last_sent - p->first_sent);
    int64_t arrive_span = p->last_arrived - p->first_arrived;
    int64_t late = arrive_span - send_span, unexplained = arrive_span;
    double sent, arrived, carried;
    *shown = SHOWN_LIMIT;
    if (p->arrived_packets < PL_BWE_PROBE_PACKETS - 1 || send_span < SPAN_MIN_US ||
        (double)p->arrived_bytes < ENOUGH_ARRIVED * (double)p->sent_bytes)
        return 0;
    *shown = SHOWN_HELD;
    if (arrive_span < SPAN_MIN_US)
        return 0;
    /* n packets span n - 1 intervals: the last does not count when sending, nor the first when
     * receiving. */
    sent = (double)(p->sent_bytes - p->last_bytes) * 8e6 / (double)send_span;
    arrived = (double)(p->arrived_bytes - p->first_arrived_bytes) * 8e6 / (double)arrive_span;
    if (arrived > TOO_GOOD * sent)
        return 0;
    if (late > 0)
        unexplained -= late < jitter_us ? late : jitter_us;
    carried = arrived * (double)arrive_span / (double)unexplained;
    *shown = carried >= CARRIED * sent ? SHOWN_CARRIED : SHOWN_LIMIT;
    if (*shown == SHOWN_LIMIT || arrived < CARRIED * sent)
        return PL_BWE_PROBE_USE * arrived;
    return arrived < sent ? arrived : sent;
}

double pl_bwe_probe_result(struct pl_bwe_probe *p, pl_time_us now, pl_time_us rtt_us,
                           int64_t jitter_us)
{
    enum shown shown;
    double bps;
    if (p->state != PL_BWE_PROBE_WAITING || p->told < p->sent_packets)
        return 0;
    bps = measure(p, jitter_us, &shown);
    if (bps > p->bps)
        bps = p->bps; /* media sent in a burst may have gone faster than planned */
    end(p, now + (shown == SHOWN_CARRIED ? rtt_us
                  : shown == SHOWN_HELD  ? PL_BWE_PROBE_AGAIN_US
                                         : PL_BWE_PROBE_PAUSE_US));
    return bps;
}

bool pl_bwe_probe_disturbs(const struct pl_bwe_probe *p, pl_time_us now)
{
    return (p->state == PL_BWE_PROBE_SENDING && p->sent_packets > 0) || now < p->disturbed_until;
}

void pl_bwe_probe_hurry(struct pl_bwe_probe *p, pl_time_us now)
{
    if (p->state == PL_BWE_PROBE_IDLE && p->next_at != PL_TIME_NEVER && p->next_at > now)
        p->next_at = now;
}

void pl_bwe_probe_excuse(struct pl_bwe_probe *p, pl_time_us until)
{
    if (until + PL_BWE_PROBE_CALM_US > p->disturbed_until)
        p->disturbed_until = until + PL_BWE_PROBE_CALM_US;
}

void pl_bwe_probe_tick(struct pl_bwe_probe *p, pl_time_us now)
{
    if (p->state != PL_BWE_PROBE_IDLE && now >= p->give_up_at)
        end(p, now + PL_BWE_PROBE_PAUSE_US);
}

pl_time_us pl_bwe_probe_deadline(const struct pl_bwe_probe *p)
{
    if (p->state == PL_BWE_PROBE_IDLE)
        return p->next_at;
    if (p->state == PL_BWE_PROBE_WAITING)
        return p->give_up_at;
    return pl_time_min(next_due(p), p->give_up_at);
}
