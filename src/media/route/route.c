/* SPDX-License-Identifier: Apache-2.0 */
/* One stream to one subscriber: its numbers, its repairs, its sender reports. The hot path of the
 * SFU. */
#include "media/internal.h"

#include "proto/rtcp/ntp.h"
#include "proto/rtcp/sdes.h"
#include "proto/rtp/rtp_ext.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    CNAME_BYTES = 24,
    RTCP_BYTES = 128,
    SECTIONS_FIRST = 4, /* a sound and a picture, of two people */
};
_Static_assert(PL_MEDIA_SUB_SECTIONS_MAX % SECTIONS_FIRST == 0, "reached by doubling");

static unsigned free_section(struct pl_media_session *s, enum pl_media_kind kind)
{
    unsigned i;
    for (i = 0; i < s->section_count; i++) {
        if (!s->sections[i].route && s->sections[i].kind == kind)
            return i;
    }
    return i;
}

/* Twice as many, up to the limit. False: no memory, or no more. */
static bool make_sections(struct pl_media_session *s)
{
    unsigned room = s->section_room > 0 ? 2 * s->section_room : SECTIONS_FIRST;
    struct pl_section *sections;
    if (s->section_room == PL_MEDIA_SUB_SECTIONS_MAX)
        return false;
    sections = realloc(s->sections, room * sizeof(*sections));
    if (!sections)
        return false;
    s->sections = sections;
    s->section_room = room;
    return true;
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
    if (section == PL_MEDIA_SUB_SECTIONS_MAX ||
        (section == subscriber->section_room && !make_sections(subscriber)))
        return NULL;
    r = calloc(1, sizeof(*r));
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
    r->encoding = r->wanted = pl_stream_choose(stream, PL_TARGET_HIGHEST)->index;
    pl_remap_init(&r->remap, (uint16_t)pl_random_u32(random), pl_random_u32(random));
    r->rtx_seq = (uint16_t)pl_random_u32(random);
    r->rtx_tokens = PL_ROUTE_RTX_BURST;
    pl_list_add_tail(&stream->routes, &r->in_stream);
    pl_stream_changed(stream);
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
    pl_stream_changed(r->stream);
    pl_speakers_release(&r->subscriber->speakers, &r->speaker);
    r->subscriber->sections[r->section].route = NULL;
    pl_sub_changed(r->subscriber);
    free(r);
}

static struct pl_encoding *current(const struct pl_route *r)
{
    return &r->stream->encodings[r->encoding];
}

void pl_route_switch(struct pl_route *r, pl_time_us now, bool on)
{
    if (r->on == on)
        return;
    r->on = on;
    r->figures.pulse.at = 0;
    pl_speakers_release(&r->subscriber->speakers, &r->speaker);
    pl_remap_detach(&r->remap); /* what comes after the pause is anchored anew */
    pl_route_aim(r, now);
    if (on && r->answered)
        pl_route_want_key(r, now);
    pl_stream_changed(r->stream); /* its publisher may have to send more, or less */
}

void pl_route_open(struct pl_route *r, pl_time_us now)
{
    r->answered = true;
    if (r->on && !pl_remap_anchored(&r->remap) && !pl_route_can_catch_up(r, now))
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
    if (pl_remap_anchored(&r->remap))
        return true;
    if (r->stream->kind == PL_MEDIA_VIDEO && !p->key_start)
        return false;
    pl_route_anchor(r, now, p);
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

bool pl_route_emit(struct pl_route *r, pl_time_us now, const struct pl_rtp_header *h,
                   uint8_t orientation, const struct pl_stream_packet *p, struct pl_bytes payload)
{
    struct pl_peer *sub = r->subscriber->sub;
    uint8_t *room = pl_media_reserve(r->subscriber->media);
    size_t header_len = write_header(r, room, h, orientation, p), len;
    enum pl_err err;
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

/*
 * A packet of a layer that this subscriber does not get: no hole. One that comes late has a hole
 * already, which an empty packet fills, or the subscriber would ask for it again and again.
 */
static void leave_out(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_rtp_header h = {.ssrc = r->ssrc, .padding = true};
    static const uint8_t padding[] = {1};
    r->subscriber->media->stats.layer_left_out++;
    if (p->seq >= r->remap.next_in) {
        pl_remap_skip(&r->remap, p->seq);
        return;
    }
    if (pl_remap_map(&r->remap, p->seq, p->ts, &h.seq, &h.ts))
        return;
    h.pt = pl_codec_info((enum pl_codec)p->codec)->pt;
    if (pl_route_emit(r, now, &h, 0xff, NULL, pl_bytes_of(padding, sizeof(padding))))
        r->packets++;
}

static bool is_open(const struct pl_route *r)
{
    return r->on && !r->paused && r->answered && pl_peer_can_send(r->subscriber->sub);
}

/* Who does not take RED gets its newest block. */
static enum pl_codec codec_for(const struct pl_route *r, const struct pl_stream_packet *p)
{
    if (p->codec == PL_CODEC_RED && !(r->codecs & 1u << PL_CODEC_RED))
        return PL_CODEC_OPUS;
    return (enum pl_codec)p->codec;
}

/* Empty: nothing of it is for this client. */
static struct pl_bytes payload_for(const struct pl_route *r, const struct pl_stream_packet *p)
{
    enum pl_codec codec = codec_for(r, p);
    if (!(r->codecs & 1u << codec))
        return pl_bytes_of(NULL, 0);
    return codec == p->codec ? p->payload : p->primary;
}

/* The packet goes out under the subscriber's numbers. */
static void send_out(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_rtp_header h = {.marker = p->marker || r->hushed, .ssrc = r->ssrc};
    enum pl_codec codec = codec_for(r, p);
    struct pl_bytes payload = payload_for(r, p);
    bool sent;
    h.marker |= pl_route_ends_picture(r, p->layer_end, p->spatial);
    if (pl_remap_map(&r->remap, p->seq, p->ts, &h.seq, &h.ts))
        return;
    h.pt = pl_codec_info(codec)->pt;
    pl_route_renumber(r, p);
    sent = pl_route_emit(r, now, &h, p->orientation, p, payload);
    pl_route_restore(p);
    if (!sent)
        return;
    r->hushed = false;
    r->last_at = now;
    r->packets++;
    r->octets += (uint32_t)payload.len;
    r->subscriber->media->stats.rtp_out++;
    if (r->stream->kind == PL_MEDIA_VIDEO)
        pl_pulse_input(&r->figures.pulse, now, h.ts);
}

void pl_route_forward(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    if (!is_open(r) || p->generation != r->stream->encodings[p->encoding].generation)
        return;
    /* At once, even if it has to wait: what comes behind it will wait as well. */
    if (p->encoding != r->encoding && !pl_route_take_over(r, now, p))
        return;
    if (r->stream->kind == PL_MEDIA_VIDEO && !p->key_start && !pl_remap_anchored(&r->remap))
        pl_route_catch_up(r, now, p->seq);
    if (r->stream->kind == PL_MEDIA_AUDIO || !pl_route_waits(r, now, p))
        pl_route_send(r, now, p);
}

void pl_route_send(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    bool first;
    if (!is_open(r) || p->encoding != r->encoding ||
        p->generation != r->stream->encodings[p->encoding].generation)
        return;
    if (r->generation != p->generation)
        pl_remap_detach(&r->remap); /* before a skip would take its numbers for the old source's */
    if (payload_for(r, p).len == 0) {
        /* Padding; or the publisher is changing to a codec that this client can show. No hole. */
        pl_remap_skip(&r->remap, p->seq);
        return;
    }
    if (r->stream->kind == PL_MEDIA_AUDIO && r->stream->index == 0 && hush(r, now, p))
        return;
    first = !pl_remap_anchored(&r->remap);
    if (!anchor(r, now, p)) {
        pl_route_want_key(r, now);
        return;
    }
    if (p->layered && !pl_route_has_layer(r, now, p)) {
        leave_out(r, now, p);
        return;
    }
    send_out(r, now, p);
    if (first)
        pl_route_send_sr(r, now); /* sound and picture find together from the first second on */
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
