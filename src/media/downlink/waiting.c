/* SPDX-License-Identifier: Apache-2.0 */
/* What has to wait for its turn towards a subscriber (pacer.h), and padding when nothing waits. */
#include "media/internal.h"

enum {
    PROBE_PACKETS_MAX = 64, /* at one tick */
    PAD_LOOK = 16,          /* so many of the last packets are tried for repeating */
    SMALL_PACKET = 600,     /* towards slow links, where a long packet is a long time */
    LARGE_PACKET = 1200,
    SLOW_BPS = 1000000,
};

static struct pl_pacer *pacer_of(const struct pl_route *r)
{
    return &r->subscriber->sub->downlink->pacer;
}

/* A picture with a hole that nobody will fill: goes on with a key frame, and no hole shows. */
static void lose(struct pl_route *r, pl_time_us now)
{
    r->subscriber->media->stats.dropped_late++;
    pl_remap_detach(&r->remap);
    if (r->on && !r->paused)
        pl_route_want_key(r, now);
}

/* The oldest makes room; what it belonged to begins anew. */
static void make_room(struct pl_route *r, pl_time_us now)
{
    struct pl_pacer_entry oldest;
    struct pl_route *other;
    if (!pl_pacer_take(pacer_of(r), now, PL_PACER_PICTURE, &oldest))
        return;
    other = pl_route_of_ssrc(r->subscriber->sub, oldest.ssrc);
    if (other)
        lose(other, now);
}

/* A key frame needs none of what waits before it. */
static void forget_before_key(struct pl_route *r)
{
    size_t n = pl_pacer_forget(pacer_of(r), r->ssrc);
    if (n == 0)
        return;
    r->subscriber->media->stats.dropped_late += n;
    pl_remap_detach(&r->remap);
}

static bool queue(struct pl_route *r, pl_time_us now, enum pl_pacer_class c,
                  const struct pl_pacer_entry *e)
{
    bool first = pl_pacer_empty(pacer_of(r));
    if (!pl_pacer_queue(pacer_of(r), now, c, e)) {
        if (c == PL_PACER_PICTURE)
            make_room(r, now);
        if (!pl_pacer_queue(pacer_of(r), now, c, e))
            return false;
    }
    r->subscriber->media->stats.paced++;
    if (!first)
        return true;
    if (c == PL_PACER_PICTURE)
        pl_downlink_excuse(r->subscriber->sub->downlink, now);
    pl_peer_rearm(r->subscriber->sub);
    return true;
}

bool pl_route_waits(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_pacer_entry e = {.seq = p->seq & 0xffffffffffffu,
                               .encoding = p->encoding,
                               .generation = (uint8_t)p->generation,
                               .ssrc = r->ssrc};
    if (!pl_pacer_holds(pacer_of(r), now, PL_PACER_PICTURE) ||
        p->payload.len > PL_CACHE_PAYLOAD_MAX)
        return false;
    if (p->key_start)
        forget_before_key(r);
    return queue(r, now, PL_PACER_PICTURE, &e);
}

bool pl_route_repair_waits(struct pl_route *r, pl_time_us now, uint16_t seq)
{
    struct pl_pacer_entry e = {.seq = seq, .ssrc = r->ssrc};
    if (!pl_pacer_holds(pacer_of(r), now, PL_PACER_REPAIR))
        return false;
    (void)queue(r, now, PL_PACER_REPAIR, &e); /* else it will be asked for again */
    return true;
}

/* ---- turns ---- */

static void send_picture(struct pl_route *r, pl_time_us now, const struct pl_pacer_entry *entry)
{
    struct pl_encoding *e = &r->stream->encodings[entry->encoding];
    struct pl_stream_packet p;
    if ((uint8_t)e->generation != entry->generation)
        return; /* another source: it begins with a key frame */
    if (pl_encoding_recall(e, entry->seq, &p))
        pl_route_send(r, now, &p);
    else
        lose(r, now);
}

/* What waited for too long. */
static void drop_old(struct pl_peer *p, pl_time_us now)
{
    struct pl_pacer *pacer = &p->downlink->pacer;
    struct pl_pacer_entry e;
    while (pl_pacer_take_old(pacer, now, PL_PACER_REPAIR, &e))
        p->media->stats.dropped_late++;
    while (pl_pacer_take_old(pacer, now, PL_PACER_PICTURE, &e)) {
        struct pl_route *r = pl_route_of_ssrc(p, e.ssrc);
        if (r)
            lose(r, now);
    }
}

static void send_entry(struct pl_peer *p, pl_time_us now, enum pl_pacer_class c,
                       const struct pl_pacer_entry *e)
{
    struct pl_route *r = pl_route_of_ssrc(p, e->ssrc);
    if (!r)
        return;
    if (c == PL_PACER_PICTURE)
        send_picture(r, now, e);
    else
        (void)pl_route_send_repair(r, now, (uint16_t)e->seq);
}

static void drain(struct pl_peer *p, pl_time_us now)
{
    struct pl_pacer_entry e;
    enum pl_pacer_class c;
    drop_old(p, now);
    while (pl_pacer_next(&p->downlink->pacer, now, &c, &e))
        send_entry(p, now, c, &e);
}

/* ---- padding ---- */

bool pl_media_can_pad(const struct pl_route *r)
{
    return r && r->answered && r->stream->kind == PL_MEDIA_VIDEO && r->ext_twcc != 0 &&
           r->codecs != 0;
}

static struct pl_route *padding_route(const struct pl_media_session *s)
{
    struct pl_route *best = NULL;
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        /* The one that sent last has something worth repeating. */
        if (pl_media_can_pad(r) && (!best || r->last_at > best->last_at))
            best = r;
    }
    return best;
}

static bool pad_once(struct pl_route *r, pl_time_us now, size_t most)
{
    for (unsigned i = 1; i <= PAD_LOOK; i++) {
        if (pl_route_repeat(r, now, (uint16_t)(r->remap.next_out - i), most))
            return true;
    }
    return pl_route_send_padding(r, now, most);
}

/* One packet more than the pace allows: of what waits, or else padding. False: there is none. */
static bool send_more(struct pl_peer *p, pl_time_us now, size_t most)
{
    struct pl_pacer *pacer = &p->downlink->pacer;
    struct pl_pacer_entry e;
    struct pl_route *r;
    for (int c = 0; c < PL_PACER_CLASSES; c++) {
        if (!pl_pacer_take(pacer, now, (enum pl_pacer_class)c, &e))
            continue;
        send_entry(p, now, (enum pl_pacer_class)c, &e);
        return true;
    }
    r = padding_route(p->session);
    if (!r || !pad_once(r, now, most))
        return false;
    p->media->stats.padding_out++;
    return true;
}

static void probe(struct pl_peer *p, pl_time_us now)
{
    struct pl_bwe *bwe = p->downlink->bwe;
    size_t due = p->downlink->mode == PL_DOWNLINK_TWCC ? pl_bwe_next_probe(bwe, now) : 0;
    for (int n = 0; due > 0 && n < PROBE_PACKETS_MAX && !p->failed; n++) {
        size_t most = pl_bwe_target_bps(bwe) < SLOW_BPS ? SMALL_PACKET : LARGE_PACKET;
        if (!send_more(p, now, due < most ? due : most))
            return;
        due = pl_bwe_next_probe(bwe, now);
    }
}

void pl_media_keep_measuring(struct pl_peer *p, pl_time_us now)
{
    if (p->downlink->mode == PL_DOWNLINK_TWCC && pl_downlink_starves(p->downlink))
        (void)send_more(p, now, PL_RTP_PADDING_MAX);
}

void pl_media_take_turns(struct pl_peer *p, pl_time_us now)
{
    drain(p, now);
    probe(p, now);
    pl_pacer_tidy(&p->downlink->pacer, now);
}
