/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that must always hold, counted anew. */
#include "core/counter/counter_state.h"

#include <assert.h>

struct sums {
    uint32_t people, agents, waiting, starting;
    uint32_t by_status[PL_COUNTER_STATUSES];
};

static void check_agent(const struct pl_counter *e, const struct pl_counter_agent *a,
                        struct sums *sums)
{
    const struct pl_counter_person *p = a->person;
    bool shown = p->label.flags & PL_COUNTER_AUTOMATIC && a->status == PL_COUNTER_WAITING;
    assert(p->agent == a && p->area && !p->queue && !p->server);
    assert(a->client == 0 || a->status == PL_COUNTER_WORKING);
    assert(!a->served || (a->served->user == a->client && a->served->server == a));
    assert(!a->served || a->served->area == p->area);
    assert(!a->talking || a->client != 0);
    assert(shown == pl_rank_holds(&a->idle[0]));
    assert(a->group && a->group->attribute == p->label.attribute);
    assert(!pl_heap_armed(&a->due) || (a->served && !a->talking) ||
           (a->client == 0 && a->status == PL_COUNTER_PAUSED));
    /* No such agent and a client whom he may serve ever wait at the same time. */
    assert(!shown || !pl_counter_next_client(a->group, p->area));
    sums->agents++;
    sums->by_status[a->status]++;
    sums->starting += a->served && !a->talking ? 1 : 0;
    assert(!e->broken);
}

static void check_person(const struct pl_counter *e, const struct pl_counter_area *area,
                         const struct pl_counter_person *p, struct sums *sums)
{
    assert(p->area == area && pl_counter_find(e, p->user) == p);
    assert(pl_rank_holds(&p->ticket) == (p->queue != NULL));
    assert(!p->queue || (p->queue->area == area && !p->agent && !p->server));
    assert(!p->server || (p->server->served == p && !p->agent));
    assert(!pl_heap_armed(&p->due) || p->queue);
    sums->people++;
    sums->waiting += p->queue ? 1 : 0;
    if (p->agent)
        check_agent(e, p->agent, sums);
}

static void check_groups(const struct pl_counter_area *area)
{
    struct pl_list *it, *member;
    uint32_t agents = 0;
    pl_list_for_each(it, &area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        uint32_t by_status[PL_COUNTER_STATUSES] = {0}, here = 0;
        size_t shown = 0;
        pl_list_for_each(member, &g->agents)
        {
            const struct pl_counter_agent *a =
                pl_container_of(member, struct pl_counter_agent, in_group);
            assert(a->group == g);
            by_status[a->status]++;
            shown += pl_rank_holds(&a->idle[0]) ? 1 : 0;
            here++;
        }
        assert(here > 0 && memcmp(by_status, g->by_status, sizeof(by_status)) == 0);
        for (size_t i = 0; i < PL_COUNTER_ORDERS; i++) {
            pl_rank_check(&g->idle[i]);
            assert(pl_rank_count(&g->idle[i]) == shown);
        }
        agents += here;
    }
    assert(agents == area->agent_count);
}

static void check_area(const struct pl_counter *e, const struct pl_counter_area *area)
{
    struct sums sums = {0};
    uint32_t queues = 0, waiting = 0;
    for (const struct pl_counter_queue *q = pl_counter_next_queue(area, NULL); q;
         q = pl_counter_next_queue(area, q)) {
        assert(q->area == area && pl_idmap_get(&e->queues, (uint32_t)q->id) == q);
        pl_rank_check(&q->tickets);
        waiting += (uint32_t)pl_rank_count(&q->tickets);
        queues++;
    }
    for (const struct pl_counter_person *p = pl_counter_next_person(area, NULL); p;
         p = pl_counter_next_person(area, p))
        check_person(e, area, p, &sums);
    check_groups(area);
    assert(queues == area->queue_count && waiting == area->waiting);
    assert(sums.people == area->people_count && sums.agents == area->agent_count);
    assert(sums.waiting == area->waiting && sums.starting == area->starting);
    assert(memcmp(sums.by_status, area->by_status, sizeof(sums.by_status)) == 0);
    assert(pl_list_empty(&area->changed)); /* told, or waiting for its time */
    assert(pl_list_empty(&area->changed_queues) || pl_heap_armed(&area->due));
}

void pl_counter_check(const struct pl_counter *e)
{
    size_t areas = 0, queues = 0, inside = 0, cursor = 0;
    const struct pl_counter_person *p;
    for (const struct pl_counter_area *area = pl_counter_next_area(e, NULL); area;
         area = pl_counter_next_area(e, area)) {
        assert(pl_idmap_get(&e->areas, (uint32_t)area->id) == area);
        check_area(e, area);
        areas++;
        queues += area->queue_count;
        inside += area->people_count;
    }
    assert(areas == e->areas.count && queues == e->queues.count);
    while ((p = pl_idmap_next(&e->people, &cursor))) {
        inside -= p->area ? 1 : 0;
        assert(p->area || (!p->agent && !p->queue && !p->server));
    }
    assert(inside == 0);
    assert(pl_list_empty(&e->changed));
}
