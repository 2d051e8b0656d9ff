/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against a model of it that knows nothing of trees, groups and timers: the rules of the
 * manual, person by person, in plain arrays. Explored is every state that the people of a scene can
 * reach, with every verb in it, breadth first, up to a depth; after each verb the answer, the facts
 * in their order, and every number are those of the model.
 */
#include "pl_test.h"

#include "core/counter/desk.h"

#include <stdio.h>

enum { AGENTS = 3, CLIENTS = 4, QUEUES = 2, NOBODY = -1, PATH = 16, TEXT = 1024 };
enum { FIRST_CLIENT = 11, FIRST_AGENT = 21 };

enum what { GO, COME, ENTER, LEAVE, STATUS, REQUEST, FINISH, TALK, START };

struct act {
    uint8_t what, who, arg;
};

/* ---- the model ---- */

struct client {
    bool in;
    int queue; /* NOBODY: none */
    int server;
    unsigned since;
};

struct agent {
    bool in, with, talking;
    int status, client, wish, from;
    unsigned idle_since;
    unsigned done, failed;
};

struct model {
    struct client clients[CLIENTS];
    struct agent agents[AGENTS];
    unsigned clock;
    size_t used;
    char told[TEXT];
};

static const int32_t queue_ids[QUEUES] = {101, 103};
static const int32_t queue_bits[QUEUES] = {1, 2};
static const int queue_priority[QUEUES] = {0, 0};
static const int client_priority[CLIENTS] = {10, 10, 15, 5};
static const int32_t agent_bits[AGENTS] = {-1, 1, 2};
static const bool automatic[AGENTS] = {true, true, false};

static void tell(struct model *m, const char *format, ...) PL_PRINTF(2, 3);

static void tell(struct model *m, const char *format, ...)
{
    va_list ap;
    int n;
    va_start(ap, format);
    n = vsnprintf(m->told + m->used, TEXT - m->used, format, ap);
    va_end(ap);
    assert_true(n > 0 && m->used + (size_t)n < TEXT);
    m->used += (size_t)n;
}

static bool serves(int a, int queue)
{
    return agent_bits[a] == -1 || agent_bits[a] & queue_bits[queue];
}

/* Is c to be served before d? */
static bool before(const struct model *m, int c, int d)
{
    const struct client *x = &m->clients[c], *y = &m->clients[d];
    if (queue_priority[x->queue] != queue_priority[y->queue])
        return queue_priority[x->queue] > queue_priority[y->queue];
    if (client_priority[c] != client_priority[d])
        return client_priority[c] > client_priority[d];
    return x->since < y->since;
}

static int next_client(const struct model *m, int a)
{
    int best = NOBODY;
    for (int c = 0; c < CLIENTS; c++) {
        if (m->clients[c].queue == NOBODY || !serves(a, m->clients[c].queue))
            continue;
        if (best == NOBODY || before(m, c, best))
            best = c;
    }
    return best;
}

static int next_agent(const struct model *m, int queue)
{
    int best = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        if (!x->in || !automatic[a] || x->status != 1 || !serves(a, queue))
            continue;
        if (best == NOBODY || x->idle_since < m->agents[best].idle_since)
            best = a;
    }
    return best;
}

static void set_status(struct model *m, int a, int status)
{
    if (m->agents[a].status == status)
        return;
    m->agents[a].status = status;
    if (status == 1)
        m->agents[a].idle_since = m->clock;
    tell(m, "%d is %d\n", FIRST_AGENT + a, status);
}

static void let_go(struct model *m, int c)
{
    if (m->clients[c].server != NOBODY)
        m->agents[m->clients[c].server].with = false;
    m->clients[c].server = NOBODY;
}

static void leave_queue(struct model *m, int c, int code)
{
    tell(m, "%d < queue %d %d\n", FIRST_CLIENT + c, queue_ids[m->clients[c].queue], code);
    m->clients[c].queue = NOBODY;
}

static void match(struct model *m, int a, int c)
{
    struct agent *x = &m->agents[a];
    x->from = m->clients[c].queue;
    leave_queue(m, c, 751);
    tell(m, "%d serves %d of %d\n", FIRST_AGENT + a, FIRST_CLIENT + c, queue_ids[x->from]);
    x->client = c;
    x->with = true;
    x->talking = false;
    x->wish = NOBODY;
    m->clients[c].server = a;
    set_status(m, a, 2);
}

static void look(struct model *m, int a)
{
    int c = next_client(m, a);
    if (automatic[a] && m->agents[a].status == 1 && c != NOBODY)
        match(m, a, c);
}

static void end(struct model *m, int a)
{
    struct agent *x = &m->agents[a];
    tell(m, "%d finished %d of %d %s\n", FIRST_AGENT + a, FIRST_CLIENT + x->client,
         queue_ids[x->from], x->talking ? "served" : "failed");
    x->done += x->talking ? 1 : 0;
    x->failed += x->talking ? 0 : 1;
    if (x->with)
        let_go(m, x->client);
    x->client = NOBODY;
    x->talking = false;
}

/* ---- its verbs: the code of each, or NOBODY: it makes no sense now ---- */

static int client_act(struct model *m, const struct act *act)
{
    struct client *x = &m->clients[act->who];
    int c = act->who, a;
    switch (act->what) {
    case COME:
        if (x->in)
            return 100201;
        x->in = true;
        tell(m, "%d > area 1\n", FIRST_CLIENT + c);
        return 0;
    case GO:
        if (!x->in)
            return 9;
        if (x->queue != NOBODY)
            leave_queue(m, c, 0);
        let_go(m, c);
        x->in = false;
        tell(m, "%d < area 1 0\n", FIRST_CLIENT + c);
        return 0;
    case ENTER:
        if (!x->in || x->queue != NOBODY)
            return x->in ? 100202 : 750;
        let_go(m, c);
        x->queue = act->arg;
        x->since = m->clock;
        tell(m, "%d > queue %d\n", FIRST_CLIENT + c, queue_ids[x->queue]);
        a = next_agent(m, x->queue);
        if (a != NOBODY)
            match(m, a, c);
        return 0;
    default: /* LEAVE */
        if (x->queue != act->arg)
            return 750;
        leave_queue(m, c, 0);
        return 0;
    }
}

static int come_or_go(struct model *m, int a, bool comes)
{
    struct agent *x = &m->agents[a];
    if (x->in == comes)
        return comes ? 100201 : 9;
    if (!comes && x->client != NOBODY)
        end(m, a);
    tell(m, comes ? "%d > area 1\n" : "%d < area 1 0\n", FIRST_AGENT + a);
    *x = (struct agent){.in = comes, .client = NOBODY, .wish = NOBODY};
    return 0;
}

static int agent_act(struct model *m, const struct act *act)
{
    struct agent *x = &m->agents[act->who];
    int a = act->who, c;
    if (act->what == COME || act->what == GO)
        return come_or_go(m, a, act->what == COME);
    if (!x->in)
        return 228;
    switch (act->what) {
    case STATUS:
        if (x->client != NOBODY) {
            x->wish = act->arg == 2 ? NOBODY : act->arg;
            return 0;
        }
        set_status(m, a, act->arg);
        look(m, a);
        return 0;
    case FINISH:
        if (x->client == NOBODY && x->status != 2)
            return 0;
        if (x->client != NOBODY)
            end(m, a);
        set_status(m, a, x->wish == NOBODY ? 1 : x->wish);
        x->wish = NOBODY;
        look(m, a);
        return 0;
    case REQUEST:
    case START:
        if (x->client != NOBODY)
            return 16;
        c = act->what == REQUEST ? next_client(m, a) : act->arg;
        if (c == NOBODY)
            return 9;
        if (m->clients[c].queue == NOBODY || !serves(a, m->clients[c].queue))
            return 205;
        match(m, a, c);
        return 0;
    default: /* TALK with whom he serves */
        x->talking = x->talking || x->with;
        return 0;
    }
}

/* ---- the same to the engine ---- */

static int real_client(struct desk *d, const struct act *act)
{
    int32_t user = FIRST_CLIENT + act->who;
    switch (act->what) {
    case COME:
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, -1, 0);
    case ENTER:
        return pl_counter_enter_queue(d->e, d->now, user, queue_ids[act->arg]);
    default:
        return pl_counter_leave_queue(d->e, d->now, user, queue_ids[act->arg], 0);
    }
}

static int real_agent(struct desk *d, const struct act *act)
{
    int32_t user = FIRST_AGENT + act->who;
    const struct pl_counter_person *p = pl_counter_person_of(d->e, user);
    switch (act->what) {
    case COME:
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, 1, 0);
    case STATUS:
        return pl_counter_status(d->e, d->now, user, act->arg);
    case REQUEST:
        return pl_counter_request(d->e, d->now, user);
    case START:
        return pl_counter_start(d->e, d->now, user, FIRST_CLIENT + act->arg);
    case FINISH:
        return pl_counter_finish(d->e, d->now, user);
    default:
        if (!p->agent)
            return 228;
        pl_counter_talk(d->e, d->now, user, p->agent->client);
        return 0;
    }
}

/* ---- the scene ---- */

struct scene {
    int agents, clients;
    size_t depth, max_states;
    struct act acts[128];
    bool of_client[128];
    size_t act_count;
};

static void add_act(struct scene *s, bool of_client, enum what what, int who, int arg)
{
    s->of_client[s->act_count] = of_client;
    s->acts[s->act_count++] = (struct act){(uint8_t)what, (uint8_t)who, (uint8_t)arg};
}

static void make_acts(struct scene *s)
{
    for (int c = 0; c < s->clients; c++) {
        add_act(s, true, COME, c, 0);
        add_act(s, true, GO, c, 0);
        for (int q = 0; q < QUEUES; q++) {
            add_act(s, true, ENTER, c, q);
            add_act(s, true, LEAVE, c, q);
        }
    }
    for (int a = 0; a < s->agents; a++) {
        add_act(s, false, COME, a, 0);
        add_act(s, false, GO, a, 0);
        for (int status = 0; status < 4; status++)
            add_act(s, false, STATUS, a, status);
        add_act(s, false, REQUEST, a, 0);
        add_act(s, false, FINISH, a, 0);
        add_act(s, false, TALK, a, 0);
        for (int c = 0; c < s->clients; c++)
            add_act(s, false, START, a, c);
    }
}

static void begin(struct desk *d, struct model *m)
{
    *m = (struct model){.clock = 0};
    for (int c = 0; c < CLIENTS; c++)
        m->clients[c] = (struct client){.queue = NOBODY, .server = NOBODY};
    for (int a = 0; a < AGENTS; a++)
        m->agents[a] = (struct agent){.client = NOBODY, .wish = NOBODY};
    desk_again(d);
    for (int c = 0; c < CLIENTS; c++)
        (void)desk_number(d, CLIENT, FIRST_CLIENT + c, PL_COUNTER_NUMBER_PRIORITY,
                          client_priority[c]);
    for (int a = 0; a < AGENTS; a++) {
        int32_t flags = PL_COUNTER_AGENT | (automatic[a] ? PL_COUNTER_AUTOMATIC : 0);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_FLAGS, flags);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_ATTRIBUTE, agent_bits[a]);
    }
    desk_skip(d);
}

/* Without looking: only to come back to a state. */
static void walk(struct desk *d, struct model *m, const struct scene *s, size_t act)
{
    m->clock++;
    m->used = 0;
    m->told[0] = '\0';
    d->now += PL_MS(1);
    (void)(s->of_client[act] ? client_act(m, &s->acts[act]) : agent_act(m, &s->acts[act]));
    (void)(s->of_client[act] ? real_client(d, &s->acts[act]) : real_agent(d, &s->acts[act]));
    while (pl_counter_next_fact(d->e))
        continue;
}

/* ---- are they the same? ---- */

static void compare_numbers(const struct desk *d, const struct model *m)
{
    const struct pl_counter_area *area = pl_counter_area_of(d->e, 1);
    uint32_t waiting = 0, starting = 0, agents = 0, people = 0, by_status[4] = {0};
    for (int c = 0; c < CLIENTS; c++) {
        const struct client *x = &m->clients[c];
        const struct pl_counter_person *p = pl_counter_person_of(d->e, FIRST_CLIENT + c);
        int32_t ahead = x->queue == NOBODY ? -1 : 0;
        for (int k = 0; k < CLIENTS && x->queue != NOBODY; k++)
            ahead += k != c && m->clients[k].queue == x->queue && before(m, k, c) ? 1 : 0;
        assert_int_equal(pl_counter_before(p), ahead);
        assert_true((p->area != NULL) == x->in);
        waiting += x->queue != NOBODY ? 1 : 0;
        people += x->in ? 1 : 0;
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        const struct pl_counter_agent *real = pl_counter_person_of(d->e, FIRST_AGENT + a)->agent;
        assert_true((real != NULL) == x->in);
        if (!x->in)
            continue;
        assert_int_equal(real->status, x->status);
        assert_int_equal(real->client, x->client == NOBODY ? 0 : FIRST_CLIENT + x->client);
        assert_int_equal(real->served_count, x->done);
        assert_int_equal(real->failed_count, x->failed);
        by_status[x->status]++;
        starting += x->with && !x->talking ? 1 : 0;
        agents++;
    }
    assert_int_equal(area->waiting, waiting);
    assert_int_equal(area->starting, starting);
    assert_int_equal(area->agent_count, agents);
    assert_int_equal(area->people_count, people + agents);
    assert_memory_equal(area->by_status, by_status, sizeof(by_status));
}

static void try_act(struct desk *d, struct model *m, const struct scene *s, size_t act)
{
    int expected, code;
    m->clock++;
    m->used = 0;
    m->told[0] = '\0';
    d->now += PL_MS(1);
    expected = s->of_client[act] ? client_act(m, &s->acts[act]) : agent_act(m, &s->acts[act]);
    code = s->of_client[act] ? real_client(d, &s->acts[act]) : real_agent(d, &s->acts[act]);
    (void)desk_done(d, 0);
    if (code != expected)
        fail_msg("act %d of %d with %d: %d instead of %d", s->acts[act].what, s->acts[act].who,
                 s->acts[act].arg, code, expected);
    desk_expect(d, m->told);
    compare_numbers(d, m);
}

/* ---- going through all of it ---- */

struct state {
    uint64_t key[4];
    uint8_t path[PATH];
    uint8_t length;
};

/* What of a state matters for the future; the counts do not. */
static void digest(const struct model *m, uint64_t key[4])
{
    uint8_t *b = (uint8_t *)key;
    memset(key, 0, 4 * sizeof(key[0]));
    for (int c = 0; c < CLIENTS; c++) {
        const struct client *x = &m->clients[c];
        unsigned order = 0;
        for (int k = 0; k < CLIENTS; k++)
            order += x->queue != NOBODY && m->clients[k].queue != NOBODY &&
                             m->clients[k].since < x->since
                         ? 1
                         : 0;
        *b++ = (uint8_t)((x->in ? 1 : 0) | (x->queue + 1) << 1 | order << 4);
        *b++ = (uint8_t)(x->server + 1);
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        unsigned order = 0;
        for (int k = 0; k < AGENTS; k++)
            order += x->status == 1 && m->agents[k].status == 1 &&
                             m->agents[k].idle_since < x->idle_since
                         ? 1
                         : 0;
        *b++ = (uint8_t)((x->in ? 1 : 0) | (x->with ? 2 : 0) | (x->talking ? 4 : 0) | order << 4);
        *b++ = (uint8_t)(x->status | (x->wish + 1) << 2);
        *b++ = (uint8_t)((x->client + 1) | x->from << 4);
    }
}

struct search {
    struct state *states;
    size_t count;
    uint32_t *table; /* index + 1, by hash */
    size_t mask;
};

static bool add_state(struct search *s, const struct model *m, const struct state *from, size_t act)
{
    struct state next = {.length = 0};
    uint64_t hash = 0;
    digest(m, next.key);
    for (size_t i = 0; i < 4; i++)
        hash = (hash ^ next.key[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 29;
    for (hash ^= hash >> 32; s->table[hash & s->mask]; hash++) {
        const struct state *known = &s->states[s->table[hash & s->mask] - 1];
        if (memcmp(known->key, next.key, sizeof(next.key)) == 0)
            return false;
    }
    if (from) {
        memcpy(next.path, from->path, sizeof(next.path));
        next.length = from->length;
        next.path[next.length++] = (uint8_t)act;
    }
    s->states[s->count++] = next;
    s->table[hash & s->mask] = (uint32_t)s->count;
    return true;
}

static void explore(struct desk *d, struct scene *s)
{
    struct search search = {.mask = (1u << 20) - 1};
    struct model m;
    search.states = calloc(s->max_states + 1, sizeof(*search.states));
    search.table = calloc(search.mask + 1, sizeof(*search.table));
    assert_true(search.states && search.table && s->depth <= PATH);
    make_acts(s);
    begin(d, &m);
    add_state(&search, &m, NULL, 0);
    for (size_t i = 0; i < search.count; i++) {
        for (size_t act = 0; act < s->act_count; act++) {
            const struct state from = search.states[i];
            begin(d, &m);
            for (size_t k = 0; k < from.length; k++)
                walk(d, &m, s, from.path[k]);
            try_act(d, &m, s, act);
            if (from.length < s->depth && search.count < s->max_states)
                add_state(&search, &m, &from, act);
        }
    }
    print_message("%zu states, %zu verbs in each, paths to %d\n", search.count, s->act_count,
                  search.states[search.count - 1].length);
    free(search.states);
    free(search.table);
}

/* One automatic agent and two clients: all that there is. */
static void one_agent(void **state)
{
    struct scene s = {.agents = 1, .clients = 2, .depth = PATH, .max_states = 20000};
    explore(*state, &s);
}

static void three_agents_four_clients(void **state)
{
    struct scene s = {.agents = AGENTS, .clients = CLIENTS, .depth = PATH, .max_states = 6000};
    explore(*state, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(one_agent),
        desk_test(three_agents_four_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
