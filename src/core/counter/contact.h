/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is written down of the service counters, so that every number on a board can be counted
 * again and nothing that was acknowledged is lost with the process: plain data, made by the book
 * (book.h), kept by the shell.
 *
 *   contact   one row for one stay of a client, from the queue that he has entered until he is
 *             served, or has gone: also through transfers, overflows and matches that were missed
 *   stretch   one row for each time that an agent has spent in one status
 *   seat      one row for everybody who waits, is served, or is an agent in an area: what has to be
 *             known to give him his place back when he returns after a restart
 *
 * Times are milliseconds since 1970 (UTC), 0: it never came to that. They come from the clock that
 * never jumps, set by the wall once when the process starts.
 */
#ifndef PL_CORE_COUNTER_CONTACT_H
#define PL_CORE_COUNTER_CONTACT_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stdint.h>

enum pl_contact_outcome {
    PL_CONTACT_OPEN = 0, /* it goes on */
    PL_CONTACT_SERVED,   /* a call had begun, and the agent has finished, or gone */
    PL_CONTACT_FAILED,   /* matched, but no call has come of it */
    PL_CONTACT_LEFT,     /* he left the queue himself, or signed out */
    PL_CONTACT_LOST,     /* his link broke and he did not come back in time */
    PL_CONTACT_REMOVED,  /* the queue was deleted, he was removed, or the server turned him away */
    PL_CONTACT_OUTCOMES,
};

enum pl_contact_text {
    PL_CONTACT_NAME = 0, /* the client's, when he came */
    PL_CONTACT_AGENT,    /* the name of the agent who served him last */
    PL_CONTACT_INTAKE,   /* what the page sent along, JSON: [{"name":"..","value":".."}, ...] */
    PL_CONTACT_NOTES,    /* the agents': lines "USER: TEXT"; those that go on begin with a tab */
    PL_CONTACT_REMARK,   /* the client's, with his score */
    PL_CONTACT_TEXTS,
};

enum {
    PL_CONTACT_TEXT_MAX = 4096,  /* bytes of a text */
    PL_CONTACT_LONG_MAX = 24576, /* of INTAKE and NOTES */
    PL_CONTACT_OTHERS_MAX = 15,  /* services of an agent beside the oldest */
    PL_CONTACT_NO_SCORE = -1,    /* he has not rated the service */
    PL_CONTACT_NO_PROMISE = -1,  /* nobody could say how long it would take */
    PL_CONTACT_IDS_PER_MS = 1024 /* id = entered_ms * this + a number: ids are in time's order */
};

struct pl_contact {
    int64_t id;
    int32_t client;
    int32_t area;
    int32_t queue; /* that he entered */
    int32_t
        last_queue;   /* that he was matched from, or left: another after an overflow or transfer */
    int32_t agent;    /* who serves or served him last; 0: nobody */
    int32_t priority; /* when he entered */
    enum pl_contact_outcome outcome;
    int32_t code;        /* GV_ERR number with which he left a queue; 0 */
    int64_t entered_ms;  /* the queue */
    int64_t offered_ms;  /* matched with `agent`; of several matches the last */
    int64_t answered_ms; /* the first call between the two began */
    int64_t ended_ms;
    int32_t offers;     /* matches */
    int32_t misses;     /* of them, missed by the agent (rules.answer_us) */
    int32_t overflows;  /* queues that he was moved to by rules.overflow */
    int32_t transfers;  /* services that an agent handed over */
    int32_t promised_s; /* the estimate that he was told on entering; PL_CONTACT_NO_PROMISE */
    int32_t score;      /* ANYCHAT_AGENT_CTRL_EVALUATION; PL_CONTACT_NO_SCORE */
    struct pl_bytes texts[PL_CONTACT_TEXTS];
};

struct pl_stretch {
    int64_t id; /* from_ms * PL_CONTACT_IDS_PER_MS + a number */
    int32_t agent;
    int32_t area;
    int32_t status; /* enum pl_counter_status */
    int32_t client; /* WORKING: whom he served; 0: nobody */
    int64_t from_ms;
    int64_t to_ms; /* 0: it goes on */
};

/* A service of an agent who has several text contacts, but for the oldest. */
struct pl_counter_held {
    int32_t client;
    int32_t queue; /* that he came from */
    bool talking;
    int64_t contact;
    int64_t begun_ms;
    int64_t waited_ms;
    int64_t ticket; /* order in the queue, with the next, should he be put back */
    int64_t serial;
};

/* What `agent` says is of agents, the rest of clients but for the first two. */
struct pl_counter_seat {
    int32_t user;
    int32_t area;
    int32_t queue;   /* waits in it; 0: in none */
    int64_t contact; /* his newest; 0: none */
    int64_t ticket;  /* order in the queue, with the next: the engine's; of an agent: his client's,
                        should that one be put back */
    int64_t serial;
    int64_t since_ms; /* in the queue; of an agent: in his status */
    int32_t last_agent;
    bool call_back; /* his ticket is to be there without him */
    bool agent;
    int32_t status;
    int32_t client;       /* whom he serves; 0: nobody */
    int32_t client_queue; /* that he came from */
    bool talking;
    int64_t begun_ms;
    int64_t waited_ms;
    int32_t served;
    int32_t failed;
    int32_t misses;
    int64_t busy_ms;
    int64_t until_ms; /* of a wrap-up; 0: there is none */
    int64_t stretch;  /* that goes on; 0: none */
    struct pl_bytes secret;
    const struct pl_counter_held *others; /* in the order in which they began */
    size_t other_count;                   /* at most PL_CONTACT_OTHERS_MAX */
};

#endif
