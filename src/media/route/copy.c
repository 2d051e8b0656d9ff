/* SPDX-License-Identifier: Apache-2.0 */
#include "media/route/copy.h"

#include "media/internal.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/sdes.h"

#include <stdio.h>
#include <stdlib.h>

enum { CNAME_BYTES = 24, RTCP_BYTES = 128 };

static struct pl_media *media_of(const struct pl_copy *c)
{
    return c->stream->publisher->media;
}

static void give(const struct pl_copy *c, pl_time_us now, enum pl_codec codec,
                 struct pl_bytes datagram)
{
    struct pl_media_copies *port = media_of(c)->config.copies;
    const struct pl_media_copied copied = {.tag = c->tag,
                                           .kind = c->stream->kind,
                                           .report = codec == PL_CODEC_NONE,
                                           .codec = codec,
                                           .now = now,
                                           .datagram = datagram};
    bool sent = port->packet(port, &copied);
    media_of(c)->stats.copied += sent;
    media_of(c)->stats.dropped_copies += !sent;
}

/* Where the copy of this tag hangs, or would. */
static struct pl_copy **place_of(struct pl_stream *s, uint32_t tag, unsigned *count)
{
    struct pl_copy **at = &s->copy;
    for (*count = 0; *at && (*at)->tag != tag; at = &(*at)->next)
        (*count)++;
    return at;
}

void pl_copy_begin(struct pl_stream *s, pl_time_us now, uint32_t tag)
{
    struct pl_random *random = s->publisher->media->config.random;
    unsigned others;
    struct pl_copy **at = place_of(s, tag, &others), *c;
    if (*at || others >= PL_MEDIA_COPIES_MAX)
        return;
    c = calloc(1, sizeof(*c));
    if (!c)
        return;
    c->stream = s;
    c->tag = tag;
    c->ssrc = pl_media_fresh_ssrc(s->publisher->media);
    c->key_at = now;
    pl_remap_init(&c->remap, (uint16_t)pl_random_u32(random), pl_random_u32(random));
    *at = c;
    pl_stream_changed(s);
}

void pl_copy_end(struct pl_stream *s, uint32_t tag)
{
    unsigned others;
    struct pl_copy **at = place_of(s, tag, &others), *c = *at;
    if (!c)
        return;
    *at = c->next;
    free(c);
    pl_stream_changed(s);
}

void pl_copy_end_all(struct pl_stream *s)
{
    while (s->copy)
        pl_copy_end(s, s->copy->tag);
}

/* ---- packets ---- */

static bool goes_on(const struct pl_copy *c, const struct pl_stream_packet *p)
{
    return pl_remap_anchored(&c->remap) && p->encoding == c->encoding &&
           p->generation == c->generation;
}

static uint32_t elapsed_ticks(const struct pl_copy *c, pl_time_us now, enum pl_codec codec)
{
    uint64_t ticks =
        c->last_at == 0 ? 0 : (now - c->last_at) * pl_codec_info(codec)->clock / 1000000u;
    return ticks > 0 ? (uint32_t)ticks : 1; /* or two frames would carry one timestamp */
}

/* A packet of another source or size: does the copy go on with it from here? */
static bool take_over(struct pl_copy *c, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_encoding *e = &c->stream->encodings[p->encoding];
    if (p->encoding != pl_stream_choose(c->stream, PL_TARGET_HIGHEST)->index)
        return false;
    if (c->stream->kind == PL_MEDIA_VIDEO && !p->key_start) {
        pl_encoding_want_key(e, now);
        return false;
    }
    pl_remap_anchor(&c->remap, pl_route_source(p->encoding, p->generation), p->seq, p->ts,
                    elapsed_ticks(c, now, (enum pl_codec)p->codec));
    c->encoding = p->encoding;
    c->generation = p->generation;
    return true;
}

static void send_out(struct pl_copy *c, pl_time_us now, const struct pl_stream_packet *p,
                     enum pl_codec codec, struct pl_bytes payload)
{
    uint8_t bytes[PL_MEDIA_DATAGRAM_MAX];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtp_header h = {.pt = pl_codec_info(codec)->pt, .ssrc = c->ssrc, .marker = p->marker};
    if (pl_remap_map(&c->remap, p->seq, p->ts, &h.seq, &h.ts))
        return;
    pl_rtp_write_header(&w, &h);
    pl_write_bytes(&w, payload);
    if (!pl_writer_ok(&w))
        return;
    give(c, now, codec, pl_writer_done(&w));
    c->last_at = now;
    c->packets++;
    c->octets += (uint32_t)payload.len;
}

void pl_copy_forward(struct pl_copy *c, pl_time_us now, const struct pl_stream_packet *p)
{
    bool red = p->codec == PL_CODEC_RED, first;
    struct pl_bytes payload = red ? p->primary : p->payload;
    if (p->generation != c->stream->encodings[p->encoding].generation)
        return;
    first = !goes_on(c, p);
    if (payload.len == 0) { /* padding: no hole */
        if (!first)
            pl_remap_skip(&c->remap, p->seq);
        return;
    }
    if (first && !take_over(c, now, p))
        return;
    send_out(c, now, p, red ? PL_CODEC_OPUS : (enum pl_codec)p->codec, payload);
    if (first)
        pl_copy_send_sr(c, now);
}

void pl_copy_send_sr(struct pl_copy *c, pl_time_us now)
{
    const struct pl_encoding *e = &c->stream->encodings[c->encoding];
    uint8_t bytes[RTCP_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_sdes sdes = {.count = 1};
    struct pl_rtcp_sr sr = {.ssrc = c->ssrc, .packets = c->packets, .octets = c->octets};
    char cname[CNAME_BYTES];
    uint64_t elapsed = now - e->sr_at;
    if (!e->has_sr || e->codec == PL_CODEC_NONE || c->packets == 0 ||
        !pl_remap_anchored(&c->remap) || c->generation != e->generation)
        return;
    sr.ntp = e->sr_ntp + ((uint64_t)pl_ntp_compact_from_us(elapsed) << 16);
    sr.rtp_ts = pl_remap_ts(&c->remap, e->sr_ts) +
                (uint32_t)(elapsed * pl_codec_info((enum pl_codec)e->codec)->clock / 1000000u);
    snprintf(cname, sizeof(cname), "s%016llx", (unsigned long long)c->stream->publisher->id);
    sdes.chunks[0].ssrc = c->ssrc;
    sdes.chunks[0].cname = pl_bytes_str(cname);
    pl_rtcp_write_sr(&w, &sr);
    pl_rtcp_write_sdes(&w, &sdes);
    if (pl_writer_ok(&w))
        give(c, now, PL_CODEC_NONE, pl_writer_done(&w));
}

/* ---- key frames, and what has to be sent ---- */

void pl_copy_tick(struct pl_copy *c, pl_time_us now)
{
    if (now < c->key_at)
        return;
    c->key_at = c->tag & PL_MEDIA_COPY_ASKS ? PL_TIME_NEVER : now + media_of(c)->config.copy_key_us;
    pl_copy_want_key(c, now);
}

void pl_copy_want_key(struct pl_copy *c, pl_time_us now)
{
    pl_encoding_want_key(pl_stream_choose(c->stream, PL_TARGET_HIGHEST), now);
}

pl_time_us pl_copy_deadline(const struct pl_copy *c)
{
    bool pictures = c->stream->kind == PL_MEDIA_VIDEO && c->stream->mid[0] != '\0';
    return pictures ? c->key_at : PL_TIME_NEVER;
}

unsigned pl_copy_demand(const struct pl_copy *c)
{
    unsigned mask = 1u | 1u << (c->stream->encoding_count - 1u);
    if (pl_remap_anchored(&c->remap)) /* until it has switched */
        mask |= 1u << c->stream->encodings[c->encoding].ordinal;
    return mask;
}
