/* SPDX-License-Identifier: Apache-2.0 */
/* Who is in which area and waits in which queue. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

struct pl_counter_person *pl_counter_meet(struct pl_counter *e, int32_t user)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (p || user == 0)
        return p;
    p = calloc(1, sizeof(*p));
    if (!p)
        return NULL;
    p->user = user;
    p->label.priority = PL_COUNTER_PRIORITY;
    p->label.attribute = -1;
    pl_list_init(&p->in_area);
    pl_list_init(&p->in_staff);
    if (pl_idmap_put(&e->people, (uint32_t)user, p) != PL_OK) {
        free(p);
        return NULL;
    }
    return p;
}

/* ---- areas ---- */

int pl_counter_enter_area(struct pl_counter *e, pl_time_us now, int32_t user, int32_t id)
{
    struct pl_counter_area *area = pl_idmap_get(&e->areas, (uint32_t)id);
    struct pl_counter_person *p;
    if (!area)
        return PL_GV_ERR_DATANOTEXIST;
    p = pl_counter_meet(e, user);
    if (!p)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    if (p->area)
        return PL_GV_ERR_OBJECT_EXISTAREA;
    p->area = area;
    if (p->label.flags & PL_COUNTER_AGENT && !pl_counter_agent_create(e, p)) {
        p->area = NULL;
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
    pl_list_add_tail(&area->people, &p->in_area);
    if (p->label.flags & PL_COUNTER_MANAGER)
        pl_list_add_head(&area->staff, &p->in_staff);
    else if (p->agent)
        pl_list_add_tail(&area->staff, &p->in_staff);
    area->people_count++;
    area->agent_count += p->agent ? 1 : 0;
    pl_counter_note(
        e, &(struct pl_counter_fact){.kind = PL_COUNTER_ENTERED_AREA, .user = user, .area = id});
    pl_counter_area_changed(e, area);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

void pl_counter_out(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p, int code)
{
    struct pl_counter_area *area = p->area;
    if (p->queue)
        pl_counter_take_ticket(e, p, code);
    if (p->server)
        pl_counter_let_go(e, p);
    if (p->agent) {
        pl_counter_agent_destroy(e, now, p->agent);
        area->agent_count--;
    }
    pl_list_remove(&p->in_area);
    pl_list_remove(&p->in_staff);
    area->people_count--;
    p->area = NULL;
    pl_counter_note(
        e, &(struct pl_counter_fact){
               .kind = PL_COUNTER_LEFT_AREA, .user = p->user, .area = area->id, .code = code});
    pl_counter_area_changed(e, area);
}

int pl_counter_leave_area(struct pl_counter *e, pl_time_us now, int32_t user, int32_t area,
                          int code)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (!p || !p->area || (area != -1 && p->area->id != area))
        return PL_GV_ERR_DATANOTEXIST;
    pl_counter_out(e, now, p, code);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

void pl_counter_gone(struct pl_counter *e, pl_time_us now, int32_t user, int code)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (!p)
        return;
    if (p->area)
        pl_counter_out(e, now, p, code);
    pl_idmap_remove(&e->people, (uint32_t)user);
    pl_counter_free_label(&p->label);
    free(p);
    pl_counter_tell(e, now);
}

/* ---- tickets ---- */

static void note_ticket(struct pl_counter *e, enum pl_counter_fact_kind kind,
                        const struct pl_counter_person *p, int code)
{
    pl_counter_note(e, &(struct pl_counter_fact){.kind = kind,
                                                 .user = p->user,
                                                 .area = p->area->id,
                                                 .queue = p->queue->id,
                                                 .code = code});
}

void pl_counter_put_ticket(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p,
                           struct pl_counter_queue *q, int64_t a, uint64_t b, int code)
{
    assert(!p->queue && p->area == q->area && !p->agent);
    p->queue = q;
    pl_rank_put(&q->tickets, &p->ticket, a, b);
    q->area->waiting++;
    q->entered++;
    e->entered++;
    if (q->rules.overflow && q->rules.overflow_us) {
        pl_time_us at = p->since + q->rules.overflow_us;
        pl_counter_arm(e, &e->person_due, &p->due, at > now ? at : now);
    }
    note_ticket(e, PL_COUNTER_ENTERED_QUEUE, p, code);
    pl_counter_queue_changed(e, q);
}

void pl_counter_take_ticket(struct pl_counter *e, struct pl_counter_person *p, int code)
{
    struct pl_counter_queue *q = p->queue;
    pl_rank_remove(&q->tickets, &p->ticket);
    pl_heap_disarm(&e->person_due, &p->due);
    q->area->waiting--;
    if (code == PL_GV_ERR_QUEUE_PREPARESERVICE) {
        q->matched++;
        e->matched++;
    } else {
        q->abandoned++;
        e->abandoned++;
    }
    note_ticket(e, PL_COUNTER_LEFT_QUEUE, p, code);
    pl_counter_queue_changed(e, q);
    p->queue = NULL;
}

/* The queue where there is room for him; NULL: there is none. At most one overflow is followed, so
 * that queues which overflow into each other do no harm. */
static struct pl_counter_queue *room_for(const struct pl_counter *e, struct pl_counter_queue *q)
{
    struct pl_counter_queue *other;
    if (q->rules.max_length == 0 || pl_rank_count(&q->tickets) < q->rules.max_length)
        return q;
    other = pl_idmap_get(&e->queues, (uint32_t)q->rules.overflow);
    if (!other || other->area != q->area ||
        (other->rules.max_length && pl_rank_count(&other->tickets) >= other->rules.max_length))
        return NULL;
    return other;
}

static void match_client(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p)
{
    struct pl_counter_agent *a = pl_counter_next_agent(e, p);
    if (a)
        pl_counter_match(e, now, a, p);
}

int pl_counter_enter_queue(struct pl_counter *e, pl_time_us now, int32_t user, int32_t queue)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)queue);
    int64_t key;
    if (!p || !p->area || !q || q->area != p->area)
        return PL_GV_ERR_QUEUE_INVALID;
    if (p->agent)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (p->queue)
        return PL_GV_ERR_OBJECT_EXISTQUEUE;
    q = room_for(e, q);
    if (!q)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    if (p->server)
        pl_counter_let_go(e, p);
    p->since = now;
    key = -(int64_t)p->label.priority;
    if (e->config.ageing_us)
        key = (int64_t)now + key * (int64_t)e->config.ageing_us;
    pl_counter_put_ticket(e, now, p, q, key, e->next_serial++, PL_GV_ERR_SUCCESS);
    match_client(e, now, p);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_leave_queue(struct pl_counter *e, pl_time_us now, int32_t user, int32_t queue,
                           int code)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (!p || !p->queue || (queue != -1 && p->queue->id != queue))
        return PL_GV_ERR_QUEUE_INVALID;
    pl_counter_take_ticket(e, p, code);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

/* He has waited for so long that another queue takes him, with his place as it would be there. */
void pl_counter_person_due(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p)
{
    struct pl_counter_queue *from = p->queue;
    struct pl_counter_queue *to = pl_idmap_get(&e->queues, (uint32_t)from->rules.overflow);
    int64_t a = p->ticket.a;
    uint64_t b = p->ticket.b;
    if (!to || to->area != from->area || to == from)
        return;
    if (to->rules.max_length && pl_rank_count(&to->tickets) >= to->rules.max_length)
        return; /* he stays where he is */
    pl_counter_take_ticket(e, p, PL_GV_ERR_SUCCESS);
    pl_counter_put_ticket(e, now, p, to, a, b, PL_GV_ERR_SUCCESS);
    /* In the second queue the time that he has waited counts as well; but from there he goes on
     * no further by time, or two queues would send him to and fro within one instant. */
    pl_heap_disarm(&e->person_due, &p->due);
    match_client(e, now, p);
}
