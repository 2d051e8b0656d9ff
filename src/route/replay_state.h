/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the simulator share. Private to src/route. */
#ifndef PL_ROUTE_REPLAY_STATE_H
#define PL_ROUTE_REPLAY_STATE_H

#include "base/heap.h"
#include "base/rng.h"
#include "route/replay.h"

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

static inline pl_time_us pl_replay_time_of(const struct pl_replay *r, int64_t ms)
{
    return (pl_time_us)(ms - r->start_ms) * 1000u;
}

static inline void pl_replay_arm(struct pl_replay *r, struct pl_heap *heap,
                                 struct pl_heap_node *node, pl_time_us at)
{
    if (pl_heap_arm(heap, node, at) != PL_OK)
        r->failed = true;
}

/* ---- agents and clients (replay_people.c) ---- */

/* A duty begins, or is over. */
void pl_replay_duty_due(struct pl_replay *r, struct duty *d);
/* He comes, loses his patience, or has been served. */
void pl_replay_contact_due(struct pl_replay *r, struct contact *c);
/* He goes. */
void pl_replay_is_over(struct pl_replay *r, struct contact *c, enum stage stage);

#endif
