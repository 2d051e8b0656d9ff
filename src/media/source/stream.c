/* SPDX-License-Identifier: Apache-2.0 */
/* What a publisher sends: its encodings, and what can be chosen from them. */
#include "media/internal.h"

#include <stdlib.h>

/* While several encodings are sent: how often it is looked whether all still are. */
#define LOOK_US PL_MS(200)

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
    stream->encoding_count = 1;
    stream->look_at = PL_TIME_NEVER;
    stream->demand_low = PL_TIME_NEVER;
    stream->limit.at = PL_TIME_NEVER;
    stream->demand = 1;
    for (uint8_t i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++) {
        pl_encoding_init(&stream->encodings[i], stream, i);
        stream->order[i] = i;
    }
    pl_list_init(&stream->routes);
    pl_list_init(&stream->in_touched);
    pl_list_add_tail(&s->streams, &stream->in_session);
    s->media->stats.streams++;
    return stream;
}

void pl_stream_destroy(struct pl_stream *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->routes)
        pl_route_destroy(pl_container_of(it, struct pl_route, in_stream));
    pl_copy_end_all(s);
    pl_list_remove(&s->in_session);
    pl_list_remove(&s->in_touched);
    for (unsigned i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++)
        pl_encoding_finish(&s->encodings[i]);
    s->publisher->media->stats.streams--;
    free(s);
}

void pl_stream_unpublish(struct pl_stream *s)
{
    for (unsigned i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++)
        pl_encoding_set_source(&s->encodings[i], 0, 0);
    s->fid_count = 0;
    s->mid[0] = '\0';
    s->limit = (struct pl_limit){.at = PL_TIME_NEVER};
}

/* By area; of a size that is not known yet, as the offer lists them. */
static bool is_smaller(const struct pl_encoding *a, const struct pl_encoding *b)
{
    return (uint32_t)a->width * a->height < (uint32_t)b->width * b->height;
}

void pl_stream_order(struct pl_stream *s)
{
    uint8_t known[PL_MEDIA_ENCODINGS_MAX], slots[PL_MEDIA_ENCODINGS_MAX];
    unsigned n = 0;
    for (uint8_t i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++) {
        unsigned k = n;
        s->order[i] = i;
        if (i >= s->encoding_count || s->encodings[i].width == 0)
            continue;
        slots[n++] = i;
        for (; k > 0 && is_smaller(&s->encodings[i], &s->encodings[known[k - 1]]); k--)
            known[k] = known[k - 1];
        known[k] = i;
    }
    for (unsigned k = 0; k < n; k++)
        s->order[slots[k]] = known[k];
    for (uint8_t i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++)
        s->encodings[s->order[i]].ordinal = i;
    s->renewed = true;
    pl_stream_changed(s);
}

/* ---- what the routes choose, and what the publisher has to send for it ---- */

void pl_stream_watch(struct pl_stream *s, pl_time_us now, bool at_once)
{
    s->renewed |= at_once;
    s->look_at = pl_time_min(s->look_at, at_once ? now : now + LOOK_US);
}

void pl_stream_changed(struct pl_stream *s)
{
    s->look_at = 0;
    if (s->publisher->pub)
        pl_peer_rearm(s->publisher->pub);
}

struct pl_encoding *pl_stream_choose(struct pl_stream *s, unsigned ordinal)
{
    struct pl_encoding *wanted = pl_stream_encoding(s, ordinal);
    for (unsigned i = wanted->ordinal + 1u; i > 0; i--) {
        if (pl_encoding_active(&s->encodings[s->order[i - 1]]))
            return &s->encodings[s->order[i - 1]];
    }
    for (unsigned i = wanted->ordinal + 1u; i < s->encoding_count; i++) {
        if (pl_encoding_active(&s->encodings[s->order[i]]))
            return &s->encodings[s->order[i]];
    }
    return wanted;
}

/* The smallest is always among it: where a subscriber falls back to at once. */
static uint8_t demand_of(struct pl_stream *s)
{
    unsigned mask = 0;
    struct pl_list *it;
    pl_list_for_each(it, &s->routes)
    {
        const struct pl_route *r = pl_container_of(it, struct pl_route, in_stream);
        /* What nobody's way carries is sent on when it is to become smaller. */
        if (r->on && r->paused && r->why == PL_MEDIA_WHY_ESTIMATE && pl_stream_is_limited(s))
            mask |= 1u;
        if (!r->on || r->paused)
            continue;
        mask |= 1u | 1u << pl_stream_encoding(s, r->target.encoding)->ordinal;
        if (pl_remap_anchored(&r->remap)) /* until it has switched */
            mask |= 1u << s->encodings[r->encoding].ordinal;
    }
    for (const struct pl_copy *c = s->copy; c; c = c->next)
        mask |= pl_copy_demand(c);
    return (uint8_t)(mask & ((1u << s->encoding_count) - 1));
}

static void tell_demand(struct pl_stream *s, pl_time_us now, uint8_t demand)
{
    if (pl_media_emit(s->publisher->media, &(struct pl_media_event){.type = PL_MEDIA_EVENT_DEMAND,
                                                                    .session = s->publisher->id,
                                                                    .role = PL_MEDIA_PUB,
                                                                    .stream = s->index,
                                                                    .encodings = demand,
                                                                    .limit_bps = s->limit.bps}))
        s->demand = demand;
    else
        s->demand_low = now + PL_STREAM_DEMAND_HOLD_US; /* no memory: once more then */
}

static void look_at_demand(struct pl_stream *s, pl_time_us now)
{
    uint8_t demand = demand_of(s);
    bool due = s->demand_low <= now;
    if (s->kind != PL_MEDIA_VIDEO || s->mid[0] == '\0') {
        s->demand_low = PL_TIME_NEVER; /* or it would be due for ever */
        return;
    }
    if ((s->demand & ~demand) == 0)
        s->demand_low = PL_TIME_NEVER;
    else if (s->demand_low == PL_TIME_NEVER)
        s->demand_low = now + PL_STREAM_DEMAND_HOLD_US;
    if (due)
        s->demand_low = PL_TIME_NEVER;
    if (due && demand != s->demand)
        tell_demand(s, now, demand);
    else if ((demand & ~s->demand) != 0)
        tell_demand(s, now, s->demand | demand);
}

static void look(struct pl_stream *s, pl_time_us now)
{
    struct pl_list *it;
    s->look_at = PL_TIME_NEVER;
    pl_list_for_each(it, &s->routes)
    {
        struct pl_route *r = pl_container_of(it, struct pl_route, in_stream);
        pl_route_aim(r, now);
        if (s->renewed) /* or who is paused would never be looked at again */
            pl_media_reallocate(r->subscriber, now);
    }
    s->renewed = false;
    look_at_demand(s, now);
}

void pl_stream_tick(struct pl_stream *s, pl_time_us now)
{
    for (unsigned i = 0; i < s->encoding_count; i++)
        pl_encoding_tick(&s->encodings[i], now);
    if (pl_stream_look_at_limit(s, now))
        tell_demand(s, now, s->demand | demand_of(s));
    for (struct pl_copy *c = s->copy; c; c = c->next) {
        if (pl_copy_deadline(c) <= now)
            pl_copy_tick(c, now);
    }
    if (s->look_at <= now)
        look(s, now);
    else if (s->demand_low <= now)
        look_at_demand(s, now);
}

pl_time_us pl_stream_deadline(const struct pl_stream *s)
{
    pl_time_us at = pl_time_min(pl_time_min(s->look_at, s->demand_low), s->limit.at);
    for (unsigned i = 0; i < s->encoding_count; i++)
        at = pl_time_min(at, pl_encoding_deadline(&s->encodings[i]));
    for (const struct pl_copy *c = s->copy; c; c = c->next)
        at = pl_time_min(at, pl_copy_deadline(c));
    return at;
}

static void describe(const struct pl_encoding *e, pl_time_us now, unsigned spatial,
                     struct pl_layer_info *out)
{
    unsigned above = e->spatial_count - 1u - spatial; /* each layer has twice the size */
    *out = (struct pl_layer_info){.width = (uint16_t)(e->width >> above),
                                  .height = (uint16_t)(e->height >> above),
                                  .active = pl_encoding_active(e),
                                  .temporal_count = e->temporal_count};
    for (unsigned t = 0; t < PL_MEDIA_TEMPORAL_MAX; t++) {
        out->bps[t] = pl_meter_bps(&e->meter, now, spatial, t);
        out->fps[t] = pl_meter_fps(&e->meter, now, spatial, t);
    }
    if (e->spatial_count > 1)
        out->active &= out->fps[PL_MEDIA_TEMPORAL_MAX - 1] > 0;
}

unsigned pl_stream_level_count(const struct pl_stream *s)
{
    return s->encoding_count > 1 ? s->encoding_count : s->encodings[0].spatial_count;
}

size_t pl_stream_layers(const struct pl_stream *s, pl_time_us now,
                        struct pl_layer_info layers[PL_MEDIA_ENCODINGS_MAX])
{
    unsigned n = pl_stream_level_count(s);
    for (unsigned i = 0; i < n; i++) {
        const struct pl_encoding *e = &s->encodings[s->encoding_count > 1 ? s->order[i] : 0];
        describe(e, now, s->encoding_count > 1 ? e->spatial_count - 1u : i, &layers[i]);
    }
    return n;
}
