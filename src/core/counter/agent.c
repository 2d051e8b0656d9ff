/* SPDX-License-Identifier: Apache-2.0 */
/* Agents: their status, what they ask for, and what frees them. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

/* ---- work ---- */

bool pl_counter_has_room(const struct pl_counter_agent *a)
{
    const struct pl_counter_service *first = pl_counter_service_of(a);
    return pl_counter_is_automatic(a) && first && first->text && a->load < a->capacity &&
           (a->wish == NO_WISH || a->wish == PL_COUNTER_WAITING);
}

void pl_counter_loosen(struct pl_counter *e, struct pl_counter_agent *a)
{
    if (pl_list_empty(&a->loose))
        pl_list_add_tail(&e->loose, &a->loose);
}

void pl_counter_look_for_work(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    bool idle =
        pl_counter_is_automatic(a) && a->status == PL_COUNTER_WAITING && a->load == 0 && !a->offer;
    struct pl_counter_person *client;
    pl_list_remove(&a->loose);
    pl_counter_hide(a);
    if (!idle && !pl_counter_has_room(a))
        return;
    client = pl_counter_next_client(e, a, false);
    if (!client)
        pl_counter_show(a);
    else if (pl_counter_rings(client->queue))
        pl_counter_offer(e, now, a, client);
    else
        pl_counter_match(e, now, a, client);
}

bool pl_counter_regroup(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    if (a->offer)
        pl_counter_unoffer(e, a, 0);
    pl_counter_leave_group(a);
    if (!pl_counter_join_group(a))
        return false;
    if (pl_list_empty(&a->person->area->thinned))
        pl_list_add_tail(&e->thinned, &a->person->area->thinned);
    pl_counter_look_for_work(e, now, a);
    return true;
}

/* ---- status ---- */

void pl_counter_set_status(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                           enum pl_counter_status status)
{
    struct pl_counter_area *area = a->person->area;
    if (a->status == status)
        return;
    if (a->offer)
        pl_counter_unoffer(e, a, 0);
    area->by_status[a->status]--;
    a->group->by_status[a->status]--;
    a->status = status;
    area->by_status[status]++;
    a->group->by_status[status]++;
    if (status == PL_COUNTER_WAITING)
        a->idle_since = now;
    if (status == PL_COUNTER_CLOSED && pl_list_empty(&area->thinned))
        pl_list_add_tail(&e->thinned, &area->thinned);
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_STATUS,
                                                 .user = a->person->user,
                                                 .other = a->client,
                                                 .area = area->id,
                                                 .code = (int)status});
    pl_counter_area_changed(e, area);
}

void pl_counter_finish_as(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                          struct pl_counter_service *s, int code)
{
    const struct pl_counter_queue *q = s ? pl_idmap_get(&e->queues, (uint32_t)s->queue) : NULL;
    enum pl_counter_status next =
        a->wish == NO_WISH ? PL_COUNTER_WAITING : (enum pl_counter_status)a->wish;
    if (s)
        pl_counter_end_service(e, now, s, code);
    if (a->load > 0) {
        pl_counter_look_for_work(e, now, a);
        return;
    }
    a->wish = NO_WISH;
    pl_heap_disarm(&e->agent_due, &a->due);
    if (q && q->rules.wrap_up_us && next == PL_COUNTER_WAITING) {
        pl_counter_set_status(e, now, a, PL_COUNTER_PAUSED);
        pl_counter_arm(e, &e->agent_due, &a->due, now + q->rules.wrap_up_us);
        return;
    }
    pl_counter_set_status(e, now, a, next);
    pl_counter_look_for_work(e, now, a);
}

void pl_counter_agent_due(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    pl_counter_set_status(e, now, a, PL_COUNTER_WAITING); /* the wrap-up is over */
    pl_counter_look_for_work(e, now, a);
}

/* ---- coming and going ---- */

struct pl_counter_agent *pl_counter_agent_create(struct pl_counter *e, struct pl_counter_person *p)
{
    struct pl_counter_agent *a = calloc(1, sizeof(*a));
    struct pl_counter_profile profile;
    if (!a)
        return NULL;
    pl_counter_profile_of(e, p->user, &profile);
    a->person = p;
    a->serial = e->next_serial++;
    a->wish = NO_WISH;
    a->status = PL_COUNTER_CLOSED;
    a->skills = profile.skills;
    a->queues = profile.queues;
    a->capacity = profile.capacity;
    pl_list_init(&a->services);
    pl_list_init(&a->loose);
    pl_list_init(&a->in_ring);
    if (!pl_counter_join_group(a)) {
        free(a);
        return NULL;
    }
    p->area->by_status[PL_COUNTER_CLOSED]++;
    p->agent = a;
    return a;
}

void pl_counter_agent_destroy(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    struct pl_counter_area *area = a->person->area;
    struct pl_list *it, *tmp;
    if (a->offer)
        pl_counter_unoffer(e, a, 0);
    pl_list_for_each_safe(it, tmp, &a->services)
    {
        struct pl_counter_service *s = pl_container_of(it, struct pl_counter_service, in_agent);
        pl_counter_end_service(e, now, s, pl_counter_end_of(s));
    }
    pl_heap_disarm(&e->agent_due, &a->due);
    pl_list_remove(&a->loose);
    area->by_status[a->status]--;
    pl_counter_leave_group(a);
    if (pl_list_empty(&area->thinned))
        pl_list_add_tail(&e->thinned, &area->thinned);
    a->person->agent = NULL;
    free(a);
}

/* ---- after a restart ---- */

/* What he had in his hands; of a client twice, the first time counts. */
static void sit_services(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                         const struct pl_counter_seat *seat)
{
    const struct pl_counter_held oldest = {.client = seat->client,
                                           .queue = seat->client_queue,
                                           .talking = seat->talking,
                                           .begun_ms = seat->begun_ms,
                                           .waited_ms = seat->waited_ms,
                                           .ticket = seat->ticket,
                                           .serial = seat->serial};
    struct pl_list *it;
    if (seat->client != 0)
        (void)pl_counter_service_again(e, now, a, &oldest);
    for (size_t i = 0; i < seat->other_count && i < PL_CONTACT_OTHERS_MAX; i++) {
        const struct pl_counter_held *held = &seat->others[i];
        if (held->client != 0 && !pl_counter_service_with(a, held->client))
            (void)pl_counter_service_again(e, now, a, held);
    }
    pl_list_for_each(it, &a->services)
    {
        if (a->load > 1) /* whatever the queue's rules are by now */
            pl_container_of(it, struct pl_counter_service, in_agent)->text = true;
    }
}

/* Those of them who are back already. */
static void meet_clients(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a)
{
    struct pl_list *it;
    pl_list_for_each(it, &a->services)
    {
        struct pl_counter_service *s = pl_container_of(it, struct pl_counter_service, in_agent);
        struct pl_counter_person *client = pl_counter_find(e, s->client);
        if (client)
            pl_counter_meet_again(e, now, s, client);
    }
}

void pl_counter_agent_sit(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                          const struct pl_counter_seat *seat)
{
    bool sound = seat->status >= 0 && seat->status < PL_COUNTER_STATUSES;
    a->served_count = (uint32_t)seat->served;
    a->failed_count = (uint32_t)seat->failed;
    a->misses = (uint32_t)seat->misses;
    a->busy = (pl_time_us)seat->busy_ms * 1000;
    sit_services(e, now, a, seat);
    pl_counter_set_status(e, now, a,
                          a->load > 0 ? PL_COUNTER_WORKING
                          : sound     ? (enum pl_counter_status)seat->status
                                      : PL_COUNTER_CLOSED);
    meet_clients(e, now, a);
    if (a->status == PL_COUNTER_WAITING)
        a->idle_since = pl_counter_time_of(e, now, seat->since_ms);
    if (a->status == PL_COUNTER_PAUSED && seat->until_ms) {
        int64_t left_ms = seat->until_ms - e->config.epoch_ms - (int64_t)(now / 1000);
        pl_counter_arm(e, &e->agent_due, &a->due,
                       now + (left_ms > 0 ? (pl_time_us)left_ms * 1000 : 0));
    }
    pl_counter_look_for_work(e, now, a);
}

/* ---- verbs ---- */

static struct pl_counter_agent *agent_of(const struct pl_counter *e, int32_t user)
{
    const struct pl_counter_person *p = pl_counter_find(e, user);
    return p ? p->agent : NULL;
}

/* Could he have one client more, of whatever queue? */
static bool has_a_hand(const struct pl_counter_agent *a)
{
    const struct pl_counter_service *first = pl_counter_service_of(a);
    return !first || (first->text && a->load < a->capacity);
}

int pl_counter_status(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t status)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (status < 0 || status >= PL_COUNTER_STATUSES)
        return PL_GV_ERR_FUNCOPTERROR;
    if (a->load > 0) {
        a->wish = status == PL_COUNTER_WORKING ? NO_WISH : status;
    } else {
        pl_heap_disarm(&e->agent_due, &a->due); /* of a wrap-up */
        pl_counter_set_status(e, now, a, (enum pl_counter_status)status);
    }
    pl_counter_look_for_work(e, now, a);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_request(struct pl_counter *e, pl_time_us now, int32_t agent)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_person *client;
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (!has_a_hand(a))
        return PL_GV_ERR_SESSIONEXIST;
    client = pl_counter_next_client(e, a, true);
    if (!client)
        return PL_GV_ERR_DATANOTEXIST;
    pl_counter_match(e, now, a, client);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_start(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t user)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_person *client = pl_counter_find(e, user);
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    if (client && client->server == a && (client->service->text || client->call_back)) {
        if (!client->service->talking)
            pl_counter_talks(e, client->service);
        pl_counter_tell(e, now);
        return PL_GV_ERR_SUCCESS;
    }
    if (!has_a_hand(a))
        return PL_GV_ERR_SESSIONEXIST;
    if (!client || !client->queue || client->queue->area != a->person->area ||
        !pl_counter_serves(a->group, client->queue) || !pl_counter_may_take(a, client->queue) ||
        pl_counter_is_blocked(e, agent, user))
        return PL_GV_ERR_INVALID_USERID;
    pl_counter_match(e, now, a, client);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_finish_with(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client)
{
    struct pl_counter_agent *a = agent_of(e, agent);
    struct pl_counter_service *s;
    if (!a)
        return PL_GV_ERR_INVALID_AGENT;
    s = pl_counter_service_with(a, client ? client : a->client);
    if (client && !s)
        return PL_GV_ERR_INVALID_USERID;
    if (s || a->status == PL_COUNTER_WORKING) {
        pl_counter_finish_as(e, now, a, s, s ? pl_counter_end_of(s) : FAILED);
        pl_counter_tell(e, now);
    }
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_finish(struct pl_counter *e, pl_time_us now, int32_t agent)
{
    return pl_counter_finish_with(e, now, agent, 0);
}

void pl_counter_talk(struct pl_counter *e, pl_time_us now, int32_t one, int32_t other)
{
    const int32_t users[2] = {one, other};
    for (size_t i = 0; i < 2; i++) {
        struct pl_counter_agent *a = agent_of(e, users[i]);
        struct pl_counter_service *s = a ? pl_counter_service_with(a, users[!i]) : NULL;
        if (s && s->served && !s->talking)
            pl_counter_talks(e, s);
    }
    pl_counter_tell(e, now);
}
