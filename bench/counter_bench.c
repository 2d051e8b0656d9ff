/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routing engine of the service counters with 10 to 10,000 clients waiting and up to 2,000
 * agents: what a ticket costs from entering the queue to the end of the service, what the slowest
 * in a hundred verbs costs, and memory. The claim to be seen: nothing grows with the queue but the
 * depth of a tree.
 *
 * One area, eight queues of which an agent serves some (255 different attributes), priorities 5 to
 * 15. A round: an agent finishes and is given the next client by himself; a new client enters. So
 * the queues keep their length. Facts are read and dropped: what telling costs is the server's, and
 * it paces itself.
 */
#include "base/rng.h"
#include "core/counter/counter.h"
#include "proto/wire/constants_gen.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { QUEUES = 8, ROUNDS = 40000, AREA_ID = 1, FIRST_AGENT = 1000000, SHOTS = 20000 };

struct scene {
    struct pl_counter *e;
    struct pl_prng rng;
    pl_time_us now;
    int32_t next_client;
    size_t agents;
};

static double ns_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* The client who was matched by the last verb, by its facts; 0: nobody. */
static int32_t drain(struct scene *s)
{
    const struct pl_counter_fact *f;
    int32_t matched = 0;
    while ((f = pl_counter_next_fact(s->e))) {
        if (f->kind == PL_COUNTER_MATCHED)
            matched = f->user;
    }
    return matched;
}

static void number(struct scene *s, int32_t type, int32_t id, enum pl_counter_number what,
                   int32_t value)
{
    bool changed;
    int code = pl_counter_set_number(s->e, s->now, type, id, what, value, &changed);
    assert(code == 0);
    (void)code;
}

static void must(int code)
{
    if (code != 0)
        abort();
}

static void new_client(struct scene *s)
{
    int32_t user = s->next_client++;
    number(s, PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER, user, PL_COUNTER_NUMBER_PRIORITY,
           5 + (int32_t)pl_prng_below(&s->rng, 11));
    must(pl_counter_enter_area(s->e, s->now, user, AREA_ID));
    must(pl_counter_enter_queue(s->e, s->now, user, 1 + (int32_t)pl_prng_below(&s->rng, QUEUES)));
    drain(s);
}

static void begin(struct scene *s, size_t agents, size_t waiting)
{
    struct pl_counter_config config;
    pl_counter_config_init(&config);
    *s = (struct scene){.now = PL_SEC(1), .next_client = 1, .agents = agents};
    pl_prng_init(&s->rng, 7);
    s->e = pl_counter_create(&config);
    must(s->e ? 0 : 1);
    must(pl_counter_put_area(s->e, s->now, AREA_ID));
    for (int32_t q = 1; q <= QUEUES; q++) {
        must(pl_counter_put_queue(s->e, s->now, q, AREA_ID));
        number(s, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q, PL_COUNTER_NUMBER_ATTRIBUTE, 1 << (q - 1));
        number(s, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q, PL_COUNTER_NUMBER_PRIORITY, q == 1 ? 10 : 0);
    }
    for (size_t i = 0; i < agents; i++) {
        int32_t user = FIRST_AGENT + (int32_t)i;
        number(s, PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER, user, PL_COUNTER_NUMBER_FLAGS,
               PL_COUNTER_AGENT | PL_COUNTER_AUTOMATIC);
        number(s, PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER, user, PL_COUNTER_NUMBER_ATTRIBUTE,
               i == 0 ? -1 : 1 + (int32_t)pl_prng_below(&s->rng, 255));
        must(pl_counter_enter_area(s->e, s->now, user, AREA_ID));
        must(pl_counter_status(s->e, s->now, user, PL_COUNTER_WAITING));
    }
    for (size_t i = 0; i < agents + waiting; i++)
        new_client(s);
    drain(s);
}

/* One ticket from the agent's free hand to the next one waiting. */
static void one_round(struct scene *s)
{
    int32_t agent = FIRST_AGENT + (int32_t)pl_prng_below(&s->rng, s->agents);
    const struct pl_counter_person *p = pl_counter_person_of(s->e, agent);
    int32_t client = p->agent->client;
    s->now += 50;
    if (client)
        pl_counter_talk(s->e, s->now, agent, client);
    must(pl_counter_finish(s->e, s->now, agent));
    drain(s);
    if (client) {
        pl_counter_gone(s->e, s->now, client, 0);
        new_client(s);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* From an agent's `finish` to the fact that he has the next one. */
static double slowest(struct scene *s, double *median)
{
    double *shots = calloc(SHOTS, sizeof(*shots)), p99;
    must(shots ? 0 : 1);
    for (size_t i = 0; i < SHOTS; i++) {
        int32_t agent = FIRST_AGENT + (int32_t)pl_prng_below(&s->rng, s->agents);
        int32_t client = pl_counter_person_of(s->e, agent)->agent->client;
        double begun;
        s->now += 50;
        begun = ns_now();
        must(pl_counter_finish(s->e, s->now, agent));
        drain(s);
        shots[i] = ns_now() - begun;
        if (client) {
            pl_counter_gone(s->e, s->now, client, 0);
            new_client(s);
        }
    }
    qsort(shots, SHOTS, sizeof(*shots), by_value);
    *median = shots[SHOTS / 2];
    p99 = shots[SHOTS * 99 / 100];
    free(shots);
    return p99;
}

static void measure(size_t agents, size_t waiting)
{
    struct scene s;
    size_t before = mallinfo2().uordblks, after;
    double begun, per_ticket, median, p99;
    size_t length = 0;
    begin(&s, agents, waiting);
    after = mallinfo2().uordblks;
    for (int i = 0; i < ROUNDS / 4; i++)
        one_round(&s);
    begun = ns_now();
    for (int i = 0; i < ROUNDS; i++)
        one_round(&s);
    per_ticket = (ns_now() - begun) / ROUNDS;
    p99 = slowest(&s, &median);
    for (const struct pl_counter_queue *q =
             pl_counter_next_queue(pl_counter_area_of(s.e, AREA_ID), NULL);
         q; q = pl_counter_next_queue(pl_counter_area_of(s.e, AREA_ID), q))
        length += pl_rank_count(&q->tickets);
    printf("| %zu | %zu | %.0f | %.0f | %.2f | %.2f | %.0f |\n", agents, length, 1e9 / per_ticket,
           per_ticket, median / 1e3, p99 / 1e3,
           (double)(after - before) / (double)(2 * agents + waiting));
    pl_counter_destroy(s.e);
}

int main(void)
{
    static const size_t lengths[] = {10, 100, 1000, 10000};
    puts(
        "| agents | waiting | tickets/s | ns a ticket | free to next, median us | p99 us | bytes a "
        "person |\n|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < 4; i++)
        measure(20, lengths[i]);
    for (size_t i = 0; i < 4; i++)
        measure(2000, lengths[i]);
    return 0;
}
