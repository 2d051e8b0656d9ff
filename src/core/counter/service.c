/* SPDX-License-Identifier: Apache-2.0 */
/* Services: a client with his agent, from the match to its end. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

enum { NEWEST_WEIGHS = 8 };

struct pl_counter_service *pl_counter_service_with(const struct pl_counter_agent *a, int32_t client)
{
    struct pl_list *it;
    pl_list_for_each(it, &a->services)
    {
        struct pl_counter_service *s = pl_container_of(it, struct pl_counter_service, in_agent);
        if (s->client == client)
            return s;
    }
    return NULL;
}

const struct pl_counter_service *pl_counter_service_of(const struct pl_counter_agent *a)
{
    return a->load == 0 ? NULL
                        : pl_container_of(a->services.next, struct pl_counter_service, in_agent);
}

bool pl_counter_has(const struct pl_counter *e, int32_t agent, int32_t client)
{
    const struct pl_counter_person *p = pl_counter_find(e, agent);
    return p && p->agent && pl_counter_service_with(p->agent, client);
}

static void count(struct pl_counter_agent *a, int load)
{
    const struct pl_counter_service *first;
    a->load = (uint32_t)((int)a->load + load);
    first = pl_counter_service_of(a);
    a->client = first ? first->client : 0;
}

struct pl_counter_service *pl_counter_begin(struct pl_counter *e, pl_time_us now,
                                            struct pl_counter_agent *a,
                                            struct pl_counter_person *client)
{
    struct pl_counter_service *s = calloc(1, sizeof(*s));
    if (!s) {
        e->broken = true;
        return NULL;
    }
    s->agent = a;
    s->client = client->user;
    s->served = client;
    s->begun = now;
    client->server = a;
    client->service = s;
    client->last_agent = a->person->user;
    pl_list_add_tail(&a->services, &s->in_agent);
    count(a, 1);
    a->turn = e->next_serial++;
    if (a->load == 1)
        a->wish = NO_WISH;
    return s;
}

void pl_counter_match(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client)
{
    struct pl_counter_queue *q = client->queue;
    struct pl_counter_service *s;
    assert(pl_counter_may_take(a, q));
    pl_counter_hide(a);
    if (a->offer)
        pl_counter_unoffer(e, a, 0);
    s = pl_counter_service_with(a, client->user);
    if (s) /* he has gone, and is back: what is left of the first time is over */
        pl_counter_end_service(e, now, s, pl_counter_end_of(s));
    s = pl_counter_begin(e, now, a, client);
    if (!s)
        return;
    s->queue = q->id;
    s->text = q->rules.text;
    s->waited = now - client->since;
    s->ticket.a = client->ticket.a;
    s->ticket.b = client->ticket.b;
    s->ticket.since = client->since;
    q->waited += s->waited;
    pl_heap_disarm(&e->agent_due, &a->due); /* of a wrap-up */
    if (q->rules.answer_us)
        pl_counter_arm(e, &e->service_due, &s->due, now + q->rules.answer_us);
    pl_counter_take_ticket(e, client, PL_GV_ERR_QUEUE_PREPARESERVICE);
    q->area->starting++;
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_MATCHED,
                                                 .user = client->user,
                                                 .other = a->person->user,
                                                 .area = q->area->id,
                                                 .queue = q->id,
                                                 .waited = s->waited});
    if (s->text && q->rules.answer_us == 0)
        pl_counter_talks(e, s); /* there is no call to wait for */
    pl_counter_set_status(e, now, a, PL_COUNTER_WORKING);
    if (pl_counter_has_room(a))
        pl_counter_loosen(e, a);
}

void pl_counter_talks(struct pl_counter *e, struct pl_counter_service *s)
{
    struct pl_counter_area *area = s->agent->person->area;
    s->talking = true;
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_TALKING,
                                                 .user = s->client,
                                                 .other = s->agent->person->user,
                                                 .area = area->id,
                                                 .queue = s->queue});
    area->starting--;
    pl_heap_disarm(&e->service_due, &s->due);
    pl_counter_area_changed(e, area);
}

void pl_counter_let_go(struct pl_counter *e, struct pl_counter_person *client)
{
    struct pl_counter_service *s = client->service;
    struct pl_counter_area *area = s->agent->person->area;
    if (!s->talking) {
        area->starting--;
        pl_counter_area_changed(e, area);
    }
    s->served = NULL;
    client->server = NULL;
    client->service = NULL;
    pl_heap_disarm(&e->service_due, &s->due); /* there is nobody to be put back */
    pl_counter_let_be(e, client);
}

static void learn(struct pl_counter_queue *q, pl_time_us took)
{
    if (q->mean_us)
        q->mean_us = (q->mean_us * (NEWEST_WEIGHS - 1) + took) / NEWEST_WEIGHS;
    else
        q->mean_us = took ? took : 1;
}

void pl_counter_end_service(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s,
                            int code)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)s->queue);
    struct pl_counter_agent *a = s->agent;
    pl_time_us took = now - s->begun;
    if (s->served && code != MISSED)
        s->served->call_back = false;
    if (s->served)
        pl_counter_let_go(e, s->served);
    if (code == SERVED || code == HANDED) {
        a->served_count++;
        a->busy += took;
        a->misses = 0;
    } else {
        a->failed_count++;
    }
    if (q && code == SERVED)
        learn(q, took);
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_FINISHED,
                                                 .user = s->client,
                                                 .other = a->person->user,
                                                 .area = a->person->area->id,
                                                 .queue = s->queue,
                                                 .code = code,
                                                 .waited = s->waited,
                                                 .took = took});
    pl_heap_disarm(&e->service_due, &s->due);
    pl_counter_hide(a);
    pl_list_remove(&s->in_agent);
    count(a, -1);
    free(s);
}

/* ---- after a restart ---- */

struct pl_counter_service *pl_counter_service_again(struct pl_counter *e, pl_time_us now,
                                                    struct pl_counter_agent *a,
                                                    const struct pl_counter_held *held)
{
    const struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)held->queue);
    struct pl_counter_service *s = calloc(1, sizeof(*s));
    if (!s) {
        e->broken = true;
        return NULL;
    }
    s->agent = a;
    s->client = held->client;
    s->queue = held->queue;
    s->text = q && q->rules.text;
    s->talking = held->talking;
    s->begun = pl_counter_time_of(e, now, held->begun_ms);
    s->waited = (pl_time_us)held->waited_ms * 1000;
    s->ticket.since = s->begun > s->waited ? s->begun - s->waited : 0;
    s->ticket.a = e->config.ageing_us ? held->ticket + (int64_t)s->ticket.since : held->ticket;
    s->ticket.b = (uint64_t)held->serial;
    pl_list_add_tail(&a->services, &s->in_agent);
    a->turn = e->next_serial++;
    count(a, 1);
    return s;
}

void pl_counter_meet_again(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s,
                           struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)s->queue);
    struct pl_counter_area *area = s->agent->person->area;
    if (s->served || client->area != area || client->agent || client->queue || client->service)
        return;
    s->served = client;
    client->server = s->agent;
    client->service = s;
    client->last_agent = s->agent->person->user;
    if (s->talking)
        return;
    area->starting++;
    pl_counter_area_changed(e, area);
    if (q && q->rules.answer_us)
        pl_counter_arm(e, &e->service_due, &s->due, now + q->rules.answer_us);
}

/* ---- misses ---- */

/* What a miss makes of the agent. */
static void after_miss(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                       const struct pl_counter_queue *q)
{
    bool stays = a->wish == NO_WISH || a->wish == PL_COUNTER_WAITING; /* whatever his page said */
    if (stays && q && q->rules.misses && a->misses >= q->rules.misses)
        a->wish = PL_COUNTER_PAUSED;
    if (a->wish == PL_COUNTER_PAUSED)
        a->misses = 0;
    if (a->load == 0) {
        enum pl_counter_status next =
            a->wish == NO_WISH ? PL_COUNTER_WAITING : (enum pl_counter_status)a->wish;
        a->wish = NO_WISH;
        pl_counter_set_status(e, now, a, next);
    }
    pl_counter_look_for_work(e, now, a);
}

/* No call has begun in time: the client gets his place back, another agent first. */
void pl_counter_service_due(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s)
{
    struct pl_counter_agent *a = s->agent;
    struct pl_counter_person *client = s->served;
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)s->queue);
    int64_t key = s->ticket.a;
    uint64_t serial = s->ticket.b;
    pl_time_us since = s->ticket.since;
    a->misses++;
    pl_counter_end_service(e, now, s, MISSED);
    if (q && (q->area == client->area || client->call_back)) {
        client->since = since;
        pl_counter_put_ticket(e, now, client, q, key, serial, PL_COUNTER_ENTRY_PUT_BACK);
        pl_counter_place(e, now, client);
    }
    after_miss(e, now, a, q);
}
