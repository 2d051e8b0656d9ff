/* SPDX-License-Identifier: Apache-2.0 */
#include "media/figures/census.h"

#include "media/internal.h"

enum {
    STEPS = PL_CENSUS_US / PL_CENSUS_STEP_US,
};

/* What one session is told. */
struct telling {
    pl_time_us now;
    struct pl_media_figure figures[PL_CENSUS_FIGURES];
    size_t count;
    uint8_t up, down; /* the worst marks */
};

static void tell(struct telling *t, const struct pl_media_figure *f)
{
    if (t->count < PL_CENSUS_FIGURES)
        t->figures[t->count++] = *f;
}

static uint32_t jitter_us(uint8_t codec, uint32_t units)
{
    if (codec == PL_CODEC_NONE)
        return 0;
    return (uint32_t)((uint64_t)units * 1000000u / pl_codec_info((enum pl_codec)codec)->clock);
}

static uint8_t active_count(const struct pl_stream *s)
{
    uint8_t n = 0;
    for (unsigned i = 0; i < s->encoding_count; i++)
        n += pl_encoding_active(&s->encodings[i]);
    return n;
}

static void add_up(struct pl_media_way_stats *w, const struct pl_figures_delta *d, uint8_t mark)
{
    pl_histogram_add(&w->marks, pl_histogram_marks, mark);
    if (d->expected > 0)
        pl_histogram_add(&w->loss_ppm, pl_histogram_loss_ppm, d->lost_ppm);
}

static void fill(struct pl_media_figure *f, const struct pl_figures_delta *d)
{
    f->bps = d->bps;
    f->fps = (uint16_t)(d->fps < UINT16_MAX ? d->fps : UINT16_MAX);
    f->lost_ppm = d->lost_ppm;
    f->left_ppm = d->left_ppm;
    f->repaired = d->repaired;
}

/* ---- up: from a publisher to us ---- */

static struct pl_figures_delta look_up(struct pl_encoding *e, pl_time_us now)
{
    struct pl_figures_count count = {.bytes = e->stats.received,
                                     .expected = pl_rtcp_source_stats_highest_seq(&e->stats),
                                     .lost = pl_rtcp_source_stats_lost(&e->stats),
                                     .repaired = e->figures.repaired,
                                     .frames = e->figures.pulse.frames,
                                     .freezes = e->figures.pulse.freezes};
    struct pl_figures_delta d = pl_figures_look(&e->figures.past, now, &count);
    d.bps = pl_meter_bps(&e->meter, now, PL_METER_SPATIAL - 1, PL_METER_TEMPORAL - 1);
    return d;
}

static void count_encoding(struct telling *t, struct pl_encoding *e)
{
    struct pl_media_session *s = e->stream->publisher;
    struct pl_figures_delta d = look_up(e, t->now);
    struct pl_media_figure f = {.publisher = s->id,
                                .kind = e->stream->kind,
                                .stream = e->stream->index,
                                .encoding = e->ordinal,
                                .encodings = active_count(e->stream),
                                .width = e->width,
                                .height = e->height,
                                .rtt_us = (uint32_t)pl_peer_rtt(s->pub),
                                .freezes = e->figures.pulse.freezes};
    struct pl_quality_input in = {.picture = f.kind == PL_MEDIA_VIDEO, .freezes = d.freezes};
    e->figures.quality = PL_QUALITY_UNKNOWN;
    if (d.expected == 0) /* switched off, or nobody wants it */
        return;
    fill(&f, &d);
    f.jitter_us = jitter_us(e->codec, pl_rtcp_source_stats_jitter(&e->stats));
    in.lost_ppm = d.lost_ppm;
    in.left_ppm = d.left_ppm;
    in.rtt_us = f.rtt_us;
    in.jitter_us = f.jitter_us;
    f.quality = f.source = e->figures.quality = pl_quality_mark(&in);
    t->up = pl_quality_worse(t->up, f.quality);
    add_up(&s->media->stats.up, &d, f.quality);
    tell(t, &f);
}

static void count_streams(struct telling *t, struct pl_media_session *s)
{
    struct pl_list *it;
    if (!s->pub || s->pub->failed)
        return;
    pl_list_for_each(it, &s->streams)
    {
        struct pl_stream *stream = pl_container_of(it, struct pl_stream, in_session);
        for (unsigned i = 0; i < stream->encoding_count; i++) {
            if (stream->encodings[i].ssrc != 0)
                count_encoding(t, &stream->encodings[i]);
        }
        if (stream->kind == PL_MEDIA_AUDIO && stream->encodings[0].voice.open &&
            t->now - stream->encodings[0].voice.spoke_at < PL_VOICE_HANG_US)
            s->media->census.round.speaking++;
    }
}

/* ---- down: from us to a subscriber ---- */

static struct pl_figures_delta look_down(struct pl_route *r, pl_time_us now)
{
    struct pl_figures_count count = {.bytes = r->octets,
                                     .expected = r->figures.highest_seq,
                                     .lost = r->figures.lost,
                                     .repeated = r->figures.repaired,
                                     .frames = r->figures.pulse.frames,
                                     .freezes = r->figures.pulse.freezes};
    return pl_figures_look(&r->figures.past, now, &count);
}

/* Layers that the publisher sends and the subscriber's way does not carry. */
static uint32_t held_back(const struct pl_route *r, const struct pl_encoding *e)
{
    uint32_t n = 0;
    if (r->why != PL_MEDIA_WHY_ESTIMATE)
        return 0;
    for (unsigned i = 0; i < r->stream->encoding_count; i++) {
        const struct pl_encoding *other = &r->stream->encodings[i];
        n += pl_encoding_active(other) && (r->paused || other->ordinal > e->ordinal);
    }
    return n > 0 ? n : 1; /* at least frames are left out */
}

/* The publisher sends it, it is wanted, and nothing went out. */
static bool missing(const struct pl_route *r, const struct pl_encoding *e, pl_time_us now,
                    const struct pl_figures_delta *d)
{
    if (r->stream->kind == PL_MEDIA_AUDIO && r->hushed)
        return false;
    return pl_encoding_active(e) && now - e->last_at < PL_ENCODING_SILENT_US && d->bps == 0;
}

static void judge_route(struct telling *t, struct pl_route *r, const struct pl_encoding *e,
                        const struct pl_figures_delta *d, struct pl_media_figure *f)
{
    struct pl_quality_input in = {.picture = f->kind == PL_MEDIA_VIDEO,
                                  .lost_ppm = d->lost_ppm,
                                  .left_ppm = d->left_ppm,
                                  .rtt_us = f->rtt_us,
                                  .jitter_us = f->jitter_us,
                                  .freezes = d->freezes};
    f->quality = PL_QUALITY_UNKNOWN;
    if (r->figures.past.at == t->now && d->bps == 0 && !r->paused && !missing(r, e, t->now, d))
        return; /* the publisher is silent */
    if (r->paused && r->why == PL_MEDIA_WHY_HIDDEN)
        return;
    in.missing = r->paused || missing(r, e, t->now, d);
    in.held_back = held_back(r, e);
    f->quality = pl_quality_mark(&in);
    t->down = pl_quality_worse(t->down, f->quality);
    add_up(&r->subscriber->media->stats.down, d, f->quality);
}

static void count_route(struct telling *t, struct pl_route *r)
{
    const struct pl_encoding *e = &r->stream->encodings[r->encoding];
    bool fresh = r->figures.past.at == 0;
    struct pl_figures_delta d = look_down(r, t->now);
    struct pl_media_figure f = {.publisher = r->stream->publisher->id,
                                .kind = r->stream->kind,
                                .stream = r->stream->index,
                                .encoding = e->ordinal,
                                .encodings = active_count(r->stream),
                                .paused = r->paused,
                                .why = r->why,
                                .source = e->figures.quality,
                                .width = e->width,
                                .height = e->height,
                                .rtt_us = (uint32_t)pl_peer_rtt(r->subscriber->sub),
                                .freezes = r->figures.pulse.freezes};
    if (r->paused)
        r->subscriber->media->census.round.paused[r->why]++;
    if (fresh)
        return;
    fill(&f, &d);
    f.jitter_us = jitter_us(e->codec, r->figures.jitter);
    judge_route(t, r, e, &d, &f);
    tell(t, &f);
}

static void count_routes(struct telling *t, struct pl_media_session *s)
{
    if (!pl_peer_can_send(s->sub))
        return;
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        if (r && r->on && r->answered)
            count_route(t, r);
    }
}

/* ---- the round ---- */

static void add_rtt(struct pl_media_way_stats *w, const struct pl_peer *p)
{
    if (p && p->rtt_us != 0)
        pl_histogram_add(&w->rtt_us, pl_histogram_rtt_us, p->rtt_us);
}

static void give(const struct telling *t, struct pl_media_session *s)
{
    struct pl_media_event e = {.type = PL_MEDIA_EVENT_FIGURES,
                               .session = s->id,
                               .figures = t->figures,
                               .figure_count = t->count};
    if (!s->told || (t->count == 0 && !s->was_told))
        return;
    s->was_told = t->count > 0;
    e.way.up = t->up;
    e.way.down = t->down;
    e.way.up_rtt_us = s->pub ? (uint32_t)pl_peer_rtt(s->pub) : 0;
    e.way.down_rtt_us = s->sub ? (uint32_t)pl_peer_rtt(s->sub) : 0;
    e.way.estimate_bps = s->sub && s->sub->downlink ? pl_downlink_target_bps(s->sub->downlink) : 0;
    if (e.way.estimate_bps == PL_DOWNLINK_UNLIMITED)
        e.way.estimate_bps = 0;
    pl_media_emit(s->media, &e);
}

static void count_session(struct pl_media_session *s, pl_time_us now)
{
    struct telling t;
    t.now = now;
    t.count = 0;
    t.up = t.down = PL_QUALITY_UNKNOWN;
    count_streams(&t, s);
    count_routes(&t, s);
    add_rtt(&s->media->stats.up, s->pub);
    add_rtt(&s->media->stats.down, s->sub);
    give(&t, s);
}

static void end_round(struct pl_media *m)
{
    m->stats.speaking = m->census.round.speaking;
    memcpy(m->stats.paused, m->census.round.paused, sizeof(m->stats.paused));
    m->census.round = (struct pl_census_now){0};
    m->census.cursor = 0;
}

void pl_census_tick(struct pl_media *m, pl_time_us now)
{
    size_t share = (size_t)m->stats.sessions / STEPS + 1;
    if (pl_census_deadline(m) > now)
        return;
    m->census.at = now + PL_CENSUS_STEP_US;
    if (m->census.cursor == 0)
        m->census.began_at = now;
    while (share-- > 0) {
        struct pl_media_session *s = pl_idmap_next(&m->sessions, &m->census.cursor);
        if (!s) { /* round: the next begins when its time has come */
            end_round(m);
            m->census.at = m->census.began_at + PL_CENSUS_US;
            if (m->census.at <= now)
                m->census.at = now + PL_CENSUS_STEP_US;
            return;
        }
        count_session(s, now);
    }
}

pl_time_us pl_census_deadline(const struct pl_media *m)
{
    return m->stats.sessions > 0 ? m->census.at : PL_TIME_NEVER;
}
