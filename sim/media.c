/* SPDX-License-Identifier: Apache-2.0 */
/* A media side without media: it answers, offers and fails at random, sometimes too late, and keeps
 * books on who is linked to whom. */
#include "sim.h"

#include <inttypes.h>

static struct sim_session *session_of(struct sim *sim, uint64_t session)
{
    return &sim->sessions[session];
}

static void soon(struct sim *sim, enum sim_happening what, uint64_t session, uint64_t request)
{
    sim_schedule(sim, sim->now + PL_MS(1 + sim_below(sim, 300)),
                 (struct sim_event){.what = what, .session = session, .request = request},
                 (struct pl_bytes){NULL, 0});
}

static size_t find(const struct sim *sim, const struct sim_media_link *l)
{
    size_t i = 0;
    while (i < sim->media_count &&
           (sim->media[i].subscriber != l->subscriber || sim->media[i].publisher != l->publisher ||
            sim->media[i].kind != l->kind || sim->media[i].stream != l->stream))
        i++;
    return i;
}

static void set_link(struct sim *sim, const struct pl_effect *e)
{
    struct sim_media_link l = {.subscriber = e->media_link.subscriber,
                               .publisher = e->media_link.publisher,
                               .kind = e->media_link.kind,
                               .stream = e->media_link.stream};
    struct sim_session *a = session_of(sim, l.subscriber), *b = session_of(sim, l.publisher);
    size_t i = find(sim, &l);
    if (a->media_room == 0 || a->media_room != b->media_room)
        sim_fail(sim, "link %" PRIu64 " <- %" PRIu64 ": not in one room", l.subscriber,
                 l.publisher);
    if (e->media_link.on != (i == sim->media_count))
        sim_fail(sim, "link %" PRIu64 " <- %" PRIu64 " switched %s twice", l.subscriber,
                 l.publisher, e->media_link.on ? "on" : "off");
    if (sim->mutation == SIM_UNLINK && !sim->mutated && sim->frames >= sim->mutate_after) {
        sim->mutated = true;
        return;
    }
    if (!e->media_link.on && i < sim->media_count)
        sim->media[i] = sim->media[--sim->media_count];
    else if (e->media_link.on && sim->media_count < SIM_MEDIA_LINKS)
        sim->media[sim->media_count++] = l;
    soon(sim, SIM_MEDIA_OFFER, l.subscriber, 0);
}

/* Of links that are on, and no news twice. */
static void set_view(struct sim *sim, const struct pl_effect *e)
{
    struct sim_media_link l = {.subscriber = e->media_view.subscriber,
                               .publisher = e->media_view.publisher,
                               .kind = PL_CORE_VIDEO,
                               .stream = e->media_view.stream};
    const struct pl_core_view *view = &e->media_view.view;
    size_t i = find(sim, &l);
    struct sim_media_link *link = &sim->media[i];
    if (i == sim->media_count) {
        if (sim->mutation != SIM_UNLINK)
            sim_fail(sim, "view %" PRIu64 " <- %" PRIu64 ": no link", l.subscriber, l.publisher);
        return;
    }
    if (link->viewed && link->view.width == view->width && link->view.height == view->height &&
        link->view.visible == view->visible)
        sim_fail(sim, "view %" PRIu64 " <- %" PRIu64 " told twice", l.subscriber, l.publisher);
    link->viewed = true;
    link->view = *view;
}

static void leave(struct sim *sim, uint64_t session)
{
    for (size_t i = 0; i < sim->media_count; i++) {
        if (sim->media[i].subscriber == session || sim->media[i].publisher == session)
            sim_fail(sim, "session %" PRIu64 " left with a link on", session);
    }
    if (session_of(sim, session)->media_room == 0)
        sim_fail(sim, "session %" PRIu64 " left the media side twice", session);
    session_of(sim, session)->media_room = 0;
}

/* Nobody may be given what he cannot show. */
static void check_codec(struct sim *sim, const struct pl_effect *e)
{
    int32_t room = session_of(sim, e->media_offer.session)->room;
    for (uint64_t i = 1; i <= sim->session_max; i++) {
        const struct sim_session *s = &sim->sessions[i];
        if (s->open && s->room == room && !s->h264 && e->media_offer.codec == PL_CORE_H264)
            sim_fail(sim, "H264 in room %d, which session %" PRIu64 " cannot show", room, i);
    }
}

void sim_media_effect(struct sim *sim, const struct pl_effect *e)
{
    switch (e->type) {
    case PL_EFFECT_MEDIA_JOIN:
        if (session_of(sim, e->media_join.session)->media_room != 0)
            sim_fail(sim, "session %" PRIu64 " joined twice", e->media_join.session);
        session_of(sim, e->media_join.session)->media_room = e->media_join.room;
        session_of(sim, e->media_join.session)->offers = 0;
        break;
    case PL_EFFECT_MEDIA_LEAVE:
        leave(sim, e->media_leave.session);
        break;
    case PL_EFFECT_MEDIA_OFFER:
        check_codec(sim, e);
        soon(sim, SIM_MEDIA_REPLY, e->media_offer.session, e->media_offer.request);
        if (sim_chance(sim, 10))
            soon(sim, SIM_MEDIA_FAIL, e->media_offer.session, 0);
        break;
    case PL_EFFECT_MEDIA_LINK:
        set_link(sim, e);
        break;
    case PL_EFFECT_MEDIA_VIEW:
        set_view(sim, e);
        break;
    case PL_EFFECT_MEDIA_SUB_ANSWER:
        if (e->media_sub_answer.version != session_of(sim, e->media_sub_answer.session)->offers)
            sim_fail(sim, "answer to an offer that is not the newest");
        break;
    default:
        break;
    }
}

static void offer(struct sim *sim, uint64_t session)
{
    struct sim_session *s = session_of(sim, session);
    struct pl_core_sub_track tracks[SIM_WATCHES];
    struct pl_event e = {.type = PL_EVENT_MEDIA_OFFER};
    size_t n = 0;
    for (size_t i = 0; i < sim->media_count && n < SIM_WATCHES; i++) {
        const struct sim_media_link *l = &sim->media[i];
        if (l->subscriber == session)
            tracks[n++] =
                (struct pl_core_sub_track){pl_bytes_str("0"), l->publisher, l->kind, l->stream};
    }
    e.media_offer.session = session;
    e.media_offer.version = ++s->offers;
    e.media_offer.fresh = s->offers == 1;
    e.media_offer.sdp = pl_bytes_str("v=0 sub");
    e.media_offer.tracks = tracks;
    e.media_offer.track_count = n;
    sim_step(sim, &e);
}

/* Also for sessions that have left or ended meanwhile: the core must not mind. */
void sim_media_event(struct sim *sim, const struct sim_event *event)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_ANSWER};
    switch (event->what) {
    case SIM_MEDIA_REPLY:
        e.media_answer.session = event->session;
        e.media_answer.request = event->request;
        e.media_answer.err = sim_chance(sim, 10) ? PL_E_PROTO : PL_OK;
        e.media_answer.sdp = pl_bytes_str("v=0 answer");
        sim_step(sim, &e);
        break;
    case SIM_MEDIA_OFFER:
        offer(sim, event->session);
        break;
    default:
        e.type = PL_EVENT_MEDIA_FAILED;
        e.media_failed.session = event->session;
        e.media_failed.peer = sim_chance(sim, 2) ? PL_CORE_PUB : PL_CORE_SUB;
        e.media_failed.detail = pl_bytes_str("no consent");
        sim_step(sim, &e);
        break;
    }
}
