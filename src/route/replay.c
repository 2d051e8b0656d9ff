/* SPDX-License-Identifier: Apache-2.0 */
/* A day: what is said of it, and how it goes by. */
#include "route/replay_state.h"

#include <assert.h>
#include <stdlib.h>

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
        pl_replay_arm(r, &r->duty_due, &r->duties[i].due,
                      pl_replay_time_of(r, r->duties[i].said.from_ms));
    for (size_t i = 0; i < r->contact_count; i++)
        pl_replay_arm(r, &r->contact_due, &r->contacts[i].due,
                      pl_replay_time_of(r, r->contacts[i].said.entered_ms));
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
    pl_replay_arm(r, &r->contact_due, &c->due, r->now + c->service);
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
        pl_replay_duty_due(r, pl_container_of(node, struct duty, due));
        drain(r);
    }
    while ((node = pl_heap_pop_due(&r->contact_due, r->now))) {
        pl_replay_contact_due(r, pl_container_of(node, struct contact, due));
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
            pl_replay_is_over(r, &r->contacts[i], ABANDONED);
    }
    send_home(r);
    return r->failed || pl_counter_broken(r->e) ? PL_E_NOMEM : PL_OK;
}
