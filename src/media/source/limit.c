/* SPDX-License-Identifier: Apache-2.0 */
#include "media/source/limit.h"

#include "media/internal.h"

static uint32_t part_of(const struct pl_limit *l, uint32_t widest_bps)
{
    double bps = PL_LIMIT_PART * widest_bps;
    for (unsigned i = 0; i < l->squeezes; i++)
        bps *= PL_LIMIT_SQUEEZE;
    return bps > PL_LIMIT_LEAST_BPS ? (uint32_t)bps / 1000 * 1000 : PL_LIMIT_LEAST_BPS;
}

uint32_t pl_limit_next(struct pl_limit *l, uint32_t now_bps, uint32_t widest_bps, bool seen)
{
    uint32_t bps;
    if (widest_bps == 0)
        return 0;
    if (l->bps == 0) {
        if (seen || widest_bps >= now_bps)
            return 0;
        l->full_bps = now_bps;
        l->squeezes = 0;
        return part_of(l, widest_bps);
    }
    if (widest_bps > PL_LIMIT_FREE * l->full_bps)
        return 0;
    if (!seen && now_bps < PL_LIMIT_STEP * l->bps && l->squeezes < PL_LIMIT_SQUEEZES)
        l->squeezes++;
    bps = part_of(l, widest_bps);
    return bps > l->bps * PL_LIMIT_STEP || bps * PL_LIMIT_STEP < l->bps ? bps : l->bps;
}

/* ---- of a stream ---- */

static bool is_watched(const struct pl_route *r)
{
    return r->on && r->answered && r->view.visible && pl_peer_can_send(r->subscriber->sub);
}

/* What the widest way has for it; 0: nobody looks at it. */
static uint32_t widest(const struct pl_stream *s, bool *seen)
{
    const struct pl_list *it;
    uint32_t bps = 0;
    pl_list_for_each(it, &s->routes)
    {
        const struct pl_route *r = pl_container_of(it, struct pl_route, in_stream);
        if (!is_watched(r))
            continue;
        *seen |= !r->paused;
        if (r->share_bps > bps)
            bps = r->share_bps;
    }
    return bps;
}

bool pl_stream_is_limited(const struct pl_stream *s)
{
    return s->limit.bps != 0;
}

void pl_stream_squeezed(struct pl_stream *s, pl_time_us now)
{
    if (s->limit.at != PL_TIME_NEVER || s->kind != PL_MEDIA_VIDEO || pl_stream_level_count(s) > 1 ||
        !s->publisher->pub)
        return;
    s->limit.at = now + PL_LIMIT_WAIT_US;
    pl_peer_rearm(s->publisher->pub);
}

/* It becomes another picture: that the one before was too much is no reason to wait for this one.
 */
static void forget_patience(struct pl_stream *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->routes) pl_container_of(it, struct pl_route, in_stream)
        ->allocation.memory.patience_us = 0;
}

bool pl_stream_look_at_limit(struct pl_stream *s, pl_time_us now)
{
    struct pl_limit *l = &s->limit;
    uint32_t before = l->bps, way;
    bool seen = false;
    if (now < l->at)
        return false;
    way = widest(s, &seen);
    if (s->mid[0] == '\0' || pl_stream_level_count(s) > 1 || s->copy) /* a copy takes all of it */
        l->bps = 0;
    else
        l->bps = pl_limit_next(l, s->rates.bps[0][PL_MEDIA_TEMPORAL_MAX - 1], way, seen);
    if (before == 0 && l->bps != 0)
        forget_patience(s);
    l->at = l->bps != 0 ? now + PL_LIMIT_EVERY_US : PL_TIME_NEVER;
    return l->bps != before;
}
