/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories for tests of the routing engine: each verb is checked (pl_counter_check) and leaves its
 * facts in a trace, a line for each:
 *
 *   11 > area 1        entered           11 > queue 101      (again: put back)
 *   11 < area 1 101    left, with code   11 < queue 101 751
 *   22 serves 11 of 101                  22 finished 11 of 101 served|failed|missed|handed on
 *   22 takes 11 of 101 from another
 *   11 rings 22        is offered         11 rings 22 no more[, missed]
 *   11 to be called back, queue 101      11 waits again, queue 101
 *   22 is 2            an agent's status queue 101, area 1   their numbers have changed
 */
#ifndef PL_CORE_COUNTER_DESK_H
#define PL_CORE_COUNTER_DESK_H

#include "core/counter/counter.h"

enum { DESK_TRACE = 65536, AREA = 4, QUEUE = 5, CLIENT = 8 };

struct desk {
    struct pl_counter_config config;
    struct pl_counter *e;
    pl_time_us now;
    bool numbers; /* what has changed is part of the trace */
    size_t used;
    char trace[DESK_TRACE];
};

int desk_setup(void **state); /* area 1 with queues 101 (bit 1), 102 (bit 1, VIP), 103 (bit 2) */
int desk_teardown(void **state);
#define desk_test(fn) cmocka_unit_test_setup_teardown(fn, desk_setup, desk_teardown)

/* Made anew with d->config, the same places. */
void desk_again(struct desk *d);
void desk_put_queue(struct desk *d, int32_t id, int32_t attribute, int32_t priority);
/* Changes the rules of a queue. */
struct pl_counter_rules desk_rules(const struct desk *d, int32_t queue);

/* Time goes by, with every tick that is wanted. */
void desk_wait(struct desk *d, pl_time_us us);
/* After a verb: what it has done goes into the trace. Gives its code back. */
int desk_done(struct desk *d, int code);
/* A fact goes into the trace; for who reads them himself. */
void desk_fact(struct desk *d, const struct pl_counter_fact *f);

int desk_number(struct desk *d, int32_t type, int32_t id, enum pl_counter_number what,
                int32_t value);
/* Enters area 1. */
void desk_client(struct desk *d, int32_t user, int32_t priority);
void desk_agent(struct desk *d, int32_t user, int32_t attribute, bool automatic);

int desk_queue(struct desk *d, int32_t user, int32_t queue);
int desk_status(struct desk *d, int32_t agent, int32_t status);
int desk_request(struct desk *d, int32_t agent);
int desk_finish(struct desk *d, int32_t agent);
void desk_talk(struct desk *d, int32_t agent, int32_t client);

void desk_expect_at(struct desk *d, const char *expected, const char *file, int line);
#define desk_expect(d, expected) desk_expect_at(d, expected, __FILE__, __LINE__)
void desk_skip(struct desk *d);

#endif
