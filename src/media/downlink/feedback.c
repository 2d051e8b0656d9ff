/* SPDX-License-Identifier: Apache-2.0 */
/* What subscribers tell about their way: transport-wide feedback, receiver reports, REMB. */
#include "media/internal.h"

#include "proto/rtcp/ntp.h"
#include "proto/rtcp/psfb.h"

enum {
    /* Packets that one feedback may speak of. The estimator remembers half as many; a browser tells
     * some ten to a hundred at a time. */
    STATUSES_MAX = 1024,
};

static void input_twcc(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_twcc_status statuses[STATUSES_MAX];
    struct pl_rtcp_twcc head;
    if (pl_rtcp_read_twcc(packet, &head, statuses, STATUSES_MAX)) {
        p->media->stats.dropped_malformed++;
        return;
    }
    p->media->stats.feedback_in++;
    pl_downlink_feedback(p->downlink, now, &head, statuses, head.status_count);
}

/* There and back, when the block echoes a report that we sent lately of this route; else 0. */
static pl_time_us rtt_of(const struct pl_route *r, pl_time_us now, const struct pl_rtcp_report *b)
{
    pl_time_us held = pl_ntp_compact_to_us(b->dlsr);
    for (unsigned i = 0; i < 2; i++) {
        const struct pl_route_sr *sr = &r->srs[i];
        if (sr->at != 0 && b->lsr == sr->compact && now - sr->at > held)
            return now - sr->at - held;
    }
    return 0;
}

/* Packets between two reports of one route; 0 when the numbers make no sense. */
static uint32_t expected(struct pl_route *r, const struct pl_rtcp_report *b)
{
    uint32_t n = (uint16_t)(b->highest_seq - r->reported_seq);
    bool first = !r->reported;
    r->reported = true;
    r->reported_seq = (uint16_t)b->highest_seq;
    return first || n >= 0x8000 ? 0 : n;
}

static void input_rr(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_rtcp_rr rr;
    uint64_t sent = 0, lost = 0;
    pl_time_us rtt = 0;
    if (pl_rtcp_read_rr(packet, &rr))
        return;
    for (unsigned i = 0; i < rr.report_count; i++) {
        const struct pl_rtcp_report *b = &rr.reports[i];
        struct pl_route *r = pl_route_of_ssrc(p, b->ssrc);
        pl_time_us measured;
        uint32_t n;
        if (!r || b->ssrc != r->ssrc)
            continue;
        r->figures.highest_seq = b->highest_seq;
        r->figures.lost = b->cumulative_lost;
        r->figures.jitter = b->jitter;
        measured = rtt_of(r, now, b);
        rtt = measured != 0 ? measured : rtt;
        n = expected(r, b);
        sent += n;
        lost += (uint64_t)n * b->fraction_lost; /* in 1/256 */
    }
    if (rtt != 0)
        pl_peer_rtt_sample(p, rtt);
    if (sent > 0 || rtt != 0)
        pl_downlink_report(p->downlink, now, (uint8_t)(sent > 0 ? lost / sent : 0), rtt);
}

/* For all that the client receives: one bundle has one way. */
static void input_remb(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_rtcp_remb remb;
    if (pl_rtcp_read_remb(packet, &remb) == PL_OK)
        pl_downlink_remb(p->downlink, now, remb.bitrate_bps);
}

void pl_media_input_feedback(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    enum pl_rtcp_kind kind = pl_rtcp_kind(packet);
    pl_time_us deadline;
    if (p->role != PL_MEDIA_SUB)
        return;
    deadline = pl_downlink_deadline(p->downlink);
    if (kind == PL_RTCP_KIND_RR)
        input_rr(p, now, packet);
    else if (kind == PL_RTCP_KIND_TWCC)
        input_twcc(p, now, packet);
    else if (kind == PL_RTCP_KIND_REMB)
        input_remb(p, now, packet);
    if (pl_downlink_deadline(p->downlink) != deadline)
        pl_peer_rearm(p);
}
