/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the routing engine share. Private to src/core/counter. */
#ifndef PL_CORE_COUNTER_COUNTER_STATE_H
#define PL_CORE_COUNTER_COUNTER_STATE_H

#include "core/codes.h"
#include "core/counter/counter.h"

enum {
    PUT_BACK = 1, /* code of ENTERED_QUEUE */
    SERVED = 0,   /* codes of FINISHED */
    FAILED = 1,
    MISSED = 2,
};

struct pl_counter {
    struct pl_counter_config config;
    struct pl_idmap areas;
    struct pl_idmap queues;
    struct pl_idmap people; /* by (uint32_t)user */
    struct pl_list area_list;
    struct pl_list changed; /* areas whose numbers have changed and are not told yet */
    struct pl_heap area_due;
    struct pl_heap person_due;
    struct pl_heap agent_due;
    struct pl_prng rng;
    uint64_t next_serial;
    bool broken;
    uint64_t entered; /* see pl_counter_totals */
    uint64_t matched;
    uint64_t abandoned;

    struct pl_counter_fact *facts;
    size_t fact_count;
    size_t fact_next;
    size_t fact_capacity;
};

/* Agents of an area who serve the same queues. */
struct pl_counter_group {
    struct pl_list in_area;
    struct pl_list agents;
    int32_t attribute;
    struct pl_counter_skills skills;
    uint32_t by_status[PL_COUNTER_STATUSES];
    struct pl_rank idle[PL_COUNTER_ORDERS];
};

static inline struct pl_counter_person *pl_counter_find(const struct pl_counter *e, int32_t user)
{
    return pl_idmap_get(&e->people, (uint32_t)user);
}

/* Finds or makes; NULL: no room for one more. */
struct pl_counter_person *pl_counter_meet(struct pl_counter *e, int32_t user);

/* Its texts (place.c). */
void pl_counter_free_label(struct pl_counter_label *label);

/* ---- facts (counter.c) ---- */

void pl_counter_note(struct pl_counter *e, const struct pl_counter_fact *fact);
void pl_counter_area_changed(struct pl_counter *e, struct pl_counter_area *area);
void pl_counter_queue_changed(struct pl_counter *e, struct pl_counter_queue *queue);
/* Ends a verb. */
void pl_counter_tell(struct pl_counter *e, pl_time_us now);
void pl_counter_arm(struct pl_counter *e, struct pl_heap *heap, struct pl_heap_node *node,
                    pl_time_us at);

/* ---- people and tickets (people.c) ---- */

/* Out of the area that he is in. */
void pl_counter_out(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p, int code);

/* Puts him into the queue with the key that his ticket has to have. */
void pl_counter_put_ticket(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p,
                           struct pl_counter_queue *q, int64_t a, uint64_t b, int code);
/* Takes him out of the one that he is in. */
void pl_counter_take_ticket(struct pl_counter *e, struct pl_counter_person *p, int code);
void pl_counter_person_due(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p);

/* ---- agents (agent.c) ---- */

/* NULL: memory is short. */
struct pl_counter_agent *pl_counter_agent_create(struct pl_counter *e, struct pl_counter_person *p);
/* His service ends. */
void pl_counter_agent_destroy(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
void pl_counter_agent_due(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
/* His attribute or skills have changed. False: memory is short. */
bool pl_counter_regroup(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
/* The client is no more to be served: he has gone, or waits anew. */
void pl_counter_let_go(struct pl_counter *e, struct pl_counter_person *client);

/* ---- who is served by whom (match.c) ---- */

bool pl_counter_serves(const struct pl_counter_group *g, const struct pl_counter_queue *q);
/* The next client for agents of this group; NULL: none waits. */
struct pl_counter_person *pl_counter_next_client(const struct pl_counter_group *g,
                                                 const struct pl_counter_area *area);
/* An automatic agent for this client of a queue; NULL: none is idle. */
struct pl_counter_agent *pl_counter_next_agent(struct pl_counter *e,
                                               const struct pl_counter_person *client);
/* Both are free for it. */
void pl_counter_match(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client);
/* After a change of what somebody serves: whoever can be matched is. */
void pl_counter_match_all(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area);

#endif
