/* SPDX-License-Identifier: Apache-2.0 */
/* Parts in a service: whoever is in it beside client and agent, and hold, which goes with them. */
#include "core/seat.h"
#include "core/service.h"
#include "core/session.h"

#include <assert.h>

static struct pl_session *session_of(const struct pl_core *core, int32_t user)
{
    return pl_idmap_get(&core->users, (uint32_t)user);
}

bool pl_service_is_inside(const struct pl_service *v, const struct pl_session *s)
{
    return s && s->room && v->room != 0 && s->room->number == v->room;
}

struct pl_service_part *pl_service_part_of(struct pl_service *v, int32_t user)
{
    for (size_t i = 0; user != 0 && i < PL_LIMIT_SERVICE_PARTS; i++) {
        if (v->parts[i].user == user)
            return &v->parts[i];
    }
    return NULL;
}

struct pl_service_part *pl_service_add(struct pl_core *core, struct pl_service *v,
                                       struct pl_session *s, enum pl_wire_service_role role)
{
    (void)core;
    assert(!s->part);
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        struct pl_service_part *part = &v->parts[i];
        if (part->user != 0)
            continue;
        *part = (struct pl_service_part){.service = v,
                                         .user = s->user,
                                         .role = role,
                                         .status = -1,
                                         .timer = {.kind = PL_TIMER_SERVICE}};
        s->part = part;
        return part;
    }
    return NULL;
}

void pl_service_sit(struct pl_core *core, const struct pl_service_part *part)
{
    struct pl_session *s = session_of(core, part->user);
    enum pl_seat seat = part->role == PL_WIRE_SERVICE_ROLE_LISTENER    ? PL_SEAT_LISTENER
                        : part->role == PL_WIRE_SERVICE_ROLE_WHISPERER ? PL_SEAT_WHISPERER
                                                                       : PL_SEAT_OPEN;
    if (pl_service_is_inside(part->service, s))
        pl_seat_change(core, s, seat, part->service->agent);
}

/* What the agent was before he took part. */
static void give_status_back(struct pl_core *core, const struct pl_service_part *part)
{
    const struct pl_counter_person *p = pl_counter_person_of(core->counter, part->user);
    if (part->status >= 0 && p && p->agent && p->agent->client == 0 &&
        p->agent->status == PL_COUNTER_WORKING)
        (void)pl_counter_status(core->counter, core->now, part->user, part->status);
}

void pl_service_clear(struct pl_core *core, struct pl_service_part *part)
{
    struct pl_session *s = session_of(core, part->user);
    pl_heap_disarm(&core->timers, &part->timer.node);
    if (part->holds)
        pl_service_set_hold(core, part->service, false);
    if (s && s->part == part)
        s->part = NULL;
    part->user = 0;
}

void pl_service_remove(struct pl_core *core, struct pl_service_part *part, int code)
{
    struct pl_service *v = part->service;
    struct pl_session *s = session_of(core, part->user);
    bool asked = part->asked;
    if (asked)
        pl_service_tell_withdrawn(core, part, code);
    else
        pl_service_tell_over(core, v, part->user, code);
    if (!asked && pl_service_is_inside(v, s))
        pl_seat_change(core, s, PL_SEAT_SHUT, 0);
    give_status_back(core, part);
    pl_service_clear(core, part);
}

void pl_service_remove_all(struct pl_core *core, struct pl_service *v)
{
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        struct pl_service_part *part = &v->parts[i];
        if (part->user != 0)
            pl_service_remove(core, part,
                              part->asked ? PL_GV_ERR_SESSION_DISCONNECT : PL_GV_ERR_SUCCESS);
    }
}

/* ---- hold ---- */

void pl_service_set_hold(struct pl_core *core, struct pl_service *v, bool held)
{
    struct pl_session *client = session_of(core, v->client);
    if (v->held == held)
        return;
    v->held = held;
    for (size_t i = 0; !held && i < PL_LIMIT_SERVICE_PARTS; i++)
        v->parts[i].holds = false;
    if (client && client->room) /* whichever: two may talk in another, too */
        pl_seat_hold(core, client, held);
}
