/* SPDX-License-Identifier: Apache-2.0 */
/* From what is measured to what each route sends: the SFU's side of allocate.h. */
#include "media/internal.h"

enum {
    /* What a packet weighs beside its payload: RTP header with extensions, tag, UDP, IP. */
    PACKET_BYTES = 12 + 8 + 16 + 28,
    AUDIO_PACKETS = 50, /* a second */
    VIDEO_MORE = 18,    /* one part of so many: packets of 1,200 bytes */
    GUESS_LOWEST_BPS = 150000,
    GUESS_FACTOR = 3, /* from a layer to the next larger one */
};

/* A layer that nobody gets is tried again so long after it did not come when asked for. */
#define ASK_US       PL_SEC(3)
#define ASK_AGAIN_US PL_SEC(15)
/* Measured rates are smoothed over some seconds: a key frame is no reason to change layers. */
#define RATE_EVERY_US PL_MS(200)
enum { RATE_PART = 8 };

/* ---- rates ---- */

static uint32_t smooth(uint32_t old, uint32_t measured)
{
    if (old == 0 || measured == 0)
        return measured;
    return (uint32_t)((int64_t)old + ((int64_t)measured - (int64_t)old) / RATE_PART);
}

/* Once in a while for all who look: the layers of a stream with smoothed rates. */
static void measure(struct pl_stream *s, pl_time_us now)
{
    struct pl_stream_rates *r = &s->rates;
    if (r->at != 0 && now - r->at < RATE_EVERY_US)
        return;
    r->at = now;
    r->count = (uint8_t)pl_stream_layers(s, now, r->layers);
    for (size_t i = 0; i < r->count; i++) {
        for (size_t t = 0; t < PL_MEDIA_TEMPORAL_MAX; t++)
            r->bps[i][t] = smooth(r->bps[i][t], r->layers[i].bps[t]);
    }
}

static uint32_t audio_bps(struct pl_stream *s, pl_time_us now)
{
    measure(s, now);
    return s->rates.bps[0][0] == 0 ? 0 : s->rates.bps[0][0] + AUDIO_PACKETS * PACKET_BYTES * 8;
}

/* ---- layers ---- */

/*
 * May this route have the layer? One that is not sent may be asked for, unless that was in vain
 * just now: a publisher whose own way is narrow does not send it whatever we ask.
 */
static bool is_usable(struct pl_route *r, pl_time_us now, const struct pl_layer_info *layer,
                      unsigned ordinal)
{
    struct pl_route_allocation *a = &r->allocation;
    bool asked = !a->memory.paused && a->memory.begun && a->memory.encoding == ordinal;
    if (layer->active) {
        a->asked_at[ordinal] = 0;
        return true;
    }
    if (layer->height == 0)
        return false; /* it was never sent */
    if (asked && a->asked_at[ordinal] == 0)
        a->asked_at[ordinal] = now;
    if (a->asked_at[ordinal] == 0 || now - a->asked_at[ordinal] < ASK_US)
        return true;
    if (now - a->asked_at[ordinal] < ASK_AGAIN_US)
        return false;
    a->asked_at[ordinal] = 0;
    return true;
}

static uint32_t rate_of(uint32_t measured, uint32_t guess)
{
    return measured > 0 ? measured + measured / VIDEO_MORE : guess;
}

static size_t layers_of(struct pl_route *r, pl_time_us now,
                        struct pl_allocate_layer layers[PL_MEDIA_ENCODINGS_MAX])
{
    const struct pl_stream_rates *rates = &r->stream->rates;
    uint32_t guess = GUESS_LOWEST_BPS;
    for (unsigned i = 0; i < rates->count; i++) {
        const struct pl_layer_info *from = &rates->layers[i];
        struct pl_allocate_layer *l = &layers[i];
        *l = (struct pl_allocate_layer){.height = from->height,
                                        .usable = is_usable(r, now, from, i),
                                        .temporal_count = from->temporal_count};
        if (l->temporal_count > PL_MEDIA_TEMPORAL_MAX)
            l->temporal_count = PL_MEDIA_TEMPORAL_MAX;
        for (unsigned t = 0; t < PL_MEDIA_TEMPORAL_MAX; t++)
            l->bps[t] = rate_of(rates->bps[i][t], guess);
        guess = GUESS_FACTOR * l->bps[PL_MEDIA_TEMPORAL_MAX - 1];
    }
    return rates->count;
}

/* ---- applying ---- */

static struct pl_route_target target_of(const struct pl_route *r,
                                        const struct pl_allocate_picture *p)
{
    const struct pl_allocate_step *s;
    if (p->step < 0)
        return (struct pl_route_target){PL_TARGET_PAUSED, 0};
    s = &p->steps[p->step];
    /* The best there is needs no new word when the publisher begins to send a better one. */
    if (p->why == PL_MEDIA_WHY_BEST)
        return (struct pl_route_target){PL_TARGET_HIGHEST, PL_TARGET_HIGHEST};
    if (s->temporal + 1 >= r->stream->rates.layers[s->encoding].temporal_count)
        return (struct pl_route_target){s->encoding, PL_TARGET_HIGHEST};
    return (struct pl_route_target){s->encoding, s->temporal};
}

static void apply(struct pl_route *r, pl_time_us now, const struct pl_allocate_picture *p)
{
    struct pl_route_target target = target_of(r, p);
    if (target.encoding == r->target.encoding && target.temporal == r->target.temporal &&
        p->why == r->why)
        return;
    r->subscriber->media->stats.switched[p->why]++;
    pl_route_set_target(r, now, target, p->why);
    if (target.encoding == PL_TARGET_PAUSED)
        (void)pl_pacer_forget(&r->subscriber->sub->downlink->pacer, r->ssrc);
}

/* ---- all routes of a subscriber ---- */

/* Nothing of it comes, or nothing is known of it yet: it gets what will come, so that the first
 * packet finds an open door, and is judged when sizes and rates are seen. */
static void open_door(struct pl_route *r, pl_time_us now)
{
    const struct pl_route_target all = {PL_TARGET_HIGHEST, PL_TARGET_HIGHEST};
    r->allocation.memory = (struct pl_allocate_memory){.begun = false};
    if (r->paused)
        pl_route_set_target(r, now, all, PL_MEDIA_WHY_BEST);
}

/* Nobody has measured the way yet: at least everybody's lowest, or there would be nothing to
 * measure it with. */
static uint32_t budget(const struct pl_downlink *d, uint64_t least)
{
    uint32_t target = pl_downlink_target_bps(d);
    if (pl_downlink_measured(d) || target >= least)
        return target;
    return least < UINT32_MAX ? (uint32_t)least : UINT32_MAX - 1;
}

/* What a subscriber receives. */
struct reception {
    struct pl_allocate_picture pictures[PL_MEDIA_SUB_SECTIONS_MAX];
    struct pl_route *routes[PL_MEDIA_SUB_SECTIONS_MAX]; /* of the pictures */
    size_t count;
    uint32_t audio_bps;
    bool can_pad;
};

static void take_in(struct reception *all, struct pl_route *r, pl_time_us now)
{
    struct pl_allocate_layer layers[PL_MEDIA_ENCODINGS_MAX];
    struct pl_allocate_picture *p = &all->pictures[all->count];
    if (r->stream->kind == PL_MEDIA_AUDIO) {
        all->audio_bps += audio_bps(r->stream, now);
        return;
    }
    measure(r->stream, now);
    all->can_pad |= pl_media_can_pad(r);
    p->memory = &r->allocation.memory;
    pl_allocate_ladder(p, &r->view, layers, layers_of(r, now, layers));
    if (p->visible && p->step_count == 0) {
        open_door(r, now);
        return;
    }
    all->routes[all->count++] = r;
}

/* What of a picture fits now, with all that is left; a single size that does not is to shrink. */
static void note_share(struct pl_route *r, pl_time_us now, const struct pl_allocate_picture *p,
                       uint32_t left_bps)
{
    uint32_t sent = p->step < 0 ? 0 : p->steps[p->step].bps;
    r->share_bps = left_bps < PL_LIMIT_UNLIMITED - sent ? sent + left_bps : PL_LIMIT_UNLIMITED;
    if (p->why == PL_MEDIA_WHY_ESTIMATE && p->step < 0)
        pl_stream_squeezed(r->stream, now);
}

/* What a publisher was told not to send would be wished as well: nobody else makes a way wider. */
static uint64_t held_back(const struct reception *all)
{
    uint64_t bps = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct pl_limit *l = &all->routes[i]->stream->limit;
        if (l->bps != 0 && l->full_bps > l->bps && all->pictures[i].visible)
            bps += l->full_bps - l->bps;
    }
    return bps;
}

void pl_media_allocate(struct pl_peer *p, pl_time_us now)
{
    struct pl_media_session *s = p->session;
    struct reception all = {.count = 0};
    uint64_t least, spent;
    uint32_t target, left;
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        if (r && r->on && r->answered)
            take_in(&all, r, now);
    }
    least = pl_allocate_least(all.pictures, all.count, all.audio_bps);
    target = budget(p->downlink, least);
    pl_allocate(all.pictures, all.count, now, target, all.audio_bps);
    spent = pl_allocate_spent(all.pictures, all.count, all.audio_bps);
    pl_downlink_plan(p->downlink,
                     pl_allocate_wish(all.pictures, all.count, all.audio_bps) + held_back(&all),
                     spent, all.can_pad);
    left = target == PL_DOWNLINK_UNLIMITED ? PL_LIMIT_UNLIMITED
           : target > spent                ? target - (uint32_t)spent
                                           : 0;
    for (size_t i = 0; i < all.count; i++) {
        apply(all.routes[i], now, &all.pictures[i]);
        note_share(all.routes[i], now, &all.pictures[i], left);
    }
}

void pl_media_reallocate(struct pl_media_session *s, pl_time_us now)
{
    if (!s->sub || !s->sub->downlink || !pl_peer_can_send(s->sub))
        return;
    pl_downlink_hurry(s->sub->downlink, now);
    pl_peer_rearm(s->sub);
}
