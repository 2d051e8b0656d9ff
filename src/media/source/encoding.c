/* SPDX-License-Identifier: Apache-2.0 */
/* One SSRC of a publisher: order, losses, key frames; and the memory to repair from. */
#include "media/internal.h"

#include "proto/rtcp/nack.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtp/red.h"
#include "proto/rtp/rtp_ext.h"

#include <stdlib.h>

enum {
    CACHE_PACKETS = 512, /* about two seconds of 2.5 Mbit/s; 720 kB when all are in use */
    NACKS_AT_ONCE = 64,
    RTCP_BYTES = 512,
    OPUS_EMPTY_BYTES = 2, /* an encoder need not send these (RFC 6716 2.1.9) */
};

static struct pl_media_session *publisher_of(const struct pl_encoding *e)
{
    return e->stream->publisher;
}

static pl_time_us key_pause(const struct pl_encoding *e)
{
    return publisher_of(e)->media->config.key_pause_us;
}

static void free_repair(struct pl_encoding *e)
{
    if (!e->repair)
        return;
    pl_cache_finish(&e->repair->cache);
    free(e->repair);
    e->repair = NULL;
}

void pl_encoding_init(struct pl_encoding *e, struct pl_stream *stream, uint8_t index)
{
    *e = (struct pl_encoding){.stream = stream,
                              .index = index,
                              .ordinal = index,
                              .temporal_count = 1,
                              .spatial_count = 1};
}

void pl_encoding_finish(struct pl_encoding *e)
{
    free_repair(e);
}

static bool make_repair(struct pl_encoding *e)
{
    e->repair = calloc(1, sizeof(*e->repair));
    if (!e->repair)
        return false;
    if (pl_cache_init(&e->repair->cache, CACHE_PACKETS)) {
        free(e->repair);
        e->repair = NULL;
        return false;
    }
    pl_loss_init(&e->repair->loss);
    return true;
}

void pl_encoding_set_source(struct pl_encoding *e, uint32_t ssrc, uint32_t rtx_ssrc)
{
    if (e->ssrc == ssrc) {
        if (rtx_ssrc != 0)
            e->rtx_ssrc = rtx_ssrc;
        return;
    }
    e->ssrc = ssrc;
    e->rtx_ssrc = rtx_ssrc;
    e->generation++;
    e->codec = PL_CODEC_NONE;
    e->has_sr = false;
    e->key_seq = 0;
    e->last_at = 0;
    e->width = 0;
    e->height = 0;
    pl_meter_init(&e->meter);
    pl_voice_init(&e->voice);
    e->figures = (struct pl_stream_figures){.quality = PL_QUALITY_UNKNOWN};
    e->temporal_count = 1;
    e->spatial_count = 1;
    pl_seq_unwrapper_init(&e->seqs);
    pl_rtcp_source_stats_init(&e->stats);
    free_repair(e);
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

/* What the payload says of itself. */
static struct pl_codec_frame read_payload(struct pl_stream_packet *p)
{
    struct pl_codec_frame f = {0};
    if (p->payload.len > 0)
        f = pl_codec_look((enum pl_codec)p->codec, p->payload);
    p->bytes = (uint8_t *)(uintptr_t)p->payload.data; /* a datagram or the cache: both are ours */
    p->key_start = f.key_start;
    p->layered = f.layered;
    p->sync = f.sync;
    p->switch_up = f.switch_up;
    p->layer_start = f.layer_start;
    p->layer_end = f.layer_end;
    p->temporal = f.temporal;
    p->spatial = f.spatial;
    p->numbers = f.numbers;
    return f;
}

/* Counts rise with the layers seen; a structure (in a key frame) says how many there are. */
static void note_layers(struct pl_encoding *e, const struct pl_codec_frame *f)
{
    unsigned temporal = f->temporal + 1u, spatial = f->spatial + 1u;
    if (f->spatial_count != 0)
        spatial = e->spatial_count = f->spatial_count;
    if (spatial > e->spatial_count)
        e->spatial_count = (uint8_t)spatial;
    if (e->spatial_count > PL_MEDIA_ENCODINGS_MAX)
        e->spatial_count = PL_MEDIA_ENCODINGS_MAX;
    if (temporal > e->temporal_count)
        e->temporal_count = (uint8_t)temporal;
}

/* Parameter sets and picture of H.264 may come as several packets, each of which one can begin
 * with.
 */
static void note_key(struct pl_encoding *e, pl_time_us now, const struct pl_stream_packet *p)
{
    e->key_wanted = false;
    if (p->seq < e->key_seq || (e->key_seq != 0 && p->ts == e->key_ts))
        return;
    e->key_seq = p->seq;
    e->key_ts = p->ts;
    e->key_at = now;
}

static void look_at_video(struct pl_encoding *e, pl_time_us now, struct pl_stream_packet *p)
{
    struct pl_codec_frame f = read_payload(p);
    note_layers(e, &f);
    if (f.key_start)
        note_key(e, now, p);
    if (f.width > 0 && (f.width != e->width || f.height != e->height)) {
        e->width = f.width;
        e->height = f.height;
        pl_stream_order(e->stream);
    }
}

static void measure(struct pl_encoding *e, pl_time_us now, const struct pl_stream_packet *p)
{
    bool first = e->last_at == 0, frame = first || pl_ts_newer(p->ts, e->frame_ts);
    if (frame)
        e->frame_ts = p->ts;
    e->last_at = now;
    if (e->stream->kind == PL_MEDIA_VIDEO && (first || (frame && e->stream->encoding_count > 1)))
        pl_stream_watch(e->stream, now, first);
    pl_meter_input(&e->meter, now, p->spatial, p->temporal, p->payload.len,
                   frame || p->layer_start);
}

/*
 * How long the answer to a question took measures the way there and back: the one measure that
 * every browser gives who only sends (none answers RFC 3611 time requests unasked). Counted from
 * the first question: where that one was lost it is too long, which makes later questions more
 * patient, never less; and questions that wait long enough are asked once and measured right.
 */
static void time_answer(struct pl_encoding *e, pl_time_us now, uint64_t seq)
{
    pl_time_us asked = e->repair ? pl_loss_asked_at(&e->repair->loss, seq) : 0;
    if (asked != 0 && asked < now)
        pl_peer_rtt_sample(publisher_of(e)->pub, now - asked);
}

static void remember(struct pl_encoding *e, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_cache_packet head = {.seq = p->seq,
                                   .ts = p->ts,
                                   .codec = p->codec,
                                   .orientation = p->orientation,
                                   .marker = p->marker};
    if (!e->repair && !make_repair(e))
        return;
    pl_cache_put(&e->repair->cache, &head, p->payload);
    pl_loss_input(&e->repair->loss, now, p->seq);
    if (pl_loss_take_broken(&e->repair->loss))
        pl_encoding_want_key(e, now);
}

/* Is there anything to hear in it? */
/* The blocks of RED get the payload type that Opus has towards subscribers. False: unreadable. */
static bool read_blocks(struct pl_stream_packet *p, const struct pl_publication *pub)
{
    struct pl_red_view red;
    p->primary = p->payload;
    if (p->codec != PL_CODEC_RED || p->payload.len == 0)
        return true;
    if (pl_red_read(p->payload, pub->opus_pt, &red))
        return false;
    p->primary = red.primary;
    pl_red_set_pt((uint8_t *)(uintptr_t)p->payload.data, &red,
                  pl_codec_info(PL_CODEC_OPUS)->pt); /* the datagram is ours to change */
    return true;
}

static void listen(struct pl_encoding *e, pl_time_us now, struct pl_stream_packet *p)
{
    struct pl_voice_packet sound = {.has_level = p->has_audio_level,
                                    .level = p->audio_level & 0x7f,
                                    .empty = p->primary.len <= OPUS_EMPTY_BYTES};
    struct pl_media *m = publisher_of(e)->media;
    if (e->stream->index > 0)
        return; /* beside the microphone: no voice, every packet counts */
    p->silent = !pl_voice_input(&e->voice, now, m->config.silence, &sound);
    m->stats.silent += p->silent;
    if (!p->silent)
        pl_loudest_stir(&m->loudest, now);
}

bool pl_encoding_input(struct pl_encoding *e, pl_time_us now, const struct pl_rtp_view *view,
                       bool repaired, struct pl_stream_packet *out)
{
    const struct pl_publication *pub = publisher_of(e)->pub->publication;
    uint8_t codec = pub->codec_of_pt[view->pt];
    if (codec == PL_CODEC_NONE || pl_codec_info((enum pl_codec)codec)->kind != e->stream->kind)
        return false;
    *out = (struct pl_stream_packet){
        .stream = e->stream, .encoding = e->index, .payload = view->payload, .codec = codec};
    out->seq = pl_seq_unwrap(&e->seqs, view->seq);
    out->ts = view->ts;
    out->generation = e->generation;
    out->marker = view->marker;
    read_extensions(out, pub, view);
    e->codec = codec;
    if (!repaired)
        pl_rtcp_source_stats_input(&e->stats, now, view->ts, view->seq,
                                   pl_codec_info((enum pl_codec)codec)->clock);
    if (e->stream->kind == PL_MEDIA_VIDEO) {
        pl_pulse_input(&e->figures.pulse, now, view->ts);
        /* A late packet that we have already: RTX answered what was only late. */
        if (e->repair && pl_cache_get(&e->repair->cache, out->seq))
            return false;
        look_at_video(e, now, out);
        if (repaired)
            time_answer(e, now, out->seq);
        remember(e, now, out);
    } else {
        if (!read_blocks(out, pub))
            return false;
        listen(e, now, out);
    }
    measure(e, now, out);
    e->figures.repaired += repaired;
    return true;
}

bool pl_encoding_recall(const struct pl_encoding *e, uint64_t seq, struct pl_stream_packet *out)
{
    const struct pl_cache_packet *c = e->repair ? pl_cache_get(&e->repair->cache, seq) : NULL;
    if (!c)
        return false;
    *out = (struct pl_stream_packet){.stream = e->stream,
                                     .seq = seq,
                                     .ts = c->ts,
                                     .generation = e->generation,
                                     .payload = pl_bytes_of(c->payload, c->len),
                                     .encoding = e->index,
                                     .codec = c->codec,
                                     .orientation = c->orientation,
                                     .marker = c->marker};
    (void)read_payload(out);
    return true;
}

void pl_encoding_input_sr(struct pl_encoding *e, pl_time_us now, const struct pl_rtcp_sr *sr)
{
    struct pl_list *it;
    pl_rtcp_source_stats_input_sr(&e->stats, now, sr->ntp);
    e->has_sr = true;
    e->sr_ntp = sr->ntp;
    e->sr_ts = sr->rtp_ts;
    e->sr_at = now;
    pl_list_for_each(it, &e->stream->routes)
    {
        struct pl_route *r = pl_container_of(it, struct pl_route, in_stream);
        if (r->encoding == e->index)
            pl_route_send_sr(r, now);
    }
    for (struct pl_copy *c = e->stream->copy; c; c = c->next) {
        if (c->encoding == e->index)
            pl_copy_send_sr(c, now);
    }
}

/* ---- what we ask the publisher for ---- */

static void ask_key(struct pl_encoding *e, pl_time_us now)
{
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_peer *pub = publisher_of(e)->pub;
    if (!pl_peer_can_send(pub) || e->ssrc == 0)
        return; /* asked again by the tick that finds it connected */
    pl_rtcp_write_pli(&w, &(struct pl_rtcp_pli){pub->own_ssrc, e->ssrc});
    pl_peer_send_rtcp(pub, pl_writer_done(&w));
    publisher_of(e)->media->stats.pli_out++;
    e->key_wanted = false;
    e->key_asked_at = now;
}

void pl_encoding_want_key(struct pl_encoding *e, pl_time_us now)
{
    if (e->stream->kind != PL_MEDIA_VIDEO)
        return;
    e->key_wanted = true;
    if (e->key_asked_at == 0 || now - e->key_asked_at >= key_pause(e))
        ask_key(e, now);
    if (e->key_wanted && publisher_of(e)->pub)
        pl_peer_rearm(publisher_of(e)->pub);
}

static void ask_missing(struct pl_encoding *e, pl_time_us now)
{
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_peer *pub = publisher_of(e)->pub;
    uint16_t seqs[NACKS_AT_ONCE];
    size_t n = pl_loss_due(&e->repair->loss, now, pl_peer_rtt(pub), seqs, NACKS_AT_ONCE);
    if (pl_loss_take_broken(&e->repair->loss))
        pl_encoding_want_key(e, now);
    if (n == 0 || !pl_peer_can_send(pub))
        return;
    pl_rtcp_write_nack(&w, pub->own_ssrc, e->ssrc, seqs, n);
    pl_peer_send_rtcp(pub, pl_writer_done(&w));
    publisher_of(e)->media->stats.nack_out += n;
}

void pl_encoding_tick(struct pl_encoding *e, pl_time_us now)
{
    if (e->ssrc == 0)
        return;
    if (e->repair && pl_loss_deadline(&e->repair->loss) <= now)
        ask_missing(e, now);
    if (e->key_wanted && now - e->key_asked_at >= key_pause(e))
        ask_key(e, now);
}

pl_time_us pl_encoding_deadline(const struct pl_encoding *e)
{
    pl_time_us at = PL_TIME_NEVER;
    if (e->ssrc == 0)
        return at;
    if (e->repair)
        at = pl_loss_deadline(&e->repair->loss);
    if (e->key_wanted)
        at = pl_time_min(at, e->key_asked_at + key_pause(e));
    return at;
}

bool pl_encoding_active(const struct pl_encoding *e)
{
    pl_time_us newest = 0;
    if (e->ssrc == 0 || e->last_at == 0)
        return false;
    for (unsigned i = 0; i < e->stream->encoding_count; i++) {
        if (e->stream->encodings[i].last_at > newest)
            newest = e->stream->encodings[i].last_at;
    }
    return newest - e->last_at < PL_ENCODING_SILENT_US;
}
