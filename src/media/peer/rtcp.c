/* SPDX-License-Identifier: Apache-2.0 */
/* RTCP in both directions: what clients report and ask for, what we report to publishers. */
#include "media/internal.h"

#include "proto/rtcp/nack.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/report.h"

enum {
    COMPOUND_BYTES = 1200,
    NACK_SEQS_MAX = 128, /* of one packet; the rest is left out */
    SESSION_SECONDS = 1, /* receiver reports */
};

struct pl_route *pl_route_of_ssrc(struct pl_peer *p, uint32_t ssrc)
{
    struct pl_route *r = pl_idmap_get(&p->media->routes, ssrc);
    /* A client may speak of what it receives only. */
    return r && r->subscriber == p->session ? r : NULL;
}

static void input_sr(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_rtcp_sr sr;
    struct pl_source *source;
    if (!p->publication || pl_rtcp_read_sr(packet, &sr))
        return;
    source = pl_idmap_get(&p->publication->sources, sr.ssrc);
    if (source && source->ssrc == source->encoding->ssrc)
        pl_encoding_input_sr(source->encoding, now, &sr);
}

static void input_nack(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_rtcp_nack nack;
    uint16_t seqs[NACK_SEQS_MAX];
    struct pl_route *r;
    size_t n;
    if (pl_rtcp_read_nack(packet, &nack))
        return;
    r = pl_route_of_ssrc(p, nack.media_ssrc);
    if (!r || nack.media_ssrc != r->ssrc)
        return;
    n = pl_rtcp_nack_expand(&nack, seqs, NACK_SEQS_MAX);
    p->media->stats.nack_in += n;
    pl_route_repair(r, now, seqs, n);
}

static void want_key(struct pl_peer *p, pl_time_us now, uint32_t ssrc)
{
    struct pl_route *r = pl_route_of_ssrc(p, ssrc);
    if (!r || !r->on)
        return;
    p->media->stats.pli_in++;
    pl_route_want_key(r, now);
}

static void input_fir(struct pl_peer *p, pl_time_us now, const struct pl_rtcp_packet *packet)
{
    struct pl_rtcp_fir fir;
    if (pl_rtcp_read_fir(packet, &fir))
        return;
    for (unsigned i = 0; i < fir.count; i++)
        want_key(p, now, fir.entries[i].ssrc);
}

void pl_media_input_rtcp(struct pl_peer *p, pl_time_us now, struct pl_bytes compound)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet packet;
    struct pl_rtcp_pli pli;
    if (pl_rtcp_begin(compound, &it)) {
        p->media->stats.dropped_malformed++;
        return;
    }
    while (pl_rtcp_next(&it, &packet)) {
        switch (pl_rtcp_kind(&packet)) {
        case PL_RTCP_KIND_SR:
            input_sr(p, now, &packet);
            break;
        case PL_RTCP_KIND_NACK:
            input_nack(p, now, &packet);
            break;
        case PL_RTCP_KIND_PLI:
            if (pl_rtcp_read_pli(&packet, &pli) == PL_OK)
                want_key(p, now, pli.media_ssrc);
            break;
        case PL_RTCP_KIND_FIR:
            input_fir(p, now, &packet);
            break;
        case PL_RTCP_KIND_RR:
        case PL_RTCP_KIND_TWCC:
        case PL_RTCP_KIND_REMB:
            pl_media_input_feedback(p, now, &packet);
            break;
        default:
            break; /* BYE says what ICE will say */
        }
    }
}

/* ---- to publishers ---- */

static void report_stream(struct pl_stream *s, pl_time_us now, struct pl_rtcp_rr *rr)
{
    for (unsigned i = 0; i < s->encoding_count; i++) {
        struct pl_encoding *e = &s->encodings[i];
        if (e->ssrc == 0 || rr->report_count == PL_RTCP_COUNT_MAX)
            continue;
        if (pl_rtcp_source_stats_report(&e->stats, now, e->ssrc, &rr->reports[rr->report_count]) ==
            PL_OK)
            rr->report_count++;
    }
}

static void report_streams(struct pl_peer *p, pl_time_us now)
{
    uint8_t bytes[COMPOUND_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_rr rr = {.ssrc = p->own_ssrc};
    struct pl_list *it;
    pl_list_for_each(it, &p->session->streams)
        report_stream(pl_container_of(it, struct pl_stream, in_session), now, &rr);
    pl_rtcp_write_rr(&w, &rr);
    pl_peer_send_rtcp(p, pl_writer_done(&w));
}

static void feed_back_arrivals(struct pl_peer *p)
{
    struct pl_publication *pub = p->publication;
    uint8_t bytes[COMPOUND_BYTES];
    struct pl_writer w;
    for (;;) {
        w = pl_writer_of(bytes, sizeof(bytes));
        if (!pl_arrivals_write(&pub->arrivals, &w, p->own_ssrc, pub->twcc_ssrc))
            return;
        pl_peer_send_rtcp(p, pl_writer_done(&w));
    }
}

void pl_media_report(struct pl_peer *p, pl_time_us now)
{
    if (p->report_at <= now) {
        report_streams(p, now);
        p->report_at = now + PL_SEC(SESSION_SECONDS);
    }
    if (pl_arrivals_deadline(&p->publication->arrivals) <= now)
        feed_back_arrivals(p);
}

pl_time_us pl_media_report_deadline(const struct pl_peer *p)
{
    if (!pl_peer_can_send(p))
        return PL_TIME_NEVER;
    return pl_time_min(p->report_at, pl_arrivals_deadline(&p->publication->arrivals));
}
