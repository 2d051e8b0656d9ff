/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who reads nothing but the facts of the engine, for tests: each fact has to be possible after the
 * ones before, and what follows from all of them is what the engine shows. Nobody is lost, nobody
 * is served by two, nobody gets more than he can have.
 *
 *     ledger_begin(&l, strict)
 *     l.asks = l.picks = ...                 before a verb, when strict
 *     ledger_fact() for each fact of it, in order, then ledger_check()
 *
 * Strict, for worlds whose rules stay as they are, without blocked pairs, skills and ageing:
 *   - who is matched with a client of several gets the one whose turn it is, unless he picks him
 *   - nobody is given a client unless he waits for one (or has room for one more text contact), or
 *     asks: not in his pause, not in his wrap-up, not while he is closed
 *   - people before a client are counted again
 *   - a waiting automatic agent and a client whom he may serve never wait at the same time
 */
#ifndef PL_CORE_COUNTER_LEDGER_H
#define PL_CORE_COUNTER_LEDGER_H

#include "core/counter/counter.h"

enum { LEDGER_PEOPLE = 24 }; /* user ids from 1 */

struct ledger_person {
    int32_t area, queue;
    int32_t serves;    /* a client of an agent, the last of them */
    uint32_t load;     /* how many an agent has */
    int32_t served_by; /* while the two are matched */
    int32_t rings;     /* client who rings at this agent */
    bool call_back;    /* his ticket stays when he goes */
    int status;
    uint64_t came; /* in the order of those who have entered queues */
};

struct ledger {
    struct ledger_person people[LEDGER_PEOPLE + 1];
    bool pairs[LEDGER_PEOPLE + 1][LEDGER_PEOPLE + 1]; /* the agent has a service with the client */
    bool apart[LEDGER_PEOPLE + 1][LEDGER_PEOPLE + 1]; /* said by the test: never serve each other */
    int32_t last;                                     /* the greatest user id so far */
    bool strict;
    int32_t asks; /* the agent whose verb it is; 0: it is no request */
    bool picks;   /* he says which client */
    uint64_t tickets;
    uint64_t entered, left; /* queues */
    uint64_t matched, missed, served, again;
    uint64_t offers, call_backs, several, taken;
};

void ledger_begin(struct ledger *l, bool strict);
void ledger_fact(struct ledger *l, const struct pl_counter *e, const struct pl_counter_fact *f);
/* All facts of a verb have been read. */
void ledger_check(const struct ledger *l, const struct pl_counter *e);

#endif
