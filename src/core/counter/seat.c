/* SPDX-License-Identifier: Apache-2.0 */
/* Places as they are kept, and given back after a restart. */
#include "core/counter/counter_state.h"

_Static_assert((int)PL_CONTACT_OTHERS_MAX == PL_COUNTER_CAPACITY_MAX - 1, "all of an agent's");

/* ---- times ---- */

pl_time_us pl_counter_time_of(const struct pl_counter *e, pl_time_us now, int64_t ms)
{
    int64_t us = (ms - e->config.epoch_ms) * 1000;
    return us < 0 ? 0 : (pl_time_us)us > now ? now : (pl_time_us)us;
}

/* ---- keeping ---- */

static int64_t wall_ms(const struct pl_counter *e, pl_time_us at)
{
    return e->config.epoch_ms + (int64_t)(at / 1000);
}

/* With ageing, tickets are ordered by a time, which is kept relative to when he came. */
static int64_t ticket_of(const struct pl_counter *e, int64_t a, pl_time_us since)
{
    return e->config.ageing_us ? a - (int64_t)since : a;
}

static void seat_of_client(const struct pl_counter *e, const struct pl_counter_person *p,
                           struct pl_counter_seat *out)
{
    out->last_agent = p->last_agent;
    if (!p->queue)
        return;
    out->area = p->queue->area->id;
    out->call_back = p->call_back;
    out->queue = p->queue->id;
    out->ticket = ticket_of(e, p->ticket.a, p->since);
    out->serial = (int64_t)p->ticket.b;
    out->since_ms = wall_ms(e, p->since);
}

static void held_of(const struct pl_counter *e, const struct pl_counter_service *s,
                    struct pl_counter_held *out)
{
    *out = (struct pl_counter_held){.client = s->client,
                                    .queue = s->queue,
                                    .talking = s->talking,
                                    .begun_ms = wall_ms(e, s->begun),
                                    .waited_ms = (int64_t)(s->waited / 1000),
                                    .ticket = ticket_of(e, s->ticket.a, s->ticket.since),
                                    .serial = (int64_t)s->ticket.b};
}

size_t pl_counter_others_of(const struct pl_counter *e, int32_t agent,
                            struct pl_counter_held out[PL_CONTACT_OTHERS_MAX])
{
    const struct pl_counter_person *p = pl_counter_find(e, agent);
    const struct pl_counter_service *oldest =
        p && p->agent ? pl_counter_service_of(p->agent) : NULL;
    struct pl_list *it;
    size_t count = 0;
    if (!oldest)
        return 0;
    pl_list_for_each(it, &p->agent->services)
    {
        const struct pl_counter_service *s =
            pl_container_of(it, struct pl_counter_service, in_agent);
        if (s != oldest && count < PL_CONTACT_OTHERS_MAX)
            held_of(e, s, &out[count++]);
    }
    return count;
}

static void seat_of_agent(const struct pl_counter *e, pl_time_us now,
                          const struct pl_counter_agent *a, struct pl_counter_seat *out)
{
    const struct pl_counter_service *service = pl_counter_service_of(a);
    out->agent = true;
    out->status = (int32_t)a->status;
    out->since_ms = wall_ms(e, a->status == PL_COUNTER_WAITING ? a->idle_since : now);
    out->served = (int32_t)a->served_count;
    out->failed = (int32_t)a->failed_count;
    out->misses = (int32_t)a->misses;
    out->busy_ms = (int64_t)(a->busy / 1000);
    if (service) { /* of several the oldest */
        struct pl_counter_held held;
        held_of(e, service, &held);
        out->client = held.client;
        out->client_queue = held.queue;
        out->talking = held.talking;
        out->begun_ms = held.begun_ms;
        out->waited_ms = held.waited_ms;
        out->ticket = held.ticket;
        out->serial = held.serial;
    } else if (a->status == PL_COUNTER_PAUSED && pl_heap_armed(&a->due)) {
        out->until_ms = wall_ms(e, a->due.at);
    }
}

bool pl_counter_seat_of(const struct pl_counter *e, pl_time_us now, int32_t user,
                        struct pl_counter_seat *out)
{
    const struct pl_counter_person *p = pl_counter_find(e, user);
    *out = (struct pl_counter_seat){.user = user};
    if (!p || (!p->area && !p->queue))
        return false;
    if (!p->agent && !p->queue && !p->server && p->last_agent == 0)
        return false;
    out->area = p->area ? p->area->id : 0;
    if (p->agent)
        seat_of_agent(e, now, p->agent, out);
    else
        seat_of_client(e, p, out);
    return true;
}

/* ---- giving back ---- */

void pl_counter_serials_above(struct pl_counter *e, int64_t serial)
{
    if (serial >= 0 && (uint64_t)serial >= e->next_serial)
        e->next_serial = (uint64_t)serial + 1;
}

void pl_counter_sit(struct pl_counter *e, pl_time_us now, const struct pl_counter_seat *seat)
{
    struct pl_counter_person *p = pl_counter_find(e, seat->user);
    struct pl_counter_person *server;
    struct pl_counter_service *service;
    if (!p || !p->area || p->area->id != seat->area || seat->agent != (p->agent != NULL))
        return;
    if (p->agent) {
        pl_counter_agent_sit(e, now, p->agent, seat);
    } else {
        p->last_agent = seat->last_agent;
        server = pl_counter_find(e, seat->last_agent);
        service = server && server->agent ? pl_counter_service_with(server->agent, p->user) : NULL;
        if (seat->queue == 0 && service)
            pl_counter_meet_again(e, now, service, p);
    }
    pl_counter_tell(e, now);
}

int pl_counter_return_queue(struct pl_counter *e, pl_time_us now,
                            const struct pl_counter_seat *seat)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)seat->queue);
    struct pl_counter_person *p;
    if (!q)
        return PL_GV_ERR_QUEUE_INVALID;
    p = seat->call_back ? pl_counter_meet(e, seat->user) : pl_counter_find(e, seat->user);
    if (!p)
        return seat->call_back ? PL_GV_ERR_NOENOUGHRESOURCE : PL_GV_ERR_QUEUE_INVALID;
    if (p->area != q->area && !seat->call_back)
        return PL_GV_ERR_QUEUE_INVALID;
    if (p->agent)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (p->queue)
        return PL_GV_ERR_OBJECT_EXISTQUEUE;
    if (p->service)
        pl_counter_let_go(e, p);
    p->call_back = seat->call_back;
    p->gone = seat->call_back && !p->area;
    p->since = pl_counter_time_of(e, now, seat->since_ms);
    pl_counter_put_ticket(e, now, p, q,
                          e->config.ageing_us ? seat->ticket + (int64_t)p->since : seat->ticket,
                          (uint64_t)seat->serial, PL_COUNTER_ENTRY_RETURNED);
    pl_counter_place(e, now, p);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}
