/* SPDX-License-Identifier: Apache-2.0 */
/* The client's media: frames out, packets in, repairs and reports in both directions. */
#include "webrtc_client.h"

#include "media/loss.h"
#include "proto/rtcp/nack.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/sdes.h"
#include "proto/rtcp/source_stats.h"
#include "proto/rtcp/twcc.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"
#include "proto/rtp/seq.h"

#include <stdlib.h>

enum {
    COMPOUND_BYTES = 1200,
    NACKS_AT_ONCE = 64,
    STATUSES_MAX = 2048,
};

#define KEY_PAUSE_US PL_MS(300)

/* 2026-01-01: where the client's wall clock stands at virtual time 0. */
#define WALL_US UINT64_C(1767225600000000)

struct pl_rtc_sent {
    uint32_t ts;
    uint16_t seq;
    uint16_t len;   /* 0: nothing */
    uint8_t rtx_pt; /* that repeats its payload type */
    bool marker;
    uint8_t payload[PL_RTC_PAYLOAD_MAX];
};

struct pl_rtc_receiver {
    struct pl_seq_unwrapper seqs;
    struct pl_loss loss;
    struct pl_rtcp_source_stats stats;
    bool decodes; /* a key frame came */
    pl_time_us pli_at;
};

enum pl_err pl_rtc_track_open(struct pl_rtc_track *t)
{
    if (t->sends && !t->sent) {
        t->sent = calloc(PL_RTC_SENT_MAX, sizeof(*t->sent));
        return t->sent ? PL_OK : PL_E_NOMEM;
    }
    if (!t->sends && !t->receiver) {
        t->receiver = calloc(1, sizeof(*t->receiver));
        if (!t->receiver)
            return PL_E_NOMEM;
        pl_loss_init(&t->receiver->loss);
        pl_rtcp_source_stats_init(&t->receiver->stats);
    }
    return PL_OK;
}

void pl_rtc_track_close(struct pl_rtc_track *t)
{
    free(t->sent);
    free(t->receiver);
    t->sent = NULL;
    t->receiver = NULL;
}

static uint32_t clock_of(const struct pl_rtc_track *t)
{
    return t->kind == PL_MEDIA_AUDIO ? 48000 : 90000;
}

static uint32_t ts_at(const struct pl_rtc_track *t, pl_time_us now)
{
    return t->ts_base +
           (uint32_t)(now / 1000000u * clock_of(t) + now % 1000000u * clock_of(t) / 1000000u);
}

/* ---- sending ---- */

static bool send_one(struct pl_rtc_track *t, pl_time_us now, struct pl_rtp_header h,
                     struct pl_bytes payload)
{
    struct pl_rtc_client *c = t->client;
    struct pl_rtp_ext_set exts;
    uint8_t header[128];
    struct pl_writer w = pl_writer_of(header, sizeof(header));
    pl_rtp_exts_init(&exts);
    if (pl_rtp_exts_add(&exts, t->ext_mid, pl_bytes_str(t->mid)))
        return false;
    if (t->ext_twcc != 0)
        pl_rtp_exts_add_twcc_seq(&exts, t->ext_twcc, c->twcc_seq++);
    pl_rtp_exts_add_audio_level(&exts, t->ext_audio_level,
                                (struct pl_rtp_audio_level){.level = 42, .voice = true});
    pl_rtp_exts_add_video_orientation(&exts, t->ext_orientation,
                                      (struct pl_rtp_video_orientation){.rotation_degrees = 90});
    h.exts = &exts;
    pl_rtp_write_header(&w, &h);
    if (t->ext_twcc != 0 && c->untold_since == 0)
        c->untold_since = now;
    return pl_writer_ok(&w) && pl_rtc_send_rtp(c, pl_writer_done(&w), payload);
}

bool pl_rtc_send_packet(struct pl_rtc_track *t, pl_time_us now, struct pl_bytes payload,
                        bool marker)
{
    struct pl_rtp_header h = {
        .pt = t->pt, .seq = t->next_seq, .ts = ts_at(t, now), .ssrc = t->ssrc, .marker = marker};
    struct pl_rtc_sent *sent;
    if (!t->client->secure || !t->live || payload.len > PL_RTC_PAYLOAD_MAX || pl_rtc_track_open(t))
        return false;
    t->next_seq++;
    sent = &t->sent[h.seq & (PL_RTC_SENT_MAX - 1)];
    sent->seq = h.seq;
    sent->ts = h.ts;
    sent->marker = marker;
    sent->rtx_pt = t->rtx_pt;
    sent->len = (uint16_t)payload.len;
    if (payload.len > 0)
        memcpy(sent->payload, payload.data, payload.len);
    t->count.packets++;
    t->octets += (uint32_t)payload.len;
    return send_one(t, now, h, payload);
}

bool pl_rtc_send_frame(struct pl_rtc_track *t, pl_time_us now, bool key)
{
    unsigned n = t->camera.packets > 0 ? t->camera.packets : 1;
    size_t len = t->camera.payload_bytes > 0 ? t->camera.payload_bytes : 200;
    uint8_t payload[PL_RTC_PAYLOAD_MAX];
    struct pl_rtc_stamp s = {.origin = t->tag, .frame = t->frame, .codec = (uint8_t)t->codec};
    if (!t->client->secure || !t->live)
        return false;
    s.key = t->kind == PL_MEDIA_VIDEO && (key || t->key_wanted);
    if (s.key) {
        t->key_wanted = false;
        t->count.keys++;
        n *= 3;
    }
    for (unsigned i = 0; i < n; i++) {
        s.index = (uint8_t)i;
        s.last = i + 1 == n;
        pl_rtc_payload_write(&s, payload, len);
        if (!pl_rtc_send_packet(t, now, pl_bytes_of(payload, len), s.last))
            return false;
    }
    t->frame++;
    t->count.frames++;
    return true;
}

static void repeat(struct pl_rtc_track *t, pl_time_us now, uint16_t seq)
{
    const struct pl_rtc_sent *sent = &t->sent[seq & (PL_RTC_SENT_MAX - 1)];
    struct pl_rtp_header h = {.pt = sent->rtx_pt,
                              .seq = t->rtx_seq,
                              .ts = sent->ts,
                              .ssrc = t->rtx_ssrc,
                              .marker = sent->marker};
    uint8_t payload[PL_RTX_OSN_BYTES + PL_RTC_PAYLOAD_MAX];
    t->count.nacked++;
    if (sent->len == 0 || sent->seq != seq || sent->rtx_pt == 0 ||
        t->client->config.without_repeats)
        return;
    pl_put_u16(payload, seq);
    memcpy(payload + PL_RTX_OSN_BYTES, sent->payload, sent->len);
    t->rtx_seq++;
    if (send_one(t, now, h, pl_bytes_of(payload, PL_RTX_OSN_BYTES + (size_t)sent->len)))
        t->count.repeated++;
}

/* ---- receiving ---- */

/* A decoder that has nothing to begin with asks, as browsers do. */
static void look_for_key(struct pl_rtc_track *t, pl_time_us now, const struct pl_rtc_stamp *stamp)
{
    struct pl_rtc_receiver *r = t->receiver;
    r->decodes |= stamp->key;
    if (r->decodes || r->pli_at > now || t->client->config.without_nacks)
        return;
    r->pli_at = now + KEY_PAUSE_US;
    pl_rtc_send_pli(t);
}

static void give(struct pl_rtc_track *t, pl_time_us now, const struct pl_rtp_view *view,
                 bool repaired)
{
    struct pl_rtc_port *port = t->client->config.port;
    struct pl_rtc_packet p = {.track = t, .view = view, .repaired = repaired};
    p.stamped = pl_rtc_payload_read(view->payload, &p.stamp);
    if (repaired)
        t->count.received_rtx++;
    else
        t->count.received++;
    if (!p.stamped)
        t->count.broken++;
    else if (t->kind == PL_MEDIA_VIDEO)
        look_for_key(t, now, &p.stamp);
    if (port->packet)
        port->packet(port, &p);
}

void pl_rtc_media_input(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes packet)
{
    struct pl_rtp_view view;
    struct pl_rtc_track *t;
    bool repaired;
    if (pl_rtp_read(packet, &view)) {
        c->stats.refused++;
        return;
    }
    t = pl_rtc_find_ssrc(c, view.ssrc);
    if (!t || t->sends || pl_rtc_track_open(t)) {
        c->stats.unknown++;
        return;
    }
    repaired = view.ssrc == t->rtx_ssrc;
    if (repaired && pl_rtx_unwrap(&view, 0, t->ssrc, &view))
        return;
    if (t->kind == PL_MEDIA_VIDEO) {
        pl_loss_input(&t->receiver->loss, now, pl_seq_unwrap(&t->receiver->seqs, view.seq));
        if (pl_loss_take_broken(&t->receiver->loss) && !c->config.without_nacks)
            pl_rtc_send_pli(t);
    }
    if (!repaired)
        pl_rtcp_source_stats_input(&t->receiver->stats, now, view.ts, view.seq, clock_of(t));
    give(t, now, &view, repaired);
}

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
        repeat(t, now, seqs[i]);
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
                                              .rtp_ts = ts_at(t, now),
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

static void report(struct pl_rtc_client *c, pl_time_us now)
{
    c->report_at = now + PL_SEC(1);
    for (size_t i = 0; i < c->track_count; i++) {
        if (c->tracks[i]->sends && c->tracks[i]->count.packets > 0)
            send_sr(c->tracks[i], now);
    }
    send_rr(c, now);
}

/* ---- time ---- */

static bool runs(const struct pl_rtc_track *t)
{
    return t->sends && t->live && !t->mute && t->camera.interval_us > 0;
}

static bool misses(const struct pl_rtc_track *t)
{
    return t->receiver && t->kind == PL_MEDIA_VIDEO && !t->client->config.without_nacks;
}

static void tick_track(struct pl_rtc_track *t, pl_time_us now)
{
    if (runs(t) && t->frame_at <= now) {
        unsigned every = t->camera.key_every;
        t->frame_at = now + t->camera.interval_us;
        pl_rtc_send_frame(t, now, every > 0 && t->frame % every == 0);
    }
    if (misses(t) && pl_loss_deadline(&t->receiver->loss) <= now) {
        uint16_t seqs[NACKS_AT_ONCE];
        size_t n = pl_loss_due(&t->receiver->loss, now, PL_MS(100), seqs, NACKS_AT_ONCE);
        if (n > 0)
            pl_rtc_send_nack(t, seqs, n);
        if (pl_loss_take_broken(&t->receiver->loss))
            pl_rtc_send_pli(t);
    }
}

void pl_rtc_media_tick(struct pl_rtc_client *c, pl_time_us now)
{
    if (c->report_at <= now)
        report(c, now);
    for (size_t i = 0; i < c->track_count; i++)
        tick_track(c->tracks[i], now);
}

pl_time_us pl_rtc_media_deadline(const struct pl_rtc_client *c)
{
    pl_time_us at = c->report_at;
    for (size_t i = 0; i < c->track_count; i++) {
        const struct pl_rtc_track *t = c->tracks[i];
        if (runs(t))
            at = pl_time_min(at, t->frame_at);
        if (misses(t))
            at = pl_time_min(at, pl_loss_deadline(&t->receiver->loss));
    }
    return at;
}
