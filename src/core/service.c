/* SPDX-License-Identifier: Apache-2.0 */
#include "core/service.h"

#include "core/call.h"
#include "core/emit.h"
#include "core/object.h"
#include "core/seat.h"
#include "core/session.h"

#include <assert.h>
#include <stdlib.h>

static struct pl_session *session_of(const struct pl_core *core, int32_t user)
{
    return pl_idmap_get(&core->users, (uint32_t)user);
}

static struct pl_service *find(const struct pl_core *core, int32_t client)
{
    return pl_idmap_get(&core->services, (uint32_t)client);
}

const struct pl_service *pl_service_of(const struct pl_core *core, int32_t client)
{
    return find(core, client);
}

/* ---- from the match to the end ---- */

static void end(struct pl_core *core, struct pl_service *v)
{
    pl_service_set_hold(core, v, false);
    pl_service_remove_all(core, v);
    pl_service_tell_over(core, v, v->agent, PL_GV_ERR_SUCCESS);
    if (v->room != 0)
        pl_service_tell_over(core, v, v->client, PL_GV_ERR_SUCCESS);
    pl_idmap_remove(&core->services, (uint32_t)v->client);
    pl_service_data_free(v->data);
    free(v);
}

/* NULL: memory is short, or there is no room. */
static struct pl_service *make(struct pl_core *core, int32_t client, int32_t agent, int32_t queue)
{
    struct pl_service *v = calloc(1, sizeof(*v));
    enum pl_err err = v ? pl_idmap_put(&core->services, (uint32_t)client, v) : PL_E_NOMEM;
    if (err) {
        free(v);
        core->out_of_memory = core->out_of_memory || err == PL_E_NOMEM;
        return NULL;
    }
    v->client = client;
    v->agent = agent;
    v->queue = queue;
    return v;
}

void pl_service_matched(struct pl_core *core, const struct pl_counter_fact *fact)
{
    struct pl_session *client = session_of(core, fact->user);
    struct pl_service *v = find(core, fact->user);
    if (v)
        end(core, v); /* his agent had not finished it yet */
    v = make(core, fact->user, fact->other, fact->queue);
    if (!v)
        return;
    if (client) {
        v->data = client->along;
        client->along = NULL;
    }
    if (!v->data) /* he is called back, or it is of the time before a restart */
        v->data = pl_service_read_back(pl_book_served(core->book, v->client, v->agent));
    pl_service_tell_data(core, v);
    pl_service_tell(core, v);
}

static void go_on(struct pl_core *core, int32_t agent, int32_t client, int32_t queue)
{
    struct pl_service *v = find(core, client) ? NULL : make(core, client, agent, queue);
    if (!v)
        return;
    v->data = pl_service_read_back(pl_book_served(core->book, client, agent));
    pl_service_tell_data(core, v);
    pl_service_tell(core, v);
}

void pl_service_returned(struct pl_core *core, int32_t agent)
{
    const struct pl_counter_person *p = pl_counter_person_of(core->counter, agent);
    const struct pl_counter_service *oldest =
        p && p->agent ? pl_counter_service_of(p->agent) : NULL;
    struct pl_counter_held others[PL_CONTACT_OTHERS_MAX];
    struct pl_service *mine = find(core, agent); /* a client who was to be called back is here */
    size_t count = pl_counter_others_of(core->counter, agent, others);
    if (mine && mine->room == 0)
        pl_service_tell_one(core, mine, mine->agent);
    if (oldest)
        go_on(core, agent, oldest->client, oldest->queue);
    for (size_t i = 0; i < count; i++)
        go_on(core, agent, others[i].client, others[i].queue);
}

void pl_service_finished(struct pl_core *core, const struct pl_counter_fact *fact)
{
    struct pl_session *client = session_of(core, fact->user);
    struct pl_service *v = find(core, fact->user);
    if (!v || v->agent != fact->other)
        return; /* handed over before, or the client is served by another by now */
    if (client && !client->along && fact->code >= PL_COUNTER_ENDED_MISSED) {
        client->along = v->data; /* he waits again */
        v->data = NULL;
    }
    end(core, v);
}

/* A hold that is over ends wherever the client is. */
static void release(struct pl_core *core, const struct pl_service *v)
{
    struct pl_session *client = session_of(core, v->client);
    if (client && client->room)
        pl_seat_hold(core, client, false);
}

/* The service that this call is of; NULL: of none. */
static struct pl_service *of_call(const struct pl_core *core, const struct pl_call *call)
{
    for (size_t i = 0; i < 2; i++) {
        struct pl_service *v = find(core, call->users[i]);
        if (v && v->agent == call->users[!i])
            return v;
    }
    return NULL;
}

void pl_service_talk(struct pl_core *core, const struct pl_call *call)
{
    struct pl_service *v = of_call(core, call);
    if (!v)
        return;
    v->room = call->room;
    release(core, v);
    pl_service_tell(core, v);
}

void pl_service_talked(struct pl_core *core, const struct pl_call *call)
{
    struct pl_service *v = of_call(core, call);
    if (!v || v->room != call->room)
        return;
    if (!pl_service_is_inside(v, session_of(core, v->client)))
        release(core, v);
    v->room = 0; /* those who are inside keep their seats until they leave */
    v->held = false;
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++)
        v->parts[i].holds = false;
    pl_service_remove_all(core, v);
    pl_service_tell_over(core, v, v->client, PL_GV_ERR_SUCCESS);
    pl_service_tell(core, v);
    pl_object_settle(core); /* the status of guests */
}

/* ---- handing over ---- */

int pl_service_free_for(const struct pl_core *core, const struct pl_service *v,
                        const struct pl_session *s, const struct pl_service_part *part)
{
    const struct pl_counter_person *to = pl_counter_person_of(core->counter, s->user);
    const struct pl_counter_person *from = pl_counter_person_of(core->counter, v->agent);
    if (!to || !to->agent || !from || to->area != from->area)
        return PL_GV_ERR_INVALID_AGENT;
    if (to->agent->client != 0 || s->call || (s->part && s->part != part))
        return PL_GV_ERR_SESSION_BUSY;
    return PL_GV_ERR_SUCCESS;
}

/* Those whom the agent alone sees are seen by the new one. */
static void seat_whisperers(struct pl_core *core, struct pl_service *v)
{
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        if (v->parts[i].user != 0 && v->parts[i].role == PL_WIRE_SERVICE_ROLE_WHISPERER)
            pl_service_sit(core, &v->parts[i]);
    }
}

int pl_service_hand_over(struct pl_core *core, struct pl_service *v, struct pl_session *to,
                         bool asked)
{
    struct pl_session *from = session_of(core, v->agent);
    struct pl_session *client = session_of(core, v->client);
    int before = to->part ? to->part->status : -1;
    int code = pl_counter_hand_over(core->counter, core->now, v->agent, v->client, to->user);
    if (code)
        return code;
    assert(from && client && client->call && client->call->room == v->room);
    if (asked)
        pl_service_tell_answered(core, v, to->user, PL_WIRE_SERVICE_ROLE_AGENT, PL_GV_ERR_SUCCESS);
    if (before >= 0) /* from the end of this service on */
        (void)pl_counter_status(core->counter, core->now, to->user, before);
    pl_service_tell_over(core, v, v->agent, PL_GV_ERR_SESSION_QUIT);
    v->agent = to->user;
    if (to->part)
        pl_service_clear(core, to->part);
    pl_call_move(core, client->call, from, to);
    pl_service_set_hold(core, v, false);
    if (pl_service_is_inside(v, from))
        pl_seat_change(core, from, PL_SEAT_SHUT, 0);
    if (pl_service_is_inside(v, to))
        pl_seat_change(core, to, PL_SEAT_OPEN, 0);
    seat_whisperers(core, v);
    pl_service_tell_data_one(core, v, to->user);
    pl_service_tell(core, v);
    return PL_GV_ERR_SUCCESS;
}

/* ---- rooms ---- */

static struct pl_service *of_room(const struct pl_core *core, int32_t number)
{
    const struct pl_call *call = pl_call_of_room(core, number);
    struct pl_service *v = call ? of_call(core, call) : NULL;
    return v && v->room == number ? v : NULL;
}

bool pl_service_admits(const struct pl_core *core, int32_t user, int32_t room)
{
    struct pl_service *v = of_room(core, room);
    const struct pl_service_part *part = v ? pl_service_part_of(v, user) : NULL;
    return part && !part->asked;
}

void pl_service_seat(struct pl_core *core, struct pl_session *s)
{
    const struct pl_service *own = find(core, s->user);
    struct pl_service *v = of_room(core, s->room->number);
    const struct pl_service_part *part = v ? pl_service_part_of(v, s->user) : NULL;
    assert(s->seat == PL_SEAT_OPEN && !s->held);
    s->held = own && own->held;
    if (!part || part->asked)
        return;
    s->seat_only = v->agent;
    s->seat = part->role == PL_WIRE_SERVICE_ROLE_LISTENER    ? PL_SEAT_LISTENER
              : part->role == PL_WIRE_SERVICE_ROLE_WHISPERER ? PL_SEAT_WHISPERER
                                                             : PL_SEAT_OPEN;
}

/* ---- what happens to sessions ---- */

/* His part is over, by nobody's wish. */
static void part_gone(struct pl_core *core, struct pl_session *s)
{
    struct pl_service_part *part = s->part;
    struct pl_service *v;
    if (!part)
        return;
    v = part->service;
    if (part->asked)
        pl_service_tell_answered(core, v, s->user, part->role, PL_GV_ERR_SESSION_DISCONNECT);
    pl_service_remove(core, part, PL_GV_ERR_SESSION_DISCONNECT);
    pl_service_tell(core, v);
}

void pl_service_left_area(struct pl_core *core, int32_t user)
{
    struct pl_session *s = session_of(core, user);
    if (s)
        part_gone(core, s);
}

void pl_service_gone(struct pl_core *core, struct pl_session *s)
{
    part_gone(core, s);
    pl_object_settle(core);
}

void pl_service_free_all(struct pl_core *core)
{
    size_t cursor = 0;
    struct pl_service *v;
    while ((v = pl_idmap_next(&core->services, &cursor))) {
        pl_service_data_free(v->data);
        free(v);
    }
    pl_idmap_finish(&core->services);
}

/* ---- invariants ---- */

static void check_part(const struct pl_core *core, const struct pl_service *v,
                       const struct pl_service_part *part)
{
    const struct pl_session *s = session_of(core, part->user);
    assert(s && s->part == part && part->service == v && v->room != 0);
    assert(part->user != v->client && part->user != v->agent);
    assert(part->asked == pl_heap_armed(&part->timer.node));
    assert(part->asked || part->role != PL_WIRE_SERVICE_ROLE_AGENT);
    assert(!part->holds || v->held);
    assert(part->role != PL_WIRE_SERVICE_ROLE_LISTENER || !pl_service_is_inside(v, s) ||
           s->seat == PL_SEAT_LISTENER);
}

void pl_service_check(const struct pl_core *core)
{
    size_t cursor = 0;
    struct pl_service *v;
    while ((v = pl_idmap_next(&core->services, &cursor))) {
        const struct pl_session *client = session_of(core, v->client);
        assert(find(core, v->client) == v && v->client != v->agent);
        assert(v->room != 0 || !v->held);
        assert(v->room == 0 || of_room(core, v->room) == v);
        assert(v->room == 0 || !client || !client->room || client->held == v->held);
        for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
            if (v->parts[i].user != 0)
                check_part(core, v, &v->parts[i]);
        }
    }
}
