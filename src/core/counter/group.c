/* SPDX-License-Identifier: Apache-2.0 */
/* Agents who serve the same queues, and which of them are to be given clients. */
#include "core/counter/counter_state.h"

#include <stdlib.h>

static bool same_skills(const struct pl_counter_skills *a, const struct pl_counter_skills *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->list[i].id != b->list[i].id || a->list[i].level != b->list[i].level)
            return false;
    }
    return true;
}

static bool same_queues(const struct pl_counter_queues *a, const struct pl_counter_queues *b)
{
    return a->count == b->count && memcmp(a->list, b->list, a->count * sizeof(a->list[0])) == 0;
}

static struct pl_counter_group *group_for(const struct pl_counter_agent *a)
{
    struct pl_list *groups = &a->person->area->groups;
    struct pl_counter_group *g;
    struct pl_list *it;
    pl_list_for_each(it, groups)
    {
        g = pl_container_of(it, struct pl_counter_group, in_area);
        if (g->attribute == a->person->label.attribute && same_skills(&g->skills, &a->skills) &&
            same_queues(&g->queues, &a->queues))
            return g;
    }
    g = calloc(1, sizeof(*g));
    if (!g)
        return NULL;
    pl_list_init(&g->agents);
    for (size_t i = 0; i < PL_COUNTER_ORDERS; i++)
        pl_rank_init(&g->idle[i]);
    pl_rank_init(&g->room);
    g->attribute = a->person->label.attribute;
    g->skills = a->skills;
    g->queues = a->queues;
    pl_list_add_tail(groups, &g->in_area);
    return g;
}

void pl_counter_hide(struct pl_counter_agent *a)
{
    for (size_t i = 0; pl_counter_is_idle(a) && i < PL_COUNTER_ORDERS; i++) {
        size_t order = PL_COUNTER_ORDERS - 1 - i; /* [0] last: it says whether he is shown */
        pl_rank_remove(&a->group->idle[order], &a->idle[order]);
    }
    if (pl_rank_holds(&a->room))
        pl_rank_remove(&a->group->room, &a->room);
}

void pl_counter_show(struct pl_counter_agent *a)
{
    const int64_t keys[PL_COUNTER_ORDERS] = {
        [PL_COUNTER_LONGEST_IDLE] = (int64_t)a->idle_since,
        [PL_COUNTER_FEWEST_SERVED] = a->served_count,
        [PL_COUNTER_LEAST_BUSY] = (int64_t)a->busy,
        [PL_COUNTER_ROUND_ROBIN] = (int64_t)a->turn,
        [PL_COUNTER_TOP_DOWN] = -(int64_t)a->person->label.priority,
    };
    if (a->load > 0) {
        pl_rank_put(&a->group->room, &a->room, a->load, a->turn);
        return;
    }
    for (size_t i = 0; i < PL_COUNTER_ORDERS; i++)
        pl_rank_put(&a->group->idle[i], &a->idle[i], keys[i], a->serial);
}

void pl_counter_leave_group(struct pl_counter_agent *a)
{
    struct pl_counter_group *g = a->group;
    pl_counter_hide(a);
    pl_list_remove(&a->in_group);
    g->by_status[a->status]--;
    a->group = NULL;
    if (pl_list_empty(&g->agents)) {
        pl_list_remove(&g->in_area);
        free(g);
    }
}

bool pl_counter_join_group(struct pl_counter_agent *a)
{
    a->group = group_for(a);
    if (!a->group)
        return false;
    pl_list_add_tail(&a->group->agents, &a->in_group);
    a->group->by_status[a->status]++;
    return true;
}
