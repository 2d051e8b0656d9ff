/* SPDX-License-Identifier: Apache-2.0 */
/* A client who is served goes on to another agent, or back into a queue. */
#include "core/counter/counter_state.h"

static struct pl_counter_agent *agent_of(const struct pl_counter *e, int32_t user)
{
    const struct pl_counter_person *p = pl_counter_find(e, user);
    return p ? p->agent : NULL;
}

/* The service of these two, both in the area, talking; NULL: there is none. */
static struct pl_counter_service *talked(const struct pl_counter *e, int32_t agent, int32_t client)
{
    const struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_service *s = a ? pl_counter_service_with(a, client) : NULL;
    return s && s->talking && s->served && s->served->area == a->person->area ? s : NULL;
}

static int refusal_of(const struct pl_counter_queue *q, const struct pl_counter_area *area)
{
    if (!q || q->area != area)
        return PL_GV_ERR_QUEUE_INVALID;
    if (q->closed)
        return PL_GV_ERR_SERVICECLOSED;
    if (q->rules.max_length && pl_rank_count(&q->tickets) >= q->rules.max_length)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    return PL_GV_ERR_SUCCESS;
}

/* The agent is free first, and takes whoever is next: not him whom he has just handed on, but when
 * there is nobody else for either of them. */
int pl_counter_pass(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client,
                    int32_t queue)
{
    struct pl_counter_service *s = talked(e, agent, client);
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)queue);
    struct pl_counter_service was;
    int code;
    if (!s)
        return PL_GV_ERR_INVALID_USERID;
    code = refusal_of(q, s->served->area);
    if (code)
        return code;
    was = *s;
    pl_counter_finish_as(e, now, was.agent, s, HANDED);
    was.served->since = was.ticket.since;
    pl_counter_put_ticket(e, now, was.served, q, was.ticket.a, was.ticket.b,
                          PL_COUNTER_ENTRY_PUT_BACK);
    pl_counter_place(e, now, was.served);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_hand_over(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client,
                         int32_t other)
{
    struct pl_counter_service *s = talked(e, agent, client), *next;
    struct pl_counter_agent *to = agent_of(e, other);
    struct pl_counter_service was;
    if (!s)
        return PL_GV_ERR_INVALID_USERID;
    if (!to || to == s->agent || to->person->area != s->agent->person->area ||
        pl_counter_is_blocked(e, other, client))
        return PL_GV_ERR_INVALID_AGENT;
    if (to->load > 0)
        return PL_GV_ERR_SESSIONEXIST;
    was = *s;
    pl_counter_hide(to); /* before anybody is free, and looks for work */
    if (to->offer)
        pl_counter_unoffer(e, to, 0);
    pl_heap_disarm(&e->agent_due, &to->due); /* of a wrap-up */
    pl_counter_finish_as(e, now, was.agent, s, HANDED);
    next = pl_counter_begin(e, now, to, was.served);
    if (!next)
        return PL_GV_ERR_NOENOUGHRESOURCE; /* and broken */
    next->queue = was.queue;
    next->text = was.text;
    next->ticket = was.ticket;
    next->talking = true;
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_TAKEN,
                                                 .user = client,
                                                 .other = other,
                                                 .area = to->person->area->id,
                                                 .queue = was.queue});
    pl_counter_set_status(e, now, to, PL_COUNTER_WORKING);
    if (pl_counter_has_room(to))
        pl_counter_loosen(e, to);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}
