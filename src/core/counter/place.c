/* SPDX-License-Identifier: Apache-2.0 */
/* Areas and queues, and what hangs on them and on people. */
#include "core/counter/counter_state.h"
#include "proto/wire/constants_gen.h"

#include <assert.h>
#include <stdlib.h>

/* ---- making ---- */

int pl_counter_put_area(struct pl_counter *e, pl_time_us now, int32_t id)
{
    struct pl_counter_area *area;
    (void)now;
    if (id < 1)
        return PL_GV_ERR_FUNCOPTERROR;
    if (pl_idmap_get(&e->areas, (uint32_t)id))
        return PL_GV_ERR_SUCCESS;
    area = calloc(1, sizeof(*area));
    if (!area)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    area->id = id;
    pl_list_init(&area->queues);
    pl_list_init(&area->people);
    pl_list_init(&area->staff);
    pl_list_init(&area->groups);
    pl_list_init(&area->changed_queues);
    pl_list_init(&area->changed);
    pl_list_init(&area->thinned);
    if (pl_idmap_put(&e->areas, (uint32_t)id, area) != PL_OK) {
        free(area);
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
    pl_list_add_tail(&e->area_list, &area->in_engine);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_put_queue(struct pl_counter *e, pl_time_us now, int32_t id, int32_t area_id)
{
    struct pl_counter_area *area = pl_idmap_get(&e->areas, (uint32_t)area_id);
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)id);
    if (id < 1)
        return PL_GV_ERR_FUNCOPTERROR;
    if (!area)
        return PL_GV_ERR_DATANOTEXIST;
    if (q)
        return q->area == area ? PL_GV_ERR_SUCCESS : PL_GV_ERR_FUNCOPTERROR;
    if (area->queue_count >= e->config.max_queues_of_area)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    q = calloc(1, sizeof(*q));
    if (!q)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    q->id = id;
    q->area = area;
    pl_rank_init(&q->tickets);
    pl_list_init(&q->changed);
    if (pl_idmap_put(&e->queues, (uint32_t)id, q) != PL_OK) {
        free(q);
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
    pl_list_add_tail(&area->queues, &q->in_area);
    area->queue_count++;
    pl_counter_area_changed(e, area);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

/* ---- unmaking ---- */

void pl_counter_free_label(struct pl_counter_label *label)
{
    for (size_t i = 0; i < PL_COUNTER_TEXTS; i++)
        free((void *)(uintptr_t)label->texts[i].data);
}

static void forget_overflow(struct pl_counter_area *area, int32_t queue)
{
    struct pl_list *it;
    pl_list_for_each(it, &area->queues)
    {
        struct pl_counter_queue *q = pl_container_of(it, struct pl_counter_queue, in_area);
        if (q->rules.overflow == queue)
            q->rules.overflow = 0;
    }
}

static void delete_queue(struct pl_counter *e, struct pl_counter_queue *q)
{
    struct pl_rank_node *node;
    forget_overflow(q->area, q->id);
    while ((node = pl_rank_first(&q->tickets)))
        pl_counter_take_ticket(e, pl_container_of(node, struct pl_counter_person, ticket),
                               PL_GV_ERR_OBJECTDELETE);
    pl_counter_note(e, &(struct pl_counter_fact){
                           .kind = PL_COUNTER_QUEUE_DELETED, .area = q->area->id, .queue = q->id});
    pl_heap_disarm(&e->hours_due, &q->due);
    pl_list_remove(&q->changed);
    pl_list_remove(&q->in_area);
    q->area->queue_count--;
    pl_counter_area_changed(e, q->area);
    pl_idmap_remove(&e->queues, (uint32_t)q->id);
    pl_counter_free_label(&q->label);
    free(q);
}

int pl_counter_delete_queue(struct pl_counter *e, pl_time_us now, int32_t id)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)id);
    if (!q)
        return PL_GV_ERR_QUEUE_INVALID;
    delete_queue(e, q);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_delete_area(struct pl_counter *e, pl_time_us now, int32_t id)
{
    struct pl_counter_area *area = pl_idmap_get(&e->areas, (uint32_t)id);
    struct pl_list *it, *tmp;
    if (!area)
        return PL_GV_ERR_DATANOTEXIST;
    pl_list_for_each_safe(it, tmp, &area->queues)
    {
        delete_queue(e, pl_container_of(it, struct pl_counter_queue, in_area));
    }
    while (!pl_list_empty(&area->people))
        pl_counter_out(e, now,
                       pl_container_of(area->people.next, struct pl_counter_person, in_area),
                       PL_GV_ERR_OBJECTDELETE);
    assert(pl_list_empty(&area->groups)); /* they go with the last agent */
    pl_heap_disarm(&e->area_due, &area->due);
    pl_list_remove(&area->changed);
    pl_list_remove(&area->thinned);
    pl_list_remove(&area->in_engine);
    pl_idmap_remove(&e->areas, (uint32_t)id);
    pl_counter_free_label(&area->label);
    free(area);
    pl_counter_note(e, &(struct pl_counter_fact){.kind = PL_COUNTER_AREA_DELETED, .area = id});
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

/* ---- rules ---- */

/* Everybody is on his way: into the overflow, or out. */
static void send_away(struct pl_counter *e, pl_time_us now, struct pl_counter_queue *q)
{
    struct pl_rank_node *node;
    while ((node = pl_rank_first(&q->tickets))) {
        struct pl_counter_person *p = pl_container_of(node, struct pl_counter_person, ticket);
        if (!pl_counter_move_on(e, now, p))
            pl_counter_take_ticket(e, p, PL_GV_ERR_SERVICECLOSED);
    }
}

void pl_counter_hours_due(struct pl_counter *e, pl_time_us now, struct pl_counter_queue *q)
{
    const struct pl_counter_hours *hours = &q->rules.hours;
    int64_t local_us = (int64_t)now + e->wall_offset_us;
    int64_t local_s = local_us / (int64_t)PL_SEC(1), change;
    bool closed = e->has_wall && !pl_counter_hours_open(hours, local_s);
    pl_heap_disarm(&e->hours_due, &q->due);
    if (e->has_wall && hours->kept) {
        change = pl_counter_hours_change(hours, local_s);
        if (change != INT64_MAX)
            pl_counter_arm(e, &e->hours_due, &q->due,
                           now + (pl_time_us)(change * (int64_t)PL_SEC(1) - local_us));
    }
    if (closed == q->closed)
        return;
    q->closed = closed;
    pl_counter_queue_changed(e, q);
    if (closed && q->rules.send_away)
        send_away(e, now, q);
}

void pl_counter_set_wall(struct pl_counter *e, pl_time_us now, int64_t local_us)
{
    size_t cursor = 0;
    struct pl_counter_queue *q;
    int64_t offset = local_us - (int64_t)now;
    if (e->has_wall && e->wall_offset_us == offset)
        return;
    e->has_wall = true;
    e->wall_offset_us = offset;
    while ((q = pl_idmap_next(&e->queues, &cursor))) {
        if (q->rules.hours.kept)
            pl_counter_hours_due(e, now, q);
    }
    pl_counter_tell(e, now);
}

static bool hours_are_sound(const struct pl_counter_hours *h)
{
    return h->date_count <= PL_COUNTER_DATES_MAX;
}

int pl_counter_set_rules(struct pl_counter *e, pl_time_us now, int32_t queue,
                         const struct pl_counter_rules *rules)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)queue);
    if (!q)
        return PL_GV_ERR_QUEUE_INVALID;
    if (rules->strategy >= PL_COUNTER_STRATEGIES || rules->overflow == queue ||
        !pl_counter_skills_are_sound(&rules->skills) || !hours_are_sound(&rules->hours))
        return PL_GV_ERR_FUNCOPTERROR;
    pl_counter_unring_queue(e, q);
    q->rules = *rules;
    pl_counter_hours_due(e, now, q);
    if (q->rules.overflow_unstaffed && pl_list_empty(&q->area->thinned))
        pl_list_add_tail(&e->thinned, &q->area->thinned);
    pl_counter_match_all(e, now, q->area);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_set_skills(struct pl_counter *e, pl_time_us now, int32_t agent,
                          const struct pl_counter_skills *skills)
{
    struct pl_counter_person *p = pl_counter_find(e, agent);
    if (!p || !p->agent)
        return PL_GV_ERR_INVALID_AGENT;
    if (!pl_counter_skills_are_sound(skills))
        return PL_GV_ERR_FUNCOPTERROR;
    p->agent->skills = *skills;
    if (!pl_counter_regroup(e, now, p->agent))
        e->broken = true;
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

/* ---- labels ---- */

static int label_of(struct pl_counter *e, int32_t type, int32_t id, struct pl_counter_label **label)
{
    struct pl_counter_area *area = pl_idmap_get(&e->areas, (uint32_t)id);
    struct pl_counter_queue *queue = pl_idmap_get(&e->queues, (uint32_t)id);
    struct pl_counter_person *person;
    if (type == PL_ANYCHAT_OBJECT_TYPE_AREA) {
        *label = area ? &area->label : NULL;
        return area ? PL_GV_ERR_SUCCESS : PL_GV_ERR_DATANOTEXIST;
    }
    if (type == PL_ANYCHAT_OBJECT_TYPE_QUEUE) {
        *label = queue ? &queue->label : NULL;
        return queue ? PL_GV_ERR_SUCCESS : PL_GV_ERR_QUEUE_INVALID;
    }
    person = pl_counter_meet(e, id);
    *label = person ? &person->label : NULL;
    return person ? PL_GV_ERR_SUCCESS : PL_GV_ERR_NOENOUGHRESOURCE;
}

static int32_t *number_of(struct pl_counter_label *label, enum pl_counter_number what)
{
    switch (what) {
    case PL_COUNTER_NUMBER_FLAGS:
        return &label->flags;
    case PL_COUNTER_NUMBER_PRIORITY:
        return &label->priority;
    case PL_COUNTER_NUMBER_ATTRIBUTE:
        return &label->attribute;
    case PL_COUNTER_NUMBER_TAG:
        break;
    }
    return &label->tag;
}

/* What routing makes of a new number. */
static void number_changed(struct pl_counter *e, pl_time_us now, int32_t type, int32_t id,
                           enum pl_counter_number what)
{
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)id);
    struct pl_counter_person *p = pl_counter_find(e, id);
    bool matters = what == PL_COUNTER_NUMBER_PRIORITY || what == PL_COUNTER_NUMBER_ATTRIBUTE;
    if (type == PL_ANYCHAT_OBJECT_TYPE_QUEUE && matters) {
        pl_counter_unring_queue(e, q);
        if (pl_list_empty(&q->area->thinned))
            pl_list_add_tail(&e->thinned, &q->area->thinned); /* who serves it may be another */
        pl_counter_match_all(e, now, q->area);
    } else if (type != PL_ANYCHAT_OBJECT_TYPE_AREA && type != PL_ANYCHAT_OBJECT_TYPE_QUEUE &&
               matters && p->agent) {
        if (!pl_counter_regroup(e, now, p->agent))
            e->broken = true;
    }
    pl_counter_tell(e, now);
}

int pl_counter_set_number(struct pl_counter *e, pl_time_us now, int32_t type, int32_t id,
                          enum pl_counter_number what, int32_t value, bool *changed)
{
    struct pl_counter_label *label;
    int code = label_of(e, type, id, &label);
    int32_t *number;
    *changed = false;
    if (code)
        return code;
    number = number_of(label, what);
    *changed = *number != value;
    *number = value;
    if (*changed)
        number_changed(e, now, type, id, what);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_set_text(struct pl_counter *e, int32_t type, int32_t id,
                        enum pl_counter_text_kind what, struct pl_bytes text, bool *changed)
{
    struct pl_counter_label *label;
    uint8_t *copy = NULL;
    int code;
    *changed = false;
    if (text.len > e->config.max_text)
        return PL_GV_ERR_FUNCOPTERROR;
    code = label_of(e, type, id, &label);
    if (code || pl_bytes_eq(label->texts[what], text))
        return code;
    if (text.len > 0) {
        copy = malloc(text.len);
        if (!copy)
            return PL_GV_ERR_NOENOUGHRESOURCE;
        memcpy(copy, text.data, text.len);
    }
    free((void *)(uintptr_t)label->texts[what].data);
    label->texts[what] = pl_bytes_of(copy, text.len);
    *changed = true;
    return PL_GV_ERR_SUCCESS;
}
