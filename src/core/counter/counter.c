/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's life, facts, time. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_FACTS = 32 };

void pl_counter_config_init(struct pl_counter_config *config)
{
    *config = (struct pl_counter_config){
        .max_areas = 1000,
        .max_queues = 10000,
        .max_people = 100000,
        .max_queues_of_area = 256,
        .max_text = 1024,
        .crowd = 200,
        .pace_us = PL_MS(1),
    };
}

struct pl_counter *pl_counter_create(const struct pl_counter_config *config)
{
    struct pl_counter *e = calloc(1, sizeof(*e));
    if (!e)
        return NULL;
    e->config = *config;
    pl_idmap_init(&e->areas, config->max_areas);
    pl_idmap_init(&e->queues, config->max_queues);
    pl_idmap_init(&e->people, config->max_people);
    pl_list_init(&e->area_list);
    pl_list_init(&e->changed);
    pl_heap_init(&e->area_due);
    pl_heap_init(&e->person_due);
    pl_heap_init(&e->agent_due);
    pl_heap_init(&e->service_due);
    pl_heap_init(&e->ring_due);
    pl_heap_init(&e->hours_due);
    pl_list_init(&e->loose);
    pl_list_init(&e->thinned);
    pl_list_init(&e->forget);
    pl_idmap_init(&e->known, config->max_people);
    pl_prng_init(&e->rng, config->seed);
    e->next_serial = 1;
    return e;
}

static void free_groups(struct pl_counter_area *area)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &area->groups)
    {
        free(pl_container_of(it, struct pl_counter_group, in_area));
    }
}

static void free_agent(struct pl_counter_agent *a)
{
    struct pl_list *it, *tmp;
    if (!a)
        return;
    pl_list_for_each_safe(it, tmp, &a->services)
    {
        free(pl_container_of(it, struct pl_counter_service, in_agent));
    }
    free(a);
}

void pl_counter_destroy(struct pl_counter *e)
{
    size_t cursor = 0;
    struct pl_counter_area *area;
    struct pl_counter_queue *queue;
    struct pl_counter_person *person;
    if (!e)
        return;
    pl_heap_finish(&e->area_due); /* their nodes live in what is freed now */
    pl_heap_finish(&e->person_due);
    pl_heap_finish(&e->agent_due);
    pl_heap_finish(&e->service_due);
    pl_heap_finish(&e->ring_due);
    pl_heap_finish(&e->hours_due);
    while ((person = pl_idmap_next(&e->people, &cursor))) {
        pl_counter_free_label(&person->label);
        free_agent(person->agent);
        free(person);
    }
    cursor = 0;
    while ((queue = pl_idmap_next(&e->queues, &cursor))) {
        pl_counter_free_label(&queue->label);
        free(queue);
    }
    cursor = 0;
    while ((area = pl_idmap_next(&e->areas, &cursor))) {
        free_groups(area);
        pl_counter_free_label(&area->label);
        free(area);
    }
    pl_idmap_finish(&e->areas);
    pl_idmap_finish(&e->queues);
    pl_idmap_finish(&e->people);
    pl_counter_free_known(e);
    free(e->facts);
    free(e);
}

bool pl_counter_broken(const struct pl_counter *e)
{
    return e->broken;
}

/* ---- facts ---- */

void pl_counter_note(struct pl_counter *e, const struct pl_counter_fact *fact)
{
    if (e->fact_next == e->fact_count)
        e->fact_next = e->fact_count = 0;
    if (e->fact_count == e->fact_capacity) {
        size_t capacity = e->fact_capacity ? 2 * e->fact_capacity : FIRST_FACTS;
        struct pl_counter_fact *facts = realloc(e->facts, capacity * sizeof(*facts));
        if (!facts) {
            e->broken = true;
            return;
        }
        e->facts = facts;
        e->fact_capacity = capacity;
    }
    e->facts[e->fact_count++] = *fact;
}

const struct pl_counter_fact *pl_counter_next_fact(struct pl_counter *e)
{
    return e->fact_next < e->fact_count ? &e->facts[e->fact_next++] : NULL;
}

const struct pl_counter_fact *pl_counter_facts(const struct pl_counter *e, size_t *count)
{
    *count = e->fact_count - e->fact_next;
    return *count ? e->facts + e->fact_next : NULL;
}

void pl_counter_area_changed(struct pl_counter *e, struct pl_counter_area *area)
{
    if (pl_list_empty(&area->changed))
        pl_list_add_tail(&e->changed, &area->changed);
}

void pl_counter_queue_changed(struct pl_counter *e, struct pl_counter_queue *queue)
{
    if (pl_list_empty(&queue->changed))
        pl_list_add_tail(&queue->area->changed_queues, &queue->changed);
    pl_counter_area_changed(e, queue->area);
}

void pl_counter_arm(struct pl_counter *e, struct pl_heap *heap, struct pl_heap_node *node,
                    pl_time_us at)
{
    if (pl_heap_arm(heap, node, at) != PL_OK)
        e->broken = true;
}

static void tell_area(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &area->changed_queues)
    {
        struct pl_counter_queue *q = pl_container_of(it, struct pl_counter_queue, changed);
        pl_list_remove(&q->changed);
        pl_counter_note(e, &(struct pl_counter_fact){
                               .kind = PL_COUNTER_QUEUE_CHANGED, .area = area->id, .queue = q->id});
    }
    area->told = now;
    pl_counter_note(e,
                    &(struct pl_counter_fact){.kind = PL_COUNTER_AREA_CHANGED, .area = area->id});
}

/* What verbs have left for their end: clients who overflow since nobody is on duty, agents whose
 * hands are free again, people who are gone. */
static void settle(struct pl_counter *e, pl_time_us now)
{
    while (!pl_list_empty(&e->thinned)) {
        struct pl_counter_area *area =
            pl_container_of(e->thinned.next, struct pl_counter_area, thinned);
        pl_list_remove(&area->thinned);
        pl_counter_thin_out(e, now, area);
    }
    while (!pl_list_empty(&e->loose))
        pl_counter_look_for_work(e, now,
                                 pl_container_of(e->loose.next, struct pl_counter_agent, loose));
    pl_counter_forget_gone(e);
}

void pl_counter_tell(struct pl_counter *e, pl_time_us now)
{
    struct pl_list *it, *tmp;
    settle(e, now);
    pl_list_for_each_safe(it, tmp, &e->changed)
    {
        struct pl_counter_area *area = pl_container_of(it, struct pl_counter_area, changed);
        pl_time_us at = area->told;
        if (area->people_count > e->config.crowd)
            at += area->people_count * e->config.pace_us;
        pl_list_remove(&area->changed);
        if (now < at) {
            if (!pl_heap_armed(&area->due))
                pl_counter_arm(e, &e->area_due, &area->due, at);
            continue;
        }
        pl_heap_disarm(&e->area_due, &area->due);
        tell_area(e, now, area);
    }
}

bool pl_counter_holds_back(const struct pl_counter_area *area)
{
    return pl_heap_armed(&area->due);
}

/* ---- time ---- */

pl_time_us pl_counter_deadline(const struct pl_counter *e)
{
    const struct pl_heap *const heaps[] = {&e->area_due,    &e->person_due, &e->agent_due,
                                           &e->service_due, &e->ring_due,   &e->hours_due};
    pl_time_us at = PL_TIME_NEVER;
    for (size_t i = 0; i < sizeof(heaps) / sizeof(heaps[0]); i++)
        at = pl_time_min(at, pl_heap_deadline(heaps[i]));
    return at;
}

void pl_counter_tick(struct pl_counter *e, pl_time_us now)
{
    struct pl_heap_node *node;
    while ((node = pl_heap_pop_due(&e->hours_due, now)))
        pl_counter_hours_due(e, now, pl_container_of(node, struct pl_counter_queue, due));
    while ((node = pl_heap_pop_due(&e->service_due, now)))
        pl_counter_service_due(e, now, pl_container_of(node, struct pl_counter_service, due));
    while ((node = pl_heap_pop_due(&e->ring_due, now)))
        pl_counter_ring_due(e, now, pl_container_of(node, struct pl_counter_person, ring_due));
    while ((node = pl_heap_pop_due(&e->agent_due, now)))
        pl_counter_agent_due(e, now, pl_container_of(node, struct pl_counter_agent, due));
    while ((node = pl_heap_pop_due(&e->person_due, now)))
        pl_counter_person_due(e, now, pl_container_of(node, struct pl_counter_person, due));
    settle(e, now); /* before what has changed is told */
    while ((node = pl_heap_pop_due(&e->area_due, now)))
        tell_area(e, now, pl_container_of(node, struct pl_counter_area, due));
    pl_counter_tell(e, now);
}

/* ---- looking ---- */

const struct pl_counter_area *pl_counter_area_of(const struct pl_counter *e, int32_t id)
{
    return pl_idmap_get(&e->areas, (uint32_t)id);
}

const struct pl_counter_queue *pl_counter_queue_of(const struct pl_counter *e, int32_t id)
{
    return pl_idmap_get(&e->queues, (uint32_t)id);
}

const struct pl_counter_person *pl_counter_person_of(const struct pl_counter *e, int32_t user)
{
    return pl_counter_find(e, user);
}

const struct pl_counter_area *pl_counter_next_area(const struct pl_counter *e,
                                                   const struct pl_counter_area *area)
{
    struct pl_list *next = area ? area->in_engine.next : e->area_list.next;
    return next == &e->area_list ? NULL : pl_container_of(next, struct pl_counter_area, in_engine);
}

const struct pl_counter_queue *pl_counter_next_queue(const struct pl_counter_area *area,
                                                     const struct pl_counter_queue *queue)
{
    struct pl_list *next = queue ? queue->in_area.next : area->queues.next;
    return next == &area->queues ? NULL : pl_container_of(next, struct pl_counter_queue, in_area);
}

const struct pl_counter_person *pl_counter_next_person(const struct pl_counter_area *area,
                                                       const struct pl_counter_person *person)
{
    struct pl_list *next = person ? person->in_area.next : area->people.next;
    return next == &area->people ? NULL : pl_container_of(next, struct pl_counter_person, in_area);
}

const struct pl_counter_person *pl_counter_next_staff(const struct pl_counter_area *area,
                                                      const struct pl_counter_person *person)
{
    struct pl_list *next = person ? person->in_staff.next : area->staff.next;
    return next == &area->staff ? NULL : pl_container_of(next, struct pl_counter_person, in_staff);
}

uint32_t pl_counter_guests(const struct pl_counter_area *area)
{
    return area->people_count - area->agent_count - (area->waiting - area->absent);
}

int32_t pl_counter_before(const struct pl_counter_person *person)
{
    return person->queue ? (int32_t)pl_rank_before(&person->ticket) : -1;
}

void pl_counter_totals(const struct pl_counter *e, uint64_t *entered, uint64_t *matched,
                       uint64_t *abandoned)
{
    *entered = e->entered;
    *matched = e->matched;
    *abandoned = e->abandoned;
}
