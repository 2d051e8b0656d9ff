/* SPDX-License-Identifier: Apache-2.0 */
/* Who is in which area and waits in which queue. */
#include "core/counter/counter_state.h"

#include <assert.h>
#include <stdlib.h>

struct pl_counter_person *pl_counter_meet(struct pl_counter *e, int32_t user)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (p)
        p->gone = false;
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
    pl_list_init(&p->forget);
    pl_list_init(&p->ring);
    if (pl_idmap_put(&e->people, (uint32_t)user, p) != PL_OK) {
        free(p);
        return NULL;
    }
    return p;
}

/* ---- areas ---- */

/* Who was to be called back comes as an agent. */
static void give_up(struct pl_counter *e, struct pl_counter_person *p)
{
    if (p->queue)
        pl_counter_take_ticket(e, p, PL_GV_ERR_SUCCESS);
    if (p->service)
        pl_counter_let_go(e, p);
    p->call_back = false;
}

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
    if (p->label.flags & PL_COUNTER_AGENT)
        give_up(e, p);
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
    area->absent -= p->queue && p->queue->area == area ? 1 : 0;
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
    if (p->queue && !p->call_back)
        pl_counter_take_ticket(e, p, code);
    if (p->server) {
        pl_counter_let_go(e, p);
        p->call_back = false;
    }
    if (p->agent) {
        pl_counter_agent_destroy(e, now, p->agent);
        area->agent_count--;
    }
    pl_list_remove(&p->in_area);
    pl_list_remove(&p->in_staff);
    area->people_count--;
    area->absent += p->queue && p->queue->area == area ? 1 : 0;
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
    p->gone = true;
    pl_counter_let_be(e, p);
    pl_counter_tell(e, now);
}

void pl_counter_let_be(struct pl_counter *e, struct pl_counter_person *p)
{
    if (p->gone && pl_list_empty(&p->forget))
        pl_list_add_tail(&e->forget, &p->forget);
}

void pl_counter_forget_gone(struct pl_counter *e)
{
    while (!pl_list_empty(&e->forget)) {
        struct pl_counter_person *p =
            pl_container_of(e->forget.next, struct pl_counter_person, forget);
        pl_list_remove(&p->forget);
        if (!p->gone || p->area || p->queue || p->service)
            continue; /* he is back, or his ticket waits for him */
        pl_idmap_remove(&e->people, (uint32_t)p->user);
        pl_counter_free_label(&p->label);
        free(p);
    }
}

/* ---- tickets ---- */

static void note_ticket(struct pl_counter *e, enum pl_counter_fact_kind kind,
                        const struct pl_counter_person *p, int code)
{
    pl_counter_note(e, &(struct pl_counter_fact){.kind = kind,
                                                 .user = p->user,
                                                 .other = p->overflow,
                                                 .area = p->queue->area->id,
                                                 .queue = p->queue->id,
                                                 .code = code});
}

void pl_counter_put_ticket(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p,
                           struct pl_counter_queue *q, int64_t a, uint64_t b, int code)
{
    assert(!p->queue && (p->area == q->area || p->call_back) && !p->agent);
    p->queue = q;
    pl_rank_put(&q->tickets, &p->ticket, a, b);
    q->area->waiting++;
    q->area->absent += p->area != q->area ? 1 : 0;
    q->call_backs += p->call_back ? 1 : 0;
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
    q->area->absent -= p->area != q->area ? 1 : 0;
    q->call_backs -= p->call_back ? 1 : 0;
    if (code == PL_GV_ERR_QUEUE_PREPARESERVICE) {
        q->matched++;
        e->matched++;
    } else {
        q->abandoned++;
        e->abandoned++;
    }
    note_ticket(e, PL_COUNTER_LEFT_QUEUE, p, code);
    pl_counter_queue_changed(e, q);
    pl_counter_unring(e, p);
    p->queue = NULL;
    pl_counter_let_be(e, p);
}

/* ---- overflow ---- */

static bool is_full(const struct pl_counter_queue *q)
{
    return q->rules.max_length && pl_rank_count(&q->tickets) >= q->rules.max_length;
}

/* Is an agent who serves it on duty: waiting, working or paused? */
static bool is_staffed(const struct pl_counter_queue *q)
{
    struct pl_list *it;
    pl_list_for_each(it, &q->area->groups)
    {
        const struct pl_counter_group *g = pl_container_of(it, struct pl_counter_group, in_area);
        if (pl_counter_serves(g, q) && g->by_status[PL_COUNTER_WAITING] +
                                               g->by_status[PL_COUNTER_WORKING] +
                                               g->by_status[PL_COUNTER_PAUSED] >
                                           0)
            return true;
    }
    return false;
}

/* The overflow of a queue, when it is open and has room; NULL: there is no such. */
static struct pl_counter_queue *beyond(const struct pl_counter *e, const struct pl_counter_queue *q)
{
    struct pl_counter_queue *other = pl_idmap_get(&e->queues, (uint32_t)q->rules.overflow);
    bool fits = other && other != q && other->area == q->area && !other->closed && !is_full(other);
    return fits ? other : NULL;
}

/* The queue that takes who enters this one; NULL: none does, for *code. At most one overflow is
 * followed, so that queues which overflow into each other do no harm. */
static struct pl_counter_queue *taker(const struct pl_counter *e, struct pl_counter_queue *q,
                                      int *code)
{
    struct pl_counter_queue *other = beyond(e, q);
    bool refuses = q->closed || is_full(q);
    *code = q->closed ? PL_GV_ERR_SERVICECLOSED : PL_GV_ERR_NOENOUGHRESOURCE;
    if (refuses)
        return other;
    return q->rules.overflow_unstaffed && other && !is_staffed(q) && is_staffed(other) ? other : q;
}

bool pl_counter_move_on(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p)
{
    struct pl_counter_queue *to = beyond(e, p->queue);
    int64_t a = p->ticket.a;
    uint64_t b = p->ticket.b;
    if (!to)
        return false;
    p->overflow = to->id;
    pl_counter_take_ticket(e, p, PL_GV_ERR_SUCCESS);
    p->overflow = 0;
    pl_counter_put_ticket(e, now, p, to, a, b, PL_COUNTER_ENTRY_OVERFLOW);
    /* In the second queue the time that he has waited counts as well; but from there he goes on
     * no further by time, or two queues would send him to and fro within one instant. */
    pl_heap_disarm(&e->person_due, &p->due);
    pl_counter_place(e, now, p);
    return true;
}

/* He has waited for so long that another queue takes him, with his place as it would be there. */
void pl_counter_person_due(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p)
{
    (void)pl_counter_move_on(e, now, p); /* else he stays where he is */
}

/* Each moves once at most: what takes them is staffed, and stays so. */
void pl_counter_thin_out(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area)
{
    struct pl_list *it;
    pl_list_for_each(it, &area->queues)
    {
        struct pl_counter_queue *q = pl_container_of(it, struct pl_counter_queue, in_area);
        struct pl_rank_node *node;
        if (!q->rules.overflow_unstaffed || !pl_rank_first(&q->tickets) || is_staffed(q))
            continue;
        while ((node = pl_rank_first(&q->tickets))) {
            const struct pl_counter_queue *to = beyond(e, q);
            if (!to || !is_staffed(to))
                break;
            (void)pl_counter_move_on(e, now,
                                     pl_container_of(node, struct pl_counter_person, ticket));
        }
    }
}

/* ---- verbs ---- */

int pl_counter_enter_queue(struct pl_counter *e, pl_time_us now, int32_t user, int32_t queue)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    struct pl_counter_queue *q = pl_idmap_get(&e->queues, (uint32_t)queue);
    int64_t key;
    int code;
    if (!p || !p->area || !q || q->area != p->area)
        return PL_GV_ERR_QUEUE_INVALID;
    if (p->agent)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (p->queue)
        return PL_GV_ERR_OBJECT_EXISTQUEUE;
    q = taker(e, q, &code);
    if (!q)
        return code;
    if (p->server)
        pl_counter_let_go(e, p);
    p->since = now;
    p->call_back = false;
    key = -(int64_t)p->label.priority;
    if (e->config.ageing_us)
        key = (int64_t)now + key * (int64_t)e->config.ageing_us;
    pl_counter_put_ticket(e, now, p, q, key, e->next_serial++, PL_COUNTER_ENTRY_NEW);
    pl_counter_place(e, now, p);
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

int pl_counter_call_back(struct pl_counter *e, pl_time_us now, int32_t user, bool on)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    struct pl_counter_queue *q = p ? p->queue : NULL;
    if (!q)
        return PL_GV_ERR_QUEUE_INVALID;
    if (p->call_back == on)
        return PL_GV_ERR_SUCCESS;
    if (on && q->rules.call_backs == 0)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (on && q->call_backs >= q->rules.call_backs)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    p->call_back = on;
    q->call_backs = on ? q->call_backs + 1 : q->call_backs - 1;
    note_ticket(e, PL_COUNTER_CALL_BACK, p, on ? 1 : 0);
    if (!on && p->area != q->area)
        pl_counter_take_ticket(e, p, PL_GV_ERR_SUCCESS); /* he is not there to wait */
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}
