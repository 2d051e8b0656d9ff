/* SPDX-License-Identifier: Apache-2.0 */
/* Agents come on duty and go home; clients come, wait, and are served or lose their patience. */
#include "proto/wire/constants_gen.h"
#include "route/replay_state.h"

#include <stdlib.h>

enum { PERSON = PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER };
enum { FIRST_STAND_IN = 1 << 30 }; /* ids for clients who are there twice */

/* ---- agents ---- */

static struct agent *agent_of(struct pl_replay *r, int32_t user)
{
    struct agent *a = pl_idmap_get(&r->agents, (uint32_t)user);
    if (a)
        return a;
    a = calloc(1, sizeof(*a));
    if (a && pl_idmap_put(&r->agents, (uint32_t)user, a) == PL_OK) {
        a->user = user;
        return a;
    }
    free(a);
    r->failed = true;
    return NULL;
}

static void begin_duty(struct pl_replay *r, struct agent *a)
{
    const struct pl_replay_duty *d = &a->duty;
    bool changed;
    if (!a->present) {
        (void)pl_counter_set_number(r->e, r->now, PERSON, a->user, PL_COUNTER_NUMBER_FLAGS,
                                    PL_COUNTER_AGENT | PL_COUNTER_AUTOMATIC, &changed);
        (void)pl_counter_set_number(r->e, r->now, PERSON, a->user, PL_COUNTER_NUMBER_ATTRIBUTE,
                                    d->attribute, &changed);
        (void)pl_counter_set_profile(r->e, r->now, a->user, &d->profile);
        a->present =
            pl_counter_enter_area(r->e, r->now, a->user, d->area ? d->area : r->first_area) == 0;
        a->since = r->now;
    }
    if (a->present)
        (void)pl_counter_status(r->e, r->now, a->user, PL_COUNTER_WAITING);
}

static void go_home(struct pl_replay *r, struct agent *a)
{
    const struct pl_counter_person *p = pl_counter_person_of(r->e, a->user);
    if (!a->present || a->on > 0 || (p && p->agent && p->agent->load > 0))
        return;
    a->present = false;
    r->on_duty += r->now - a->since;
    pl_counter_gone(r->e, r->now, a->user, 0);
}

void pl_replay_duty_due(struct pl_replay *r, struct duty *d)
{
    struct agent *a = agent_of(r, d->said.agent);
    if (!a)
        return;
    d->on = !d->on;
    if (d->on) {
        a->on++;
        a->duty = d->said;
        begin_duty(r, a);
        if (d->said.to_ms)
            pl_replay_arm(r, &r->duty_due, &d->due, pl_replay_time_of(r, d->said.to_ms));
        return;
    }
    if (--a->on > 0 || !a->present)
        return;
    (void)pl_counter_status(r->e, r->now, a->user, PL_COUNTER_CLOSED); /* after his service */
    go_home(r, a);
}

/* ---- clients ---- */

static void come(struct pl_replay *r, struct contact *c)
{
    const struct pl_counter_queue *q = pl_counter_queue_of(r->e, c->said.queue);
    const struct pl_counter_person *p;
    struct pl_counter_why why;
    bool changed;
    c->user = pl_counter_person_of(r->e, c->said.client)
                  ? FIRST_STAND_IN + (int32_t)(c - r->contacts)
                  : c->said.client;
    c->came = r->now;
    c->stage = WAITING;
    if (!q || pl_idmap_put(&r->by_user, (uint32_t)c->user, c) != PL_OK) {
        c->stage = REFUSED;
        return;
    }
    (void)pl_counter_set_number(r->e, r->now, PERSON, c->user, PL_COUNTER_NUMBER_PRIORITY,
                                c->said.priority, &changed);
    if (pl_counter_enter_area(r->e, r->now, c->user, q->area->id) != 0 ||
        pl_counter_enter_queue(r->e, r->now, c->user, c->said.queue) != 0) {
        c->stage = REFUSED;
        return;
    }
    p = pl_counter_person_of(r->e, c->user);
    if (p && pl_counter_why(r->e, p, &why))
        c->promised = why.estimate_us;
    else
        c->promised = 0; /* he is served */
    if (c->said.left_after_ms >= 0)
        pl_replay_arm(r, &r->contact_due, &c->due,
                      r->now + (pl_time_us)c->said.left_after_ms * 1000u);
    else if (r->config.patience_us)
        pl_replay_arm(r, &r->contact_due, &c->due, r->now + r->config.patience_us);
}

void pl_replay_is_over(struct pl_replay *r, struct contact *c, enum stage stage)
{
    c->stage = stage;
    pl_idmap_remove(&r->by_user, (uint32_t)c->user);
    pl_counter_gone(r->e, r->now, c->user, 0);
}

void pl_replay_contact_due(struct pl_replay *r, struct contact *c)
{
    switch (c->stage) {
    case TO_COME:
        come(r, c);
        if (c->stage == REFUSED && c->user)
            pl_replay_is_over(r, c, REFUSED);
        break;
    case WAITING:
        pl_replay_is_over(r, c, ABANDONED);
        break;
    case IN_SERVICE: {
        struct agent *a = agent_of(r, c->agent);
        (void)pl_counter_finish_with(r->e, r->now, c->agent, c->user);
        pl_replay_is_over(r, c, SERVED);
        if (a)
            go_home(r, a);
        break;
    }
    default:
        break;
    }
}
