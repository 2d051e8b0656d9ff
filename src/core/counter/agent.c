/* SPDX-License-Identifier: Apache-2.0 */
/* Agents: their status, and the one service that each has. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

enum { NO_WISH = -1, NEWEST_WEIGHS = 8 };

/* ---- groups ---- */

static bool same_skills(const struct pl_counter_skills *a, const struct pl_counter_skills *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->list[i].id != b->list[i].id || a->list[i].level != b->list[i].level)
            return false;
    }
    return true;
}

static struct pl_counter_group *group_for(const struct pl_counter_agent *a)
{
    struct pl_list *groups = &a->person->area->groups;
    struct pl_counter_group *g;
    struct pl_list *it;
    pl_list_for_each(it, groups)
    {
        g = pl_container_of(it, struct pl_counter_group, in_area);
        if (g->attribute == a->person->label.attribute && same_skills(&g->skills, &a->skills))
            return g;
    }
    g = calloc(1, sizeof(*g));
    if (!g)
        return NULL;
    pl_list_init(&g->agents);
    for (size_t i = 0; i < PL_COUNTER_ORDERS; i++)
        pl_rank_init(&g->idle[i]);
    g->attribute = a->person->label.attribute;
    g->skills = a->skills;
    pl_list_add_tail(groups, &g->in_area);
    return g;
}

static bool is_idle(const struct pl_counter_agent *a)
{
    return pl_rank_holds(&a->idle[0]);
}

/* He is not to be given clients. */
static void hide(struct pl_counter_agent *a)
{
    for (size_t i = 0; is_idle(a) && i < PL_COUNTER_ORDERS; i++) {
        size_t order = PL_COUNTER_ORDERS - 1 - i; /* [0] last: is_idle() looks at it */
        pl_rank_remove(&a->group->idle[order], &a->idle[order]);
    }
}

static void show(struct pl_counter_agent *a)
{
    const int64_t keys[PL_COUNTER_ORDERS] = {
        [PL_COUNTER_LONGEST_IDLE] = (int64_t)a->idle_since,
        [PL_COUNTER_FEWEST_SERVED] = a->served_count,
        [PL_COUNTER_LEAST_BUSY] = (int64_t)a->busy,
        [PL_COUNTER_ROUND_ROBIN] = (int64_t)a->turn,
        [PL_COUNTER_TOP_DOWN] = -(int64_t)a->person->label.priority,
    };
    for (size_t i = 0; i < PL_COUNTER_ORDERS; i++)
        pl_rank_put(&a->group->idle[i], &a->idle[i], keys[i], a->serial);
}

static void leave_group(struct pl_counter_agent *a)
{
    struct pl_counter_group *g = a->group;
    hide(a);
    pl_list_remove(&a->in_group);
    g->by_status[a->status]--;
    a->group = NULL;
    if (pl_list_empty(&g->agents)) {
        pl_list_remove(&g->in_area);
        free(g);
    }
}

static bool join_group(struct pl_counter_agent *a)
{
    a->group = group_for(a);
    if (!a->group)
        return false;
    pl_list_add_tail(&a->group->agents, &a->in_group);
    a->group->by_status[a->status]++;
    return true;
}

/* ---- status ---- */

static bool is_automatic(const struct pl_counter_agent *a)
{
    return a->person->label.flags & PL_COUNTER_AUTOMATIC;
}

static void set_status(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                       enum pl_counter_status status)
{
    struct pl_counter_area *area = a->person->area;
    if (a->status == status)
        return;
    area->by_status[a->status]--;
    a->group->by_status[a->status]--;
    a->status = status;
    area->by_status[status]++;
    a->group->by_status[status]++;
    if (status == PL_COUNTER_WAITING)
        a->idle_since = now;
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_STATUS,
                                                 .user = a->person->user,
                                                 .area = area->id,
                                                 .code = (int)status});
    pl_counter_area_changed(e, area);
}

/* Whoever waits for clients by himself gets one, or is found by the next who comes. */
static void look_for_work(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    struct pl_counter_person *client;
    hide(a);
    if (!is_automatic(a) || a->status != PL_COUNTER_WAITING || a->client != 0)
        return;
    client = pl_counter_next_client(a->group, a->person->area);
    if (client)
        pl_counter_match(e, now, a, client);
    else
        show(a);
}

bool pl_counter_regroup(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    leave_group(a);
    if (!join_group(a))
        return false;
    look_for_work(e, now, a);
    return true;
}

/* ---- services ---- */

void pl_counter_match(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client)
{
    struct pl_counter_queue *q = client->queue;
    assert(a->client == 0 && q && q->area == a->person->area);
    hide(a);
    a->client = client->user;
    a->served = client;
    a->queue = q->id;
    a->begun = now;
    a->waited = now - client->since;
    a->talking = false;
    a->turn = e->next_serial++;
    a->wish = NO_WISH;
    a->ticket.a = client->ticket.a;
    a->ticket.b = client->ticket.b;
    a->ticket.since = client->since;
    client->server = a;
    client->last_agent = a->person->user;
    q->waited += a->waited;
    pl_heap_disarm(&e->agent_due, &a->due);
    if (q->rules.answer_us)
        pl_counter_arm(e, &e->agent_due, &a->due, now + q->rules.answer_us);
    pl_counter_take_ticket(e, client, PL_GV_ERR_QUEUE_PREPARESERVICE);
    q->area->starting++;
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_MATCHED,
                                                 .user = client->user,
                                                 .other = a->person->user,
                                                 .area = q->area->id,
                                                 .queue = q->id,
                                                 .waited = a->waited});
    set_status(e, now, a, PL_COUNTER_WORKING);
}

void pl_counter_let_go(struct pl_counter *e, struct pl_counter_person *client)
{
    struct pl_counter_agent *a = client->server;
    if (!a->talking) {
        a->person->area->starting--;
        pl_counter_area_changed(e, a->person->area);
    }
    a->served = NULL;
    client->server = NULL;
    pl_heap_disarm(&e->agent_due, &a->due); /* there is nobody to be put back */
}

/* code: SERVED, FAILED, MISSED. His status is as it was. */
static void end_service(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a, int code)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)a->queue);
    pl_time_us took = now - a->begun;
    if (a->served)
        pl_counter_let_go(e, a->served);
    if (code == SERVED) {
        a->served_count++;
        a->busy += took;
        a->misses = 0;
    } else {
        a->failed_count++;
    }
    if (q && code == SERVED)
        q->mean_us = q->mean_us ? (q->mean_us * (NEWEST_WEIGHS - 1) + took) / NEWEST_WEIGHS
                                : (took ? took : 1);
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_FINISHED,
                                                 .user = a->client,
                                                 .other = a->person->user,
                                                 .area = a->person->area->id,
                                                 .queue = a->queue,
                                                 .code = code,
                                                 .waited = a->waited,
                                                 .took = took});
    a->client = 0;
    a->talking = false;
}

static void finish(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    const struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)a->queue);
    enum pl_counter_status next =
        a->wish == NO_WISH ? PL_COUNTER_WAITING : (enum pl_counter_status)a->wish;
    bool wraps_up = a->client != 0 && q && q->rules.wrap_up_us && next == PL_COUNTER_WAITING;
    if (a->client != 0)
        end_service(e, now, a, a->talking ? SERVED : FAILED);
    a->wish = NO_WISH;
    pl_heap_disarm(&e->agent_due, &a->due);
    if (wraps_up) {
        set_status(e, now, a, PL_COUNTER_PAUSED);
        pl_counter_arm(e, &e->agent_due, &a->due, now + q->rules.wrap_up_us);
        return;
    }
    set_status(e, now, a, next);
    look_for_work(e, now, a);
}

/* No call has begun in time: the client gets his place back, another agent first. */
static void miss(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    struct pl_counter_person *client = a->served;
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)a->queue);
    struct pl_counter_agent *other = NULL;
    enum pl_counter_status next = PL_COUNTER_WAITING;
    a->misses++;
    end_service(e, now, a, MISSED);
    if (q && q->area == client->area) {
        client->since = a->ticket.since;
        pl_counter_put_ticket(e, now, client, q, a->ticket.a, a->ticket.b, PUT_BACK);
        other = pl_counter_next_agent(e, client);
    }
    if (other)
        pl_counter_match(e, now, other, client);
    if (a->wish != NO_WISH)
        next = (enum pl_counter_status)a->wish;
    else if (q && q->rules.misses && a->misses >= q->rules.misses)
        next = PL_COUNTER_PAUSED;
    a->misses = next == PL_COUNTER_PAUSED ? 0 : a->misses;
    a->wish = NO_WISH;
    set_status(e, now, a, next);
    look_for_work(e, now, a);
}

void pl_counter_agent_due(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    if (a->client != 0) {
        miss(e, now, a);
        return;
    }
    set_status(e, now, a, PL_COUNTER_WAITING); /* the wrap-up is over */
    look_for_work(e, now, a);
}

/* ---- coming and going ---- */

struct pl_counter_agent *pl_counter_agent_create(struct pl_counter *e, struct pl_counter_person *p)
{
    struct pl_counter_agent *a = calloc(1, sizeof(*a));
    if (!a)
        return NULL;
    a->person = p;
    a->serial = e->next_serial++;
    a->wish = NO_WISH;
    a->status = PL_COUNTER_CLOSED;
    if (!join_group(a)) {
        free(a);
        return NULL;
    }
    p->area->by_status[PL_COUNTER_CLOSED]++;
    p->agent = a;
    return a;
}

void pl_counter_agent_destroy(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    if (a->client != 0)
        end_service(e, now, a, a->talking ? SERVED : FAILED);
    pl_heap_disarm(&e->agent_due, &a->due);
    a->person->area->by_status[a->status]--;
    leave_group(a);
    a->person->agent = NULL;
    free(a);
}

/* ---- verbs ---- */

static struct pl_counter_agent *agent_of(const struct pl_counter *e, int32_t user)
{
    const struct pl_counter_person *p = pl_counter_find(e, user);
    return p ? p->agent : NULL;
}

int pl_counter_status(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t status)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (status < 0 || status >= PL_COUNTER_STATUSES)
        return PL_GV_ERR_FUNCOPTERROR;
    if (a->client != 0) {
        a->wish = status == PL_COUNTER_WORKING ? NO_WISH : status;
        return PL_GV_ERR_SUCCESS;
    }
    pl_heap_disarm(&e->agent_due, &a->due); /* of a wrap-up */
    set_status(e, now, a, (enum pl_counter_status)status);
    look_for_work(e, now, a);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_request(struct pl_counter *e, pl_time_us now, int32_t agent)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_person *client;
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (a->client != 0)
        return PL_GV_ERR_SESSIONEXIST;
    client = pl_counter_next_client(a->group, a->person->area);
    if (!client)
        return PL_GV_ERR_DATANOTEXIST;
    pl_counter_match(e, now, a, client);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_start(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t user)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_person *client = pl_counter_find(e, user);
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (a->client != 0)
        return PL_GV_ERR_SESSIONEXIST;
    if (!client || !client->queue || client->area != a->person->area ||
        !pl_counter_serves(a->group, client->queue))
        return PL_GV_ERR_INVALID_USERID;
    pl_counter_match(e, now, a, client);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_finish(struct pl_counter *e, pl_time_us now, int32_t agent)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (a->client != 0 || a->status == PL_COUNTER_WORKING) {
        finish(e, now, a);
        pl_counter_tell(e, now);
    }
    return PL_GV_ERR_SUCCESS;
}

void pl_counter_talk(struct pl_counter *e, pl_time_us now, int32_t one, int32_t other)
{
    const int32_t users[2] = {one, other};
    for (size_t i = 0; i < 2; i++) {
        struct pl_counter_agent *a = agent_of(e, users[i]);
        if (!a || a->client != users[!i] || a->talking || !a->served)
            continue;
        a->talking = true;
        a->person->area->starting--;
        pl_heap_disarm(&e->agent_due, &a->due);
        pl_counter_area_changed(e, a->person->area);
    }
    pl_counter_tell(e, now);
}
