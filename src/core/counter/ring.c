/* SPDX-License-Identifier: Apache-2.0 */
/* Ring-all: a client is offered to many idle agents, and the first who starts has him. */
#include "core/counter/counter_state.h"

#include <assert.h>

static void note(struct pl_counter *e, enum pl_counter_fact_kind kind,
                 const struct pl_counter_agent *a, const struct pl_counter_person *client, int code)
{
    pl_counter_note(e, &(struct pl_counter_fact){.kind = kind,
                                                 .user = client->user,
                                                 .other = a->person->user,
                                                 .area = a->person->area->id,
                                                 .queue = client->queue->id,
                                                 .code = code});
}

void pl_counter_offer(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client)
{
    const struct pl_counter_rules *rules = &client->queue->rules;
    assert(!a->offer && !pl_counter_is_idle(a) && client->rung < PL_COUNTER_RING_MAX);
    a->offer = client;
    pl_list_add_tail(&client->ring, &a->in_ring);
    if (client->rung++ == 0 && rules->answer_us)
        pl_counter_arm(e, &e->ring_due, &client->ring_due, now + rules->answer_us);
    note(e, PL_COUNTER_OFFERED, a, client, 0);
}

void pl_counter_offer_all(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = client->queue;
    while (client->rung < PL_COUNTER_RING_MAX) {
        struct pl_counter_agent *best = NULL;
        struct pl_list *it;
        pl_list_for_each(it, &q->area->groups)
        {
            const struct pl_counter_group *g =
                pl_container_of(it, struct pl_counter_group, in_area);
            struct pl_counter_agent *a =
                pl_counter_serves(g, q) ? pl_counter_idle_for(e, g, client, PL_COUNTER_LONGEST_IDLE)
                                        : NULL;
            if (a && (!best || pl_rank_less(&a->idle[0], &best->idle[0])))
                best = a;
        }
        if (!best)
            return;
        pl_counter_hide(best);
        pl_counter_offer(e, now, best, client);
    }
}

void pl_counter_unoffer(struct pl_counter *e, struct pl_counter_agent *a, int code)
{
    struct pl_counter_person *client = a->offer;
    note(e, PL_COUNTER_OFFER_ENDED, a, client, code);
    a->offer = NULL;
    pl_list_remove(&a->in_ring);
    if (--client->rung == 0)
        pl_heap_disarm(&e->ring_due, &client->ring_due);
}

void pl_counter_unring(struct pl_counter *e, struct pl_counter_person *client)
{
    while (client->rung > 0) {
        struct pl_counter_agent *a =
            pl_container_of(client->ring.next, struct pl_counter_agent, in_ring);
        pl_counter_unoffer(e, a, 0);
        pl_counter_loosen(e, a);
    }
}

void pl_counter_unring_queue(struct pl_counter *e, struct pl_counter_queue *q)
{
    for (struct pl_rank_node *node = pl_rank_first(&q->tickets); node; node = pl_rank_next(node))
        pl_counter_unring(e, pl_container_of(node, struct pl_counter_person, ticket));
}

/* Nobody has answered: a miss of each. */
void pl_counter_ring_due(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client)
{
    uint32_t misses = client->queue->rules.misses;
    while (client->rung > 0) {
        struct pl_counter_agent *a =
            pl_container_of(client->ring.next, struct pl_counter_agent, in_ring);
        pl_counter_unoffer(e, a, 1);
        a->misses++;
        if (misses && a->misses >= misses) {
            a->misses = 0;
            pl_counter_set_status(e, now, a, PL_COUNTER_PAUSED);
        } else {
            pl_counter_loosen(e, a);
        }
    }
}
