/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A recorded day once more, under other rules or with other people: the routing engine of the
 * server (core/counter) under a virtual clock. Contacts in, figures out; pure.
 *
 *     r = pl_replay_create(&config);
 *     pl_replay_queue(r, id, &setup) for each, areas are made of them
 *     pl_replay_contact(r, &contact), pl_replay_duty(r, &duty): in any order
 *     pl_replay_run(r);
 *     pl_replay_figures(r, 0, &figures);     0: of all queues
 *     pl_replay_destroy(r);
 *
 * What is taken from the record: when each contact came, to which queue, with which priority, how
 * long its service took, and how long who went had waited before he did. Who was served waits here
 * as long as it takes, unless config.patience_us says otherwise: how long he would have waited is
 * not in the record. Whose service has no length (he went, or nobody could be reached) is given one
 * of the same queue by chance (config.seed), and of any queue when it has none.
 *
 * Agents are automatic here, also those who asked by hand: they take the next client as soon as
 * they are free, and every match is answered at once. On duty is who waited or worked.
 *
 * Limits: PL_REPLAY_CONTACTS_MAX, PL_REPLAY_DUTIES_MAX. Cost: O(log n) an event; 10^6 contacts take
 * some seconds.
 */
#ifndef PL_ROUTE_REPLAY_H
#define PL_ROUTE_REPLAY_H

#include "core/counter/setup.h"

enum {
    PL_REPLAY_CONTACTS_MAX = 5000000,
    PL_REPLAY_DUTIES_MAX = 200000,
    PL_REPLAY_QUEUES_MAX = 1000,
};

struct pl_replay_config {
    uint64_t seed;
    pl_time_us target_us;   /* of the service level */
    pl_time_us patience_us; /* who was served goes after so long; 0: never */
    pl_time_us ageing_us;   /* as [counter] ageing_seconds */
    int64_t utc_offset_us;  /* local time is UTC plus that: for opening hours */
};

/* Times in milliseconds since 1970. */
struct pl_replay_contact {
    int64_t entered_ms;
    int32_t client;
    int32_t queue;
    int32_t priority;
    int64_t left_after_ms; /* he went unserved after so long; -1: he did not */
    int64_t service_ms;    /* from the match to the end; -1: there was none */
    int64_t waited_ms;     /* until the match; -1: there was none. For the figures of the record */
};

struct pl_replay_duty {
    int32_t agent;
    int32_t area;           /* 0: that of the first queue */
    int64_t from_ms, to_ms; /* to 0: until all is done */
    int32_t attribute;
    struct pl_counter_profile profile;
};

struct pl_replay_figures {
    uint64_t contacts;
    uint64_t served;
    uint64_t abandoned; /* went before they were matched */
    uint64_t refused;   /* closed, full, no such queue */
    uint64_t in_target; /* matched within the target */
    pl_time_us waited;  /* of those served, summed */
    pl_time_us waited_p50, waited_p90, waited_max;
    pl_time_us served_us;         /* of services, summed */
    uint64_t estimates;           /* who was told one */
    int64_t error_p50, error_p90; /* |predicted - real| of those, in microseconds */
    int64_t bias;                 /* mean of predicted - real */
    pl_time_us on_duty, busy;     /* of agents; of single queues 0 */
};

struct pl_replay;

/* NULL: out of memory. */
struct pl_replay *pl_replay_create(const struct pl_replay_config *config);
void pl_replay_destroy(struct pl_replay *r);

/* The codes of pl_counter_setup_apply. Queues that overflow into each other: the target first, or
 * each twice. */
int pl_replay_queue(struct pl_replay *r, int32_t id, const struct pl_counter_setup *setup);
/* PL_E_LIMIT, PL_E_NOMEM; PL_E_RANGE: times that make no sense. */
PL_MUST_CHECK enum pl_err pl_replay_contact(struct pl_replay *r,
                                            const struct pl_replay_contact *contact);
PL_MUST_CHECK enum pl_err pl_replay_duty(struct pl_replay *r, const struct pl_replay_duty *duty);
/* Once. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_replay_run(struct pl_replay *r);

/* As it came out; queue 0: all. */
void pl_replay_figures(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out);
/* As it was recorded: without estimates and agents. */
void pl_replay_recorded(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out);

#endif
