/* SPDX-License-Identifier: Apache-2.0 */
#include "route/replay.h"

#include "base/heap.h"
#include "base/rng.h"
#include "proto/wire/constants_gen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { AREA = PL_ANYCHAT_OBJECT_TYPE_AREA, PERSON = PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER };
enum { FIRST_STAND_IN = 1 << 30 }; /* ids for clients who are there twice */

enum stage { TO_COME, WAITING, IN_SERVICE, SERVED, ABANDONED, REFUSED };

struct contact {
    struct pl_replay_contact said;
    struct pl_heap_node due; /* comes, or loses his patience, or has been served */
    enum stage stage;
    int32_t user, agent;
    pl_time_us came, waited, service;
    pl_time_us promised; /* PL_TIME_NEVER: nothing was */
};

struct duty {
    struct pl_replay_duty said;
    struct pl_heap_node due; /* begins, or is over */
    bool on;
};

struct agent {
    int32_t user;
    size_t on;    /* duties at this moment */
    bool present; /* in the engine */
    pl_time_us since;
    struct pl_replay_duty duty; /* the newest */
};

struct pl_replay {
    struct pl_replay_config config;
    struct pl_counter *e;
    struct pl_prng rng;
    struct contact *contacts;
    size_t contact_count, contact_room;
    struct duty *duties;
    size_t duty_count, duty_room;
    struct pl_heap contact_due, duty_due;
    struct pl_idmap by_user; /* struct contact, while he is there */
    struct pl_idmap agents;
    struct { /* offers that are to be taken, of ring-all */
        int32_t agent, client;
    } * offers;
    size_t offer_count, offer_room;
    int64_t start_ms; /* of virtual time, less a second */
    pl_time_us now, on_duty, busy;
    int32_t first_area;
    bool failed;
};

/* ---- making ---- */

struct pl_replay *pl_replay_create(const struct pl_replay_config *config)
{
    struct pl_replay *r = calloc(1, sizeof(*r));
    struct pl_counter_config engine;
    if (!r)
        return NULL;
    pl_counter_config_init(&engine);
    engine.max_people = PL_REPLAY_CONTACTS_MAX;
    engine.max_queues_of_area = PL_REPLAY_QUEUES_MAX;
    engine.max_queues = PL_REPLAY_QUEUES_MAX;
    engine.ageing_us = config->ageing_us;
    engine.seed = config->seed;
    r->config = *config;
    r->e = pl_counter_create(&engine);
    pl_prng_init(&r->rng, config->seed);
    pl_heap_init(&r->contact_due);
    pl_heap_init(&r->duty_due);
    pl_idmap_init(&r->by_user, PL_REPLAY_CONTACTS_MAX);
    pl_idmap_init(&r->agents, PL_REPLAY_DUTIES_MAX);
    if (!r->e) {
        pl_replay_destroy(r);
        return NULL;
    }
    return r;
}

void pl_replay_destroy(struct pl_replay *r)
{
    size_t cursor = 0;
    struct agent *a;
    if (!r)
        return;
    while ((a = pl_idmap_next(&r->agents, &cursor)))
        free(a);
    pl_idmap_finish(&r->agents);
    pl_idmap_finish(&r->by_user);
    pl_heap_finish(&r->contact_due);
    pl_heap_finish(&r->duty_due);
    pl_counter_destroy(r->e);
    free(r->contacts);
    free(r->duties);
    free(r->offers);
    free(r);
}

int pl_replay_queue(struct pl_replay *r, int32_t id, const struct pl_counter_setup *setup)
{
    int code = pl_counter_put_area(r->e, 0, setup->area);
    if (!r->first_area)
        r->first_area = setup->area;
    return code ? code : pl_counter_setup_apply(r->e, 0, PL_COUNTER_QUEUE_KIND, id, setup);
}

/* Room for one more of `size` bytes; NULL: out of memory. */
static void *grow(void *list, size_t count, size_t *room, size_t size)
{
    size_t more = *room ? 2 * *room : 1024;
    void *bigger;
    if (count < *room)
        return list;
    bigger = realloc(list, more * size);
    if (bigger)
        *room = more;
    return bigger;
}

enum pl_err pl_replay_contact(struct pl_replay *r, const struct pl_replay_contact *said)
{
    struct contact *list;
    if (said->entered_ms < 0 || said->entered_ms > INT64_MAX / 2000 || said->client == 0)
        return PL_E_RANGE;
    if (r->contact_count == PL_REPLAY_CONTACTS_MAX)
        return PL_E_LIMIT;
    list = grow(r->contacts, r->contact_count, &r->contact_room, sizeof(*list));
    if (!list)
        return PL_E_NOMEM;
    r->contacts = list;
    list[r->contact_count++] = (struct contact){.said = *said, .promised = PL_TIME_NEVER};
    return PL_OK;
}

enum pl_err pl_replay_duty(struct pl_replay *r, const struct pl_replay_duty *said)
{
    struct duty *list;
    if (said->from_ms < 0 || (said->to_ms && said->from_ms >= said->to_ms) ||
        said->from_ms > INT64_MAX / 2000 || said->to_ms > INT64_MAX / 2000 || said->agent == 0 ||
        said->profile.capacity < 1)
        return PL_E_RANGE;
    if (r->duty_count == PL_REPLAY_DUTIES_MAX)
        return PL_E_LIMIT;
    list = grow(r->duties, r->duty_count, &r->duty_room, sizeof(*list));
    if (!list)
        return PL_E_NOMEM;
    r->duties = list;
    list[r->duty_count++] = (struct duty){.said = *said};
    return PL_OK;
}

/* ---- time ---- */

static pl_time_us time_of(const struct pl_replay *r, int64_t ms)
{
    return (pl_time_us)(ms - r->start_ms) * 1000u;
}

static void arm(struct pl_replay *r, struct pl_heap *heap, struct pl_heap_node *node, pl_time_us at)
{
    if (pl_heap_arm(heap, node, at) != PL_OK)
        r->failed = true;
}

/* Services without a length get one of the same queue, by chance. */
static void give_lengths(struct pl_replay *r)
{
    for (size_t i = 0; i < r->contact_count; i++) {
        struct contact *c = &r->contacts[i];
        const struct contact *any = NULL;
        c->service = c->said.service_ms > 0 ? (pl_time_us)c->said.service_ms * 1000u : 0;
        for (size_t tries = 0; c->said.service_ms < 0 && tries < 64; tries++) {
            const struct contact *other =
                &r->contacts[pl_prng_below(&r->rng, (uint64_t)r->contact_count)];
            if (other->said.service_ms < 0)
                continue;
            any = other;
            if (other->said.queue == c->said.queue)
                break;
        }
        if (any)
            c->service = (pl_time_us)any->said.service_ms * 1000u;
    }
}

static void arm_all(struct pl_replay *r)
{
    r->start_ms = INT64_MAX;
    for (size_t i = 0; i < r->contact_count; i++) {
        if (r->contacts[i].said.entered_ms < r->start_ms)
            r->start_ms = r->contacts[i].said.entered_ms;
    }
    for (size_t i = 0; i < r->duty_count; i++) {
        if (r->duties[i].said.from_ms < r->start_ms)
            r->start_ms = r->duties[i].said.from_ms;
    }
    r->start_ms -= 1000;
    for (size_t i = 0; i < r->duty_count; i++)
        arm(r, &r->duty_due, &r->duties[i].due, time_of(r, r->duties[i].said.from_ms));
    for (size_t i = 0; i < r->contact_count; i++)
        arm(r, &r->contact_due, &r->contacts[i].due, time_of(r, r->contacts[i].said.entered_ms));
}

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

static void duty_due(struct pl_replay *r, struct duty *d)
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
            arm(r, &r->duty_due, &d->due, time_of(r, d->said.to_ms));
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
        arm(r, &r->contact_due, &c->due, r->now + (pl_time_us)c->said.left_after_ms * 1000u);
    else if (r->config.patience_us)
        arm(r, &r->contact_due, &c->due, r->now + r->config.patience_us);
}

static void is_over(struct pl_replay *r, struct contact *c, enum stage stage)
{
    c->stage = stage;
    pl_idmap_remove(&r->by_user, (uint32_t)c->user);
    pl_counter_gone(r->e, r->now, c->user, 0);
}

static void contact_due(struct pl_replay *r, struct contact *c)
{
    switch (c->stage) {
    case TO_COME:
        come(r, c);
        if (c->stage == REFUSED && c->user)
            is_over(r, c, REFUSED);
        break;
    case WAITING:
        is_over(r, c, ABANDONED);
        break;
    case IN_SERVICE: {
        struct agent *a = agent_of(r, c->agent);
        (void)pl_counter_finish_with(r->e, r->now, c->agent, c->user);
        is_over(r, c, SERVED);
        if (a)
            go_home(r, a);
        break;
    }
    default:
        break;
    }
}

/* ---- what the engine decides ---- */

static void matched(struct pl_replay *r, const struct pl_counter_fact *f)
{
    struct contact *c = pl_idmap_get(&r->by_user, (uint32_t)f->user);
    assert(c && c->stage == WAITING);
    c->stage = IN_SERVICE;
    c->agent = f->other;
    c->waited = r->now - c->came;
    r->busy += c->service;
    arm(r, &r->contact_due, &c->due, r->now + c->service);
    pl_counter_talk(r->e, r->now, f->user, f->other);
}

static void offered(struct pl_replay *r, const struct pl_counter_fact *f)
{
    void *list = grow(r->offers, r->offer_count, &r->offer_room, sizeof(*r->offers));
    if (!list) {
        r->failed = true;
        return;
    }
    r->offers = list;
    r->offers[r->offer_count].agent = f->other;
    r->offers[r->offer_count++].client = f->user;
}

static void drain(struct pl_replay *r)
{
    const struct pl_counter_fact *next;
    for (;;) {
        while ((next = pl_counter_next_fact(r->e))) {
            struct pl_counter_fact f = *next;
            if (f.kind == PL_COUNTER_MATCHED)
                matched(r, &f);
            else if (f.kind == PL_COUNTER_OFFERED)
                offered(r, &f);
        }
        if (r->offer_count == 0)
            return;
        r->offer_count--; /* too late for most of them */
        (void)pl_counter_start(r->e, r->now, r->offers[r->offer_count].agent,
                               r->offers[r->offer_count].client);
    }
}

/* Nobody comes any more and nobody is served: who still waits does so in vain. */
static bool is_finished(const struct pl_replay *r)
{
    return pl_heap_deadline(&r->contact_due) == PL_TIME_NEVER &&
           pl_heap_deadline(&r->duty_due) == PL_TIME_NEVER;
}

static void step(struct pl_replay *r)
{
    struct pl_heap_node *node;
    r->now =
        pl_time_min(pl_time_min(pl_heap_deadline(&r->contact_due), pl_heap_deadline(&r->duty_due)),
                    pl_counter_deadline(r->e));
    pl_counter_tick(r->e, r->now);
    drain(r);
    while ((node = pl_heap_pop_due(&r->duty_due, r->now))) {
        duty_due(r, pl_container_of(node, struct duty, due));
        drain(r);
    }
    while ((node = pl_heap_pop_due(&r->contact_due, r->now))) {
        contact_due(r, pl_container_of(node, struct contact, due));
        drain(r);
    }
}

/* Who stays until all is done. */
static void send_home(struct pl_replay *r)
{
    size_t cursor = 0;
    const struct agent *a;
    while ((a = pl_idmap_next(&r->agents, &cursor)))
        r->on_duty += a->present ? r->now - a->since : 0;
}

enum pl_err pl_replay_run(struct pl_replay *r)
{
    if (r->contact_count == 0 && r->duty_count == 0)
        return PL_OK;
    give_lengths(r);
    arm_all(r);
    pl_counter_set_wall(r->e, 0, r->start_ms * 1000 + r->config.utc_offset_us);
    while (!r->failed && !is_finished(r))
        step(r);
    for (size_t i = 0; i < r->contact_count && !r->failed; i++) {
        if (r->contacts[i].stage == WAITING)
            is_over(r, &r->contacts[i], ABANDONED);
    }
    send_home(r);
    return r->failed || pl_counter_broken(r->e) ? PL_E_NOMEM : PL_OK;
}

/* ---- figures ---- */

static int by_size(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The smallest with at least that share at or below it; 0: none. */
static int64_t share(int64_t *list, size_t count, unsigned percent)
{
    size_t rank = (count * percent + 99) / 100;
    return count ? list[rank ? rank - 1 : 0] : 0;
}

struct sums {
    int64_t *waits, *errors;
    size_t wait_count, error_count;
    int64_t bias;
};

static void add_wait(const struct pl_replay *r, struct pl_replay_figures *out, struct sums *s,
                     pl_time_us waited, pl_time_us service)
{
    out->served++;
    out->in_target += waited <= r->config.target_us ? 1 : 0;
    out->waited += waited;
    out->served_us += service;
    s->waits[s->wait_count++] = (int64_t)waited;
}

static void add_replayed(const struct pl_replay *r, const struct contact *c,
                         struct pl_replay_figures *out, struct sums *s)
{
    int64_t error;
    out->abandoned += c->stage == ABANDONED ? 1 : 0;
    out->refused += c->stage == REFUSED ? 1 : 0;
    if (c->stage != SERVED)
        return;
    add_wait(r, out, s, c->waited, c->service);
    if (c->promised == PL_TIME_NEVER)
        return;
    error = (int64_t)c->promised - (int64_t)c->waited;
    s->bias += error;
    s->errors[s->error_count++] = error < 0 ? -error : error;
}

static void add_recorded(const struct pl_replay *r, const struct contact *c,
                         struct pl_replay_figures *out, struct sums *s)
{
    if (c->said.waited_ms >= 0)
        add_wait(r, out, s, (pl_time_us)c->said.waited_ms * 1000u, c->service);
    else if (c->said.left_after_ms >= 0)
        out->abandoned++;
    else
        out->refused++;
}

static void sum_up(struct pl_replay *r, int32_t queue, bool recorded, struct pl_replay_figures *out)
{
    struct sums s = {.bias = 0};
    *out = (struct pl_replay_figures){.contacts = 0};
    s.waits = calloc(r->contact_count + 1, sizeof(*s.waits));
    s.errors = calloc(r->contact_count + 1, sizeof(*s.errors));
    for (size_t i = 0; s.waits && s.errors && i < r->contact_count; i++) {
        const struct contact *c = &r->contacts[i];
        if (queue && c->said.queue != queue)
            continue;
        out->contacts++;
        if (recorded)
            add_recorded(r, c, out, &s);
        else
            add_replayed(r, c, out, &s);
    }
    if (s.waits && s.errors) {
        qsort(s.waits, s.wait_count, sizeof(*s.waits), by_size);
        qsort(s.errors, s.error_count, sizeof(*s.errors), by_size);
        out->waited_p50 = (pl_time_us)share(s.waits, s.wait_count, 50);
        out->waited_p90 = (pl_time_us)share(s.waits, s.wait_count, 90);
        out->waited_max = (pl_time_us)share(s.waits, s.wait_count, 100);
        out->estimates = s.error_count;
        out->error_p50 = share(s.errors, s.error_count, 50);
        out->error_p90 = share(s.errors, s.error_count, 90);
        out->bias = s.error_count ? s.bias / (int64_t)s.error_count : 0;
    }
    free(s.waits);
    free(s.errors);
}

void pl_replay_figures(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out)
{
    sum_up(r, queue, false, out);
    if (queue)
        return;
    out->on_duty = r->on_duty;
    out->busy = r->busy;
}

void pl_replay_recorded(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out)
{
    sum_up(r, queue, true, out);
}
