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

bool pl_counter_has_skill(const struct pl_counter_skills *has, const struct pl_counter_skill *want)
{
    const struct pl_counter_skill *skill = skill_of(has, want->id);
    return skill && skill->level >= want->level;
}

static bool skilled(const struct pl_counter_skills *has, const struct pl_counter_rules *wants)
{
    uint32_t met = 0;
    for (uint32_t i = 0; i < wants->skills.count; i++)
        met += pl_counter_has_skill(has, &wants->skills.list[i]) ? 1 : 0;
    return wants->skills.count == 0 || (wants->any_skill ? met > 0 : met == wants->skills.count);
}

static bool is_named(const struct pl_counter_queues *queues, int32_t id)
{
    for (uint32_t i = 0; i < queues->count; i++) {
        if (queues->list[i] == id)
            return true;
    }
    return queues->count == 0;
}

bool pl_counter_is_for(const struct pl_counter_group *g, const struct pl_counter_queue *q)
{
    bool bits =
        g->attribute == -1 || q->label.attribute == 0 || (g->attribute & q->label.attribute) != 0;
    return bits && is_named(&g->queues, q->id);
}

bool pl_counter_serves(const struct pl_counter_group *g, const struct pl_counter_queue *q)
{
    return pl_counter_is_for(g, q) && skilled(&g->skills, &q->rules);
}

bool pl_counter_may_take(const struct pl_counter_agent *a, const struct pl_counter_queue *q)
{
    const struct pl_counter_service *first = pl_counter_service_of(a);
    return q->area == a->person->area &&
           (!first || (first->text && q->rules.text && a->load < a->capacity));
}

/* ---- the next client ---- */

/* The first of the queue whom he may have. At most PL_COUNTER_PAIRS_MAX are passed over for being
 * kept apart from him, and one for each PL_COUNTER_RING_MAX agents who are rung. */
static struct pl_rank_node *first_for(const struct pl_counter *e, const struct pl_counter_agent *a,
                                      const struct pl_counter_queue *q, bool asks)
{
    bool rings = pl_counter_rings(q) && !asks;
    struct pl_rank_node *node = pl_rank_first(&q->tickets);
    if (!node || (rings && a->load > 0))
        return NULL;
    for (; node; node = pl_rank_next(node)) {
        const struct pl_counter_person *p = pl_container_of(node, struct pl_counter_person, ticket);
        if (!pl_counter_is_blocked(e, a->person->user, p->user) &&
            (!rings || p->rung < PL_COUNTER_RING_MAX))
            return node;
    }
    return NULL;
}

struct pl_counter_person *pl_counter_next_client(const struct pl_counter *e,
                                                 const struct pl_counter_agent *a, bool asks)
{
    const struct pl_counter_queue *best = NULL;
    struct pl_rank_node *next = NULL;
    struct pl_list *it;
    pl_list_for_each(it, &a->person->area->queues)
    {
        const struct pl_counter_queue *q = pl_container_of(it, struct pl_counter_queue, in_area);
        struct pl_rank_node *first;
        if (!pl_rank_first(&q->tickets) || (best && q->label.priority < best->label.priority) ||
            !pl_counter_serves(a->group, q) || !pl_counter_may_take(a, q))
            continue;
        first = first_for(e, a, q, asks);
        if (first &&
            (!best || q->label.priority > best->label.priority || pl_rank_less(first, next))) {
            best = q;
            next = first;
        }
    }
    return next ? pl_container_of(next, struct pl_counter_person, ticket) : NULL;
}

/* ---- the next agent ---- */

static struct pl_counter_agent *idle_agent(struct pl_rank_node *node, size_t order)
{
    return node ? pl_container_of(node - order, struct pl_counter_agent, idle[0]) : NULL;
}

struct pl_counter_agent *pl_counter_idle_for(const struct pl_counter *e,
                                             const struct pl_counter_group *g,
                                             const struct pl_counter_person *client, size_t order)
{
    struct pl_rank_node *node = pl_rank_first(&g->idle[order]);
    while (node && pl_counter_is_blocked(e, idle_agent(node, order)->person->user, client->user))
        node = pl_rank_next(node);
    return idle_agent(node, order);
}

static struct pl_counter_agent *last_agent(const struct pl_counter *e,
                                           const struct pl_counter_person *client)
{
    const struct pl_counter_person *p = pl_counter_find(e, client->last_agent);
    if (client->last_agent == 0 || !p || !p->agent || p->area != client->queue->area)
        return NULL;
    if (!pl_counter_is_idle(p->agent) || !pl_counter_serves(p->agent->group, client->queue) ||
        pl_counter_is_blocked(e, p->user, client->user))
        return NULL;
    return p->agent;
}

static struct pl_counter_agent *idle_at(const struct pl_counter_queue *q, size_t index)
{
    struct pl_list *it;
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

/* One of all idle ones, each with the same chance; whom he is kept apart from gives his to the
 * next. */
static struct pl_counter_agent *any_agent(struct pl_counter *e,
                                          const struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = client->queue;
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
    for (size_t i = 0; i < count; i++) {
        struct pl_counter_agent *a = idle_at(q, (index + i) % count);
        if (!pl_counter_is_blocked(e, a->person->user, client->user))
            return a;
    }
    return NULL;
}

/* Who has fewest contacts of those who could have one more, and was given one the longest ago. */
static struct pl_counter_agent *agent_with_room(const struct pl_counter *e,
                                                const struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = client->queue;
    struct pl_rank_node *best = NULL;
    struct pl_list *it;
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        struct pl_rank_node *node = pl_rank_first(&g->room);
        while (node && pl_counter_is_blocked(
                           e, pl_container_of(node, struct pl_counter_agent, room)->person->user,
                           client->user))
            node = pl_rank_next(node);
        if (node && pl_counter_serves(g, q) && (!best || pl_rank_less(node, best)))
            best = node;
    }
    return best ? pl_container_of(best, struct pl_counter_agent, room) : NULL;
}

static struct pl_counter_agent *by_order(struct pl_counter *e,
                                         const struct pl_counter_person *client)
{
    const struct pl_counter_queue *q = client->queue;
    size_t order = pl_counter_rings(q) ? PL_COUNTER_LONGEST_IDLE : (size_t)q->rules.strategy;
    struct pl_counter_agent *best = NULL;
    struct pl_list *it;
    if (q->rules.strategy == PL_COUNTER_RANDOM)
        return any_agent(e, client);
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        struct pl_counter_agent *a =
            pl_counter_serves(g, q) ? pl_counter_idle_for(e, g, client, order) : NULL;
        if (a && (!best || pl_rank_less(&a->idle[order], &best->idle[order])))
            best = a;
    }
    return best;
}

struct pl_counter_agent *pl_counter_next_agent(struct pl_counter *e,
                                               const struct pl_counter_person *client)
{
    const struct pl_counter_rules *rules = &client->queue->rules;
    struct pl_counter_agent *a = rules->sticky ? last_agent(e, client) : NULL;
    if (!a)
        a = by_order(e, client);
    if (!a && rules->text && !pl_counter_rings(client->queue))
        a = agent_with_room(e, client);
    return a;
}

/* ---- the two together ---- */

void pl_counter_place(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client)
{
    struct pl_counter_agent *a;
    if (pl_counter_rings(client->queue)) {
        pl_counter_offer_all(e, now, client);
        return;
    }
    a = pl_counter_next_agent(e, client);
    if (a)
        pl_counter_match(e, now, a, client);
}

/* The first of the queue for whom somebody is there; NULL: none. Who has no pairs to be kept apart
 * from and finds nobody stands for all behind him who have none either. */
static struct pl_rank_node *first_to_place(struct pl_counter *e, const struct pl_counter_queue *q)
{
    bool nobody = false;
    for (struct pl_rank_node *node = pl_rank_first(&q->tickets); node; node = pl_rank_next(node)) {
        const struct pl_counter_person *p = pl_container_of(node, struct pl_counter_person, ticket);
        bool full = pl_counter_rings(q) && p->rung >= PL_COUNTER_RING_MAX;
        bool apart = pl_counter_has_pairs(e, p->user);
        if (full || (nobody && !apart))
            continue;
        if (pl_counter_next_agent(e, p))
            return node;
        nobody = nobody || !apart;
        if (nobody && e->known.count == 0)
            break;
    }
    return NULL;
}

void pl_counter_match_all(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area)
{
    while (!e->broken) {
        const struct pl_counter_queue *best = NULL;
        struct pl_rank_node *next = NULL;
        struct pl_list *it;
        pl_list_for_each(it, &area->queues)
        {
            const struct pl_counter_queue *q =
                pl_container_of(it, struct pl_counter_queue, in_area);
            struct pl_rank_node *first;
            if (best && q->label.priority < best->label.priority)
                continue;
            first = first_to_place(e, q);
            if (first &&
                (!best || q->label.priority > best->label.priority || pl_rank_less(first, next))) {
                best = q;
                next = first;
            }
        }
        if (!next)
            return;
        pl_counter_place(e, now, pl_container_of(next, struct pl_counter_person, ticket));
    }
}
