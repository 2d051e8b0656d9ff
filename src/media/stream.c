/* SPDX-License-Identifier: Apache-2.0 */
/* What a publisher sends: order, losses, key frames; and the memory to repair from. */
#include "media/internal.h"

#include "proto/rtcp/nack.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtp/rtp_ext.h"

#include <stdlib.h>

enum {
    CACHE_PACKETS = 512, /* about two seconds of 2.5 Mbit/s; 720 kB when all are in use */
    NACKS_AT_ONCE = 64,
    RTCP_BYTES = 512,
};

struct pl_stream *pl_stream_find(struct pl_media_session *s, enum pl_media_kind kind, uint8_t index)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->streams)
    {
        struct pl_stream *stream = pl_container_of(it, struct pl_stream, in_session);
        if (stream->kind == kind && stream->index == index)
            return stream;
    }
    return NULL;
}

struct pl_stream *pl_stream_of(struct pl_media_session *s, enum pl_media_kind kind, uint8_t index)
{
    struct pl_stream *stream = pl_stream_find(s, kind, index);
    if (stream)
        return stream;
    stream = calloc(1, sizeof(*stream));
    if (!stream)
        return NULL;
    stream->publisher = s;
    stream->kind = kind;
    stream->index = index;
    pl_list_init(&stream->routes);
    pl_list_init(&stream->in_touched);
    pl_list_add_tail(&s->streams, &stream->in_session);
    s->media->stats.streams++;
    return stream;
}

static void free_repair(struct pl_stream *s)
{
    if (!s->repair)
        return;
    pl_cache_finish(&s->repair->cache);
    free(s->repair);
    s->repair = NULL;
}

void pl_stream_destroy(struct pl_stream *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->routes)
        pl_route_destroy(pl_container_of(it, struct pl_route, in_stream));
    pl_list_remove(&s->in_session);
    pl_list_remove(&s->in_touched);
    free_repair(s);
    s->publisher->media->stats.streams--;
    free(s);
}

static bool make_repair(struct pl_stream *s)
{
    s->repair = calloc(1, sizeof(*s->repair));
    if (!s->repair)
        return false;
    if (pl_cache_init(&s->repair->cache, CACHE_PACKETS)) {
        free(s->repair);
        s->repair = NULL;
        return false;
    }
    pl_loss_init(&s->repair->loss);
    return true;
}

void pl_stream_set_source(struct pl_stream *s, uint32_t ssrc, uint32_t rtx_ssrc)
{
    if (s->ssrc == ssrc) {
        if (rtx_ssrc != 0)
            s->rtx_ssrc = rtx_ssrc;
        return;
    }
    s->ssrc = ssrc;
    s->rtx_ssrc = rtx_ssrc;
    s->generation++;
    s->codec = PL_CODEC_NONE;
    s->has_sr = false;
    pl_seq_unwrapper_init(&s->seqs);
    pl_rtcp_source_stats_init(&s->stats);
    free_repair(s);
}

void pl_stream_unpublish(struct pl_stream *s)
{
    pl_stream_set_source(s, 0, 0);
    s->mid[0] = '\0';
}

/* ---- packets ---- */

static void read_extensions(struct pl_stream_packet *p, const struct pl_publication *pub,
                            const struct pl_rtp_view *view)
{
    struct pl_bytes value;
    p->orientation = 0xff;
    p->has_audio_level = false;
    if (!view->has_ext)
        return;
    if (pl_rtp_ext_find(view, pub->ext_orientation, &value) && value.len == 1)
        p->orientation = value.data[0];
    if (pl_rtp_ext_find(view, pub->ext_audio_level, &value) && value.len == 1) {
        p->has_audio_level = true;
        p->audio_level = value.data[0];
    }
}

static void look_at_video(struct pl_stream *s, struct pl_stream_packet *p)
{
    struct pl_codec_frame f = pl_codec_look((enum pl_codec)p->codec, p->payload);
    p->key_start = f.key_start;
    if (f.key_start)
        s->key_wanted = false;
    if (f.width > 0) {
        s->width = f.width;
        s->height = f.height;
    }
}

static void remember(struct pl_stream *s, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_cache_packet head = {.seq = p->seq,
                                   .ts = p->ts,
                                   .codec = p->codec,
                                   .orientation = p->orientation,
                                   .marker = p->marker};
    if (!s->repair && !make_repair(s))
        return;
    pl_cache_put(&s->repair->cache, &head, p->payload);
    pl_loss_input(&s->repair->loss, now, p->seq);
    if (pl_loss_take_broken(&s->repair->loss))
        pl_stream_want_key(s, now);
}

bool pl_stream_input(struct pl_stream *s, pl_time_us now, const struct pl_rtp_view *view,
                     bool repaired, struct pl_stream_packet *out)
{
    const struct pl_publication *pub = s->publisher->pub->publication;
    uint8_t codec = pub->codec_of_pt[view->pt];
    if (codec == PL_CODEC_NONE || pl_codec_info((enum pl_codec)codec)->kind != s->kind)
        return false;
    *out = (struct pl_stream_packet){.stream = s, .payload = view->payload, .codec = codec};
    out->seq = pl_seq_unwrap(&s->seqs, view->seq);
    out->ts = view->ts;
    out->generation = s->generation;
    out->marker = view->marker;
    read_extensions(out, pub, view);
    s->codec = codec;
    if (!repaired)
        pl_rtcp_source_stats_input(&s->stats, now, view->ts, view->seq,
                                   pl_codec_info((enum pl_codec)codec)->clock);
    if (s->kind == PL_MEDIA_VIDEO) {
        /* A late packet that we have already: RTX answered what was only late. */
        if (s->repair && pl_cache_get(&s->repair->cache, out->seq))
            return false;
        if (view->payload.len > 0)
            look_at_video(s, out);
        remember(s, now, out);
    }
    return true;
}

void pl_stream_input_sr(struct pl_stream *s, pl_time_us now, const struct pl_rtcp_sr *sr)
{
    struct pl_list *it;
    pl_rtcp_source_stats_input_sr(&s->stats, now, sr->ntp);
    s->has_sr = true;
    s->sr_ntp = sr->ntp;
    s->sr_ts = sr->rtp_ts;
    s->sr_at = now;
    pl_list_for_each(it, &s->routes)
        pl_route_send_sr(pl_container_of(it, struct pl_route, in_stream), now);
}

/* ---- what we ask the publisher for ---- */

static void ask_key(struct pl_stream *s, pl_time_us now)
{
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_peer *pub = s->publisher->pub;
    if (!pl_peer_can_send(pub) || s->ssrc == 0)
        return; /* asked again by the tick that finds it connected */
    pl_rtcp_write_pli(&w, &(struct pl_rtcp_pli){pub->own_ssrc, s->ssrc});
    pl_peer_send_rtcp(pub, pl_writer_done(&w));
    s->publisher->media->stats.pli_out++;
    s->key_wanted = false;
    s->key_asked_at = now;
}

void pl_stream_want_key(struct pl_stream *s, pl_time_us now)
{
    if (s->kind != PL_MEDIA_VIDEO)
        return;
    s->key_wanted = true;
    if (s->key_asked_at == 0 || now - s->key_asked_at >= PL_STREAM_KEY_PAUSE_US)
        ask_key(s, now);
    if (s->key_wanted && s->publisher->pub)
        pl_peer_rearm(s->publisher->pub);
}

static void ask_missing(struct pl_stream *s, pl_time_us now)
{
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_peer *pub = s->publisher->pub;
    uint16_t seqs[NACKS_AT_ONCE];
    size_t n = pl_loss_due(&s->repair->loss, now, pub->rtt_us, seqs, NACKS_AT_ONCE);
    if (pl_loss_take_broken(&s->repair->loss))
        pl_stream_want_key(s, now);
    if (n == 0 || !pl_peer_can_send(pub))
        return;
    pl_rtcp_write_nack(&w, pub->own_ssrc, s->ssrc, seqs, n);
    pl_peer_send_rtcp(pub, pl_writer_done(&w));
    s->publisher->media->stats.nack_out += n;
}

void pl_stream_tick(struct pl_stream *s, pl_time_us now)
{
    if (s->ssrc == 0)
        return;
    if (s->repair && pl_loss_deadline(&s->repair->loss) <= now)
        ask_missing(s, now);
    if (s->key_wanted && now - s->key_asked_at >= PL_STREAM_KEY_PAUSE_US)
        ask_key(s, now);
}

pl_time_us pl_stream_deadline(const struct pl_stream *s)
{
    pl_time_us at = PL_TIME_NEVER;
    if (s->ssrc == 0)
        return at;
    if (s->repair)
        at = pl_loss_deadline(&s->repair->loss);
    if (s->key_wanted)
        at = pl_time_min(at, s->key_asked_at + PL_STREAM_KEY_PAUSE_US);
    return at;
}
