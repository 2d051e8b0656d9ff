/* SPDX-License-Identifier: Apache-2.0 */
/* The client's media: frames out, packets in, repairs in both directions. */
#include "load/rtc_internal.h"

#include "proto/rtp/red.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"

#include <stdlib.h>

enum {
    NACKS_AT_ONCE = 64,
    OPUS_PT = 109,        /* that our offers give Opus */
    SERVER_RED_PT = 63,   /* that the server's offers give RED */
    SERVER_OPUS_PT = 111, /* and Opus, in its blocks too */
};

#define KEY_PAUSE_US PL_MS(300)

struct pl_rtc_sent {
    uint32_t ts;
    uint16_t seq;
    uint16_t len;   /* 0: nothing */
    uint8_t rtx_pt; /* that repeats its payload type */
    bool marker;
    uint8_t payload[PL_RTC_PAYLOAD_MAX];
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

/* ---- sending ---- */

static bool send_one(struct pl_rtc_track *t, pl_time_us now, struct pl_rtp_header h,
                     struct pl_bytes payload)
{
    struct pl_rtc_client *c = t->client;
    struct pl_rtp_ext_set exts;
    uint8_t header[128];
    struct pl_writer w = pl_writer_of(header, sizeof(header));
    pl_rtp_exts_init(&exts);
    if (pl_rtp_exts_add(&exts, t->ext_mid, pl_bytes_str(t->mid)) ||
        pl_rtp_exts_add(&exts, h.ssrc == t->ssrc ? t->ext_rid : t->ext_repaired,
                        pl_bytes_str(t->rid)))
        return false;
    if (t->ext_twcc != 0)
        pl_rtp_exts_add_twcc_seq(&exts, t->ext_twcc, c->twcc_seq++);
    pl_rtp_exts_add_audio_level(
        &exts, t->ext_audio_level,
        (struct pl_rtp_audio_level){.level = t->audio_level, .voice = true});
    pl_rtp_exts_add_video_orientation(&exts, t->ext_orientation,
                                      (struct pl_rtp_video_orientation){.rotation_degrees = 90});
    h.exts = &exts;
    pl_rtp_write_header(&w, &h);
    if (t->ext_twcc != 0 && c->untold_since == 0)
        c->untold_since = now;
    return pl_writer_ok(&w) && pl_rtc_send_rtp(c, pl_writer_done(&w), payload);
}

/* The packet before once more, then this one (RFC 2198). */
static bool send_red(struct pl_rtc_track *t, pl_time_us now, struct pl_rtp_header h,
                     struct pl_bytes payload)
{
    const struct pl_rtc_sent *before = &t->sent[(h.seq - 1u) & (PL_RTC_SENT_MAX - 1)];
    bool has_before = before->len > 0 && before->seq == (uint16_t)(h.seq - 1u);
    uint8_t bytes[2 * PL_RTC_PAYLOAD_MAX + 5];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    if (has_before) {
        pl_write_u8(&w, 0x80 | OPUS_PT);
        pl_write_u8(&w, (uint8_t)((h.ts - before->ts) >> 6));
        pl_write_u16(&w, (uint16_t)((h.ts - before->ts) << 10 | before->len));
    }
    pl_write_u8(&w, OPUS_PT);
    if (has_before)
        pl_write_bytes(&w, pl_bytes_of(before->payload, before->len));
    pl_write_bytes(&w, payload);
    return send_one(t, now, h, pl_writer_done(&w));
}

bool pl_rtc_send_packet(struct pl_rtc_track *t, pl_time_us now, struct pl_bytes payload,
                        bool marker)
{
    struct pl_rtp_header h = {.pt = t->pt,
                              .seq = t->next_seq,
                              .ts = pl_rtc_ts_at(t, now),
                              .ssrc = t->ssrc,
                              .marker = marker};
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
    if (t->codec == PL_CODEC_RED)
        return send_red(t, now, h, payload);
    return send_one(t, now, h, payload);
}

/* Which temporal layer is next: 0 2 1 2, or 0 1. A key frame begins the pattern anew. */
static void shape(struct pl_rtc_track *t, struct pl_rtc_stamp *s)
{
    static const uint8_t tids[3][4] = {{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 2, 1, 2}};
    s->size = t->size;
    if (t->temporal == 0 || (t->codec != PL_CODEC_VP8 && t->codec != PL_CODEC_VP9))
        return;
    t->phase = (uint8_t)(s->key ? 0 : (t->phase + 1) % 4);
    s->layered = true;
    s->tid = tids[t->temporal - 1][t->phase];
    s->sync = s->tid == 1 || (s->tid == 2 && t->phase == 1);
    t->tl0picidx = (uint8_t)(t->tl0picidx + (s->tid == 0));
    s->tl0picidx = t->tl0picidx;
    s->picture_id = (uint16_t)((t->frame + t->ssrc) & 0x7fff);
}

/* A frame of one spatial layer. */
static bool send_layer(struct pl_rtc_track *t, pl_time_us now, struct pl_rtc_stamp *s, unsigned n,
                       bool top)
{
    size_t len = t->camera.payload_bytes > 0 ? t->camera.payload_bytes : 200;
    uint8_t payload[PL_RTC_PAYLOAD_MAX];
    for (unsigned i = 0; i < n; i++) {
        s->index = (uint8_t)i;
        s->last = i + 1 == n;
        pl_rtc_payload_write(s, payload, len);
        if (!pl_rtc_send_packet(t, now, pl_bytes_of(payload, len), s->last && top))
            return false;
    }
    return true;
}

bool pl_rtc_send_frame(struct pl_rtc_track *t, pl_time_us now, bool key)
{
    unsigned n = t->camera.packets > 0 ? t->camera.packets : 1;
    unsigned spatial = t->codec == PL_CODEC_VP9 && t->spatial > 1 ? t->spatial : 1;
    struct pl_rtc_stamp s = {.origin = t->tag,
                             .frame = t->frame,
                             .codec = (uint8_t)t->codec,
                             .sent_us = now,
                             .spatial = (uint8_t)spatial};
    if (!t->client->secure || !t->live)
        return false;
    s.key = t->kind == PL_MEDIA_VIDEO && (key || t->key_wanted);
    if (s.key) {
        t->key_wanted = false;
        t->count.keys++;
        n = t->camera.key_packets > 0 ? t->camera.key_packets : n * 3;
    }
    shape(t, &s);
    for (unsigned sid = 0; sid < spatial; sid++) {
        s.sid = (uint8_t)sid;
        if (!send_layer(t, now, &s, n, sid + 1 == spatial))
            return false;
    }
    t->frame++;
    t->count.frames++;
    return true;
}

void pl_rtc_repeat(struct pl_rtc_track *t, pl_time_us now, uint16_t seq)
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
    p.stamped = t->client->config.trusts_payloads ? pl_rtc_stamp_read(view->payload, &p.stamp)
                                                  : pl_rtc_payload_read(view->payload, &p.stamp);
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
    pl_rtc_note_arrival(t, now, &view);
    repaired = view.ssrc == t->rtx_ssrc;
    if (repaired && view.payload.len == 0)
        c->stats.padding++;
    if (repaired && pl_rtx_unwrap(&view, 0, t->ssrc, &view))
        return;
    if (t->kind == PL_MEDIA_VIDEO) {
        pl_loss_input(&t->receiver->loss, now, pl_seq_unwrap(&t->receiver->seqs, view.seq));
        if (pl_loss_take_broken(&t->receiver->loss) && !c->config.without_nacks)
            pl_rtc_send_pli(t);
    }
    if (!repaired)
        pl_rtcp_source_stats_input(&t->receiver->stats, now, view.ts, view.seq, pl_rtc_clock(t));
    if (view.pt == SERVER_RED_PT) {
        struct pl_red_view red;
        t->count.received_red++;
        if (pl_red_read(view.payload, SERVER_OPUS_PT, &red) == PL_OK)
            view.payload = red.primary;
    }
    if (view.payload.len > 0) /* else padding, which fills a hole */
        give(t, now, &view, repaired);
}

uint64_t pl_rtc_missing(const struct pl_rtc_track *t)
{
    int64_t lost = t->receiver ? pl_rtcp_source_stats_lost(&t->receiver->stats) : 0;
    return lost > 0 ? (uint64_t)lost : 0;
}

/* ---- time ---- */

static bool runs(const struct pl_rtc_track *t)
{
    return t->sends && t->live && !t->mute && t->camera.interval_us > 0 &&
           (!t->film || t->client->secure);
}

static bool misses(const struct pl_rtc_track *t)
{
    return t->receiver && t->kind == PL_MEDIA_VIDEO && !t->client->config.without_nacks;
}

static void tick_track(struct pl_rtc_track *t, pl_time_us now)
{
    if (t->film && runs(t)) {
        pl_rtc_roll_film(t, now);
    } else if (runs(t) && t->frame_at <= now) {
        unsigned every = t->camera.key_every;
        t->frame_at += t->camera.interval_us; /* a late frame does not make all later ones late */
        if (t->frame_at <= now)
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
        pl_rtc_report(c, now);
    if (c->arrivals && pl_arrivals_deadline(c->arrivals) <= now)
        pl_rtc_feed_back(c);
    for (size_t i = 0; i < c->track_count; i++)
        tick_track(c->tracks[i], now);
}

pl_time_us pl_rtc_media_deadline(const struct pl_rtc_client *c)
{
    pl_time_us at = c->report_at;
    if (c->arrivals)
        at = pl_time_min(at, pl_arrivals_deadline(c->arrivals));
    for (size_t i = 0; i < c->track_count; i++) {
        const struct pl_rtc_track *t = c->tracks[i];
        if (runs(t))
            at = pl_time_min(at, t->frame_at);
        if (misses(t))
            at = pl_time_min(at, pl_loss_deadline(&t->receiver->loss));
    }
    return at;
}
