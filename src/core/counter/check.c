/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that must always hold, counted anew. */
#include "core/counter/counter_state.h"

#include <assert.h>

struct sums {
    uint32_t people, agents, starting;
    uint32_t by_status[PL_COUNTER_STATUSES];
};

static void check_services(const struct pl_counter_agent *a, struct sums *sums)
{
    struct pl_list *it;
    uint32_t load = 0;
    pl_list_for_each(it, &a->services)
    {
        const struct pl_counter_service *s =
            pl_container_of(it, struct pl_counter_service, in_agent);
        assert(s->agent == a && s->client != 0);
        assert(!s->served || (s->served->user == s->client && s->served->service == s));
        assert(!s->served || s->served->server == a);
        assert(!s->served || s->served->area == a->person->area || s->served->call_back);
        assert(!pl_heap_armed(&s->due) || (s->served && !s->talking));
        assert(s->text || (it->next == &a->services && it->prev == &a->services));
        sums->starting += s->served && !s->talking ? 1 : 0;
        load++;
    }
    assert(load == a->load && (load <= 1 || load <= PL_COUNTER_CAPACITY_MAX));
    assert(load == 0 ? a->client == 0 : a->client == pl_counter_service_of(a)->client);
}

static void check_agent(const struct pl_counter *e, const struct pl_counter_agent *a,
                        struct sums *sums)
{
    const struct pl_counter_person *p = a->person;
    bool waits = pl_counter_is_automatic(a) && a->status == PL_COUNTER_WAITING;
    bool shown = pl_counter_is_idle(a) || pl_rank_holds(&a->room);
    assert(p->agent == a && p->area && !p->queue && !p->server);
    assert(a->load == 0 || a->status == PL_COUNTER_WORKING);
    assert((waits && !a->offer) == pl_counter_is_idle(a));
    assert(pl_counter_has_room(a) == pl_rank_holds(&a->room));
    assert(!a->offer || (waits && a->offer->queue && a->offer->queue->area == p->area));
    assert(!a->offer || pl_counter_rings(a->offer->queue));
    assert(!a->offer || pl_counter_serves(a->group, a->offer->queue));
    assert(pl_list_empty(&a->loose));
    assert(a->group && a->group->attribute == p->label.attribute);
    assert(!pl_heap_armed(&a->due) || (a->load == 0 && a->status == PL_COUNTER_PAUSED));
    /* No such agent and a client whom he may serve ever wait at the same time. */
    assert(!shown || !pl_counter_next_client(e, a, false));
    check_services(a, sums);
    sums->agents++;
    sums->by_status[a->status]++;
    assert(!e->broken);
}

static void check_person(const struct pl_counter *e, const struct pl_counter_area *area,
                         const struct pl_counter_person *p, struct sums *sums)
{
    assert(p->area == area && pl_counter_find(e, p->user) == p && !p->gone);
    if (p->queue && p->queue->area != area)
        assert(p->call_back);
    sums->people++;
    if (p->agent)
        check_agent(e, p->agent, sums);
}

/* Also of who is not there. */
static void check_ticket(const struct pl_counter_person *p)
{
    struct pl_list *it;
    uint32_t rung = 0;
    assert(pl_rank_holds(&p->ticket) == (p->queue != NULL));
    assert(!p->queue || (!p->agent && !p->server));
    assert(!p->queue || p->area == p->queue->area || p->call_back);
    assert((p->server != NULL) == (p->service != NULL));
    assert(!p->service || (p->service->served == p && !p->agent));
    assert(!pl_heap_armed(&p->due) || p->queue);
    pl_list_for_each(it, &p->ring)
    {
        assert(pl_container_of(it, struct pl_counter_agent, in_ring)->offer == p);
        rung++;
    }
    assert(rung == p->rung && (rung == 0 || (p->queue && pl_counter_rings(p->queue))));
    assert(!pl_heap_armed(&p->ring_due) || rung > 0);
    assert(p->area || p->queue || p->service || !p->gone);
}

static uint32_t count_absent(const struct pl_counter_queue *q)
{
    uint32_t n = 0;
    for (struct pl_rank_node *node = pl_rank_first(&q->tickets); node; node = pl_rank_next(node))
        n += pl_container_of(node, struct pl_counter_person, ticket)->area != q->area ? 1 : 0;
    return n;
}

static uint32_t count_call_backs(const struct pl_counter_queue *q)
{
    uint32_t n = 0;
    for (struct pl_rank_node *node = pl_rank_first(&q->tickets); node; node = pl_rank_next(node))
        n += pl_container_of(node, struct pl_counter_person, ticket)->call_back ? 1 : 0;
    return n;
}

static void check_groups(const struct pl_counter_area *area)
{
    struct pl_list *it, *member;
    uint32_t agents = 0;
    pl_list_for_each(it, &area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        uint32_t by_status[PL_COUNTER_STATUSES] = {0}, here = 0;
        size_t shown = 0, room = 0;
        pl_list_for_each(member, &g->agents)
        {
            const struct pl_counter_agent *a =
                pl_container_of(member, struct pl_counter_agent, in_group);
            assert(a->group == g);
            by_status[a->status]++;
            shown += pl_counter_is_idle(a) ? 1 : 0;
            room += pl_rank_holds(&a->room) ? 1 : 0;
            here++;
        }
        assert(here > 0 && memcmp(by_status, g->by_status, sizeof(by_status)) == 0);
        for (size_t i = 0; i < PL_COUNTER_ORDERS; i++) {
            pl_rank_check(&g->idle[i]);
            assert(pl_rank_count(&g->idle[i]) == shown);
        }
        pl_rank_check(&g->room);
        assert(pl_rank_count(&g->room) == room);
        agents += here;
    }
    assert(agents == area->agent_count);
}

static void check_area(const struct pl_counter *e, const struct pl_counter_area *area)
{
    struct sums sums = {0};
    uint32_t queues = 0, waiting = 0, absent = 0;
    for (const struct pl_counter_queue *q = pl_counter_next_queue(area, NULL); q;
         q = pl_counter_next_queue(area, q)) {
        assert(q->area == area && pl_idmap_get(&e->queues, (uint32_t)q->id) == q);
        pl_rank_check(&q->tickets);
        waiting += (uint32_t)pl_rank_count(&q->tickets);
        absent += count_absent(q);
        assert(q->call_backs == count_call_backs(q));
        queues++;
    }
    for (const struct pl_counter_person *p = pl_counter_next_person(area, NULL); p;
         p = pl_counter_next_person(area, p))
        check_person(e, area, p, &sums);
    check_groups(area);
    assert(queues == area->queue_count && waiting == area->waiting);
    assert(absent == area->absent);
    assert(sums.people == area->people_count && sums.agents == area->agent_count);
    assert(sums.starting == area->starting && pl_list_empty(&area->thinned));
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
        assert(p->area || !p->agent);
        check_ticket(p);
    }
    assert(inside == 0);
    assert(pl_list_empty(&e->changed) && pl_list_empty(&e->loose) && pl_list_empty(&e->forget));
}
