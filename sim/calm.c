/* SPDX-License-Identifier: Apache-2.0 */
/* The promises of core.h, held against what clients believe and what the media side was told. */
#include "sim.h"

#include <inttypes.h>

/* ---- after every step ---- */

static bool caught_up(const struct sim *sim, const struct sim_client *c)
{
    return sim_client_settled(c) && c->link != 0 && sim->links[c->link - 1].down_flying == 0 &&
           !sim->links[c->link - 1].cut && c->session != 0;
}

/* The members it knows are exactly the others in the room. */
static void check_members(struct sim *sim, struct sim_client *c)
{
    const struct sim_session *own = &sim->sessions[c->session];
    size_t others = 0;
    if (!own->open || own->user != c->user || own->room != c->room) {
        sim_fail(sim, "user %d believes to be in room %d, is user %d in room %d", c->user, c->room,
                 own->user, own->room);
        return;
    }
    for (uint64_t i = 1; c->room != 0 && i <= sim->session_max; i++) {
        const struct sim_session *s = &sim->sessions[i];
        if (!s->open || s->room != c->room || i == c->session)
            continue;
        others++;
        if (!sim_client_member(c, s->user))
            sim_fail(sim, "user %d does not know of user %d in room %d", c->user, s->user, c->room);
    }
    if (others != c->member_count)
        sim_fail(sim, "user %d knows %zu members, there are %zu", c->user, c->member_count, others);
}

static void check_memory(struct sim *sim)
{
    struct pl_core_stats s;
    pl_core_stats(sim->core, &s);
    if (s.outbox_messages > s.sessions * sim->config.outbox_messages ||
        s.outbox_bytes > s.sessions * sim->config.outbox_bytes)
        sim_fail(sim, "the outboxes hold %zu messages, %zu bytes", s.outbox_messages,
                 s.outbox_bytes);
    if (s.sessions > sim->config.max_sessions || s.rooms > s.users || s.links > SIM_LINKS)
        sim_fail(sim, "%zu sessions, %zu users, %zu rooms, %zu links", s.sessions, s.users, s.rooms,
                 s.links);
}

void sim_check_always(struct sim *sim)
{
    pl_core_check(sim->core);
    check_memory(sim);
    for (size_t i = 0; i < SIM_CLIENTS; i++) {
        if (caught_up(sim, &sim->clients[i]))
            check_members(sim, &sim->clients[i]);
    }
}

/* ---- in the calm ---- */

static struct sim_client *client_of_user(struct sim *sim, int32_t user, int32_t room)
{
    for (size_t i = 0; i < SIM_CLIENTS; i++) {
        struct sim_client *c = &sim->clients[i];
        if (c->state == SIM_ONLINE && c->user == user && c->room == room)
            return c;
    }
    return NULL;
}

static void check_states(struct sim *sim, struct sim_client *c)
{
    for (size_t i = 0; i < c->member_count; i++) {
        const struct sim_member *m = &c->members[i];
        struct sim_client *other = client_of_user(sim, m->user, c->room);
        if (other)
            sim_private_check(sim, c, other);
        if (!other)
            sim_fail(sim, "user %d knows user %d, who is nobody", c->user, m->user);
        else if (m->mode != other->mode)
            sim_fail(sim, "user %d believes that user %d has chat mode %d", c->user, m->user,
                     m->mode);
        else if (m->camera != other->camera || m->mic != other->mic)
            sim_fail(sim, "user %d believes that user %d has camera %d, mic %d", c->user, m->user,
                     m->camera, m->mic);
        /* Everybody in the room has heard the same. */
        else if (m->next_text != 0 && m->next_text != other->said + 1)
            sim_fail(sim, "user %d has heard %u of %u texts of user %d", c->user, m->next_text - 1,
                     other->said, m->user);
    }
}

static bool linked(const struct sim *sim, uint64_t subscriber, uint64_t publisher,
                   const struct sim_watch *w)
{
    for (size_t i = 0; i < sim->media_count; i++) {
        const struct sim_media_link *l = &sim->media[i];
        if (l->subscriber == subscriber && l->publisher == publisher &&
            (int)l->kind == (int)w->kind && l->stream == w->stream)
            return true;
    }
    return false;
}

/* Which links this client should have; counts them. */
static size_t check_watches(struct sim *sim, struct sim_client *c)
{
    size_t expected = 0;
    for (size_t i = 0; i < c->watch_count; i++) {
        const struct sim_watch *w = &c->watches[i];
        const struct sim_client *p = client_of_user(sim, w->user, c->room);
        bool open = p && (w->kind == PL_WIRE_MEDIA_KIND_VIDEO ? p->camera == 2
                                                              : w->stream > 0 || p->mic == 1);
        if (!open || (c->mode != 0 && !sim_private_partner(c, w->user)))
            continue;
        if (!sim_direct_claims(c, w))
            expected++;
        if (linked(sim, c->session, p->session, w) == sim_direct_claims(c, w))
            sim_fail(sim, "user %d should see or hear user %d by one way and does not", c->user,
                     w->user);
    }
    return expected;
}

void sim_check_calm(struct sim *sim)
{
    size_t expected = 0, online = 0, partners = 0, talking = 0;
    struct pl_core_stats s;
    pl_core_stats(sim->core, &s);
    for (size_t i = 0; i < SIM_CLIENTS; i++) {
        struct sim_client *c = &sim->clients[i];
        online += c->state == SIM_ONLINE ? 1 : 0;
        if (c->state != SIM_IDLE && !caught_up(sim, c))
            sim_fail(sim, "client %zu is not settled in the calm: state %d, %zu requests wait", i,
                     c->state, c->pending_count);
        if (sim_file_count(c) != 0)
            sim_fail(sim, "client %zu has %zu files that do not get on", i, sim_file_count(c));
        if (c->state != SIM_ONLINE)
            continue;
        sim_call_check(sim, c);
        sim_counter_check(sim, c);
        talking += c->call.state == SIM_CALL_TALKS ? 1 : 0;
        if (c->room == 0)
            continue;
        check_states(sim, c);
        expected += check_watches(sim, c);
        for (size_t k = 0; k < c->private_count; k++)
            partners += c->privates[k].state == SIM_PRIVATE_PARTNER ? 1 : 0;
    }
    if (s.transfers != 0)
        sim_fail(sim, "%zu transfers of nobody", s.transfers);
    if (partners != 2 * s.private_chats)
        sim_fail(sim, "%zu private chats, known at %zu ends", s.private_chats, partners);
    if (talking != 2 * s.calls)
        sim_fail(sim, "%zu calls, known at %zu ends", s.calls, talking);
    if (online != s.sessions || s.detached != 0)
        sim_fail(sim, "%zu sessions, %zu of them detached, for %zu clients", s.sessions, s.detached,
                 online);
    if (expected != sim->media_count)
        sim_fail(sim, "%zu media links, there should be %zu", sim->media_count, expected);
}

void sim_check_empty(struct sim *sim)
{
    struct pl_core_stats s;
    pl_core_stats(sim->core, &s);
    if (s.links || s.sessions || s.users || s.rooms || s.calls || s.waiting || s.agents ||
        s.transfers || s.outbox_messages || s.outbox_bytes)
        sim_fail(sim, "left behind: %zu links, %zu sessions, %zu users, %zu rooms", s.links,
                 s.sessions, s.users, s.rooms);
    if (sim->media_count != 0)
        sim_fail(sim, "left behind: %zu media links", sim->media_count);
    for (uint64_t i = 1; i <= sim->session_max; i++) {
        if (sim->sessions[i].open || sim->sessions[i].media_room != 0)
            sim_fail(sim, "left behind: session %" PRIu64, i);
    }
}
