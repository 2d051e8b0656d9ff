/* SPDX-License-Identifier: Apache-2.0 */
/* Why somebody still waits. */
#include "core/counter/counter_state.h"

static void count_agents(const struct pl_counter_queue *q, struct pl_counter_why *out)
{
    struct pl_list *it;
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        for (size_t i = 0; i < PL_COUNTER_STATUSES && pl_counter_serves(g, q); i++) {
            out->by_status[i] += g->by_status[i];
            out->serving += g->by_status[i];
        }
    }
}

static bool somebody_has(const struct pl_counter_area *area, const struct pl_counter_skill *want)
{
    struct pl_list *it;
    pl_list_for_each(it, &area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        if (pl_counter_has_skill(&g->skills, want))
            return true;
    }
    return false;
}

static void find_missing(const struct pl_counter_queue *q, struct pl_counter_skills *out)
{
    for (uint32_t i = 0; i < q->rules.skills.count; i++) {
        if (!somebody_has(q->area, &q->rules.skills.list[i]))
            out->list[out->count++] = q->rules.skills.list[i];
    }
    if (q->rules.any_skill && out->count < q->rules.skills.count)
        out->count = 0; /* one is enough, and somebody has it */
}

static uint32_t count_apart(const struct pl_counter *e, const struct pl_counter_person *client)
{
    const int32_t *others;
    uint32_t n = 0, count = pl_counter_apart_from(e, client->user, &others);
    for (uint32_t i = 0; i < count; i++) {
        const struct pl_counter_person *p = pl_counter_find(e, others[i]);
        n += p && p->agent && pl_counter_agent_serves(p->agent, client->queue) ? 1 : 0;
    }
    return n;
}

bool pl_counter_agent_serves(const struct pl_counter_agent *agent,
                             const struct pl_counter_queue *queue)
{
    return agent->person->area == queue->area && pl_counter_serves(agent->group, queue);
}

static void find_lacks(const struct pl_counter_group *g, const struct pl_counter_queue *q,
                       struct pl_counter_skills *out)
{
    for (uint32_t i = 0; i < q->rules.skills.count; i++) {
        if (!pl_counter_has_skill(&g->skills, &q->rules.skills.list[i]))
            out->list[out->count++] = q->rules.skills.list[i];
    }
}

enum pl_counter_bar pl_counter_bar_between(const struct pl_counter *e,
                                           const struct pl_counter_agent *agent,
                                           const struct pl_counter_person *client,
                                           struct pl_counter_skills *lacks)
{
    const struct pl_counter_queue *q = client->queue;
    lacks->count = 0;
    if (agent->person->area != q->area || !pl_counter_is_for(agent->group, q))
        return PL_COUNTER_BAR_QUEUE;
    if (!pl_counter_serves(agent->group, q)) {
        find_lacks(agent->group, q, lacks);
        return PL_COUNTER_BAR_SKILLS;
    }
    return pl_counter_is_blocked(e, agent->person->user, client->user) ? PL_COUNTER_BAR_APART
                                                                       : PL_COUNTER_NO_BAR;
}

bool pl_counter_why(const struct pl_counter *e, const struct pl_counter_person *person,
                    struct pl_counter_why *out)
{
    const struct pl_counter_queue *q = person->queue;
    uint32_t able;
    *out = (struct pl_counter_why){.estimate_us = PL_TIME_NEVER};
    if (!q)
        return false;
    out->before = (uint32_t)pl_rank_before(&person->ticket);
    count_agents(q, out);
    find_missing(q, &out->missing);
    out->apart = count_apart(e, person);
    out->closed = q->closed;
    out->rung = person->rung;
    out->error = q->errors.now;
    out->may_call_back = person->call_back || q->call_backs < q->rules.call_backs;
    if (pl_heap_armed(&person->due)) {
        out->overflow = q->rules.overflow;
        out->overflow_us = person->due.at;
    }
    able = out->by_status[PL_COUNTER_WAITING] + out->by_status[PL_COUNTER_WORKING];
    out->estimate_us = pl_counter_estimate(person, out->before, able);
    return true;
}
