/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the routing engine share. Private to src/core/counter. */
#ifndef PL_CORE_COUNTER_COUNTER_STATE_H
#define PL_CORE_COUNTER_COUNTER_STATE_H

#include "core/codes.h"
#include "core/counter/counter.h"

enum {
    SERVED = 0, /* codes of FINISHED */
    FAILED = 1,
    MISSED = PL_COUNTER_ENDED_MISSED,
    HANDED = PL_COUNTER_ENDED_HANDED,
    NO_WISH = -1,
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
    struct pl_heap service_due;
    struct pl_heap ring_due;
    struct pl_heap hours_due; /* of queues */
    struct pl_list loose;     /* agents to look for work before the verb ends */
    struct pl_list thinned;   /* areas where somebody went off duty */
    struct pl_list forget;    /* people who are gone */
    struct pl_idmap known;    /* of people who need not be there, by (uint32_t)user (known.c) */
    bool has_wall;
    int64_t wall_offset_us; /* local time is now plus that */
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
    struct pl_counter_queues queues;
    uint32_t by_status[PL_COUNTER_STATUSES];
    struct pl_rank idle[PL_COUNTER_ORDERS];
    struct pl_rank room; /* by load: who has text contacts and could have more */
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
/* Into the overflow, where there is one that takes him. False: he stays. */
bool pl_counter_move_on(struct pl_counter *e, pl_time_us now, struct pl_counter_person *p);
/* Who was kept for his ticket alone goes with it: soon. */
void pl_counter_let_be(struct pl_counter *e, struct pl_counter_person *p);
/* Those are forgotten now. */
void pl_counter_forget_gone(struct pl_counter *e);
/* Somebody went off duty there: what overflows for that does. */
void pl_counter_thin_out(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area);

/* ---- opening hours (place.c) ---- */

/* Opens or closes the queue as it is time, and arms the next change. */
void pl_counter_hours_due(struct pl_counter *e, pl_time_us now, struct pl_counter_queue *q);

/* ---- what is known of people (known.c) ---- */

void pl_counter_free_known(struct pl_counter *e);
/* Those who are kept apart from him; gives how many. Until the next verb. */
uint32_t pl_counter_apart_from(const struct pl_counter *e, int32_t user, const int32_t **out);
/* Is he kept apart from anybody? */
bool pl_counter_has_pairs(const struct pl_counter *e, int32_t user);
bool pl_counter_skills_are_sound(const struct pl_counter_skills *skills);

/* ---- groups (group.c) ---- */

bool pl_counter_join_group(struct pl_counter_agent *a);
void pl_counter_leave_group(struct pl_counter_agent *a);
/* He is to be given clients; or no more. */
void pl_counter_show(struct pl_counter_agent *a);
void pl_counter_hide(struct pl_counter_agent *a);
static inline bool pl_counter_is_idle(const struct pl_counter_agent *a)
{
    return pl_rank_holds(&a->idle[0]);
}

/* ---- agents (agent.c) ---- */

static inline bool pl_counter_is_automatic(const struct pl_counter_agent *a)
{
    return a->person->label.flags & PL_COUNTER_AUTOMATIC;
}
/* Serves text contacts and could have one more. */
bool pl_counter_has_room(const struct pl_counter_agent *a);
/* NULL: memory is short. */
struct pl_counter_agent *pl_counter_agent_create(struct pl_counter *e, struct pl_counter_person *p);
/* His services end. */
void pl_counter_agent_destroy(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
/* What he had before a restart. */
void pl_counter_agent_sit(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                          const struct pl_counter_seat *seat);
void pl_counter_agent_due(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
/* His attribute or skills have changed. False: memory is short. */
bool pl_counter_regroup(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
void pl_counter_set_status(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                           enum pl_counter_status status);
/* Whoever waits for clients by himself gets one, or is found by the next who comes. */
void pl_counter_look_for_work(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a);
/* The same, before the verb ends. */
void pl_counter_loosen(struct pl_counter *e, struct pl_counter_agent *a);

/* His service with `s` (NULL: he has none) ends as `code`; what he does next follows from his wish
 * and the wrap-up. */
void pl_counter_finish_as(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                          struct pl_counter_service *s, int code);

/* ---- services (service.c) ---- */

/* He serves this client from now on: nothing but that is set. NULL: memory is short. */
struct pl_counter_service *pl_counter_begin(struct pl_counter *e, pl_time_us now,
                                            struct pl_counter_agent *a,
                                            struct pl_counter_person *client);
/* Both are free for it. */
void pl_counter_match(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client);
/* A service that went on when the server ended; its client comes with pl_counter_meet_again. NULL:
 * memory is short. */
struct pl_counter_service *pl_counter_service_again(struct pl_counter *e, pl_time_us now,
                                                    struct pl_counter_agent *a,
                                                    const struct pl_counter_held *held);
void pl_counter_meet_again(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s,
                           struct pl_counter_person *client);
/* Wall to monotonic; what was before the machine's start counts from there (seat.c). */
pl_time_us pl_counter_time_of(const struct pl_counter *e, pl_time_us now, int64_t ms);
/* The client is no more to be served: he has gone, or waits anew. */
void pl_counter_let_go(struct pl_counter *e, struct pl_counter_person *client);
/* code: SERVED, FAILED, MISSED, HANDED. The agent's status is as it was. */
void pl_counter_end_service(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s,
                            int code);
/* Served when it was talked, else failed. */
static inline int pl_counter_end_of(const struct pl_counter_service *s)
{
    return s->talking ? SERVED : FAILED;
}
void pl_counter_service_due(struct pl_counter *e, pl_time_us now, struct pl_counter_service *s);
/* With this client; NULL: none. */
struct pl_counter_service *pl_counter_service_with(const struct pl_counter_agent *a,
                                                   int32_t client);
void pl_counter_talks(struct pl_counter *e, struct pl_counter_service *s);

/* ---- offers (ring.c) ---- */

static inline bool pl_counter_rings(const struct pl_counter_queue *q)
{
    return q->rules.strategy == PL_COUNTER_RING_ALL;
}
/* One more agent, who is not shown. */
void pl_counter_offer(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                      struct pl_counter_person *client);
/* All who are idle, as far as PL_COUNTER_RING_MAX. */
void pl_counter_offer_all(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client);
/* This agent is offered nobody any more; what becomes of him is up to the caller. */
void pl_counter_unoffer(struct pl_counter *e, struct pl_counter_agent *a, int code);
/* The client is offered to nobody any more; those to whom he was look for work. */
void pl_counter_unring(struct pl_counter *e, struct pl_counter_person *client);
void pl_counter_unring_queue(struct pl_counter *e, struct pl_counter_queue *q);
void pl_counter_ring_due(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client);

/* ---- estimates (estimate.c) ---- */

/* PL_TIME_NEVER: nobody can say. agents: those of his queue who are at it. */
pl_time_us pl_counter_estimate(const struct pl_counter_person *person, uint32_t before,
                               uint32_t agents);

/* ---- who is served by whom (match.c) ---- */

bool pl_counter_serves(const struct pl_counter_group *g, const struct pl_counter_queue *q);
/* As far as bits and names of queues go. */
bool pl_counter_is_for(const struct pl_counter_group *g, const struct pl_counter_queue *q);
/* Has he this one, at its level? */
bool pl_counter_has_skill(const struct pl_counter_skills *has, const struct pl_counter_skill *want);
/* May he have one of this queue now, as far as his hands are free? */
bool pl_counter_may_take(const struct pl_counter_agent *a, const struct pl_counter_queue *q);
/* The next client for him; NULL: none waits. `asks`: he takes one who rings at many others, too. */
struct pl_counter_person *pl_counter_next_client(const struct pl_counter *e,
                                                 const struct pl_counter_agent *a, bool asks);
/* An idle agent of this group for this client, by that order; NULL: none. */
struct pl_counter_agent *pl_counter_idle_for(const struct pl_counter *e,
                                             const struct pl_counter_group *g,
                                             const struct pl_counter_person *client, size_t order);
/* An automatic agent for this client of a queue; NULL: none is idle. */
struct pl_counter_agent *pl_counter_next_agent(struct pl_counter *e,
                                               const struct pl_counter_person *client);
/* Matches him, or offers him, as far as somebody is there for it. */
void pl_counter_place(struct pl_counter *e, pl_time_us now, struct pl_counter_person *client);
/* After a change of what somebody serves: whoever can be matched is. */
void pl_counter_match_all(struct pl_counter *e, pl_time_us now, struct pl_counter_area *area);

#endif
