/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Service counters: clients and two agents in two areas. Each client believes what it is told, and
 * nothing that it is told may contradict that; in the calm everybody's numbers are those of the
 * server, everybody in a queue has a place of his own in it, and an agent and his client agree.
 */
#include "sim.h"

enum {
    AREA = 4,
    QUEUE = 5,
    AGENT = 6,
    CLIENT = 8,
    FLAGS = 7,
    LENGTH = 504,
    BEFORE = 502,
    FIRST_AGENT = SIM_CLIENTS - 2, /* by index: a manual one, and an automatic one */
};

static const struct pl_counter_setup setups[] = {
    {.name = ""},
    {.area = 1, .attribute = 1},
    {.area = 1, .attribute = 2, .priority = 10},
    {.area = 2, .rules = {.answer_us = PL_SEC(20), .misses = 2, .wrap_up_us = PL_SEC(1)}},
};
static const struct pl_core_place areas[] = {{1, &setups[0]}, {2, &setups[0]}};
static const struct pl_core_place queues[] = {{11, &setups[1]}, {12, &setups[2]}, {21, &setups[3]}};
_Static_assert(sizeof(queues) / sizeof(queues[0]) == SIM_QUEUES, "as many as a client remembers");

void sim_counter_configure(struct pl_core_config *config)
{
    config->areas = areas;
    config->area_count = sizeof(areas) / sizeof(areas[0]);
    config->queues = queues;
    config->queue_count = SIM_QUEUES;
}

static size_t index_of(int32_t queue)
{
    size_t i = 0;
    while (i < SIM_QUEUES && queues[i].id != queue)
        i++;
    return i;
}

/* ---- what clients do ---- */

static void control(struct sim *sim, struct sim_client *c, int32_t type, int32_t id, int32_t code,
                    int32_t p1)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_OBJECT_CONTROL};
    msg.u.object_control.type = type;
    msg.u.object_control.object = id;
    msg.u.object_control.code = code;
    msg.u.object_control.has_p1 = p1 != 0;
    msg.u.object_control.p1 = p1;
    (void)sim_client_request(sim, c, &msg);
}

static void act_outside(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_OBJECT_SET};
    size_t index = (size_t)(c - sim->clients);
    if (index >= FIRST_AGENT && c->place.role != c->user) {
        msg.u.object_set.type = CLIENT;
        msg.u.object_set.object = c->user;
        msg.u.object_set.info = FLAGS;
        msg.u.object_set.has_number = true;
        msg.u.object_set.number = index == FIRST_AGENT ? 2 : 2 | 16;
        c->place.role = c->user;
        (void)sim_client_request(sim, c, &msg);
        return;
    }
    control(sim, c, AREA, sim_chance(sim, 3) ? 2 : 1, 401, 0);
}

static void act_as_agent(struct sim *sim, struct sim_client *c)
{
    switch (sim_below(sim, 6)) {
    case 0:
        control(sim, c, AGENT, c->user, 601, (int32_t)sim_below(sim, 4));
        break;
    case 1:
    case 2:
        control(sim, c, AGENT, c->user, 601, 1);
        break;
    case 3:
        control(sim, c, AGENT, c->user, 602, 0);
        break;
    default:
        control(sim, c, AGENT, c->user, 604, 0);
        break;
    }
}

void sim_counter_act(struct sim *sim, struct sim_client *c)
{
    size_t first = c->place.area == 1 ? 0 : 2, count = c->place.area == 1 ? 2 : 1;
    if (c->place.area == 0)
        act_outside(sim, c);
    else if (sim_chance(sim, c->place.serves != 0 ? 2 : 20))
        sim_service_act(sim, c);
    else if (sim_chance(sim, 12))
        control(sim, c, AREA, c->place.area, 402, 0);
    else if (c->place.role == c->user)
        act_as_agent(sim, c);
    else if (c->place.queue != 0 && sim_chance(sim, 4))
        control(sim, c, QUEUE, c->place.queue, 502, 0);
    else
        control(sim, c, QUEUE, queues[first + sim_below(sim, count)].id, 501, 0);
}

/* An agent who serves somebody asks for the next; or is none (any more) when it arrives. */
bool sim_counter_refusal_is_fair(const struct pl_wire_msg *request, int code)
{
    return request->type == PL_WIRE_OBJECT_CONTROL && request->u.object_control.type == AGENT &&
           (code == 16 || code == 228);
}

/* ---- what they are told ---- */

static void take_value(struct sim_client *c, const struct pl_wire_object_value *v)
{
    size_t i = index_of(v->id);
    if (v->type == QUEUE && i < SIM_QUEUES && v->info == LENGTH)
        c->place.lengths[i] = v->number;
    if (v->type == QUEUE && v->info == BEFORE)
        c->place.before = v->number;
    if (v->type == AREA && v->info >= 401 && v->info <= 410)
        c->place.numbers[v->info - 401] = v->number;
}

static void area_event(struct sim *sim, struct sim_client *c, const struct pl_wire_object_event *e)
{
    if (e->event == 402 && e->p1 == 0) {
        if (c->place.area != 0)
            sim_fail(sim, "user %d enters area %d out of area %d", c->user, e->id, c->place.area);
        c->place.area = e->id;
    } else if (e->event == 402 && (e->p1 != 100201 || c->place.area == 0)) {
        sim_fail(sim, "user %d may not enter area %d: %d", c->user, e->id, e->p1);
    } else if (e->event == 405) {
        if (c->place.area != (e->p1 == 0 ? e->id : 0) || c->place.queue != 0)
            sim_fail(sim, "user %d leaves area %d, being in %d: %d", c->user, e->id, c->place.area,
                     e->p1);
        c->place.area = c->place.serves = 0;
    }
}

static void queue_event(struct sim *sim, struct sim_client *c, const struct pl_wire_object_event *e)
{
    if (e->event == 502 && e->p1 == 0) {
        if (c->place.area == 0 || c->place.queue != 0)
            sim_fail(sim, "user %d enters queue %d, being in area %d and queue %d", c->user, e->id,
                     c->place.area, c->place.queue);
        c->place.queue = e->id;
    } else if (e->event == 502 && e->p1 != 100202 && e->p1 != 750) {
        sim_fail(sim, "user %d may not enter queue %d: %d", c->user, e->id, e->p1);
    } else if (e->event == 505 && e->p1 != 750) {
        if (c->place.queue != e->id)
            sim_fail(sim, "user %d leaves queue %d, being in %d", c->user, e->id, c->place.queue);
        c->place.queue = 0;
    }
}

static void agent_event(struct sim *sim, struct sim_client *c, const struct pl_wire_object_event *e)
{
    if (e->event == 602 && e->p1 == c->user) {
        if (c->place.serves != 0)
            sim_fail(sim, "agent %d, who serves %d, is given %d", c->user, c->place.serves, e->p2);
        c->place.serves = e->p2;
    } else if (e->event == 602 && e->p2 == c->user && c->place.queue != 0) {
        sim_fail(sim, "user %d is served and still waits in %d", c->user, c->place.queue);
    } else if (e->event == 601 && e->id == c->user && e->p1 != 2) {
        c->place.serves = 0;
    }
}

void sim_counter_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    const struct pl_wire_objects *o = &msg->u.objects;
    for (size_t i = 0; i < o->values_count; i++)
        take_value(c, &o->values[i]);
    for (size_t i = 0; i < o->events_count; i++) {
        const struct pl_wire_object_event *e = &o->events[i];
        if (e->type == AREA)
            area_event(sim, c, e);
        else if (e->type == QUEUE)
            queue_event(sim, c, e);
        else
            agent_event(sim, c, e);
    }
}

/* ---- in the calm ---- */

static int32_t truth(struct sim *sim, int32_t type, int32_t id, int32_t info)
{
    struct pl_bytes text;
    int32_t number = -99;
    (void)pl_core_object_value(sim->core, type, id, info, &number, &text);
    return number;
}

void sim_counter_check(struct sim *sim, struct sim_client *c)
{
    static const int32_t infos[] = {401, 402, 403, 404, 406, 408, 409, 410};
    if (c->place.area == 0)
        return;
    for (size_t i = 0; i < SIM_QUEUES; i++) {
        int32_t length = truth(sim, QUEUE, queues[i].id, LENGTH);
        if (queues[i].setup->area == c->place.area && length != c->place.lengths[i])
            sim_fail(sim, "queue %d has %d people, user %d thinks %d", queues[i].id, length,
                     c->user, c->place.lengths[i]);
    }
    for (size_t i = 0; i < sizeof(infos) / sizeof(infos[0]); i++) {
        int32_t number = truth(sim, AREA, c->place.area, infos[i]);
        if (number != c->place.numbers[infos[i] - 401])
            sim_fail(sim, "area %d: number %d is %d, user %d thinks %d", c->place.area, infos[i],
                     number, c->user, c->place.numbers[infos[i] - 401]);
    }
    if (c->place.role == c->user && truth(sim, AGENT, c->user, 602) != c->place.serves)
        sim_fail(sim, "agent %d thinks that he serves %d", c->user, c->place.serves);
    sim_service_check(sim, c);
    for (size_t i = 0; i < SIM_CLIENTS && c->place.queue != 0; i++) {
        const struct sim_client *other = &sim->clients[i];
        if (other != c && other->state == SIM_ONLINE && other->place.queue == c->place.queue &&
            other->place.before == c->place.before)
            sim_fail(sim, "users %d and %d have one place in queue %d", c->user, other->user,
                     c->place.queue);
    }
}
