/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/ledger.h"

#include <assert.h>

void ledger_begin(struct ledger *l, bool strict)
{
    *l = (struct ledger){.strict = strict};
}

/* ---- whose turn it is ---- */

/* The manual's order: of the queue, of the client, then who came first. */
static bool before(const struct ledger *l, const struct pl_counter *e, int32_t x, int32_t y)
{
    const struct pl_counter_person *p = pl_counter_person_of(e, x);
    const struct pl_counter_person *q = pl_counter_person_of(e, y);
    int32_t a = p ? p->label.priority : 0, b = q ? q->label.priority : 0;
    return a != b ? a > b : l->people[x].came < l->people[y].came;
}

static bool serves(const struct pl_counter *e, int32_t agent, int32_t queue)
{
    const struct pl_counter_person *p = pl_counter_person_of(e, agent);
    const struct pl_counter_queue *q = pl_counter_queue_of(e, queue);
    return p->label.attribute == -1 || q->label.attribute == 0 ||
           p->label.attribute & q->label.attribute;
}

static bool may_have_one(const struct ledger *l, const struct pl_counter *e, int32_t user)
{
    const struct pl_counter_agent *a = pl_counter_person_of(e, user)->agent;
    const struct ledger_person *x = &l->people[user];
    return l->asks == user || x->status == PL_COUNTER_WAITING ||
           (x->status == PL_COUNTER_WORKING && a->capacity > 1);
}

static void check_turn(const struct ledger *l, const struct pl_counter *e,
                       const struct pl_counter_fact *f)
{
    const struct pl_counter_person *agent = pl_counter_person_of(e, f->other);
    assert(may_have_one(l, e, f->other));
    assert(l->people[f->other].load < agent->agent->capacity);
    for (int32_t user = 1; user <= l->last && !(l->picks && l->asks == f->other); user++)
        assert(l->people[user].queue != f->queue || before(l, e, f->user, user));
}

/* ---- the facts ---- */

static void enters(struct ledger *l, struct ledger_person *x, const struct pl_counter_fact *f)
{
    assert(x->queue == 0);
    assert(x->area == f->area || f->code == PL_COUNTER_ENTRY_PUT_BACK || x->call_back);
    x->queue = f->queue;
    x->served_by = 0;
    x->came = f->code == PL_COUNTER_ENTRY_NEW ? ++l->tickets : x->came;
    l->entered++;
    l->again += f->code == PL_COUNTER_ENTRY_PUT_BACK ? 1 : 0;
}

/* He has him from now on, by a match or from another agent. */
static void gets(struct ledger *l, const struct pl_counter_fact *f)
{
    struct ledger_person *x = &l->people[f->user], *agent = &l->people[f->other];
    assert(x->queue == 0 && agent->area == f->area && agent->rings == 0);
    assert(x->served_by == 0 && !l->apart[f->other][f->user] && !l->pairs[f->other][f->user]);
    l->pairs[f->other][f->user] = true;
    agent->load++;
    agent->serves = f->user;
    x->served_by = f->other;
}

static void finishes(struct ledger *l, const struct pl_counter_fact *f)
{
    assert(l->pairs[f->other][f->user]);
    l->pairs[f->other][f->user] = false;
    l->people[f->other].load--;
    l->served += f->code == 0 ? 1 : 0;
    l->missed += f->code == PL_COUNTER_ENDED_MISSED ? 1 : 0;
    if (l->people[f->user].served_by == f->other)
        l->people[f->user].served_by = 0;
}

static void of_area(struct ledger_person *x, const struct pl_counter_fact *f)
{
    if (f->kind == PL_COUNTER_ENTERED_AREA) {
        assert(x->area == 0);
        x->area = f->area;
        x->status = 0;
        return;
    }
    assert(x->area == f->area && x->load == 0 && x->rings == 0);
    assert(x->queue == 0 || x->call_back);
    x->served_by = 0;
    x->area = 0;
}

static void of_offer(struct ledger *l, const struct pl_counter_fact *f)
{
    struct ledger_person *agent = &l->people[f->other];
    if (f->kind == PL_COUNTER_OFFER_ENDED) {
        assert(agent->rings == f->user);
        agent->rings = 0;
        return;
    }
    assert(l->people[f->user].queue == f->queue && agent->rings == 0 && agent->area == f->area);
    assert(!l->apart[f->other][f->user] && agent->status == PL_COUNTER_WAITING);
    agent->rings = f->user;
    l->offers++;
}

void ledger_fact(struct ledger *l, const struct pl_counter *e, const struct pl_counter_fact *f)
{
    struct ledger_person *x = &l->people[f->user];
    l->last = f->user > l->last ? f->user : l->last;
    switch (f->kind) {
    case PL_COUNTER_ENTERED_AREA:
    case PL_COUNTER_LEFT_AREA:
        of_area(x, f);
        break;
    case PL_COUNTER_ENTERED_QUEUE:
        enters(l, x, f);
        break;
    case PL_COUNTER_LEFT_QUEUE:
        assert(x->queue == f->queue);
        x->queue = 0;
        l->left++;
        break;
    case PL_COUNTER_MATCHED:
        if (l->strict)
            check_turn(l, e, f);
        gets(l, f);
        l->matched++;
        l->several += l->people[f->other].load > 1 ? 1 : 0;
        break;
    case PL_COUNTER_TAKEN: /* the one before has finished with him */
        assert(x->area == f->area && l->people[f->other].load == 0);
        gets(l, f);
        l->taken++;
        break;
    case PL_COUNTER_FINISHED:
        finishes(l, f);
        break;
    case PL_COUNTER_OFFERED:
    case PL_COUNTER_OFFER_ENDED:
        of_offer(l, f);
        break;
    case PL_COUNTER_CALL_BACK:
        assert(x->queue == f->queue);
        x->call_back = f->code;
        l->call_backs++;
        break;
    case PL_COUNTER_STATUS:
        assert(x->status != f->code);
        x->status = f->code;
        break;
    case PL_COUNTER_QUEUE_CHANGED:
    case PL_COUNTER_AREA_CHANGED:
    case PL_COUNTER_QUEUE_DELETED:
    case PL_COUNTER_TALKING:
    case PL_COUNTER_AREA_DELETED:
        break;
    }
}

/* ---- what follows from them ---- */

static void check_person(const struct ledger_person *x, const struct pl_counter_person *p)
{
    const struct pl_counter_agent *a = p ? p->agent : NULL;
    assert(x->area == (p && p->area ? p->area->id : 0));
    assert(x->queue == (p && p->queue ? p->queue->id : 0));
    assert(x->queue == 0 || x->served_by == 0);
    if (x->area == 0 || !a)
        return;
    assert(x->status == (int)a->status);
    assert(x->load == a->load);
    assert(x->rings == (a->offer ? a->offer->user : 0));
}

static void check_wait(const struct ledger *l, const struct pl_counter *e, int32_t user)
{
    int32_t ahead = 0;
    for (int32_t other = 1; other <= l->last; other++) {
        const struct pl_counter_person *p = pl_counter_person_of(e, other);
        bool idle = p && p->agent && p->label.flags & PL_COUNTER_AUTOMATIC &&
                    l->people[other].status == PL_COUNTER_WAITING && l->people[other].rings == 0;
        assert(!idle || !serves(e, other, l->people[user].queue));
        ahead += other != user && l->people[other].queue == l->people[user].queue &&
                         before(l, e, other, user)
                     ? 1
                     : 0;
    }
    assert(pl_counter_before(pl_counter_person_of(e, user)) == ahead);
}

static void check_area(const struct ledger *l, const struct pl_counter *e,
                       const struct pl_counter_area *area)
{
    uint32_t people = 0, agents = 0, by_status[PL_COUNTER_STATUSES] = {0};
    for (int32_t user = 1; user <= l->last; user++) {
        const struct pl_counter_person *p = pl_counter_person_of(e, user);
        if (l->people[user].area != area->id)
            continue;
        people++;
        agents += p->agent ? 1 : 0;
        by_status[l->people[user].status] += p->agent ? 1 : 0;
    }
    assert(people == area->people_count && agents == area->agent_count);
    assert(memcmp(by_status, area->by_status, sizeof(by_status)) == 0);
}

void ledger_check(const struct ledger *l, const struct pl_counter *e)
{
    const struct pl_counter_area *area = NULL;
    uint64_t waiting = 0;
    for (int32_t user = 1; user <= l->last; user++) {
        check_person(&l->people[user], pl_counter_person_of(e, user));
        waiting += l->people[user].queue ? 1 : 0;
        if (l->strict && l->people[user].queue)
            check_wait(l, e, user);
    }
    assert(l->entered - l->left == waiting); /* nobody is lost */
    while ((area = pl_counter_next_area(e, area)))
        check_area(l, e, area);
}
