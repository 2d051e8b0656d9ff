/* SPDX-License-Identifier: Apache-2.0 */
/* The client's RTCP: what it is told and asked, what it tells and asks. */
#include "load/rtc_internal.h"

#include "proto/rtcp/nack.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/sdes.h"
#include "proto/rtcp/twcc.h"
#include "proto/rtp/rtp_ext.h"

#include <stdlib.h>

enum {
    COMPOUND_BYTES = 1200,
    STATUSES_MAX = 2048,
};

/* 2026-01-01: where the client's wall clock stands at virtual time 0. */
#define WALL_US UINT64_C(1767225600000000)

/* ---- RTCP in ---- */

static void take_reports(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_report *list,
                         unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct pl_rtc_track *t = pl_rtc_find_ssrc(c, list[i].ssrc);
        if (!t)
            continue;
        t->report = list[i];
        t->report_at = now;
        t->count.reports++;
    }
}

static void take_sr(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_sr sr;
    struct pl_rtc_track *t;
    if (pl_rtcp_read_sr(p, &sr))
        return;
    take_reports(c, now, sr.reports, sr.report_count);
    t = pl_rtc_find_ssrc(c, sr.ssrc);
    if (!t || t->sends || pl_rtc_track_open(t))
        return;
    t->sr = sr;
    t->count.srs++;
    pl_rtcp_source_stats_input_sr(&t->receiver->stats, now, sr.ntp);
}

static void take_sdes(struct pl_rtc_client *c, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_sdes sdes;
    if (pl_rtcp_read_sdes(p, &sdes))
        return;
    for (unsigned i = 0; i < sdes.count; i++) {
        struct pl_rtc_track *t = pl_rtc_find_ssrc(c, sdes.chunks[i].ssrc);
        if (t)
            pl_bytes_to_str(sdes.chunks[i].cname, t->cname, sizeof(t->cname));
    }
}

static void take_nack(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_nack nack;
    struct pl_rtc_track *t;
    uint16_t seqs[PL_RTC_SENT_MAX];
    size_t n;
    if (pl_rtcp_read_nack(p, &nack))
        return;
    t = pl_rtc_find_ssrc(c, nack.media_ssrc);
    if (!t || !t->sends || !t->sent)
        return;
    n = pl_rtcp_nack_expand(&nack, seqs, PL_RTC_SENT_MAX);
    for (size_t i = 0; i < n; i++)
        pl_rtc_repeat(t, now, seqs[i]);
}

static void take_pli(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_pli pli;
    struct pl_rtc_track *t;
    if (pl_rtcp_read_pli(p, &pli))
        return;
    t = pl_rtc_find_ssrc(c, pli.media_ssrc);
    if (!t || !t->sends)
        return;
    t->count.plis++;
    t->pli_at = now;
    t->key_wanted = true;
}

static void take_feedback(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_twcc head;
    struct pl_twcc_status statuses[STATUSES_MAX];
    if (pl_rtcp_read_twcc(p, &head, statuses, STATUSES_MAX))
        return;
    for (unsigned i = 0; i < head.status_count; i++) {
        c->stats.feedback_received += statuses[i].received;
        c->stats.feedback_lost += !statuses[i].received;
    }
    c->stats.feedbacks++;
    c->stats.feedback_at = now;
    if (c->untold_since != 0 && now - c->untold_since > c->stats.feedback_gap_us)
        c->stats.feedback_gap_us = now - c->untold_since;
    c->untold_since = 0;
}

static void take_rr(struct pl_rtc_client *c, pl_time_us now, const struct pl_rtcp_packet *p)
{
    struct pl_rtcp_rr rr;
    if (pl_rtcp_read_rr(p, &rr))
        return;
    c->stats.receiver_reports++;
    take_reports(c, now, rr.reports, rr.report_count);
}

void pl_rtc_control_input(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes compound)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p;
    if (pl_rtcp_begin(compound, &it)) {
        c->stats.refused++;
        return;
    }
    while (pl_rtcp_next(&it, &p)) {
        switch (pl_rtcp_kind(&p)) {
        case PL_RTCP_KIND_SR:
            take_sr(c, now, &p);
            break;
        case PL_RTCP_KIND_RR:
            take_rr(c, now, &p);
            break;
        case PL_RTCP_KIND_SDES:
            take_sdes(c, &p);
            break;
        case PL_RTCP_KIND_NACK:
            take_nack(c, now, &p);
            break;
        case PL_RTCP_KIND_PLI:
            take_pli(c, now, &p);
            break;
        case PL_RTCP_KIND_TWCC:
            take_feedback(c, now, &p);
            break;
        default:
            break;
        }
    }
}

/* ---- RTCP out ---- */

void pl_rtc_send_pli(struct pl_rtc_track *t)
{
    uint8_t bytes[32];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    pl_rtcp_write_pli(&w, &(struct pl_rtcp_pli){t->client->own_ssrc, t->ssrc});
    pl_rtc_send_rtcp(t->client, pl_writer_done(&w));
}

void pl_rtc_send_nack(struct pl_rtc_track *t, const uint16_t *seqs, size_t count)
{
    uint8_t bytes[COMPOUND_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    pl_rtcp_write_nack(&w, t->client->own_ssrc, t->ssrc, seqs, count);
    if (pl_rtc_send_rtcp(t->client, pl_writer_done(&w)))
        t->count.nacks_sent += (uint32_t)count;
}

static void send_sr(struct pl_rtc_track *t, pl_time_us now)
{
    uint8_t bytes[COMPOUND_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_sdes sdes = {.count = 1};
    pl_rtcp_write_sr(&w, &(struct pl_rtcp_sr){.ntp = pl_ntp_from_wall_us(WALL_US + now),
                                              .ssrc = t->ssrc,
                                              .rtp_ts = pl_rtc_ts_at(t, now),
                                              .packets = t->count.packets,
                                              .octets = t->octets});
    sdes.chunks[0] = (struct pl_rtcp_sdes_chunk){pl_bytes_str("client"), t->ssrc};
    pl_rtcp_write_sdes(&w, &sdes);
    pl_rtc_send_rtcp(t->client, pl_writer_done(&w));
}

static void send_rr(struct pl_rtc_client *c, pl_time_us now)
{
    uint8_t bytes[COMPOUND_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_rr rr = {.ssrc = c->own_ssrc};
    for (size_t i = 0; i < c->track_count && rr.report_count < PL_RTCP_COUNT_MAX; i++) {
        struct pl_rtc_track *t = c->tracks[i];
        if (t->receiver && pl_rtcp_source_stats_report(&t->receiver->stats, now, t->ssrc,
                                                       &rr.reports[rr.report_count]) == PL_OK)
            rr.report_count++;
    }
    pl_rtcp_write_rr(&w, &rr);
    pl_rtc_send_rtcp(c, pl_writer_done(&w));
}

void pl_rtc_note_arrival(struct pl_rtc_track *t, pl_time_us now, const struct pl_rtp_view *view)
{
    struct pl_rtc_client *c = t->client;
    struct pl_bytes value;
    uint16_t seq;
    if (!view->has_ext || !pl_rtp_ext_find(view, t->ext_twcc, &value) ||
        !pl_rtp_twcc_seq_read(value, &seq))
        return;
    if (!c->arrivals) {
        c->arrivals = malloc(sizeof(*c->arrivals));
        if (!c->arrivals)
            return;
        pl_arrivals_init(c->arrivals);
    }
    c->arrivals_ssrc = view->ssrc;
    pl_arrivals_input(c->arrivals, c->arrived_at != 0 ? c->arrived_at : now, seq);
}

void pl_rtc_feed_back(struct pl_rtc_client *c)
{
    uint8_t bytes[COMPOUND_BYTES];
    for (;;) {
        struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
        if (!pl_arrivals_write(c->arrivals, &w, c->own_ssrc, c->arrivals_ssrc))
            return;
        if (pl_rtc_send_rtcp(c, pl_writer_done(&w)))
            c->stats.feedbacks_sent++;
    }
}

void pl_rtc_report(struct pl_rtc_client *c, pl_time_us now)
{
    c->report_at = now + PL_SEC(1);
    for (size_t i = 0; i < c->track_count; i++) {
        if (c->tracks[i]->sends && c->tracks[i]->count.packets > 0)
            send_sr(c->tracks[i], now);
    }
    send_rr(c, now);
}
