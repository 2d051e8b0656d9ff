/* SPDX-License-Identifier: Apache-2.0 */
/* The SFU as a whole: sessions, commands, time, events. Datagrams come in through intake.c. */
#include "media/internal.h"

#include <assert.h>
#include <stdlib.h>

#define KEY_PAUSE_US PL_MS(500)
#define COPY_KEY_US  PL_SEC(4)

enum {
    PATHS_PER_SESSION = 2 * PL_ICE_PATHS_MAX,
    UFRAGS_PER_SESSION = 4, /* two connections, each with those before an ICE restart */
    ROUTES_PER_SESSION = 2 * PL_MEDIA_SUB_SECTIONS_MAX,
};

enum pl_err pl_media_create(const struct pl_media_config *config, struct pl_media **out)
{
    const struct pl_media_limits *limits = &config->limits;
    struct pl_media *m = calloc(1, sizeof(*m));
    uint8_t seed[16];
    size_t n = config->max_sessions;
    assert(config->address_count > 0 && config->address_count <= PL_MEDIA_ADDRESSES_MAX && n > 0);
    assert(config->loudest <= PL_SPEAKERS_MAX);
    if (!m)
        return PL_E_NOMEM;
    m->config = *config;
    if (m->config.key_pause_us == 0)
        m->config.key_pause_us = KEY_PAUSE_US;
    if (m->config.copy_key_us == 0)
        m->config.copy_key_us = COPY_KEY_US;
    pl_idmap_init(&m->sessions, n);
    m->budgets[PL_MEDIA_PUB] = pl_budget_limits_of(limits->peer_kbps, limits->peer_pps);
    m->budgets[PL_MEDIA_SUB] =
        pl_budget_limits_of((limits->peer_kbps + 7) / 8, (limits->peer_pps + 7) / 8);
    m->stream_budget = pl_budget_limits_of(limits->stream_kbps, 0).bits;
    config->random->fill(config->random, seed, sizeof(seed));
    if (pl_strangers_create(&m->strangers, seed)) {
        free(m);
        return PL_E_NOMEM;
    }
    pl_strmap_init(&m->paths, n * PATHS_PER_SESSION, seed);
    pl_strmap_init(&m->ufrags, n * UFRAGS_PER_SESSION, seed);
    pl_stun_server_init(&m->stun, n, seed);
    pl_idmap_init(&m->routes, n * ROUTES_PER_SESSION);
    pl_heap_init(&m->deadlines);
    m->loudest.at = PL_TIME_NEVER;
    pl_list_init(&m->failed);
    pl_list_init(&m->dirty);
    pl_list_init(&m->touched);
    pl_list_init(&m->touched_peers);
    pl_list_init(&m->events);
    *out = m;
    return PL_OK;
}

void pl_media_set_addresses(struct pl_media *m, const struct pl_addr *addresses, size_t count)
{
    assert(count > 0 && count <= PL_MEDIA_ADDRESSES_MAX);
    memcpy(m->config.addresses, addresses, count * sizeof(*addresses));
    m->config.address_count = count;
}

static void free_queued(struct pl_media_queued *q)
{
    if (!q)
        return;
    free(q->tracks);
    free(q->figures);
    free(q->sdp);
    free(q);
}

static void destroy_session(struct pl_media_session *s)
{
    struct pl_list *it, *tmp;
    struct pl_media *m = s->media;
    pl_list_for_each_safe(it, tmp, &s->streams)
        pl_stream_destroy(pl_container_of(it, struct pl_stream, in_session));
    for (unsigned i = 0; i < s->section_count; i++) {
        if (s->sections[i].route)
            pl_route_destroy(s->sections[i].route);
    }
    pl_peer_destroy(s->pub);
    pl_peer_destroy(s->sub);
    pl_list_remove(&s->in_dirty);
    pl_idmap_remove(&m->sessions, s->id);
    m->stats.sessions--;
    free(s->sections);
    free(s);
}

void pl_media_destroy(struct pl_media *m)
{
    struct pl_media_session *s;
    size_t cursor = 0;
    if (!m)
        return;
    while ((s = pl_idmap_next(&m->sessions, &cursor))) {
        destroy_session(s);
        cursor = 0; /* the table has changed */
    }
    while (!pl_list_empty(&m->events)) {
        struct pl_media_queued *q =
            pl_container_of(m->events.next, struct pl_media_queued, in_events);
        pl_list_remove(&q->in_events);
        free_queued(q);
    }
    free_queued(m->current);
    pl_idmap_finish(&m->sessions);
    pl_strmap_finish(&m->paths);
    pl_strmap_finish(&m->ufrags);
    pl_stun_server_finish(&m->stun);
    pl_idmap_finish(&m->routes);
    pl_heap_finish(&m->deadlines);
    pl_strangers_destroy(m->strangers);
    free(m);
}

/* ---- for the rest of the folder ---- */

uint8_t *pl_media_reserve(struct pl_media *m)
{
    return m->config.sink->reserve(m->config.sink, PL_MEDIA_DATAGRAM_MAX);
}

void pl_media_commit(struct pl_media *m, size_t len, const struct pl_ice_path *to)
{
    m->stats.datagrams_out++;
    m->stats.bytes_out += len;
    m->config.sink->commit(m->config.sink, len, to);
}

uint32_t pl_media_fresh_ssrc(struct pl_media *m)
{
    uint32_t ssrc;
    do {
        ssrc = pl_random_u32(m->config.random);
    } while (ssrc == 0 || pl_idmap_get(&m->routes, ssrc));
    return ssrc;
}

static bool copy_into(struct pl_media_queued *q, const struct pl_media_event *e)
{
    if (e->sdp.len > 0) {
        q->sdp = malloc(e->sdp.len);
        if (!q->sdp)
            return false;
        memcpy(q->sdp, e->sdp.data, e->sdp.len);
        q->event.sdp = pl_bytes_of(q->sdp, e->sdp.len);
    }
    if (e->track_count > 0) {
        q->tracks = malloc(e->track_count * sizeof(*e->tracks));
        if (!q->tracks)
            return false;
        memcpy(q->tracks, e->tracks, e->track_count * sizeof(*e->tracks));
        q->event.tracks = q->tracks;
    }
    if (e->figure_count > 0) {
        q->figures = malloc(e->figure_count * sizeof(*e->figures));
        if (!q->figures)
            return false;
        memcpy(q->figures, e->figures, e->figure_count * sizeof(*e->figures));
        q->event.figures = q->figures;
    }
    return true;
}

bool pl_media_emit(struct pl_media *m, const struct pl_media_event *event)
{
    struct pl_media_queued *q = calloc(1, sizeof(*q));
    if (!q)
        return false;
    q->event = *event;
    if (!copy_into(q, event)) {
        free_queued(q);
        return false;
    }
    pl_list_add_tail(&m->events, &q->in_events);
    return true;
}

enum pl_err pl_media_next_event(struct pl_media *m, struct pl_media_event *out)
{
    free_queued(m->current);
    m->current = NULL;
    if (pl_list_empty(&m->events))
        return PL_E_AGAIN;
    m->current = pl_container_of(m->events.next, struct pl_media_queued, in_events);
    pl_list_remove(&m->current->in_events);
    *out = m->current->event;
    return PL_OK;
}

const struct pl_media_stats *pl_media_stats(const struct pl_media *m)
{
    return &m->stats;
}

/* ---- connections that have ended ---- */

static void unpublish(struct pl_media_session *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->streams)
        pl_stream_unpublish(pl_container_of(it, struct pl_stream, in_session));
}

/* The session stays; its streams and routes wait for the next connection. */
static void drop_peer(struct pl_media_session *s, enum pl_media_role role)
{
    if (role == PL_MEDIA_PUB) {
        unpublish(s);
        pl_peer_destroy(s->pub);
        s->pub = NULL;
    } else {
        pl_sub_reset(s);
        pl_peer_destroy(s->sub);
        s->sub = NULL;
    }
}

static void reap(struct pl_media *m)
{
    while (!pl_list_empty(&m->failed)) {
        struct pl_peer *p = pl_container_of(m->failed.next, struct pl_peer, in_failed);
        struct pl_media_session *s = p->session;
        pl_media_emit(m, &(struct pl_media_event){.type = PL_MEDIA_EVENT_FAILED,
                                                  .session = s->id,
                                                  .role = p->role,
                                                  .err = PL_E_CLOSED,
                                                  .detail = p->failed});
        drop_peer(s, p->role);
    }
}

/* ---- commands ---- */

static struct pl_media_session *session_of(struct pl_media *m, uint64_t id)
{
    return pl_idmap_get(&m->sessions, id);
}

enum pl_err pl_media_join(struct pl_media *m, uint64_t session)
{
    struct pl_media_session *s = calloc(1, sizeof(*s));
    enum pl_err err;
    if (!s)
        return PL_E_NOMEM;
    s->media = m;
    s->id = session;
    s->fresh = true;
    pl_list_init(&s->streams);
    pl_speakers_init(&s->speakers, m->config.loudest);
    pl_list_init(&s->in_dirty);
    err = pl_idmap_put(&m->sessions, session, s);
    if (err) {
        free(s);
        return err;
    }
    m->stats.sessions++;
    return PL_OK;
}

void pl_media_leave(struct pl_media *m, pl_time_us now, uint64_t session)
{
    struct pl_media_session *s = session_of(m, session);
    (void)now;
    if (s)
        destroy_session(s);
}

void pl_media_offer(struct pl_media *m, pl_time_us now, uint64_t session, uint64_t request,
                    struct pl_bytes sdp, const struct pl_media_pub_track *tracks,
                    size_t track_count, enum pl_codec video)
{
    struct pl_media_session *s = session_of(m, session);
    if (s) {
        pl_pub_offer(s, now, request, sdp, tracks, track_count, video);
        return;
    }
    pl_media_emit(m, &(struct pl_media_event){.type = PL_MEDIA_EVENT_ANSWER,
                                              .session = session,
                                              .request = request,
                                              .err = PL_E_NOT_FOUND,
                                              .detail = "no such session"});
}

void pl_media_answer(struct pl_media *m, pl_time_us now, uint64_t session, uint32_t version,
                     struct pl_bytes sdp)
{
    struct pl_media_session *s = session_of(m, session);
    if (s)
        pl_sub_answer(s, now, version, sdp);
}

void pl_media_restart(struct pl_media *m, pl_time_us now, uint64_t session, enum pl_media_role role)
{
    struct pl_media_session *s = session_of(m, session);
    (void)now;
    if (s)
        drop_peer(s, role);
}

void pl_media_restart_ice(struct pl_media *m, pl_time_us now, uint64_t session)
{
    struct pl_media_session *s = session_of(m, session);
    (void)now;
    if (s)
        pl_sub_restart_ice(s);
}

void pl_media_link(struct pl_media *m, pl_time_us now, uint64_t subscriber, uint64_t publisher,
                   enum pl_media_kind kind, uint8_t stream, bool on)
{
    struct pl_media_session *sub = session_of(m, subscriber), *pub = session_of(m, publisher);
    struct pl_stream *s;
    struct pl_route *r = NULL;
    if (!sub || !pub)
        return;
    /* What was never on needs no section to be off. */
    s = on ? pl_stream_of(pub, kind, stream) : pl_stream_find(pub, kind, stream);
    if (s)
        r = on ? pl_route_of(sub, s) : pl_route_find(sub, s);
    if (!r)
        return;
    pl_route_switch(r, now, on);
    pl_media_reallocate(sub, now);
}

void pl_media_view(struct pl_media *m, pl_time_us now, uint64_t subscriber, uint64_t publisher,
                   uint8_t stream, const struct pl_media_view *view)
{
    struct pl_media_session *sub = session_of(m, subscriber), *pub = session_of(m, publisher);
    struct pl_stream *s = pub ? pl_stream_find(pub, PL_MEDIA_VIDEO, stream) : NULL;
    struct pl_route *r = sub && s ? pl_route_find(sub, s) : NULL;
    if (!r)
        return;
    r->view = *view;
    pl_media_reallocate(sub, now);
}

void pl_media_copy(struct pl_media *m, pl_time_us now, uint64_t session, enum pl_media_kind kind,
                   uint8_t stream, uint32_t tag, bool on)
{
    struct pl_media_session *s = session_of(m, session);
    struct pl_stream *of = NULL;
    if (!s || !m->config.copies)
        return;
    of = on ? pl_stream_of(s, kind, stream) : pl_stream_find(s, kind, stream);
    if (of && on)
        pl_copy_begin(of, now, tag);
    else if (of)
        pl_copy_end(of, tag);
}

void pl_media_copy_key(struct pl_media *m, pl_time_us now, uint64_t session, uint8_t stream)
{
    struct pl_media_session *s = session_of(m, session);
    struct pl_stream *of = s ? pl_stream_find(s, PL_MEDIA_VIDEO, stream) : NULL;
    if (of && of->copy)
        pl_copy_want_key(of->copy, now);
}

void pl_media_stun_allow(struct pl_media *m, const struct pl_addr *address, bool on)
{
    if (!on)
        pl_stun_server_forbid(&m->stun, address);
    else if (pl_stun_server_allow(&m->stun, address))
        return; /* no room or memory: he is a stranger then */
}

void pl_media_figures(struct pl_media *m, pl_time_us now, uint64_t session, bool on)
{
    struct pl_media_session *s = session_of(m, session);
    if (!s)
        return;
    s->loudest = (struct pl_loudest_told){.again = on && s->told};
    s->told = on;
    pl_loudest_stir(&m->loudest, now);
}

/* ---- time ---- */

void pl_media_tick(struct pl_media *m, pl_time_us now)
{
    struct pl_heap_node *n;
    while ((n = pl_heap_pop_due(&m->deadlines, now)))
        pl_peer_tick(pl_container_of(n, struct pl_peer, deadline), now);
    reap(m);
    while (!pl_list_empty(&m->dirty)) {
        struct pl_media_session *s =
            pl_container_of(m->dirty.next, struct pl_media_session, in_dirty);
        pl_list_remove(&s->in_dirty);
        pl_sub_offer(s, now);
    }
    pl_census_tick(m, now);
    pl_loudest_tick(m, now);
}

pl_time_us pl_media_deadline(const struct pl_media *m)
{
    if (!pl_list_empty(&m->failed) || !pl_list_empty(&m->dirty))
        return 0;
    return pl_time_min(pl_heap_deadline(&m->deadlines),
                       pl_time_min(pl_census_deadline(m), m->loudest.at));
}
