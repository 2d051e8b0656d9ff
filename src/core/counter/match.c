/* SPDX-License-Identifier: Apache-2.0 */
/* Who is served by whom. */
#include "core/counter/counter_state.h"

#include <assert.h>

/* ---- may he? ---- */

static const struct pl_counter_skill *skill_of(const struct pl_counter_skills *skills, int32_t id)
{
    for (uint32_t i = 0; i < skills->count; i++) {
        if (skills->list[i].id == id)
            return &skills->list[i];
    }
    return NULL;
}

static bool skilled(const struct pl_counter_skills *has, const struct pl_counter_rules *wants)
{
    uint32_t met = 0;
    for (uint32_t i = 0; i < wants->skills.count; i++) {
        const struct pl_counter_skill *want = &wants->skills.list[i];
        const struct pl_counter_skill *skill = skill_of(has, want->id);
        met += skill && skill->level >= want->level ? 1 : 0;
    }
    return wants->skills.count == 0 || (wants->any_skill ? met > 0 : met == wants->skills.count);
}

bool pl_counter_serves(const struct pl_counter_group *g, const struct pl_counter_queue *q)
{
    bool bits =
        g->attribute == -1 || q->label.attribute == 0 || (g->attribute & q->label.attribute) != 0;
    return bits && skilled(&g->skills, &q->rules);
}

/* ---- the next one ---- */

struct pl_counter_person *pl_counter_next_client(const struct pl_counter_group *g,
                                                 const struct pl_counter_area *area)
{
    const struct pl_counter_queue *best = NULL;
    struct pl_rank_node *next = NULL;
    struct pl_list *it;
    pl_list_for_each(it, &area->queues)
    {
        const struct pl_counter_queue *q = pl_container_of(it, struct pl_counter_queue, in_area);
        struct pl_rank_node *first = pl_rank_first(&q->tickets);
        if (!first || (best && q->label.priority < best->label.priority) ||
            !pl_counter_serves(g, q))
            continue;
        if (!best || q->label.priority > best->label.priority || pl_rank_less(first, next)) {
            best = q;
            next = first;
        }
    }
    return next ? pl_container_of(next, struct pl_counter_person, ticket) : NULL;
}

static struct pl_counter_agent *idle_agent(struct pl_rank_node *node, size_t order)
{
    return node ? pl_container_of(node - order, struct pl_counter_agent, idle[0]) : NULL;
}

static struct pl_counter_agent *last_agent(const struct pl_counter *e,
                                           const struct pl_counter_person *client)
{
    const struct pl_counter_person *p = pl_counter_find(e, client->last_agent);
    if (client->last_agent == 0 || !p || !p->agent || p->area != client->area)
        return NULL;
    if (!pl_rank_holds(&p->agent->idle[0]) || !pl_counter_serves(p->agent->group, client->queue))
        return NULL;
    return p->agent;
}

/* One of all idle ones, each with the same chance. */
static struct pl_counter_agent *any_agent(struct pl_counter *e, const struct pl_counter_queue *q)
{
    struct pl_list *it;
    size_t count = 0, index;
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        count += pl_counter_serves(g, q) ? pl_rank_count(&g->idle[0]) : 0;
    }
    if (count == 0)
        return NULL;
    index = (size_t)pl_prng_below(&e->rng, count);
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        size_t here = pl_counter_serves(g, q) ? pl_rank_count(&g->idle[0]) : 0;
        if (index < here)
            return idle_agent(pl_rank_at(&g->idle[0], index), 0);
        index -= here;
    }
    return NULL;
}

struct pl_counter_agent *pl_counter_next_agent(struct pl_counter *e,
                                               const struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = client->queue;
    struct pl_counter_agent *a = q->rules.sticky ? last_agent(e, client) : NULL;
    size_t order = (size_t)q->rules.strategy;
    struct pl_rank_node *best = NULL;
    struct pl_list *it;
    if (a)
        return a;
    if (q->rules.strategy == PL_COUNTER_RANDOM)
        return any_agent(e, q);
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        struct pl_rank_node *first = pl_rank_first(&g->idle[order]);
        if (first && pl_counter_serves(g, q) && (!best || pl_rank_less(first, best)))
            best = first;
    }
    return idle_agent(best, order);
}

void pl_counter_match_all(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area)
{
    bool matched = true;
    while (matched) {
        struct pl_list *it;
        matched = false;
        pl_list_for_each(it, &area->groups)
        {
            struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
            struct pl_counter_person *client = NULL;
            if (pl_rank_first(&g->idle[0]))
                client = pl_counter_next_client(g, area);
            if (client) {
                pl_counter_match(e, now, pl_counter_next_agent(e, client), client);
                matched = true;
            }
        }
    }
}
