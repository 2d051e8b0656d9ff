/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Service counters: clients wait in queues for agents (manual 5.8, 3.6.2-3.6.4). The routing engine
 * alone: it knows user ids and no sessions, and decides who is served by whom and when. What pages
 * are told of it is made of its facts by core/object.c.
 *
 *     e = pl_counter_create(&config);
 *     a verb (each returns 0 or the GV_ERR number of its refusal, and then nothing has changed)
 *     while ((fact = pl_counter_next_fact(e))) tell it;
 *     pl_counter_tick(e, now) when pl_counter_deadline(e) has come, and drain again
 *     pl_counter_destroy(e);
 *
 * An AREA (a branch office) has QUEUES and, as long as they are inside, AGENTS and clients.
 * Somebody is in at most one area; a client waits in at most one queue of it; an agent serves one
 * client, or as many text contacts as his capacity says (default 1).
 *
 *   client   (away) ── enter_area ──▶ inside ── enter_queue ──▶ waiting ── match ──▶ served
 *                                       ▲──────── leave_queue ────┘                    │
 *                                       └───────────── finish, or enter_queue ─────────┘
 *
 *   agent    status CLOSED 0, WAITING 1, WORKING 2, PAUSED 3; in a service it is always WORKING
 *
 * The rules, each with a name, its default (the manual's) and its definition: docs/routing.md. In
 * short, by the file that carries them out:
 *
 *   match.c    who serves what (attribute bits, skills, blocked pairs), whom an agent gets
 * (priority of the queue, then of the client, then who came first; ageing), which agent a client
 *              gets (strategies, sticky)
 *   agent.c    status, request, start, finish, wrap-up, capacity
 *   service.c  the match and its end: 751, the time to answer, misses and their pause
 *   handover.c from agent to agent, and back into a queue
 *   ring.c     ring-all: an offer to many, the first who starts has the client
 *   people.c   tickets: overflow by length, time, nobody on duty, closing; call-backs
 *   place.c    set-up; hours.c: opening hours and holidays; known.c: what is known of people
 *              who are not there: skills, capacity, blocked pairs
 *
 * What never changes with rules: an automatic agent who is WAITING and a client whom he may serve
 * never wait at the same time; nobody is served by two; a ticket ends in exactly one way.
 *
 * Cost: a verb O(log n) of the people, plus O(queues of the area + different attributes of agents
 * in it); deleting and changing an area or queue O(people in it). Ring-all: O(agents rung), at most
 * PL_COUNTER_RING_MAX. Memory: about 400 bytes a person, 600 more an agent.
 *
 * Facts that say that numbers have changed (AREA_CHANGED, QUEUE_CHANGED) come once for each verb at
 * most; in areas with more than config.crowd people they wait for each other, so that telling
 * everybody costs the same however long the queues are: config.pace_us for each of them.
 */
#ifndef PL_CORE_COUNTER_COUNTER_H
#define PL_CORE_COUNTER_COUNTER_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/heap.h"
#include "base/idmap.h"
#include "base/list.h"
#include "base/rank.h"
#include "base/rng.h"
#include "base/time.h"
#include "core/counter/contact.h"
#include "core/counter/hours.h"

#include <stdbool.h>
#include <stdint.h>

enum pl_counter_status {
    PL_COUNTER_CLOSED = 0,
    PL_COUNTER_WAITING = 1,
    PL_COUNTER_WORKING = 2,
    PL_COUNTER_PAUSED = 3,
    PL_COUNTER_STATUSES,
};

/* Flags of a person, as ANYCHAT_OBJECT_FLAGS_...; others are kept and mean nothing here. */
enum {
    PL_COUNTER_AGENT = 2,
    PL_COUNTER_MANAGER = 4,
    PL_COUNTER_AUTOMATIC = 0x10,
};

/* Which of several idle agents is taken; equal ones by who came into the area first. */
enum pl_counter_strategy {
    PL_COUNTER_LONGEST_IDLE = 0, /* who has been WAITING for the longest time */
    PL_COUNTER_FEWEST_SERVED,    /* with the fewest services since he came into the area */
    PL_COUNTER_LEAST_BUSY,       /* with the least time in services since then */
    PL_COUNTER_ROUND_ROBIN,      /* whose last match is the longest ago */
    PL_COUNTER_TOP_DOWN,         /* of the highest priority */
    PL_COUNTER_RANDOM,
    PL_COUNTER_RING_ALL, /* is offered to all of them; the first who starts it has it */
    PL_COUNTER_STRATEGIES,
    PL_COUNTER_ORDERS = PL_COUNTER_RANDOM, /* those that are an order */
};

enum {
    PL_COUNTER_SKILLS_MAX = 16,
    PL_COUNTER_QUEUES_MAX = 16, /* that an agent is named for */
    PL_COUNTER_PRIORITY = 10,   /* of a client who says nothing of it */
    PL_COUNTER_RING_MAX = 50,   /* agents whom one client is offered to at once */
    PL_COUNTER_PAIRS_MAX = 16,  /* people whom one is kept apart from */
    PL_COUNTER_CAPACITY_MAX = 16,
};

struct pl_counter_skill {
    int32_t id;
    uint32_t level;
};

/* Sorted by nothing; an id comes once. */
struct pl_counter_skills {
    struct pl_counter_skill list[PL_COUNTER_SKILLS_MAX];
    uint32_t count;
};

/* Ids of queues, each once; need not be there. */
struct pl_counter_queues {
    int32_t list[PL_COUNTER_QUEUES_MAX];
    uint32_t count;
};

/* All zero is the manual's. */
struct pl_counter_rules {
    enum pl_counter_strategy strategy;
    bool sticky;
    bool any_skill;                  /* one of them is enough */
    struct pl_counter_skills skills; /* wanted, each with its lowest level */
    uint32_t max_length;
    int32_t overflow; /* a queue of the same area */
    pl_time_us overflow_us;
    bool overflow_unstaffed; /* also when no agent who serves this queue is on duty */
    pl_time_us answer_us;
    uint32_t misses;
    pl_time_us wrap_up_us;
    bool text;           /* its contacts are of text: an agent may have several */
    uint32_t call_backs; /* so many may be called back instead of waiting; 0: none */
    bool send_away;      /* at closing time those who wait go (58); else they are served */
    struct pl_counter_hours hours;
};

/* What applications hang on an object; see the manual 3.6.2.1. */
enum pl_counter_text_kind {
    PL_COUNTER_NAME,
    PL_COUNTER_DESCRIPTION,
    PL_COUNTER_TAG,
    PL_COUNTER_TEXTS,
};

struct pl_counter_label {
    int32_t flags;
    int32_t priority;
    int32_t attribute;
    int32_t tag;
    struct pl_bytes texts[PL_COUNTER_TEXTS]; /* owned */
};

/* ---- what there is: to be read only, and only until the next verb ---- */

struct pl_counter_area {
    int32_t id;
    struct pl_list in_engine;
    struct pl_counter_label label;
    struct pl_list queues; /* of struct pl_counter_queue by in_area, in the order of creation */
    struct pl_list people; /* of struct pl_counter_person by in_area, in the order of coming */
    struct pl_list staff;  /* agents and managers of them by in_staff, managers first */
    struct pl_list groups;
    uint32_t queue_count;
    uint32_t people_count;
    uint32_t agent_count;
    uint32_t waiting;                        /* in queues */
    uint32_t absent;                         /* of them: to be called back, and not here */
    uint32_t starting;                       /* matched, here, and not talking yet */
    uint32_t by_status[PL_COUNTER_STATUSES]; /* agents */
    struct pl_list changed_queues;
    struct pl_list changed; /* in the engine's list */
    struct pl_list thinned; /* in the engine's list: somebody went off duty */
    struct pl_heap_node due;
    pl_time_us told;
};

/* How far the estimates were off, of the newest clients who were told one and had to wait. */
enum { PL_COUNTER_ERRORS = 64 };
struct pl_counter_error {
    uint32_t count; /* of how many; 0: the rest is 0 */
    int32_t p50_s;  /* promised minus real: half of them are not above it (nearest rank) */
    int32_t p90_s;
    int32_t p90_abs_s; /* the same without sign: nine of ten were not off by more */
};
struct pl_counter_errors {
    int32_t last[PL_COUNTER_ERRORS]; /* seconds */
    uint32_t next;
    struct pl_counter_error now;
};

struct pl_counter_queue {
    int32_t id;
    struct pl_counter_area *area;
    struct pl_list in_area;
    struct pl_list changed;
    struct pl_counter_label label;
    struct pl_counter_rules rules;
    struct pl_rank tickets; /* of struct pl_counter_person by ticket, who is next first */
    uint64_t entered;       /* these only rise */
    uint64_t matched;
    uint64_t abandoned; /* left before a match, by whatever way */
    pl_time_us waited;  /* of those matched */
    pl_time_us mean_us; /* of a service, the newer the weightier; 0: none yet */
    struct pl_counter_errors errors;
    uint32_t call_backs;     /* of the tickets */
    bool closed;             /* by its hours */
    struct pl_heap_node due; /* armed until it opens or closes */
};

struct pl_counter_person {
    int32_t user;
    struct pl_counter_label label;
    struct pl_counter_area *area; /* NULL: in none */
    struct pl_list in_area;
    struct pl_list in_staff;
    struct pl_counter_agent *agent; /* NULL: a client */
    struct pl_counter_queue *queue; /* NULL: waits in none */
    struct pl_rank_node ticket;
    struct pl_heap_node due;            /* armed while an overflow is */
    pl_time_us since;                   /* in this queue; an overflow does not change it */
    struct pl_counter_agent *server;    /* who serves him; NULL: nobody */
    struct pl_counter_service *service; /* the same */
    int32_t last_agent;                 /* 0: none yet */
    int32_t overflow;                   /* the queue that he is just taken to; 0: none */
    bool call_back;                     /* his ticket stays when he goes */
    bool gone;                          /* he has, and is forgotten with his ticket or service */
    struct pl_list forget;              /* in the engine's list: soon */
    struct pl_list ring;                /* agents whom he is offered to */
    uint32_t rung;                      /* how many they are */
    struct pl_heap_node ring_due;       /* armed while they have time to answer */
};

/* A client with his agent, from the match to the end. */
struct pl_counter_service {
    struct pl_list in_agent;
    struct pl_counter_agent *agent;
    int32_t client;
    struct pl_counter_person *served; /* the same; NULL: he has gone, or gone on */
    int32_t queue;                    /* that the client came from */
    bool text;
    bool talking;
    pl_time_us begun;
    pl_time_us waited;       /* by the client */
    struct pl_heap_node due; /* armed while the match waits for its call */
    struct {
        int64_t a;
        uint64_t b;
        pl_time_us since;
    } ticket; /* to be put back */
};

struct pl_counter_agent {
    struct pl_counter_person *person;
    struct pl_counter_group *group;
    struct pl_list in_group;
    struct pl_rank_node idle[PL_COUNTER_ORDERS]; /* while he is to be given clients */
    struct pl_counter_skills skills;
    struct pl_counter_queues queues;
    uint64_t serial; /* counts up with everybody who comes */
    uint64_t turn;   /* of his last match; 0: none */
    enum pl_counter_status status;
    int wish;                /* status after the service; -1: nothing was said */
    struct pl_heap_node due; /* armed in the wrap-up */
    pl_time_us idle_since;
    struct pl_list loose;            /* in the engine's list: he is to look for work */
    struct pl_counter_person *offer; /* the client who rings; NULL: none does */
    struct pl_list in_ring;
    struct pl_rank_node room; /* while he has text contacts and could have more */

    struct pl_list services; /* of struct pl_counter_service, the oldest first */
    uint32_t load;           /* how many they are */
    uint32_t capacity;       /* for text contacts */
    int32_t client;          /* of the oldest; 0: nobody */

    uint32_t served_count; /* these since he came into the area */
    uint32_t failed_count;
    uint32_t misses; /* in a row */
    pl_time_us busy; /* in services that count as served */
};

/* ---- what happens ---- */

enum pl_counter_fact_kind {
    PL_COUNTER_ENTERED_AREA = 1, /* user, area */
    PL_COUNTER_LEFT_AREA,        /* user, area, code */
    PL_COUNTER_ENTERED_QUEUE,    /* user, queue; code: enum pl_counter_entry */
    PL_COUNTER_LEFT_QUEUE,       /* user, queue, code: 0, 751 matched, 15 deleted, else as told;
                                    other: the queue that takes him by overflow */
    PL_COUNTER_MATCHED,          /* user is the client, other the agent, queue */
    PL_COUNTER_FINISHED,         /* the same; code: 0 served, 1 failed, 2 missed, 3 handed on;
                                    waited, took */
    PL_COUNTER_TAKEN,            /* the same as MATCHED: from another agent, in the middle of it */
    PL_COUNTER_STATUS,           /* user is the agent; code: his new status; other: his client */
    PL_COUNTER_QUEUE_CHANGED,    /* queue; an AREA_CHANGED of its area follows */
    PL_COUNTER_AREA_CHANGED,     /* area */
    PL_COUNTER_QUEUE_DELETED,    /* queue, area */
    PL_COUNTER_AREA_DELETED,     /* area */
    PL_COUNTER_OFFERED,          /* user rings at the agent other, queue */
    PL_COUNTER_OFFER_ENDED,      /* the same; code 1: nobody has answered, his miss; else 0 */
    PL_COUNTER_CALL_BACK,        /* user, queue; code 1: is to be called back, 0: no more */
    PL_COUNTER_TALKING,          /* a call between the client (user) and his agent (other) began */
};

/* How a client has come into a queue. */
enum pl_counter_entry {
    PL_COUNTER_ENTRY_NEW = 0,
    PL_COUNTER_ENTRY_PUT_BACK, /* after a missed match */
    PL_COUNTER_ENTRY_OVERFLOW, /* from another queue */
    PL_COUNTER_ENTRY_RETURNED, /* to the place that he had before a restart */
};

/* Codes of FINISHED after which the client is not through. */
enum {
    PL_COUNTER_ENDED_MISSED = 2, /* he waits again */
    PL_COUNTER_ENDED_HANDED = 3, /* another agent has him, or he waits again */
};

/* Nothing in it points anywhere; what it is about may be gone when it is read. */
struct pl_counter_fact {
    enum pl_counter_fact_kind kind;
    int32_t user;
    int32_t other;
    int32_t area;
    int32_t queue;
    int code;
    pl_time_us waited;
    pl_time_us took;
};

struct pl_counter_config {
    size_t max_areas;
    size_t max_queues;           /* of all areas */
    size_t max_people;           /* of whom anything is known; agents included */
    uint32_t max_queues_of_area; /* bounds the cost of a match */
    uint32_t max_text;           /* bytes of a name, description, tag */
    uint32_t crowd;
    pl_time_us pace_us;
    pl_time_us ageing_us;
    uint64_t seed;    /* of PL_COUNTER_RANDOM */
    int64_t epoch_ms; /* what the wall's clock said at time 0; for seats */
};

/* 1000 areas, 10000 queues, 256 of one area, 100000 people, texts of 1024, crowd 200, pace 1 ms. */
void pl_counter_config_init(struct pl_counter_config *config);

struct pl_counter;

/* NULL when memory is short. */
struct pl_counter *pl_counter_create(const struct pl_counter_config *config);
void pl_counter_destroy(struct pl_counter *e);

/* The next thing that has happened; NULL: that was all. Valid until the next call. */
const struct pl_counter_fact *pl_counter_next_fact(struct pl_counter *e);
/* PL_TIME_NEVER: nothing waits for time. */
pl_time_us pl_counter_deadline(const struct pl_counter *e);
void pl_counter_tick(struct pl_counter *e, pl_time_us now);
/* What clocks on the wall show where the counters are, at `now`: microseconds since 1970-01-01
 * 00:00 of local time. Opening hours are kept from then on; to be said again now and then (at
 * least once in some minutes), for clocks are set. Never said: everything is open. */
void pl_counter_set_wall(struct pl_counter *e, pl_time_us now, int64_t local_us);
/* Those that pl_counter_next_fact has not given yet, without taking them; until the next verb. */
const struct pl_counter_fact *pl_counter_facts(const struct pl_counter *e, size_t *count);
/* Memory ran short once: facts are missing, the engine is of no use any more. */
bool pl_counter_broken(const struct pl_counter *e);

/* ---- set-up: what is there already is kept, with everybody in it ---- */

/* Ids: 1 and above, else 21; 23: too many. */
int pl_counter_put_area(struct pl_counter *e, pl_time_us now, int32_t id);
/* 9: no such area; 21: the id is taken in another area. */
int pl_counter_put_queue(struct pl_counter *e, pl_time_us now, int32_t id, int32_t area);
/* Everybody is out of it first (15), and no queue overflows into it any more. 9, 750: none. */
int pl_counter_delete_area(struct pl_counter *e, pl_time_us now, int32_t id);
int pl_counter_delete_queue(struct pl_counter *e, pl_time_us now, int32_t id);
/* Who waits stays. 750; 21: skills, strategy, hours out of range, or an overflow into itself. */
int pl_counter_set_rules(struct pl_counter *e, pl_time_us now, int32_t queue,
                         const struct pl_counter_rules *rules);
/* Of an agent who is in an area; until he leaves it. 228: he is not; 21. */
int pl_counter_set_skills(struct pl_counter *e, pl_time_us now, int32_t agent,
                          const struct pl_counter_skills *skills);

/* What an agent can do, also while he is not there, until it is set anew. Capacity 1: as if
 * nothing were known. 21: skills, capacity, queues; 23: of too many is something known
 * (max_people). */
struct pl_counter_profile {
    struct pl_counter_skills skills;
    uint32_t capacity;               /* text contacts at once, 1..PL_COUNTER_CAPACITY_MAX */
    struct pl_counter_queues queues; /* serves no others; none: all that he may */
};
int pl_counter_set_profile(struct pl_counter *e, pl_time_us now, int32_t user,
                           const struct pl_counter_profile *profile);
/* Keeps two people apart: neither serves the other from now on (a service goes on), whoever is the
 * agent. 21: the same; 23: one of them is kept apart from PL_COUNTER_PAIRS_MAX already. */
int pl_counter_block_pair(struct pl_counter *e, pl_time_us now, int32_t one, int32_t other,
                          bool blocked);

/* `type`: ANYCHAT_OBJECT_TYPE_AREA, QUEUE, or CLIENTUSER (also of agents). 9, 750; 23: no memory,
 * or too many people. True in *changed when it was another before. */
enum pl_counter_number {
    PL_COUNTER_NUMBER_FLAGS,
    PL_COUNTER_NUMBER_PRIORITY,
    PL_COUNTER_NUMBER_ATTRIBUTE,
    PL_COUNTER_NUMBER_TAG,
};
int pl_counter_set_number(struct pl_counter *e, pl_time_us now, int32_t type, int32_t id,
                          enum pl_counter_number what, int32_t value, bool *changed);
/* 21: too long. */
int pl_counter_set_text(struct pl_counter *e, int32_t type, int32_t id,
                        enum pl_counter_text_kind what, struct pl_bytes text, bool *changed);

/* ---- people ---- */

/* 9: no such area; 100201: in one already; 23. His label says whether he is an agent. */
int pl_counter_enter_area(struct pl_counter *e, pl_time_us now, int32_t user, int32_t area);
/* Out of the queue first; a service of an agent ends. 9: not in it; area -1: in whichever. */
int pl_counter_leave_area(struct pl_counter *e, pl_time_us now, int32_t user, int32_t area,
                          int code);
/* 750: no such queue in his area; 100202: in one already; 20: an agent; 23: it is full; 58: it is
 * closed. */
int pl_counter_enter_queue(struct pl_counter *e, pl_time_us now, int32_t user, int32_t queue);
/* 750: not in it; queue -1: in whichever. */
int pl_counter_leave_queue(struct pl_counter *e, pl_time_us now, int32_t user, int32_t queue,
                           int code);
/* His ticket stays in its place when he leaves the area, or goes altogether (on); or as usual. Who
 * is matched then need not be there. 750: he waits nowhere; 20: the queue has no such rule; 23: it
 * calls enough people back. */
int pl_counter_call_back(struct pl_counter *e, pl_time_us now, int32_t user, bool on);
/* Out of everything, and forgotten; but see pl_counter_call_back. */
void pl_counter_gone(struct pl_counter *e, pl_time_us now, int32_t user, int code);

/* ---- after a restart (contact.h) ---- */

/* What would have to be known to give him his place back. False: he has none. Without its contact,
 * stretch and secret, which others know, and without the services beside the oldest. */
bool pl_counter_seat_of(const struct pl_counter *e, pl_time_us now, int32_t user,
                        struct pl_counter_seat *out);
/* Those, without their contacts; how many they are. */
size_t pl_counter_others_of(const struct pl_counter *e, int32_t agent,
                            struct pl_counter_held out[PL_CONTACT_OTHERS_MAX]);
/* Before anybody enters: whoever comes from now on is behind the ticket with this serial. */
void pl_counter_serials_above(struct pl_counter *e, int64_t serial);
/* He who has just entered the area of the seat has what he had: an agent his status, service and
 * counts, a client the agent who serves him. A seat of another kind than he is changes nothing. */
void pl_counter_sit(struct pl_counter *e, pl_time_us now, const struct pl_counter_seat *seat);
/* As pl_counter_enter_queue, at the place of the seat; there is always room. Of who is to be called
 * back: without him. */
int pl_counter_return_queue(struct pl_counter *e, pl_time_us now,
                            const struct pl_counter_seat *seat);

/* ---- agents: 228 for who is none in an area ---- */

/* 21: no such status. In a service it counts from its end on. */
int pl_counter_status(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t status);
/* The next client. 16: he has his hands full; 9: nobody waits. */
int pl_counter_request(struct pl_counter *e, pl_time_us now, int32_t agent);
/* This client, who waits in a queue that he serves; or he has him already and takes him (talk):
 * a text contact, or one who is to be called back and has been reached by other ways than a call.
 * 16; 205: he does not. */
int pl_counter_start(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client);
/* Without a service nothing happens, but that WORKING becomes WAITING. */
int pl_counter_finish(struct pl_counter *e, pl_time_us now, int32_t agent);
/* The one with this client; 0: the oldest, as pl_counter_finish. 205: there is none. */
int pl_counter_finish_with(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client);
/* Hands a client on whom he talks with. To a queue of the area: the client stands where he would
 * had he waited there since he came. 205: he does not serve him, or the client has gone; 750: no
 * such queue; 58: closed; 23: full. */
int pl_counter_pass(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client,
                    int32_t queue);
/* To another agent of the area, whatever his status, who serves nobody; he talks with him from now
 * on. 205; 228: there is no such agent, or the two are kept apart; 16: he serves somebody. */
int pl_counter_hand_over(struct pl_counter *e, pl_time_us now, int32_t agent, int32_t client,
                         int32_t other);
/* A call has begun between these two; who serves whom is found out. */
void pl_counter_talk(struct pl_counter *e, pl_time_us now, int32_t one, int32_t other);

/* ---- looking ---- */

const struct pl_counter_area *pl_counter_area_of(const struct pl_counter *e, int32_t id);
const struct pl_counter_queue *pl_counter_queue_of(const struct pl_counter *e, int32_t id);
/* NULL: nothing is known of him. */
const struct pl_counter_person *pl_counter_person_of(const struct pl_counter *e, int32_t user);
/* All areas in the order of creation, queues area by area; start with NULL, ends with NULL. */
const struct pl_counter_area *pl_counter_next_area(const struct pl_counter *e,
                                                   const struct pl_counter_area *area);
const struct pl_counter_queue *pl_counter_next_queue(const struct pl_counter_area *area,
                                                     const struct pl_counter_queue *queue);
const struct pl_counter_person *pl_counter_next_person(const struct pl_counter_area *area,
                                                       const struct pl_counter_person *person);
const struct pl_counter_person *pl_counter_next_staff(const struct pl_counter_area *area,
                                                      const struct pl_counter_person *person);
/* The oldest service; NULL: he serves nobody. */
const struct pl_counter_service *pl_counter_service_of(const struct pl_counter_agent *agent);
/* Has this agent this client, whether he is there or not? */
bool pl_counter_has(const struct pl_counter *e, int32_t agent, int32_t client);
/* What was set of him; else capacity 1 and no skills. */
void pl_counter_profile_of(const struct pl_counter *e, int32_t user,
                           struct pl_counter_profile *out);
/* Are these two kept apart? */
bool pl_counter_is_blocked(const struct pl_counter *e, int32_t one, int32_t other);
/* Clients in the area who wait in no queue of it (402). */
uint32_t pl_counter_guests(const struct pl_counter_area *area);
/* Clients before him; who waits in no queue: -1. */
int32_t pl_counter_before(const struct pl_counter_person *person);
/* Are changed numbers of this area held back for a while? */
bool pl_counter_holds_back(const struct pl_counter_area *area);

/* Of all queues since the beginning, also of those that are no more. */
void pl_counter_totals(const struct pl_counter *e, uint64_t *entered, uint64_t *matched,
                       uint64_t *abandoned);

/* Why somebody still waits. */
struct pl_counter_why {
    uint32_t before;                         /* clients who come first */
    uint32_t serving;                        /* agents who serve this queue ... */
    uint32_t by_status[PL_COUNTER_STATUSES]; /* ... by what they do */
    pl_time_us estimate_us; /* until he is matched; PL_TIME_NEVER: nobody can say */
    uint32_t apart;         /* of `serving`, kept apart from him */
    bool closed;            /* the queue is, by its hours */
    int32_t overflow;       /* the queue that takes him when he has waited long enough; 0: none */
    pl_time_us overflow_us; /* at this time, if it is open then and has room */
    uint32_t rung;          /* agents at whom he rings just now */
    bool may_call_back;     /* pl_counter_call_back would take one more, or has taken him */
    struct pl_counter_error error; /* of the estimates of this queue */
    /* Skills that the queue wants and of all agents of the area nobody has at their level; of a
     * queue that wants any of several, only when nobody has one of them. */
    struct pl_counter_skills missing;
};
/* False: he does not wait. The estimate: what the services of this queue have taken on average,
 * for each of those before him and himself, and the share of those of other queues who come first
 * (docs/routing.md), by the agents who are WAITING or WORKING. O(queues where somebody waits, times
 * different agents of the area). */
bool pl_counter_why(const struct pl_counter *e, const struct pl_counter_person *person,
                    struct pl_counter_why *out);
/* Somebody who was told an estimate by this queue has been matched: it was too long by error_s. */
void pl_counter_learn_error(struct pl_counter *e, int32_t queue, int32_t error_s);
/* Why this client is not for this agent, whatever he does just now. */
enum pl_counter_bar {
    PL_COUNTER_NO_BAR = 0,
    PL_COUNTER_BAR_QUEUE,  /* he does not serve the queue: its bits, or the queues named for him */
    PL_COUNTER_BAR_SKILLS, /* he lacks what the queue wants: *lacks */
    PL_COUNTER_BAR_APART,  /* the two are kept apart */
};
/* The client waits. */
enum pl_counter_bar pl_counter_bar_between(const struct pl_counter *e,
                                           const struct pl_counter_agent *agent,
                                           const struct pl_counter_person *client,
                                           struct pl_counter_skills *lacks);
/* Does he serve this queue, whatever he does just now? */
bool pl_counter_agent_serves(const struct pl_counter_agent *agent,
                             const struct pl_counter_queue *queue);

/* Asserts every invariant; O(everything). */
void pl_counter_check(const struct pl_counter *e);

#endif
