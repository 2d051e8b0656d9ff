/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model of the routing engine that knows nothing of trees, groups and heaps: its rules, person by
 * person, in plain arrays; and the exploration of every state that the people of a small scene can
 * reach within so many verbs, with every verb tried in it (explore.c).
 *
 *   turn.c       whose turn it is
 *   model.c      what follows: agents, tickets, services
 *   clock.c      what happens by itself
 *   verbs.c      what people do, and time; each with its code
 *   real.c       the same to the engine; are the two the same, and does every invariant hold?
 *   key.c        states in few bytes, so that they can be found again
 *   explore.c    which states there are, and the engine's walk through all of them
 *
 * Time is a verb: it goes to the next moment at which something is due, and all that is due then
 * happens. All rules of a scene have the same length of time, far longer than other verbs take: so
 * the order of timers is the order in which they were armed. A verb takes at most half of the time
 * that is left, so that anything can be done before the next of them.
 */
#ifndef PL_CORE_COUNTER_MODEL_MODEL_H
#define PL_CORE_COUNTER_MODEL_MODEL_H

#include "core/counter/desk.h"
#include "core/counter/ledger.h"

enum { AGENTS = 3, CLIENTS = 4, QUEUES = 2, SLOTS = 2, NOBODY = -1, ACTS_MAX = 128, TEXT = 1024 };
enum { FIRST_CLIENT = 1, FIRST_AGENT = 5 };

#define LONG_US (UINT64_C(1) << 52) /* of all rules */
#define STEP_US (UINT64_C(1) << 38) /* of a verb */
#define END_US  (UINT64_C(1) << 62)
enum { IS_CLOSED, IS_WAITING, IS_WORKING, IS_PAUSED };
enum { AS_SERVED, AS_FAILED, AS_MISSED, AS_HANDED };

/* What an agent or a client does; time does the last one. */
enum what {
    COME,
    GO,
    ENTER,     /* arg: queue */
    LEAVE,     /* arg: queue */
    GONE,      /* goes altogether */
    CALL_BACK, /* arg: on or off */
    STATUS,    /* arg */
    REQUEST,
    START, /* arg: client */
    FINISH,
    FINISH_NEWEST,
    TALK, /* with the newest of his clients */
    PASS, /* the oldest; arg: queue */
    HAND, /* the same; arg: agent */
    TIME,
    VERBS,
};

struct act {
    uint8_t what, who, arg;
    bool of_client;
};

/* ---- a scene: who is there, and which verbs are tried ---- */

struct scene {
    int agents, clients;
    unsigned depth; /* states behind so many verbs are not looked into */
    struct pl_counter_rules rules[QUEUES];
    bool manual;     /* agents ask for clients: the third one is not automatic */
    uint32_t rooms;  /* text contacts of an agent; 0: one, as usual */
    uint32_t verbs;  /* bits of enum what, for agents and clients */
    uint32_t status; /* bits of statuses that agents say */
    uint32_t goers;  /* bits of agents who come and go */
    const struct act *first;
    size_t first_count;
    /* made by make_acts() */
    struct act acts[ACTS_MAX];
    size_t act_count;
    uint8_t index[2][VERBS][CLIENTS][CLIENTS]; /* of an act; [1]: of clients */
};

static const int32_t queue_ids[QUEUES] = {101, 103};
static const int32_t queue_bits[QUEUES] = {1, 2};
static const int client_priority[CLIENTS] = {10, 10, 15, 15};
static const int32_t agent_bits[AGENTS] = {-1, 1, 2};

/* ---- the model ---- */

struct timer {
    uint64_t at; /* 0: not armed */
    unsigned seq;
};

struct client {
    bool in, call_back;
    int queue;  /* NOBODY: none */
    int server; /* NOBODY: none */
    unsigned serial;
    struct timer due; /* of his overflow, or while he rings */
};

struct service {
    int client, from; /* client: NOBODY: no service */
    bool with;        /* he has not gone, nor gone on */
    bool talking;
    struct timer due;
};

struct agent {
    bool in, shown, loose;
    int status, wish, load, offer;
    struct service services[SLOTS]; /* the oldest first */
    struct timer due;               /* of the wrap-up */
    uint64_t idle_since;
    unsigned came, turn, offered, misses;
    unsigned done, failed;
};

struct model {
    const struct scene *scene;
    struct client clients[CLIENTS];
    struct agent agents[AGENTS];
    uint64_t clock;
    unsigned seq;
    int loose[AGENTS]; /* agents to look for work before the verb ends */
    int loose_count;
    bool thinned; /* somebody went off duty */
    bool quiet;
    size_t used;
    char told[TEXT];
};

static inline bool is_automatic(const struct scene *s, int a)
{
    return !s->manual || a < 2;
}

static inline const struct pl_counter_rules *model_rules(const struct model *m, int queue)
{
    return &m->scene->rules[queue];
}

static inline void model_arm(struct model *m, struct timer *t, uint64_t at)
{
    *t = (struct timer){at, ++m->seq};
}

static inline void model_disarm(struct timer *t)
{
    *t = (struct timer){0, 0};
}

static inline bool is_timed(const struct scene *s)
{
    return s->verbs & 1u << TIME;
}

/* ---- whose turn it is (turn.c) ---- */

bool model_serves(int a, int queue);
/* Is c to be served before d, of the same queue or not? */
bool model_before(const struct model *m, int c, int d);
/* One of this queue, as far as his hands are free. */
bool model_may_take(const struct model *m, int a, int queue);
/* Has text contacts, and could have one more. */
bool model_has_room(const struct model *m, int a);
/* NOBODY: there is none. */
int model_next_client(const struct model *m, int a);
int model_idle_agent(const struct model *m, int queue);
int model_agent_with_room(const struct model *m, int queue);

/* ---- what follows (model.c) ---- */

void model_begin(struct model *m, const struct scene *s);
/* A line of what the engine has to tell. */
void model_tell(struct model *m, const char *format, ...) PL_PRINTF(2, 3);
void model_set_status(struct model *m, int a, int status);
/* Whoever waits for clients by himself gets one, or is found by the next who comes. */
void model_look(struct model *m, int a);
/* The same, before the verb ends. */
void model_loosen(struct model *m, int a);
/* The first agent at whom he rings; NOBODY: none. */
int model_first_rung(const struct model *m, int c);
void model_unoffer(struct model *m, int a, bool missed);

bool model_is_full(const struct model *m, int queue);
/* The queue that takes who enters this one; NOBODY: none. */
int model_taker(const struct model *m, int queue);
void model_put_ticket(struct model *m, int c, int queue, bool again);
void model_leave_queue(struct model *m, int c, int code);
/* An agent for him, as far as somebody is there for it. */
void model_place(struct model *m, int c);
/* Into the overflow; false: it does not take him. */
bool model_move_on(struct model *m, int c);
/* Nobody is on duty any more: those who overflow for that do. */
void model_thin_out(struct model *m);

void model_begin_service(struct model *m, int a, int c, int from);
void model_match(struct model *m, int a, int c);
/* His agent has him still, but he is not there any more. */
void model_let_go(struct model *m, int c);
void model_end_service(struct model *m, int a, int slot, int how);
/* The same, and what the agent does next. */
void model_finish_as(struct model *m, int a, int slot, int how);

/* ---- what happens by itself (clock.c) ---- */

/* Before a verb ends. */
void model_settle(struct model *m);
/* When something is due; 0: never. */
uint64_t model_deadline(const struct model *m);
/* Everything that is due by m->clock happens. */
void model_tick(struct model *m);

/* ---- verbs (verbs.c) ---- */

/* The client whom a verb of an agent means: user id; 0: nobody. To be asked before the verb. */
int32_t model_client_of(const struct model *m, const struct act *act);
/* What a verb takes now; 0: there is not enough time for one more. */
uint64_t model_step(const struct model *m);
/* That passes, and this happens; its code. */
int model_act(struct model *m, const struct act *act);

/* ---- the engine (real.c) ---- */

/* Both at the beginning of the scene. */
void real_begin(struct desk *d, struct ledger *l, struct model *m, const struct scene *s);
/* Does it to both, and compares. */
void real_try(struct desk *d, struct ledger *l, struct model *m, const struct act *act);

/* ---- states in few bytes (key.c) ---- */

struct key {
    uint64_t words[5];
};

/* Clients of one priority are interchangeable: which of them stands where in a key. */
struct order {
    uint8_t at[CLIENTS]; /* place -> client */
    uint8_t of[CLIENTS]; /* client -> place */
};

void key_order(const struct model *m, struct order *o);
void key_pack(const struct model *m, const struct order *o, struct key *key);
/* With the clients in the places of the key. */
void key_unpack(const struct key *key, const struct scene *s, struct model *m);

/* ---- all of them (explore.c) ---- */

/* Prints how many there were. */
void explore(struct desk *d, struct scene *s);

#endif
