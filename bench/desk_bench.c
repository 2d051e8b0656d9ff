/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service counters as the server runs them, without its sockets: the whole domain (core), JSON
 * in, JSON out. 10 to 10,000 clients wait, 20 or 2,000 automatic agents serve them, all signed in
 * on links of their own, in one area with eight queues.
 *
 * A ticket: an agent says FINISHSERVICE, the next client is matched, both are told (602, 604), and
 * the one who was served enters a queue again. "Free to told" is from the agent's message until
 * what the next client hears stands ready for his socket. What everybody is told of numbers is
 * paced by the domain itself (config.pace_us for each person): it happens in ticks, which are
 * counted in "all tickets/s" and shown by themselves.
 */
#include "base/rng.h"
#include "core/core.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUEUES = 8, AGENTS_MAX = 2000, WAITING_MAX = 10000, TEXT = 256 };

static const pl_time_us between = PL_MS(250); /* tickets of one agent, of virtual time */

struct scene {
    struct pl_core *core;
    struct pl_prng rng;
    pl_time_us now;
    size_t agents, clients;
    uint64_t asked[AGENTS_MAX + WAITING_MAX + AGENTS_MAX + 1]; /* id of the last message, by link */
    uint64_t messages, bytes;
    double tick_ms, tick_worst_ms;
    int32_t told; /* the client who heard that an agent is ready, in the last step */
};

/* Guests are numbered downwards as they come. */
static int user_of(uint64_t link)
{
    return -1 - (int)link;
}

static uint64_t link_of(int32_t user)
{
    return (uint64_t)(-1 - user);
}

static double ms_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void step(struct scene *s, struct pl_event *e)
{
    static const char ready[] = "\"event\":604,";
    struct pl_effects effects;
    e->now = s->now;
    s->told = 0;
    if (pl_core_step(s->core, e, &effects) != PL_OK)
        abort();
    for (size_t i = 0; i < effects.count; i++) {
        const struct pl_effect *f = &effects.items[i];
        if (f->type != PL_EFFECT_SEND)
            continue;
        s->messages++;
        s->bytes += f->send.bytes.len;
        if (memmem(f->send.bytes.data, f->send.bytes.len, ready, sizeof(ready) - 1))
            s->told = (int32_t)f->send.link;
    }
}

static void say(struct scene *s, uint64_t link, const char *fields)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    char text[TEXT];
    int n = snprintf(text, sizeof(text), "{\"id\":%llu,%s}", (unsigned long long)++s->asked[link],
                     fields);
    e.link_text.link = link;
    e.link_text.bytes = pl_bytes_of((const uint8_t *)text, (size_t)n);
    step(s, &e);
}

static void control(struct scene *s, uint64_t link, int type, int id, int code, int p1)
{
    char fields[TEXT];
    snprintf(fields, sizeof(fields),
             "\"t\":\"object_control\",\"type\":%d,\"object\":%d,\"code\":%d,\"p1\":%d", type, id,
             code, p1);
    say(s, link, fields);
}

/* What is due until now; its time is that of telling everybody. */
static void ticks(struct scene *s)
{
    pl_time_us end = s->now;
    while (pl_core_deadline(s->core) <= end) {
        struct pl_event e = {.type = PL_EVENT_TICK};
        double begun = ms_now(), took;
        s->now = pl_core_deadline(s->core);
        step(s, &e);
        took = ms_now() - begun;
        s->tick_ms += took;
        s->tick_worst_ms = took > s->tick_worst_ms ? took : s->tick_worst_ms;
    }
    s->now = end;
}

static void sign_in(struct scene *s, uint64_t link)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    char fields[TEXT];
    e.link_opened.link = link;
    e.link_opened.ip = pl_bytes_str("10.0.0.1");
    memcpy(e.link_opened.random, &link, sizeof(link));
    step(s, &e);
    say(s, link, "\"t\":\"hello\",\"sdk\":\"bench\",\"video\":[\"VP8\"]");
    snprintf(fields, sizeof(fields), "\"t\":\"login\",\"name\":\"user-%llu\"",
             (unsigned long long)link);
    say(s, link, fields);
}

static void agent(struct scene *s, uint64_t link)
{
    char fields[TEXT];
    sign_in(s, link);
    snprintf(fields, sizeof(fields),
             "\"t\":\"object_set\",\"type\":8,\"object\":%d,\"info\":7,\"number\":18",
             user_of(link));
    say(s, link, fields);
    snprintf(fields, sizeof(fields),
             "\"t\":\"object_set\",\"type\":8,\"object\":%d,\"info\":10,\"number\":%d",
             user_of(link), link == 1 ? -1 : 1 + (int)pl_prng_below(&s->rng, 255));
    say(s, link, fields);
    control(s, link, 4, 1, 401, 0);
    control(s, link, 6, user_of(link), 601, 1);
}

static void enter(struct scene *s, uint64_t link)
{
    control(s, link, 5, 1 + (int)pl_prng_below(&s->rng, QUEUES), 501, 0);
}

static void begin(struct scene *s, size_t agents, size_t waiting)
{
    static struct pl_counter_setup setups[QUEUES + 1];
    static struct pl_core_place area = {1, &setups[QUEUES]}, queues[QUEUES];
    struct pl_core_config config;
    for (int q = 0; q < QUEUES; q++) {
        pl_counter_setup_init(&setups[q]);
        setups[q].area = 1;
        setups[q].attribute = 1 << q;
        setups[q].priority = q == 0 ? 10 : 0;
        queues[q] = (struct pl_core_place){q + 1, &setups[q]};
    }
    pl_core_config_init(&config);
    config.areas = &area;
    config.area_count = 1;
    config.queues = queues;
    config.queue_count = QUEUES;
    config.max_links = config.max_sessions = config.max_names = 20000;
    config.logins_per_minute = 1000000;
    *s = (struct scene){.now = PL_SEC(1), .agents = agents, .clients = agents + waiting};
    pl_prng_init(&s->rng, 7);
    s->core = pl_core_create(&config);
    if (!s->core)
        abort();
    for (uint64_t link = 1; link <= agents; link++)
        agent(s, link);
    for (uint64_t link = agents + 1; link <= agents + s->clients; link++) {
        s->now += PL_MS(1);
        ticks(s);
        sign_in(s, link);
        control(s, link, 4, 1, 401, 0);
        enter(s, link);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* One agent after the other finishes; gives how long until the next client was told, or -1. */
static double ticket(struct scene *s, uint64_t agent_link)
{
    int32_t served = 0;
    struct pl_bytes none;
    double begun, took;
    s->now += between / s->agents;
    ticks(s);
    (void)pl_core_object_value(s->core, 6, user_of(agent_link), 602, &served, &none);
    begun = ms_now();
    control(s, agent_link, 6, user_of(agent_link), 604, 0);
    took = ms_now() - begun;
    took = s->told ? took : -1;
    if (served != 0)
        enter(s, link_of(served));
    return took;
}

static void measure(size_t agents, size_t waiting, size_t rounds)
{
    static struct scene s;
    size_t before = mallinfo2().uordblks, after, told = 0;
    double *shots = calloc(rounds, sizeof(*shots)), begun, all;
    struct pl_core_stats stats;
    if (!shots)
        abort();
    begin(&s, agents, waiting);
    after = mallinfo2().uordblks;
    for (size_t i = 0; i < agents; i++)
        (void)ticket(&s, 1 + i);
    s.tick_ms = s.tick_worst_ms = 0;
    s.messages = s.bytes = 0;
    begun = ms_now();
    for (size_t i = 0; i < rounds; i++) {
        double took = ticket(&s, 1 + i % agents);
        if (took >= 0)
            shots[told++] = took;
    }
    all = ms_now() - begun;
    pl_core_stats(s.core, &stats);
    qsort(shots, told, sizeof(*shots), by_value);
    assert(told > rounds / 2);
    printf("| %zu | %zu | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", agents,
           (size_t)stats.waiting, (double)rounds / (all - s.tick_ms) * 1e3,
           (double)rounds / all * 1e3, shots[told / 2] * 1e3, shots[told * 99 / 100] * 1e3,
           s.tick_worst_ms, (double)s.messages / (double)rounds,
           (double)(after - before) / (double)(2 * agents + waiting) / 1e3);
    fflush(stdout);
    pl_core_destroy(s.core);
    free(shots);
}

int main(void)
{
    static const size_t lengths[] = {10, 100, 1000, 10000};
    puts("| agents | waiting | tickets/s | with telling all | free to told, median us | p99 us | "
         "longest tick ms | messages a ticket | kB a person "
         "|\n|---|---|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < 4; i++)
        measure(20, lengths[i], 2000);
    for (size_t i = 0; i < 4; i++)
        measure(2000, lengths[i], 4000);
    return 0;
}
