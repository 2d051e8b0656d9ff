/* SPDX-License-Identifier: Apache-2.0 */
/* How long somebody may still wait. */
#include "core/counter/counter_state.h"

#include <stdlib.h>
#include <string.h>

/* Agents who are at it. */
static uint32_t able(const struct pl_counter_group *g)
{
    return g->by_status[PL_COUNTER_WAITING] + g->by_status[PL_COUNTER_WORKING];
}

/* How many of that queue stand before this ticket of another one. */
static size_t before_in(const struct pl_counter_queue *other, const struct pl_rank_node *ticket)
{
    size_t low = 0, high = pl_rank_count(&other->tickets);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pl_rank_less(pl_rank_at(&other->tickets, middle), ticket))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Clients of another queue who come first where agents serve both. */
static size_t ahead(const struct pl_counter_person *person, const struct pl_counter_queue *other)
{
    const struct pl_counter_queue *q = person->queue;
    if (other->label.priority > q->label.priority)
        return pl_rank_count(&other->tickets);
    return other->label.priority == q->label.priority ? before_in(other, &person->ticket) : 0;
}

/* The time that those of another queue who come first take from the agents of this one: of their
 * work that share which falls on agents who serve both. */
static pl_time_us work_of(const struct pl_counter_person *person,
                          const struct pl_counter_queue *other)
{
    const struct pl_counter_queue *q = person->queue;
    size_t clients = pl_rank_count(&other->tickets) > 0 ? ahead(person, other) : 0;
    uint32_t both = 0, all = 0;
    struct pl_list *it;
    if (clients == 0)
        return 0;
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        if (!pl_counter_serves(g, other))
            continue;
        all += able(g);
        both += pl_counter_serves(g, q) ? able(g) : 0;
    }
    return all ? clients * (other->mean_us ? other->mean_us : q->mean_us) * both / all : 0;
}

pl_time_us pl_counter_estimate(const struct pl_counter_person *person, uint32_t before,
                               uint32_t agents)
{
    const struct pl_counter_queue *q = person->queue;
    pl_time_us work = q->mean_us * (before + 1);
    struct pl_list *it;
    if (agents == 0 || q->mean_us == 0)
        return PL_TIME_NEVER;
    pl_list_for_each(it, &q->area->queues)
    {
        const struct pl_counter_queue *other =
            pl_container_of(it, struct pl_counter_queue, in_area);
        if (other != q)
            work += work_of(person, other);
    }
    return work / agents;
}

/* ---- how good it is ---- */

static int by_size(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* The value that so many in a hundred are not above: nearest rank. */
static int32_t at_rank(const int32_t *sorted, uint32_t count, uint32_t percent)
{
    return sorted[(count * percent + 99) / 100 - 1];
}

void pl_counter_learn_error(struct pl_counter *e, int32_t queue, int32_t error_s)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)queue);
    struct pl_counter_errors *errors = q ? &q->errors : NULL;
    int32_t sorted[PL_COUNTER_ERRORS];
    uint32_t count;
    if (!q)
        return;
    errors->last[errors->next++ % PL_COUNTER_ERRORS] = error_s;
    count = errors->next < PL_COUNTER_ERRORS ? errors->next : PL_COUNTER_ERRORS;
    memcpy(sorted, errors->last, count * sizeof(sorted[0]));
    qsort(sorted, count, sizeof(sorted[0]), by_size);
    errors->now =
        (struct pl_counter_error){count, at_rank(sorted, count, 50), at_rank(sorted, count, 90), 0};
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = sorted[i] < 0 ? -sorted[i] : sorted[i];
    qsort(sorted, count, sizeof(sorted[0]), by_size);
    errors->now.p90_abs_s = at_rank(sorted, count, 90);
}
