/* SPDX-License-Identifier: Apache-2.0 */
/* One stream to one subscriber: its numbers, its repairs, its sender reports. The hot path of the
 * SFU. */
#include "media/internal.h"

#include "proto/rtcp/ntp.h"
#include "proto/rtcp/sdes.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    RTX_PER_SECOND = 500, /* retransmissions to one subscriber of one stream */
    RTX_BURST = 200,
    CNAME_BYTES = 24,
    RTCP_BYTES = 128,
};

static unsigned free_section(struct pl_media_session *s, enum pl_media_kind kind)
{
    unsigned i;
    for (i = 0; i < s->section_count; i++) {
        if (!s->sections[i].route && s->sections[i].kind == kind)
            return i;
    }
    return i;
}

/* At the limit of sections the one of a paused route is taken over. */
static unsigned paused_section(struct pl_media_session *s, enum pl_media_kind kind)
{
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        if (s->sections[i].kind == kind && r && !r->on) {
            pl_route_destroy(r);
            return i;
        }
    }
    return PL_MEDIA_SUB_SECTIONS_MAX;
}

static bool register_ssrcs(struct pl_route *r)
{
    struct pl_media *m = r->subscriber->media;
    r->ssrc = pl_media_fresh_ssrc(m);
    if (pl_idmap_put(&m->routes, r->ssrc, r))
        return false;
    r->rtx_ssrc = pl_media_fresh_ssrc(m);
    if (r->stream->kind == PL_MEDIA_VIDEO && pl_idmap_put(&m->routes, r->rtx_ssrc, r)) {
        pl_idmap_remove(&m->routes, r->ssrc);
        return false;
    }
    return true;
}

struct pl_route *pl_route_find(struct pl_media_session *subscriber, const struct pl_stream *stream)
{
    for (unsigned i = 0; i < subscriber->section_count; i++) {
        struct pl_route *r = subscriber->sections[i].route;
        if (r && r->stream == stream)
            return r;
    }
    return NULL;
}

struct pl_route *pl_route_of(struct pl_media_session *subscriber, struct pl_stream *stream)
{
    struct pl_random *random = subscriber->media->config.random;
    struct pl_route *r = pl_route_find(subscriber, stream);
    unsigned section;
    if (r)
        return r;
    section = free_section(subscriber, stream->kind);
    if (section == PL_MEDIA_SUB_SECTIONS_MAX)
        section = paused_section(subscriber, stream->kind);
    r = section < PL_MEDIA_SUB_SECTIONS_MAX ? calloc(1, sizeof(*r)) : NULL;
    if (!r)
        return NULL;
    r->stream = stream;
    r->subscriber = subscriber;
    r->section = section;
    if (!register_ssrcs(r)) {
        free(r);
        return NULL;
    }
    r->view.visible = true;
    r->target = (struct pl_route_target){PL_TARGET_HIGHEST, PL_TARGET_HIGHEST};
    r->encoding = pl_stream_encoding(stream, PL_TARGET_HIGHEST)->index;
    pl_remap_init(&r->remap, (uint16_t)pl_random_u32(random), pl_random_u32(random));
    r->rtx_seq = (uint16_t)pl_random_u32(random);
    r->rtx_tokens = RTX_BURST;
    pl_list_add_tail(&stream->routes, &r->in_stream);
    if (section == subscriber->section_count)
        subscriber->section_count++;
    subscriber->sections[section] = (struct pl_section){stream->kind, r, 0};
    pl_sub_changed(subscriber);
    return r;
}

void pl_route_destroy(struct pl_route *r)
{
    struct pl_media *m = r->subscriber->media;
    pl_idmap_remove(&m->routes, r->ssrc);
    if (r->stream->kind == PL_MEDIA_VIDEO)
        pl_idmap_remove(&m->routes, r->rtx_ssrc);
    pl_list_remove(&r->in_stream);
    pl_speakers_release(&r->subscriber->speakers, &r->speaker);
    r->subscriber->sections[r->section].route = NULL;
    pl_sub_changed(r->subscriber);
    free(r);
}

static struct pl_encoding *current(const struct pl_route *r)
{
    return &r->stream->encodings[r->encoding];
}

void pl_route_want_key(struct pl_route *r, pl_time_us now)
{
    pl_encoding_want_key(current(r), now);
}

void pl_route_set_target(struct pl_route *r, pl_time_us now, struct pl_route_target target,
                         enum pl_media_why why)
{
    bool paused = target.encoding == PL_TARGET_PAUSED;
    r->target = target;
    r->why = why;
    if (r->paused == paused)
        return;
    r->paused = paused;
    r->figures.pulse.at = 0; /* a pause is no freeze */
    pl_remap_detach(&r->remap);
    if (!paused && r->on && r->answered)
        pl_route_want_key(r, now);
}

void pl_route_switch(struct pl_route *r, pl_time_us now, bool on)
{
    if (r->on == on)
        return;
    r->on = on;
    r->figures.pulse.at = 0;
    pl_speakers_release(&r->subscriber->speakers, &r->speaker);
    pl_remap_detach(&r->remap); /* what comes after the pause is anchored anew */
    if (on && r->answered)
        pl_route_want_key(r, now);
}

void pl_route_open(struct pl_route *r, pl_time_us now)
{
    r->answered = true;
    if (r->on && !pl_remap_anchored(&r->remap))
        pl_route_want_key(r, now);
}

void pl_route_close(struct pl_route *r)
{
    r->answered = false;
    pl_remap_detach(&r->remap);
}

/* ---- forwarding ---- */

/* Does the stream begin, or go on, for this subscriber with this packet? */
static bool anchor(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    const struct pl_codec_info *info = pl_codec_info((enum pl_codec)p->codec);
    uint64_t elapsed = 0;
    if (pl_remap_anchored(&r->remap))
        return true;
    if (info->kind == PL_MEDIA_VIDEO && !p->key_start)
        return false;
    if (r->last_at != 0)
        elapsed = (now - r->last_at) * info->clock / 1000000u;
    /* At least one tick, or two frames would carry one timestamp. */
    pl_remap_anchor(&r->remap, p->seq, p->ts, (uint32_t)(elapsed > 0 ? elapsed : 1));
    r->generation = p->generation;
    return true;
}

static size_t write_header(const struct pl_route *r, uint8_t *room,
                           const struct pl_rtp_header *base, uint8_t orientation,
                           const struct pl_stream_packet *p)
{
    struct pl_writer w = pl_writer_of(room, PL_MEDIA_DATAGRAM_MAX);
    struct pl_rtp_header h = *base;
    struct pl_rtp_ext_set exts;
    pl_rtp_exts_init(&exts);
    if (orientation != 0xff && r->ext_orientation != 0 &&
        pl_rtp_exts_add(&exts, r->ext_orientation, pl_bytes_of(&orientation, 1)))
        return 0;
    if (p && p->has_audio_level && r->ext_audio_level != 0 &&
        pl_rtp_exts_add(&exts, r->ext_audio_level, pl_bytes_of(&p->audio_level, 1)))
        return 0;
    if (r->ext_twcc != 0)
        pl_rtp_exts_add_twcc_seq(&exts, r->ext_twcc, r->subscriber->sub->downlink->seq);
    h.exts = &exts;
    pl_rtp_write_header(&w, &h);
    return pl_writer_ok(&w) ? w.pos : 0;
}

/* Encrypts straight into the datagram that leaves. */
static bool send(struct pl_route *r, pl_time_us now, uint8_t *room, size_t header_len,
                 struct pl_bytes payload)
{
    struct pl_peer *sub = r->subscriber->sub;
    enum pl_err err;
    size_t len;
    if (header_len == 0 ||
        header_len + payload.len + PL_SRTP_RTP_OVERHEAD_MAX > PL_MEDIA_DATAGRAM_MAX)
        return false;
    err = pl_srtp_protect_rtp(&sub->srtp_out, pl_bytes_of(room, header_len), payload, room,
                              PL_MEDIA_DATAGRAM_MAX, &len);
    if (err == PL_E_LIMIT)
        pl_peer_fail(sub, "too many streams for one connection"); /* a fresh one has room */
    if (err)
        return false;
    pl_media_commit(r->subscriber->media, len, &sub->send_path);
    if (pl_downlink_sent(sub->downlink, now, len, r->ext_twcc != 0))
        pl_peer_rearm(sub);
    return true;
}

/*
 * Sound that this listener does not get: a pause to him, which begins without a loss and ends with
 * a marker (RFC 3551 4.1).
 */
static bool hush(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    bool out_spoken = !p->silent && !pl_speakers_admit(&r->subscriber->speakers, now, &r->speaker,
                                                       &p->stream->encodings[p->encoding].voice);
    r->subscriber->media->stats.outspoken += out_spoken;
    if (!p->silent && !out_spoken)
        return false;
    if (r->hushed)
        pl_remap_skip_pause(&r->remap, p->seq);
    else
        pl_remap_skip(&r->remap, p->seq);
    r->hushed = true;
    return true;
}

static bool may_flow(const struct pl_route *r, const struct pl_stream_packet *p)
{
    return r->on && !r->paused && r->answered && p->encoding == r->encoding &&
           p->generation == current(r)->generation && pl_peer_can_send(r->subscriber->sub);
}

void pl_route_forward(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    if (may_flow(r, p) && (r->stream->kind == PL_MEDIA_AUDIO || !pl_route_waits(r, now, p)))
        pl_route_send(r, now, p);
}

void pl_route_send(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_media *m = r->subscriber->media;
    struct pl_rtp_header h = {.marker = p->marker, .ssrc = r->ssrc};
    bool first;
    uint8_t *room;
    if (!may_flow(r, p))
        return;
    if (r->generation != p->generation)
        pl_remap_detach(&r->remap); /* before a skip would take its numbers for the old source's */
    if (p->payload.len == 0 || !(r->codecs & 1u << p->codec)) {
        /* Padding; or the publisher is changing to a codec that this client can show. No hole. */
        pl_remap_skip(&r->remap, p->seq);
        return;
    }
    if (r->stream->kind == PL_MEDIA_AUDIO) {
        if (hush(r, now, p))
            return;
        h.marker |= r->hushed;
    }
    first = !pl_remap_anchored(&r->remap);
    if (!anchor(r, now, p)) {
        pl_route_want_key(r, now);
        return;
    }
    if (pl_remap_map(&r->remap, p->seq, p->ts, &h.seq, &h.ts))
        return;
    h.pt = pl_codec_info((enum pl_codec)p->codec)->pt;
    room = pl_media_reserve(m);
    if (!send(r, now, room, write_header(r, room, &h, p->orientation, p), p->payload))
        return;
    r->hushed = false;
    r->last_at = now;
    r->packets++;
    r->octets += (uint32_t)p->payload.len;
    m->stats.rtp_out++;
    if (r->stream->kind == PL_MEDIA_VIDEO)
        pl_pulse_input(&r->figures.pulse, now, h.ts);
    if (first)
        pl_route_send_sr(r, now); /* sound and picture find together from the first second on */
}

/* ---- repair ---- */

static bool take_token(struct pl_route *r, pl_time_us now)
{
    uint64_t earned = (now - r->rtx_refill_at) * RTX_PER_SECOND / 1000000u;
    if (earned > 0) {
        r->rtx_tokens =
            earned + r->rtx_tokens > RTX_BURST ? RTX_BURST : r->rtx_tokens + (uint32_t)earned;
        r->rtx_refill_at = now;
    }
    if (r->rtx_tokens == 0)
        return false;
    r->rtx_tokens--;
    return true;
}

static bool send_rtx(struct pl_route *r, pl_time_us now, uint16_t osn,
                     const struct pl_cache_packet *c)
{
    const struct pl_codec_info *info = pl_codec_info((enum pl_codec)c->codec);
    struct pl_rtp_header h = {.pt = info->rtx_pt,
                              .seq = r->rtx_seq,
                              .ts = pl_remap_ts(&r->remap, c->ts),
                              .ssrc = r->rtx_ssrc,
                              .marker = c->marker};
    uint8_t payload[PL_RTX_OSN_BYTES + PL_CACHE_PAYLOAD_MAX];
    uint8_t *room = pl_media_reserve(r->subscriber->media);
    pl_put_u16(payload, osn);
    memcpy(payload + PL_RTX_OSN_BYTES, c->payload, c->len);
    if (!send(r, now, room, write_header(r, room, &h, c->orientation, NULL),
              pl_bytes_of(payload, PL_RTX_OSN_BYTES + (size_t)c->len)))
        return false;
    r->rtx_seq++;
    return true;
}

/* The publisher's packet that went out under that number; NULL: not known any more. */
static const struct pl_cache_packet *find_sent(const struct pl_route *r, uint16_t seq)
{
    const struct pl_encoding *e = current(r);
    const struct pl_cache_packet *c;
    uint64_t in_seq;
    if (!e->repair || !r->on || r->generation != e->generation ||
        pl_remap_find(&r->remap, seq, &in_seq))
        return NULL;
    c = pl_cache_get(&e->repair->cache, in_seq);
    return c && (r->codecs & 1u << c->codec) ? c : NULL;
}

bool pl_route_send_repair(struct pl_route *r, pl_time_us now, uint16_t seq)
{
    const struct pl_cache_packet *c = find_sent(r, seq);
    if (!c || !send_rtx(r, now, seq, c))
        return false;
    r->figures.repaired++;
    r->subscriber->media->stats.rtx_out++;
    return true;
}

bool pl_route_repeat(struct pl_route *r, pl_time_us now, uint16_t seq, size_t most)
{
    const struct pl_cache_packet *c = find_sent(r, seq);
    return c && c->len > 0 && c->len <= most && send_rtx(r, now, seq, c);
}

bool pl_route_send_padding(struct pl_route *r, pl_time_us now, size_t most)
{
    uint8_t bytes[PL_RTP_PADDING_MAX];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtp_header h = {
        .seq = r->rtx_seq, .ts = r->remap.last_ts, .ssrc = r->rtx_ssrc, .padding = true};
    uint8_t *room;
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT && h.pt == 0; codec++) {
        if (r->codecs & 1u << codec)
            h.pt = pl_codec_info((enum pl_codec)codec)->rtx_pt;
    }
    if (h.pt == 0)
        return false;
    pl_rtp_write_padding(&w, (uint8_t)(most < PL_RTP_PADDING_MAX ? most : PL_RTP_PADDING_MAX));
    room = pl_media_reserve(r->subscriber->media);
    if (!send(r, now, room, write_header(r, room, &h, 0xff, NULL), pl_writer_done(&w)))
        return false;
    r->rtx_seq++;
    return true;
}

void pl_route_repair(struct pl_route *r, pl_time_us now, const uint16_t *seqs, size_t count)
{
    if (!pl_peer_can_send(r->subscriber->sub))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!find_sent(r, seqs[i]))
            continue;
        if (!take_token(r, now))
            return;
        if (!pl_route_repair_waits(r, now, seqs[i]))
            (void)pl_route_send_repair(r, now, seqs[i]);
    }
}

/* ---- sender reports ---- */

/* The publisher's report in the subscriber's terms, carried forward to now. */
void pl_route_send_sr(struct pl_route *r, pl_time_us now)
{
    const struct pl_encoding *e = current(r);
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_sdes sdes = {.count = 1};
    struct pl_rtcp_sr sr = {.ssrc = r->ssrc, .packets = r->packets, .octets = r->octets};
    char cname[CNAME_BYTES];
    uint64_t elapsed = now - e->sr_at;
    if (!e->has_sr || e->codec == PL_CODEC_NONE || r->packets == 0 ||
        !pl_remap_anchored(&r->remap) || r->generation != e->generation)
        return;
    sr.ntp = e->sr_ntp + ((uint64_t)pl_ntp_compact_from_us(elapsed) << 16);
    sr.rtp_ts = pl_remap_ts(&r->remap, e->sr_ts) +
                (uint32_t)(elapsed * pl_codec_info((enum pl_codec)e->codec)->clock / 1000000u);
    /* One name for all that a publisher sends, so that receivers play it in step (RFC 3550 6.5.1).
     */
    snprintf(cname, sizeof(cname), "s%016llx", (unsigned long long)r->stream->publisher->id);
    sdes.chunks[0].ssrc = r->ssrc;
    sdes.chunks[0].cname = pl_bytes_str(cname);
    r->srs[1] = r->srs[0];
    r->srs[0] = (struct pl_route_sr){now, pl_ntp_compact(sr.ntp)};
    pl_rtcp_write_sr(&w, &sr);
    pl_rtcp_write_sdes(&w, &sdes);
    pl_peer_send_rtcp(r->subscriber->sub, pl_writer_done(&w));
}
